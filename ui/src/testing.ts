// The whole window in a document without a screen, for tests.

import { mount, unmount } from 'svelte';
import App from './App.svelte';
import type { AppView } from '$lib/backend';
import { FakeBackend } from '$lib/backend/fake';
import { readTheRest } from '$lib/state/later.svelte';
import { prepareDocument, settled } from './drawing';

export { byTestid, press, settled } from './drawing';

/** Reading every part of the window takes a busy computer a while. */
export const A_MINUTE = 60_000;

/** What the document does not have of a window, and the parts that are read late. */
export async function prepareWindow(): Promise<void> {
  prepareDocument();
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
