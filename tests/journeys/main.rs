//! The journeys: each test is a person's way through the real window, the real browser and the real keychain.
//!
//! A test that shows a numbered check of the security page carries the number in its name; `cargo xtask checks` lists
//! them.

mod accessibility;
mod activity;
mod answers;
mod bills;
mod command_line;
mod connect;
mod copied_link;
mod crypto;
mod deposits;
mod diagnostics;
mod grants;
mod harness;
mod keeping;
mod keychains;
mod links;
mod loopback;
mod oauth_clients;
mod outages;
mod payments;
mod refusals;
mod sales;
mod sandbox_page;
mod see;
mod sessions;
mod settings;
mod surface;
mod texts;
mod traces;
mod withdrawals;
