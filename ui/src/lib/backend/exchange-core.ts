// The real core's, over the generated commands.

import { commands, type NotReadyView } from './bindings';
import type { Exchange, Told } from './exchange';

async function told<T>(
  command: Promise<{ status: 'ok'; data: T } | { status: 'error'; error: NotReadyView }>,
): Promise<Told<T>> {
  const outcome = await command;
  return outcome.status === 'ok' ? { value: outcome.data } : { refused: outcome.error };
}

export const exchange: Exchange = {
  coins: (network) => told(commands.coins(network)),
  coin: (network, contract) => told(commands.coin(network, contract)),
  quote: (order) => told(commands.swapQuote(order)),
  recipient: (network, contract, text) => told(commands.recipient(network, contract, text)),
  readCode: async (picture) => {
    const outcome = await commands.readCode(picture);
    return outcome.status === 'ok' ? { text: outcome.data } : { fault: outcome.error };
  },
};
