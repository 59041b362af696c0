//! Paying bills: whom, for what, and whose number it is (`monei-api.md` §3.12).
//!
//! A plan's price and what a number must look like are Monei's to say, and are asked for anew before anybody is asked to
//! confirm: whoever orders may have seen an older list, or made one up.

mod pattern;

use monei_api::bill::{BillCategory, BillCustomer, BillerItem, CABLE_PROVIDERS, DISCOS, TELCOS, ValidateCustomer};
use monei_api::money::Figure;
use monei_api::{Amount, Field, Money};
use monei_client::calls::BillsPay;
use monei_client::{CallError, Handle};

use super::desk::NotPrepared;
use super::order::{BadOrder, Order, Price};
use crate::session::{Session, SessionError};

/// What can be paid for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BillKind {
    Airtime,
    Data,
    Electricity,
    CableTv,
}

impl BillKind {
    pub(crate) const fn category(self) -> BillCategory {
        match self {
            Self::Airtime => BillCategory::Airtime,
            Self::Data => BillCategory::MobileData,
            Self::Electricity => BillCategory::UtilityBills,
            Self::CableTv => BillCategory::CableBills,
        }
    }

    /// Those whose names are fixed. Electricity has a list of its own, which these stand in for where it cannot be had.
    pub(crate) const fn known_billers(self) -> &'static [&'static str] {
        match self {
            Self::Airtime | Self::Data => &TELCOS,
            Self::Electricity => &DISCOS,
            Self::CableTv => &CABLE_PROVIDERS,
        }
    }
}

/// One thing that a biller is paid for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// What an order names it by.
    pub code: String,
    pub name: String,
    /// In naira; none where the payer chooses.
    pub price: Option<Amount>,
    /// What the provider adds, in naira.
    pub fee: Option<Amount>,
    /// How long it lasts, in the provider's words.
    pub validity: Option<String>,
    pub number: NumberRule,
}

/// What a plan asks of the number that it is paid for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NumberRule {
    /// What the number is called.
    pub label: Option<String>,
    pattern: Option<String>,
    /// Whom to ask about it. None: Monei does not tell whose it is.
    biller_code: Option<String>,
}

/// Whose number it is, at Monei's word.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Customer {
    /// None: the number is known, and nobody is named.
    pub name: Option<String>,
    pub address: Option<String>,
}

/// What is told of a bill before it is confirmed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bill {
    pub biller: String,
    pub plan: Option<Plan>,
    /// None: Monei does not tell whose number it is.
    pub customer: Option<Customer>,
}

impl Bill {
    /// What the provider adds to the amount.
    pub fn fee(&self) -> Option<Money> {
        self.plan.as_ref()?.fee.clone().map(Money::naira)
    }
}

impl Plan {
    /// A plan of which nobody can say what it costs cannot be offered.
    pub(crate) fn of(item: BillerItem) -> Option<Self> {
        let price = item.amount.into_option()?.amount;
        if price.is_negative() || item.item_code.trim().is_empty() {
            return None;
        }
        let text = |field: Field<monei_api::field::Text>| field.into_option().map(|text| text.0);
        let told = |text: &String| !text.trim().is_empty();
        let above_zero =
            |figure: Figure| (!figure.amount.is_zero() && !figure.amount.is_negative()).then_some(figure.amount);
        let is_resolvable = item.is_resolvable.unwrap_or_default();
        Some(Self {
            name: text(item.name).filter(told).unwrap_or_else(|| item.item_code.clone()),
            code: item.item_code,
            price: (!price.is_zero()).then_some(price),
            fee: item.fee.into_option().and_then(above_zero),
            validity: text(item.validity_period).filter(told),
            number: NumberRule {
                label: text(item.label_name).filter(told),
                pattern: text(item.reg_expression).filter(told),
                biller_code: text(item.biller_code).filter(|code| is_resolvable && told(code)),
            },
        })
    }

    /// Electricity is paid to a company and for no plan: whichever leaves the amount to the payer tells of the meter.
    pub(crate) fn of_meters(plans: Vec<Self>) -> Option<Self> {
        let mut plans = plans;
        let open = plans.iter().position(|plan| plan.price.is_none()).unwrap_or_default();
        (open < plans.len()).then(|| plans.swap_remove(open))
    }

    /// The question whose number it is; none where nobody can be asked.
    pub(crate) fn question(&self, number: &str) -> Result<Option<ValidateCustomer>, BadOrder> {
        self.number.check(number)?;
        Ok(self.number.biller_code.clone().map(|biller_code| ValidateCustomer {
            customer: number.to_owned(),
            biller_code,
            item_code: self.code.clone(),
        }))
    }
}

/// Longer than the number of any customer.
const LONGEST_NUMBER: usize = 64;

impl NumberRule {
    pub const fn is_resolvable(&self) -> bool {
        self.biller_code.is_some()
    }

    fn check(&self, number: &str) -> Result<(), BadOrder> {
        let is_one =
            !number.is_empty() && number.len() <= LONGEST_NUMBER && number.bytes().all(|it| it.is_ascii_graphic());
        let fits = is_one && self.pattern.as_deref().is_none_or(|pattern| pattern::fits(pattern, number));
        if fits { Ok(()) } else { Err(BadOrder::CustomerNumber) }
    }
}

impl From<BillCustomer> for Customer {
    fn from(customer: BillCustomer) -> Self {
        let address = customer.address.as_deref().map(|address| address.trim().to_owned());
        Self {
            name: customer.display_name().map(|name| name.trim().to_owned()),
            address: address.filter(|it| !it.is_empty()),
        }
    }
}

