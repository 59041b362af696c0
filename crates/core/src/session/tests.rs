//! Token renewal against a server that counts, refuses and loses answers.

mod faults;
mod model;
mod payments;
mod sharing;

use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, AtomicI64, AtomicUsize, Ordering};

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::middleware;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use monei_api::connect::Credential;
use monei_api::wallet::WalletResponse;
use monei_client::calls::WalletRead;
use monei_client::{BaseUrl, http};
use monei_nightly::rounds;
use serde_json::{Value, json};

use super::*;
use crate::vault::store::{MemoryStore, SecretStore, StoreError};
use jiff::SignedDuration;
use jiff::fmt::rfc2822::DateTimePrinter;
use monei_client::RefreshToken;

/// A Monei that knows one pair at a time.
#[derive(Default)]
struct Monei {
    generation: AtomicUsize,
    refreshes: AtomicUsize,
    calls: AtomicUsize,
    /// Answers every call with 401, whatever the token.
    refuses_all: AtomicBool,
    /// The pair that was handed out first is still good for a renewal, but its access token is not accepted.
    first_access_expired: AtomicBool,
    forbids: AtomicBool,
    /// Rotates, and then closes the connection instead of answering, this many times.
    losses: AtomicUsize,
    refuses_refresh: AtomicBool,
    refresh_faults: AtomicBool,
    /// What becomes of the next renewals, before anything else is asked.
    script: Mutex<VecDeque<Fault>>,
    /// Done as soon as the next renewal is asked for, before it is looked at.
    meanwhile: Mutex<Option<Box<dyn FnOnce() + Send>>>,
    revoked: Mutex<Vec<String>>,
    /// What its clock shows.
    seconds: Arc<AtomicI64>,
    /// The payments that are on their way, and the renewals that were asked for beside one.
    payments: AtomicUsize,
    renewals_beside_payments: AtomicUsize,
}

/// What can become of a renewal.
#[derive(Clone, Copy, Debug)]
enum Fault {
    /// An answer of this status, and the pair stays.
    Status(u16),
    /// The answer breaks off, and the pair stays.
    LostBefore,
    /// The answer breaks off after the pair was rotated.
    LostAfter,
    /// The pair is rotated, and the answer is no token answer.
    Garbled,
}

fn pair_text(generation: usize) -> (String, String) {
    (format!("mct_{generation}"), format!("mcr_{generation}"))
}

async fn wallet(State(monei): State<Arc<Monei>>, headers: HeaderMap) -> Response {
    monei.calls.fetch_add(1, Ordering::SeqCst);
    let (access, _) = pair_text(monei.generation.load(Ordering::SeqCst));
    let authorized = headers.get("authorization").is_some_and(|value| value == format!("Bearer {access}").as_str());
    let expired = monei.first_access_expired.load(Ordering::SeqCst) && access == pair_text(0).0;
    if monei.refuses_all.load(Ordering::SeqCst) || expired || !authorized {
        return StatusCode::UNAUTHORIZED.into_response();
    }
    if monei.forbids.load(Ordering::SeqCst) {
        return (StatusCode::FORBIDDEN, Json(json!({ "message": "Insufficient scope: requires wallet:read" })))
            .into_response();
    }
    Json(json!({ "statusCode": 200, "data": { "nairaBalance": "1805.00", "subwallets": [] } })).into_response()
}

async fn token(State(monei): State<Arc<Monei>>, Json(body): Json<Value>) -> Response {
    monei.refreshes.fetch_add(1, Ordering::SeqCst);
    if monei.payments.load(Ordering::SeqCst) > 0 {
        monei.renewals_beside_payments.fetch_add(1, Ordering::SeqCst);
    }
    let meanwhile = monei.meanwhile.lock().unwrap().take();
    if let Some(meanwhile) = meanwhile {
        meanwhile();
    }
    let fault = monei.script.lock().unwrap().pop_front();
    match fault {
        Some(Fault::Status(status)) => return StatusCode::from_u16(status).unwrap().into_response(),
        Some(Fault::LostBefore) => return broken(),
        _ => {}
    }
    let (_, refresh) = pair_text(monei.generation.load(Ordering::SeqCst));
    if monei.refresh_faults.load(Ordering::SeqCst) {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    }
    if monei.refuses_refresh.load(Ordering::SeqCst) || body["refresh_token"] != refresh {
        return (StatusCode::UNAUTHORIZED, Json(json!({ "message": "Invalid or expired token" }))).into_response();
    }
    let generation = monei.generation.fetch_add(1, Ordering::SeqCst) + 1;
    let lost = monei.losses.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1)).is_ok();
    match fault {
        Some(Fault::Garbled) => return "<html>".into_response(),
        Some(Fault::LostAfter) => return broken(),
        _ if lost => return broken(),
        _ => {}
    }
    let (access, refresh) = pair_text(generation);
    Json(json!({ "access_token": access, "refresh_token": refresh, "token_type": "Bearer", "expires_in": 3600 }))
        .into_response()
}

