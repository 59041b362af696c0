//! The relay: it makes the authorization-code exchange with Monei, so that the client secret is never on a device.
//!
//! To the application it is a standard OAuth 2.0 authorization server with PKCE (RFC 6749, 7636, 8252, 8414, 9207); to
//! Monei it is the registered confidential client. It keeps no users and no tokens. Everything that it must remember
//! between two requests travels sealed through the browser; what it must remember *against* the browser (which attempt
//! owns a code, which ticket is spent, how many exchanges were made) is in a [`Store`].
//!
//! ```text
//! GET  /authorize  checks, consent page with the pairing code      → sealed request, cookie
//! POST /authorize  same browser?                                   → 303 to Monei with the sealed state
//! GET  /callback   same browser? first presenter of the code?      → ticket, handed to the application
//! POST /token      verifier right? ticket unspent?                 → exchange at Monei, tokens
//! ```
//!
//! The relay never knows the application's core, its storage or its screens, and it never refreshes or revokes: those
//! calls need no secret and go from the application straight to Monei.
//!
//! ```no_run
//! # async fn start(config: monei_relay::Config) -> Result<(), monei_relay::StartError> {
//! let relay = monei_relay::Relay::start(config).await?;
//! println!("listening on {}", relay.base_url);
//! relay.shutdown().await;
//! # Ok(())
//! # }
//! ```

mod config;
mod cookie;
mod digest;
#[cfg(test)]
mod fuzz;
mod guard;
mod headers;
mod memory;
mod pages;
mod params;
mod pkce;
mod redirect;
mod route;
mod seal;
mod server;
mod source;
mod store;
mod surroundings;
mod ticket;
mod upstream;

pub use config::{Config, ConfigError};
pub use digest::Fingerprint;
pub use memory::MemoryStore;
pub use redirect::RedirectUri;
pub use seal::{SealingKey, SealingKeyError, SealingKeys};
pub use server::{Relay, Running, StartError};
pub use source::{Source, client_address};
pub use store::{Admission, Answer, Binding, Reservation, Store, StoreError};
pub use surroundings::{Clock, Random, Surroundings, SystemClock, SystemRandom};
