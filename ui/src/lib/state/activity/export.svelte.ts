// Taking transactions away as a file: under way, done, or why not.

import type { Backend, ExportFormatRequest, ProblemView, QueryRequest } from '$lib/backend';

type Target = Pick<Backend, 'exportTransactions' | 'cancelExport'>;

export type ExportState =
  | { state: 'idle' }
  /** None written: the person is still choosing a file. */
  | { state: 'running'; written: number; of: number | null }
  | { state: 'saved'; file: string; rows: number }
  | { state: 'failed'; problem: ProblemView };

export class Export {
  now = $state.raw<ExportState>({ state: 'idle' });
  readonly #target: Target;

  constructor(target: Target) {
    this.#target = target;
  }

  async start(query: QueryRequest, format: ExportFormatRequest, of: number | null): Promise<void> {
    if (this.now.state === 'running') return;
    this.now = { state: 'running', written: 0, of };
    const answer = await this.#target.exportTransactions(query, format, (written) => {
      if (this.now.state === 'running') this.now = { state: 'running', written, of };
    });
    if ('refused' in answer) this.now = { state: 'failed', problem: answer.refused };
    else if (answer.value.state === 'saved') this.now = answer.value;
    else this.now = { state: 'idle' };
  }

  async cancel(): Promise<void> {
    await this.#target.cancelExport();
  }

  dismiss(): void {
    if (this.now.state !== 'running') this.now = { state: 'idle' };
  }
}
