//! The looking itself: every check beside the others, each told as it ends.

use std::time::{Duration, Instant};

use jiff::SignedDuration;
use monei_api::Scope;
use monei_client::calls::{KycRead, ProfileRead, WalletRead};
use monei_client::probe::probe;
use monei_client::{BaseUrl, CallError};
use reqwest::Client;
use tokio::sync::mpsc;

use super::{Check, Finding, PERMISSIONS, Subject, Surroundings};
use crate::clock::Clock;
use crate::problem::{Problem, ProblemCode};
use crate::session::{Account, Grants, Session, SessionError, SharedSession};
use crate::settings::WayBack;
use crate::sign_in::relay;
use crate::vault::Vault;

/// What takes longer waits for somebody.
const PATIENCE: Duration = Duration::from_secs(20);

/// What can be looked at without a session.
#[derive(Debug)]
pub struct Around {
    pub surroundings: Surroundings,
    pub way_back: WayBack,
    /// The name of the platform, which its relay must name too.
    pub environment: String,
    pub relay: Option<BaseUrl>,
    pub to_relay: Client,
    pub api: BaseUrl,
    pub to_monei: Client,
    pub clock: Clock,
}

/// The keychain and what it holds.
#[derive(Debug)]
pub struct Within {
    pub keychain: Keychain,
    pub session: Option<SharedSession>,
}

/// The keychain as the application has it now.
#[derive(Debug)]
pub enum Keychain {
    /// It has been waiting for its owner for a while.
    Checking,
    Ready(Vault),
    SessionOnly,
    Unavailable(Problem),
}

/// Sends each check as it ends. Nobody may be listening any more; then the rest is not worth the waiting.
async fn unless_closed(checks: &mpsc::Sender<Check>, work: impl Future<Output = ()>) {
    tokio::select! {
        () = work => {}
        () = checks.closed() => {}
    }
}

impl Around {
    pub async fn run(self, checks: mpsc::Sender<Check>) {
        let told = Told(&checks);
        let versions = Finding::Versions(self.surroundings.versions.clone());
        let work = async {
            tokio::join!(
                told.tell(Subject::Versions, async { versions }),
                told.tell(Subject::Links, async { self.links() }),
                told.tell(Subject::Relay, self.relay()),
                self.monei_and_clock(&told),
            );
        };
        unless_closed(&checks, Box::pin(work)).await;
    }

    const fn links(&self) -> Finding {
        match (self.way_back, self.surroundings.handles_links) {
            (WayBack::Loopback, _) => Finding::LinksAreNotUsed,
            (_, true) => Finding::LinksComeHere,
            (WayBack::Automatic, false) => Finding::LinksGoElsewhere,
            (WayBack::Link, false) => Finding::LinksAreLost,
        }
    }

    async fn relay(&self) -> Finding {
        let Some(relay) = &self.relay else { return Finding::Failed(ProblemCode::RelayMissing.into()) };
        let asked = Instant::now();
        match relay::discover(&self.to_relay, relay, &self.environment).await {
            Ok(_) => Finding::RelayAnswers { origin: relay.origin(), after: since(asked) },
            Err(problem) => Finding::Failed(problem),
        }
    }

    /// One question answers both.
    async fn monei_and_clock(&self, told: &Told<'_>) {
        let asked = Instant::now();
        let answer = tokio::time::timeout(PATIENCE, probe(&self.to_monei, &self.api)).await;
        let (after, now) = (since(asked), self.clock.now());
        let (monei, clock) = match answer {
            Ok(Ok(theirs)) => {
                let clock = theirs.map_or(Finding::ClockUnknown, |theirs| Finding::Clock {
                    // A date without its fraction of a second is half a second early on the average.
                    ahead: now.duration_since(theirs) - SignedDuration::from_millis(500),
                });
                (Finding::MoneiAnswers { origin: self.api.origin(), after }, clock)
            }
            Ok(Err(error)) => (Finding::Failed((&error).into()), Finding::ClockUnknown),
            Err(_) => (Finding::NoAnswerInTime, Finding::ClockUnknown),
        };
        told.send(Subject::Monei, monei).await;
        told.send(Subject::Clock, clock).await;
    }
}

