// A button that copies: what it says for a moment afterwards.

import { words } from '$lib/words';
import { useApp } from './context';

const A_MOMENT = 2500;

export class Copying {
  said = $state('');
  copied = $state(false);
  readonly #wallet = useApp().wallet;
  #timer: ReturnType<typeof setTimeout> | undefined;

  async copy(text: string): Promise<void> {
    const problem = await this.#wallet.copy(text);
    this.copied = !problem;
    this.said = problem ? words.problems[problem.code].headline : words.balances.copied;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.copied = false;
      this.said = '';
    }, A_MOMENT);
  }
}
