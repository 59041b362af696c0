import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { COINS, QUOTE } from '$lib/backend/crypto';
import { FakeBackend } from '$lib/backend/fake';
import { ALL_SCOPES, connected } from '$lib/backend/fixtures';
import { SwapForm } from './swap.svelte';

const BASE = COINS['evm:8453'] ?? [];
const [ETHER, USDC, KOLA] = BASE;

async function filled() {
  const backend = new FakeBackend(connected(ALL_SCOPES));
  const form = new SwapForm(backend);
  await form.setNetwork('evm:8453');
  form.setBought(USDC ?? null);
  form.setAmount('0.01');
  const quotes = () => backend.exchange.calls.filter((call) => call.startsWith('quote'));
  return { backend, form, quotes };
}

describe('a swap', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('begins with the coin of its network', async () => {
    const { form } = await filled();
    expect(form.sold).toEqual(ETHER);
    expect(form.order).toEqual({
      order: 'swap',
      network: 'evm:8453',
      sold: null,
      bought: USDC?.contract,
      amount: '0.01',
      slippageBps: null,
    });
    await form.setNetwork('solana');
    expect([form.sold?.symbol, form.bought, form.ready]).toEqual(['SOL', null, false]);
    expect(form.order).toMatchObject({ slippageBps: 50 });
  });

  it('is quoted once somebody has typed to the end', async () => {
    const { form, quotes } = await filled();
    for (const typed of ['0.010', '0.0100', '0.01002']) form.setAmount(typed);
    expect(form.indicated.state).toBe('asking');
    expect(quotes()).toHaveLength(0);
    await vi.advanceTimersByTimeAsync(1000);
    expect(quotes()).toHaveLength(1);
    expect(quotes()[0]).toContain('0.01002');
    expect(form.indicated.state).toBe('told');
    // What stands above it has changed, so it is gone.
    form.setAmount('0.02');
    expect(form.indicated.state).toBe('asking');
    form.setAmount('0');
    expect(form.indicated.state).toBe('nothing');
  });

  it('shows the newest answer only', async () => {
    const { backend, form } = await filled();
    const answers: ((brings: string) => void)[] = [];
    backend.exchange.quoted = () =>
      new Promise((resolve) => {
        answers.push((brings) => {
          resolve({ value: { ...QUOTE(), brings: { digits: brings, currency: 'USDC' } } });
        });
      });
    void form.quote();
    void form.quote();
    answers[1]?.('2');
    await vi.advanceTimersByTimeAsync(0);
    answers[0]?.('1');
    await vi.advanceTimersByTimeAsync(0);
    expect(form.indicated).toMatchObject({ state: 'told', quote: { brings: { digits: '2' } } });
  });

  it('turns round, and never has one coin on both sides', async () => {
    const { form } = await filled();
    form.turn();
    expect([form.sold, form.bought]).toEqual([USDC, ETHER]);
    form.setSold(ETHER ?? null);
    expect([form.sold, form.bought]).toEqual([ETHER, USDC]);
  });

  it('takes a coin by its contract, and tells why it is none', async () => {
    const { form } = await filled();
    const { sold, bought } = form.named;
    await bought.ask('0x0');
    expect([sold.refused, bought.refused]).toEqual([null, { why: 'order', fault: 'noSuchCoin' }]);
    expect(form.bought).toEqual(USDC);
    await bought.ask(KOLA?.contract ?? '');
    expect([bought.refused, form.bought]).toEqual([null, KOLA]);
    expect(form.coins.known).toHaveLength(BASE.length);
    await sold.ask('0x0');
    form.setSold(ETHER ?? null);
    expect(sold.refused).toBeNull();
  });

  it.each<[string, (form: SwapForm) => unknown]>([
    [
      'choosing from the list',
      (form) => {
        form.setBought(USDC ?? null);
      },
    ],
    [
      'turning round',
      (form) => {
        form.turn();
      },
    ],
    ['another network', (form) => form.setNetwork('solana')],
    [
      'beginning anew',
      (form) => {
        form.clear();
      },
    ],
    ['another contract', (form) => form.named.bought.ask('0x0')],
  ])('an answer about a contract comes too late after %s', async (_what, newer) => {
    const { backend, form } = await filled();
    const late: (() => void)[] = [];
    const coin = backend.exchange.coin.bind(backend.exchange);
    backend.exchange.coin = (network, contract) => {
      if (contract !== KOLA?.contract) return coin(network, contract);
      return new Promise((resolve) => {
        late.push(() => void coin(network, contract).then(resolve));
      });
    };
    void form.named.bought.ask(KOLA?.contract ?? '');
    expect(form.named.bought.looking).toBe(true);
    await newer(form);
    const { sold, bought } = form;
    expect(form.named.bought.looking).toBe(false);
    for (const answer of late) answer();
    await vi.advanceTimersByTimeAsync(0);
    expect([form.sold, form.bought, form.named.bought.looking]).toEqual([sold, bought, false]);
  });
});
