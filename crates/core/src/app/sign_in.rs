//! The transitions of a sign-in: from the click to what it brought.

use std::sync::Arc;
use std::time::Duration;

use monei_api::ScopeSet;
use monei_api::connect::Credential;
use tokio::sync::mpsc;
use url::Url;

use super::run::Loop;
use super::{Input, Shell};
use crate::problem::{Problem, ProblemCode};
use crate::session::Candidate;
use crate::settings::WayBack;
use crate::sign_in::loopback::{Loopback, Port};
use crate::sign_in::{Attempt, AttemptId, Callback, Outcome, SignIn, deadline, relay};

/// An attempt that is ready for the browser.
pub(super) struct Prepared {
    attempt: Arc<Attempt>,
    loopback: Option<(Loopback, mpsc::Receiver<String>)>,
}

impl Loop {
    pub(super) fn begin_sign_in(&mut self, scopes: ScopeSet) -> Result<(), Problem> {
        let Some(session) = self.session.as_ref().filter(|_| !self.disconnecting) else {
            return Err(ProblemCode::NotNow.into());
        };
        if let Some(problem) = self.config.environment_problem {
            return Err(problem.into());
        }
        let Some(relay) = self.config.environment.relay.clone() else { return Err(ProblemCode::RelayMissing.into()) };
        if scopes.is_empty() {
            return Err(ProblemCode::NotNow.into());
        }
        let id = AttemptId::random().map_err(|_| ProblemCode::NotNow)?;
        let scopes = session.to_ask_for(scopes);
        let work = Preparation {
            id: id.clone(),
            scopes,
            relay,
            environment: self.config.environment.name.clone(),
            redirect_uri: self.config.identity.redirect_uri(),
            way_back: self.settings.way_back,
            shell: self.config.shell.clone(),
            http: self.to_relay.clone(),
            clock: self.config.clock.clone(),
        };
        if let Some(replaced) = self.sign_in.current().cloned() {
            self.forget_attempt(&replaced);
        }
        self.sign_in = SignIn::Opening { id: id.clone(), scopes };
        self.spawn(async move { Input::Prepared { id, result: work.run().await } });
        Ok(())
    }

    pub(super) fn prepared(&mut self, id: &AttemptId, result: Result<Prepared, Problem>) {
        if !self.sign_in.is(id) {
            return;
        }
        let Prepared { attempt, loopback } = match result {
            Ok(prepared) => prepared,
            Err(problem) => return self.end(id, Outcome::Failed(problem)),
        };
        match (loopback, self.keychain.vault().cloned()) {
            // Kept before the browser opens: the link may start the application anew.
            (None, Some(vault)) => {
                let (id, kept) = (id.clone(), attempt.to_kept());
                self.await_browser(attempt, true, None);
                self.spawn(async move {
                    if let Err(error) = vault.save_attempt(&kept).await {
                        tracing::warn!(%error, "the sign-in would not survive a restart");
                    }
                    Input::AttemptKept(id)
                });
            }
            (loopback, _) => {
                let loopback = loopback.map(|(loopback, links)| {
                    self.forward(links);
                    loopback
                });
                self.await_browser(attempt, true, loopback);
                self.open_browser();
            }
        }
    }

    pub(super) fn attempt_kept(&mut self, id: &AttemptId) {
        if self.sign_in.is(id) {
            self.open_browser();
        } else {
            self.forget_attempt(id);
        }
    }

    pub(super) fn await_browser(&mut self, attempt: Arc<Attempt>, browser_opened: bool, loopback: Option<Loopback>) {
        let left = deadline(attempt.started_at).duration_since(self.config.clock.now());
        let (id, left) = (attempt.id.clone(), Duration::try_from(left).unwrap_or(Duration::ZERO));
        self.sign_in = SignIn::AwaitingBrowser { attempt, browser_opened, loopback };
        self.spawn(async move {
            tokio::time::sleep(left).await;
            Input::TimeIsUp(id)
        });
    }

    pub(super) fn open_browser(&self) {
        let SignIn::AwaitingBrowser { attempt, .. } = &self.sign_in else { return };
        let (id, url, shell) = (attempt.id.clone(), attempt.authorization_url(), self.config.shell.clone());
        self.spawn(async move {
            let opened = tokio::task::spawn_blocking(move || shell.open_browser(&url)).await;
            Input::BrowserOpened { id, opened: matches!(opened, Ok(Ok(()))) }
        });
    }

    pub(super) fn browser_opened(&mut self, id: &AttemptId, opened: bool) {
        if let SignIn::AwaitingBrowser { attempt, browser_opened, .. } = &mut self.sign_in
            && attempt.id == *id
        {
            *browser_opened = opened;
        }
    }

    pub(super) fn sign_in_link(&self) -> Option<Url> {
        match &self.sign_in {
            SignIn::AwaitingBrowser { attempt, .. } => Some(attempt.authorization_url()),
            _ => None,
        }
    }

    /// A link came in. Whatever is not the answer to the attempt in hand changes nothing.
    pub(super) fn answer(&mut self, link: &str) {
        let SignIn::AwaitingBrowser { attempt, .. } = &self.sign_in else {
            tracing::debug!("a link came while no sign-in waits for one");
            return;
        };
        let attempt = attempt.clone();
        match Callback::read(link, &attempt) {
            Callback::Foreign => tracing::debug!("a link came that is not for this sign-in"),
            _ if deadline(attempt.started_at) <= self.config.clock.now() => self.end(&attempt.id, Outcome::Expired),
            Callback::Ticket(ticket) => self.exchange(attempt, ticket),
            Callback::Refused { denied: true } => {
                let declined = self.wanted(attempt.scopes);
                self.note_declined(declined);
                self.end(&attempt.id, Outcome::Denied { declined });
            }
            Callback::Refused { denied: false } => {
                self.end(&attempt.id, Outcome::Failed(ProblemCode::RelayRefused.into()));
            }
        }
    }

