//! `/offramp/ledger/…`: what was ordered, and how far an order is.

use axum::Json;
use axum::extract::{Extension, RawQuery, State};
use axum::response::{IntoResponse, Response};
use monei_api::envelope::Envelope;
use schemars::JsonSchema;
use serde::Serialize;

use super::view::{HistoryItem, StatusView};
use crate::query::{Query, positive};
use crate::refusal::Refusal;
use crate::resource::{PathText, person};
use crate::switches::{OfframpCurrentPage, OfframpHistoryCode, OfframpStatus};
use crate::world::{Caller, Simulation};

/// Without the `statusCode` of other answers, unless a switch says so.
#[derive(JsonSchema, Serialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::resource) struct HistoryView {
    #[serde(skip_serializing_if = "Option::is_none")]
    status_code: Option<u16>,
    message: &'static str,
    data: Vec<HistoryItem>,
    meta: Meta,
}

#[derive(JsonSchema, Serialize)]
#[serde(rename_all = "camelCase")]
struct Meta {
    total_items: u64,
    item_count: usize,
    items_per_page: u64,
    total_pages: u64,
    current_page: CurrentPage,
}

/// The text of the query where there is one.
#[derive(JsonSchema, Serialize)]
#[serde(untagged)]
enum CurrentPage {
    Number(u64),
    Text(String),
}

pub(in crate::resource) async fn history(
    State(simulation): State<Simulation>,
    Extension(caller): Extension<Caller>,
    RawQuery(query): RawQuery,
) -> Result<Response, Refusal> {
    let mut query = Query::read(query.as_deref().unwrap_or_default());
    let passed = query.value("page", "page must be a positive integer", positive);
    let limit = query.limit();
    query.finish()?;
    let page = passed.unwrap_or(1);

    let world = simulation.lock();
    let switches = &world.switches;
    let owner = person(&world, &caller)?.owner;
    let total = world.offramp.of(owner).count() as u64;
    let skipped = usize::try_from((page - 1).saturating_mul(limit)).unwrap_or(usize::MAX);
    let shown = world.offramp.of(owner).rev().skip(skipped).take(usize::try_from(limit).unwrap_or(usize::MAX));
    let shown = shown.map(|order| HistoryItem::new(order, switches.offramp_history_keys, switches.offramp_account_key));
    let data: Vec<_> = shown.collect();
    let is_text = match switches.offramp_current_page {
        OfframpCurrentPage::AsPassed => passed.is_some(),
        OfframpCurrentPage::Number => false,
        OfframpCurrentPage::Text => true,
    };
    let meta = Meta {
        total_items: total,
        item_count: data.len(),
        items_per_page: limit,
        total_pages: total.div_ceil(limit),
        current_page: if is_text { CurrentPage::Text(page.to_string()) } else { CurrentPage::Number(page) },
    };
    let status_code = match switches.offramp_history_code {
        OfframpHistoryCode::Omitted => None,
        OfframpHistoryCode::Included => Some(200),
    };
    let history = HistoryView { status_code, message: "Offramp history retrieved successfully", data, meta };
    Ok(Json(history).into_response())
}

pub(in crate::resource) async fn status(
    State(simulation): State<Simulation>,
    Extension(caller): Extension<Caller>,
    reference: PathText,
) -> Result<Response, Refusal> {
    let reference = reference.read("reference")?;
    let world = simulation.lock();
    let owner = person(&world, &caller)?.owner;
    let order = world.offramp.of(owner).find(|order| *order.reference == *reference);
    let status = StatusView::new(order.ok_or(Refusal::NoSuch("Offramp order"))?);
    let message = "Offramp status retrieved successfully";
    Ok(match world.switches.offramp_status {
        OfframpStatus::Envelope => Json(Envelope::ok(message, status)).into_response(),
        OfframpStatus::Bare => Json(status).into_response(),
        // Here `status` tells how the call went, not how the order stands.
        OfframpStatus::Result => {
            Json(ResultView { status: "success", message, data: status, error: None }).into_response()
        }
    })
}

/// The envelope of the Node SDK's type.
#[derive(JsonSchema, Serialize)]
struct ResultView {
    status: &'static str,
    message: &'static str,
    data: StatusView,
    error: Option<&'static str>,
}
