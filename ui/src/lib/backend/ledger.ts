// A list of transactions that lives in the window, for the tests and for the gallery. Never part of the production
// bundle. It follows the core's rules closely enough to click through the pages, and is no judge of them.

import type {
  Answer,
  ChoicesView,
  DetailView,
  HistoryView,
  OutlineView,
  QueryRequest,
  RowsView,
  TransactionView,
} from '.';
import { isoDay } from '$lib/time/periods';
import { ago, problem } from './fixtures';

const NARRATIONS = [
  'Wallet funding',
  'MTN airtime 08031234567',
  'Rent share',
  'Transfer between friends',
  'IBADAN DISCO ELECTRICITY',
  'Salary advance',
  'Swap ETH to USDC',
  'Withdrawal to GTBank',
];
const DIRECTIONS = ['incoming', 'outgoing', 'outgoing', 'unknown'] as const;
const OUTCOMES = ['done', 'done', 'done', 'done', 'inProgress', 'failed', 'cancelled', 'unknown'] as const;

const pick = <T>(values: readonly T[], index: number): T => values[index % values.length] as T;

/** So many rows, the newest first, always the same ones. */
export function manyRows(count: number): TransactionView[] {
  return Array.from({ length: count }, (_, index) => {
    const outcome = pick(OUTCOMES, index * 7 + 3);
    return {
      id: `row-${index}`,
      direction: pick(DIRECTIONS, index * 5),
      outcome,
      status: outcome === 'done' ? 'SUCCESS' : outcome.toUpperCase(),
      amount: {
        digits: `${(index * 7919) % 250_000}.${String((index * 37) % 100).padStart(2, '0')}`,
        currency: 'NGN',
      },
      narration: index % 11 === 10 ? null : `${pick(NARRATIONS, index * 3)}${index % 4 ? '' : ` ${index}`}`,
      reference: index % 13 === 12 ? null : `ref-${String(index).padStart(6, '0')}`,
      createdAt: ago(index * 97 + 12),
    };
  });
}

const time = (row: TransactionView) => (row.createdAt === null ? 0 : Date.parse(row.createdAt));
const size = (row: TransactionView) => Number(row.amount?.digits ?? 0);

export class Ledger {
  generation = 1;
  rows: TransactionView[];

  constructor(rows: TransactionView[]) {
    this.rows = rows;
  }

  /** The answer to the last question, which is asked for stretch by stretch. */
  #last: { question: string; rows: TransactionView[]; found: TransactionView[] } | null = null;

  #found(query: QueryRequest): TransactionView[] {
    const question = JSON.stringify(query);
    if (this.#last?.question !== question || this.#last.rows !== this.rows) {
      this.#last = { question, rows: this.rows, found: this.#search(query) };
    }
    return this.#last.found;
  }

  #search(query: QueryRequest): TransactionView[] {
    const words = query.text.toLowerCase().split(/\s+/).filter(Boolean);
    const allows = <T>(chosen: T[], value: T) => chosen.length === 0 || chosen.includes(value);
    const found = this.rows.filter((row) => {
      const text = [row.narration, row.reference, row.amount?.digits].join(' ').toLowerCase();
      return (
        words.every((word) => text.includes(word)) &&
        allows(query.directions, row.direction) &&
        allows(query.outcomes, row.outcome) &&
        (query.currencies.length === 0 || query.currencies.includes(row.amount?.currency ?? '')) &&
        (query.least === null || size(row) >= Number(query.least)) &&
        (query.most === null || size(row) <= Number(query.most)) &&
        (query.from === null || time(row) >= Date.parse(query.from)) &&
        (query.before === null || time(row) < Date.parse(query.before))
      );
    });
    const order = {
      newest: (one: TransactionView, other: TransactionView) => time(other) - time(one),
      oldest: (one: TransactionView, other: TransactionView) => time(one) - time(other),
      largest: (one: TransactionView, other: TransactionView) => size(other) - size(one),
      smallest: (one: TransactionView, other: TransactionView) => size(one) - size(other),
    };
    return found.sort(order[query.sort]);
  }

  stretch(query: QueryRequest, first: number, count: number): Answer<RowsView> {
    const rows = this.#found(query).slice(first, first + count);
    return { value: { generation: this.generation, rows } };
  }

  outline(query: QueryRequest): Answer<OutlineView> {
    const found = this.#found(query);
    const days: OutlineView['days'] = [];
    if (query.sort === 'newest' || query.sort === 'oldest') {
      for (const row of found) {
        const day = row.createdAt === null ? null : isoDay(new Date(row.createdAt));
        const last = days.at(-1);
        if (last && last.day === day) last.count += 1;
        else days.push({ day, count: 1 });
      }
    }
    return { value: { generation: this.generation, count: found.length, days } };
  }

  count(query: QueryRequest): number {
    return this.#found(query).length;
  }

  place(query: QueryRequest, id: string): Answer<number | null> {
    const place = this.#found(query).findIndex((row) => row.id === id);
    return { value: place < 0 ? null : place };
  }

  choices(): Answer<ChoicesView> {
    const currencies = [...new Set(this.rows.flatMap((row) => row.amount?.currency ?? []))];
    return {
      value: { currencies, natures: ['BILL', 'DEPOSIT', 'PAYOUT'], wallets: [{ id: 'a1', name: 'Naira' }] },
    };
  }

  detail(id: string): Answer<DetailView> {
    const entry = this.rows.find((row) => row.id === id);
    if (!entry) return { refused: problem('notAvailable') };
    const onChain = entry.narration?.startsWith('Swap') ?? false;
    return {
      value: {
        entry,
        problem: null,
        asOf: ago(1),
        more: {
          nature: onChain ? 'SWAP' : 'PAYOUT',
          fee: { digits: '25.00', currency: 'NGN' },
          total: entry.amount && { ...entry.amount, digits: (size(entry) + 25).toFixed(2) },
          wallet: 'Naira',
          counterparty: { name: 'Bola Ade', account: '0123456789', bank: 'GTBank', address: null },
          updatedAt: entry.createdAt,
          references: [{ name: 'fincraReference', text: 'fin-0001' }],
          facts: [{ name: 'sessionId', text: '000013251121110000000000000001' }],
          explorerHost: onChain ? 'basescan.org' : null,
        },
      },
    };
  }

  history(): Answer<HistoryView> {
    const naira = (digits: string) => ({ digits, currency: 'NGN' });
    const flows = Array.from({ length: 12 }, (_, index) => {
      const month = new Date(Date.UTC(2025, 11 + index, 1)).toISOString().slice(0, 7);
      const [incoming, outgoing] = [
        120_000 + ((index * 37_511) % 90_000),
        90_000 + ((index * 51_713) % 110_000),
      ];
      return { month, incoming: naira(`${incoming}.50`), outgoing: naira(`${outgoing}.25`) };
    });
    const balances = Array.from({ length: 60 }, (_, index) => ({
      day: isoDay(new Date(Date.now() - (60 - index) * 86_400_000)),
      source: 'naira',
      balance: naira(`${1500 + ((index * 977) % 4200)}.00`),
    }));
    return { value: { flows, balances } };
  }
}
