//! `/evm-exchange/…` (`monei-api.md` §3.10): prices and swaps on EVM chains.

use axum::Json;
use axum::extract::{Extension, State};
use axum::response::{IntoResponse, Response};
use jiff::Timestamp;
use monei_api::Field;
use monei_api::envelope::Envelope;
use monei_api::evm::Sent;
use monei_api::exchange::{Price, Side};
use monei_api::money::{Amount, Figure};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Map, Value};

use super::{Order, Terms, expiry};
use crate::address;
use crate::body::{Fields, JsonBody};
use crate::chains::{Errand, EvmChain};
use crate::ledger::{Asset, Network, Quantity};
use crate::market;
use crate::random;
use crate::refusal::Refusal;
use crate::resource::Reply;
use crate::resource::evm::{NO_ADDRESS, chain};
use crate::switches::EvmPrice;
use crate::world::{Caller, Simulation};

/// The calls have no slippage; this is what the aggregator takes where it is told none.
const TERMS: Terms = Terms { fee: 15, slippage: 100 };
/// The aggregator's name for the coin of a chain.
const COIN: &str = "0xEeeeeEeeeEeEeeEeEeEeeEEEeeeeEeeeeeeeEEeE";

/// Which side of the trade is the coin of the chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Pair {
    NativeToToken,
    TokenToToken,
    TokenToNative,
}

pub(in crate::resource) async fn price_native_to_token(
    State(simulation): State<Simulation>,
    body: JsonBody,
) -> Result<Response, Refusal> {
    let shape = simulation.lock().switches.evm_price;
    price(&simulation, &body, Pair::NativeToToken, shape)
}

pub(in crate::resource) async fn price_token_to_token(
    State(simulation): State<Simulation>,
    body: JsonBody,
) -> Result<Response, Refusal> {
    let shape = simulation.lock().switches.evm_price;
    price(&simulation, &body, Pair::TokenToToken, shape)
}

pub(in crate::resource) async fn price_token_to_native(
    State(simulation): State<Simulation>,
    body: JsonBody,
) -> Result<Response, Refusal> {
    let shape = simulation.lock().switches.evm_price;
    price(&simulation, &body, Pair::TokenToNative, shape)
}

/// Older SDKs have the aggregator's answer under paths of their own.
pub(in crate::resource) async fn older_native_to_token(
    State(simulation): State<Simulation>,
    body: JsonBody,
) -> Result<Response, Refusal> {
    price(&simulation, &body, Pair::NativeToToken, EvmPrice::Aggregator)
}

pub(in crate::resource) async fn older_token_to_token(
    State(simulation): State<Simulation>,
    body: JsonBody,
) -> Result<Response, Refusal> {
    price(&simulation, &body, Pair::TokenToToken, EvmPrice::Aggregator)
}

pub(in crate::resource) async fn older_token_to_native(
    State(simulation): State<Simulation>,
    body: JsonBody,
) -> Result<Response, Refusal> {
    price(&simulation, &body, Pair::TokenToNative, EvmPrice::Aggregator)
}

pub(in crate::resource) async fn swap_native_to_token(
    State(simulation): State<Simulation>,
    Extension(caller): Extension<Caller>,
    body: JsonBody,
) -> Reply<Sent> {
    swap(&simulation, &caller, &body, Pair::NativeToToken)
}

pub(in crate::resource) async fn swap_token_to_token(
    State(simulation): State<Simulation>,
    Extension(caller): Extension<Caller>,
    body: JsonBody,
) -> Reply<Sent> {
    swap(&simulation, &caller, &body, Pair::TokenToToken)
}

pub(in crate::resource) async fn swap_token_to_native(
    State(simulation): State<Simulation>,
    Extension(caller): Extension<Caller>,
    body: JsonBody,
) -> Reply<Sent> {
    swap(&simulation, &caller, &body, Pair::TokenToNative)
}

fn swap(simulation: &Simulation, caller: &Caller, body: &JsonBody, pair: Pair) -> Reply<Sent> {
    let (_, order) = order(body, pair)?;
    let tx_hash = simulation.lock().swap(caller, order, TERMS)?;
    Ok(Json(Envelope::ok("Swap executed successfully", Sent { tx_hash })))
}

