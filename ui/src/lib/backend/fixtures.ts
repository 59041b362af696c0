// A picture of the window in every state, for the tests and for the gallery. Never part of the production bundle.

import type {
  AppView,
  BalancesView,
  BillsView,
  CoinView,
  IdentityChecksView,
  LimitsView,
  OutcomeView,
  PermissionStateView,
  PermissionView,
  PortfolioView,
  ProblemCode,
  ProblemView,
  ProfileView,
  SalesView,
  SettingsView,
  SignInView,
  TransactionView,
  TransactionsView,
  WalletView,
} from '.';

type Table = [scope: string, label: string, can: string, cannot: string, sensitive: boolean][];

const TABLE: Table = [
  [
    'profile:read',
    'Read your name and account details',
    'See your name, e-mail address and phone number, and whether a transaction PIN is set.',
    'Change your details, or see your password or PIN.',
    false,
  ],
  [
    'kyc:read',
    'See your KYC tier and transaction limits',
    'See your verification tier and how much you may move at once, in a day and in a month.',
    'See or send your identity documents, or change your tier.',
    false,
  ],
  [
    'wallet:read',
    'See naira and crypto balances, portfolios and transaction history',
    'See balances, account number, wallet addresses and transactions.',
    'Move money.',
    false,
  ],
  [
    'wallet:deposit',
    'Start a deposit into your wallet',
    'Start a deposit, so that you can pay money into your own wallet.',
    'Take money out of your wallet, or charge a card without you.',
    false,
  ],
  [
    'wallet:send',
    'Send money to other Monei users',
    'Send naira to another Monei user, each time with your transaction PIN.',
    'Send without your PIN, or to a bank account.',
    true,
  ],
  [
    'wallet:withdraw',
    'Withdraw naira to a bank account',
    'Send naira to a bank account, each time with your transaction PIN.',
    'Withdraw without your PIN, or move crypto.',
    true,
  ],
  [
    'swap:execute',
    'Swap crypto tokens, and send crypto on EVM chains and Solana',
    'Swap tokens, and send crypto to an address. Monei asks for no PIN for these.',
    'Move your naira.',
    true,
  ],
  [
    'bills:pay',
    'Find billers, validate, and pay airtime, data, electricity and cable TV',
    'Pay airtime, data, electricity and cable TV from your naira. Monei asks for no PIN for these.',
    'Send naira to a person or to a bank account.',
    false,
  ],
  [
    'offramp:execute',
    'Get offramp quotes, convert crypto to naira, and track those orders',
    'Sell crypto for naira that is paid to a bank account, and follow those orders.',
    'Move the naira that is already in your wallet.',
    true,
  ],
];

const USED = ['profile:read', 'kyc:read', 'wallet:read'];
export const ALL_SCOPES = TABLE.map(([scope]) => scope);

/** Moments are counted from now, so that "today" in a fixture is always today. */
export const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();
const DAY = 24 * 60;

export const problem = (code: ProblemCode, moneiSays: string | null = null): ProblemView => ({
  code,
  retryAfterSeconds: null,
  moneiSays,
});

const naira = (digits: string) => ({ digits, currency: 'NGN' });

const checks: IdentityChecksView = {
  nin: false,
  bvn: true,
  governmentId: false,
  selfie: true,
  biometric: null,
  address: false,
};

const nothingChecked: IdentityChecksView = {
  nin: null,
  bvn: null,
  governmentId: null,
  selfie: null,
  biometric: null,
  address: null,
};

const profile: ProfileView = {
  name: 'Ada Obi',
  email: 'ada@example.ng',
  phone: '+2348012345678',
  pinSet: true,
  id: '3f0c2b9e-6a53-4b8e-9a54-0d8c1a7e2f11',
  joinedAt: '2025-03-14T09:26:53.000Z',
  verified: true,
  checks,
};

