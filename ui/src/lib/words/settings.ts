// Texts of the settings, the diagnostics, the palette and the sheet of keys.

import type {
  FindingView,
  FixView,
  Motion,
  SubjectView,
  TextSize,
  Theme,
  VerdictView,
  WayBack,
} from '$lib/backend';

export const privacy = {
  hide: 'Hide amounts',
  show: 'Show amounts',
};

const theme: Record<Theme, string> = { system: 'As your system', light: 'Light', dark: 'Dark' };
const textSize: Record<TextSize, string> = {
  small: '90%',
  normal: '100%',
  large: '115%',
  larger: '130%',
};
const motion: Record<Motion, string> = { system: 'As your system', reduced: 'Less motion' };
const wayBack: Record<WayBack, string> = { automatic: 'Automatic', link: 'Link', loopback: 'Local address' };
const wayBackMeaning: Record<WayBack, string> = {
  automatic:
    'By link where your system opens this app for its links, otherwise over an address on this computer.',
  link: 'Always by link. If your system does not open this app for its links, a sign-in cannot finish.',
  loopback: 'Always over an address that only this computer can reach.',
};

export const settings = {
  title: 'Settings',
  appearance: 'Appearance',
  theme: { name: 'Theme', options: theme },
  textSize: { name: 'Text size', options: textSize },
  motion: { name: 'Motion', options: motion },
  privacy: 'Privacy',
  hideAmounts: 'Hide amounts',
  hideAmountsText: 'Dots stand in the place of every amount. Copying one on purpose still copies its digits.',
  keyboard: 'Keyboard',
  singleKeys: 'Shortcuts without Ctrl',
  singleKeysText:
    'Keys such as R and / work while you are not typing. Turn this off if they get in your way.',
  allKeys: 'All shortcuts',
  signIn: 'Signing in',
  wayBack: { name: 'Way back from your browser', options: wayBack, meaning: wayBackMeaning },
  relay: 'Sign-in service',
  relayNone: 'None is set yet.',
  relayLater: 'To change it, disconnect first: your session belongs to it.',
  data: 'On this computer',
  settingsFile: 'Settings',
  dataFolder: 'Data',
  session: 'Session',
  sessionIn: (service: string) => `Your system’s keychain, as “${service}”`,
  copyPath: (what: string) => `Copy the path: ${what}`,
  diagnostics: 'Diagnostics',
  diagnosticsText: 'Checks everything that this app depends on, and what it can mend.',
  openDiagnostics: 'Check this app',
  about: 'About',
  version: 'Version',
  webView: 'Web view',
  system: 'System',
  notices: 'Licences of others’ work',
  openNotices: 'Show',
  noNotices: 'They come with the installed packages.',
};

const subject: Record<SubjectView, string> = {
  versions: 'Versions',
  keychain: 'Keychain',
  links: 'Links',
  relay: 'Sign-in service',
  monei: 'Monei',
  clock: 'Clock',
  account: 'Your wallet',
  permission: 'Permission',
};

const verdict: Record<VerdictView | 'running', string> = {
  running: 'Being checked…',
  good: 'Good',
  note: 'Could be better',
  bad: 'Needs you',
  skipped: 'Not checked',
};

/** What happened, and where it helps what to do; a failure has the words of its problem. */
const finding: Record<Exclude<FindingView, 'failed'>, string> = {
  versions: 'What you are using.',
  keychainKeeps: 'It keeps what it is given.',
  sessionInMemory: 'You chose to keep this session in memory only. It ends when you close the app.',
  linksComeHere: 'Your system opens this app for its links.',
  linksGoElsewhere:
    'Your system does not open this app for its links. A sign-in comes back over an address on this computer instead.',
  linksAreLost:
    'Your system does not open this app for its links, but Settings allow nothing else. A sign-in cannot finish.',
  linksAreNotUsed: 'You chose that a sign-in comes back without links.',
  relayAnswers: 'It answers, and belongs to this app’s environment.',
  moneiAnswers: 'It answers.',
  clockAgrees: 'The clock of this computer agrees with Monei’s.',
  clockIsAhead:
    'The clock of this computer is ahead of Monei’s. Set it by the network in your system’s settings.',
  clockIsBehind:
    'The clock of this computer is behind Monei’s. Set it by the network in your system’s settings.',
  clockUnknown: 'Monei did not tell its time.',
  accountKnown: 'Monei knows you: it is the wallet that you connected.',
  accountUnnamed: 'What you allow does not tell whose wallet it is.',
  accountDiffers: 'Another wallet answers than the one that you connected. Connect again.',
  notConnected: 'No wallet is connected.',
  permissionAnswers: 'It answers.',
  permissionNotGranted: 'You have not allowed it.',
  noAnswerInTime:
    'There was no answer in time. Something may be waiting for you: look for a window of your system.',
};

const fix: Record<FixView, string> = {
  registerLinks: 'Open links here',
  retryKeychain: 'Try the keychain again',
  reconnect: 'Reconnect',
  setRelay: 'Set the address',
  enable: 'Enable',
  again: 'Check again',
};

export const diagnostics = {
  title: 'Diagnostics',
  lead: 'What this app depends on, looked at just now.',
  running: (ended: number, all: number) => `${ended} of ${all} checked…`,
  well: 'Everything that could be checked is well.',
  unwell: (count: number) => (count === 1 ? 'One thing needs you.' : `${count} things need you.`),
  again: 'Check again',
  back: 'Settings',
  subject,
  verdict,
  finding,
  fix,
  fixing: 'One moment…',
  report: 'Report',
  reportText: 'For somebody who helps you. It holds no name, no address, no account number and no amount.',
  copyReport: 'Copy the report',
  copied: 'Copied',
  showReport: 'What it says',
};

export const keyboard = {
  title: 'Keyboard shortcuts',
  off: 'Shortcuts without Ctrl are turned off in Settings.',
  then: 'then',
  lists: 'In lists',
  arrows: 'Next or previous entry',
  ends: 'First or last entry',
  close: 'Close what is open',
  groups: { go: 'Go to', do: 'Do', look: 'Appearance', wallet: 'Wallet' },
  search: 'Search your transactions',
  palette: 'All commands',
  sheet: 'This list of shortcuts',
  theme: (name: string) => `Theme: ${name}`,
  textSize: (name: string) => `Text size: ${name}`,
};

export const palette = {
  label: 'Commands',
  placeholder: 'What would you like to do?',
  empty: 'No command has these words.',
};
