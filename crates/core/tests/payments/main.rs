//! Payments from order to settlement, against a simulated Monei whose ledger is the judge.

#![expect(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

mod bills;
mod faults;
mod features;
mod kills;
mod refusals;
mod renewals;
mod scene;
#[path = "../app/simulated.rs"]
#[expect(dead_code, reason = "other tests use more of it")]
mod simulated;