const limits: LimitsView = {
  tier: 'tier_1',
  status: 'verified',
  single: naira('200000.00'),
  daily: naira('200000.00'),
  monthly: naira('2000000.00'),
  maxBalance: naira('2000000.00'),
  cryptoDaily: naira('500000.00'),
  allowed: { withdrawal: true, p2p: true, crypto: true, crossBorder: false },
  checks,
  canUpgrade: true,
  nextTier: 'tier_2',
  requirements: 'NIN',
};

const nairaWallet: WalletView = {
  id: 'a1',
  kind: 'naira',
  currency: 'NGN',
  chain: null,
  balance: naira('1805.00'),
  address: null,
  bankAccount: { number: '9907581802', bank: 'Indulge MFB' },
};

const etherWallet: WalletView = {
  id: 'a2',
  kind: 'crypto',
  currency: 'ETH',
  chain: 'EVM',
  balance: { digits: '0.050000000000000001', currency: 'ETH' },
  address: '0x52908400098527886E0F7030069857D2E4169EE7',
  bankAccount: null,
};

const solanaWallet: WalletView = {
  id: 'a3',
  kind: 'crypto',
  currency: 'SOL',
  chain: 'SOLANA',
  balance: { digits: '0.5', currency: 'SOL' },
  address: '7YkWzvNqHn1LQpG9sXf4uJ2cRtD8mBaE5oKhV6wUyT3P',
  bankAccount: null,
};

const balances: BalancesView = {
  naira: naira('1805.00'),
  wallets: [nairaWallet, etherWallet, solanaWallet],
};

function transaction(
  id: string,
  minutes: number,
  direction: TransactionView['direction'],
  digits: string,
  narration: string | null,
  reference: string | null,
  outcome: TransactionView['outcome'] = 'done',
): TransactionView {
  const status = outcome === 'done' ? 'SUCCESS' : outcome.toUpperCase();
  return {
    id,
    direction,
    outcome,
    status,
    amount: naira(digits),
    narration,
    reference,
    createdAt: ago(minutes),
  };
}

const transactions: TransactionsView = {
  rows: [
    transaction('t1', 12, 'incoming', '500.00', 'Wallet funding', 'dep-001'),
    transaction('t2', 95, 'outgoing', '200.00', 'MTN airtime 0803…', 'bill-88', 'inProgress'),
    transaction('t3', DAY + 40, 'outgoing', '2500.00', 'Rent share, November', 'pay-01'),
    transaction('t4', DAY + 300, 'unknown', '750.00', 'Transfer between friends', 'p2p-31'),
    transaction('t5', DAY + 420, 'outgoing', '5000.00', 'IBADAN DISCO ELECTRICITY', 'bill-87', 'failed'),
    transaction('t6', 4 * DAY, 'incoming', '12000.00', 'Salary advance', 'dep-000'),
    transaction('t7', 4 * DAY + 200, 'outgoing', '1200.00', null, null, 'cancelled'),
  ],
  total: '27',
};

const usd = (digits: string) => ({ digits, currency: 'USD' });

const coin = (
  name: string,
  symbol: string,
  amount: string,
  price: string | null,
  value: string | null,
  contract: string | null = null,
): CoinView => ({
  name,
  amount: { digits: amount, currency: symbol },
  price: price === null ? null : usd(price),
  value: value === null ? null : usd(value),
  contract,
});

const EVM_ADDRESS = '0x52908400098527886E0F7030069857D2E4169EE7';
const USDC = '0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913';

const PORTFOLIOS: { id: string; name: string; value: PortfolioView }[] = [
  {
    id: 'evm:8453',
    name: 'Base',
    value: {
      address: EVM_ADDRESS,
      total: usd('252.40'),
      coins: [
        coin('Ether', 'ETH', '0.05', '3048.00', '152.40'),
        coin('USD Coin', 'USDC', '100', '1.00', '100.00', USDC),
      ],
    },
  },
  {
    id: 'evm:1',
    name: 'Ethereum',
    value: {
      address: EVM_ADDRESS,
      total: usd('76.90'),
      coins: [coin('Ether', 'ETH', '0.02523', '3048.00', '76.90')],
    },
  },
  {
    id: 'solana',
    name: 'Solana',
    value: {
      address: '7YkWzvNqHn1LQpG9sXf4uJ2cRtD8mBaE5oKhV6wUyT3P',
      total: usd('75.00'),
      coins: [coin('Solana', 'SOL', '0.5', '150.00', '75.00')],
    },
  },
];

