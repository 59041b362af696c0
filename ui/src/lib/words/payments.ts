// Moving money: what is asked before, what became of it, and what the app does about it.

import type { NotReadyView, ObjectionView, OrderFault, PaymentKind } from '$lib/backend';
import { sell } from './payments/sales';
import { payBills } from './payments/bills';
import { sendCrypto, swap, swapped } from './payments/crypto';
import { counted } from './phrases';

const faults: Record<OrderFault, string> = {
  amount: 'That is no amount. Write it in digits, such as 2500 or 2500.50. Amounts of crypto take no comma.',
  nothingToSend: 'The amount must be more than zero.',
  tooFine:
    'That is finer than there is: naira have two digits after the point, and every coin has its own number of them.',
  airtimeAmount: 'Airtime costs between ₦50 and ₦50,000.',
  accountNumber: 'An account number has ten digits.',
  receiver: 'That is neither an e-mail address nor a phone number such as 08031234567.',
  address: 'That is no address of this network.',
  nobodysAddress: 'Nobody has that address: what is sent there is gone.',
  sameCoin: 'What you get would be what you give.',
  phoneNumber: 'That is no Nigerian phone number: 08031234567 or +2348031234567.',
  customerNumber: 'That number does not look like one of this provider. Check it digit by digit.',
  noSuchCoin:
    'Monei knows no coin of this contract on this network. Check the network and every letter of it.',
  slippage: 'The price may get worse by 5% at most.',
  narrationTooLong: 'The note may have 100 characters.',
  missing: 'Something is missing.',
};

