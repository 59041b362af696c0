//! What an answer tells beyond the name and the outcome of a payment. It is kept with the payment, because the permission to
//! ask for it again may not be held.

use jiff::Timestamp;
use monei_api::bill::BillPayment;
use monei_api::field::Text;
use monei_api::offramp::Initiated;
use monei_api::{Currency, Field, Money};

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Told {
    /// What opens the meter.
    Electricity {
        /// As it was told: how it is grouped for people is theirs who show it.
        token: String,
        /// The energy that it is worth.
        units: Option<String>,
    },
    /// Where what is sold has to be sent first.
    Deposit(Box<AwaitedDeposit>),
}

/// Crypto that an order waits for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AwaitedDeposit {
    pub address: String,
    /// In whole tokens.
    pub amount: Option<Money>,
    /// As the off-ramp names it, such as `base`.
    pub network: Option<String>,
    /// As people call it, such as `Base`.
    pub network_name: Option<String>,
    pub chain_id: Option<u64>,
    pub expires_at: Option<Timestamp>,
    /// What the wallet at Monei lacks of it.
    pub shortfall: Option<Money>,
}

impl Told {
    /// Nothing as long as there is no token: it comes with the success.
    pub fn of_bill(bill: &BillPayment) -> Option<Self> {
        Some(Self::Electricity { token: text(&bill.token)?, units: text(&bill.units) })
    }

    /// Nothing where the wallet at Monei held enough.
    pub(super) fn of_sale(sale: &Initiated) -> Option<Self> {
        let Initiated::Awaited(awaited) = sale else { return None };
        let order = awaited.transaction.on_chain.as_ref();
        let told = awaited.deposit_instructions.as_ref();
        let address = told.and_then(|it| text(&it.address));
        let address = address.or_else(|| order.and_then(|it| text(&it.deposit_address)))?;
        let symbol = told.and_then(|it| text(&it.token)).map(|symbol| Currency::new(&symbol));
        let lacks = awaited.current_balance.as_ref();
        let shortfall = lacks.and_then(|it| {
            let symbol = text(&it.token).or_else(|| Some(symbol.as_ref()?.symbol().to_owned()))?;
            Some(Money::new(it.shortfall.as_ref()?.amount.clone(), Currency::new(&symbol)))
        });
        let expires_at = told.and_then(|it| *it.expires_at);
        Some(Self::Deposit(Box::new(AwaitedDeposit {
            address,
            amount: told.and_then(|it| Some(Money::new(it.amount.as_ref()?.amount.clone(), symbol?))),
            network: told.and_then(|it| text(&it.network)),
            network_name: told.and_then(|it| text(&it.display_network)),
            chain_id: told.and_then(|it| *it.chain_id),
            expires_at: expires_at
                .or_else(|| awaited.transaction.timestamps.as_ref().and_then(|it| *it.deposit_expires)),
            shortfall,
        })))
    }
}

fn text(field: &Field<Text>) -> Option<String> {
    field.as_deref().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::super::Answer;
    use super::*;

    #[test]
    fn a_token_is_kept_as_it_was_told() {
        let check = |body: &str, told: Option<(&str, Option<&str>)>| {
            let bill: BillPayment = serde_json::from_str(body).unwrap();
            let told = told
                .map(|(token, units)| Told::Electricity { token: token.to_owned(), units: units.map(str::to_owned) });
            assert_eq!(bill.receipt().told, told, "{body}");
        };
        check(r#"{"id":"b1","token":"0012-3456 7890","units":"38.2"}"#, Some(("0012-3456 7890", Some("38.2"))));
        // A number of more digits than a float holds.
        check(r#"{"id":"b1","token":12345678901234567890,"units":38.2}"#, Some(("12345678901234567890", Some("38.2"))));
        check(r#"{"id":"b1","token":null,"units":"38.2"}"#, None);
        check(r#"{"id":"b1","token":" "}"#, None);
    }

    #[test]
    fn a_sale_that_waits_tells_where_to_pay() {
        let awaited: Initiated = serde_json::from_str(
            r#"{"transaction":{"reference":"OFF-1","status":"awaiting_deposit","timestamps":{"depositExpires":"2026-01-01T00:30:00Z"}},
            "depositInstructions":{"address":"0xde","amount":"100.000001","token":"USDT","network":"base","chainId":8453,
            "displayNetwork":"Base"},"currentBalance":{"amount":20,"token":"USDT","shortfall":80.000001}}"#,
        )
        .unwrap();
        let Some(Told::Deposit(deposit)) = awaited.receipt().told else { panic!("{awaited:?}") };
        assert_eq!((deposit.address.as_str(), deposit.chain_id), ("0xde", Some(8453)));
        assert_eq!(deposit.amount.unwrap().to_string(), "100.000001 USDT");
        assert_eq!(deposit.shortfall.unwrap().to_string(), "80.000001 USDT");
        assert_eq!(deposit.expires_at, Some("2026-01-01T00:30:00Z".parse().unwrap()));
        let paid: Initiated = serde_json::from_str(r#"{"reference":"OFF-1","status":"pending"}"#).unwrap();
        assert_eq!(paid.receipt().told, None);
        let bare: Initiated =
            serde_json::from_str(r#"{"transaction":{"reference":"OFF-1","onChain":{"depositAddress":"0xad"}}}"#)
                .unwrap();
        assert!(matches!(bare.receipt().told, Some(Told::Deposit(deposit)) if deposit.address == "0xad"));
    }
}
