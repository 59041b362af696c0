import { describe, expect, it } from 'vitest';
import type { SessionView, TransactionView } from '$lib/backend';
import { FakeBackend } from '$lib/backend/fake';
import {
  ALL_SCOPES,
  ago,
  awaiting,
  connected,
  ended,
  problem,
  signedOut,
  STATES,
} from '$lib/backend/fixtures';
import { privacy } from '$lib/money/hidden.svelte';
import { words } from '$lib/words';
import { Choice } from './choice.svelte';
import { Clock } from './clock.svelte';
import { byDay } from './days';
import { Gates } from './gates.svelte';
import { isRefreshing, oldest, sectionState } from './section';
import { Wallet } from './wallet.svelte';

async function started(view = connected()) {
  const backend = new FakeBackend(view);
  const wallet = new Wallet(backend);
  await wallet.start();
  backend.calls.length = 0;
  return { backend, wallet };
}

describe('starting', () => {
  it('listens before it asks, and asks once', async () => {
    const backend = new FakeBackend(signedOut());
    const wallet = new Wallet(backend);
    await wallet.start();
    expect(backend.calls).toEqual(['onChange', 'view']);
    expect(wallet.view?.session.state).toBe('signedOut');
  });

  it('keeps a change that overtakes the first answer', async () => {
    const backend = new FakeBackend(signedOut());
    backend.view = () => {
      const old = signedOut();
      backend.show(connected());
      return Promise.resolve(old);
    };
    const wallet = new Wallet(backend);
    await wallet.start();
    expect(wallet.view?.session.state).toBe('connected');
  });

  it('says so when the core cannot be reached', async () => {
    const backend = new FakeBackend(signedOut());
    backend.view = () => Promise.reject(new Error('gone'));
    const wallet = new Wallet(backend);
    await wallet.start();
    expect(wallet.broken).toBe(true);
  });
});

describe('hidden amounts', () => {
  it('are hidden before the picture that brings them is there', async () => {
    const view = connected();
    const wallet = new Wallet(new FakeBackend(view), {
      ...view,
      settings: { ...view.settings, hideAmounts: true },
    });
    expect(privacy.hidden).toBe(true);
    await wallet.start();
    expect(privacy.hidden).toBe(false);
  });
});

describe('signing in', () => {
  it('asks for exactly what was chosen', async () => {
    const { backend, wallet } = await started(signedOut());
    await wallet.connect(['profile:read', 'bills:pay']);
    expect(backend.calls).toEqual(['connect profile:read bills:pay']);
    expect(wallet.pending?.state).toBe('awaitingBrowser');
    expect(wallet.fromPage).toBe(false);
  });

  it('asks for one permission only, and brings the person back once', async () => {
    const { backend, wallet } = await started(connected(['profile:read']));
    let returns = 0;
    await wallet.enable('kyc:read', () => (returns += 1));
    expect(backend.calls).toEqual(['connect kyc:read']);
    expect(wallet.fromPage).toBe(true);
    backend.grant();
    expect(wallet.pending).toBeNull();
    wallet.comeBack();
    wallet.comeBack();
    expect(returns).toBe(1);
  });

  it('cancels the attempt that is pending', async () => {
    const { backend, wallet } = await started(signedOut(awaiting(['kyc:read'])));
    await wallet.cancel();
    expect(backend.calls).toEqual(['cancelSignIn attempt-1']);
    expect(wallet.outcome).toEqual({ kind: 'cancelled' });
    await wallet.cancel();
    expect(backend.calls).toHaveLength(1);
  });

  it('tries again for what was denied', async () => {
    const { backend, wallet } = await started(signedOut(ended({ kind: 'denied', declined: ['kyc:read'] })));
    await wallet.tryAgain();
    expect(backend.calls).toEqual(['dismissOutcome', 'connect kyc:read']);
  });

  it('tries again for what was asked when the time ran out', async () => {
    const { backend, wallet } = await started(signedOut(awaiting(['wallet:send'])));
    backend.signIn(ended({ kind: 'expired' }));
    await wallet.tryAgain();
    expect(backend.calls).toEqual(['dismissOutcome', 'connect wallet:send']);
  });

  it('tries again for the fewest when nobody remembers what was asked', async () => {
    const { backend, wallet } = await started(signedOut(ended({ kind: 'expired' })));
    await wallet.tryAgain();
    expect(backend.calls).toEqual(['dismissOutcome', 'connect profile:read kyc:read wallet:read']);
  });

  it('shows a refusal to begin as an outcome until it is dismissed', async () => {
    const { backend, wallet } = await started(signedOut());
    backend.refusal = problem('relayMissing');
    await wallet.connect(['kyc:read']);
    expect(wallet.outcome).toEqual({ kind: 'failed', problem: problem('relayMissing') });
    await wallet.dismiss();
    expect(wallet.outcome).toBeNull();
    expect(backend.calls).not.toContain('dismissOutcome');
  });

  it('reconnects with what the core says was held', async () => {
    const session: SessionView = {
      state: 'reconnect',
      problem: problem('sessionEnded'),
      scopes: ['wallet:read'],
    };
    const { backend, wallet } = await started({ ...connected(), session });
    await wallet.reconnect();
    expect(backend.calls).toEqual(['connect wallet:read']);
  });
});

