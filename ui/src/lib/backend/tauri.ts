// The real core, over the generated commands.

import { Channel } from '@tauri-apps/api/core';
import type { Answer, Backend, Refusal } from '.';
import { exchange } from './exchange-core';
import { commands, type AppView, type CheckView, type ProblemView } from './bindings';

type Outcome = { status: 'ok'; data: unknown } | { status: 'error'; error: ProblemView };

async function refusal(command: Promise<Outcome>): Promise<Refusal> {
  const outcome = await command;
  return outcome.status === 'error' ? outcome.error : null;
}

async function answer<T>(
  command: Promise<{ status: 'ok'; data: T } | { status: 'error'; error: ProblemView }>,
): Promise<Answer<T>> {
  const outcome = await command;
  return outcome.status === 'ok' ? { value: outcome.data } : { refused: outcome.error };
}

/** The days of a list begin where they begin for the person. */
const timeZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone;

export const core: Backend = {
  view: () => commands.view(),
  onChange: async (listener) => {
    const changes = new Channel<AppView>(listener);
    await commands.subscribe(changes);
    return () => {
      changes.onmessage = () => undefined;
    };
  },
  connect: (scopes) => refusal(commands.connect(scopes)),
  openBrowserAgain: () => refusal(commands.openBrowserAgain()),
  copySignInLink: () => refusal(commands.copySignInLink()),
  cancelSignIn: (attempt) => refusal(commands.cancelSignIn(attempt)),
  dismissOutcome: () => refusal(commands.dismissOutcome()),
  refresh: () => refusal(commands.refresh()),
  refreshSource: (id) => refusal(commands.refreshSource(id)),
  disconnect: async () => {
    const outcome = await commands.disconnect();
    return outcome.status === 'ok' ? outcome.data : { refused: outcome.error };
  },
  retryKeychain: () => refusal(commands.retryKeychain()),
  useSessionOnly: () => refusal(commands.useSessionOnly()),
  choose: (choice) => refusal(commands.choose(choice)),
  useRelay: (address) => refusal(commands.useRelay(address)),
  painted: (what) => commands.painted(what),
  copyText: (text) => refusal(commands.copyText(text)),
  transactionRows: (query, first, count) => answer(commands.transactionRows(query, first, count)),
  transactionOutline: (query) => answer(commands.transactionOutline(query, timeZone())),
  transactionPlace: (query, id) => answer(commands.transactionPlace(query, id)),
  transactionChoices: () => answer(commands.transactionChoices()),
  transaction: (id) => answer(commands.transaction(id)),
  openExplorer: (id) => refusal(commands.openExplorer(id)),
  exportTransactions: (query, format, written) =>
    answer(commands.exportTransactions(query, format, timeZone(), new Channel<number>(written))),
  cancelExport: () => commands.cancelExport(),
  printWindow: () => refusal(commands.printWindow()),
  history: () => answer(commands.history(timeZone())),
  about: () => commands.about(),
  openNotices: () => refusal(commands.openNotices()),
  diagnose: async (ended) => {
    const outcome = await commands.diagnose(new Channel<CheckView>(ended));
    return outcome.status === 'ok' ? { report: outcome.data } : { refused: outcome.error };
  },
  copyReport: () => refusal(commands.copyReport()),
  registerLinks: () => refusal(commands.registerLinks()),
  banks: () => answer(commands.banks()),
  verifyAccount: async (bank, accountNumber) => {
    const outcome = await commands.verifyAccount(bank, accountNumber);
    return outcome.status === 'ok' ? { value: outcome.data } : { refused: outcome.error };
  },
  recipients: () => answer(commands.recipients()),
  keepRecipient: async (bank, accountNumber) => {
    const outcome = await commands.keepRecipient(bank, accountNumber);
    return outcome.status === 'ok' ? null : outcome.error;
  },
  forgetRecipient: (bank, accountNumber) => refusal(commands.forgetRecipient(bank, accountNumber)),
  billers: (kind) => answer(commands.billers(kind)),
  billPlans: (kind, biller, anew) => answer(commands.billPlans(kind, biller, anew)),
  billCustomer: async (kind, biller, plan, number) => {
    const outcome = await commands.billCustomer(kind, biller, plan, number);
    return outcome.status === 'ok' ? { value: outcome.data } : { refused: outcome.error };
  },
  exchange,
  preparePayment: async (order) => {
    const outcome = await commands.preparePayment(order);
    return outcome.status === 'ok' ? { value: outcome.data } : { refused: outcome.error };
  },
  startDeposit: async (deposit) => {
    const outcome = await commands.startDeposit(deposit);
    return outcome.status === 'ok' ? { value: outcome.data } : { refused: outcome.error };
  },
  openDepositPage: (reference) => refusal(commands.openDepositPage(reference)),
  copyDepositLink: (reference) => refusal(commands.copyDepositLink(reference)),
};
