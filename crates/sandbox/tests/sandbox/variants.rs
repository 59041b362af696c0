//! What requests must hold, what tokens reach, and the words for how far something is: each switch in each position.

use reqwest::Method;
use serde_json::{Value, json};

use super::stage::{Answer, App, Pair, Stage, error};

const METER: &str = "45083311550";
const OUTSIDE: &str = "0x52908400098527886E0F7030069857D2E4169EE7";
const SOLANA_OUTSIDE: &str = "9WzDXwBbmkg8ZTbNMqUxvQRAyrZzDsGYdLVL9zYtAWWM";
const BASE_USDC: &str = "0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913";
const SOLANA_USDC: &str = "EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v";

/// The fields that a refusal names.
fn named(answer: &Answer) -> Vec<String> {
    assert_eq!(answer.status, 400, "{answer:?}");
    answer.json()["errors"].as_object().unwrap().keys().cloned().collect()
}

async fn data(stage: &Stage, path: &str) -> Value {
    let answer = stage.get_by_key(path).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    answer.json()["data"].clone()
}

#[tokio::test]
async fn a_customer_is_validated_only_with_an_item() {
    let stage = Stage::new().await;
    let without = json!({ "customer": METER, "billerCode": "BIL114" });
    let with = json!({ "customer": METER, "billerCode": "BIL114", "itemCode": "UB161" });
    for (position, status) in [("optional", 200), ("required", 400)] {
        stage.switch(json!({ "billItemCode": position })).await;
        for path in ["/bills/validation/customer", "/bills/validate"] {
            assert_eq!(stage.post_by_key(path, without.clone()).await.status, status, "{position} {path}");
            assert_eq!(stage.post_by_key(path, with.clone()).await.status, 200, "{position} {path}");
        }
    }
    assert_eq!(named(&stage.post_by_key("/bills/validation/customer", without).await), ["itemCode"]);
}

#[tokio::test]
async fn transactions_have_the_words_of_the_guide() {
    let stage = Stage::new().await;
    let statuses = async || {
        let rows = data(&stage, "/transactions/user?limit=100").await["transactions"].clone();
        let statuses = rows.as_array().unwrap().iter().map(|row| row["status"].as_str().unwrap().to_owned());
        statuses.collect::<Vec<_>>()
    };
    let words = [
        ("PENDING", "processing"),
        ("SUCCESS", "completed"),
        ("COMPLETED", "completed"),
        ("FAILED", "failed"),
        ("CANCELLED", "failed"),
    ];
    let wanted: Vec<String> = statuses()
        .await
        .iter()
        .map(|status| words.iter().find(|(word, _)| word == status).unwrap_or_else(|| panic!("{status}")).1.to_owned())
        .collect();
    for word in ["processing", "completed", "failed"] {
        assert!(wanted.iter().any(|status| status == word), "{wanted:?}");
    }
    stage.switch(json!({ "statusWords": "guide" })).await;
    assert_eq!(statuses().await, wanted);
    let body = json!({ "amount": 5000, "reference": "mine" });
    let deposit = stage.post_by_key("/wallet/deposit?method=BANK_TRANSFER", body).await.json();
    assert_eq!(deposit["data"]["status"], "initiated");
    let status = async || data(&stage, "/wallet/deposit/status/mine").await["status"].clone();
    assert_eq!(status().await, "processing");
    stage.advance(21).await;
    assert_eq!(status().await, "completed");
    assert_eq!(data(&stage, "/transactions/reference/mine").await["status"], "completed");
    let payout = json!({ "amount": 1, "bank": "058", "accountNumber": "0123456789", "transactionPin": "1234" });
    let payout = stage.post_by_key("/wallet/payout/bank-transfer", payout).await.json();
    assert_eq!(payout["data"]["status"], "initiated");
    assert_eq!(data(&stage, "/wallet/naira-wallet").await["virtualAccount"]["status"], "ACTIVE");
    assert_eq!(data(&stage, "/transactions/user?status=FAILED").await["transactions"][0]["status"], "failed");
}

