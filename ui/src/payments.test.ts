// @vitest-environment jsdom
// The pages on which money is moved, as a person and their screen reader meet them.

import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ALL_SCOPES, connected } from '$lib/backend/fixtures';
import { A_MINUTE, byTestid, closeWindow, openWindow, prepareWindow, press } from './testing';

beforeAll(prepareWindow, A_MINUTE);
afterEach(closeWindow);

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