impl Within {
    pub async fn run(self, checks: mpsc::Sender<Check>) {
        let told = Told(&checks);
        let session = self.session.as_ref();
        let [profile, kyc, wallet] = PERMISSIONS;
        let work = async {
            tokio::join!(
                told.tell(Subject::Keychain, self.keychain()),
                told.tell(Subject::Account, self.account()),
                told.permission(session, profile),
                told.permission(session, kyc),
                told.permission(session, wallet),
            );
        };
        unless_closed(&checks, Box::pin(work)).await;
    }

    async fn keychain(&self) -> Finding {
        match &self.keychain {
            Keychain::Checking => Finding::NoAnswerInTime,
            Keychain::SessionOnly => Finding::SessionInMemory,
            Keychain::Unavailable(problem) => Finding::Failed(problem.clone()),
            Keychain::Ready(vault) => match vault.prove_writable().await {
                Ok(()) => Finding::KeychainKeeps,
                Err(error) => Finding::Failed(error.into()),
            },
        }
    }

    async fn account(&self) -> Finding {
        let Some(session) = connected(self.session.as_ref()) else { return Finding::NotConnected };
        let (ended, account) = session.inspect(|grants| (grants.ended(), grants.account.clone()));
        if !ended.is_empty() {
            return Finding::Failed(session.end_problem());
        }
        match (session.identify().await, account) {
            (Ok(owner), Some(Account::Monei(known))) if owner.id.as_ref().is_some_and(|id| *id != known) => {
                Finding::AccountDiffers
            }
            (Ok(owner), _) if owner.id.is_none() => Finding::AccountUnnamed,
            (Ok(_), _) => Finding::AccountKnown,
            (Err(error), _) => Finding::Failed((&error).into()),
        }
    }
}

/// Somebody is signed in, whether or not their tokens are still good.
fn connected(session: Option<&SharedSession>) -> Option<&Session> {
    session.map(AsRef::as_ref).filter(|session| !session.inspect(Grants::held).is_empty())
}

/// One harmless call, with the scope's own handle.
async fn call(session: &Session, scope: Scope) -> Result<(), SessionError> {
    match scope {
        Scope::ProfileRead => session.with::<ProfileRead>()?.user().await.map(drop),
        Scope::KycRead => session.with::<KycRead>()?.kyc_status().await.map(drop),
        _ => session.with::<WalletRead>()?.wallet().await.map(drop),
    }
}

fn since(asked: Instant) -> SignedDuration {
    SignedDuration::try_from(asked.elapsed()).unwrap_or(SignedDuration::MAX)
}

/// To whom the checks go.
struct Told<'a>(&'a mpsc::Sender<Check>);

impl Told<'_> {
    async fn send(&self, subject: Subject, finding: Finding) {
        if let Finding::Failed(problem) = &finding {
            tracing::info!(?subject, code = ?problem.code, "a check failed");
        }
        let _ = self.0.send(Check { subject, finding }).await;
    }

    async fn tell(&self, subject: Subject, finding: impl Future<Output = Finding>) {
        let finding = tokio::time::timeout(PATIENCE, finding).await.unwrap_or(Finding::NoAnswerInTime);
        self.send(subject, finding).await;
    }

    async fn permission(&self, session: Option<&SharedSession>, scope: Scope) {
        self.tell(Subject::Permission(scope), async {
            let Some(session) = connected(session) else { return Finding::NotConnected };
            if !session.inspect(Grants::held).contains(scope) {
                return Finding::PermissionNotGranted;
            }
            match call(session, scope).await {
                // What Monei lacks for a wallet says nothing against the permission.
                Ok(()) | Err(SessionError::Call(CallError::NotFound { .. })) => Finding::PermissionAnswers,
                Err(error) => Finding::Failed((&error).into()),
            }
        })
        .await;
    }
}
