// A core that lives in the window, for the tests and for the gallery. Never part of the production bundle.

import type {
  AboutView,
  AccountHolderView,
  Answer,
  AppView,
  Backend,
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
  PlanView,
  ProblemView,
  RecipientView,
  QueryRequest,
  Refusal,
  RowsView,
  SignInView,
} from '.';
import { ABOUT, CHECKS, REPORT } from './checks';
import { BANKS } from './banks';
import { begunDeposit } from './deposits';
import { BILLERS, plansOf } from './billers';
import { FakeExchange } from './exchange-fake';
import { awaiting, connected, ended, signedOut } from './fixtures';
import { Ledger, manyRows } from './ledger';

function payeeOf(order: OrderRequest): string {
  switch (order.order) {
    case 'send':
      return order.receiver;
    case 'withdraw':
      return `${order.bank}/${order.accountNumber}`;
    case 'airtime':
      return `${order.biller}/${order.phoneNumber}`;
    case 'data':
      return `${order.biller}/${order.plan}/${order.phoneNumber}`;
    case 'electricity':
      return `${order.disco}/${order.meterNumber}`;
    case 'cableTv':
      return `${order.biller}/${order.plan}/${order.smartcardNumber}`;
    case 'sendCrypto':
    case 'swap':
      return order.network;
  }
}

export class FakeBackend implements Backend {
  readonly calls: string[] = [];
  refusal: Refusal = null;
  report: DisconnectView = { revoked: true, problem: null, tokensRemoved: true, dataRemoved: true };
  ledger = new Ledger(manyRows(500));
  /** What the charts are drawn from, where it is not the list's. */
  seen: HistoryView | null = null;
  /** What a diagnosis finds. */
  checks: CheckView[] = CHECKS;
  /** A diagnosis that does not come to an end by itself. */
  unfinished: Promise<{ report: string }> | null = null;
  /** Why an order cannot be prepared. */
  notReady: NotReadyView | null = null;
  recipientsKept: RecipientView[] = [];
  readonly exchange = new FakeExchange();
  #view: AppView;
  readonly #listeners = new Set<(view: AppView) => void>();

  constructor(view: AppView) {
    this.#view = view;
  }

