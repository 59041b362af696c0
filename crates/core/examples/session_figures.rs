//! The work of `cargo xtask bench session`, a program of its own so that it is built with optimizations: a thousand tasks
//! whose token has just expired, a call beside the same one by bare reqwest, and pages of transactions beside plain structs.
//! All of it before a simulated Monei on loopback. Figures come out as JSON, in milliseconds where they are times.

#![expect(clippy::disallowed_types, clippy::float_arithmetic, reason = "times are measured, and no amounts")]

#[path = "signed_in/mod.rs"]
mod signed_in;
#[path = "../tests/app/simulated.rs"]
#[expect(
    dead_code,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "the tests' own, of which this needs a part"
)]
mod simulated;

use std::error::Error;
use std::hint::black_box;
use std::time::Instant;

use jiff::{SignedDuration, Timestamp};
use monei_api::transaction::TransactionPage;
use monei_api::{Scope, envelope};
use monei_client::calls::WalletRead;
use monei_client::{BaseUrl, http};
use reqwest::Method;
use serde::Deserialize;
use serde_json::{Value, json};
use simulated::Simulated;
use tokio::task::JoinSet;

const TASKS: usize = 1_000;
const EXPIRIES: usize = 10;
/// Calls of each kind that count, after those that only make connections and warm caches.
const CALLS: usize = 5_000;
const WARM_UPS: usize = 500;
/// Readings of all transactions that count, likewise.
const READINGS: usize = 25;
const FIRST_READINGS: usize = 3;
const TRANSACTIONS: usize = 10_000;
/// As many as Monei gives at once.
const PAGE: usize = 100;

type Failure = Box<dyn Error + Send + Sync>;

#[tokio::main]
async fn main() -> Result<(), Failure> {
    let monei = Simulated::busy(TRANSACTIONS).await;
    let (refreshes, at_expiry) = expiries(&monei).await?;
    let (calls, bare_calls) = calls(&monei).await?;
    let (ours, plain) = readings(&pages(&monei).await?)?;
    println!(
        "{}",
        json!({
            "refreshes": refreshes, "atExpiry": at_expiry,
            "calls": calls, "bareCalls": bare_calls,
            "readings": ours, "plainReadings": plain,
        })
    );
    Ok(())
}

/// How often a token was renewed, and how long it took until all tasks had their answer.
async fn expiries(monei: &Simulated) -> Result<(Vec<u64>, Vec<f64>), Failure> {
    let (mut refreshes, mut times) = (Vec::new(), Vec::new());
    for _ in 0..EXPIRIES {
        let (session, _) = signed_in::session(monei, Scope::WalletRead, SignedDuration::ZERO, None).await?;
        let before = token_calls(monei).await?;
        let started = Instant::now();
        let mut tasks = JoinSet::new();
        for _ in 0..TASKS {
            let session = session.clone();
            tasks.spawn(async move { Ok::<_, Failure>(session.with::<WalletRead>()?.wallet().await?) });
        }
        while let Some(answer) = tasks.join_next().await {
            drop(answer??);
        }
        times.push(milliseconds(started));
        refreshes.push(token_calls(monei).await? - before);
    }
    Ok((refreshes, times))
}

/// Calls of the token endpoint so far, whatever it answered.
async fn token_calls(monei: &Simulated) -> Result<u64, Failure> {
    let record = monei.control(Method::GET, "/calls", None).await;
    let endpoints = record.get("endpoints").and_then(Value::as_array).ok_or("the record of calls")?;
    let found = endpoints.iter().find(|endpoint| endpoint.get("path").is_some_and(|path| path == "/connect/token"));
    Ok(found.and_then(|endpoint| endpoint.get("calls")?.as_u64()).ok_or("no call of the token endpoint")?)
}

