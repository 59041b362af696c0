// Selling crypto for naira.

import type { PaymentStateView, SaleStageView } from '$lib/backend';

export const sell = {
  title: 'Sell crypto',
  lead: 'Crypto for naira in a bank account in Nigeria, yours or another’s.',
  heading: 'What you sell, and who gets the naira',
  coin: 'Coin',
  chooseCoin: 'Choose a coin',
  searchCoin: 'Search coins',
  noCoin: 'No coin of that name. Try a part of it.',
  network: 'Network',
  chooseNetwork: 'Choose a network',
  searchNetwork: 'Search networks',
  noNetwork: 'No network of that name.',
  amount: (coin: string) => (coin === '' ? 'Amount' : `Amount in ${coin}`),
  rate: 'Rate now',
  rateOf: (rate: string, coin: string) => `${rate} for 1 ${coin}`,
  rateAge: (seconds: number) => (seconds < 2 ? 'told just now' : `told ${seconds} seconds ago`),
  rateAsking: 'Asking Monei what it brings…',
  rateUnasked: 'Choose a coin and an amount to see what it brings.',
  rateAgain: 'Ask again',
  note: 'The rate is fixed when you confirm. If your wallet at Monei holds the crypto, Monei takes it from there; if it does not, Monei tells an address to send it to.',

  stages: {
    begun: 'Monei has the order.',
    awaitingDeposit: 'Monei waits for your crypto.',
    depositReceived: 'Your crypto has arrived.',
    converting: 'Your crypto is being exchanged.',
    paidOut: 'The naira are on their way to the bank.',
  } satisfies Record<SaleStageView, string>,

  progress: {
    sending: (amount: string) => `Selling ${amount}`,
    taken: (amount: string) => `The sale of ${amount} is in progress`,
    succeeded: (amount: string) => `${amount} sold`,
    rejected: (amount: string) => `${amount} was not sold`,
    unknown: (amount: string) => `Whether ${amount} was sold is not known yet`,
    notFound: (amount: string) => `Whether ${amount} was sold is not known yet`,
  } satisfies Record<PaymentStateView['state'], (amount: string) => string>,

  deposit: {
    title: 'Send the crypto to this address',
    exactly: 'Send exactly',
    copyAmount: 'Copy the amount',
    shortfall: 'Your wallet at Monei lacks',
    network: 'Network',
    copyAddress: 'Copy address',
    qr: 'The address as a QR code',
    warning: (coin: string, network: string) =>
      `Send only ${coin} on ${network} to it, once and in time. Anything else is lost.`,
    over: 'The time is over. Do not send anything to this address any more.',
    compare: 'Before you send, compare the first and the last groups with what the other app shows.',
  },
};
