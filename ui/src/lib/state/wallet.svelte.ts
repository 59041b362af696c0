// The picture that the core sends, and what the person asks of it.

import type {
  AboutView,
  Answer,
  AppView,
  Backend,
  Choice,
  DisconnectView,
  HistoryView,
  OutcomeView,
  ProblemView,
  Refusal,
} from '$lib/backend';
import { privacy } from '$lib/money/hidden.svelte';

/** Brings the person back to where they were when a sign-in began. */
export type ComeBack = () => void;

export class Wallet {
  view = $state.raw<AppView | null>(null);
  /** The core could not be reached at all. */
  broken = $state(false);
  /** The core refused to begin a sign-in. */
  refused = $state.raw<ProblemView | null>(null);
  /** The core refused something smaller, such as a refresh; shown until it is dismissed. */
  complaint = $state.raw<ProblemView | null>(null);
  /** The sign-in was asked for from inside a page, which stays as it is meanwhile. */
  fromPage = $state(false);

  readonly #backend: Backend;
  #shown = '';
  #asked: string[] = [];
  #comeBack: ComeBack | null = null;

  constructor(backend: Backend, first: AppView | null = null) {
    this.#backend = backend;
    if (first) this.#show(first);
  }

  /** Listens first and asks then, so that no change is missed in between. */
  async start(): Promise<void> {
    let changed = false;
    try {
      await this.#backend.onChange((view) => {
        changed = true;
        this.#show(view);
      });
      const view = await this.#backend.view();
      if (!changed) this.#show(view);
    } catch {
      this.broken = true;
    }
  }

  /** Drawing a page anew costs more than seeing that nothing in it has changed; a start gets its picture three times. */
  #show(view: AppView): void {
    const text = JSON.stringify(view);
    if (text === this.#shown) return;
    this.#shown = text;
    if ('scopes' in view.signIn) this.#asked = view.signIn.scopes;
    // Before any amount of this picture is written.
    privacy.hidden = view.settings.hideAmounts;
    this.view = view;
  }

  /** A sign-in that is under way. */
  get pending() {
    const signIn = this.view?.signIn;
    return signIn && signIn.state !== 'idle' && signIn.state !== 'ended' ? signIn : null;
  }

  /** What the last sign-in came to, until it is dismissed. */
  get outcome(): OutcomeView | null {
    if (this.refused) return { kind: 'failed', problem: this.refused };
    const signIn = this.view?.signIn;
    return signIn?.state === 'ended' ? signIn.outcome : null;
  }

  permission(scope: string) {
    return this.view?.permissions.find((permission) => permission.scope === scope);
  }

  async connect(scopes: string[]): Promise<void> {
    this.#comeBack = null;
    this.fromPage = false;
    await this.#begin(scopes);
  }

  /** Asks for one more permission; afterwards the person is where they were. */
  async enable(scope: string, comeBack: ComeBack): Promise<void> {
    this.#comeBack = comeBack;
    this.fromPage = true;
    await this.#begin([scope]);
  }

  /** The session ended: asks again for what was held. */
  async reconnect(): Promise<void> {
    const session = this.view?.session;
    if (session?.state === 'reconnect') await this.connect(this.#orFewest(session.scopes));
  }

  /** The same request once more. */
  async tryAgain(): Promise<void> {
    const outcome = this.outcome;
    await this.#begin(this.#orFewest(outcome?.kind === 'denied' ? outcome.declined : this.#asked));
  }

  #orFewest(scopes: string[]): string[] {
    return scopes.length > 0 ? scopes : fewest(this.view?.permissions ?? []);
  }

  async #begin(scopes: string[]): Promise<void> {
    this.#asked = scopes;
    this.refused = null;
    if (this.view?.signIn.state === 'ended') await this.#backend.dismissOutcome();
    this.refused = await this.#backend.connect(scopes);
  }

  async cancel(): Promise<void> {
    if (this.pending) await this.#try(this.#backend.cancelSignIn(this.pending.attempt));
  }

  /** To be called once the sign-in has left the screen. */
  comeBack(): void {
    this.#comeBack?.();
    this.#comeBack = null;
  }

  async dismiss(): Promise<void> {
    this.refused = null;
    if (this.view?.signIn.state === 'ended') await this.#backend.dismissOutcome();
  }

  openAgain(): Promise<ProblemView | null> {
    return this.#backend.openBrowserAgain();
  }

  copyLink(): Promise<ProblemView | null> {
    return this.#backend.copySignInLink();
  }

  useRelay(address: string): Promise<ProblemView | null> {
    return this.#backend.useRelay(address);
  }

  copy(text: string): Promise<ProblemView | null> {
    return this.#backend.copyText(text);
  }

  /** What the charts are drawn from. */
  history(): Promise<Answer<HistoryView>> {
    return this.#backend.history();
  }

  refresh(): Promise<void> {
    return this.#try(this.#backend.refresh());
  }

  /** One chain only: the others were answered. */
  refreshSource(id: string): Promise<void> {
    return this.#try(this.#backend.refreshSource(id));
  }

  retryKeychain(): Promise<void> {
    return this.#try(this.#backend.retryKeychain());
  }

  useSessionOnly(): Promise<void> {
    return this.#try(this.#backend.useSessionOnly());
  }

  choose(choice: Choice): Promise<void> {
    return this.#try(this.#backend.choose(choice));
  }

  hideAmounts(hide: boolean): Promise<void> {
    return this.choose({ setting: 'hideAmounts', value: hide });
  }

  about(): Promise<AboutView> {
    return this.#backend.about();
  }

  registerLinks(): Promise<void> {
    return this.#try(this.#backend.registerLinks());
  }

  copyReport(): Promise<ProblemView | null> {
    return this.#backend.copyReport();
  }

  openNotices(): Promise<void> {
    return this.#try(this.#backend.openNotices());
  }

  disconnect(): Promise<DisconnectView | { refused: ProblemView }> {
    return this.#backend.disconnect();
  }

  async #try(command: Promise<Refusal>): Promise<void> {
    this.complaint = await command;
  }
}

const FEWEST = ['profile:read', 'kyc:read', 'wallet:read'];

/** The permissions with which the app is of use and cannot move anything. */
export function fewest(permissions: { scope: string }[]): string[] {
  return permissions.map(({ scope }) => scope).filter((scope) => FEWEST.includes(scope));
}
