//! The offramp: quotes, orders of both kinds through all of their stages, the history, and the banks.

use insta::assert_snapshot;
use reqwest::Method;
use serde_json::{Value, json};

use super::stage::{Answer, Stage, error, shown};

const INITIATE: &str = "/offramp/exchange/initiate";

/// An order with some fields changed; `null` leaves one out.
fn order(changes: &Value) -> Value {
    let mut body = json!({
        "amount": 100, "token": "USDT", "network": "base", "fiatCurrency": "NGN", "bankCode": "GTBINGLA",
        "accountNumber": "0123456789", "accountName": "ADA OBI",
    });
    for (name, value) in changes.as_object().unwrap() {
        body[name] = value.clone();
    }
    body
}

/// Ada's order, which nothing in her wallet pays for.
async fn sell(stage: &Stage, changes: Value) -> Answer {
    stage.post_by_key(INITIATE, order(&changes)).await
}

/// The busy person, whose wallet holds dollars.
struct Busy<'a> {
    stage: &'a Stage,
    session: String,
}

impl<'a> Busy<'a> {
    async fn of(stage: &'a Stage) -> Self {
        Self { stage, session: stage.session("busy@example.ng", "8642").await }
    }

    async fn sell(&self, changes: Value) -> Answer {
        let path = format!("/api/v1{INITIATE}");
        self.stage.send(Method::POST, &path, Some(&self.session), Some(order(&changes))).await
    }

    async fn get(&self, path: &str) -> Answer {
        self.stage.get(path, &self.session).await
    }

    async fn status(&self, reference: &str) -> Value {
        self.get(&format!("/offramp/ledger/status/{reference}")).await.json()["data"].clone()
    }

    /// The transaction of a reference.
    async fn transaction(&self, reference: &str) -> Value {
        self.get(&format!("/transactions/reference/{reference}")).await.json()["data"].clone()
    }
}

fn reference(answer: &Answer) -> String {
    let data = &answer.json()["data"];
    let order = if data["transaction"].is_object() { &data["transaction"] } else { data };
    order["reference"].as_str().unwrap().to_owned()
}

async fn status(stage: &Stage, reference: &str) -> Value {
    stage.get_by_key(&format!("/offramp/ledger/status/{reference}")).await.json()["data"]["status"].clone()
}

async fn go_on(stage: &Stage, item: &str, outcome: &str) -> Answer {
    stage.control(Method::POST, "/pending", Some(json!({ "item": item, "outcome": outcome }))).await
}

async fn deposit(stage: &Stage, reference: &str) -> Answer {
    stage.control(Method::POST, "/offramp/deposit", Some(json!({ "order": reference }))).await
}

#[tokio::test]
async fn assets_and_banks_are_listed() {
    let stage = Stage::new().await;
    assert_snapshot!("offramp_assets", shown(&stage.get_by_key("/offramp/exchange/assets").await));
    assert_snapshot!("offramp_banks", shown(&stage.get_by_key("/offramp/payouts/banks").await));
}

#[tokio::test]
async fn an_account_is_verified_by_either_code() {
    let stage = Stage::new().await;
    let verify = async |bank: &str, number: &str| {
        stage.post_by_key("/offramp/payouts/verify", json!({ "bankCode": bank, "accountNumber": number })).await
    };
    let account = verify("GTBINGLA", "0123456789").await;
    assert_snapshot!("offramp_verified_account", shown(&account));
    assert_eq!(verify("058", "0123456789").await.both(), account.both());
    assert_eq!(verify("INDGNGPC", "9907581802").await.json()["data"]["accountName"], "ADA OBI");
    assert_eq!(verify("GTBINGLA", "0001234567").await.both(), error(404, "Account not found", "Not Found"));
    assert_snapshot!("offramp_unverifiable_account", shown(&verify("nobody", "12").await));
}

