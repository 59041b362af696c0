//! Sums and exports.

use jiff::civil::date;
use jiff::tz::TimeZone;
use monei_api::{Amount, Currency};

use super::*;
use crate::activity::{MonthlyFlow, Sort};

fn moved(id: &str, at: &str, kind: &str, status: &str, amount: &str, currency: &str) -> Transaction {
    made(&json!({ "id": id, "createdAt": at, "type": kind, "status": status, "amount": amount, "currency": currency }))
}

#[tokio::test]
async fn months_are_the_persons_own_and_sums_are_exact() {
    let cache = Cache::in_memory().await.unwrap();
    let rows = vec![
        moved("a", "2026-01-31T22:59:59Z", "CREDIT", "SUCCESS", "0.1", "NGN"),
        moved("b", "2026-01-31T23:00:00Z", "CREDIT", "COMPLETED", "0.2", "NGN"),
        moved(
            "c",
            "2026-02-28T12:00:00Z",
            "CREDIT",
            "SUCCESS",
            "400000000000000000000000000000000.000000000000000001",
            "NGN",
        ),
        moved("d", "2026-02-28T12:00:00Z", "DEBIT", "SUCCESS", "90071992547409.93", "NGN"),
        moved("e", "2026-02-28T12:00:00Z", "DEBIT", "SUCCESS", "1", "USDT"),
        moved("f", "2026-02-28T12:00:00Z", "DEBIT", "FAILED", "7", "NGN"),
        moved("g", "2026-02-28T12:00:00Z", "PEER-TRANSFER", "SUCCESS", "7", "NGN"),
        made(&json!({ "id": "h", "type": "CREDIT", "status": "SUCCESS", "amount": 7 })),
    ];
    cache.take_in(rows).await.unwrap();
    let flow = |month: i8, currency: &str, incoming: &str, outgoing: &str| MonthlyFlow {
        month: date(2026, month, 1),
        currency: Currency::new(currency),
        incoming: incoming.parse::<Amount>().unwrap(),
        outgoing: outgoing.parse::<Amount>().unwrap(),
    };
    let lagos = cache.monthly_flows(TimeZone::fixed(jiff::tz::offset(1))).await.unwrap();
    assert_eq!(lagos.len(), 3);
    assert!(lagos.contains(&flow(1, "NGN", "0.1", "0")));
    assert!(lagos.contains(&flow(
        2,
        "NGN",
        "400000000000000000000000000000000.200000000000000001",
        "90071992547409.93"
    )));
    assert!(lagos.contains(&flow(2, "USDT", "0", "1")));
    let utc = cache.monthly_flows(TimeZone::UTC).await.unwrap();
    assert!(utc.contains(&flow(1, "NGN", "0.3", "0")));
}

#[tokio::test]
async fn an_export_is_of_one_moment_whatever_comes_meanwhile() {
    let folder = tempfile::tempdir().unwrap();
    for cache in [open(folder.path()).await, Cache::in_memory().await.unwrap()] {
        let rows = history(1_234, 21);
        take_in(&cache, &rows).await;
        let query = Query { sort: Sort::Oldest, ..typed("t") };
        let listed = cache.rows(query.clone(), 0, 2_000).await.unwrap();
        let mut export = cache.export(query.clone()).await.unwrap();
        assert_eq!((export.count(), export.generation()), (listed.rows.len() as u64, listed.generation));
        let mut taken = Vec::new();
        while let Some(batch) = export.next().await.unwrap() {
            taken.extend(batch.into_iter().map(|row| row.entry));
            let changed = made(&json!({ "id": listed.rows.last().unwrap().id, "narration": "changed meanwhile" }));
            cache.take_in(vec![changed, row("new", 200_000_000, "transfer")]).await.unwrap();
        }
        assert_eq!(taken, listed.rows);
        assert!(export.next().await.unwrap().is_none());
        assert_ne!(cache.rows(query, 0, 2_000).await.unwrap().rows, listed.rows);
    }
}

#[tokio::test]
async fn an_export_ends_with_the_cache() {
    let folder = tempfile::tempdir().unwrap();
    let cache = open(folder.path()).await;
    take_in(&cache, &history(1_234, 22)).await;
    let mut export = cache.export(Query::default()).await.unwrap();
    assert_eq!(export.next().await.unwrap().unwrap().len(), 500);
    cache.remove().await.unwrap();
    assert_eq!(export.next().await, Err(CacheError::Closed));
}
