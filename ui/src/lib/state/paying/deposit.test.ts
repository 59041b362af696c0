import { describe, expect, test } from 'vitest';
import { FakeBackend } from '$lib/backend/fake';
import { ALL_SCOPES, connected } from '$lib/backend/fixtures';
import { DepositForm } from './deposit.svelte';

describe('a deposit from the form to its start', () => {
  test('two clicks begin one, with plain digits', async () => {
    const backend = new FakeBackend(connected(ALL_SCOPES));
    const form = new DepositForm(backend);
    form.amount = '₦ 5,000.50';
    await Promise.all([form.begin(), form.begin()]);
    expect(backend.calls.filter((call) => call.startsWith('startDeposit'))).toEqual([
      'startDeposit bankTransfer 5000.50',
    ]);
    expect([form.amount, form.busy]).toEqual(['', false]);
  });

  test('a code needs the bank whose it is', async () => {
    const backend = new FakeBackend(connected(ALL_SCOPES));
    const form = new DepositForm(backend);
    form.way = 'ussd';
    form.amount = '700';
    expect(form.ready).toBe(false);
    await form.begin();
    expect(backend.calls).toEqual([]);
    form.bank = '058';
    await form.begin();
    expect(backend.calls).toEqual(['startDeposit ussd 700']);
  });

  test('what is refused is told, and what was typed stays', async () => {
    const backend = new FakeBackend(connected(ALL_SCOPES));
    backend.notReady = { why: 'order', fault: 'tooFine' };
    const form = new DepositForm(backend);
    form.amount = '1.005';
    await form.begin();
    expect([form.fault, form.amount]).toEqual(['tooFine', '1.005']);
  });
});
