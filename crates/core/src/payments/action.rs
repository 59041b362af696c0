//! The calls that move money.

use monei_api::{Endpoint, Scope, endpoint};

/// The endpoints that move money.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Action {
    BankTransfer,
    PeerTransfer,
    Airtime,
    Data,
    Electricity,
    CableTv,
    EvmSendNative,
    EvmSendToken,
    SolanaTransfer,
    SolanaTransferToken,
    EvmSwapNativeToToken,
    EvmSwapTokenToToken,
    EvmSwapTokenToNative,
    SolanaSwapSolToToken,
    SolanaSwapTokenToSol,
    SolanaSwapTokenToToken,
    Sell,
}

impl Action {
    pub const ALL: [Self; 17] = [
        Self::BankTransfer,
        Self::PeerTransfer,
        Self::Airtime,
        Self::Data,
        Self::Electricity,
        Self::CableTv,
        Self::EvmSendNative,
        Self::EvmSendToken,
        Self::SolanaTransfer,
        Self::SolanaTransferToken,
        Self::EvmSwapNativeToToken,
        Self::EvmSwapTokenToToken,
        Self::EvmSwapTokenToNative,
        Self::SolanaSwapSolToToken,
        Self::SolanaSwapTokenToSol,
        Self::SolanaSwapTokenToToken,
        Self::Sell,
    ];

    /// The name under which the journal keeps it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::BankTransfer => "bank-transfer",
            Self::PeerTransfer => "peer-transfer",
            Self::Airtime => "airtime",
            Self::Data => "data",
            Self::Electricity => "electricity",
            Self::CableTv => "cable-tv",
            Self::EvmSendNative => "evm-send-native",
            Self::EvmSendToken => "evm-send-token",
            Self::SolanaTransfer => "solana-transfer",
            Self::SolanaTransferToken => "solana-transfer-token",
            Self::EvmSwapNativeToToken => "evm-swap-native-to-token",
            Self::EvmSwapTokenToToken => "evm-swap-token-to-token",
            Self::EvmSwapTokenToNative => "evm-swap-token-to-native",
            Self::SolanaSwapSolToToken => "solana-swap-sol-to-token",
            Self::SolanaSwapTokenToSol => "solana-swap-token-to-sol",
            Self::SolanaSwapTokenToToken => "solana-swap-token-to-token",
            Self::Sell => "sell",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|action| action.name() == name)
    }

    pub const fn endpoint(self) -> Endpoint {
        match self {
            Self::BankTransfer => endpoint::BANK_TRANSFER,
            Self::PeerTransfer => endpoint::PEER_TRANSFER,
            Self::Airtime => endpoint::PAY_AIRTIME,
            Self::Data => endpoint::PAY_DATA,
            Self::Electricity => endpoint::PAY_ELECTRICITY,
            Self::CableTv => endpoint::PAY_CABLE_TV,
            Self::EvmSendNative => endpoint::EVM_SEND_NATIVE,
            Self::EvmSendToken => endpoint::EVM_SEND_TOKEN,
            Self::SolanaTransfer => endpoint::SOLANA_TRANSFER,
            Self::SolanaTransferToken => endpoint::SOLANA_TRANSFER_TOKEN,
            Self::EvmSwapNativeToToken => endpoint::EVM_SWAP_NATIVE_TO_TOKEN,
            Self::EvmSwapTokenToToken => endpoint::EVM_SWAP_TOKEN_TO_TOKEN,
            Self::EvmSwapTokenToNative => endpoint::EVM_SWAP_TOKEN_TO_NATIVE,
            Self::SolanaSwapSolToToken => endpoint::SOLANA_SWAP_SOL_TO_TOKEN,
            Self::SolanaSwapTokenToSol => endpoint::SOLANA_SWAP_TOKEN_TO_SOL,
            Self::SolanaSwapTokenToToken => endpoint::SOLANA_SWAP_TOKEN_TO_TOKEN,
            Self::Sell => endpoint::OFFRAMP_INITIATE,
        }
    }

    /// The permission that it needs.
    pub const fn scope(self) -> Scope {
        match self {
            Self::BankTransfer => Scope::WalletWithdraw,
            Self::PeerTransfer => Scope::WalletSend,
            Self::Airtime | Self::Data | Self::Electricity | Self::CableTv => Scope::BillsPay,
            Self::Sell => Scope::OfframpExecute,
            _ => Scope::SwapExecute,
        }
    }

    /// One coin or token for another, in the same wallet.
    pub const fn is_swap(self) -> bool {
        matches!(
            self,
            Self::EvmSwapNativeToToken
                | Self::EvmSwapTokenToToken
                | Self::EvmSwapTokenToNative
                | Self::SolanaSwapSolToToken
                | Self::SolanaSwapTokenToSol
                | Self::SolanaSwapTokenToToken
        )
    }

    /// The contract asks for the transaction PIN (`monei-api.md` §5).
    pub const fn needs_pin(self) -> bool {
        matches!(self, Self::BankTransfer | Self::PeerTransfer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_action_has_one_name_posts_and_is_opened_by_one_permission() {
        for action in Action::ALL {
            assert_eq!(Action::from_name(action.name()), Some(action));
            assert_eq!(action.endpoint().method, monei_api::Method::Post, "{action:?}");
            assert!(action.endpoint().access.permits(action.scope().into()), "{action:?}");
        }
    }
}
