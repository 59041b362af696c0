//! What is asked to be swapped. The same object asks for a price and orders the swap, so that the two cannot differ.

use serde::Serialize;

use crate::endpoint::{self, Endpoint};
use crate::money::Figure;

/// On an EVM chain. `amount` is a text in whole coins or tokens of what is sold.
#[derive(Clone, Debug, Serialize)]
#[serde(untagged, rename_all_fields = "camelCase")]
pub enum EvmSwap {
    NativeToToken { token_out: String, amount: Figure, chain_id: u64 },
    TokenToToken { token_in: String, token_out: String, amount: Figure, chain_id: u64 },
    TokenToNative { token_in: String, amount: Figure, chain_id: u64 },
}

impl EvmSwap {
    /// Where it is made.
    pub const fn endpoint(&self) -> Endpoint {
        match self {
            Self::NativeToToken { .. } => endpoint::EVM_SWAP_NATIVE_TO_TOKEN,
            Self::TokenToToken { .. } => endpoint::EVM_SWAP_TOKEN_TO_TOKEN,
            Self::TokenToNative { .. } => endpoint::EVM_SWAP_TOKEN_TO_NATIVE,
        }
    }

    /// Where it is priced.
    pub const fn price_endpoint(&self) -> Endpoint {
        match self {
            Self::NativeToToken { .. } => endpoint::EVM_PRICE_NATIVE_TO_TOKEN,
            Self::TokenToToken { .. } => endpoint::EVM_PRICE_TOKEN_TO_TOKEN,
            Self::TokenToNative { .. } => endpoint::EVM_PRICE_TOKEN_TO_NATIVE,
        }
    }
}

/// How much worse the price may get until the chain takes a swap, in hundredths of a percent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct SlippageBps(u16);

impl SlippageBps {
    /// What Monei takes where it is told none (§3.11).
    pub const USUAL: Self = Self(50);

    /// From 0 to 100 %.
    pub const fn new(bps: u16) -> Option<Self> {
        if bps <= 10_000 { Some(Self(bps)) } else { None }
    }

    pub const fn bps(self) -> u16 {
        self.0
    }
}

/// On Solana. `amount` is a number of whole coins or tokens of what is sold.
#[derive(Clone, Debug, Serialize)]
#[serde(untagged, rename_all_fields = "camelCase")]
pub enum SolanaSwap {
    SolToToken { output_mint: String, amount: Figure, slippage_bps: SlippageBps },
    TokenToSol { input_mint: String, amount: Figure, slippage_bps: SlippageBps },
    TokenToToken { input_mint: String, output_mint: String, amount: Figure, slippage_bps: SlippageBps },
}

impl SolanaSwap {
    /// Where it is made.
    pub const fn endpoint(&self) -> Endpoint {
        match self {
            Self::SolToToken { .. } => endpoint::SOLANA_SWAP_SOL_TO_TOKEN,
            Self::TokenToSol { .. } => endpoint::SOLANA_SWAP_TOKEN_TO_SOL,
            Self::TokenToToken { .. } => endpoint::SOLANA_SWAP_TOKEN_TO_TOKEN,
        }
    }

    /// Where it is quoted, by a query and not by this body.
    pub const fn quote_endpoint(&self) -> Endpoint {
        match self {
            Self::SolToToken { .. } => endpoint::SOLANA_QUOTE_SOL_TO_TOKEN,
            Self::TokenToSol { .. } => endpoint::SOLANA_QUOTE_TOKEN_TO_SOL,
            Self::TokenToToken { .. } => endpoint::SOLANA_QUOTE_TOKEN_TO_TOKEN,
        }
    }

    /// The query of the quote.
    pub fn quote_query(&self) -> Vec<(&'static str, String)> {
        let (input, output, amount) = match self {
            Self::SolToToken { output_mint, amount, .. } => (None, Some(output_mint), amount),
            Self::TokenToSol { input_mint, amount, .. } => (Some(input_mint), None, amount),
            Self::TokenToToken { input_mint, output_mint, amount, .. } => (Some(input_mint), Some(output_mint), amount),
        };
        let mints = [("inputMint", input), ("outputMint", output)];
        let mints = mints.into_iter().filter_map(|(name, mint)| Some((name, mint?.clone())));
        mints.chain([("amount", amount.amount.to_string())]).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn amount(text: &str) -> Figure {
        Figure::number(text.parse().unwrap())
    }

    #[test]
    fn the_sides_decide_where_it_goes() {
        let swap = EvmSwap::NativeToToken {
            token_out: "0xa".into(),
            amount: Figure::digits("0.01".parse().unwrap()),
            chain_id: 8453,
        };
        let body = serde_json::to_string(&swap).unwrap();
        assert_eq!(body, r#"{"tokenOut":"0xa","amount":"0.01","chainId":8453}"#);
        for swap in [
            swap,
            EvmSwap::TokenToToken { token_in: "0xa".into(), token_out: "0xb".into(), amount: amount("1"), chain_id: 1 },
            EvmSwap::TokenToNative { token_in: "0xa".into(), amount: amount("1"), chain_id: 1 },
        ] {
            assert_eq!(swap.price_endpoint().path.replace("/price", ""), swap.endpoint().path);
        }
    }

    #[test]
    fn r54_solana_takes_numbers_with_every_digit_and_a_slippage() {
        let swap = SolanaSwap::SolToToken {
            output_mint: "EPj".into(),
            amount: amount("0.000000001"),
            slippage_bps: SlippageBps::USUAL,
        };
        let body = serde_json::to_string(&swap).unwrap();
        assert_eq!(body, r#"{"outputMint":"EPj","amount":0.000000001,"slippageBps":50}"#);
        let query = [("outputMint", "EPj".to_owned()), ("amount", "0.000000001".to_owned())];
        assert_eq!(swap.quote_query(), query);
        assert!(SlippageBps::new(10_001).is_none() && SlippageBps::new(10_000).is_some());
    }
}
