// @vitest-environment jsdom

import { beforeEach, expect, it } from 'vitest';
import html from '../../../index.html?raw';
import { connected, signedOut } from '$lib/backend/fixtures';
import type { AppView } from '$lib/backend';
import { showBalance } from './first-balance';

beforeEach(() => {
  document.body.innerHTML = new DOMParser().parseFromString(html, 'text/html').body.innerHTML;
});

const shown = () => document.querySelector('.balance')?.textContent;

it('stands above what the window is doing', () => {
  expect(showBalance(connected())).toBe(true);
  expect(shown()).toBe('₦1,805.00');
  expect(document.querySelector('.balance')?.nextElementSibling?.getAttribute('role')).toBe('status');
});

const ready = connected();
const without: [string, AppView | null][] = [
  ['nobody who is signed in', signedOut()],
  ['no picture', null],
  ['amounts that are hidden', { ...ready, settings: { ...ready.settings, hideAmounts: true } }],
  ['no balance yet', { ...ready, balances: { state: 'loading' } }],
  ['no permission to see it', connected(['profile:read'])],
];
it.each(without)('is left out with %s', (_what, view) => {
  expect(showBalance(view)).toBe(false);
  expect(shown()).toBeUndefined();
});
