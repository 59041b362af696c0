//! Bills: who can be paid, whose number it is, paying, what becomes of it, and the records.

use insta::assert_snapshot;
use proptest::prelude::*;
use reqwest::Method;
use serde_json::{Value, json};

use super::stage::{Answer, Stage, error, shown};

const AIRTIME: &str = "/bills/pay/airtime";
const DATA: &str = "/bills/pay/data";
const ELECTRICITY: &str = "/bills/pay/electricity";
const CABLE: &str = "/bills/pay/cable-tv";
const METER: &str = "45083311550";

fn airtime(phone: &str, amount: u32) -> Value {
    json!({ "phoneNumber": phone, "biller": "mtn", "amount": amount })
}

fn electricity(meter: &str, amount: u32) -> Value {
    json!({ "meterNumber": meter, "disco": "IBADAN DISCO ELECTRICITY", "amount": amount })
}

/// Pays, and returns the bill.
async fn pay(stage: &Stage, path: &str, body: Value) -> Value {
    let answer = stage.post_by_key(path, body).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    answer.json()["data"].clone()
}

/// The bill as it is now.
async fn now(stage: &Stage, bill: &Value) -> Value {
    let reference = bill["reference"].as_str().unwrap();
    stage.get_by_key(&format!("/bills/records/reference/{reference}")).await.json()["data"].clone()
}

/// What is wrong with each field.
fn complaints(answer: &Answer) -> Value {
    assert_eq!(answer.status, 400, "{answer:?}");
    answer.json()["errors"].clone()
}

#[tokio::test]
async fn electricity_operators_are_spelled_their_own_way_on_all_three_paths() {
    let stage = Stage::new().await;
    let operators = stage.get_by_key("/bills/discovery/electricity-operators").await;
    assert_snapshot!("electricity_operators", shown(&operators));
    for path in ["/bills/discovery/electricity", "/bills/billers/electricity"] {
        assert_eq!(stage.get_by_key(path).await.both(), operators.both(), "{path}");
    }
}

#[tokio::test]
async fn the_plans_of_a_biller_are_found_in_any_case_on_both_paths() {
    let stage = Stage::new().await;
    let items = stage.get_by_key("/bills/discovery/biller-items/MOBILEDATA/airtel").await;
    assert_snapshot!("biller_items", shown(&items));
    assert_eq!(items.json()["data"][0].as_object().unwrap().len(), 22);
    for path in ["/bills/get-biller-items/MOBILEDATA/Airtel", "/bills/discovery/biller-items/mobiledata/AIRTEL"] {
        assert_eq!(stage.get_by_key(path).await.both(), items.both(), "{path}");
    }
    let disco = stage.get_by_key("/bills/discovery/biller-items/UTILITYBILLS/ibadan%20DISCO%20electricity").await;
    assert_eq!(disco.json()["data"][0]["item_code"], "UB161");
    assert_eq!((&disco.json()["data"][0]["amount"], &disco.json()["data"][0]["is_data"]), (&json!(0), &json!(null)));
    for (category, names) in [
        ("AIRTIME", &["MTN", "AIRTEL", "GLO", "9MOBILE"][..]),
        ("MOBILEDATA", &["MTN", "AIRTEL", "GLO", "9MOBILE"]),
        ("CABLEBILLS", &["DSTV", "GOTV", "DSTV%20BOX%20OFFICE", "MYTV", "HiTV", "STARTIMES"]),
    ] {
        for name in names {
            let items = stage.get_by_key(&format!("/bills/discovery/biller-items/{category}/{name}")).await;
            assert!(!items.json()["data"].as_array().unwrap().is_empty(), "{category} {name}");
        }
    }
}

#[tokio::test]
async fn billers_that_there_are_not_have_no_plans() {
    let stage = Stage::new().await;
    let ask = async |rest: &str| stage.get_by_key(&format!("/bills/discovery/biller-items/{rest}")).await;
    assert_eq!(ask("AIRTIME/nobody").await.both(), error(404, "Biller not found", "Not Found"));
    assert_eq!(ask("CABLEBILLS/mtn").await.status, 404);
    let category = ask("ELECTRICITYBILLS/mtn").await;
    let words = "category must be one of AIRTIME, MOBILEDATA, CABLEBILLS, UTILITYBILLS";
    assert_eq!(complaints(&category), json!({ "category": [words] }));
    let words = "category and billerName must be percent-encoded UTF-8";
    assert_eq!(ask("AIRTIME/%FF").await.both(), error(400, words, "Bad Request"));
}

