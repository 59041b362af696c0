// A button that copies: what it says for a moment afterwards.

import { tick } from 'svelte';
import type { Refusal } from '$lib/backend';
import { words } from '$lib/words';
import { useApp } from './context';

const A_MOMENT = 2500;

export class Copying {
  said = $state('');
  copied = $state(false);
  readonly #wallet = useApp().wallet;
  #timer: ReturnType<typeof setTimeout> | undefined;

  copy(text: string): Promise<void> {
    return this.tell(this.#wallet.copy(text));
  }

  /** Of what the core copies by itself. */
  async tell(asked: Promise<Refusal>): Promise<void> {
    const problem = await asked;
    // Said once more, it is heard once more.
    this.said = '';
    await tick();
    this.copied = !problem;
    this.said = problem ? words.problems[problem.code].headline : words.balances.copied;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.copied = false;
      this.said = '';
    }, A_MOMENT);
  }
}
