//! The work of `cargo xtask bench sync`, a program of its own so that it is built with optimizations: a first reading of a
//! long history from a simulated Monei into an encrypted file, a bare loop that only downloads the same pages beside it,
//! and a refresh of everything there is to see beside a call to one source. Figures come out as JSON, in milliseconds.

#![expect(clippy::disallowed_types, clippy::float_arithmetic, reason = "times are measured, and no amounts")]

use std::collections::BTreeMap;
use std::error::Error;
use std::sync::Arc;
use std::time::Instant;

use futures_util::StreamExt;
use futures_util::future::join_all;
use futures_util::stream::FuturesOrdered;
use jiff::{SignedDuration, Timestamp};
use monei_api::connect::Credential;
use monei_api::{Scope, ScopeSet};
use monei_client::connect::Connect;
use monei_client::{AccessToken, Api, BaseUrl, RefreshToken, TokenPair, http};
use monei_core::Clock;
use monei_core::cache::{Cache, CacheKey};
use monei_core::overview::Chain;
use monei_core::session::{Account, Grant, Grants, Session};
use monei_core::sync::gate::Reader;
use monei_core::sync::transactions::Transactions;
use monei_core::sync::{Gate, Part, keep};
use monei_core::vault::{MemoryStore, Vault};
use monei_sandbox::{Config, Fault, RateLimits, Running, Sandbox, Switches};
use reqwest::Client;
use serde_json::{Value, json};

const TRANSACTIONS: usize = 100_000;
/// In milliseconds.
const PAGE_LATENCY: u32 = 100;
const SOURCE_LATENCY: u32 = 200;
/// As many pages at once as the reading asks for.
const AHEAD: u32 = 4;
const REFRESHES: usize = 9;

type Figures = BTreeMap<&'static str, Vec<f64>>;
type Failure = Box<dyn Error + Send + Sync>;

#[tokio::main]
async fn main() -> Result<(), Failure> {
    let mut figures = Figures::new();
    long_history(&mut figures).await?;
    refresh(&mut figures).await?;
    println!("{}", json!({ "figures": figures }));
    Ok(())
}

async fn long_history(figures: &mut Figures) -> Result<(), Failure> {
    let stage = Stage::start(TRANSACTIONS, "/api/v1/transactions/user", PAGE_LATENCY).await?;
    let folder = tempfile::tempdir()?;
    let cache = Cache::open(folder.path(), "bench", CacheKey::random()?).await?;
    let transactions = Transactions::open(cache).await?;
    let started = Instant::now();
    let first = transactions.read_head(&stage.reader).await?;
    note(figures, "first page", started);
    if first.transactions.is_empty() {
        return Err("nothing to read".into());
    }
    transactions.read_rest(&stage.reader).await?;
    note(figures, "first sync", started);
    let progress = transactions.progress().borrow().clone();
    if !progress.complete || progress.total != Some(progress.known) {
        return Err(format!("not whole: {progress:?}").into());
    }
    let pages = u32::try_from(progress.known.div_ceil(100))?;
    let started = Instant::now();
    stage.download(pages, AHEAD).await?;
    note(figures, "bare loop", started);
    Ok(())
}

/// All sources at once, as the application asks for them, and one of them alone, in turn.
async fn refresh(figures: &mut Figures) -> Result<(), Failure> {
    let stage = Stage::start(0, "/api/v1/*", SOURCE_LATENCY).await?;
    let folder = tempfile::tempdir()?;
    let cache = Cache::open(folder.path(), "bench", CacheKey::random()?).await?;
    let transactions = Transactions::open(cache.clone()).await?;
    let chains = Chain::documented().into_iter().map(|source| Part::Chain(source.chain));
    let parts = [Part::Profile, Part::Limits, Part::Wallet, Part::Networks, Part::Bills, Part::Sales];
    let parts: Vec<Part> = parts.into_iter().chain(chains).collect();
    // The connections are made before.
    join_all(parts.iter().map(|part| stage.reader.read(*part))).await;
    transactions.read_head(&stage.reader).await?;
    for _ in 0..REFRESHES {
        let started = Instant::now();
        stage.reader.read(Part::Wallet).await?;
        note(figures, "one source", started);
        let started = Instant::now();
        let read = parts.iter().map(|part| async {
            let answer = stage.reader.read(*part).await?;
            keep::keep(&cache, *part, &answer, Timestamp::UNIX_EPOCH).await?;
            Ok::<(), Failure>(())
        });
        let (head, all) = tokio::join!(transactions.read_head(&stage.reader), join_all(read));
        head?;
        all.into_iter().collect::<Result<Vec<()>, Failure>>()?;
        note(figures, "all sources", started);
    }
    Ok(())
}

