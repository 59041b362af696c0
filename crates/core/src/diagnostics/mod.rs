//! Whether everything is well that the application depends on.
//!
//! A [`Check`] is a [`Subject`] and what was [found](Finding) about it. From the finding follow how grave it is, the few
//! facts that are shown with it, and what would mend it. `run` looks, [`report`] writes down what may be passed on.

pub mod report;
pub(crate) mod run;

use jiff::SignedDuration;
use monei_api::Scope;

use crate::problem::{Problem, ProblemCode};

/// How many checks there are: the window shows a place for each before the first has ended.
pub const SUBJECTS: usize = 7 + PERMISSIONS.len();

/// The permissions that one harmless call can try. To try one of the others would be to move money.
pub(crate) const PERMISSIONS: [Scope; 3] = [Scope::ProfileRead, Scope::KycRead, Scope::WalletRead];

/// What is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    Versions,
    Keychain,
    Links,
    Relay,
    Monei,
    Clock,
    Account,
    Permission(Scope),
}

/// What only the window's side knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Surroundings {
    pub versions: Versions,
    /// The system starts this very program for links of its scheme.
    pub handles_links: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Versions {
    pub application: String,
    /// The engine that shows the window, such as `WebKitGTK 2.50.1`.
    pub web_view: Option<String>,
    /// The operating system and the kind of processor.
    pub system: String,
}

/// What was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Finding {
    Versions(Versions),
    KeychainKeeps,
    /// The person chose a session in memory.
    SessionInMemory,
    LinksComeHere,
    /// Another program, or none, is started for our links; sign-in then comes back over loopback.
    LinksGoElsewhere,
    /// Forced to links by the person, which do not come here.
    LinksAreLost,
    /// The person chose loopback.
    LinksAreNotUsed,
    RelayAnswers {
        origin: String,
        after: SignedDuration,
    },
    MoneiAnswers {
        origin: String,
        after: SignedDuration,
    },
    /// This computer's clock against Monei's: positive where it is ahead.
    Clock {
        ahead: SignedDuration,
    },
    /// Monei did not say what time it has.
    ClockUnknown,
    /// Monei names the account that the session was opened for.
    AccountKnown,
    /// What is granted does not tell whose the wallet is.
    AccountUnnamed,
    /// The tokens belong to another account than the one that is open.
    AccountDiffers,
    NotConnected,
    PermissionAnswers,
    PermissionNotGranted,
    /// Somebody has to answer first: a keychain that asks for its password, a server that keeps a connection open.
    NoAnswerInTime,
    Failed(Problem),
}

/// One subject with what was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    pub subject: Subject,
    pub finding: Finding,
}

/// How grave a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    Good,
    /// It works, but not as well as it could.
    Note,
    Bad,
    /// There was nothing to look at.
    Skipped,
}

/// What the application can do about a finding when the person wants it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fix {
    RegisterLinks,
    RetryKeychain,
    Reconnect,
    SetRelay,
    Enable(Scope),
    /// It may have passed meanwhile.
    Again,
}

/// A clock that differs by less is right: an answer has whole seconds, and takes time.
const RIGHT: SignedDuration = SignedDuration::from_secs(30);
/// From here on a token would be renewed too late.
const WRONG: SignedDuration = SignedDuration::from_mins(5);

impl Check {
    pub fn verdict(&self) -> Verdict {
        match &self.finding {
            Finding::Versions(_)
            | Finding::KeychainKeeps
            | Finding::LinksComeHere
            | Finding::LinksAreNotUsed
            | Finding::RelayAnswers { .. }
            | Finding::MoneiAnswers { .. }
            | Finding::AccountKnown
            | Finding::PermissionAnswers => Verdict::Good,
            Finding::Clock { ahead } if ahead.abs() <= RIGHT => Verdict::Good,
            Finding::Clock { ahead } if ahead.abs() < WRONG => Verdict::Note,
            Finding::SessionInMemory
            | Finding::LinksGoElsewhere
            | Finding::AccountUnnamed
            | Finding::NoAnswerInTime => Verdict::Note,
            Finding::ClockUnknown | Finding::NotConnected | Finding::PermissionNotGranted => Verdict::Skipped,
            Finding::Clock { .. } | Finding::LinksAreLost | Finding::AccountDiffers | Finding::Failed(_) => {
                Verdict::Bad
            }
        }
    }

