//! The reading endpoints: bodies, credentials, and permissions.

use insta::assert_snapshot;
use monei_api::endpoint::{self, Access, Endpoint, Method};
use monei_sandbox::{Clock, Config, Sandbox};
use serde_json::{Value, json};

use super::stage::{API_KEY, Answer, Stage, error, invalid_token, shown};

/// The path of an endpoint with Ada's id, her latest transaction or her latest bill in it.
async fn concrete(stage: &Stage, endpoint: Endpoint) -> String {
    let ada = stage.person("ada@example.ng").await;
    let all = ada["transactions"].as_array().unwrap();
    let is_bill = |row: &&Value| row["reference"].as_str().unwrap().starts_with("bill");
    let latest = if endpoint.path.starts_with("/bills") { all.iter().find(is_bill).unwrap() } else { &all[0] };
    let id = if endpoint.path.starts_with("/user/") { &ada["id"] } else { &latest["id"] };
    let mint = "EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v";
    let path = endpoint.path.replace("{chainId}", "8453").replace("{tokenMintAddress}", mint);
    let path = path.replace("{category}", "AIRTIME").replace("{billerName}", "mtn");
    let path = path.replace("{transactionId}", id.as_str().unwrap());
    path.replace("{id}", id.as_str().unwrap()).replace("{reference}", latest["reference"].as_str().unwrap())
}

/// Calls an endpoint, with an empty body where it takes one.
async fn call(stage: &Stage, endpoint: Endpoint, credential: (&str, &str)) -> Answer {
    let path = concrete(stage, endpoint).await;
    let method = endpoint.method.name().parse().unwrap();
    let mut request = stage.http.request(method, format!("{}{path}", stage.running.api_base));
    if !credential.0.is_empty() {
        request = request.header(credential.0, credential.1);
    }
    if endpoint.method != Method::Get {
        request = request.json(&json!({}));
    }
    super::stage::read(request).await
}

#[tokio::test]
async fn user() {
    let stage = Stage::new().await;
    assert_snapshot!(shown(&stage.get_by_key("/user/me").await));
}

#[tokio::test]
async fn kyc() {
    let stage = Stage::new().await;
    assert_snapshot!("kyc_status", shown(&stage.get_by_key("/kyc/status").await));
    assert_snapshot!("kyc_limits", shown(&stage.get_by_key("/kyc/limits").await));
}

#[tokio::test]
async fn wallet() {
    let stage = Stage::new().await;
    assert_snapshot!("wallet_me", shown(&stage.get_by_key("/wallet/me").await));
    assert_snapshot!("naira_wallet", shown(&stage.get_by_key("/wallet/naira-wallet").await));
}

#[tokio::test]
async fn transactions() {
    let stage = Stage::new().await;
    let page = stage.get_by_key("/transactions/user?limit=2").await;
    assert_snapshot!("transactions_user", shown(&page));
    assert_eq!(stage.get_by_key("/transactions?limit=2").await.both(), page.both());
    let by_id = stage.get_by_key(&concrete(&stage, endpoint::TRANSACTION).await).await;
    assert_snapshot!("transaction", shown(&by_id));
    let by_reference = stage.get_by_key(&concrete(&stage, endpoint::TRANSACTION_BY_REFERENCE).await).await;
    assert_eq!(by_reference.both(), by_id.both());
}

#[tokio::test]
async fn an_empty_wallet_is_empty() {
    let stage = Stage::new().await;
    let session = stage.session("new@example.ng", "2468").await;
    let wallet = stage.get("/wallet/me", &session).await.json();
    assert_eq!(wallet["data"]["nairaBalance"], "0.00");
    assert_eq!(wallet["data"]["subwallets"].as_array().unwrap().len(), 1);
    assert_eq!(wallet["data"]["subwallets"][0]["virtualAccount"], Value::Null);
    let user = stage.get("/user/me", &session).await.json();
    assert_eq!((&user["data"]["haveTransactionPin"], &user["data"]["verified"]), (&json!(false), &json!(false)));
    let page = stage.get("/transactions/user", &session).await.json();
    assert_eq!(
        page["data"],
        json!({
            "transactions": [],
            "pagination": {
                "page": 1, "limit": 10, "total": 0, "totalPages": 0, "hasNextPage": false, "hasPreviousPage": false,
            },
        })
    );
}