    fn exchange(&mut self, attempt: Arc<Attempt>, ticket: Credential) {
        let Some(session) = self.session.clone() else { return };
        let id = attempt.id.clone();
        // Leaving the stage drops the loopback listener.
        self.sign_in = SignIn::Exchanging { id: id.clone(), scopes: attempt.scopes };
        self.forget_attempt(&id);
        let (http, environment) = (self.to_relay.clone(), self.config.environment.key());
        self.spawn(async move {
            let candidate = Candidate::exchange(&http, &session, &attempt, &ticket, environment).await;
            Input::Exchanged { id, result: candidate.map(Box::new) }
        });
    }

    /// Tokens came for an attempt. If it was given up meanwhile, nothing changes.
    pub(super) fn exchanged(&mut self, id: &AttemptId, result: Result<Box<Candidate>, Problem>) {
        if !self.sign_in.is(id) {
            return;
        }
        let candidate = match result {
            Ok(candidate) => *candidate,
            Err(problem) => return self.end(id, Outcome::Failed(problem)),
        };
        let Some(session) = self.session.clone() else { return };
        if let Some(declined) = candidate.brings_nothing(&session) {
            self.note_declined(declined);
            return self.end(id, Outcome::Denied { declined });
        }
        let (id, granted) = (id.clone(), candidate.granted());
        self.sign_in = SignIn::Admitting { id: id.clone(), scopes: candidate.asked() };
        self.spawn(async move {
            let result = candidate.admit_to(&session, &id).await;
            Input::Admitted { id, granted, result }
        });
    }

    pub(super) fn admitted(&mut self, id: &AttemptId, granted: ScopeSet, result: Result<Outcome, Problem>) {
        if let Ok(Outcome::Connected { .. }) = result {
            self.doubtful.retain(|scope| !granted.contains(*scope));
            self.leave_removed_journal();
            self.leave_removed_cache();
            self.refresh();
        }
        self.end(id, result.unwrap_or_else(Outcome::Failed));
    }

    pub(super) fn cancel(&mut self, id: &AttemptId) {
        if !matches!(self.sign_in, SignIn::Admitting { .. }) {
            self.end(id, Outcome::Cancelled);
        }
    }

    pub(super) fn time_is_up(&mut self, id: &AttemptId) {
        if matches!(&self.sign_in, SignIn::AwaitingBrowser { attempt, .. } if attempt.id == *id) {
            self.end(id, Outcome::Expired);
        }
    }

    pub(super) fn dismiss_outcome(&mut self) {
        if let SignIn::Ended { .. } = self.sign_in {
            self.sign_in = SignIn::Idle;
        }
    }

    /// Ends the attempt if it is still the one in hand.
    fn end(&mut self, id: &AttemptId, outcome: Outcome) {
        if self.sign_in.is(id) {
            self.forget_attempt(id);
            self.sign_in = SignIn::Ended { id: id.clone(), outcome };
        }
    }

    /// What was asked for and is not held. Asking anew for what is held is about all of it.
    fn wanted(&self, asked: ScopeSet) -> ScopeSet {
        self.session.as_ref().map_or(asked, |session| session.wanted(asked))
    }

    fn note_declined(&self, declined: ScopeSet) {
        if let Some(session) = &self.session {
            session.note_declined(declined);
        }
    }

    pub(super) fn forget_attempt(&self, id: &AttemptId) {
        let Some(vault) = self.keychain.vault().cloned() else { return };
        let id = id.clone();
        tokio::spawn(async move {
            if let Err(error) = vault.remove_attempt(id.as_str()).await {
                tracing::warn!(%error, "a finished sign-in could not be removed from the keychain");
            }
        });
    }

    fn forward(&self, mut links: mpsc::Receiver<String>) {
        let inputs = self.inputs.clone();
        tokio::spawn(async move {
            while let Some(link) = links.recv().await {
                if inputs.send(Input::Link(link)).await.is_err() {
                    return;
                }
            }
        });
    }
}

/// The work between the click and the browser.
struct Preparation {
    id: AttemptId,
    scopes: ScopeSet,
    relay: monei_client::BaseUrl,
    environment: String,
    redirect_uri: String,
    way_back: WayBack,
    shell: Arc<dyn Shell>,
    http: reqwest::Client,
    clock: crate::clock::Clock,
}

impl Preparation {
    async fn run(self) -> Result<Prepared, Problem> {
        let endpoints = relay::discover(&self.http, &self.relay, &self.environment).await?;
        let by_link = match self.way_back {
            WayBack::Loopback => false,
            way_back @ (WayBack::Link | WayBack::Automatic) => {
                // Asked for a forced link too: a demonstration becomes the handler of its links by being asked.
                let shell = self.shell.clone();
                let handled = tokio::task::spawn_blocking(move || shell.handles_links()).await.unwrap_or(false);
                handled || way_back == WayBack::Link
            }
        };
        let port = if by_link { None } else { Some(Port::bind().await.map_err(|_| ProblemCode::NoWayBack)?) };
        let redirect_uri = port.as_ref().map_or(self.redirect_uri, Port::redirect_uri);
        let attempt = Attempt::new(self.id, self.scopes, endpoints, redirect_uri, self.clock.now());
        let attempt = Arc::new(attempt.map_err(|_| ProblemCode::NotNow)?);
        let loopback = port.map(|port| {
            let (sender, links) = mpsc::channel(4);
            (port.serve(attempt.clone(), sender), links)
        });
        Ok(Prepared { attempt, loopback })
    }
}
