//! What only the account holder does: the profile, the PIN, and the virtual account.

use insta::assert_snapshot;
use reqwest::Method;
use serde_json::{Value, json};

use super::stage::{ADA, Stage, error, shown};

async fn update(stage: &Stage, body: Value) -> super::stage::Answer {
    stage.send_by_key(Method::PATCH, "/user/update", body).await
}

#[tokio::test]
async fn the_profile_is_updated_and_echoed() {
    let stage = Stage::new().await;
    stage.advance(60).await;
    let changes = json!({ "firstName": "Adaeze", "dob": "1994-05-03", "phone": "08031234567" });
    let answer = update(&stage, changes).await;
    let data = &answer.json()["data"];
    assert_eq!(answer.json()["statusCode"], 200);
    assert_eq!((&data["name"], &data["dob"]), (&json!("Adaeze Obi"), &json!("1994-05-03")));
    assert_eq!((&data["phone"], &data["updatedAt"]), (&json!("+2348031234567"), &json!("2026-01-15T12:01:00.123Z")));
    assert_eq!(stage.get_by_key("/user/me").await.json()["data"], *data);
    let abroad = update(&stage, json!({ "phone": "+1234567890" })).await;
    assert_eq!(abroad.json()["data"]["phone"], "+1234567890");
    let id = data["id"].as_str().unwrap();
    let by_id = stage.send_by_key(Method::PATCH, &format!("/user/update/{id}"), json!({ "lastName": "Eze" })).await;
    assert_eq!(by_id.json()["data"]["name"], "Adaeze Eze");
    let other = stage.send_by_key(Method::PATCH, "/user/update/somebody", json!({ "lastName": "Eze" })).await;
    assert_eq!(other.both(), error(403, "Only the own profile can be updated", "Forbidden"));
}

#[tokio::test]
async fn wrong_profiles_are_refused() {
    let stage = Stage::new().await;
    let bad = json!({ "firstName": " ", "lastName": 1, "dob": "2030-01-01", "phone": "12345" });
    assert_snapshot!("update_wrong_fields", shown(&update(&stage, bad).await));
    let taken = stage.person("ngozi@example.ng").await["phone"].clone();
    let answer = update(&stage, json!({ "phone": taken })).await;
    assert_eq!(answer.both(), error(409, "A user with this phone number already exists", "Conflict"));
    let pins = json!({ "newPin": "12a4", "confirmPin": "123" });
    assert_snapshot!("pin_wrong", shown(&stage.send_by_key(Method::PUT, "/auth/set-transaction-pin", pins).await));
}

#[tokio::test]
async fn a_newcomer_opens_a_virtual_account_once() {
    let stage = Stage::new().await;
    let session = stage.session("new@example.ng", "2468").await;
    let open = async |body: Value| {
        stage.send(Method::POST, "/api/v1/wallet/virtual-account", Some(&session), Some(body)).await
    };
    assert_eq!(open(json!({ "nin": "123" })).await.status, 400);
    let answer = open(json!({ "nin": "12345678901", "reference": "va-mine" })).await;
    assert_snapshot!("virtual_account", shown(&answer));
    let wallet = stage.get("/wallet/naira-wallet", &session).await.json();
    assert_eq!(wallet["data"]["virtualAccount"], answer.json()["data"]);
    let again = open(json!({ "nin": "12345678901" })).await;
    assert_eq!((again.status.as_u16(), &again.json()["data"]), (200, &answer.json()["data"]));
}

#[tokio::test]
async fn the_last_login_is_told_wherever_it_was() {
    let stage = Stage::new().await;
    let last = async || stage.get_by_key("/user/me").await.json()["data"]["lastLoggedIn"].clone();
    assert_eq!(last().await, Value::Null);
    let app = stage.app().await;
    assert_eq!(last().await, "2026-01-15T12:00:00.123Z", "to register it");
    stage.advance(60).await;
    let wrong = stage.post("/auth/auth/login", json!({ "email": ADA, "pin": "4321" })).await;
    assert_eq!((wrong.status.as_u16(), last().await), (401, json!("2026-01-15T12:00:00.123Z")));
    stage.browser().sign_in(&app.query("profile:read")).await;
    assert_eq!(last().await, "2026-01-15T12:01:00.123Z");
}
