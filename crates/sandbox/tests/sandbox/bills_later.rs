//! Bills for later, once and again and again, and the numbers that are kept.

use insta::assert_snapshot;
use reqwest::Method;
use serde_json::{Value, json};

use super::stage::{Stage, error, shown};

const AIRTIME: &str = "/bills/pay/airtime";
const DAY: u32 = 86_400;

fn airtime(changes: Value) -> Value {
    let mut body = json!({ "phoneNumber": "08031234567", "biller": "MTN", "amount": 100 });
    if let Value::Object(changes) = changes {
        body.as_object_mut().unwrap().extend(changes);
    }
    body
}

fn once(at: &str) -> Value {
    airtime(json!({ "isSchedule": true, "scheduleData": { "executionDate": at } }))
}

fn again(pattern: &str) -> Value {
    let data = json!({ "executionDate": "2026-01-16T08:00:00Z", "isRecurring": true, "recurrencePattern": pattern });
    airtime(json!({ "isSchedule": true, "scheduleData": data }))
}

async fn schedule(stage: &Stage, body: Value) -> Value {
    let answer = stage.post_by_key(AIRTIME, body).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    answer.json()["data"].clone()
}

/// The schedule as it is now.
async fn now(stage: &Stage, schedule: &Value) -> Value {
    stage.get_by_key(&format!("/schedules/{}", schedule["id"].as_str().unwrap())).await.json()["data"].clone()
}

/// How many bills Ada has.
async fn bills(stage: &Stage) -> u64 {
    stage.get_by_key("/bills/records").await.json()["data"]["total"].as_u64().unwrap()
}

#[tokio::test]
async fn a_payment_for_later_is_made_when_its_time_has_come() {
    let stage = Stage::new().await;
    let answer = stage.post_by_key(AIRTIME, once("2026-01-16T12:00:00Z")).await;
    assert_snapshot!("schedule_airtime", shown(&answer));
    let (planned, before) = (answer.json()["data"].clone(), bills(&stage).await);
    assert_eq!(stage.ada_has().await, "1805.00", "nothing is set aside");
    stage.advance(DAY - 10).await;
    assert_eq!((now(&stage, &planned).await["status"].clone(), bills(&stage).await), (json!("PENDING"), before));
    stage.advance(10).await;
    assert_eq!(now(&stage, &planned).await["status"], "PROCESSING");
    assert_eq!((stage.ada_has().await, bills(&stage).await), ("1705.00".to_owned(), before + 1));
    stage.advance(5).await;
    assert_snapshot!("schedule_done", shown(&stage.get_by_key("/schedules").await));
    let latest = stage.get_by_key("/bills/records?limit=1").await.json();
    assert_eq!(latest["data"]["bills"][0]["createdAt"], "2026-01-16T11:59:59.995Z", "when it was to be paid");
    stage.adds_up().await;
}

#[tokio::test]
async fn what_recurs_is_paid_each_time_until_it_is_cancelled() {
    let stage = Stage::new().await;
    let (planned, before) = (schedule(&stage, again("DAILY")).await, bills(&stage).await);
    assert_eq!(planned["nextExecutionDate"], "2026-01-16T08:00:00.000Z");
    stage.advance(3 * DAY).await;
    assert_eq!((stage.ada_has().await, bills(&stage).await), ("1505.00".to_owned(), before + 3));
    let planned = now(&stage, &planned).await;
    assert_eq!(
        (&planned["status"], &planned["nextExecutionDate"]),
        (&json!("PENDING"), &json!("2026-01-19T08:00:00.000Z"))
    );
    let path = format!("/schedules/{}", planned["id"].as_str().unwrap());
    let gone = stage.send_by_key(Method::DELETE, &path, json!({})).await;
    assert_eq!(gone.json()["data"]["status"], "CANCELLED");
    let twice = stage.send_by_key(Method::DELETE, &path, json!({})).await;
    assert_eq!(twice.both(), error(400, "Schedule has come to its end", "Bad Request"));
    stage.advance(3 * DAY).await;
    assert_eq!(bills(&stage).await, before + 3);
    for pattern in ["weekly", "MONTHLY"] {
        schedule(&stage, again_after(pattern)).await;
    }
    stage.advance(62 * DAY).await;
    assert_eq!(bills(&stage).await, before + 3 + 8 + 2, "eight weeks and two months");
    stage.adds_up().await;
}

fn again_after(pattern: &str) -> Value {
    let data = json!({ "executionDate": "2026-01-28T08:00:00Z", "isRecurring": true, "recurrencePattern": pattern });
    airtime(json!({ "amount": 50, "isSchedule": true, "scheduleData": data }))
}

