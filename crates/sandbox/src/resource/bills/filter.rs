//! The query of the records, in a dialect of its own: `ASC` and `DESC`, and a search over several fields.

use std::cmp::Ordering;

use monei_api::bill::BillStatus;

use super::Bill;
use super::discovery::categories;
use crate::billers::Category;
use crate::query::Query;
use crate::refusal::Refusal;
use crate::resource::transactions::filter::{Amounts, SortBy, end_of, start_of};

const STATUSES: [&str; 3] = ["PENDING", "SUCCESS", "FAILED"];

/// What is asked of the records.
#[derive(Debug)]
pub(super) struct Filter {
    pub(super) page: u64,
    pub(super) limit: u64,
    category: Option<Category>,
    status: Option<BillStatus>,
    biller_name: Option<String>,
    biller_code: Option<String>,
    customer: Option<String>,
    /// In lower case.
    search: Option<String>,
    amounts: Option<Amounts>,
    /// In milliseconds of Unix time.
    from: Option<i64>,
    /// The first moment that is too late: the last day is included as a whole.
    until: Option<i64>,
    sort_by: SortBy,
    descending: bool,
}

impl Filter {
    pub(super) fn parse(query: &str) -> Result<Self, Refusal> {
        let mut fields = Query::read(query);
        let kinds = format!("type must be one of {}", categories());
        let descending = |text: &str| match text {
            "ASC" => Some(false),
            "DESC" => Some(true),
            _ => None,
        };
        let parsed = Self {
            page: fields.page(),
            limit: fields.limit(),
            category: fields.value("type", &kinds, Category::from_name),
            status: fields.value("status", "status must be one of PENDING, SUCCESS, FAILED", |text| {
                STATUSES.contains(&text).then(|| BillStatus::from(text))
            }),
            biller_name: fields.text("billerName"),
            biller_code: fields.text("billerCode"),
            customer: fields.text("customer"),
            search: fields.text("search").map(|text| text.to_lowercase()),
            amounts: Amounts::read(&mut fields),
            from: fields.day("startDate").and_then(start_of),
            until: fields.day("endDate").and_then(end_of),
            sort_by: SortBy::read(&mut fields),
            descending: fields.value("sortOrder", "sortOrder must be ASC or DESC", descending).unwrap_or(true),
        };
        fields.finish().map(|()| parsed)
    }

    pub(super) fn matches(&self, bill: &Bill<'_>) -> bool {
        let biller = bill.product.biller;
        let created_at = bill.transaction.created_at.as_millisecond();
        let is = |wanted: &Option<String>, told: &str| wanted.as_ref().is_none_or(|it| it.eq_ignore_ascii_case(told));
        self.category.is_none_or(|category| category == biller.category)
            && self.status.as_ref().is_none_or(|status| *status == bill.status())
            && is(&self.biller_name, biller.name)
            && is(&self.biller_code, biller.code)
            && is(&self.customer, bill.customer)
            && self.from.is_none_or(|from| created_at >= from)
            && self.until.is_none_or(|until| created_at < until)
            && self.amounts.as_ref().is_none_or(|amounts| amounts.include(bill.transaction.amount))
            && self.search.as_ref().is_none_or(|text| found(bill, text))
    }

    /// Equal ones keep the order of time.
    pub(super) fn order(&self, one: &Bill<'_>, other: &Bill<'_>) -> Ordering {
        let (one, other) = (one.transaction, other.transaction);
        let ascending = match self.sort_by {
            SortBy::CreatedAt => Ordering::Equal,
            SortBy::UpdatedAt => one.updated_at.cmp(&other.updated_at),
            SortBy::Amount => one.amount.cmp_number(other.amount),
        };
        if self.descending { ascending.reverse() } else { ascending }
    }

    /// Puts what came in the order of time into the asked-for one.
    pub(super) fn sort(&self, bills: &mut [Bill<'_>]) {
        if self.descending {
            bills.reverse();
        }
        bills.sort_by(|one, other| self.order(one, other));
    }
}

fn found(bill: &Bill<'_>, text: &str) -> bool {
    let told = [&*bill.transaction.reference, bill.customer, bill.product.biller.name, bill.product.item.name];
    told.into_iter().any(|told| told.to_lowercase().contains(text))
}