#[tokio::test]
async fn figures_beyond_a_float_arrive_whole() {
    let stage = Stage::new().await;
    let busy = stage.person("busy@example.ng").await;
    let session = stage.session("busy@example.ng", "8642").await;
    let opening = stage.get("/transactions/user?sortBy=amount&limit=1", &session).await;
    assert!(opening.shows("\"amount\":9007199254740993.07"), "{}", opening.text);
    let wallet = stage.get("/wallet/me", &session).await;
    assert!(wallet.shows(&format!("\"nairaBalance\":{}", busy["nairaBalance"])), "{}", wallet.text);
    let hostile = stage.get("/transactions/user?narration=%3Cscript%3E", &session).await.json();
    assert_eq!(hostile["data"]["transactions"][0]["narration"], "<script>alert(document.domain)</script>");
    let reference = stage.get("/transactions/reference/p2p%2F0%20%252F%3F%23%26", &session).await;
    assert_eq!(reference.status, 200, "{reference:?}");
}

#[tokio::test]
async fn every_endpoint_asks_for_a_credential() {
    let stage = Stage::new().await;
    for endpoint in endpoint::ALL {
        let path = endpoint.path;
        let nobody = call(&stage, endpoint, ("", "")).await;
        assert_eq!(nobody.both(), error(401, "Missing authentication header", "Unauthorized"), "{path}");
        let made_up = call(&stage, endpoint, ("Authorization", "Bearer mct_made_up")).await;
        assert_eq!(made_up.both(), invalid_token(), "{path}");
        let wrong_key = call(&stage, endpoint, ("X-API-KEY", "wrong")).await;
        assert_eq!(wrong_key.both(), error(401, "Invalid API key", "Unauthorized"), "{path}");
        assert!(answers(&call(&stage, endpoint, ("X-API-KEY", API_KEY)).await), "{path}");
    }
}

/// The request got through to the endpoint, which may still want a better body, query or path.
fn answers(answer: &Answer) -> bool {
    let is_looked_for = || answer.status == 404 && !answer.shows("Cannot ");
    matches!(answer.status.as_u16(), 200 | 201)
        || (answer.status == 400 && answer.json()["errors"].is_object())
        || is_looked_for()
}

#[tokio::test]
async fn every_endpoint_asks_for_its_permission_and_the_refusals_are_counted() {
    let stage = Stage::new().await;
    let app = stage.app().await;
    let mut refused = 0;
    for scope in monei_api::Scope::ALL {
        let pair = stage.pair(&app, scope.name()).await;
        // The union of the grants so far would hide what a single permission opens.
        stage.switch(json!({ "grants": "newOnly" })).await;
        for endpoint in endpoint::ALL {
            let bearer = format!("Bearer {}", pair.access);
            let answer = call(&stage, endpoint, ("Authorization", &bearer)).await;
            let wanted = match endpoint.access {
                Access::AnyOf(wanted) if !wanted.contains(&scope) => wanted[0].name(),
                Access::Holder => "the account holder's own session",
                _ => {
                    assert!(answers(&answer), "{} with {scope}: {answer:?}", endpoint.path);
                    continue;
                }
            };
            let words = format!("Insufficient scope: requires {wanted}");
            assert_eq!(answer.both(), error(403, &words, "Forbidden"), "{} with {scope}", endpoint.path);
            refused += 1;
        }
    }
    let calls = stage.control(reqwest::Method::GET, "/calls", None).await.json();
    assert_eq!(calls["totals"]["outOfScope"], refused);
    let all = calls["endpoints"].as_array().unwrap();
    let user = all.iter().find(|row| row["path"] == "/user/me").unwrap();
    assert_eq!(
        *user,
        json!({
            "method": "GET", "path": "/user/me", "calls": 9, "refusedForScope": 8,
            "statuses": { "200": 1, "403": 8 },
        })
    );
    assert!(all.iter().any(|row| row["path"] == "/transactions/reference/{reference}"));
}