#[tokio::test]
async fn a_customer_is_validated_with_and_without_an_item() {
    let stage = Stage::new().await;
    let ask = async |path: &str, body: Value| stage.post_by_key(path, body).await;
    let path = "/bills/validation/customer";
    let body = json!({ "customer": METER, "billerCode": "BIL114", "itemCode": "UB161" });
    let found = ask(path, body.clone()).await;
    assert_snapshot!("bill_customer", shown(&found));
    assert_eq!(ask(path, json!({ "customer": METER, "billerCode": "BIL114" })).await.both(), found.both());
    assert_eq!(ask("/bills/validate", body).await.both(), found.both());
    let phone = ask(path, json!({ "customer": "08031234567", "billerCode": "BIL099" })).await;
    assert_eq!((&phone.json()["data"]["customerName"], phone.status.as_u16()), (&json!(null), 200));
    let unknown = ask(path, json!({ "customer": "45083310000", "billerCode": "BIL114" })).await;
    assert_eq!(unknown.both(), error(404, "Customer not found", "Not Found"));
    let wrong = ask(path, json!({ "customer": "4508331155", "billerCode": "BIL114", "itemCode": "CB177" })).await;
    assert_snapshot!("bill_customer_wrong", shown(&wrong));
    assert_snapshot!("bill_customer_empty", shown(&ask(path, json!({})).await));
}

#[tokio::test]
async fn airtime_is_pending_and_then_there() {
    let stage = Stage::new().await;
    let answer = stage.post_by_key(AIRTIME, airtime("08031234567", 200)).await;
    assert_snapshot!("pay_airtime", shown(&answer));
    assert_eq!(stage.ada_has().await, "1605.00", "it is set aside at once");
    let bill = answer.json()["data"].clone();
    stage.advance(4).await;
    let bill = now(&stage, &bill).await;
    assert_eq!((&bill["status"], &bill["token"]), (&json!("SUCCESS"), &json!(null)));
    let path = format!("/transactions/{}", bill["id"].as_str().unwrap());
    assert_snapshot!("bill_transaction", shown(&stage.get_by_key(&path).await));
    assert_eq!(stage.ada_has().await, "1605.00");
    stage.adds_up().await;
}

#[tokio::test]
async fn data_and_cable_cost_what_the_plan_costs() {
    let stage = Stage::new().await;
    let body = json!({ "phoneNumber": "+2348088447393", "biller": "airtel", "itemCode": "MD136", "amount": 1 });
    let data = stage.post_by_key(DATA, body).await;
    assert_snapshot!("pay_data", shown(&data));
    assert_eq!(stage.ada_has().await, "305.00");
    let cable =
        json!({ "smartcardNumber": "7023456789", "biller": "dstv box office", "itemCode": "CB197", "amount": 5 });
    assert_eq!(pay(&stage, CABLE, cable.clone()).await["amount"], 5, "the payer chooses where the plan has no price");
    let mut without = cable.clone();
    without["amount"] = Value::Null;
    let complaint = complaints(&stage.post_by_key(CABLE, without).await);
    assert_eq!(complaint, json!({ "amount": ["amount must be a number"] }));
    let body = json!({ "smartcardNumber": "2012345678", "biller": "GOTV", "itemCode": "CB186" });
    assert_snapshot!("pay_cable_short", shown(&stage.post_by_key(CABLE, body).await));
    stage.adds_up().await;
}

