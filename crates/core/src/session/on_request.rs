//! What a person asks of a session by hand: new tokens now, and a look at one.

use monei_api::Scope;
use monei_client::AccessToken;

use super::sharing::TURN;
use super::{Bearer, GrantId, Session, SessionError};

impl Session {
    /// Renews every pair that is in use, whatever is left of its time.
    pub async fn renew_all(&self) -> Result<(), SessionError> {
        for id in self.inspect(|grants| grants.live().map(super::Grant::id).collect::<Vec<_>>()) {
            // One that was replaced meanwhile is new enough.
            if let Some(bearer) = self.bearer_of(id) {
                self.renew(&bearer, TURN).await?;
            }
        }
        Ok(())
    }

    /// A token that is good for some minutes, for a program of the person's own. Callers say why they need it.
    pub async fn access_token(&self, scope: Scope) -> Result<AccessToken, SessionError> {
        Ok(self.fresh_bearer(scope).await?.access)
    }

    /// Returns when no pair is being replaced. A process that ended in the midst of it would lose the session.
    pub async fn at_rest(&self) {
        drop(self.renewal.lock().await);
    }

    fn bearer_of(&self, id: GrantId) -> Option<Bearer> {
        let held = self.held();
        let grant = held.grants.get(id)?;
        let access = grant.tokens.as_ref()?.access.clone();
        Some(Bearer { id, generation: grant.generation, access, expires_at: grant.expires_at })
    }
}
