import { describe, expect, test } from 'vitest';
import { FakeBackend } from '$lib/backend/fake';
import { ALL_SCOPES, connected, NO_PAYMENTS } from '$lib/backend/fixtures';
import { payment } from '$lib/backend/payments';
import { Kept } from './kept';
import { SendForm } from './paying.svelte';
import { SaleForm } from './paying/sale.svelte';
import { SendCryptoForm } from './paying/send-crypto.svelte';
import { SwapForm } from './paying/swap.svelte';

const open = { ...NO_PAYMENTS, desk: { state: 'open' } as const };

function typed(backend: FakeBackend) {
  const form = new SendForm(backend);
  form.receiver = ' ngozi@example.ng ';
  form.amount = '₦ 1,250.75';
  return form;
}

describe('a payment from the form to its end', () => {
  test('people write thousands apart, and the core reads plain digits', async () => {
    const backend = new FakeBackend(connected(ALL_SCOPES));
    const form = typed(backend);
    await form.paying.prepare(form.order);
    expect(backend.calls).toContain('preparePayment ngozi@example.ng 1250.75');
  });

  test.each([
    ['12,50', '12,50'],
    ['1,25', '1,25'],
    ['1.250,75', '1.250,75'],
    ['12,3456', '12,3456'],
    ['1,234,567', '1234567'],
    ['₦12,345.5', '12345.5'],
    ['1 250', '1250'],
    ['0.50', '0.50'],
    ['0,125', '0,125'],
    ['00,125', '00,125'],
    ['000,500', '000,500'],
    ['100,000', '100000'],
  ])('a comma that does not part thousands is left to be refused: %s', (amount, sent) => {
    const form = new SendForm(new FakeBackend(connected(ALL_SCOPES)));
    form.amount = amount;
    expect(form.order).toMatchObject({ amount: sent });
  });

  test.each(['1,500', '0,125', '1,234,567', '1,000.5'])(
    'a comma in an amount of crypto is left to be refused: %s',
    (amount) => {
      const backend = new FakeBackend(connected(ALL_SCOPES));
      const forms = [new SwapForm(backend), new SendCryptoForm(backend), new SaleForm(backend)];
      for (const form of forms) {
        form.amount = ` ${amount} `;
        expect(form.order).toMatchObject({ amount });
      }
    },
  );

  test('it waits for the other window, is sent, and ends as Monei tells', async () => {
    const backend = new FakeBackend(connected(ALL_SCOPES));
    const { paying, order } = typed(backend);
    expect(paying.stage(open)).toEqual({ at: 'form' });
    await paying.prepare(order);
    // The picture is older than the answer.
    expect(paying.stage(open)).toEqual({ at: 'confirming' });
    const waiting = { id: 'intent-1', beingSent: false };
    expect(paying.stage({ ...open, waiting })).toEqual({ at: 'confirming' });
    expect(paying.stage({ ...open, waiting: { ...waiting, beingSent: true } })).toEqual({ at: 'sending' });
    const ended = payment({ state: 'succeeded' }, { id: 'intent-1' });
    expect(paying.stage({ ...open, payments: [ended] })).toEqual({ at: 'ended', payment: ended });
  });

  test('who closes the confirmation is back at the form, with what was typed', async () => {
    const backend = new FakeBackend(connected(ALL_SCOPES));
    const form = typed(backend);
    await form.paying.prepare(form.order);
    form.paying.notice({ ...open, waiting: { id: 'intent-1', beingSent: false } });
    form.paying.notice({ ...open, notSent: { id: 'intent-1', why: { why: 'cancelled' } } });
    expect(form.paying.stage(open)).toEqual({ at: 'form' });
    expect([form.paying.cancelled, form.receiver]).toEqual([true, ' ngozi@example.ng ']);
  });

  test('what was not sent is forgotten once the next one is prepared, and the form is there again', async () => {
    const form = typed(new FakeBackend(connected(ALL_SCOPES)));
    await form.paying.prepare(form.order);
    const notSent = { ...open, notSent: { id: 'intent-1', why: { why: 'anotherPrice' } as const } };
    form.paying.notice({ ...open, waiting: { id: 'intent-1', beingSent: true } });
    form.paying.notice(notSent);
    expect(form.paying.stage(notSent)).toMatchObject({ at: 'notSent' });
    const next = { ...open, waiting: { id: 'intent-2', beingSent: false } };
    form.paying.notice(next);
    expect(form.paying.stage(next)).toEqual({ at: 'form' });
    expect(form.receiver).toBe(' ngozi@example.ng ');
  });

  test('a confirmation that is closed while another page is shown is told at the form', async () => {
    const backend = new FakeBackend(connected(ALL_SCOPES));
    const kept = new Kept();
    const form = kept.get('send', () => typed(backend));
    kept.get('banks', () => []);
    await form.paying.prepare(form.order);
    kept.notice({ ...open, waiting: { id: 'intent-1', beingSent: false } });
    kept.notice({ ...open, notSent: { id: 'intent-1', why: { why: 'cancelled' } } });
    const next = { ...open, waiting: { id: 'intent-2', beingSent: false } };
    kept.notice(next);
    expect(form.paying.stage(next)).toEqual({ at: 'form' });
    expect([form.paying.cancelled, form.receiver]).toEqual([true, ' ngozi@example.ng ']);
  });

  test('a picture that is there before the answer to the order counts', async () => {
    const form = typed(new FakeBackend(connected(ALL_SCOPES)));
    const answered = form.paying.prepare(form.order);
    form.paying.notice({ ...open, waiting: { id: 'intent-1', beingSent: false } });
    await answered;
    form.paying.notice(open);
    expect(form.paying.stage(open)).toEqual({ at: 'form' });
  });

  test('what has left the list of payments is not waited for', async () => {
    const form = typed(new FakeBackend(connected(ALL_SCOPES)));
    await form.paying.prepare(form.order);
    form.paying.notice({ ...open, payments: [payment({ state: 'succeeded' }, { id: 'intent-1' })] });
    expect(form.paying.stage(open)).toEqual({ at: 'form' });
    form.paying.notice(open);
    // Another order waits for its own picture.
    await form.paying.prepare(form.order);
    expect(form.paying.stage(open)).toEqual({ at: 'confirming' });
  });

  test('what is refused is told at the form, and another payment is none of this one', async () => {
    const backend = new FakeBackend(connected(ALL_SCOPES));
    const { paying, order } = typed(backend);
    backend.notReady = { why: 'anotherWaits' };
    await paying.prepare(order);
    expect(paying.refused).toEqual({ why: 'anotherWaits' });
    expect(paying.stage({ ...open, payments: [payment({ state: 'succeeded' })] })).toEqual({ at: 'form' });
  });
});
