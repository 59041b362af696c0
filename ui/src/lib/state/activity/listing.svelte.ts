// A list that is too long to hold: the stretches of it that are looked at, asked for ahead of the scroll. What is shown
// stays until what follows it is there whole, and what the newest question asks for is all that ever follows.

import type { Backend, OutlineView, ProblemView, QueryRequest, TransactionView } from '$lib/backend';
import { moment } from '$lib/time/moments';
import { isoDay } from '$lib/time/periods';
import { Layout } from './layout';
import { spanned, STRETCH, Stretches } from './stretches';

type Source = Pick<Backend, 'transactionRows' | 'transactionOutline' | 'transactionPlace'>;

/** So many may be under way, so that a scroll to somewhere else need not wait for those it passed. */
const AT_ONCE = 4;
const AHEAD = 3;
/** Rows that stay ready around a place where the list comes to stand. */
const AROUND = 30;

/** One state of the list. */
export interface Shown {
  query: QueryRequest;
  layout: Layout;
  generation: number;
  /** The rows are all there; their count is still on its way. */
  counting: boolean;
  /** How far the rows moved down against the state before. None: it is another list, looked at from its top. */
  moved: number | null;
}

/** The rows between which somebody looks. */
export interface Looking {
  first: number;
  last: number;
}

export class Listing {
  shown = $state.raw<Shown | null>(null);
  /** Why the newest question has no answer. */
  problem = $state.raw<ProblemView | null>(null);
  loading = $state(false);

  readonly #source: Source;
  /** Grows when rows come, so that those who show them look again. */
  #arrivals = $state(0);
  #stretches = new Stretches();
  #wanted: number[] = [];
  #looking: Looking = { first: 0, last: 0 };
  #question = 0;
  #told: number | null = null;
  #renewing = false;
  readonly #rest: () => Promise<void>;

  constructor(source: Source, rest = moments) {
    this.#source = source;
    this.#rest = rest;
  }

  /** A row, or nothing while it is on its way. */
  row(index: number): TransactionView | null {
    void this.#arrivals;
    return this.#stretches.row(index);
  }

  /** Asks another question. What is shown stays until its answer is there. */
  async ask(query: QueryRequest): Promise<void> {
    const question = this.#begin();
    const first = this.#source.transactionRows(query, 0, STRETCH);
    const outline = this.#source.transactionOutline(query);
    const rows = await first;
    if (question !== this.#question) return;
    if ('refused' in rows) {
      this.#fail(rows.refused);
      return;
    }
    // The rows that are seen first never wait for the count of all.
    this.#show(query, outlineOf(rows.value, query), new Stretches([[0, rows.value.rows]]), {
      counting: rows.value.rows.length === STRETCH,
      moved: null,
    });
    const whole = await outline;
    if (question !== this.#question) return;
    if ('refused' in whole) {
      this.#fail(whole.refused);
      return;
    }
    this.#show(query, whole.value, this.#stretches, { counting: false, moved: 0 });
    this.#end();
  }

