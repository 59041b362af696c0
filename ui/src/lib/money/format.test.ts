import { afterEach, describe, expect, it } from 'vitest';
import { amountParts, amountText, groupedCount, MASK, sameAmount, shownDigits } from './format';
import { privacy } from './hidden.svelte';

const naira = (digits: string) => ({ digits, currency: 'NGN' });

describe('amounts', () => {
  it.each([
    ['1805.00', '₦1,805.00'],
    ['0.00', '₦0.00'],
    ['999', '₦999'],
    ['1000', '₦1,000'],
    ['-200.50', '\u2212₦200.50'],
    ['007.10', '₦7.10'],
    ['98765432109876543210.99', '₦98,765,432,109,876,543,210.99'],
  ])('%s naira reads %s', (digits, text) => {
    expect(amountText(naira(digits))).toBe(text);
  });

  it('keeps every digit of a token', () => {
    const token = { digits: '0.050000000000000001', currency: 'ETH' };
    expect(amountText(token)).toBe('0.050000000000000001 ETH');
  });

  it('survives an amount that no number type holds', () => {
    const digits = '400000000000000000000000000000000.000000000000000001';
    expect(amountText({ digits, currency: 'PEPE' })).toBe(
      '400,000,000,000,000,000,000,000,000,000,000.000000000000000001 PEPE',
    );
  });

  it.each(['', '1e9', '1,805', 'NaN', '.5', '5.', '--1', '1805.00 '])('%j is not an amount', (digits) => {
    expect(amountParts(naira(digits))).toBeNull();
    expect(amountText(naira(digits))).toBeNull();
  });

  it('groups a count, and leaves what is none', () => {
    expect(groupedCount('100000')).toBe('100,000');
    expect(groupedCount('many')).toBe('many');
  });

  it('takes the sign it is given', () => {
    expect(amountText(naira('500.00'), '+')).toBe('+₦500.00');
  });

  it.each([
    ['1805', '1805.00', true],
    ['0.10', '0.1', true],
    ['00.10', '0.1', true],
    ['1805.00', '1805.01', false],
  ])('%s and %s are the same: %s', (one, other, same) => {
    expect(sameAmount(naira(one), naira(other))).toBe(same);
  });
});

describe('where people live', () => {
  it.each([
    ['en-NG', '₦12,345,678.90'],
    ['de', '₦12.345.678,90'],
    ['en-IN', '₦1,23,45,678.90'],
    // The locale of a computer that was told of none.
    ['en-US-u-va-posix', '₦12,345,678.90'],
    // Figures look alike everywhere on the page, whatever digits the locale prefers.
    ['ar-EG', '₦12,345,678.90'],
  ])('%s writes %s', (locale, text) => {
    expect(amountText(naira('12345678.90'), '', locale)).toBe(text);
  });
});

describe('hidden amounts', () => {
  afterEach(() => {
    privacy.hidden = false;
  });

  it.each(['0.00', '7.10', '98765432109876543210.99', '-200.50'])(
    '%s leaves no digit and no length',
    (digits) => {
      privacy.hidden = true;
      const negative = digits.startsWith('-') ? '\u2212' : '';
      expect(amountText(naira(digits))).toBe(`${negative}₦${MASK}`);
      expect(amountText({ digits, currency: 'ETH' })).toBe(`${negative}${MASK} ETH`);
      expect(shownDigits(naira(digits))).toBeUndefined();
      expect(JSON.stringify(amountParts(naira(digits)))).not.toMatch(/\d/);
    },
  );

  it('come back as they were', () => {
    privacy.hidden = true;
    expect(amountText(naira('1805.00'), '+')).toBe(`+₦${MASK}`);
    privacy.hidden = false;
    expect(amountText(naira('1805.00'), '+')).toBe('+₦1,805.00');
    expect(shownDigits(naira('1805.00'))).toBe('1805.00');
  });

  it('leaves a count and what is no amount as they are', () => {
    privacy.hidden = true;
    expect(groupedCount('100000')).toBe('100,000');
    expect(amountText(naira('NaN'))).toBeNull();
  });
});

describe('the way from an amount to its text', () => {
  it('goes past what hides it, but in the first frame', () => {
    const sources = import.meta.glob<string>('/src/**/*.{ts,svelte}', {
      eager: true,
      query: '?raw',
      import: 'default',
    });
    const past = Object.entries(sources).filter(([, source]) => /from '[^']*\/written'/.test(source));
    expect(past.map(([file]) => file)).toEqual([
      '/src/lib/money/format.ts',
      '/src/lib/state/first-balance.ts',
    ]);
  });
});
