// A bank account that is typed, and whose it is at Monei's word.

import type { AccountHolderView, NotReadyView } from '$lib/backend';

/** Whose account it is, as far as that was asked. */
export type Holder =
  | { state: 'unasked' }
  | { state: 'asking' }
  | { state: 'told'; holder: AccountHolderView }
  | { state: 'refused'; why: NotReadyView };

type Verify = (
  bank: string,
  accountNumber: string,
) => Promise<{ value: AccountHolderView } | { refused: NotReadyView }>;

export class Account {
  bank = $state('');
  number = $state('');
  holder = $state.raw<Holder>({ state: 'unasked' });
  readonly #verify: Verify;
  /** Only the newest question is answered on screen. */
  #asked = 0;

  constructor(verify: Verify) {
    this.#verify = verify;
  }

  setBank(code: string): void {
    this.bank = code;
    void this.ask();
  }

  setNumber(number: string): void {
    this.number = number.replace(/\s/g, '');
    void this.ask();
  }

  /** One that is known. Whose it is, is asked anew. */
  take(bank: string, number: string): void {
    this.bank = bank;
    this.setNumber(number);
  }

  /** A name on screen belongs to the account beside it, or is gone. */
  async ask(): Promise<void> {
    this.#asked += 1;
    const question = this.#asked;
    if (this.bank === '' || !/^\d{10}$/.test(this.number)) {
      this.holder = { state: 'unasked' };
      return;
    }
    this.holder = { state: 'asking' };
    const answer = await this.#verify(this.bank, this.number);
    if (question !== this.#asked) return;
    this.holder =
      'refused' in answer
        ? { state: 'refused', why: answer.refused }
        : { state: 'told', holder: answer.value };
  }

  clear(): void {
    this.bank = '';
    this.number = '';
    this.#asked += 1;
    this.holder = { state: 'unasked' };
  }
}
