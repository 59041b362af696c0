import { describe, expect, it } from 'vitest';
import { en } from './en';

/** Every fixed text below `value`, with the path to it. */
function texts(value: unknown, path = ''): [string, string][] {
  if (typeof value === 'string') return [[path, value]];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => texts(inner, `${path}.${key}`));
}

describe('words', () => {
  it.each(texts(en))('%s is written for people', (_path, text) => {
    expect(text.trim()).toBe(text);
    expect(text).not.toBe('');
    expect(text).not.toMatch(/\bscopes?\b|\btokens?\b|oops|error/i);
  });

  it.each(Object.entries(en.problems))('%s says what happened and what to do next', (_code, problem) => {
    expect(problem.headline).toMatch(/\.$/);
    expect(problem.next).toMatch(/\.$/);
  });

  it('counts in plain English', () => {
    expect(en.choose.counted(1)).toBe('1 permission chosen');
    expect(en.choose.counted(3)).toBe('3 permissions chosen');
    expect(en.waiting.minutesLeft(0)).toBe('Less than a minute left');
  });

  it('says the day of a time only when it is not today', () => {
    expect(en.time.asOf('today', '14:02')).toBe('as of 14:02');
    expect(en.time.asOf('yesterday', '14:02')).toBe('as of yesterday, 14:02');
    expect(en.time.asOf({ date: '3 November' }, '14:02')).toBe('as of 3 November, 14:02');
  });
});
