//! What the main window may ask about bills: whom, for what, and whose number it is.

use monei_core::App;
use monei_core::app::Freshness;
use tauri::State;

use crate::views::{BillCustomerView, BillKind, NotReadyView, PlanView, ProblemView};

/// The names of those who can be paid.
#[tauri::command]
#[specta::specta]
pub async fn billers(core: State<'_, App>, kind: BillKind) -> Result<Vec<String>, ProblemView> {
    Ok(core.billers(kind.into()).await?)
}

/// What a biller can be paid for. `anew`: what is known has turned out to be old.
#[tauri::command]
#[specta::specta]
pub async fn bill_plans(
    core: State<'_, App>,
    kind: BillKind,
    biller: String,
    anew: bool,
) -> Result<Vec<PlanView>, ProblemView> {
    let freshness = if anew { Freshness::Anew } else { Freshness::Kept };
    Ok(core.plans(kind.into(), biller, freshness).await?.into_iter().map(PlanView::from).collect())
}

/// Whose number it is, at Monei's word. None where Monei does not tell that of this plan.
#[tauri::command]
#[specta::specta]
pub async fn bill_customer(
    core: State<'_, App>,
    kind: BillKind,
    biller: String,
    plan: String,
    number: String,
) -> Result<Option<BillCustomerView>, NotReadyView> {
    match core.bill_customer(kind.into(), biller, plan, number).await {
        Ok(customer) => Ok(customer.map(BillCustomerView::from)),
        Err(why) => Err((&why).into()),
    }
}
