// The permissions that the person ticks before they connect.

import { SvelteSet } from 'svelte/reactivity';
import { fewest } from './wallet.svelte';

export class Choice {
  readonly #offered: string[];
  readonly #chosen: SvelteSet<string>;

  constructor(permissions: { scope: string }[]) {
    this.#offered = permissions.map(({ scope }) => scope);
    this.#chosen = new SvelteSet(fewest(permissions));
  }

  has(scope: string): boolean {
    return this.#chosen.has(scope);
  }

  set(scope: string, chosen: boolean): void {
    if (chosen) this.#chosen.add(scope);
    else this.#chosen.delete(scope);
  }

  get all(): boolean {
    return this.#offered.every((scope) => this.#chosen.has(scope));
  }

  get some(): boolean {
    return this.#chosen.size > 0 && !this.all;
  }

  setAll(chosen: boolean): void {
    for (const scope of this.#offered) this.set(scope, chosen);
  }

  /** In the order in which they are offered. */
  get scopes(): string[] {
    return this.#offered.filter((scope) => this.#chosen.has(scope));
  }
}
