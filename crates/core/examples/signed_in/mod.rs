//! A session at a simulated Monei, for the programs that measure.

use std::error::Error;
use std::path::Path;
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use monei_api::connect::Credential;
use monei_api::{Scope, ScopeSet};
use monei_client::connect::Connect;
use monei_client::{AccessToken, Api, BaseUrl, RefreshToken, TokenPair, http};
use monei_core::Clock;
use monei_core::session::{Account, Admission, Grant, Grants, Session};
use monei_core::vault::{MemoryStore, Vault};
use reqwest::Client;
use serde_json::Value;

use crate::simulated::Simulated;

type Failure = Box<dyn Error + Send + Sync>;

/// A person's session that was granted one permission, whose token has this long to live by the application's clock, and
/// that token. `folder` is where the processes that share its vault take turns; none, where there is only this one.
pub async fn session(
    monei: &Simulated,
    scope: Scope,
    left: SignedDuration,
    folder: Option<&Path>,
) -> Result<(Arc<Session>, String), Failure> {
    let answer = monei.tokens(scope.name()).await;
    let text = |name: &str| answer.get(name).and_then(Value::as_str).map(str::to_owned).ok_or("a pair of tokens");
    let (access, refresh) = (text("access_token")?, text("refresh_token")?);
    let tokens = TokenPair {
        access: AccessToken::new(Credential::new(access.clone())),
        refresh: RefreshToken::new(Credential::new(refresh)),
    };
    let clock = Clock::system();
    let expires_at = clock.now().checked_add(left)?;
    let grant = Grant::new(tokens, expires_at, scope.into(), String::new(), "bench".to_owned());

    let base = BaseUrl::parse(monei.api())?;
    let now: fn() -> Timestamp = || Timestamp::UNIX_EPOCH;
    let (reading, single_use): (Client, Client) = (http::reading(&base)?, http::single_use(&base)?);
    let api = Api::new(reading, base.clone(), now);
    let connect = Connect::new(single_use, base, now);
    let vault = Vault::over(Arc::new(MemoryStore::default()), "bench", "default");
    let vault = folder.iter().fold(vault, |vault, folder| vault.shared_through(folder));
    let session = Session::new(api, connect, vault, clock, Grants::default());
    let admission = session.admit(grant, Some(Account::Local("bench".to_owned())), ScopeSet::EMPTY).await;
    if admission != Admission::Admitted {
        return Err(format!("the session was not taken in: {admission:?}").into());
    }
    Ok((Arc::new(session), access))
}
