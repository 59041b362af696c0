//! A history of 100,000 transactions: made quickly, kept small, and read a page at a time. A debug build makes a shorter
//! one, and only a release build is held to the figures.

use std::time::{Duration, Instant};

use monei_sandbox::{Clock, Config, RateLimits, Sandbox, Switches};

use super::stage::Stage;

const IS_RELEASE: bool = !cfg!(debug_assertions);
const TRANSACTIONS: usize = if IS_RELEASE { 100_000 } else { 5_000 };

/// The memory that this process has, in bytes.
fn resident() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kilobytes = line.and_then(|line| line.trim().strip_suffix("kB"));
    kilobytes.and_then(|text| text.trim().parse::<u64>().ok()).unwrap_or_default() * 1024
}

#[tokio::test]
async fn a_long_history_is_quick_and_small() {
    let before = resident();
    let began = Instant::now();
    let config = Config {
        transactions: TRANSACTIONS,
        clock: Clock::fixed("2026-01-15T12:00:00.123Z".parse().unwrap()),
        switches: Switches { rate_limits: RateLimits::OFF, ..Switches::default() },
        ..Config::default()
    };
    let running = Sandbox::start(config).await.unwrap();
    let (seeding, memory) = (began.elapsed(), resident().saturating_sub(before));
    println!("{TRANSACTIONS} transactions in {seeding:?}, {} MB", memory / 1_000_000);
    let stage = Stage::of(running);
    let session = stage.session("busy@example.ng", "8642").await;
    let mut slowest = Duration::ZERO;
    for query in [
        "limit=100",
        "limit=100&page=500",
        "limit=100&sortBy=amount&sortOrder=asc&minAmount=100&type=DEBIT",
        "limit=100&sortBy=amount&page=20&narration=disco",
        "limit=100&narration=nowhere",
        "limit=100&sortBy=updatedAt&status=SUCCESS&currency=NGN&startDate=2025-01-01&endDate=2025-12-31&page=7",
    ] {
        // The best of several: others work on this computer as well.
        let mut best = Duration::MAX;
        for _ in 0..7 {
            let began = Instant::now();
            let answer = stage.get(&format!("/transactions/user?{query}"), &session).await;
            best = best.min(began.elapsed());
            assert_eq!(answer.status, 200, "{answer:?}");
        }
        println!("{best:?} for {query}");
        slowest = slowest.max(best);
    }
    let first = stage.get("/transactions/user?limit=100", &session).await.json();
    assert_eq!(first["data"]["pagination"]["total"], TRANSACTIONS);
    stage.adds_up().await;
    if IS_RELEASE {
        assert!(seeding <= Duration::from_secs(2), "{seeding:?}");
        assert!(memory <= 200_000_000, "{memory}");
        assert!(slowest <= Duration::from_millis(5), "{slowest:?}");
    }
    // There is room left for today's payments.
    let body = serde_json::json!({ "receiver": "ada@example.ng", "amount": 1000, "transactionPin": "975310" });
    let path = "/api/v1/wallet/payout/transfer";
    assert_eq!(stage.send(reqwest::Method::POST, path, Some(&session), Some(body)).await.status, 200);
}
