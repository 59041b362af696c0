//! Sends on chains, which EVM and Solana have in common: what leaves is set aside with its gas at once, and after the
//! chain's time it has arrived, or the chain has reverted it and all of it is back.
//!
//! What is sent to somebody here arrives in their wallet when it is confirmed, and what is sent to where an offramp order
//! waits for it is that order's deposit.

use std::sync::Arc;

use jiff::Timestamp;
use serde_json::{Map, Value};

use super::{offramp, person};
use crate::address;
use crate::body::Fields;
use crate::chains::{Errand, EvmChain};
use crate::ledger::{Account, Direction, Draft, Nature, Network, Quantity, Status, Transaction, TransactionKey};
use crate::people::Person;
use crate::refusal::Refusal;
use crate::rules::pin;
use crate::schedule::{Turn, Work};
use crate::switches::{CryptoPin, Switches};
use crate::world::{Caller, World};

/// The PIN of a send, where a switch wants one: no schema has it (§3.8).
pub(super) fn pin(fields: &mut Fields<'_>, switches: &Switches) -> Option<String> {
    (switches.crypto_pin == CryptoPin::Required).then(|| pin::read(fields, switches))
}

impl World {
    /// Sends for a caller who knows the PIN, where one is wanted.
    pub(super) fn send_with_pin(
        &mut self,
        caller: &Caller,
        pin: Option<&str>,
        to: &str,
        amount: Quantity,
    ) -> Result<String, Refusal> {
        if let Some(pin) = pin {
            self.payer(caller, pin)?;
        }
        self.send_on_chain(caller, to, amount)
    }

    /// Sends something from the caller's wallet to an address on the same network. Returns the transaction's id there,
    /// which is its reference here.
    pub(super) fn send_on_chain(&mut self, caller: &Caller, to: &str, amount: Quantity) -> Result<String, Refusal> {
        let now = self.now();
        let network = amount.asset.network();
        let sender = person(self, caller)?;
        let owner = sender.owner;
        self.may_move_crypto(owner, amount)?;
        let from = sender.wallet_on(network).ok_or(Refusal::NoSuch("Wallet"))?.address.clone();
        if address::same(network, &from, to) {
            return Err(Refusal::Unacceptable("Cannot transfer to yourself"));
        }
        let receiver = self.people.find_by_address(network, to).map(Person::name);
        let is_coin = amount.asset.particulars().address.is_none();
        let gas = network.gas(if is_coin { Errand::SendCoin } else { Errand::SendToken });
        let id = network.transaction_id(self.ledger.random());
        let mut metadata = on_chain(network, &id);
        metadata.insert("from".to_owned(), from.into());
        metadata.insert("to".to_owned(), to.into());
        metadata.extend(fee_currency(gas));
        let nature = if receiver.is_some() { Nature::CryptoP2p } else { Nature::CryptoWithdrawal };
        let draft = Draft {
            fee: gas,
            narration: format!("Sent to {} on {}", shortened(to), network.name()),
            counterparty: receiver,
            metadata,
            ..Draft::new(owner, nature, Direction::Out, amount, Account::Chains, id.clone())
        };
        let key = self.ledger.open(draft, now)?;
        self.later(key, now, network.confirmation(), Work::Send(key));
        Ok(id)
    }
}

/// The chain has confirmed a send, or reverted it.
pub(crate) fn go_on(world: &mut World, key: TransactionKey, turn: Turn, at: Timestamp) {
    let Some(sent) = world.ledger.get(key) else { return };
    let to = sent.metadata.as_ref().and_then(|metadata| metadata.get("to")).and_then(Value::as_str);
    let to = to.unwrap_or_default().to_owned();
    let succeeds = turn == Turn::Succeed || (turn == Turn::OnTime && !address::is_zero(&to));
    let (amount, id) = (sent.amount, Arc::clone(&sent.reference));
    let arrival = arrival(world, sent, &to);
    if let Err(error) = world.ledger.close(key, if succeeds { Status::Success } else { Status::Failed }, at) {
        tracing::error!(%error, "a send did not end");
        return;
    }
    if !succeeds {
        world.ledger.annotate(key, "failureReason", "Reverted on chain");
    } else if let Some(arrival) = arrival
        && let Err(error) = world.ledger.book(vec![arrival], at)
    {
        tracing::error!(%error, "a send did not arrive");
    } else {
        offramp::notice(world, &to, amount, &id, at);
    }
}

/// What the receiver sees of a send, if they are here.
fn arrival(world: &World, sent: &Transaction, to: &str) -> Option<Draft> {
    let network = sent.amount.asset.network();
    let receiver = world.people.find_by_address(network, to)?.owner;
    let mut metadata = sent.metadata.as_deref().cloned().unwrap_or_default();
    metadata.remove("feeCurrency");
    let reference = sent.reference.as_ref();
    Some(Draft {
        narration: format!("Received on {}", network.name()),
        counterparty: world.people.of(sent.owner).map(Person::name),
        metadata,
        ..Draft::new(receiver, Nature::CryptoP2p, Direction::In, sent.amount, Account::Chains, reference)
    })
}

/// Where a transaction is found on its network.
pub(super) fn on_chain(network: Network, id: &str) -> Map<String, Value> {
    let mut metadata = Map::new();
    match network {
        Network::Bank | Network::Starknet => {}
        Network::Evm(chain) => {
            metadata.insert("chainId".to_owned(), chain.into());
            metadata.insert("network".to_owned(), EvmChain::by_id(chain).map_or("", |chain| chain.slug).into());
            metadata.insert("txHash".to_owned(), id.into());
        }
        Network::Solana(cluster) => {
            metadata.insert("network".to_owned(), cluster.name().into());
            metadata.insert("signature".to_owned(), id.into());
        }
    }
    metadata
}

/// The fee of a transaction has no currency of its own in the answer; gas is often of another than the amount.
pub(super) fn fee_currency(fee: Option<Quantity>) -> Option<(String, Value)> {
    fee.map(|fee| ("feeCurrency".to_owned(), fee.asset.symbol().into()))
}

/// The ends of an address, as people compare them.
fn shortened(address: &str) -> String {
    let (Some(start), Some(end)) = (address.get(..6), address.get(address.len().saturating_sub(4)..)) else {
        return address.to_owned();
    };
    format!("{start}…{end}")
}
