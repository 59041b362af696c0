// Swaps, and coins to addresses.

import type { CodeFault, RecipientFaultView } from '$lib/backend';

export const swap = {
  title: 'Swap and send crypto',
  lead: 'One coin for another in your own wallet, or a coin to somebody’s address.',
  heading: 'What and how much',
  what: 'What to do',
  segments: { swap: 'Swap', send: 'Send crypto' },
  network: 'Network',
  chooseNetwork: 'Choose a network',
  searchNetwork: 'Search networks',
  noNetwork: 'No network of that name.',
  sold: 'You give',
  bought: 'You get',
  chooseCoin: 'Choose a coin',
  searchCoin: (label: string) => `${label}: search by name or contract`,
  noCoin: 'No coin of that name. Paste its contract to use another one.',
  notWellKnown: 'not on our list',
  byContract: (contract: string) => `Use the coin at ${contract}`,
  looking: 'Asking Monei for that coin…',
  amount: 'Amount',
  amountOf: (symbol: string) => `Amount in ${symbol}`,
  turn: 'Swap the other way round',
  slippage: 'Slippage',
  slippageMeans: 'What you get may be up to this much below the price at which Monei makes the swap.',
  note: 'The network’s fee is paid in the network’s own coin, and Monei does not say how much in advance. On this network Monei decides how far the price may move.',
  noteSolana: 'The network’s fee is paid in SOL, and Monei does not say how much in advance.',
};

/** What became of a swap. */
export const swapped = {
  done: (amount: string, bought: string) => `${amount} swapped for ${bought}`,
  taken: (amount: string, bought: string) => `${amount} for ${bought} is in progress`,
  unknown: (amount: string, bought: string) => `Whether ${amount} was swapped for ${bought} is not known yet`,
  rejected: (amount: string, bought: string) => `${amount} was not swapped for ${bought}`,
};

const faults: Record<RecipientFaultView, (network: string) => string> = {
  notAnAddress: () => 'That is no address. Paste it whole, from where you have it.',
  length: () => 'That is too short or too long to be an address. Paste it whole.',
  checksum: () => 'A letter of that address is wrong: its checksum does not fit. Copy it once more.',
  ofSolana: () => 'That is an address on Solana. Choose Solana, or ask for one on this network.',
  ofEvm: () => 'That is an address for Ethereum and its like. Ask for one on Solana, or choose its network.',
  name: () => 'That is a name. This app cannot look up whose it is: ask for the address.',
  nobodys: () => 'Nobody has that address: what is sent there is gone.',
  contract: () => 'That is the contract of the coin itself: what is sent there is lost.',
  unreadable: () => 'That code asks for more than a payment, or cannot be read. Nothing was taken from it.',
  otherNetwork: (network) =>
    `That code is for ${network}, and you chose another network. Nothing was taken from it.`,
  otherCoin: () => 'That code asks for another coin than you chose. Nothing was taken from it.',
  tooFine: () => 'That code asks for an amount that this coin does not have. Nothing was taken from it.',
};

const codeFaults: Record<CodeFault, string> = {
  tooLarge: 'That picture is too large. Cut it to the code, and try again.',
  notAPicture: 'That is no PNG or JPEG picture.',
  notFound: 'No readable code was found in that picture. Take it larger and sharper.',
  several: 'There are several codes in that picture. Cut it to the one that you mean.',
};

export const sendCrypto = {
  coin: 'Coin',
  to: 'Address',
  toHint: 'Address, or paste a picture of its QR code',
  picture: 'QR picture',
  looking: 'Looking for a code…',
  reading: 'Reading the address…',
  unread: 'The address is checked before anything can be sent.',
  firstTime: 'You have not sent to this address on this network from here before. Compare all of it.',
  own: 'That is your own address. Nothing would move but the fee.',
  another: 'another network',
  faults,
  codeFaults,
  asksFor: (amount: string) => `The code asks for ${amount}.`,
  takeAmount: 'Take that amount',
  note: 'The network’s own fee comes on top, in its coin; Monei does not tell it before. What is sent cannot be called back.',
};
