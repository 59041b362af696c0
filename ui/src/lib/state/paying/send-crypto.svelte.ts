// A coin to an address. What is sent to a wrong one is gone, so nothing can be ordered before the core has read it.

import type {
  Backend,
  CodeFault,
  CoinChoiceView,
  NotReadyView,
  OrderRequest,
  RecipientReadView,
} from '$lib/backend';
import { sameAmount } from '$lib/money/format';
import { coinDigits, Paying, type PaymentForm } from '../paying.svelte';
import { Coins, NamedCoin } from './coins.svelte';

export type Read =
  | { state: 'nothing' }
  | { state: 'asking' }
  | { state: 'read'; read: RecipientReadView }
  | { state: 'refused'; why: NotReadyView };

const PAUSE = 200;

export class SendCryptoForm implements PaymentForm {
  readonly needsPin = false;
  network = $state('');
  coin = $state.raw<CoinChoiceView | null>(null);
  /** An address, or the text of a code. */
  to = $state('');
  amount = $state('');
  read = $state.raw<Read>({ state: 'nothing' });
  /** Why the picture that was pasted has no code. */
  codeFault = $state<CodeFault | null>(null);
  lookingAtPicture = $state(false);
  readonly coins: Coins;
  /** One that is asked for by its contract. */
  readonly named: NamedCoin;
  readonly paying: Paying;
  readonly #backend: Backend;
  #asked = 0;
  /** Only the newest picture is read into the field. */
  #pictures = 0;
  #pause: ReturnType<typeof setTimeout> | undefined;

  constructor(backend: Backend) {
    this.#backend = backend;
    this.coins = new Coins(backend.exchange);
    this.named = new NamedCoin(this.coins, (coin) => {
      this.setCoin(coin);
    });
    this.paying = new Paying(backend);
  }

  /** Who was read, if it is somebody that can be sent to. */
  get somebody(): Extract<RecipientReadView, { read: 'somebody' }> | null {
    const { read } = this;
    return read.state === 'read' && read.read.read === 'somebody' && !read.read.own ? read.read : null;
  }

  /** What a code asks for is another amount than what was typed. */
  get asksForAnother(): string | null {
    const asked = this.somebody?.amount ?? null;
    if (asked === null || this.amount.trim() === '') return null;
    const currency = '';
    const typed = coinDigits(this.amount);
    return sameAmount({ digits: asked, currency }, { digits: typed, currency }) ? null : asked;
  }

  get order(): OrderRequest {
    return {
      order: 'sendCrypto',
      network: this.network,
      contract: this.coin?.contract ?? null,
      to: this.somebody?.address ?? '',
      amount: coinDigits(this.amount),
    };
  }

  get ready(): boolean {
    return this.coin !== null && this.somebody !== null && this.amount.trim() !== '';
  }

  async setNetwork(network: string): Promise<void> {
    this.network = network;
    this.coin = null;
    this.named.drop();
    this.ask();
    const coins = await this.coins.read(network);
    const chosen = this.coin !== null || this.named.looking;
    if (coins && this.network === network && !chosen) this.setCoin(coins[0] ?? null);
  }

  setCoin(coin: CoinChoiceView | null): void {
    this.named.drop();
    this.coin = coin;
    this.ask();
  }

  setTo(text: string): void {
    this.to = text;
    this.#dropPicture();
    this.ask();
  }

  /** A picture of a code, as base64. What is typed while it is looked at is newer than it. */
  async setPicture(picture: string | Promise<string>): Promise<void> {
    this.#dropPicture();
    const shown = this.#pictures;
    this.lookingAtPicture = true;
    try {
      const answer = await this.#backend.exchange.readCode(await picture);
      if (shown !== this.#pictures) return;
      if ('fault' in answer) this.codeFault = answer.fault;
      else this.setTo(answer.text);
    } finally {
      if (shown === this.#pictures) this.lookingAtPicture = false;
    }
  }

  #dropPicture(): void {
    this.#pictures += 1;
    this.codeFault = null;
    this.lookingAtPicture = false;
  }

  /** What is held has changed. */
  async refreshCoins(): Promise<void> {
    if (await this.coins.read(this.network)) this.coin = this.coin && this.coins.find(this.coin.contract);
  }

  /** A name for an address on screen belongs to the text beside it, or is gone. */
  ask(): void {
    clearTimeout(this.#pause);
    this.#asked += 1;
    const question = this.#asked;
    if (this.coin === null || this.to.trim() === '') {
      this.read = { state: 'nothing' };
      return;
    }
    this.read = { state: 'asking' };
    this.#pause = setTimeout(() => void this.#recipient(question), PAUSE);
  }

  async #recipient(question: number): Promise<void> {
    const { network, coin, to } = this;
    const answer = await this.#backend.exchange.recipient(network, coin?.contract ?? null, to);
    if (question !== this.#asked) return;
    this.read =
      'refused' in answer ? { state: 'refused', why: answer.refused } : { state: 'read', read: answer.value };
    const asked = this.somebody?.amount ?? null;
    if (asked !== null && this.amount.trim() === '') this.amount = asked;
  }

  clear(): void {
    this.to = '';
    this.amount = '';
    this.#dropPicture();
    this.named.drop();
    this.ask();
    this.paying.again();
  }
}