#[tokio::test]
async fn bills_have_the_five_words_of_the_guide() {
    let stage = Stage::new().await;
    stage.switch(json!({ "statusWords": "guide" })).await;
    for (phone, end) in [("08031234567", "successful"), ("08031230001", "failed")] {
        let body = json!({ "phoneNumber": phone, "biller": "mtn", "amount": 100 });
        let paid = stage.post_by_key("/bills/pay/airtime", body).await.json()["data"].clone();
        assert_eq!(paid["status"], "pending");
        let path = format!("/bills/records/reference/{}", paid["reference"].as_str().unwrap());
        let status = async || data(&stage, &path).await["status"].clone();
        assert_eq!(status().await, "pending");
        stage.advance(1).await;
        assert_eq!(status().await, "processing");
        stage.advance(10).await;
        assert_eq!(status().await, end);
        stage.advance(60).await;
        assert_eq!(status().await, if end == "failed" { "reversed" } else { end });
        let receipt = format!("/bills/records/receipt/{}", paid["id"].as_str().unwrap());
        assert_eq!(stage.get_by_key(&receipt).await.json()["status"], status().await);
    }
    assert_eq!(data(&stage, "/bills/records?status=SUCCESS").await["bills"][0]["status"], "successful");
    stage.switch(json!({ "statusWords": "upper" })).await;
    assert_eq!(data(&stage, "/bills/records?limit=1").await["bills"][0]["status"], "FAILED");
}

#[tokio::test]
async fn deposits_count_naira_or_kobo() {
    let stage = Stage::new().await;
    let start = async |amount: Value, reference: &str| {
        let body = json!({ "amount": amount, "reference": reference });
        stage.post_by_key("/wallet/deposit?method=BANK_TRANSFER", body).await
    };
    let figures =
        |answer: &Answer| ["amount", "moneiFee", "totalAmount"].map(|name| answer.json()["data"][name].clone());
    assert_eq!(figures(&start(json!(5000), "in-naira").await), [5000, 110, 5110]);
    stage.switch(json!({ "depositUnit": "kobo" })).await;
    assert_eq!(figures(&start(json!("500000"), "in-kobo").await), [500_000, 11_000, 511_000]);
    assert_eq!(figures(&stage.get_by_key("/wallet/deposit/status/in-naira").await), [500_000, 11_000, 511_000]);
    let part = start(json!(0.5), "half").await;
    assert_eq!(part.json()["errors"]["amount"], json!(["amount must be a whole number"]));
    for (bad, what) in [(json!(0), "greater than 0"), (json!("1e60"), "too large"), (json!("five"), "a number")] {
        let answer = start(bad, "bad").await;
        assert!(answer.shows(what) && named(&answer) == ["amount"], "{answer:?}");
    }
    let link = json!({ "amount": 200_050, "reference": "by-link" });
    let link = stage.post_by_key("/wallet/deposit/payment-link", link).await.json()["data"]["link"].clone();
    let page = super::stage::read(stage.http.get(link.as_str().unwrap())).await;
    assert!(page.shows("NGN 2,044.52"), "{page:?}");
    let account = data(&stage, "/wallet/naira-wallet").await["virtualAccount"]["id"].clone();
    let saved = json!({ "amount": 1000, "paymentMethodId": account, "reference": "saved" });
    assert_eq!(stage.post_by_key("/wallet/deposit/payment-method", saved).await.json()["data"]["amount"], 1000);
    stage.advance(21).await;
    assert_eq!(stage.ada_has().await, "11815.00", "5000, 5000 and 10");
    stage.adds_up().await;
}

#[tokio::test]
async fn swaps_on_solana_count_tokens_or_lamports() {
    let stage = Stage::new().await;
    let quote = async |amount: &str| {
        stage.get_by_key(&format!("/solana-exchange/quote/sol-to-token?outputMint={SOLANA_USDC}&amount={amount}")).await
    };
    let swap = async |amount: Value| {
        let body = json!({ "outputMint": SOLANA_USDC, "amount": amount });
        stage.post_by_key("/solana-exchange/swap-sol-to-token", body).await
    };
    let amounts = async |amount: &str| quote(amount).await.json()["data"]["amounts"].clone();
    let human = amounts("0.1").await;
    stage.switch(json!({ "solanaSwapUnit": "lamports" })).await;
    assert_eq!(amounts("100000000").await, human, "the same trade, told in the same words");
    assert!(quote("0.1").await.shows("amount must be a whole number"));
    assert_eq!(named(&swap(json!(0.1)).await), ["amount"]);
    assert_eq!(swap(json!(100_000_000)).await.status, 200);
    assert_eq!(data(&stage, "/solana/balance").await["balance"], "0.399895");
    // The amount is of what is sold, whatever that is.
    let body = json!({ "inputMint": SOLANA_USDC, "amount": "1500000" });
    let before = data(&stage, &format!("/solana/token-balance/{SOLANA_USDC}")).await["balance"].clone();
    assert_eq!(stage.post_by_key("/solana-exchange/swap-token-to-sol", body).await.status, 200);
    let after = data(&stage, &format!("/solana/token-balance/{SOLANA_USDC}")).await["balance"].clone();
    let number = |text: &Value| text.as_str().unwrap().parse::<f64>().unwrap();
    assert!((number(&before) - number(&after) - 1.5).abs() < 1e-6, "{before} {after}");
    stage.adds_up().await;
}