const bills: BillsView = {
  total: '3',
  rows: [
    {
      id: 'b1',
      reference: 'bill1759522037109',
      category: 'electricity',
      biller: 'IBADAN DISCO ELECTRICITY',
      customer: '45012345678',
      amount: naira('5000.00'),
      outcome: 'done',
      status: 'SUCCESS',
      meterDigits: '12345678901234567890',
      units: '66.2 kWh',
      createdAt: ago(DAY + 420),
    },
    {
      id: 'b2',
      reference: 'bill-88',
      category: 'airtime',
      biller: 'MTN',
      customer: '08031234567',
      amount: naira('200.00'),
      outcome: 'inProgress',
      status: 'PENDING',
      meterDigits: null,
      units: null,
      createdAt: ago(95),
    },
    {
      id: 'b3',
      reference: 'bill-87',
      category: 'cable',
      biller: 'DSTV',
      customer: '7012345678',
      amount: naira('12500.00'),
      outcome: 'failed',
      status: 'FAILED',
      meterDigits: null,
      units: null,
      createdAt: ago(6 * DAY),
    },
  ],
};

const sales: SalesView = {
  total: '1',
  rows: [
    {
      id: 's1',
      reference: 'OFF-ABC123XYZ',
      sold: { digits: '100', currency: 'USDT' },
      network: 'base',
      received: naira('155025.00'),
      rate: naira('1550.25'),
      bankAccount: { number: '0123456789', bank: 'GTBank' },
      outcome: 'done',
      status: 'completed',
      createdAt: ago(3 * DAY),
      endedAt: ago(3 * DAY - 12),
    },
  ],
};

function permissionsWith(
  granted: string[],
  declined: string[] = [],
  doubtful: string[] = [],
): PermissionView[] {
  const state = (scope: string): PermissionStateView => {
    if (doubtful.includes(scope)) return { state: 'doubtful' };
    if (granted.includes(scope)) return { state: 'granted', since: ago(9 * DAY) };
    if (declined.includes(scope)) return { state: 'declined', at: ago(2 * DAY) };
    return { state: 'neverAsked' };
  };
  return TABLE.map(([scope, label, can, cannot, sensitive]) => ({
    scope,
    label,
    can,
    cannot,
    sensitive,
    used: USED.includes(scope),
    state: state(scope),
  }));
}

export const SETTINGS: SettingsView = {
  theme: 'system',
  textSize: 'normal',
  motion: 'system',
  hideAmounts: false,
  singleKeys: true,
  wayBack: 'automatic',
};

/** The picture in which exactly these permissions are granted and everything is known. */
export function connected(granted: string[] = USED, declined: string[] = []): AppView {
  const asOf = ago(3);
  const section = <T>(scope: string, value: T) =>
    granted.includes(scope)
      ? ({ state: 'ready', value, asOf, refreshing: false, stale: null } as const)
      : ({ state: 'locked', scope } as const);
  return {
    environment: {
      name: 'demonstration',
      demonstration: true,
      relay: 'http://127.0.0.1:4800',
      relayIsTheirs: false,
      problem: null,
      version: '0.1.0',
    },
    settings: SETTINGS,
    keychain: { state: 'ready' },
    session: { state: 'connected', since: ago(9 * DAY) },
    signIn: { state: 'idle' },
    permissions: permissionsWith(granted, declined),
    features: [
      { feature: 'profile', scope: 'profile:read', granted: granted.includes('profile:read') },
      { feature: 'limits', scope: 'kyc:read', granted: granted.includes('kyc:read') },
      { feature: 'balances', scope: 'wallet:read', granted: granted.includes('wallet:read') },
      { feature: 'transactions', scope: 'wallet:read', granted: granted.includes('wallet:read') },
      { feature: 'bills', scope: 'wallet:read', granted: granted.includes('wallet:read') },
      { feature: 'sales', scope: 'wallet:read', granted: granted.includes('wallet:read') },
    ],
    profile: section('profile:read', profile),
    limits: section('kyc:read', limits),
    balances: section('wallet:read', balances),
    portfolios: PORTFOLIOS.map(({ id, name, value }) => ({
      id,
      name,
      portfolio: section('wallet:read', value),
    })),
    cryptoTotal: granted.includes('wallet:read')
      ? { value: usd('404.30'), missing: [] }
      : { value: null, missing: [] },
    transactions: section('wallet:read', transactions),
    bills: section('wallet:read', bills),
    sales: section('wallet:read', sales),
    progress: { generation: 1, known: 27, total: 27, complete: true, reading: false, problem: null },
    offlineSince: null,
    storageProblem: null,
    setAside: null,
  };
}