  /** Rows came or changed. While a long history is read that is said many times a second, and shown a few times. */
  async notice(generation: number): Promise<void> {
    this.#told = generation;
    if (this.#renewing) return;
    this.#renewing = true;
    for (let served: number | null = null; this.#told !== served; await this.#rest()) {
      if (this.loading) continue;
      if (!this.shown) break;
      served = this.#told;
      if (served !== this.shown.generation) await this.renew();
    }
    this.#renewing = false;
  }

  /** Shows the list as it is now, and leaves whoever looks at it where they are. */
  async renew(): Promise<void> {
    const shown = this.shown;
    if (!shown) return;
    const question = this.#begin();
    const { first, last } = this.#looking;
    // At the very top, new rows are what somebody looks for.
    const anchor = first > 0 ? this.row(first) : null;
    const [outline, place] = await Promise.all([
      this.#source.transactionOutline(shown.query),
      anchor && this.#source.transactionPlace(shown.query, anchor.id),
    ]);
    if (question !== this.#question) return;
    if ('refused' in outline) {
      this.#fail(outline.refused);
      return;
    }
    const moved = place && 'value' in place && place.value !== null ? place.value - first : 0;
    const around = spanned(first + moved - AROUND, last + moved + AROUND, outline.value.count);
    const answers = await Promise.all(around.map((stretch) => this.#read(shown.query, stretch)));
    if (question !== this.#question) return;
    const held: [number, TransactionView[]][] = [];
    for (const [at, answer] of answers.entries()) {
      if ('refused' in answer) {
        this.#fail(answer.refused);
        return;
      }
      held.push([around[at] ?? 0, answer.value.rows]);
    }
    this.#show(shown.query, outline.value, new Stretches(held), { counting: false, moved });
    this.#end();
  }

  /** Somebody looks at these rows: they are had, and those that come next in the direction of the scroll. */
  look(looking: Looking): void {
    const down = looking.first >= this.#looking.first;
    this.#looking = looking;
    if (!this.shown) return;
    const here = spanned(looking.first, looking.last, this.shown.layout.rows);
    const [low, high] = [here[0] ?? 0, here.at(-1) ?? 0];
    const next = Array.from({ length: AHEAD }, (_, step) => (down ? high + 1 + step : low - 1 - step));
    const last = Math.ceil(this.shown.layout.rows / STRETCH);
    this.#wanted = [...here, ...next, down ? low - 1 : high + 1].filter(
      (stretch) => stretch >= 0 && stretch < last && !this.#stretches.has(stretch),
    );
    this.#fetch();
  }

  #fetch(): void {
    const shown = this.shown;
    if (!shown) return;
    for (const stretch of this.#wanted) {
      const { underWay } = this.#stretches;
      if (underWay.size >= AT_ONCE) return;
      if (underWay.has(stretch) || this.#stretches.has(stretch)) continue;
      underWay.add(stretch);
      void this.#bring(shown, stretch, this.#stretches);
    }
  }

  async #bring(shown: Shown, stretch: number, stretches: Stretches): Promise<void> {
    const answer = await this.#read(shown.query, stretch);
    stretches.underWay.delete(stretch);
    if (stretches !== this.#stretches) return;
    if ('refused' in answer) {
      // Asked for again by the next look; until then the place stays empty.
      this.#wanted = [];
      this.problem = answer.refused;
      return;
    }
    stretches.put(stretch, answer.value.rows, (this.#looking.first + this.#looking.last) / 2);
    this.#arrivals += 1;
    this.#fetch();
  }

  #read(query: QueryRequest, stretch: number) {
    return this.#source.transactionRows(query, stretch * STRETCH, STRETCH);
  }

  #begin(): number {
    this.loading = true;
    this.#question += 1;
    return this.#question;
  }

  #end(): void {
    this.loading = false;
    this.problem = null;
  }

  #fail(problem: ProblemView): void {
    this.loading = false;
    this.problem = problem;
  }

  #show(
    query: QueryRequest,
    outline: OutlineView,
    stretches: Stretches,
    { counting, moved }: Pick<Shown, 'counting' | 'moved'>,
  ): void {
    if (stretches !== this.#stretches) {
      this.#stretches = stretches;
      this.#wanted = [];
    }
    const by = moved ?? -this.#looking.first;
    this.#looking = { first: this.#looking.first + by, last: this.#looking.last + by };
    this.#arrivals += 1;
    this.shown = { query, layout: new Layout(outline), generation: outline.generation, counting, moved };
  }
}

const moments = () => new Promise<void>((resume) => setTimeout(resume, 300));

/** What the first rows themselves tell of the outline. */
function outlineOf(
  { generation, rows }: { generation: number; rows: TransactionView[] },
  query: QueryRequest,
) {
  const days: OutlineView['days'] = [];
  if (query.sort === 'newest' || query.sort === 'oldest') {
    for (const row of rows) {
      const date = row.createdAt === null ? null : moment(row.createdAt);
      const day = date && isoDay(date);
      const last = days.at(-1);
      if (last && last.day === day) last.count += 1;
      else days.push({ day, count: 1 });
    }
  }
  return { generation, count: rows.length, days };
}
