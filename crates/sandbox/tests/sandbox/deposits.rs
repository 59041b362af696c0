//! Deposits: each way of paying in, from the first answer to the money.

use insta::assert_snapshot;
use serde_json::{Value, json};

use super::stage::{Answer, Stage, error, shown};

async fn start(stage: &Stage, method: &str, body: Value) -> Answer {
    stage.post_by_key(&format!("/wallet/deposit?method={method}"), body).await
}

async fn status(stage: &Stage, reference: &str) -> Answer {
    stage.get_by_key(&format!("/wallet/deposit/status/{reference}")).await
}

async fn authorize(stage: &Stage, body: Value) -> Answer {
    stage.post_by_key("/wallet/deposit/authorize", body).await
}

fn card(number: &str) -> Value {
    json!({
        "amount": 1000, "reference": "card-1",
        "card": {
            "cardNumber": number, "expiryMonth": "09", "expiryYear": "32", "cvv": "123", "cardHolderName": "Ada Obi",
        },
    })
}

#[tokio::test]
async fn a_bank_transfer_arrives_after_a_while() {
    let stage = Stage::new().await;
    let answer = start(&stage, "BANK_TRANSFER", json!({ "amount": 5000, "reference": "dep-mine" })).await;
    assert_snapshot!("deposit_bank_transfer", shown(&answer));
    assert_eq!(stage.ada_has().await, "1805.00");
    stage.advance(21).await;
    assert_snapshot!("deposit_done", shown(&status(&stage, "dep-mine").await));
    assert_eq!(stage.ada_has().await, "6805.00");
    let detail = stage.get_by_key("/transactions/reference/dep-mine").await.json();
    assert_eq!((&detail["data"]["fee"], &detail["data"]["totalAmount"]), (&json!(110), &json!(5110)));
    let again = start(&stage, "BANK_TRANSFER", json!({ "amount": 1, "reference": "dep-mine" })).await;
    assert_eq!(again.status, 409);
    stage.adds_up().await;
}

#[tokio::test]
async fn a_dial_code_comes_as_a_note() {
    let stage = Stage::new().await;
    let body = json!({ "amount": 100, "reference": "ussd-1", "ussd": { "bankCode": "058" } });
    assert_snapshot!("deposit_ussd", shown(&start(&stage, "USSD", body).await));
    assert_snapshot!("deposit_ussd_without_bank", shown(&start(&stage, "USSD", json!({ "amount": 100 })).await));
    stage.advance(21).await;
    assert_eq!(stage.ada_has().await, "1905.00");
}

#[tokio::test]
async fn a_card_asks_for_its_pin_and_a_password() {
    let stage = Stage::new().await;
    assert_snapshot!("deposit_card", shown(&start(&stage, "CARD", card("4242 4242 4242 4242")).await));
    let pin = async |pin: &str| authorize(&stage, json!({ "type": "pin", "reference": "card-1", "pin": pin })).await;
    let otp = async |otp: &str| authorize(&stage, json!({ "type": "otp", "reference": "card-1", "otp": otp })).await;
    let refused = |text: &str| error(400, text, "Bad Request");
    assert_eq!(otp("12345").await.both(), refused("Deposit does not wait for this authorization"));
    assert_eq!(pin("0000").await.both(), refused("Invalid card PIN"));
    assert_eq!(pin("1111").await.json()["data"]["nextAction"], json!({ "type": "requires_otp" }));
    assert_eq!(otp("000000").await.both(), refused("Invalid OTP"));
    assert_snapshot!("deposit_card_done", shown(&otp("123456").await));
    assert_eq!(otp("123456").await.both(), refused("Deposit is no longer pending"));
    assert_eq!(stage.ada_has().await, "2805.00");
    stage.adds_up().await;
}

#[tokio::test]
async fn other_cards_ask_for_other_things() {
    let stage = Stage::new().await;
    // An address.
    let answer = start(&stage, "CARD", card("4556052704172643")).await.json();
    assert_eq!(answer["data"]["nextAction"], json!({ "type": "requires_additional_fields" }));
    let avs = |address: Value| json!({ "type": "avs", "reference": "card-1", "avs": { "address": address } });
    assert_snapshot!("deposit_wrong_address", shown(&authorize(&stage, avs(json!({ "city": "Lagos" }))).await));
    let address = json!({
        "city": "Lagos", "country": "NG", "line1": "1 Marina", "line2": "", "postal_code": "101001", "state": "Lagos",
    });
    assert_eq!(authorize(&stage, avs(address)).await.json()["data"]["status"], "SUCCESS");
    // A page.
    let mut body = card("4187427415564246");
    body["reference"] = json!("card-2");
    let answer = start(&stage, "CARD", body).await.json();
    let url = answer["data"]["nextAction"]["redirect_url"]["url"].as_str().unwrap();
    let page = super::stage::read(stage.http.get(url)).await;
    assert!(page.shows("NGN 1,022.00") && page.shows("Ada Obi"), "{page:?}");
    // A refusal.
    let mut body = card("4000000000000069");
    body["reference"] = json!("card-3");
    assert_eq!(start(&stage, "CARD", body).await.json()["data"]["status"], "FAILED");
    stage.adds_up().await;
}

#[tokio::test]
async fn a_card_that_waits_too_long_lapses() {
    let stage = Stage::new().await;
    start(&stage, "CARD", card("4242424242424242")).await;
    stage.advance(1801).await;
    assert_eq!(status(&stage, "card-1").await.json()["data"]["status"], "CANCELLED");
    assert_eq!(stage.ada_has().await, "1805.00");
}

