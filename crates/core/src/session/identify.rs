//! Whose wallet a grant belongs to.

use monei_api::{Scope, ScopeSet};
use monei_client::calls::{AsCallError, ProfileRead, TransactionPath, WalletRead};
use monei_client::{AccessToken, Api, CallError, Handle, Request};
use serde::de::DeserializeOwned;

use super::{Session, SessionError};

/// The owner as far as the scopes can tell, with the name to show where it is known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Owner {
    /// Monei's; none where the answer names nobody.
    pub id: Option<String>,
    /// To be shown.
    pub name: Option<String>,
}

/// The scopes that can tell whose a grant is, the best first.
pub(crate) const IDENTIFYING: [Scope; 2] = [Scope::ProfileRead, Scope::WalletRead];

/// Asks with a new grant's own token, before it is admitted.
pub(crate) async fn identify_candidate(api: &Api, access: &AccessToken, granted: ScopeSet) -> Result<Owner, CallError> {
    identify(&Candidate { api, access }, granted).await
}

impl Session {
    /// Asks with the tokens that are held.
    pub(crate) async fn identify(&self) -> Result<Owner, SessionError> {
        identify(self, self.inspect(super::Grants::effective)).await
    }
}

/// `/user/me` tells, else the rows of the wallet's own history, which name their user.
async fn identify<S: monei_client::Session<Error: AsCallError>>(
    session: &S,
    granted: ScopeSet,
) -> Result<Owner, S::Error> {
    if let Ok(profile) = Handle::<ProfileRead, S>::of(session, granted) {
        let user = profile.user().await?;
        return Ok(Owner { name: user.display_name(), id: Some(user.id) });
    }
    if let Ok(wallet) = Handle::<WalletRead, S>::of(session, granted) {
        let (page, _path) = wallet.transactions(TransactionPath::User, 1, 1).await?;
        let id = page.transactions.into_iter().find_map(|row| row.user_id.into_option());
        return Ok(Owner { id, name: None });
    }
    Ok(Owner::default())
}

/// A token that is not part of a session yet: nothing renews it.
struct Candidate<'a> {
    api: &'a Api,
    access: &'a AccessToken,
}

impl monei_client::Session for Candidate<'_> {
    type Error = CallError;

    async fn send<T: DeserializeOwned + Send>(&self, _scope: Scope, request: Request) -> Result<T, CallError> {
        self.api.send(&request, self.access).await
    }
}