#[tokio::test]
async fn a_quote_is_the_rate_as_a_text() {
    let stage = Stage::new().await;
    let ask = async |query: &str| stage.get_by_key(&format!("/offramp/exchange/quote?{query}")).await;
    let quote = ask("token=USDT&network=base&amount=100&fiat=NGN").await;
    assert_snapshot!("offramp_quote", shown(&quote));
    for fiat in ["", "&fiat=", "&fiat=undefined", "&rate=1"] {
        assert_eq!(ask(&format!("token=USDT&network=base&amount=100{fiat}")).await.both(), quote.both(), "{fiat}");
    }
    assert_eq!(ask("token=CNGN&network=polygon&amount=1").await.json()["data"], "1.00");
    assert_snapshot!("offramp_quote_wrong", shown(&ask("token=BTC&network=tron&amount=-1&fiat=KES").await));
    assert_snapshot!("offramp_quote_elsewhere", shown(&ask("token=USDT&network=starknet&amount=1").await));
}

#[tokio::test]
async fn the_other_forms_of_a_quote() {
    let stage = Stage::new().await;
    let ask = async || stage.get_by_key("/offramp/exchange/quote?token=USDT&network=base&amount=100").await;
    stage.switch(json!({ "offrampQuote": "object" })).await;
    assert_snapshot!("offramp_quote_object", shown(&ask().await));
    stage.switch(json!({ "offrampQuote": "bare" })).await;
    assert_snapshot!("offramp_quote_bare", shown(&ask().await));
}

#[tokio::test]
async fn what_the_wallet_holds_is_sold_from_it() {
    let stage = Stage::new().await;
    let busy = Busy::of(&stage).await;
    let answer = busy.sell(json!({})).await;
    assert_snapshot!("offramp_paid", shown(&answer));
    let reference = reference(&answer);
    let sale = busy.transaction(&reference).await;
    assert_eq!((&sale["status"], &sale["nature"]), (&json!("PENDING"), &json!("CRYPTO_TRADE_SELL")));
    assert_eq!((&sale["amount"], &sale["currency"], &sale["type"]), (&json!(100), &json!("USDT"), &json!("DEBIT")));
    for (seconds, stands) in [(15, "processing"), (30, "fiat_sent"), (30, "completed")] {
        stage.advance(seconds).await;
        assert_eq!(busy.status(&reference).await["status"], stands);
        stage.adds_up().await;
    }
    assert_eq!(busy.transaction(&reference).await["status"], "SUCCESS");
    let done = busy.get(&format!("/offramp/ledger/status/{reference}")).await;
    assert_snapshot!("offramp_status_completed", shown(&done));
}

#[tokio::test]
async fn the_rate_is_that_of_the_order() {
    let stage = Stage::new().await;
    let busy = Busy::of(&stage).await;
    let order = busy.sell(json!({})).await;
    let quote = async || {
        let quote = busy.get("/offramp/exchange/quote?token=USDT&network=base&amount=1").await.json();
        quote["data"].as_str().unwrap().to_owned()
    };
    let before = quote().await;
    stage.advance(3_600).await;
    assert_ne!(quote().await, before, "rates move");
    let stands = busy.status(&reference(&order)).await;
    assert_eq!(stands["exchangeRate"].to_string(), before);
    assert_eq!(stands["fiatAmount"], order.json()["data"]["amounts"]["fiat"]["value"]);
}

#[tokio::test]
async fn what_it_does_not_hold_is_awaited_for_half_an_hour() {
    let stage = Stage::new().await;
    let answer = sell(&stage, json!({})).await;
    assert_snapshot!("offramp_awaited", shown(&answer));
    let reference = reference(&answer);
    let none = stage.get_by_key(&format!("/transactions/reference/{reference}")).await;
    assert_eq!(none.status, 404, "nothing has moved yet");
    stage.advance(29 * 60).await;
    assert_eq!(status(&stage, &reference).await, "awaiting_deposit");
    stage.advance(61).await;
    assert_eq!(status(&stage, &reference).await, "expired");
    let late = deposit(&stage, &reference).await;
    assert_eq!(late.both(), error(400, "Offramp order does not wait for a deposit", "Bad Request"));
    stage.adds_up().await;
}

