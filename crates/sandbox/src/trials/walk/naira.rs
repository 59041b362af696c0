//! Steps that move naira: deposits, payouts, transfers and bills.

use axum::http::Method;
use jiff::ToSpan;
use rand::RngExt;
use rand::seq::IndexedRandom;
use serde_json::{Value, json};

use super::{Walk, Walker, figure, is_full, succeeded, with};
use crate::ledger::{Asset, Quantity};

/// Mostly delivered, or else failing, slow, or without a token.
const CUSTOMERS: [&str; 6] = ["4567", "1550", "9999", "0001", "0002", "0003"];

impl Walk {
    pub(super) async fn deposit(&mut self, at: usize) -> bool {
        let (amount, by_code) = (self.naira(), self.random.random_bool(0.5));
        let method = if by_code { "USSD" } else { "BANK_TRANSFER" };
        let body = json!({ "amount": figure(amount), "ussd": { "bankCode": "058" } });
        let path = format!("/wallet/deposit?method={method}");
        self.pays(at, &path, &body, Some(Asset::NAIRA.units(0))).await
    }

    pub(super) async fn card_deposit(&mut self, at: usize) -> bool {
        let amount = self.naira();
        let body = json!({ "amount": figure(amount), "card": {
            "cardNumber": "4242424242424242", "expiryMonth": "09", "expiryYear": "32", "cvv": "123",
        } });
        let started = self.post(at, "/wallet/deposit?method=CARD", &body).await;
        if !succeeded(&started) {
            return false;
        }
        let reference = started.data()["reference"].take();
        let before = self.has(self.walkers[at].owner, Asset::NAIRA);
        for authorization in [json!({ "type": "pin", "pin": "1234" }), json!({ "type": "otp", "otp": "123456" })] {
            let mut body = authorization;
            body["reference"] = reference.clone();
            assert!(succeeded(&self.post(at, "/wallet/deposit/authorize", &body).await));
        }
        assert_eq!(self.has(self.walkers[at].owner, Asset::NAIRA) - before, amount.units);
        true
    }

    pub(super) async fn kept_method(&mut self, at: usize) -> bool {
        let amount = self.naira();
        let method = self.walkers[at].methods.choose(&mut self.random).unwrap()["id"].clone();
        let body = json!({ "amount": figure(amount), "paymentMethodId": method });
        self.pays(at, "/wallet/deposit/payment-method", &body, Some(Asset::NAIRA.units(0))).await
    }

    pub(super) async fn payment_link(&mut self, at: usize) -> bool {
        let amount = self.naira();
        let made = self.post(at, "/wallet/deposit/payment-link", &json!({ "amount": figure(amount) })).await;
        if !succeeded(&made) {
            return false;
        }
        let link = made.data()["link"].as_str().unwrap().to_owned();
        let (decision, gains) = *[("pay", amount.units), ("cancel", 0), ("", 0)].choose(&mut self.random).unwrap();
        let before = self.has(self.walkers[at].owner, Asset::NAIRA);
        if !decision.is_empty() {
            let page = self.inside.submit(&link, &[("decision", decision)]).await;
            assert!(page.status.is_success(), "{page:?}");
        }
        assert_eq!(self.has(self.walkers[at].owner, Asset::NAIRA) - before, gains);
        true
    }

    pub(super) fn payout_of(&mut self, at: usize) -> (Value, Quantity) {
        let amount = self.naira();
        let account = *["0123456789", "0690000031", "9907581802"].choose(&mut self.random).unwrap();
        let pin = self.walkers[at].who.transaction_pin;
        let body = json!({ "amount": figure(amount), "bank": "058", "accountNumber": account, "transactionPin": pin });
        (body, amount)
    }

    pub(super) async fn payout(&mut self, at: usize) -> bool {
        let (body, amount) = self.payout_of(at);
        self.pays(at, "/wallet/payout/bank-transfer", &body, Some(amount)).await
    }

    pub(super) async fn transfer(&mut self, at: usize) -> bool {
        let amount = self.naira();
        let others =
            (0..self.walkers.len()).filter(|to| *to != at && !is_full(self.walkers[*to].who)).collect::<Vec<_>>();
        let to = *others.choose(&mut self.random).unwrap();
        let (from, to) = (&self.walkers[at], &self.walkers[to]);
        let pin = from.who.transaction_pin;
        let body = json!({ "receiver": to.who.email, "amount": figure(amount), "transactionPin": pin });
        let before = self.has(to.owner, Asset::NAIRA);
        let paid = self.pays(at, "/wallet/payout/transfer", &body, Some(amount)).await;
        assert_eq!(self.has(to.owner, Asset::NAIRA) - before, if paid { amount.units } else { 0 });
        paid
    }

    pub(super) async fn saved_payout(&mut self, at: usize) -> bool {
        let amount = self.naira();
        let Walker { who, beneficiary, .. } = &self.walkers[at];
        let body =
            json!({ "beneficiaryId": beneficiary, "amount": figure(amount), "transactionPin": who.transaction_pin });
        self.pays(at, "/beneficiaries/transfer", &body, Some(amount)).await
    }

    /// Now, or for the days to come.
    pub(super) async fn bill(&mut self, at: usize, kind: &str, later: bool) -> bool {
        let last = *CUSTOMERS.choose(&mut self.random).unwrap();
        let amount = Asset::NAIRA.units(self.random.random_range(50..300) * 100);
        let (path, mut body) = match kind {
            "airtime" => {
                let number = format!("0803123{last}");
                ("/bills/pay/airtime", json!({ "phoneNumber": number, "biller": "MTN", "amount": figure(amount) }))
            }
            "data" => {
                let number = format!("0805123{last}");
                ("/bills/pay/data", json!({ "phoneNumber": number, "biller": "GLO", "itemCode": "MD120" }))
            }
            "electricity" => {
                let body = json!({ "meterNumber": format!("4508331{last}"), "disco": "IBADAN DISCO ELECTRICITY" });
                ("/bills/pay/electricity", with(body, "amount", figure(amount)))
            }
            _ => {
                let number = format!("702345{last}");
                ("/bills/pay/cable-tv", json!({ "smartcardNumber": number, "biller": "GOTV", "itemCode": "CB187" }))
            }
        };
        if !later {
            return self.pays(at, path, &body, None).await;
        }
        let now = self.inside.simulation.lock().now();
        let first = now + self.random.random_range(1i64..72).hours();
        body["isSchedule"] = json!(true);
        body["scheduleData"] =
            json!({ "executionDate": first.to_string(), "isRecurring": true, "recurrencePattern": "DAILY" });
        let Quantity { units, .. } = amount;
        let before = self.has(self.walkers[at].owner, Asset::NAIRA);
        let planned = self.post(at, path, &body).await.data();
        assert_eq!(self.has(self.walkers[at].owner, Asset::NAIRA), before, "{units} are not set aside");
        // Some go on until the end of the walk.
        if self.random.random_bool(0.7) {
            let path = format!("/schedules/{}", planned["id"].as_str().unwrap());
            let gone = self.inside.call(Method::DELETE, &path, &self.walkers[at].session, None).await;
            assert!(gone.status.is_success(), "{gone:?}");
        }
        true
    }
}
