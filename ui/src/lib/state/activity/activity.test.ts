import { describe, expect, it } from 'vitest';
import { connected } from '$lib/backend/fixtures';
import { FakeBackend } from '$lib/backend/fake';
import { dayFrom, isoDay, localDay, periodOf, type Period } from '$lib/time/periods';
import { Activity, rowAfter } from './activity.svelte';
import { exact, Filter } from './filter.svelte';
import { Layout } from './layout';

const NOW = new Date(2026, 10, 21, 14, 2);
const settled = () => new Promise<void>((resume) => setTimeout(resume));

describe('where rows and headings stand', () => {
  const days = [
    { day: '2026-11-21', count: 3 },
    { day: '2026-11-20', count: 1 },
    { day: null, count: 2 },
  ];

  it('counts the headings above', () => {
    const layout = new Layout({ count: 6, days });
    expect(layout.items).toBe(9);
    const items = Array.from({ length: 9 }, (_, item) => layout.at(item));
    expect(items).toEqual([
      { heading: 0 },
      { row: 0 },
      { row: 1 },
      { row: 2 },
      { heading: 1 },
      { row: 3 },
      { heading: 2 },
      { row: 4 },
      { row: 5 },
    ]);
    for (let row = 0; row < 6; row += 1) expect(layout.at(layout.itemOf(row))).toEqual({ row });
  });

  it('stand below one another', () => {
    const heights = { row: 56, heading: 36 };
    const layout = new Layout({ count: 6, days });
    let offset = 0;
    for (let item = 0; item < layout.items; item += 1) {
      const at = layout.at(item);
      if ('heading' in at) expect(layout.headingAt(at.heading, heights)).toBe(offset);
      else expect(layout.rowAt(at.row, heights)).toBe(offset);
      offset += 'heading' in at ? heights.heading : heights.row;
    }
    expect([0, 1, 2, 3, 4, 5].filter((row) => layout.isFirst(row))).toEqual([0, 3, 4]);
  });

  it('knows no headings where the list is not in order of time', () => {
    const layout = new Layout({ count: 100_000, days: [] });
    expect(layout.items).toBe(100_000);
    expect(layout.at(99_999)).toEqual({ row: 99_999 });
    expect(layout.itemOf(5)).toBe(5);
  });
});

describe('keys of the list', () => {
  it.each([
    ['ArrowDown', 5, 6],
    ['ArrowUp', 0, 0],
    ['ArrowDown', 99, 99],
    ['PageDown', 5, 15],
    ['PageUp', 5, 0],
    ['Home', 50, 0],
    ['End', 5, 99],
    ['a', 5, null],
  ])('%s from row %i', (key, row, to) => {
    expect(rowAfter(key, row, 100, 10)).toBe(to);
  });
});

describe('the filter', () => {
  it('asks for exact moments and digits', () => {
    const filter = new Filter();
    filter.text = '  rent ';
    filter.toggle('outcomes', 'failed');
    filter.toggle('outcomes', 'cancelled');
    filter.toggle('outcomes', 'failed');
    filter.least = '₦1,000.50';
    filter.most = '98765432109876543210.000000000000000001';
    filter.period = { kind: 'lastMonth' };
    expect(filter.query(NOW)).toMatchObject({
      text: 'rent',
      outcomes: ['cancelled'],
      least: '1000.50',
      most: '98765432109876543210.000000000000000001',
      from: new Date(2026, 9, 1).toISOString(),
      before: new Date(2026, 10, 1).toISOString(),
    });
  });

  it.each([
    ['abc', '', 'least'],
    ['', '1e5', 'most'],
    ['2', '1.99', 'order'],
    ['0.1', '0.10', null],
    ['99999999999999999999.1', '99999999999999999999.2', null],
  ])('%s to %s: %s', (least, most, fault) => {
    const filter = new Filter();
    Object.assign(filter, { least, most });
    expect(filter.amountFault).toBe(fault);
    if (fault) expect(filter.query(NOW)).toMatchObject({ least: null, most: null });
  });

  it('clears a part, and everything', () => {
    const filter = new Filter();
    filter.toggle('directions', 'incoming');
    filter.least = '5';
    filter.text = 'x';
    filter.sort = 'largest';
    filter.clear('amount');
    expect([filter.narrows('amount'), filter.narrows('directions'), filter.narrowed]).toEqual([
      false,
      true,
      true,
    ]);
    filter.clearAll();
    expect(filter.narrowed).toBe(false);
    expect(filter.query(NOW)).toEqual({ ...new Filter().query(NOW), sort: 'largest' });
  });

  it.each(['', '1', '12.5', '₦ 7', '1,000'])('takes %s for what it is', (typed) => {
    expect(exact(typed)).toBe(typed === '' ? null : typed.replace(/[₦, ]/g, ''));
  });
});

