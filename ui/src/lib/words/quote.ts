// What a swap or a sale would bring.

export const quote = {
  brings: 'You get about',
  atLeast: 'At least, by this quote',
  atLeastNotTold: 'Monei does not tell',
  rate: 'Rate',
  one: (currency: string) => `1 ${currency} =`,
  age: (seconds: number, left: number) => `Told ${seconds} s ago, holds ${left} s more`,
  expired: 'This quote has expired',
  // No swap names a price to Monei: an EVM one has no bound at all, and Solana’s slippage counts from the price then.
  indicative: 'Monei prices the swap anew when it makes it; this is what its quote says now.',
  indicativeSolana: (slippage: string) =>
    `Monei prices the swap anew when it makes it; this is what its quote says now. What you get may be up to ${slippage} below the price of that moment.`,
  indicativeSale: 'The rate is settled when the order is made.',
  again: 'Get a new quote',
  askingFirst: 'Asking Monei what it would bring…',
  nothing: 'Choose both coins and an amount to see what you would get.',
  asking: 'Asking for a new quote…',
  expiredText: 'The quote has expired, so this cannot be confirmed. Ask for a new one.',
  notTold: 'Monei could not be asked for a new quote. Nothing was sent. Try once more.',
};

/** Where something on a chain goes. */
export const onChain = {
  network: 'Network',
  to: 'To this address',
  contract: (currency: string) => `Contract of ${currency}`,
  firstTime: 'First time',
  firstTimeText: (network: string) =>
    `Nothing was sent to this address on ${network} from this app before. Compare every group of it with where you have it from: what is sent to a wrong address is gone.`,
};
