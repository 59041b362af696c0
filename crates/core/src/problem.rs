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
    /// 403 for a permission that is held.
    Refused,
    NotAvailable,
    /// Monei no longer accepts the session.
    SessionEnded,
    /// The answer to a renewal was lost, and Monei has since refused both tokens.
    SessionLost,
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
    SessionNotKept,
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
