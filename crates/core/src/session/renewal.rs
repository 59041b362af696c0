//! Renewing tokens (`security.md` §3).
//!
//! On demand, when under five minutes remain by the wall clock, corrected by the dates of Monei's answers; never while a
//! payment is in flight; one at a time, here and in every process on the vault; the
//! vault is proven writable before the old pair is spent; the new pair is kept before it is used; only an explicit refusal of the token endpoint makes a
//! pair worthless. Those who waited for a renewal that failed share its failure.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use monei_api::Scope;
use monei_api::connect::TokenResponse;
use monei_client::{AccessToken, CallError, RefreshToken, TokenPair};

use super::sharing::TURN;
use super::{Bearer, Ending, GrantId, Session, SessionError};
use crate::vault::Turn;

/// Monei recommends renewal below this (`monei-api.md` §1.7).
const RENEW_BELOW: SignedDuration = SignedDuration::from_mins(5);
/// How long to wait before a renewal whose answer was lost is tried once more with the old token. The tests lose some
/// thousands of answers.
const AFTER_LOST_ANSWER: Duration = if cfg!(test) { Duration::from_millis(1) } else { Duration::from_secs(2) };
/// How long somebody whose token is still good waits for another process, or for a payment.
const A_MOMENT: Duration = if cfg!(test) { Duration::from_millis(20) } else { Duration::from_secs(2) };
/// How long a failure stands where Monei does not say when to come back: far below its ten renewals a minute.
const AFTER_FAILURE: Duration = Duration::from_secs(10);

/// A renewal that failed, and until when it is not tried again.
#[derive(Clone, Debug)]
pub(super) struct Failure {
    id: GrantId,
    generation: u64,
    error: SessionError,
    not_before: Timestamp,
}

impl Session {
    /// A token that is good for some minutes, renewed if it must be.
    pub(super) async fn fresh_bearer(&self, scope: Scope) -> Result<Bearer, SessionError> {
        let bearer = self.bearer(scope)?;
        let now = self.clock.at_monei();
        if bearer.expires_at.duration_since(now) >= RENEW_BELOW {
            return Ok(bearer);
        }
        // The renewal can wait while the old token is good; so nobody waits long for another process then.
        let patience = if bearer.expires_at > now { A_MOMENT } else { TURN };
        match self.renew(&bearer, patience).await {
            Ok(()) => self.bearer(scope),
            Err(ended @ SessionError::Ended(_)) => Err(ended),
            Err(_) if bearer.expires_at > now => Ok(bearer),
            Err(error) => Err(error),
        }
    }

    /// Replaces the pair that the caller saw, unless somebody else already did.
    pub(super) async fn renew(&self, seen: &Bearer, patience: Duration) -> Result<(), SessionError> {
        let _here = self.renewal.lock().await;
        if self.to_spend(seen)?.is_none() {
            return Ok(());
        }
        let right = async {
            let no_payment = self.no_payment(patience).await?;
            Ok::<_, SessionError>((no_payment, self.turn(patience).await?))
        };
        let (_no_payment, turn) = match right.await {
            Ok(right) => right,
            Err(error) => {
                self.note_failure(seen, &error);
                return Err(error);
            }
        };
        // Another process may have renewed it meanwhile.
        let Some(refresh) = self.to_spend(seen)? else { return Ok(()) };
        let renewed = async {
            self.vault.prove_writable().await.inspect_err(|error| {
                tracing::error!(%error, "the keychain cannot be written; tokens are not renewed");
            })?;
            self.spend(&refresh).await
        };
        match renewed.await {
            Ok(answer) => self.take_in(seen.id, answer, &turn).await,
            Err(SessionError::Ended(ending)) => {
                // Where there is no lock, somebody else may have spent it: then there is a newer pair.
                self.catch_up(&turn).await?;
                if self.to_spend(seen)?.is_none() {
                    return Ok(());
                }
                let in_its_time = seen.expires_at > self.clock.at_monei();
                let ending = if ending == Ending::Refused && in_its_time { Ending::Revoked } else { ending };
                {
                    let mut held = self.held();
                    held.grants.ending = ending;
                    held.grants.end(seen.id);
                }
                self.keep(&turn).await;
                return Err(SessionError::Ended(ending));
            }
            Err(error) => {
                self.note_failure(seen, &error);
                return Err(error);
            }
        }
        Ok(())
    }

    /// The refresh token of the pair that the caller saw; nothing if the pair is no longer the current one.
    fn to_spend(&self, seen: &Bearer) -> Result<Option<RefreshToken>, SessionError> {
        let held = self.held();
        // A wider grant may have taken its place; the caller looks again.
        let Some(grant) = held.grants.get(seen.id) else { return Ok(None) };
        if grant.generation != seen.generation {
            return Ok(None);
        }
        match &held.failure {
            Some(failure) if failure.is_of(seen) && failure.not_before > self.clock.now() => Err(failure.error.clone()),
            _ => Ok(grant.tokens.as_ref().map(|tokens| tokens.refresh.clone())),
        }
    }

    async fn take_in(&self, id: GrantId, answer: TokenResponse, turn: &Turn) {
        let scopes = answer.granted();
        let (tokens, expires_at) = pair(answer, self.clock.at_monei());
        let closed = {
            let mut held = self.held();
            held.failure = None;
            held.grants.renew(id, tokens.clone(), expires_at, scopes);
            held.closed
        };
        if closed {
            // Disconnect promised that nothing stays granted.
            self.revoke_unused([&tokens].into_iter()).await;
        } else {
            self.keep(turn).await;
        }
    }

    fn note_failure(&self, seen: &Bearer, error: &SessionError) {
        let wait = match error {
            SessionError::Call(CallError::RateLimited { retry_after }) => retry_after.unwrap_or(AFTER_FAILURE),
            _ => AFTER_FAILURE,
        };
        let now = self.clock.now();
        let not_before = SignedDuration::try_from(wait).ok().and_then(|wait| now.checked_add(wait).ok()).unwrap_or(now);
        let failure = Failure { id: seen.id, generation: seen.generation, error: error.clone(), not_before };
        self.held().failure = Some(failure);
    }

    /// Spends a refresh token. A lost answer leaves open whether it was spent: the old token is tried once more.
    async fn spend(&self, refresh: &RefreshToken) -> Result<TokenResponse, SessionError> {
        let refused =
            |error: &CallError| matches!(error, CallError::Unauthorized | CallError::Rejected { status: 400, .. });
        match self.connect.refresh(refresh).await {
            Err(CallError::NoAnswer) => {}
            Err(error) if refused(&error) => return Err(SessionError::Ended(Ending::Refused)),
            other => return other.map_err(SessionError::Call),
        }
        tokio::time::sleep(AFTER_LOST_ANSWER).await;
        match self.connect.refresh(refresh).await {
            Err(error) if refused(&error) => Err(SessionError::Ended(Ending::AnswerLost)),
            other => other.map_err(SessionError::Call),
        }
    }
}

impl Failure {
    fn is_of(&self, seen: &Bearer) -> bool {
        self.id == seen.id && self.generation == seen.generation
    }
}

/// The token pair of an answer and when its access token ends.
fn pair(answer: TokenResponse, now: Timestamp) -> (TokenPair, Timestamp) {
    let expires_at = now.saturating_add(SignedDuration::from_secs(answer.expires_in_seconds().into())).unwrap_or(now);
    let tokens =
        TokenPair { access: AccessToken::new(answer.access_token), refresh: RefreshToken::new(answer.refresh_token) };
    (tokens, expires_at)
}
