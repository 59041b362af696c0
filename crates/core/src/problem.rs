//! What went wrong, as people are told it: a code that the texts of the UI explain, and nothing secret.

use monei_client::CallError;

/// One failure. Sources are logged where they happen; only this crosses to the window. As an error it says no more than its
/// code: the words for people are the caller's.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{code:?}")]
pub struct Problem {
    /// What the words for people hang on.
    pub code: ProblemCode,
    /// Where Monei or the relay says when to come back.
    pub retry_after_seconds: Option<u32>,
    /// Monei's own words.
    pub monei_says: Option<String>,
}

/// What can go wrong. Each has its words in the window and in the command line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProblemCode {
    /// No connection, or no answer.
    MoneiUnreachable,
    /// 5xx.
    MoneiFault,
    /// 429.
    RateLimited,
    /// An answer that nobody can make sense of.
    Unreadable,
    /// The computer's clock is so wrong that no connection can be trusted.
    ClockWrong,
    /// 403 for a permission that is held.
    Refused,
    /// 404 and other refusals of a request.
    NotAvailable,
    /// Monei refuses to renew a session that has run out.
    SessionEnded,
    /// Monei refuses tokens that were good: they were taken back there, or used from somewhere else.
    SessionRevoked,
    /// The answer to a renewal was lost, and Monei has since refused both tokens.
    SessionLost,
    /// Another program on this computer, which shares the keychain, disconnected the wallet.
    DisconnectedElsewhere,
    /// Monei's answer names no wallet, so it could be somebody else's.
    AccountUnknown,
    /// The settings file names a platform that cannot be used.
    EnvironmentUnusable,
    /// Nobody has named a relay.
    RelayMissing,
    /// What was typed is no address of a relay.
    RelayAddress,
    /// No connection to the relay, or a fault of its own.
    RelayUnreachable,
    /// What answers there breaks the rules of a relay (RFC 8414, RFC 6749).
    RelayUnreadable,
    /// The relay serves another platform.
    RelayEnvironment,
    /// The relay does not take what the browser brought.
    RelayRefused,
    /// The relay asks to come back later.
    RelayBusy,
    /// No port of this computer could be listened on.
    NoWayBack,
    /// No keychain service runs.
    KeychainMissing,
    /// The keychain's owner has not unlocked it.
    KeychainLocked,
    /// What was written could not be read back, so no token was spent.
    KeychainUnwritable,
    /// What is kept cannot be read. It is left as it is until the next sign-in.
    KeychainDamaged,
    /// Another program holds the vault, and does not let go of it.
    VaultBusy,
    /// The lock that programs share cannot be made in the data folder.
    DataFolderUnwritable,
    /// The newest tokens are in memory only.
    SessionNotKept,
    /// No room for the file.
    ExportDiskFull,
    /// The folder takes no file.
    ExportNotWritable,
    /// Anything else that became of a file.
    ExportFailed,
    /// What Monei tells cannot be kept on disk.
    StorageFull,
    /// The folder of the cache takes no file.
    StorageUnwritable,
    /// Anything else that became of the cache.
    StorageFailed,
    /// Payments are journaled, and the journal's key needs a keychain that keeps it.
    PaymentsNeedKeychain,
    /// The journal of payments cannot be read or written, so nothing is sent.
    JournalUnusable,
    /// Something else has to end first.
    NotNow,
}

/// A server may send any amount of text; a person reads a line.
fn shortened(text: &str) -> String {
    const LONGEST: usize = 300;
    if text.chars().count() <= LONGEST {
        return text.to_owned();
    }
    text.chars().take(LONGEST).chain(['…']).collect()
}

impl From<ProblemCode> for Problem {
    fn from(code: ProblemCode) -> Self {
        Self { code, retry_after_seconds: None, monei_says: None }
    }
}

impl From<&CallError> for Problem {
    fn from(error: &CallError) -> Self {
        let code = match error {
            CallError::NoConnection | CallError::NoAnswer => ProblemCode::MoneiUnreachable,
            CallError::OutOfTime => ProblemCode::ClockWrong,
            CallError::Unauthorized => ProblemCode::SessionEnded,
            CallError::Forbidden { .. } => ProblemCode::Refused,
            CallError::RateLimited { .. } => ProblemCode::RateLimited,
            CallError::NotFound { .. } | CallError::Rejected { .. } => ProblemCode::NotAvailable,
            CallError::Fault { .. } => ProblemCode::MoneiFault,
            CallError::Unreadable => ProblemCode::Unreadable,
        };
        let retry_after_seconds = match error {
            CallError::RateLimited { retry_after } => retry_after.and_then(|wait| u32::try_from(wait.as_secs()).ok()),
            _ => None,
        };
        Self { code, retry_after_seconds, monei_says: error.monei_says().map(|text| shortened(&text)) }
    }
}
