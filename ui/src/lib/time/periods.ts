// Stretches of days as people ask for them, in the person's own calendar.

export type Preset = 'today' | 'lastSevenDays' | 'thisMonth' | 'lastMonth' | 'thisYear' | 'lastYear';
export const PRESETS: Preset[] = ['today', 'lastSevenDays', 'thisMonth', 'lastMonth', 'thisYear', 'lastYear'];

/** A day without a time: `2026-11-21`. */
export type IsoDay = string;

/** Both days of a range belong to it; an empty one leaves that end open. */
export type Period = { kind: 'any' } | { kind: Preset } | { kind: 'between'; from: IsoDay; to: IsoDay };

/** The first day, and the first day after; nothing where that end is open. */
export interface Days {
  from: IsoDay | null;
  before: IsoDay | null;
}

export function periodOf(period: Period, now: Date): Days {
  const [year, month, date] = [now.getFullYear(), now.getMonth(), now.getDate()];
  const days = (from: Date, before: Date): Days => ({ from: isoDay(from), before: isoDay(before) });
  switch (period.kind) {
    case 'any':
      return { from: null, before: null };
    case 'today':
      return days(new Date(year, month, date), new Date(year, month, date + 1));
    case 'lastSevenDays':
      return days(new Date(year, month, date - 6), new Date(year, month, date + 1));
    case 'thisMonth':
      return days(new Date(year, month, 1), new Date(year, month + 1, 1));
    case 'lastMonth':
      return days(new Date(year, month - 1, 1), new Date(year, month, 1));
    case 'thisYear':
      return days(new Date(year, 0, 1), new Date(year + 1, 0, 1));
    case 'lastYear':
      return days(new Date(year - 1, 0, 1), new Date(year, 0, 1));
    case 'between':
      return { from: period.from || null, before: period.to ? after(period.to) : null };
  }
}

/** A day that was typed, or nothing when there is none such in the calendar. */
export function dayFrom(typed: string): IsoDay | null {
  const match = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(typed.trim());
  if (!match) return null;
  const [year = 0, month = 0, day = 0] = match.slice(1).map(Number);
  const date = new Date(year, month - 1, day);
  return date.getMonth() === month - 1 && date.getDate() === day ? isoDay(date) : null;
}

/** The moment at which a day begins where the person is. */
export function localDay(day: IsoDay): Date {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  return new Date(year, month - 1, date);
}

export function isoDay(date: Date): IsoDay {
  const two = (value: number) => String(value).padStart(2, '0');
  return `${String(date.getFullYear()).padStart(4, '0')}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

function after(day: IsoDay): IsoDay {
  const next = localDay(day);
  next.setDate(next.getDate() + 1);
  return isoDay(next);
}
