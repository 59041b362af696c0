//! What a swap would give now (`monei-api.md` §3.10, §3.11). Swapping is an [`Order`](crate::money::Order), and is priced
//! anew.

use monei_api::exchange::{EvmSwap, Price, Quote, SolanaSwap};

use super::{Handle, Session, SwapExecute};
use crate::api::Request;

impl<S: Session> Handle<'_, SwapExecute, S> {
    pub async fn evm_price(&self, swap: &EvmSwap) -> Result<Price, S::Error> {
        self.get(Request::new(swap.price_endpoint()).json(swap)).await
    }

    /// The unit of its amounts is whole tokens here: compare `amounts.inputAmount` with what was meant.
    pub async fn solana_quote(&self, swap: &SolanaSwap) -> Result<Quote, S::Error> {
        let request = Request::new(swap.quote_endpoint());
        let request = swap.quote_query().into_iter().fold(request, |request, (name, value)| request.query(name, value));
        self.get(request).await
    }
}
