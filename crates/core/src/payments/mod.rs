//! Moving money: exactly once, or reported as unknown.
//!
//! What a person wants is an [`Order`]; with an id of its own it is an [`Intent`]. It becomes durable in the [`journal`]
//! before the first byte leaves, and only a confirmed and journaled one can be sent ([`flight`]): the stages are types that
//! consume each other. What an answer means is decided in one table ([`monei_client::money::fate`]); whatever may have
//! arrived is unknown and never sent again by itself. [`listing`] reads what Monei tells later, and [`reconcile`] settles
//! the unknown by it, or leaves it unknown. Money has moved when Monei says so, not when a request was sent.
//!
//! [`desk`] is where all of it is put together: prepare, commit, reconcile. [`checks`] and a [`quote`] are asked for before a
//! person is asked, and of [`bills`] what they are for and whose number it is, and [`store`] is the journal on disk.

pub mod action;
pub mod bills;
pub mod checks;
pub mod desk;
pub mod flight;
pub mod intent;
pub mod journal;
pub mod listing;
pub mod order;
pub mod quote;
pub mod reconcile;
#[cfg(test)]
mod simulation;
pub mod store;

pub use monei_client::money::{Pin, Told};

pub use self::action::Action;
pub use self::checks::Objection;
pub use self::desk::{Desk, Prepared};
pub use self::intent::{Intent, IntentId, Payee, Reference};
pub use self::journal::{Doubt, Journal, JournalError, Record, Records, State};
pub use self::order::{BadOrder, Order};
pub use self::store::PaymentJournal;
