//! Journeys over real loopback HTTP, against a simulation whose clock and randomness are fixed.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "the lints know test functions, but not the functions that tests share"
)]

mod banks;
mod bodies;
mod connect;
mod consent;
mod control;
mod deposits;
mod faults;
mod long_history;
mod payouts;
mod pending;
mod profile;
mod program;
mod queries;
mod resource;
mod stage;
mod switches;
