// The window in which a payment is confirmed.

import type { CheckStep, PaymentKind } from '$lib/backend/confirmation';
import { counted } from './phrases';

const steps: Record<CheckStep, string> = {
  balance: 'your balance',
  limits: 'your limits',
  pinIsSet: 'whether you have a transaction PIN',
};

export const confirmation = {
  /** Before the amount, for readers. */
  question: {
    bankTransfer: 'Send this?',
    peerTransfer: 'Send this?',
    airtime: 'Buy this airtime?',
    data: 'Buy this data?',
    electricity: 'Pay this bill?',
    cableTv: 'Pay this bill?',
    sendCrypto: 'Send this?',
    swap: 'Swap this?',
    sell: 'Sell this?',
  } satisfies Record<PaymentKind, string>,
  gone: 'There is nothing to confirm any more.',
  fee: 'Fee',
  free: 'None',
  feeNotTold: 'Monei does not tell it before',
  balance: 'Balance now',
  after: 'Balance after',
  afterBeforeFee: 'Balance after, before any fee',
  notTold: 'Not told',
  narration: 'Note',
  network: 'Network',
  sale: 'The order names the rate that counts. Monei takes the crypto from your wallet if it holds so much; if it does not, you are told an address to send it to.',
  nameTold: 'The name is what Monei says of this account. Send only if it is the one that you mean.',
  nameNotTold: 'Monei does not tell whose address or number this is. Check it letter by letter.',
  leftOut: (list: CheckStep[]) =>
    `Not checked before, because the permission for it is off: ${list.map((step) => steps[step]).join(', ')}.`,
  notAnswered: (list: CheckStep[]) =>
    `Not checked before, because Monei did not answer: ${list.map((step) => steps[step]).join(', ')}.`,
  alikeTitle: 'You may have paid this already',
  alike: 'This one looks the same, and nobody can say yet whether it happened:',
  alikeUnreadable: (count: number) =>
    `${counted(count, 'older record', 'older records')} cannot be read any more, and may have been the same.`,
  alikeYes: 'I know, and want to pay once more',
  pin: 'Transaction PIN',
  pinHint: 'It is used once, and kept nowhere.',
  pinFault: 'A transaction PIN has 4 to 6 digits.',
  cancel: 'Cancel',
  confirm: 'Confirm',
  sending: 'Sending…',
  refused: 'That could not be confirmed. Close this window and begin again.',
};