/// Answers carry the date of this Monei's clock, not that of the computer that the test runs on.
async fn dated(State(monei): State<Arc<Monei>>, request: axum::extract::Request, next: middleware::Next) -> Response {
    let mut response = next.run(request).await;
    let now = Timestamp::from_second(monei.seconds.load(Ordering::SeqCst)).unwrap();
    let date = DateTimePrinter::new().timestamp_to_rfc9110_string(&now).unwrap();
    response.headers_mut().insert("date", date.parse().unwrap());
    response
}

async fn revoke(State(monei): State<Arc<Monei>>, Json(body): Json<Value>) -> StatusCode {
    let token = body["token"].as_str().unwrap().to_owned();
    monei.revoked.lock().unwrap().push(token);
    StatusCode::OK
}

/// An answer whose body breaks off.
fn broken() -> Response {
    let broken = futures_util::stream::iter([Err::<Vec<u8>, _>(std::io::Error::other("lost"))]);
    axum::body::Body::from_stream(broken).into_response()
}

/// A store that can be told to refuse writes.
#[derive(Debug, Default)]
struct Store {
    inner: MemoryStore,
    /// How many writes still succeed.
    writable: AtomicUsize,
    /// How many operations of any kind are still done.
    life: AtomicUsize,
}

impl Store {
    fn allow(&self, writes: usize) {
        self.writable.store(writes, Ordering::SeqCst);
    }

    fn everything(&self) -> Vec<(String, Vec<u8>)> {
        let content = |name: String| (self.inner.read(&name).unwrap().unwrap().to_vec(), name);
        self.inner.names().into_iter().map(content).map(|(content, name)| (name, content)).collect()
    }

    /// Makes the store hold exactly this.
    fn put_back(&self, everything: &[(String, Vec<u8>)]) {
        for name in self.inner.names() {
            self.inner.remove(&name).unwrap();
        }
        for (name, content) in everything {
            self.inner.write(name, content).unwrap();
        }
    }

    fn die_after(&self, operations: usize) {
        self.life.store(operations, Ordering::SeqCst);
    }

    fn live(&self) -> Result<(), StoreError> {
        let spent = self.life.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1));
        spent.map(drop).map_err(|_| StoreError::Failed)
    }
}

impl SecretStore for Store {
    fn read(&self, item: &str) -> Result<Option<zeroize::Zeroizing<Vec<u8>>>, StoreError> {
        self.live()?;
        self.inner.read(item)
    }

    fn write(&self, item: &str, secret: &[u8]) -> Result<(), StoreError> {
        self.live()?;
        let spend = self.writable.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1));
        if spend.is_err() { Err(StoreError::Locked) } else { self.inner.write(item, secret) }
    }

    fn remove(&self, item: &str) -> Result<(), StoreError> {
        self.live()?;
        self.inner.remove(item)
    }
}

/// A session in front of a server, with a clock and a store that tests tell what to do.
struct Scene {
    monei: Arc<Monei>,
    store: Arc<Store>,
    vault: Vault,
    session: SharedSession,
    /// What the computer's clock shows.
    seconds: Arc<AtomicI64>,
    base: BaseUrl,
    http: Clients,
}

/// For reading and for single use: to make one costs more than a thousand calls.
type Clients = (reqwest::Client, reqwest::Client);

/// A session whose access token has this many minutes left.
async fn scene(minutes_left: i64) -> Scene {
    let monei = Arc::new(Monei::default());
    let router = Router::new()
        .route("/wallet/me", get(wallet))
        .route("/connect/token", post(token))
        .route("/connect/token/revoke", post(revoke))
        .layer(middleware::from_fn_with_state(monei.clone(), dated))
        .with_state(monei.clone());
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = BaseUrl::parse(&format!("http://{}", listener.local_addr().unwrap())).unwrap();
    tokio::spawn(async move { axum::serve(listener, router).await });

    let store = Arc::new(Store::default());
    store.allow(usize::MAX);
    store.die_after(usize::MAX);
    let vault = Vault::open(store.clone(), "demonstration", "default", None).await.unwrap();
    let seconds = Arc::new(AtomicI64::new(0));
    let http = (http::reading(&base).unwrap(), http::single_use(&base).unwrap());
    let session = Arc::new(session_at(&base, &http, &vault, &seconds, None));
    let scene = Scene { monei, store, vault, session, seconds, base, http };
    assert_eq!(scene.sign_in(minutes_left).await, Admission::Admitted);
    scene
}

