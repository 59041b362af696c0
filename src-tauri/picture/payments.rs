//! Payments between the core and the windows.

use monei_api::Amount;
use monei_api::bank::{Bank, VerifiedAccount};
use monei_core::app::{Confirmation, DeskState, NotReady, Payments, Recipient};
use monei_core::payments::checks::Asked;
use monei_core::payments::journal::{Doubt, Record, Rejection, State};
use monei_core::payments::{Action, BadOrder, Intent, Objection, Order, Told};

use super::{bills, sales, time};
use crate::views::{
    AccountHolderView, BalanceView, BankView, BillFactsView, CheckStep, ConfirmationView, DeskView, DoubtView, FeeView,
    LeftOutView, LookAlikeView, MoneyView, NotReadyView, NotSentView, ObjectionView, OrderFault, OrderRequest,
    PaymentKind, PaymentStateView, PaymentView, PaymentsView, RecipientView, RejectionView, ToldView,
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
            payee: account_of(intent).unwrap_or(intent.payee.as_str()).to_owned(),
            bank: bank_of(intent).map(str::to_owned).or_else(|| sales::bank(intent)),
            biller: bills::biller(intent),
            at: time(record.begun_at),
            since: time(record.since),
            state: (&record.state).into(),
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

/// What was typed is read here; whether it can be ordered is the core's to say.
impl TryFrom<OrderRequest> for Order {
    type Error = NotReadyView;

    fn try_from(request: OrderRequest) -> Result<Self, NotReadyView> {
        Ok(match request {
            OrderRequest::Send { receiver, amount } => Self::PeerTransfer { receiver, amount: typed_amount(&amount)? },
            OrderRequest::Withdraw { bank, account_number, amount, narration } => {
                Self::BankTransfer { bank, account_number, amount: typed_amount(&amount)?, narration }
            }
            OrderRequest::Airtime { phone_number, biller, amount } => {
                Self::Airtime { phone_number, biller, amount: typed_amount(&amount)? }
            }
            OrderRequest::Data { phone_number, biller, plan, amount, chosen } => {
                let price = bills::price(typed_amount(&amount)?, chosen);
                Self::Data { phone_number, biller, item_code: plan, price }
            }
            OrderRequest::Electricity { meter_number, disco, amount } => {
                Self::Electricity { meter_number, disco, amount: typed_amount(&amount)? }
            }
            OrderRequest::CableTv { smartcard_number, biller, plan, amount, chosen } => {
                let price = bills::price(typed_amount(&amount)?, chosen);
                Self::CableTv { smartcard_number, biller, item_code: plan, price }
            }
            // It is read with what Monei lists ([`sales::read`]).
            OrderRequest::Sell { .. } => return Err(NotReadyView::Order { fault: OrderFault::Missing }),
        })
    }
}

/// Plain digits. An exponent is how machines write amounts: a person who typed an `e` meant something else.
pub fn typed_amount(text: &str) -> Result<Amount, NotReadyView> {
    let text = text.trim();
    let is_plain = text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    let amount = if is_plain { text.parse().ok() } else { None };
    amount.ok_or(NotReadyView::Order { fault: OrderFault::Amount })
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
        payee: account_of(intent).unwrap_or(intent.payee.as_str()).to_owned(),
        holder: waiting
            .verified
            .as_ref()
            .map(AccountHolderView::from)
            .or(waiting.bill.as_ref().and_then(bills::holder)),
        bill: waiting.bill.as_ref().map(BillFactsView::from),
        narration: narration(intent),
        network: sales::network(intent),
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
                payee: account_of(&record.intent).unwrap_or(record.intent.payee.as_str()).to_owned(),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_amount_is_typed_in_plain_digits() {
        for (typed, digits) in [("1250.75", Some("1250.75")), (" 5000 ", Some("5000")), ("0.5", Some("0.5"))]
            .into_iter()
            .chain(["", "1e5", "12,50", "1.250,75", "-5", "+5", "5.", ".", "₦5", "NaN"].map(|typed| (typed, None)))
        {
            let amount = typed_amount(typed).ok().map(|amount| amount.to_string());
            assert_eq!(amount.as_deref(), digits, "{typed}");
        }
    }
}
