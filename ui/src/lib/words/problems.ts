// What went wrong, and what to do about it.

import type { ProblemCode } from '$lib/backend';

/** How much a problem asks of the person: `wait` passes by itself, `act` needs them, `stop` means something was lost. */
export type Severity = 'wait' | 'act' | 'stop';

export interface ProblemWords {
  /** What happened. */
  headline: string;
  /** What to do next. */
  next: string;
  severity: Severity;
}

export const problems: Record<ProblemCode, ProblemWords> = {
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
  paymentsNeedKeychain: {
    headline: 'Without a keychain this app pays nothing.',
    next: 'It writes each payment down, encrypted, before it sends it. Start your system’s keychain, then open this app again.',
    severity: 'act',
  },
  journalUnusable: {
    headline: 'This app cannot write down what it pays.',
    next: 'Nothing was sent. Check that the disk is not full and that the app’s folder is yours, then try again.',
    severity: 'stop',
  },
  notNow: {
    headline: 'This cannot be done at this moment.',
    next: 'Let what is under way finish, then try again.',
    severity: 'wait',
  },
};