#[tokio::test]
async fn wrong_cards_are_refused() {
    let stage = Stage::new().await;
    let mut body = card("4242424242424241");
    body["card"]["expiryMonth"] = json!("13");
    body["card"]["cvv"] = json!(123);
    body["amount"] = json!(0);
    assert_snapshot!("deposit_wrong_card", shown(&start(&stage, "CARD", body).await));
    let mut body = card("4242424242424242");
    body["card"]["expiryYear"] = json!("2025");
    assert_snapshot!("deposit_expired_card", shown(&start(&stage, "CARD", body).await));
    assert_snapshot!("deposit_no_method", shown(&stage.post_by_key("/wallet/deposit", json!({})).await));
}

#[tokio::test]
async fn a_link_is_paid_on_its_page() {
    let stage = Stage::new().await;
    let make = async |reference: &str, redirect: Value| {
        let body = json!({
            "amount": "2000.50", "reference": reference, "redirectUrl": redirect,
            "customization": { "title": "Wedding <gift>" },
            "customer": { "email": "bola@example.ng", "phone": "08031234567", "name": "Bola" },
        });
        let answer = stage.post_by_key("/wallet/deposit/payment-link", body).await;
        assert_eq!(answer.status, 200, "{answer:?}");
        answer.json()["data"]["link"].as_str().unwrap().to_owned()
    };
    let link = make("link-1", json!(null)).await;
    assert_snapshot!("deposit_link_status", super::stage::without_name(&shown(&status(&stage, "link-1").await)));
    let page = super::stage::read(stage.http.get(&link)).await;
    assert!(page.shows("Wedding &#60;gift&#62;") && page.shows("NGN 2,044.52"), "{page:?}");
    let decide = async |link: &str, decision: &str| {
        let request = stage.http.post(link).header("Content-Type", "application/x-www-form-urlencoded");
        super::stage::read(request.body(format!("decision={decision}"))).await
    };
    assert_eq!(decide(&link, "maybe").await.status, 400);
    assert!(decide(&link, "pay").await.shows("has received the payment"));
    assert!(decide(&link, "cancel").await.shows("has received the payment"), "it stays as it was decided");
    assert_eq!(stage.ada_has().await, "3805.50");

    let link = make("link-2", json!("https://shop.example/done?x=1")).await;
    let back = decide(&link, "cancel").await;
    let wanted = "https://shop.example/done?x=1&status=cancelled&reference=link-2";
    assert_eq!((back.status.as_u16(), back.header("location")), (303, wanted));
    assert_eq!(status(&stage, "link-2").await.json()["data"]["status"], "CANCELLED");
    let unknown = super::stage::read(stage.http.get(format!("{}/pay/nothing", stage.running.base_url))).await;
    assert_eq!(unknown.status, 404);
    let body = json!({ "amount": 1, "redirectUrl": "javascript:alert(1)" });
    assert_eq!(stage.post_by_key("/wallet/deposit/payment-link", body).await.status, 400);
    stage.adds_up().await;
}

#[tokio::test]
async fn only_deposits_have_a_deposit_status() {
    let stage = Stage::new().await;
    assert_eq!(status(&stage, "dep-028").await.json()["data"]["status"], "SUCCESS");
    let none = error(404, "Deposit not found", "Not Found");
    assert_eq!(status(&stage, "pay-026").await.both(), none);
    assert_eq!(status(&stage, "nothing").await.both(), none);
    let unknown = json!({ "amount": 1, "paymentMethodId": "nothing" });
    let answer = stage.post_by_key("/wallet/deposit/payment-method", unknown).await;
    assert_eq!(answer.both(), error(404, "Payment method not found", "Not Found"));
}

#[tokio::test]
async fn a_saved_account_is_a_payment_method() {
    let stage = Stage::new().await;
    let wallet = stage.get_by_key("/wallet/naira-wallet").await.json();
    let id = &wallet["data"]["virtualAccount"]["id"];
    let meta = json!({ "order": 7 });
    let body = json!({ "amount": 10, "paymentMethodId": id, "reference": "saved-1", "meta": meta });
    let answer = stage.post_by_key("/wallet/deposit/payment-method", body).await.json();
    assert_eq!(answer["data"]["nextAction"]["type"], "payment_Instructions");
    stage.advance(21).await;
    assert_eq!(stage.ada_has().await, "1815.00");
    let detail = stage.get_by_key("/transactions/reference/saved-1").await.json();
    assert_eq!(detail["data"]["metadata"]["meta"], meta);
}

#[tokio::test]
async fn deposits_keep_to_the_tier() {
    let stage = Stage::new().await;
    let full = start(&stage, "BANK_TRANSFER", json!({ "amount": 1_998_195.01 })).await;
    assert_eq!(full.both(), error(403, "Maximum wallet balance of NGN 2000000 exceeded for tier_1", "Forbidden"));
    let session = stage.session("new@example.ng", "2468").await;
    let path = "/api/v1/wallet/deposit?method=BANK_TRANSFER";
    let body = json!({ "amount": 50_000.01 });
    let answer = stage.send(reqwest::Method::POST, path, Some(&session), Some(body)).await;
    assert_eq!(
        answer.both(),
        error(403, "Deposit limit of unverified accounts of NGN 50000 exceeded for tier_1", "Forbidden")
    );
}
