// A list of Monei's that hardly changes: read once while the app runs, and again only where it could not be read.

import type { Answer, ProblemView } from '$lib/backend';

export class ReadOnce<T> {
  known = $state.raw<T[]>([]);
  problem = $state.raw<ProblemView | null>(null);
  readonly #ask: () => Promise<Answer<T[]>>;
  #reading = false;

  constructor(ask: () => Promise<Answer<T[]>>) {
    this.#ask = ask;
  }

  async read(): Promise<void> {
    if (this.#reading || this.known.length > 0) return;
    this.#reading = true;
    const answer = await this.#ask();
    this.#reading = false;
    if ('refused' in answer) this.problem = answer.refused;
    else {
      this.known = answer.value;
      this.problem = null;
    }
  }
}
