import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { CoinChoiceView, RecipientReadView } from '$lib/backend';
import { COINS } from '$lib/backend/crypto';
import type { Told } from '$lib/backend/exchange';
import { FakeBackend } from '$lib/backend/fake';
import { ALL_SCOPES, connected } from '$lib/backend/fixtures';
import { SendCryptoForm } from './send-crypto.svelte';

const TO = '0x52908400098527886E0F7030069857D2E4169EE7';
const somebody = (
  more: Partial<Extract<RecipientReadView, { read: 'somebody' }>> = {},
): RecipientReadView => ({
  read: 'somebody',
  address: TO,
  amount: null,
  own: false,
  firstTime: true,
  ...more,
});

/** An answer that is still to come. */
function promised<T>() {
  let resolve: (value: T) => void = () => undefined;
  const promise = new Promise<T>((answer) => (resolve = answer));
  return { promise, resolve };
}

async function begun() {
  const backend = new FakeBackend(connected(ALL_SCOPES));
  const form = new SendCryptoForm(backend);
  await form.setNetwork('evm:8453');
  const read = async (text: string) => {
    form.setTo(text);
    await vi.advanceTimersByTimeAsync(1000);
  };
  return { backend, form, read };
}

describe('sending a coin', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('needs somebody to send to', async () => {
    const { form, read } = await begun();
    form.amount = '1';
    await read('0x529');
    expect([form.read.state, form.ready]).toEqual(['read', false]);
    await read(TO);
    expect(form.ready).toBe(true);
    // Another text is not the address that was read.
    form.setTo(`${TO}0`);
    expect([form.read.state, form.ready]).toEqual(['asking', false]);
  });

  it('does not send to oneself', async () => {
    const { backend, form, read } = await begun();
    backend.exchange.read = somebody({ own: true });
    form.amount = '1';
    await read(TO);
    expect(form.ready).toBe(false);
  });

  it('takes what a code asks for where nothing was typed, and says so where it differs', async () => {
    const { backend, form, read } = await begun();
    backend.exchange.read = somebody({ amount: '0.5' });
    await read(`ethereum:${TO}?value=5e17`);
    expect([form.amount, form.asksForAnother]).toEqual(['0.5', null]);
    expect(form.order).toEqual({
      order: 'sendCrypto',
      network: 'evm:8453',
      contract: null,
      to: TO,
      amount: '0.5',
    });
    form.amount = '0.50';
    expect(form.asksForAnother).toBeNull();
    form.amount = '3';
    expect(form.asksForAnother).toBe('0.5');
    await read(`ethereum:${TO}?value=5e17`);
    expect(form.amount).toBe('3');
  });

  it('keeps what is typed while a picture is looked at, and the newer of two pictures', async () => {
    const { backend, form, read } = await begun();
    const late: ((text: string) => void)[] = [];
    backend.exchange.readCode = () =>
      new Promise((resolve) => {
        late.push((text) => {
          resolve({ text });
        });
      });
    void form.setPicture('AAAA');
    await vi.advanceTimersByTimeAsync(0);
    expect(form.lookingAtPicture).toBe(true);
    await read(TO);
    expect(form.lookingAtPicture).toBe(false);
    late[0]?.('0xold');
    await vi.advanceTimersByTimeAsync(1000);
    expect([form.to, form.somebody?.address]).toEqual([TO, TO]);
    // One is still being read from the disk when somebody types.
    const file = promised<string>();
    void form.setPicture(file.promise);
    form.setTo('0x5');
    file.resolve('BBBB');
    await vi.advanceTimersByTimeAsync(0);
    late[1]?.('0xolder');
    await vi.advanceTimersByTimeAsync(1000);
    expect([form.to, form.lookingAtPicture]).toEqual(['0x5', false]);
    void form.setPicture('CCCC');
    void form.setPicture('DDDD');
    await vi.advanceTimersByTimeAsync(0);
    late[3]?.(TO);
    late[2]?.('0xoldest');
    await vi.advanceTimersByTimeAsync(1000);
    expect([form.to, form.lookingAtPicture]).toEqual([TO, false]);
  });

  it('keeps a coin that was chosen while Monei was asked for another one', async () => {
    const { backend, form } = await begun();
    const [ether, usdc, kola] = COINS['evm:8453'] ?? [];
    const answered = promised<Told<CoinChoiceView>>();
    backend.exchange.coin = () => answered.promise;
    const asked = form.named.ask(kola?.contract ?? '');
    form.setCoin(usdc ?? null);
    if (kola) answered.resolve({ value: kola });
    await asked;
    expect([form.coin, form.named.looking]).toEqual([usdc, false]);
    await form.setNetwork('evm:8453');
    expect(form.coin).toEqual(ether);
  });

  it('reads a code from a picture, or tells why it cannot', async () => {
    const { backend, form } = await begun();
    await form.setPicture('AAAA');
    expect(form.codeFault).toBe('notFound');
    backend.exchange.code = { text: TO };
    await form.setPicture('AAAA');
    await vi.advanceTimersByTimeAsync(1000);
    expect([form.codeFault, form.to, form.somebody?.address]).toEqual([null, TO, TO]);
  });
});
