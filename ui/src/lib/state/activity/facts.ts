// What is known of one transaction, in the order in which people ask for it.

import type { DetailView, MoneyView, TransactionView } from '$lib/backend';
import { MINUS } from '$lib/money/format';
import { words } from '$lib/words';
import { visible } from '$lib/words/foreign';
import { statusName } from '$lib/words/monei';

const text = words.activity;

export interface Fact {
  name: string;
  text: string;
}

/** A side of the transaction: the wallet's own has only a name. */
export interface Side {
  title: string;
  facts: Fact[];
}

/** What stands before an amount, and the amount without a sign of its own where that already says it. */
export function signed(entry: TransactionView): { sign: string; money: MoneyView | null } {
  const sign = { incoming: '+', outgoing: MINUS, unknown: '' }[entry.direction];
  const money = entry.amount;
  return { sign, money: money && sign ? { ...money, digits: money.digits.replace(/^-/, '') } : money };
}

export function sides(entry: TransactionView, detail: DetailView | null): Side[] {
  const other = detail?.more?.counterparty;
  const facts = [
    { name: text.fields.otherSide, text: other?.name },
    { name: text.fields.account, text: other?.account },
    { name: text.fields.bank, text: other?.bank },
    { name: text.fields.address, text: other?.address },
  ].flatMap(({ name, text }) => (text ? [{ name, text }] : []));
  const mine = { facts: [{ name: text.fields.wallet, text: own(detail) }] };
  const { from, to, otherSide, wallet } = text.fields;
  if (entry.direction === 'incoming')
    return [
      { title: from, facts },
      { title: to, ...mine },
    ];
  if (entry.direction === 'outgoing')
    return [
      { title: from, ...mine },
      { title: to, facts },
    ];
  return [
    { title: wallet, ...mine },
    { title: otherSide, facts },
  ];
}

function own(detail: DetailView | null): string {
  const wallet = detail?.more?.wallet;
  return wallet ? walletName(wallet) : text.yourWallet;
}

/** A wallet as people know it: `NGN` reads "Naira". */
export function walletName(wallet: string): string {
  return (text.wallets as Partial<Record<string, string>>)[wallet.toUpperCase()] ?? visible(wallet);
}

/** References of all kinds: the one that people know first. */
export function references(entry: TransactionView, detail: DetailView | null): Fact[] {
  const own = entry.reference ? [{ name: text.fields.reference, text: entry.reference }] : [];
  const more = (detail?.more?.references ?? []).map(({ name, text }) => ({ name: spelt(name), text }));
  return [...own, ...more, { name: text.fields.id, text: entry.id }];
}

export function furtherFacts(detail: DetailView | null): Fact[] {
  return (detail?.more?.facts ?? []).map(({ name, text }) => ({ name: spelt(name), text }));
}

export interface Step {
  name: string;
  at: string | null;
  look: 'done' | 'now' | 'bad' | 'calm';
}

/** What has become of it so far. */
export function steps(entry: TransactionView, detail: DetailView | null): Step[] {
  const updated = detail?.more?.updatedAt ?? null;
  const outcome = text.outcomes[entry.outcome];
  const created: Step = { name: text.fields.created, at: entry.createdAt, look: 'done' };
  const looks = {
    done: 'done',
    inProgress: 'now',
    failed: 'bad',
    cancelled: 'calm',
    unknown: 'calm',
  } as const;
  return [created, { name: outcome, at: updated, look: looks[entry.outcome] }];
}

/** The kind as people read it: `FIAT_P2P` reads "Fiat p2p", unless it has a name of its own. */
export function natureName(nature: string): string {
  return (text.natures as Partial<Record<string, string>>)[nature.toUpperCase()] ?? statusName(nature);
}

/** `fincraReference` and `session_id` as words. */
function spelt(name: string): string {
  return statusName(name.replace(/([a-z0-9])([A-Z])/g, '$1_$2'));
}
