// Which coins of a chain are shown at once. What is worth nothing, or has no price, waits behind one line: anybody may
// send a coin to an address, and most of those are worthless.

import type { AppView, CoinView, MoneyView, PortfolioView, ProblemCode, SourceView } from '$lib/backend';
import { isZero, sum } from '$lib/money/exact';

export interface SortedCoins {
  shown: CoinView[];
  withoutValue: CoinView[];
}

const isNothing = (money: MoneyView | null) => money !== null && isZero(money.digits);

export function sorted(coins: CoinView[]): SortedCoins {
  const valued = (coin: CoinView) =>
    // The chain's own coin pays the fees: whether there is some is worth knowing, even while nobody tells its price.
    (coin.value !== null && !isNothing(coin.value)) ||
    (coin.contract === null && coin.value === null && !isNothing(coin.amount));
  return { shown: coins.filter(valued), withoutValue: coins.filter((coin) => !valued(coin)) };
}

/** The worth of a chain: the sum of its rows, as the total is the sum of the chains. */
export function worth(portfolio: PortfolioView): MoneyView | null {
  const values = portfolio.coins.flatMap(({ value }) => (value?.currency === 'USD' ? value.digits : []));
  return values.length > 0 ? { digits: sum(values), currency: 'USD' } : null;
}

/** A chain that was read just now and holds nothing. */
export function isEmpty({ portfolio }: SourceView): boolean {
  return (
    portfolio.state === 'ready' &&
    portfolio.stale === null &&
    portfolio.value.coins.every(({ amount }) => amount !== null && isNothing(amount))
  );
}

/** Why, where all chains could not be refreshed for one and the same reason. */
export function allStale(sources: SourceView[]): ProblemCode | null {
  const codes = new Set(
    sources.map(({ portfolio }) => (portfolio.state === 'ready' ? portfolio.stale?.code : undefined)),
  );
  const [code] = codes;
  return sources.length > 1 && codes.size === 1 ? (code ?? null) : null;
}

/** What the total lacks: chains that could not be read, those still to be read, and coins without a price. */
export function missing({
  cryptoTotal,
  portfolios,
}: AppView): Record<'chains' | 'unread' | 'coins', string[]> {
  const unread = new Set(
    portfolios.filter(({ portfolio }) => portfolio.state === 'loading').map(({ name }) => name),
  );
  const chains = new Set(portfolios.map(({ name }) => name));
  const among = (part: (name: string) => boolean) => cryptoTotal.missing.filter(part);
  return {
    chains: among((name) => chains.has(name) && !unread.has(name)),
    unread: among((name) => unread.has(name)),
    coins: among((name) => !chains.has(name)),
  };
}
