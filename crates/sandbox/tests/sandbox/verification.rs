//! Proving who one is: submissions, their review, and the tier and limits that follow.

use insta::assert_snapshot;
use reqwest::Method;
use serde_json::{Value, json};

use super::stage::{Stage, error, shown};

const NIN: &str = "12345678901";

async fn status(stage: &Stage) -> Value {
    stage.get_by_key("/kyc/status").await.json()["data"].clone()
}

async fn eligibility(stage: &Stage, target: &str) -> Value {
    stage.post_by_key("/kyc/check-eligibility", json!({ "targetTier": target })).await.json()["data"].clone()
}

#[tokio::test]
async fn a_nin_leads_to_the_second_tier_and_its_limits() {
    let stage = Stage::new().await;
    let answer = stage.post_by_key("/kyc/submit-nin", json!({ "nin": NIN })).await;
    assert_snapshot!("kyc_submitted", shown(&answer));
    let waits = status(&stage).await;
    assert_eq!((&waits["currentTier"], &waits["status"]), (&json!("tier_1"), &json!("pending")));
    let again = stage.post_by_key("/kyc/submit-nin", json!({ "nin": NIN })).await;
    assert_eq!(again.both(), error(409, "A submission of this document already exists", "Conflict"));
    stage.advance(20).await;
    assert_snapshot!("kyc_second_tier", shown(&stage.get_by_key("/kyc/status").await));
    let user = &stage.get_by_key("/user/me").await.json()["data"]["kycInfo"];
    assert_eq!((&user["currentTier"], &user["ninVerified"]), (&json!("tier_2"), &json!(true)));
    assert_eq!(user["lastVerifiedAt"], "2026-01-15T12:00:20.123Z");
    // What the first tier refuses is within the limits of the second.
    let body = json!({
        "amount": 200_001, "bank": "058", "accountNumber": "0123456789", "transactionPin": "1234",
    });
    let within = stage.post_by_key("/wallet/payout/bank-transfer", body).await;
    assert_eq!(within.json()["message"], "Insufficient balance for transaction");
    stage.adds_up().await;
}

#[tokio::test]
async fn all_tiers_are_reached_one_after_the_other() {
    let stage = Stage::new().await;
    stage.post_by_key("/kyc/submit-bvn", json!({ "bvn": "22345678901" })).await;
    stage.advance(20).await;
    let early = status(&stage).await;
    assert_eq!((&early["currentTier"], &early["verified"]["bvn"]), (&json!("tier_1"), &json!(true)));
    stage.post_by_key("/kyc/submit-nin", json!({ "nin": NIN })).await;
    stage.advance(20).await;
    assert_eq!(status(&stage).await["currentTier"], "tier_3");
    for document in ["drivers_license", "utility_bill"] {
        let body = json!({ "documentType": document, "documentUrl": "https://files.example/a.png" });
        assert_eq!(stage.post_by_key("/kyc/upload-document", body).await.status, 200);
    }
    stage.advance(20).await;
    let top = status(&stage).await;
    assert_eq!(
        (&top["currentTier"], &top["canUpgrade"], &top["nextTier"]),
        (&json!("tier_4"), &json!(false), &Value::Null)
    );
    assert_eq!(top["status"], "verified");
}

#[tokio::test]
async fn what_is_not_genuine_is_turned_down_and_can_be_submitted_again() {
    let stage = Stage::new().await;
    let submit = async |nin: &str| stage.post_by_key("/kyc/submit-nin", json!({ "nin": nin })).await;
    assert_eq!(submit("00012345678").await.status, 200);
    stage.advance(20).await;
    let rejected = status(&stage).await;
    assert_eq!((&rejected["status"], &rejected["currentTier"]), (&json!("rejected"), &json!("tier_1")));
    assert_eq!(submit(NIN).await.status, 200);
    stage.advance(20).await;
    assert_eq!(status(&stage).await["currentTier"], "tier_2");
}

#[tokio::test]
async fn a_review_ends_on_command() {
    let stage = Stage::new().await;
    stage.switch(json!({ "time": "explicit" })).await;
    for (document, outcome, stands) in [("nin", "fail", "rejected"), ("bvn", "finish", "verified")] {
        let path = format!("/kyc/submit-{document}");
        stage.post_by_key(&path, json!({ document: NIN })).await;
        let pending = stage.control(Method::GET, "/pending", None).await.json();
        let item = &pending["pending"][0];
        assert_eq!(item["kind"], "review");
        let body = json!({ "item": item["id"], "outcome": outcome });
        assert_eq!(stage.control(Method::POST, "/pending", Some(body)).await.json(), json!({ "pending": [] }));
        assert_eq!(status(&stage).await["status"], stands);
    }
}

#[tokio::test]
async fn eligibility_has_its_rules() {
    let stage = Stage::new().await;
    let answer = stage.post_by_key("/kyc/check-eligibility", json!({ "targetTier": "tier_2" })).await;
    assert_snapshot!("kyc_eligible", shown(&answer));
    for (target, reason) in [("tier_1", "The account is at tier_1 already"), ("tier_4", "tier_2 comes first")] {
        let not = eligibility(&stage, target).await;
        assert_eq!((&not["eligible"], &not["reason"]), (&json!(false), &json!(reason)));
    }
    stage.post_by_key("/kyc/submit-nin", json!({ "nin": NIN })).await;
    assert_eq!(eligibility(&stage, "tier_2").await["reason"], "A submission is being looked at");
    let session = stage.session("new@example.ng", "2468").await;
    let ask = async |path: &str, body: Value| {
        stage.send(Method::POST, &format!("/api/v1/kyc/{path}"), Some(&session), Some(body)).await
    };
    let newcomer = ask("check-eligibility", json!({ "targetTier": "tier_2" })).await;
    assert_eq!(newcomer.json()["data"]["reason"], "The account is not verified");
    let refused = ask("submit-nin", json!({ "nin": NIN })).await;
    assert_eq!(refused.both(), error(403, "Account is not verified", "Forbidden"));
}

#[tokio::test]
async fn wrong_submissions_are_named() {
    let stage = Stage::new().await;
    assert_snapshot!("kyc_wrong_nin", shown(&stage.post_by_key("/kyc/submit-nin", json!({ "nin": 12_345 })).await));
    assert_snapshot!("kyc_wrong_bvn", shown(&stage.post_by_key("/kyc/submit-bvn", json!({ "bvn": "123" })).await));
    let body = json!({ "documentType": "library_card", "documentUrl": "file:///etc/passwd" });
    assert_snapshot!("kyc_wrong_document", shown(&stage.post_by_key("/kyc/upload-document", body).await));
    let body = json!({ "targetTier": "tier_9" });
    assert_snapshot!("kyc_wrong_tier", shown(&stage.post_by_key("/kyc/check-eligibility", body).await));
    assert_eq!(status(&stage).await["status"], "verified");
}
