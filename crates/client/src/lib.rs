//! Monei over HTTP.
//!
//! [`http`] makes the hardened HTTP clients, [`base`] says which addresses may be called at all, [`api`] sends one
//! request with one bearer token, [`connect`] renews and revokes tokens, [`probe`] asks whether anybody answers, [`date`]
//! tells what the server's clock shows, and [`calls`] holds the typed calls, each on a handle that can only be had for a
//! granted permission. The crate stores nothing and knows no window.

pub mod api;
pub mod base;
pub mod calls;
pub mod connect;
pub mod date;
pub mod error;
pub mod http;
pub mod probe;
pub mod token;

pub use api::{Api, Request};
pub use base::BaseUrl;
pub use calls::{Handle, NotGranted, Permission, Session};
pub use date::DateObserver;
pub use error::CallError;
pub use token::{AccessToken, RefreshToken, TokenPair};