#[tokio::test]
async fn electricity_comes_with_a_token_once_it_is_delivered() {
    let stage = Stage::new().await;
    let answer = stage.post_by_key(ELECTRICITY, electricity(METER, 1_500)).await;
    assert_snapshot!("pay_electricity", shown(&answer));
    stage.advance(9).await;
    let reference = answer.json()["data"]["reference"].as_str().unwrap().to_owned();
    let record = stage.get_by_key(&format!("/bills/records/reference/{reference}")).await;
    assert_snapshot!("bill_record", shown(&record));
    let token = record.json()["data"]["token"].as_str().unwrap().to_owned();
    assert!(token.len() == 20 && token.bytes().all(|byte| byte.is_ascii_digit()), "{token}");
    assert_eq!(stage.get_by_key(&format!("/bills/reference/{reference}")).await.both(), record.both());
    stage.adds_up().await;
}

#[tokio::test]
async fn what_fails_comes_back() {
    let stage = Stage::new().await;
    for meter in ["45083310000", "45083310001"] {
        let bill = pay(&stage, ELECTRICITY, electricity(meter, 1_000)).await;
        assert_eq!(stage.ada_has().await, "805.00");
        stage.advance(9).await;
        let bill = now(&stage, &bill).await;
        assert_eq!((&bill["status"], &bill["token"], &bill["units"]), (&json!("FAILED"), &json!(null), &json!(null)));
        assert_eq!(stage.ada_has().await, "1805.00");
    }
    stage.adds_up().await;
}

#[tokio::test]
async fn some_numbers_are_slow_and_some_have_no_token() {
    let stage = Stage::new().await;
    let slow = pay(&stage, AIRTIME, airtime("08031230002", 100)).await;
    let postpaid = pay(&stage, ELECTRICITY, electricity("45083310003", 100)).await;
    stage.advance(590).await;
    assert_eq!(now(&stage, &slow).await["status"], "PENDING");
    let postpaid = now(&stage, &postpaid).await;
    assert_eq!((&postpaid["status"], &postpaid["token"]), (&json!("SUCCESS"), &json!(null)));
    stage.advance(20).await;
    assert_eq!(now(&stage, &slow).await["status"], "SUCCESS");
}

#[tokio::test]
async fn the_control_api_decides_where_time_is_explicit() {
    let stage = Stage::new().await;
    stage.switch(json!({ "time": "explicit" })).await;
    let good = pay(&stage, ELECTRICITY, electricity("45083310001", 100)).await;
    let bad = pay(&stage, ELECTRICITY, electricity(METER, 100)).await;
    assert_ne!(good["reference"], bad["reference"], "paid in the same millisecond");
    let pending = stage.control(Method::GET, "/pending", None).await.json();
    assert_eq!(pending["pending"][0]["kind"], "bill");
    for (bill, outcome, status) in [(&good, "finish", "SUCCESS"), (&bad, "fail", "FAILED")] {
        let body = json!({ "item": bill["reference"], "outcome": outcome });
        assert_eq!(stage.control(Method::POST, "/pending", Some(body)).await.status, 200);
        assert_eq!(now(&stage, bill).await["status"], status);
    }
    assert_eq!(stage.ada_has().await, "1705.00");
    stage.adds_up().await;
}

#[tokio::test]
async fn the_older_paths_pay_as_well() {
    let stage = Stage::new().await;
    let data = json!({ "phoneNumber": "08031234567", "biller": "GLO", "itemCode": "MD120" });
    let cable = json!({ "smartcardNumber": "2012345678", "biller": "GOTV", "itemCode": "CB186" });
    for (path, body, category) in [
        ("/bills/buy-airtime", airtime("08031234567", 50), "AIRTIME"),
        ("/bills/buy-mobile-data", data, "MOBILEDATA"),
        ("/bills/buy-electricity", electricity(METER, 55), "UTILITYBILLS"),
        ("/bills/subscribe-cable-tv", cable, "CABLEBILLS"),
    ] {
        let bill = pay(&stage, path, body).await;
        assert_eq!((&bill["type"], &bill["status"]), (&json!(category), &json!("PENDING")), "{path}");
    }
    assert_eq!(stage.ada_has().await, "500.00");
}

