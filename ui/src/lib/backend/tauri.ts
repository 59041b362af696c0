// The real core, over the generated commands and events.

import type { Backend, Refusal } from '.';
import { commands, events, type ProblemView } from './bindings';

type Outcome = { status: 'ok'; data: unknown } | { status: 'error'; error: ProblemView };

async function refusal(command: Promise<Outcome>): Promise<Refusal> {
  const outcome = await command;
  return outcome.status === 'error' ? outcome.error : null;
}

async function done(command: Promise<unknown>): Promise<void> {
  await command;
}

export const core: Backend = {
  view: () => commands.view(),
  onChange: (listener) => events.appChanged.listen((event) => listener(event.payload)),
  connect: (scopes) => refusal(commands.connect(scopes)),
  openBrowserAgain: () => refusal(commands.openBrowserAgain()),
  copySignInLink: () => refusal(commands.copySignInLink()),
  cancelSignIn: (attempt) => done(commands.cancelSignIn(attempt)),
  dismissOutcome: () => done(commands.dismissOutcome()),
  refresh: () => done(commands.refresh()),
  disconnect: () => commands.disconnect(),
  retryKeychain: () => done(commands.retryKeychain()),
  useSessionOnly: () => done(commands.useSessionOnly()),
  setTheme: (theme) => done(commands.setTheme(theme)),
  copyText: (text) => refusal(commands.copyText(text)),
};