#[tokio::test]
async fn what_cannot_be_paid_then_fails_without_a_bill_and_comes_again() {
    let stage = Stage::new().await;
    let before = bills(&stage).await;
    let dear = async |mut body: Value| {
        body["amount"] = json!(5_000);
        schedule(&stage, body).await
    };
    let (single, daily) = (dear(once("2026-01-16T08:00:00Z")).await, dear(again("DAILY")).await);
    stage.advance(2 * DAY).await;
    assert_eq!(now(&stage, &single).await["status"], "FAILED");
    assert_eq!(now(&stage, &daily).await["status"], "PENDING");
    assert_eq!((bills(&stage).await, stage.ada_has().await), (before, "1805.00".to_owned()));
    stage.adds_up().await;
}

#[tokio::test]
async fn the_control_api_takes_schedules_on() {
    let stage = Stage::new().await;
    stage.switch(json!({ "time": "explicit" })).await;
    let (planned, before) = (schedule(&stage, again("DAILY")).await, bills(&stage).await);
    let go_on = async |outcome: &str| {
        let body = json!({ "item": planned["id"], "outcome": outcome });
        assert_eq!(stage.control(Method::POST, "/pending", Some(body)).await.status, 200);
        now(&stage, &planned).await
    };
    let next = go_on("next").await;
    assert_eq!((&next["status"], bills(&stage).await), (&json!("PROCESSING"), before + 1));
    assert_eq!(go_on("fail").await["nextExecutionDate"], "2026-01-18T08:00:00.000Z");
    assert_eq!(bills(&stage).await, before + 1);
    let last = go_on("finish").await;
    assert_eq!((&last["nextExecutionDate"], bills(&stage).await), (&json!(null), before + 2));
    stage.adds_up().await;
}

#[tokio::test]
async fn schedules_are_made_and_changed_by_the_account_holder() {
    let stage = Stage::new().await;
    let body = json!({
        "type": "ELECTRICITY",
        "payload": { "meterNumber": "45083311550", "disco": "EKO DISCO ELECTRICITY", "amount": "250.50" },
        "executionDate": "2026-02-01T08:00:00+01:00",
    });
    let made = stage.post_by_key("/schedules", body).await;
    assert_snapshot!("schedule_made", shown(&made));
    let path = format!("/schedules/{}", made.json()["data"]["id"].as_str().unwrap());
    let change = async |body: Value| stage.send_by_key(Method::PUT, &path, body).await;
    assert_eq!(change(json!({ "isRecurring": true })).await.status, 400, "no pattern is known");
    let body = json!({ "executionDate": "2026-01-20T08:00:00Z", "isRecurring": true, "recurrencePattern": "MONTHLY" });
    assert_snapshot!("schedule_changed", shown(&change(body).await));
    assert_eq!(change(json!({ "status": "COMPLETED" })).await.status, 400);
    assert_eq!(change(json!({ "status": "CANCELLED" })).await.json()["data"]["status"], "CANCELLED");
    assert_eq!(change(json!({ "isRecurring": false })).await.status, 400);
    let nothing = stage.get_by_key("/schedules/nothing").await;
    assert_eq!(nothing.both(), error(404, "Schedule not found", "Not Found"));
    let transfer = json!({ "type": "WALLET_PEER_TRANSFER", "payload": {}, "executionDate": "2026-02-01T08:00:00Z" });
    assert_snapshot!("schedule_wrong_type", shown(&stage.post_by_key("/schedules", transfer).await));
    assert_snapshot!("schedule_empty", shown(&stage.post_by_key("/schedules", json!({})).await));
}

#[tokio::test]
async fn a_plan_without_a_time_to_come_is_refused() {
    let stage = Stage::new().await;
    for (data, field) in [
        (json!(null), "scheduleData"),
        (json!([]), "scheduleData"),
        (json!({}), "scheduleData.executionDate"),
        (json!({ "executionDate": "2026-01-15T12:00:00Z" }), "scheduleData.executionDate"),
        (json!({ "executionDate": "tomorrow" }), "scheduleData.executionDate"),
        (json!({ "executionDate": "2026-02-01T08:00:00Z", "isRecurring": true }), "scheduleData.recurrencePattern"),
        (json!({ "executionDate": "2026-02-01T08:00:00Z", "isRecurring": "yes" }), "scheduleData.isRecurring"),
        (
            json!({ "executionDate": "2026-02-01T08:00:00Z", "recurrencePattern": "HOURLY" }),
            "scheduleData.recurrencePattern",
        ),
    ] {
        let body = airtime(json!({ "isSchedule": true, "scheduleData": data }));
        let answer = stage.post_by_key(AIRTIME, body).await;
        assert_eq!(answer.status, 400, "{data}: {answer:?}");
        assert!(answer.json()["errors"][field][0].as_str().unwrap().starts_with(field), "{data}: {answer:?}");
    }
    // What is for now has no plan, whatever stands there.
    let now = airtime(json!({ "isSchedule": false, "scheduleData": { "executionDate": "never" } }));
    assert_eq!(stage.post_by_key(AIRTIME, now).await.json()["data"]["status"], "PENDING");
}

