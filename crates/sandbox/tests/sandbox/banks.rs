//! Bank utilities: the list, a code by name, and who has an account.

use insta::assert_snapshot;
use serde_json::json;

use super::stage::{Stage, error, shown};

#[tokio::test]
async fn banks_are_listed_on_both_paths() {
    let stage = Stage::new().await;
    let banks = stage.get_by_key("/wallet/utils/banks").await;
    assert_snapshot!("banks", shown(&banks));
    assert_eq!(stage.get_by_key("/wallet/get-banks").await.both(), banks.both());
}

#[tokio::test]
async fn a_code_is_found_by_a_part_of_the_name() {
    let stage = Stage::new().await;
    let found = stage.get_by_key("/wallet/utils/bank-code?bankName=guaranty").await;
    assert_snapshot!("bank_code", shown(&found));
    assert_eq!(stage.get_by_key("/wallet/get-bank-code?bankName=guaranty").await.both(), found.both());
    let none = stage.get_by_key("/wallet/utils/bank-code?bankName=nothing").await;
    assert_eq!(none.both(), error(404, "Bank not found", "Not Found"));
    assert_snapshot!("bank_code_without_name", shown(&stage.get_by_key("/wallet/utils/bank-code").await));
}

#[tokio::test]
async fn an_account_has_the_same_holder_every_time() {
    let stage = Stage::new().await;
    let ask = async |path: &str, bank: &str, number: &str| {
        stage.post_by_key(path, json!({ "bank": bank, "accountNumber": number })).await
    };
    let path = "/wallet/utils/verify-bank-account";
    let account = ask(path, "058", "0123456789").await;
    assert_snapshot!("verified_account", shown(&account));
    assert_eq!(ask("/wallet/verify-bank-account", "058", "0123456789").await.both(), account.both());
    assert_eq!(ask(path, "090999", "9907581802").await.json()["data"]["accountName"], "ADA OBI");
    assert_eq!(ask(path, "058", "0001234567").await.both(), error(404, "Account not found", "Not Found"));
    assert_snapshot!("unverifiable_account", shown(&ask(path, "58", "12345").await));
}
