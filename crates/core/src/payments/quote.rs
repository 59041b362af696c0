//! What a swap or a sale would bring now. It is indicative: swaps are priced anew when they are made, and a sale's rate is the
//! order's own.

use jiff::Timestamp;
use monei_api::money::Figure;
use monei_api::{Amount, Currency, Field, Money};
use monei_client::calls::{OfframpExecute, SwapExecute};

use super::desk::NotPrepared;
use super::order::{Order, crypto};
use crate::clock::Clock;
use crate::session::{Session, SessionError};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quote {
    /// What it would bring, where Monei tells.
    pub brings: Option<Money>,
    /// The least that it may bring and still be done.
    pub at_least: Option<Money>,
    /// Of one of what is sold, in what is bought.
    pub rate: Option<Amount>,
    /// Its age is counted from here.
    pub told_at: Timestamp,
    pub expires_at: Option<Timestamp>,
}

/// Asks what an order that has a price would bring. Nothing for one that has none.
///
/// Sources disagree on the unit of a swap on Solana (`monei-api.md` §3.11), so that Monei must repeat the amount that was
/// meant; and whoever repeats another one on another chain is not believed either.
pub(super) async fn ask(session: &Session, order: &Order, clock: &Clock) -> Result<Option<Quote>, NotPrepared> {
    let swaps = || session.with::<SwapExecute>().map_err(SessionError::from);
    match order {
        Order::EvmSwap { chain, sold, bought, amount } => {
            let (_, swap) = crypto::evm_swap_body(*chain, sold, bought, amount)?;
            let price = swaps()?.evm_price(&swap).await?;
            if price.from_amount.as_ref().is_some_and(|echo| echo.amount != *amount) {
                return Err(NotPrepared::AnotherAmount);
            }
            Ok(Some(Quote {
                brings: money(&price.to_amount, &bought.symbol),
                at_least: money(&price.min_to_amount, &bought.symbol),
                rate: price.rate.into_option().map(|rate| rate.amount),
                told_at: clock.at_monei(),
                expires_at: expiry(&price.expiry_timestamp),
            }))
        }
        Order::SolanaSwap { sold, bought, amount, slippage } => {
            let (_, swap) = crypto::solana_swap_body(sold, bought, amount, *slippage)?;
            let quote = swaps()?.solana_quote(&swap).await?;
            let amounts = quote.amounts.into_option().ok_or(NotPrepared::AnotherAmount)?;
            if amounts.input_amount.as_ref().is_none_or(|echo| echo.amount != *amount) {
                return Err(NotPrepared::AnotherAmount);
            }
            Ok(Some(Quote {
                brings: money(&amounts.output_amount, &bought.symbol),
                at_least: money(&amounts.min_output_amount, &bought.symbol),
                rate: quote.rates.into_option().and_then(|rates| rates.rate.into_option()).map(|rate| rate.amount),
                told_at: clock.at_monei(),
                expires_at: expiry(&quote.expiry_timestamp),
            }))
        }
        Order::Sell { token, network, amount, .. } => {
            let naira = Currency::naira();
            let offramp = session.with::<OfframpExecute>().map_err(SessionError::from)?;
            let rate = offramp.sale_rate(token.symbol.symbol(), network, amount, &naira).await?;
            // A figure far above a unit rate may be a total: what it brings, only the order tells.
            Ok(Some(Quote {
                brings: None,
                at_least: None,
                rate: Some(rate.0.amount),
                told_at: clock.at_monei(),
                expires_at: None,
            }))
        }
        _ => Ok(None),
    }
}

fn money(figure: &Field<Figure>, currency: &Currency) -> Option<Money> {
    figure.as_ref().map(|figure| Money::new(figure.amount.clone(), currency.clone()))
}

/// Milliseconds of Unix time.
fn expiry(figure: &Field<Figure>) -> Option<Timestamp> {
    let millis = figure.as_ref()?.amount.to_minor(0)?;
    Timestamp::from_millisecond(millis.try_into().ok()?).ok()
}
