// Payments in all their states, and the confirmation window in its own, for the tests and for the gallery.

import type { AppView, PaymentStateView, PaymentView } from '.';
import type { ConfirmationView } from './confirmation';
import { CRYPTO_CONFIRMATIONS } from './crypto';
import { ago, ALL_SCOPES, connected, NO_PAYMENTS, problem } from './fixtures';

const naira = (digits: string) => ({ digits, currency: 'NGN' });

let made = 0;
export function payment(state: PaymentStateView, more: Partial<PaymentView> = {}): PaymentView {
  made += 1;
  return {
    id: `intent-${made}`,
    kind: 'peerTransfer',
    amount: naira('2500.00'),
    payee: 'ngozi@example.ng',
    bank: null,
    network: null,
    at: ago(made * 50),
    since: ago(made * 50 - 1),
    state,
    transaction: null,
    told: null,
    biller: null,
    stage: null,
    ...more,
  };
}

const paid = (): PaymentView[] => [
  payment({ state: 'sending' }),
  payment({ state: 'taken' }, { amount: naira('123456789012.34') }),
  payment(
    { state: 'succeeded' },
    { transaction: 'f2b1c0de-77aa-4c1e-9d0f-0123456789ab', payee: '08031234567' },
  ),
  payment({ state: 'unknown', doubt: 'noAnswer' }),
  payment({
    state: 'rejected',
    why: { why: 'refused', moneiSays: 'Invalid transaction pin' },
  }),
  payment(
    { state: 'rejected', why: { why: 'noConnection' } },
    { payee: 'a.very.long.name.that.goes.on.and.on.and.on.without.any.end@subdomain.of.example.ng' },
  ),
  payment(
    { state: 'succeeded' },
    {
      kind: 'electricity',
      payee: '45083311550',
      biller: 'IBADAN DISCO ELECTRICITY',
      transaction: 'bill1764000000000-3b1d0c0e',
      told: { told: 'electricity', meterDigits: '12345678901234567890', units: '38.2' },
    },
  ),
  payment(
    { state: 'taken' },
    { kind: 'electricity', payee: '45083311551', biller: 'EKO DISCO ELECTRICITY', amount: naira('5000.00') },
  ),
  payment(
    { state: 'succeeded' },
    {
      kind: 'electricity',
      payee: '45083310003',
      biller: 'EKO DISCO ELECTRICITY',
      transaction: 'bill17-3b1d',
    },
  ),
  payment(
    { state: 'rejected', why: { why: 'failed' } },
    { kind: 'cableTv', payee: '7023450001', biller: 'DSTV', amount: naira('7200.00') },
  ),
  payment({ state: 'notFound' }, { kind: 'bankTransfer', payee: '0123456789', bank: '058' }),
];

const withPayments = (more: Partial<AppView['payments']> = {}): AppView => ({
  ...connected(ALL_SCOPES),
  payments: { ...NO_PAYMENTS, desk: { state: 'open' }, payments: paid(), open: 3, ...more },
});

/** The main window. */
export const PAYMENTS: Record<string, () => AppView> = {
  payments: () => withPayments(),
  'payments-wants': () => withPayments({ wants: 'wallet:read', unreadable: 1, lostAt: ago(600) }),
  'payments-unavailable': () =>
    withPayments({ desk: { state: 'unavailable', problem: problem('paymentsNeedKeychain') } }),
  'payments-none': () => ({ ...connected(ALL_SCOPES) }),
};

const waiting: ConfirmationView = {
  id: 'intent-1',
  kind: 'peerTransfer',
  demonstration: true,
  environment: 'demonstration',
  amount: naira('1250.75'),
  payee: 'ngozi@example.ng',
  holder: null,
  narration: null,
  network: null,
  bill: null,
  quote: null,
  slippageBps: null,
  onChain: null,
  fee: 'free',
  balance: { state: 'told', before: naira('1805.00'), after: naira('554.25') },
  needsPin: true,
  without: [],
  lookAlikes: [],
  unreadable: 0,
  beingSent: false,
};

/** The confirmation window. */
export const CONFIRMATIONS: Record<string, ConfirmationView | null> = {
  usual: waiting,
  ...CRYPTO_CONFIRMATIONS(waiting),
  'left-out': {
    ...waiting,
    balance: { state: 'notTold' },
    without: [
      { step: 'balance', scope: 'wallet:read' },
      { step: 'limits', scope: 'kyc:read' },
      { step: 'pinIsSet', scope: null },
    ],
  },
  alike: {
    ...waiting,
    environment: 'production',
    demonstration: false,
    lookAlikes: [{ amount: naira('1250.75'), payee: 'ngozi@example.ng', at: ago(14) }],
    unreadable: 1,
  },
  withdraw: {
    ...waiting,
    kind: 'bankTransfer',
    payee: '0123456789',
    holder: { name: 'CHIDINMA ADAEZE OKONKWO', bank: 'Guaranty Trust Bank' },
    narration: 'Rent for December',
    fee: 'notTold',
  },
  electricity: {
    ...waiting,
    kind: 'electricity',
    amount: naira('5000.00'),
    payee: '45083311550',
    holder: { name: 'CHIDINMA ADAEZE OKONKWO', bank: null },
    balance: { state: 'told', before: naira('18050.00'), after: naira('13050.00') },
    bill: {
      biller: 'IBADAN DISCO ELECTRICITY',
      plan: null,
      validity: null,
      address: '12 Awolowo Road, Ibadan',
      fee: naira('100.00'),
    },
    fee: 'notTold',
    needsPin: false,
  },
  data: {
    ...waiting,
    kind: 'data',
    amount: naira('500.00'),
    payee: '08031234567',
    bill: { biller: 'MTN', plan: 'MTN data 1GB', validity: '1 day', address: null, fee: null },
    fee: 'notTold',
    needsPin: false,
  },
  long: {
    ...waiting,
    amount: naira('123456789012345.67'),
    payee: 'a.very.long.name.that.goes.on.and.on.and.on.without.any.end@subdomain.of.example.ng',
  },
  sell: {
    ...waiting,
    kind: 'sell',
    amount: { digits: '100.000001', currency: 'USDT' },
    payee: '0123456789',
    holder: { name: 'CHIDINMA ADAEZE OKONKWO', bank: 'GTBank' },
    network: 'base',
    fee: 'notTold',
    balance: { state: 'notTold' },
    needsPin: false,
  },
  gone: null,
};
