// How much less than at the price of its moment a swap may bring, as people read it.

const format = new Intl.NumberFormat(undefined, { style: 'percent', maximumFractionDigits: 2 });

/** Of hundredths of a percent. */
export function slippageText(bps: number): string {
  return format.format(bps / 10_000);
}
