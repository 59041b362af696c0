//! The commands of the web view. This page is the whole surface: nothing here returns or accepts a credential, and the
//! sign-in link goes to the clipboard without passing the web view.

mod activity;
mod bills;
pub mod confirmation;
mod crypto;
mod deposits;
mod diagnostics;
mod export;
mod payments;

use std::sync::{Arc, Mutex, PoisonError};

use monei_api::ScopeSet;
use monei_core::sign_in::AttemptId;
use monei_core::{App, Problem, Snapshot};
use tauri::async_runtime::JoinHandle;
use tauri::ipc::Channel;
use tauri::{AppHandle, State, Wry};
use tauri_plugin_clipboard_manager::ClipboardExt;
use tauri_specta::{Builder, collect_commands};

pub use self::diagnostics::LastReport;
pub use self::export::Exports;
use crate::views::{AppView, Choice, DisconnectView, Painted, ProblemCode, ProblemView};
use crate::{picture, window};

/// Longer than any account number, address or reference that the window offers to copy.
const MAX_COPIED: usize = 512;

pub fn builder() -> Builder<Wry> {
    Builder::new()
        .commands(collect_commands![
            view,
            subscribe,
            connect,
            open_browser_again,
            copy_sign_in_link,
            cancel_sign_in,
            dismiss_outcome,
            refresh,
            refresh_source,
            disconnect,
            retry_keychain,
            use_session_only,
            choose,
            use_relay,
            painted,
            copy_text,
            activity::transaction_rows,
            activity::transaction_outline,
            activity::transaction_place,
            activity::transaction_choices,
            activity::transaction,
            activity::open_explorer,
            export::export_transactions,
            export::cancel_export,
            export::print_window,
            activity::history,
            diagnostics::about,
            diagnostics::open_notices,
            diagnostics::diagnose,
            diagnostics::copy_report,
            diagnostics::register_links,
            payments::prepare_payment,
            payments::banks,
            payments::verify_account,
            deposits::start_deposit,
            deposits::open_deposit_page,
            deposits::copy_deposit_link,
            payments::recipients,
            payments::keep_recipient,
            payments::forget_recipient,
            bills::billers,
            bills::bill_plans,
            bills::bill_customer,
            crypto::coins,
            crypto::coin,
            crypto::swap_quote,
            crypto::recipient,
            crypto::read_code,
        ])
        .disable_serde_phases()
}

/// Who is told of changes: one channel, because there is one window, which asks anew when its page is loaded anew.
#[derive(Debug, Default)]
pub struct Subscription(Mutex<Option<JoinHandle<()>>>);

fn picture_of(app: &AppHandle, snapshot: &Arc<Snapshot>) -> AppView {
    picture::of(snapshot, crate::IDENTITY.demonstration, &app.package_info().version.to_string())
}

/// Everything that is shown.
#[tauri::command]
#[specta::specta]
#[expect(clippy::needless_pass_by_value, reason = "the form that Tauri's commands have")]
pub fn view(app: AppHandle, core: State<'_, App>) -> AppView {
    picture_of(&app, &core.snapshot())
}

/// Sends each new picture from now on, and this one first. A channel, because a window that may listen to events would
/// hear everybody's, and a link that comes in is announced by one.
#[tauri::command]
#[specta::specta]
#[expect(clippy::needless_pass_by_value, reason = "the form that Tauri's commands have")]
pub fn subscribe(
    app: AppHandle,
    core: State<'_, App>,
    subscription: State<'_, Subscription>,
    changes: Channel<AppView>,
) {
    let mut snapshots = core.snapshots();
    snapshots.mark_changed();
    let task = tauri::async_runtime::spawn(async move {
        while snapshots.changed().await.is_ok() {
            let snapshot = snapshots.borrow_and_update().clone();
            if changes.send(picture_of(&app, &snapshot)).is_err() {
                return;
            }
        }
    });
    let mut current = subscription.0.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(earlier) = current.replace(task) {
        earlier.abort();
    }
}

/// Begins a sign-in for exactly these permissions.
#[tauri::command]
#[specta::specta]
pub async fn connect(core: State<'_, App>, scopes: Vec<String>) -> Result<(), ProblemView> {
    let scopes = scopes.iter().filter_map(|name| monei_api::Scope::from_name(name)).collect::<ScopeSet>();
    core.connect(scopes).await.map_err(|problem| (&problem).into())
}