describe('periods', () => {
  it.each<[Period, string, string]>([
    [{ kind: 'today' }, '2026-11-21', '2026-11-22'],
    [{ kind: 'lastSevenDays' }, '2026-11-15', '2026-11-22'],
    [{ kind: 'thisMonth' }, '2026-11-01', '2026-12-01'],
    [{ kind: 'lastMonth' }, '2026-10-01', '2026-11-01'],
    [{ kind: 'thisYear' }, '2026-01-01', '2027-01-01'],
    [{ kind: 'lastYear' }, '2025-01-01', '2026-01-01'],
    [{ kind: 'between', from: '2026-02-27', to: '2026-02-28' }, '2026-02-27', '2026-03-01'],
  ])('%o', (period, from, before) => {
    expect(periodOf(period, NOW)).toEqual({ from, before });
  });

  it.each([
    ['2026-2-3', '2026-02-03'],
    ['2026-02-29', null],
    ['2024-02-29', '2024-02-29'],
    ['29.02.2024', null],
  ])('%s is a day of the calendar or is not', (typed, day) => {
    expect(dayFrom(typed)).toBe(day);
    if (day) expect(isoDay(localDay(day))).toBe(day);
  });
});

describe('the page', () => {
  async function opened() {
    const backend = new FakeBackend(connected());
    const activity = new Activity(backend);
    activity.ask(NOW);
    await settled();
    backend.calls.length = 0;
    return { backend, activity };
  }

  it('asks a question once, and again when the filter says something else', async () => {
    const { activity } = await opened();
    const before = activity.listing.shown;
    activity.ask(new Date(NOW.getTime() + 60_000));
    await settled();
    expect(activity.listing.shown).toBe(before);
    activity.filter.toggle('outcomes', 'failed');
    activity.ask(NOW);
    await settled();
    expect(activity.listing.row(0)?.outcome).toBe('failed');
  });

  it('opens a row with what the row says, and the detail after it', async () => {
    const { backend, activity } = await opened();
    activity.open(3);
    expect(activity.opened.entry?.id).toBe('row-3');
    expect(activity.opened.detail).toBeNull();
    await settled();
    expect(activity.opened.detail?.entry.id).toBe('row-3');
    expect(backend.calls).toEqual(['transaction row-3']);
  });

  it('goes to the next and the one before, and no further than the ends', async () => {
    const { activity } = await opened();
    activity.open(0);
    expect(activity.step(-1)).toBeNull();
    expect(activity.step(1)?.id).toBe('row-1');
    expect(activity.active).toBe(1);
    await settled();
    expect(activity.opened.detail?.entry.id).toBe('row-1');
  });

  it('drops the detail of what is open no longer', async () => {
    const { activity } = await opened();
    activity.open(1);
    activity.opened.close();
    await settled();
    expect(activity.opened.entry).toBeNull();
    expect(activity.opened.detail).toBeNull();
  });

  it('keeps the row when the detail is refused, and says why', async () => {
    const { backend, activity } = await opened();
    backend.refusal = { code: 'moneiUnreachable', retryAfterSeconds: null, moneiSays: null };
    activity.open(1);
    await settled();
    expect(activity.opened.entry?.id).toBe('row-1');
    expect(activity.opened.problem?.code).toBe('moneiUnreachable');
    expect(activity.opened.loading).toBe(false);
  });

  it('follows the rows when they move', async () => {
    const { activity } = await opened();
    activity.stand = { row: 40, above: 12 };
    activity.open(42);
    activity.shift(5);
    expect([activity.active, activity.opened.place, activity.stand]).toEqual([
      47,
      47,
      { row: 45, above: 12 },
    ]);
  });
});

describe('an export', () => {
  it('tells what is written, and what came of it', async () => {
    const backend = new FakeBackend(connected());
    const activity = new Activity(backend);
    const done = activity.export.start(new Filter().query(NOW), 'csv', 500);
    expect(activity.export.now).toEqual({ state: 'running', written: 500, of: 500 });
    await done;
    expect(activity.export.now).toEqual({ state: 'saved', file: 'transactions.csv', rows: 500 });
    activity.export.dismiss();
    expect(activity.export.now.state).toBe('idle');
  });

  it('that is cancelled leaves nothing to tell, and one that fails says why', async () => {
    const backend = new FakeBackend(connected());
    const { export: file } = new Activity(backend);
    backend.exportTransactions = () => Promise.resolve({ value: { state: 'cancelled' } });
    await file.start(new Filter().query(NOW), 'json', 1);
    expect(file.now.state).toBe('idle');
    backend.exportTransactions = () =>
      Promise.resolve({ refused: { code: 'exportDiskFull', retryAfterSeconds: null, moneiSays: null } });
    await file.start(new Filter().query(NOW), 'json', 1);
    expect(file.now).toMatchObject({ state: 'failed', problem: { code: 'exportDiskFull' } });
  });
});
