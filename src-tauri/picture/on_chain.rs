//! What goes over a chain, between the core and the windows.

use monei_core::app::{Addressee, OnChain};
use monei_core::crypto::coins;
use monei_core::overview::Chain;
use monei_core::payments::quote::Quote;
use monei_core::payments::{Action, Intent, Payee};

use super::{money, time};
use crate::views::{AddresseeView, OnChainView, QuoteView};

/// The journal names an address on an EVM chain after CAIP-10.
const EVM: &str = "eip155:";

/// The address alone.
pub fn address(payee: &Payee) -> &str {
    on_evm(payee.as_str()).map_or(payee.as_str(), |(_, address)| address)
}

/// What a swap is for: the symbol where the contract is well known, else the contract.
pub fn bought(intent: &Intent) -> Option<String> {
    let chain = chain(intent).filter(|_| intent.action.is_swap())?;
    let (coins, contract) = (coins::of(chain, None), address(&intent.payee));
    let known = coins::at(chain, &coins, Some(contract));
    Some(known.map_or(contract, |coin| coin.token.symbol.symbol()).to_owned())
}

/// What the bytes that will be sent let a swap on Solana lose.
pub fn slippage_bps(intent: &Intent) -> Option<u16> {
    let body: serde_json::Value = serde_json::from_str(intent.body.as_str()).ok()?;
    let slippage = body.get("slippageBps").filter(|_| intent.action.is_swap())?;
    slippage.as_u64()?.try_into().ok()
}

fn on_evm(payee: &str) -> Option<(u64, &str)> {
    let (chain, address) = payee.strip_prefix(EVM)?.split_once(':')?;
    Some((chain.parse().ok()?, address))
}

/// The chain that a payment is made on.
pub fn network(intent: &Intent) -> Option<String> {
    chain(intent).map(Chain::name)
}

fn chain(intent: &Intent) -> Option<Chain> {
    Some(match intent.action {
        Action::SolanaTransfer
        | Action::SolanaTransferToken
        | Action::SolanaSwapSolToToken
        | Action::SolanaSwapTokenToSol
        | Action::SolanaSwapTokenToToken => Chain::Solana,
        _ => Chain::Evm(on_evm(intent.payee.as_str())?.0),
    })
}

impl From<&Quote> for QuoteView {
    fn from(quote: &Quote) -> Self {
        Self {
            brings: money(quote.brings.as_ref()),
            at_least: money(quote.at_least.as_ref()),
            rate: money(quote.rate.as_ref()),
            told_at: time(quote.told_at),
            expires_at: time(quote.expires_at),
        }
    }
}

impl From<&OnChain> for OnChainView {
    fn from(place: &OnChain) -> Self {
        Self {
            network: place.network.clone(),
            contract: place.contract.clone(),
            bought: place.bought.clone(),
            recipient: place.recipient.as_ref().map(AddresseeView::from),
        }
    }
}

impl From<&Addressee> for AddresseeView {
    fn from(recipient: &Addressee) -> Self {
        Self { address: recipient.address.clone(), first_time: recipient.first_time }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_shown_without_its_chain() {
        assert_eq!(address(&Payee::on_chain(8453, "0xAb")), "0xab");
        assert_eq!(address(&Payee::new("7YkW")), "7YkW");
        assert_eq!(on_evm("eip155:8453:0xab"), Some((8453, "0xab")));
        assert_eq!(on_evm("eip155:0xab"), None);
    }
}
