//! The commands of the confirmation window, and of no other: Tauri's access control lets nobody else call them, and each
//! looks for itself too.

use monei_core::app::{Confirmation, NotReady};
use monei_core::payments::{IntentId, Pin};
use monei_core::{App, Snapshot};
use tauri::{State, WebviewWindow, Wry};
use tauri_specta::{Builder, collect_commands};

use crate::confirming::CONFIRM;
use crate::picture;
use crate::views::{ConfirmationView, NotReadyView, ProblemCode, TypedPin};

pub fn builder() -> Builder<Wry> {
    Builder::new()
        .commands(collect_commands![confirmation, confirm_payment, cancel_payment, quote_again])
        .disable_serde_phases()
}

/// The payment that waits for the person's word, if one does.
#[tauri::command]
#[specta::specta]
#[expect(clippy::needless_pass_by_value, reason = "the form that Tauri's commands have")]
pub fn confirmation(window: WebviewWindow, core: State<'_, App>) -> Option<ConfirmationView> {
    let snapshot = core.snapshot();
    let waiting = snapshot.payments.confirmation.as_ref().filter(|_| is_ours(&window))?;
    Some(picture_of(waiting, &snapshot))
}

fn picture_of(waiting: &Confirmation, snapshot: &Snapshot) -> ConfirmationView {
    let demonstration = crate::IDENTITY.demonstration || snapshot.environment == monei_core::environment::DEMONSTRATION;
    picture::payments::confirmation(waiting, &snapshot.environment, demonstration)
}

/// The person's word. The PIN comes inwards only, and is used once.
#[tauri::command]
#[specta::specta]
pub async fn confirm_payment(
    window: WebviewWindow,
    core: State<'_, App>,
    id: String,
    pin: Option<TypedPin>,
    beside_look_alikes: bool,
) -> Result<(), NotReadyView> {
    if !is_ours(&window) {
        return Err(NotReadyView::Problem { problem: ProblemCode::NotNow.into() });
    }
    let pin = pin.map(|typed| Pin::new(typed.0)).transpose().map_err(|_| NotReadyView::Pin)?;
    let confirmed = core.confirm_payment(IntentId::from(id), pin, beside_look_alikes).await;
    confirmed.map_err(|why: NotReady| (&why).into())
}

/// The person does not want it.
#[tauri::command]
#[specta::specta]
pub async fn cancel_payment(window: WebviewWindow, core: State<'_, App>, id: String) -> Result<(), NotReadyView> {
    if is_ours(&window) {
        core.cancel_payment(IntentId::from(id)).await;
    }
    Ok(())
}

/// What the payment would bring now. Nothing else of it changes.
#[tauri::command]
#[specta::specta]
pub async fn quote_again(
    window: WebviewWindow,
    core: State<'_, App>,
    id: String,
) -> Result<ConfirmationView, NotReadyView> {
    if !is_ours(&window) {
        return Err(NotReadyView::Problem { problem: ProblemCode::NotNow.into() });
    }
    match core.quote_again(IntentId::from(id)).await {
        Ok(waiting) => Ok(picture_of(&waiting, &core.snapshot())),
        Err(why) => Err((&why).into()),
    }
}

fn is_ours(window: &WebviewWindow) -> bool {
    window.label() == CONFIRM
}
