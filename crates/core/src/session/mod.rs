//! A connected wallet: calls with a fitting token, which is renewed when it must be.
//!
//! The rules of renewal (`security.md` §3): on demand when under five minutes remain by the wall clock; one at a time; the
//! vault is proven writable before the old pair is spent; the new pair is kept before it is used; only an explicit
//! refusal of the token endpoint ends a grant.

pub mod grants;
mod identify;
#[cfg(test)]
mod tests;

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use monei_api::connect::TokenResponse;
use monei_api::{Scope, ScopeSet};
use monei_client::calls::AsCallError;
use monei_client::connect::Connect;
use monei_client::{AccessToken, Api, CallError, Handle, NotGranted, Permission, RefreshToken, Request, TokenPair};
use serde::de::DeserializeOwned;

pub use self::grants::{Account, Admission, Grant, GrantId, Grants};
pub use self::identify::{IDENTIFYING, Owner, identify};
use crate::clock::Clock;
use crate::problem::{Problem, ProblemCode};
use crate::vault::Vault;

/// Monei recommends renewal below this (`monei-api.md` §1.7).
const RENEW_BELOW: SignedDuration = SignedDuration::from_mins(5);
/// How long to wait before a renewal whose answer was lost is tried once more with the old token.
const AFTER_LOST_ANSWER: Duration = Duration::from_secs(2);

/// Why a call brought nothing.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SessionError {
    #[error(transparent)]
    NotGranted(#[from] NotGranted),
    #[error(transparent)]
    Call(#[from] CallError),
    /// Monei refused the tokens for good.
    #[error("Monei no longer accepts the session")]
    Ended { answer_was_lost: bool },
    /// The keychain would not have kept the renewed tokens, so they were not asked for.
    #[error("the keychain cannot be written")]
    KeychainUnwritable,
}

impl AsCallError for SessionError {
    fn is_absent_or_forbidden(&self) -> bool {
        matches!(self, Self::Call(error) if error.is_absent_or_forbidden())
    }
}

impl From<&SessionError> for Problem {
    fn from(error: &SessionError) -> Self {
        match error {
            SessionError::NotGranted(_) => ProblemCode::Refused.into(),
            SessionError::Call(error) => error.into(),
            SessionError::Ended { answer_was_lost: false } => ProblemCode::SessionEnded.into(),
            SessionError::Ended { answer_was_lost: true } => ProblemCode::SessionLost.into(),
            SessionError::KeychainUnwritable => ProblemCode::KeychainUnwritable.into(),
        }
    }
}

/// The grants of one account and the means to use them.
#[derive(Debug)]
pub struct Session {
    api: Api,
    connect: Connect,
    vault: Vault,
    clock: Clock,
    held: Mutex<Held>,
    /// Held while a pair is renewed or the list of grants changes: one rotation at a time.
    renewal: tokio::sync::Mutex<()>,
}

#[derive(Debug, Default)]
struct Held {
    grants: Grants,
    /// The newest grants are in memory only: the keychain refused them.
    not_kept: bool,
    /// Disconnected: nothing may be taken in or written any more.
    closed: bool,
    /// A grant ended because the answer to its renewal was lost.
    answer_was_lost: bool,
}

/// A token as a call saw it.
struct Bearer {
    id: GrantId,
    generation: u64,
    access: AccessToken,
    expires_at: Timestamp,
}

impl Session {
    pub fn new(api: Api, connect: Connect, vault: Vault, clock: Clock, grants: Grants) -> Self {
        let held = Mutex::new(Held { grants, ..Held::default() });
        Self { api, connect, vault, clock, held, renewal: tokio::sync::Mutex::new(()) }
    }

    /// The calls of one permission, if it is granted.
    pub fn with<P: Permission>(&self) -> Result<Handle<'_, P, Self>, NotGranted> {
        Handle::of(self, self.grants().effective())
    }

    /// The grants as they are now.
    pub fn grants(&self) -> Grants {
        self.held().grants.clone()
    }

    pub const fn api(&self) -> &Api {
        &self.api
    }

    pub const fn connect(&self) -> &Connect {
        &self.connect
    }

    pub fn is_kept(&self) -> bool {
        !self.held().not_kept
    }

    /// Takes in what a sign-in brought. Nothing is written unless it was admitted.
    pub async fn admit(&self, candidate: Grant, owner: Option<Account>, declined: ScopeSet) -> Admission {
        let _one_at_a_time = self.renewal.lock().await;
        let now = self.clock.now();
        let admission = {
            let mut held = self.held();
            if held.closed {
                return Admission::Closed;
            }
            let admission = held.grants.admit(candidate, owner, declined, now);
            if admission == Admission::Unidentified {
                held.grants.ask_with_identity = true;
            }
            admission
        };
        if admission == Admission::Admitted {
            self.keep().await;
        }
        admission
    }

    /// Remembers a refusal for as long as the process lives. Nothing is written: a denial changes nothing.
    pub fn note_declined(&self, declined: ScopeSet) {
        let now = self.clock.now();
        self.held().grants.decline(declined, now);
    }

    /// Ends the session here and returns every pair that Monei may still accept. A renewal that is under way is waited
    /// for; a later one finds nothing to renew and writes nothing.
    pub async fn close(&self) -> Vec<TokenPair> {
        let _one_at_a_time = self.renewal.lock().await;
        let mut held = self.held();
        held.closed = true;
        std::mem::take(&mut held.grants).into_pairs()
    }

    /// What people are told when permissions need a reconnect.
    pub fn end_problem(&self) -> Problem {
        (&SessionError::Ended { answer_was_lost: self.held().answer_was_lost }).into()
    }

    /// Tries again to keep grants that are in memory only.
    pub async fn keep_again(&self) {
        let _one_at_a_time = self.renewal.lock().await;
        if !self.is_kept() {
            self.keep().await;
        }
    }

    async fn keep(&self) {
        let kept = {
            let held = self.held();
            if held.closed {
                return;
            }
            held.grants.to_kept()
        };
        let result = self.vault.save_grants(&kept).await;
        if let Err(error) = &result {
            tracing::error!(%error, "the grants are in memory only");
        }
        self.held().not_kept = result.is_err();
    }

    fn held(&self) -> std::sync::MutexGuard<'_, Held> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn bearer(&self, scope: Scope) -> Result<Bearer, SessionError> {
        let held = self.held();
        let missing = || {
            if held.grants.ended().contains(scope) {
                SessionError::Ended { answer_was_lost: false }
            } else {
                NotGranted(scope).into()
            }
        };
        let id = held.grants.for_scope(scope).ok_or_else(missing)?;
        bearer_of(&held.grants, id).ok_or_else(missing)
    }

    /// A token that is good for some minutes, renewed if it must be.
    async fn fresh_bearer(&self, scope: Scope) -> Result<Bearer, SessionError> {
        let bearer = self.bearer(scope)?;
        let now = self.clock.now();
        if bearer.expires_at.duration_since(now) >= RENEW_BELOW {
            return Ok(bearer);
        }
        match self.renew(&bearer).await {
            Ok(()) => self.bearer(scope),
            Err(ended @ SessionError::Ended { .. }) => Err(ended),
            // The renewal can wait while the old token is good.
            Err(_) if bearer.expires_at > now => Ok(bearer),
            Err(error) => Err(error),
        }
    }

    /// Replaces the pair that the caller saw, unless somebody else already did.
    async fn renew(&self, seen: &Bearer) -> Result<(), SessionError> {
        let _one_at_a_time = self.renewal.lock().await;
        let refresh = {
            let held = self.held();
            let grant = held.grants.get(seen.id).ok_or(SessionError::Ended { answer_was_lost: false })?;
            let tokens = grant.tokens.as_ref().ok_or(SessionError::Ended { answer_was_lost: false })?;
            if grant.generation != seen.generation {
                return Ok(());
            }
            tokens.refresh.clone()
        };
        self.vault.prove_writable().await.map_err(|error| {
            tracing::error!(%error, "the keychain cannot be written; tokens are not renewed");
            SessionError::KeychainUnwritable
        })?;
        match self.spend(&refresh).await {
            Ok(answer) => {
                let scopes = answer.granted();
                let (tokens, expires_at) = pair(answer, self.clock.now());
                self.held().grants.renew(seen.id, tokens, expires_at, scopes);
                self.keep().await;
                Ok(())
            }
            Err(error) => {
                if let SessionError::Ended { answer_was_lost } = error {
                    {
                        let mut held = self.held();
                        held.answer_was_lost = answer_was_lost;
                        held.grants.end(seen.id);
                    }
                    self.keep().await;
                }
                Err(error)
            }
        }
    }

    /// Spends a refresh token. A lost answer leaves open whether it was spent: the old token is tried once more.
    async fn spend(&self, refresh: &RefreshToken) -> Result<TokenResponse, SessionError> {
        let refused =
            |error: &CallError| matches!(error, CallError::Unauthorized | CallError::Rejected { status: 400, .. });
        match self.connect.refresh(refresh).await {
            Err(CallError::NoAnswer) => {}
            Err(error) if refused(&error) => return Err(SessionError::Ended { answer_was_lost: false }),
            other => return other.map_err(SessionError::Call),
        }
        tokio::time::sleep(AFTER_LOST_ANSWER).await;
        match self.connect.refresh(refresh).await {
            Err(error) if refused(&error) => Err(SessionError::Ended { answer_was_lost: true }),
            other => other.map_err(SessionError::Call),
        }
    }
}

