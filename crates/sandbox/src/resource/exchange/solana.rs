//! `/solana-exchange/…` (`monei-api.md` §3.11): quotes and swaps on Solana. Amounts are in whole tokens, unless a switch
//! says otherwise.

use axum::Json;
use axum::extract::{Extension, RawQuery, State};
use jiff::Timestamp;
use monei_api::Field;
use monei_api::envelope::Envelope;
use monei_api::exchange::{Quote, QuoteAmounts, QuoteFees, QuoteRates, QuoteRoute, QuoteValues, Side};
use monei_api::money::{Amount, Figure};
use monei_api::solana::Swapped;

use super::{Order, Terms, UNDER_WAY, expiry};
use crate::address;
use crate::body::JsonBody;
use crate::ledger::{Asset, Cluster, Network, Quantity};
use crate::market::{self, Trade};
use crate::query::Query;
use crate::random;
use crate::refusal::Refusal;
use crate::resource::Reply;
use crate::resource::solana::NO_ADDRESS;
use crate::switches::SolanaSwapUnit;
use crate::world::{Caller, Simulation};

/// Where swaps are made: there is no choice of it in the calls.
const NETWORK: Network = Network::Solana(Cluster::Mainnet);
const FEE: i128 = 20;
const USUAL_SLIPPAGE: i128 = 50;
/// The mint by which SOL is traded like a token.
const WRAPPED_SOL: &str = "So11111111111111111111111111111111111111112";

/// Which side of the trade is SOL.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Pair {
    SolToToken,
    TokenToSol,
    TokenToToken,
}

pub(in crate::resource) async fn quote_sol_to_token(
    State(simulation): State<Simulation>,
    RawQuery(query): RawQuery,
) -> Reply<Quote> {
    quote(&simulation, query.as_deref(), Pair::SolToToken)
}

pub(in crate::resource) async fn quote_token_to_sol(
    State(simulation): State<Simulation>,
    RawQuery(query): RawQuery,
) -> Reply<Quote> {
    quote(&simulation, query.as_deref(), Pair::TokenToSol)
}

pub(in crate::resource) async fn quote_token_to_token(
    State(simulation): State<Simulation>,
    RawQuery(query): RawQuery,
) -> Reply<Quote> {
    quote(&simulation, query.as_deref(), Pair::TokenToToken)
}

/// The path of older SDKs: one for all pairs, in which SOL goes by the mint of its wrapped form.
pub(in crate::resource) async fn older_quote(
    State(simulation): State<Simulation>,
    RawQuery(query): RawQuery,
) -> Reply<Quote> {
    let mut mints = Query::read(query.as_deref().unwrap_or_default());
    let mut is_sol = |name: &str| mints.text(name).is_some_and(|mint| mint == WRAPPED_SOL);
    let pair = match (is_sol("inputMint"), is_sol("outputMint")) {
        (true, _) => Pair::SolToToken,
        (false, true) => Pair::TokenToSol,
        (false, false) => Pair::TokenToToken,
    };
    quote(&simulation, query.as_deref(), pair)
}

pub(in crate::resource) async fn swap_sol_to_token(
    State(simulation): State<Simulation>,
    Extension(caller): Extension<Caller>,
    body: JsonBody,
) -> Reply<Swapped> {
    swap(&simulation, &caller, &body, Pair::SolToToken)
}

pub(in crate::resource) async fn swap_token_to_sol(
    State(simulation): State<Simulation>,
    Extension(caller): Extension<Caller>,
    body: JsonBody,
) -> Reply<Swapped> {
    swap(&simulation, &caller, &body, Pair::TokenToSol)
}

pub(in crate::resource) async fn swap_token_to_token(
    State(simulation): State<Simulation>,
    Extension(caller): Extension<Caller>,
    body: JsonBody,
) -> Reply<Swapped> {
    swap(&simulation, &caller, &body, Pair::TokenToToken)
}

fn swap(simulation: &Simulation, caller: &Caller, body: &JsonBody, pair: Pair) -> Reply<Swapped> {
    let mut fields = body.fields();
    let sold = pair.sold(|| fields.required("inputMint", NO_ADDRESS, address::solana));
    let bought = pair.bought(|| fields.required("outputMint", NO_ADDRESS, address::solana));
    if is_same(sold, bought) {
        fields.complain("outputMint", "must be another token than inputMint");
    }
    let unit = simulation.lock().switches.solana_swap_unit;
    let sold = fields.figure("amount").zip(sold).map(|(amount, sold)| match unit {
        SolanaSwapUnit::Human => fields.quantity("amount", &amount, sold),
        SolanaSwapUnit::Lamports => fields.minor_quantity("amount", &amount, sold),
    });
    let slippage = fields.optional_number("slippageBps", "must be an integer from 0 to 10000", |points| {
        (points <= 10_000).then(|| i128::from(points))
    });
    fields.finish()?;
    let (sold, bought) = sold.zip(bought).ok_or(Refusal::NoSuch("Token"))?;
    let terms = Terms { fee: FEE, slippage: slippage.unwrap_or(USUAL_SLIPPAGE) };
    let signature = simulation.lock().swap(caller, Order { sold, bought }, terms)?;
    let tx_url = format!("https://solscan.io/tx/{signature}").into();
    Ok(Json(Envelope::ok("Swap executed successfully", Swapped { signature, tx_url })))
}

