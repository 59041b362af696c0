//! Closing the window while something would be lost by it: the newest tokens that are in memory only, or the answer to a
//! payment that is on its way. Whoever does so is asked first.

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
    let Some(question) = question(&core.snapshot()) else { return };
    if window.state::<Asked>().0.swap(true, Ordering::Relaxed) {
        return;
    }
    api.prevent_close();
    let asking = window.clone();
    window
        .dialog()
        .message(question.text)
        .title(question.title)
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

#[derive(Debug, PartialEq, Eq)]
struct Question {
    title: &'static str,
    text: &'static str,
}

const PAYMENT: Question = Question {
    title: "Close before Monei has answered?",
    text: "A payment is on its way, and Monei's answer is not here yet. If you close now, it may be done all the same. It is \
           not sent again; the app looks for it in Monei's list at the next start.",
};

const SESSION: Question = Question {
    title: "Close without saving the session?",
    text: "The keychain has not saved your renewed session yet. If you close now, you will have to connect your wallet once \
           more. Your money is not touched.",
};

fn question(shown: &Snapshot) -> Option<Question> {
    if shown.payments.confirmation.as_ref().is_some_and(|payment| payment.is_being_sent) {
        return Some(PAYMENT);
    }
    let not_kept =
        matches!(&shown.keychain, KeychainState::Unavailable(problem) if problem.code == ProblemCode::SessionNotKept);
    not_kept.then_some(SESSION)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_session_that_is_not_saved_is_worth_a_question() {
        let shown = |keychain| Snapshot { keychain, ..Snapshot::default() };
        let not_kept = KeychainState::Unavailable(ProblemCode::SessionNotKept.into());
        assert_eq!(question(&shown(not_kept)), Some(SESSION));
        for keychain in [
            KeychainState::Checking,
            KeychainState::Ready,
            // The person chose it, and was told then.
            KeychainState::SessionOnly,
            KeychainState::Unavailable(ProblemCode::KeychainLocked.into()),
        ] {
            assert_eq!(question(&shown(keychain)), None);
        }
    }
}
