// What a person types to add money. What becomes of it is the core's to say.

import type { Backend, DepositRequest, DepositWay, NotReadyView, OrderFault } from '$lib/backend';
import { digits } from '../paying.svelte';

export class DepositForm {
  way = $state<DepositWay>('bankTransfer');
  amount = $state('');
  bank = $state('');
  /** Why the last one was not begun. */
  refused = $state.raw<NotReadyView | null>(null);
  /** The reference of the one that was begun last, until its place in the list has been shown to the person. */
  begun = $state<string | null>(null);
  #busy = $state(false);
  readonly #backend: Backend;

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  get busy(): boolean {
    return this.#busy;
  }

  get fault(): OrderFault | null {
    return this.refused?.why === 'order' ? this.refused.fault : null;
  }

  get ready(): boolean {
    return this.amount.trim() !== '' && (this.way !== 'ussd' || this.bank !== '');
  }

  get #request(): DepositRequest {
    const amount = digits(this.amount);
    return this.way === 'ussd' ? { way: 'ussd', amount, bank: this.bank } : { way: this.way, amount };
  }

  /** Once at a time: a second click is no second deposit. */
  async begin(): Promise<void> {
    if (this.#busy || !this.ready) return;
    this.#busy = true;
    this.refused = null;
    this.begun = null;
    try {
      const answer = await this.#backend.startDeposit(this.#request);
      if ('refused' in answer) this.refused = answer.refused;
      else {
        this.amount = '';
        this.begun = answer.value;
      }
    } finally {
      this.#busy = false;
    }
  }
}
