//! The words for each problem that the core knows: what happened, what to do, and the exit code.

use monei_core::{Problem, ProblemCode};

use crate::failure::{Exit, Failure};
use crate::text::on_one_line;

pub fn of(problem: &Problem) -> Failure {
    let (exit, what, to_do) = of_code(problem.code);
    let what = match &problem.monei_says {
        Some(said) => format!("{what} Monei says: {}", on_one_line(said)),
        None => what.to_owned(),
    };
    let to_do = match problem.retry_after_seconds {
        Some(seconds) => format!("Try again in {seconds} s."),
        None => to_do.to_owned(),
    };
    Failure::new(exit, what, to_do)
}

#[expect(clippy::too_many_lines, reason = "a table: a row for each problem")]
const fn of_code(code: ProblemCode) -> (Exit, &'static str, &'static str) {
    use ProblemCode as Code;
    match code {
        Code::MoneiUnreachable => {
            (Exit::Unreachable, "Monei cannot be reached.", "Check your connection, and try again.")
        }
        Code::MoneiFault => (Exit::Unreachable, "Monei has a fault of its own.", "Try again later."),
        Code::RateLimited => (Exit::Busy, "Monei asks to wait.", "Try again in a minute."),
        Code::Unreadable => (
            Exit::Unreachable,
            "Monei's answer cannot be understood.",
            "Try again later, and look for a newer version of this program.",
        ),
        Code::ClockWrong => (
            Exit::Unreachable,
            "The clock of this computer is wrong, so Monei's identity cannot be checked.",
            "Set the clock, and try again.",
        ),
        Code::Refused => (
            Exit::Refused,
            "Monei refused the call.",
            "See `monei scopes check`; a permission may have been withdrawn at Monei, or a limit reached.",
        ),
        Code::NotAvailable => (Exit::Refused, "Monei has no such thing.", "Check what you asked for."),
        Code::SessionEnded => (
            Exit::NotConnected,
            "Monei refused to renew the session, as after a long time without use.",
            "Sign in again with `monei login`.",
        ),
        Code::SessionLost => (
            Exit::NotConnected,
            "The session was lost: the answer to a renewal did not arrive.",
            "Sign in again with `monei login`.",
        ),
        Code::SessionRevoked => (
            Exit::NotConnected,
            "The session was ended at Monei: by you, in its settings or on another device, or by Monei.",
            "Sign in again with `monei login`. If it was not you, tell Monei's support.",
        ),
        Code::DisconnectedElsewhere => (
            Exit::NotConnected,
            "Another program on this computer signed out of the wallet, such as the application.",
            "Sign in again with `monei login`.",
        ),
        Code::VaultBusy => (
            Exit::Store,
            "Another program is changing the tokens and does not come to an end.",
            "See whether the application or another `monei` hangs, and try again.",
        ),
        Code::DataFolderUnwritable => (
            Exit::Store,
            "The lock that programs share cannot be made in the folder of the settings.",
            "Check the permissions of that folder and the space on its disk.",
        ),
        Code::AccountUnknown => (
            Exit::NotSignedIn,
            "Monei's answer names no wallet, so it could be somebody else's; nothing was changed.",
            "Ask again: the next request includes a permission that tells whose it is.",
        ),
        Code::EnvironmentUnusable => (
            Exit::Usage,
            "The settings of the desktop application name a platform that cannot be used.",
            "Mend its settings.json, or give --environment and --api.",
        ),
        Code::RelayMissing => (
            Exit::Usage,
            "There is no relay to sign in through.",
            "Give --relay URL, set MONEI_RELAY_URL, or write it into the configuration file.",
        ),
        Code::RelayAddress => (Exit::Usage, "The relay's address cannot be used.", "Give it as https://…"),
        Code::RelayUnreachable => {
            (Exit::Unreachable, "The relay cannot be reached.", "Check its address and your connection.")
        }
        Code::RelayUnreadable => {
            (Exit::Unreachable, "What answers at the relay's address is not a relay.", "Check the relay's address.")
        }
        Code::RelayEnvironment => {
            (Exit::Usage, "The relay serves another platform.", "Give the relay of this platform with --relay.")
        }
        Code::RelayRefused => (Exit::NotSignedIn, "The relay refused the sign-in.", "Try again with `monei login`."),
        Code::RelayBusy => (Exit::Busy, "The relay is busy.", "Try again in a minute."),
        Code::NoWayBack => (
            Exit::Usage,
            "The port for the browser's way back is busy.",
            "Choose another with --port N, or leave --port out.",
        ),
        Code::KeychainMissing => (
            Exit::Store,
            "There is no keychain to keep tokens in.",
            "Start a keyring such as gnome-keyring, or use --store file.",
        ),
        Code::KeychainLocked => (Exit::Store, "The keychain is locked.", "Unlock it, and try again."),
        Code::KeychainUnwritable => (
            Exit::Store,
            "The place where tokens are kept cannot be written, so nothing was renewed.",
            "Check the keychain or the file, and try again.",
        ),
        Code::KeychainDamaged => (
            Exit::Store,
            "What is kept here of the session is damaged.",
            "Remove it with `monei logout`, and sign in again with `monei login`.",
        ),
        Code::ExportDiskFull | Code::StorageFull => {
            (Exit::Store, "There is no room left on the disk.", "Make room on that disk, and try again.")
        }
        Code::ExportNotWritable | Code::StorageUnwritable => {
            (Exit::Store, "The folder cannot be written.", "Check the permissions of that folder, and try again.")
        }
        Code::ExportFailed | Code::StorageFailed => {
            (Exit::Store, "What was to be kept on the disk could not be written.", "Check that disk, and try again.")
        }
        Code::SessionNotKept => (
            Exit::Store,
            "The newest tokens could not be kept; the session will be lost with this process.",
            "Check the keychain or the file, and sign in again with `monei login`.",
        ),
        Code::PaymentsNeedKeychain | Code::JournalUnusable => (
            Exit::Store,
            "The journal of payments cannot be used, so nothing was sent.",
            "Check the keychain and the space on the disk, and try again.",
        ),
        Code::NotNow => (Exit::Unexpected, "This cannot be done now.", "Try again in a moment."),
    }
}
