//! `GET /transactions…` (`monei-api.md` §3.7): the list with its filters, and single transactions.

pub(super) mod filter;

use axum::Json;
use axum::extract::{Extension, RawQuery, State};
use axum::response::{IntoResponse, Response};
use jiff::Timestamp;
use monei_api::Field;
use monei_api::envelope::Envelope;
use monei_api::money::{Amount, Figure};
use monei_api::transaction::{
    PageNumber, Pagination, Transaction as Row, TransactionKind, TransactionPage, TransactionStatus,
};
use monei_api::user::User;
use monei_api::wallet::Subwallet;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Map, Value};

use self::filter::Filter;
use super::{PathText, Reply, person, user, wallet};
use crate::ledger::{Ledger, Quantity, Transaction};
use crate::people::Person;
use crate::refusal::Refusal;
use crate::switches::DetailShape;
use crate::world::{Caller, Simulation};

pub(super) async fn list(
    State(simulation): State<Simulation>,
    Extension(caller): Extension<Caller>,
    RawQuery(query): RawQuery,
) -> Reply<TransactionPage> {
    let query = Filter::parse(query.as_deref().unwrap_or_default())?;
    let world = simulation.lock();
    let person = person(&world, &caller)?;
    let passbook = world.ledger.passbook(person.owner);
    let (total, shown) = passbook.map(|passbook| query.select(passbook)).unwrap_or_default();
    let total = total as u64;
    let total_pages = total.div_ceil(query.limit);
    let shown = shown.into_iter().filter_map(|key| world.ledger.get(key));
    let shown = shown.map(|transaction| row(person, transaction)).collect();
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
    id: PathText,
) -> Result<Response, Refusal> {
    let id = id.read("id")?;
    one(&simulation, &caller, |ledger, person| ledger.find(person.owner, &id))
}

pub(super) async fn by_reference(
    State(simulation): State<Simulation>,
    Extension(caller): Extension<Caller>,
    reference: PathText,
) -> Result<Response, Refusal> {
    let reference = reference.read("reference")?;
    one(&simulation, &caller, |ledger, person| ledger.find_by_reference(person.owner, &reference))
}

fn one(
    simulation: &Simulation,
    caller: &Caller,
    find: impl for<'a> FnOnce(&'a Ledger, &Person) -> Option<&'a Transaction>,
) -> Result<Response, Refusal> {
    let world = simulation.lock();
    let person = person(&world, caller)?;
    let transaction = find(&world.ledger, person).ok_or(Refusal::NoSuchTransaction)?;
    let detail = detail(&world.ledger, person, transaction);
    Ok(match world.switches.transaction_detail {
        DetailShape::Envelope => Json(Envelope::ok("Transaction retrieved successfully", detail)).into_response(),
        DetailShape::Bare => Json(detail).into_response(),
    })
}

/// A row of the list.
fn row(person: &Person, transaction: &Transaction) -> Row {
    Row {
        id: transaction.id.as_ref().to_owned(),
        user_id: person.id.clone().into(),
        amount: Figure::number(transaction.amount.amount()).into(),
        kind: transaction.kind().into(),
        status: transaction.status.wire().into(),
        reference: Field(Some(transaction.reference.as_ref().into())),
        currency: Field(Some(transaction.amount.asset.symbol().into())),
        narration: transaction.narration.clone().into(),
        created_at: transaction.created_at.into(),
        updated_at: transaction.updated_at.into(),
        deleted_date: Field::default(),
    }
}

/// A single transaction: the row without `userId`, and what it is connected with.
#[derive(JsonSchema, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct TransactionDetail {
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

#[derive(JsonSchema, Serialize)]
struct WalletReference {
    id: String,
}

/// The only place where the way of a peer transfer is told (§3.7), and whatever else is known.
#[derive(JsonSchema, Serialize)]
struct Metadata {
    direction: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    counterparty: Option<String>,
    #[serde(flatten)]
    more: Map<String, Value>,
}

fn detail(ledger: &Ledger, person: &Person, transaction: &Transaction) -> TransactionDetail {
    TransactionDetail {
        id: transaction.id.as_ref().to_owned(),
        amount: Figure::number(transaction.amount.amount()),
        total_amount: Figure::number(transaction.total().amount()),
        fee: Figure::number(transaction.fee.map_or_else(Amount::zero, Quantity::amount)),
        kind: transaction.kind(),
        status: transaction.status.wire(),
        nature: transaction.nature.name(),
        reference: transaction.reference.as_ref().to_owned(),
        currency: transaction.amount.asset.symbol().to_owned(),
        narration: transaction.narration.clone(),
        user: user::user(person),
        wallet: WalletReference { id: person.wallet_id.clone() },
        subwallet: wallet::subwallet_of(ledger, person, transaction.amount.asset),
        fincra_reference: None,
        flutterwave_reference: None,
        flw_id: None,
        metadata: Metadata {
            direction: transaction.direction.name(),
            counterparty: transaction.counterparty.clone(),
            more: transaction.metadata.as_deref().cloned().unwrap_or_default(),
        },
        customer: None,
        owner: "USER",
        environment: "sandbox",
        created_at: transaction.created_at,
        updated_at: transaction.updated_at,
        deleted_date: None,
    }
}
