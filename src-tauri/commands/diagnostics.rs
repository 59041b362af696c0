//! The commands of the settings and diagnostics pages that are about this installation.

use std::sync::{Mutex, PoisonError};

use monei_core::App;
use monei_core::diagnostics::report;
use tauri::ipc::Channel;
use tauri::{AppHandle, State};
use tauri_plugin_opener::OpenerExt;

use super::copy;
use crate::views::{AboutView, CheckView, ProblemCode, ProblemView};
use crate::{about, shell};

/// What the last diagnosis came to, for the clipboard. Empty before the first one.
#[derive(Debug, Default)]
pub struct LastReport(Mutex<String>);

/// What this installation is, and where it keeps what.
#[tauri::command]
#[specta::specta]
pub async fn about(app: AppHandle) -> AboutView {
    about::view(&app, crate::IDENTITY)
}

/// Shows the list of other people's work in the system's own viewer.
#[tauri::command]
#[specta::specta]
pub async fn open_notices(app: AppHandle) -> Result<(), ProblemView> {
    let path = about::notices(&app).ok_or(ProblemCode::FileNotOpened)?;
    app.opener().open_path(path.to_string_lossy(), None::<&str>).map_err(|error| {
        tracing::warn!(%error, "the notices could not be shown");
        ProblemCode::FileNotOpened.into()
    })
}

/// Looks at everything that the application depends on, tells each check as it ends, and then what of it may be passed
/// on.
#[tauri::command]
#[specta::specta]
pub async fn diagnose(
    app: AppHandle,
    core: State<'_, App>,
    last: State<'_, LastReport>,
    checks: Channel<CheckView>,
) -> Result<String, ProblemView> {
    let surroundings = blocking(move || about::surroundings(&app, crate::IDENTITY)).await?;
    let mut ended = core.diagnose(surroundings).await;
    let mut all = Vec::new();
    while let Some(check) = ended.recv().await {
        // A page that was closed does not listen any more; leaving ends the checks.
        checks.send(CheckView::from(&check)).map_err(|_| ProblemCode::NotNow)?;
        all.push(check);
    }
    let report = report::write(&all, &core.snapshot().environment);
    report.clone_into(&mut last.0.lock().unwrap_or_else(PoisonError::into_inner));
    Ok(report)
}

/// Copies the report of the last diagnosis.
#[tauri::command]
#[specta::specta]
pub async fn copy_report(app: AppHandle, last: State<'_, LastReport>) -> Result<(), ProblemView> {
    let report = last.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
    if report.is_empty() { Err(ProblemCode::NotNow.into()) } else { copy(&app, report) }
}

/// Makes this program the one that the system starts for our links.
#[tauri::command]
#[specta::specta]
pub async fn register_links(app: AppHandle) -> Result<(), ProblemView> {
    let registered = blocking(move || shell::become_link_handler(&app, crate::IDENTITY)).await?;
    if registered { Ok(()) } else { Err(ProblemCode::LinksNotRegistered.into()) }
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, ProblemView> {
    tauri::async_runtime::spawn_blocking(work).await.map_err(|_| ProblemCode::NotNow.into())
}
