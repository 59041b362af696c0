import { describe, expect, it } from 'vitest';
import {
  calendarDay,
  clockTime,
  dayOf,
  fullDate,
  minutesAndSeconds,
  moment,
  monthName,
  secondsUntil,
} from './moments';

const now = new Date(2026, 10, 21, 14, 2, 30);

describe('moments', () => {
  it('reads RFC 3339 and refuses the rest', () => {
    expect(moment('2026-11-21T13:02:00Z')?.toISOString()).toBe('2026-11-21T13:02:00.000Z');
    expect(moment('soon')).toBeNull();
  });

  it.each([
    [new Date(2026, 10, 21, 0, 0), 'today'],
    [new Date(2026, 10, 20, 23, 59), 'yesterday'],
    [new Date(2026, 10, 3), { date: '3 November' }],
    [new Date(2025, 11, 31), { date: '31 December 2025' }],
    [new Date(2026, 10, 22, 1), { date: '22 November' }],
  ])('%s is %j', (date, day) => {
    expect(dayOf(date, now, 'en-NG')).toEqual(day);
  });

  it('knows yesterday across a month', () => {
    expect(dayOf(new Date(2026, 9, 31, 8), new Date(2026, 10, 1, 9), 'en-NG')).toBe('yesterday');
  });

  it('writes the time and the date of the locale', () => {
    expect(clockTime(now, 'en-GB')).toBe('14:02');
    expect(fullDate(now, 'en-GB')).toBe('21 Nov 2026');
  });

  it('names months and days of the calendar, wherever the person is', () => {
    expect(monthName('2026-01', 'long', 'en-NG')).toBe('January 2026');
    expect(monthName('2026-12', 'short', 'en-NG')).toBe('Dec');
    expect(calendarDay('2026-01-01', 'long', 'en-NG')).toBe('1 Jan 2026');
    expect(calendarDay('2026-12-31', 'short', 'en-NG')).toBe('31 Dec');
    expect(calendarDay('someday')).toBe('someday');
  });

  it('counts down to zero and not below', () => {
    expect(secondsUntil(new Date(2026, 10, 21, 14, 12, 11), now)).toBe(581);
    expect(secondsUntil(new Date(2026, 10, 21, 14, 0), now)).toBe(0);
  });

  it.each([
    [581, '9:41'],
    [60, '1:00'],
    [5, '0:05'],
    [0, '0:00'],
  ])('%i seconds read %s', (seconds, text) => {
    expect(minutesAndSeconds(seconds)).toBe(text);
  });
});
