import { describe, expect, it } from 'vitest';
import type { CoinView, MonthlyFlowView, SourceView } from '$lib/backend';
import { compare, sum } from '$lib/money/exact';
import { currenciesOf, monthly } from './flows';
import { seen, sourcesOf } from './seen';
import { shares } from './shares';

const usd = (digits: string) => ({ digits, currency: 'USD' });
const naira = (digits: string) => ({ digits, currency: 'NGN' });

const coin = (symbol: string, value: string | null): CoinView => ({
  name: symbol,
  amount: { digits: '1', currency: symbol },
  price: null,
  value: value === null ? null : usd(value),
  contract: null,
});

const source = (name: string, coins: CoinView[]): SourceView => ({
  id: name,
  name,
  portfolio: {
    state: 'ready',
    value: { address: null, total: null, coins },
    asOf: '2026-11-21T12:00:00Z',
    refreshing: false,
    stale: null,
  },
});

describe('shares', () => {
  it('takes a coin of several chains together, the largest first', () => {
    const { slices, total } = shares([
      source('Base', [coin('ETH', '25.00'), coin('USDC', '50.00')]),
      source('Ethereum', [coin('ETH', '125.00')]),
    ]);
    expect(slices.map(({ name, value, share }) => [name, value.digits, share])).toEqual([
      ['ETH', '150.00', 7500],
      ['USDC', '50.00', 2500],
    ]);
    expect(total).toEqual(usd('200.00'));
  });

  it('groups by chain as well, to the same total', () => {
    const sources = [source('Base', [coin('ETH', '25.00')]), source('Solana', [coin('SOL', '75.00')])];
    const { slices, total } = shares(sources, 'chain');
    expect(slices.map(({ name, share }) => [name, share])).toEqual([
      ['Solana', 7500],
      ['Base', 2500],
    ]);
    expect(total).toEqual(shares(sources).total);
  });

  it('leaves out what has no value, and what failed', () => {
    const failed: SourceView = {
      id: 'x',
      name: 'Ethereum',
      portfolio: {
        state: 'failed',
        problem: { code: 'moneiFault', retryAfterSeconds: null, moneiSays: null },
        refreshing: false,
      },
    };
    expect(shares([source('Base', [coin('PEPE', null), coin('ETH', '0.00')]), failed])).toEqual({
      slices: [],
      total: null,
    });
  });

  it('is one whole slice for one coin', () => {
    expect(shares([source('Solana', [coin('SOL', '0.01')])]).slices).toMatchObject([{ share: 10_000 }]);
  });

  it('puts the smallest together, and still adds up exactly', () => {
    const coins = Array.from({ length: 40 }, (_, index) => coin(`C${index}`, `${index + 1}.01`));
    const { slices, total } = shares([source('Base', coins)]);
    expect(slices).toHaveLength(6);
    expect(slices.at(-1)).toMatchObject({ name: null, count: 35 });
    expect(total && compare(sum(slices.map(({ value }) => value.digits)), total.digits)).toBe(0);
    expect(slices.reduce((all, { share }) => all + share, 0)).toBeGreaterThanOrEqual(9_997);
  });
});

const flow = (month: string, incoming: string, outgoing: string): MonthlyFlowView => ({
  month,
  incoming: naira(incoming),
  outgoing: naira(outgoing),
});

describe('flows', () => {
  it('shows a month in which nothing moved as a gap, across a year', () => {
    const { months } = monthly([flow('2025-11', '1.00', '2.00'), flow('2026-02', '4.00', '0.00')], 'NGN');
    expect(months.map(({ month, incoming }) => [month, incoming?.digits ?? null])).toEqual([
      ['2025-11', '1.00'],
      ['2025-12', null],
      ['2026-01', null],
      ['2026-02', '4.00'],
    ]);
  });

  it('draws every bar inside a scale with round ends', () => {
    const { months, ticks } = monthly([flow('2026-10', '199999.99', '50000.00')], 'NGN');
    expect(ticks.map(({ digits }) => digits)).toEqual(['0', '50000', '100000', '150000', '200000']);
    expect(months[0]).toMatchObject({ up: 10_000, down: 2500 });
  });

  it('keeps currencies apart', () => {
    const dollars = { month: '2026-10', incoming: usd('9.00'), outgoing: usd('0.00') };
    const flows = [flow('2026-10', '1.00', '1.00'), dollars];
    expect(currenciesOf(flows)).toEqual(['NGN', 'USD']);
    expect(monthly(flows, 'USD').months).toMatchObject([{ incoming: usd('9.00') }]);
  });

  it('shows the newest twelve months', () => {
    const flows = Array.from({ length: 30 }, (_, index) =>
      flow(`${2024 + Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, '0')}`, '1', '1'),
    );
    const { months } = monthly(flows, 'NGN');
    expect(months).toHaveLength(12);
    expect(months.at(-1)?.month).toBe('2026-06');
  });

  it('has nothing to draw without a flow, and a flat scale without an amount', () => {
    expect(monthly([], 'NGN')).toEqual({ months: [], ticks: [naira('0')] });
    expect(monthly([flow('2026-10', '0.00', '0.00')], 'NGN').months).toMatchObject([{ up: 0, down: 0 }]);
  });
});

describe('balances that were seen', () => {
  const on = (day: string, digits: string, from = 'naira') => ({ day, source: from, balance: naira(digits) });

  it('leaves a gap where nothing was seen', () => {
    const { days } = seen(
      [on('2026-02-27', '1.00'), on('2026-02-28', '2.00'), on('2026-03-02', '4.00')],
      'naira',
    );
    expect(days.map(({ day, balance, alone }) => [day, balance?.digits ?? null, alone])).toEqual([
      ['2026-02-27', '1.00', false],
      ['2026-02-28', '2.00', false],
      ['2026-03-01', null, false],
      ['2026-03-02', '4.00', true],
    ]);
    expect(days.at(-1)?.height).toBe(10_000);
  });

  it('is a single point after the first day', () => {
    expect(seen([on('2026-11-21', '5.00')], 'naira').days).toMatchObject([
      { alone: true, day: '2026-11-21' },
    ]);
  });

  it('shows one source, in the currency that it has now', () => {
    const balances = [
      { day: '2026-11-19', source: 'solana', balance: { digits: '7', currency: 'SOL' } },
      { day: '2026-11-20', source: 'solana', balance: usd('30.00') },
      on('2026-11-20', '1.00'),
    ];
    expect(sourcesOf(balances)).toEqual(['solana', 'naira']);
    expect(seen(balances, 'solana').days).toMatchObject([{ day: '2026-11-20', balance: usd('30.00') }]);
  });

  it('shows the newest ninety days, and every table row is a point', () => {
    const balances = Array.from({ length: 200 }, (_, index) =>
      on(new Date(Date.UTC(2026, 0, 1 + index)).toISOString().slice(0, 10), `${index}.00`),
    );
    const { days } = seen(balances, 'naira');
    expect(days).toHaveLength(90);
    expect(days.every(({ balance }) => balance !== null)).toBe(true);
  });

  it('has nothing to show before anything was seen', () => {
    expect(seen([], 'naira').days).toEqual([]);
  });
});
