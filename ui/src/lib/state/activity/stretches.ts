// The stretches of a long list that are held, and those that are on their way.

import type { TransactionView } from '$lib/backend';

/** So many rows are asked for at once. */
export const STRETCH = 100;
/** So many stretches are held: memory stays bounded, however far somebody scrolls. */
const HELD = 40;

export class Stretches {
  /** Those that were asked for and are not there yet. */
  readonly underWay = new Set<number>();
  readonly #held: Map<number, TransactionView[]>;

  constructor(held: Iterable<[number, TransactionView[]]> = []) {
    this.#held = new Map(held);
  }

  row(index: number): TransactionView | null {
    return this.#held.get(Math.floor(index / STRETCH))?.[index % STRETCH] ?? null;
  }

  has(stretch: number): boolean {
    return this.#held.has(stretch);
  }

  /** Takes a stretch in, and lets those go that are farthest from the row that is looked at. */
  put(stretch: number, rows: TransactionView[], looked: number): void {
    this.#held.set(stretch, rows);
    if (this.#held.size <= HELD) return;
    const distance = (each: number) => Math.abs(each - looked / STRETCH);
    const far = [...this.#held.keys()].sort((one, other) => distance(other) - distance(one));
    for (const each of far.slice(0, this.#held.size - HELD)) this.#held.delete(each);
  }
}

/** The stretches that hold these rows. */
export function spanned(first: number, last: number, rows: number): number[] {
  const low = Math.floor(Math.max(0, first) / STRETCH);
  const high = Math.floor(Math.min(last, rows - 1) / STRETCH);
  return Array.from({ length: Math.max(0, high - low + 1) }, (_, step) => low + step);
}
