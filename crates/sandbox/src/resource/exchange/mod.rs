//! Swaps on EVM chains and on Solana (`monei-api.md` §3.10, §3.11): what they have in common.
//!
//! A price or a quote says what a trade gives now, and is not kept. The swap takes none: it is priced anew, and at the
//! moment when the chain takes it, which is a little later than the request. Both of its sides are then booked at once.

pub(super) mod evm;
pub(super) mod solana;

use jiff::{SignedDuration, Timestamp};

use super::person;
use super::sends::{fee_currency, on_chain};
use crate::chains::Errand;
use crate::ledger::{Account, Asset, Direction, Draft, Nature, Network, Quantity};
use crate::market::{self, Trade};
use crate::refusal::Refusal;
use crate::world::{Caller, World};

/// Until a chain takes a swap.
const UNDER_WAY: SignedDuration = SignedDuration::from_secs(market::TICK_SECONDS);

/// What is to be traded for what.
#[derive(Clone, Copy, Debug)]
struct Order {
    sold: Quantity,
    bought: Asset,
}

/// How an exchange trades, in hundredths of a percent.
#[derive(Clone, Copy, Debug)]
struct Terms {
    fee: i128,
    /// How much worse the price may get until the chain takes the swap.
    slippage: i128,
}

impl Order {
    fn network(self) -> Network {
        self.sold.asset.network()
    }

    /// What the trade would give at a moment.
    fn priced(self, terms: Terms, at: Timestamp) -> Result<Trade, Refusal> {
        if !market::is_traded(self.network()) {
            return Err(Refusal::Unacceptable("Swaps are not available on this network"));
        }
        let trade = Trade::new(self.sold, self.bought, terms.fee, at);
        let trade = trade.ok_or(Refusal::Unacceptable("There is no price for this trade"))?;
        if trade.bought.units == 0 {
            return Err(Refusal::Unacceptable("Amount is too small to swap"));
        }
        Ok(trade)
    }

    /// What the chain charges.
    fn gas(self) -> Result<Quantity, Refusal> {
        self.network().gas(Errand::Swap).ok_or(Refusal::NoSuch("Network"))
    }
}

impl World {
    /// Trades in the caller's wallet. Returns the transaction's id on its network, which is the sold side's reference.
    fn swap(&mut self, caller: &Caller, order: Order, terms: Terms) -> Result<String, Refusal> {
        let now = self.now();
        let network = order.network();
        let trader = person(self, caller)?;
        let owner = trader.owner;
        self.may_move_crypto(owner, order.sold)?;
        trader.wallet_on(network).ok_or(Refusal::NoSuch("Wallet"))?;
        let least = order.priced(terms, now)?.least(terms.slippage);
        let landed = now.checked_add(UNDER_WAY).unwrap_or(Timestamp::MAX);
        let trade = order.priced(terms, landed)?;
        if !trade.is_liquid {
            return Err(Refusal::Unacceptable("Insufficient liquidity for this trade"));
        }
        if trade.bought.units < least.units {
            return Err(Refusal::Unacceptable("Slippage tolerance exceeded"));
        }
        let gas = order.gas()?;
        // Gas is paid before there is anything of what is bought, which may be the same coin.
        let coin = self.ledger.balance(owner, gas.asset);
        if order.sold.asset != gas.asset && coin.units < gas.units {
            return Err(Refusal::Shortage { required: gas, available: coin });
        }
        let id = network.transaction_id(self.ledger.random());
        let side = |nature, direction, amount: Quantity, fee: Quantity, reference| {
            let mut metadata = on_chain(network, &id);
            metadata.extend(fee_currency(Some(fee)));
            let (sold, bought) = (trade.sold.asset.symbol(), trade.bought.asset.symbol());
            Draft {
                fee: Some(fee),
                narration: format!("Swapped {sold} for {bought} on {}", network.name()),
                metadata,
                ..Draft::new(owner, nature, direction, amount, Account::Exchange, reference)
            }
        };
        let sold = side(Nature::CryptoTradeSell, Direction::Out, trade.sold, gas, id.clone());
        let bought = format!("{id}-bought");
        let bought = side(Nature::CryptoTradeBuy, Direction::In, trade.bought, trade.fee, bought);
        self.ledger.book(vec![sold, bought], now)?;
        Ok(id)
    }
}

/// When a price of this moment is no longer valid, in milliseconds of Unix time.
fn expiry(now: Timestamp, lifetime_seconds: u32) -> u64 {
    let then = now.checked_add(SignedDuration::from_secs(lifetime_seconds.into())).unwrap_or(Timestamp::MAX);
    u64::try_from(then.as_millisecond()).unwrap_or_default()
}
