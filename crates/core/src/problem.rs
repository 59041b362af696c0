//! What went wrong, as people are told it: a code that the texts of the UI explain, and nothing secret.

use monei_client::CallError;

/// One failure. Sources are logged where they happen; only this crosses to the window.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    pub code: ProblemCode,
    pub retry_after_seconds: Option<u32>,
    /// Monei's own words.
    pub monei_says: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProblemCode {
    MoneiUnreachable,
    MoneiFault,
    RateLimited,
    Unreadable,
    /// The computer's clock is so wrong that no connection can be trusted.
    ClockWrong,
    /// 403 for a permission that is held.
    Refused,
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
    RelayMissing,
    /// What was typed is no address of a relay.
    RelayAddress,
    RelayUnreachable,
    RelayUnreadable,
    RelayEnvironment,
    RelayRefused,
    RelayBusy,
    NoWayBack,
    KeychainMissing,
    KeychainLocked,
    KeychainUnwritable,
    KeychainDamaged,
    /// Another program holds the vault, and does not let go of it.
    VaultBusy,
    /// The lock that programs share cannot be made in the data folder.
    DataFolderUnwritable,
    SessionNotKept,
    ExportDiskFull,
    ExportNotWritable,
    ExportFailed,
    /// What Monei tells cannot be kept on disk.
    StorageFull,
    StorageUnwritable,
    StorageFailed,
    /// Payments are journaled, and the journal's key needs a keychain that keeps it.
    PaymentsNeedKeychain,
    /// The journal of payments cannot be read or written, so nothing is sent.
    JournalUnusable,
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
