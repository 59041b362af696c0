//! The query of the transaction list: reading it, and choosing by it.

use std::cmp::Ordering;
use std::str::FromStr;

use jiff::ToSpan;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use monei_api::money::Amount;
use monei_api::transaction::TransactionKind;

use crate::ledger::{Narrated, Outline, Passbook, Quantity, Status, TransactionKey};
use crate::query::Query;
use crate::refusal::Refusal;

const KINDS: [&str; 3] = ["DEBIT", "CREDIT", "PEER-TRANSFER"];

/// What is asked of the list.
#[derive(Debug)]
pub(super) struct Filter {
    pub(super) page: u64,
    pub(super) limit: u64,
    status: Option<Status>,
    kind: Option<TransactionKind>,
    currency: Option<String>,
    amounts: Option<Amounts>,
    narration: Option<String>,
    reference: Option<String>,
    /// References of a payment partner. No transaction here has one, so that any value finds nothing.
    partner_reference: Option<String>,
    /// In milliseconds of Unix time.
    from: Option<i64>,
    /// The first moment that is too late: the last day is included as a whole.
    until: Option<i64>,
    sort_by: SortBy,
    descending: bool,
}

/// What lists of transactions and of bills are put in order by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::resource) enum SortBy {
    CreatedAt,
    UpdatedAt,
    Amount,
}

impl SortBy {
    pub(in crate::resource) fn read(fields: &mut Query) -> Self {
        let named = |text: &str| match text {
            "createdAt" => Some(Self::CreatedAt),
            "updatedAt" => Some(Self::UpdatedAt),
            "amount" => Some(Self::Amount),
            _ => None,
        };
        fields.value("sortBy", "sortBy must be createdAt, updatedAt or amount", named).unwrap_or(Self::CreatedAt)
    }
}

impl Filter {
    pub(super) fn parse(query: &str) -> Result<Self, Refusal> {
        let mut fields = Query::read(query);
        let parsed = Self {
            page: fields.page(),
            limit: fields.limit(),
            status: fields.value("status", "status must be a transaction status", Status::from_name),
            kind: fields.value("type", "type must be a transaction type", |text| {
                KINDS.contains(&text).then(|| TransactionKind::from(text))
            }),
            currency: fields.text("currency"),
            amounts: Amounts::read(&mut fields),
            narration: fields.text("narration"),
            reference: fields.text("reference"),
            partner_reference: fields.text("fincraReference").or(fields.text("flutterwaveReference")),
            from: fields.day("startDate").or(fields.day("fromDate")).and_then(start_of),
            until: fields.day("endDate").or(fields.day("toDate")).and_then(end_of),
            sort_by: SortBy::read(&mut fields),
            descending: fields.value("sortOrder", "sortOrder must be asc or desc", descending).unwrap_or(true),
        };
        fields.finish().map(|()| parsed)
    }

    /// How many of a person's transactions match, and those on the asked-for page in the asked-for order. Equal ones
    /// keep the order of time.
    pub(super) fn select(&self, passbook: &Passbook) -> (usize, Vec<TransactionKey>) {
        let narrated = self.narration.as_ref().map(|text| passbook.narrated(text));
        if self.partner_reference.is_some() {
            return (0, Vec::new());
        }
        // A reference finds one transaction at most.
        let only = match self.reference.as_ref().map(|reference| passbook.find(reference)) {
            Some(None) => return (0, Vec::new()),
            found => found.flatten(),
        };
        let mut matching: Vec<(usize, &Outline)> = passbook
            .outlines()
            .iter()
            .enumerate()
            .filter(|(_, outline)| self.matches(outline, narrated.as_ref(), only))
            .collect();
        let total = matching.len();
        let first = self.page.saturating_sub(1).saturating_mul(self.limit);
        let first = usize::try_from(first).unwrap_or(usize::MAX);
        let count = usize::try_from(self.limit).unwrap_or(usize::MAX).min(total.saturating_sub(first));
        if count == 0 {
            return (total, Vec::new());
        }
        if self.sort_by == SortBy::CreatedAt {
            // They come in that order.
            let shown = |place: usize| {
                let place = if self.descending { total - 1 - place } else { place };
                matching.get(place).map(|(_, outline)| outline.key)
            };
            return (total, (first..first + count).filter_map(shown).collect());
        }
        // Of a long history only the page itself is put in order.
        matching.select_nth_unstable_by(first, |one, other| self.order(*one, *other));
        let mut page = matching.split_off(first);
        page.select_nth_unstable_by(count - 1, |one, other| self.order(*one, *other));
        page.truncate(count);
        page.sort_unstable_by(|one, other| self.order(*one, *other));
        (total, page.into_iter().map(|(_, outline)| outline.key).collect())
    }

