// A look at everything that the app depends on, as it goes on.

import type { Backend, CheckView, ProblemView } from '$lib/backend';

export interface Place {
  subject: CheckView['subject'];
  scope: string | null;
}

/** Every check has its place before it has ended, so that nothing moves while they come in. */
export const PLACES: Place[] = [
  ...(['versions', 'keychain', 'links', 'relay', 'monei', 'clock', 'account'] as const).map((subject) => ({
    subject,
    scope: null,
  })),
  ...['profile:read', 'kyc:read', 'wallet:read'].map((scope) => ({ subject: 'permission' as const, scope })),
];

type Diagnosing = Pick<Backend, 'diagnose'>;

export class Diagnosis {
  running = $state(false);
  /** What may be passed on, once everything has been looked at. */
  report = $state<string | null>(null);
  refused = $state.raw<ProblemView | null>(null);

  readonly #backend: Diagnosing;
  #checks = $state.raw<CheckView[]>([]);
  #turn = 0;

  constructor(backend: Diagnosing) {
    this.#backend = backend;
  }

  of({ subject, scope }: Place): CheckView | null {
    return this.#checks.find((check) => check.subject === subject && check.scope === scope) ?? null;
  }

  get ended(): number {
    return this.#checks.length;
  }

  /** How many checks found something that needs the person. */
  get bad(): number {
    return this.#checks.filter(({ verdict }) => verdict === 'bad').length;
  }

  async run(): Promise<void> {
    this.#turn += 1;
    const turn = this.#turn;
    this.running = true;
    this.report = null;
    this.refused = null;
    this.#checks = [];
    const answer = await this.#backend.diagnose((check) => {
      // A check of an earlier look says nothing about this one.
      if (turn === this.#turn) this.#checks = [...this.#checks, check];
    });
    if (turn !== this.#turn) return;
    if ('refused' in answer) this.refused = answer.refused;
    else this.report = answer.report;
    this.running = false;
  }
}
