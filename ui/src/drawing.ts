// One part of the window in a document without a screen, for tests: the rest of the window is not read for it.

import { flushSync, mount, unmount, type Component } from 'svelte';
import Drawn from './Drawn.svelte';

/** What the document does not have of a window. */
export function prepareDocument(): void {
  window.scrollTo = () => undefined;
  window.matchMedia = (media: string) =>
    ({
      media,
      matches: false,
      addEventListener: () => undefined,
      removeEventListener: () => undefined,
    }) as never;
  const nothing = () => undefined;
  globalThis.ResizeObserver = class {
    observe = nothing;
    unobserve = nothing;
    disconnect = nothing;
  };
}

let drawn: object | null = null;

export async function draw<Props extends Record<string, unknown>>(
  part: Component<Props>,
  given: Props,
): Promise<void> {
  drawn = mount(Drawn<Props>, { target: document.body, props: { part, given } });
  await settled();
}

export async function erase(): Promise<void> {
  if (drawn) await unmount(drawn);
  drawn = null;
  document.body.replaceChildren();
}

/** Everything that was under way has been drawn. */
export async function settled(): Promise<void> {
  flushSync();
  await new Promise((resume) => setTimeout(resume));
  flushSync();
}

export const byTestid = (name: string) => document.querySelector<HTMLElement>(`[data-testid="${name}"]`);

/** Presses what is there, and tells whether it was. */
export async function press(name: string): Promise<boolean> {
  const button = byTestid(name);
  button?.click();
  await settled();
  return button !== null;
}
