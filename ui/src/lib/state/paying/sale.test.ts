import { describe, expect, test } from 'vitest';
import { FakeBackend } from '$lib/backend/fake';
import type { NotReadyView } from '$lib/backend';
import { ALL_SCOPES, connected, problem } from '$lib/backend/fixtures';
import { SELLABLE } from '$lib/backend/sales';
import { SaleForm } from './sale.svelte';

const [usdt, usdc] = SELLABLE as [(typeof SELLABLE)[0], (typeof SELLABLE)[0]];
const unreachable: NotReadyView = { why: 'problem', problem: problem('moneiUnreachable') };

describe('a sale from the form to its order', () => {
  test('it is ready once the off-ramp has named the holder', async () => {
    const backend = new FakeBackend(connected(ALL_SCOPES));
    const form = new SaleForm(backend);
    form.setCoin(usdt);
    form.setAmount('1 000.5');
    form.account.setBank('GTBINGLA');
    form.account.setNumber('0000000000');
    await Promise.resolve();
    expect([form.account.holder.state, form.ready]).toEqual(['refused', false]);
    form.account.setNumber('0123456789');
    await Promise.resolve();
    expect(form.ready).toBe(true);
    expect(form.order).toEqual({
      order: 'sell',
      coin: 'USDT',
      network: 'base',
      amount: '1000.5',
      bank: 'GTBINGLA',
      accountNumber: '0123456789',
      accountName: 'CHIDINMA ADAEZE OKONKWO',
    });
    // Banks of withdrawals are never asked.
    expect(backend.calls.some((call) => call.startsWith('verifyAccount'))).toBe(false);
  });

  test('a coin is sold on a network of its own', () => {
    const form = new SaleForm(new FakeBackend(connected(ALL_SCOPES)));
    form.setCoin(usdt);
    form.setNetwork('polygon');
    form.setCoin(usdc);
    expect(form.network).toBe('base');
    form.setNetwork('ethereum');
    form.setCoin(usdt);
    expect(form.network).toBe('ethereum');
  });

  test('a rate on screen is never of another coin, network or amount', async () => {
    const backend = new FakeBackend(connected(ALL_SCOPES));
    const form = new SaleForm(backend);
    form.setCoin(usdt);
    form.amount = '2';
    await form.askRate();
    for (const change of [
      () => {
        form.setCoin(usdc);
      },
      () => {
        form.setNetwork('ethereum');
      },
      () => {
        form.setAmount('3');
      },
    ]) {
      expect(form.rate.state).toBe('told');
      change();
      expect(form.rate.state).toBe('asking');
      await form.askRate();
    }
    form.setAmount('');
    expect(form.rate.state).toBe('unasked');
    form.setAmount('2');
    await form.askRate();
    // The same, once more.
    const again = form.askRate();
    expect(form.rate.state).toBe('told');
    await again;
    form.clear();
  });

  test('a rate that cannot be told anew in passing stays, and is asked for again', async () => {
    const backend = new FakeBackend(connected(ALL_SCOPES));
    const form = new SaleForm(backend);
    form.setCoin(usdt);
    form.amount = '2';
    await form.askRate();
    const told = form.rate;
    const answers = backend.saleRate.bind(backend);
    backend.saleRate = () => Promise.resolve({ refused: unreachable });
    await form.refreshRate();
    expect(form.rate).toBe(told);
    backend.saleRate = answers;
    await form.refreshRate();
    expect(form.rate.state).toBe('told');
    expect(form.rate).not.toBe(told);
    // Who asks is told that it did not work, and asks again.
    backend.saleRate = () => Promise.resolve({ refused: unreachable });
    await form.askRate();
    expect(form.rate).toEqual({ state: 'refused', why: unreachable });
    backend.saleRate = answers;
    await form.askRate();
    expect(form.rate.state).toBe('told');
    // What is not for want of a connection is no rate any more.
    backend.saleRate = () => Promise.resolve({ refused: { why: 'without', scope: 'offramp:execute' } });
    await form.refreshRate();
    expect(form.rate.state).toBe('refused');
  });

  test('what is no amount is not asked about', async () => {
    const backend = new FakeBackend(connected(ALL_SCOPES));
    const form = new SaleForm(backend);
    form.setCoin(usdt);
    for (const amount of ['', '0', '0.00', 'ten']) {
      form.amount = amount;
      await form.askRate();
    }
    expect([form.rate.state, backend.calls]).toEqual(['unasked', []]);
    // It may be one and a half thousand, or one and a half.
    form.amount = '1,500';
    await form.askRate();
    expect(form.rate).toEqual({ state: 'refused', why: { why: 'order', fault: 'amount' } });
    form.amount = '2.5';
    await form.askRate();
    expect([form.rate.state, backend.calls]).toEqual(['told', ['saleRate USDT base 2.5']]);
  });
});
