//! Requests that move money: sent once, whatever the network does, and told apart by what certainly happened.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

mod hostile;
mod simulated;

use monei_api::connect::Credential;
use monei_api::money::Figure;
use monei_api::payout::BankTransfer;
use monei_client::money::Pin;
use monei_client::{AccessToken, BaseUrl, MoneyClient};

fn client(base: &str) -> MoneyClient {
    MoneyClient::new(BaseUrl::parse(base).unwrap(), || jiff::Timestamp::UNIX_EPOCH).unwrap()
}

fn token(text: &str) -> AccessToken {
    AccessToken::new(Credential::new(text.to_owned()))
}

fn pin(digits: &str) -> Pin {
    Pin::new(digits.to_owned().into()).unwrap()
}

fn transfer(amount: &str, reference: &str) -> BankTransfer {
    BankTransfer {
        amount: Figure::number(amount.parse().unwrap()),
        bank: "058".into(),
        account_number: "0123456789".into(),
        reference: Some(reference.into()),
        narration: None,
    }
}
