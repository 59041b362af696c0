// Adding money: how, where to pay, and how far it is.

import type { DepositStateView, DepositWay } from '$lib/backend';

export const deposits = {
  title: 'Add money',
  lead: 'Naira into your wallet, from a bank account, a phone or a page in your browser.',
  heading: 'How and how much',
  way: 'How you pay',
  ways: {
    bankTransfer: 'Bank transfer',
    ussd: 'USSD code',
    link: 'Payment link',
  } satisfies Record<DepositWay, string>,
  wayMeans: {
    bankTransfer:
      'Monei opens an account for this one deposit. Transfer to it from any bank before its time is over.',
    ussd: 'Monei gives a code of your bank. Dial it on the phone that your bank knows.',
    link: 'Monei makes a page on which you or somebody else can pay. It opens in your browser.',
  } satisfies Record<DepositWay, string>,
  bank: 'Your bank, whose code you dial',
  noCard: 'There is no card form here: card details belong on Monei’s own page.',
  useLink: 'Pay by card with a payment link',
  note: 'Nothing leaves your wallet. Monei may add a fee to what you pay, and shows it in the next step.',
  begin: 'Show where to pay',
  beginning: 'Asking Monei…',

  list: 'Begun from this app',
  empty: 'You have not added money from here yet',
  emptyText: 'Each deposit that you begin is listed here with where to pay and how far along it is.',
  wants: 'To see whether a deposit has arrived, this app needs to see your transactions.',

  states: {
    starting: { name: 'Asking', means: 'Asking Monei to begin it.' },
    unanswered: {
      name: 'Not known',
      means:
        'Monei’s answer was lost. It may have been begun; we look for it. Nothing was taken from you, and it is not begun twice.',
    },
    waiting: {
      name: 'Waiting for you',
      means: 'Pay it as it says below. We ask Monei whether it has arrived.',
    },
    lapsed: {
      name: 'Time over',
      means:
        'Nobody has told that it was paid. Do not pay it any more: begin another. If you did pay in time, it may still arrive.',
    },
    completed: { name: 'Added', means: 'It is in your wallet.' },
    failed: {
      name: 'Failed',
      means:
        'Monei says that it failed. If your bank took the money, ask Monei’s support with the reference.',
    },
    cancelled: { name: 'Cancelled', means: 'It was cancelled, or nobody paid in time. Nothing was added.' },
    notStarted: { name: 'Not begun', means: 'Monei knows nothing of it. Nothing was added; begin another.' },
  } satisfies Record<DepositStateView, { name: string; means: string }>,

  transferExactly: 'Transfer exactly',
  total: 'To pay',
  copyTotal: 'Copy the amount',
  fee: 'Monei’s fee in it',
  notTold: 'not told',
  account: 'Account number',
  copyAccount: 'Copy the account number',
  bankName: 'Bank',
  holder: 'Account name',
  copyHolder: 'Copy the account name',
  onlyOnce: 'This account is there for this deposit only. Pay once, and the exact amount.',
  code: 'Dial this code',
  copyCode: 'Copy the code',
  noCode: 'Monei told no code. Its own words are below.',
  page: 'The page to pay on',
  openPage: 'Open in browser',
  copyLink: 'Copy link',
  pageElsewhere: (host: string) =>
    `Monei’s link leads to ${host}, which this app does not open. Begin the deposit another way.`,
  reference: 'Reference',
  copyReference: 'Copy the reference',
};
