// A bill from its choice to its end.

import type { Backend, BillCustomerView, BillKind, NotReadyView, OrderRequest, PlanView } from '$lib/backend';
import { digits, Paying, type PaymentForm } from '../paying.svelte';
import { BillLists } from './lists.svelte';

/** Whose number it is, as far as that was asked. */
export type Customer =
  | { state: 'unasked' }
  /** What is typed does not fit the provider's pattern, so far. */
  | { state: 'incomplete' }
  | { state: 'asking' }
  /** Monei does not tell whose number it is. */
  | { state: 'notTold' }
  | { state: 'told'; customer: BillCustomerView }
  | { state: 'refused'; why: NotReadyView };

export const BILL_KINDS: BillKind[] = ['airtime', 'data', 'electricity', 'cableTv'];

/** As Nigerian ones are written; the core looks at it again. */
const PHONE = /^(0|\+234)\d{10}$/;

const isPhone = (kind: BillKind) => kind === 'airtime' || kind === 'data';

/** A question for each digit would be one too many. */
const A_PAUSE = 350;

export class BillForm implements PaymentForm {
  kind = $state<BillKind>('airtime');
  biller = $state('');
  planCode = $state('');
  number = $state('');
  amount = $state('');
  customer = $state.raw<Customer>({ state: 'unasked' });
  readonly needsPin = false;
  readonly lists: BillLists;
  readonly paying: Paying;
  readonly #backend: Backend;
  /** Only the newest question is answered on screen. */
  #asked = 0;
  #pause: ReturnType<typeof setTimeout> | undefined;

  constructor(backend: Backend) {
    this.#backend = backend;
    this.lists = new BillLists(backend);
    this.paying = new Paying(backend);
  }

  /** Airtime is no plan, and a meter has one that nobody chooses. */
  get hasPlans(): boolean {
    return this.kind === 'data' || this.kind === 'cableTv';
  }

  get plan(): PlanView | null {
    if (this.kind === 'airtime' || this.biller === '') return null;
    const plans = this.lists.plans(this.kind, this.biller);
    if (plans.state !== 'known') return null;
    const chosen = this.hasPlans ? plans.list.find(({ code }) => code === this.planCode) : plans.list[0];
    return chosen ?? null;
  }

  /** The amount is the payer's to choose. */
  get choosesAmount(): boolean {
    return !this.hasPlans || this.plan?.price === null;
  }

  get order(): OrderRequest {
    const { kind, biller, number, plan } = this;
    const chosen = this.choosesAmount;
    const amount = chosen ? digits(this.amount) : (plan?.price?.digits ?? '');
    switch (kind) {
      case 'airtime':
        return { order: 'airtime', phoneNumber: number, biller, amount };
      case 'electricity':
        return { order: 'electricity', meterNumber: number, disco: biller, amount };
      case 'data':
        return { order: 'data', phoneNumber: number, biller, plan: this.planCode, amount, chosen };
      case 'cableTv':
        return { order: 'cableTv', smartcardNumber: number, biller, plan: this.planCode, amount, chosen };
    }
  }

  get ready(): boolean {
    const hasAmount = !this.choosesAmount || this.amount.trim() !== '';
    const isKnown = this.customer.state === 'told' || this.customer.state === 'notTold';
    const hasPlan = this.kind === 'airtime' || this.plan !== null;
    return this.biller !== '' && hasPlan && this.number !== '' && hasAmount && isKnown;
  }

  setKind(kind: BillKind): void {
    const before = this.kind;
    if (kind === before) return;
    this.kind = kind;
    // Airtime and data are sold by the same, for the same phone.
    if (!(isPhone(kind) && isPhone(before))) {
      this.biller = '';
      this.number = '';
    }
    this.planCode = '';
    this.amount = '';
    this.paying.again();
    this.read();
    void this.ask();
  }

  setBiller(biller: string): void {
    this.biller = biller;
    this.planCode = '';
    this.read();
    void this.ask();
  }

  setPlan(code: string): void {
    this.planCode = code;
    void this.ask();
  }

  setNumber(number: string): void {
    this.number = number.replace(isPhone(this.kind) ? /[\s().-]/g : /\s/g, '');
    this.#asked += 1;
    this.customer = { state: 'unasked' };
    clearTimeout(this.#pause);
    this.#pause = setTimeout(() => void this.ask(), A_PAUSE);
  }

  /** Reads what the choices are made from. */
  read(): void {
    void this.lists.readBillers(this.kind);
    void this.readPlans();
  }

  /** Monei's plans are not what they were. */
  readAnew(): void {
    void this.readPlans(true);
  }

  async readPlans(anew = false): Promise<void> {
    const { kind, biller } = this;
    if (kind === 'airtime' || biller === '') return;
    await this.lists.readPlans(kind, biller, anew);
    if (kind === this.kind && biller === this.biller) void this.ask();
  }

  /** A name on screen belongs to the number beside it, or is gone. */
  async ask(): Promise<void> {
    clearTimeout(this.#pause);
    this.#asked += 1;
    const question = this.#asked;
    const { kind, biller, number, plan } = this;
    if (number === '' || biller === '' || (kind !== 'airtime' && plan === null)) {
      this.customer = { state: 'unasked' };
      return;
    }
    if (kind === 'airtime') {
      this.customer = { state: PHONE.test(number) ? 'notTold' : 'incomplete' };
      return;
    }
    this.customer = { state: 'asking' };
    const answer = await this.#backend.billCustomer(kind, biller, plan?.code ?? '', number);
    if (question !== this.#asked) return;
    this.customer = read(answer);
  }

  clear(): void {
    clearTimeout(this.#pause);
    this.#asked += 1;
    this.planCode = '';
    this.number = '';
    this.amount = '';
    this.customer = { state: 'unasked' };
    this.paying.again();
  }
}

function read(answer: { value: BillCustomerView | null } | { refused: NotReadyView }): Customer {
  if ('value' in answer)
    return answer.value ? { state: 'told', customer: answer.value } : { state: 'notTold' };
  const why = answer.refused;
  return why.why === 'order' && why.fault === 'customerNumber'
    ? { state: 'incomplete' }
    : { state: 'refused', why };
}
