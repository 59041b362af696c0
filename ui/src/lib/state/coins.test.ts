import { describe, expect, it } from 'vitest';
import type { CoinView, SourceView } from '$lib/backend';
import { CONDITIONS } from '$lib/backend/conditions';
import { compare, sum } from '$lib/money/exact';
import { STATES } from '$lib/backend/fixtures';
import { allStale, isEmpty, missing, sorted } from './coins';

const coin = (
  symbol: string,
  amount: string | null,
  value: string | null,
  contract: string | null,
): CoinView => ({
  name: symbol,
  amount: amount === null ? null : { digits: amount, currency: symbol },
  price: null,
  value: value === null ? null : { digits: value, currency: 'USD' },
  contract,
});

describe('the coins of a chain', () => {
  it('puts away what is worth nothing or has no price, and loses none', () => {
    const coins = [
      coin('ETH', '0.05', '152.40', null),
      coin('DUST', '0', '0.00', '0xa'),
      coin('PEPE', '400', null, '0xb'),
      coin('USDC', '1', '1.00', '0xc'),
    ];
    const { shown, withoutValue } = sorted(coins);
    expect(shown.map(({ name }) => name)).toEqual(['ETH', 'USDC']);
    expect(withoutValue.map(({ name }) => name)).toEqual(['DUST', 'PEPE']);
  });

  it('shows the own coin of a chain while its price is not known', () => {
    expect(sorted([coin('ETH', '0.05', null, null)]).shown).toHaveLength(1);
    expect(sorted([coin('ETH', '0', null, null)]).shown).toHaveLength(0);
  });

  it('never takes a chain that is not known for an empty one', () => {
    const ready = (coins: CoinView[], stale = false): SourceView => ({
      id: 'x',
      name: 'X',
      portfolio: {
        state: 'ready',
        value: { address: null, total: null, coins },
        asOf: '2026-11-21T12:00:00Z',
        refreshing: false,
        stale: stale ? { code: 'moneiFault', retryAfterSeconds: null, moneiSays: null } : null,
      },
    });
    expect(isEmpty(ready([]))).toBe(true);
    expect(isEmpty(ready([coin('ETH', '0', '0.00', null)]))).toBe(true);
    expect(isEmpty(ready([coin('ETH', null, null, null)]))).toBe(false);
    expect(isEmpty(ready([], true))).toBe(false);
    expect(isEmpty({ id: 'x', name: 'X', portfolio: { state: 'loading' } })).toBe(false);
  });

  it('says of each part that the total lacks why it does', () => {
    const view = CONDITIONS.chains?.();
    expect(view && missing(view)).toMatchObject({
      chains: ['Ethereum'],
      unread: ['Scroll'],
      unpriced: ['PEPE (Base)', expect.stringContaining('(Base)')],
    });
  });

  it('adds up to the total', () => {
    const view = CONDITIONS.chains?.();
    const chains = view?.portfolios.flatMap(({ portfolio }) =>
      portfolio.state === 'ready' ? (portfolio.value.total?.digits ?? []) : [],
    );
    expect(compare(sum(chains ?? []), view?.cryptoTotal.value?.digits ?? '')).toBe(0);
  });
});

describe('all chains stale', () => {
  it('is said once where the reason is the same, and not where one could be read', () => {
    const view = STATES['home-stale']?.();
    expect(view && allStale(view.portfolios)).toBe('moneiFault');
    expect(
      view && allStale([...view.portfolios, { id: 'x', name: 'X', portfolio: { state: 'loading' } }]),
    ).toBeNull();
    expect(allStale([])).toBeNull();
  });
});
