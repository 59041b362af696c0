// What there is to see in the conditions that a page must bear: many chains of which some fail, dust, long lists, one
// point, nothing. For the tests and for the gallery; never part of the production bundle.

import type {
  AppView,
  BillView,
  BillsView,
  CoinView,
  HistoryView,
  SaleView,
  SalesView,
  SeenBalanceView,
  SourceView,
} from '.';
import { sum } from '$lib/money/exact';
import { ago, ALL_SCOPES, connected, problem } from './fixtures';

const usd = (digits: string) => ({ digits, currency: 'USD' });
const naira = (digits: string) => ({ digits, currency: 'NGN' });
const DAY = 24 * 60;
const HOSTILE = 'pay\u202Eada <b>bold</b> <img src=x>';
const LONG = 'Oluwafunmilayọ Adébáyọ̀-Ọlátúnjí Chukwuemeka Nnamdi-Okonkwo of Ìbàdàn and Port Harcourt';

const coin = (
  name: string | null,
  symbol: string,
  amount: string | null,
  value: string | null,
  contract: string | null = null,
  price: string | null = null,
): CoinView => ({
  name,
  amount: amount === null ? null : { digits: amount, currency: symbol },
  price: price === null ? null : usd(price),
  value: value === null ? null : usd(value),
  contract,
});

const source = (id: string, name: string, coins: CoinView[], minutes = 3): SourceView => ({
  id,
  name,
  portfolio: {
    state: 'ready',
    value: {
      address: '0x52908400098527886E0F7030069857D2E4169EE7',
      total: usd(sum(coins.flatMap(({ value }) => value?.digits ?? []))),
      coins,
    },
    asOf: ago(minutes),
    refreshing: false,
    stale: null,
  },
});

const nothing = (id: string, name: string) => source(id, name, [coin('Ether', 'ETH', '0', '0.00')]);

function chainsView(): AppView {
  const stale = source('evm:137', 'Polygon', [coin('POL', 'POL', '12.5', '2.75', null, '0.22')], DAY + 20);
  if (stale.portfolio.state === 'ready') stale.portfolio.stale = problem('moneiUnreachable');
  return {
    ...connected(ALL_SCOPES),
    portfolios: [
      source('evm:8453', 'Base', [
        coin('Ether', 'ETH', '0.05', '152.40', null, '3048.00'),
        coin('USD Coin', 'USDC', '100', '100.00', '0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913', '1.00'),
        coin('Degen', 'DEGEN', '0', '0.00', '0x4ed4E862860beD51a9570b96d89aF5E1B0Efefed', '0.01'),
        coin(
          'Pepe of the long name that never ends',
          'PEPE',
          '40000000',
          null,
          '0x6982508145454Ce325dDbE47a25d4ec3d2311933',
        ),
        coin(HOSTILE, 'HST', '1', null, '0x1111111111111111111111111111111111111111'),
      ]),
      {
        id: 'evm:1',
        name: 'Ethereum',
        portfolio: {
          state: 'failed',
          problem: problem('moneiFault', 'Upstream RPC timed out'),
          refreshing: false,
        },
      },
      stale,
      nothing('evm:42161', 'Arbitrum One'),
      nothing('evm:56', 'BNB Smart Chain'),
      nothing('evm:10', 'Optimism'),
      { id: 'evm:534352', name: 'Scroll', portfolio: { state: 'loading' } },
      source('solana', 'Solana', [coin('Solana', 'SOL', '0.5', '75.00', null, '150.00')]),
    ],
    cryptoTotal: {
      value: usd('330.15'),
      missing: ['Ethereum', 'Scroll', 'PEPE (Base)', `${HOSTILE} (Base)`],
    },
  };
}

function hugeChains(): AppView {
  const most = '400000000000000000000000000000000.000000000000000001';
  return {
    ...connected(ALL_SCOPES),
    portfolios: [
      source('evm:8453', LONG, [
        coin(LONG, 'ETH', most, '98765432109876543210.99', null, '12345678909876543210.12'),
        coin(null, 'A-CURRENCY-WITH-A-VERY-LONG-NAME', most, '0.01', 'short', '0.000000000001'),
        coin('Unknown amount', 'UNK', null, null, '0x2222222222222222222222222222222222222222'),
      ]),
    ],
    cryptoTotal: { value: usd('98765432109876543211.00'), missing: ['Unknown amount'] },
  };
}

const bill = (index: number, changes: Partial<BillView> = {}): BillView => ({
  id: `many-${index}`,
  reference: `bill-${1000 - index}`,
  category: (['airtime', 'data', 'electricity', 'cable', 'WATER_BOARD'] as const)[index % 5] ?? null,
  biller: (['MTN', 'GLO', 'IKEJA DISCO ELECTRICITY', 'GOTV', 'Lagos Water'] as const)[index % 5] ?? null,
  customer: `0803${String(index).padStart(7, '0')}`,
  amount: naira(`${(index * 377) % 20_000}.00`),
  outcome: (['done', 'done', 'inProgress', 'failed', 'unknown'] as const)[index % 5] ?? 'done',
  status: 'SUCCESS',
  meterDigits: null,
  units: null,
  createdAt: ago(index * 700),
  ...changes,
});

