//! The application without a window.
//!
//! [`app`] is one loop that owns all state: whatever happens (a click, a link, an answer from the network) reaches it as
//! an [`app::Input`], and what people see leaves it as an [`app::Snapshot`]. The other modules are what the loop is made
//! of: [`sign_in`] (the way through the browser), [`session`] (grants and their tokens), [`vault`] (what the keychain
//! holds), [`feature`] (what each permission opens), [`overview`] (what Monei told), [`sync`] (how it is kept up to date)
//! and [`diagnostics`] (whether all that is well).
//!
//! The crate knows neither Tauri nor HTML.

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
