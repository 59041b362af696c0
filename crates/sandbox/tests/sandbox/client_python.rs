//! The official Python SDK 0.1.3, call by call in the order of its services: what it sends, nulls included, and what its
//! models must find in the answer. Where those contradict the default wording, a switch has the SDK's.

use monei_sandbox::{RateLimits, Switches};
use reqwest::Method;
use serde_json::{Value, json};

use super::stage::{Answer, Stage};

const BUSY: &str = "busy@example.ng";
const PIN: &str = "975310";
const USDC: &str = "EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v";
const USDT: &str = "Es9vMFrzaCERmJfrF4H2FYD4KCoNkY11McCe8BenwNYB";
const BSC_USDT: &str = "0x55d398326f99059fF775485246999027B3197955";
const BSC_USDC: &str = "0x8AC76a51cc950d9822D68b83fE1Ad97B32Cd580d";
const SOMEWHERE: &str = "0x742d35Cc6634C0532925a3b844Bc454e4438f44e";

/// A wallet with something of everything, in the words of the SDK's models.
async fn stage() -> Stage {
    let stage = Stage::with_key_of(BUSY, Switches { rate_limits: RateLimits::OFF, ..Switches::default() }).await;
    stage
        .switch(json!({
            "wallet": "bare",
            "transactionList": "array",
            "solanaTokenBalance": "text",
            "nativeTokenAddress": "placeholder",
        }))
        .await;
    stage
}

/// The SDK takes 200 and 201 only, and reads `data`.
fn data(answer: &Answer) -> Value {
    assert!(matches!(answer.status.as_u16(), 200 | 201), "{answer:?}");
    answer.json()["data"].clone()
}

/// A model's fields and their types: `s` a text, `f` a number or a text of one, `b` a boolean, `o` an object, `a` a
/// list; with `?` it may be null or missing.
fn model(value: &Value, fields: &str) {
    for field in fields.split_whitespace() {
        let (name, kind) = field.split_once(':').unwrap();
        let (kind, may_lack) = kind.strip_suffix('?').map_or((kind, false), |kind| (kind, true));
        let found = &value[name];
        let fits = match kind {
            "s" => found.is_string(),
            "f" => found.is_number() || found.as_str().is_some_and(|text| text.parse::<f64>().is_ok()),
            "b" => found.is_boolean(),
            "o" => found.is_object(),
            "a" => found.is_array(),
            other => panic!("no kind {other}"),
        };
        assert!(fits || (may_lack && found.is_null()), "{field} in {value}");
    }
}

fn models(list: &Value, fields: &str) {
    let list = list.as_array().unwrap_or_else(|| panic!("no list: {list}"));
    assert!(!list.is_empty());
    for value in list {
        model(value, fields);
    }
}

const ROW: &str = "id:s createdAt:s updatedAt:s deletedDate:s?";

#[tokio::test]
async fn users() {
    let stage = stage().await;
    let me = data(&stage.get_by_key("/user/me").await);
    model(&me, ROW);
    model(&me, "email:s phone:s haveTransactionPin:b isAdmin:b firstName:s? lastName:s? name:s? verified:b? dob:s?");
    let path = format!("/user/update/{}", me["id"].as_str().unwrap());
    let updated = stage.send_by_key(Method::PATCH, &path, json!({ "firstName": "Test", "phone": "+1234567890" })).await;
    model(&updated.json(), "message:s");

    let second = Stage::with_key_of("ngozi@example.ng", Switches::default()).await;
    let bvn = data(&second.post_by_key("/wallet/kyc/bvn", json!({ "bvn": "22212345678" })).await);
    model(&bvn, ROW);
    model(&bvn, "verificationStatus:s firstName:s lastName:s gender:s dateOfBirth:s phoneNo:s kycStatus:s");
    model(&bvn, "pixBase64:s? verifiedAt:s?");
    assert_eq!(second.post_by_key("/wallet/kyc/bvn", json!({ "bvn": "1" })).await.status, 400);
}

