//! The end-to-end harness: a stage (display, session bus, keychain, home folder), the services as processes, the real
//! window and the real browser, and the steps that journeys share.
//!
//! Everything outside the journeys lives here because `cargo xtask run --headless` plays the same steps. Nothing in it
//! knows the application's code: it sees processes, pages and HTTP.

#![expect(clippy::disallowed_types, clippy::float_arithmetic, reason = "times are measured, and no amounts")]

pub mod application;
pub mod axe;
pub mod binaries;
pub mod browser;
pub mod clipboard;
pub mod command_line;
pub mod confirming;
pub mod consent;
pub mod control;
pub mod deep_link;
pub mod display;
pub mod evidence;
pub mod figures;
pub mod hostile;
pub mod http;
pub mod journey;
pub mod keyboard;
pub mod keychain;
pub mod on_chain;
pub mod package;
pub mod page;
pub mod process;
pub mod scene;
pub mod services;
pub mod stage;
pub mod surface;
pub mod system_dialog;
pub mod traces;
pub mod typing;
pub mod under_way;
pub mod wait;
pub mod window;

pub use anyhow::Result;