/** The picture before anything was connected. */
export function signedOut(signIn: SignInView = { state: 'idle' }): AppView {
  return { ...connected([]), session: { state: 'signedOut' }, signIn };
}

export function awaiting(scopes: string[], browserOpened = true): SignInView {
  return {
    state: 'awaitingBrowser',
    attempt: 'attempt-1',
    scopes,
    pairingCode: 'K7M4QX',
    expiresAt: new Date(Date.now() + 581_000).toISOString(),
    browserOpened,
  };
}

export const ended = (outcome: OutcomeView): SignInView => ({
  state: 'ended',
  attempt: 'attempt-1',
  outcome,
});

function staleView(why: ProblemCode): AppView {
  const view = connected();
  const stale = { asOf: ago(DAY + 85), stale: problem(why) };
  if (view.profile.state === 'ready') Object.assign(view.profile, stale);
  if (view.limits.state === 'ready') Object.assign(view.limits, stale);
  if (view.balances.state === 'ready') Object.assign(view.balances, stale);
  if (view.transactions.state === 'ready') Object.assign(view.transactions, stale);
  if (view.bills.state === 'ready') Object.assign(view.bills, stale);
  if (view.sales.state === 'ready') Object.assign(view.sales, stale);
  for (const { portfolio } of view.portfolios) {
    if (portfolio.state === 'ready') Object.assign(portfolio, stale);
  }
  return view;
}

const ASIDE = '/home/ada/.local/share/dev.moneiwallet.desktop/kO2sXp1vQ9aYzL4mBt7u.set-aside-1.db';

/** What was kept was damaged: some of it is there again. */
function readingAgain(): AppView {
  const view = connected();
  return {
    ...view,
    transactions: loading,
    bills: loading,
    progress: { generation: 4, known: 12, total: 27, complete: false, reading: true, problem: null },
    setAside: ASIDE,
  };
}

function hugeView(): AppView {
  const view = connected(ALL_SCOPES);
  const long = 'Oluwafunmilayọ Adébáyọ̀-Ọlátúnjí Chukwuemeka Nnamdi-Okonkwo of Ìbàdàn and Port Harcourt';
  if (view.profile.state === 'ready') {
    view.profile.value = {
      ...profile,
      name: long,
      email: 'a.very.long.address.that.never.seems.to.end.at.all@mail.department.example.com.ng',
    };
  }
  if (view.balances.state === 'ready') {
    const digits = '98765432109876543210.99';
    view.balances.value = {
      naira: naira(digits),
      wallets: [
        { ...nairaWallet, balance: naira(digits) },
        {
          ...etherWallet,
          balance: { digits: '400000000000000000000000000000000.000000000000000001', currency: 'ETH' },
        },
        { ...solanaWallet, balance: null, address: null },
        {
          id: 'a4',
          kind: 'other',
          currency: 'A-CURRENCY-WITH-A-VERY-LONG-NAME',
          chain: 'SOMETHING-NEW',
          balance: { digits: '12.5', currency: 'A-CURRENCY-WITH-A-VERY-LONG-NAME' },
          address: 'short',
          bankAccount: null,
        },
      ],
    };
  }
  if (view.transactions.state === 'ready') {
    view.transactions.value = {
      total: '100000',
      rows: [
        transaction('h1', 2, 'incoming', '98765432109876543210.99', `Gift from ${long}`, 'r'.repeat(80)),
        transaction('h2', 5, 'outgoing', '0.01', 'pay\u202Eada <b>bold</b> <img src=x>', 'hostile', 'failed'),
        { ...transaction('h3', 9, 'unknown', '1', null, null, 'unknown'), amount: null, createdAt: null },
      ],
    };
  }
  return view;
}

