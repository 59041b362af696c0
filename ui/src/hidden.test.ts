// @vitest-environment jsdom
// Walks every state of the window on every page with amounts hidden, and looks for a digit of any amount of it in
// everything that a person or their screen reader could meet.

import { flushSync, mount, unmount } from 'svelte';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import App from './App.svelte';
import type { AppView, MoneyView } from '$lib/backend';
import { FakeBackend } from '$lib/backend/fake';
import { CONDITIONS } from '$lib/backend/conditions';
import { STATES } from '$lib/backend/fixtures';
import { readTheRest } from '$lib/state/later.svelte';
import { order } from '$lib/screens/pages';

/** Every amount of a picture, wherever it stands. */
function amounts(value: unknown): MoneyView[] {
  if (typeof value !== 'object' || value === null) return [];
  if ('digits' in value && 'currency' in value) return [value as MoneyView];
  return Object.values(value).flatMap(amounts);
}

/** The ways in which an amount could be written: with its groups, without them, and its whole part alone. */
function writings({ digits }: MoneyView): string[] {
  const [whole = '', fraction] = digits.replace('-', '').split('.');
  const grouped = BigInt(whole).toLocaleString('en');
  const end = fraction === undefined ? '' : `.${fraction}`;
  const all = [`${whole}${end}`, `${grouped}${end}`, whole, grouped];
  // "5" alone may be a time, a count or a tier.
  return all.filter((writing) => writing.length > 3);
}

const SAID = ['title', 'alt', 'placeholder', 'value'];

/** What is read, said or found in the document: texts (those of drawings too) and attributes. */
function everythingSaid(root: Element): string[] {
  const said: string[] = [document.title];
  for (const element of [root, ...root.querySelectorAll('*')]) {
    for (const node of element.childNodes) {
      if (node.nodeType === Node.TEXT_NODE) said.push(node.textContent ?? '');
    }
    for (const { name, value } of element.attributes) {
      if (SAID.includes(name) || name.startsWith('aria-') || name.startsWith('data-')) said.push(value);
    }
  }
  return said;
}

/** Texts next to each other read as one: an amount may be written in several pieces. */
function found(root: Element, known: unknown): string[] {
  const pieces = everythingSaid(root);
  const text = `${pieces.join('\n')}\n${root.textContent}`;
  const ownNumber = (writing: string) =>
    new RegExp(`(?<![\\d.,])${writing.replace('.', '\\.')}(?![\\d]|[.,]\\d| %)`);
  return [...new Set(amounts(known).flatMap(writings))].filter((writing) => ownNumber(writing).test(text));
}

/** Reading every part of the window takes a busy computer a while. */
const A_MINUTE = 60_000;

beforeAll(async () => {
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
}, A_MINUTE);

let shown: object | null = null;
afterEach(async () => {
  if (shown) await unmount(shown);
  shown = null;
  document.body.replaceChildren();
  localStorage.clear();
});

async function open(
  state: () => AppView,
  hideAmounts: boolean,
): Promise<{ backend: FakeBackend; known: unknown }> {
  const view = { ...state(), settings: { ...state().settings, hideAmounts } };
  const backend = new FakeBackend(view);
  shown = mount(App, { target: document.body, props: { backend, first: view } });
  await settled();
  // The charts are drawn from what a page asks for itself.
  return { backend, known: [view, await backend.history(), backend.ledger] };
}

async function settled(): Promise<void> {
  flushSync();
  await new Promise((resume) => setTimeout(resume));
  flushSync();
}

async function go(page: string): Promise<boolean> {
  const button = document.querySelector<HTMLElement>(`[data-testid="nav-${page}"]`);
  button?.click();
  await settled();
  return button !== null;
}

describe('hidden amounts', { timeout: A_MINUTE }, () => {
  it.each(Object.entries({ ...STATES, ...CONDITIONS }))(
    '%s says no digit of an amount on any page',
    async (_name, state) => {
      const { known } = await open(state, true);
      expect(found(document.body, known)).toEqual([]);
      for (const page of order) {
        if (await go(page)) expect([page, found(document.body, known)]).toEqual([page, []]);
      }
      expect(document.documentElement.dataset.hideAmounts).toBe('true');
    },
  );

  it('finds what is shown, so that it would find what leaks', async () => {
    const { known } = await open(STATES['home-all'] as () => AppView, false);
    const all = found(document.body, known);
    expect(all).toContain('1,805.00');
    expect(all).toContain('1805.00');
    expect(document.documentElement.dataset.hideAmounts).toBe('false');
  });

  it('go and come at once with the button', async () => {
    const { backend, known } = await open(STATES['home'] as () => AppView, false);
    const press = async () => {
      document.querySelector<HTMLElement>('[data-testid="button-hide-amounts"]')?.click();
      await settled();
    };
    await press();
    expect(backend.calls).toContain('choose hideAmounts true');
    expect(found(document.body, known)).toEqual([]);
    expect(document.body.textContent).toContain('amount hidden');
    await press();
    expect(found(document.body, known)).toContain('1,805.00');
  });
});