const sale = (index: number, changes: Partial<SaleView> = {}): SaleView => ({
  id: `many-${index}`,
  reference: `OFF-${String(index).padStart(9, '0')}`,
  sold: { digits: `${index * 7 + 1}.5`, currency: 'USDC' },
  network: 'arbitrum-one',
  received: naira(`${(index * 7 + 1) * 1550}.25`),
  rate: naira('1550.25'),
  bankAccount: { number: '0123456789', bank: 'GTBank' },
  outcome: (['done', 'inProgress', 'failed', 'cancelled'] as const)[index % 4] ?? 'done',
  status: 'completed',
  createdAt: ago(index * 900),
  endedAt: index % 4 === 1 ? null : ago(index * 900 - 12),
  ...changes,
});

/** Paid bills and sold coins as lists that leaf through pages. */
function longLists(): AppView {
  const view = connected(ALL_SCOPES);
  const bills: BillsView = { rows: Array.from({ length: 60 }, (_, index) => bill(index)), total: '1240' };
  const sales: SalesView = { rows: Array.from({ length: 45 }, (_, index) => sale(index)), total: '45' };
  if (view.bills.state === 'ready') view.bills.value = bills;
  if (view.sales.state === 'ready') view.sales.value = sales;
  return view;
}

function hostileLists(): AppView {
  const view = connected(ALL_SCOPES);
  const huge = naira('98765432109876543210.99');
  if (view.bills.state === 'ready') {
    view.bills.value = {
      total: null,
      rows: [
        bill(2, {
          biller: LONG,
          customer: HOSTILE,
          reference: 'r'.repeat(80),
          amount: huge,
          meterDigits: '1234 5678 9012 3456 7890 12',
          units: LONG,
        }),
        bill(4, {
          biller: null,
          category: null,
          customer: null,
          amount: null,
          reference: null,
          createdAt: null,
        }),
      ],
    };
  }
  if (view.sales.state === 'ready') {
    view.sales.value = {
      total: null,
      rows: [
        sale(0, {
          sold: { digits: '400000000000000000000000000000000.000000000000000001', currency: 'USDT' },
          received: huge,
          rate: huge,
          network: LONG,
          bankAccount: { number: HOSTILE, bank: LONG },
        }),
        sale(1, {
          sold: null,
          received: null,
          rate: null,
          network: null,
          bankAccount: null,
          reference: null,
          createdAt: null,
        }),
      ],
    };
  }
  return view;
}

function withoutAddresses(): AppView {
  const view = connected(ALL_SCOPES);
  if (view.balances.state === 'ready') {
    view.balances.value = {
      naira: naira('0.00'),
      wallets: view.balances.value.wallets.map((wallet) => ({ ...wallet, address: null, bankAccount: null })),
    };
  }
  if (view.profile.state === 'ready')
    view.profile.value = { ...view.profile.value, pinSet: false, verified: false };
  return view;
}

const dayText = (before: number) => new Date(Date.now() - before * 86_400_000).toISOString().slice(0, 10);

/** Looked at on most days, then not for a while, then once. */
function gaps(): HistoryView {
  const seen = (source: string, before: number, digits: string, currency: string): SeenBalanceView => ({
    day: dayText(before),
    source,
    balance: { digits, currency },
  });
  const days = [40, 39, 38, 37, 35, 34, 33, 30, 22, 21, 20, 19, 12, 3, 2, 1, 0];
  return {
    flows: [
      { month: '2026-02', incoming: naira('12000.00'), outgoing: naira('9000.50') },
      { month: '2026-03', incoming: naira('0.00'), outgoing: naira('2500.00') },
      { month: '2026-07', incoming: naira('180000.00'), outgoing: naira('64000.00') },
      { month: '2026-11', incoming: naira('500.00'), outgoing: naira('200.00') },
      {
        month: '2026-10',
        incoming: { digits: '1.5', currency: 'USDC' },
        outgoing: { digits: '0.25', currency: 'USDC' },
      },
    ],
    balances: days.flatMap((before, index) => [
      seen('naira', before, `${1500 + ((index * 977) % 4200)}.00`, 'NGN'),
      ...(index % 2 ? [seen('evm:8453', before, `${200 + index}.40`, 'USD')] : []),
    ]),
  };
}

function onePoint(): HistoryView {
  return {
    flows: [
      { month: dayText(0).slice(0, 7), incoming: naira('98765432109876543210.99'), outgoing: naira('0.01') },
    ],
    balances: [{ day: dayText(0), source: 'naira', balance: naira('98765432109876543210.99') }],
  };
}

export const HISTORIES: Partial<Record<string, HistoryView>> = {
  'insights-gaps': gaps(),
  'insights-one': onePoint(),
  'insights-empty': { flows: [], balances: [] },
};

/** Each is to be looked at on the page of its name as well. */
export const CONDITIONS: Record<string, () => AppView> = {
  chains: chainsView,
  'chains-huge': hugeChains,
  'lists-long': longLists,
  'lists-hostile': hostileLists,
  'without-addresses': withoutAddresses,
  'insights-gaps': chainsView,
  'insights-one': hugeChains,
  'insights-empty': () => ({ ...connected(), portfolios: [], cryptoTotal: { value: null, missing: [] } }),
};
