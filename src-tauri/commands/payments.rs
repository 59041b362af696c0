//! What the main window may ask about payments: to have one prepared. Nothing here confirms one.

use monei_core::App;
use tauri::State;

use crate::picture::orders;
use crate::views::{AccountHolderView, BankView, NotReadyView, OrderRequest, ProblemView, RecipientView};

/// The banks that naira can be sent to, by name.
#[tauri::command]
#[specta::specta]
pub async fn banks(core: State<'_, App>) -> Result<Vec<BankView>, ProblemView> {
    Ok(core.banks().await?.into_iter().map(BankView::from).collect())
}

/// Whose account it is, at Monei's word.
#[tauri::command]
#[specta::specta]
pub async fn verify_account(
    core: State<'_, App>,
    bank: String,
    account_number: String,
) -> Result<AccountHolderView, NotReadyView> {
    match core.verify_account(bank, account_number).await {
        Ok(verified) => Ok((&verified).into()),
        Err(why) => Err((&why).into()),
    }
}

/// The bank accounts that the person keeps, by their holders' names.
#[tauri::command]
#[specta::specta]
pub async fn recipients(core: State<'_, App>) -> Result<Vec<RecipientView>, ProblemView> {
    Ok(core.recipients().await?.into_iter().map(RecipientView::from).collect())
}

/// Keeps a bank account, with the name that Monei says it has.
#[tauri::command]
#[specta::specta]
pub async fn keep_recipient(core: State<'_, App>, bank: String, account_number: String) -> Result<(), NotReadyView> {
    core.keep_recipient(bank, account_number).await.map_err(|why| (&why).into())
}

/// Forgets one.
#[tauri::command]
#[specta::specta]
pub async fn forget_recipient(core: State<'_, App>, bank: String, account_number: String) -> Result<(), ProblemView> {
    Ok(core.forget_recipient(bank, account_number).await?)
}

/// Has an order prepared, and the confirmation window opened for it. Brings the payment's name.
#[tauri::command]
#[specta::specta]
pub async fn prepare_payment(core: State<'_, App>, order: OrderRequest) -> Result<String, NotReadyView> {
    let order = orders::read(&core, order).await?;
    match core.prepare_payment(order).await {
        Ok(id) => Ok(id.as_str().to_owned()),
        Err(why) => Err((&why).into()),
    }
}
