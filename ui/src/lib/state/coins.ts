// Which coins of a chain are shown at once. What is worth nothing, or has no price, waits behind one line: anybody may
// send a coin to an address, and most of those are worthless.

import type { AppView, CoinView, MoneyView, ProblemCode, SourceView } from '$lib/backend';
import { isZero } from '$lib/money/exact';
import { words } from '$lib/words';
import { visible } from '$lib/words/foreign';

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

/** What the total lacks: chains that could not be read, those still to be read, and what has no price. */
export function missing({
  cryptoTotal,
  portfolios,
}: AppView): Record<'chains' | 'unread' | 'unpriced', string[]> {
  const lacks: Record<'chains' | 'unread' | 'unpriced', string[]> = { chains: [], unread: [], unpriced: [] };
  const states = new Map(portfolios.map(({ name, portfolio }) => [name, portfolio.state]));
  for (const name of cryptoTotal.missing) {
    const state = states.get(name) ?? 'ready';
    lacks[state === 'ready' ? 'unpriced' : state === 'loading' ? 'unread' : 'chains'].push(name);
  }
  return lacks;
}

/** The same as a text; empty where nothing lacks. */
export function lacksText(view: AppView): string {
  const { chains, unread, unpriced } = missing(view);
  return words.crypto.missing(few(chains), few(unread), few(unpriced));
}

/** Names enough to know what is meant; the rows say the rest. */
function few(names: string[]): string[] {
  const shown = names.slice(0, names.length > 4 ? 3 : 4).map(visible);
  return names.length > 4 ? [...shown, words.crypto.more(names.length - 3)] : shown;
}