#[tokio::test]
async fn numbers_are_kept_with_a_payment_and_by_hand() {
    let stage = Stage::new().await;
    let list = async |query: &str| stage.get_by_key(&format!("/bill-beneficiaries{query}")).await;
    for (name, body) in [
        ("no name", airtime(json!({ "saveBeneficiary": true }))),
        ("a name", airtime(json!({ "saveBeneficiary": true, "beneficiaryName": "Me" }))),
        ("not asked", airtime(json!({ "phoneNumber": "08099999999", "beneficiaryName": "Nobody" }))),
        ("refused", airtime(json!({ "phoneNumber": "08088888888", "amount": 50_000, "saveBeneficiary": true }))),
    ] {
        let answer = stage.post_by_key(AIRTIME, body).await;
        assert_eq!(answer.status == 200, name != "refused", "{name}: {answer:?}");
    }
    assert_snapshot!("beneficiaries", shown(&list("").await));
    let meter = json!({
        "type": "UTILITYBILLS", "name": "Home", "isFavorite": true, "meterNumber": "45083311550",
        "electricityProvider": "IBADAN DISCO ELECTRICITY",
    });
    let saved = stage.post_by_key("/bill-beneficiaries/electricity", meter.clone()).await;
    assert_snapshot!("beneficiary_electricity", shown(&saved));
    let twice = stage.post_by_key("/bill-beneficiaries/electricity", meter).await;
    assert_eq!(twice.both(), error(409, "A beneficiary with this number already exists", "Conflict"));
    let card = json!({ "type": "CABLEBILLS", "name": "TV", "smartCardNumber": "7023456789", "cableProvider": "DSTV" });
    assert_eq!(stage.post_by_key("/bill-beneficiaries/cable-tv", card).await.status, 200);
    let phone = json!({ "type": "MOBILEDATA", "name": "Mum", "mobileNumber": "08031112222", "mobileOperator": "GLO" });
    assert_eq!(stage.post_by_key("/bill-beneficiaries/mobile", phone).await.json()["data"]["type"], "MOBILEDATA");
    assert_snapshot!("beneficiary_empty", shown(&stage.post_by_key("/bill-beneficiaries/mobile", json!({})).await));
    let count = async |query: &str| list(query).await.json()["data"].as_array().unwrap().len();
    assert_eq!((count("").await, count("?type=AIRTIME").await, count("/favorites").await), (4, 1, 1));
    assert_eq!(list("?type=electricity").await.status, 400);
    let path = format!("/bill-beneficiaries/{}", saved.json()["data"]["id"].as_str().unwrap());
    let change = json!({ "name": "Old home", "isFavorite": false, "meterNumber": "45083311551" });
    let changed = stage.send_by_key(Method::PUT, &path, change).await.json();
    assert_eq!(
        (&changed["data"]["name"], &changed["data"]["meterNumber"]),
        (&json!("Old home"), &json!("45083311551"))
    );
    let bad = json!({ "meterNumber": "1", "electricityProvider": "MTN", "isFavorite": 1, "name": "" });
    let bad = stage.send_by_key(Method::PUT, &path, bad).await;
    assert_eq!(bad.json()["errors"].as_object().unwrap().len(), 4, "{bad:?}");
    stage.switch(json!({ "deletions": "empty" })).await;
    let deleted = stage.send_by_key(Method::DELETE, &path, json!({})).await;
    assert_eq!((deleted.status.as_u16(), &*deleted.text), (200, ""));
    let gone = stage.send_by_key(Method::DELETE, &path, json!({})).await;
    assert_eq!(gone.both(), error(404, "Beneficiary not found", "Not Found"));
    assert_eq!(count("").await, 3);
    let others = stage.session("ngozi@example.ng", "1357").await;
    assert_eq!(stage.get("/bill-beneficiaries", &others).await.json()["data"], json!([]));
}
