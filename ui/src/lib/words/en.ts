// Every text of the window, in plain English. Another language is another file of this shape.

import type { FeatureName, ProblemCode, TransactionOutcomeView } from '$lib/backend';
import type { Day } from '$lib/time/moments';
import { activity } from './activity';
import { notices } from './notices';
import { diagnostics, keyboard, palette, privacy, settings } from './settings';

/** How much a problem asks of the person: `wait` passes by itself, `act` needs them, `stop` means something was lost. */
export type Severity = 'wait' | 'act' | 'stop';

export interface ProblemWords {
  /** What happened. */
  headline: string;
  /** What to do next. */
  next: string;
  severity: Severity;
}

const problems: Record<ProblemCode, ProblemWords> = {
  moneiUnreachable: {
    headline: 'Monei did not answer.',
    next: 'Check your internet connection, then try again.',
    severity: 'wait',
  },
  moneiFault: {
    headline: 'Monei has a fault of its own right now.',
    next: 'Nothing is wrong on your side. Try again in a few minutes.',
    severity: 'wait',
  },
  rateLimited: {
    headline: 'Monei asks us to slow down.',
    next: 'Wait a moment, then try again.',
    severity: 'wait',
  },
  unreadable: {
    headline: 'Monei’s answer could not be understood.',
    next: 'Try again. If it stays like this, look for a newer version of this app.',
    severity: 'wait',
  },
  refused: {
    headline: 'Monei refused this, although you allowed it.',
    next: 'The permission may have been taken back, or a limit reached. You can enable it again.',
    severity: 'act',
  },
  notAvailable: {
    headline: 'Monei does not have this for your wallet.',
    next: 'Try again later. If you expected it here, ask Monei’s support.',
    severity: 'wait',
  },
  clockWrong: {
    headline: 'This computer’s clock seems to be wrong.',
    next: 'No secure connection is possible until its date and time are right. Correct them, then try again.',
    severity: 'act',
  },
  sessionEnded: {
    headline: 'Monei refused to renew this session.',
    next: 'It was unused for too long. Connect again in your browser. What you see below is what was last known.',
    severity: 'act',
  },
  sessionRevoked: {
    headline: 'This session was ended at Monei.',
    next: 'Either you ended it in Monei’s settings or on another device, or Monei did. Connect again in your browser. If it was not you, tell Monei’s support.',
    severity: 'act',
  },
  sessionLost: {
    headline: 'The session was lost while it was being renewed.',
    next: 'Your money is not touched. Connect again in your browser.',
    severity: 'act',
  },
  disconnectedElsewhere: {
    headline: 'You disconnected this wallet in another program.',
    next: 'It was done on this computer, in the command line or another copy of this app. Connect again to go on.',
    severity: 'act',
  },
  accountUnknown: {
    headline: 'Monei’s answer does not say whose wallet it is.',
    next: 'Nothing changed. Try again: we then also ask for a permission that tells.',
    severity: 'act',
  },
  environmentUnusable: {
    headline: 'The settings file names a platform that cannot be used.',
    next: 'Correct or remove “environment” in the file settings.json of this app, then start it again. Nobody can sign in until then.',
    severity: 'stop',
  },
  relayMissing: {
    headline: 'This app has no sign-in service yet.',
    next: 'Set the address of your sign-in service on the first page, then try again.',
    severity: 'act',
  },
  relayAddress: {
    headline: 'That is not the address of a sign-in service.',
    next: 'It looks like https://relay.example.com, without a user name and without a question mark. Plain http is for this computer only.',
    severity: 'act',
  },
  relayUnreachable: {
    headline: 'The sign-in service did not answer.',
    next: 'Check your internet connection, then try again.',
    severity: 'wait',
  },
  relayUnreadable: {
    headline: 'The sign-in service gave an answer that breaks the rules.',
    next: 'Nothing was connected. Check that the address of the sign-in service is the right one.',
    severity: 'stop',
  },
  relayEnvironment: {
    headline: 'The sign-in service belongs to another environment.',
    next: 'Nothing was connected. Check that its address fits the environment of this app.',
    severity: 'stop',
  },
  relayRefused: {
    headline: 'The sign-in service refused to finish.',
    next: 'Nothing was connected. Start again from this app.',
    severity: 'act',
  },
  relayBusy: {
    headline: 'Many people are signing in right now.',
    next: 'Wait a minute, then try again.',
    severity: 'wait',
  },
  noWayBack: {
    headline: 'Your browser would have no way back to this app.',
    next: 'Close other copies of this app, then try again.',
    severity: 'act',
  },
  keychainMissing: {
    headline: 'This computer has no keychain running.',
    next: 'Start your system’s keychain or password service, then try again.',
    severity: 'act',
  },
  keychainLocked: {
    headline: 'Your keychain is locked, or not set up yet.',
    next: 'Unlock it, or choose a password for it when your system asks. Then try again.',
    severity: 'act',
  },
  keychainUnwritable: {
    headline: 'Your keychain does not let this app save anything.',
    next: 'Allow this app in your keychain’s settings, then try again.',
    severity: 'act',
  },
  keychainDamaged: {
    headline: 'The saved session could not be read in full.',
    next: 'It was left as it is. Try again, or connect once more.',
    severity: 'stop',
  },
  vaultBusy: {
    headline: 'Another program of this wallet does not let go of the session.',
    next: 'Close other copies of this app and commands that hang, then try again.',
    severity: 'act',
  },
  dataFolderUnwritable: {
    headline: 'This app cannot write in its own folder.',
    next: 'Check that the disk is not full and that the folder is yours, then try again.',
    severity: 'act',
  },
  sessionNotKept: {
    headline: 'Your renewed session is not saved yet.',
    next: 'Leave this app open while it tries again. If you close it now, you will have to connect once more.',
    severity: 'act',
  },
  storageFull: {
    headline: 'The disk is full: figures are not saved for the next start.',
    next: 'Free some space. What you see now is still right.',
    severity: 'act',
  },
  storageUnwritable: {
    headline: 'Figures cannot be saved for the next start.',
    next: 'Check that this app’s folder is yours and can be written. What you see now is still right.',
    severity: 'act',
  },
  storageFailed: {
    headline: 'Figures could not be saved for the next start.',
    next: 'Close other copies of this app and start it again. What you see now is still right.',
    severity: 'act',
  },
  clipboardUnavailable: {
    headline: 'The clipboard could not be used.',
    next: 'Try again, or select the text and copy it yourself.',
    severity: 'wait',
  },
  printUnavailable: {
    headline: 'Your system opened no print dialog.',
    next: 'Check that a printer, or printing to a file, is set up in your system. Then try again.',
    severity: 'wait',
  },
  exportDiskFull: {
    headline: 'There is no room left for the file.',
    next: 'Nothing was left behind. Make room on that disk or choose another folder, then export again.',
    severity: 'act',
  },
  exportNotWritable: {
    headline: 'That folder does not take files from this app.',
    next: 'Nothing was written. Choose another folder, such as Documents, then export again.',
    severity: 'act',
  },
  exportFailed: {
    headline: 'The file could not be written.',
    next: 'Nothing was left behind. Try again, or choose another folder.',
    severity: 'act',
  },
  linksNotRegistered: {
    headline: 'Your system did not make this app the one for its links.',
    next: 'Signing in works without them: your browser then comes back over an address on this computer.',
    severity: 'wait',
  },
  fileNotOpened: {
    headline: 'The file could not be shown.',
    next: 'Your system has no program for it, or the file is missing. Look for it beside the installed app.',
    severity: 'wait',
  },
  notNow: {
    headline: 'This cannot be done at this moment.',
    next: 'Let what is under way finish, then try again.',
    severity: 'wait',
  },
};