    pub fn fix(&self) -> Option<Fix> {
        match (&self.finding, self.subject) {
            (Finding::LinksGoElsewhere | Finding::LinksAreLost, _) => Some(Fix::RegisterLinks),
            (Finding::PermissionNotGranted, Subject::Permission(scope)) => Some(Fix::Enable(scope)),
            (Finding::AccountDiffers, _) => Some(Fix::Reconnect),
            (Finding::NoAnswerInTime, _) => Some(Fix::Again),
            (Finding::Failed(problem), subject) => Some(match (problem.code, subject) {
                (_, Subject::Keychain) => Fix::RetryKeychain,
                (
                    ProblemCode::SessionEnded
                    | ProblemCode::SessionLost
                    | ProblemCode::SessionRevoked
                    | ProblemCode::DisconnectedElsewhere,
                    _,
                ) => Fix::Reconnect,
                (ProblemCode::Refused, Subject::Permission(scope)) => Fix::Enable(scope),
                (ProblemCode::RelayMissing, _) => Fix::SetRelay,
                _ => Fix::Again,
            }),
            _ => None,
        }
    }

    /// Figures and names to show beside the words.
    pub fn facts(&self) -> Vec<String> {
        match &self.finding {
            Finding::Versions(Versions { application, web_view, system }) => {
                [Some(application), web_view.as_ref(), Some(system)].into_iter().flatten().cloned().collect()
            }
            Finding::RelayAnswers { origin, after } | Finding::MoneiAnswers { origin, after } => {
                vec![origin.clone(), format!("{} ms", after.as_millis())]
            }
            Finding::Clock { ahead } => vec![seconds(*ahead)],
            _ => Vec::new(),
        }
    }
}

/// `+3 s`, `−95 s`, `0 s`.
fn seconds(ahead: SignedDuration) -> String {
    match ahead.as_secs() {
        0 => "0 s".to_owned(),
        secs @ 1.. => format!("+{secs} s"),
        secs => format!("\u{2212}{} s", secs.unsigned_abs()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn check(subject: Subject, finding: Finding) -> Check {
        Check { subject, finding }
    }

    #[test]
    fn a_clock_is_judged_by_how_far_it_is_off() {
        for (secs, verdict) in [
            (0, Verdict::Good),
            (-30, Verdict::Good),
            (31, Verdict::Note),
            (-299, Verdict::Note),
            (300, Verdict::Bad),
            (-86_400, Verdict::Bad),
        ] {
            let clock = check(Subject::Clock, Finding::Clock { ahead: SignedDuration::from_secs(secs) });
            assert_eq!(clock.verdict(), verdict, "{secs}");
        }
        let fact = |secs| check(Subject::Clock, Finding::Clock { ahead: SignedDuration::from_secs(secs) }).facts();
        assert_eq!((fact(3), fact(-95), fact(0)), (vec!["+3 s".into()], vec!["−95 s".into()], vec!["0 s".into()]));
    }

    #[test]
    fn what_the_application_can_mend_has_a_fix() {
        let failed = |subject, code: ProblemCode| check(subject, Finding::Failed(code.into())).fix();
        assert_eq!(failed(Subject::Keychain, ProblemCode::KeychainLocked), Some(Fix::RetryKeychain));
        for ended in [ProblemCode::SessionEnded, ProblemCode::SessionRevoked, ProblemCode::DisconnectedElsewhere] {
            assert_eq!(failed(Subject::Account, ended), Some(Fix::Reconnect));
        }
        assert_eq!(failed(Subject::Relay, ProblemCode::RelayMissing), Some(Fix::SetRelay));
        assert_eq!(failed(Subject::Monei, ProblemCode::MoneiUnreachable), Some(Fix::Again));
        let kyc = Subject::Permission(Scope::KycRead);
        assert_eq!(failed(kyc, ProblemCode::Refused), Some(Fix::Enable(Scope::KycRead)));
        assert_eq!(check(kyc, Finding::PermissionNotGranted).fix(), Some(Fix::Enable(Scope::KycRead)));
        assert_eq!(check(Subject::Links, Finding::LinksGoElsewhere).fix(), Some(Fix::RegisterLinks));
        assert_eq!(check(Subject::Monei, Finding::ClockUnknown).fix(), None);
    }
}