#[tokio::test]
async fn wrong_fields_of_payments_are_named() {
    let stage = Stage::new().await;
    for (name, path) in [("airtime", AIRTIME), ("data", DATA), ("electricity", ELECTRICITY), ("cable", CABLE)] {
        assert_snapshot!(format!("pay_{name}_empty"), shown(&stage.post_by_key(path, json!({})).await));
    }
    for amount in [json!(49.99), json!(50_000.01)] {
        let body = json!({ "phoneNumber": "0803123456", "biller": "starlink", "amount": amount });
        let answer = complaints(&stage.post_by_key(AIRTIME, body).await);
        assert_eq!(answer.as_object().unwrap().len(), 2, "{answer}");
        let body = json!({ "phoneNumber": "08031234567", "biller": "mtn", "amount": amount });
        let words = "amount must be from 50 to 50000";
        assert_eq!(complaints(&stage.post_by_key(AIRTIME, body).await), json!({ "amount": [words] }));
    }
    let body = json!({ "phoneNumber": "08031234567", "biller": "mtn", "itemCode": "MD136" });
    let words = "itemCode must be the code of an item of the biller";
    assert_eq!(complaints(&stage.post_by_key(DATA, body).await), json!({ "itemCode": [words] }));
    assert_eq!(stage.ada_has().await, "1805.00");
}

#[tokio::test]
async fn limits_and_balance_are_kept_without_a_pin() {
    let stage = Stage::new().await;
    let over = stage.post_by_key(ELECTRICITY, electricity(METER, 200_001)).await;
    assert_eq!(over.both(), error(403, "Single transaction limit of NGN 200000 exceeded for tier_1", "Forbidden"));
    let daily = stage.post_by_key(ELECTRICITY, electricity(METER, 199_999)).await;
    assert_eq!(daily.both(), error(403, "Daily transaction limit of NGN 200000 exceeded for tier_1", "Forbidden"));
    assert_snapshot!("pay_electricity_short", shown(&stage.post_by_key(ELECTRICITY, electricity(METER, 2_000)).await));
    // Somebody who has no PIN yet is only short of money.
    let session = stage.session("new@example.ng", "2468").await;
    let path = format!("/api/v1{AIRTIME}");
    let answer = stage.send(Method::POST, &path, Some(&session), Some(airtime("08031234567", 50))).await;
    assert_eq!(answer.json()["message"], "Insufficient balance for transaction");
}

#[tokio::test]
async fn paying_and_looking_back_are_two_permissions() {
    let stage = Stage::new().await;
    let app = stage.app().await;
    let payer = stage.pair(&app, "bills:pay").await;
    let path = format!("/api/v1{AIRTIME}");
    let paid = stage.send(Method::POST, &path, Some(&payer.access), Some(airtime("08031234567", 50))).await;
    assert_eq!(paid.status, 200, "{paid:?}");
    let records = stage.get("/bills/records", &payer.access).await;
    assert_eq!(records.both(), error(403, "Insufficient scope: requires wallet:read", "Forbidden"));
    stage.switch(json!({ "grants": "newOnly" })).await;
    let reader = stage.pair(&app, "wallet:read").await;
    assert_eq!(stage.get("/bills/records", &reader.access).await.status, 200);
    let refused = stage.send(Method::POST, &path, Some(&reader.access), Some(airtime("08031234567", 50))).await;
    assert_eq!(refused.both(), error(403, "Insufficient scope: requires bills:pay", "Forbidden"));
    let newcomer = stage.session("new@example.ng", "2468").await;
    let reference = paid.json()["data"]["reference"].as_str().unwrap().to_owned();
    assert_eq!(stage.get(&format!("/bills/records/reference/{reference}"), &newcomer).await.status, 404);
}

/// The bills that a query finds for Ada, all of them.
async fn find(stage: &Stage, query: &str) -> Vec<Value> {
    let answer = stage.get_by_key(&format!("/bills/records?limit=100&{query}")).await;
    assert_eq!(answer.status, 200, "{query}: {answer:?}");
    answer.json()["data"]["bills"].as_array().unwrap().clone()
}

