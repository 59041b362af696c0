//! The commands of the list of transactions.

use jiff::tz::TimeZone;
use monei_core::App;
use monei_core::activity::{Query, Zone};
use tauri::State;

use crate::views::{
    ChoicesView, DetailView, HistoryView, OutlineView, ProblemCode, ProblemView, QueryRequest, RowsView,
};

/// No screen shows more rows at once.
const MAX_ROWS: u32 = 500;

/// By its IANA name, as the web view knows it from the system.
pub(super) fn zone(name: &str) -> Zone {
    TimeZone::get(name).unwrap_or(TimeZone::UTC)
}

pub(super) fn query(request: QueryRequest) -> Result<Query, ProblemView> {
    request.try_into().map_err(|code: monei_core::ProblemCode| ProblemCode::from(code).into())
}

/// A stretch of the list of transactions.
#[tauri::command]
#[specta::specta]
pub async fn transaction_rows(
    core: State<'_, App>,
    request: QueryRequest,
    first: u32,
    count: u32,
) -> Result<RowsView, ProblemView> {
    let rows = core
        .transaction_rows(query(request)?, first.into(), count.min(MAX_ROWS).into())
        .await
        .map_err(ProblemView::from)?;
    Ok((&rows).into())
}

/// How long that list is, and where its days begin in the time zone of this name.
#[tauri::command]
#[specta::specta]
pub async fn transaction_outline(
    core: State<'_, App>,
    request: QueryRequest,
    time_zone: String,
) -> Result<OutlineView, ProblemView> {
    let outline = core.transaction_outline(query(request)?, zone(&time_zone)).await.map_err(ProblemView::from)?;
    Ok((&outline).into())
}

/// Where a transaction stands in that list, counted from 0; none where it is not in it.
#[tauri::command]
#[specta::specta]
pub async fn transaction_place(
    core: State<'_, App>,
    request: QueryRequest,
    id: String,
) -> Result<Option<u32>, ProblemView> {
    let place = core.transaction_place(query(request)?, id).await.map_err(ProblemView::from)?;
    Ok(place.and_then(|place| u32::try_from(place).ok()))
}

/// What can be chosen in a filter.
#[tauri::command]
#[specta::specta]
pub async fn transaction_choices(core: State<'_, App>) -> Result<ChoicesView, ProblemView> {
    Ok((&core.transaction_choices().await.map_err(ProblemView::from)?).into())
}

/// Everything about one transaction. Monei is asked for what is not kept or may have changed.
#[tauri::command]
#[specta::specta]
pub async fn transaction(core: State<'_, App>, id: String) -> Result<DetailView, ProblemView> {
    Ok((&core.transaction(id).await.map_err(ProblemView::from)?).into())
}

/// Opens a transaction in the explorer of its chain, if that is one of those that are known.
#[tauri::command]
#[specta::specta]
pub async fn open_explorer(core: State<'_, App>, id: String) -> Result<(), ProblemView> {
    core.open_explorer(id).await.map_err(ProblemView::from)
}

/// What the charts are drawn from, in the time zone of this name.
#[tauri::command]
#[specta::specta]
pub async fn history(core: State<'_, App>, time_zone: String) -> Result<HistoryView, ProblemView> {
    Ok((&core.history(zone(&time_zone)).await.map_err(ProblemView::from)?).into())
}
