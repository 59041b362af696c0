//! Bank accounts that a person keeps, to withdraw to again. They are in the encrypted database of the wallet, on this
//! computer only, and go with it. Each is verified anew before anything is sent there: an account can change hands.

use serde::{Deserialize, Serialize};

use super::{App, NotReady};
use crate::overview::Dated;
use crate::problem::Problem;

/// An account, and whose it was by Monei's word when it was kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recipient {
    /// The bank's code.
    pub bank: String,
    pub account_number: String,
    pub holder: String,
}

/// Each has a document of its own, so that two windows do not take away each other's.
const RECIPIENT: &str = "recipient:";

fn document(bank: &str, account_number: &str) -> String {
    format!("{RECIPIENT}{bank}/{account_number}")
}

impl App {
    /// The accounts that are kept, by their holders' names.
    pub async fn recipients(&self) -> Result<Vec<Recipient>, Problem> {
        let found = self.kept()?.cache.sections::<Recipient>(RECIPIENT).await?;
        let mut kept: Vec<Recipient> = found.into_iter().map(|(_, dated)| dated.value).collect();
        kept.sort_by_key(|recipient| recipient.holder.to_lowercase());
        Ok(kept)
    }

    /// Keeps an account, with the name that Monei says it has.
    pub async fn keep_recipient(&self, bank: String, account_number: String) -> Result<(), NotReady> {
        let account_number = account_number.trim().to_owned();
        let verified = self.verify_account(bank.clone(), account_number.clone()).await?;
        let kept = self.kept().map_err(NotReady::Problem)?;
        let name = document(&bank, &account_number);
        let recipient = Recipient { bank, account_number, holder: verified.account_name };
        let dated = Dated { value: recipient, as_of: kept.clock.now() };
        kept.cache.put_section(&name, &dated).await.map_err(|error| NotReady::Problem(error.into()))
    }

    /// Forgets one. One that is not kept is no error.
    pub async fn forget_recipient(&self, bank: String, account_number: String) -> Result<(), Problem> {
        Ok(self.kept()?.cache.remove_section(&document(&bank, &account_number)).await?)
    }
}
