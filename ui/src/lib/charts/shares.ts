// What the crypto is made of: one slice for each coin, whatever chain it is on.

import type { MoneyView, SourceView } from '$lib/backend';
import { compare, isZero, sum, tenThousandths } from '$lib/money/exact';

export interface Slice {
  /** The coin's symbol; nothing for the rest taken together. */
  name: string | null;
  value: MoneyView;
  /** Of the whole, in ten-thousandths. */
  share: number;
  /** How many coins are in it. */
  count: number;
}

export interface Shares {
  slices: Slice[];
  total: MoneyView | null;
}

/** As many slices as can be told apart by colour. */
const MOST = 6;

export type Grouping = 'coin' | 'chain';

/** The largest first. Coins without a known value have no part in it, as they have none in the total. */
export function shares(sources: SourceView[], by: Grouping = 'coin'): Shares {
  const values = new Map<string, string[]>();
  for (const { name, portfolio } of sources) {
    if (portfolio.state !== 'ready') continue;
    for (const coin of portfolio.value.coins) {
      if (!coin.value || coin.value.currency !== 'USD' || isZero(coin.value.digits)) continue;
      const key = by === 'chain' ? name : (coin.amount?.currency ?? coin.name ?? '');
      values.set(key, [...(values.get(key) ?? []), coin.value.digits]);
    }
  }
  const coins = [...values]
    .map(([name, digits]) => ({ name, digits: sum(digits) }))
    .sort((one, other) => compare(other.digits, one.digits) || (one.name < other.name ? -1 : 1));
  const whole = sum(coins.map(({ digits }) => digits));
  const shown = coins.length > MOST ? coins.slice(0, MOST - 1) : coins;
  const rest = coins.slice(shown.length);
  const slice = (name: string | null, digits: string, count: number): Slice => ({
    name,
    value: usd(digits),
    share: Number(tenThousandths(digits, whole) ?? 0n),
    count,
  });
  const slices = shown.map(({ name, digits }) => slice(name, digits, 1));
  if (rest.length > 0) slices.push(slice(null, sum(rest.map(({ digits }) => digits)), rest.length));
  return { slices, total: coins.length > 0 ? usd(whole) : null };
}

const usd = (digits: string): MoneyView => ({ digits, currency: 'USD' });
