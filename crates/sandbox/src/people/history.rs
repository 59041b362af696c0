//! Building histories: the usual kinds of movement, and their place in time.

use jiff::{SignedDuration, Timestamp};
use rand::rngs::StdRng;

use super::Person;
use crate::billers::Product;
use crate::clock::on_the_wire;
use crate::ledger::{Account, Asset, Direction, Draft, Ledger, Nature, Quantity, Status};
use crate::random;
use crate::resource::bills;

/// What kind of movement a line is: its nature, its way, and with whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Movement {
    Funding,
    Card,
    Ussd,
    Withdrawal,
    Bill,
    Sent,
    Received,
    CryptoIn,
    CryptoOut,
    TradeSold,
    TradeBought,
    CryptoSold,
}

impl Movement {
    pub(super) const fn direction(self) -> Direction {
        match self {
            Self::Funding | Self::Card | Self::Ussd | Self::Received | Self::CryptoIn | Self::TradeBought => {
                Direction::In
            }
            Self::Withdrawal | Self::Bill | Self::Sent | Self::CryptoOut | Self::TradeSold | Self::CryptoSold => {
                Direction::Out
            }
        }
    }

    const fn nature(self) -> Nature {
        match self {
            Self::Funding => Nature::FiatDeposit,
            Self::Card => Nature::FiatCardDeposit,
            Self::Ussd => Nature::FiatUssdDeposit,
            Self::Withdrawal => Nature::FiatWithdrawal,
            Self::Bill => Nature::FiatTransfer,
            Self::Sent | Self::Received => Nature::FiatP2p,
            Self::CryptoIn => Nature::CryptoDeposit,
            Self::CryptoOut => Nature::CryptoWithdrawal,
            Self::TradeBought => Nature::CryptoTradeBuy,
            Self::TradeSold | Self::CryptoSold => Nature::CryptoTradeSell,
        }
    }

    const fn counter(self) -> Account {
        match self {
            Self::Funding | Self::Card | Self::Ussd | Self::Withdrawal => Account::Banks,
            Self::Bill => Account::Billers,
            Self::Sent | Self::Received => Account::OtherUsers,
            Self::CryptoIn | Self::CryptoOut => Account::Chains,
            Self::TradeSold | Self::TradeBought => Account::Exchange,
            Self::CryptoSold => Account::Offramp,
        }
    }

    pub(super) const fn prefix(self) -> &'static str {
        match self {
            Self::Funding | Self::Card | Self::Ussd => "dep",
            Self::Withdrawal => "pay",
            Self::Bill => "bill",
            Self::Sent | Self::Received => "p2p",
            Self::CryptoIn | Self::CryptoOut => "chain",
            Self::TradeSold => "sold",
            Self::TradeBought => "bought",
            Self::CryptoSold => "OFF",
        }
    }
}

/// One line of a history that is being built.
#[derive(Clone, Debug)]
pub(super) struct Line {
    pub(super) minutes_ago: i64,
    pub(super) movement: Movement,
    pub(super) status: Status,
    pub(super) amount: Quantity,
    pub(super) narration: String,
    pub(super) counterparty: Option<String>,
    pub(super) reference: String,
    /// What was paid for and whose number it is, of a bill.
    pub(super) bill: Option<(Product, String)>,
}

impl Line {
    /// What it leaves in the wallet: what is pending has left it already, or has yet to arrive.
    pub(super) fn effect(&self) -> i128 {
        match self.movement.direction() {
            Direction::In if self.status.is_done() => self.amount.units,
            Direction::Out if self.status.is_done() || self.status == Status::Pending => -self.amount.units,
            _ => 0,
        }
    }
}

/// The past of a person, in any order until it is written.
#[derive(Debug, Default)]
pub(super) struct History(Vec<(String, Line)>);

impl History {
    pub(super) fn add(&mut self, random: &mut StdRng, line: Line) {
        self.0.push((random::uuid(random), line));
    }

    /// What the lines so far leave of naira, in kobo.
    pub(super) fn kobo(&self) -> i128 {
        let naira = self.0.iter().filter(|(_, line)| line.amount.asset == Asset::NAIRA);
        naira.map(|(_, line)| line.effect()).sum()
    }

    /// Writes everything into the ledger, the oldest line first.
    pub(super) fn write(mut self, ledger: &mut Ledger, person: &Person, now: Timestamp) {
        self.0.sort_by_key(|(_, line)| std::cmp::Reverse(line.minutes_ago));
        for (id, line) in self.0 {
            let (nature, direction) = (line.movement.nature(), line.movement.direction());
            let (owner, at) = (person.owner, moment(now, line.minutes_ago));
            let draft = Draft {
                narration: line.narration,
                counterparty: line.counterparty,
                ..Draft::new(owner, nature, direction, line.amount, line.movement.counter(), line.reference)
            };
            let draft = match line.bill {
                Some((product, customer)) => Draft {
                    narration: product.narration(&customer),
                    reference: bills::reference(at, &person.id),
                    metadata: bills::metadata(product, &customer),
                    ..draft
                },
                None => draft,
            };
            if let Err(error) = ledger.restore(id, draft, line.status, at) {
                tracing::error!(%error, "a seeded history contradicts itself");
                debug_assert!(false, "{error:?}");
            }
        }
    }
}

/// The moment so many minutes before `now`, to the millisecond.
pub(super) fn moment(now: Timestamp, minutes_ago: i64) -> Timestamp {
    let then = now.checked_sub(SignedDuration::from_mins(minutes_ago)).unwrap_or(Timestamp::UNIX_EPOCH);
    on_the_wire(then)
}
