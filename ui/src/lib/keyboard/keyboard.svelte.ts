// The one map of everything that a key or the palette can do. The frame and the pages add what they have, and take it
// back when they go; the `?` sheet and the palette are written from it.

import { untrack } from 'svelte';
import type { Action } from './actions';
import { isChord, isChordPressed, isModified, type Press } from './keys';

/** Where a key was pressed. */
export interface Place {
  /** Somebody is typing there. */
  typing: boolean;
  /** Over the page: what it hides must not be moved. */
  inDialog: boolean;
  /** The person allows keys without a modifier. */
  singleKeys: boolean;
  /** In milliseconds, from any beginning. */
  time: number;
}

/** So long the second key of a sequence may take. */
const SEQUENCE = 1500;

export class Keyboard {
  /** What was added and not taken back. Plain, because an effect that ends sees states as they were before. */
  #all: Action[][] = [];
  #added = $state.raw<Action[][]>([]);
  readonly #mac: boolean;
  #begun: { key: string; time: number } | null = null;

  constructor(mac = false) {
    this.#mac = mac;
  }

  get actions(): Action[] {
    return this.#added.flat();
  }

  get mac(): boolean {
    return this.#mac;
  }

  /** Adds actions until the returned function is called. */
  add(actions: Action[]): () => void {
    // Whoever adds in an effect is not to be run again because somebody else adds too.
    this.#all = [...this.#all, actions];
    this.#show();
    return () => {
      this.#all = this.#all.filter((each) => each !== actions);
      this.#show();
    };
  }

  #show(): void {
    untrack(() => (this.#added = this.#all));
  }

  /** What this key is to do, if anything. */
  meant(press: Press, place: Place): Action | null {
    if (place.inDialog) return null;
    const chord = this.actions.find(({ keys }) => keys && isChordPressed(keys, press, this.#mac));
    if (chord) return chord;
    const begun = this.#begun;
    this.#begun = null;
    if (!place.singleKeys || place.typing || isModified(press) || press.key.length !== 1) return null;
    const key = press.key.toLowerCase();
    if (begun && place.time - begun.time <= SEQUENCE) {
      const second = this.#single(`${begun.key} ${key}`);
      if (second) return second;
    }
    if (this.actions.some(({ keys }) => keys?.startsWith(`${key} `))) {
      this.#begun = { key, time: place.time };
      return null;
    }
    return this.#single(key);
  }

  #single(keys: string): Action | null {
    return this.actions.find((action) => action.keys === keys && !isChord(keys)) ?? null;
  }
}

const TEXT = /^(?:text|search|url|email|tel|password|number|date|time|datetime-local|month|week)$/;

/** Letters go into it. */
export function takesText(element: Element | null): boolean {
  if (element instanceof HTMLInputElement) return TEXT.test(element.type);
  return (
    element instanceof HTMLTextAreaElement ||
    element instanceof HTMLSelectElement ||
    (element instanceof HTMLElement && element.isContentEditable)
  );
}

const OVER = '[role="dialog"], [role="alertdialog"], [role="menu"], [role="listbox"]';

/** It lies over the page, or is a list that answers to letters itself. */
export function isOver(element: Element | null): boolean {
  return element?.closest(OVER) !== null && element !== null;
}
