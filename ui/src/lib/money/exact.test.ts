import { describe, expect, it } from 'vitest';
import { compare, isZero, roundStep, sum, tenThousandths, times } from './exact';

describe('exact amounts', () => {
  it.each([
    [['1.10', '2.2'], '3.30'],
    [['0.1', '0.2'], '0.3'],
    [[], '0'],
    [
      ['400000000000000000000000000000000.000000000000000001', '1'],
      '400000000000000000000000000000001.000000000000000001',
    ],
    [['-5.50', '2'], '-3.50'],
    [['1e9', '2.00'], '2.00'],
  ])('the sum of %j is %s', (amounts, total) => {
    expect(sum(amounts)).toBe(total);
  });

  it.each([
    ['2', '10', -1],
    ['0.10', '0.1', 0],
    ['-1', '0.5', -1],
    ['400000000000000000000000000000001', '400000000000000000000000000000000', 1],
  ])('%s against %s is %i', (one, other, order) => {
    expect(compare(one, other)).toBe(order);
  });

  it.each([
    ['0.00', true],
    ['0', true],
    ['0.000000000000000001', false],
    ['-0.0', true],
    ['nothing', false],
  ])('%s is zero: %s', (digits, zero) => {
    expect(isZero(digits)).toBe(zero);
  });

  it.each([
    ['1', '3', 3333n],
    ['2', '3', 6667n],
    ['1805.00', '1805', 10_000n],
    ['0', '5', 0n],
    ['5', '0', null],
    ['-1', '5', null],
    ['x', '5', null],
  ])('%s of %s are %s ten-thousandths', (part, whole, portion) => {
    expect(tenThousandths(part, whole)).toBe(portion);
  });

  it.each([
    ['1', '0.25'],
    ['4', '1'],
    ['4.01', '1.5'],
    ['203000.50', '60000'],
    ['199999.99', '50000'],
    ['1805.00', '500'],
    ['0.03', '0.008'],
    ['98765432109876543210.99', '25000000000000000000'],
  ])('four steps to %s are %s each', (most, step) => {
    expect(roundStep(most, 4)).toBe(step);
    expect(compare(times(step, 4), most)).toBeGreaterThanOrEqual(0);
  });

  it('has no step to nothing', () => {
    expect(roundStep('0.00', 4)).toBeNull();
  });
});
