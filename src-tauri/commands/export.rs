//! What leaves the window: a file of transactions, and paper. The page never names a file: the person does, in the
//! system's own dialog.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use monei_core::App;
use monei_core::export::Exported;
use tauri::ipc::Channel;
use tauri::{State, WebviewWindow};
use tauri_plugin_dialog::{DialogExt, FilePath};
use tokio::sync::oneshot;

use super::activity::{query, zone};
use crate::picture::activity::count;
use crate::views::{ExportFormatRequest, ExportView, ProblemCode, ProblemView, QueryRequest};

/// The export that is under way, if one is: true once it is to stop.
#[derive(Debug, Default)]
pub struct Exports(Mutex<Option<Arc<AtomicBool>>>);

impl Exports {
    /// None while another one is under way.
    fn begin(&self) -> Option<UnderWay<'_>> {
        let mut current = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if current.is_some() {
            return None;
        }
        let stop = current.insert(Arc::default()).clone();
        Some(UnderWay { exports: self, stop })
    }

    fn stop(&self) {
        let current = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(stop) = current.as_ref() {
            stop.store(true, Ordering::Relaxed);
        }
    }
}

/// Its place is free again when it is dropped, however it ended.
struct UnderWay<'a> {
    exports: &'a Exports,
    stop: Arc<AtomicBool>,
}

impl Drop for UnderWay<'_> {
    fn drop(&mut self) {
        self.exports.0.lock().unwrap_or_else(PoisonError::into_inner).take();
    }
}

/// Asks the person for a file and writes these transactions to it. `written` is told how many are in it so far.
#[tauri::command]
#[specta::specta]
pub async fn export_transactions(
    window: WebviewWindow,
    core: State<'_, App>,
    exports: State<'_, Exports>,
    request: QueryRequest,
    format: ExportFormatRequest,
    time_zone: String,
    written: Channel<u32>,
) -> Result<ExportView, ProblemView> {
    let under_way = exports.begin().ok_or(ProblemCode::NotNow)?;
    let query = query(request)?;
    let name = core.export_name(query.clone(), format.into(), zone(&time_zone)).await.map_err(ProblemView::from)?;
    let Some(target) = ask_for_file(&window, format, &name).await else { return Ok(ExportView::Cancelled) };
    let target = target.into_path().map_err(|_| ProblemCode::ExportNotWritable)?;
    let file = target.file_name().map_or(name, |name| name.to_string_lossy().into_owned());
    let stop = under_way.stop.clone();
    let done = core
        .export(
            query,
            format.into(),
            target,
            move || stop.load(Ordering::Relaxed),
            // Nobody listens any more when the page was loaded anew; the file is written all the same.
            move |rows| drop(written.send(count(rows))),
        )
        .await
        .map_err(ProblemView::from)?;
    Ok(match done {
        Exported::Saved { rows } => ExportView::Saved { file, rows: count(rows) },
        Exported::Cancelled => ExportView::Cancelled,
    })
}

async fn ask_for_file(window: &WebviewWindow, format: ExportFormatRequest, name: &str) -> Option<FilePath> {
    let (kind, extension) = match format {
        ExportFormatRequest::Csv => ("CSV", "csv"),
        ExportFormatRequest::Json => ("JSON", "json"),
    };
    let (answer, chosen) = oneshot::channel();
    window
        .dialog()
        .file()
        .set_parent(window)
        .set_file_name(name)
        .add_filter(kind, &[extension])
        .save_file(move |file| drop(answer.send(file)));
    chosen.await.ok().flatten()
}

/// Stops the export that is under way, if one is. What it wrote so far is removed.
#[tauri::command]
#[specta::specta]
#[expect(clippy::needless_pass_by_value, reason = "the form that Tauri's commands have")]
pub fn cancel_export(exports: State<'_, Exports>) {
    exports.stop();
}

/// Opens the system's print dialog for what the window shows.
#[tauri::command]
#[specta::specta]
#[expect(clippy::needless_pass_by_value, reason = "the form that Tauri's commands have")]
pub fn print_window(window: WebviewWindow) -> Result<(), ProblemView> {
    window.print().map_err(|error| {
        tracing::warn!(%error, "the print dialog could not be opened");
        ProblemCode::PrintUnavailable.into()
    })
}
