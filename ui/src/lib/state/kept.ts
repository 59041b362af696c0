// What pages keep from one visit to the next, while the app runs. It is forgotten with the wallet.

import type { PaymentsView } from '$lib/backend';

interface Pays {
  paying: { notice: (payments: PaymentsView) => void };
}

const pays = (thing: unknown): thing is Pays =>
  typeof thing === 'object' && thing !== null && 'paying' in thing;

export class Kept {
  readonly #things = new Map<string, unknown>();

  /** What was kept under this name, or what is kept from now on. */
  get<T>(name: string, make: () => T): T {
    if (!this.#things.has(name)) this.#things.set(name, make());
    return this.#things.get(name) as T;
  }

  /** What is paid goes on while another page is shown. To be called with each picture. */
  notice(payments: PaymentsView): void {
    for (const thing of this.#things.values()) if (pays(thing)) thing.paying.notice(payments);
  }

  forget(): void {
    this.#things.clear();
  }
}
