import { describe, expect, it } from 'vitest';
import { readableRate } from './rate';

describe('a rate, for reading', () => {
  it.each([
    ['3008.123456789012345678', '3008.1234'],
    ['0.000332441234567890', '0.00033244123'],
    ['0.000000000000000001', '0.000000000000000001'],
    ['123456789012.5', '123456789012'],
    ['1', '1'],
    ['1550.250', '1550.25'],
    ['0', '0'],
    ['nothing', 'nothing'],
  ])('%s reads %s', (digits, read) => {
    expect(readableRate({ digits, currency: 'USDC' }).digits).toBe(read);
  });
});
