// Swaps and sends on chains, for the tests and for the gallery.

import type { CoinChoiceView, QuoteView } from '.';
import type { ConfirmationView } from './confirmation';
import { ago } from './fixtures';

const USDC = '0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913';
const MINT = 'EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v';

/** As Monei tells one: it holds for half a minute. */
const quoted = (brings: string, atLeast: string, rate: string, currency: string, holds = 30) => ({
  brings: { digits: brings, currency },
  atLeast: { digits: atLeast, currency },
  rate: { digits: rate, currency },
  toldAt: new Date(Date.now() - (30 - holds) * 1000).toISOString(),
  expiresAt: new Date(Date.now() + holds * 1000).toISOString(),
});

const coin = (
  symbol: string,
  name: string,
  contract: string | null,
  held: string | null,
  more: Partial<CoinChoiceView> = {},
): CoinChoiceView => ({
  symbol,
  name,
  contract,
  decimals: 18,
  held: held === null ? null : { digits: held, currency: symbol },
  wellKnown: true,
  ...more,
});

/** By network. */
export const COINS: Partial<Record<string, CoinChoiceView[]>> = {
  'evm:8453': [
    coin('ETH', 'Ether', null, '0.050000000000000001'),
    coin('USDC', 'USD Coin', USDC, '4800.000001', { decimals: 6 }),
    coin(
      'KOLA',
      'Kola Nut, a token with a name that somebody made as long as they could',
      '0x6b6f6c616e75742d73616e64626f78746f6b656e',
      '400000000000000000000000000000000.000000000000000001',
      { wellKnown: false },
    ),
  ],
  solana: [
    coin('SOL', 'Solana', null, '0.5', { decimals: 9 }),
    coin('USDC', 'USD Coin', MINT, null, { decimals: 6 }),
  ],
};

export const QUOTE = (): QuoteView => quoted('30.036542', '29.736176', '3003.654299098703', 'USDC');

/** The confirmation window. */
export function CRYPTO_CONFIRMATIONS(usual: ConfirmationView): Record<string, ConfirmationView> {
  const swap: ConfirmationView = {
    ...usual,
    kind: 'swap',
    amount: { digits: '0.010000000000000003', currency: 'ETH' },
    payee: USDC.toLowerCase(),
    quote: quoted('30.036542', '29.736176', '3003.654299098703', 'USDC'),
    onChain: { network: 'Base', contract: null, bought: USDC, recipient: null },
    fee: 'notTold',
    balance: {
      state: 'told',
      before: { digits: '0.050000000000000001', currency: 'ETH' },
      after: { digits: '0.039999999999999998', currency: 'ETH' },
    },
    needsPin: false,
  };
  const address = '0x52908400098527886E0F7030069857D2E4169EE7';
  const send: ConfirmationView = {
    ...swap,
    kind: 'sendCrypto',
    amount: { digits: '25.01', currency: 'USDC' },
    payee: address.toLowerCase(),
    quote: null,
    onChain: { network: 'Base', contract: USDC, bought: null, recipient: { address, firstTime: true } },
    balance: { state: 'notTold' },
    without: [
      { step: 'balance', scope: 'wallet:read' },
      { step: 'limits', scope: 'kyc:read' },
    ],
  };
  const long = 'WRAPPEDLONGTOKENNAMETHATNEVERENDS';
  return {
    swap,
    'swap-expired': { ...swap, quote: quoted('30.036542', '29.736176', '3003.65', 'USDC', 0) },
    'swap-long': {
      ...swap,
      amount: { digits: '400000000000000000000000000000000.000000000000000001', currency: long },
      quote: quoted(
        '123456789012345678901234567890.123456',
        '123456789012345678901234567889',
        '0.00000000030864',
        'USDC',
      ),
      onChain: {
        network: 'A network with a rather long name',
        contract: address,
        bought: MINT,
        recipient: null,
      },
      slippageBps: 50,
    },
    sale: {
      ...swap,
      kind: 'sell',
      amount: { digits: '10.000001', currency: 'USDC' },
      payee: '0123456789',
      quote: { ...quoted('0', '0', '1550.25', 'NGN'), brings: null, atLeast: null },
      onChain: null,
    },
    'send-crypto': send,
    'send-solana': {
      ...send,
      amount: { digits: '0.000000001', currency: 'SOL' },
      onChain: {
        network: 'Solana',
        contract: null,
        bought: null,
        recipient: { address: '4Nd1mBQtrMJVYVfKf2PJy9NZUZdTAsp7D4xWLs4gDB4T', firstTime: false },
      },
    },
    'send-alike': {
      ...send,
      lookAlikes: [{ amount: send.amount, payee: address.toLowerCase(), at: ago(9) }],
    },
  };
}
