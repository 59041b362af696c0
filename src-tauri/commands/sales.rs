//! Selling crypto: what can be sold, to which banks, and what it brings. The off-ramp's banks are a list of their own.

use monei_core::App;
use tauri::State;

use crate::picture::payments::typed_amount;
use crate::views::{AccountHolderView, BankView, NotReadyView, ProblemView, SaleRateView, SellableView};

/// What can be sold, and on which networks.
#[tauri::command]
#[specta::specta]
pub async fn sellable(core: State<'_, App>) -> Result<Vec<SellableView>, ProblemView> {
    Ok(core.sellable().await?.into_iter().map(SellableView::from).collect())
}

/// The banks that the naira of a sale can go to, by name.
#[tauri::command]
#[specta::specta]
pub async fn payout_banks(core: State<'_, App>) -> Result<Vec<BankView>, ProblemView> {
    Ok(core.payout_banks().await?.into_iter().map(BankView::from).collect())
}

/// Whose account it is, at the off-ramp's word.
#[tauri::command]
#[specta::specta]
pub async fn verify_payout_account(
    core: State<'_, App>,
    bank: String,
    account_number: String,
) -> Result<AccountHolderView, NotReadyView> {
    match core.verify_payout_account(bank, account_number).await {
        Ok(verified) => Ok((&verified).into()),
        Err(why) => Err((&why).into()),
    }
}

/// What one coin brings now.
#[tauri::command]
#[specta::specta]
pub async fn sale_rate(
    core: State<'_, App>,
    coin: String,
    network: String,
    amount: String,
) -> Result<SaleRateView, NotReadyView> {
    match core.sale_rate(coin, network, typed_amount(&amount)?).await {
        Ok(rate) => Ok((&rate).into()),
        Err(why) => Err((&why).into()),
    }
}