/// Opens the browser once more for the attempt that waits.
#[tauri::command]
#[specta::specta]
pub async fn open_browser_again(core: State<'_, App>) -> Result<(), ProblemView> {
    core.open_again().await;
    Ok(())
}

/// Puts the address of the sign-in on the clipboard.
#[tauri::command]
#[specta::specta]
pub async fn copy_sign_in_link(app: AppHandle, core: State<'_, App>) -> Result<(), ProblemView> {
    let link = core.sign_in_link().await.ok_or(ProblemCode::NotNow)?;
    copy(&app, link.into())
}

/// Gives the attempt up. An attempt that is not the current one is left alone.
#[tauri::command]
#[specta::specta]
pub async fn cancel_sign_in(core: State<'_, App>, attempt: String) -> Result<(), ProblemView> {
    core.cancel(AttemptId::from(attempt.as_str())).await;
    Ok(())
}

/// The person has seen what the last attempt came to.
#[tauri::command]
#[specta::specta]
pub async fn dismiss_outcome(core: State<'_, App>) -> Result<(), ProblemView> {
    core.dismiss_outcome().await;
    Ok(())
}

/// Asks Monei again for everything that is granted.
#[tauri::command]
#[specta::specta]
pub async fn refresh(core: State<'_, App>) -> Result<(), ProblemView> {
    core.refresh().await;
    Ok(())
}

/// Asks Monei again for one chain, by its id.
#[tauri::command]
#[specta::specta]
pub async fn refresh_source(core: State<'_, App>, id: String) -> Result<(), ProblemView> {
    core.refresh_source(id).await;
    Ok(())
}

/// Removes tokens and data here, and revokes at Monei.
#[tauri::command]
#[specta::specta]
pub async fn disconnect(core: State<'_, App>) -> Result<DisconnectView, ProblemView> {
    let report = core.disconnect().await.ok_or(ProblemCode::NotNow)?;
    Ok(DisconnectView {
        revoked: report.not_revoked.is_none(),
        problem: report.not_revoked.as_ref().or(report.not_removed.as_ref()).map(ProblemView::from),
        tokens_removed: report.not_removed.is_none(),
        data_removed: true,
    })
}

/// Tries the keychain again.
#[tauri::command]
#[specta::specta]
pub async fn retry_keychain(core: State<'_, App>) -> Result<(), ProblemView> {
    core.retry_keychain().await;
    Ok(())
}

/// Goes on without a keychain until the application is closed.
#[tauri::command]
#[specta::specta]
pub async fn use_session_only(core: State<'_, App>) -> Result<(), ProblemView> {
    core.use_session_only().await;
    Ok(())
}

/// Changes one setting, for now and for the next start.
#[tauri::command]
#[specta::specta]
pub async fn choose(app: AppHandle, core: State<'_, App>, choice: Choice) -> Result<(), ProblemView> {
    if let Choice::Theme(theme) = choice {
        window::set_theme(&app, theme.into());
    }
    core.choose(choice.into()).await;
    Ok(())
}

/// Signs in through this relay from now on, if it answers as one for this platform.
#[tauri::command]
#[specta::specta]
pub async fn use_relay(core: State<'_, App>, address: String) -> Result<(), ProblemView> {
    core.use_relay(address).await.map_err(|problem| (&problem).into())
}

/// The web view has painted something for the first time. Only the log is told: it is how a start is measured.
#[tauri::command]
#[specta::specta]
pub fn painted(what: Painted) {
    let what = match what {
        Painted::Frame => "frame",
        Painted::Figures => "figures",
        Painted::Home => "home",
    };
    tracing::info!(target: "monei_wallet::startup", what, "painted");
}

/// Copies something that the window shows, such as an account number.
#[tauri::command]
#[specta::specta]
pub async fn copy_text(app: AppHandle, text: String) -> Result<(), ProblemView> {
    if text.len() > MAX_COPIED {
        return Err(ProblemCode::NotNow.into());
    }
    copy(&app, text)
}

fn copy(app: &AppHandle, text: String) -> Result<(), ProblemView> {
    app.clipboard().write_text(text).map_err(|error| {
        tracing::warn!(%error, "the clipboard could not be written");
        ProblemCode::ClipboardUnavailable.into()
    })
}

impl From<ProblemCode> for ProblemView {
    fn from(code: ProblemCode) -> Self {
        Self { code, retry_after_seconds: None, monei_says: None }
    }
}

impl From<&Problem> for ProblemView {
    fn from(problem: &Problem) -> Self {
        Self {
            code: problem.code.into(),
            retry_after_seconds: problem.retry_after_seconds,
            monei_says: problem.monei_says.clone(),
        }
    }
}