#[tokio::test]
async fn a_deposit_from_outside_takes_an_order_on() {
    let stage = Stage::new().await;
    let reference = reference(&sell(&stage, json!({ "bankCode": "058" })).await);
    let arrived = deposit(&stage, &reference).await.json();
    assert_eq!(arrived["orders"][0]["status"], "deposit_received");
    let page = stage.get_by_key("/transactions/user?limit=2&currency=USDT").await.json();
    let rows = page["data"]["transactions"].as_array().unwrap();
    let kinds: Vec<_> = rows.iter().map(|row| (row["type"].clone(), row["status"].clone())).collect();
    assert!(kinds.contains(&(json!("CREDIT"), json!("SUCCESS"))), "{kinds:?}");
    assert!(kinds.contains(&(json!("DEBIT"), json!("PENDING"))), "{kinds:?}");
    stage.advance(15 + 30 + 30).await;
    assert_eq!(status(&stage, &reference).await, "completed");
    let nobody = deposit(&stage, "OFF-NOTHING").await;
    assert_eq!(nobody.both(), error(404, "Offramp order not found", "Not Found"));
    stage.adds_up().await;
}

#[tokio::test]
async fn naira_for_a_virtual_account_arrive_there() {
    let stage = Stage::new().await;
    let busy = Busy::of(&stage).await;
    let order = busy.sell(json!({ "bankCode": "INDGNGPC", "accountNumber": "9907581802", "amount": "10.5" })).await;
    stage.advance(15 + 30 + 30).await;
    let latest = &stage.person("ada@example.ng").await["transactions"][0];
    let value = order.json()["data"]["amounts"]["fiat"]["value"].to_string();
    assert_eq!((latest["amount"].as_str().unwrap(), &latest["type"]), (&*value, &json!("CREDIT")));
    stage.adds_up().await;
}

#[tokio::test]
async fn a_declined_payout_comes_back() {
    let stage = Stage::new().await;
    let busy = Busy::of(&stage).await;
    let before = stage.person("busy@example.ng").await["subwallets"].clone();
    for number in ["0690000031", "0001234567"] {
        let reference = reference(&busy.sell(json!({ "accountNumber": number })).await);
        stage.advance(15 + 30 + 30).await;
        let failed = busy.status(&reference).await;
        assert_eq!(
            (&failed["status"], &failed["failureReason"]),
            (&json!("failed"), &json!("Declined by the receiving bank"))
        );
        assert_eq!(busy.transaction(&reference).await["status"], "PENDING");
        stage.advance(30).await;
        assert_eq!(busy.status(&reference).await["status"], "refunded");
        assert_eq!(busy.transaction(&reference).await["status"], "FAILED");
    }
    assert_eq!(stage.person("busy@example.ng").await["subwallets"], before);
    stage.adds_up().await;
}

#[tokio::test]
async fn on_command_an_order_goes_on_fails_and_is_refunded() {
    let stage = Stage::new().await;
    stage.switch(json!({ "time": "explicit" })).await;
    let busy = Busy::of(&stage).await;
    let paid = reference(&busy.sell(json!({})).await);
    for (outcome, stands) in [("next", "processing"), ("fail", "failed"), ("next", "refunded")] {
        assert_eq!(go_on(&stage, &paid, outcome).await.status, 200);
        assert_eq!(busy.status(&paid).await["status"], stands);
        stage.adds_up().await;
    }
    assert_eq!(
        go_on(&stage, &paid, "next").await.both(),
        error(400, "Offramp order has come to its end", "Bad Request")
    );
    let finished = reference(&busy.sell(json!({})).await);
    go_on(&stage, &finished, "finish").await;
    assert_eq!(busy.status(&finished).await["status"], "completed");
    // Who sends from outside and fails has the crypto in the wallet.
    let awaited = reference(&sell(&stage, json!({})).await);
    deposit(&stage, &awaited).await;
    go_on(&stage, &awaited, "fail").await;
    go_on(&stage, &awaited, "next").await;
    assert_eq!(status(&stage, &awaited).await, "refunded");
    let again = sell(&stage, json!({})).await;
    assert_eq!((again.status.as_u16(), &again.json()["data"]["status"]), (201, &json!("pending")));
    let unpaid = reference(&sell(&stage, json!({ "amount": 1, "network": "lisk" })).await);
    go_on(&stage, &unpaid, "fail").await;
    assert_eq!(status(&stage, &unpaid).await, "cancelled");
    stage.adds_up().await;
}

