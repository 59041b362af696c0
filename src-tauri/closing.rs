//! Closing the window while the newest tokens are in memory only: whoever does so has to connect again, and is asked first.

use std::sync::atomic::{AtomicBool, Ordering};

use monei_core::app::KeychainState;
use monei_core::{App, ProblemCode, Snapshot};
use tauri::{CloseRequestApi, Manager, Window};
use tauri_plugin_dialog::{DialogExt, MessageDialogButtons, MessageDialogKind};

/// The question has been put, and nobody has answered it yet.
#[derive(Debug, Default)]
pub struct Asked(AtomicBool);

/// Somebody wants to close the window. Who asks a second time beside the question wants it closed, and a question that
/// cannot be shown must not keep anybody in.
pub fn requested(window: &Window, api: &CloseRequestApi) {
    let Some(core) = window.try_state::<App>() else { return };
    if !would_lose_the_session(&core.snapshot()) || window.state::<Asked>().0.swap(true, Ordering::Relaxed) {
        return;
    }
    api.prevent_close();
    let asking = window.clone();
    window
        .dialog()
        .message(
            "The keychain has not saved your renewed session yet. If you close now, you will have to connect your wallet \
             once more. Your money is not touched.",
        )
        .title("Close without saving the session?")
        .kind(MessageDialogKind::Warning)
        .buttons(MessageDialogButtons::OkCancelCustom("Close anyway".to_owned(), "Keep open".to_owned()))
        .parent(window)
        .show(move |close| {
            asking.state::<Asked>().0.store(false, Ordering::Relaxed);
            if close && let Err(error) = asking.destroy() {
                tracing::error!(%error, "the window could not be closed");
            }
        });
}

fn would_lose_the_session(shown: &Snapshot) -> bool {
    matches!(&shown.keychain, KeychainState::Unavailable(problem) if problem.code == ProblemCode::SessionNotKept)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_session_that_is_not_saved_is_worth_a_question() {
        let shown = |keychain| Snapshot { keychain, ..Snapshot::default() };
        assert!(would_lose_the_session(&shown(KeychainState::Unavailable(ProblemCode::SessionNotKept.into()))));
        for keychain in [
            KeychainState::Checking,
            KeychainState::Ready,
            // The person chose it, and was told then.
            KeychainState::SessionOnly,
            KeychainState::Unavailable(ProblemCode::KeychainLocked.into()),
        ] {
            assert!(!would_lose_the_session(&shown(keychain)));
        }
    }
}
