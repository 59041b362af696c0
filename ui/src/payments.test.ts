// @vitest-environment jsdom
// The forms of payments as they are drawn: what of them the rune classes cannot tell by themselves.

import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Answer, PlanView } from '$lib/backend';
import { FakeBackend } from '$lib/backend/fake';
import { plansOf } from '$lib/backend/billers';
import { ALL_SCOPES, connected } from '$lib/backend/fixtures';
import BillFields from '$lib/screens/payments/bills/BillFields.svelte';
import { BillForm } from '$lib/state/paying/bills.svelte';
import { byTestid, draw, erase, prepareDocument, settled } from './drawing';

beforeAll(prepareDocument);
afterEach(erase);

const { balances } = connected(ALL_SCOPES);

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
