//! The application without a window.
//!
//! [`app`] is one loop that owns all state: whatever happens (a click, a link, an answer from the network) reaches it as
//! an [`app::Input`], and what people see leaves it as an [`app::Snapshot`]. The other modules are what the loop is made
//! of: [`sign_in`] (the way through the browser), [`session`] (grants and their tokens), [`vault`] (what the keychain
//! holds), [`feature`] (what each permission opens), [`overview`] (what Monei told), [`sync`] (how it is kept up to date)
//! and [`diagnostics`] (whether all that is well).
//!
//! The crate knows neither Tauri nor HTML.
//!
//! A program without a window opens a [`Wallet`]. Here one keeps its tokens in a store of its own, signs in, reads the
//! balance, and leaves:
//!
//! ```
//! use std::collections::HashMap;
//! use std::sync::{Arc, Mutex};
//! use std::time::Duration;
//!
//! use monei_api::{Scope, ScopeSet};
//! use monei_client::calls::WalletRead;
//! use monei_core::session::Grants;
//! use monei_core::sign_in::Outcome;
//! use monei_core::vault::{SecretStore, SecretText, StoreError};
//! use monei_core::wallet::WalletConfig;
//! use monei_core::{Clock, Environment, Wallet};
//!
//! /// A place for named secrets: here a map; elsewhere a hardware module or a service.
//! #[derive(Debug, Default)]
//! struct Own(Mutex<HashMap<String, SecretText>>);
//!
//! impl SecretStore for Own {
//!     fn read(&self, item: &str) -> Result<Option<SecretText>, StoreError> {
//!         Ok(self.0.lock().map_err(|_| StoreError::Failed)?.get(item).cloned())
//!     }
//!
//!     fn write(&self, item: &str, secret: &[u8]) -> Result<(), StoreError> {
//!         self.0.lock().map_err(|_| StoreError::Failed)?.insert(item.to_owned(), secret.to_vec().into());
//!         Ok(())
//!     }
//!
//!     fn remove(&self, item: &str) -> Result<(), StoreError> {
//!         self.0.lock().map_err(|_| StoreError::Failed)?.remove(item);
//!         Ok(())
//!     }
//! }
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # use axum::{Json, Router, routing::{get, post}};
//! # use serde_json::{Value, json};
//! # let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
//! # let relay = format!("http://{}", listener.local_addr()?);
//! # let (api, folder) = (format!("{relay}/api"), tempfile::tempdir()?);
//! # let says = |body: Value| move || async move { Json(body) };
//! # let metadata = json!({
//! #     "issuer": relay, "authorization_endpoint": format!("{relay}/authorize"), "token_endpoint": format!("{relay}/token"),
//! #     "response_types_supported": ["code"], "grant_types_supported": ["authorization_code"],
//! #     "code_challenge_methods_supported": ["S256"], "token_endpoint_auth_methods_supported": ["none"],
//! #     "scopes_supported": [], "authorization_response_iss_parameter_supported": true,
//! #     "monei_environment": "demonstration",
//! # });
//! # let tokens = json!({
//! #     "access_token": "mct_1", "refresh_token": "mcr_1", "token_type": "Bearer", "expires_in": 3600, "scope": "wallet:read",
//! # });
//! # let rows = json!({ "data": { "transactions": [{ "id": "t1", "userId": "ada" }] } });
//! # let server = Router::new()
//! #     .route("/.well-known/oauth-authorization-server", get(says(metadata)))
//! #     .route("/token", post(says(tokens)))
//! #     .route("/api/transactions/user", get(says(rows)))
//! #     .route("/api/wallet/me", get(says(json!({ "data": { "nairaBalance": "1805.50", "subwallets": [] } }))));
//! # tokio::spawn(async { axum::serve(listener, server).await });
//! let clock = Clock::system();
//! let wallet = Wallet::open(WalletConfig {
//!     environment: Environment::demonstration(&api, &relay)?,
//!     profile: Wallet::DEFAULT_PROFILE.to_owned(),
//!     store: Arc::new(Own::default()),
//!     // Where the programs that share the store take turns.
//!     folder: folder.path().to_owned(),
//!     clock: clock.clone(),
//!     timeout: Some(Duration::from_secs(10)),
//! })
//! .await?;
//!
//! // Nobody is signed in: there is no handle to make a call on.
//! assert!(wallet.session().inspect(Grants::is_empty));
//! assert!(wallet.session().with::<WalletRead>().is_err());
//!
//! let pending = wallet.begin_sign_in(ScopeSet::from(Scope::WalletRead), None).await?;
//! println!("Open {} and compare the code {}", pending.address(), pending.pairing_code());
//! # let address = pending.address();
//! # let asked: HashMap<_, _> = address.query_pairs().into_owned().collect();
//! # let back = format!("{}?code=ticket&state={}&iss={relay}", asked["redirect_uri"], asked["state"]);
//! # tokio::spawn(async move { reqwest::get(back).await });
//! // The person has ten minutes. What comes back is spent by taking it in, so that is to be let finish.
//! let answer = pending.answer(&clock).await;
//! let outcome = wallet.finish_sign_in(answer).await?;
//! assert!(matches!(outcome, Outcome::Connected { granted, .. } if granted.contains(Scope::WalletRead)));
//!
//! // Tokens are renewed by themselves, and put into the store before they are used.
//! let balance = wallet.session().with::<WalletRead>()?.wallet().await?.naira_balance;
//! assert_eq!(balance.as_ref().map(|figure| figure.amount.to_string()).as_deref(), Some("1805.5"));
//!
//! // The tokens go from the store at once; Monei is told now, or by the next `finish_revocations`.
//! wallet.disconnect().await?;
//! # Ok(())
//! # }
//! ```

pub mod activity;
pub mod app;
pub mod cache;
pub mod crypto;
mod database_file;
pub mod deposits;
pub mod diagnostics;
pub mod export;
pub mod feature;
pub mod overview;
pub mod payments;
mod private_file;
pub mod settings;
pub mod sync;

// What a program of its own is made of.
#[warn(missing_docs)]
pub mod clock;
#[warn(missing_docs)]
pub mod environment;
#[warn(missing_docs)]
pub mod identity;
#[warn(missing_docs)]
pub mod problem;
#[warn(missing_docs)]
pub mod session;
#[warn(missing_docs)]
pub mod sign_in;
#[warn(missing_docs)]
pub mod vault;
#[warn(missing_docs)]
pub mod wallet;

pub use app::{App, Snapshot};
pub use clock::Clock;
pub use environment::Environment;
pub use identity::Identity;
pub use problem::{Problem, ProblemCode};
pub use wallet::Wallet;