#[tokio::test]
async fn wrong_orders_are_refused() {
    let stage = Stage::new().await;
    let bad = json!({
        "amount": 0, "token": "BTC", "network": "tron", "fiatCurrency": "KES", "bankCode": 58, "accountNumber": "12",
        "accountName": "",
    });
    assert_snapshot!("offramp_wrong_fields", shown(&sell(&stage, bad).await));
    assert_snapshot!("offramp_empty", shown(&stage.post_by_key(INITIATE, json!({})).await));
    assert_snapshot!("offramp_elsewhere", shown(&sell(&stage, json!({ "network": "starknet" })).await));
    for amount in [json!("0.0000001"), json!("1e40"), json!("1,000")] {
        assert_eq!(sell(&stage, json!({ "amount": amount })).await.status, 400, "{amount}");
    }
    let dust = sell(&stage, json!({ "amount": "0.000001", "token": "CNGN" })).await;
    assert_eq!(dust.json()["errors"]["amount"][0], "amount is worth less than a kobo");
    let over = sell(&stage, json!({ "amount": 1000 })).await;
    assert_eq!(over.both(), error(403, "Daily crypto limit of NGN 200000 exceeded for tier_1", "Forbidden"));
    assert_eq!(stage.get_by_key("/offramp/ledger/history").await.json()["meta"]["totalItems"], 0);
}

#[tokio::test]
async fn a_chain_without_a_wallet_is_paid_from_outside() {
    let stage = Stage::new().await;
    let answer = sell(&stage, json!({ "token": "USDC", "network": "starknet", "amount": 5 })).await;
    assert_eq!(answer.status, 202);
    let instructions = &answer.json()["data"]["depositInstructions"];
    assert_eq!(instructions["chainId"], Value::Null);
    assert!(instructions["qrCodeData"].as_str().unwrap().starts_with("starknet:0x"), "{instructions}");
    let reference = reference(&answer);
    deposit(&stage, &reference).await;
    stage.advance(15 + 30 + 30).await;
    assert_eq!(status(&stage, &reference).await, "completed");
    stage.adds_up().await;
}

#[tokio::test]
async fn the_history_has_one_of_each() {
    let stage = Stage::new().await;
    let busy = Busy::of(&stage).await;
    let first = busy.get("/offramp/ledger/history").await;
    assert_snapshot!("offramp_history", shown(&first));
    let all = busy.get("/offramp/ledger/history?limit=100&page=1").await.json();
    let stages: Vec<_> =
        all["data"].as_array().unwrap().iter().map(|order| order["status"].as_str().unwrap()).collect();
    let every = [
        "initiated",
        "quote_created",
        "awaiting_deposit",
        "deposit_received",
        "pending",
        "processing",
        "fiat_sent",
        "completed",
        "failed",
        "cancelled",
        "refunded",
        "expired",
    ];
    assert_eq!(stages, every);
    assert_eq!(
        all["meta"],
        json!({
            "totalItems": 12, "itemCount": 12, "itemsPerPage": 100, "totalPages": 1, "currentPage": "1",
        })
    );
    let beyond = busy.get("/offramp/ledger/history?page=999").await.json();
    assert_eq!(beyond["data"], json!([]));
    assert_eq!(
        beyond["meta"],
        json!({
            "totalItems": 12, "itemCount": 0, "itemsPerPage": 10, "totalPages": 2, "currentPage": "999",
        })
    );
    assert_snapshot!("offramp_history_wrong", shown(&busy.get("/offramp/ledger/history?page=0&limit=x").await));
    stage.adds_up().await;
}