  /** Something changed in the core. */
  show(view: AppView): void {
    this.#view = view;
    for (const listener of this.#listeners) listener(view);
  }

  signIn(signIn: SignInView): void {
    this.show({ ...this.#view, signIn });
  }

  /** The person allows everything that the pending attempt asks for. */
  grant(): void {
    const { signIn, permissions, settings } = this.#view;
    if (!('scopes' in signIn)) return;
    const held = permissions.filter(({ state }) => state.state === 'granted').map(({ scope }) => scope);
    const outcome = { kind: 'connected', granted: signIn.scopes, declined: [] } as const;
    this.show({
      ...connected([...held, ...signIn.scopes]),
      settings,
      signIn: ended({ ...outcome, declined: [] }),
    });
  }

  view(): Promise<AppView> {
    this.calls.push('view');
    return Promise.resolve(this.#view);
  }

  onChange(listener: (view: AppView) => void): Promise<() => void> {
    this.calls.push('onChange');
    this.#listeners.add(listener);
    return Promise.resolve(() => this.#listeners.delete(listener));
  }

  connect(scopes: string[]): Promise<Refusal> {
    this.calls.push(`connect ${scopes.join(' ')}`);
    if (!this.refusal) this.signIn(awaiting(scopes));
    return Promise.resolve(this.refusal);
  }

  openBrowserAgain(): Promise<Refusal> {
    this.calls.push('openBrowserAgain');
    return Promise.resolve(this.refusal);
  }

  copySignInLink(): Promise<Refusal> {
    this.calls.push('copySignInLink');
    return Promise.resolve(this.refusal);
  }

  cancelSignIn(attempt: string): Promise<Refusal> {
    this.calls.push(`cancelSignIn ${attempt}`);
    this.signIn(ended({ kind: 'cancelled' }));
    return Promise.resolve(this.refusal);
  }

  dismissOutcome(): Promise<Refusal> {
    this.calls.push('dismissOutcome');
    this.signIn({ state: 'idle' });
    return Promise.resolve(this.refusal);
  }

  refresh(): Promise<Refusal> {
    this.calls.push('refresh');
    return Promise.resolve(this.refusal);
  }

  refreshSource(id: string): Promise<Refusal> {
    this.calls.push(`refreshSource ${id}`);
    return Promise.resolve(this.refusal);
  }

  disconnect(): Promise<DisconnectView | { refused: ProblemView }> {
    this.calls.push('disconnect');
    if (this.refusal) return Promise.resolve({ refused: this.refusal });
    this.show({ ...signedOut(), settings: this.#view.settings });
    return Promise.resolve(this.report);
  }

  retryKeychain(): Promise<Refusal> {
    this.calls.push('retryKeychain');
    return Promise.resolve(this.refusal);
  }

  useSessionOnly(): Promise<Refusal> {
    this.calls.push('useSessionOnly');
    this.show({ ...this.#view, keychain: { state: 'sessionOnly' } });
    return Promise.resolve(this.refusal);
  }

  choose(choice: Choice): Promise<Refusal> {
    this.calls.push(`choose ${choice.setting} ${choice.value}`);
    this.show({ ...this.#view, settings: { ...this.#view.settings, [choice.setting]: choice.value } });
    return Promise.resolve(this.refusal);
  }

  about(): Promise<AboutView> {
    return Promise.resolve(ABOUT);
  }

  openNotices(): Promise<Refusal> {
    this.calls.push('openNotices');
    return Promise.resolve(this.refusal);
  }

  diagnose(ended: (check: CheckView) => void): Promise<{ report: string } | { refused: ProblemView }> {
    this.calls.push('diagnose');
    if (this.refusal) return Promise.resolve({ refused: this.refusal });
    for (const check of this.checks) ended(check);
    return this.unfinished ?? Promise.resolve({ report: REPORT });
  }

  copyReport(): Promise<Refusal> {
    this.calls.push('copyReport');
    return Promise.resolve(this.refusal);
  }

  registerLinks(): Promise<Refusal> {
    this.calls.push('registerLinks');
    this.checks = this.checks.map((check) =>
      check.subject === 'links' ? { ...check, verdict: 'good', finding: 'linksComeHere', fix: null } : check,
    );
    return Promise.resolve(this.refusal);
  }

  banks(): Promise<Answer<BankView[]>> {
    return this.#answer(() => ({ value: BANKS }));
  }

  verifyAccount(
    bank: string,
    accountNumber: string,
  ): Promise<{ value: AccountHolderView } | { refused: NotReadyView }> {
    this.calls.push(`verifyAccount ${bank} ${accountNumber}`);
    if (accountNumber.startsWith('000')) return Promise.resolve({ refused: { why: 'noSuchAccount' } });
    const bankName = BANKS.find(({ code }) => code === bank)?.name ?? null;
    return Promise.resolve({ value: { name: 'CHIDINMA ADAEZE OKONKWO', bank: bankName } });
  }

  recipients(): Promise<Answer<RecipientView[]>> {
    return this.#answer(() => ({ value: this.recipientsKept }));
  }

  keepRecipient(bank: string, accountNumber: string): Promise<NotReadyView | null> {
    this.calls.push(`keepRecipient ${bank} ${accountNumber}`);
    const holder = 'CHIDINMA ADAEZE OKONKWO';
    this.recipientsKept = [...this.recipientsKept, { bank, accountNumber, holder }];
    return Promise.resolve(null);
  }

  forgetRecipient(bank: string, accountNumber: string): Promise<Refusal> {
    this.calls.push(`forgetRecipient ${bank} ${accountNumber}`);
    this.recipientsKept = this.recipientsKept.filter(
      (each) => each.bank !== bank || each.accountNumber !== accountNumber,
    );
    return Promise.resolve(this.refusal);
  }

  billers(kind: BillKind): Promise<Answer<string[]>> {
    this.calls.push(`billers ${kind}`);
    return this.#answer(() => ({ value: BILLERS[kind] }));
  }

  billPlans(kind: BillKind, biller: string, anew: boolean): Promise<Answer<PlanView[]>> {
    this.calls.push(`billPlans ${kind} ${biller}${anew ? ' anew' : ''}`);
    return this.#answer(() => ({ value: plansOf(kind, biller) }));
  }

  billCustomer(
    kind: BillKind,
    biller: string,
    plan: string,
    number: string,
  ): Promise<{ value: BillCustomerView | null } | { refused: NotReadyView }> {
    this.calls.push(`billCustomer ${kind} ${biller} ${plan} ${number}`);
    if (!/^\d{10,13}$/.test(number))
      return Promise.resolve({ refused: { why: 'order', fault: 'customerNumber' } });
    if (number.endsWith('0000')) return Promise.resolve({ refused: { why: 'noSuchCustomer' } });
    const customer = { name: 'CHIDINMA ADAEZE OKONKWO', address: '12 Awolowo Road, Ibadan' };
    return Promise.resolve({ value: kind === 'data' ? null : customer });
  }

  preparePayment(order: OrderRequest): Promise<{ value: string } | { refused: NotReadyView }> {
    this.calls.push(`preparePayment ${payeeOf(order)} ${order.amount}`);
    if (this.notReady) return Promise.resolve({ refused: this.notReady });
    const waiting = { id: 'intent-1', beingSent: false };
    this.show({ ...this.#view, payments: { ...this.#view.payments, waiting } });
    return Promise.resolve({ value: waiting.id });
  }

  startDeposit(deposit: DepositRequest): Promise<{ value: string } | { refused: NotReadyView }> {
    this.calls.push(`startDeposit ${deposit.way} ${deposit.amount}`);
    if (this.notReady) return Promise.resolve({ refused: this.notReady });
    const begun = begunDeposit(deposit);
    const { deposits } = this.#view;
    this.show({ ...this.#view, deposits: { ...deposits, deposits: [begun, ...deposits.deposits] } });
    return Promise.resolve({ value: begun.reference });
  }

  openDepositPage(reference: string): Promise<Refusal> {
    this.calls.push(`openDepositPage ${reference}`);
    return Promise.resolve(this.refusal);
  }

  copyDepositLink(reference: string): Promise<Refusal> {
    this.calls.push(`copyDepositLink ${reference}`);
    return Promise.resolve(this.refusal);
  }

  useRelay(address: string): Promise<Refusal> {
    this.calls.push(`useRelay ${address}`);
    if (!this.refusal)
      this.show({ ...this.#view, environment: { ...this.#view.environment, relay: address } });
    return Promise.resolve(this.refusal);
  }

  painted(): Promise<void> {
    return Promise.resolve();
  }

  copyText(text: string): Promise<Refusal> {
    this.calls.push(`copyText ${text}`);
    return Promise.resolve(this.refusal);
  }

  transactionRows(query: QueryRequest, first: number, count: number): Promise<Answer<RowsView>> {
    return this.#answer(() => this.ledger.stretch(query, first, count));
  }

  transactionOutline(query: QueryRequest): Promise<Answer<OutlineView>> {
    return this.#answer(() => this.ledger.outline(query));
  }

  transactionPlace(query: QueryRequest, id: string): Promise<Answer<number | null>> {
    return this.#answer(() => this.ledger.place(query, id));
  }

  transactionChoices(): Promise<Answer<ChoicesView>> {
    return this.#answer(() => this.ledger.choices());
  }

  transaction(id: string): Promise<Answer<DetailView>> {
    this.calls.push(`transaction ${id}`);
    return this.#answer(() => this.ledger.detail(id));
  }

  openExplorer(id: string): Promise<Refusal> {
    this.calls.push(`openExplorer ${id}`);
    return Promise.resolve(this.refusal);
  }

  exportTransactions(
    query: QueryRequest,
    format: ExportFormatRequest,
    written: (rows: number) => void,
  ): Promise<Answer<ExportView>> {
    this.calls.push(`exportTransactions ${format}`);
    const rows = this.ledger.count(query);
    written(rows);
    return this.#answer(() => ({ value: { state: 'saved', file: `transactions.${format}`, rows } }));
  }

  cancelExport(): Promise<void> {
    this.calls.push('cancelExport');
    return Promise.resolve();
  }

  printWindow(): Promise<Refusal> {
    this.calls.push('printWindow');
    return Promise.resolve(this.refusal);
  }

  history(): Promise<Answer<HistoryView>> {
    const seen = this.seen;
    return this.#answer(() => (seen ? { value: seen } : this.ledger.history()));
  }

  #answer<T>(answer: () => Answer<T>): Promise<Answer<T>> {
    return Promise.resolve(this.refusal ? { refused: this.refusal } : answer());
  }
}
