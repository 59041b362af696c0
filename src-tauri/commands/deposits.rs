//! Adding money.

use monei_core::App;
use monei_core::deposits::NewDeposit;
use tauri::{AppHandle, State};

use super::copy;
use crate::views::{DepositRequest, NotReadyView, ProblemCode, ProblemView};

/// Begins a deposit and brings its reference. It moves nothing out of the wallet.
#[tauri::command]
#[specta::specta]
pub async fn start_deposit(core: State<'_, App>, deposit: DepositRequest) -> Result<String, NotReadyView> {
    let wanted = NewDeposit::try_from(deposit)?;
    match core.start_deposit(wanted).await {
        Ok(reference) => Ok(reference.as_str().to_owned()),
        Err(why) => Err((&why).into()),
    }
}

/// Opens the page on which a deposit is paid, if it is one of those that may be opened from here.
#[tauri::command]
#[specta::specta]
pub async fn open_deposit_page(core: State<'_, App>, reference: String) -> Result<(), ProblemView> {
    core.open_deposit_page(reference).await.map_err(ProblemView::from)
}

/// Puts the address of that page on the clipboard.
#[tauri::command]
#[specta::specta]
pub async fn copy_deposit_link(app: AppHandle, core: State<'_, App>, reference: String) -> Result<(), ProblemView> {
    let page = core.deposit_page(reference).await.ok_or(ProblemCode::NotAvailable)?;
    copy(&app, page.into())
}