fn note(figures: &mut Figures, name: &'static str, started: Instant) {
    figures.entry(name).or_default().push(started.elapsed().as_secs_f64() * 1e3);
}

/// A simulated Monei whose answers are late, and a session of its busy person.
struct Stage {
    _running: Running,
    reader: Reader,
    http: Client,
    api: String,
    token: String,
}

impl Stage {
    async fn start(transactions: usize, slow: &str, latency: u32) -> Result<Self, Failure> {
        let switches = Switches { rate_limits: RateLimits::OFF, ..Switches::default() };
        let late = json!({ "path": slow, "kind": "latency", "latencyMs": latency, "times": "always" });
        let faults = vec![serde_json::from_value::<Fault>(late)?];
        let running = Sandbox::start(Config { transactions, switches, faults, ..Config::default() }).await?;
        let base = BaseUrl::parse(&running.api_base)?;
        let http = http::reading(&base)?;
        let login = json!({ "email": "busy@example.ng", "pin": "8642" });
        let login = http.post(format!("{}/auth/auth/login", running.api_base)).json(&login).send().await?;
        let login: Value = login.json().await?;
        let token = login.pointer("/data/accessToken").and_then(Value::as_str).ok_or("a session")?.to_owned();
        let clock = Clock::system();
        let session = session(&base, &http, &token, &clock)?;
        let reader = Reader::new(Arc::new(session), Arc::new(Gate::new(clock)));
        Ok(Self { api: running.api_base.clone(), _running: running, reader, http, token })
    }

    /// Downloads so many pages and looks at nothing.
    async fn download(&self, pages: u32, ahead: u32) -> Result<(), Failure> {
        let page = |number: u32| async move {
            let target = format!("{}/transactions/user?page={number}&limit=100", self.api);
            let answer = self.http.get(target).bearer_auth(&self.token).send().await?;
            Ok::<usize, Failure>(answer.error_for_status()?.bytes().await?.len())
        };
        let mut next = 1;
        let mut asked = FuturesOrdered::new();
        loop {
            while next <= pages && asked.len() < ahead as usize {
                asked.push_back(page(next));
                next += 1;
            }
            match asked.next().await {
                Some(answer) => drop(answer?),
                None => return Ok(()),
            }
        }
    }
}

/// A session that holds what a person's own login may do.
fn session(base: &BaseUrl, http: &Client, token: &str, clock: &Clock) -> Result<Session, Failure> {
    let credential = |text: &str| Credential::new(text.to_owned());
    let tokens =
        TokenPair { access: AccessToken::new(credential(token)), refresh: RefreshToken::new(credential("none")) };
    let scopes: ScopeSet = [Scope::ProfileRead, Scope::KycRead, Scope::WalletRead].into_iter().collect();
    let expires_at = clock.now().checked_add(SignedDuration::from_hours(24))?;
    let mut grants = Grants::default();
    let grant = Grant::new(tokens, expires_at, scopes, String::new(), "bench".to_owned());
    grants.admit(grant, Some(Account::Local("bench".to_owned())), ScopeSet::EMPTY, clock.now());
    let now: fn() -> Timestamp = || Timestamp::UNIX_EPOCH;
    let api = Api::new(http.clone(), base.clone(), now);
    let connect = Connect::new(http.clone(), base.clone(), now);
    let vault = Vault::over(Arc::new(MemoryStore::default()), "bench", "default");
    Ok(Session::new(api, connect, vault, clock.clone(), grants))
}
