// Where the rows and the headings of a list stand, from nothing but the length of its days: 100,000 rows take as much
// room here as their days do.

import type { DayCountView, OutlineView } from '$lib/backend';

/** What stands at one place of the list. */
export type Item = { heading: number } | { row: number };

/** Heights in pixels. */
export interface Heights {
  row: number;
  heading: number;
}

export class Layout {
  readonly rows: number;
  readonly days: readonly DayCountView[];
  /** The first row of each day. */
  readonly #first: number[];

  constructor({ count, days }: Pick<OutlineView, 'count' | 'days'>) {
    this.rows = count;
    this.days = days;
    let first = 0;
    this.#first = days.map((day) => {
      const here = first;
      first += day.count;
      return here;
    });
  }

  /** Rows and headings together. */
  get items(): number {
    return this.rows + this.days.length;
  }

  at(item: number): Item {
    const day = this.#last((first, day) => first + day <= item);
    if (day < 0) return { row: item };
    return (this.#first[day] ?? 0) + day === item ? { heading: day } : { row: item - day - 1 };
  }

  /** The place of a row; the headings above it count too. */
  itemOf(row: number): number {
    return row + this.dayOf(row) + 1;
  }

  /** The day that a row belongs to, or -1 where the list is not in order of time. */
  dayOf(row: number): number {
    return this.#last((first) => first <= row);
  }

  /** The heading of its day stands above it. */
  isFirst(row: number): boolean {
    return this.#first[this.dayOf(row)] === row;
  }

  /** Where a row begins, in pixels from the top. */
  rowAt(row: number, heights: Heights): number {
    return row * heights.row + (this.dayOf(row) + 1) * heights.heading;
  }

  /** Where the heading of a day begins. */
  headingAt(day: number, heights: Heights): number {
    return (this.#first[day] ?? 0) * heights.row + day * heights.heading;
  }

  /** The last day for which this is true; it is true up to some day, and false from then on. */
  #last(holds: (first: number, day: number) => boolean): number {
    let [low, high] = [0, this.#first.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (holds(this.#first[middle] ?? 0, middle)) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }
}
