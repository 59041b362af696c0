//! Bodies of every kind to every endpoint that takes one: each gets a documented answer, and the ledger stays sound.

use monei_api::endpoint::{self, Endpoint, Method};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

use super::stage::{API_KEY, Stage, read};

/// Every answer that the contract has for such a request.
const DOCUMENTED: [u16; 8] = [200, 201, 202, 400, 403, 404, 409, 413];

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    #[test]
    fn no_body_makes_it_fail(requests in prop::collection::vec((endpoint(), body()), 60)) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let stage = Stage::new().await;
            for (endpoint, body) in requests {
                let path = endpoint.path.replace("{id}", "%00").replace("{reference}", "dep-028");
                let method = endpoint.method.name().parse().unwrap();
                let request = stage.http.request(method, format!("{}{path}?method=CARD", stage.running.api_base));
                let request = request.header("X-API-KEY", API_KEY).header("Content-Type", "application/json");
                let answer = read(request.body(body.clone())).await;
                assert!(DOCUMENTED.contains(&answer.status.as_u16()), "{path} {body}: {answer:?}");
                if !answer.status.is_success() {
                    assert_eq!(answer.json()["statusCode"], answer.status.as_u16(), "{path} {body}: {answer:?}");
                }
            }
            stage.advance(3600).await;
            stage.adds_up().await;
        });
    }
}

fn endpoint() -> impl Strategy<Value = Endpoint> {
    let with_body: Vec<Endpoint> = endpoint::ALL.into_iter().filter(|it| it.method != Method::Get).collect();
    prop::sample::select(with_body)
}

/// A field of some request.
fn name() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "amount",
        "reference",
        "bank",
        "accountNumber",
        "transactionPin",
        "narration",
        "receiver",
        "currency",
        "meta",
        "card",
        "ussd",
        "customer",
        "redirectUrl",
        "type",
        "pin",
        "otp",
        "avs",
        "paymentMethodId",
        "nin",
        "firstName",
        "dob",
        "phone",
        "newPin",
        "confirmPin",
        "to",
        "chainId",
        "tokenAddress",
        "tokenIn",
        "tokenOut",
        "tokenMintAddress",
        "inputMint",
        "outputMint",
        "slippageBps",
        "network",
        "phoneNumber",
        "biller",
        "itemCode",
        "meterNumber",
        "disco",
        "smartcardNumber",
        "isSchedule",
        "scheduleData",
        "saveBeneficiary",
        "billerCode",
        "payload",
        "executionDate",
        "isRecurring",
        "recurrencePattern",
    ])
}

/// Known names with likely and unlikely values, or no JSON at all.
fn body() -> impl Strategy<Value = String> {
    let likely = prop::sample::select(vec![
        json!(100),
        json!("100.50"),
        json!(0),
        json!(-1),
        json!("058"),
        json!("0123456789"),
        json!("1234"),
        json!("ngozi@example.ng"),
        json!("NGN"),
        json!("dep-028"),
        json!(8453),
        json!("0.01"),
        json!("0x52908400098527886E0F7030069857D2E4169EE7"),
        json!("0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913"),
        json!("0xfde4C96c8593536E31F229EA8f37b2ADa2699bb2"),
        json!("EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v"),
        json!("Es9vMFrzaCERmJfrF4H2FYD4KCoNkY11McCe8BenwNYB"),
        json!("devnet"),
        json!("12345678901"),
        json!("pin"),
        json!("avs"),
        json!("1990-01-01"),
        json!("08031234567"),
        json!({ "bankCode": "058" }),
        json!(null),
        json!([]),
        json!({ "address": { "city": 1 } }),
        json!("javascript:alert(1)"),
        json!("http://[::1"),
        json!("\u{0}"),
        json!("+2348031230001"),
        json!("mtn"),
        json!("dstv"),
        json!("CB177"),
        json!("45083310001"),
        json!("IBADAN DISCO ELECTRICITY"),
        json!("BIL114"),
        json!("ELECTRICITY"),
        json!("2026-01-15T12:10:00Z"),
        json!("DAILY"),
        json!(true),
        json!({ "executionDate": "2026-01-15T12:10:00Z", "isRecurring": true, "recurrencePattern": "DAILY" }),
        json!({ "meterNumber": "45083311550", "disco": "EKO DISCO ELECTRICITY", "amount": 60 }),
    ]);
    let unlikely = prop_oneof![
        "\\PC{0,300}".prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        "[0-9]{1,40}(\\.[0-9]{1,40})?(e-?[0-9]{1,3})?".prop_map(Value::from),
    ];
    let object = prop::collection::vec((name(), prop_oneof![3 => likely, 1 => unlikely]), 0..9).prop_map(|fields| {
        Value::Object(fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect::<Map<_, _>>())
            .to_string()
    });
    let number = "[0-9]{1,30}(\\.[0-9]{1,30})?(e-?[0-9]{1,4})?".prop_map(|number| format!("{{\"amount\":{number}}}"));
    let nested = (1..3000usize).prop_map(|depth| format!("{{\"meta\":{}{}}}", "[".repeat(depth), "]".repeat(depth)));
    prop_oneof![8 => object, 1 => number, 1 => nested, 1 => "\\PC{0,100}"]
}