/// Reads what is to be traded.
fn order(body: &JsonBody, pair: Pair) -> Result<(&'static EvmChain, Order), Refusal> {
    let mut fields = body.fields();
    let sold = (pair != Pair::NativeToToken).then(|| token(&mut fields, "tokenIn")).flatten();
    let bought = (pair != Pair::TokenToNative).then(|| token(&mut fields, "tokenOut")).flatten();
    let chain = if pair == Pair::TokenToToken && fields.any("chainId").is_none() {
        sold.as_deref().and_then(only_chain_of)
    } else {
        chain(&mut fields)
    };
    let asset = |token: Option<String>, is_coin: bool| {
        let network = chain?.network();
        if is_coin { Asset::native(network) } else { Asset::at(network, &token?) }
    };
    let sold = asset(sold, pair == Pair::NativeToToken);
    let bought = asset(bought, pair == Pair::TokenToNative);
    if sold.is_some() && sold == bought {
        fields.complain("tokenOut", "must be another token than tokenIn");
    }
    let sold = fields.figure("amount").zip(sold).map(|(amount, sold)| fields.quantity("amount", &amount, sold));
    fields.finish()?;
    let order = sold.zip(bought).map(|(sold, bought)| Order { sold, bought });
    chain.zip(order).ok_or(Refusal::NoSuch("Token"))
}

fn token(fields: &mut Fields<'_>, name: &str) -> Option<String> {
    fields.required(name, NO_ADDRESS, address::evm)
}

/// Older callers leave the chain out where both sides are tokens: no two chains here have a token of one address.
fn only_chain_of(token: &str) -> Option<&'static EvmChain> {
    EvmChain::all().find(|chain| Asset::at(chain.network(), token).is_some())
}

fn price(simulation: &Simulation, body: &JsonBody, pair: Pair, shape: EvmPrice) -> Result<Response, Refusal> {
    let (chain, order) = order(body, pair)?;
    let mut world = simulation.lock();
    let now = world.now();
    let message = "Price retrieved successfully";
    Ok(match shape {
        EvmPrice::Quote => {
            let quote_id = random::uuid(world.ledger.random());
            let expires = expiry(now, world.switches.quote_lifetime_seconds);
            Json(Envelope::ok(message, quote(chain, order, quote_id, now, expires)?)).into_response()
        }
        EvmPrice::Aggregator => Json(Envelope::ok(message, aggregator(chain, order, now)?)).into_response(),
    })
}

fn quote(chain: &EvmChain, order: Order, quote_id: String, now: Timestamp, expires: u64) -> Result<Price, Refusal> {
    let trade = order.priced(TERMS, now)?;
    let gas = order.gas()?;
    let figure = |quantity: Quantity| Field::from(Figure::digits(quantity.amount()));
    Ok(Price {
        quote_id: quote_id.into(),
        from_token: side(trade.sold.asset).into(),
        to_token: side(trade.bought.asset).into(),
        from_amount: figure(trade.sold),
        to_amount: figure(trade.bought),
        rate: Figure::digits(trade.rate()).into(),
        reverse_rate: Figure::digits(trade.reverse_rate()).into(),
        min_to_amount: figure(trade.least(TERMS.slippage)),
        protocol_fee: figure(trade.fee),
        protocol_fee_token: Field(Some(trade.fee.asset.symbol().into())),
        estimated_gas: figure(gas),
        estimated_gas_usd: Figure::text(market::worth(gas, now)).into(),
        price_impact: Figure::text(trade.impact).into(),
        liquidity_available: trade.is_liquid.into(),
        total_value_usd: Figure::text(market::worth(trade.sold, now)).into(),
        expiry_timestamp: Figure::number(Amount::from(expires)).into(),
        block_number: Figure::number(Amount::from(chain.block(now))).into(),
        chain_id: chain.id.into(),
    })
}

fn side(asset: Asset) -> Side {
    Side {
        address: asset.particulars().address.unwrap_or(COIN).into(),
        symbol: Field(Some(asset.symbol().into())),
        decimals: Figure::number(Amount::from(u64::from(asset.decimals()))).into(),
        name: Field::default(),
        logo_uri: Field::default(),
    }
}

/// The answer of the aggregator behind Monei.
#[derive(JsonSchema, Serialize)]
pub(in crate::resource) struct AggregatorView {
    permit2: Option<Map<String, Value>>,
    transaction: AggregatorTransaction,
}

#[derive(JsonSchema, Serialize)]
#[serde(rename_all = "camelCase")]
struct AggregatorTransaction {
    to: &'static str,
    data: String,
    gas: String,
    gas_price: String,
    value: String,
}

/// The transaction that the aggregator would have signed. Its calldata is made up, as nobody can execute it here.
fn aggregator(chain: &EvmChain, order: Order, now: Timestamp) -> Result<AggregatorView, Refusal> {
    let trade = order.priced(TERMS, now)?;
    let is_coin = Asset::native(Network::Evm(chain.id)) == Some(trade.sold.asset);
    let transaction = AggregatorTransaction {
        to: "0x0000000000001ff3684f28c67538d4d072c22734",
        data: format!("0x2213bc0b{:064x}{:064x}", trade.sold.units, trade.least(TERMS.slippage).units),
        gas: Errand::Swap.gas_units().to_string(),
        gas_price: chain.gas_price().to_string(),
        value: if is_coin { trade.sold.units } else { 0 }.to_string(),
    };
    Ok(AggregatorView { permit2: None, transaction })
}
