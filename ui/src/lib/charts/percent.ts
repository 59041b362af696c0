// A portion as people read it. It tells about amounts, so it is hidden with them.

import { privacy } from '$lib/money/hidden.svelte';

const MASK = '••';

const format = new Intl.NumberFormat(undefined, {
  style: 'percent',
  minimumFractionDigits: 1,
  maximumFractionDigits: 1,
});

/** Of ten-thousandths. What is there, however little, is never said to be nothing. */
export function percentText(share: number): string {
  if (privacy.hidden) return MASK;
  return share < 10 ? `< ${format.format(0.001)}` : format.format(share / 10_000);
}
