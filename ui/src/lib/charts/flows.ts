// Money in and out, month by month, in one currency at a time: amounts of two currencies have no common scale.

import type { MoneyView, MonthlyFlowView } from '$lib/backend';
import { compare, roundStep, tenThousandths, times } from '$lib/money/exact';

export interface Month {
  /** `2026-11`. */
  month: string;
  /** Nothing moved in the month, as far as is known. */
  incoming: MoneyView | null;
  outgoing: MoneyView | null;
  /** Of the scale, in ten-thousandths. */
  up: number;
  down: number;
}

export interface Flows {
  months: Month[];
  /** From zero to the end of the scale. */
  ticks: MoneyView[];
}

export function currenciesOf(flows: MonthlyFlowView[]): string[] {
  return [...new Set(flows.map(({ incoming }) => incoming.currency))];
}

const STEPS = 4;

/** The last `most` months of a currency, those between them in which nothing moved included. */
export function monthly(flows: MonthlyFlowView[], currency: string, most = 12): Flows {
  const own = new Map(
    flows.filter(({ incoming }) => incoming.currency === currency).map((flow) => [flow.month, flow]),
  );
  const names = between([...own.keys()].sort()).slice(-most);
  const amounts = names.flatMap((name) => {
    const flow = own.get(name);
    return flow ? [flow.incoming.digits, flow.outgoing.digits] : [];
  });
  const { top, ticks } = scale(amounts, currency);
  const part = (money: MoneyView | undefined) => Number((money && tenThousandths(money.digits, top)) ?? 0n);
  const months = names.map((month) => {
    const flow = own.get(month);
    return {
      month,
      incoming: flow?.incoming ?? null,
      outgoing: flow?.outgoing ?? null,
      up: part(flow?.incoming),
      down: part(flow?.outgoing),
    };
  });
  return { months, ticks };
}

/** A scale from zero that holds every amount and has round ends. */
export function scale(amounts: string[], currency: string): { top: string; ticks: MoneyView[] } {
  const most = amounts.reduce((most, each) => (compare(each, most) > 0 ? each : most), '0');
  const step = roundStep(most, STEPS);
  const ticks = step ? Array.from({ length: STEPS + 1 }, (_, index) => times(step, index)) : ['0'];
  return { top: ticks.at(-1) ?? '0', ticks: ticks.map((digits) => ({ digits, currency })) };
}

/** Every month from the first to the last. */
function between(months: string[]): string[] {
  const [first, last] = [months[0], months.at(-1)];
  if (first === undefined || last === undefined) return [];
  const all: string[] = [];
  for (let at = indexOf(first); at <= indexOf(last); at += 1) all.push(named(at));
  return all;
}

const indexOf = (month: string) => Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1;
const named = (index: number) =>
  `${String(Math.floor(index / 12)).padStart(4, '0')}-${String((index % 12) + 1).padStart(2, '0')}`;
