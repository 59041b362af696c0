//! A state in words that stay: what one version has written, every later one reads.

use jiff::Timestamp;
use monei_api::{Currency, Money};
use monei_client::money::{AwaitedDeposit, Told};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::payments::journal::{Doubt, Rejection, State, TransactionRef};

/// The state as it is kept. Names are for ever.
#[derive(Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "kebab-case")]
enum KeptState {
    Journaled,
    Taken {
        transaction: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        told: Option<Value>,
    },
    Succeeded {
        transaction: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        told: Option<Value>,
    },
    RejectedNoConnection,
    RejectedOutOfTime,
    RejectedRefused {
        status: u16,
        monei_says: Option<String>,
    },
    RejectedSessionOver,
    RejectedFailed {
        transaction: Option<String>,
    },
    RejectedExpired {
        transaction: Option<String>,
    },
    UnknownNoAnswer,
    UnknownUndecided {
        status: u16,
    },
    UnknownUnreadable,
    UnknownInterrupted,
    NotFound,
}

pub(super) fn write_state(state: &State) -> String {
    let name = |transaction: &Option<TransactionRef>| transaction.as_ref().map(|named| named.0.clone());
    let kept = match state {
        State::Journaled => KeptState::Journaled,
        State::Taken { transaction, told } => {
            KeptState::Taken { transaction: name(transaction), told: write_told(told.as_ref()) }
        }
        State::Succeeded { transaction, told } => {
            KeptState::Succeeded { transaction: name(transaction), told: write_told(told.as_ref()) }
        }
        State::NotFound => KeptState::NotFound,
        State::Rejected { why } => match why {
            Rejection::NoConnection => KeptState::RejectedNoConnection,
            Rejection::OutOfTime => KeptState::RejectedOutOfTime,
            Rejection::Refused { status, monei_says } => {
                KeptState::RejectedRefused { status: *status, monei_says: monei_says.clone() }
            }
            Rejection::SessionOver => KeptState::RejectedSessionOver,
            Rejection::Failed { transaction } => KeptState::RejectedFailed { transaction: name(transaction) },
            Rejection::Expired { transaction } => KeptState::RejectedExpired { transaction: name(transaction) },
        },
        State::Unknown { doubt } => match doubt {
            Doubt::NoAnswer => KeptState::UnknownNoAnswer,
            Doubt::Undecided { status } => KeptState::UnknownUndecided { status: *status },
            Doubt::Unreadable => KeptState::UnknownUnreadable,
            Doubt::Interrupted => KeptState::UnknownInterrupted,
        },
    };
    // Texts and small numbers can always be written.
    serde_json::to_string(&kept).unwrap_or_default()
}

pub(super) fn read_state(text: &str) -> Option<State> {
    let named = |transaction: Option<String>| transaction.map(TransactionRef);
    let rejected = |why| State::Rejected { why };
    let unknown = |doubt| State::Unknown { doubt };
    Some(match serde_json::from_str(text).ok()? {
        KeptState::Journaled => State::Journaled,
        KeptState::Taken { transaction, told } => {
            State::Taken { transaction: named(transaction), told: read_told(told) }
        }
        KeptState::Succeeded { transaction, told } => {
            State::Succeeded { transaction: named(transaction), told: read_told(told) }
        }
        KeptState::RejectedNoConnection => rejected(Rejection::NoConnection),
        KeptState::RejectedOutOfTime => rejected(Rejection::OutOfTime),
        KeptState::RejectedRefused { status, monei_says } => rejected(Rejection::Refused { status, monei_says }),
        KeptState::RejectedSessionOver => rejected(Rejection::SessionOver),
        KeptState::RejectedFailed { transaction } => rejected(Rejection::Failed { transaction: named(transaction) }),
        KeptState::RejectedExpired { transaction } => rejected(Rejection::Expired { transaction: named(transaction) }),
        KeptState::UnknownNoAnswer => unknown(Doubt::NoAnswer),
        KeptState::UnknownUndecided { status } => unknown(Doubt::Undecided { status }),
        KeptState::UnknownUnreadable => unknown(Doubt::Unreadable),
        KeptState::UnknownInterrupted => unknown(Doubt::Interrupted),
        KeptState::NotFound => State::NotFound,
    })
}

/// What Monei told besides, as it is kept. What a newer version wrote there and this one cannot read is left out: how far the
/// payment is does not depend on it.
#[derive(Serialize, Deserialize)]
#[serde(tag = "told", rename_all = "kebab-case")]
enum KeptTold {
    Electricity {
        token: String,
        units: Option<String>,
    },
    Deposit {
        address: String,
        /// Exact decimal digits, and what they are of.
        amount: Option<(String, String)>,
        network: Option<String>,
        network_name: Option<String>,
        chain_id: Option<u64>,
        expires_at: Option<Timestamp>,
        #[serde(default)]
        shortfall: Option<(String, String)>,
    },
}

fn write_told(told: Option<&Told>) -> Option<Value> {
    let kept = match told? {
        Told::Electricity { token, units } => KeptTold::Electricity { token: token.clone(), units: units.clone() },
        Told::Deposit(deposit) => {
            let AwaitedDeposit { address, amount, network, network_name, chain_id, expires_at, shortfall } =
                AwaitedDeposit::clone(deposit);
            let digits = |money: Money| (money.amount.to_string(), money.currency.symbol().to_owned());
            let (amount, shortfall) = (amount.map(digits), shortfall.map(digits));
            KeptTold::Deposit { address, amount, network, network_name, chain_id, expires_at, shortfall }
        }
    };
    serde_json::to_value(kept).ok()
}

fn read_told(kept: Option<Value>) -> Option<Told> {
    Some(match serde_json::from_value(kept?).ok()? {
        KeptTold::Electricity { token, units } => Told::Electricity { token, units },
        KeptTold::Deposit { address, amount, network, network_name, chain_id, expires_at, shortfall } => {
            let money =
                |(digits, symbol): (String, String)| Some(Money::new(digits.parse().ok()?, Currency::new(&symbol)));
            Told::Deposit(Box::new(AwaitedDeposit {
                address,
                amount: amount.and_then(money),
                network,
                network_name,
                chain_id,
                expires_at,
                shortfall: shortfall.and_then(money),
            }))
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_other_versions_wrote_is_read() {
        let check = |text: &str, state: State| assert_eq!(read_state(text), Some(state), "{text}");
        let transaction = || Some(TransactionRef("t1".into()));
        check(r#"{"state":"taken","transaction":"t1"}"#, State::Taken { transaction: transaction(), told: None });
        check(
            r#"{"state":"succeeded","transaction":"t1","told":{"told":"of-a-newer-version","token":5}}"#,
            State::Succeeded { transaction: transaction(), told: None },
        );
        let told = Some(Told::Electricity { token: "0012".into(), units: None });
        check(
            r#"{"state":"succeeded","transaction":"t1","told":{"told":"electricity","token":"0012","units":null}}"#,
            State::Succeeded { transaction: transaction(), told },
        );
        // What told nothing is written as it always was.
        let bare = State::Taken { transaction: transaction(), told: None };
        assert_eq!(write_state(&bare), r#"{"state":"taken","transaction":"t1"}"#);
    }
}
