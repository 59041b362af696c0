//! `/solana/…` (`monei-api.md` §3.9): the address, balances, the portfolio and transfers on Solana.

use axum::Json;
use axum::extract::{Extension, RawQuery, State};
use jiff::Timestamp;
use monei_api::Field;
use monei_api::envelope::Envelope;
use monei_api::money::{Amount, Figure};
pub(super) use monei_api::solana::Portfolio;
use monei_api::solana::{Address, Sent, Token};
use monei_api::wallet::Balance;

use super::evm::balance;
use super::{PathText, Reply, person, sends};
use crate::address;
use crate::body::{Fields, JsonBody};
use crate::ledger::{Asset, Cluster, Ledger, Network};
use crate::market;
use crate::people::Person;
use crate::query::Query;
use crate::refusal::Refusal;
use crate::world::{Caller, Simulation};

const NO_CLUSTER: &str = "must be mainnet-beta, devnet or testnet";
pub(super) const NO_ADDRESS: &str = "must be a Solana address";

pub(super) async fn own_address(
    State(simulation): State<Simulation>,
    Extension(caller): Extension<Caller>,
) -> Reply<Address> {
    let world = simulation.lock();
    let wallet = person(&world, &caller)?.wallet_on(Network::Solana(Cluster::Mainnet));
    let address = wallet.ok_or(Refusal::NoSuch("Wallet"))?.address.clone();
    Ok(Json(Envelope::ok("Address retrieved successfully", Address { address })))
}

pub(super) async fn native_balance(
    State(simulation): State<Simulation>,
    Extension(caller): Extension<Caller>,
    RawQuery(query): RawQuery,
) -> Reply<Balance> {
    let network = asked_network(query.as_deref())?;
    balance(&simulation.lock(), &caller, Asset::native(network).ok_or(Refusal::NoSuch("Network"))?)
}

pub(super) async fn token_balance(
    State(simulation): State<Simulation>,
    Extension(caller): Extension<Caller>,
    RawQuery(query): RawQuery,
    mint: PathText,
) -> Reply<Balance> {
    let mint = mint.read("tokenMintAddress")?;
    let network = asked_network(query.as_deref())?;
    let wrong = || Refusal::field("tokenMintAddress", format!("tokenMintAddress {NO_ADDRESS}"));
    let mint = address::solana(&mint).ok_or_else(wrong)?;
    balance(&simulation.lock(), &caller, Asset::at(network, &mint).ok_or(Refusal::NoSuch("Token"))?)
}

pub(super) async fn portfolio(
    State(simulation): State<Simulation>,
    Extension(caller): Extension<Caller>,
    RawQuery(query): RawQuery,
) -> Reply<Portfolio> {
    let network = asked_network(query.as_deref())?;
    let world = simulation.lock();
    let portfolio = portfolio_of(&world.ledger, person(&world, &caller)?, network, world.now());
    Ok(Json(Envelope::ok("Portfolio retrieved successfully", portfolio.ok_or(Refusal::NoSuch("Wallet"))?)))
}

fn asked_network(query: Option<&str>) -> Result<Network, Refusal> {
    let mut query = Query::read(query.unwrap_or_default());
    let cluster = query.value("network", &format!("network {NO_CLUSTER}"), Cluster::by_name);
    query.finish()?;
    Ok(Network::Solana(cluster.unwrap_or(Cluster::Mainnet)))
}

/// What somebody has on a network: SOL, and the tokens of which there is some.
pub(super) fn portfolio_of(ledger: &Ledger, person: &Person, network: Network, now: Timestamp) -> Option<Portfolio> {
    let wallet = person.wallet_on(network)?;
    let sol = ledger.balance(person.owner, Asset::native(network)?);
    let held = Asset::tokens(network).map(|token| ledger.balance(person.owner, token)).filter(|held| held.units > 0);
    let total: Amount = std::iter::once(sol).chain(held.clone()).map(|held| market::worth(held, now)).sum();
    let tokens = held.map(|held| {
        let particulars = held.asset.particulars();
        Token {
            mint_address: Field(particulars.address.map(str::to_owned)),
            name: particulars.name.into(),
            symbol: Field(Some(particulars.symbol.into())),
            balance: Figure::number(held.amount()).into(),
            raw_balance: Figure::digits(Amount::from_minor(held.units, 0)).into(),
            decimals: Figure::number(Amount::from(u64::from(particulars.decimals))).into(),
            price_usd: Figure::number(market::dollars(held.asset, now)).into(),
            value_usd: Figure::number(market::worth(held, now)).into(),
        }
    });
    Some(Portfolio {
        user_id: person.id.clone().into(),
        address: wallet.address.clone().into(),
        native_balance: Figure::digits(sol.amount()).into(),
        native_balance_lamports: Figure::digits(Amount::from_minor(sol.units, 0)).into(),
        native_balance_usd: Figure::number(market::worth(sol, now)).into(),
        tokens: tokens.collect(),
        total_value_usd: Figure::number(total).into(),
    })
}

pub(super) async fn transfer(
    State(simulation): State<Simulation>,
    Extension(caller): Extension<Caller>,
    body: JsonBody,
) -> Reply<Sent> {
    let mut fields = body.fields();
    let to = receiver(&mut fields);
    let pin = sends::pin(&mut fields, &simulation.lock().switches);
    let sol = Asset::native(network(&mut fields));
    let amount = fields.figure("amount").zip(sol).map(|(amount, sol)| fields.quantity("amount", &amount, sol));
    fields.finish()?;
    let amount = amount.ok_or(Refusal::NoSuch("Network"))?;
    let signature = simulation.lock().send_with_pin(&caller, pin.as_deref(), &to, amount)?;
    Ok(Json(Envelope::ok("Transaction sent successfully", Sent { signature })))
}

pub(super) async fn transfer_token(
    State(simulation): State<Simulation>,
    Extension(caller): Extension<Caller>,
    body: JsonBody,
) -> Reply<Sent> {
    let mut fields = body.fields();
    let to = receiver(&mut fields);
    let pin = sends::pin(&mut fields, &simulation.lock().switches);
    let network = network(&mut fields);
    let mint = fields.required("tokenMintAddress", NO_ADDRESS, address::solana);
    let token = mint.and_then(|mint| Asset::at(network, &mint));
    let amount = fields.figure("amount").zip(token).map(|(amount, token)| fields.quantity("amount", &amount, token));
    fields.finish()?;
    let amount = amount.ok_or(Refusal::NoSuch("Token"))?;
    let signature = simulation.lock().send_with_pin(&caller, pin.as_deref(), &to, amount)?;
    Ok(Json(Envelope::ok("Transaction sent successfully", Sent { signature })))
}

fn receiver(fields: &mut Fields<'_>) -> String {
    fields.required("to", NO_ADDRESS, address::solana).unwrap_or_default()
}

fn network(fields: &mut Fields<'_>) -> Network {
    Network::Solana(fields.optional("network", NO_CLUSTER, Cluster::by_name).unwrap_or(Cluster::Mainnet))
}
