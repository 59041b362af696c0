//! A connected wallet: calls with a fitting token.
//!
//! [`grants`] is which tokens there are and what each may do, [`renewal`] when and how they are replaced, [`identify`]
//! whose they are. This file holds them together: what is read and changed under one lock, and a call with its token.

mod candidate;
pub mod grants;
mod identify;
pub(crate) mod parting;
mod renewal;
#[cfg(test)]
mod tests;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;
use monei_api::{Scope, ScopeSet};
use monei_client::calls::AsCallError;
use monei_client::connect::Connect;
use monei_client::{AccessToken, Api, CallError, Handle, NotGranted, Permission, Request, TokenPair};
use serde::de::DeserializeOwned;

pub(crate) use self::candidate::Candidate;
pub use self::grants::{Account, Admission, Grant, GrantId, Grants};
pub use self::identify::{IDENTIFYING, Owner, identify_candidate};
use self::renewal::Failure;
use crate::clock::Clock;
use crate::problem::{Problem, ProblemCode};
use crate::vault::Vault;

/// Why a call brought nothing.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SessionError {
    #[error(transparent)]
    NotGranted(#[from] NotGranted),
    #[error(transparent)]
    Call(#[from] CallError),
    /// Monei refuses the tokens.
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

/// Shared by the tasks that load what the window shows.
pub type SharedSession = Arc<Session>;

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
    /// The last renewal that failed, for those who waited for it.
    failure: Option<Failure>,
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
        Handle::of(self, self.inspect(Grants::effective))
    }

    /// Looks at the grants as they are now.
    pub fn inspect<T>(&self, look: impl FnOnce(&Grants) -> T) -> T {
        look(&self.held().grants)
    }

    pub const fn api(&self) -> &Api {
        &self.api
    }

    pub fn is_kept(&self) -> bool {
        !self.held().not_kept
    }

    /// Takes in what a sign-in brought. Nothing is written unless it was admitted.
    pub async fn admit(&self, candidate: Grant, owner: Option<Account>, declined: ScopeSet) -> Admission {
        let _one_at_a_time = self.renewal.lock().await;
        let now = self.clock.now();
        let unused = candidate.tokens.clone();
        let admission = {
            let mut held = self.held();
            if held.closed { Admission::Closed } else { held.grants.admit(candidate, owner, declined, now) }
        };
        match admission {
            Admission::Admitted => self.keep().await,
            Admission::Unidentified => self.held().grants.ask_with_identity = true,
            Admission::OtherAccount => {}
            // Disconnect promised that nothing stays granted.
            Admission::Closed => self.revoke_unused(unused.as_ref()).await,
        }
        admission
    }

    /// Remembers a refusal. Nothing is written for it: a denial changes nothing that is kept.
    pub fn note_declined(&self, declined: ScopeSet) {
        let now = self.clock.now();
        self.held().grants.decline(declined, now);
    }

    /// Ends the session here, at once, and returns every pair that Monei may still accept. A renewal that is under way
    /// writes nothing any more and revokes what it is given.
    pub fn close(&self) -> Vec<TokenPair> {
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

    async fn revoke_unused(&self, tokens: Option<&TokenPair>) {
        let Some(tokens) = tokens else { return };
        if let Err(error) = self.connect.revoke(tokens).await {
            tracing::warn!(%error, "tokens that came after Disconnect could not be revoked");
        }
    }

    fn held(&self) -> MutexGuard<'_, Held> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The token of the narrowest grant that holds the scope.
    fn bearer(&self, scope: Scope) -> Result<Bearer, SessionError> {
        let held = self.held();
        let bearer = held.grants.for_scope(scope).and_then(|id| held.grants.get(id)).and_then(|grant| {
            let access = grant.tokens.as_ref()?.access.clone();
            Some(Bearer { id: grant.id(), generation: grant.generation, access, expires_at: grant.expires_at })
        });
        bearer.ok_or_else(|| {
            if held.grants.ended().contains(scope) {
                SessionError::Ended { answer_was_lost: held.answer_was_lost }
            } else {
                NotGranted(scope).into()
            }
        })
    }
}

/// A call is sent once more after a 401, with a renewed token; a second 401 sets the grant aside for a reconnect.
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
                self.set_aside(&renewed).await;
                Err(SessionError::Ended { answer_was_lost: false })
            }
            other => other.map_err(SessionError::Call),
        }
    }
}

impl Session {
    /// The API refuses a token that was renewed a moment ago. Unless somebody renewed it again, it is used no more.
    async fn set_aside(&self, refused: &Bearer) {
        let _one_at_a_time = self.renewal.lock().await;
        {
            let mut held = self.held();
            if held.grants.get(refused.id).is_none_or(|grant| grant.generation != refused.generation) {
                return;
            }
            held.answer_was_lost = false;
            held.grants.set_aside(refused.id);
        }
        self.keep().await;
    }
}
