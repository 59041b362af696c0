//! The people of the simulation: who they are, what they own and what happened to it.
//!
//! Four are always there (`personas`); any number can be made from a seed (`made`). The same seed and the same start
//! time give the same people down to every id.

mod history;
mod holdings;
mod made;
mod personas;
#[cfg(test)]
mod tests;

use jiff::Timestamp;
use monei_api::kyc::{KycStatus, Tier};
use monei_api::user::OnboardingState;
use monei_api::wallet::Chain;
use rand::SeedableRng;
use rand::rngs::StdRng;
use serde::{Deserialize, Serialize};

use crate::address;
use crate::clock::on_the_wire;
use crate::ledger::{Asset, Ledger, Network, Owner};
use crate::resource::Bank;
use crate::rules::verification::Papers;
use crate::store::{Journal, Kept, Records, Unusable, named};

/// A Monei user.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Person {
    /// In the ledger.
    pub(crate) owner: Owner,
    pub(crate) id: String,
    pub(crate) email: String,
    pub(crate) first_name: String,
    pub(crate) last_name: String,
    pub(crate) phone: String,
    /// `YYYY-MM-DD`.
    pub(crate) born: String,
    pub(crate) login_pin: String,
    /// The last time, to the website or to the API.
    pub(crate) logged_in_at: Option<Timestamp>,
    /// Not set by a person who has only just opened the account.
    pub(crate) transaction_pin: Option<String>,
    /// Wrong tries since the last right one.
    pub(crate) wrong_pins: u8,
    pub(crate) kyc_id: String,
    pub(crate) tier: Tier,
    pub(crate) kyc_status: KycStatus,
    pub(crate) papers: Papers,
    pub(crate) onboarding: OnboardingState,
    pub(crate) created_at: Timestamp,
    pub(crate) updated_at: Timestamp,
    pub(crate) wallet_id: String,
    pub(crate) naira: NairaWallet,
    pub(crate) crypto: Vec<CryptoWallet>,
    /// Ways of paying in that are kept; one of them is the default.
    pub(crate) methods: Vec<PaymentMethod>,
}

/// A way of paying in that is kept.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct PaymentMethod {
    /// Of the virtual account its own id.
    pub(crate) id: String,
    pub(crate) kind: MethodKind,
    pub(crate) nickname: Option<String>,
    pub(crate) is_default: bool,
    /// How often it has been paid with.
    pub(crate) uses: u32,
    pub(crate) used_at: Option<Timestamp>,
    pub(crate) created_at: Timestamp,
    pub(crate) updated_at: Timestamp,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum MethodKind {
    VirtualAccount,
    Card {
        /// Of its number; no more of it is kept.
        last_digits: String,
    },
    /// Dialling a code of this bank.
    Ussd(#[serde(with = "named")] Bank),
}

impl MethodKind {
    pub(crate) const fn name(&self) -> &'static str {
        match self {
            Self::VirtualAccount => "VIRTUAL_ACCOUNT",
            Self::Card { .. } => "CARD",
            Self::Ussd(_) => "USSD",
        }
    }
}

impl PaymentMethod {
    pub(crate) const fn new(id: String, kind: MethodKind, at: Timestamp) -> Self {
        Self { id, kind, nickname: None, is_default: false, uses: 0, used_at: None, created_at: at, updated_at: at }
    }
}

/// The naira subwallet. Its balance is the ledger's.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct NairaWallet {
    pub(crate) id: String,
    pub(crate) account: Option<BankAccount>,
}

/// The virtual account that receives bank transfers.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct BankAccount {
    pub(crate) id: String,
    /// Ten digits.
    pub(crate) number: String,
    #[serde(with = "named")]
    pub(crate) bank: Bank,
    pub(crate) reference: String,
}

/// A subwallet on a chain. Its balance is the ledger's.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct CryptoWallet {
    pub(crate) id: String,
    pub(crate) chain: Chain,
    pub(crate) address: String,
}

impl CryptoWallet {
    /// What the subwallet is named after.
    pub(crate) const fn symbol(&self) -> &'static str {
        match self.chain {
            Chain::Solana => "SOL",
            Chain::Evm | Chain::Other(_) => "ETH",
        }
    }

    /// The coin of that name on every main network that the address serves.
    pub(crate) fn coins(&self) -> impl Iterator<Item = Asset> {
        let symbol = self.symbol();
        Asset::all().filter(move |asset| asset.symbol() == symbol && asset.network().is_main())
    }
}

impl Person {
    pub(crate) fn name(&self) -> String {
        format!("{} {}", self.first_name, self.last_name)
    }

    /// The wallet that has everything on a network, where there is one.
    pub(crate) fn wallet_on(&self, network: Network) -> Option<&CryptoWallet> {
        let wanted = match network {
            Network::Bank | Network::Starknet => return None,
            Network::Evm(_) => Chain::Evm,
            Network::Solana(_) => Chain::Solana,
        };
        self.crypto.iter().find(|wallet| wallet.chain == wanted)
    }