    fn order(&self, one: (usize, &Outline), other: (usize, &Outline)) -> Ordering {
        let ascending = match self.sort_by {
            SortBy::CreatedAt => one.1.created_at.cmp(&other.1.created_at),
            SortBy::UpdatedAt => one.1.updated_at.cmp(&other.1.updated_at),
            SortBy::Amount => one.1.amount.cmp_number(other.1.amount),
        };
        let ascending = ascending.then(one.0.cmp(&other.0));
        if self.descending { ascending.reverse() } else { ascending }
    }

    fn matches(&self, outline: &Outline, narrated: Option<&Narrated>, only: Option<TransactionKey>) -> bool {
        self.status.is_none_or(|status| status == outline.status)
            && self.kind.as_ref().is_none_or(|kind| *kind == outline.kind())
            && self.from.is_none_or(|from| outline.created_at >= from)
            && self.until.is_none_or(|until| outline.created_at < until)
            && self.amounts.as_ref().is_none_or(|amounts| amounts.include(outline.amount))
            && self
                .currency
                .as_ref()
                .is_none_or(|currency| currency.eq_ignore_ascii_case(outline.amount.asset.symbol()))
            && narrated.is_none_or(|narrated| narrated.include(outline))
            && only.is_none_or(|only| only == outline.key)
    }
}

/// A range of numbers, as minor units of assets with so many decimals: histories are long, and big decimals are slow.
#[derive(Debug)]
pub(in crate::resource) struct Amounts([(i128, i128); Amounts::DECIMALS]);

impl Amounts {
    /// No asset has more than 18.
    const DECIMALS: usize = 19;

    /// Nothing where there is no bound.
    pub(in crate::resource) fn read(fields: &mut Query) -> Option<Self> {
        let amount = |text: &str| Amount::from_str(text).ok();
        let at_least = fields.value("minAmount", "minAmount must be a number", amount);
        let at_most = fields.value("maxAmount", "maxAmount must be a number", amount);
        if at_least.is_none() && at_most.is_none() {
            return None;
        }
        Some(Self(std::array::from_fn(|decimals| {
            let decimals = u32::try_from(decimals).unwrap_or(u32::MAX);
            let least = at_least.as_ref().map_or(i128::MIN, |amount| amount.ceil_minor(decimals));
            let most = at_most.as_ref().map_or(i128::MAX, |amount| amount.floor_minor(decimals));
            (least, most)
        })))
    }

    pub(in crate::resource) fn include(&self, quantity: Quantity) -> bool {
        let range = self.0.get(quantity.asset.decimals() as usize);
        range.is_some_and(|(least, most)| (*least..=*most).contains(&quantity.units))
    }
}

/// The first moment of a day.
pub(in crate::resource) fn start_of(day: Date) -> Option<i64> {
    day.to_zoned(TimeZone::UTC).ok().map(|midnight| midnight.timestamp().as_millisecond())
}

/// The first moment after a day; nothing comes after the last day of the calendar.
pub(in crate::resource) fn end_of(day: Date) -> Option<i64> {
    day.checked_add(1.day()).ok().and_then(start_of)
}

fn descending(text: &str) -> Option<bool> {
    match text.to_ascii_lowercase().as_str() {
        "asc" => Some(false),
        "desc" => Some(true),
        _ => None,
    }
}
