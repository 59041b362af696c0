//! A deposit as the API shows it (`PaymentDto` in `monei-api.md` §3.4).

use jiff::Timestamp;
use monei_api::money::{Amount, Figure};
use monei_api::transaction::TransactionStatus;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use super::{Deposit, Step};
use crate::ledger::{Quantity, Status, Transaction};
use crate::resource::banks::HOUSE_BANK;
use crate::switches::DepositUnit;

#[derive(JsonSchema, Serialize)]
#[schemars(rename = "Deposit")]
#[serde(rename_all = "camelCase")]
pub(crate) struct PaymentView {
    amount: Figure,
    total_amount: Figure,
    monei_fee: Figure,
    reference: String,
    currency: &'static str,
    narration: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    redirect_url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    account_number: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    bank_name: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    account_name: Option<String>,
    // The one name of this object that is not in camel case.
    #[serde(rename = "expiry_datetime", skip_serializing_if = "Option::is_none")]
    expiry_datetime: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    customer: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    customization: Option<Value>,
    #[schemars(with = "TransactionStatus")]
    status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_action: Option<NextAction>,
}

/// What is to be done next, while the deposit is pending.
#[derive(JsonSchema, Serialize)]
#[serde(tag = "type")]
enum NextAction {
    #[serde(rename = "requires_pin")]
    Pin,
    #[serde(rename = "requires_otp")]
    Otp,
    #[serde(rename = "requires_additional_fields")]
    Address,
    #[serde(rename = "redirect_url")]
    Redirect { redirect_url: Target },
    // The capital is Monei's.
    #[serde(rename = "payment_Instructions")]
    Instructions { payment_instruction: Instruction },
}

#[derive(JsonSchema, Serialize)]
struct Target {
    url: String,
}

#[derive(JsonSchema, Serialize)]
struct Instruction {
    note: String,
}

impl PaymentView {
    pub(super) fn new(base_url: &str, transaction: &Transaction, deposit: Option<&Deposit>, unit: DepositUnit) -> Self {
        let figure = |quantity: Quantity| match unit {
            DepositUnit::Naira => Figure::number(quantity.amount()),
            DepositUnit::Kobo => Figure::number(Amount::from_minor(quantity.units, 0)),
        };
        let waiting = deposit.filter(|_| transaction.status == Status::Pending);
        let account = match deposit.map(|deposit| &deposit.step) {
            Some(Step::Transfer { account_number, account_name }) => Some((account_number, account_name)),
            _ => None,
        };
        let next_action = waiting.and_then(|deposit| next_action(base_url, &deposit.step));
        let note = match &next_action {
            Some(NextAction::Instructions { payment_instruction }) => Some(payment_instruction.note.clone()),
            _ => None,
        };
        Self {
            amount: figure(transaction.amount),
            total_amount: figure(transaction.total()),
            monei_fee: transaction.fee.map_or_else(|| Figure::number(Amount::zero()), figure),
            reference: transaction.reference.as_ref().to_owned(),
            currency: transaction.amount.asset.symbol(),
            narration: transaction.narration.clone(),
            note,
            redirect_url: deposit.and_then(|deposit| deposit.details.redirect_url.clone()),
            account_number: account.map(|(number, _)| number.clone()),
            bank_name: account.map(|_| HOUSE_BANK.name),
            account_name: account.map(|(_, name)| name.clone()),
            expiry_datetime: waiting.map(|deposit| deposit.expires_at),
            customer: deposit.and_then(|deposit| deposit.details.customer.clone()),
            customization: deposit.and_then(|deposit| deposit.details.customization.clone()),
            status: transaction.status.name(),
            next_action,
        }
    }
}

fn next_action(base_url: &str, step: &Step) -> Option<NextAction> {
    let instruction = |note: String| NextAction::Instructions { payment_instruction: Instruction { note } };
    match step {
        Step::Transfer { .. } => Some(instruction("Transfer the exact total".to_owned())),
        Step::Dial(code) => Some(instruction(format!("Dial {code} and follow the prompts"))),
        Step::Pin => Some(NextAction::Pin),
        Step::Otp => Some(NextAction::Otp),
        Step::Address => Some(NextAction::Address),
        Step::Page(name) => {
            Some(NextAction::Redirect { redirect_url: Target { url: format!("{base_url}/pay/{name}") } })
        }
        Step::Charge => None,
    }
}
