// Times as people read them, in their own locale.

export type Day = 'today' | 'yesterday' | { date: string };

const sameDay = (one: Date, other: Date) => one.toDateString() === other.toDateString();

/** A moment from RFC 3339 text, or nothing when it cannot be read. */
export function moment(text: string): Date | null {
  const date = new Date(text);
  return isNaN(date.getTime()) ? null : date;
}

export function dateAt(milliseconds: number): Date {
  return new Date(milliseconds);
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** Making a format costs the web view a millisecond, and a list of transactions asks for one in every row. */
function written(date: Date, locale: string | undefined, options: Intl.DateTimeFormatOptions): string {
  const key = JSON.stringify([locale, options]);
  let format = formats.get(key);
  if (!format) {
    format = new Intl.DateTimeFormat(locale, options);
    formats.set(key, format);
  }
  return format.format(date);
}

/** `14:02`, or `2:02 pm` where people write it so. */
export function clockTime(date: Date, locale?: string): string {
  return written(date, locale, { timeStyle: 'short' });
}

/** The day of a moment, seen from now. The year is named only when it is another one. */
export function dayOf(date: Date, now: Date, locale?: string): Day {
  if (sameDay(date, now)) return 'today';
  const yesterday = new Date(now);
  yesterday.setDate(now.getDate() - 1);
  if (sameDay(date, yesterday)) return 'yesterday';
  const year = date.getFullYear() === now.getFullYear() ? {} : ({ year: 'numeric' } as const);
  return { date: written(date, locale, { day: 'numeric', month: 'long', ...year }) };
}

/** `12 Nov 2026`. */
export function fullDate(date: Date, locale?: string): string {
  return written(date, locale, { day: 'numeric', month: 'short', year: 'numeric' });
}

/** The whole seconds that are left until a moment, never below zero. */
export function secondsUntil(until: Date, now: Date): number {
  return Math.max(0, Math.floor((until.getTime() - now.getTime()) / 1000));
}

/** `9:41`. */
export function minutesAndSeconds(seconds: number): string {
  const rest = seconds % 60;
  return `${Math.floor(seconds / 60)}:${rest < 10 ? '0' : ''}${rest}`;
}

/** `2026-11` reads "November 2026", or "Nov" where there is little room. */
export function monthName(month: string, length: 'long' | 'short' = 'long', locale?: string): string {
  const date = new Date(`${month}-01T00:00:00Z`);
  const year = length === 'long' ? ({ year: 'numeric' } as const) : {};
  // A month of the calendar is the same everywhere.
  return isNaN(date.getTime()) ? month : written(date, locale, { month: length, ...year, timeZone: 'UTC' });
}

/** `2026-11-21` reads "21 Nov 2026", or "21 Nov" where there is little room. */
export function calendarDay(day: string, length: 'long' | 'short' = 'long', locale?: string): string {
  const date = new Date(`${day}T00:00:00Z`);
  const year = length === 'long' ? ({ year: 'numeric' } as const) : {};
  return isNaN(date.getTime())
    ? day
    : written(date, locale, { day: 'numeric', month: 'short', ...year, timeZone: 'UTC' });
}
