// @vitest-environment jsdom
// What is said above every page: when it comes, what it offers, and when it goes.

import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { AppView } from '$lib/backend';
import { connected, problem, STATES } from '$lib/backend/fixtures';
import { A_MINUTE, byTestid, closeWindow, openWindow, prepareWindow, press, settled } from './testing';

beforeAll(prepareWindow, A_MINUTE);
afterEach(closeWindow);

const state = (name: string) => (STATES[name] as () => AppView)();
const text = (name: string) => byTestid(name)?.textContent.replace(/\s+/g, ' ').trim();
const retries = () =>
  [...document.querySelectorAll('[data-testid^="button-retry-"]')].map((each) =>
    each.getAttribute('data-testid'),
  );

describe('while Monei cannot be reached', { timeout: A_MINUTE }, () => {
  it('one line says since when, and is the one place to try again', async () => {
    const backend = await openWindow(state('home-offline'));
    expect(text('banner-offline')).toMatch(
      /^Monei has not answered since .+ what was last known\. Try again$/,
    );
    expect(retries()).toEqual(['button-retry-offline']);
    expect(byTestid('naira-balance')?.textContent).toContain('1,805');
    for (const page of ['activity', 'receive', 'settings']) {
      await press(`nav-${page}`);
      expect(byTestid('banner-offline')).not.toBeNull();
    }
    await press('button-retry-offline');
    expect(backend.calls).toContain('refresh');
    backend.show(connected());
    await settled();
    expect(byTestid('banner-offline')).toBeNull();
  });

  it('a section that fails for another reason says so itself', async () => {
    const view = state('home-offline');
    if (view.limits.state === 'ready') view.limits.stale = problem('moneiFault');
    await openWindow(view);
    expect(retries()).toContain('button-retry-limits');
  });

  it('a session that has ended is what stands in the way', async () => {
    await openWindow({ ...state('home-reconnect'), offlineSince: new Date().toISOString() });
    expect(byTestid('banner-offline')).toBeNull();
    expect(byTestid('banner-reconnect')).not.toBeNull();
  });
});

describe('a copy that was damaged', { timeout: A_MINUTE }, () => {
  it('is told with its file, and how far it is there again', async () => {
    const view = state('home-set-aside');
    const backend = await openWindow(view);
    const becomes = () => byTestid('banner-set-aside')?.dataset.becomes;
    expect(becomes()).toBe('reading');
    expect(text('banner-set-aside')).toContain(view.setAside);
    backend.show({ ...view, offlineSince: new Date().toISOString() });
    await settled();
    expect(becomes()).toBe('waiting');
    backend.show({ ...connected(), setAside: view.setAside });
    await settled();
    expect(becomes()).toBe('done');
  });

  it('is told until it was read, and again when it is another one', async () => {
    const view = state('home-set-aside-done');
    const backend = await openWindow(view);
    await press('button-dismiss-set-aside');
    expect(byTestid('banner-set-aside')).toBeNull();
    await press('nav-activity');
    await press('nav-home');
    expect(byTestid('banner-set-aside')).toBeNull();
    backend.show({ ...view, setAside: '/elsewhere/a.set-aside-2.db' });
    await settled();
    expect(text('banner-set-aside')).toContain('a.set-aside-2.db');
  });
});

describe('what cannot be saved', { timeout: A_MINUTE }, () => {
  it('is told with what to do, and goes when it can', async () => {
    const backend = await openWindow(state('home-storage-full'));
    expect(text('banner-storage')).toContain('Free some space');
    await press('button-retry-storage');
    expect(backend.calls).toContain('refresh');
    backend.show(connected());
    await settled();
    expect(byTestid('banner-storage')).toBeNull();
  });

  it('may be put away, and another reason is told all the same', async () => {
    const backend = await openWindow(state('home-storage-full'));
    await press('button-dismiss-storage');
    expect(byTestid('banner-storage')).toBeNull();
    backend.show(state('home-storage-unwritable'));
    await settled();
    expect(byTestid('banner-storage')?.dataset.code).toBe('storageUnwritable');
  });
});
