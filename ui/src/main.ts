// The application, in the place of the document's first frame.

import { mount } from 'svelte';
import App from './App.svelte';
import type { Backend } from '$lib/backend';

export function open(backend: Backend): void {
  const target = document.getElementById('app');
  if (!target) return;
  target.replaceChildren();
  mount(App, { target, props: { backend } });
}