#[tokio::test]
async fn answers_are_dated_by_the_clock_of_the_simulation() {
    let stage = Stage::new().await;
    assert_eq!(stage.get_by_key("/user/me").await.header("date"), "Thu, 15 Jan 2026 12:00:00 GMT");
    stage.advance(86_400).await;
    assert_eq!(stage.get_by_key("/user/me").await.header("date"), "Fri, 16 Jan 2026 12:00:00 GMT");
}

#[tokio::test]
async fn unknown_routes_and_methods_are_not_found() {
    let stage = Stage::new().await;
    let missing = stage.get_by_key("/wallet/payout/nowhere?x=1").await;
    assert_eq!(missing.both(), error(404, "Cannot GET /api/v1/wallet/payout/nowhere", "Not Found"));
    let wrong_method = stage.post("/user/me", json!({})).await;
    assert_eq!(wrong_method.both(), error(404, "Cannot POST /api/v1/user/me", "Not Found"));
    let no_transaction = stage.get_by_key("/transactions/reference/nothing").await;
    assert_eq!(no_transaction.both(), error(404, "Transaction not found", "Not Found"));
    // What belongs to somebody else is not there.
    let ngozi = stage.person("ngozi@example.ng").await;
    let theirs = ngozi["transactions"][0]["id"].as_str().unwrap();
    assert_eq!(stage.get_by_key(&format!("/transactions/{theirs}")).await.status, 404);
}

#[tokio::test]
async fn a_path_that_is_not_text_is_a_bad_request() {
    let stage = Stage::new().await;
    for (path, name) in [("/transactions/%FF", "id"), ("/transactions/reference/%FF", "reference")] {
        let answer = stage.get_by_key(path).await;
        assert_eq!(answer.both(), error(400, &format!("{name} must be percent-encoded UTF-8"), "Bad Request"));
    }
}

/// Every time in a body. When a plan was added is its biller's to write.
fn times(value: &Value) -> Vec<String> {
    match value {
        Value::String(text) if text.starts_with("20") && text.get(10..11) == Some("T") => vec![text.clone()],
        Value::Array(values) => values.iter().flat_map(times).collect(),
        Value::Object(members) => {
            members.iter().filter(|(name, _)| *name != "date_added").flat_map(|(_, value)| times(value)).collect()
        }
        _ => Vec::new(),
    }
}

#[tokio::test]
async fn every_time_has_milliseconds_whatever_the_clock_has() {
    for now in ["2026-01-15T12:00:00Z", "2026-01-15T12:00:00.12Z", "2026-01-15T12:00:00.123456789Z"] {
        let clock = Clock::fixed(now.parse().unwrap());
        let config = Config { clock, api_key: Some(API_KEY.to_owned()), ..Config::default() };
        let stage = Stage::of(Sandbox::start(config).await.unwrap());
        let deposit = json!({ "amount": 100 });
        let order = json!({
            "amount": 100, "token": "USDT", "network": "base", "fiatCurrency": "NGN", "bankCode": "GTBINGLA",
            "accountNumber": "0123456789", "accountName": "ADA OBI",
        });
        let later = json!({
            "phoneNumber": "08031234567", "biller": "mtn", "amount": 100, "isSchedule": true,
            "scheduleData": { "executionDate": "2026-02-01T08:00:00Z" },
        });
        let mut answers = vec![
            stage.post_by_key("/wallet/deposit?method=BANK_TRANSFER", deposit).await,
            stage.post_by_key("/offramp/exchange/initiate", order).await,
            stage.post_by_key("/bills/pay/airtime", later).await,
        ];
        assert!(answers.iter().all(|answer| answer.status.is_success()), "{answers:?}");
        for endpoint in endpoint::ALL.into_iter().filter(|endpoint| endpoint.method == Method::Get) {
            answers.push(call(&stage, endpoint, ("X-API-KEY", API_KEY)).await);
        }
        let all: Vec<String> = answers.iter().flat_map(|answer| times(&answer.json())).collect();
        assert!(all.len() > 100, "{all:?}");
        let has_three = |time: &String| time.len() == "2026-01-15T12:00:00.123Z".len() && time.ends_with('Z');
        assert!(all.iter().all(has_three), "{all:?}");
    }
}
