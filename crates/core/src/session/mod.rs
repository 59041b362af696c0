//! A connected wallet: calls with a fitting token.
//!
//! [`grants`] is which tokens there are and what each may do, [`renewal`] when and how they are replaced, [`sharing`] how
//! other processes on the same vault are heard, [`in_flight`] when no token may change and [`paying`] the token of a payment, [`identify`] whose they are. This file holds them together: what is
//! read and changed under one lock, and a call with its token.

mod account;
mod candidate;
pub(crate) mod grants;
mod identify;
mod in_flight;
mod on_request;
pub(crate) mod parting;
mod paying;
mod renewal;
mod sharing;
#[cfg(test)]
mod tests;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;
use monei_api::{Scope, ScopeSet};
use monei_client::calls::AsCallError;
use monei_client::connect::Connect;
use monei_client::{AccessToken, Api, CallError, Handle, NotGranted, Permission, Request, TokenPair};
use serde::de::DeserializeOwned;

pub use self::account::{Account, Names};
pub(crate) use self::candidate::Candidate;
pub use self::grants::{Admission, Grant, GrantId, Grants};
pub use self::identify::Owner;
pub(crate) use self::identify::{IDENTIFYING, identify_candidate};
pub use self::in_flight::InFlight;
pub use self::paying::{HeldToken, RefusedToken};
use self::renewal::Failure;
use self::sharing::TURN;
use crate::clock::Clock;
use crate::problem::{Problem, ProblemCode};
use crate::vault::{Reading, Vault, VaultError, Version};

/// Why a call brought nothing.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SessionError {
    /// No live grant holds the permission.
    #[error(transparent)]
    NotGranted(#[from] NotGranted),
    /// The call itself, or the renewal before it.
    #[error(transparent)]
    Call(#[from] CallError),
    /// The tokens are worth nothing any more.
    #[error("the session has ended")]
    Ended(Ending),
    /// The vault cannot be used now, so nothing was asked for that would have to be kept in it.
    #[error("tokens could not be renewed")]
    Vault(#[from] VaultError),
    /// Nothing is renewed while money moves.
    #[error("a payment is in flight")]
    PaymentInFlight,
}

/// How a session came to its end, as far as anybody here can know.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Ending {
    /// Monei refused to renew it after its time.
    #[default]
    Refused,
    /// Monei refused tokens that were still good: it was ended there, or from somewhere else.
    Revoked,
    /// The answer to a renewal was lost, and Monei has since refused the tokens.
    AnswerLost,
    /// Another process on this vault disconnected the wallet.
    Disconnected,
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
            SessionError::Ended(ending) => (*ending).into(),
            SessionError::Vault(error) => (*error).into(),
            SessionError::PaymentInFlight => ProblemCode::NotNow.into(),
        }
    }
}

impl From<Ending> for Problem {
    fn from(ending: Ending) -> Self {
        match ending {
            Ending::Refused => ProblemCode::SessionEnded,
            Ending::Revoked => ProblemCode::SessionRevoked,
            Ending::AnswerLost => ProblemCode::SessionLost,
            Ending::Disconnected => ProblemCode::DisconnectedElsewhere,
        }
        .into()
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
    /// A payment in flight reads it, a renewal writes.
    payments: tokio::sync::RwLock<()>,
    /// Held while a pair is renewed or the list of grants changes: one rotation at a time. Who holds it then takes a turn
    /// with the other processes (see [`sharing`]).
    renewal: tokio::sync::Mutex<()>,
}

#[derive(Debug, Default)]
struct Held {
    grants: Grants,
    /// What of the vault these grants are, or came from.
    version: Option<Version>,
    /// The newest grants are in memory only: the keychain refused them.
    not_kept: bool,
    /// Disconnected: nothing may be taken in or written any more.
    closed: bool,
    /// The last renewal that failed, for those who waited for it.
    failure: Option<Failure>,
}

/// A token as a call saw it.
#[derive(Debug)]
struct Bearer {
    id: GrantId,
    generation: u64,
    access: AccessToken,
    expires_at: Timestamp,
}

impl Session {
    /// A session over these grants, of which the vault need not know yet.
    pub fn new(api: Api, connect: Connect, vault: Vault, clock: Clock, grants: Grants) -> Self {
        let held = Mutex::new(Held { grants, ..Held::default() });
        let (api, connect) = (api.dated(clock.observer()), connect.dated(clock.observer()));
        Self {
            api,
            connect,
            vault,
            clock,
            held,
            payments: tokio::sync::RwLock::new(()),
            renewal: tokio::sync::Mutex::new(()),
        }
    }