/// One call after the other through the session, and in turn the same one by reqwest alone, which looks at nothing.
async fn calls(monei: &Simulated) -> Result<(Vec<f64>, Vec<f64>), Failure> {
    let (session, token) = signed_in::session(monei, Scope::WalletRead, SignedDuration::from_hours(1), None).await?;
    let client = http::reading(&BaseUrl::parse(monei.api())?)?;
    let address = format!("{}/wallet/me", monei.api());
    let (mut ours, mut bare) = (Vec::new(), Vec::new());
    for pair in 0..WARM_UPS + CALLS {
        for turn in [pair % 2, (pair + 1) % 2] {
            let started = Instant::now();
            if turn == 0 {
                black_box(session.with::<WalletRead>()?.wallet().await?);
            } else {
                black_box(client.get(&address).bearer_auth(&token).send().await?.error_for_status()?.bytes().await?);
            }
            let took = milliseconds(started);
            if pair >= WARM_UPS {
                let times = if turn == 0 { &mut ours } else { &mut bare };
                times.push(took);
            }
        }
    }
    Ok((ours, bare))
}

/// The whole history in the largest pages that there are, as they came.
async fn pages(monei: &Simulated) -> Result<Vec<Vec<u8>>, Failure> {
    let (_, token) = signed_in::session(monei, Scope::WalletRead, SignedDuration::from_hours(1), None).await?;
    let client = http::reading(&BaseUrl::parse(monei.api())?)?;
    let mut pages = Vec::new();
    for page in 1..=TRANSACTIONS / PAGE {
        let address = format!("{}/transactions/user?page={page}&limit={PAGE}", monei.api());
        let answer = client.get(address).bearer_auth(&token).send().await?.error_for_status()?;
        pages.push(answer.bytes().await?.to_vec());
    }
    Ok(pages)
}

/// All pages read into what the application works with, and in turn into what `serde_json` fills by itself.
fn readings(pages: &[Vec<u8>]) -> Result<(Vec<f64>, Vec<f64>), Failure> {
    let (mut ours, mut plain) = (Vec::new(), Vec::new());
    for round in 0..FIRST_READINGS + READINGS {
        for turn in [round % 2, (round + 1) % 2] {
            let started = Instant::now();
            let mut rows = 0;
            for page in pages {
                rows += if turn == 0 {
                    black_box(envelope::read::<TransactionPage>(page)?).transactions.len()
                } else {
                    black_box(serde_json::from_slice::<PlainAnswer>(page)?).data.transactions.len()
                };
            }
            let took = milliseconds(started);
            if rows != TRANSACTIONS {
                return Err(format!("{rows} rows").into());
            }
            if round >= FIRST_READINGS {
                let times = if turn == 0 { &mut ours } else { &mut plain };
                times.push(took);
            }
        }
    }
    Ok((ours, plain))
}

/// A page as somebody writes it down who expects nothing but what the documentation shows. Amounts go through a binary
/// float, which is the quickest that `serde_json` has, and which the application may not do.
#[derive(Deserialize)]
#[expect(dead_code, reason = "they are filled, and not looked at")]
struct PlainAnswer {
    message: String,
    data: PlainPage,
}

#[derive(Deserialize)]
#[expect(dead_code, reason = "they are filled, and not looked at")]
struct PlainPage {
    transactions: Vec<PlainRow>,
    pagination: PlainPagination,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(dead_code, reason = "they are filled, and not looked at")]
struct PlainPagination {
    page: u64,
    limit: u64,
    total: u64,
    total_pages: u64,
    has_next_page: bool,
    has_previous_page: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(dead_code, reason = "they are filled, and not looked at")]
struct PlainRow {
    id: String,
    user_id: String,
    amount: f64,
    #[serde(rename = "type")]
    kind: PlainKind,
    status: PlainStatus,
    reference: String,
    currency: String,
    narration: Option<String>,
    created_at: Timestamp,
    updated_at: Timestamp,
    deleted_date: Option<Timestamp>,
}

#[derive(Deserialize)]
enum PlainKind {
    #[serde(rename = "DEBIT")]
    Debit,
    #[serde(rename = "CREDIT")]
    Credit,
    #[serde(rename = "PEER-TRANSFER")]
    PeerTransfer,
}

#[derive(Deserialize)]
#[serde(rename_all = "UPPERCASE")]
enum PlainStatus {
    Pending,
    Success,
    Failed,
    Completed,
    Cancelled,
}

fn milliseconds(started: Instant) -> f64 {
    started.elapsed().as_secs_f64() * 1e3
}
