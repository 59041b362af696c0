//! Bills that were paid.

use jiff::Timestamp;
use monei_api::Money;
use monei_api::bill::{BillCategory, BillPage, BillPayment, BillStatus};
use monei_api::field::{Field, Text};
use monei_api::transaction::Outcome;

/// Paid bills, the newest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bills {
    pub rows: Vec<Bill>,
    pub total: Option<u64>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bill {
    pub id: String,
    pub reference: Option<String>,
    /// `airtime`, `data`, `electricity`, `cable`, or what Monei sent.
    pub category: Option<String>,
    pub biller: Option<String>,
    /// Phone, meter or smartcard number.
    pub customer: Option<String>,
    pub amount: Option<Money>,
    pub outcome: Outcome,
    pub status: Option<String>,
    /// What is typed into a prepaid electricity meter.
    pub meter_token: Option<String>,
    pub units: Option<String>,
    pub created_at: Option<Timestamp>,
}

impl From<BillPage> for Bills {
    fn from(page: BillPage) -> Self {
        Self { total: page.total.map(|total| total.0), rows: page.bills.into_iter().map(Bill::from).collect() }
    }
}

impl From<BillPayment> for Bill {
    fn from(bill: BillPayment) -> Self {
        let text = |field: Field<Text>| field.into_option().map(|text| text.0).filter(|text| !text.trim().is_empty());
        Self {
            id: bill.id,
            reference: text(bill.reference),
            category: bill.category.as_ref().map(category),
            biller: text(bill.biller_name),
            customer: text(bill.customer),
            amount: bill.amount.into_option().map(|figure| Money::naira(figure.amount)),
            outcome: bill.status.as_ref().map_or(Outcome::Unknown, outcome),
            status: bill.status.as_ref().map(|status| status.as_str().to_owned()),
            meter_token: text(bill.token),
            units: text(bill.units),
            created_at: bill.created_at.into_option(),
        }
    }
}

fn category(category: &BillCategory) -> String {
    match category {
        BillCategory::Airtime => "airtime",
        BillCategory::MobileData => "data",
        BillCategory::UtilityBills => "electricity",
        BillCategory::CableBills => "cable",
        BillCategory::Other(raw) => raw,
    }
    .to_owned()
}

/// A bill that is reversed has failed: its naira come back (`monei-api.md` §5).
const fn outcome(status: &BillStatus) -> Outcome {
    match status {
        BillStatus::Success | BillStatus::Successful => Outcome::Done,
        BillStatus::Pending | BillStatus::Processing => Outcome::InProgress,
        BillStatus::Failed | BillStatus::Reversed => Outcome::Failed,
        BillStatus::Other(_) => Outcome::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bill_is_told_in_words_of_ours_where_they_are_known() {
        let bill = |body: &str| Bill::from(serde_json::from_str::<BillPayment>(body).unwrap());
        let known = bill(r#"{"id":"1","type":"UTILITYBILLS","status":"reversed","amount":"50.00","token":" "}"#);
        assert_eq!((known.category.as_deref(), known.outcome), (Some("electricity"), Outcome::Failed));
        assert_eq!((known.amount, known.meter_token), (Some(Money::naira(50.into())), None));
        let later = bill(r#"{"id":"1","type":"WATER","status":"queued"}"#);
        assert_eq!((later.category.as_deref(), later.outcome), (Some("WATER"), Outcome::Unknown));
        assert_eq!(later.status.as_deref(), Some("queued"));
    }
}
