// Parts of the window that its first figures do not need. Each is a chunk of its own: it is read when it is first shown
// or, where nobody was faster, once the figures have been painted.

import type { Component } from 'svelte';

type Read<Props extends object> = () => Promise<{ default: Component<Props> }>;

const parts: { load(): Promise<void> }[] = [];

export class Later<Props extends object = object> {
  /** The last attempt to read it went wrong. */
  failed = $state(false);

  readonly #read: Read<Props>;
  #component = $state.raw<Component<Props> | null>(null);
  #reading: Promise<void> | null = null;

  constructor(read: Read<Props>) {
    this.#read = read;
    parts.push(this);
  }

  get isRead(): boolean {
    return this.#component !== null;
  }

  /** The component, once it has been read. Whoever asks for it has it read. */
  get component(): Component<Props> | null {
    if (!this.#component && !this.failed) void this.load();
    return this.#component;
  }

  load(): Promise<void> {
    this.#reading ??= this.#read().then(
      ({ default: component }) => {
        this.#component = component;
        this.failed = false;
      },
      () => {
        this.#reading = null;
        this.failed = true;
      },
    );
    return this.#reading;
  }
}

/** Declares a part, at the top of a module: `later(() => import('./Part.svelte'))`. */
export function later<Props extends object>(read: Read<Props>): Later<Props> {
  return new Later(read);
}

/** Reads what is left, one after another, so that whatever the person does comes in between. */
export async function readTheRest(): Promise<void> {
  for (const part of parts) {
    await part.load();
    await new Promise((resume) => setTimeout(resume));
  }
}

/** Stays true from the first time that `wanted` is. */
export function onceWanted(wanted: () => boolean): { readonly yes: boolean } {
  let yes = $state(wanted());
  $effect.pre(() => {
    if (wanted()) yes = true;
  });
  return {
    get yes() {
      return yes;
    },
  };
}
