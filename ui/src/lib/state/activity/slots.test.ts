import { describe, expect, it } from 'vitest';
import { Slots } from './slots.svelte';

const rowsOf = (slots: Slots) => slots.all.map(({ row }) => row).sort((one, other) => one - other);
const stretch = (first: number, count: number) => Array.from({ length: count }, (_, at) => first + at);

describe('places of rows in the document', () => {
  it('hold each row once, wherever the list is scrolled to', () => {
    const slots = new Slots();
    for (const [first, count] of [
      [0, 7],
      [3, 7],
      [4, 7],
      [90, 7],
      [2, 7],
      [0, 3],
      [0, 9],
      [5, 9],
      [0, 0],
    ] as const) {
      slots.place(first, count);
      expect(rowsOf(slots)).toEqual(stretch(first, count));
      expect(slots.rows).toEqual({ first, last: first + count - 1 });
    }
  });

  it('leave a row where it is while it stays, and make nothing anew', () => {
    const slots = new Slots();
    slots.place(10, 5);
    const before = new Map(slots.all.map((slot) => [slot.row, slot]));
    const all = slots.all;
    slots.place(12, 5);
    expect(slots.all).toBe(all);
    for (const slot of slots.all) {
      if (slot.row < 15) expect(before.get(slot.row)).toBe(slot);
      // What came into sight took the place of what left it.
      else expect(before.get(slot.row - 5)).toBe(slot);
    }
  });

  it('are in the order of their rows once the list stands, and keep them', () => {
    const slots = new Slots();
    slots.place(0, 6);
    slots.place(4, 6);
    const before = new Map(slots.all.map((slot) => [slot.row, slot]));
    slots.settle();
    expect(slots.all.map(({ row }) => row)).toEqual(stretch(4, 6));
    for (const slot of slots.all) expect(before.get(slot.row)).toBe(slot);
    slots.place(5, 6);
    expect(rowsOf(slots)).toEqual(stretch(5, 6));
  });
});
