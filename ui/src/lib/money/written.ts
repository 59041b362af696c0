// How an amount is written, from its exact digits. Only format.ts, which masks hidden amounts, and the first frame, which
// shows none while they are hidden, may ask here.

import type { MoneyView } from '$lib/backend';

/** An amount taken apart, so that each part can have its own weight on screen. */
export interface AmountParts {
  negative: boolean;
  /** `₦`, or empty where the currency has no symbol of its own. */
  symbol: string;
  /** The whole part, grouped as people write it where they live: `1,805`. */
  whole: string;
  /** The fraction with its point: `.00`, or empty. */
  fraction: string;
  /** The currency's code after the digits: `ETH`, or empty where a symbol stands before them. */
  code: string;
}

/** A true minus sign, as wide as the plus. */
export const MINUS = '\u2212';

const SYMBOLS: Partial<Record<string, string>> = { NGN: '₦', USD: '$', EUR: '€', GBP: '£' };

const PLAIN_DECIMAL = /^(-?)(\d+)(?:\.(\d+))?$/;

/** The parts of an amount, or nothing when its digits are not a plain decimal. */
export function writtenParts(money: MoneyView, locale?: string): AmountParts | null {
  const match = PLAIN_DECIMAL.exec(money.digits);
  if (!match) return null;
  const [, sign = '', whole = '', fraction] = match;
  const symbol = SYMBOLS[money.currency.toUpperCase()] ?? '';
  return {
    negative: sign === '-',
    symbol,
    whole: grouped(whole, locale),
    fraction: fraction === undefined ? '' : `${written(locale).point}${fraction}`,
    code: symbol ? '' : money.currency,
  };
}

/** `100000` as people write it where they live. A `BigInt` is exact however long it is. */
export function grouped(whole: string, locale?: string): string {
  return written(locale).group.format(BigInt(whole));
}

interface Written {
  group: Intl.NumberFormat;
  point: string;
}

const known = new Map<string | undefined, Written>();

/** How people write numbers where they live, in the digits in which account numbers and times are written here too. */
function written(locale?: string): Written {
  let found = known.get(locale);
  if (!found) {
    const group = grouping(locale);
    const point = group.formatToParts(0.5).find(({ type }) => type === 'decimal')?.value ?? '.';
    found = { group, point };
    known.set(locale, found);
  }
  return found;
}

/** On a computer that nobody told where it is, no digits are grouped at all; long amounts cannot be read like that. */
function grouping(locale?: string): Intl.NumberFormat {
  const group = new Intl.NumberFormat(locale, { numberingSystem: 'latn' });
  return group.format(1_000_000) === '1000000'
    ? new Intl.NumberFormat('en', { numberingSystem: 'latn' })
    : group;
}
