//! The confirmation window: the only place where a payment is confirmed and a PIN is typed.
//!
//! It is opened by the shell when the core has prepared a payment, shows what the core tells of it, and goes when the
//! payment was sent or was not wanted. The main window can have one opened, and nothing more: it has another label and
//! another capability, and neither can reach the other.

use monei_core::payments::IntentId;
use monei_core::{App, Snapshot};
use tauri::webview::{NewWindowResponse, PageLoadEvent};
use tauri::{AppHandle, Manager, WebviewUrl, WebviewWindowBuilder};

use crate::window;

pub const CONFIRM: &str = "confirm";

/// Opens and closes the window as payments come to wait and no longer do.
pub fn watch(app: &AppHandle, core: &App) {
    let (app, core, mut snapshots) = (app.clone(), core.clone(), core.snapshots());
    tauri::async_runtime::spawn(async move {
        let mut asked = None;
        while snapshots.changed().await.is_ok() {
            let snapshot = snapshots.borrow_and_update().clone();
            let waiting = waiting(&snapshot);
            if waiting == asked {
                continue;
            }
            close(&app);
            if let Some(id) = &waiting
                && !is_open(open(&app, &core, &snapshot, id))
            {
                core.cancel_payment(id.clone()).await;
            }
            asked = waiting;
        }
    });
}

fn waiting(snapshot: &Snapshot) -> Option<IntentId> {
    snapshot.payments.confirmation.as_ref().map(|waiting| waiting.intent.id.clone())
}

fn is_open(opened: Result<(), Box<dyn std::error::Error>>) -> bool {
    opened.inspect_err(|error| tracing::error!(%error, "the confirmation window could not be opened")).is_ok()
}

fn open(app: &AppHandle, core: &App, shown: &Snapshot, id: &IntentId) -> Result<(), Box<dyn std::error::Error>> {
    let theme = shown.appearance.theme;
    let mut builder = WebviewWindowBuilder::new(app, CONFIRM, WebviewUrl::App("confirm.html".into()))
        .title("Confirm payment")
        .inner_size(460.0, 700.0)
        .min_inner_size(380.0, 480.0)
        .center()
        .visible(false)
        .theme(window::window_theme(theme))
        .initialization_script(window::chosen_look(shown.appearance, shown.way_back)?)
        .on_navigation(window::is_our_page)
        .on_new_window(|_, _| NewWindowResponse::Deny)
        .on_page_load(|window, page| {
            if page.event() == PageLoadEvent::Started
                && let Err(error) = window.show().and_then(|()| window.set_focus())
            {
                tracing::error!(%error, "the confirmation window could not be shown");
            }
        });
    if let Some(main) = app.get_webview_window(window::MAIN) {
        builder = builder.parent(&main)?;
    }
    let window = builder.build()?;
    window::draw_without_gpu(&window)?;
    window::set_ground(&window, theme)?;
    let (core, id) = (core.clone(), id.clone());
    window.on_window_event(move |event| {
        // However it was closed: who did not say yes has said no. What is being sent is let land.
        if let tauri::WindowEvent::Destroyed = event {
            let (core, id) = (core.clone(), id.clone());
            tauri::async_runtime::spawn(async move { core.cancel_payment(id).await });
        }
    });
    Ok(())
}

pub fn close(app: &AppHandle) {
    if let Some(window) = app.get_webview_window(CONFIRM)
        && let Err(error) = window.destroy()
    {
        tracing::warn!(%error, "the confirmation window could not be closed");
    }
}
