//! Coins and addresses between the core and the main window.

use monei_core::app::KnownRecipient;
use monei_core::crypto::code::NoCode;
use monei_core::crypto::{CoinChoice, RecipientFault};
use monei_core::overview::Chain;

use super::money;
use crate::views::{CodeFault, CoinChoiceView, NotReadyView, OrderFault, RecipientFaultView, RecipientReadView};

/// The chain of an id that the window was told.
pub fn chain(network: &str) -> Result<Chain, NotReadyView> {
    Chain::from_id(network).ok_or(NotReadyView::Order { fault: OrderFault::Missing })
}

impl From<&CoinChoice> for CoinChoiceView {
    fn from(coin: &CoinChoice) -> Self {
        Self {
            symbol: coin.token.symbol.symbol().to_owned(),
            name: coin.name.clone(),
            contract: coin.token.address.clone(),
            decimals: coin.token.decimals,
            held: money(coin.held.as_ref()),
            well_known: coin.well_known,
        }
    }
}

pub fn recipient(read: &Result<KnownRecipient, RecipientFault>) -> RecipientReadView {
    match read {
        Ok(known) => RecipientReadView::Somebody {
            address: known.recipient.address.clone(),
            amount: known.recipient.amount.as_ref().map(ToString::to_string),
            own: known.own,
            first_time: known.first_time,
        },
        Err(fault) => RecipientReadView::Nobody {
            fault: fault.into(),
            network: match fault {
                RecipientFault::OtherNetwork(chain) => Some(chain.name()),
                _ => None,
            },
        },
    }
}

impl From<&RecipientFault> for RecipientFaultView {
    fn from(fault: &RecipientFault) -> Self {
        match fault {
            RecipientFault::NotAnAddress => Self::NotAnAddress,
            RecipientFault::Length => Self::Length,
            RecipientFault::Checksum => Self::Checksum,
            RecipientFault::OfSolana => Self::OfSolana,
            RecipientFault::OfEvm => Self::OfEvm,
            RecipientFault::Name => Self::Name,
            RecipientFault::Nobodys => Self::Nobodys,
            RecipientFault::Contract => Self::Contract,
            RecipientFault::Unreadable => Self::Unreadable,
            RecipientFault::OtherNetwork(_) => Self::OtherNetwork,
            RecipientFault::OtherCoin => Self::OtherCoin,
            RecipientFault::TooFine => Self::TooFine,
        }
    }
}

impl From<NoCode> for CodeFault {
    fn from(fault: NoCode) -> Self {
        match fault {
            NoCode::TooLarge => Self::TooLarge,
            NoCode::NotAPicture => Self::NotAPicture,
            NoCode::NotFound => Self::NotFound,
            NoCode::Several => Self::Several,
        }
    }
}
