//! `bench sandbox`: how quick the simulated Monei is, beside a bare server on the same foundation, and how it bears a
//! long history, in memory and in a file.

use std::path::PathBuf;

use anyhow::{Context, Result};
use monei_e2e::binaries;
use serde_json::{Value, json};
use tokio::process::Command;

use super::load::{Server, get, post};
use super::memory::held_by_one;
use super::{Row, quantile};
use crate::step::Steps;

const API_KEY: (&str, &str) = ("x-api-key", "bench");
const TRANSACTIONS: &str = "100000";

/// The part of a bare server's throughput that is left, as a bar from above: its reciprocal.
const TIMES_SLOWER: f64 = 1.0 / 0.25;
const CONNECTIONS: u32 = 16;
const PAIRS: usize = 5;
const SECONDS: u32 = 2;

const PER_SECOND: u32 = 2_000;
const PACED_SECONDS: u32 = 10;
const PACED_CONNECTIONS: u32 = 32;

/// How often a start and a page are measured.
const STARTS: usize = 5;
const PAGES: usize = 40;
const PAYOUTS: usize = 300;

/// Pages of a hundred from all of the history, chosen and sorted in every way.
const QUERIES: [&str; 5] = [
    "limit=100",
    "limit=100&sortBy=amount&sortOrder=asc&minAmount=100&type=DEBIT",
    "limit=100&sortBy=amount&page=20&narration=disco",
    "limit=100&narration=nowhere",
    "limit=100&sortBy=updatedAt&status=SUCCESS&currency=NGN&startDate=2025-01-01&endDate=2025-12-31&page=7",
];

/// The programs, put aside where no other build replaces them.
struct Programs {
    sandbox: PathBuf,
    bare: PathBuf,
    load: PathBuf,
}

pub(super) async fn measure() -> Result<Vec<Row>> {
    let programs = Programs::build().await?;
    let mut rows = throughput(&programs).await?;
    rows.push(paced(&programs).await?);
    rows.extend(long_history(&programs).await?);
    rows.extend(in_a_file(&programs).await?);
    Ok(rows)
}

impl Programs {
    async fn build() -> Result<Self> {
        let mut steps = Steps::aside();
        let line = "cargo build --locked --release --package monei-sandbox --bins --examples";
        steps.run("Sandbox, bare server and load", line).await?;
        let folder = binaries::root().join("target/bench/sandbox");
        std::fs::create_dir_all(&folder)?;
        let aside = |built: &str| -> Result<PathBuf> {
            let built = binaries::root().join("target/release").join(built);
            let aside = folder.join(built.file_name().context("a program")?);
            std::fs::copy(&built, &aside).with_context(|| built.display().to_string())?;
            Ok(aside)
        };
        Ok(Self { sandbox: aside("monei-sandbox")?, bare: aside("examples/bare")?, load: aside("examples/load")? })
    }

    async fn sandbox(&self, arguments: &[&str]) -> Result<Server> {
        let mut command = Command::new(&self.sandbox);
        command.args(["--port", "0"]).args(arguments).env("MONEI_SANDBOX_API_KEY", API_KEY.1);
        Server::start(&mut command, &self.load).await
    }

    async fn bare(&self) -> Result<Server> {
        Server::start(&mut Command::new(&self.bare), &self.load).await
    }
}

fn wallet() -> Value {
    get("/api/v1/wallet/me", API_KEY)
}

/// Both in turn, the other one first in every second pair.
async fn throughput(programs: &Programs) -> Result<Vec<Row>> {
    let sandbox = programs.sandbox(&[]).await?;
    let bare = programs.bare().await?;
    let (wallet, hello) = (wallet(), get("/", ("accept", "*/*")));
    // What is first is slow everywhere.
    sandbox.throughput(&wallet, CONNECTIONS, SECONDS).await?;
    bare.throughput(&hello, CONNECTIONS, SECONDS).await?;
    let (mut of_sandbox, mut of_bare) = (Vec::new(), Vec::new());
    for pair in 0..PAIRS {
        for turn in [pair % 2, (pair + 1) % 2] {
            match turn {
                0 => of_sandbox.push(sandbox.throughput(&wallet, CONNECTIONS, SECONDS).await?),
                _ => of_bare.push(bare.throughput(&hello, CONNECTIONS, SECONDS).await?),
            }
        }
    }
    sandbox.end().await?;
    bare.end().await?;
    let against = "a bare server's, in the same run";
    Ok(vec![
        Row::median("sandbox: bare server", &of_bare, "/s", "requests for a fixed text, 16 connections")?,
        Row::median("sandbox: GET /wallet/me", &of_sandbox, "/s", "requests, 16 connections")?,
        Row::ratio("sandbox: times fewer", &of_bare, &of_sandbox, against, TIMES_SLOWER)?,
    ])
}

