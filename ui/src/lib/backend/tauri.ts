// The real core, over the generated commands and events.

import type { Backend, Refusal } from '.';
import { commands, events, type ProblemView } from './bindings';

type Outcome = { status: 'ok'; data: unknown } | { status: 'error'; error: ProblemView };

async function refusal(command: Promise<Outcome>): Promise<Refusal> {
  const outcome = await command;
  return outcome.status === 'error' ? outcome.error : null;
}

export const core: Backend = {
  view: () => commands.view(),
  onChange: (listener) =>
    events.appChanged.listen((event) => {
      listener(event.payload);
    }),
  connect: (scopes) => refusal(commands.connect(scopes)),
  openBrowserAgain: () => refusal(commands.openBrowserAgain()),
  copySignInLink: () => refusal(commands.copySignInLink()),
  cancelSignIn: (attempt) => refusal(commands.cancelSignIn(attempt)),
  dismissOutcome: () => refusal(commands.dismissOutcome()),
  refresh: () => refusal(commands.refresh()),
  disconnect: async () => {
    const outcome = await commands.disconnect();
    return outcome.status === 'ok' ? outcome.data : { refused: outcome.error };
  },
  retryKeychain: () => refusal(commands.retryKeychain()),
  useSessionOnly: () => refusal(commands.useSessionOnly()),
  setTheme: (theme) => refusal(commands.setTheme(theme)),
  copyText: (text) => refusal(commands.copyText(text)),
};
