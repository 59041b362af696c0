// The gallery: every state of the window, with a core that lives in the page.
// `?state=home&theme=dark` shows one of them, `&page=receive` another page of it, `&rows=100000` with a list of that
// length; `?confirm=usual` shows the confirmation window; without a state it lists them all.

import '../styles/fonts.css';
import '../styles/tokens.css';
import '../styles/base.css';
import '../styles/boot.css';
import { mount, tick } from 'svelte';
import App from '../App.svelte';
import type { AppView, SettingsView } from '$lib/backend';
import { FakeBackend } from '$lib/backend/fake';
import { CONDITIONS, HISTORIES } from '$lib/backend/conditions';
import { SETTINGS, STATES } from '$lib/backend/fixtures';
import { Ledger, manyRows } from '$lib/backend/ledger';
import { DEPOSITS } from '$lib/backend/deposits';
import { CONFIRMATIONS, PAYMENTS } from '$lib/backend/payments';
import { show } from '$lib/state/appearance';
import Confirm from '../confirm/Confirm.svelte';
import Gallery from './Gallery.svelte';

const asked = new URLSearchParams(location.search);
const states = { ...STATES, ...CONDITIONS, ...PAYMENTS, ...DEPOSITS };
const named = asked.get('state') ?? '';
const state = states[named];
const chosen = {
  theme: (asked.get('theme') ?? 'system') as SettingsView['theme'],
  textSize: (asked.get('text') ?? 'normal') as SettingsView['textSize'],
  hideAmounts: asked.has('hidden'),
};
const choose = (view: AppView): AppView => ({ ...view, settings: { ...view.settings, ...chosen } });
const target = document.getElementById('app');
target?.replaceChildren();

const confirmation = asked.get('confirm');

if (target && confirmation !== null) {
  const backend = {
    confirmation: () => Promise.resolve(null),
    confirm: () => Promise.resolve({ why: 'pin' } as const),
    cancel: () => Promise.resolve(),
    quoteAgain: () => Promise.resolve(CONFIRMATIONS.swap ?? null),
  };
  show({ ...SETTINGS, ...chosen });
  mount(Confirm, { target, props: { backend, waiting: CONFIRMATIONS[confirmation] ?? null } });
} else if (target && state) {
  const backend = new FakeBackend(choose(state()));
  backend.seen = HISTORIES[named] ?? null;
  const rows = asked.get('rows');
  const { transactions } = await backend.view();
  // The page of all transactions lists what the state shows, unless so many are asked for.
  if (rows) backend.ledger = new Ledger(manyRows(Number(rows)));
  else if (transactions.state === 'ready') backend.ledger = new Ledger(transactions.value.rows);
  Object.assign(globalThis, { backend });
  mount(App, { target, props: { backend, first: await backend.view() } });
  await tick();
  document.querySelector<HTMLElement>(`[data-testid="nav-${asked.get('page') ?? ''}"]`)?.click();
} else if (target) {
  mount(Gallery, { target, props: { states: Object.keys(states) } });
}
