// The whole window in a document without a screen, for tests.

import { flushSync, mount, unmount } from 'svelte';
import App from './App.svelte';
import type { AppView } from '$lib/backend';
import { FakeBackend } from '$lib/backend/fake';
import { readTheRest } from '$lib/state/later.svelte';

/** Reading every part of the window takes a busy computer a while. */
export const A_MINUTE = 60_000;

/** What the document does not have of a window, and the parts that are read late. */
export async function prepareWindow(): Promise<void> {
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
  await import('$lib/screens/Shortcuts.svelte');
  await readTheRest();
}

let shown: object | null = null;

/** The window with this picture. */
export async function openWindow(view: AppView): Promise<FakeBackend> {
  const backend = new FakeBackend(view);
  shown = mount(App, { target: document.body, props: { backend, first: view } });
  await settled();
  return backend;
}

export async function closeWindow(): Promise<void> {
  if (shown) await unmount(shown);
  shown = null;
  document.body.replaceChildren();
  localStorage.clear();
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
