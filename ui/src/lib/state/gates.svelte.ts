// Which locked sections were put away with "Not now". That is final until the person asks again.

import { SvelteSet } from 'svelte/reactivity';
import type { FeatureName } from '$lib/backend';

const KEY = 'gates-put-away';
/** Each one that there is: the compiler asks for those that come. */
const KNOWN: Record<FeatureName, true> = {
  profile: true,
  limits: true,
  balances: true,
  transactions: true,
  bills: true,
  sales: true,
  send: true,
  withdraw: true,
  addMoney: true,
  sell: true,
  payBills: true,
  swap: true,
};
const FEATURES = Object.keys(KNOWN) as FeatureName[];

type Storage = Pick<globalThis.Storage, 'getItem' | 'setItem' | 'removeItem'>;

export class Gates {
  readonly #away: SvelteSet<FeatureName>;
  readonly #storage: Storage | null;

  constructor(storage: Storage | null) {
    this.#storage = storage;
    this.#away = new SvelteSet(remembered(storage));
  }

  isAway(feature: FeatureName): boolean {
    return this.#away.has(feature);
  }

  putAway(feature: FeatureName): void {
    this.#away.add(feature);
    this.#storage?.setItem(KEY, [...this.#away].join(' '));
  }

  /** After Disconnect nothing of the person stays, not even what they did not want. */
  forget(): void {
    this.#away.clear();
    this.#storage?.removeItem(KEY);
  }
}

function remembered(storage: Storage | null): FeatureName[] {
  const names = storage?.getItem(KEY)?.split(' ') ?? [];
  return FEATURES.filter((feature) => names.includes(feature));
}
