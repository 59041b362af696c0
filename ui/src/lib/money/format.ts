// Amounts are shown from their exact digits; no number type ever holds them. While amounts are hidden, nothing that
// leaves this file has a digit of one: a mask of one length stands for all of them.

import type { MoneyView } from '$lib/backend';
import { privacy } from './hidden.svelte';
import { grouped, MINUS, writtenParts, type AmountParts as Written } from './written';

export { MINUS };

/** An amount taken apart, as it may be shown. */
export interface AmountParts extends Written {
  /** A mask stands in the place of the digits. */
  hidden: boolean;
}

/** As long for a fortune as for nothing. */
export const MASK = '••••';

/** The parts of an amount, or nothing when its digits are not a plain decimal. */
export function amountParts(money: MoneyView, locale?: string): AmountParts | null {
  const parts = writtenParts(money, locale);
  if (!parts) return null;
  return privacy.hidden ? { ...parts, whole: MASK, fraction: '', hidden: true } : { ...parts, hidden: false };
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

/** Made when it is first needed: that takes some milliseconds, and no start needs it. */
let compact: Intl.NumberFormat | undefined;

/** A round amount in little room: `₦250K`. Only for the ends of a scale; what belongs to a person is never shortened. */
export function scaleText(money: MoneyView): string {
  const parts = amountParts(money);
  if (!parts) return '';
  const whole = money.digits.split('.')[0] ?? '';
  if (privacy.hidden || whole.length < 4) return parts.symbol + parts.whole + parts.fraction;
  compact ??= new Intl.NumberFormat(undefined, {
    notation: 'compact',
    maximumFractionDigits: 2,
    numberingSystem: 'latn',
  });
  return parts.symbol + compact.format(BigInt(whole));
}
