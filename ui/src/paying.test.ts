// @vitest-environment jsdom
// The pages on which money is moved, as a person and their screen reader meet them.

import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { AppView } from '$lib/backend';
import { DEPOSITS } from '$lib/backend/deposits';
import { ALL_SCOPES, connected, NO_PAYMENTS } from '$lib/backend/fixtures';
import { payment } from '$lib/backend/payments';
import { words } from '$lib/words';
import { A_MINUTE, byTestid, closeWindow, openWindow, prepareWindow, press, settled } from './testing';

beforeAll(prepareWindow, A_MINUTE);
afterEach(closeWindow);

const focused = () => document.activeElement?.id;

async function write(name: string, text: string) {
  const field = byTestid(name) as HTMLInputElement;
  field.value = text;
  field.dispatchEvent(new Event('input', { bubbles: true }));
  await settled();
}

const enables = () =>
  [...(byTestid('left-out')?.querySelectorAll('[data-testid^="enable-"]') ?? [])].map((each) =>
    each.getAttribute('data-testid'),
  );

describe('what is not checked before, without its permission', { timeout: A_MINUTE }, () => {
  it.each([
    ['send', ['enable-wallet-read', 'enable-kyc-read', 'enable-profile-read']],
    ['swap', ['enable-wallet-read', 'enable-kyc-read']],
    ['bills', ['enable-wallet-read', 'enable-kyc-read']],
    ['sales', ['enable-kyc-read']],
  ])('is said on the page %s, with its own Enable', async (page, expected) => {
    const backend = await openWindow(
      connected(['wallet:send', 'swap:execute', 'bills:pay', 'offramp:execute']),
    );
    await press(`nav-${page}`);
    expect(enables()).toEqual(expected);
    byTestid('left-out')?.querySelector<HTMLElement>('[data-testid="enable-kyc-read"]')?.click();
    expect(backend.calls).toContain('connect kyc:read');
  });

  it('is nothing where all are held', async () => {
    await openWindow(connected(ALL_SCOPES));
    for (const page of ['send', 'withdraw', 'swap', 'bills', 'sales']) {
      await press(`nav-${page}`);
      expect([page, byTestid('left-out')]).toEqual([page, null]);
    }
  });
});

describe('the focus', { timeout: A_MINUTE }, () => {
  const paying = (more: Partial<AppView['payments']>): AppView => ({
    ...connected(ALL_SCOPES),
    payments: { ...NO_PAYMENTS, desk: { state: 'open' }, ...more },
  });

  async function reviewed() {
    const backend = await openWindow(paying({}));
    await press('nav-send');
    await write('send-receiver', 'ngozi@example.ng');
    await write('send-amount', '5');
    await press('send-review');
    return backend;
  }

  it.each([
    ['payment-again', { notSent: { id: 'intent-1', why: { why: 'anotherPrice' } as const } }],
    ['payment-another', { payments: [payment({ state: 'succeeded' }, { id: 'intent-1' })] }],
  ])('is on the heading of the form after %s', async (button, after) => {
    const backend = await reviewed();
    backend.show(paying(after));
    await settled();
    byTestid(button)?.focus();
    await press(button);
    expect([byTestid('send-review') !== null, focused()]).toEqual([true, 'heading-send']);
  });

  it('is there too after the confirmation was closed, which readers are told', async () => {
    const backend = await reviewed();
    const status = byTestid('section-send')?.querySelector('.spoken[role="status"]');
    expect(status?.textContent).toBe('');
    backend.show(paying({ notSent: { id: 'intent-1', why: { why: 'cancelled' } } }));
    await settled();
    expect([status?.isConnected, status?.textContent]).toEqual([true, words.payments.refused.cancelled]);
    expect(focused()).toBe('heading-send');
    // What is typed anew was not cancelled.
    await write('send-amount', '6');
    expect(byTestid('section-send')?.textContent).not.toContain(words.payments.refused.cancelled);
  });

  it('goes on to the deposit that was begun', async () => {
    await openWindow((DEPOSITS['deposits'] as () => AppView)());
    await press('nav-addMoney');
    await write('deposit-amount', '5000');
    byTestid('deposit-begin')?.focus();
    await press('deposit-begin');
    await settled();
    const newest = byTestid('deposit');
    expect(newest?.contains(document.activeElement)).toBe(true);
    expect(document.activeElement?.tagName).toBe('H3');
  });
});

it('what an order was refused for is not said of what is typed after it', { timeout: A_MINUTE }, async () => {
  const backend = await openWindow(connected(ALL_SCOPES));
  backend.notReady = { why: 'order', fault: 'amount' };
  await press('nav-send');
  await write('send-receiver', 'ngozi@example.ng');
  await write('send-amount', '5,50');
  await press('send-review');
  expect(byTestid('payment-refused')).not.toBeNull();
  await write('send-amount', '5.50');
  expect(byTestid('payment-refused')).toBeNull();
});

describe('the link of a deposit', { timeout: A_MINUTE }, () => {
  it('is told to be copied each time', async () => {
    const backend = await openWindow((DEPOSITS['deposits'] as () => AppView)());
    await press('nav-addMoney');
    const button = byTestid('deposit-copy-link');
    const status = button?.parentElement?.querySelector('[role="status"]') as Element;
    await press('deposit-copy-link');
    expect([button?.textContent, status.textContent]).toEqual(Array(2).fill(words.balances.copied));
    const heard = vi.fn();
    const told = new MutationObserver(heard);
    told.observe(status, { childList: true, characterData: true, subtree: true });
    await press('deposit-copy-link');
    told.disconnect();
    expect(heard).toHaveBeenCalled();
    expect(status.textContent).toBe(words.balances.copied);
    expect(backend.calls.filter((call) => call.startsWith('copyDepositLink'))).toHaveLength(2);
  });
});