describe('a refusal of the core', () => {
  it('is shown until something else works', async () => {
    const { backend, wallet } = await started();
    backend.refusal = problem('notNow');
    await wallet.refresh();
    expect(wallet.complaint).toEqual(problem('notNow'));
    backend.refusal = null;
    await wallet.refresh();
    expect(wallet.complaint).toBeNull();
  });

  it('to disconnect leaves the wallet connected', async () => {
    const { backend, wallet } = await started();
    backend.refusal = problem('notNow');
    expect(await wallet.disconnect()).toEqual({ refused: problem('notNow') });
    expect(wallet.view?.session.state).toBe('connected');
  });
});

describe('the choice of permissions', () => {
  it('starts with the fewest', () => {
    const choice = new Choice(connected().permissions);
    expect(choice.scopes).toEqual(['profile:read', 'kyc:read', 'wallet:read']);
    expect(choice.some).toBe(true);
  });

  it('keeps the order of the table', () => {
    const choice = new Choice(connected().permissions);
    choice.setAll(false);
    choice.set('bills:pay', true);
    choice.set('profile:read', true);
    expect(choice.scopes).toEqual(['profile:read', 'bills:pay']);
  });

  it('selects all and none', () => {
    const choice = new Choice(connected().permissions);
    choice.setAll(true);
    expect(choice.all).toBe(true);
    expect(choice.scopes).toEqual(ALL_SCOPES);
    choice.setAll(false);
    expect(choice.scopes).toEqual([]);
    expect(choice.some).toBe(false);
  });
});

describe('gates that were put away', () => {
  function memory() {
    const kept = new Map<string, string>();
    return {
      kept,
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => void kept.set(key, value),
      removeItem: (key: string) => void kept.delete(key),
    };
  }

  it('stay away over a restart, until they are forgotten', () => {
    const storage = memory();
    new Gates(storage).putAway('limits');
    const again = new Gates(storage);
    expect(again.isAway('limits')).toBe(true);
    expect(again.isAway('profile')).toBe(false);
    again.forget();
    expect(new Gates(storage).isAway('limits')).toBe(false);
    expect(storage.kept.size).toBe(0);
  });

  it('stay away over a restart, whatever they lock', () => {
    const features = connected().features.map(({ feature }) => feature);
    expect(features).toContain('swap');
    const storage = memory();
    for (const feature of features) new Gates(storage).putAway(feature);
    const again = new Gates(storage);
    expect(features.filter((feature) => !again.isAway(feature))).toEqual([]);
  });

  it('work without a storage, and ignore what they do not know', () => {
    new Gates(null).putAway('limits');
    const storage = memory();
    storage.setItem('gates-put-away', 'limits nonsense');
    expect(new Gates(storage).isAway('limits')).toBe(true);
  });
});

describe('sections', () => {
  const session: SessionView = { state: 'connected', since: ago(1) };
  const ended: SessionView = { state: 'reconnect', problem: problem('sessionEnded'), scopes: [] };
  const ready = { state: 'ready', value: 1, asOf: ago(1), refreshing: false, stale: null } as const;

  it.each([
    [{ state: 'locked', scope: 'kyc:read' } as const, session, 'locked'],
    [{ state: 'loading' } as const, session, 'loading'],
    [ready, session, 'ready'],
    [{ ...ready, stale: problem('moneiFault') }, session, 'stale'],
    [ready, ended, 'stale'],
    [{ state: 'failed', problem: problem('moneiFault'), refreshing: false } as const, session, 'failed'],
  ])('%j is as it should be', (section, inSession, state) => {
    expect(sectionState(section, inSession)).toBe(state);
  });

  it('are together as old as the oldest', () => {
    const view = connected();
    const long = ago(100);
    if (view.limits.state === 'ready') view.limits.asOf = long;
    expect(oldest(view)).toBe(long);
    expect(oldest(signedOut())).toBeNull();
  });

  it('are refreshing when one is', () => {
    const view = connected();
    expect(isRefreshing(view)).toBe(false);
    if (view.limits.state === 'ready') view.limits.refreshing = true;
    expect(isRefreshing(view)).toBe(true);
  });
});

describe('days', () => {
  it('group neighbours, and keep what has no date apart', () => {
    const now = new Date(2026, 10, 21, 12);
    const row = (hoursAgo: number | null): TransactionView => ({
      id: `at ${hoursAgo ?? 'no time'}`,
      direction: 'incoming',
      outcome: 'done',
      status: null,
      amount: null,
      narration: null,
      reference: null,
      createdAt: hoursAgo === null ? null : new Date(now.getTime() - hoursAgo * 3_600_000).toISOString(),
    });
    const groups = byDay([row(1), row(2), row(24), row(null)], now);
    expect(groups.map(({ day, rows }) => [day, rows.length])).toEqual([
      ['today', 2],
      ['yesterday', 1],
      [null, 1],
    ]);
  });
});

describe('the clock', () => {
  it('counts what is left', () => {
    let now = new Date(2026, 0, 1, 12, 0, 0);
    const clock = new Clock(() => now.getTime());
    const until = new Date(2026, 0, 1, 12, 1, 0);
    expect(clock.secondsUntil(until)).toBe(60);
    now = new Date(2026, 0, 1, 12, 0, 19);
    clock.tick();
    expect(clock.secondsUntil(until)).toBe(41);
  });
});

describe('fixtures', () => {
  it.each(Object.entries(STATES))('%s has nine permissions and every feature', (_name, state) => {
    const view = state();
    expect(view.permissions).toHaveLength(9);
    const features = view.features.map(({ feature }) => feature);
    expect(features.sort()).toEqual(Object.keys(words.gates.off).sort());
  });
});
