//! Crypto that was sold for naira.

use jiff::Timestamp;
use monei_api::money::Figure;
use monei_api::offramp::{OfframpOrder, OfframpPage, OfframpStatus};
use monei_api::transaction::Outcome;
use monei_api::{Currency, Field, Money};

use super::BankAccount;

/// Crypto sold for naira, the newest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sales {
    pub rows: Vec<Sale>,
    pub total: Option<u64>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sale {
    pub id: String,
    pub reference: Option<String>,
    pub sold: Option<Money>,
    pub network: Option<String>,
    pub received: Option<Money>,
    /// Naira for one coin.
    pub rate: Option<Money>,
    pub bank_account: Option<BankAccount>,
    pub outcome: Outcome,
    pub status: Option<String>,
    pub created_at: Option<Timestamp>,
    pub ended_at: Option<Timestamp>,
}

impl From<OfframpPage> for Sales {
    fn from(page: OfframpPage) -> Self {
        Self {
            total: page.meta.total_items.map(|total| total.0),
            rows: page.orders.into_iter().map(Sale::from).collect(),
        }
    }
}

impl From<OfframpOrder> for Sale {
    fn from(order: OfframpOrder) -> Self {
        let money = |figure: &Field<Figure>, currency: Option<&str>| {
            Some(Money::new(figure.as_ref()?.amount.clone(), Currency::new(currency?)))
        };
        let account = order.beneficiary().and_then(|to| {
            let bank = to.bank_name.as_deref().or(to.bank_code.as_deref());
            Some(BankAccount { number: to.account_number.as_deref()?.to_owned(), bank: bank.map(str::to_owned) })
        });
        // The naira are what a sale is for (§3.13): no source names another currency in an answer.
        let fiat = Some(order.fiat().unwrap_or("NGN"));
        Self {
            reference: order.reference().map(str::to_owned),
            sold: money(&order.crypto_amount, order.token()),
            network: order.network.as_deref().map(str::to_owned),
            received: money(&order.fiat_amount, fiat),
            rate: money(&order.exchange_rate, fiat),
            bank_account: account,
            outcome: order.status.as_ref().map_or(Outcome::Unknown, outcome),
            status: order.status.as_ref().map(|status| status.as_str().to_owned()),
            created_at: order.created_at.into_option(),
            ended_at: order.completed_at.or(*order.failed_at),
            id: order.id,
        }
    }
}

const fn outcome(status: &OfframpStatus) -> Outcome {
    match status {
        OfframpStatus::Completed => Outcome::Done,
        OfframpStatus::Failed | OfframpStatus::Refunded => Outcome::Failed,
        OfframpStatus::Cancelled | OfframpStatus::Expired => Outcome::Cancelled,
        OfframpStatus::Other(_) => Outcome::Unknown,
        _ => Outcome::InProgress,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sale_tells_what_was_sold_and_where_the_naira_went() {
        let body = r#"{"id":"o1","internalReference":"OFF-1","status":"fiat_sent","fromCurrency":"USDT","cryptoAmount":"100","fiatAmount":155025,"exchangeRate":1550.25,"creditPaymentDetails":{"accountNumber":"0123456789","bankCode":"GTBINGLA"}}"#;
        let sale = Sale::from(serde_json::from_str::<OfframpOrder>(body).unwrap());
        let shown = [sale.sold, sale.received, sale.rate].map(|money| money.unwrap().to_string());
        assert_eq!(shown, ["100 USDT", "155025.00 NGN", "1550.25 NGN"]);
        assert_eq!((sale.outcome, sale.reference.as_deref()), (Outcome::InProgress, Some("OFF-1")));
        assert_eq!(sale.bank_account.unwrap().bank.as_deref(), Some("GTBINGLA"));
    }
}