fn session_at(
    base: &BaseUrl,
    (reading, single_use): &Clients,
    vault: &Vault,
    seconds: &Arc<AtomicI64>,
    found: Option<Reading>,
) -> Session {
    let shown = seconds.clone();
    let clock = Clock::new(move || Timestamp::from_second(shown.load(Ordering::SeqCst)).unwrap());
    let now = || Timestamp::UNIX_EPOCH;
    let api = Api::new(reading.clone(), base.clone(), now);
    let connect = Connect::new(single_use.clone(), base.clone(), now);
    Session::resume(api, connect, vault.clone(), clock, found)
}

/// A grant of Ada's.
fn grant((access, refresh): (String, String), expires_at: Timestamp, scopes: ScopeSet) -> Grant {
    let tokens = TokenPair {
        access: AccessToken::new(Credential::new(access)),
        refresh: RefreshToken::new(Credential::new(refresh)),
    };
    Grant::new(tokens, expires_at, scopes, "http://127.0.0.1:1".into(), "demonstration".into())
}

fn ada() -> Account {
    Account::Monei("ada".into())
}

impl Scene {
    /// Takes in the pair that the server knows.
    async fn sign_in(&self, minutes_left: i64) -> Admission {
        let pair = pair_text(self.monei.generation.load(Ordering::SeqCst));
        let candidate = grant(pair, self.now() + SignedDuration::from_mins(minutes_left), Scope::WalletRead.into());
        self.session.admit(candidate, Some(ada()), ScopeSet::EMPTY).await
    }

    fn now(&self) -> Timestamp {
        Timestamp::from_second(self.seconds.load(Ordering::SeqCst)).unwrap()
    }

    /// Time goes by.
    fn pass(&self, seconds: i64) {
        self.seconds.fetch_add(seconds, Ordering::SeqCst);
        self.monei.seconds.fetch_add(seconds, Ordering::SeqCst);
    }

    /// Somebody sets the computer's clock.
    fn jump(&self, seconds: i64) {
        self.seconds.fetch_add(seconds, Ordering::SeqCst);
    }

    /// Another process on the same vault, as it starts.
    async fn another(&self) -> Self {
        let vault = Vault::over(self.store.clone(), "demonstration", "default");
        let found = vault.load_grants().await.unwrap();
        let session = Arc::new(session_at(&self.base, &self.http, &vault, &self.seconds, found));
        let Self { monei, store, seconds, base, http, .. } = self;
        let (monei, store, seconds) = (monei.clone(), store.clone(), seconds.clone());
        Self { monei, store, vault, session, seconds, base: base.clone(), http: http.clone() }
    }

    async fn balance(&self) -> Result<String, SessionError> {
        let wallet: WalletResponse = self.session.with::<WalletRead>()?.wallet().await?;
        Ok(wallet.naira_balance.into_option().unwrap().amount.to_string())
    }

    fn refreshes(&self) -> usize {
        self.monei.refreshes.load(Ordering::SeqCst)
    }

    fn calls(&self) -> usize {
        self.monei.calls.load(Ordering::SeqCst)
    }

