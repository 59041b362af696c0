// @vitest-environment jsdom
// Walks every state of the window on every page with amounts hidden, and looks for a digit of any amount of it in
// everything that a person or their screen reader could meet.

import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { AppView, MoneyView } from '$lib/backend';
import type { FakeBackend } from '$lib/backend/fake';
import { COINS, QUOTE } from '$lib/backend/crypto';
import { CONDITIONS } from '$lib/backend/conditions';
import { STATES } from '$lib/backend/fixtures';
import { DEPOSITS } from '$lib/backend/deposits';
import { PAYMENTS } from '$lib/backend/payments';
import { SALES } from '$lib/backend/sales';
import { order } from '$lib/screens/pages';
import { A_MINUTE, byTestid, closeWindow, openWindow, prepareWindow, press, settled } from './testing';

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
/** They name other elements by numbered ids; what stands there is read where it stands. */
const REFERS = ['aria-activedescendant', 'aria-controls', 'aria-describedby', 'aria-labelledby', 'aria-owns'];

/** What is read, said or found in the document: texts (those of drawings too) and attributes. */
function everythingSaid(root: Element): string[] {
  const said: string[] = [document.title];
  for (const element of [root, ...root.querySelectorAll('*')]) {
    for (const node of element.childNodes) {
      if (node.nodeType === Node.TEXT_NODE) said.push(node.textContent ?? '');
    }
    for (const { name, value } of element.attributes) {
      if (REFERS.includes(name)) continue;
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

beforeAll(prepareWindow, A_MINUTE);
afterEach(closeWindow);

async function open(
  state: () => AppView,
  hideAmounts: boolean,
): Promise<{ backend: FakeBackend; known: unknown }> {
  const view = { ...state(), settings: { ...state().settings, hideAmounts } };
  const backend = await openWindow(view);
  // The charts are drawn from what a page asks for itself.
  return { backend, known: [view, await backend.history(), backend.ledger] };
}

const go = (page: string) => press(`nav-${page}`);

async function write(name: string, text: string) {
  const field = byTestid(name) as HTMLInputElement;
  field.focus();
  field.value = text;
  field.dispatchEvent(new InputEvent('input', { bubbles: true }));
  await settled();
}

/** What a list has under this name. */
async function choose(list: string, name: string) {
  byTestid(list)?.parentElement?.querySelector('button')?.click();
  const option = await vi.waitFor(() => {
    const options = [...document.querySelectorAll(`[data-testid^="${list}-"]`)];
    const named = options.find(({ textContent }) => textContent.includes(name));
    if (!named) throw new Error(`${list} has no ${name}`);
    return named;
  }, A_MINUTE);
  option.dispatchEvent(new PointerEvent('pointerup', { bubbles: true, button: 0 }));
  await settled();
}

describe('hidden amounts', { timeout: A_MINUTE }, () => {
  it.each(Object.entries({ ...STATES, ...CONDITIONS, ...PAYMENTS, ...DEPOSITS, ...SALES }))(
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

  it.each([true, false])('a quote is told with no digit of it while they are hidden: %s', async (hide) => {
    const { known } = await open(STATES['home-all'] as () => AppView, hide);
    await go('swap');
    await choose('swap-bought', 'USDC');
    await write('swap-amount', '0.01');
    await vi.waitFor(() => {
      expect(byTestid('swap-quote')?.dataset.state).toBe('told');
    }, A_MINUTE);
    const all = [known, COINS, QUOTE()];
    if (hide) expect(found(document.body, all)).toEqual([]);
    else expect(found(document.body, all)).toContain('30.036542');
  });

  it('finds what is shown, so that it would find what leaks', async () => {
    const { known } = await open(STATES['home-all'] as () => AppView, false);
    const all = found(document.body, known);
    expect(all).toContain('1,805.00');
    expect(all).toContain('1805.00');
    expect(document.documentElement.dataset.hideAmounts).toBe('false');
  });

  it('go and come at once with the button', async () => {
    const { backend, known } = await open(STATES['home'] as () => AppView, false);
    await press('button-hide-amounts');
    expect(backend.calls).toContain('choose hideAmounts true');
    expect(found(document.body, known)).toEqual([]);
    expect(document.body.textContent).toContain('amount hidden');
    await press('button-hide-amounts');
    expect(found(document.body, known)).toContain('1,805.00');
  });
});
