//! `/bills/…` (`monei-api.md` §3.12): finding billers and customers, paying, and the records of it.
//!
//! A bill is a transaction out of the naira wallet and nothing besides: what it is for stands in the transaction's
//! metadata, and token and units follow from its id. It is pending while the biller delivers (see [`crate::billers`] for
//! the numbers that fail or are slow); where that fails, what was set aside comes back. Monei asks for no PIN here.

pub(super) mod beneficiaries;
pub(super) mod customer;
pub(super) mod discovery;
mod filter;
pub(super) mod pay;
pub(super) mod records;
pub(crate) mod scheduled;

use jiff::{SignedDuration, Timestamp};
use monei_api::bill::{BillCategory, BillPayment, BillStatus};
use monei_api::money::Figure;
use monei_api::{Field, field::Text};
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

pub(crate) use beneficiaries::names as beneficiary_names;
pub(crate) use pay::names as payment_names;
pub(crate) use scheduled::kind_of as schedule_kind;

use self::beneficiaries::Beneficiary;
use self::scheduled::Scheduled;
use crate::billers::{self, Category, Product};
use crate::ledger::{Account, Owner, Status, Transaction, TransactionKey};
use crate::schedule::Turn;
use crate::store::{Journal, Kept, Records, Unusable};
use crate::switches::StatusWords;
use crate::world::World;

/// What people keep about bills, besides their transactions.
#[derive(Debug, Default)]
pub(crate) struct Bills {
    beneficiaries: Kept<u32, (Owner, Beneficiary)>,
    scheduled: Kept<u32, Scheduled>,
}

/// What they are called among the records.
const BENEFICIARY: &str = "bill beneficiary";
const SCHEDULE: &str = "schedule";

impl Bills {
    pub(crate) fn settle(&mut self, journal: &mut impl Journal) {
        self.beneficiaries.settle(BENEFICIARY, journal);
        self.scheduled.settle(SCHEDULE, journal);
    }

    pub(crate) fn restored(records: &Records<'_>) -> Result<Self, Unusable> {
        let beneficiaries = Kept::restored(BENEFICIARY, records)?;
        Ok(Self { beneficiaries, scheduled: Kept::restored(SCHEDULE, records)? })
    }
}

/// A transaction that pays a biller.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bill<'a> {
    transaction: &'a Transaction,
    product: Product,
    customer: &'a str,
}

/// What a transaction must tell for it to be a [`Bill`].
pub(crate) fn metadata(product: Product, customer: &str) -> Map<String, Value> {
    let told = [("billerCode", product.biller.code), ("itemCode", product.item.code), ("customer", customer)];
    told.into_iter().map(|(name, value)| (name.to_owned(), value.into())).collect()
}

/// The reference of a bill that was paid then; a person pays one in a millisecond.
pub(crate) fn reference(at: Timestamp, person: &str) -> String {
    format!("bill{}-{person}", at.as_millisecond())
}

impl<'a> Bill<'a> {
    pub(crate) fn of(transaction: &'a Transaction) -> Option<Self> {
        let metadata = transaction.metadata.as_ref().filter(|_| transaction.counter == Account::Billers)?;
        let told = |name: &str| metadata.get(name).and_then(Value::as_str);
        Some(Self { transaction, product: Product::by_code(told("itemCode")?)?, customer: told("customer")? })
    }

    /// Bills know no more than three.
    fn status(&self) -> BillStatus {
        match self.transaction.status {
            Status::Pending => BillStatus::Pending,
            Status::Success | Status::Completed => BillStatus::Success,
            Status::Failed | Status::Cancelled => BillStatus::Failed,
        }
    }

    /// The word for it in an answer. The guide has five: something goes on a second after the payment, and the money is
    /// told to be back a minute after the failure.
    fn told(&self, world: &World) -> BillStatus {
        let status = self.status();
        if world.switches.status_words == StatusWords::Upper {
            return status;
        }
        let has_passed = |span: SignedDuration, since: Timestamp| world.now().duration_since(since) >= span;
        match status {
            BillStatus::Pending if has_passed(SignedDuration::from_secs(1), self.transaction.created_at) => {
                BillStatus::Processing
            }
            BillStatus::Success => BillStatus::Successful,
            BillStatus::Failed if has_passed(SignedDuration::from_mins(1), self.transaction.updated_at) => {
                BillStatus::Reversed
            }
            status => BillStatus::Other(status.as_str().to_lowercase()),
        }
    }

    /// The payment partner's reference: its prefix, the time and six digits.
    fn tx_ref(&self) -> String {
        let at = self.transaction.created_at.strftime("%Y%m%d%H%M%S%3f");
        format!("CF-FLYAPI-{at}{}", self.digits("txRef", 6))
    }

    /// The energy that was delivered comes with a token for the meter.
    fn has_token(&self) -> bool {
        self.product.biller.category == Category::UtilityBills
            && self.status() == BillStatus::Success
            && billers::has_token(self.customer)
    }

    fn token(&self) -> Option<String> {
        self.has_token().then(|| self.digits("token", 20))
    }

    /// Kilowatt-hours to one decimal.
    fn units(&self) -> Option<String> {
        const KOBO_PER_UNIT: i128 = 13_089;
        let tenths = (self.transaction.amount.units * 10 + KOBO_PER_UNIT / 2) / KOBO_PER_UNIT;
        self.has_token().then(|| format!("{}.{}", tenths / 10, tenths % 10))
    }

    /// Digits that are the same whenever they are asked for.
    fn digits(&self, what: &str, count: usize) -> String {
        let digest = Sha256::digest(format!("{what}/{}", self.transaction.id));
        digest.iter().take(count).map(|byte| char::from(b'0' + byte % 10)).collect()
    }

    fn view(&self, world: &World, person: &str, amount: Figure) -> BillPayment {
        let Product { biller, item } = self.product;
        let text = |text: &str| Field(Some(Text::from(text)));
        BillPayment {
            id: self.transaction.id.as_ref().to_owned(),
            created_at: self.transaction.created_at.into(),
            user_id: person.into(),
            reference: text(&self.transaction.reference),
            biller_code: text(biller.code),
            item_code: text(item.code),
            customer: text(self.customer),
            amount: amount.into(),
            category: BillCategory::from(biller.category.name()).into(),
            status: self.told(world).into(),
            tx_ref: text(&self.tx_ref()),
            biller_name: text(biller.name),
            metadata: Field::default(),
            token: Field(self.token().map(Text::from)),
            units: Field(self.units().map(Text::from)),
            validity_period: Field(item.validity.map(Text::from)),
            updated_at: Field::default(),
        }
    }
}

/// The biller has answered.
pub(crate) fn go_on(world: &mut World, key: TransactionKey, turn: Turn, at: Timestamp) {
    let delivers = world.ledger.get(key).and_then(Bill::of).is_some_and(|bill| billers::delivers(bill.customer));
    let succeeds = turn == Turn::Succeed || (turn == Turn::OnTime && delivers);
    let status = if succeeds { Status::Success } else { Status::Failed };
    if let Err(error) = world.ledger.close(key, status, at) {
        tracing::error!(%error, "a bill did not end");
    } else if !succeeds {
        world.ledger.annotate(key, "failureReason", "The biller did not deliver");
    }
}
