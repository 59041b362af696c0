//! Payments between the core and the windows.

use monei_api::bank::{Bank, VerifiedAccount};
use monei_core::app::{Confirmation, DeskState, NotReady, Payments, Recipient};
use monei_core::payments::checks::Asked;
use monei_core::payments::journal::{Doubt, Record, Rejection, State};
use monei_core::payments::{Action, BadOrder, Intent, Objection, Told};

use super::{bills, on_chain, sales, time};
use crate::views::{
    AccountHolderView, BalanceView, BankView, BillFactsView, CheckStep, ConfirmationView, DeskView, DoubtView, FeeView,
    LeftOutView, LookAlikeView, MoneyView, NotReadyView, NotSentView, ObjectionView, OnChainView, OrderFault,
    PaymentKind, PaymentStateView, PaymentView, PaymentsView, QuoteView, RecipientView, RejectionView, ToldView,
    WaitingPaymentView,
};

/// Of those that are settled, the window is told no more.
const SETTLED: usize = 200;

impl From<&Payments> for PaymentsView {
    fn from(payments: &Payments) -> Self {
        let mut settled = 0;
        let shown = payments.records.iter().filter(|record| {
            settled += usize::from(record.state.is_settled());
            settled <= SETTLED || !record.state.is_settled()
        });
        Self {
            desk: match &payments.desk {
                DeskState::Closed => DeskView::Closed,
                DeskState::Opening => DeskView::Opening,
                DeskState::Open => DeskView::Open,
                DeskState::Unavailable(problem) => DeskView::Unavailable { problem: problem.into() },
            },
            payments: shown.map(|record| payment(record, payments)).collect(),
            open: count(payments.open()),
            unreadable: count(payments.torn),
            lost_at: payments.lost_at.map(time),
            waiting: payments.confirmation.as_ref().map(|waiting| WaitingPaymentView {
                id: waiting.intent.id.as_str().to_owned(),
                being_sent: waiting.is_being_sent,
            }),
            not_sent: payments
                .not_sent
                .as_ref()
                .map(|(id, why)| NotSentView { id: id.as_str().to_owned(), why: why.into() }),
            wants: payments.wants.map(|scope| scope.name().to_owned()),
        }
    }
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

fn payment(record: &Record, payments: &Payments) -> PaymentView {
    PaymentView { stage: payments.stage(record).and_then(sales::stage), ..record.into() }
}

impl From<&Record> for PaymentView {
    fn from(record: &Record) -> Self {
        let intent = &record.intent;
        Self {
            id: intent.id.as_str().to_owned(),
            kind: intent.action.into(),
            amount: (&intent.amount).into(),
            payee: payee(intent),
            bank: bank_of(intent).map(str::to_owned).or_else(|| sales::bank(intent)),
            biller: bills::biller(intent),
            at: time(record.begun_at),
            since: time(record.since),
            state: (&record.state).into(),
            network: on_chain::network(intent),
            transaction: record.state.transaction().map(|name| name.0.clone()),
            stage: None,
            told: record.state.told().map(ToldView::from),
        }
    }
}

impl From<&Told> for ToldView {
    fn from(told: &Told) -> Self {
        match told {
            Told::Electricity { token, units } => {
                Self::Electricity { meter_digits: token.clone(), units: units.clone() }
            }
            Told::Deposit(deposit) => Self::Deposit {
                address: deposit.address.clone(),
                amount: deposit.amount.as_ref().map(MoneyView::from),
                network: deposit.network_name.clone().or_else(|| deposit.network.clone()),
                chain_id: deposit.chain_id.map(|id| id.to_string()),
                expires_at: deposit.expires_at.map(time),
                shortfall: deposit.shortfall.as_ref().map(MoneyView::from),
            },
        }
    }
}

/// Whom or what it goes to, without what tells where that is.
fn payee(intent: &Intent) -> String {
    let known = on_chain::bought(intent).or_else(|| account_of(intent).map(str::to_owned));
    known.unwrap_or_else(|| on_chain::address(&intent.payee).to_owned())
}

/// A bank account is journaled as `code/number`.
fn account_of(intent: &Intent) -> Option<&str> {
    let is_account = intent.action == Action::BankTransfer;
    intent.payee.as_str().split_once('/').filter(|_| is_account).map(|(_, number)| number)
}

fn bank_of(intent: &Intent) -> Option<&str> {
    let is_account = intent.action == Action::BankTransfer;
    intent.payee.as_str().split_once('/').filter(|_| is_account).map(|(code, _)| code)
}

impl From<&VerifiedAccount> for AccountHolderView {
    fn from(verified: &VerifiedAccount) -> Self {
        let bank = verified.bank_name.as_deref().map(str::to_owned);
        Self { name: verified.account_name.clone(), bank }
    }
}

/// With the bank: by the name that Monei tells, or else by the code that will be sent.
fn account_holder(verified: &VerifiedAccount, intent: &Intent) -> AccountHolderView {
    let told = AccountHolderView::from(verified);
    let bank = told.bank.or_else(|| bank_of(intent).map(str::to_owned)).or_else(|| sales::bank(intent));
    AccountHolderView { bank, ..told }
}

impl From<Bank> for BankView {
    fn from(bank: Bank) -> Self {
        let name = bank.name.as_deref().unwrap_or(&bank.code).to_owned();
        Self { code: bank.code, name }
    }
}

impl From<Recipient> for RecipientView {
    fn from(Recipient { bank, account_number, holder }: Recipient) -> Self {
        Self { bank, account_number, holder }
    }
}

impl From<Action> for PaymentKind {
    fn from(action: Action) -> Self {
        match action {
            Action::BankTransfer => Self::BankTransfer,
            Action::PeerTransfer => Self::PeerTransfer,
            Action::Airtime => Self::Airtime,
            Action::Data => Self::Data,
            Action::Electricity => Self::Electricity,
            Action::CableTv => Self::CableTv,
            Action::EvmSendNative | Action::EvmSendToken | Action::SolanaTransfer | Action::SolanaTransferToken => {
                Self::SendCrypto
            }
            Action::EvmSwapNativeToToken
            | Action::EvmSwapTokenToToken
            | Action::EvmSwapTokenToNative
            | Action::SolanaSwapSolToToken
            | Action::SolanaSwapTokenToSol
            | Action::SolanaSwapTokenToToken => Self::Swap,
            Action::Sell => Self::Sell,
        }
    }
}

impl From<&State> for PaymentStateView {
    fn from(state: &State) -> Self {
        match state {
            State::Journaled => Self::Sending,
            State::Taken { .. } => Self::Taken,
            State::Succeeded { .. } => Self::Succeeded,
            State::Rejected { why } => Self::Rejected {
                why: match why {
                    Rejection::NoConnection => RejectionView::NoConnection,
                    Rejection::OutOfTime => RejectionView::OutOfTime,
                    Rejection::Refused { monei_says, .. } => RejectionView::Refused { monei_says: monei_says.clone() },
                    Rejection::SessionOver => RejectionView::SessionOver,
                    Rejection::Failed { .. } => RejectionView::Failed,
                    Rejection::Expired { .. } => RejectionView::Expired,
                },
            },
            State::Unknown { doubt } => Self::Unknown {
                doubt: match doubt {
                    Doubt::NoAnswer => DoubtView::NoAnswer,
                    Doubt::Undecided { .. } => DoubtView::Undecided,
                    Doubt::Unreadable => DoubtView::Unreadable,
                    Doubt::Interrupted => DoubtView::Interrupted,
                },
            },
            State::NotFound => Self::NotFound,
        }
    }
}

impl From<&NotReady> for NotReadyView {
    fn from(why: &NotReady) -> Self {
        match why {
            NotReady::Order(bad) => Self::Order { fault: (*bad).into() },
            NotReady::Objections(objections) => {
                Self::Objections { objections: objections.iter().map(ObjectionView::from).collect() }
            }
            NotReady::Without(scope) => Self::Without { scope: scope.name().to_owned() },
            NotReady::AnotherWaits => Self::AnotherWaits,
            NotReady::LooksAlike => Self::LooksAlike,
            NotReady::NoSuchAccount => Self::NoSuchAccount,
            NotReady::NoSuchCustomer => Self::NoSuchCustomer,
            NotReady::AnotherPrice => Self::AnotherPrice,
            NotReady::Cancelled => Self::Cancelled,
            NotReady::Pin => Self::Pin,
            NotReady::QuoteExpired => Self::QuoteExpired,
            NotReady::Problem(problem) => Self::Problem { problem: problem.into() },
        }
    }
}

impl From<BadOrder> for OrderFault {
    fn from(bad: BadOrder) -> Self {
        match bad {
            BadOrder::NothingToSend => Self::NothingToSend,
            BadOrder::TooFine => Self::TooFine,
            BadOrder::AirtimeAmount => Self::AirtimeAmount,
            BadOrder::AccountNumber => Self::AccountNumber,
            BadOrder::PhoneNumber => Self::PhoneNumber,
            BadOrder::CustomerNumber => Self::CustomerNumber,
            BadOrder::Receiver => Self::Receiver,
            BadOrder::Address => Self::Address,
            BadOrder::NobodysAddress => Self::NobodysAddress,
            BadOrder::SameToken => Self::SameCoin,
            BadOrder::NoSuchCoin => Self::NoSuchCoin,
            BadOrder::Slippage => Self::Slippage,
            BadOrder::NarrationTooLong => Self::NarrationTooLong,
            BadOrder::Missing => Self::Missing,
        }
    }
}

impl From<&Objection> for ObjectionView {
    fn from(objection: &Objection) -> Self {
        match objection {
            Objection::TooLittle { available } => Self::TooLittle { available: available.into() },
            Objection::AboveLimit { limit } => Self::AboveLimit { limit: limit.into() },
            Objection::NotAllowed => Self::NotAllowed,
            Objection::NoPin => Self::NoPin,
        }
    }
}

/// What the confirmation window shows.
pub fn confirmation(waiting: &Confirmation, environment: &str, demonstration: bool) -> ConfirmationView {
    let (intent, checked) = (&waiting.intent, &waiting.checked);
    let without = [
        left_out(CheckStep::Balance, &checked.balance),
        left_out(CheckStep::Limits, &checked.limits),
        left_out(CheckStep::PinIsSet, &checked.pin_is_set),
    ];
    ConfirmationView {
        id: intent.id.as_str().to_owned(),
        kind: intent.action.into(),
        demonstration,
        environment: environment.to_owned(),
        amount: (&intent.amount).into(),
        payee: payee(intent),
        holder: waiting
            .verified
            .as_ref()
            .map(|verified| account_holder(verified, intent))
            .or(waiting.bill.as_ref().and_then(bills::holder)),
        bill: waiting.bill.as_ref().map(BillFactsView::from),
        narration: narration(intent),
        network: sales::network(intent),
        quote: waiting.quote.as_ref().map(QuoteView::from),
        slippage_bps: on_chain::slippage_bps(intent),
        on_chain: waiting.on_chain.as_ref().map(OnChainView::from),
        // Of a transfer between people Monei says that it costs nothing; of the others it says nothing before.
        fee: if intent.action == Action::PeerTransfer { FeeView::Free } else { FeeView::NotTold },
        balance: match &checked.balance {
            Asked::Told(before) => {
                BalanceView::Told { before: before.into(), after: waiting.balance_after.as_ref().map(MoneyView::from) }
            }
            _ => BalanceView::NotTold,
        },
        needs_pin: waiting.needs_pin,
        without: without.into_iter().flatten().collect(),
        look_alikes: waiting
            .look_alikes
            .iter()
            .map(|record| LookAlikeView {
                amount: (&record.intent.amount).into(),
                payee: payee(&record.intent),
                at: time(record.begun_at),
            })
            .collect(),
        unreadable: count(waiting.unreadable),
        being_sent: waiting.is_being_sent,
    }
}

/// What the bytes that will be sent say of it.
fn narration(intent: &Intent) -> Option<String> {
    let body: serde_json::Value = serde_json::from_str(intent.body.as_str()).ok()?;
    body.get("narration")?.as_str().map(str::to_owned)
}

/// A question that was not answered: for want of a permission, or because Monei did not answer.
fn left_out<T>(step: CheckStep, asked: &Asked<T>) -> Option<LeftOutView> {
    match asked {
        Asked::Told(_) | Asked::NotApplicable => None,
        Asked::Without(scope) => Some(LeftOutView { step, scope: Some(scope.name().to_owned()) }),
        Asked::Failed(_) => Some(LeftOutView { step, scope: None }),
    }
}
