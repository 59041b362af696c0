// What is asked of the core before something is swapped or sent on a chain. Nothing here moves anything.

import type {
  CodeFault,
  CoinChoiceView,
  NotReadyView,
  OrderRequest,
  QuoteView,
  RecipientReadView,
} from './bindings';

/** What was asked for, or why it could not be had. */
export type Told<T> = { value: T } | { refused: NotReadyView };

export interface Exchange {
  /** The coins of a network: its own, what is held, what is well known. */
  coins(network: string): Promise<Told<CoinChoiceView[]>>;
  /** The coin at a contract or mint. */
  coin(network: string, contract: string): Promise<Told<CoinChoiceView>>;
  /** What a swap would bring now. */
  quote(order: OrderRequest): Promise<Told<QuoteView>>;
  /** Whom a text names: an address, or the text of a code. */
  recipient(network: string, contract: string | null, text: string): Promise<Told<RecipientReadView>>;
  /** The text of the code in a picture, given as base64. */
  readCode(picture: string): Promise<{ text: string } | { fault: CodeFault }>;
}
