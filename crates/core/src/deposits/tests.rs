use super::*;
use crate::cache::Cache;
use crate::environment::Environment;

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn begun(way: Way) -> Deposit {
    let wanted = NewDeposit { way, amount: "5000.50".parse().unwrap() };
    Deposit::new(&wanted, Reference::from("ours".to_owned()), at("2026-01-02T03:00:00Z")).unwrap()
}

fn answer(body: &str) -> Answer {
    serde_json::from_str(body).unwrap()
}

const WAITING: &str = r#"{"amount":5000.5,"totalAmount":"5110.52","moneiFee":110.02,"accountNumber":"9900112233",
    "bankName":"Indulge MFB","accountName":"MONEI/ADA OBI","expiry_datetime":"2026-01-02T03:30:00Z","status":"PENDING",
    "nextAction":{"type":"payment_Instructions","payment_instruction":{"note":"Transfer the exact total"}}}"#;

#[test]
fn what_cannot_be_added_is_refused_here() {
    let bad = |way: Way, amount: &str| {
        let wanted = NewDeposit { way, amount: amount.parse().unwrap() };
        Deposit::new(&wanted, Reference::from("ours".to_owned()), Timestamp::UNIX_EPOCH).err()
    };
    assert_eq!(bad(Way::Link, "0"), Some(BadOrder::NothingToSend));
    assert_eq!(bad(Way::Link, "-5"), Some(BadOrder::NothingToSend));
    assert_eq!(bad(Way::BankTransfer, "0.005"), Some(BadOrder::TooFine));
    assert_eq!(bad(Way::Ussd { bank: " ".into() }, "5"), Some(BadOrder::Missing));
    assert_eq!(bad(Way::Ussd { bank: "058".into() }, "5.05"), None);
}

