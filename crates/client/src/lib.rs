//! Monei over HTTP.
//!
//! [`http`] makes the hardened HTTP clients, [`base`] says which addresses may be called at all, [`api`] sends one
//! request with one bearer token, [`connect`] renews and revokes tokens, [`probe`] asks whether anybody answers, [`date`]
//! tells what the server's clock shows, and [`calls`] holds the typed calls, each on a handle that can only be had for a
//! granted permission; [`money`] sends what moves money, once; [`pages`] reads long lists to their end. The crate stores nothing and knows no window.
//!
//! A program that has a token of its own needs no more than a [`Session`] that sends with it:
//!
//! ```
//! use futures_util::{StreamExt, TryStreamExt};
//! use jiff::Timestamp;
//! use monei_api::{Scope, ScopeSet};
//! use monei_client::calls::WalletRead;
//! use monei_client::pages::TransactionPages;
//! use monei_client::{AccessToken, Api, BaseUrl, CallError, Handle, Request, Session, http};
//!
//! /// One token, which nobody renews.
//! struct WithToken {
//!     api: Api,
//!     token: AccessToken,
//! }
//!
//! impl Session for WithToken {
//!     type Error = CallError;
//!
//!     async fn send<T: serde::de::DeserializeOwned + Send>(
//!         &self,
//!         _scope: Scope,
//!         request: Request,
//!     ) -> Result<T, CallError> {
//!         self.api.send(&request, &self.token).await
//!     }
//! }
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let monei = monei_sandbox::Sandbox::start(monei_sandbox::Config::default()).await?;
//! # let login = serde_json::json!({ "email": "ada@example.ng", "pin": "1234" });
//! # let plain = http::reading(&BaseUrl::parse(&monei.api_base)?)?;
//! # let url = format!("{}/auth/auth/login", monei.api_base);
//! # let login: serde_json::Value = plain.post(url).json(&login).send().await?.json().await?;
//! # let token = login["data"]["accessToken"].as_str().unwrap_or_default().to_owned();
//! # let base = monei.api_base.as_str();
//! let base = BaseUrl::parse(base)?;
//! // An HTTP client of one's own begins with the hardened one: no redirects, no repetition, https only.
//! let client = http::hardened(&base).timeout(std::time::Duration::from_secs(5)).build()?;
//! let token = AccessToken::new(monei_api::connect::Credential::new(token));
//! let session = WithToken { api: Api::new(client, base, Timestamp::now), token };
//!
//! // What the token was granted: calls outside of it do not compile, or have no handle to be made on.
//! let granted = ScopeSet::parse("wallet:read");
//! let wallet = Handle::<WalletRead, _>::of(&session, granted)?.wallet().await?;
//! assert!(wallet.naira_balance.as_ref().is_some_and(|balance| !balance.amount.is_negative()));
//!
//! let pages = TransactionPages::new(Handle::of(&session, granted)?, 10);
//! let newest: Vec<_> = pages.into_stream().take(25).try_collect().await?;
//! assert!(newest.is_sorted_by_key(|row| std::cmp::Reverse(row.created_at.as_ref().copied())));
//! # assert!(newest.len() > 10);
//! # monei.shutdown().await;
//! # Ok(())
//! # }
//! ```

#[warn(missing_docs)]
pub mod api;
#[warn(missing_docs)]
pub mod base;
pub mod calls;
#[warn(missing_docs)]
pub mod connect;
#[warn(missing_docs)]
pub mod date;
#[warn(missing_docs)]
pub mod error;
#[warn(missing_docs)]
pub mod http;
pub mod money;
#[warn(missing_docs)]
pub mod pages;
#[warn(missing_docs)]
pub mod probe;
#[warn(missing_docs)]
pub mod token;

pub use api::{Api, Request};
pub use base::BaseUrl;
pub use calls::{Handle, NotGranted, Permission, Session};
pub use date::DateObserver;
pub use error::CallError;
pub use money::MoneyClient;
pub use token::{AccessToken, RefreshToken, TokenPair};