function emptyView(): AppView {
  const view = connected();
  if (view.balances.state === 'ready') view.balances.value = { naira: null, wallets: [] };
  if (view.transactions.state === 'ready') view.transactions.value = { rows: [], total: '0' };
  if (view.bills.state === 'ready') view.bills.value = { rows: [], total: '0' };
  if (view.sales.state === 'ready') view.sales.value = { rows: [], total: '0' };
  for (const { portfolio } of view.portfolios) {
    if (portfolio.state === 'ready') portfolio.value = { ...portfolio.value, total: usd('0.00'), coins: [] };
  }
  view.cryptoTotal = { value: usd('0.00'), missing: [] };
  view.progress = { ...view.progress, known: 0, total: 0 };
  if (view.profile.state === 'ready') {
    view.profile.value = {
      name: null,
      email: null,
      phone: null,
      pinSet: null,
      id: null,
      joinedAt: null,
      verified: null,
      checks: nothingChecked,
    };
  }
  if (view.limits.state === 'ready') {
    view.limits.value = {
      tier: null,
      status: null,
      single: null,
      daily: null,
      monthly: null,
      maxBalance: null,
      cryptoDaily: null,
      allowed: { withdrawal: null, p2p: null, crypto: null, crossBorder: null },
      checks: nothingChecked,
      canUpgrade: null,
      nextTier: null,
      requirements: null,
    };
  }
  return view;
}

const loading = { state: 'loading' } as const;
const failedSection = (code: ProblemCode, says: string | null = null) =>
  ({ state: 'failed', problem: problem(code, says), refreshing: false }) as const;
const noKeychain = { state: 'unavailable', problem: problem('keychainLocked') } as const;
const most = ALL_SCOPES.filter((scope) => !['wallet:send', 'offramp:execute'].includes(scope));

const production = {
  name: 'production',
  demonstration: false,
  relay: 'https://relay.example.com',
  relayIsTheirs: true,
  problem: null,
  version: '0.1.0',
};

