//! `/evm/…` (`monei-api.md` §3.8): networks, balances, portfolios and sends on EVM chains.

use axum::Json;
use axum::extract::{Extension, RawQuery, State};
use jiff::Timestamp;
use monei_api::Field;
use monei_api::envelope::Envelope;
pub(super) use monei_api::evm::Portfolio;
use monei_api::evm::{Network as NetworkRow, Sent, Token, TokenKind};
use monei_api::money::{Amount, Figure};
use monei_api::wallet::Balance;

use super::{PathText, Reply, person, sends};
use crate::address;
use crate::body::{Fields, JsonBody};
use crate::chains::EvmChain;
use crate::clock::on_the_wire;
use crate::ledger::{Asset, Ledger};
use crate::market;
use crate::people::Person;
use crate::query::{Query, positive};
use crate::refusal::Refusal;
use crate::switches::Networks;
use crate::world::{Caller, Simulation, World};

const NO_CHAIN: &str = "must be the id of a supported network";
pub(super) const NO_ADDRESS: &str = "must be an EVM address";

pub(super) async fn networks(State(simulation): State<Simulation>) -> Reply<Vec<NetworkRow>> {
    let wanted = simulation.lock().switches.networks;
    let listed = EvmChain::all().filter(|chain| chain.network().is_main() == (wanted == Networks::Mainnets));
    let rows = listed.map(|chain| NetworkRow {
        chain_id: chain.id.into(),
        name: chain.name.into(),
        native_token: Field(Asset::native(chain.network()).map(|coin| coin.symbol().into())),
        block_explorer_url: chain.explorer.into(),
        block_explore_url: chain.explorer.into(),
        is_testnet: (!chain.network().is_main()).into(),
    });
    Ok(Json(Envelope::ok("Networks retrieved successfully", rows.collect())))
}

pub(super) async fn native_balance(
    State(simulation): State<Simulation>,
    Extension(caller): Extension<Caller>,
    RawQuery(query): RawQuery,
) -> Reply<Balance> {
    let mut query = Query::read(query.as_deref().unwrap_or_default());
    let chain = required_chain(&mut query);
    query.finish()?;
    let coin = chain.and_then(|chain| Asset::native(chain.network())).ok_or(Refusal::NoSuch("Network"))?;
    balance(&simulation.lock(), &caller, coin)
}

pub(super) async fn token_balance(
    State(simulation): State<Simulation>,
    Extension(caller): Extension<Caller>,
    RawQuery(query): RawQuery,
) -> Reply<Balance> {
    let mut query = Query::read(query.as_deref().unwrap_or_default());
    let chain = required_chain(&mut query);
    let token = query.required("tokenAddress", &format!("tokenAddress {NO_ADDRESS}"), address::evm);
    query.finish()?;
    let token = chain.zip(token).and_then(|(chain, token)| Asset::at(chain.network(), &token));
    balance(&simulation.lock(), &caller, token.ok_or(Refusal::NoSuch("Token"))?)
}

fn required_chain(query: &mut Query) -> Option<&'static EvmChain> {
    query.required("chainId", &format!("chainId {NO_CHAIN}"), |text| positive(text).and_then(EvmChain::by_id))
}

/// The chain of a call that may name one.
pub(super) fn asked_chain(query: &mut Query) -> Option<&'static EvmChain> {
    query.value("chainId", &format!("chainId {NO_CHAIN}"), |text| positive(text).and_then(EvmChain::by_id))
}

/// What somebody has of an asset whose network they have a wallet on.
pub(super) fn balance(world: &World, caller: &Caller, asset: Asset) -> Reply<Balance> {
    let person = person(world, caller)?;
    person.wallet_on(asset.network()).ok_or(Refusal::NoSuch("Wallet"))?;
    let balance = Figure::digits(world.ledger.balance(person.owner, asset).amount());
    Ok(Json(Envelope::ok("Balance retrieved successfully", Balance { balance })))
}

pub(super) async fn portfolio(
    State(simulation): State<Simulation>,
    Extension(caller): Extension<Caller>,
    chain: PathText,
) -> Reply<Portfolio> {
    let chain = chain.read("chainId")?;
    let chain = positive(&chain).and_then(EvmChain::by_id);
    let chain = chain.ok_or_else(|| Refusal::field("chainId", format!("chainId {NO_CHAIN}")))?;
    let world = simulation.lock();
    let portfolio = portfolio_of(&world.ledger, person(&world, &caller)?, chain, world.now());
    Ok(Json(Envelope::ok("Portfolio retrieved successfully", portfolio.ok_or(Refusal::NoSuch("Wallet"))?)))
}