#[tokio::test]
async fn wallets() {
    let stage = stage().await;
    for path in ["/wallet/me", "/wallet/me?chainId=56"] {
        let wallet = stage.get_by_key(path).await.json();
        model(&wallet, "nairaBalance:s subwallets:a evmPortfolio:o? solPortfolio:o?");
        models(&wallet["subwallets"], ROW);
        models(&wallet["subwallets"], "parentWalletId:s? type:s currency:s balance:f chain:s? publicAddress:s?");
    }
    let ada = Stage::new().await;
    let link = data(&ada.post_by_key("/wallet/user/fund-wallet", json!({ "amount": 500.0 })).await);
    model(&link, "link:s");
    models(&data(&stage.get_by_key("/wallet/get-banks").await), "id:f code:s name:s");
    let account = json!({ "accountNumber": "0736379044", "bank": "058" });
    let account = data(&stage.post_by_key("/wallet/verify-bank-account", account).await);
    model(&account, "accountName:s accountNumber:s bankCode:s bankName:s");
    let withdrawal = json!({
        "amount": 100.0, "bank": "058", "accountNumber": "0736379044", "transactionPin": PIN, "currency": "NGN",
        "narration": null,
    });
    data(&stage.post_by_key("/wallet/withdrawals", withdrawal).await);
    let transfer = json!({ "receiver": "ngozi@example.ng", "amount": 100.0, "transactionPin": PIN, "currency": "NGN" });
    data(&stage.post_by_key("/wallet/peer-transfer", transfer).await);
}

#[tokio::test]
async fn coins_of_evm_chains() {
    let stage = stage().await;
    model(&data(&stage.get_by_key("/evm/balance/native?chainId=1").await), "balance:s");
    let path = format!("/evm/balance/token?tokenAddress={BSC_USDT}&chainId=56");
    model(&data(&stage.get_by_key(&path).await), "balance:s");
    let portfolio = data(&stage.get_by_key("/evm/portfolio/56").await);
    model(&portfolio, "userId:s walletAddress:s network:s totalPortfolioValueUSD:s updatedAt:s");
    let token = "contractAddress:s name:s symbol:s decimals:f logoUrl:s? type:s balance:s balanceUSD:s priceUSD:s \
                 rawBalance:s network:s";
    model(&portfolio["nativeToken"], token);
    models(&portfolio["tokens"], token);
    let native = json!({ "to": SOMEWHERE, "amount": "0.000073", "chainId": 1 });
    model(&data(&stage.post_by_key("/evm/send/native", native).await), "txHash:s");
    let sent = json!({ "to": SOMEWHERE, "tokenAddress": BSC_USDT, "amount": "0.12", "chainId": 56 });
    model(&data(&stage.post_by_key("/evm/send/token", sent).await), "txHash:s");
}

#[tokio::test]
async fn coins_of_solana() {
    let stage = stage().await;
    model(&data(&stage.get_by_key("/solana/address").await), "address:s");
    model(&data(&stage.get_by_key("/solana/balance?network=mainnet-beta").await), "balance:s");
    model(&data(&stage.get_by_key(&format!("/solana/token-balance/{USDT}")).await), "balance:s");
    let portfolio = data(&stage.get_by_key("/solana/portfolio").await);
    model(&portfolio, "userId:s address:s nativeBalance:s nativeBalanceLamports:s nativeBalanceUsd:f totalValueUsd:f");
    models(
        &portfolio["tokens"],
        "mintAddress:s name:s symbol:s balance:s rawBalance:s decimals:f priceUsd:f valueUsd:f",
    );
    let to = "5AH3qo1v1EZfT3QKQpSsx1F8W5JyGEVZPcD5DzkX1N1d";
    let sent = json!({ "to": to, "amount": "0.0001", "network": "mainnet-beta" });
    model(&data(&stage.post_by_key("/solana/transfer", sent).await), "signature:s");
    let sent = json!({ "to": to, "tokenMintAddress": USDT, "amount": "0.1", "network": "mainnet-beta" });
    model(&data(&stage.post_by_key("/solana/transfer-token", sent).await), "signature:s");
}

#[tokio::test]
async fn transactions() {
    let stage = Stage::new().await;
    stage.switch(json!({ "transactionList": "array" })).await;
    let rows = data(&stage.get_by_key("/transactions/user").await);
    models(&rows, ROW);
    models(&rows, "userId:s amount:f type:s status:s reference:s currency:s? narration:s");
    for path in [
        format!("/transactions/{}", rows[0]["id"].as_str().unwrap()),
        format!("/transactions/reference/{}", rows[0]["reference"].as_str().unwrap()),
    ] {
        let one = data(&stage.get_by_key(&path).await);
        model(&one, ROW);
        model(&one, "user:o wallet:o? subwallet:o? amount:f type:s status:s currency:s reference:s narration:s");
        model(&one, "fincraReference:s? metadata:o?");
    }
}

