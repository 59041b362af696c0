//! What everything is worth: prices that move slowly around invented middles, the same at the same moment in every run.
//!
//! A price stands for [`TICK_SECONDS`]. Tokens are priced by their symbol, so that a dollar is a dollar on every chain;
//! what is on a test network is worth nothing.

use jiff::Timestamp;
use monei_api::Amount;

use crate::ledger::{Asset, Network, Quantity};

/// How long a price stands.
pub(crate) const TICK_SECONDS: i64 = 10;
/// In millionths of the middle: the swing within some hours, and the one within some days.
const SWINGS: [(i64, i64); 2] = [(12_000, 6 * 3_600), (25_000, 5 * 86_400)];
/// Money is rounded to cents, prices of small tokens are longer.
const CENTS: u32 = 2;
/// Against which a trade is measured, in US dollars: the more of it a trade takes, the worse its price.
const DEPTH: u64 = 5_000_000;

/// A symbol's price in US dollars: `units` of 10 to the power of minus `places`.
struct Course {
    symbol: &'static str,
    units: i128,
    places: u32,
    /// Whether it moves.
    moves: bool,
}

const fn moving(symbol: &'static str, units: i128, places: u32) -> Course {
    Course { symbol, units, places, moves: true }
}

const COURSES: [Course; 8] = [
    moving("ETH", 300_800, 2),
    moving("BNB", 69_000, 2),
    moving("SOL", 14_200, 2),
    moving("POL", 2_150, 4),
    moving("EURC", 10_800, 4),
    moving("KOLA", 1_000, 15),
    Course { symbol: "USDC", units: 100, places: 2, moves: false },
    Course { symbol: "USDT", units: 100, places: 2, moves: false },
];

/// What a US dollar costs in kobo.
const DOLLAR: Course = moving("USD", 155_025, 2);
/// The decimals of the price of what is worth a naira.
const NAIRA_PLACES: u32 = 8;

/// What one of an asset is worth in US dollars.
pub(crate) fn dollars(asset: Asset, at: Timestamp) -> Amount {
    if !asset.network().is_main() {
        return Amount::zero();
    }
    match COURSES.iter().find(|course| course.symbol == asset.symbol()) {
        Some(course) => course.at(at),
        // Naira and the token that stands for it.
        None => Amount::from(1).divided_by(&naira_per_dollar(at), NAIRA_PLACES).unwrap_or_default(),
    }
}

/// What a US dollar is worth in naira.
pub(crate) fn naira_per_dollar(at: Timestamp) -> Amount {
    DOLLAR.at(at)
}

/// What a quantity is worth in US dollars, without what is finer than a cent.
pub(crate) fn worth(quantity: Quantity, at: Timestamp) -> Amount {
    exact_worth(quantity, at).rounded_down(CENTS)
}

fn exact_worth(quantity: Quantity, at: Timestamp) -> Amount {
    quantity.amount() * dollars(quantity.asset, at)
}

/// What a quantity is worth in kobo.
pub(crate) fn kobo(quantity: Quantity, at: Timestamp) -> i128 {
    match quantity.asset {
        Asset::NAIRA => quantity.units,
        // Its own price in dollars is rounded.
        asset if asset.symbol() == "CNGN" => quantity.amount().ceil_minor(CENTS),
        _ => (exact_worth(quantity, at) * naira_per_dollar(at)).ceil_minor(CENTS),
    }
}

/// A trade at the prices of a moment.
#[derive(Clone, Debug)]
pub(crate) struct Trade {
    pub(crate) sold: Quantity,
    /// After the fee.
    pub(crate) bought: Quantity,
    /// In what is bought.
    pub(crate) fee: Quantity,
    /// How much worse than for a small amount the price is, in percent.
    pub(crate) impact: Amount,
    /// A tenth of what there is to trade with is the most.
    pub(crate) is_liquid: bool,
}

impl Trade {
    /// What one gets for it. The fee is in hundredths of a percent. Nothing where one of the two is worth nothing.
    pub(crate) fn new(sold: Quantity, bought: Asset, fee_basis_points: i128, at: Timestamp) -> Option<Self> {
        let (value, depth) = (exact_worth(sold, at), Amount::from(DEPTH));
        let left = depth.clone() + value.clone();
        // As between two pools of this depth, whose product stays the same.
        let worth = (value.clone() * depth.clone()).divided_by(&left, 18)?;
        let gross = worth.divided_by(&dollars(bought, at), bought.decimals())?.floor_minor(bought.decimals());
        if value.is_zero() || gross == i128::MAX {
            return None;
        }
        let fee = gross / 10_000 * fee_basis_points + gross % 10_000 * fee_basis_points / 10_000;
        Some(Self {
            sold,
            bought: bought.units(gross - fee),
            fee: bought.units(fee),
            impact: (value.clone() * Amount::from(100)).divided_by(&left, 4).unwrap_or_default(),
            is_liquid: value * Amount::from(10) <= depth,
        })
    }

    /// The least that is accepted where the price may get worse by so many hundredths of a percent.
    pub(crate) fn least(&self, slippage_basis_points: i128) -> Quantity {
        let kept = 10_000 - slippage_basis_points;
        let (whole, rest) = (self.bought.units / 10_000, self.bought.units % 10_000);
        self.bought.asset.units(whole * kept + rest * kept / 10_000)
    }

    /// What is bought for one that is sold.
    pub(crate) fn rate(&self) -> Amount {
        self.bought.amount().divided_by(&self.sold.amount(), RATE_PLACES).unwrap_or_default()
    }