#[tokio::test]
async fn the_past_has_a_pending_and_a_failed_bill() {
    let stage = Stage::new().await;
    let all = find(&stage, "").await;
    let statuses = |status: &str| all.iter().filter(|bill| bill["status"] == status).count();
    assert_eq!((all.len(), statuses("PENDING"), statuses("FAILED")), (9, 1, 1));
    let page = stage.get_by_key("/bills/records?limit=2").await;
    assert_snapshot!("bills_records", shown(&page));
    assert_eq!(stage.get_by_key("/bills?limit=2").await.both(), page.both());
    for bill in &all {
        let path = format!("/transactions/reference/{}", bill["reference"].as_str().unwrap());
        let transaction = stage.get_by_key(&path).await.json()["data"].clone();
        assert_eq!((&transaction["id"], &transaction["nature"]), (&bill["id"], &json!("FIAT_TRANSFER")));
        assert_eq!(transaction["metadata"]["customer"], bill["customer"]);
        assert_eq!(transaction["amount"].as_f64(), bill["amount"].as_str().unwrap().parse().ok());
    }
    // What was pending from the start ends when it is named, and has its token then.
    let pending = all.iter().find(|bill| bill["status"] == "PENDING").unwrap();
    let body = json!({ "item": pending["reference"], "outcome": "finish" });
    assert_eq!(stage.control(Method::POST, "/pending", Some(body)).await.status, 200);
    assert_eq!(now(&stage, pending).await["token"].as_str().unwrap().len(), 20);
    stage.adds_up().await;
}

#[tokio::test]
async fn everybody_has_bills_at_the_prices_of_their_plans() {
    let stage = Stage::new().await;
    for (email, pin) in [("busy@example.ng", "8642"), ("ngozi@example.ng", "1357")] {
        let session = stage.session(email, pin).await;
        let records = stage.get("/bills/records?limit=100", &session).await.json();
        let bills = records["data"]["bills"].as_array().unwrap();
        assert!(bills.len() > 5, "{email}: {}", bills.len());
        for bill in bills {
            let amount: f64 = bill["amount"].as_str().unwrap().parse().unwrap();
            if bill["type"] == "AIRTIME" {
                assert!((50.0..=50_000.0).contains(&amount), "{bill}");
            }
            assert_eq!(bill["type"] == "MOBILEDATA", bill["metadata"]["dataPlan"].is_string(), "{bill}");
            let has_token = bill["type"] == "UTILITYBILLS" && bill["status"] == "SUCCESS";
            assert_eq!(has_token, bill["token"].is_string(), "{bill}");
        }
    }
}

#[tokio::test]
async fn each_filter_of_the_records_chooses() {
    let stage = Stage::new().await;
    let all = find(&stage, "").await;
    let check = async |query: &str, keep: &dyn Fn(&Value) -> bool| {
        let expected: Vec<Value> = all.iter().filter(|bill| keep(bill)).cloned().collect();
        assert!(!expected.is_empty(), "{query} would find nothing");
        assert_eq!(find(&stage, query).await, expected, "{query}");
    };
    let amount = |bill: &Value| bill["amount"].as_str().unwrap().parse::<f64>().unwrap();
    let day = |bill: &Value| bill["createdAt"].as_str().unwrap()[..10].to_owned();
    check("type=UTILITYBILLS", &|bill| bill["type"] == "UTILITYBILLS").await;
    check("status=FAILED", &|bill| bill["status"] == "FAILED").await;
    check("billerName=mtn", &|bill| bill["billerName"] == "MTN").await;
    check("billerCode=BIL121", &|bill| bill["billerCode"] == "BIL121").await;
    check("customer=45083311550", &|bill| bill["customer"] == METER).await;
    check("search=disco%20elec", &|bill| bill["type"] == "UTILITYBILLS").await;
    check("search=7023", &|bill| bill["customer"] == "7023456789").await;
    check("minAmount=2100&maxAmount=5000.00", &|bill| (2_100.0..=5_000.0).contains(&amount(bill))).await;
    check("startDate=2026-01-13&endDate=2026-01-14", &|bill| {
        *day(bill) >= *"2026-01-13" && *day(bill) <= *"2026-01-14"
    })
    .await;
    let mut oldest_first = all.clone();
    oldest_first.reverse();
    assert_eq!(find(&stage, "sortOrder=ASC").await, oldest_first);
    assert!(find(&stage, "sortBy=amount&sortOrder=ASC").await.is_sorted_by_key(amount));
    for (query, field) in [
        ("type=airtime", "type"),
        ("status=COMPLETED", "status"),
        ("sortOrder=asc", "sortOrder"),
        ("sortBy=customer", "sortBy"),
        ("minAmount=x", "minAmount"),
        ("startDate=yesterday", "startDate"),
        ("page=0", "page"),
        ("limit=101", "limit"),
    ] {
        let answer = complaints(&stage.get_by_key(&format!("/bills/records?{query}")).await);
        assert!(answer[field][0].as_str().unwrap().starts_with(field), "{query}: {answer}");
    }
}