/** Every state that the window can be in, by name. */
export const STATES: Record<string, () => AppView> = {
  starting: () => ({ ...signedOut(), session: { state: 'starting' } }),
  'starting-keychain': () => ({
    ...signedOut(),
    session: { state: 'starting' },
    keychain: { state: 'checking' },
  }),
  'keychain-unavailable': () => ({ ...signedOut(), keychain: noKeychain }),
  welcome: () => signedOut(),
  'welcome-production': () => ({ ...signedOut(), environment: production }),
  'welcome-relay-of-build': () => ({ ...signedOut(), environment: { ...production, relayIsTheirs: false } }),
  'welcome-without-relay': () => ({ ...signedOut(), environment: { ...production, relay: null } }),
  'welcome-other-environment': () => ({
    ...signedOut(),
    environment: {
      ...production,
      name: 'staging',
      relay: 'https://sign-in.staging.wallet-relay.example.org',
    },
  }),
  'welcome-environment-unusable': () => ({
    ...signedOut(),
    environment: { ...production, problem: problem('environmentUnusable') },
  }),
  'waiting-opening': () => signedOut({ state: 'opening', attempt: 'attempt-1', scopes: USED }),
  waiting: () => signedOut(awaiting(USED)),
  'waiting-no-browser': () => signedOut(awaiting(ALL_SCOPES, false)),
  'waiting-exchanging': () => signedOut({ state: 'exchanging', attempt: 'attempt-1', scopes: USED }),
  'ended-denied': () => signedOut(ended({ kind: 'denied', declined: USED })),
  'ended-cancelled': () => signedOut(ended({ kind: 'cancelled' })),
  'ended-expired': () => signedOut(ended({ kind: 'expired' })),
  'ended-failed': () => signedOut(ended({ kind: 'failed', problem: problem('relayUnreachable') })),
  home: () => connected(),
  'home-all': () => connected(ALL_SCOPES),
  'home-partly': () => ({
    ...connected(most, ['wallet:send', 'offramp:execute']),
    signIn: ended({ kind: 'connected', granted: most, declined: ['wallet:send', 'offramp:execute'] }),
  }),
  'home-loading': () => ({
    ...connected(),
    profile: loading,
    limits: loading,
    balances: loading,
    portfolios: [],
    cryptoTotal: { value: null, missing: [] },
    transactions: loading,
    bills: loading,
    sales: loading,
    progress: { generation: 0, known: 0, total: null, complete: false, reading: true, problem: null },
    offlineSince: null,
    storageProblem: null,
    setAside: null,
  }),
  'home-empty': emptyView,
  'home-stale': () => staleView('moneiFault'),
  'home-offline': () => ({ ...staleView('moneiUnreachable'), offlineSince: ago(85) }),
  'home-set-aside': readingAgain,
  'home-set-aside-done': () => ({ ...connected(), setAside: ASIDE }),
  'home-storage-full': () => ({ ...connected(), storageProblem: problem('storageFull') }),
  'home-storage-unwritable': () => ({ ...connected(), storageProblem: problem('storageUnwritable') }),
  'home-all-noted': () => ({
    ...staleView('moneiUnreachable'),
    offlineSince: ago(DAY + 85),
    setAside: ASIDE,
    storageProblem: problem('storageFailed'),
  }),
  'home-failed': () => ({
    ...connected(),
    profile: failedSection('moneiUnreachable'),
    limits: failedSection('refused', 'KYC service temporarily unavailable'),
    balances: failedSection('moneiFault', 'Internal server error'),
    portfolios: connected().portfolios.map((source, index) =>
      index === 1 ? { ...source, portfolio: failedSection('moneiFault') } : source,
    ),
    cryptoTotal: { value: usd('327.40'), missing: ['Ethereum'] },
    bills: failedSection('moneiUnreachable'),
    sales: failedSection('moneiUnreachable'),
    transactions: {
      ...failedSection('rateLimited'),
      problem: { ...problem('rateLimited'), retryAfterSeconds: 20 },
    },
  }),
  'home-huge': hugeView,
  'home-without-wallet': () => connected(['profile:read', 'kyc:read'], ['wallet:read']),
  'home-without-profile': () => connected(['wallet:read']),
  'home-nothing': () => connected([], ALL_SCOPES),
  'home-waiting': () => ({ ...connected(['profile:read', 'wallet:read']), signIn: awaiting(['kyc:read']) }),
  'home-denied': () => ({
    ...connected(['profile:read', 'wallet:read'], ['kyc:read']),
    signIn: ended({ kind: 'denied', declined: ['kyc:read'] }),
  }),
  'home-enabled': () => ({
    ...connected(),
    signIn: ended({ kind: 'connected', granted: ['kyc:read'], declined: [] }),
  }),
  'home-other-account': () => ({
    ...connected(),
    signIn: ended({ kind: 'otherAccount', name: 'Bola Ade' }),
  }),
  'home-reconnect': () => ({
    ...staleView('moneiUnreachable'),
    session: { state: 'reconnect', problem: problem('sessionEnded', 'Token revoked'), scopes: USED },
  }),
  'home-session-only': () => ({ ...connected(), keychain: { state: 'sessionOnly' } }),
  'home-keychain-lost': () => ({
    ...connected(),
    keychain: { state: 'unavailable', problem: problem('keychainUnwritable') },
  }),
  permissions: () => ({
    ...connected(),
    permissions: permissionsWith(USED, ['wallet:send', 'bills:pay'], ['kyc:read']),
  }),
};