export const payments = {
  sell,

  kinds: {
    bankTransfer: 'To a bank account',
    peerTransfer: 'To a friend',
    airtime: 'Airtime',
    data: 'Mobile data',
    electricity: 'Electricity',
    cableTv: 'Cable TV',
    sendCrypto: 'Crypto to an address',
    swap: 'Swap',
    sell: 'Crypto sold',
  } satisfies Record<PaymentKind, string>,

  faults,

  objection: {
    tooLittle: (available: string) => `Your wallet holds ${available}: less than this.`,
    aboveLimit: (limit: string) => `Your limit is ${limit}. A higher tier at Monei raises it.`,
    notAllowed: 'Your verification tier does not allow this yet. Monei’s app shows how to raise it.',
    noPin: 'You have no transaction PIN yet. Set one in Monei’s app, under Security; then come back here.',
  } satisfies Record<ObjectionView['objection'], unknown>,

  refused: {
    without: 'The permission for this is switched off.',
    anotherWaits: 'Another payment waits for your word. Finish it first, in the window that asks.',
    looksAlike: 'A payment that looks the same may have happened, so nothing was sent. Look at it first.',
    pin: 'The PIN was missing. Nothing was sent.',
    cancelled: 'You closed the confirmation. Nothing was sent.',
    noSuchCustomer: 'This provider knows no such number. Check it, and the provider.',
    anotherPrice: 'The plan or its price has changed. Look at it again before you pay.',
    quoteExpired: 'The quote had expired, so nothing was sent. Review it again for a new one.',
    noSuchAccount: 'Monei knows no such account at that bank. Check the bank and all ten digits.',
  } satisfies Partial<Record<NotReadyView['why'], string>>,

  states: {
    sending: { name: 'On its way', means: 'Waiting for Monei’s answer.' },
    taken: { name: 'In progress', means: 'Monei took it. We ask until it says how it ended.' },
    succeeded: { name: 'Done', means: 'Monei says that it is done.' },
    rejected: { name: 'Not paid', means: 'It did not happen.' },
    unknown: {
      name: 'Not known',
      means: 'It may have happened. We do not send it again; we look for it in Monei’s list.',
    },
    notFound: {
      name: 'Not found',
      means: 'A day later Monei’s list does not have it. Ask Monei’s support before you pay it again.',
    },
  },

  rejected: {
    noConnection: 'Monei could not be reached, so nothing was sent. Check your connection and try again.',
    outOfTime: 'This computer’s clock is wrong, so no secure connection was possible. Nothing was sent.',
    refused: 'Monei refused it. Nothing was paid.',
    sessionOver:
      'Your session ended before it was sent. Nothing was paid. Connect again, then try once more.',
    failed: 'Monei took it, and it failed later. What was taken is given back.',
    expired: 'The crypto did not arrive in time. Nothing was taken, and nothing is sold.',
  },

  doubts: {
    noAnswer: 'Monei’s answer did not arrive.',
    undecided: 'Monei’s answer did not say.',
    unreadable: 'Monei’s answer could not be understood.',
    interrupted: 'The app was closed before the answer came.',
  },

  wants: 'To see how it ended, this app needs to see your transactions.',
  transaction: 'At Monei',
  copyTransaction: 'Copy Monei’s name of it',

  list: {
    title: 'Payments',
    lead: 'Everything you have paid from this app, and how far along each payment is.',
    heading: 'Paid from this app',
    empty: 'Nothing has been paid from this app yet',
    emptyText:
      'Payments from Send, Withdraw, Swap, Bills and Sell crypto are listed here until you disconnect, whatever happens to the connection.',
    open: (count: number) => `${counted(count, 'payment is', 'payments are')} not settled yet`,
    openText: 'We ask Monei again and again until it says how each ended.',
    unreadable: (count: number) =>
      `${counted(count, 'record', 'records')} cannot be read any more. Look in your transactions at Monei before you pay the same again.`,
    lost: 'The list was damaged and begun anew. Payments from before that may be missing here; Monei’s own list has them.',
    see: 'See payments',
  },

  /** Above Disconnect. */
  leaving: (count: number) =>
    `${counted(count, 'payment is', 'payments are')} not settled yet. Disconnecting removes this app’s record of ${count === 1 ? 'it' : 'them'}; nothing is sent again, and Monei’s own list stays.`,

  amountInNaira: 'Amount in naira',
  holds: 'In your wallet',
  /** What a permission that is off would let the app check, before the person is asked. */
  leftOut: {
    'wallet:read': 'Whether your wallet holds enough is not checked before: the permission for it is off.',
    'kyc:read': 'Your limits are not checked before: the permission for it is off.',
    'profile:read': 'Whether you have a transaction PIN is not checked before: the permission for it is off.',
  },
  next: 'Review and confirm',
  preparing: 'Asking Monei…',
  noPinTitle: 'A transaction PIN is needed first',
  noPinAgain: 'I have set one',
  unavailable: 'Nothing can be paid at this moment',

  progress: {
    confirmTitle: 'Confirm it in the other window',
    confirmText:
      'What will happen is shown there, by the app itself, and your PIN is typed there and nowhere else. Close it, and nothing is sent.',
    confirmTextWithoutPin:
      'What will happen is shown there, by the app itself. Monei asks for no PIN for this: confirming is enough. Close it, and nothing is sent.',
    sendingTitle: 'On its way',
    sendingText: 'Waiting for Monei’s answer. Leave the app open.',
    notSentTitle: 'Nothing was sent',
    again: 'Try again',
    another: 'Begin another',
    done: (amount: string, payee: string) => `${amount} sent to ${payee}`,
    taken: (amount: string, payee: string) => `${amount} to ${payee} is in progress`,
    unknown: (amount: string, payee: string) => `Whether ${amount} reached ${payee} is not known yet`,
    rejected: (amount: string, payee: string) => `${amount} to ${payee} was not paid`,
    swap: swapped,
  },

  send: {
    title: 'Send to a friend',
    lead: 'Naira to another person at Monei. It costs nothing and arrives at once. Crypto is sent under Swap.',
    heading: 'Who gets it and how much',
    receiver: 'E-mail address or phone number',
    receiverHint: 'name@example.ng or 08031234567',
    note: 'Monei does not tell whose address or number it is. Make sure of it yourself: what is sent cannot be called back.',
  },

  withdraw: {
    title: 'Withdraw to a bank',
    lead: 'Naira from your wallet to a bank account in Nigeria, yours or another’s.',
    heading: 'Which account and how much',
    bank: 'Bank',
    chooseBank: 'Choose a bank',
    searchBank: 'Search banks',
    noBank: 'No bank of that name. Try a part of it.',
    accountNumber: 'Account number',
    accountHint: 'Ten digits',
    holder: 'Account holder',
    asking: 'Asking Monei whose account it is…',
    unasked: 'The account holder appears here once the bank and all ten digits are there.',
    narration: 'Note (optional)',
    narrationHint: 'What it is for',
    note: 'Monei does not say the fee in advance. Money that is sent cannot be called back.',
    kept: 'Accounts that you keep',
    keep: 'Keep this account for next time',
    forget: (holder: string) => `Forget the account of ${holder}`,
    bankOf: (number: string, bank: string) => `${number}, ${bank}`,
  },

  payBills,
  swap,
  sendCrypto,
};