#[tokio::test]
async fn pages_of_records_have_names_of_their_own() {
    let stage = Stage::new().await;
    let all = find(&stage, "").await;
    let mut gathered = Vec::new();
    for page in 1..=3 {
        let body = stage.get_by_key(&format!("/bills/records?limit=4&page={page}")).await.json();
        let data = &body["data"];
        assert_eq!((&data["page"], &data["total"], &data["totalPages"]), (&json!(page), &json!(9), &json!(3)));
        assert_eq!((&data["hasNext"], &data["hasPrev"]), (&json!(page < 3), &json!(page > 1)));
        gathered.extend(data["bills"].as_array().unwrap().clone());
    }
    assert_eq!(gathered, all);
    let beyond = stage.get_by_key("/bills/records?page=18446744073709551615").await.json();
    assert_eq!(beyond["data"]["bills"], json!([]));
}

#[tokio::test]
async fn a_receipt_is_bare_and_what_is_not_there_has_a_shape_of_its_own() {
    let stage = Stage::new().await;
    let bill = find(&stage, "type=MOBILEDATA").await[0].clone();
    let path = format!("/bills/records/receipt/{}", bill["id"].as_str().unwrap());
    let receipt = stage.get_by_key(&path).await;
    assert_snapshot!("bill_receipt", shown(&receipt));
    assert_eq!(stage.get_by_key(&path.replace("/records", "")).await.both(), receipt.both());
    assert_snapshot!("bill_not_found", shown(&stage.get_by_key("/bills/records/reference/no%20such").await));
    let deposit = stage.get_by_key("/bills/records/reference/dep-028").await;
    assert_eq!((deposit.status.as_u16(), &deposit.json()["success"]), (404, &json!(false)), "it is no bill");
    let none = stage.get_by_key("/bills/records/receipt/nothing").await;
    assert_eq!(none.both(), error(404, "Bill payment not found", "Not Found"));
}

/// One of many payments.
#[derive(Clone, Debug)]
struct Payment {
    ending: u32,
    amount: u32,
    wait: u32,
}

fn payment() -> impl Strategy<Value = Payment> {
    let endings = prop::sample::select(vec![0, 1, 2, 3, 1550, 4567]);
    (endings, 40..600u32, 0..20u32).prop_map(|(ending, amount, wait)| Payment { ending, amount, wait })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_paid_and_fails_everything_adds_up(payments in prop::collection::vec(payment(), 1..16)) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let stage = Stage::new().await;
            let before = find(&stage, "").await.len();
            for Payment { ending, amount, wait } in payments {
                let (path, body) = if amount % 2 == 0 {
                    (AIRTIME, airtime(&format!("0803123{ending:04}"), amount))
                } else {
                    (ELECTRICITY, electricity(&format!("4508331{ending:04}"), amount))
                };
                let answer = stage.post_by_key(path, body).await;
                assert!(matches!(answer.status.as_u16(), 200 | 400), "{answer:?}");
                stage.advance(wait).await;
                stage.adds_up().await;
            }
            stage.advance(601).await;
            let bills = find(&stage, "").await;
            let new = &bills[..bills.len() - before];
            let spent: f64 = new
                .iter()
                .filter(|bill| bill["status"] == "SUCCESS")
                .map(|bill| bill["amount"].as_str().unwrap().parse::<f64>().unwrap())
                .sum();
            assert!(new.iter().all(|bill| bill["status"] != "PENDING"));
            assert_eq!(stage.ada_has().await, format!("{:.2}", 1805.0 - spent));
            stage.adds_up().await;
        });
    }
}
