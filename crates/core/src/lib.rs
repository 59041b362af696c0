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
//! A program without a window opens a [`Wallet`]. Here one keeps its tokens in a store of its own, signs in, and reads the
//! balance:
//!
//! ```
//! use std::collections::HashMap;
//! use std::sync::{Arc, Mutex};
//! use std::time::Duration;
//!
//! use monei_api::{Scope, ScopeSet};
//! use monei_client::calls::WalletRead;
//! use monei_core::session::Grants;
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
//! # let listener = std::net::TcpListener::bind("127.0.0.1:0")?;
//! # let relay = format!("http://{}", listener.local_addr()?);
//! # let (api, folder, asked) = (format!("{relay}/api"), tempfile::tempdir()?, relay.clone());
//! # std::thread::spawn(move || {
//! #     use std::io::{Read, Write};
//! #     let body = format!(
//! #         r#"{{"issuer":"{asked}","authorization_endpoint":"{asked}/authorize","token_endpoint":"{asked}/token",
//! #         "response_types_supported":["code"],"grant_types_supported":["authorization_code"],
//! #         "code_challenge_methods_supported":["S256"],"token_endpoint_auth_methods_supported":["none"],
//! #         "scopes_supported":[],"authorization_response_iss_parameter_supported":true,
//! #         "monei_environment":"demonstration"}}"#
//! #     );
//! #     let mut stream = listener.accept().unwrap().0;
//! #     let _ = stream.read(&mut [0; 4096]).unwrap();
//! #     write!(stream, "HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{body}", body.len()).unwrap();
//! # });
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
//! .await
//! .map_err(|problem| format!("{problem:?}"))?;
//!
//! // Nobody is signed in: there is no handle to make a call on.
//! assert!(wallet.session().inspect(Grants::is_empty));
//! assert!(wallet.session().with::<WalletRead>().is_err());
//!
//! let scopes = ScopeSet::from(Scope::WalletRead);
//! let pending = wallet.begin_sign_in(scopes, None).await.map_err(|problem| format!("{problem:?}"))?;
//! println!("Open {} and compare the code {}", pending.address(), pending.pairing_code());
//! assert!(pending.address().as_str().starts_with(&relay));
//!
//! // The person has ten minutes; this program has no such patience.
//! # let patience = Duration::from_millis(10);
//! if let Ok(answer) = tokio::time::timeout(patience, pending.answer(&clock)).await {
//!     let outcome = wallet.finish_sign_in(answer).await.map_err(|problem| format!("{problem:?}"))?;
//!     println!("{outcome:?}");
//!     let balance = wallet.session().with::<WalletRead>()?.wallet().await?.naira_balance;
//!     println!("{:?}", balance.as_ref().map(|figure| figure.amount.to_string()));
//! }
//! # Ok(())
//! # }
//! ```

pub mod activity;
pub mod app;
pub mod cache;
pub mod clock;
pub mod diagnostics;
pub mod environment;
pub mod export;
pub mod feature;
pub mod identity;
pub mod overview;
pub mod payments;
mod private_file;
pub mod problem;
pub mod session;
pub mod settings;
pub mod sign_in;
pub mod sync;
pub mod vault;
pub mod wallet;

pub use app::{App, Snapshot};
pub use clock::Clock;
pub use environment::Environment;
pub use identity::Identity;
pub use problem::{Problem, ProblemCode};
pub use wallet::Wallet;