/// What somebody has on a chain: its coin, and the tokens of which there is some.
pub(super) fn portfolio_of(ledger: &Ledger, person: &Person, chain: &EvmChain, now: Timestamp) -> Option<Portfolio> {
    let network = chain.network();
    let wallet = person.wallet_on(network)?;
    let holding = |asset: Asset| ledger.balance(person.owner, asset);
    let held = Asset::tokens(network).filter(|token| holding(*token).units > 0);
    let native = Asset::native(network)?;
    let all = std::iter::once(native).chain(held.clone());
    let total: Amount = all.map(|asset| market::worth(holding(asset), now)).sum();
    let row = |asset: Asset| token(ledger, person, chain, asset, now);
    Some(Portfolio {
        user_id: person.id.clone().into(),
        wallet_address: wallet.address.clone().into(),
        network: chain.slug.into(),
        total_portfolio_value_usd: Figure::text(total).into(),
        native_token: row(native).into(),
        tokens: held.map(row).collect(),
        updated_at: on_the_wire(now).into(),
    })
}

fn token(ledger: &Ledger, person: &Person, chain: &EvmChain, asset: Asset, now: Timestamp) -> Token {
    let particulars = asset.particulars();
    let balance = ledger.balance(person.owner, asset);
    Token {
        contract_address: Field(particulars.address.map(str::to_owned)),
        name: particulars.name.into(),
        symbol: Field(Some(particulars.symbol.into())),
        decimals: Figure::digits(Amount::from(u64::from(particulars.decimals))).into(),
        logo_url: "".into(),
        kind: if particulars.address.is_some() { TokenKind::Token } else { TokenKind::Native }.into(),
        balance: Figure::digits(balance.amount()).into(),
        balance_usd: Figure::text(market::worth(balance, now)).into(),
        price_usd: Figure::text(market::dollars(asset, now)).into(),
        raw_balance: Figure::digits(Amount::from_minor(balance.units, 0)).into(),
        network: chain.slug.into(),
    }
}

pub(super) async fn send_native(
    State(simulation): State<Simulation>,
    Extension(caller): Extension<Caller>,
    body: JsonBody,
) -> Reply<Sent> {
    let mut fields = body.fields();
    let to = receiver(&mut fields);
    let pin = sends::pin(&mut fields, &simulation.lock().switches);
    let coin = chain(&mut fields).and_then(|chain| Asset::native(chain.network()));
    let amount = fields.figure("amount").zip(coin).map(|(amount, coin)| fields.quantity("amount", &amount, coin));
    fields.finish()?;
    let amount = amount.ok_or(Refusal::NoSuch("Network"))?;
    let tx_hash = simulation.lock().send_with_pin(&caller, pin.as_deref(), &to, amount)?;
    Ok(Json(Envelope::ok("Transaction sent successfully", Sent { tx_hash })))
}

pub(super) async fn send_token(
    State(simulation): State<Simulation>,
    Extension(caller): Extension<Caller>,
    body: JsonBody,
) -> Reply<Sent> {
    let mut fields = body.fields();
    let to = receiver(&mut fields);
    let pin = sends::pin(&mut fields, &simulation.lock().switches);
    let chain = chain(&mut fields);
    let token = fields.required("tokenAddress", NO_ADDRESS, address::evm);
    let token = chain.zip(token).and_then(|(chain, token)| Asset::at(chain.network(), &token));
    let amount = fields.figure("amount").zip(token).map(|(amount, token)| fields.quantity("amount", &amount, token));
    fields.finish()?;
    let amount = amount.ok_or(Refusal::NoSuch("Token"))?;
    let tx_hash = simulation.lock().send_with_pin(&caller, pin.as_deref(), &to, amount)?;
    Ok(Json(Envelope::ok("Transaction sent successfully", Sent { tx_hash })))
}

/// Mistyping one letter of an address loses the money, so that a checksum is looked at where there is one.
fn receiver(fields: &mut Fields<'_>) -> String {
    fields.required("to", "must be an EVM address with a valid checksum", address::checked_evm).unwrap_or_default()
}

pub(super) fn chain(fields: &mut Fields<'_>) -> Option<&'static EvmChain> {
    fields.number("chainId", NO_CHAIN, EvmChain::by_id)
}
