//! Money from outside: what a person began, what there is to do for it, and how far it is.
//!
//! Starting a deposit moves nothing: somebody pays it or it lapses. Each has a reference of ours, and is kept under it before
//! Monei is asked, so that a start whose answer was lost is found again and never begun twice. [`kept`] is how it is written
//! down, [`page`] which pages of payment links may be opened.

pub(crate) mod kept;
pub(crate) mod page;
#[cfg(test)]
mod tests;

use jiff::{SignedDuration, Timestamp};
use monei_api::deposit::{Deposit as Answer, DepositMethod, DepositRequest, PaymentLinkRequest, UssdBank};
use monei_api::money::Figure;
use monei_api::transaction::{Outcome, TransactionStatus};
use monei_api::{Amount, Field, Money};

use crate::payments::{BadOrder, Reference};

/// How somebody pays in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Way {
    BankTransfer,
    /// The code of the bank whose code is dialled.
    Ussd {
        bank: String,
    },
    /// On a page, where there are cards too: the only place for one.
    Link,
}

/// What a person wants to add.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewDeposit {
    pub way: Way,
    /// In naira.
    pub amount: Amount,
}

/// A deposit that was begun here.
#[derive(Clone, Debug)]
pub struct Deposit {
    pub reference: Reference,
    pub way: Way,
    /// What arrives in the wallet.
    pub amount: Money,
    /// By Monei's clock.
    pub started_at: Timestamp,
    pub stage: Stage,
    /// What Monei last told.
    pub(crate) answer: Option<Answer>,
    pub(crate) link: Option<String>,
}

/// How far a deposit is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Monei is being asked to begin it.
    Starting,
    /// The answer was lost: Monei may have begun it.
    Unanswered,
    /// It waits for whoever pays.
    Waiting,
    /// Its time has passed, and nobody has told that it was paid.
    Lapsed,
    Completed,
    Failed,
    Cancelled,
    /// Monei knows nothing of it.
    NotStarted,
}

impl Stage {
    /// Nothing more becomes of it.
    pub const fn is_final(self) -> bool {
        matches!(self, Self::Completed | Self::Failed | Self::Cancelled | Self::NotStarted)
    }
}

/// An account that is there for one deposit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PayInto {
    pub number: String,
    pub bank: Option<String>,
    pub holder: Option<String>,
}

/// What Monei told of a deposit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Told {
    pub fee: Option<Money>,
    /// What is to be paid.
    pub total: Option<Money>,
    pub account: Option<PayInto>,
    /// To be dialled.
    pub code: Option<String>,
    /// In Monei's words.
    pub note: Option<String>,
    pub expires_at: Option<Timestamp>,
}

/// A request that is out may still arrive: only after this is a deposit that Monei does not know one that was not begun.
const MAY_STILL_ARRIVE: SignedDuration = SignedDuration::from_mins(2);
/// A bank may take its time: what lapsed is asked about for so long.
const MAY_STILL_BE_PAID: SignedDuration = SignedDuration::from_hours(24);

impl Deposit {
    /// One that is about to be asked for.
    pub(crate) fn new(wanted: &NewDeposit, reference: Reference, now: Timestamp) -> Result<Self, BadOrder> {
        if wanted.amount.is_zero() || wanted.amount.is_negative() {
            return Err(BadOrder::NothingToSend);
        }
        if wanted.amount.rounded_down(2) != wanted.amount {
            return Err(BadOrder::TooFine);
        }
        let way = match &wanted.way {
            Way::Ussd { bank } if bank.trim().is_empty() => return Err(BadOrder::Missing),
            Way::Ussd { bank } => Way::Ussd { bank: bank.trim().to_owned() },
            way => way.clone(),
        };
        Ok(Self {
            reference,
            way,
            amount: Money::naira(wanted.amount.clone()),
            started_at: now,
            stage: Stage::Starting,
            answer: None,
            link: None,
        })
    }

    /// The request that begins it.
    pub(crate) fn request(&self) -> Begin {
        let (amount, reference) = (Figure::number(self.amount.amount.clone()), self.reference.as_str().to_owned());
        match &self.way {
            Way::Link => Begin::Link(PaymentLinkRequest { amount, reference, narration: None }),
            Way::BankTransfer => Begin::Deposit(
                DepositMethod::BankTransfer,
                DepositRequest { amount, reference, narration: None, ussd: None },
            ),
            Way::Ussd { bank } => {
                let ussd = Some(UssdBank { bank_code: bank.clone() });
                Begin::Deposit(DepositMethod::Ussd, DepositRequest { amount, reference, narration: None, ussd })
            }
        }
    }

