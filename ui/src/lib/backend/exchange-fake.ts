// Coins and addresses of a core that lives in the window, for the tests and for the gallery.

import type { CodeFault, CoinChoiceView, OrderRequest, QuoteView, RecipientReadView } from '.';
import type { Exchange, Told } from './exchange';
import { COINS, QUOTE } from './crypto';

export class FakeExchange implements Exchange {
  readonly calls: string[] = [];
  /** What a quote says, or why there is none; a function may keep it waiting. */
  quoted: () => Promise<Told<QuoteView>> = () => Promise.resolve({ value: QUOTE() });
  read: RecipientReadView | null = null;
  code: { text: string } | { fault: CodeFault } = { fault: 'notFound' };

  coins(network: string): Promise<Told<CoinChoiceView[]>> {
    this.calls.push(`coins ${network}`);
    return Promise.resolve({ value: COINS[network] ?? [] });
  }

  coin(network: string, contract: string): Promise<Told<CoinChoiceView>> {
    this.calls.push(`coin ${network} ${contract}`);
    const known = (COINS[network] ?? []).find((coin) => coin.contract === contract);
    return Promise.resolve(known ? { value: known } : { refused: { why: 'order', fault: 'noSuchCoin' } });
  }

  quote(order: OrderRequest): Promise<Told<QuoteView>> {
    this.calls.push(`quote ${JSON.stringify(order)}`);
    return this.quoted();
  }

  recipient(_network: string, _contract: string | null, text: string): Promise<Told<RecipientReadView>> {
    this.calls.push(`recipient ${text}`);
    const found: RecipientReadView = /^0x[\da-fA-F]{40}$/.test(text)
      ? { read: 'somebody', address: text, amount: null, own: false, firstTime: true }
      : { read: 'nobody', fault: 'notAnAddress', network: null };
    return Promise.resolve({ value: this.read ?? found });
  }

  readCode(picture: string): Promise<{ text: string } | { fault: CodeFault }> {
    this.calls.push(`readCode ${picture.length}`);
    return Promise.resolve(this.code);
  }
}
