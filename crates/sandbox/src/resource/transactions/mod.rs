//! `GET /transactions…` (`monei-api.md` §3.7): the list with its filters, and single transactions.

mod query;

use axum::Json;
use axum::extract::rejection::PathRejection;
use axum::extract::{Extension, Path, RawQuery, State};
use axum::response::{IntoResponse, Response};
use jiff::Timestamp;
use monei_api::Field;
use monei_api::envelope::Envelope;
use monei_api::money::{Amount, Figure};
use monei_api::transaction::{
    PageNumber, Pagination, Transaction, TransactionKind, TransactionPage, TransactionStatus,
};
use monei_api::user::User;
use monei_api::wallet::Subwallet;
use serde::Serialize;

use self::query::Query;
use super::{Reply, person, user, wallet};
use crate::people::{Entry, Person};
use crate::refusal::Refusal;
use crate::switches::DetailShape;
use crate::world::{Caller, Simulation};

pub(super) async fn list(
    State(simulation): State<Simulation>,
    Extension(caller): Extension<Caller>,
    RawQuery(query): RawQuery,
) -> Reply<TransactionPage> {
    let query = Query::parse(query.as_deref().unwrap_or_default())?;
    let world = simulation.lock();
    let person = person(&world, &caller)?;
    let matching = query.select(person.ledger.entries());
    let total = matching.len() as u64;
    let total_pages = total.div_ceil(query.limit);
    let from = query.page.saturating_sub(1).saturating_mul(query.limit);
    let shown = matching
        .into_iter()
        .skip(usize::try_from(from).unwrap_or(usize::MAX))
        .take(usize::try_from(query.limit).unwrap_or(usize::MAX))
        .map(|entry| row(person, entry))
        .collect();
    let number = |count: u64| Field::from(PageNumber(count));
    let pagination = Pagination {
        page: number(query.page),
        limit: number(query.limit),
        total: number(total),
        total_pages: number(total_pages),
        has_next_page: (query.page < total_pages).into(),
        has_previous_page: (query.page > 1).into(),
    };
    let page = TransactionPage { transactions: shown, pagination };
    Ok(Json(Envelope::ok("Transactions retrieved successfully", page)))
}

pub(super) async fn by_id(
    State(simulation): State<Simulation>,
    Extension(caller): Extension<Caller>,
    id: Result<Path<String>, PathRejection>,
) -> Result<Response, Refusal> {
    let Path(id) = id.map_err(|_| unreadable("id"))?;
    one(&simulation, &caller, |person| person.ledger.find(&id))
}

pub(super) async fn by_reference(
    State(simulation): State<Simulation>,
    Extension(caller): Extension<Caller>,
    reference: Result<Path<String>, PathRejection>,
) -> Result<Response, Refusal> {
    let Path(reference) = reference.map_err(|_| unreadable("reference"))?;
    one(&simulation, &caller, |person| person.ledger.find_by_reference(&reference))
}

/// A part of the path that is not text once it is decoded: the framework's own answer would not have the common body.
fn unreadable(name: &str) -> Refusal {
    Refusal::Malformed(format!("{name} must be percent-encoded UTF-8"))
}

fn one(
    simulation: &Simulation,
    caller: &Caller,
    find: impl FnOnce(&Person) -> Option<&Entry>,
) -> Result<Response, Refusal> {
    let world = simulation.lock();
    let person = person(&world, caller)?;
    let detail = detail(person, find(person).ok_or(Refusal::NoSuchTransaction)?);
    Ok(match world.switches.transaction_detail {
        DetailShape::Envelope => Json(Envelope::ok("Transaction retrieved successfully", detail)).into_response(),
        DetailShape::Bare => Json(detail).into_response(),
    })
}

/// A row of the list.
fn row(person: &Person, entry: &Entry) -> Transaction {
    Transaction {
        id: entry.id.clone(),
        user_id: person.id.clone().into(),
        amount: Figure::number(entry.amount.clone()).into(),
        kind: entry.kind.clone().into(),
        status: entry.status.clone().into(),
        reference: Field(Some(entry.reference.as_str().into())),
        currency: Field(Some(entry.currency.symbol().into())),
        narration: entry.narration.clone().into(),
        created_at: entry.created_at.into(),
        updated_at: entry.updated_at.into(),
        deleted_date: Field::default(),
    }
}

/// A single transaction: the row without `userId`, and what it is connected with.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct TransactionDetail {
    id: String,
    amount: Figure,
    total_amount: Figure,
    fee: Figure,
    #[serde(rename = "type")]
    kind: TransactionKind,
    status: TransactionStatus,
    nature: &'static str,
    reference: String,
    currency: String,
    narration: String,
    user: User,
    wallet: WalletReference,
    subwallet: Option<Subwallet>,
    fincra_reference: Option<String>,
    flutterwave_reference: Option<String>,
    flw_id: Option<String>,
    metadata: Metadata,
    customer: Option<String>,
    owner: &'static str,
    environment: &'static str,
    created_at: Timestamp,
    updated_at: Timestamp,
    deleted_date: Option<Timestamp>,
}

#[derive(Serialize)]
struct WalletReference {
    id: String,
}

/// The only place where the way of a peer transfer is told (§3.7).
#[derive(Serialize)]
struct Metadata {
    direction: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    counterparty: Option<String>,
}

fn detail(person: &Person, entry: &Entry) -> TransactionDetail {
    let of_currency =
        |wallet: &Subwallet| wallet.currency.as_ref().is_some_and(|currency| **currency == *entry.currency.symbol());
    TransactionDetail {
        id: entry.id.clone(),
        amount: Figure::number(entry.amount.clone()),
        total_amount: Figure::number(entry.amount.clone()),
        fee: Figure::number(Amount::zero()),
        kind: entry.kind.clone(),
        status: entry.status.clone(),
        nature: entry.nature.name(),
        reference: entry.reference.clone(),
        currency: entry.currency.symbol().to_owned(),
        narration: entry.narration.clone(),
        user: user::user(person),
        wallet: WalletReference { id: person.wallet_id.clone() },
        subwallet: wallet::subwallets(person).into_iter().find(of_currency),
        fincra_reference: None,
        flutterwave_reference: None,
        flw_id: None,
        metadata: Metadata { direction: entry.direction.name(), counterparty: entry.counterparty.clone() },
        customer: None,
        owner: "USER",
        environment: "sandbox",
        created_at: entry.created_at,
        updated_at: entry.updated_at,
        deleted_date: None,
    }
}