/// Asks Monei for everything that an order of a bill says, and whose number it is. Nothing for other orders.
pub(super) async fn look_up(session: &Session, order: &Order) -> Result<Option<Bill>, NotPrepared> {
    let (kind, biller, number) = match order {
        // The shape of a phone number is all that there is to know of it.
        Order::Airtime { biller, .. } => return Ok(Some(Bill { biller: biller.clone(), plan: None, customer: None })),
        Order::Data { biller, phone_number, .. } => (BillKind::Data, biller, phone_number),
        Order::Electricity { disco, meter_number, .. } => (BillKind::Electricity, disco, meter_number),
        Order::CableTv { biller, smartcard_number, .. } => (BillKind::CableTv, biller, smartcard_number),
        _ => return Ok(None),
    };
    let bills = session.with::<BillsPay>().map_err(SessionError::from)?;
    let plans = plans(bills.biller_items(&kind.category(), biller.trim()).await.map_err(no_such_plan)?);
    let plan = match order {
        Order::Data { item_code, price, .. } | Order::CableTv { item_code, price, .. } => {
            let named = plans.into_iter().find(|plan| plan.code == item_code.trim());
            named.filter(|plan| price.is_of(plan)).ok_or(NotPrepared::AnotherPrice)?
        }
        _ => Plan::of_meters(plans).ok_or(NotPrepared::AnotherPrice)?,
    };
    let customer = whose(&bills, &plan, number.trim()).await?;
    Ok(Some(Bill { biller: biller.trim().to_owned(), plan: Some(plan), customer }))
}

pub(crate) fn plans(items: Vec<BillerItem>) -> Vec<Plan> {
    items.into_iter().filter_map(Plan::of).collect()
}

async fn whose(
    bills: &Handle<'_, BillsPay, Session>,
    plan: &Plan,
    number: &str,
) -> Result<Option<Customer>, NotPrepared> {
    let Some(question) = plan.question(number)? else { return Ok(None) };
    match bills.validate_bill_customer(&question).await {
        Ok(customer) => Ok(Some(customer.into())),
        Err(SessionError::Call(CallError::NotFound { .. } | CallError::Rejected { .. })) => {
            Err(NotPrepared::NoSuchCustomer)
        }
        Err(error) => Err(error.into()),
    }
}

/// A biller that Monei does not know has no plans.
fn no_such_plan(error: SessionError) -> NotPrepared {
    match error {
        SessionError::Call(CallError::NotFound { .. } | CallError::Rejected { .. }) => NotPrepared::AnotherPrice,
        error => error.into(),
    }
}

impl Price {
    fn is_of(&self, plan: &Plan) -> bool {
        match self {
            Self::OfPlan(price) => plan.price.as_ref() == Some(price),
            Self::Chosen(_) => plan.price.is_none(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan(json: &str) -> Option<Plan> {
        Plan::of(serde_json::from_str(json).unwrap())
    }

    #[test]
    fn a_price_is_told_or_chosen_and_a_plan_without_either_is_none() {
        let price = |json: &str| plan(json).map(|plan| plan.price.map(|price| price.to_string()));
        assert_eq!(price(r#"{"item_code":"MD1","amount":"500.50"}"#), Some(Some("500.5".to_owned())));
        assert_eq!(price(r#"{"item_code":"UB1","amount":0}"#), Some(None));
        for unusable in [
            r#"{"item_code":"MD1"}"#,
            r#"{"item_code":"MD1","amount":-5}"#,
            r#"{"item_code":"MD1","amount":"soon"}"#,
            r#"{"item_code":" ","amount":5}"#,
        ] {
            assert_eq!(price(unusable), None, "{unusable}");
        }
    }

    #[test]
    fn whose_number_it_is_can_only_be_asked_where_monei_says_so() {
        let asked = |json: &str| plan(json).unwrap().question("45083311550").unwrap().map(|it| it.biller_code);
        assert_eq!(
            asked(r#"{"item_code":"UB1","amount":0,"biller_code":"BIL114","is_resolvable":true}"#).as_deref(),
            Some("BIL114")
        );
        for nobody in [
            r#"{"item_code":"UB1","amount":0,"biller_code":"BIL114","is_resolvable":false}"#,
            r#"{"item_code":"UB1","amount":0,"biller_code":"BIL114"}"#,
            r#"{"item_code":"UB1","amount":0,"is_resolvable":true}"#,
        ] {
            assert_eq!(asked(nobody), None, "{nobody}");
        }
    }

    #[test]
    fn a_number_is_what_its_plan_says() {
        let plan = plan(r#"{"item_code":"UB1","amount":0,"reg_expression":"^[0-9]{11,13}$"}"#).unwrap();
        for (number, fits) in [("45083311550", true), ("4508331155", false), ("", false), ("45083311550\n", false)] {
            assert_eq!(plan.question(number).is_ok(), fits, "{number:?}");
        }
        let long = "1".repeat(LONGEST_NUMBER + 1);
        let anything = self::plan(r#"{"item_code":"UB1","amount":0,"reg_expression":""}"#).unwrap();
        for (number, fits) in [(long.as_str(), false), ("12 34", false), ("A-12/3", true), ("١٢٣", false)] {
            assert_eq!(anything.question(number).is_ok(), fits, "{number:?}");
        }
    }

    #[test]
    fn a_meter_is_paid_for_whatever_the_payer_chooses() {
        let fixed = plan(r#"{"item_code":"UB1","amount":100}"#).unwrap();
        let open = plan(r#"{"item_code":"UB2","amount":0}"#).unwrap();
        assert_eq!(Plan::of_meters(vec![fixed.clone(), open.clone()]), Some(open));
        assert_eq!(Plan::of_meters(vec![fixed.clone()]), Some(fixed));
        assert_eq!(Plan::of_meters(Vec::new()), None);
    }
}
