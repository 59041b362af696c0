// Sales of crypto from here, in all their states, for the tests and for the gallery.

import type { AppView, BankView, SellableView, ToldView } from '.';
import { ALL_SCOPES, connected, NO_PAYMENTS } from './fixtures';
import { payment } from './payments';

export const SELLABLE: SellableView[] = [
  { symbol: 'USDT', name: 'Tether USD', networks: ['base', 'bnb-smart-chain', 'ethereum', 'polygon'] },
  { symbol: 'USDC', name: 'USD Coin', networks: ['base', 'ethereum', 'starknet'] },
  { symbol: 'CNGN', name: 'cNGN', networks: ['base'] },
];

export const PAYOUT_BANKS: BankView[] = [
  { code: 'ABNGNGLA', name: 'Access Bank' },
  { code: 'GTBINGLA', name: 'GTBank' },
  { code: 'ZEIBNGLA', name: 'Zenith Bank' },
];

const usdt = (digits: string) => ({ digits, currency: 'USDT' });
const inMinutes = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString();

const deposit = (minutes: number): ToldView => ({
  told: 'deposit',
  address: '0x8d0bcd8f42d7c908345c98b4a87a437f0bcc9052',
  amount: usdt('100.000001'),
  network: 'Base',
  chainId: '8453',
  expiresAt: inMinutes(minutes),
  shortfall: usdt('80.000001'),
});

const sale = { kind: 'sell', payee: '0123456789', bank: 'GTBINGLA' } as const;
const named = { ...sale, transaction: 'OFF-7KQ2ZX1AB' };

const withSales = (payments: AppView['payments']['payments'], scopes = ALL_SCOPES): AppView => ({
  ...connected(scopes),
  payments: { ...NO_PAYMENTS, desk: { state: 'open' }, payments, open: payments.length },
});

export const SALES: Record<string, () => AppView> = {
  sell: () => withSales([]),
  'sell-locked': () => withSales([], ['wallet:read']),
  'sell-alone': () => withSales([], ['offramp:execute']),
  'sell-awaiting': () =>
    withSales([
      payment(
        { state: 'taken' },
        { ...named, amount: usdt('100.000001'), stage: 'awaitingDeposit', told: deposit(28) },
      ),
      payment({ state: 'taken' }, { ...named, amount: usdt('7'), told: deposit(-1) }),
      payment({ state: 'taken' }, { ...named, amount: usdt('25'), stage: 'converting' }),
      payment({ state: 'succeeded' }, { ...named, amount: usdt('123456789012.000001') }),
      payment({ state: 'rejected', why: { why: 'expired' } }, { ...named, amount: usdt('5') }),
      payment({ state: 'rejected', why: { why: 'failed' } }, { ...named, amount: usdt('6') }),
    ]),
};
