//! Whose wallet it is, and what the journal and the cache call it.

use crate::vault::document::KeptAccount;

/// Whose wallet it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Account {
    /// The id that Monei gives the person.
    Monei(String),
    /// Made here, when the first grant could not tell whose it is.
    Local(String),
}

impl Account {
    pub(super) fn name(&self) -> String {
        match self {
            Self::Monei(id) => format!("monei:{id}"),
            Self::Local(id) => format!("local:{id}"),
        }
    }
}

/// What the journal and the cache call a wallet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Names {
    /// None where nobody is signed in.
    pub current: Option<String>,
    /// The one that it had before a grant could tell whose it is. What was paid and kept under it stays this wallet's.
    pub(super) former: Option<String>,
}

impl Names {
    /// Whether it is, or was, called this.
    pub fn include(&self, name: &str) -> bool {
        self.current.iter().chain(&self.former).any(|known| known == name)
    }
}

impl From<&Account> for KeptAccount {
    fn from(account: &Account) -> Self {
        match account.clone() {
            Account::Monei(id) => Self::Monei(id),
            Account::Local(id) => Self::Local(id),
        }
    }
}

impl From<KeptAccount> for Account {
    fn from(kept: KeptAccount) -> Self {
        match kept {
            KeptAccount::Monei(id) => Self::Monei(id),
            KeptAccount::Local(id) => Self::Local(id),
        }
    }
}
