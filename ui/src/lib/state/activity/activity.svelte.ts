// The page of all transactions: what it is narrowed to, where the person stands in it and what they have open. It is
// kept while the app runs, so that coming back means coming back to the same place.

import type { Backend, ChoicesView, ProblemView, TransactionView } from '$lib/backend';
import { Export } from './export.svelte';
import { Filter } from './filter.svelte';
import { Listing } from './listing.svelte';
import { Opened } from './opened.svelte';

/** The first row that is seen, and how much of it is above the edge, in pixels. */
export interface Stand {
  row: number;
  above: number;
}

export class Activity {
  readonly filter = new Filter();
  readonly listing: Listing;
  readonly opened: Opened;
  readonly export: Export;
  stand: Stand = { row: 0, above: 0 };
  /** The row that the keyboard is on. */
  active = $state(0);
  choices = $state.raw<ChoicesView>({ currencies: [], natures: [], wallets: [] });

  readonly #backend: Backend;
  #asked = '';

  constructor(backend: Backend) {
    this.#backend = backend;
    this.listing = new Listing(backend);
    this.opened = new Opened(backend);
    this.export = new Export(backend);
  }

  /** Asks for what the filter says, if that is another question than the last one. */
  ask(now: Date): void {
    const query = this.filter.query(now);
    const text = JSON.stringify(query);
    if (text === this.#asked) return;
    this.#asked = text;
    this.active = 0;
    void this.listing.ask(query);
  }

  /** The same question once more, after it could not be answered. */
  askAgain(now: Date): void {
    this.#asked = '';
    this.ask(now);
  }

  async readChoices(): Promise<void> {
    const answer = await this.#backend.transactionChoices();
    if ('value' in answer) this.choices = answer.value;
  }

  /** The rows moved: so do the places in them. */
  shift(moved: number): void {
    this.active = Math.max(0, this.active + moved);
    this.stand = { ...this.stand, row: Math.max(0, this.stand.row + moved) };
    this.opened.shift(moved);
  }

  /** Opens the row at this place, if it is there. */
  open(row: number): void {
    const entry = this.listing.row(row);
    if (!entry) return;
    this.active = row;
    this.opened.open(entry, row);
  }

  /** The row before or after the one that is open. */
  step(by: 1 | -1): TransactionView | null {
    const next = this.neighbour(by);
    if (next === null) return null;
    this.open(next);
    return this.listing.row(next);
  }

  neighbour(by: 1 | -1): number | null {
    const next = (this.opened.place ?? 0) + by;
    const count = this.listing.shown?.layout.rows ?? 0;
    return this.opened.place !== null && next >= 0 && next < count ? next : null;
  }

  openExplorer(id: string): Promise<ProblemView | null> {
    return this.#backend.openExplorer(id);
  }

  print(): Promise<ProblemView | null> {
    return this.#backend.printWindow();
  }
}

/** What a key does in the list: the row to go to, or nothing where it is not a key of the list. */
export function rowAfter(key: string, row: number, rows: number, page: number): number | null {
  const to = {
    ArrowDown: row + 1,
    ArrowUp: row - 1,
    PageDown: row + page,
    PageUp: row - page,
    Home: 0,
    End: rows - 1,
  }[key];
  return to === undefined ? null : Math.max(0, Math.min(rows - 1, to));
}
