// @vitest-environment jsdom
import { flushSync, mount, unmount } from 'svelte';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { ConfirmationView, NotReadyView } from '$lib/backend/confirmation';
import { CONFIRMATIONS } from '$lib/backend/payments';
import { words } from '$lib/words';
import type { ConfirmationBackend } from './backend';
import Confirm from './Confirm.svelte';

/** What the window asks of the core, which answers when the test says so. */
class Core implements ConfirmationBackend {
  readonly calls: string[] = [];
  answer: (why: NotReadyView | null) => void = () => undefined;
  tell: (newer: ConfirmationView | null) => void = () => undefined;

  confirmation() {
    return Promise.resolve(null);
  }

  confirm(_id: string, pin: string | null) {
    this.calls.push(`confirm ${pin ?? 'without a PIN'}`);
    return new Promise<NotReadyView | null>((resolve) => (this.answer = resolve));
  }

  cancel() {
    this.calls.push('cancel');
    return Promise.resolve();
  }

  quoteAgain() {
    this.calls.push('quoteAgain');
    return new Promise<ConfirmationView | null>((resolve) => (this.tell = resolve));
  }
}

const byTestid = (name: string) => document.querySelector<HTMLElement>(`[data-testid="${name}"]`);
const focused = () => document.activeElement?.getAttribute('data-testid') ?? document.activeElement?.tagName;
const status = () => document.querySelector('main > form > [role="status"]')?.textContent;

async function drawn() {
  await vi.advanceTimersByTimeAsync(0);
  flushSync();
}

async function later(milliseconds: number) {
  await vi.advanceTimersByTimeAsync(milliseconds);
  flushSync();
}

/** As a person presses it: what is pressed has the focus, unless it cannot be pressed. */
async function press(name: string) {
  const button = byTestid(name) as HTMLButtonElement;
  if (!button.disabled) button.focus();
  button.click();
  await drawn();
}

async function type(pin: string) {
  const field = byTestid('confirm-pin') as HTMLInputElement;
  field.value = pin;
  field.dispatchEvent(new Event('input', { bubbles: true }));
  await drawn();
}

/** Of now: what is told in a test is told by its clock. */
const told = (name: 'usual' | 'swap' | 'sale', expires = 30_000): ConfirmationView => {
  const waiting = CONFIRMATIONS[name] as ConfirmationView;
  const quote = waiting.quote && {
    ...waiting.quote,
    toldAt: new Date().toISOString(),
    expiresAt: new Date(Date.now() + expires).toISOString(),
  };
  return { ...waiting, quote };
};

describe('the confirmation window', () => {
  let shown: object | null = null;

  function open(waiting: ConfirmationView) {
    const backend = new Core();
    shown = mount(Confirm, { target: document.body, props: { backend, waiting } });
    flushSync();
    return backend;
  }

  beforeEach(() => {
    vi.useFakeTimers();
    window.scrollTo = () => undefined;
  });

  async function close() {
    if (shown) await unmount(shown);
    shown = null;
  }

  afterEach(async () => {
    await close();
    vi.useRealTimers();
  });

  test('begins with the PIN, and with the question where none is asked for', async () => {
    open(told('usual'));
    expect(focused()).toBe('confirm-pin');
    await close();
    open(told('swap'));
    expect(focused()).toBe('confirm-amount');
  });

  test('a price that nobody has had the time to read cannot be confirmed', async () => {
    const backend = open(told('swap', 0));
    expect(byTestid('confirm-payment')).toBeNull();
    // Nothing in the place of Confirm brings a newer one.
    expect(byTestid('quote-again')?.closest('[data-testid="confirm-quote"]')).not.toBeNull();
    await press('quote-again');
    await press('quote-again');
    expect([backend.calls, focused()]).toEqual([['quoteAgain'], 'quote-again']);
    backend.tell(told('swap'));
    await drawn();
    expect([byTestid('quote-again'), focused()]).toEqual([null, 'confirm-quote']);
    await press('confirm-payment');
    await later(900);
    await press('confirm-payment');
    expect(backend.calls).toEqual(['quoteAgain']);
    await later(200);
    await press('confirm-payment');
    expect(backend.calls).toEqual(['quoteAgain', 'confirm without a PIN']);
  });

  test.each([
    ['an EVM chain', null, words.quote.indicative],
    ['Solana', 50, words.quote.indicativeSolana('0.5%')],
    ['Solana within little', 5, words.quote.indicativeSolana('0.05%')],
  ])('what a quote is worth is said of a swap on %s', (_, slippageBps, said) => {
    open({ ...told('swap'), slippageBps });
    const notes = [...document.querySelectorAll('[data-testid="confirm-quote"] .note')];
    expect(notes.map(({ textContent }) => textContent)).toEqual([said]);
  });

  test('a quote that cannot be had leaves the focus on the way to try once more', async () => {
    const backend = open(told('sale', 0));
    await press('quote-again');
    backend.tell(null);
    await drawn();
    expect(byTestid('confirm-refused')?.textContent).toContain(words.quote.notTold);
    expect(focused()).toBe('quote-again');
    expect(byTestid('quote-again')?.getAttribute('aria-disabled')).toBe('false');
  });

  test('Confirm leaves the focus to the quote when that expires', async () => {
    open(told('swap', 5000));
    byTestid('confirm-payment')?.focus();
    await later(5500);
    expect([byTestid('confirm-payment'), focused()]).toEqual([null, 'confirm-quote']);
  });

  test('keeps the focus and says so while it is sent, and takes no second press', async () => {
    const backend = open(told('usual'));
    expect(status()).toBe('');
    await type('1234');
    await press('confirm-payment');
    expect([focused(), status()]).toEqual(['confirm-payment', words.confirmation.sending]);
    const pin = byTestid('confirm-pin') as HTMLInputElement;
    expect([pin.readOnly, pin.disabled]).toEqual([true, false]);
    await press('confirm-payment');
    await press('cancel-payment');
    (byTestid('confirm-payment') as HTMLButtonElement).form?.requestSubmit();
    window.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape' }));
    await drawn();
    expect(backend.calls).toEqual(['confirm 1234']);
  });

  test('a refusal leads back to the PIN, and where none is asked for to what it says', async () => {
    const withPin = open(told('usual'));
    await type('1234');
    await press('confirm-payment');
    withPin.answer({ why: 'pin' });
    await drawn();
    expect([focused(), status()]).toEqual(['confirm-pin', '']);
    await close();
    const without = open(told('sale'));
    await press('confirm-payment');
    without.answer({ why: 'problem', problem: { code: 'notNow', retryAfterSeconds: null, moneiSays: null } });
    await drawn();
    expect(focused()).toBe('confirm-refused');
  });
});
