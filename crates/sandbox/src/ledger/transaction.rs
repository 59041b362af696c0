//! A transaction: what a person sees of a movement of their money (`monei-api.md` §3.7 and §4).

use std::sync::Arc;

use jiff::Timestamp;
use monei_api::transaction::{TransactionKind, TransactionStatus};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{Account, MovementId, Owner, Quantity};

/// Which way a transaction moves money, seen from the wallet's owner.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Direction {
    In,
    Out,
}

impl Direction {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::In => "in",
            Self::Out => "out",
        }
    }
}

/// Declares an enum of the wire that the simulation only writes.
macro_rules! written {
    ($(#[$meta:meta])* $name:ident { $($(#[$variant_meta:meta])* $variant:ident = $wire:literal,)+ }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
        pub(crate) enum $name { $($(#[$variant_meta])* #[serde(rename = $wire)] $variant,)+ }

        impl $name {
            pub(crate) const fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $wire,)+
                }
            }
        }
    };
}

written! {
    /// The `nature` of a transaction, as far as this simulation causes it.
    Nature {
        FiatDeposit = "FIAT_DEPOSIT",
        FiatCardDeposit = "FIAT_CARD_DEPOSIT",
        FiatUssdDeposit = "FIAT_USSD_DEPOSIT",
        FiatWithdrawal = "FIAT_WITHDRAWAL",
        /// Bills as well: the contract has no nature of their own for them.
        FiatTransfer = "FIAT_TRANSFER",
        FiatP2p = "FIAT_P2P",
        CryptoDeposit = "CRYPTO_DEPOSIT",
        CryptoWithdrawal = "CRYPTO_WITHDRAWAL",
        CryptoTradeBuy = "CRYPTO_TRADE_BUY",
        CryptoTradeSell = "CRYPTO_TRADE_SELL",
        CryptoP2p = "CRYPTO_P2P",
    }
}

written! {
    /// The `status` of a transaction.
    Status {
        Pending = "PENDING",
        Success = "SUCCESS",
        Failed = "FAILED",
        Completed = "COMPLETED",
        Cancelled = "CANCELLED",
    }
}

impl Status {
    /// Exactly as it is written.
    pub(crate) fn from_name(name: &str) -> Option<Self> {
        let all = [Self::Pending, Self::Success, Self::Failed, Self::Completed, Self::Cancelled];
        all.into_iter().find(|known| known.name() == name)
    }

    /// The money has arrived where it was to go.
    pub(crate) const fn is_done(self) -> bool {
        matches!(self, Self::Success | Self::Completed)
    }

    pub(crate) fn wire(self) -> TransactionStatus {
        TransactionStatus::from(self.name())
    }
}

/// What is to be recorded. Most fields have their place in the answer of the same name.
#[derive(Clone, Debug)]
pub(crate) struct Draft {
    pub(crate) owner: Owner,
    pub(crate) nature: Nature,
    pub(crate) direction: Direction,
    /// Positive. What leaves or arrives, without the fee.
    pub(crate) amount: Quantity,
    /// Charged to the wallet on top of what leaves; to whoever pays in on top of what arrives.
    pub(crate) fee: Option<Quantity>,
    /// Where the money comes from or goes to.
    pub(crate) counter: Account,
    /// The caller's own, or one of [`Ledger::reference`](super::Ledger::reference).
    pub(crate) reference: String,
    pub(crate) narration: String,
    /// The other Monei user of a peer transfer.
    pub(crate) counterparty: Option<String>,
    /// What else `metadata` tells.
    pub(crate) metadata: Map<String, Value>,
}

impl Draft {
    /// Without fee, narration, counterparty or metadata, for use as `Draft { fee, ..Draft::new(…) }`.
    pub(crate) fn new(
        owner: Owner,
        nature: Nature,
        direction: Direction,
        amount: Quantity,
        counter: Account,
        reference: impl Into<String>,
    ) -> Self {
        Self {
            owner,
            nature,
            direction,
            amount,
            fee: None,
            counter,
            reference: reference.into(),
            narration: String::new(),
            counterparty: None,
            metadata: Map::new(),
        }
    }
}

/// A recorded transaction.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Transaction {
    /// A UUID.
    pub(crate) id: Arc<str>,
    pub(crate) owner: Owner,
    pub(crate) nature: Nature,
    pub(crate) direction: Direction,
    pub(crate) status: Status,
    pub(crate) amount: Quantity,
    pub(crate) fee: Option<Quantity>,
    pub(crate) counter: Account,
    pub(crate) reference: Arc<str>,
    pub(crate) narration: String,
    pub(crate) counterparty: Option<String>,
    pub(crate) metadata: Option<Box<Map<String, Value>>>,
    pub(crate) created_at: Timestamp,
    pub(crate) updated_at: Timestamp,
    /// What set the money aside while it was pending.
    pub(super) hold: Option<MovementId>,
    /// What brought it to its end: to where it was to go, or back.
    pub(super) settlement: Option<MovementId>,
}

impl Transaction {
    /// The wire's `type`: peer transfers do not tell their way there.
    pub(crate) const fn kind(&self) -> TransactionKind {
        match (self.nature, self.direction) {
            (Nature::FiatP2p | Nature::CryptoP2p, _) => TransactionKind::PeerTransfer,
            (_, Direction::In) => TransactionKind::Credit,
            (_, Direction::Out) => TransactionKind::Debit,
        }
    }

    /// What it leaves of its own in the owner's wallet: plus what arrived, minus what left or is set aside.
    pub(crate) fn effect(&self) -> impl Iterator<Item = Quantity> {
        let factor = match (self.direction, self.status) {
            (Direction::In, status) if status.is_done() => 1,
            (Direction::Out, status) if status.is_done() || status == Status::Pending => -1,
            _ => 0,
        };
        let fee = self.fee.filter(|_| self.direction == Direction::Out);
        std::iter::once(self.amount)
            .chain(fee)
            .map(move |quantity| quantity.asset.units(quantity.units * factor))
            .filter(|quantity| quantity.units != 0)
    }

    /// The amount and its fee where both are of one asset.
    pub(crate) fn total(&self) -> Quantity {
        let fee = self.fee.filter(|fee| fee.asset == self.amount.asset).map_or(0, |fee| fee.units);
        self.amount.asset.units(self.amount.units + fee)
    }
}
