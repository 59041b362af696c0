// Transactions in the days on which they happened, the newest first.

import type { TransactionView } from '$lib/backend';
import { dayOf, moment, type Day } from '$lib/time/moments';

export interface DayGroup {
  /** Nothing when Monei did not say when. */
  day: Day | null;
  rows: TransactionView[];
}

/** Keeps the order in which the rows came: neighbours of one day form a group. */
export function byDay(rows: TransactionView[], now: Date): DayGroup[] {
  const groups: DayGroup[] = [];
  for (const row of rows) {
    const date = row.createdAt === null ? null : moment(row.createdAt);
    const day = date && dayOf(date, now);
    const last = groups.at(-1);
    if (last && sameDay(last.day, day)) last.rows.push(row);
    else groups.push({ day, rows: [row] });
  }
  return groups;
}

function sameDay(one: Day | null, other: Day | null): boolean {
  if (one !== null && other !== null && typeof one === 'object' && typeof other === 'object') {
    return one.date === other.date;
  }
  return one === other;
}
