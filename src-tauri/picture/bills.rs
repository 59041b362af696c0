//! Paying bills, between the core and the windows.

use monei_api::{Amount, Money};
use monei_core::payments::bills::{self, Bill, Customer, Plan};
use monei_core::payments::order::Price;
use monei_core::payments::{Action, Intent};

use crate::views::{AccountHolderView, BillCustomerView, BillFactsView, BillKind, MoneyView, PlanView};

impl From<BillKind> for bills::BillKind {
    fn from(kind: BillKind) -> Self {
        match kind {
            BillKind::Airtime => Self::Airtime,
            BillKind::Data => Self::Data,
            BillKind::Electricity => Self::Electricity,
            BillKind::CableTv => Self::CableTv,
        }
    }
}

impl From<Plan> for PlanView {
    fn from(plan: Plan) -> Self {
        let naira = |amount: Amount| MoneyView::from(&Money::naira(amount));
        Self {
            resolvable: plan.number.is_resolvable(),
            label: plan.number.label,
            code: plan.code,
            name: plan.name,
            price: plan.price.map(naira),
            fee: plan.fee.map(naira),
            validity: plan.validity,
        }
    }
}

impl From<Customer> for BillCustomerView {
    fn from(customer: Customer) -> Self {
        Self { name: customer.name, address: customer.address }
    }
}

impl From<&Bill> for BillFactsView {
    fn from(bill: &Bill) -> Self {
        // Electricity is paid to a company, and for no plan.
        let plan = bill.plan.as_ref().filter(|plan| !plan.name.eq_ignore_ascii_case(&bill.biller));
        Self {
            biller: bill.biller.clone(),
            plan: plan.map(|plan| plan.name.clone()),
            validity: plan.and_then(|plan| plan.validity.clone()),
            address: bill.customer.as_ref().and_then(|customer| customer.address.clone()),
            fee: bill.fee().as_ref().map(MoneyView::from),
        }
    }
}

/// Whose number it is, where Monei names somebody.
pub(super) fn holder(bill: &Bill) -> Option<AccountHolderView> {
    let name = bill.customer.as_ref()?.name.clone()?;
    // The biller has a line of its own.
    Some(AccountHolderView { name, bank: None })
}

pub(super) const fn price(amount: Amount, chosen: bool) -> Price {
    if chosen { Price::Chosen(amount) } else { Price::OfPlan(amount) }
}

/// What the bytes that were sent say of it.
pub(super) fn biller(intent: &Intent) -> Option<String> {
    let member = match intent.action {
        Action::Airtime | Action::Data | Action::CableTv => "biller",
        Action::Electricity => "disco",
        _ => return None,
    };
    let body: serde_json::Value = serde_json::from_str(intent.body.as_str()).ok()?;
    body.get(member)?.as_str().map(str::to_owned)
}