    /// Monei says how far it is.
    pub(crate) fn tell(&mut self, answer: Answer) {
        self.stage = match answer.status.as_ref().map(TransactionStatus::outcome) {
            Some(Outcome::Done) => Stage::Completed,
            Some(Outcome::Failed) => Stage::Failed,
            Some(Outcome::Cancelled) => Stage::Cancelled,
            Some(Outcome::InProgress | Outcome::Unknown) | None => Stage::Waiting,
        };
        self.answer = Some(match self.answer.take() {
            Some(before) => merged(before, answer),
            None => answer,
        });
    }

    /// The page of its link.
    pub(crate) fn tell_link(&mut self, link: String) {
        self.link = Some(link);
        self.stage = Stage::Waiting;
    }

    /// Monei knows none of this reference.
    pub(crate) fn is_unknown_at_monei(&mut self, now: Timestamp) {
        if self.stage == Stage::Unanswered && now.duration_since(self.started_at) > MAY_STILL_ARRIVE {
            self.stage = Stage::NotStarted;
        }
    }

    /// How far it is by this time.
    pub(crate) fn stage_at(&self, now: Timestamp) -> Stage {
        let lapsed = self.stage == Stage::Waiting && self.expires_at().is_some_and(|end| end <= now);
        if lapsed { Stage::Lapsed } else { self.stage }
    }

    /// Monei is still asked about it.
    pub(crate) fn is_open(&self, now: Timestamp) -> bool {
        let since = self.expires_at().unwrap_or(self.started_at);
        let given_up = now.duration_since(since) > MAY_STILL_BE_PAID;
        matches!(self.stage, Stage::Unanswered | Stage::Waiting) && !given_up
    }

    pub(crate) fn expires_at(&self) -> Option<Timestamp> {
        self.answer.as_ref().and_then(|answer| *answer.expires_at)
    }

    /// The page on which it is paid: of a link, or where Monei sends whoever pays.
    pub(crate) fn page(&self) -> Option<&str> {
        let action = || self.answer.as_ref()?.next_action.as_ref()?.url.as_deref();
        self.link.as_deref().or_else(action)
    }

    /// What Monei told, as far as it is about the amount that was asked for.
    pub fn told(&self) -> Told {
        let Some(answer) = &self.answer else { return Told::default() };
        // Whoever speaks of another amount speaks of another unit, and is not believed in figures.
        let speaks_of_it = answer.amount.as_ref().is_none_or(|figure| figure.amount == self.amount.amount);
        let money = |figure: &Field<Figure>| {
            figure.as_ref().filter(|_| speaks_of_it).map(|figure| Money::naira(figure.amount.clone()))
        };
        let owned = |text: &Field<monei_api::field::Text>| text.as_deref().map(str::to_owned);
        let note = answer.instruction();
        let code = note.filter(|_| matches!(self.way, Way::Ussd { .. })).and_then(dial_code);
        Told {
            fee: money(&answer.monei_fee),
            total: money(&answer.total_amount),
            account: owned(&answer.account_number).map(|number| PayInto {
                number,
                bank: owned(&answer.bank_name),
                holder: owned(&answer.account_name),
            }),
            code: code.map(str::to_owned),
            note: note.map(str::to_owned),
            expires_at: *answer.expires_at,
        }
    }
}

/// The two ways to ask for one.
pub(crate) enum Begin {
    Deposit(DepositMethod, DepositRequest),
    Link(PaymentLinkRequest),
}

/// What an answer does not repeat is still so.
fn merged(before: Answer, now: Answer) -> Answer {
    fn or<T>(now: Field<T>, before: Field<T>) -> Field<T> {
        Field(now.into_option().or(before.into_option()))
    }
    Answer {
        amount: or(now.amount, before.amount),
        total_amount: or(now.total_amount, before.total_amount),
        monei_fee: or(now.monei_fee, before.monei_fee),
        reference: or(now.reference, before.reference),
        currency: or(now.currency, before.currency),
        narration: or(now.narration, before.narration),
        note: or(now.note, before.note),
        account_number: or(now.account_number, before.account_number),
        bank_name: or(now.bank_name, before.bank_name),
        account_name: or(now.account_name, before.account_name),
        expires_at: or(now.expires_at, before.expires_at),
        status: now.status,
        next_action: or(now.next_action, before.next_action),
    }
}

/// The code in a sentence: it begins with a star and ends with a hash.
fn dial_code(text: &str) -> Option<&str> {
    let is_of_code = |char: char| char.is_ascii_digit() || matches!(char, '*' | '#');
    text.split(|char: char| !is_of_code(char))
        .find(|word| word.len() > 2 && word.starts_with('*') && word.ends_with('#'))
}
