// What the screens may ask of the core. The window talks to nothing else.

import type {
  AboutView,
  AccountHolderView,
  AppView,
  BankView,
  BillCustomerView,
  BillKind,
  CheckView,
  Choice,
  ChoicesView,
  DepositRequest,
  DetailView,
  DisconnectView,
  ExportFormatRequest,
  ExportView,
  HistoryView,
  NotReadyView,
  OrderRequest,
  OutlineView,
  Painted,
  PlanView,
  ProblemView,
  RecipientView,
  QueryRequest,
  RowsView,
} from './bindings';

import type { Exchange } from './exchange';

export type * from './bindings';

/** What could not be done, or nothing when it was done. */
export type Refusal = ProblemView | null;

/** What was asked for, or why it could not be had. */
export type Answer<T> = { value: T } | { refused: ProblemView };

export interface Backend {
  view(): Promise<AppView>;
  /** Calls `listener` with each new picture. */
  onChange(listener: (view: AppView) => void): Promise<() => void>;
  /** Begins an attempt that asks for exactly these permissions. */
  connect(scopes: string[]): Promise<Refusal>;
  openBrowserAgain(): Promise<Refusal>;
  /** The core puts the link on the clipboard; the window never sees it. */
  copySignInLink(): Promise<Refusal>;
  cancelSignIn(attempt: string): Promise<Refusal>;
  dismissOutcome(): Promise<Refusal>;
  refresh(): Promise<Refusal>;
  /** One chain only. */
  refreshSource(id: string): Promise<Refusal>;
  disconnect(): Promise<DisconnectView | { refused: ProblemView }>;
  retryKeychain(): Promise<Refusal>;
  useSessionOnly(): Promise<Refusal>;
  /** Changes one setting, for now and for the next start. */
  choose(choice: Choice): Promise<Refusal>;
  /** Uses this relay from now on, if it answers as one. */
  useRelay(address: string): Promise<Refusal>;
  /** For the log, by which a start is measured. */
  painted(what: Painted): Promise<void>;
  copyText(text: string): Promise<Refusal>;
  /** A stretch of the list of transactions. */
  transactionRows(query: QueryRequest, first: number, count: number): Promise<Answer<RowsView>>;
  /** How long that list is, and where its days begin. */
  transactionOutline(query: QueryRequest): Promise<Answer<OutlineView>>;
  /** Where a transaction stands in that list, if it does. */
  transactionPlace(query: QueryRequest, id: string): Promise<Answer<number | null>>;
  /** What can be chosen in a filter. */
  transactionChoices(): Promise<Answer<ChoicesView>>;
  transaction(id: string): Promise<Answer<DetailView>>;
  openExplorer(id: string): Promise<Refusal>;
  /** Asks the person for a file and writes those transactions to it; tells how many were written so far. */
  exportTransactions(
    query: QueryRequest,
    format: ExportFormatRequest,
    written: (rows: number) => void,
  ): Promise<Answer<ExportView>>;
  /** What was written so far is removed. */
  cancelExport(): Promise<void>;
  /** Opens the system's print dialog for what the window shows. */
  printWindow(): Promise<Refusal>;
  /** What the charts are drawn from. */
  history(): Promise<Answer<HistoryView>>;
  about(): Promise<AboutView>;
  openNotices(): Promise<Refusal>;
  /** Calls `ended` with each check as it ends, and brings what may be passed on. */
  diagnose(ended: (check: CheckView) => void): Promise<{ report: string } | { refused: ProblemView }>;
  copyReport(): Promise<Refusal>;
  registerLinks(): Promise<Refusal>;
  /** The banks that naira can be sent to, by name. */
  banks(): Promise<Answer<BankView[]>>;
  /** Whose account it is at Monei's word. */
  verifyAccount(
    bank: string,
    accountNumber: string,
  ): Promise<{ value: AccountHolderView } | { refused: NotReadyView }>;
  /** The bank accounts that the person keeps, by their holders' names. */
  recipients(): Promise<Answer<RecipientView[]>>;
  /** Keeps a bank account, with the name that Monei says it has. */
  keepRecipient(bank: string, accountNumber: string): Promise<NotReadyView | null>;
  forgetRecipient(bank: string, accountNumber: string): Promise<Refusal>;
  /** The names of those who can be paid. */
  billers(kind: BillKind): Promise<Answer<string[]>>;
  /** What a biller can be paid for; of electricity the one thing that tells of the meter. */
  billPlans(kind: BillKind, biller: string, anew: boolean): Promise<Answer<PlanView[]>>;
  /** Whose number it is at Monei's word; null where Monei does not tell that of this plan. */
  billCustomer(
    kind: BillKind,
    biller: string,
    plan: string,
    number: string,
  ): Promise<{ value: BillCustomerView | null } | { refused: NotReadyView }>;
  /** What is asked before something is swapped or sent on a chain. */
  readonly exchange: Exchange;
  /** Has an order prepared, and the confirmation window opened for it. Brings the payment's name. */
  preparePayment(order: OrderRequest): Promise<{ value: string } | { refused: NotReadyView }>;
  /** Begins a deposit and brings its reference. It moves nothing out of the wallet. */
  startDeposit(deposit: DepositRequest): Promise<{ value: string } | { refused: NotReadyView }>;
  /** The core opens the page on which it is paid; the window never sees the address. */
  openDepositPage(reference: string): Promise<Refusal>;
  copyDepositLink(reference: string): Promise<Refusal>;
}