    /// What is sold for one that is bought.
    pub(crate) fn reverse_rate(&self) -> Amount {
        self.sold.amount().divided_by(&self.bought.amount(), RATE_PLACES).unwrap_or_default()
    }
}

/// The decimals of a rate between two tokens.
const RATE_PLACES: u32 = 18;

impl Course {
    fn at(&self, at: Timestamp) -> Amount {
        let units = if self.moves { self.units + self.units * self.offset(at) / 1_000_000 } else { self.units };
        Amount::from_minor(units, self.places)
    }

    /// How far it is from its middle, in millionths.
    fn offset(&self, at: Timestamp) -> i128 {
        let second = at.as_second().div_euclid(TICK_SECONDS) * TICK_SECONDS;
        // Each symbol is elsewhere in its course.
        let phase: i64 = self.symbol.bytes().map(|byte| i64::from(byte) * 977).sum();
        SWINGS.iter().map(|(width, period)| i128::from(zigzag(second + phase * 61, *period) * width / 1_000_000)).sum()
    }
}

/// From minus a million to a million and back in straight lines.
const fn zigzag(second: i64, period: i64) -> i64 {
    let place = second.rem_euclid(period) * 4_000_000 / period;
    match place {
        ..1_000_000 => place,
        1_000_000..3_000_000 => 2_000_000 - place,
        _ => place - 4_000_000,
    }
}

/// Whether anybody trades there.
pub(crate) fn is_traded(network: Network) -> bool {
    network.is_main() && network != Network::Bank
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(1_768_478_400 + second).unwrap()
    }

    fn named(chain: u64, symbol: &str) -> Asset {
        Asset::named(Network::Evm(chain), symbol).unwrap()
    }

    #[test]
    fn everything_on_main_networks_has_a_price_and_nothing_else() {
        for asset in Asset::all() {
            assert_eq!(dollars(asset, at(0)).is_zero(), !asset.network().is_main(), "{asset:?}");
        }
        assert_eq!(dollars(named(8453, "USDC"), at(0)).to_plain(2), "1.00");
    }

    #[test]
    fn prices_move_slowly_and_stay_near_their_middle() {
        let middle: Amount = "3008".parse().unwrap();
        let mut before = dollars(Asset::BASE_ETHER, at(0));
        let mut distinct = std::collections::HashSet::new();
        for tick in 1..20_000 {
            let price = dollars(Asset::BASE_ETHER, at(tick * TICK_SECONDS));
            let step = price.clone() - before;
            assert!(step < "0.20".parse().unwrap() && step > "-0.20".parse().unwrap(), "{step} at {tick}");
            let off = price.clone() - middle.clone();
            assert!(off < "115".parse().unwrap() && off > "-115".parse().unwrap(), "{price}");
            distinct.insert(price.clone());
            before = price;
        }
        assert!(distinct.len() > 1_000);
        assert_eq!(dollars(Asset::BASE_ETHER, at(0)), dollars(Asset::BASE_ETHER, at(9)), "a price stands for a tick");
    }

    #[test]
    fn a_naira_token_is_worth_a_naira() {
        let cngn = named(8453, "CNGN");
        assert_eq!(kobo(cngn.units(1_500_000), at(0)), 150);
        assert_eq!(kobo(Asset::NAIRA.units(7), at(0)), 7);
    }

    #[test]
    fn a_trade_costs_its_fee_and_gets_worse_with_its_size() {
        let (circle, tether) = (named(8453, "USDC"), named(8453, "USDT"));
        let trade = |units: i128| Trade::new(circle.units(units), tether, 15, at(0)).unwrap();
        let small = trade(100_000_000);
        assert_eq!((small.bought.units, small.fee.units), (99_848_003, 149_997));
        assert_eq!((small.impact.to_string(), small.is_liquid), ("0.0019".to_owned(), true));
        assert_eq!(small.least(50).units, 99_348_762);
        let large = trade(600_000_000_000);
        assert!(!large.is_liquid);
        assert!(large.rate() < small.rate());
        assert_eq!(trade(1).bought.units, 0);
        let worthless = Asset::named(Network::Evm(11_155_111), "ETH").unwrap();
        assert!(Trade::new(worthless.units(10i128.pow(18)), circle, 15, at(0)).is_none());
        assert!(Trade::new(circle.units(10), worthless, 15, at(0)).is_none());
    }

    proptest! {
        #[test]
        fn no_trade_there_and_back_wins(units in 1i128..10i128.pow(22), second in 0i64..10_000_000) {
            let (ether, dollar) = (Asset::BASE_ETHER, named(8453, "USDT"));
            let there = Trade::new(ether.units(units), dollar, 15, at(second)).unwrap();
            if there.bought.units > 0 {
                let back = Trade::new(there.bought, ether, 15, at(second)).unwrap();
                prop_assert!(back.bought.units <= units);
            }
        }

        #[test]
        fn no_amount_makes_it_panic(units in 1i128..10i128.pow(36), second in 0i64..10_000_000) {
            for (sold, bought) in [("KOLA", "ETH"), ("ETH", "KOLA"), ("USDC", "KOLA"), ("KOLA", "CNGN")] {
                if let Some(trade) = Trade::new(named(8453, sold).units(units), named(8453, bought), 15, at(second)) {
                    prop_assert!(trade.bought.units >= 0 && trade.fee.units >= 0);
                    trade.rate();
                    trade.reverse_rate();
                }
            }
        }
    }
}
