//! The contract of the Monei API, as `monei-api.md` records it: scopes, endpoints, wire models, money and error bodies.
//!
//! The crate does no I/O and knows neither HTTP clients nor servers. The client, the application core, the relay and
//! the simulated Monei all read the same tables and types from here; because a mistake shared by two sides would go
//! unseen between them, `tests/literal_bodies.rs` also holds every model against the documented bodies.
//!
//! ```
//! use monei_api::{Scope, ScopeSet};
//!
//! let granted = ScopeSet::parse("wallet:read profile:read");
//! assert!(granted.contains(Scope::WalletRead));
//! assert!(!granted.contains(Scope::WalletSend));
//! ```
//!
//! An answer is read from its body, in its envelope or without, and what cannot be read of it is absent. Amounts keep every
//! digit:
//!
//! ```
//! use monei_api::envelope;
//! use monei_api::wallet::WalletResponse;
//!
//! let body = r#"{ "statusCode": 200, "message": "ok", "data": { "nairaBalance": 90071992547409.93 } }"#;
//! let wallet: WalletResponse = envelope::read(body.as_bytes())?;
//! let balance = wallet.naira_balance.as_ref().map(|figure| figure.amount.to_string());
//! assert_eq!(balance.as_deref(), Some("90071992547409.93"));
//! # Ok::<(), envelope::Unreadable>(())
//! ```

pub mod address;
pub mod bank;
pub mod bill;
#[warn(missing_docs)]
pub mod connect;
pub mod deposit;
#[warn(missing_docs)]
pub mod endpoint;
#[warn(missing_docs)]
pub mod envelope;
#[warn(missing_docs)]
pub mod error;
pub mod evm;
pub mod exchange;
#[warn(missing_docs)]
pub mod field;
#[warn(missing_docs)]
pub mod kyc;
#[warn(missing_docs)]
pub mod money;
pub mod offramp;
pub mod payout;
#[warn(missing_docs)]
pub mod relay;
#[warn(missing_docs)]
pub mod scope;
pub mod solana;
#[warn(missing_docs)]
pub mod transaction;
#[warn(missing_docs)]
pub mod user;
#[warn(missing_docs)]
pub mod wallet;

pub use endpoint::{Access, Endpoint, Method};
pub use error::ErrorBody;
pub use field::Field;
pub use money::{Amount, Currency, Money};
pub use scope::{Scope, ScopeSet};