async fn paced(programs: &Programs) -> Result<Row> {
    let sandbox = programs.sandbox(&[]).await?;
    let latencies = sandbox.paced(&wallet(), PACED_CONNECTIONS, PACED_SECONDS, PER_SECOND).await?;
    sandbox.end().await?;
    let against = "GET /wallet/me, 2,000 a second, from when each was due";
    Ok(Row::new("sandbox: 99 % within", quantile(&latencies, 0.99)?, "ms", against, Some(5.0)))
}

async fn long_history(programs: &Programs) -> Result<Vec<Row>> {
    let mut starts = Vec::new();
    let mut memory = Vec::new();
    for _ in 0..STARTS {
        let sandbox = programs.sandbox(&["--transactions", TRANSACTIONS]).await?;
        starts.push(sandbox.started_in.as_secs_f64());
        memory.push(held_by_one(sandbox.id()?)? * 1.048_576);
        sandbox.end().await?;
    }
    let sandbox = programs.sandbox(&["--transactions", TRANSACTIONS]).await?;
    let session = session(&sandbox).await?;
    let mut slowest = Vec::new();
    for query in QUERIES {
        let page = get(&format!("/api/v1/transactions/user?{query}"), ("authorization", &session));
        let times = sandbox.in_turn(&[&page; PAGES]).await?;
        if slowest.is_empty() || quantile(&times, 0.5)? > quantile(&slowest, 0.5)? {
            slowest = times;
        }
    }
    sandbox.end().await?;
    let bars = [
        ("sandbox: start", starts, "s", "with 100,000 transactions, exec to ready", 2.0),
        ("sandbox: memory", memory, "MB", "of the whole process with them, PSS", 200.0),
        ("sandbox: page of 100", slowest, "ms", "the slowest of five queries over all of them", 5.0),
    ];
    bars.into_iter().map(|(name, values, unit, of, bar)| Row::median_below(name, &values, unit, of, bar)).collect()
}

/// The busy person's, as a header.
async fn session(sandbox: &Server) -> Result<String> {
    let login = json!({ "email": "busy@example.ng", "pin": "8642" });
    let answer = sandbox.once(&post("/api/v1/auth/auth/login", API_KEY, &login)).await?;
    let token = answer.pointer("/data/accessToken").and_then(Value::as_str).context("a session")?;
    Ok(format!("Bearer {token}"))
}

/// A payout changes a handful of records, however many there are.
async fn in_a_file(programs: &Programs) -> Result<Vec<Row>> {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("sandbox.db").display().to_string();
    let sandbox = programs.sandbox(&["--transactions", TRANSACTIONS, "--data", &file]).await?;
    let first = sandbox.started_in.as_secs_f64();
    let payouts = (0..PAYOUTS).map(|number| {
        let body = json!({
            "amount": 1, "bank": "058", "accountNumber": "0123456789", "transactionPin": "1234",
            "reference": format!("bench-{number}"),
        });
        post("/api/v1/wallet/payout/bank-transfer", API_KEY, &body)
    });
    let payouts: Vec<Value> = payouts.collect();
    let payouts = sandbox.in_turn(&payouts.iter().collect::<Vec<_>>()).await?;
    sandbox.end().await?;
    let again = programs.sandbox(&["--data", &file]).await?;
    let restart = again.started_in.as_secs_f64();
    again.end().await?;
    let spread = "with 100,000 transactions in a file";
    Ok(vec![
        Row::median_below("sandbox: payout in a file", &payouts, "ms", spread, 5.0)?,
        Row::new("sandbox: 99 % of these within", quantile(&payouts, 0.99)?, "ms", spread, None),
        Row::new("sandbox: first start in a file", first, "s", "with 100,000 transactions to write", None),
        Row::new("sandbox: start after a kill", restart, "s", "with 100,000 transactions to read", None),
    ])
}
