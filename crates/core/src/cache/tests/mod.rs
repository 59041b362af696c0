//! The cache against plain lists in memory, and against damage, crashes and a full disk.

mod crash;
mod files;
mod lists;
mod search;
mod sections;
mod sums;

use std::path::Path;

use jiff::Timestamp;
use monei_api::transaction::Transaction;
use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use rand::{RngExt, SeedableRng};
use serde_json::json;

use super::*;
use crate::activity::{Filter, Query};

const ACCOUNT: &str = "demonstration/ada";

fn key() -> CacheKey {
    CacheKey::from_bytes(&[7; CacheKey::LENGTH]).unwrap()
}

async fn open(folder: &Path) -> Cache {
    Cache::open(folder, ACCOUNT, key()).await.unwrap()
}

fn typed(text: &str) -> Query {
    Query { filter: Filter { text: text.to_owned(), ..Filter::default() }, ..Query::default() }
}

/// A transaction of the first day of 2026, so many seconds after its beginning.
fn row(id: &str, seconds: i64, narration: &str) -> Transaction {
    made(&json!({
        "id": id, "userId": "ada", "amount": 500, "type": "CREDIT", "status": "SUCCESS", "reference": format!("dep-{id}"),
        "currency": "NGN", "narration": narration, "createdAt": second(seconds), "updatedAt": second(seconds),
    }))
}

fn made(row: &serde_json::Value) -> Transaction {
    serde_json::from_str(&row.to_string()).unwrap()
}

fn second(seconds: i64) -> Timestamp {
    "2026-01-01T00:00:00Z".parse::<Timestamp>().unwrap() + jiff::SignedDuration::from_secs(seconds)
}

/// A history as wallets have them, with what is rare and strange in it; the newest first.
fn history(count: usize, seed: u64) -> Vec<Transaction> {
    const WORDS: [&str; 24] = [
        "Wallet",
        "funding",
        "MTN",
        "airtime",
        "Transfer",
        "to",
        "from",
        "Adébáyọ̀",
        "Ọlámídé",
        "EKEDC",
        "prepaid",
        "DSTV",
        "Straße",
        "ΣΊΣΥΦΟΣ",
        "ɓarawo",
        "İzmir",
        "ﬁnance",
        "🎉",
        "\u{202e}gnp",
        "a\u{0}b",
        "\"OR\"",
        "NEAR(",
        "100%",
        "日本語",
    ];
    let mut random = StdRng::seed_from_u64(seed);
    let mut seconds = 100_000_000;
    (0..count)
        .map(|number| {
            seconds -= *[0, 0, 1, 600, 4_000].choose(&mut random).unwrap();
            let length = random.random_range(0..6);
            let narration: Vec<&str> = (0..length).map(|_| *WORDS.choose(&mut random).unwrap()).collect();
            let amount = format!("{}.{:02}", random.random_range(0..3_000_000), random.random_range(0..100));
            let created = (random.random_range(0..40) > 0).then(|| second(seconds));
            made(&json!({
                "id": format!("t{number:06}"),
                "userId": "ada",
                "amount": if random.random_range(0..30) > 0 { json!(amount) } else { json!(null) },
                "type": (["DEBIT", "CREDIT", "PEER-TRANSFER", "NEW"].choose(&mut random).unwrap()),
                "status": (["SUCCESS", "COMPLETED", "PENDING", "FAILED", "CANCELLED", "ODD"].choose(&mut random).unwrap()),
                "reference": format!("{}-{:05}", ["dep", "TRF", "bill/"].choose(&mut random).unwrap(), random.random_range(0..99_999)),
                "currency": (["NGN", "NGN", "USDT", "ETH"].choose(&mut random).unwrap()),
                "narration": narration.join(" "),
                "createdAt": created,
            }))
        })
        .collect()
}

/// Takes a history in as pages of a hundred.
async fn take_in(cache: &Cache, rows: &[Transaction]) -> TakenIn {
    let mut all = TakenIn::default();
    for page in rows.chunks(100) {
        let taken = cache.take_in(page.to_vec()).await.unwrap();
        all = TakenIn {
            new: all.new + taken.new,
            changed: all.changed + taken.changed,
            known: all.known + taken.known,
            generation: taken.generation,
        };
    }
    all
}
