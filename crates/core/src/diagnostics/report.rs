//! What a person may pass on to somebody who helps them.
//!
//! It is written from what the checks found, never from what Monei told: no name, no address, no figure, no identifier
//! of an account, and nothing that a server or a person wrote. So there is nothing in it to strike out.

use std::fmt::Write as _;

use super::{Check, Finding, Subject, Verdict, Versions};
use crate::environment::{DEMONSTRATION, PRODUCTION};

/// The report as text. `environment` is told only where its name is ours.
pub fn write(checks: &[Check], environment: &str) -> String {
    let environment = if [PRODUCTION, DEMONSTRATION].contains(&environment) { environment } else { "other" };
    let mut text = format!("Monei Wallet diagnostics\nenvironment: {environment}\n");
    for check in checks {
        let (subject, verdict, found) = (subject(check.subject), verdict(check.verdict()), found(&check.finding));
        // Writing to a text cannot fail.
        let _ = writeln!(text, "{subject}: {verdict}, {found}");
    }
    text
}

fn subject(subject: Subject) -> &'static str {
    match subject {
        Subject::Versions => "versions",
        Subject::Keychain => "keychain",
        Subject::Links => "links",
        Subject::Relay => "relay",
        Subject::Monei => "monei",
        Subject::Clock => "clock",
        Subject::Account => "account",
        Subject::Permission(scope) => scope.name(),
    }
}

const fn verdict(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Good => "good",
        Verdict::Note => "note",
        Verdict::Bad => "bad",
        Verdict::Skipped => "skipped",
    }
}

fn found(finding: &Finding) -> String {
    let text = match finding {
        Finding::Versions(Versions { application, web_view, system }) => {
            return format!("{application}; {}; {system}", web_view.as_deref().unwrap_or("web view unknown"));
        }
        // An address of the person's own choice may tell who they are.
        Finding::RelayAnswers { after, .. } | Finding::MoneiAnswers { after, .. } => {
            return format!("answered after {} ms", after.as_millis());
        }
        Finding::Clock { ahead } => return format!("ahead by {} s", ahead.as_secs()),
        // Monei's own words may quote anything.
        Finding::Failed(problem) => return format!("{:?}", problem.code),
        Finding::KeychainKeeps => "keeps what it is given",
        Finding::SessionInMemory => "session in memory",
        Finding::LinksComeHere => "come to this program",
        Finding::LinksGoElsewhere => "go elsewhere",
        Finding::LinksAreLost => "go elsewhere, and loopback is off",
        Finding::LinksAreNotUsed => "not used",
        Finding::ClockUnknown => "not told",
        Finding::AccountKnown => "known",
        Finding::AccountUnnamed => "not named by what is granted",
        Finding::AccountDiffers => "another account answers",
        Finding::NotConnected => "not connected",
        Finding::PermissionAnswers => "answers",
        Finding::PermissionNotGranted => "not granted",
        Finding::NoAnswerInTime => "no answer in time",
    };
    text.to_owned()
}
