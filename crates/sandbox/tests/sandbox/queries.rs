//! The query of the transaction list: each parameter, each bad value, and nothing that makes it fail.

use proptest::prelude::*;
use serde_json::Value;

use super::stage::{Stage, read};

/// The transactions that a query finds for Ada, all of them.
async fn find(stage: &Stage, query: &str) -> Vec<Value> {
    let answer = stage.get_by_key(&format!("/transactions/user?limit=100&{query}")).await;
    assert_eq!(answer.status, 200, "{query}: {answer:?}");
    answer.json()["data"]["transactions"].as_array().unwrap().clone()
}

#[tokio::test]
async fn each_filter_chooses() {
    let stage = Stage::new().await;
    let all = find(&stage, "").await;
    assert_eq!(all.len(), 44);
    let check = async |query: &str, keep: &dyn Fn(&Value) -> bool| {
        let expected: Vec<Value> = all.iter().filter(|row| keep(row)).cloned().collect();
        assert!(!expected.is_empty(), "{query} would find nothing");
        assert_eq!(find(&stage, query).await, expected, "{query}");
    };
    let day = |row: &Value| row["createdAt"].as_str().unwrap()[..10].to_owned();
    let amount = |row: &Value| row["amount"].as_f64().unwrap();
    check("status=PENDING", &|row| row["status"] == "PENDING").await;
    check("type=PEER-TRANSFER", &|row| row["type"] == "PEER-TRANSFER").await;
    check("currency=eth", &|row| row["currency"] == "ETH").await;
    check("minAmount=2500&maxAmount=5000.00", &|row| (2500.0..=5000.0).contains(&amount(row))).await;
    check("narration=dISCO", &|row| row["narration"].as_str().unwrap().contains("DISCO")).await;
    check("reference=dep-028", &|row| row["reference"] == "dep-028").await;
    check("startDate=2026-01-10", &|row| *day(row) >= *"2026-01-10").await;
    check("fromDate=2026-01-05&toDate=2026-01-10", &|row| *day(row) >= *"2026-01-05" && *day(row) <= *"2026-01-10")
        .await;
    check("endDate=2026-01-10&type=DEBIT", &|row| *day(row) <= *"2026-01-10" && row["type"] == "DEBIT").await;
    assert_eq!(find(&stage, "fincraReference=x").await, Vec::<Value>::new());
    assert_eq!(find(&stage, "startDate=2026-01-10&endDate=2026-01-09").await, Vec::<Value>::new());
    assert_eq!(find(&stage, "unknown=1").await, all);
}

#[tokio::test]
async fn the_order_can_be_chosen() {
    let stage = Stage::new().await;
    let newest_first = find(&stage, "").await;
    let mut oldest_first = newest_first.clone();
    oldest_first.reverse();
    assert_eq!(find(&stage, "sortOrder=ASC").await, oldest_first);
    assert_eq!(find(&stage, "sortBy=updatedAt").await, newest_first);
    let amounts = find(&stage, "sortBy=amount&sortOrder=asc&currency=NGN").await;
    assert!(amounts.is_sorted_by_key(|row| row["amount"].as_f64().unwrap()));
}

#[tokio::test]
async fn pages_follow_one_another_without_gap() {
    let stage = Stage::new().await;
    let mut gathered = Vec::new();
    for page in 1..=5 {
        let body = stage.get_by_key(&format!("/transactions?page={page}")).await.json();
        let pagination = &body["data"]["pagination"];
        assert_eq!((&pagination["page"], &pagination["total"]), (&page.into(), &44.into()));
        assert_eq!(pagination["totalPages"], 5);
        assert_eq!(pagination["hasNextPage"], page < 5);
        assert_eq!(pagination["hasPreviousPage"], page > 1);
        gathered.extend(body["data"]["transactions"].as_array().unwrap().clone());
    }
    assert_eq!(gathered, find(&stage, "").await);
    let beyond = stage.get_by_key("/transactions?page=18446744073709551615&limit=100").await.json();
    assert_eq!(beyond["data"]["transactions"], Value::Array(Vec::new()));
}

#[tokio::test]
async fn bad_values_are_named() {
    let stage = Stage::new().await;
    for (query, field) in [
        ("page=0", "page"),
        ("page=-1", "page"),
        ("page=two", "page"),
        ("page=%2B1", "page"),
        ("limit=101", "limit"),
        ("limit=", "limit"),
        ("status=DONE", "status"),
        ("type=debit", "type"),
        ("currency=", "currency"),
        ("minAmount=1,000", "minAmount"),
        ("maxAmount=NaN", "maxAmount"),
        ("minAmount=1e999999999", "minAmount"),
        ("startDate=01/02/2026", "startDate"),
        ("endDate=2026-02-30", "endDate"),
        ("fromDate=2026-01-15T12:00:00Z", "fromDate"),
        ("sortBy=id", "sortBy"),
        ("sortOrder=up", "sortOrder"),
        ("page=1&page=2", "page"),
    ] {
        let answer = stage.get_by_key(&format!("/transactions/user?{query}")).await;
        assert_eq!(answer.status, 400, "{query}");
        let body = answer.json();
        assert_eq!((&body["statusCode"], &body["error"]), (&400.into(), &"Bad Request".into()), "{query}");
        assert!(body["errors"][field][0].as_str().unwrap().starts_with(field), "{query}: {body}");
    }
    let two = stage.get_by_key("/transactions/user?page=x&limit=y").await.json();
    assert_eq!(two["errors"].as_object().unwrap().len(), 2);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn no_query_makes_it_fail(queries in prop::collection::vec(query(), 20)) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let stage = Stage::new().await;
            for query in queries {
                let url = format!("{}/transactions/user?{query}", stage.running.api_base);
                let answer = read(stage.http.get(url).header("X-API-KEY", super::stage::API_KEY)).await;
                assert!(matches!(answer.status.as_u16(), 200 | 400), "{query}: {answer:?}");
            }
        });
    }
}

/// Known names with likely and unlikely values.
fn query() -> impl Strategy<Value = String> {
    let names = prop::sample::select(vec![
        "page",
        "limit",
        "status",
        "type",
        "currency",
        "minAmount",
        "maxAmount",
        "narration",
        "reference",
        "startDate",
        "endDate",
        "fromDate",
        "toDate",
        "sortBy",
        "sortOrder",
        "fincraReference",
        "x",
    ]);
    let values = prop_oneof![
        "[0-9]{0,25}",
        "-?[0-9]{1,9}\\.[0-9]{0,9}",
        "[0-9]{4}-[0-9]{2}-[0-9]{2}",
        "\\PC{0,20}",
        "(SUCCESS|CREDIT|NGN|amount|asc)",
    ];
    prop::collection::vec((names, values), 0..5)
        .prop_map(|pairs| url::form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish())
}