/// The token pair of an answer and when its access token ends.
pub fn pair(answer: TokenResponse, now: Timestamp) -> (TokenPair, Timestamp) {
    let expires_at = now.saturating_add(SignedDuration::from_secs(answer.expires_in_seconds().into())).unwrap_or(now);
    let tokens =
        TokenPair { access: AccessToken::new(answer.access_token), refresh: RefreshToken::new(answer.refresh_token) };
    (tokens, expires_at)
}

fn bearer_of(grants: &Grants, id: GrantId) -> Option<Bearer> {
    let grant = grants.get(id)?;
    let access = grant.tokens.as_ref()?.access.clone();
    Some(Bearer { id, generation: grant.generation, access, expires_at: grant.expires_at })
}

/// A call is sent once more after a 401, with a renewed token; a second 401 ends the grant.
impl monei_client::Session for Session {
    type Error = SessionError;

    async fn send<T: DeserializeOwned + Send>(&self, scope: Scope, request: Request) -> Result<T, SessionError> {
        let bearer = self.fresh_bearer(scope).await?;
        match self.api.send(&request, &bearer.access).await {
            Err(CallError::Unauthorized) => {}
            other => return other.map_err(SessionError::Call),
        }
        self.renew(&bearer).await?;
        let renewed = self.bearer(scope)?;
        match self.api.send(&request, &renewed.access).await {
            Err(CallError::Unauthorized) => {
                let _one_at_a_time = self.renewal.lock().await;
                let still_the_same =
                    self.held().grants.get(renewed.id).is_some_and(|g| g.generation == renewed.generation);
                if still_the_same {
                    self.held().grants.end(renewed.id);
                    self.keep().await;
                }
                Err(SessionError::Ended { answer_was_lost: false })
            }
            other => other.map_err(SessionError::Call),
        }
    }
}

/// Shared by the tasks that load what the window shows.
pub type SharedSession = Arc<Session>;
