//! What a swap or a sale would bring now. It is indicative: swaps are priced anew when they are made, and a sale's rate is the
//! order's own.
//!
//! It holds for a short time, by this computer's clock, and what a person is asked about is confirmed within that time or
//! with a newer one.

use jiff::{SignedDuration, Timestamp};
use monei_api::exchange::SlippageBps;
use monei_api::money::Figure;
use monei_api::{Amount, Currency, Field, Money};
use monei_client::calls::{OfframpExecute, SwapExecute};

use super::desk::NotPrepared;
use super::order::{Order, Token, crypto};
use crate::clock::Clock;
use crate::session::{Session, SessionError};

/// How long a quote holds whose end Monei does not tell (`monei-api.md` §5).
const VALID: SignedDuration = SignedDuration::from_secs(30);
/// No price is believed for longer, whatever end is told.
const LONGEST: SignedDuration = SignedDuration::from_mins(1);
/// Monei's clock is known to the second: it may be this much further than is known.
const UNCERTAIN: SignedDuration = SignedDuration::from_secs(1);
/// Times below this are in seconds, whatever the documentation says: in milliseconds they would be of 1970.
const LARGEST_IN_SECONDS: i64 = 100_000_000_000;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quote {
    /// What it would bring, where Monei tells.
    pub brings: Option<Money>,
    /// The least that it may bring and still be done.
    pub at_least: Option<Money>,
    /// What one of what is sold would bring.
    pub rate: Option<Money>,
    /// Its age is counted from here.
    pub told_at: Timestamp,
    /// Nothing is confirmed by it from here on.
    pub expires_at: Timestamp,
}

impl Quote {
    pub fn has_expired(&self, now: Timestamp) -> bool {
        now >= self.expires_at
    }
}

/// Asks what an order that has a price would bring. Nothing for one that has none.
///
/// Sources disagree on the unit of a swap on Solana (`monei-api.md` §3.11), so that Monei must repeat the amount that was
/// meant; and whoever repeats another one on another chain is not believed either.
pub async fn ask(session: &Session, order: &Order, clock: &Clock) -> Result<Option<Quote>, NotPrepared> {
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
                rate: money(&price.rate, &bought.symbol),
                told_at: clock.now(),
                expires_at: expiry(&price.expiry_timestamp, clock),
            }))
        }
        Order::SolanaSwap { sold, bought, amount, slippage } => {
            let (_, swap) = crypto::solana_swap_body(sold, bought, amount, *slippage)?;
            let quote = swaps()?.solana_quote(&swap).await?;
            let amounts = quote.amounts.into_option().ok_or(NotPrepared::AnotherAmount)?;
            if amounts.input_amount.as_ref().is_none_or(|echo| echo.amount != *amount) {
                return Err(NotPrepared::AnotherAmount);
            }
            let brings = money(&amounts.output_amount, &bought.symbol);
            Ok(Some(Quote {
                at_least: brings.as_ref().map(|brings| least(brings, bought, *slippage)),
                brings,
                rate: quote.rates.into_option().and_then(|rates| money(&rates.rate, &bought.symbol)),
                told_at: clock.now(),
                expires_at: expiry(&quote.expiry_timestamp, clock),
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
                rate: Some(Money::new(rate.0.amount, naira)),
                told_at: clock.now(),
                expires_at: expiry(&Field::default(), clock),
            }))
        }
        _ => Ok(None),
    }
}

fn money(figure: &Field<Figure>, currency: &Currency) -> Option<Money> {
    figure.as_ref().map(|figure| Money::new(figure.amount.clone(), currency.clone()))
}

/// A quote on Solana is not told the slippage, and tells the least for the usual one.
fn least(brings: &Money, bought: &Token, slippage: SlippageBps) -> Money {
    let kept = Amount::from_minor(i128::from(10_000 - slippage.bps()), 4);
    Money::new((brings.amount.clone() * kept).rounded_down(bought.decimals), brings.currency.clone())
}

/// When it ends, by this computer's clock: Monei tells it by its own.
fn expiry(told: &Field<Figure>, clock: &Clock) -> Timestamp {
    let end = told.as_ref().and_then(|told| i64::try_from(told.amount.to_minor(0)?).ok());
    let end = end.and_then(|time| match time {
        ..LARGEST_IN_SECONDS => Timestamp::from_second(time).ok(),
        _ => Timestamp::from_millisecond(time).ok(),
    });
    let end = end.and_then(|end| clock.here(end).checked_sub(UNCERTAIN).ok());
    let longest = clock.now().checked_add(LONGEST).ok();
    let end = end.zip(longest).map(|(end, longest)| end.min(longest));
    end.or_else(|| clock.now().checked_add(VALID).ok()).unwrap_or(Timestamp::MIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quote_ends_when_monei_says_by_this_computers_clock() {
        let now: Timestamp = "2026-01-15T12:00:00Z".parse().unwrap();
        let clock = Clock::new(move || now);
        clock.observe("2026-01-15T12:10:00Z".parse().unwrap());
        let ends = |told: &str| {
            let told = (!told.is_empty()).then(|| Figure::number(told.parse().unwrap()));
            expiry(&Field(told), &clock).to_string()
        };
        // Ten minutes ahead is where Monei's clock is.
        assert_eq!(ends("1768479045000"), "2026-01-15T12:00:44Z");
        assert_eq!(ends("1768479045"), "2026-01-15T12:00:44Z");
        assert_eq!(ends("1768566045000"), "2026-01-15T12:01:00Z", "a day is no time for a price");
        for unreadable in ["", "1768479045000.5", "99999999999999999999"] {
            assert_eq!(ends(unreadable), "2026-01-15T12:00:30Z", "{unreadable}");
        }
        let quote = |end: &str| Quote {
            brings: None,
            at_least: None,
            rate: None,
            told_at: now,
            expires_at: end.parse().unwrap(),
        };
        assert!(quote("2026-01-15T12:00:00Z").has_expired(now));
        assert!(!quote("2026-01-15T12:00:01Z").has_expired(now));
    }

    #[test]
    fn the_least_follows_the_slippage_that_was_chosen() {
        let bought = Token { symbol: Currency::new("USDC"), decimals: 6, address: None };
        let brings = Money::new("141.690001".parse().unwrap(), bought.symbol.clone());
        for (bps, digits) in [(0, "141.690001"), (50, "140.98155"), (10_000, "0")] {
            let least = least(&brings, &bought, SlippageBps::new(bps).unwrap());
            assert_eq!(least.amount.to_string(), digits, "{bps}");
        }
    }
}
