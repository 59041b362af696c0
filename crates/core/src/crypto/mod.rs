//! What is known of coins and addresses before something is swapped or sent: which coins there are to choose from
//! ([`coins`]), and whether a text names somebody that they can be sent to ([`recipient`], [`uri`], [`code`]).
//!
//! A coin is told by its contract or mint: anybody may give a token the name of another. Symbol and decimals are Monei's or
//! from a list here, and never the window's.

pub mod code;
pub mod coins;
pub mod recipient;
mod uri;

pub use self::coins::CoinChoice;
pub use self::recipient::{Recipient, RecipientFault};
