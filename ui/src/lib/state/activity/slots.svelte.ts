// The places in the document that show the rows of a long list. There are always as many, and a row that comes into sight
// takes the place of one that left it: nothing is made or thrown away while somebody scrolls.

/** A place in the document. */
export class Slot {
  row: number;
  /** Of rows that stand next to each other, no two have the same. */
  readonly seat: number;

  constructor(seat: number, row: number) {
    this.seat = seat;
    this.row = $state(row);
  }
}

export class Slots {
  /** In the order of the document, which is that of the rows only while the list stands. */
  all = $state.raw<readonly Slot[]>([]);
  #first = $state(0);

  /** The rows that have a place. */
  get rows(): { first: number; last: number } {
    return { first: this.#first, last: this.#first + this.all.length - 1 };
  }

  /** Gives so many rows a place. Those that have one keep it. */
  place(first: number, count: number): void {
    this.#first = first;
    if (count !== this.all.length) {
      const known = this.all;
      const slotAt = (seat: number) => known.find((slot) => slot.seat === seat) ?? new Slot(seat, 0);
      this.all = Array.from({ length: count }, (_, seat) => slotAt(seat));
    }
    for (const slot of this.all) {
      const row = first + ((((slot.seat - first) % count) + count) % count);
      if (slot.row !== row) slot.row = row;
    }
  }

  /** Those who read the document in its order find the rows in theirs. */
  settle(): void {
    const isInOrder = this.all.every((slot, at) => slot.row === this.#first + at);
    if (!isInOrder) this.all = [...this.all].sort((one, other) => one.row - other.row);
  }
}
