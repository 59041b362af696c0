import { describe, expect, it } from 'vitest';
import type { Answer, OutlineView, QueryRequest, RowsView } from '$lib/backend';
import { problem } from '$lib/backend/fixtures';
import { Ledger, manyRows } from '$lib/backend/ledger';
import { Filter } from './filter.svelte';
import { Listing } from './listing.svelte';
import { STRETCH } from './stretches';

const NOW = new Date();
const everything = (): QueryRequest => new Filter().query(NOW);
const settled = () => new Promise<void>((resume) => setTimeout(resume));

/** A core whose answers come when the test says so, in the order that it says. */
class SlowCore {
  readonly ledger = new Ledger(manyRows(1000));
  asked: string[] = [];
  #held: (() => void)[] = [];
  holding = false;

  #later<T>(name: string, answer: () => T): Promise<T> {
    this.asked.push(name);
    if (!this.holding) return Promise.resolve(answer());
    return new Promise((resume) => {
      this.#held.push(() => {
        resume(answer());
      });
    });
  }

  /** Answers the held questions, the last one first if asked for. */
  async release(order: 'asked' | 'reversed' = 'asked'): Promise<void> {
    const held = order === 'asked' ? this.#held : this.#held.reverse();
    this.#held = [];
    for (const answer of held) answer();
    await settled();
  }

  transactionRows(query: QueryRequest, first: number, count: number): Promise<Answer<RowsView>> {
    return this.#later(`rows ${first} “${query.text}”`, () => this.ledger.stretch(query, first, count));
  }

  transactionOutline(query: QueryRequest): Promise<Answer<OutlineView>> {
    return this.#later(`outline “${query.text}”`, () => this.ledger.outline(query));
  }

  transactionPlace(query: QueryRequest, id: string): Promise<Answer<number | null>> {
    return this.#later(`place ${id}`, () => this.ledger.place(query, id));
  }

  /** So many rows come in on top, newer than all. */
  arrive(count: number): void {
    const fresh = manyRows(count).map((row, index) => ({
      ...row,
      id: `fresh-${index}`,
      createdAt: new Date(Date.now() - index).toISOString(),
    }));
    this.ledger.rows = [...fresh, ...this.ledger.rows];
    this.ledger.generation += 1;
  }
}

async function listed(core = new SlowCore()) {
  const listing = new Listing(core, settled);
  await listing.ask(everything());
  core.asked = [];
  return { core, listing };
}

describe('a question', () => {
  it('shows the first rows before the count of all is there', async () => {
    const core = new SlowCore();
    const listing = new Listing(core);
    let outlined: (() => void) | undefined;
    const outline = core.transactionOutline.bind(core);
    core.transactionOutline = async (query) => {
      await new Promise<void>((resume) => (outlined = resume));
      return outline(query);
    };
    const asked = listing.ask(everything());
    await settled();
    expect(listing.row(0)?.id).toBe('row-0');
    expect(listing.shown).toMatchObject({ counting: true, moved: null });
    expect(listing.shown?.layout.rows).toBe(STRETCH);
    outlined?.();
    await asked;
    expect(listing.shown).toMatchObject({ counting: false, moved: 0 });
    expect(listing.shown?.layout.rows).toBe(1000);
    expect(listing.loading).toBe(false);
  });

  it('leaves what is shown until its answer is there', async () => {
    const { core, listing } = await listed();
    core.holding = true;
    void listing.ask({ ...everything(), text: 'ref-000777' });
    expect(listing.row(0)?.id).toBe('row-0');
    expect(listing.loading).toBe(true);
    await core.release();
    expect(listing.row(0)?.reference).toBe('ref-000777');
    expect(listing.shown?.layout.rows).toBe(1);
  });

  it('is answered by its own answer, whatever comes late', async () => {
    const { core, listing } = await listed();
    core.holding = true;
    void listing.ask({ ...everything(), text: 'ref-00011' });
    void listing.ask({ ...everything(), text: 'ref-000777' });
    await core.release('reversed');
    expect(listing.shown?.query.text).toBe('ref-000777');
    expect(listing.row(0)?.reference).toBe('ref-000777');
    expect(listing.shown?.layout.rows).toBe(1);
  });

  it('that is refused says why, and leaves what is shown', async () => {
    const { core, listing } = await listed();
    core.transactionRows = () => Promise.resolve({ refused: problem('notNow') });
    await listing.ask({ ...everything(), text: 'x' });
    expect(listing.problem?.code).toBe('notNow');
    expect(listing.row(0)?.id).toBe('row-0');
    expect(listing.loading).toBe(false);
  });
});

