// The gallery: every state of the window, with a core that lives in the page.
// `?state=home&theme=dark` shows one of them; without a state it lists them all.

import '../styles/fonts.css';
import '../styles/tokens.css';
import '../styles/base.css';
import '../styles/boot.css';
import { mount } from 'svelte';
import App from '../App.svelte';
import type { Theme } from '$lib/backend';
import { FakeBackend } from '$lib/backend/fake';
import { STATES } from '$lib/backend/fixtures';
import Gallery from './Gallery.svelte';

const asked = new URLSearchParams(location.search);
const state = STATES[asked.get('state') ?? ''];
const theme = (asked.get('theme') ?? 'system') as Theme;
const target = document.getElementById('app');
target?.replaceChildren();

if (target && state) {
  const backend = new FakeBackend({ ...state(), theme });
  Object.assign(globalThis, { backend });
  mount(App, { target, props: { backend } });
} else if (target) {
  mount(Gallery, { target, props: { states: Object.keys(STATES) } });
}
