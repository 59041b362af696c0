//! Addresses on chains: whether two are the same. Whether a text is one, the contract says.

pub(crate) use monei_api::address::{checked_evm, evm, is_zero, solana};

use crate::ledger::Network;

/// Whether two addresses on a network are the same. EVM addresses are compared without regard to case.
pub(crate) fn same(network: Network, one: &str, other: &str) -> bool {
    match network {
        Network::Evm(_) | Network::Starknet => one.eq_ignore_ascii_case(other),
        Network::Solana(_) | Network::Bank => one == other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::Asset;

    #[test]
    fn every_token_has_an_address_of_its_network() {
        for asset in Asset::all() {
            let Some(address) = asset.particulars().address else { continue };
            let valid = match asset.network() {
                Network::Evm(_) => checked_evm(address),
                Network::Solana(_) => solana(address),
                Network::Bank | Network::Starknet => continue,
            };
            assert!(valid.is_some(), "{asset:?}");
        }
    }
}