describe('looking', () => {
  it('asks for what is seen first, then for what comes next, and for nothing twice', async () => {
    const { core, listing } = await listed();
    listing.look({ first: 450, last: 460 });
    listing.look({ first: 451, last: 461 });
    await settled();
    expect(core.asked.map((asked) => asked.split(' ')[1])).toEqual(['400', '500', '600', '700', '300']);
    expect(listing.row(455)?.id).toBe('row-455');
    expect(listing.row(999)).toBeNull();
  });

  it('looks ahead in the direction of the scroll', async () => {
    const { core, listing } = await listed();
    listing.look({ first: 850, last: 860 });
    await settled();
    core.asked = [];
    listing.look({ first: 720, last: 730 });
    await settled();
    expect(core.asked.map((asked) => asked.split(' ')[1])).toEqual(['600', '500', '400']);
  });

  it('forgets what is far away, and asks again when it is looked at', async () => {
    const core = new SlowCore();
    core.ledger.rows = manyRows(12_000);
    const { listing } = await listed(core);
    for (let first = 0; first < 12_000; first += 90) {
      listing.look({ first, last: first + 20 });
      await settled();
    }
    expect(listing.row(11_950)).not.toBeNull();
    expect(listing.row(0)).toBeNull();
    listing.look({ first: 0, last: 20 });
    await settled();
    expect(listing.row(0)?.id).toBe('row-0');
  });

  it('drops a stretch of a list that is shown no longer', async () => {
    const { core, listing } = await listed();
    core.holding = true;
    listing.look({ first: 450, last: 460 });
    core.holding = false;
    await listing.ask({ ...everything(), sort: 'oldest' });
    await core.release();
    expect(listing.row(450)).toBeNull();
    expect(listing.row(0)?.id).toBe('row-999');
  });
});

describe('rows that come in', () => {
  it('leave whoever looks further down where they are', async () => {
    const { core, listing } = await listed();
    listing.look({ first: 350, last: 360 });
    await settled();
    core.arrive(7);
    await listing.notice(2);
    expect(listing.shown).toMatchObject({ generation: 2, moved: 7 });
    expect(listing.row(357)?.id).toBe('row-350');
  });

  it('are seen at once by whoever is at the top', async () => {
    const { core, listing } = await listed();
    listing.look({ first: 0, last: 10 });
    core.arrive(7);
    await listing.notice(2);
    expect(listing.shown?.moved).toBe(0);
    expect(listing.row(0)?.id).toBe('fresh-0');
  });

  it('change nothing on screen until all that is seen is there', async () => {
    const { core, listing } = await listed();
    listing.look({ first: 350, last: 360 });
    await settled();
    core.arrive(7);
    core.holding = true;
    const noticed = listing.notice(2);
    expect(listing.row(350)?.id).toBe('row-350');
    await core.release();
    expect(listing.row(350)?.id).toBe('row-350');
    expect(listing.shown?.generation).toBe(1);
    core.holding = false;
    await core.release();
    await noticed;
    expect(listing.row(357)?.id).toBe('row-350');
  });

  it('told of many times are looked at a few times, and the last one is not missed', async () => {
    const { core, listing } = await listed();
    const noticed: Promise<void>[] = [];
    for (let generation = 2; generation <= 40; generation += 1) {
      core.arrive(1);
      noticed.push(listing.notice(generation));
    }
    await Promise.all(noticed);
    expect(listing.shown?.generation).toBe(40);
    expect(core.asked.filter((asked) => asked.startsWith('outline')).length).toBeLessThan(4);
  });

  it('are not asked for when nothing changed', async () => {
    const { core, listing } = await listed();
    await listing.notice(1);
    expect(core.asked).toEqual([]);
  });

  it('told of during a question are shown after it', async () => {
    const core = new SlowCore();
    let rested: (() => void) | undefined;
    const listing = new Listing(core, () => new Promise((resume) => (rested = resume)));
    core.holding = true;
    const asked = listing.ask(everything());
    const noticed = listing.notice(2);
    core.holding = false;
    await core.release();
    await asked;
    core.arrive(3);
    rested?.();
    await settled();
    rested?.();
    await noticed;
    expect(listing.shown?.generation).toBe(2);
    expect(listing.row(0)?.id).toBe('fresh-0');
  });
});
