// What the list of transactions is narrowed to, as the person chose it. The core is asked in exact moments and digits.

import type { DirectionView, QueryRequest, SortRequest, TransactionOutcomeView } from '$lib/backend';
import { localDay, periodOf, type Period } from '$lib/time/periods';

/** The parts that are lists of values to choose from. */
export interface Chosen {
  directions: DirectionView[];
  outcomes: TransactionOutcomeView[];
  natures: string[];
  wallets: string[];
  currencies: string[];
}
export type Choosable = keyof Chosen;
export type Part = Choosable | 'amount' | 'period';

/** What was typed into the two fields of an amount, and what is wrong with it. */
export type AmountFault = 'least' | 'most' | 'order' | null;

const nothing = (): Chosen => ({ directions: [], outcomes: [], natures: [], wallets: [], currencies: [] });

export class Filter {
  text = $state('');
  sort = $state<SortRequest>('newest');
  least = $state('');
  most = $state('');
  period = $state.raw<Period>({ kind: 'any' });
  #chosen = $state<Chosen>(nothing());

  chosen<P extends Choosable>(part: P): Chosen[P] {
    return this.#chosen[part];
  }

  has<P extends Choosable>(part: P, value: Chosen[P][number]): boolean {
    return (this.#chosen[part] as string[]).includes(value);
  }

  toggle<P extends Choosable>(part: P, value: Chosen[P][number]): void {
    const now = this.#chosen[part] as string[];
    const next = now.includes(value) ? now.filter((each) => each !== value) : [...now, value];
    this.#chosen[part] = next as Chosen[P];
  }

  /** Whether this part narrows the list. */
  narrows(part: Part): boolean {
    if (part === 'amount') return exact(this.least) !== null || exact(this.most) !== null;
    if (part === 'period') return this.period.kind !== 'any';
    return this.#chosen[part].length > 0;
  }

  /** Whether anything but the search narrows the list. */
  get narrowed(): boolean {
    const parts: Part[] = ['amount', 'period', ...(Object.keys(nothing()) as Choosable[])];
    return parts.some((part) => this.narrows(part));
  }

  get amountFault(): AmountFault {
    const [least, most] = [exact(this.least), exact(this.most)];
    if (this.least.trim() && least === null) return 'least';
    if (this.most.trim() && most === null) return 'most';
    return least !== null && most !== null && above(least, most) ? 'order' : null;
  }

  clear(part: Part): void {
    if (part === 'amount') this.least = this.most = '';
    else if (part === 'period') this.period = { kind: 'any' };
    else this.#chosen = { ...this.#chosen, [part]: [] };
  }

  /** Everything that narrows, the search too. The order stays. */
  clearAll(): void {
    this.text = '';
    this.clear('amount');
    this.clear('period');
    this.#chosen = nothing();
  }

  /** What the core is asked, as of now: "this month" is another one tomorrow. */
  query(now: Date): QueryRequest {
    const { from, before } = periodOf(this.period, now);
    const sound = this.amountFault === null;
    return {
      text: this.text.trim(),
      directions: [...this.#chosen.directions],
      outcomes: [...this.#chosen.outcomes],
      natures: [...this.#chosen.natures],
      wallets: [...this.#chosen.wallets],
      currencies: [...this.#chosen.currencies],
      least: sound ? exact(this.least) : null,
      most: sound ? exact(this.most) : null,
      from: from && localDay(from).toISOString(),
      before: before && localDay(before).toISOString(),
      sort: this.sort,
    };
  }
}

/** `₦1,000.50` is `1000.50`; what is no plain amount is nothing. */
export function exact(typed: string): string | null {
  const bare = typed.replace(/[\s,₦]/g, '');
  return /^\d{1,40}(\.\d{1,40})?$/.test(bare) ? bare : null;
}

/** Compared digit by digit: no number type holds every amount. */
function above(one: string, other: string): boolean {
  const [whole = '', fraction = ''] = one.split('.');
  const [otherWhole = '', otherFraction = ''] = other.split('.');
  const places = Math.max(fraction.length, otherFraction.length);
  return (
    BigInt(whole + fraction.padEnd(places, '0')) > BigInt(otherWhole + otherFraction.padEnd(places, '0'))
  );
}
