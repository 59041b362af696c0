//! `/bills/records…`: the bills of the past, single ones, and receipts. Amounts are texts here, unlike in the answer to
//! a payment.

use axum::Json;
use axum::extract::{Extension, RawQuery, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use jiff::Timestamp;
use monei_api::bill::{BillCategory, BillMetadata, BillNotFound, BillPage, BillPayment, BillReceipt, ReceiptUser};
use monei_api::envelope::Envelope;
use monei_api::field::{Field, Text};
use monei_api::money::Figure;
use monei_api::transaction::PageNumber;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use super::Bill;
use super::filter::Filter;
use crate::billers::{Category, Format};
use crate::ledger::Asset;
use crate::refusal::Refusal;
use crate::resource::{PathText, Reply, person};
use crate::world::{Caller, Simulation, World};

/// A bill with the housekeeping of its row.
#[derive(JsonSchema, Serialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::resource) struct RecordView {
    #[serde(flatten)]
    payment: BillPayment,
    deleted_date: Option<Timestamp>,
    provider_data: Option<Value>,
}

impl RecordView {
    fn new(world: &World, bill: &Bill<'_>, person: &str) -> Self {
        let payment = BillPayment {
            metadata: Field(serde_json::to_value(metadata(bill)).ok()),
            updated_at: bill.transaction.updated_at.into(),
            ..bill.view(world, person, Figure::text(bill.transaction.amount.amount()))
        };
        Self { payment, deleted_date: None, provider_data: None }
    }
}

/// What is told of phones only.
fn metadata(bill: &Bill<'_>) -> BillMetadata {
    let item = bill.product.item;
    let is_phone = bill.product.biller.customers == Format::Phone;
    let is_data = bill.product.biller.category == Category::MobileData;
    BillMetadata {
        phone_number: Field(is_phone.then(|| Text::from(bill.customer))),
        validity_period: Field(item.validity.map(Text::from)),
        data_plan: Field(is_data.then(|| Text::from(item.name))),
    }
}

pub(in crate::resource) async fn list(
    State(simulation): State<Simulation>,
    Extension(caller): Extension<Caller>,
    RawQuery(query): RawQuery,
) -> Reply<BillPage<RecordView>> {
    let query = Filter::parse(query.as_deref().unwrap_or_default())?;
    let world = simulation.lock();
    let person = person(&world, &caller)?;
    let all = world.ledger.history(person.owner).filter_map(Bill::of);
    let mut matching: Vec<Bill<'_>> = all.filter(|bill| query.matches(bill)).collect();
    query.sort(&mut matching);
    let total = matching.len() as u64;
    let total_pages = total.div_ceil(query.limit);
    let first = usize::try_from(query.page.saturating_sub(1).saturating_mul(query.limit)).unwrap_or(usize::MAX);
    let count = usize::try_from(query.limit).unwrap_or(usize::MAX);
    let shown = matching.iter().skip(first).take(count);
    let number = |count: u64| Field::from(PageNumber(count));
    let page = BillPage {
        bills: shown.map(|bill| RecordView::new(&world, bill, &person.id)).collect(),
        page: number(query.page),
        limit: number(query.limit),
        total: number(total),
        total_pages: number(total_pages),
        has_next: (query.page < total_pages).into(),
        has_prev: (query.page > 1).into(),
    };
    Ok(Json(Envelope::ok("Bill payments fetched successfully", page)))
}

/// All of them on one page, the newest first, for older SDKs: they read a list, and metadata as a text.
pub(in crate::resource) async fn history(
    State(simulation): State<Simulation>,
    Extension(caller): Extension<Caller>,
) -> Reply<Vec<RecordView>> {
    let world = simulation.lock();
    let person = person(&world, &caller)?;
    let bills = world.ledger.history(person.owner).rev().filter_map(Bill::of);
    let records = bills.map(|bill| {
        let mut record = RecordView::new(&world, &bill, &person.id);
        let metadata = record.payment.metadata.0.take().map(|metadata| Value::String(metadata.to_string()));
        record.payment.metadata = Field(metadata);
        record
    });
    Ok(Json(Envelope::ok("Bill payments fetched successfully", records.collect())))
}

pub(in crate::resource) async fn by_reference(
    State(simulation): State<Simulation>,
    Extension(caller): Extension<Caller>,
    reference: PathText,
) -> Result<Response, Refusal> {
    let reference = reference.read("reference")?;
    let world = simulation.lock();
    let person = person(&world, &caller)?;
    let bill = world.ledger.find_by_reference(person.owner, &reference).and_then(Bill::of);
    if let Some(bill) = bill {
        let record = RecordView::new(&world, &bill, &person.id);
        return Ok(Json(Envelope::ok("Bill payment fetched successfully", record)).into_response());
    }
    // A shape that no other error has (§3.0).
    let body = BillNotFound {
        success: false,
        message: "Bill payment not found".to_owned(),
        error_code: "BILL_NOT_FOUND".to_owned(),
        reference,
    };
    Ok((StatusCode::NOT_FOUND, Json(body)).into_response())
}

/// Comes without an envelope.
pub(in crate::resource) async fn receipt(
    State(simulation): State<Simulation>,
    Extension(caller): Extension<Caller>,
    id: PathText,
) -> Result<Json<BillReceipt>, Refusal> {
    let id = id.read("transactionId")?;
    let world = simulation.lock();
    let person = person(&world, &caller)?;
    let bill = world.ledger.find(person.owner, &id).and_then(Bill::of).ok_or(Refusal::NoSuch("Bill payment"))?;
    let (transaction, biller) = (bill.transaction, bill.product.biller);
    Ok(Json(BillReceipt {
        id: transaction.id.as_ref().to_owned(),
        reference: Field(Some(transaction.reference.as_ref().into())),
        category: BillCategory::from(biller.category.name()).into(),
        biller_name: Field(Some(biller.name.into())),
        customer: Field(Some(bill.customer.into())),
        amount: Figure::text(transaction.amount.amount()).into(),
        status: bill.told(&world).into(),
        created_at: transaction.created_at.into(),
        updated_at: transaction.updated_at.into(),
        metadata: metadata(&bill).into(),
        wallet_balance: Figure::text(world.ledger.balance(person.owner, Asset::NAIRA).amount()).into(),
        provider_data: Field::default(),
        user: ReceiptUser {
            id: person.id.clone(),
            first_name: person.first_name.clone().into(),
            last_name: person.last_name.clone().into(),
            email: person.email.clone().into(),
        }
        .into(),
    }))
}