#[tokio::test]
async fn the_past_is_consistent_and_can_be_taken_on() {
    let stage = Stage::new().await;
    let busy = Busy::of(&stage).await;
    for (number, order, transaction) in [
        (4, "deposit_received", "PENDING"),
        (5, "pending", "PENDING"),
        (8, "completed", "SUCCESS"),
        (9, "failed", "PENDING"),
        (11, "refunded", "FAILED"),
    ] {
        let reference = format!("OFF-BUSY{number:05}");
        assert_eq!(busy.status(&reference).await["status"], order);
        assert_eq!(busy.transaction(&reference).await["status"], transaction);
    }
    go_on(&stage, "OFF-BUSY00005", "finish").await;
    assert_eq!(busy.status("OFF-BUSY00005").await["status"], "completed");
    let sale = busy.transaction("OFF-BUSY00006").await["id"].as_str().unwrap().to_owned();
    go_on(&stage, &sale, "fail").await;
    assert_eq!(busy.status("OFF-BUSY00006").await["status"], "failed", "a sale ends with its order only");
    stage.advance(26 * 60).await;
    assert_eq!(busy.status("OFF-BUSY00003").await["status"], "awaiting_deposit", "nobody has named it");
    assert_eq!(deposit(&stage, "OFF-BUSY00003").await.json()["orders"][0]["status"], "deposit_received");
    stage.adds_up().await;
}

#[tokio::test]
async fn the_other_forms_of_history_and_status() {
    let stage = Stage::new().await;
    let busy = Busy::of(&stage).await;
    let enveloped = busy.get("/offramp/ledger/status/OFF-BUSY00008").await.json();
    let data = &enveloped["data"];
    assert_eq!((&data["reference"], &data["internalReference"]), (&json!("OFF-BUSY00008"), &json!("OFF-BUSY00008")));
    stage.switch(json!({ "offrampStatus": "bare" })).await;
    assert_eq!(busy.get("/offramp/ledger/status/OFF-BUSY00008").await.json(), *data);
    stage.switch(json!({ "offrampStatus": "result" })).await;
    let result = json!({
        "status": "success", "message": "Offramp status retrieved successfully", "data": data, "error": null,
    });
    assert_eq!(busy.get("/offramp/ledger/status/OFF-BUSY00008").await.json(), result);

    stage.switch(json!({ "offrampHistoryKeys": "internalReference", "offrampHistoryCode": "included" })).await;
    stage.switch(json!({ "offrampCurrentPage": "text" })).await;
    assert_snapshot!("offramp_history_internal", shown(&busy.get("/offramp/ledger/history?limit=1").await));
    stage.switch(json!({ "offrampCurrentPage": "number" })).await;
    assert_eq!(busy.get("/offramp/ledger/history?page=2").await.json()["meta"]["currentPage"], 2);

    stage.switch(json!({ "offrampAccountKey": "amountNumber", "offrampInitiateCode": "ok" })).await;
    let order = busy.sell(json!({})).await;
    assert_eq!((order.status.as_u16(), &order.json()["statusCode"]), (201, &json!(200)));
    let beneficiary = &order.json()["data"]["beneficiary"];
    assert_eq!((&beneficiary["amountNumber"], &beneficiary["accountNumber"]), (&json!("0123456789"), &Value::Null));
}

#[tokio::test]
async fn what_nobody_ordered_has_no_status() {
    let stage = Stage::new().await;
    let none = error(404, "Offramp order not found", "Not Found");
    // The SDKs ask for the first two by mistake; the third is somebody else's.
    for reference in ["[object%20Object]", "reference", "OFF-BUSY00008"] {
        let answer = stage.get_by_key(&format!("/offramp/ledger/status/{reference}")).await;
        assert_eq!(answer.both(), none, "{reference}");
    }
}

#[tokio::test]
async fn either_scope_opens_the_ledger() {
    let stage = Stage::new().await;
    let app = stage.app().await;
    stage.switch(json!({ "grants": "newOnly" })).await;
    for (scope, history, quote) in [("wallet:read", 200, 403), ("offramp:execute", 200, 400), ("kyc:read", 403, 403)] {
        let pair = stage.pair(&app, scope).await;
        let status = async |path: &str| stage.get(path, &pair.access).await.status.as_u16();
        assert_eq!(status("/offramp/ledger/history").await, history, "{scope}");
        assert_eq!(status("/offramp/exchange/quote").await, quote, "{scope}");
        assert_eq!(status("/offramp/exchange/assets").await, 200, "{scope}");
    }
}