#[tokio::test]
async fn bills() {
    let stage = stage().await;
    let item = "id:f biller_code:s name:s default_commission:f date_added:s country:s is_airtime:b biller_name:s \
                item_code:s short_name:s fee:f commission_on_fee:b reg_expression:s label_name:s amount:f \
                is_resolvable:b group_name:s category_name:s is_data:b? default_commission_on_amount:f \
                commission_on_fee_or_amount:f validity_period:s?";
    for path in ["AIRTIME/mtn", "MOBILEDATA/mtn", "CABLEBILLS/dstv", "UTILITYBILLS/IBADAN%20DISCO%20ELECTRICITY"] {
        models(&data(&stage.get_by_key(&format!("/bills/get-biller-items/{path}")).await), item);
    }
    // It names no biller.
    let customer = json!({ "itemCode": "UB161", "customer": "45083311550" });
    data(&stage.post_by_key("/bills/validate", customer).await);
    let unknown = json!({ "itemCode": "XX000", "customer": "45083311550" });
    assert_eq!(stage.post_by_key("/bills/validate", unknown).await.status, 400);

    let bill = "userId:s reference:s billerCode:s itemCode:s customer:s amount:f type:s status:s txRef:s billerName:s \
                metadata:s? token:s? units:s? validityPeriod:s?";
    for (path, mut body) in [
        ("airtime", json!({ "phoneNumber": "08088447393", "biller": "airtel", "amount": 350.0 })),
        ("mobile-data", json!({ "phoneNumber": "08088447393", "biller": "airtel", "itemCode": "MD136" })),
        ("electricity", json!({ "meterNumber": "45083311550", "disco": "IBADAN DISCO ELECTRICITY", "amount": 100.0 })),
        ("cable-tv", json!({ "smartcardNumber": "7023456789", "biller": "dstv", "itemCode": "CB177" })),
    ] {
        body["isSchedule"] = json!(false);
        body["scheduleData"] = Value::Null;
        body["saveBeneficiary"] = json!(false);
        body["beneficiaryName"] = Value::Null;
        let word = if path == "cable-tv" { "subscribe" } else { "buy" };
        let paid = data(&stage.post_by_key(&format!("/bills/{word}-{path}"), body).await);
        model(&paid, "id:s createdAt:s");
        model(&paid, bill);
    }
    let history = data(&stage.get_by_key("/bills/history").await);
    models(&history, ROW);
    models(&history, bill);
    assert!(history.as_array().unwrap().len() > 10, "it is not a page");
    assert_eq!(history[0]["itemCode"], "CB177", "the newest is the first");
}

#[tokio::test]
async fn numbers_of_bills() {
    let stage = stage().await;
    for (path, body) in [
        (
            "mobile",
            json!({ "type": "AIRTIME", "name": "me", "isFavorite": true, "mobileNumber": "08088447393",
                           "mobileOperator": "AIRTEL" }),
        ),
        (
            "electricity",
            json!({ "type": "UTILITYBILLS", "name": "home", "isFavorite": false,
                                "meterNumber": "45083311550", "electricityProvider": "IBADAN DISCO ELECTRICITY" }),
        ),
        (
            "cable-tv",
            json!({ "type": "CABLEBILLS", "name": "tv", "isFavorite": false, "smartCardNumber": "7023456789",
                             "cableProvider": "DSTV" }),
        ),
    ] {
        model(&data(&stage.post_by_key(&format!("/bill-beneficiaries/{path}"), body).await), "id:s");
    }
    let count = async |path: &str| data(&stage.get_by_key(path).await).as_array().unwrap().len();
    assert_eq!(count("/bill-beneficiaries").await, 3);
    assert_eq!(count("/bill-beneficiaries?category=AIRTIME").await, 1);
    assert_eq!(stage.get_by_key("/bill-beneficiaries?category=x").await.status, 400);
    let favorites = data(&stage.get_by_key("/bill-beneficiaries/favorites").await);
    let path = format!("/bill-beneficiaries/{}", favorites[0]["id"].as_str().unwrap());
    data(&stage.send_by_key(Method::DELETE, &path, json!({})).await);
    assert_eq!(count("/bill-beneficiaries/favorites").await, 0);
}

