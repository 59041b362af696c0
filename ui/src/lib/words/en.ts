// Every text of the window, in plain English. Another language is another folder of this shape.

import type { FeatureName } from '$lib/backend';
import type { Day } from '$lib/time/moments';
import { activity } from './activity';
import { confirmation } from './confirmation';
import { notices } from './notices';
import { payments } from './payments';
import { deposits } from './payments/deposits';
import { counted } from './phrases';
import { problems } from './problems';
import { onChain, quote } from './quote';
import { diagnostics, keyboard, palette, privacy, settings } from './settings';
import { signIn } from './sign-in';
import { wallet } from './wallet';

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
  withdraw: {
    title: 'Withdrawing is switched off',
    shows:
      'You would choose a bank and an account here, see whose it is, and confirm with your transaction PIN.',
  },
  payBills: {
    title: 'Paying bills is switched off',
    shows:
      'You would choose airtime, data, electricity or cable TV here, see whose number it is, and confirm.',
  },
  swap: {
    title: 'Swapping and sending crypto are switched off',
    shows:
      'You would swap one coin for another here, or send one to an address, and see what it brings before you confirm.',
  },
  send: {
    title: 'Sending money is switched off',
    shows: 'You would name a person and an amount here, and confirm with your transaction PIN.',
  },
  addMoney: {
    title: 'Adding money is switched off',
    shows:
      'You would name an amount here, and be told where to pay it: an account, a code to dial or a page.',
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

  time: { day, asOf, earlier: 'Without a date' },

  frame: {
    navigation: 'Pages',
    actions: 'What you can do',
    locked: (action: string) => `${action} (its permission is off)`,
    off: 'off',
    home: 'Home',
    activity: 'Activity',
    permissions: 'Permissions',
    receive: 'Receive',
    send: 'Send',
    withdraw: 'Withdraw',
    addMoney: 'Add money',
    swap: 'Swap',
    payments: 'Payments',
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
    profile: 'Profile',
    limits: 'Limits',
    permissions: 'Permissions',
    disconnect: 'Disconnect…',
  },

  notices,

  section: {
    staleAt: (asOf: string, headline: string) => `Last known, ${asOf} — could not refresh: ${headline}`,
    lastKnown: (asOf: string) => `Last known, ${asOf}`,
    loading: 'Loading…',
  },

  activity,

  payments,

  deposits,

  confirmation,

  quote,
  onChain,

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
      send: 'Sending money is off.',
      withdraw: 'Withdrawing is off.',
      addMoney: 'Adding money is off.',
      payBills: 'Paying bills is off.',
      swap: 'Swapping is off.',
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

  privacy,

  settings,

  diagnostics,

  keyboard,

  palette,

  problems,

  ...signIn,
  ...wallet,
};

export type Words = typeof en;
