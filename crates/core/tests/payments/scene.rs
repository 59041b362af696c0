//! A desk for the busy person's payments, and what the ledger says of them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use monei_api::connect::Credential;
use monei_api::{Amount, ScopeSet};
use monei_client::connect::Connect;
use monei_client::{AccessToken, Api, BaseUrl, MoneyClient, RefreshToken, TokenPair, http};
use monei_core::Clock;
use monei_core::payments::desk::{Committed, NotSent};
use monei_core::payments::{Desk, IntentId, Journal, Order, PaymentJournal, Pin, Prepared, Record, State};
use monei_core::session::{Account, Admission, Grant, Session};
use monei_core::vault::{MemoryStore, Vault};
use reqwest::Method;
use serde_json::{Value, json};

use super::simulated::Simulated;

const PIN: &str = "975310";
pub const EVERYTHING: &str = "profile:read kyc:read wallet:read wallet:deposit wallet:send wallet:withdraw swap:execute bills:pay offramp:execute";

pub struct Scene {
    pub monei: Simulated,
    pub desk: Desk<PaymentJournal>,
    pub session: Arc<Session>,
    clock: Clock,
    /// By how many seconds the clock is ahead of the computer's.
    ahead: Arc<AtomicI64>,
    vault: Vault,
    _folder: tempfile::TempDir,
    /// References of what was there before.
    before: BTreeSet<String>,
}

impl Scene {
    /// The busy person's wallet, with these permissions.
    pub async fn with(scopes: &str) -> Self {
        Self::of("busy", scopes).await
    }

    /// The same, of a wallet whose account has this name.
    pub async fn of(account: &str, scopes: &str) -> Self {
        Self::owned_by(Account::Monei(account.into()), scopes).await
    }

    pub async fn owned_by(account: Account, scopes: &str) -> Self {
        let monei = Simulated::busy(0).await;
        let base = BaseUrl::parse(monei.api()).unwrap();
        let ahead = Arc::new(AtomicI64::new(0));
        let clock = {
            let (system, ahead) = (Clock::system(), ahead.clone());
            Clock::new(move || system.now() + jiff::SignedDuration::from_secs(ahead.load(Ordering::SeqCst)))
        };
        let now = || jiff::Timestamp::UNIX_EPOCH;
        let api = Api::new(http::reading(&base).unwrap(), base.clone(), now);
        let connect = Connect::new(http::single_use(&base).unwrap(), base.clone(), now);
        let folder = tempfile::tempdir().unwrap();
        let vault = Vault::over(Arc::new(MemoryStore::default()), "demonstration", "default");
        let vault = vault.shared_through(folder.path());
        let session =
            Arc::new(Session::new(api, connect, vault.clone(), clock.clone(), monei_core::session::Grants::default()));
        let grant = grant(&monei, scopes, &clock).await;
        assert_eq!(session.admit(grant, Some(account), ScopeSet::EMPTY).await, Admission::Admitted);
        let desk = desk(&vault, &session, &base, &clock).await;
        let mut scene = Self { monei, desk, session, clock, ahead, vault, _folder: folder, before: BTreeSet::new() };
        scene.before = scene.rows().await.into_iter().map(|row| row["id"].as_str().unwrap().to_owned()).collect();
        scene
    }

    /// The application starts anew.
    pub async fn restart(&mut self) {
        let base = BaseUrl::parse(self.monei.api()).unwrap();
        self.desk = desk(&self.vault, &self.session, &base, &self.clock).await;
    }

    /// Here, not at Monei.
    pub fn pass(&self, seconds: i64) {
        self.ahead.fetch_add(seconds, Ordering::SeqCst);
    }

    /// From here on payments go to where nobody listens.
    pub async fn unplug(&mut self) {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let nowhere = format!("http://{}", listener.local_addr().unwrap());
        drop(listener);
        self.pay_through(&nowhere).await;
    }

    /// From here on payments go there.
    pub async fn pay_through(&mut self, api: &str) {
        let base = BaseUrl::parse(api).unwrap();
        self.desk = desk(&self.vault, &self.session, &base, &self.clock).await;
    }

    /// Somebody signs in to this wallet once more.
    pub async fn sign_in(&self, owner: Option<Account>, scopes: &str) -> Admission {
        self.session.admit(grant(&self.monei, scopes, &self.clock).await, owner, ScopeSet::EMPTY).await
    }

    pub fn pin() -> Pin {
        Pin::new(PIN.to_owned().into()).unwrap()
    }

    pub async fn prepare(&self, order: &Order) -> Prepared {
        self.desk.prepare(order).await.unwrap()
    }

