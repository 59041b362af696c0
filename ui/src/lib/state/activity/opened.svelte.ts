// The transaction that is open. What its row says is there at once; what only the detail says follows.

import type { Backend, DetailView, ProblemView, TransactionView } from '$lib/backend';

export class Opened {
  /** None: nothing is open. */
  entry = $state.raw<TransactionView | null>(null);
  detail = $state.raw<DetailView | null>(null);
  /** Why there is no detail at all. */
  problem = $state.raw<ProblemView | null>(null);
  loading = $state(false);
  /** Where it stands in the list. */
  place = $state<number | null>(null);

  readonly #source: Pick<Backend, 'transaction'>;
  #question = 0;

  constructor(source: Pick<Backend, 'transaction'>) {
    this.#source = source;
  }

  open(entry: TransactionView, place: number | null): void {
    const other = entry.id !== this.entry?.id;
    this.place = place;
    if (!other) return;
    this.entry = entry;
    this.detail = null;
    void this.read();
  }

  async read(): Promise<void> {
    if (!this.entry) return;
    const question = ++this.#question;
    this.loading = true;
    this.problem = null;
    const answer = await this.#source.transaction(this.entry.id);
    if (question !== this.#question) return;
    this.loading = false;
    if ('refused' in answer) {
      this.problem = answer.refused;
      return;
    }
    this.detail = answer.value;
    this.entry = answer.value.entry;
  }

  shift(moved: number): void {
    if (this.place !== null) this.place = Math.max(0, this.place + moved);
  }

  close(): void {
    this.#question += 1;
    this.entry = this.detail = this.problem = this.place = null;
    this.loading = false;
  }
}
