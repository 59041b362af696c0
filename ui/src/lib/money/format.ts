// Amounts are shown from their exact digits; no number type ever holds them. While amounts are hidden, nothing that
// leaves this file has a digit of one: a mask of one length stands for all of them.

import type { MoneyView } from '$lib/backend';
import { privacy } from './hidden.svelte';

/** An amount taken apart, so that each part can have its own weight on screen. */
export interface AmountParts {
  negative: boolean;
  /** `₦`, or empty where the currency has no symbol of its own. */
  symbol: string;
  /** The whole part, grouped as people write it where they live: `1,805`. */
  whole: string;
  /** The fraction with its point: `.00`, or empty. */
  fraction: string;
  /** A mask stands in the place of the digits. */
  hidden: boolean;
  /** The currency's code after the digits: `ETH`, or empty where a symbol stands before them. */
  code: string;
}

const SYMBOLS: Partial<Record<string, string>> = { NGN: '₦', USD: '$', EUR: '€', GBP: '£' };

/** As long for a fortune as for nothing. */
export const MASK = '••••';

const PLAIN_DECIMAL = /^(-?)(\d+)(?:\.(\d+))?$/;

/** The parts of an amount, or nothing when its digits are not a plain decimal. */
export function amountParts(money: MoneyView, locale?: string): AmountParts | null {
  const match = PLAIN_DECIMAL.exec(money.digits);
  if (!match) return null;
  const [, sign = '', whole = '', fraction] = match;
  const currency = money.currency.toUpperCase();
  const symbol = SYMBOLS[currency] ?? '';
  const around = { negative: sign === '-', symbol, code: symbol ? '' : money.currency };
  if (privacy.hidden) return { ...around, whole: MASK, fraction: '', hidden: true };
  return {
    ...around,
    whole: grouped(whole, locale),
    fraction: fraction === undefined ? '' : `${written(locale).point}${fraction}`,
    hidden: false,
  };
}

/** The digits as they are, for whoever reads the page by machine; nothing while amounts are hidden. */
export function shownDigits(money: MoneyView | null | undefined): string | undefined {
  return privacy.hidden ? undefined : money?.digits;
}

/** The whole amount as one text: `₦1,805.00`, `0.05 ETH`. */
export function amountText(money: MoneyView, sign = '', locale?: string): string | null {
  const parts = amountParts(money, locale);
  if (!parts) return null;
  const before = sign || (parts.negative ? MINUS : '');
  return `${before}${parts.symbol}${parts.whole}${parts.fraction}${parts.code ? ` ${parts.code}` : ''}`;
}

/** A true minus sign, as wide as the plus. */
export const MINUS = '\u2212';

/** Two amounts are the same when their currency and their value are, however many zeros are written. */
export function sameAmount(one: MoneyView, other: MoneyView): boolean {
  return one.currency === other.currency && canonical(one.digits) === canonical(other.digits);
}

function canonical(digits: string): string {
  const [whole = '', fraction = ''] = digits.split('.');
  const significant = fraction.replace(/0+$/, '');
  const shortWhole = whole.replace(/^(-?)0+(?=\d)/, '$1');
  return significant ? `${shortWhole}.${significant}` : shortWhole;
}

/** `100000` reads `100,000`; anything else stays as it is. It counts things and is no amount: it is never hidden. */
export function groupedCount(digits: string, locale?: string): string {
  return /^\d+$/.test(digits) ? grouped(digits, locale) : digits;
}

/** A `BigInt` is exact however long it is. */
function grouped(whole: string, locale?: string): string {
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
    const group = new Intl.NumberFormat(locale, { numberingSystem: 'latn' });
    const point = group.formatToParts(0.5).find(({ type }) => type === 'decimal')?.value ?? '.';
    found = { group, point };
    known.set(locale, found);
  }
  return found;
}

const compact = new Intl.NumberFormat(undefined, {
  notation: 'compact',
  maximumFractionDigits: 2,
  numberingSystem: 'latn',
});

/** A round amount in little room: `₦250K`. Only for the ends of a scale; what belongs to a person is never shortened. */
export function scaleText(money: MoneyView): string {
  const parts = amountParts(money);
  if (!parts) return '';
  const whole = money.digits.split('.')[0] ?? '';
  const short =
    privacy.hidden || whole.length < 4 ? parts.whole + parts.fraction : compact.format(BigInt(whole));
  return parts.symbol + short;
}
