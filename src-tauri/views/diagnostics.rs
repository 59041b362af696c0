//! What crosses to the window of this installation: where it keeps what, and the checks of the diagnostics page.

use monei_api::Scope;
use monei_core::diagnostics::{Check, Finding, Fix, Subject, Verdict};
use serde::Serialize;
use specta::Type;

use super::ProblemView;

/// For the settings page.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct AboutView {
    pub web_view: Option<String>,
    pub system: String,
    pub settings_file: Option<String>,
    pub data_folder: Option<String>,
    /// The name under which the keychain has our items.
    pub keychain_service: String,
    /// The list of other people's work lies beside the program.
    pub has_notices: bool,
}

/// One subject with what was found.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CheckView {
    pub subject: SubjectView,
    /// The permission that was tried, where the subject is one.
    pub scope: Option<String>,
    pub verdict: VerdictView,
    pub finding: FindingView,
    /// Names and figures to show beside the words.
    pub facts: Vec<String>,
    /// Where the finding is a failure.
    pub problem: Option<ProblemView>,
    pub fix: Option<FixView>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum SubjectView {
    Versions,
    Keychain,
    Links,
    Relay,
    Monei,
    Clock,
    Account,
    Permission,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum VerdictView {
    Good,
    /// It works, but not as well as it could.
    Note,
    Bad,
    /// There was nothing to look at.
    Skipped,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum FindingView {
    Versions,
    KeychainKeeps,
    SessionInMemory,
    LinksComeHere,
    LinksGoElsewhere,
    LinksAreLost,
    LinksAreNotUsed,
    RelayAnswers,
    MoneiAnswers,
    ClockAgrees,
    ClockIsAhead,
    ClockIsBehind,
    ClockUnknown,
    AccountKnown,
    AccountUnnamed,
    AccountDiffers,
    NotConnected,
    PermissionAnswers,
    PermissionNotGranted,
    NoAnswerInTime,
    Failed,
}

/// What a button can do about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum FixView {
    RegisterLinks,
    RetryKeychain,
    Reconnect,
    SetRelay,
    Enable,
    Again,
}

impl From<&Check> for CheckView {
    fn from(check: &Check) -> Self {
        let scope = match check.subject {
            Subject::Permission(scope) => Some(scope),
            _ => None,
        };
        let problem = match &check.finding {
            Finding::Failed(problem) => Some(problem.into()),
            _ => None,
        };
        Self {
            subject: check.subject.into(),
            scope: scope.map(Scope::name).map(str::to_owned),
            verdict: check.verdict().into(),
            finding: finding(check),
            facts: check.facts(),
            problem,
            fix: check.fix().map(Into::into),
        }
    }
}

fn finding(check: &Check) -> FindingView {
    match &check.finding {
        Finding::Versions(_) => FindingView::Versions,
        Finding::KeychainKeeps => FindingView::KeychainKeeps,
        Finding::SessionInMemory => FindingView::SessionInMemory,
        Finding::LinksComeHere => FindingView::LinksComeHere,
        Finding::LinksGoElsewhere => FindingView::LinksGoElsewhere,
        Finding::LinksAreLost => FindingView::LinksAreLost,
        Finding::LinksAreNotUsed => FindingView::LinksAreNotUsed,
        Finding::RelayAnswers { .. } => FindingView::RelayAnswers,
        Finding::MoneiAnswers { .. } => FindingView::MoneiAnswers,
        Finding::Clock { .. } if check.verdict() == Verdict::Good => FindingView::ClockAgrees,
        Finding::Clock { ahead } if ahead.is_negative() => FindingView::ClockIsBehind,
        Finding::Clock { .. } => FindingView::ClockIsAhead,
        Finding::ClockUnknown => FindingView::ClockUnknown,
        Finding::AccountKnown => FindingView::AccountKnown,
        Finding::AccountUnnamed => FindingView::AccountUnnamed,
        Finding::AccountDiffers => FindingView::AccountDiffers,
        Finding::NotConnected => FindingView::NotConnected,
        Finding::PermissionAnswers => FindingView::PermissionAnswers,
        Finding::PermissionNotGranted => FindingView::PermissionNotGranted,
        Finding::NoAnswerInTime => FindingView::NoAnswerInTime,
        Finding::Failed(_) => FindingView::Failed,
    }
}

impl From<Subject> for SubjectView {
    fn from(subject: Subject) -> Self {
        match subject {
            Subject::Versions => Self::Versions,
            Subject::Keychain => Self::Keychain,
            Subject::Links => Self::Links,
            Subject::Relay => Self::Relay,
            Subject::Monei => Self::Monei,
            Subject::Clock => Self::Clock,
            Subject::Account => Self::Account,
            Subject::Permission(_) => Self::Permission,
        }
    }
}

impl From<Verdict> for VerdictView {
    fn from(verdict: Verdict) -> Self {
        match verdict {
            Verdict::Good => Self::Good,
            Verdict::Note => Self::Note,
            Verdict::Bad => Self::Bad,
            Verdict::Skipped => Self::Skipped,
        }
    }
}

impl From<Fix> for FixView {
    fn from(fix: Fix) -> Self {
        match fix {
            Fix::RegisterLinks => Self::RegisterLinks,
            Fix::RetryKeychain => Self::RetryKeychain,
            Fix::Reconnect => Self::Reconnect,
            Fix::SetRelay => Self::SetRelay,
            Fix::Enable(_) => Self::Enable,
            Fix::Again => Self::Again,
        }
    }
}
