// The coins of a network, and those that a person named by their contract.

import type { CoinChoiceView, NotReadyView } from '$lib/backend';
import type { Exchange } from '$lib/backend/exchange';

/** What tells a coin from all others of its network. */
export const keyOf = ({ contract }: Pick<CoinChoiceView, 'contract'>): string => contract ?? 'own';

export class Coins {
  known = $state.raw<CoinChoiceView[]>([]);
  /** Why the coin that was named is none. */
  refused = $state.raw<NotReadyView | null>(null);
  looking = $state(false);
  readonly #exchange: Exchange;
  #network = '';
  /** Named by the person; the core's own list does not have them. */
  #named: CoinChoiceView[] = [];

  constructor(exchange: Exchange) {
    this.#exchange = exchange;
  }

  find(contract: string | null): CoinChoiceView | null {
    return this.known.find((coin) => coin.contract === contract) ?? null;
  }

  /** Reads the list, which changes with what is held. Brings it once it is there, unless another network was asked for. */
  async read(network: string): Promise<CoinChoiceView[] | null> {
    if (network !== this.#network) {
      this.#network = network;
      this.#named = [];
      this.known = [];
      this.refused = null;
      this.looking = false;
    }
    if (network === '') return null;
    const answer = await this.#exchange.coins(network);
    if (network !== this.#network) return null;
    if ('refused' in answer) {
      this.refused = answer.refused;
      return null;
    }
    const listed = answer.value.map(keyOf);
    this.known = [...answer.value, ...this.#named.filter((coin) => !listed.includes(keyOf(coin)))];
    return this.known;
  }

  /** Asks for the coin at a contract. */
  async name(contract: string): Promise<CoinChoiceView | null> {
    const network = this.#network;
    this.looking = true;
    this.refused = null;
    const answer = await this.#exchange.coin(network, contract);
    if (network !== this.#network) return null;
    this.looking = false;
    if ('refused' in answer) {
      this.refused = answer.refused;
      return null;
    }
    const coin = answer.value;
    if (!this.find(coin.contract)) {
      this.#named = [...this.#named, coin];
      this.known = [...this.known, coin];
    }
    return coin;
  }
}
