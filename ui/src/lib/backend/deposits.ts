// Deposits in all their states, for the tests and for the gallery.

import type { AppView, DepositRequest, DepositStateView, DepositView } from '.';
import { ago, ALL_SCOPES, connected, NO_DEPOSITS } from './fixtures';

const naira = (digits: string) => ({ digits, currency: 'NGN' });
const soon = () => new Date(Date.now() + 1_694_000).toISOString();

let made = 0;
function deposit(state: DepositStateView, more: Partial<DepositView> = {}): DepositView {
  made += 1;
  return {
    reference: `9f86d081884c7d659a2feaa0c55ad${String(made).padStart(3, '0')}`,
    way: 'bankTransfer',
    amount: naira('5000.00'),
    at: ago(made * 7),
    state,
    fee: naira('110.00'),
    total: naira('5110.00'),
    account: { number: '9900112233', bank: 'Indulge MFB', holder: 'MONEI/ADA OBI' },
    code: null,
    note: 'Transfer the exact total',
    page: null,
    expiresAt: soon(),
    ...more,
  };
}

const dialled = (more: Partial<DepositView> = {}) =>
  deposit('waiting', {
    way: 'ussd',
    account: null,
    code: '*402*12345678#',
    note: 'Dial *402*12345678# and follow the prompts',
    ...more,
  });

const linked = (more: Partial<DepositView> = {}) =>
  deposit('waiting', {
    way: 'link',
    account: null,
    note: null,
    page: { host: 'pay.monei.cc', opens: true },
    ...more,
  });

/** What Monei would tell of it. */
export function begunDeposit(request: DepositRequest): DepositView {
  const amount = naira(request.amount.includes('.') ? request.amount : `${request.amount}.00`);
  const untold = { amount, total: null, fee: null };
  if (request.way === 'ussd') return dialled(untold);
  return request.way === 'link' ? linked(untold) : deposit('waiting', untold);
}

const withDeposits = (more: Partial<AppView['deposits']> = {}, scopes = ALL_SCOPES): AppView => ({
  ...connected(scopes),
  deposits: { ...NO_DEPOSITS, ...more },
});

export const DEPOSITS: Record<string, () => AppView> = {
  'deposits-none': () => withDeposits(),
  deposits: () => withDeposits({ deposits: [deposit('waiting'), dialled(), linked(), deposit('completed')] }),
  'deposits-ended': () =>
    withDeposits({
      deposits: [
        deposit('unanswered', { account: null, total: null, fee: null, note: null, expiresAt: null }),
        deposit('lapsed'),
        deposit('completed', { amount: naira('123456789012.34') }),
        deposit('failed'),
        deposit('cancelled', { way: 'link' }),
        deposit('notStarted', { way: 'ussd' }),
      ],
    }),
  'deposits-wants': () =>
    withDeposits(
      {
        deposits: [
          deposit('waiting', {
            amount: naira('123456789012.34'),
            total: naira('126172839470.62'),
            account: {
              number: '9900112233',
              bank: 'A Microfinance Bank With a Name That Goes On and On Limited',
              holder: 'MONEI/CHIDINMA ADAEZE OLUWASEUN OKONKWO-ADEYEMI THE THIRD OF ABUJA',
            },
          }),
          linked({ page: { host: 'pay.monei.cc.evil.example', opens: false }, total: null, fee: null }),
          dialled({ code: null, note: 'Ask your bank for its code' }),
        ],
        wants: 'wallet:read',
      },
      ['wallet:deposit'],
    ),
  'deposits-locked': () => withDeposits({}, ['wallet:read']),
};
