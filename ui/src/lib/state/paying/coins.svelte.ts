// The coins of a network, and those that a person named by their contract.

import type { CoinChoiceView, NotReadyView } from '$lib/backend';
import type { Exchange, Told } from '$lib/backend/exchange';

/** What tells a coin from all others of its network. */
export const keyOf = ({ contract }: Pick<CoinChoiceView, 'contract'>): string => contract ?? 'own';

export class Coins {
  known = $state.raw<CoinChoiceView[]>([]);
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
    }
    if (network === '') return null;
    const answer = await this.#exchange.coins(network);
    if (network !== this.#network || 'refused' in answer) return null;
    const listed = answer.value.map(keyOf);
    this.known = [...answer.value, ...this.#named.filter((coin) => !listed.includes(keyOf(coin)))];
    return this.known;
  }

  /** Asks for the coin at a contract. */
  async at(contract: string): Promise<Told<CoinChoiceView>> {
    const network = this.#network;
    const answer = await this.#exchange.coin(network, contract);
    if ('value' in answer && network === this.#network && !this.find(answer.value.contract)) {
      this.#named = [...this.#named, answer.value];
      this.known = [...this.known, answer.value];
    }
    return answer;
  }
}

/** A coin that is asked for by its contract, for one of a form's choices. */
export class NamedCoin {
  looking = $state(false);
  /** Why it is none. */
  refused = $state.raw<NotReadyView | null>(null);
  readonly #coins: Coins;
  readonly #choose: (coin: CoinChoiceView) => void;
  /** Only the newest question is answered. */
  #asked = 0;

  constructor(coins: Coins, choose: (coin: CoinChoiceView) => void) {
    this.#coins = coins;
    this.#choose = choose;
  }

  async ask(contract: string): Promise<void> {
    this.drop();
    const question = this.#asked;
    this.looking = true;
    const answer = await this.#coins.at(contract);
    if (question !== this.#asked) return;
    this.looking = false;
    if ('refused' in answer) this.refused = answer.refused;
    else this.#choose(answer.value);
  }

  /** Another one was chosen, and is not to be replaced by an answer that comes late. */
  drop(): void {
    this.#asked += 1;
    this.looking = false;
    this.refused = null;
  }
}