    /// A session over what the vault was found to hold.
    pub fn resume(api: Api, connect: Connect, vault: Vault, clock: Clock, found: Option<Reading>) -> Self {
        let Some(Reading { grants, version }) = found else {
            return Self::new(api, connect, vault, clock, Grants::default());
        };
        let grants = Grants::from_kept(grants, vault.environment());
        let session = Self::new(api, connect, vault, clock, grants);
        session.held().version = Some(version);
        session
    }

    /// The calls of one permission, if it is granted.
    pub fn with<P: Permission>(&self) -> Result<Handle<'_, P, Self>, NotGranted> {
        Handle::of(self, self.inspect(Grants::effective))
    }

    /// Looks at the grants as they are now.
    pub fn inspect<T>(&self, look: impl FnOnce(&Grants) -> T) -> T {
        look(&self.held().grants)
    }

    /// What its calls are sent with.
    pub const fn api(&self) -> &Api {
        &self.api
    }

    /// The newest tokens are in the vault, and not in memory only.
    pub fn is_kept(&self) -> bool {
        !self.held().not_kept
    }

    /// Takes in what a sign-in brought. Nothing is written unless it was admitted.
    pub async fn admit(&self, candidate: Grant, owner: Option<Account>, declined: ScopeSet) -> Admission {
        let _here = self.renewal.lock().await;
        let turn = self.turn(TURN).await;
        let now = self.clock.now();
        let unused = candidate.tokens.clone();
        let admission = {
            let mut held = self.held();
            if held.closed { Admission::Closed } else { held.grants.admit(candidate, owner, declined, now) }
        };
        match admission {
            Admission::Admitted => self.keep_in(turn.as_ref().ok()).await,
            Admission::Unidentified => self.held().grants.ask_with_identity = true,
            Admission::OtherAccount => {}
            // Disconnect promised that nothing stays granted.
            Admission::Closed => self.revoke_unused(unused.iter()).await,
        }
        admission
    }

    /// Remembers a refusal. Nothing is written for it: a denial changes nothing that is kept.
    pub(crate) fn note_declined(&self, declined: ScopeSet) {
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
        self.held().grants.ending.into()
    }

    /// Tries again to keep grants that are in memory only.
    pub(crate) async fn keep_again(&self) {
        let _here = self.renewal.lock().await;
        if self.is_kept() {
            return;
        }
        if let Ok(turn) = self.turn(TURN).await
            && !self.is_kept()
        {
            self.keep(&turn).await;
        }
    }

    async fn revoke_unused(&self, pairs: impl Iterator<Item = &TokenPair>) {
        for tokens in pairs {
            if let Err(error) = self.connect.revoke(tokens).await {
                tracing::warn!(%error, "tokens that nobody needs any more could not be revoked");
            }
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
                SessionError::Ended(held.grants.ending)
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
        self.renew(&bearer, TURN).await?;
        let renewed = self.bearer(scope)?;
        match self.api.send(&request, &renewed.access).await {
            Err(CallError::Unauthorized) => {
                self.set_aside(&renewed).await;
                Err(SessionError::Ended(Ending::Revoked))
            }
            other => other.map_err(SessionError::Call),
        }
    }
}

impl Session {
    /// The API refuses a token that was renewed a moment ago. Unless somebody renewed it again, it is used no more.
    async fn set_aside(&self, refused: &Bearer) {
        let _here = self.renewal.lock().await;
        let turn = self.turn(TURN).await;
        {
            let mut held = self.held();
            if held.grants.get(refused.id).is_none_or(|grant| grant.generation != refused.generation) {
                return;
            }
            held.grants.ending = Ending::Revoked;
            held.grants.set_aside(refused.id);
        }
        self.keep_in(turn.as_ref().ok()).await;
    }
}