    /// Keeps a way of paying in; the first one is the default.
    pub(crate) fn keep(&mut self, method: PaymentMethod) {
        let is_default = self.methods.is_empty();
        self.methods.push(PaymentMethod { is_default, ..method });
    }

    /// The account is past its first steps, which registering an application requires (`monei-api.md` §1.2).
    pub(crate) fn is_verified(&self) -> bool {
        self.onboarding == OnboardingState::FullyOnboarded
    }
}

/// What somebody is called among the records.
const KIND: &str = "person";

/// Everybody, in the order in which they came.
#[derive(Debug)]
pub(crate) struct People {
    all: Kept<u32, Person>,
}

impl People {
    /// The e-mail address of the busy person, who has something of everything.
    pub(crate) const BUSY: &str = "busy@example.ng";

    /// The four personas of `seed`, whose histories end shortly before `now`. The busy one has `transactions` of them,
    /// if that is more than usual.
    pub(crate) fn seeded(seed: u64, now: Timestamp, transactions: usize, ledger: &mut Ledger) -> Self {
        let personas = personas::all(&mut StdRng::seed_from_u64(seed), now, transactions);
        let mut all = Kept::default();
        for (person, past) in personas {
            past.write(ledger, &person, now);
            all.push(person);
        }
        Self { all }
    }

    /// The person of `seed`, made if not yet here. The flag tells whether they are new.
    pub(crate) fn make(&mut self, seed: u64, now: Timestamp, ledger: &mut Ledger) -> (Person, bool) {
        let owner = Owner(u32::try_from(self.all.len()).unwrap_or(u32::MAX));
        let (person, past) = made::person(seed, now, owner);
        if let Some(present) = self.all.iter().find(|present| present.id == person.id) {
            return (present.clone(), false);
        }
        past.write(ledger, &person, now);
        self.all.push(person.clone());
        (person, true)
    }

    /// Writes down who is new or has changed.
    pub(crate) fn settle(&mut self, journal: &mut impl Journal) {
        self.all.settle(KIND, journal);
    }

    pub(crate) fn restored(records: &Records<'_>) -> Result<Self, Unusable> {
        Ok(Self { all: Kept::restored(KIND, records)? })
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Person> {
        self.all.iter()
    }

    pub(crate) fn find(&self, id: &str) -> Option<&Person> {
        self.all.iter().find(|person| person.id == id)
    }

    pub(crate) fn find_mut(&mut self, id: &str) -> Option<&mut Person> {
        self.all.find_mut(|person| person.id == id)
    }

    pub(crate) fn of(&self, owner: Owner) -> Option<&Person> {
        self.all.get(&owner.0)
    }

    pub(crate) fn of_mut(&mut self, owner: Owner) -> Option<&mut Person> {
        self.all.get_mut(&owner.0)
    }

    /// E-mail addresses are compared without regard to case or surrounding space.
    pub(crate) fn find_by_email(&self, email: &str) -> Option<&Person> {
        self.all.iter().find(|person| person.email.eq_ignore_ascii_case(email.trim()))
    }

    /// Local and international spelling of a number are the same number.
    pub(crate) fn find_by_phone(&self, phone: &str) -> Option<&Person> {
        let wanted = international(phone)?;
        self.all.iter().find(|person| person.phone == wanted)
    }

    /// By e-mail address or phone number.
    pub(crate) fn reached_by(&self, address: &str) -> Option<&Person> {
        self.find_by_email(address).or_else(|| self.find_by_phone(address))
    }

    /// The person whose virtual account has this number.
    pub(crate) fn find_by_account(&self, number: &str) -> Option<&Person> {
        self.all.iter().find(|person| person.naira.account.as_ref().is_some_and(|account| account.number == number))
    }

    /// The person whose wallet on a network has this address.
    pub(crate) fn find_by_address(&self, network: Network, address: &str) -> Option<&Person> {
        let has = |wallet: &CryptoWallet| address::same(network, &wallet.address, address);
        self.all.iter().find(|person| person.wallet_on(network).is_some_and(has))
    }

    /// The person who signs in with these, if they are right.
    pub(crate) fn sign_in(&mut self, email: &str, pin: &str, now: Timestamp) -> Option<&Person> {
        let email = email.trim();
        let is_right = |person: &Person| person.email.eq_ignore_ascii_case(email) && person.login_pin == pin;
        let person = self.all.find_mut(is_right)?;
        person.logged_in_at = Some(on_the_wire(now));
        Some(person)
    }
}

/// A Nigerian phone number as `+234…`, whether it came as that or as `080…` (`monei-api.md` §0.3).
pub(crate) fn international(phone: &str) -> Option<String> {
    let phone = phone.trim();
    let subscriber = phone.strip_prefix("+234").or_else(|| phone.strip_prefix('0'))?;
    let is_one = subscriber.len() == 10 && subscriber.bytes().all(|byte| byte.is_ascii_digit());
    is_one.then(|| format!("+234{subscriber}"))
}
