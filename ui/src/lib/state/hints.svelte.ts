// The buttons that have been pointed at: each shows its name as a tooltip.

import { untrack } from 'svelte';
import type { HTMLButtonAttributes } from 'svelte/elements';
import { LateTrigger } from './trigger.svelte';

export class Hint extends LateTrigger {
  /** The button's name and its own attributes, as they are now. */
  readonly of: () => { label: string; own: HTMLButtonAttributes };

  constructor(of: Hint['of']) {
    super();
    this.of = of;
  }
}

export class Hints {
  shown = $state.raw<Hint[]>([]);

  add(hint: Hint): void {
    this.shown = [...untrack(() => this.shown), hint];
  }

  remove(hint: Hint): void {
    this.shown = this.shown.filter((each) => each !== hint);
  }
}
