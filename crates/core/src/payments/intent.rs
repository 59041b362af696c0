//! What a person wants to happen, once it has a name of its own.

use jiff::Timestamp;
use monei_api::Money;
use monei_client::money::Body;
use sha2::{Digest, Sha256};

use super::action::Action;
use crate::clock::{NoRandomness, random_hex};

/// Names one intent for ever. It is sent as `Idempotency-Key` too, which costs nothing where it is ignored.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct IntentId(String);

impl IntentId {
    pub fn random() -> Result<Self, NoRandomness> {
        Ok(Self(random_hex::<16>()?))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<String> for IntentId {
    fn from(id: String) -> Self {
        Self(id)
    }
}

/// The `reference` of a bank transfer: 128 random bits, made with the draft, by which the transfer is found again
/// (`monei-api.md` §3.5). Other payments have none.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Reference(String);

impl Reference {
    pub fn random() -> Result<Self, NoRandomness> {
        Ok(Self(random_hex::<16>()?))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<String> for Reference {
    fn from(reference: String) -> Self {
        Self(reference)
    }
}

/// Whom or what it goes to, as Monei's own lists will name it: an account number, an e-mail address, a phone or meter
/// number, an address on a chain.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Payee(String);

impl Payee {
    /// Spaces at the ends never tell two payees apart, and neither do the case of an e-mail or EVM address and the two ways
    /// to write a Nigerian phone number.
    pub fn new(text: &str) -> Self {
        let text = text.trim();
        if let Some(local) = text.strip_prefix("+234") {
            return Self(format!("0{local}"));
        }
        let folds = text.contains('@') || text.starts_with("0x");
        Self(if folds { text.to_lowercase() } else { text.to_owned() })
    }

    /// An address on an EVM chain: one address is there on every chain, and is not the same payee.
    pub fn on_chain(chain: u64, address: &str) -> Self {
        Self(format!("eip155:{chain}:{}", Self::new(address).0))
    }

    /// As the journal kept it.
    pub(super) const fn kept(text: String) -> Self {
        Self(text)
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// One click, one intent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Intent {
    pub id: IntentId,
    pub action: Action,
    /// What leaves the wallet, without fees.
    pub amount: Money,
    pub payee: Payee,
    pub reference: Option<Reference>,
    /// The account that it is paid from: an intent of one wallet is never sent with another's token.
    pub account: String,
    /// The body as it will be sent, but for the PIN.
    pub body: Body,
    /// What the wallet held in the currency of `amount`, where that is known.
    pub balance_before: Option<Money>,
    pub made_at: Timestamp,
}

impl Intent {
    /// The same payee and the same amount: a second one needs a second confirmation while the first is unknown.
    pub fn looks_like(&self, other: &Self) -> bool {
        self.action == other.action && self.payee == other.payee && self.amount == other.amount
    }

    /// SHA-256 of the body.
    pub fn body_hash(&self) -> [u8; 32] {
        Sha256::digest(self.body.as_str().as_bytes()).into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r55_the_same_payee_is_told_by_what_names_it() {
        assert_eq!(Payee::new(" Ada@Example.ng"), Payee::new("ada@example.ng"));
        assert_eq!(Payee::on_chain(1, "0xAbC"), Payee::on_chain(1, "0xabc"));
        assert_ne!(Payee::on_chain(1, "0xabc"), Payee::on_chain(8453, "0xabc"));
        assert_eq!(Payee::new("+2348031234567"), Payee::new("08031234567"));
        // Solana addresses are case-sensitive.
        assert_ne!(Payee::new("7YkW"), Payee::new("7ykw"));
    }
}
