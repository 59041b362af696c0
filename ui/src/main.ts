// The application, in the place of the document's first frame.

import { mount } from 'svelte';
import App from './App.svelte';
import type { AppView, Backend } from '$lib/backend';

/** Shows the wallet; `first` is the picture that was asked for already, if it came. */
export function open(backend: Backend, first: AppView | null): void {
  const target = document.getElementById('app');
  if (!target) return;
  target.replaceChildren();
  mount(App, { target, props: { backend, first } });
}
