//! `monei transaction ID`: everything that Monei tells of one transaction.

use monei_api::field::Text;
use monei_api::money::Figure;
use monei_api::transaction::TransactionDetail;
use monei_api::{Currency, Field, Money, Scope};
use monei_client::calls::WalletRead;
use monei_core::overview::Entry;

use super::transactions::{direction, when};
use crate::arguments;
use crate::desk::Desk;
use crate::failure::Failure;
use crate::output::{Cell, Record, Value};

pub async fn run(desk: &Desk, wanted: &arguments::Transaction) -> Result<(), Failure> {
    let wallet = desk.wallet_for(Scope::WalletRead).await?;
    let calls = wallet.session().with::<WalletRead>()?;
    let detail = if wanted.reference {
        calls.transaction_by_reference(&wanted.id).await
    } else {
        calls.transaction(&wanted.id).await
    };
    let detail = detail?;
    let entry = Entry::from(detail.row());
    Ok(desk.output.facts(facts(&entry, &detail), &record(&entry, &detail))?)
}

fn money(detail: &TransactionDetail, figure: &Field<Figure>) -> Option<Money> {
    let currency = detail.currency.as_ref().map_or_else(Currency::naira, |symbol| Currency::new(symbol));
    figure.as_ref().map(|figure| Money::new(figure.amount.clone(), currency))
}

fn words(field: &Field<Text>) -> Option<&str> {
    field.as_ref().map(|text| text.0.as_str()).filter(|text| !text.trim().is_empty())
}

fn facts(entry: &Entry, detail: &TransactionDetail) -> Vec<(&'static str, Cell)> {
    let (total, fee) = (money(detail, &detail.total_amount), money(detail, &detail.fee));
    let mut facts = vec![
        ("Amount", super::transactions::amount(entry).bold()),
        ("Status", super::transactions::status(entry)),
        ("When", Cell::of(when(entry))),
        ("Narration", Cell::told(entry.narration.as_deref())),
        ("Kind", Cell::told(words(&detail.nature))),
    ];
    facts.extend(fee.map(|fee| ("Fee", Cell::money(Some(&fee)))));
    facts.extend(total.map(|total| ("With the fee", Cell::money(Some(&total)))));
    facts.extend(entry.reference.as_deref().map(|reference| ("Reference", Cell::told(Some(reference)))));
    let further = [
        ("Fincra reference", &detail.fincra_reference),
        ("Flutterwave reference", &detail.flutterwave_reference),
        ("Platform", &detail.environment),
    ];
    for (name, field) in further {
        facts.extend(words(field).map(|text| (name, Cell::told(Some(text)))));
    }
    for (name, fact) in [("Transaction hash", "txHash"), ("Bank", "bankName"), ("Account", "accountNumber")] {
        facts.extend(detail.fact(fact).map(|text| (name, Cell::told(Some(&text)))));
    }
    facts.push(("Id", Cell::told(Some(&entry.id))));
    facts
}

fn record(entry: &Entry, detail: &TransactionDetail) -> Record {
    let told = |field: &Field<Text>| Value::told(words(field).map(str::to_owned));
    Record(vec![
        ("id", Value::Told(entry.id.clone())),
        ("createdAt", Value::exact(entry.created_at)),
        ("direction", Value::Exact(direction(entry).to_owned())),
        ("amount", Value::digits(entry.amount.as_ref())),
        ("currency", Value::told(entry.amount.as_ref().map(|money| money.currency.symbol().to_owned()))),
        ("fee", Value::digits(money(detail, &detail.fee).as_ref())),
        ("totalAmount", Value::digits(money(detail, &detail.total_amount).as_ref())),
        ("status", Value::told(entry.status.clone())),
        ("nature", told(&detail.nature)),
        ("narration", Value::told(entry.narration.clone())),
        ("reference", Value::told(entry.reference.clone())),
        ("fincraReference", told(&detail.fincra_reference)),
        ("flutterwaveReference", told(&detail.flutterwave_reference)),
        ("environment", told(&detail.environment)),
    ])
}
