// One payment from the form to its end. What is typed stays while the person looks at other pages; what became of it is the
// core's to say.

import type {
  Backend,
  BankView,
  FeatureName,
  NotReadyView,
  OrderFault,
  OrderRequest,
  PaymentKind,
  PaymentsView,
  PaymentView,
} from '$lib/backend';
import { Account } from './paying/account.svelte';
import { ReadOnce } from './paying/read-once.svelte';

/** The features that move money. */
export type PayingFeature = FeatureName & ('send' | 'withdraw' | 'payBills' | 'swap' | 'sell');

export type Stage =
  | { at: 'form' }
  | { at: 'preparing' }
  | { at: 'confirming' }
  | { at: 'sending' }
  | { at: 'notSent'; why: NotReadyView }
  | { at: 'ended'; payment: PaymentView };

export const isBill = (kind: PaymentKind): boolean =>
  kind === 'airtime' || kind === 'data' || kind === 'electricity' || kind === 'cableTv';

export class Paying {
  /** Why the order could not be prepared. */
  refused = $state.raw<NotReadyView | null>(null);
  /** The person closed the confirmation. */
  cancelled = $state(false);
  #preparing = $state(false);
  #id = $state<string | null>(null);
  /** It was in a picture. The core keeps no payment for ever: what was there and is gone is nothing to wait for. */
  #seen = $state(false);
  /** The newest picture, which may be newer than the answer to the order. */
  #newest: PaymentsView | null = null;

  readonly #backend: Backend;

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  /** What of the form is wrong. */
  get fault(): OrderFault | null {
    return this.refused?.why === 'order' ? this.refused.fault : null;
  }

  stage(payments: PaymentsView): Stage {
    if (this.#preparing) return { at: 'preparing' };
    const id = this.#id;
    if (id === null) return { at: 'form' };
    if (payments.waiting?.id === id) return { at: payments.waiting.beingSent ? 'sending' : 'confirming' };
    if (payments.notSent?.id === id) return { at: 'notSent', why: payments.notSent.why };
    const payment = payments.payments.find((each) => each.id === id);
    if (payment) return { at: 'ended', payment };
    // The picture may be older than the answer to the order.
    return this.#seen ? { at: 'form' } : { at: 'confirming' };
  }

  /** To be called with each picture, whatever page is shown. */
  notice(payments: PaymentsView): void {
    this.#newest = payments;
    const id = this.#id;
    if (id === null) return;
    const { waiting, notSent } = payments;
    if (notSent?.id === id && notSent.why.why === 'cancelled') {
      this.again();
      this.cancelled = true;
    } else if (
      waiting?.id === id ||
      notSent?.id === id ||
      payments.payments.some((payment) => payment.id === id)
    ) {
      this.#seen = true;
    }
  }

  async prepare(order: OrderRequest): Promise<void> {
    if (this.#preparing) return;
    this.again();
    this.#preparing = true;
    try {
      const answer = await this.#backend.preparePayment(order);
      if ('refused' in answer) this.refused = answer.refused;
      else {
        this.#id = answer.value;
        if (this.#newest) this.notice(this.#newest);
      }
    } finally {
      this.#preparing = false;
    }
  }

  /** Something of the form is typed anew: what was said of it before is not said of this. */
  typed(): void {
    this.refused = null;
    this.cancelled = false;
  }

  /** Back to the form, as it was. */
  again(): void {
    this.typed();
    this.#id = null;
    this.#seen = false;
  }
}

/** What a person types, and the one payment that comes of it. */
export interface PaymentForm {
  readonly paying: Paying;
  readonly order: OrderRequest;
  /** Everything that is needed was typed. Whether it can be paid is the core's to say. */
  readonly ready: boolean;
  /** The contract asks for the transaction PIN, which not everybody has set. */
  readonly needsPin: boolean;
  clear(): void;
}

/**
 * Naira: people write thousands apart; the core reads plain digits. A comma that does not part thousands stays, and is
 * refused there: somebody who writes `12,50` means no 1,250 naira, and no thousands begin with a nought.
 */
export function digits(amount: string): string {
  const plain = amount.replace(/[₦\s]/g, '');
  return /^[1-9]\d{0,2}(,\d{3})+(\.\d*)?$/.test(plain) ? plain.replaceAll(',', '') : plain;
}

/**
 * Crypto has any number of digits after the point, so `1,500` may be one and a half as well: every comma stays, and is
 * refused.
 */
export const coinDigits = (amount: string): string => amount.replace(/\s/g, '');

export class SendForm implements PaymentForm {
  readonly needsPin = true;
  receiver = $state('');
  amount = $state('');
  readonly paying: Paying;

  constructor(backend: Backend) {
    this.paying = new Paying(backend);
  }

  get order(): OrderRequest {
    return { order: 'send', receiver: this.receiver.trim(), amount: digits(this.amount) };
  }

  get ready(): boolean {
    return this.receiver.trim() !== '' && this.amount.trim() !== '';
  }

  clear(): void {
    this.receiver = '';
    this.amount = '';
    this.paying.again();
  }
}

export class WithdrawForm implements PaymentForm {
  readonly needsPin = true;
  amount = $state('');
  narration = $state('');
  readonly account: Account;
  readonly paying: Paying;

  constructor(backend: Backend) {
    this.paying = new Paying(backend);
    this.account = new Account((bank, number) => backend.verifyAccount(bank, number));
  }

  get order(): OrderRequest {
    const narration = this.narration.trim();
    return {
      order: 'withdraw',
      bank: this.account.bank,
      accountNumber: this.account.number,
      amount: digits(this.amount),
      narration: narration === '' ? null : narration,
    };
  }

  get ready(): boolean {
    return this.account.holder.state === 'told' && this.amount.trim() !== '';
  }

  clear(): void {
    this.account.clear();
    this.amount = '';
    this.narration = '';
    this.paying.again();
  }
}

/** The banks of one list. Their codes are all that the journal keeps of them. */
export class Banks extends ReadOnce<BankView> {
  name(code: string): string {
    return this.known.find((bank) => bank.code === code)?.name ?? code;
  }
}
