//! The query of the transaction list: reading it strictly, and choosing by it.
//!
//! Unknown parameters are ignored; a known one with a bad value is a bad request that names the field.

use std::collections::BTreeMap;
use std::str::FromStr;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use monei_api::money::Amount;
use monei_api::transaction::{TransactionKind, TransactionStatus};

use crate::people::Entry;
use crate::refusal::{FieldTexts, Refusal};

const MAX_LIMIT: u64 = 100;
const STATUSES: [&str; 5] = ["PENDING", "SUCCESS", "FAILED", "COMPLETED", "CANCELLED"];
const KINDS: [&str; 3] = ["DEBIT", "CREDIT", "PEER-TRANSFER"];

/// What is asked of the list.
#[derive(Debug)]
pub(super) struct Query {
    pub(super) page: u64,
    pub(super) limit: u64,
    status: Option<TransactionStatus>,
    kind: Option<TransactionKind>,
    currency: Option<String>,
    min_amount: Option<Amount>,
    max_amount: Option<Amount>,
    narration: Option<String>,
    reference: Option<String>,
    /// References of a payment partner. No entry here has one, so that any value finds nothing.
    partner_reference: Option<String>,
    first_day: Option<Date>,
    /// Included as a whole.
    last_day: Option<Date>,
    sort_by: SortBy,
    descending: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum SortBy {
    CreatedAt,
    UpdatedAt,
    Amount,
}

impl Query {
    pub(super) fn parse(query: &str) -> Result<Self, Refusal> {
        let mut fields = Fields::read(query);
        let parsed = Self {
            page: fields.value("page", "page must be a positive integer", positive).unwrap_or(1),
            limit: fields
                .value("limit", "limit must be an integer from 1 to 100", |text| {
                    positive(text).filter(|limit| *limit <= MAX_LIMIT)
                })
                .unwrap_or(10),
            status: fields.value("status", "status must be a transaction status", |text| {
                STATUSES.contains(&text).then(|| TransactionStatus::from(text))
            }),
            kind: fields.value("type", "type must be a transaction type", |text| {
                KINDS.contains(&text).then(|| TransactionKind::from(text))
            }),
            currency: fields.text("currency"),
            min_amount: fields.value("minAmount", "minAmount must be a number", |text| Amount::from_str(text).ok()),
            max_amount: fields.value("maxAmount", "maxAmount must be a number", |text| Amount::from_str(text).ok()),
            narration: fields.text("narration").map(|text| text.to_lowercase()),
            reference: fields.text("reference"),
            partner_reference: fields.text("fincraReference").or(fields.text("flutterwaveReference")),
            first_day: fields.day("startDate").or(fields.day("fromDate")),
            last_day: fields.day("endDate").or(fields.day("toDate")),
            sort_by: fields
                .value("sortBy", "sortBy must be createdAt, updatedAt or amount", sort_by)
                .unwrap_or(SortBy::CreatedAt),
            descending: fields.value("sortOrder", "sortOrder must be asc or desc", descending).unwrap_or(true),
        };
        if fields.wrong.is_empty() { Ok(parsed) } else { Err(Refusal::Fields(fields.wrong)) }
    }

    /// The matching entries in the order that is asked for. Equal ones keep the order of time.
    pub(super) fn select<'a>(&self, entries: &'a [Entry]) -> Vec<&'a Entry> {
        let mut matching: Vec<&Entry> = entries.iter().filter(|entry| self.matches(entry)).collect();
        match self.sort_by {
            SortBy::CreatedAt => matching.sort_by_key(|entry| entry.created_at),
            SortBy::UpdatedAt => matching.sort_by_key(|entry| entry.updated_at),
            SortBy::Amount => matching.sort_by(|one, other| one.amount.cmp(&other.amount)),
        }
        if self.descending {
            matching.reverse();
        }
        matching
    }

    fn matches(&self, entry: &Entry) -> bool {
        let day = entry.created_at.to_zoned(TimeZone::UTC).date();
        self.status.as_ref().is_none_or(|status| *status == entry.status)
            && self.kind.as_ref().is_none_or(|kind| *kind == entry.kind)
            && self.currency.as_ref().is_none_or(|currency| currency.eq_ignore_ascii_case(entry.currency.symbol()))
            && self.min_amount.as_ref().is_none_or(|least| entry.amount >= *least)
            && self.max_amount.as_ref().is_none_or(|most| entry.amount <= *most)
            && self.narration.as_ref().is_none_or(|text| entry.narration.to_lowercase().contains(text))
            && self.reference.as_ref().is_none_or(|reference| *reference == entry.reference)
            && self.partner_reference.is_none()
            && self.first_day.is_none_or(|first| day >= first)
            && self.last_day.is_none_or(|last| day <= last)
    }
}

/// The parameters of a query by name, and what was wrong with those read so far.
struct Fields {
    values: BTreeMap<String, String>,
    wrong: FieldTexts,
}

impl Fields {
    fn read(query: &str) -> Self {
        let mut fields = Self { values: BTreeMap::new(), wrong: FieldTexts::new() };
        for (name, value) in url::form_urlencoded::parse(query.as_bytes()) {
            if fields.values.insert(name.to_string(), value.into_owned()).is_some() {
                fields.complain(&name, format!("{name} must be given once"));
            }
        }
        fields
    }

    fn complain(&mut self, name: &str, text: String) {
        self.wrong.entry(name.to_owned()).or_default().push(text);
    }

    /// A value that `read` accepts. Its absence is fine, anything else is noted with `otherwise`.
    fn value<T>(&mut self, name: &str, otherwise: &str, read: impl FnOnce(&str) -> Option<T>) -> Option<T> {
        let value = read(self.values.get(name)?);
        if value.is_none() {
            self.complain(name, otherwise.to_owned());
        }
        value
    }

    fn text(&mut self, name: &str) -> Option<String> {
        self.value(name, &format!("{name} should not be empty"), |text| (!text.is_empty()).then(|| text.to_owned()))
    }

    fn day(&mut self, name: &str) -> Option<Date> {
        let is_plain = |text: &str| text.len() == 10;
        self.value(name, &format!("{name} must be a date as YYYY-MM-DD"), |text| {
            Date::from_str(text).ok().filter(|_| is_plain(text))
        })
    }
}

fn positive(text: &str) -> Option<u64> {
    let plain = text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|number| plain && *number > 0)
}

fn sort_by(text: &str) -> Option<SortBy> {
    match text {
        "createdAt" => Some(SortBy::CreatedAt),
        "updatedAt" => Some(SortBy::UpdatedAt),
        "amount" => Some(SortBy::Amount),
        _ => None,
    }
}

fn descending(text: &str) -> Option<bool> {
    match text.to_ascii_lowercase().as_str() {
        "asc" => Some(false),
        "desc" => Some(true),
        _ => None,
    }
}
