// Which rows of a long list are in the document: those that are seen, and some around them.

import { elementScroll, observeElementOffset, observeElementRect, Virtualizer } from '@tanstack/virtual-core';
import { untrack } from 'svelte';
import type { Heights, Layout } from './layout';
import { Slots } from './slots.svelte';

/** Above and below what is seen, so that a quick scroll meets rows that are drawn already. */
const SPARE = 14;

export class Rows {
  readonly slots = new Slots();
  /** The rows that are seen, those that are seen in part too. */
  seen = $state.raw({ first: 0, last: 0 });
  readonly #virtualizer: Virtualizer<HTMLElement, HTMLElement>;
  #layout: Layout | null = null;
  #heights: Heights = { row: 0, heading: 0 };

  constructor(scroller: HTMLElement) {
    this.#virtualizer = new Virtualizer<HTMLElement, HTMLElement>({
      ...this.#measures(),
      getScrollElement: () => scroller,
      observeElementRect,
      observeElementOffset,
      scrollToFn: elementScroll,
      overscan: 0,
      onChange: ({ isScrolling }) => {
        this.#look();
        if (!isScrolling) this.slots.settle();
      },
    });
  }

  #measures() {
    const layout = this.#layout;
    return {
      count: layout?.items ?? 0,
      // The heading of the day that is looked at stays above the rows.
      scrollPaddingStart: this.#heights.heading,
      estimateSize: (item: number) =>
        layout && 'heading' in layout.at(item) ? this.#heights.heading : this.#heights.row,
    };
  }

  /** Watches the scroller until the returned function is called. */
  watch(): () => void {
    const stop = this.#virtualizer._didMount();
    this.#virtualizer._willUpdate();
    return stop;
  }

  /** Who calls it depends on nothing by that. */
  set(layout: Layout, heights: Heights): void {
    this.#layout = layout;
    this.#heights = heights;
    this.#virtualizer.setOptions({ ...this.#virtualizer.options, ...this.#measures() });
    untrack(() => {
      this.#virtualizer.measure();
      this.#virtualizer._willUpdate();
      this.#look();
      this.slots.settle();
    });
  }

  #look(): void {
    const [layout, { row: height }, { range, scrollRect }] = [this.#layout, this.#heights, this.#virtualizer];
    if (!layout || height === 0) return;
    const [first, last] = [this.#rowAt(range?.startIndex ?? 0), this.#rowAt(range?.endIndex ?? 0)];
    const count = Math.min(layout.rows, Math.ceil((scrollRect?.height ?? 0) / height) + 1 + 2 * SPARE);
    if (first !== this.seen.first || last !== this.seen.last) this.seen = { first, last };
    this.slots.place(Math.max(0, Math.min(first - SPARE, layout.rows - count)), count);
  }

  get height(): number {
    return this.#virtualizer.getTotalSize();
  }

  /** A heading stands for the row below it. */
  #rowAt(item: number): number {
    const at = this.#layout?.at(item);
    if (!at) return 0;
    return 'row' in at ? at.row : item - at.heading;
  }

  /** Brings a row into sight, by the shortest way. */
  show(row: number): void {
    if (this.#layout) this.#virtualizer.scrollToIndex(this.#layout.itemOf(row), { align: 'auto' });
  }

  /** Where a row begins, in pixels from the top. */
  offsetOf(row: number): number {
    return this.#layout?.rowAt(row, this.#heights) ?? 0;
  }
}
