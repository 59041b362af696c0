//! Journeys over real loopback HTTP, against a simulation whose clock and randomness are fixed.

// The list of all switches is one long literal.
#![recursion_limit = "512"]
#![expect(clippy::disallowed_types, clippy::float_arithmetic, reason = "figures are compared as any client reads them")]
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "the lints know test functions, but not the functions that tests share"
)]

mod banks;
mod beneficiaries;
mod bills;
mod bills_later;
mod bodies;
mod client_node;
mod client_python;
mod connect;
mod consent;
mod control;
mod crypto;
mod deposits;
mod documentation;
mod evm;
mod exchange;
mod faults;
mod home;
mod hostile;
mod long_history;
mod offramp;
mod openapi;
mod payment_methods;
mod payouts;
mod pending;
mod persistence;
mod pins;
mod profile;
mod program;
mod queries;
mod receiving;
mod resource;
mod solana;
mod stage;
mod switches;
mod variants;
mod verification;
mod wording;