#[tokio::test]
async fn beneficiaries() {
    let stage = stage().await;
    let payee = "name:s type:s accountNumber:s? bankCode:s? bankName:s? email:s? evmAddress:s? solAddress:s? \
                 currency:s? isVerified:b";
    let saved = async |changes: Value| {
        let mut body = json!({
            "accountNumber": null, "bankCode": null, "bankName": null, "email": null, "evmAddress": null,
            "solAddress": null, "currency": "NGN",
        });
        body.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
        let saved = data(&stage.post_by_key("/beneficiaries", body).await);
        model(&saved, ROW);
        model(&saved, payee);
        saved
    };
    let bank = json!({ "name": "Bola", "type": "bank", "accountNumber": "0736379044", "bankCode": "058" });
    let bank = saved(bank).await;
    let peer = saved(json!({ "name": "Ngozi", "type": "peer", "email": "ngozi@example.ng" })).await;
    assert_eq!(peer["email"], "ngozi@example.ng");
    let evm = saved(json!({ "name": "cold", "type": "crypto", "evmAddress": SOMEWHERE })).await;
    assert_eq!((&evm["evmAddress"], &evm["network"]), (&json!(SOMEWHERE), &json!("ethereum")));
    let solana = saved(json!({ "name": "cold two", "type": "crypto", "solAddress": USDC })).await;
    assert_eq!((&solana["solAddress"], &solana["evmAddress"]), (&json!(USDC), &Value::Null));
    models(&data(&stage.get_by_key("/beneficiaries").await), payee);
    assert_eq!(data(&stage.get_by_key("/beneficiaries?type=crypto").await).as_array().unwrap().len(), 2);

    // Only what changes is sent.
    let path = format!("/beneficiaries/{}", bank["id"].as_str().unwrap());
    let changed = data(&stage.send_by_key(Method::PUT, &path, json!({ "name": "Bola A" })).await);
    assert_eq!((&changed["name"], &changed["accountNumber"]), (&json!("Bola A"), &json!("0736379044")));
    let changed = json!({ "accountNumber": "0736379045", "bankCode": "044" });
    let changed = data(&stage.send_by_key(Method::PUT, &path, changed).await);
    assert_eq!((&changed["name"], &changed["bankName"]), (&json!("Bola A"), &json!("Access Bank")));
    assert_eq!(data(&stage.get_by_key(&path).await), changed);
    let transfer = json!({
        "beneficiaryId": bank["id"], "amount": 100.0, "transactionPin": PIN, "currency": "NGN", "narration": null,
    });
    data(&stage.post_by_key("/beneficiaries/transfer", transfer).await);
    data(&stage.send_by_key(Method::DELETE, &path, json!({})).await);
    assert_eq!(stage.send_by_key(Method::DELETE, &path, json!({})).await.status, 404);
}

#[tokio::test]
async fn exchanges() {
    let stage = stage().await;
    let order = json!({ "amount": "0.1", "tokenOut": BSC_USDC, "chainId": 56 });
    let quote = data(&stage.post_by_key("/evm-exchange/quote/native-to-token", order.clone()).await);
    model(&quote, "permit2:o? transaction:o");
    model(&data(&stage.post_by_key("/evm-exchange/native-to-token", order).await), "txHash:s");
    for (path, order) in [
        ("token-to-token", json!({ "amount": "1", "tokenIn": BSC_USDT, "tokenOut": BSC_USDC, "chainId": 56 })),
        ("token-to-native", json!({ "amount": "1", "tokenIn": BSC_USDT, "chainId": 56 })),
    ] {
        model(&data(&stage.post_by_key(&format!("/evm-exchange/quote/{path}"), order).await), "transaction:o");
    }
    let sol = "So11111111111111111111111111111111111111112";
    for (sold, bought) in [(sol, USDC), (USDC, sol), (USDC, USDT)] {
        let path = format!("/solana-exchange/quote?inputMint={sold}&outputMint={bought}&amount=0.05");
        let quote = data(&stage.get_by_key(&path).await);
        assert_eq!((&quote["fromToken"]["address"], &quote["toToken"]["address"]), (&json!(sold), &json!(bought)));
    }
    assert_eq!(stage.get_by_key("/solana-exchange/quote").await.status, 400);
    for (path, swap) in [
        ("sol-to-token", json!({ "outputMint": USDC, "amount": 0.01, "slippageBps": null })),
        ("token-to-token", json!({ "inputMint": USDC, "outputMint": USDT, "amount": 0.01, "slippageBps": null })),
    ] {
        let swapped = data(&stage.post_by_key(&format!("/solana-exchange/swap-{path}"), swap).await);
        model(&swapped, "signature:s txUrl:s");
    }
    stage.adds_up().await;
}
