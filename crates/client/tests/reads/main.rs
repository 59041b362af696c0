//! Every call for reading: against the documented bodies letter by letter, and against a simulated Monei.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

mod literal;
mod simulated;

use monei_api::connect::Credential;
use monei_api::{Scope, ScopeSet};
use monei_client::calls::{KycRead, ProfileRead, WalletRead};
use monei_client::{AccessToken, Api, BaseUrl, CallError, Handle, Request, Session, http};
use serde::de::DeserializeOwned;

/// One token that opens everything.
struct Direct {
    api: Api,
    token: AccessToken,
}

impl Direct {
    fn new(base: &str, token: &str) -> Self {
        let base = BaseUrl::parse(base).unwrap();
        let api = Api::new(http::reading(&base).unwrap(), base, || jiff::Timestamp::UNIX_EPOCH);
        Self { api, token: AccessToken::new(Credential::new(token.to_owned())) }
    }

    fn profile(&self) -> Handle<'_, ProfileRead, Self> {
        Handle::of(self, ScopeSet::all()).unwrap()
    }

    fn kyc(&self) -> Handle<'_, KycRead, Self> {
        Handle::of(self, ScopeSet::all()).unwrap()
    }

    fn wallet(&self) -> Handle<'_, WalletRead, Self> {
        Handle::of(self, ScopeSet::all()).unwrap()
    }
}

impl Session for Direct {
    type Error = CallError;

    async fn send<T: DeserializeOwned + Send>(&self, _scope: Scope, request: Request) -> Result<T, CallError> {
        self.api.send(&request, &self.token).await
    }
}
