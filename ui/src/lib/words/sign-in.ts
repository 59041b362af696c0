// The way into a wallet and out of it: relay, permissions, browser, keychain.

import type { ProblemCode } from '$lib/backend';
import { counted } from './phrases';

export const signIn = {
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
      text: 'You sign in at Monei, in your own browser. The session then stays in your system’s keychain; the sign-in service’s own secret is never on this computer. Disconnect removes everything that is saved here.',
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
    askedFor: 'What this app asks for',
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

  reconnect: {
    button: 'Reconnect',
    kept: 'What you see below is what was last known.',
  },

  keychain: {
    title: 'Your session has nowhere safe to stay',
    text: 'This app keeps your session in your system’s keychain, and nowhere else on this computer.',
    retry: 'Try again',
    sessionOnly: 'Use for this session only',
    consequence:
      'For this session only: the session is held in memory and ends when you close the app. You then connect again next time.',
    note: 'For this session only: you will have to connect again after closing the app.',
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
};
