//! What a person is told of where something on a chain goes.

use super::super::run::Loop;
use super::shown::{Addressee, OnChain};
use crate::overview::Chain;
use crate::payments::journal::State;
use crate::payments::{Order, Payee, Prepared, Record};

impl Loop {
    pub(super) fn on_chain(&self, prepared: &Prepared) -> Option<OnChain> {
        let (chain, sold, bought, to) = match prepared.order() {
            Order::EvmSend { chain, token, to, .. } => (Chain::Evm(*chain), token, None, Some(to)),
            Order::SolanaSend { token, to, .. } => (Chain::Solana, token, None, Some(to)),
            Order::EvmSwap { chain, sold, bought, .. } => (Chain::Evm(*chain), sold, Some(bought), None),
            Order::SolanaSwap { sold, bought, .. } => (Chain::Solana, sold, Some(bought), None),
            _ => return None,
        };
        Some(OnChain {
            network: self.network_name(chain),
            contract: sold.address.clone(),
            bought: bought.and_then(|bought| bought.address.clone()),
            recipient: to.map(|to| Addressee {
                address: to.trim().to_owned(),
                first_time: !was_paid(&self.paying.records.whole, &prepared.intent().payee),
            }),
        })
    }

    /// As Monei names the chain, where that was told.
    fn network_name(&self, chain: Chain) -> String {
        let mut told = self.overview.portfolios.iter().map(|(source, _)| source);
        told.find(|source| source.chain == chain).map_or_else(|| chain.name(), |source| source.name.clone())
    }
}

/// Something that was sent there is known to have been taken.
pub(in crate::app) fn was_paid(records: &[Record], payee: &Payee) -> bool {
    records.iter().any(|record| {
        let taken = matches!(record.state, State::Taken { .. } | State::Succeeded { .. });
        taken && record.intent.payee == *payee && !record.intent.action.is_swap()
    })
}
