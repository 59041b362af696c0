import { describe, expect, it } from 'vitest';
import { age, hasExpired, left } from './quote';

const quote = { toldAt: '2026-11-21T12:00:00Z', expiresAt: '2026-11-21T12:00:30Z' };

describe('a quote', () => {
  it.each([
    ['2026-11-21T12:00:00.000Z', 0, 30, false],
    ['2026-11-21T12:00:05.900Z', 5, 25, false],
    ['2026-11-21T12:00:29.999Z', 29, 1, false],
    ['2026-11-21T12:00:30.000Z', 30, 0, true],
    ['2026-11-21T13:00:00.000Z', 3600, 0, true],
    // Somebody set the clock back.
    ['2026-11-21T11:59:00.000Z', 0, 90, false],
  ])('at %s is %i s old and holds %i s', (now, old, holds, expired) => {
    const at = new Date(now);
    expect([age(quote, at), left(quote, at), hasExpired(quote, at)]).toEqual([old, holds, expired]);
  });

  it('holds for no time where its end cannot be read', () => {
    expect(hasExpired({ ...quote, expiresAt: 'soon' }, new Date(0))).toBe(true);
  });
});
