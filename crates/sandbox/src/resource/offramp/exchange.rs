//! `/offramp/exchange/…`: what can be sold, at which rate, and ordering it.

use axum::Json;
use axum::extract::{Extension, RawQuery, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use monei_api::envelope::Envelope;
use monei_api::money::{Amount, Figure};
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::Serialize;

use super::banks;
use super::order::{self, Beneficiary, Request, Source, kobo_for};
use super::view::{AwaitedView, OrderView};
use super::{CHAINS, Chain, NETWORKS, TOKENS, Token};
use crate::body::{Fields, JsonBody};
use crate::ledger::{Asset, Quantity};
use crate::openapi::Answer;
use crate::query::Query;
use crate::refusal::Refusal;
use crate::resource::person;
use crate::switches::{OfframpBankCodes, OfframpInitiateCode, OfframpQuote};
use crate::world::{Caller, Simulation};

#[derive(JsonSchema, Serialize)]
pub(in crate::resource) struct TokenView {
    symbol: &'static str,
    name: &'static str,
    networks: Vec<NetworkView>,
}

#[derive(JsonSchema, Serialize)]
#[serde(rename_all = "camelCase")]
struct NetworkView {
    network: &'static str,
    contract_address: &'static str,
    decimals: u32,
    base_currency: &'static str,
}

pub(in crate::resource) async fn assets() -> Json<Envelope<Vec<TokenView>>> {
    let tokens = Token::ALL.into_iter().map(|token| {
        let on = |chain: &'static Chain| Some((chain, Asset::named(chain.network, token.symbol())?));
        let all: Vec<_> = CHAINS.iter().filter_map(on).collect();
        TokenView {
            symbol: token.symbol(),
            name: all.first().map(|(_, asset)| asset.particulars().name).unwrap_or_default(),
            networks: all
                .into_iter()
                .map(|(chain, asset)| NetworkView {
                    network: chain.name,
                    contract_address: asset.particulars().address.unwrap_or_default(),
                    decimals: asset.decimals(),
                    base_currency: token.base_currency(),
                })
                .collect(),
        }
    });
    Json(Envelope::ok("Supported assets retrieved successfully", tokens.collect()))
}

/// A rate with what it was asked for. The bare form of it and the one in `data` are declared with the same fields.
#[derive(JsonSchema, Serialize)]
struct QuoteView {
    token: &'static str,
    network: &'static str,
    amount: Figure,
    fiat: &'static str,
    rate: Figure,
}

pub(in crate::resource) async fn quote(
    State(simulation): State<Simulation>,
    RawQuery(query): RawQuery,
) -> Result<Response, Refusal> {
    let mut query = Query::read(query.as_deref().unwrap_or_default());
    let token = query.required("token", &format!("token {TOKENS}"), Token::from_symbol);
    let chain = query.required("network", &format!("network {NETWORKS}"), Chain::from_name);
    let amount = query.required("amount", "amount must be a number greater than 0", |text| {
        text.parse::<Amount>().ok().filter(|amount| !amount.is_zero() && !amount.is_negative())
    });
    // An SDK sends the text `undefined` where it was given none.
    query.value("fiat", "fiat must be NGN", |fiat| matches!(fiat, "" | "undefined" | "NGN").then_some(()));
    query.finish()?;
    let (Some(token), Some(chain), Some(amount)) = (token, chain, amount) else { return Err(Refusal::NoSuch("Asset")) };
    let world = simulation.lock();
    let rate = token.rate(chain.network, world.now());
    let (_, rate) = rate.ok_or_else(|| Refusal::field("network", format!("network {}", not_there(token, chain))))?;
    let rate = Asset::NAIRA.units(rate).amount();
    let view = |rate: &Amount| QuoteView {
        token: token.symbol(),
        network: chain.name,
        amount: Figure::number(amount.clone()),
        fiat: "NGN",
        rate: Figure::number(rate.clone()),
    };
    let message = "Quote retrieved successfully";
    Ok(match world.switches.offramp_quote {
        OfframpQuote::Text => Json(Envelope::ok(message, rate.to_plain(2))).into_response(),
        OfframpQuote::Object => Json(Envelope::ok(message, view(&rate))).into_response(),
        OfframpQuote::Bare => Json(view(&rate)).into_response(),
    })
}

fn not_there(token: Token, chain: &Chain) -> String {
    format!("{} does not carry {}", chain.name, token.symbol())
}

/// What is wanted, once it is known to be possible.
struct Wanted {
    crypto: Quantity,
    token: Token,
    chain: &'static Chain,
    beneficiary: Beneficiary,
}

fn read(fields: &mut Fields<'_>, codes: OfframpBankCodes) -> Option<Wanted> {
    let token = fields.required("token", TOKENS, Token::from_symbol);
    let chain = fields.required("network", NETWORKS, Chain::from_name);
    let amount = fields.figure("amount");
    fields.optional("fiatCurrency", "must be NGN", |fiat| (fiat == "NGN").then_some(()));
    let bank = fields.required("bankCode", banks::UNKNOWN, |code| banks::asked(code, codes));
    let account_number = fields.digits("accountNumber", 10..=10);
    let account_name = fields.text("accountName");
    let (token, chain) = (token?, chain?);
    let Some(asset) = Asset::named(chain.network, token.symbol()) else {
        fields.complain("network", &not_there(token, chain));
        return None;
    };
    let crypto = fields.quantity("amount", &amount?, asset);
    Some(Wanted { crypto, token, chain, beneficiary: Beneficiary { bank: bank?, account_number, account_name } })
}

pub(in crate::resource) async fn initiate(
    State(simulation): State<Simulation>,
    Extension(caller): Extension<Caller>,
    body: JsonBody,
) -> Result<Response, Refusal> {
    let mut fields = body.fields();
    let wanted = read(&mut fields, simulation.lock().switches.offramp_bank_codes);
    fields.finish()?;
    let Wanted { crypto, token, chain, beneficiary } = wanted.ok_or(Refusal::NoSuch("Asset"))?;

    let mut world = simulation.lock();
    let owner = person(&world, &caller)?.owner;
    let (_, rate) = token.rate(chain.network, world.now()).ok_or(Refusal::NoSuch("Asset"))?;
    let fiat = kobo_for(crypto, rate).ok_or_else(|| Refusal::field("amount", "amount is too large"))?;
    if fiat.units == 0 {
        return Err(Refusal::field("amount", "amount is worth less than a kobo"));
    }
    world.may_move_crypto(owner, crypto)?;
    let balance = world.ledger.balance(owner, crypto.asset);
    let source = if balance.units >= crypto.units { Source::MoneiWallet } else { Source::ExternalWallet };
    let request = Request { owner, crypto, fiat, rate: Asset::NAIRA.units(rate), beneficiary, source };
    let key = order::place(&mut world, request)?;
    let order = world.offramp.get(key).ok_or(Refusal::NoSuch("Offramp order"))?;

    let spelling = world.switches.offramp_account_key;
    let (status, answer) = match source {
        Source::MoneiWallet => (StatusCode::CREATED, Initiated::Paid(Box::new(OrderView::new(order, spelling)))),
        Source::ExternalWallet => {
            let awaited = AwaitedView::new(order, chain, balance, spelling);
            (StatusCode::ACCEPTED, Initiated::Awaited(Box::new(awaited)))
        }
    };
    let told = match world.switches.offramp_initiate_code {
        OfframpInitiateCode::Http => status,
        OfframpInitiateCode::Ok => StatusCode::OK,
    };
    let envelope = Envelope { status_code: told.as_u16(), ..Envelope::ok("Offramp initiated successfully", answer) };
    Ok((status, Json(envelope)).into_response())
}

/// What the two HTTP statuses come with.
pub(in crate::resource) struct Initiation;

impl Answer for Initiation {
    fn successes(generator: &mut SchemaGenerator) -> Vec<(StatusCode, Schema)> {
        vec![
            (StatusCode::CREATED, generator.subschema_for::<Envelope<OrderView>>()),
            (StatusCode::ACCEPTED, generator.subschema_for::<Envelope<AwaitedView>>()),
        ]
    }
}

/// The two forms of the answer.
#[derive(Serialize)]
#[serde(untagged)]
enum Initiated {
    Paid(Box<OrderView>),
    Awaited(Box<AwaitedView>),
}