    pub async fn commit(&self, prepared: Prepared, despite: &BTreeSet<IntentId>) -> Result<Committed, NotSent> {
        let pin = prepared.needs_pin().then(Self::pin);
        self.desk.commit(prepared, pin, despite).await
    }

    pub async fn pay(&self, order: &Order) -> Committed {
        let committed = self.commit(self.prepare(order).await, &BTreeSet::new()).await.unwrap();
        assert_eq!(committed.not_kept, None);
        committed
    }

    pub async fn record(&self, id: &IntentId) -> Record {
        let records = self.desk.journal().records().await.unwrap();
        records.whole.into_iter().find(|record| record.intent.id == *id).unwrap()
    }

    /// Lets everything that is under way at Monei come to its good end.
    pub async fn finish(&self) {
        let pending = self.monei.control(Method::GET, "/pending", None).await;
        for item in pending["pending"].as_array().unwrap() {
            let end = json!({ "item": item["id"], "outcome": "finish" });
            self.monei.control(Method::POST, "/pending", Some(end)).await;
        }
    }

    /// What went out of the wallet since the beginning, and was not given back.
    pub async fn moved(&self) -> BTreeMap<String, Amount> {
        let ledger = self.monei.control(Method::GET, "/ledger", None).await;
        assert_eq!(ledger["sound"], true, "{ledger}");
        let mut moved = BTreeMap::new();
        for row in self.rows().await {
            let text = |name: &str| row[name].as_str().unwrap();
            let done = matches!(text("status"), "SUCCESS" | "COMPLETED");
            if text("direction") == "out" && done && !self.before.contains(text("id")) {
                let sum: &mut Amount = moved.entry(text("currency").to_owned()).or_default();
                *sum = sum.clone() + text("amount").parse().unwrap();
            }
        }
        moved
    }

    /// How many rows there are since the beginning.
    pub async fn new_rows(&self) -> usize {
        self.rows().await.iter().filter(|row| !self.before.contains(row["id"].as_str().unwrap())).count()
    }

    async fn rows(&self) -> Vec<Value> {
        self.monei.person().await["transactions"].as_array().unwrap().clone()
    }

    /// What the journal says that succeeded.
    pub async fn succeeded(&self) -> BTreeMap<String, Amount> {
        let mut sums = BTreeMap::new();
        for record in self.desk.journal().records().await.unwrap().whole {
            if matches!(record.state, State::Succeeded { .. }) {
                let sum: &mut Amount = sums.entry(record.intent.amount.currency.symbol().to_owned()).or_default();
                *sum = sum.clone() + record.intent.amount.amount;
            }
        }
        sums
    }

    /// How often an endpoint was asked.
    pub async fn posts(&self, path: &str) -> u64 {
        let calls = self.monei.control(Method::GET, "/calls", None).await;
        let endpoints = calls["endpoints"].as_array().unwrap().clone();
        endpoints.iter().find(|it| it["path"] == path).map_or(0, |it| it["calls"].as_u64().unwrap())
    }
}

async fn grant(monei: &Simulated, scopes: &str, clock: &Clock) -> Grant {
    let pair = monei.tokens(scopes).await;
    let credential = |name: &str| Credential::new(pair[name].as_str().unwrap().to_owned());
    let tokens = TokenPair {
        access: AccessToken::new(credential("access_token")),
        refresh: RefreshToken::new(credential("refresh_token")),
    };
    let expires_at = clock.now() + jiff::SignedDuration::from_hours(1);
    let granted = ScopeSet::parse(pair["scope"].as_str().unwrap());
    Grant::new(tokens, expires_at, granted, "http://relay".into(), "demonstration".into())
}

async fn desk(vault: &Vault, session: &Arc<Session>, base: &BaseUrl, clock: &Clock) -> Desk<PaymentJournal> {
    let journal = PaymentJournal::of(vault, clock.now()).await.unwrap();
    let money = MoneyClient::new(base.clone(), || jiff::Timestamp::UNIX_EPOCH).unwrap();
    Desk::new(session.clone(), money, journal, clock.clone())
}

pub fn amount(text: &str) -> Amount {
    text.parse().unwrap()
}

pub fn to_bank(sum: &str) -> Order {
    Order::BankTransfer {
        bank: "058".into(),
        account_number: "0123456789".into(),
        amount: amount(sum),
        narration: Some("Rent".into()),
    }
}

pub fn to_friend(sum: &str) -> Order {
    Order::PeerTransfer { receiver: "ngozi@example.ng".into(), amount: amount(sum) }
}