#[test]
fn it_waits_lapses_and_may_be_paid_all_the_same() {
    let mut deposit = begun(Way::BankTransfer);
    deposit.tell(answer(WAITING));
    assert_eq!(deposit.stage_at(at("2026-01-02T03:29:59Z")), Stage::Waiting);
    assert_eq!(deposit.stage_at(at("2026-01-02T03:30:00Z")), Stage::Lapsed);
    assert!(deposit.is_open(at("2026-01-03T03:00:00Z")), "a bank may take its time");
    assert!(!deposit.is_open(at("2026-01-03T03:30:01Z")));
    let told = deposit.told();
    assert_eq!(told.total.unwrap().digits(), "5110.52");
    assert_eq!(told.account.unwrap().number, "9900112233");

    // The account and the time are not told again.
    deposit.tell(answer(r#"{"amount":5000.5,"status":"SUCCESS"}"#));
    assert_eq!(deposit.stage_at(at("2026-01-02T09:00:00Z")), Stage::Completed);
    assert_eq!(deposit.told().account.unwrap().holder.as_deref(), Some("MONEI/ADA OBI"));
    assert!(!deposit.is_open(at("2026-01-02T03:10:00Z")));
}

#[test]
fn each_end_is_told_apart() {
    for (status, stage) in [
        ("COMPLETED", Stage::Completed),
        ("failed", Stage::Failed),
        ("CANCELLED", Stage::Cancelled),
        ("SOMETHING", Stage::Waiting),
    ] {
        let mut deposit = begun(Way::Link);
        deposit.tell(answer(&format!(r#"{{"status":"{status}"}}"#)));
        assert_eq!(deposit.stage, stage, "{status}");
    }
}

#[test]
fn a_lost_start_is_given_time_to_arrive() {
    let mut deposit = begun(Way::BankTransfer);
    deposit.stage = Stage::Unanswered;
    deposit.is_unknown_at_monei(at("2026-01-02T03:01:00Z"));
    assert_eq!(deposit.stage, Stage::Unanswered);
    deposit.is_unknown_at_monei(at("2026-01-02T03:02:01Z"));
    assert_eq!(deposit.stage, Stage::NotStarted);
    // What Monei has told of once was begun, whatever it says later.
    let mut deposit = begun(Way::BankTransfer);
    deposit.tell(answer(WAITING));
    deposit.is_unknown_at_monei(at("2026-01-02T09:00:00Z"));
    assert_eq!(deposit.stage, Stage::Waiting);
}

#[test]
fn r54_figures_of_another_amount_are_not_shown() {
    let mut deposit = begun(Way::BankTransfer);
    deposit.tell(answer(r#"{"amount":500050,"totalAmount":511052,"moneiFee":11002,"status":"PENDING"}"#));
    assert_eq!((deposit.told().fee, deposit.told().total), (None, None));
    assert_eq!(deposit.amount.digits(), "5000.50");
}

#[test]
fn the_code_is_found_in_its_sentence() {
    let mut deposit = begun(Way::Ussd { bank: "058".into() });
    for (note, code) in [
        ("Dial *402*12345678# and follow the prompts", Some("*402*12345678#")),
        ("*737#", Some("*737#")),
        ("Call us (*)", None),
        ("*#", None),
    ] {
        deposit.tell(answer(&serde_json::json!({ "note": note }).to_string()));
        assert_eq!(deposit.told().code.as_deref(), code, "{note}");
    }
    // A transfer's note is no code.
    let mut transfer = begun(Way::BankTransfer);
    transfer.tell(answer(r#"{"note":"Or dial *737#"}"#));
    assert_eq!(transfer.told().code, None);
}

#[tokio::test]
async fn what_was_begun_is_there_after_a_restart() {
    let cache = Cache::in_memory().await.unwrap();
    let mut first = begun(Way::BankTransfer);
    first.tell(answer(WAITING));
    let mut link = begun(Way::Link);
    link.reference = Reference::from("second".to_owned());
    link.started_at = at("2026-01-02T04:00:00Z");
    let mut starting = begun(Way::Ussd { bank: "058".into() });
    starting.reference = Reference::from("third".to_owned());
    starting.started_at = at("2026-01-02T05:00:00Z");
    link.tell_link("https://monei.cc/pay/x".into());
    for deposit in [&first, &link, &starting] {
        kept::keep(&cache, deposit, deposit.started_at).await.unwrap();
    }
    let found = kept::all(&cache).await.unwrap();
    let stages: Vec<_> = found.iter().map(|it| (it.reference.as_str(), it.stage)).collect();
    // Nobody knows what became of the one whose start was under way.
    assert_eq!(stages, [("third", Stage::Unanswered), ("second", Stage::Waiting), ("ours", Stage::Waiting)]);
    assert_eq!(found[0].way, starting.way);
    assert_eq!(found[1].page(), Some("https://monei.cc/pay/x"));
    assert_eq!((found[2].told(), found[2].amount.clone()), (first.told(), first.amount));
}

#[test]
fn r48_only_pages_of_the_list_are_opened() {
    let monei = Environment::production().unwrap();
    let here = Environment::demonstration("http://127.0.0.1:4010/api/v1", "http://127.0.0.1:4020").unwrap();
    let staging = Environment::other("staging", "http://127.0.0.1:4010/api/v1").unwrap();
    for page in
        ["https://monei.cc/pay/x", "https://pay.monei.cc/x?y=z", "https://checkout.flutterwave.com/v3/hosted/pay/x"]
    {
        assert!(page::allowed(&monei, page).is_some() && page::allowed(&staging, page).is_some(), "{page}");
        assert!(page::allowed(&here, page).is_none(), "a demonstration leads nobody to {page}");
    }
    assert!(page::allowed(&here, "http://127.0.0.1:4010/pay/x").is_some());
    for page in [
        "http://127.0.0.1:4010/pay/x",
        "http://monei.cc/pay/x",
        "https://monei.cc.evil.example/pay",
        "https://evilmonei.cc/pay",
        "https://monei.com/pay",
        "https://monei.cc:8443/pay",
        "https://monei.cc@evil.example/",
        "https://me:pw@monei.cc/",
        "javascript:alert(1)",
        "file:///etc/passwd",
        "dev.moneiwallet.desktop:/callback",
        "pay",
    ] {
        assert!(page::allowed(&monei, page).is_none() && page::allowed(&staging, page).is_none(), "{page}");
    }
    for page in ["http://127.0.0.1:4011/pay/x", "http://localhost:4010/pay/x", "https://127.0.0.1:4010/pay/x"] {
        assert!(page::allowed(&here, page).is_none(), "{page}");
    }
}