fn quote(simulation: &Simulation, query: Option<&str>, pair: Pair) -> Reply<Quote> {
    let mut query = Query::read(query.unwrap_or_default());
    let mint = |query: &mut Query, name: &str| query.required(name, &format!("{name} {NO_ADDRESS}"), address::solana);
    let sold = pair.sold(|| mint(&mut query, "inputMint"));
    let bought = pair.bought(|| mint(&mut query, "outputMint"));
    if is_same(sold, bought) {
        query.complain("outputMint", "outputMint must be another token than inputMint".to_owned());
    }
    let unit = simulation.lock().switches.solana_swap_unit;
    let sold = query.amount("amount").zip(sold).map(|(amount, sold)| match unit {
        SolanaSwapUnit::Human => query.quantity("amount", &amount, sold),
        SolanaSwapUnit::Lamports => query.minor_quantity("amount", &amount, sold),
    });
    query.finish()?;
    let (sold, bought) = sold.zip(bought).ok_or(Refusal::NoSuch("Token"))?;
    let order = Order { sold, bought };
    let mut world = simulation.lock();
    let now = world.now();
    let trade = order.priced(Terms { fee: FEE, slippage: USUAL_SLIPPAGE }, now)?;
    let quote_id = random::uuid(world.ledger.random());
    let lifetime = world.switches.quote_lifetime_seconds;
    Ok(Json(Envelope::ok("Quote retrieved successfully", view(quote_id, &trade, order.gas()?, now, lifetime))))
}

impl Pair {
    /// What is sold: SOL, or the token whose mint is read.
    fn sold(self, mint: impl FnOnce() -> Option<String>) -> Option<Asset> {
        if self == Self::SolToToken { Some(Asset::SOL) } else { Asset::at(NETWORK, &mint()?) }
    }

    fn bought(self, mint: impl FnOnce() -> Option<String>) -> Option<Asset> {
        if self == Self::TokenToSol { Some(Asset::SOL) } else { Asset::at(NETWORK, &mint()?) }
    }
}

fn is_same(sold: Option<Asset>, bought: Option<Asset>) -> bool {
    sold.is_some() && sold == bought
}

fn view(quote_id: String, trade: &Trade, gas: Quantity, now: Timestamp, lifetime_seconds: u32) -> Quote {
    let number = |amount: Amount| Field::from(Figure::number(amount));
    let whole = |count: u64| Field::from(Figure::number(Amount::from(count)));
    let raw = |quantity: Quantity| Field::from(Figure::digits(Amount::from_minor(quantity.units, 0)));
    let percent = |basis_points: i128| number(Amount::from_minor(basis_points, 2));
    let worth = |quantity: Quantity| market::worth(quantity, now);
    let direct = trade.sold.asset == Asset::SOL || trade.bought.asset == Asset::SOL;
    let hops = if direct { vec![] } else { vec![Asset::SOL] };
    let tokens = [&[trade.sold.asset][..], &hops, &[trade.bought.asset]].concat();
    Quote {
        quote_id: quote_id.into(),
        swap_mode: "ExactIn".into(),
        from_token: side(trade.sold.asset).into(),
        to_token: side(trade.bought.asset).into(),
        amounts: QuoteAmounts {
            input_amount: number(trade.sold.amount()),
            output_amount: number(trade.bought.amount()),
            min_output_amount: number(trade.least(USUAL_SLIPPAGE).amount()),
            input_amount_raw: raw(trade.sold),
            output_amount_raw: raw(trade.bought),
        }
        .into(),
        rates: QuoteRates {
            rate: number(trade.rate()),
            reverse_rate: number(trade.reverse_rate()),
            usd_rate: number(market::dollars(trade.sold.asset, now)),
        }
        .into(),
        fees: QuoteFees {
            protocol_fee_percent: percent(FEE),
            protocol_fee_amount: number(trade.fee.amount()),
            platform_fee_percent: whole(0),
            total_fee_percent: percent(FEE),
            total_fee_amount: number(trade.fee.amount()),
            gas_fee: number(gas.amount()),
            total_cost: number(worth(trade.fee) + worth(gas)),
        }
        .into(),
        route: QuoteRoute {
            hops: whole(tokens.len() as u64 - 1),
            dexes: tokens.iter().skip(1).map(|_| "Orca".to_owned()).collect(),
            tokens: tokens.iter().map(|token| token.symbol().to_owned()).collect(),
            efficiency_score: number(Amount::from(100) - trade.impact.clone()),
        }
        .into(),
        usd_values: QuoteValues {
            input_value: number(worth(trade.sold)),
            output_value: number(worth(trade.bought)),
            net_value: number(worth(trade.bought) - worth(gas)),
        }
        .into(),
        price_impact: number(trade.impact.clone()),
        slippage_tolerance: percent(USUAL_SLIPPAGE),
        expiry_timestamp: whole(expiry(now, lifetime_seconds)),
        expires_in: whole(lifetime_seconds.into()),
        estimated_swap_time: whole(UNDER_WAY.unsigned_abs().as_secs()),
        network: Cluster::Mainnet.name().into(),
        executable: trade.is_liquid.into(),
        warnings: if trade.is_liquid { vec![] } else { vec!["Insufficient liquidity for this trade".to_owned()] },
    }
}

fn side(asset: Asset) -> Side {
    let particulars = asset.particulars();
    Side {
        address: particulars.address.unwrap_or(WRAPPED_SOL).into(),
        symbol: Field(Some(particulars.symbol.into())),
        decimals: Figure::number(Amount::from(u64::from(particulars.decimals))).into(),
        name: particulars.name.into(),
        logo_uri: "".into(),
    }
}