#[tokio::test]
async fn either_of_two_scopes_or_one_of_them_opens_the_offramps_ledger() {
    let stage = Stage::new().await;
    let app = stage.app().await;
    stage.switch(json!({ "grants": "newOnly" })).await;
    let (reader, seller) = (stage.pair(&app, "wallet:read").await, stage.pair(&app, "offramp:execute").await);
    let paths = [("/offramp/ledger/history", 200), ("/offramp/ledger/status/nothing", 404)];
    for (position, reads, sells) in
        [("either", true, true), ("walletRead", true, false), ("offrampExecute", false, true)]
    {
        stage.switch(json!({ "offrampLedgerScope": position })).await;
        for ((path, status), (pair, may)) in
            paths.into_iter().flat_map(|it| [(it, (&reader, reads)), (it, (&seller, sells))])
        {
            let answer = stage.get(path, &pair.access).await;
            assert_eq!(answer.status, if may { status } else { 403 }, "{position} {path} {answer:?}");
        }
    }
    let wanted = error(403, "Insufficient scope: requires offramp:execute", "Forbidden");
    assert_eq!(stage.get("/offramp/ledger/history", &reader.access).await.both(), wanted);
    assert_eq!(stage.get("/wallet/me", &reader.access).await.status, 200, "nothing else has changed");
}

#[tokio::test]
async fn the_offramp_knows_both_codes_or_its_own() {
    let stage = Stage::new().await;
    for (position, code, status) in [("both", "058", 200), ("own", "058", 400), ("own", "GTBINGLA", 200)] {
        stage.switch(json!({ "offrampBankCodes": position })).await;
        let body = json!({ "bankCode": code, "accountNumber": "0123456789" });
        let verified = stage.post_by_key("/offramp/payouts/verify", body).await;
        let body = json!({
            "amount": 10, "token": "USDT", "network": "base", "fiatCurrency": "NGN", "bankCode": code,
            "accountNumber": "0123456789", "accountName": "ADA OBI",
        });
        let ordered = stage.post_by_key("/offramp/exchange/initiate", body).await;
        assert_eq!(
            (verified.status.as_u16(), ordered.status.is_success()),
            (status, status == 200),
            "{position} {code}"
        );
        if status == 400 {
            assert_eq!((named(&verified), named(&ordered)), (vec!["bankCode".to_owned()], vec!["bankCode".to_owned()]));
        }
    }
}

#[tokio::test]
async fn sends_on_chains_ask_for_a_pin() {
    let stage = Stage::new().await;
    let sends = [
        ("/evm/send/native", json!({ "to": OUTSIDE, "amount": "0.0001", "chainId": 8453 })),
        ("/evm/send/token", json!({ "to": OUTSIDE, "tokenAddress": BASE_USDC, "amount": "0.1", "chainId": 8453 })),
        ("/solana/transfer", json!({ "to": SOLANA_OUTSIDE, "amount": "0.001" })),
        ("/solana/transfer-token", json!({ "to": SOLANA_OUTSIDE, "tokenMintAddress": SOLANA_USDC, "amount": "0.1" })),
    ];
    let send = async |(path, body): &(&str, Value), pin: Value| {
        let mut body = body.clone();
        body["transactionPin"] = pin;
        stage.post_by_key(path, body).await
    };
    for call in &sends {
        assert_eq!(send(call, json!("9999")).await.status, 200, "{call:?}");
    }
    stage.switch(json!({ "cryptoPin": "required" })).await;
    let wrong = error(400, "Invalid transaction pin", "Bad Request");
    for call in &sends {
        assert_eq!(named(&send(call, Value::Null).await), ["transactionPin"], "{call:?}");
        assert_eq!(send(call, json!("9999")).await.both(), wrong, "{call:?}");
        assert_eq!(send(call, json!("1234")).await.status, 200, "{call:?}");
    }
    for _ in 0..4 {
        assert_eq!(send(&sends[0], json!("9999")).await.both(), wrong);
    }
    assert_eq!(send(&sends[0], json!("9999")).await.status, 403, "the tries are counted together with all others");
    assert_eq!(send(&sends[0], json!("1234")).await.status, 403);
    stage.adds_up().await;
}

#[tokio::test]
async fn a_transaction_pin_can_have_to_have_four_digits() {
    let stage = Stage::new().await;
    let set = async |current: &str, new: &str| {
        let body = json!({ "currentPin": current, "newPin": new, "confirmPin": new });
        stage.send_by_key(Method::PUT, "/auth/change-transaction-pin", body).await
    };
    let pay = async |pin: &str| {
        let body = json!({ "receiver": "ngozi@example.ng", "amount": 1, "transactionPin": pin });
        stage.post_by_key("/wallet/payout/transfer", body).await
    };
    assert_eq!(set("1234", "975310").await.status, 200);
    assert_eq!(pay("975310").await.status, 200);
    stage.switch(json!({ "transactionPinLength": "four" })).await;
    let refused = pay("975310").await;
    assert_eq!(refused.json()["errors"]["transactionPin"], json!(["transactionPin must be a string of 4 digits"]));
    assert_eq!(named(&set("975310", "86420").await), ["confirmPin", "newPin"]);
    assert_eq!(set("975310", "8642").await.status, 200, "the longer one can be left");
    assert_eq!(pay("8642").await.status, 200);
}