const outcomeOfTransaction: Record<Exclude<TransactionOutcomeView, 'done'>, string> = {
  inProgress: 'In progress',
  failed: 'Failed',
  cancelled: 'Cancelled',
  unknown: 'Status unknown',
};

const gates: Record<FeatureName, { title: string; shows: string }> = {
  balances: {
    title: 'Your balances are switched off',
    shows: 'Your naira, your crypto and your account number would be here.',
  },
  transactions: {
    title: 'Your transactions are switched off',
    shows: 'Money in and money out would be listed here, day by day.',
  },
  limits: {
    title: 'Your limits are switched off',
    shows: 'Your verification tier and how much you may move would be here.',
  },
  profile: {
    title: 'Your profile is switched off',
    shows: 'Your name, e-mail address and phone number would be here.',
  },
  bills: {
    title: 'Your paid bills are switched off',
    shows: 'Airtime, data, electricity and cable TV that you paid would be listed here.',
  },
  sales: {
    title: 'Your crypto sales are switched off',
    shows: 'Crypto that you sold for naira would be listed here.',
  },
};

function day(day: Day): string {
  if (day === 'today') return 'Today';
  if (day === 'yesterday') return 'Yesterday';
  return day.date;
}

function asOf(when: Day, time: string): string {
  if (when === 'today') return `as of ${time}`;
  if (when === 'yesterday') return `as of yesterday, ${time}`;
  return `as of ${when.date}, ${time}`;
}

