// @vitest-environment jsdom
// The forms of payments as they are drawn: what of them the rune classes cannot tell by themselves.

import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Answer, NotReadyView, PlanView } from '$lib/backend';
import { FakeBackend } from '$lib/backend/fake';
import { plansOf } from '$lib/backend/billers';
import { ALL_SCOPES, connected, problem } from '$lib/backend/fixtures';
import AccountFields from '$lib/screens/payments/AccountFields.svelte';
import BillFields from '$lib/screens/payments/bills/BillFields.svelte';
import CoinChoice from '$lib/screens/payments/crypto/CoinChoice.svelte';
import RecipientField from '$lib/screens/payments/crypto/RecipientField.svelte';
import { Banks } from '$lib/state/paying.svelte';
import { Account } from '$lib/state/paying/account.svelte';
import { BillForm } from '$lib/state/paying/bills.svelte';
import { SendCryptoForm } from '$lib/state/paying/send-crypto.svelte';
import { SwapForm } from '$lib/state/paying/swap.svelte';
import { byTestid, draw, erase, press, prepareDocument, settled } from './drawing';

beforeAll(prepareDocument);
afterEach(erase);

const { balances } = connected(ALL_SCOPES);
const unreachable: { refused: NotReadyView } = {
  refused: { why: 'problem', problem: problem('moneiUnreachable') },
};

describe('a bill', () => {
  it('is refused for another price, and the plans are read anew once', async () => {
    const backend = new FakeBackend(connected(ALL_SCOPES));
    let readAnew = 0;
    // As Monei does, it takes a turn to answer.
    backend.billPlans = (kind, biller, anew) => {
      if (anew) readAnew += 1;
      return new Promise<Answer<PlanView[]>>((resolve) => {
        setTimeout(() => {
          resolve({ value: plansOf(kind, biller) });
        });
      });
    };
    const form = new BillForm(backend);
    form.setKind('data');
    form.setBiller('GLO');
    await draw(BillFields, { form, balances, busy: false });
    await settled();
    expect([form.lists.plans('data', 'GLO').state, readAnew]).toEqual(['known', 0]);
    backend.notReady = { why: 'anotherPrice' };
    for (const times of [1, 2]) {
      await form.paying.prepare(form.order);
      for (let turn = 0; turn < 10; turn += 1) await settled();
      expect(byTestid('payment-refused')?.dataset.why).toBe('anotherPrice');
      expect(readAnew).toBe(times);
    }
  });
});

describe('a choice of many', () => {
  const input = (name: string) => byTestid(name) as HTMLInputElement;
  const described = (name: string) =>
    (input(name).getAttribute('aria-describedby') ?? '')
      .split(' ')
      .map((id) => document.getElementById(id)?.textContent);
  const called = (name: string) => [
    input(name).ariaLabel,
    [...(input(name).labels ?? [])].map((label) => label.textContent),
  ];

  it('is called by the label that is seen, and says what can be typed', async () => {
    const form = new BillForm(new FakeBackend(connected(ALL_SCOPES)));
    form.setKind('cableTv');
    form.setBiller('DSTV');
    await draw(BillFields, { form, balances, busy: false });
    await settled();
    expect(called('bill-biller')).toEqual([null, ['Provider']]);
    expect(described('bill-biller')).toEqual(['Search by name']);
    expect(called('bill-plan')).toEqual([null, ['Plan']]);
    expect(described('bill-plan')).toEqual(['Search plans']);
  });

  it('of coins takes one contract after another, and the coin that was there', async () => {
    const backend = new FakeBackend(connected(ALL_SCOPES));
    const form = new SwapForm(backend);
    await form.setNetwork('evm:8453');
    const onchoose = vi.fn();
    const { coins, sold, named } = form;
    await draw(CoinChoice, {
      label: 'You give',
      coins,
      named: named.sold,
      chosen: sold,
      onchoose,
      testid: 'coin',
      wrong: 'why',
    });
    expect(called('coin')).toEqual([null, ['You give']]);
    expect(described('coin')).toEqual(['You give: search by name or contract', undefined]);
    const types = async (typed: string) => {
      // The first key opens the list.
      input('coin').dispatchEvent(new KeyboardEvent('keydown', { bubbles: true, key: 'e' }));
      await settled();
      input('coin').value = typed;
      input('coin').dispatchEvent(new InputEvent('input', { bubbles: true }));
      await settled();
    };
    const choose = async (name: string) => {
      byTestid(name)?.dispatchEvent(new PointerEvent('pointerup', { bubbles: true, button: 0 }));
      await settled();
    };
    const asked = () => backend.exchange.calls.filter((call) => call.startsWith('coin ')).length;
    for (const contract of [`0x${'1'.repeat(40)}`, `0x${'2'.repeat(40)}`, `0x${'2'.repeat(40)}`]) {
      const before = asked();
      await types(contract);
      await choose('coin-named');
      expect([asked(), byTestid('payment-refused')?.dataset.why]).toEqual([before + 1, 'order']);
    }
    await types('ether');
    await choose('coin-own');
    expect(onchoose).toHaveBeenCalledExactlyOnceWith(sold);
  });
});

describe('a question that failed is asked again', () => {
  const again = async (line: string, state: string) => {
    expect(byTestid(line)?.dataset.state).toBe('refused');
    expect(await press('ask-again')).toBe(true);
    await vi.waitFor(() => {
      expect(byTestid(line)?.dataset.state).toBe(state);
    });
  };

  it('whose account it is', async () => {
    const backend = new FakeBackend(connected(ALL_SCOPES));
    const verify = vi.spyOn(backend, 'verifyAccount').mockResolvedValueOnce(unreachable);
    const account = new Account((bank, number) => backend.verifyAccount(bank, number));
    account.take('058', '0123456789');
    const banks = new Banks(() => backend.banks());
    await draw(AccountFields, { account, banks, name: 'withdraw', wrong: undefined });
    await again('withdraw-holder', 'told');
    expect(verify).toHaveBeenCalledTimes(2);
    // Monei has answered: nothing is gained by asking again.
    account.setNumber('0000000000');
    await settled();
    expect([byTestid('withdraw-holder')?.dataset.state, byTestid('ask-again')]).toEqual(['refused', null]);
  });

  it('whose meter it is', async () => {
    const backend = new FakeBackend(connected(ALL_SCOPES));
    const unanswered = vi.spyOn(backend, 'billCustomer').mockResolvedValue(unreachable);
    const form = new BillForm(backend);
    form.setKind('electricity');
    form.setBiller('EKO DISCO ELECTRICITY');
    form.number = '45083311550';
    await draw(BillFields, { form, balances, busy: false });
    unanswered.mockRestore();
    await again('bill-customer', 'told');
  });

  it('who has an address', async () => {
    const backend = new FakeBackend(connected(ALL_SCOPES));
    vi.spyOn(backend.exchange, 'recipient').mockResolvedValueOnce(unreachable);
    const form = new SendCryptoForm(backend);
    await form.setNetwork('evm:8453');
    form.setTo('0x52908400098527886E0F7030069857D2E4169EE7');
    await draw(RecipientField, { form });
    await vi.waitFor(() => {
      expect(byTestid('recipient')?.dataset.state).toBe('refused');
    });
    await again('recipient', 'somebody');
  });
});
