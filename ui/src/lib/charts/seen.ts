// A balance over time, as it was last seen on each day. A day on which nothing was seen is a gap and stays one: what the
// balance was then, nobody told.

import type { MoneyView, SeenBalanceView } from '$lib/backend';
import { tenThousandths } from '$lib/money/exact';
import { scale } from './flows';

export interface SeenDay {
  /** `2026-11-21`. */
  day: string;
  /** Nothing was seen on this day. */
  balance: MoneyView | null;
  /** Of the scale, in ten-thousandths. */
  height: number;
  /** Nothing was seen the day before, nor the day after. */
  alone: boolean;
}

export interface Seen {
  days: SeenDay[];
  ticks: MoneyView[];
}

/** The sources of which something was seen, in the order in which they first come. */
export function sourcesOf(balances: SeenBalanceView[]): string[] {
  return [...new Set(balances.map(({ source }) => source))];
}

/** The last `most` days of a source, from the first one on which it was seen. */
export function seen(balances: SeenBalanceView[], source: string, most = 90): Seen {
  const own = balances.filter((each) => each.source === source);
  const currency = own.at(-1)?.balance.currency ?? '';
  // Amounts of another currency would stand on another scale.
  const known = new Map(
    own.filter(({ balance }) => balance.currency === currency).map((each) => [each.day, each.balance]),
  );
  const names = between([...known.keys()].sort(), most);
  const shown = names.flatMap((day) => known.get(day)?.digits ?? []);
  const { top, ticks } = scale(shown, currency);
  const days = names.map((day, at) => {
    const balance = known.get(day) ?? null;
    const has = (other: string | undefined) => other !== undefined && known.has(other);
    return {
      day,
      balance,
      height: Number((balance && tenThousandths(balance.digits, top)) ?? 0n),
      alone: balance !== null && !has(names[at - 1]) && !has(names[at + 1]),
    };
  });
  return { days, ticks };
}

const A_DAY = 86_400_000;

function between(days: string[], most: number): string[] {
  const [first, last] = [days[0], days.at(-1)];
  if (first === undefined || last === undefined) return [];
  const end = Date.parse(last);
  // Days of the calendar are counted in UTC, where all of them are equally long.
  const begin = Math.max(Date.parse(first), end - (most - 1) * A_DAY);
  const all: string[] = [];
  for (let at = begin; at <= end; at += A_DAY) all.push(new Date(at).toISOString().slice(0, 10));
  return all;
}
