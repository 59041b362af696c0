// Which items of a long list are in the document: those that are seen, and some around them.

import {
  defaultRangeExtractor,
  elementScroll,
  observeElementOffset,
  observeElementRect,
  Virtualizer,
  type VirtualItem,
} from '@tanstack/virtual-core';
import type { Layout } from './layout';

/** Above and below what is seen, so that a quick scroll meets rows that are drawn already. */
const SPARE = 14;

/** Heights in pixels. */
export interface Heights {
  row: number;
  heading: number;
}

export class Rows {
  #virtualizer: Virtualizer<HTMLElement, HTMLElement>;
  #changes = $state(0);
  #count = 0;
  #layout: Layout | null = null;
  #heights: Heights = { row: 0, heading: 0 };

  /** `keep` names a row that stays in the document wherever the list is scrolled to: the keyboard is on it. */
  constructor(scroller: HTMLElement, keep: () => number) {
    this.#virtualizer = new Virtualizer<HTMLElement, HTMLElement>({
      ...this.#measures(),
      getScrollElement: () => scroller,
      observeElementRect,
      observeElementOffset,
      scrollToFn: elementScroll,
      overscan: SPARE,
      rangeExtractor: (range) => {
        const items = defaultRangeExtractor(range);
        const kept = this.#layout?.itemOf(keep()) ?? -1;
        return kept < 0 || kept >= range.count || items.includes(kept) ? items : [...items, kept];
      },
      onChange: () => {
        this.#changed();
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

  set(layout: Layout, heights: Heights): void {
    this.#layout = layout;
    this.#heights = heights;
    this.#virtualizer.setOptions({ ...this.#virtualizer.options, ...this.#measures() });
    this.#virtualizer.measure();
    this.#virtualizer._willUpdate();
    this.#changed();
  }

  /** Writes without reading: who calls it depends on nothing by that. */
  #changed(): void {
    this.#count += 1;
    this.#changes = this.#count;
  }

  get items(): VirtualItem[] {
    void this.#changes;
    return this.#virtualizer.getVirtualItems();
  }

  get height(): number {
    void this.#changes;
    return this.#virtualizer.getTotalSize();
  }

  /** The rows that are seen, those that are seen in part too. */
  get seen(): { first: number; last: number } {
    void this.#changes;
    const range = this.#virtualizer.range;
    return { first: this.#rowAt(range?.startIndex ?? 0), last: this.#rowAt(range?.endIndex ?? 0) };
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
    const { days } = this.#layout ?? { days: [] };
    const headings = days.length > 0 && this.#layout ? this.#layout.dayOf(row) + 1 : 0;
    return row * this.#heights.row + headings * this.#heights.heading;
  }
}
