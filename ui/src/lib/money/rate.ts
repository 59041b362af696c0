// Rates, for reading: what is paid is told by amounts, and those keep every digit.

import type { MoneyView } from '$lib/backend';
import { exact, written } from './exact';

const SIGNIFICANT = 8;

/** Without what is finer than the eighth digit that counts; a whole part keeps all of its digits. */
export function readableRate(rate: MoneyView): MoneyView {
  const value = exact(rate.digits);
  if (!value) return rate;
  const [whole = '', fraction = ''] = written(value).replace('-', '').split('.');
  const leading = /^0*$/.test(whole) ? (/^0*/.exec(fraction)?.[0].length ?? 0) : -whole.length;
  const places = Math.max(0, Math.min(fraction.length, SIGNIFICANT + leading));
  const kept = fraction.slice(0, places).replace(/0+$/, '');
  return { ...rate, digits: `${value.units < 0n ? '-' : ''}${whole}${kept ? `.${kept}` : ''}` };
}
