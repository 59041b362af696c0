// Whom bills can be paid to and for what, read once each while the app runs; the core keeps them for the next start.

import type { Answer, Backend, BillKind, PlanView, ProblemView } from '$lib/backend';

export type Listed<T> =
  { state: 'reading' } | { state: 'known'; list: T[] } | { state: 'unread'; problem: ProblemView };

const READING = { state: 'reading' } as const;

export class BillLists {
  #billers = $state.raw<Partial<Record<BillKind, Listed<string>>>>({});
  #plans = $state.raw<Partial<Record<string, Listed<PlanView>>>>({});
  readonly #backend: Backend;

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  billers(kind: BillKind): Listed<string> {
    return this.#billers[kind] ?? READING;
  }

  plans(kind: BillKind, biller: string): Listed<PlanView> {
    return this.#plans[`${kind}/${biller}`] ?? READING;
  }

  async readBillers(kind: BillKind): Promise<void> {
    if (this.#billers[kind] && this.#billers[kind].state !== 'unread') return;
    this.#billers = { ...this.#billers, [kind]: READING };
    this.#billers = { ...this.#billers, [kind]: listed(await this.#backend.billers(kind)) };
  }

  /** `anew`: what is known has turned out to be old. */
  async readPlans(kind: BillKind, biller: string, anew = false): Promise<void> {
    const key = `${kind}/${biller}`;
    const known = this.#plans[key];
    if (known?.state === 'reading' || (known?.state === 'known' && !anew)) return;
    this.#plans = { ...this.#plans, [key]: READING };
    const answer = await this.#backend.billPlans(kind, biller, anew);
    this.#plans = { ...this.#plans, [key]: listed(answer) };
  }
}

const listed = <T>(answer: Answer<T[]>): Listed<T> =>
  'refused' in answer ? { state: 'unread', problem: answer.refused } : { state: 'known', list: answer.value };
