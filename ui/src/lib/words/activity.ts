// Texts of the page of all transactions, of one of them, and of what leaves the window: files and receipts.

import type { Preset } from '$lib/time/periods';

const counted = (count: string, one: string, many: string) => `${count} ${count === '1' ? one : many}`;

export const activity = {
  title: 'Activity',
  list: 'Transactions',

  search: 'Search',
  searchHint: 'Search description, reference, person or amount',
  searchKey: '/',
  clearSearch: 'Clear search',

  count: (found: string, all: string | null) =>
    all === null || all === found
      ? counted(found, 'transaction', 'transactions')
      : `${found} of ${counted(all, 'transaction', 'transactions')}`,
  counting: 'Counting…',

  sort: 'Sort',
  sorts: {
    newest: 'Newest first',
    oldest: 'Oldest first',
    largest: 'Largest amount first',
    smallest: 'Smallest amount first',
  },

  filters: 'Filters',
  parts: {
    directions: 'Direction',
    outcomes: 'Status',
    natures: 'Kind',
    wallets: 'Wallet',
    currencies: 'Currency',
    amount: 'Amount',
    period: 'Date',
  },
  clear: (part: string) => `Clear ${part}`,
  clearAll: 'Clear all',
  more: (count: number) => `+${count}`,
  nothingToChoose: 'Nothing to choose from yet.',
  natureNote:
    'Monei names the kind in a transaction’s details only. This finds those whose details were read.',
  walletNote:
    'Monei names the wallet in a transaction’s details only. This finds those whose details were read.',
  directions: { incoming: 'Money in', outgoing: 'Money out', unknown: 'Transfer' },
  outcomes: {
    done: 'Done',
    inProgress: 'In progress',
    failed: 'Failed',
    cancelled: 'Cancelled',
    unknown: 'Status unknown',
  },

  least: 'At least',
  most: 'At most',
  amountNote: 'Amounts are compared as they are, in whatever currency.',
  amountFaults: {
    least: 'Write the smallest amount in digits, such as 1000.50.',
    most: 'Write the largest amount in digits, such as 1000.50.',
    order: 'The smallest amount is above the largest.',
  },
  atLeast: (amount: string) => `from ${amount}`,
  atMost: (amount: string) => `up to ${amount}`,
  between: (one: string, other: string) => `${one} – ${other}`,

  anyDate: 'Any date',
  presets: {
    today: 'Today',
    lastSevenDays: 'Last 7 days',
    thisMonth: 'This month',
    lastMonth: 'Last month',
    thisYear: 'This year',
    lastYear: 'Last year',
  } satisfies Record<Preset, string>,
  from: 'From',
  to: 'To',
  dayHint: 'yyyy-mm-dd',
  dayFaults: {
    from: 'Write the first day as year-month-day, such as 2026-11-01.',
    to: 'Write the last day as year-month-day, such as 2026-11-30.',
    order: 'The first day is after the last.',
  },
  since: (day: string) => `from ${day}`,
  until: (day: string) => `until ${day}`,

  reading: (known: string, total: string | null) =>
    total === null ? `Reading your history: ${known} so far.` : `Reading your history: ${known} of ${total}.`,
  readingNote: 'You can use the list meanwhile; searches and files cover what is here already.',
  incomplete: (known: string, total: string | null) =>
    total === null
      ? `Your history is not complete: ${known} are here.`
      : `Your history is not complete: ${known} of ${total} are here.`,
  lastKnown: 'What you see is what was last known.',

  empty: 'No transactions yet',
  emptyText: 'Money that comes in or goes out will be listed here.',
  nothingFound: 'Nothing found',
  nothingFoundText: 'No transaction fits this search and these filters.',
  nothingFoundYet: 'None of those that were read so far fits. More of your history is on its way.',

  detail: 'Transaction',
  closeDetail: 'Close details',
  back: 'Back to the list',
  previous: 'Previous transaction',
  next: 'Next transaction',
  loadingMore: 'Asking Monei for the details…',
  partial: 'Only what the list says is shown.',
  details: 'Details',
  fields: {
    status: 'Status',
    moneiStatus: 'Status at Monei',
    amount: 'Amount',
    fee: 'Fee',
    total: 'Total with fee',
    nature: 'Kind',
    wallet: 'Your wallet',
    reference: 'Reference',
    id: 'Transaction number',
    narration: 'Description',
    from: 'From',
    to: 'To',
    otherSide: 'Other side',
    account: 'Account number',
    bank: 'Bank',
    address: 'Address',
    created: 'Created',
    updated: 'Last change',
  },
  /** The kinds that Monei names. */
  natures: {
    FIAT_DEPOSIT: 'Deposit',
    FIAT_CARD_DEPOSIT: 'Card deposit',
    FIAT_USSD_DEPOSIT: 'USSD deposit',
    FIAT_WITHDRAWAL: 'Withdrawal to a bank',
    FIAT_TRANSFER: 'Transfer',
    FIAT_P2P: 'Transfer between people',
    CRYPTO_DEPOSIT: 'Crypto received',
    CRYPTO_WITHDRAWAL: 'Crypto sent',
    CRYPTO_TRADE_BUY: 'Crypto bought',
    CRYPTO_TRADE_SELL: 'Crypto sold',
    CRYPTO_P2P: 'Crypto between people',
    CROSS_BORDER_IN: 'From abroad',
    CROSS_BORDER_OUT: 'To abroad',
    FOREX_BUY: 'Currency bought',
    FOREX_SELL: 'Currency sold',
    BUY_TOKENIZED_STOCK: 'Stock bought',
    SELL_TOKENIZED_STOCK: 'Stock sold',
  },
  /** What Monei calls the wallets. */
  wallets: { NGN: 'Naira', EVM: 'Crypto (EVM)', SOLANA: 'Crypto (Solana)' },
  yourWallet: 'Your wallet',
  sides: 'Both sides',
  unknownSide: 'Monei does not say',
  progress: 'Progress',
  references: 'References',
  facts: 'Also told by Monei',
  copy: (name: string) => `Copy: ${name}`,
  openExplorer: (host: string) => `Open on ${host}`,
  explorerNote: 'Opens in your browser.',
  receipt: 'Receipt…',

  receiptTitle: 'Receipt',
  receiptOf: 'Transaction receipt',
  receiptTold: (when: string) => `As Monei told it ${when}.`,
  receiptMade: (version: string) => `Printed with Monei Wallet ${version}. Not a document of Monei.`,
  receiptDemonstration: 'Demonstration: simulated money, a simulated Monei.',
  receiptHidden: 'Amounts are hidden, so they are not on this receipt. Show amounts to print them.',
  owner: 'Wallet of',
  print: 'Print…',
  printNote: 'Your system’s print dialog can also save it as a PDF.',

  export: 'Export',
  exports: { csv: 'As a table (CSV)', json: 'As data (JSON)' },
  exportWhat: (count: string) =>
    `The file has what you see now: ${counted(count, 'transaction', 'transactions')}.`,
  exportHidden: 'Amounts are hidden on screen. The file shows them.',
  exportIncomplete: 'Your history is not complete yet. The file will have what is here.',
  choosing: 'Choose where to save the file…',
  writing: (written: string, of: string | null) =>
    of === null ? `Writing: ${written}` : `Writing: ${written} of ${of}`,
  stop: 'Stop',
  saved: (file: string, rows: string) => `Saved ${counted(rows, 'transaction', 'transactions')} as ${file}`,
};
