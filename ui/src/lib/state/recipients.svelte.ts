// Bank accounts that the person keeps, to withdraw to again.

import type { Backend, NotReadyView, RecipientView } from '$lib/backend';

export class Recipients {
  known = $state.raw<RecipientView[]>([]);
  /** Why the last one could not be kept. */
  refused = $state.raw<NotReadyView | null>(null);
  keeping = $state(false);
  readonly #backend: Backend;

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  has(bank: string, accountNumber: string): boolean {
    return this.known.some((each) => each.bank === bank && each.accountNumber === accountNumber);
  }

  /** A list that cannot be read is as good as none: an account can be typed. */
  async read(): Promise<void> {
    const answer = await this.#backend.recipients();
    if ('value' in answer) this.known = answer.value;
  }

  async keep(bank: string, accountNumber: string): Promise<void> {
    if (this.keeping) return;
    this.keeping = true;
    this.refused = await this.#backend.keepRecipient(bank, accountNumber);
    this.keeping = false;
    await this.read();
  }

  async forget({ bank, accountNumber }: RecipientView): Promise<void> {
    const refused = await this.#backend.forgetRecipient(bank, accountNumber);
    this.refused = refused && { why: 'problem', problem: refused };
    await this.read();
  }
}
