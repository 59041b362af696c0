//! Building histories: the usual kinds of movement, and their place in time.

use jiff::{SignedDuration, Timestamp};
use rand::rngs::StdRng;

use crate::clock::on_the_wire;
use crate::ledger::{Account, Asset, Direction, Draft, Ledger, Nature, Owner, Quantity, Status};
use crate::random;

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
}

impl Movement {
    pub(super) const fn direction(self) -> Direction {
        match self {
            Self::Funding | Self::Card | Self::Ussd | Self::Received | Self::CryptoIn => Direction::In,
            Self::Withdrawal | Self::Bill | Self::Sent => Direction::Out,
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
        }
    }

    const fn counter(self) -> Account {
        match self {
            Self::Funding | Self::Card | Self::Ussd | Self::Withdrawal => Account::Banks,
            Self::Bill => Account::Billers,
            Self::Sent | Self::Received => Account::OtherUsers,
            Self::CryptoIn => Account::Chains,
        }
    }

    pub(super) const fn prefix(self) -> &'static str {
        match self {
            Self::Funding | Self::Card | Self::Ussd => "dep",
            Self::Withdrawal => "pay",
            Self::Bill => "bill",
            Self::Sent | Self::Received => "p2p",
            Self::CryptoIn => "chain",
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
    pub(super) fn write(mut self, ledger: &mut Ledger, owner: Owner, now: Timestamp) {
        self.0.sort_by_key(|(_, line)| std::cmp::Reverse(line.minutes_ago));
        for (id, line) in self.0 {
            let (nature, direction) = (line.movement.nature(), line.movement.direction());
            let draft = Draft {
                narration: line.narration,
                counterparty: line.counterparty,
                ..Draft::new(owner, nature, direction, line.amount, line.movement.counter(), line.reference)
            };
            if let Err(error) = ledger.restore(id, draft, line.status, moment(now, line.minutes_ago)) {
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
