// A swap: what is given, what is wanted for it, and what that would bring now.

import type { Backend, CoinChoiceView, NotReadyView, OrderRequest, QuoteView } from '$lib/backend';
import { coinDigits, Paying, type PaymentForm } from '../paying.svelte';
import { Coins, NamedCoin } from './coins.svelte';

/** In hundredths of a percent. More than the largest invites others to take the difference. */
export const SLIPPAGES = { '10': 10, '50': 50, '100': 100, '300': 300 };
export type Slippage = keyof typeof SLIPPAGES;

export type Indicated =
  | { state: 'nothing' }
  | { state: 'asking' }
  | { state: 'told'; quote: QuoteView }
  | { state: 'refused'; why: NotReadyView };

/** Which of the page's two is looked at. */
export class Segment {
  segment = $state('swap');
}

/** As long as somebody types on. */
const PAUSE = 400;

export class SwapForm implements PaymentForm {
  readonly needsPin = false;
  network = $state('');
  sold = $state.raw<CoinChoiceView | null>(null);
  bought = $state.raw<CoinChoiceView | null>(null);
  amount = $state('');
  slippage = $state<Slippage>('50');
  indicated = $state.raw<Indicated>({ state: 'nothing' });
  readonly coins: Coins;
  /** Those that are asked for by their contracts, for either side. */
  readonly named: { sold: NamedCoin; bought: NamedCoin };
  readonly paying: Paying;
  readonly #backend: Backend;
  #asked = 0;
  #pause: ReturnType<typeof setTimeout> | undefined;

  constructor(backend: Backend) {
    this.#backend = backend;
    this.coins = new Coins(backend.exchange);
    this.named = {
      sold: new NamedCoin(this.coins, (coin) => {
        this.setSold(coin);
      }),
      bought: new NamedCoin(this.coins, (coin) => {
        this.setBought(coin);
      }),
    };
    this.paying = new Paying(backend);
  }

  get order(): OrderRequest {
    return {
      order: 'swap',
      network: this.network,
      sold: this.sold?.contract ?? null,
      bought: this.bought?.contract ?? null,
      amount: coinDigits(this.amount),
      // Only Solana takes it.
      slippageBps: this.onSolana ? SLIPPAGES[this.slippage] : null,
    };
  }

  get onSolana(): boolean {
    return this.network === 'solana';
  }

  get ready(): boolean {
    return (
      this.sold !== null &&
      this.bought !== null &&
      this.sold.contract !== this.bought.contract &&
      /[1-9]/.test(this.amount)
    );
  }

  async setNetwork(network: string): Promise<void> {
    this.network = network;
    this.sold = null;
    this.bought = null;
    this.#dropNamed();
    this.#ask();
    const coins = await this.coins.read(network);
    const chosen = this.sold !== null || this.named.sold.looking;
    if (coins && this.network === network && !chosen) this.setSold(coins[0] ?? null);
  }

  setSold(coin: CoinChoiceView | null): void {
    this.named.sold.drop();
    if (coin && coin.contract === this.bought?.contract) this.bought = this.sold;
    this.sold = coin;
    this.#ask();
  }

  setBought(coin: CoinChoiceView | null): void {
    this.named.bought.drop();
    if (coin && coin.contract === this.sold?.contract) this.sold = this.bought;
    this.bought = coin;
    this.#ask();
  }

  /** The other way round. */
  turn(): void {
    this.#dropNamed();
    [this.sold, this.bought] = [this.bought, this.sold];
    this.#ask();
  }

  setAmount(amount: string): void {
    this.amount = amount;
    this.#ask();
  }

  setSlippage(slippage: Slippage): void {
    this.slippage = slippage;
    this.#ask();
  }

  /** What is held has changed. */
  async refreshCoins(): Promise<void> {
    const coins = await this.coins.read(this.network);
    if (!coins) return;
    this.sold = this.sold && this.coins.find(this.sold.contract);
    this.bought = this.bought && this.coins.find(this.bought.contract);
  }

  /** A newer quote for the same. */
  async quote(): Promise<void> {
    clearTimeout(this.#pause);
    this.#asked += 1;
    const question = this.#asked;
    if (!this.ready) {
      this.indicated = { state: 'nothing' };
      return;
    }
    this.indicated = { state: 'asking' };
    const answer = await this.#backend.exchange.quote(this.order);
    // Only the newest question is answered on screen.
    if (question !== this.#asked) return;
    this.indicated =
      'refused' in answer
        ? { state: 'refused', why: answer.refused }
        : { state: 'told', quote: answer.value };
  }

  /** A quote on screen belongs to what stands above it, or is gone. */
  #ask(): void {
    clearTimeout(this.#pause);
    this.#asked += 1;
    this.indicated = this.ready ? { state: 'asking' } : { state: 'nothing' };
    if (this.ready) this.#pause = setTimeout(() => void this.quote(), PAUSE);
  }

  #dropNamed(): void {
    this.named.sold.drop();
    this.named.bought.drop();
  }

  clear(): void {
    this.amount = '';
    this.#dropNamed();
    this.#ask();
    this.paying.again();
  }
}