const enumerated = new Intl.ListFormat('en', { type: 'conjunction' });
const list = (names: string[]) => enumerated.format(names);

const counted = (count: number, one: string, many: string) => `${count} ${count === 1 ? one : many}`;

export const en = {
  app: {
    name: 'Monei Wallet',
    starting: 'Opening your wallet…',
    checkingKeychain: 'Waiting for your system’s keychain. It may ask you to unlock it.',
    broken: 'This window cannot reach the app.',
    brokenNext: 'Close Monei Wallet and open it again.',
    unknown: '—',
    unknownSpoken: 'not known',
    hiddenSpoken: 'amount hidden',
    moneiSays: 'Monei says:',
    retryAfter: (seconds: number) =>
      `Monei suggests trying again in ${counted(seconds, 'second', 'seconds')}.`,
    fault: 'This part of the window ran into a fault.',
    faultNext:
      'Your money is not touched. Try again; if it stays like this, close the app and open it again.',
    retry: 'Retry',
    dismiss: 'Dismiss',
    close: 'Close',
    back: 'Back',
    notNow: 'Not now',
    cancel: 'Cancel',
    tryAgain: 'Try again',
    enable: 'Enable',
    yes: 'Yes',
    no: 'No',
  },

  demonstration: {
    title: 'Demonstration wallet',
    text: 'simulated money, a simulated Monei.',
  },

  otherEnvironment: {
    title: (name: string) => `Environment “${name}”`,
    text: 'this is not your wallet at monei.cc.',
  },

  relay: {
    label: 'Address of your sign-in service',
    placeholder: 'https://relay.example.com',
    check: 'Check and use',
    checking: 'Checking…',
    help: 'Whoever gave you this app tells you the address. The service takes part in each sign-in, so use only one that you trust.',
    problems: {
      relayUnreachable: {
        headline: 'Nothing answers at this address.',
        next: 'Check its spelling and your internet connection, then try again.',
      },
      relayUnreadable: {
        headline: 'There is no sign-in service at this address.',
        next: 'Something answers, but not as a sign-in service does. Check the address, or ask whoever gave it to you.',
      },
      relayEnvironment: {
        headline: 'This sign-in service is for another environment.',
        next: 'It would not lead to the wallet that this app is made for. Ask whoever gave you the address.',
      },
    } as Partial<Record<ProblemCode, { headline: string; next: string }>>,
    through: 'You sign in through',
    change: 'Change',
  },

  time: { day, asOf, earlier: 'Without a date' },

  welcome: {
    title: 'Your Monei wallet, on your desktop',
    lead: 'See your naira and your crypto in one quiet place. You decide what this app may see and do, one permission at a time.',
    connect: 'Connect your wallet',
    next: 'Next you choose the permissions. Nothing is shared before that.',
    asks: {
      title: 'We ask to see',
      points: [
        { what: 'your profile', why: 'so that you know whose wallet this is' },
        { what: 'your limits', why: 'so that you know how much you may move' },
        { what: 'your balances and transactions', why: 'so that they are in one place' },
      ],
    },
    cannot: {
      title: 'With that, this app cannot',
      points: ['move your money', 'see your password or your PIN'],
    },
    session: {
      title: 'Your session',
      text: 'You sign in at Monei, in your own browser. The session then stays in your system’s keychain; the service’s own secret is never on this computer. Disconnect removes everything that is saved here.',
    },
  },

  choose: {
    title: 'What may this app do?',
    lead: 'Choose as few as you like. You can add one at any time; Monei shows you the list again before anything is granted.',
    all: 'Select all',
    none: 'Choose at least one permission to continue.',
    counted: (count: number) => counted(count, 'permission chosen', 'permissions chosen'),
    continue: 'Continue in your browser',
    notUsed: 'This version does not use it yet.',
    groups: { look: 'See', act: 'Act' },
  },

  permission: {
    sensitive: 'Sensitive',
    sensitiveMeaning: 'Monei shows an additional warning for this permission.',
    can: 'Can:',
    cannot: 'Cannot:',
    grantedSince: (date: string) => `Granted since ${date}`,
    declinedAt: (date: string) => `Declined ${date}`,
    neverAsked: 'Never asked',
    doubtful: 'Doubtful: last use was refused',
    enableNamed: (label: string) => `Enable: ${label}`,
  },

  waiting: {
    title: 'Waiting for your browser',
    opening: 'Preparing the sign-in…',
    exchanging: 'Finishing the sign-in…',
    exchangingText: 'Your browser answered. This takes a moment.',
    code: 'Your code',
    compare: 'The page in your browser must show the same code. If it does not, press Cancel.',
    noBrowser: 'No browser could be opened. Copy the link and open it in a browser on this computer.',
    openAgain: 'Open again',
    copyLink: 'Copy link',
    copied: 'Copied',
    cancel: 'Cancel',
    left: (time: string) => `${time} left`,
    minutesLeft: (minutes: number) =>
      minutes === 0 ? 'Less than a minute left' : `${counted(minutes, 'minute', 'minutes')} left`,
    askedFor: 'What is being asked for',
  },

  outcome: {
    connected: 'Connected',
    connectedText: 'Everything that you allowed is on.',
    enabled: 'Permission enabled',
    enabledText: 'It is ready to use.',
    partly: 'Connected, with less than you asked for',
    partlyText: 'This stays off. Everything else works as you allowed it.',
    denied: 'Nothing was allowed, and nothing changed',
    deniedText: 'This stays off:',
    cancelled: 'Sign-in cancelled',
    cancelledText: 'Nothing was asked for any longer, and nothing changed.',
    expired: 'The time ran out',
    expiredText: 'The page in your browser was not finished in time. Nothing changed. You can start again.',
    otherAccount: 'That was another wallet',
    otherAccountText: (name: string | null) =>
      name
        ? `${name} signed in, but another wallet is open here. That answer was dropped and nothing changed.`
        : 'Somebody signed in with another wallet than the one that is open here. That answer was dropped and nothing changed.',
    otherAccountNext: 'Sign out of Monei in your browser, then try again with this wallet.',
    failed: 'The sign-in did not finish',
  },

  frame: {
    navigation: 'Pages',
    home: 'Home',
    activity: 'Activity',
    permissions: 'Permissions',
    receive: 'Receive',
    insights: 'Insights',
    bills: 'Bills',
    sales: 'Crypto sold',
    limits: 'Limits',
    profile: 'Profile',
    settings: settings.title,
    diagnostics: diagnostics.title,
    skip: 'Skip to content',
    yourWallet: 'Your wallet',
    /** Names that the app knows are spelt for people; a person's own environment is shown as they named it. */
    environment: (name: string) => ({ production: 'Monei', demonstration: 'Demonstration' })[name] ?? name,
    refresh: 'Refresh',
    refreshing: 'Refreshing…',
    version: (version: string) => `Version ${version}`,
  },

  theme: {
    system: 'Theme: as your system. Switch to light.',
    light: 'Theme: light. Switch to dark.',
    dark: 'Theme: dark. Switch to your system’s.',
  },

  account: {
    open: 'Account',
    noName: 'Your name is not shared with this app',
    keptInKeychain: 'Session kept in your system’s keychain',
    keptInMemory: 'Session kept until you close the app',
    notKept: 'Your keychain cannot be used right now',
    since: (date: string) => `Connected since ${date}`,
    permissions: 'Permissions',
    disconnect: 'Disconnect…',
  },

  reconnect: {
    button: 'Reconnect',
    kept: 'What you see below is what was last known.',
  },

  notices,

  keychain: {
    title: 'Your session has nowhere safe to stay',
    text: 'This app keeps your session in your system’s keychain, and nowhere else on this computer.',
    retry: 'Try again',
    sessionOnly: 'Use for this session only',
    consequence:
      'For this session only: the session is held in memory and ends when you close the app. You then connect again next time.',
    note: 'For this session only: you will have to connect again after closing the app.',
  },

  section: {
    staleAt: (asOf: string, headline: string) => `Last known, ${asOf} — could not refresh: ${headline}`,
    lastKnown: (asOf: string) => `Last known, ${asOf}`,
    loading: 'Loading…',
  },

  balances: {
    title: 'Balances',
    naira: 'Naira',
    crypto: 'Crypto',
    other: 'Other wallets',
    account: 'Account number',
    noAccount: 'No account number yet',
    noCrypto: 'No crypto wallet yet. It will be here once Monei has opened one for you.',
    noAddress: 'No address yet',
    copyNumber: 'Copy account number',
    copyAddress: (currency: string) => `Copy ${currency} address`,
    copied: 'Copied',
    unnamed: 'Wallet',
    receive: 'Receive',
  },

  crypto: {
    title: 'Crypto',
    inDollars: 'Crypto, in US dollars',
    notAdded: 'Naira and dollars are not added up: Monei tells no rate for that.',
    /** Below the total: what is not in it. */
    missing: (chains: string[], unread: string[], coins: string[]) => {
      const parts = [];
      if (chains.length > 0) parts.push(`without ${list(chains)}, which could not be read`);
      if (unread.length > 0)
        parts.push(`without ${list(unread)}, which ${unread.length === 1 ? 'is' : 'are'} still being read`);
      if (coins.length > 0)
        parts.push(`without ${list(coins)}, which ${coins.length === 1 ? 'has' : 'have'} no price`);
      return parts.join('; ');
    },
    allStale: (headline: string) => `Last known — could not refresh: ${headline}`,
    more: (count: number) => `${count} more`,
    each: (price: string) => `${price} each`,
    noPrice: 'no price',
    unnamed: 'Unnamed coin',
    contract: 'Contract',
    copyContract: (coin: string) => `Copy the contract of ${coin}`,
    withoutValue: (count: number) => `${counted(count, 'coin', 'coins')} without value`,
    empty: (chains: string[]) => `No coins on ${list(chains)}.`,
    none: 'No crypto yet. Coins that you receive will be listed here, chain by chain.',
    value: 'Value',
  },

  history: {
    page: (from: string, to: string, total: string) => `${from}–${to} of ${total}`,
    newest: (count: string, total: string) => `The newest ${count} of ${total}`,
    previous: 'Newer',
    next: 'Older',
    pages: 'Pages of the list',
    reference: 'Reference',
    copyReference: 'Copy reference',
    statusAtMonei: (status: string) => `Status at Monei: ${status}`,
    outcome: { done: 'Done', ...outcomeOfTransaction },
  },

  bills: {
    title: 'Paid bills',
    lead: 'Airtime, data, electricity and cable TV that were paid from your wallet.',
    empty: 'No paid bills yet',
    emptyText:
      'Bills that are paid from your wallet will be listed here, with the digits for prepaid meters.',
    category: { airtime: 'Airtime', data: 'Data', electricity: 'Electricity', cable: 'Cable TV' } as Partial<
      Record<string, string>
    >,
    other: 'Bill',
    customer: { airtime: 'Phone', data: 'Phone', electricity: 'Meter', cable: 'Smartcard' } as Partial<
      Record<string, string>
    >,
    otherCustomer: 'Customer',
    copyCustomer: 'Copy number',
    digits: 'Type these digits into your meter',
    copyDigits: 'Copy the digits',
    digitsLater: 'The digits for your meter come once the payment is done. Refresh to look again.',
    units: 'Units',
  },

  sales: {
    title: 'Crypto sold for naira',
    lead: 'Coins that were sold, and the bank account that the naira went to.',
    empty: 'Nothing sold yet',
    emptyText: 'Crypto that you sell for naira will be listed here, with its rate and its bank account.',
    noBank: 'Bank account not told',
    onNetwork: (network: string) => `on ${network}`,
    sold: 'Sold',
    received: 'Received',
    rate: 'Rate',
    rateOf: (rate: string, coin: string) => `${rate} for 1 ${coin}`,
    bank: 'Paid to',
    begun: 'Begun',
    ended: 'Ended',
    copyBank: 'Copy account number',
  },

  receive: {
    title: 'Receive',
    lead: 'Where others can send money to you.',
    section: 'Your addresses',
    naira: 'Naira',
    nairaText: 'Any Nigerian bank can pay into this account. The money arrives in your naira balance.',
    number: 'Account number',
    bank: 'Bank',
    holder: 'Name',
    noHolder: 'The name is shown once you enable the profile.',
    copyNumber: 'Copy account number',
    copyBank: 'Copy bank',
    copyHolder: 'Copy name',
    copyAll: 'Copy all',
    copiedAll: 'Copied',
    noAccount: 'You have no account number yet',
    noAccountText:
      'Open one in Monei’s own app or at monei.cc: Monei asks for your NIN there. Then refresh this page.',
    evm: 'Ethereum and its relatives',
    evmText: (chains: string[]) => `One address for ${list(chains)}.`,
    evmTextPlain: 'One address for all EVM networks that Monei supports.',
    solana: 'Solana',
    solanaText: 'For SOL and for coins on Solana.',
    onChain: (chain: string) => `Address on ${chain}`,
    noAddress: 'Monei has not opened this address yet',
    noAddressText: 'Open your crypto wallet in Monei’s own app, then refresh this page.',
    copyAddress: 'Copy address',
    qr: (name: string) => `QR code of your ${name} address`,
    qrFor: 'Scan to read the address',
    warnEvm:
      'Send only coins on these networks to this address. Coins that are sent on another network are lost.',
    warnSolana: 'Send only coins on Solana to this address. Coins that are sent on another network are lost.',
    warnOther: (chain: string) =>
      `Send only coins on ${chain} to this address. Coins that are sent on another network are lost.`,
    compare: 'Before you send, compare the first and the last groups with what the other app shows.',
  },

  insights: {
    title: 'Insights',
    lead: 'Drawn on this computer from what this app has read. Nothing is sent anywhere.',
    chart: 'Chart',
    table: 'Table',
    shown: 'Show as',
    hidden: 'Hidden',
    hiddenText: 'Amounts are hidden. The shape would tell them, so it is hidden as well.',
    loading: 'Reading what is known…',
    failed: 'The charts could not be read.',
    browse: 'Use the arrow keys to go from one to the next.',
    shares: {
      title: 'What your crypto is made of',
      text: 'By its worth in US dollars. Naira is not in it: Monei tells no rate for that.',
      by: 'Group by',
      coin: 'Coin',
      chain: 'Network',
      name: { coin: 'Coin', chain: 'Network' },
      value: 'Value',
      share: 'Share',
      rest: (count: number) => `${count} smaller ones`,
      total: 'Total',
      empty: 'Nothing to share out yet',
      emptyText: 'Coins that have a price will be drawn here.',
      lacks: (what: string) => `Drawn ${what}.`,
    },
    flows: {
      title: 'Money in and out',
      text: 'What is done, month by month. Transfers whose direction Monei does not tell are left out.',
      currency: 'Currency',
      month: 'Month',
      incoming: 'In',
      outgoing: 'Out',
      nothing: 'Nothing moved',
      empty: 'No movements yet',
      emptyText: 'Money that comes in and goes out will be drawn here.',
      incomplete: 'Older transactions are still being read: earlier months may grow.',
    },
    seen: {
      title: 'Balance over time',
      text: 'As this app last saw it on each day. On days without a look there is a gap.',
      source: 'Wallet',
      naira: 'Naira',
      day: 'Day',
      balance: 'Balance',
      notSeen: 'Not seen',
      one: 'One day so far. A line appears once there are more.',
      empty: 'No balance seen yet',
      emptyText: 'Each day on which this app reads your balance adds a point.',
    },
  },

  transactions: {
    title: 'Latest transactions',
    empty: 'No transactions yet',
    emptyText: 'Money that comes in or goes out will be listed here.',
    incoming: 'Money in',
    outgoing: 'Money out',
    unknownDirection: 'Transfer',
    noNarration: 'Without description',
    at: (day: string, time: string) => `${day}, ${time}`,
    of: (shown: number, total: string) => `Newest ${shown} of ${total}`,
    all: 'See all',
    outcome: outcomeOfTransaction,
  },

  activity,

  limits: {
    title: 'Limits',
    tier: (tier: string) => `Tier ${tier}`,
    noTier: 'Tier not known',
    single: 'At once',
    daily: 'In a day',
    monthly: 'In a month',
    maxBalance: 'Highest balance',
    crypto: 'Crypto in a day',
    lead: 'How much Monei lets you move, and what it wants to know for more.',
    amounts: 'What you may move',
    used: (used: string, limit: string) => `${used} of ${limit}`,
    usedSpoken: (percent: string) => `${percent} used`,
    room: 'Your naira balance now',
    usedUnknown: 'Monei does not tell how much of the limits is used up.',
    othersUnknown: 'Monei does not tell how much of the other limits is used up.',
    allowedTitle: 'What is allowed',
    allowed: {
      withdrawal: 'Withdraw to a bank',
      p2p: 'Send to Monei users',
      crypto: 'Use crypto',
      crossBorder: 'Send across borders',
    },
    is: 'Allowed',
    isNot: 'Not allowed',
    notTold: 'Not told',
    nextTitle: (tier: string) => `For ${tier}`,
    nextTitlePlain: 'For the next tier',
    asks: 'Monei asks for',
    where: 'This is done in Monei’s own app or at monei.cc, not here.',
    highest: 'Monei names no higher tier for you.',
    all: 'All limits',
    next: (tier: string) => `For ${tier} Monei asks for:`,
    nextPlain: 'For the next tier Monei asks for:',
  },

  profile: {
    title: 'Profile',
    name: 'Name',
    email: 'E-mail',
    phone: 'Phone',
    pin: 'Transaction PIN',
    pinSet: 'Set',
    pinNotSet: 'Not set',
    lead: 'What Monei knows of you, as far as it tells this app.',
    about: 'About you',
    account: 'Account',
    verifiedTitle: 'Verified by Monei',
    verified: 'Verified',
    notVerified: 'Not verified',
    notTold: 'Not told',
    checks: {
      nin: 'National identity number (NIN)',
      bvn: 'Bank verification number (BVN)',
      governmentId: 'Identity document',
      selfie: 'Selfie',
      biometric: 'Biometric check',
      address: 'Address',
    },
    accountState: 'Account',
    joined: 'With Monei since',
    id: 'Account id',
    ids: 'Ids',
    idsText: 'Monei’s support finds you by these. They are no secret, and nobody can pay with them.',
    walletId: (currency: string) => `${currency} wallet`,
    copy: (what: string) => `Copy ${what}`,
    pinWhere: 'A transaction PIN is set in Monei’s own app. It is asked for whenever money is sent.',
    all: 'Whole profile',
  },

  may: {
    title: 'What this app may do',
    on: 'On',
    off: 'Off',
    doubtful: 'Doubtful',
    later: 'Not used by this version',
    all: 'All permissions',
    names: {
      'profile:read': 'See your profile',
      'kyc:read': 'See your limits',
      'wallet:read': 'See balances and transactions',
      'wallet:deposit': 'Add money',
      'wallet:send': 'Send to a friend',
      'wallet:withdraw': 'Withdraw to a bank',
      'swap:execute': 'Swap and send crypto',
      'bills:pay': 'Pay bills',
      'offramp:execute': 'Sell crypto for naira',
    } as Partial<Record<string, string>>,
  },

  gates: {
    ...gates,
    appCan: 'With it, this app can:',
    appCannot: 'It still cannot:',
    all: 'All permissions',
    off: {
      balances: 'Balances are off.',
      transactions: 'Transactions are off.',
      limits: 'Limits are off.',
      profile: 'Profile is off.',
      bills: 'Paid bills are off.',
      sales: 'Crypto sales are off.',
    } satisfies Record<FeatureName, string>,
  },

  permissions: {
    title: 'Permissions',
    lead: 'What you allow this app to see and do in your wallet.',
    summary: (granted: number, all: number) => `${granted} of ${all} granted`,
    takeBack: 'To take a permission back, disconnect, or use Monei’s own settings.',
    disconnectTitle: 'Disconnect this app',
    disconnectText: 'Ends the session at Monei and removes what is saved on this computer.',
  },

  disconnect: {
    button: 'Disconnect…',
    title: 'Disconnect your wallet?',
    lead: 'Your money stays where it is. This app will:',
    steps: [
      'tell Monei to end the session',
      'remove the session from your keychain',
      'remove the balances and transactions saved on this computer',
    ],
    confirm: 'Disconnect',
    busy: 'Disconnecting…',
    keep: 'Stay connected',
    done: 'Disconnected',
    partly: 'Disconnected here',
    revoked: 'Monei ended the session',
    notRevoked: 'Monei could not be told yet. The session is gone from this computer all the same.',
    tokensRemoved: 'The session was removed from your keychain',
    tokensNotRemoved: 'The session could not be removed from your keychain',
    tokensNext: 'Remove the entries of Monei Wallet in your system’s keychain yourself.',
    dataRemoved: 'The saved balances and transactions were removed',
    dataNotRemoved: 'The saved balances and transactions could not be removed',
    failed: 'Disconnect did not run. Your wallet is still connected. Try again.',
  },

  privacy,
  settings,
  diagnostics,
  keyboard,
  palette,

  problems,
};

export type Words = typeof en;
