// Crypto for naira: what is typed, what the coin brings now, and the one payment that comes of it.

import type { Backend, NotReadyView, OrderRequest, SaleRateView, SellableView } from '$lib/backend';
import { coinDigits, Paying, type PaymentForm } from '../paying.svelte';
import { Account } from './account.svelte';

/** A question for each digit would be one too many. */
const A_PAUSE = 350;

export type Rate =
  | { state: 'unasked' }
  | { state: 'asking' }
  | { state: 'told'; rate: SaleRateView }
  | { state: 'refused'; why: NotReadyView };

export class SaleForm implements PaymentForm {
  readonly needsPin = false;
  coin = $state('');
  network = $state('');
  amount = $state('');
  rate = $state.raw<Rate>({ state: 'unasked' });
  readonly account: Account;
  readonly paying: Paying;
  readonly #backend: Backend;
  #asked = 0;
  #pause: ReturnType<typeof setTimeout> | undefined;

  constructor(backend: Backend) {
    this.#backend = backend;
    this.paying = new Paying(backend);
    this.account = new Account((bank, number) => backend.verifyPayoutAccount(bank, number));
  }

  get order(): OrderRequest {
    const { holder } = this.account;
    return {
      order: 'sell',
      coin: this.coin,
      network: this.network,
      amount: coinDigits(this.amount),
      bank: this.account.bank,
      accountNumber: this.account.number,
      accountName: holder.state === 'told' ? holder.holder.name : '',
    };
  }

  get ready(): boolean {
    const hasCoin = this.coin !== '' && this.network !== '';
    return hasCoin && this.amount.trim() !== '' && this.account.holder.state === 'told';
  }

  /** A coin is sold on one of its own networks. */
  setCoin(coin: SellableView): void {
    this.coin = coin.symbol;
    if (!coin.networks.includes(this.network)) this.network = coin.networks[0] ?? '';
    this.#dropRate();
    void this.askRate();
  }

  setNetwork(network: string): void {
    this.network = network;
    this.#dropRate();
    void this.askRate();
  }

  setAmount(amount: string): void {
    this.amount = amount;
    this.#dropRate();
    this.#pause = setTimeout(() => void this.askRate(), A_PAUSE);
  }

  /** A rate on screen belongs to what is typed beside it, or is gone. */
  #dropRate(): void {
    clearTimeout(this.#pause);
    this.#asked += 1;
    this.rate = this.#withoutAsking ?? { state: 'asking' };
  }

  /** What there is to say of the rate where there is nothing to ask for. */
  get #withoutAsking(): Rate | null {
    const amount = coinDigits(this.amount);
    if (amount.includes(',')) return { state: 'refused', why: { why: 'order', fault: 'amount' } };
    const isAmount = /^\d+(\.\d+)?$/.test(amount) && /[1-9]/.test(amount);
    return this.coin === '' || this.network === '' || !isAmount ? { state: 'unasked' } : null;
  }

  /** Asks for what is typed. A rate that is there stays until the answer comes: it is of the same. */
  askRate(): Promise<void> {
    return this.#ask(false);
  }

  /** Nobody asked for it: where Monei cannot be reached, the rate that was told stays, and its age tells how old it is. */
  async refreshRate(): Promise<void> {
    if (this.rate.state === 'told') await this.#ask(true);
  }

  async #ask(inPassing: boolean): Promise<void> {
    clearTimeout(this.#pause);
    this.#asked += 1;
    const question = this.#asked;
    const known = this.#withoutAsking;
    if (known) {
      this.rate = known;
      return;
    }
    if (this.rate.state !== 'told') this.rate = { state: 'asking' };
    const amount = coinDigits(this.amount);
    const answer = await this.#backend.saleRate(this.coin, this.network, amount);
    if (question !== this.#asked) return;
    if (inPassing && 'refused' in answer && answer.refused.why === 'problem') return;
    this.rate =
      'refused' in answer ? { state: 'refused', why: answer.refused } : { state: 'told', rate: answer.value };
  }

  clear(): void {
    clearTimeout(this.#pause);
    this.#asked += 1;
    this.amount = '';
    this.rate = { state: 'unasked' };
    this.account.clear();
    this.paying.again();
  }
}
