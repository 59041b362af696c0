//! A token for one payment, held as it is for as long as the payment's request may be on its way.

use monei_api::Scope;
use monei_client::AccessToken;

use super::sharing::TURN;
use super::{Bearer, InFlight, Session, SessionError};

/// While this is held, no token is renewed.
#[derive(Debug)]
pub struct HeldToken<'a> {
    bearer: Bearer,
    _in_flight: InFlight<'a>,
}

/// A token that Monei refused. To be renewed once.
#[derive(Debug)]
pub struct RefusedToken(Bearer);

impl HeldToken<'_> {
    /// What it is sent with.
    pub const fn token(&self) -> &AccessToken {
        &self.bearer.access
    }

    /// The answer is here: a renewal may begin, and this token needs one.
    pub fn refused(self) -> RefusedToken {
        RefusedToken(self.bearer)
    }
}

impl Session {
    /// A token that is good for some minutes, renewed before if it must be and not while it is held.
    pub async fn hold(&self, scope: Scope) -> Result<HeldToken<'_>, SessionError> {
        self.fresh_bearer(scope).await?;
        let in_flight = self.payment().await?;
        // What was renewed while this waited is newer than what it had.
        Ok(HeldToken { bearer: self.bearer(scope)?, _in_flight: in_flight })
    }

    /// Renews a token that was refused, unless somebody else has.
    pub async fn renew_refused(&self, refused: &RefusedToken) -> Result<(), SessionError> {
        self.renew(&refused.0, TURN).await
    }

    /// It was refused right after its renewal: it is used no more.
    pub async fn refused_again(&self, refused: &RefusedToken) {
        self.set_aside(&refused.0).await;
    }
}