    /// The access token that a new start would read.
    async fn kept(&self) -> Option<String> {
        let kept = self.vault.load_grants().await.unwrap()?.grants;
        kept.grants.first()?.tokens.as_ref().map(|pair| pair.access.expose().to_owned())
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn r26_a_thousand_calls_at_expiry_make_one_refresh() {
    for _ in 0..rounds(1, 50) {
        let scene = Arc::new(scene(0).await);
        let calls: Vec<_> = (0..1_000)
            .map(|_| {
                let scene = scene.clone();
                tokio::spawn(async move { scene.balance().await })
            })
            .collect();
        for call in calls {
            assert_eq!(call.await.unwrap().as_deref(), Ok("1805"));
        }
        assert_eq!(scene.refreshes(), 1);
        assert_eq!(scene.kept().await.as_deref(), Some("mct_1"));
    }
}

#[tokio::test]
async fn a_token_with_time_left_is_used_as_it_is() {
    let scene = scene(6).await;
    scene.balance().await.unwrap();
    assert_eq!(scene.refreshes(), 0);
}

#[tokio::test]
async fn r28_no_refresh_is_asked_for_when_the_vault_cannot_be_written() {
    let expired = scene(0).await;
    expired.store.allow(0);
    assert_eq!(expired.balance().await, Err(SessionError::Vault(StoreError::Locked.into())));
    let usable = scene(3).await;
    usable.store.allow(0);
    assert_eq!(usable.balance().await.as_deref(), Ok("1805"), "the old token is good for three minutes");
    assert_eq!((expired.refreshes(), usable.refreshes()), (0, 0));
}

#[tokio::test]
async fn r33_a_401_makes_one_refresh_and_one_resend() {
    let renewed = scene(60).await;
    renewed.monei.first_access_expired.store(true, Ordering::SeqCst);
    assert_eq!(renewed.balance().await.as_deref(), Ok("1805"));
    assert_eq!((renewed.refreshes(), renewed.calls()), (1, 2));
}

#[tokio::test]
async fn r33_a_second_401_ends_the_grant() {
    let scene = scene(60).await;
    scene.monei.refuses_all.store(true, Ordering::SeqCst);
    assert_eq!(scene.balance().await, Err(SessionError::Ended(Ending::Revoked)));
    assert_eq!((scene.refreshes(), scene.calls()), (1, 2));
    assert_eq!(scene.session.inspect(Grants::ended), Scope::WalletRead.into());
    assert_eq!(scene.balance().await.unwrap_err(), NotGranted(Scope::WalletRead).into());
    assert_eq!((scene.refreshes(), scene.calls()), (1, 2), "an ended grant is not tried again");
    let pairs = scene.session.close();
    assert_eq!(pairs.first().unwrap().access.expose(), "mct_1", "the renewed pair is alive and must be revoked");
}

#[tokio::test]
async fn r33_a_403_is_neither_refreshed_nor_repeated() {
    let scene = scene(60).await;
    scene.monei.forbids.store(true, Ordering::SeqCst);
    assert!(matches!(scene.balance().await, Err(SessionError::Call(CallError::Forbidden { .. }))));
    assert_eq!((scene.refreshes(), scene.calls()), (0, 1));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn those_who_wait_for_a_renewal_share_its_failure() {
    let scene = Arc::new(scene(0).await);
    scene.monei.refresh_faults.store(true, Ordering::SeqCst);
    let calls: Vec<_> = (0..100)
        .map(|_| {
            let scene = scene.clone();
            tokio::spawn(async move { scene.balance().await })
        })
        .collect();
    for call in calls {
        assert_eq!(call.await.unwrap(), Err(SessionError::Call(CallError::Fault { status: 503 })));
    }
    assert_eq!(scene.refreshes(), 1);
}

#[tokio::test]
async fn a_refused_refresh_ends_the_grant_and_remembers_what_it_held() {
    let scene = scene(0).await;
    scene.monei.refuses_refresh.store(true, Ordering::SeqCst);
    assert_eq!(scene.balance().await, Err(SessionError::Ended(Ending::Refused)));
    let kept = Grants::from_kept(scene.vault.load_grants().await.unwrap().unwrap().grants, "demonstration");
    assert_eq!(kept.ended(), Scope::WalletRead.into());
    assert_eq!(kept.account, Some(Account::Monei("ada".into())));
}

#[tokio::test]
async fn a_session_that_is_refused_in_its_time_was_revoked() {
    let scene = scene(30).await;
    scene.monei.refuses_all.store(true, Ordering::SeqCst);
    scene.monei.refuses_refresh.store(true, Ordering::SeqCst);
    assert_eq!(scene.balance().await, Err(SessionError::Ended(Ending::Revoked)));
    assert_eq!(scene.session.end_problem().code, ProblemCode::SessionRevoked);
    let later = scene.another().await;
    assert_eq!(later.session.end_problem().code, ProblemCode::SessionRevoked, "who opens it next is told the same");
}

#[tokio::test]
async fn a_refresh_whose_answer_was_lost_is_tried_once_more_and_then_says_so() {
    let scene = scene(0).await;
    scene.monei.losses.store(1, Ordering::SeqCst);
    assert_eq!(scene.balance().await, Err(SessionError::Ended(Ending::AnswerLost)));
    assert_eq!(scene.refreshes(), 2);
    assert_eq!(scene.session.end_problem().code, ProblemCode::SessionLost);
}

#[tokio::test]
async fn tokens_that_could_not_be_kept_are_used_and_reported() {
    let scene = scene(0).await;
    // The proof that the vault is writable succeeds, and the first write of the new pair does not.
    scene.store.allow(1);
    assert_eq!(scene.balance().await.as_deref(), Ok("1805"));
    assert!(!scene.session.is_kept());
    assert_eq!(scene.kept().await.as_deref(), Some("mct_0"), "the old slot stays in force");
    scene.store.allow(usize::MAX);
    scene.session.keep_again().await;
    assert!(scene.session.is_kept());
    assert_eq!(scene.kept().await.as_deref(), Some("mct_1"));
}

#[tokio::test]
async fn a_closed_session_hands_out_every_pair_and_writes_nothing_more() {
    let scene = scene(0).await;
    let pairs = scene.session.close();
    assert_eq!(pairs.len(), 1);
    scene.vault.remove_grants().await.unwrap();
    assert!(scene.balance().await.is_err());
    assert_eq!(scene.store.inner.names(), Vec::<String>::new());
}
