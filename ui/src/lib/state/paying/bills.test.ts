import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { FakeBackend } from '$lib/backend/fake';
import { ALL_SCOPES, connected, problem } from '$lib/backend/fixtures';
import { BillForm } from './bills.svelte';

const METER = '45083311550';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function begun() {
  const backend = new FakeBackend(connected(ALL_SCOPES));
  const form = new BillForm(backend);
  form.read();
  return { backend, form };
}

/** Types a number and waits for what is said of it. */
async function types(form: BillForm, number: string) {
  form.setNumber(number);
  await vi.runAllTimersAsync();
}

describe('a bill from its choice to its order', () => {
  test('airtime is for a phone, and nobody can say whose it is', async () => {
    const { form } = begun();
    form.setBiller('MTN');
    await types(form, '0803 123-4567');
    form.amount = '₦1,500';
    expect(form.customer).toEqual({ state: 'notTold' });
    expect(form.ready).toBe(true);
    expect(form.order).toEqual({
      order: 'airtime',
      phoneNumber: '08031234567',
      biller: 'MTN',
      amount: '1500',
    });
    await types(form, '0803123');
    expect([form.customer.state, form.ready]).toEqual(['incomplete', false]);
  });

  test('data costs what its plan says', async () => {
    const { form } = begun();
    form.setKind('data');
    form.setBiller('GLO');
    await vi.runAllTimersAsync();
    await types(form, '08031234567');
    expect(form.ready).toBe(false);
    form.setPlan('MD108');
    await vi.runAllTimersAsync();
    expect([form.ready, form.choosesAmount]).toEqual([true, false]);
    expect(form.order).toMatchObject({ plan: 'MD108', amount: '500.00', chosen: false });
  });

  test('a plan may leave the amount to the payer', async () => {
    const { form } = begun();
    form.setKind('cableTv');
    form.setBiller('DSTV');
    await vi.runAllTimersAsync();
    form.setPlan('CB197');
    await types(form, '7023456789');
    expect([form.ready, form.choosesAmount]).toEqual([false, true]);
    form.amount = '750.50';
    expect([form.ready, form.customer.state]).toEqual([true, 'told']);
    expect(form.order).toMatchObject({ amount: '750.50', chosen: true });
  });

  test('nothing is ordered for a meter before Monei has said whose it is', async () => {
    const { form } = begun();
    form.setKind('electricity');
    form.setBiller('EKO DISCO ELECTRICITY');
    await vi.runAllTimersAsync();
    form.amount = '5000';
    form.setNumber(METER);
    expect([form.customer.state, form.ready]).toEqual(['unasked', false]);
    await vi.runAllTimersAsync();
    expect(form.customer).toMatchObject({ state: 'told' });
    expect(form.ready).toBe(true);
    await types(form, '45083310000');
    expect([form.customer.state, form.ready]).toEqual(['refused', false]);
  });

  test('a name on screen belongs to the number beside it', async () => {
    const { backend, form } = begun();
    form.setKind('electricity');
    form.setBiller('EKO DISCO ELECTRICITY');
    await vi.runAllTimersAsync();
    await types(form, METER);
    expect(form.customer.state).toBe('told');
    form.setBiller('IBADAN DISCO ELECTRICITY');
    expect(form.ready).toBe(false);
    await vi.runAllTimersAsync();
    expect(backend.calls.at(-1)).toBe(`billCustomer electricity IBADAN DISCO ELECTRICITY UB161 ${METER}`);
  });

  test('a number is asked about once, when the person stops typing', async () => {
    const { backend, form } = begun();
    form.setKind('electricity');
    form.setBiller('EKO DISCO ELECTRICITY');
    await vi.runAllTimersAsync();
    for (let length = 1; length <= METER.length; length += 1) form.setNumber(METER.slice(0, length));
    await vi.runAllTimersAsync();
    expect(backend.calls.filter((call) => call.startsWith('billCustomer'))).toHaveLength(1);
  });

  test('airtime and data keep the phone, and nothing else is kept between kinds', async () => {
    const { form } = begun();
    form.setBiller('MTN');
    await types(form, '08031234567');
    form.setKind('data');
    expect([form.biller, form.number]).toEqual(['MTN', '08031234567']);
    form.setKind('electricity');
    expect([form.biller, form.number, form.ready]).toEqual(['', '', false]);
  });

  test('plans that could not be read are read again, and old ones anew', async () => {
    const { backend, form } = begun();
    form.setKind('data');
    backend.refusal = problem('moneiUnreachable');
    form.setBiller('MTN');
    await vi.runAllTimersAsync();
    expect(form.lists.plans('data', 'MTN').state).toBe('unread');
    backend.refusal = null;
    await form.readPlans();
    expect(form.lists.plans('data', 'MTN').state).toBe('known');
    form.readAnew();
    await vi.runAllTimersAsync();
    expect(backend.calls).toContain('billPlans data MTN anew');
  });
});