#[tokio::test]
async fn a_refresh_keeps_widens_or_narrows_the_scopes() {
    let stage = Stage::new().await;
    let app = stage.app().await;
    stage.switch(json!({ "grants": "newOnly" })).await;
    let first = stage.pair(&app, "profile:read wallet:send").await;
    stage.pair(&app, "kyc:read").await;
    let mut pair = first;
    for (position, scopes) in [
        ("unchanged", json!(["profile:read", "wallet:send"])),
        ("widened", json!(["profile:read", "kyc:read", "wallet:send"])),
        ("narrowed", json!(["profile:read", "kyc:read"])),
    ] {
        stage.switch(json!({ "refreshedScopes": position })).await;
        pair = Pair::of(&stage.refresh(&pair.refresh).await);
        assert_eq!(pair.scopes, scopes, "{position}");
    }
    assert_eq!(stage.get("/kyc/status", &pair.access).await.status, 200, "what it tells is what it opens");
}

/// How Ada's denial of a request is told to the application.
async fn denied(stage: &Stage, app: &App, scopes: &str) -> std::collections::HashMap<String, String> {
    let (browser, query) = (stage.browser(), app.query(scopes));
    browser.sign_in(&query).await;
    let consent = browser.authorize(&query).await;
    browser.decide(&consent, "deny", &[]).await.callback()
}

#[tokio::test]
async fn a_denied_further_request_can_give_what_was_granted_before() {
    let stage = Stage::new().await;
    let app = stage.app().await;
    stage.switch(json!({ "furtherDenial": "earlierGrant" })).await;
    assert_eq!(denied(&stage, &app, "profile:read").await["error"], "access_denied", "there is nothing earlier");
    stage.pair(&app, "profile:read").await;
    for grants in ["union", "newOnly"] {
        stage.switch(json!({ "grants": grants })).await;
        let code = denied(&stage, &app, "wallet:send").await["code"].clone();
        let pair = Pair::of(&stage.exchange(&app, &code).await);
        assert_eq!(pair.scopes, json!(["profile:read"]), "{grants}");
    }
    stage.switch(json!({ "furtherDenial": "accessDenied" })).await;
    assert_eq!(denied(&stage, &app, "wallet:send").await["error"], "access_denied");
}

#[tokio::test]
async fn limits_count_applications_or_addresses() {
    let stage = Stage::new().await;
    let (one, other) = (stage.app().await, stage.app().await);
    for (position, status) in [("client", 400), ("address", 429)] {
        stage.advance(60).await;
        let limits = json!({ "token": 1, "authorizePage": 1, "authorizeDecision": 1 });
        stage.switch(json!({ "rateLimitKey": position, "rateLimits": limits })).await;
        assert_eq!(stage.exchange(&one, "c0de").await.status, 400, "{position}");
        assert_eq!(stage.exchange(&one, "c0de").await.status, 429, "{position}");
        assert_eq!(stage.exchange(&other, "c0de").await.status, status, "{position}");
        let page = async |app: &App| stage.browser().authorize(&app.query("wallet:read")).await.status.as_u16();
        assert_eq!(page(&one).await, 200, "{position}");
        assert_eq!(page(&other).await, if position == "client" { 200 } else { 429 });
    }
}

#[tokio::test]
async fn lookups_that_no_scope_names_are_open_or_closed() {
    let stage = Stage::new().await;
    let pair = stage.pair(&stage.app().await, "wallet:withdraw").await;
    let lookups = [
        "/wallet/utils/banks",
        "/wallet/get-banks",
        "/offramp/payouts/banks",
        "/offramp/exchange/assets",
        "/evm/networks",
    ];
    let refused = error(403, "Insufficient scope: requires the account holder's own session", "Forbidden");
    for path in lookups {
        stage.switch(json!({ "unlistedLookups": "open" })).await;
        assert_eq!(stage.get(path, &pair.access).await.status, 200, "{path}");
        stage.switch(json!({ "unlistedLookups": "closed" })).await;
        assert_eq!(stage.get(path, &pair.access).await.both(), refused, "{path}");
        assert_eq!(stage.get_by_key(path).await.status, 200, "{path}");
    }
}