impl From<Problem> for ProblemView {
    fn from(problem: Problem) -> Self {
        (&problem).into()
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::CONFIRMATION_COMMANDS;

    include!("command_names.rs");

    const BINDINGS: &str = "ui/src/lib/backend/bindings.ts";
    const CONFIRMATION_BINDINGS: &str = "ui/src/lib/backend/confirmation.ts";

    fn generated() -> String {
        generated_by(&builder())
    }

    fn generated_by(builder: &Builder<Wry>) -> String {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("bindings.ts");
        builder.export(specta_typescript::Typescript::default(), &file).unwrap();
        std::fs::read_to_string(file).unwrap()
    }

    /// `MONEI_WALLET_WRITE_BINDINGS=1 cargo test bindings` writes the file anew.
    #[test]
    fn the_bindings_are_those_of_the_commands() {
        for (name, text) in [(BINDINGS, generated()), (CONFIRMATION_BINDINGS, generated_by(&confirmation::builder()))] {
            let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
            if std::env::var_os("MONEI_WALLET_WRITE_BINDINGS").is_some() {
                std::fs::write(&path, &text).unwrap();
            }
            assert_eq!(std::fs::read_to_string(&path).unwrap(), text, "write {name} anew");
        }
    }

    /// A PIN is taken by the confirmation window alone, and given out by nobody.
    #[test]
    fn r47_the_commands_of_the_confirmation_window_are_its_own() {
        let text = generated_by(&confirmation::builder());
        let invoked = text.lines().filter(|line| line.starts_with('\t') && line.contains("__TAURI_INVOKE"));
        assert_eq!(invoked.count(), CONFIRMATION_COMMANDS.len());
        for name in CONFIRMATION_COMMANDS {
            assert!(text.contains(&format!("(\"{name}\"")), "{name} is not a command");
            assert!(!COMMANDS.contains(name) && !generated().contains(&format!("(\"{name}\"")), "{name}");
        }
        let capability: serde_json::Value = serde_json::from_str(include_str!("../capabilities/confirm.json")).unwrap();
        assert_eq!(capability["windows"], serde_json::json!(["confirm"]));
        let expected: Vec<String> =
            CONFIRMATION_COMMANDS.iter().map(|name| format!("allow-{}", name.replace('_', "-"))).collect();
        assert_eq!(capability["permissions"], serde_json::json!(expected));
        let main = include_str!("../capabilities/main.json");
        assert!(expected.iter().all(|permission| !main.contains(&format!("\"{permission}\""))));
        let told = text.lines().filter(|line| line.contains("TypedPin") && !line.contains("pin: TypedPin | null"));
        assert_eq!(told.filter(|line| !line.contains("export type TypedPin = string")).count(), 0);
    }

    #[test]
    fn r44_the_commands_are_the_reviewed_list_and_none_is_open_to_other_windows() {
        let text = generated();
        let invoked: Vec<&str> =
            text.lines().filter(|line| line.starts_with('\t') && line.contains("__TAURI_INVOKE")).collect();
        for name in COMMANDS {
            assert!(invoked.iter().any(|line| line.contains(&format!("(\"{name}\""))), "{name} is not a command");
        }
        assert_eq!(invoked.len(), COMMANDS.len());
        let capability: serde_json::Value = serde_json::from_str(include_str!("../capabilities/main.json")).unwrap();
        assert_eq!(capability["windows"], serde_json::json!(["main"]));
        let permissions: Vec<&str> =
            capability["permissions"].as_array().unwrap().iter().map(|entry| entry.as_str().unwrap()).collect();
        let expected: Vec<String> = COMMANDS.iter().map(|name| format!("allow-{}", name.replace('_', "-"))).collect();
        assert_eq!(permissions, expected);
    }

    /// Names of the members and arguments that cross to the web view, without the comments.
    #[test]
    fn r44_no_command_returns_or_accepts_a_token() {
        let text = generated();
        let code: Vec<&str> = text.lines().filter(|line| !line.trim_start().starts_with("/**")).collect();
        for word in ["access", "refreshtoken", "token", "verifier", "secret", "ticket", "pin:"] {
            let found: Vec<&&str> = code
                .iter()
                .filter(|line| line.to_lowercase().contains(word) && !line.contains("tokensRemoved: boolean"))
                .collect();
            assert!(found.is_empty(), "{word}: {found:?}");
        }
    }
}
