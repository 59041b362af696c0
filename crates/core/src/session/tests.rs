//! Token renewal against a server that counts, refuses and loses answers.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use monei_api::connect::Credential;
use monei_api::wallet::WalletResponse;
use monei_client::calls::WalletRead;
use monei_client::{BaseUrl, http};
use serde_json::{Value, json};

use super::*;
use crate::vault::store::{MemoryStore, SecretStore, StoreError};
use jiff::SignedDuration;
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
    let (_, refresh) = pair_text(monei.generation.load(Ordering::SeqCst));
    if monei.refresh_faults.load(Ordering::SeqCst) {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    }
    if monei.refuses_refresh.load(Ordering::SeqCst) || body["refresh_token"] != refresh {
        return (StatusCode::UNAUTHORIZED, Json(json!({ "message": "Invalid or expired token" }))).into_response();
    }
    let generation = monei.generation.fetch_add(1, Ordering::SeqCst) + 1;
    if monei.losses.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1)).is_ok() {
        // The body breaks off: the answer is lost after the rotation happened.
        let broken = futures_util::stream::iter([Err::<Vec<u8>, _>(std::io::Error::other("lost"))]);
        return axum::body::Body::from_stream(broken).into_response();
    }
    let (access, refresh) = pair_text(generation);
    Json(json!({ "access_token": access, "refresh_token": refresh, "token_type": "Bearer", "expires_in": 3600 }))
        .into_response()
}

/// A store that can be told to refuse writes.
#[derive(Debug, Default)]
struct Store {
    inner: MemoryStore,
    /// How many writes still succeed.
    writable: AtomicUsize,
}

impl Store {
    fn allow(&self, writes: usize) {
        self.writable.store(writes, Ordering::SeqCst);
    }
}

impl SecretStore for Store {
    fn read(&self, item: &str) -> Result<Option<zeroize::Zeroizing<Vec<u8>>>, StoreError> {
        self.inner.read(item)
    }

    fn write(&self, item: &str, secret: &[u8]) -> Result<(), StoreError> {
        let spend = self.writable.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1));
        if spend.is_err() { Err(StoreError::Locked) } else { self.inner.write(item, secret) }
    }

    fn remove(&self, item: &str) -> Result<(), StoreError> {
        self.inner.remove(item)
    }
}

struct Scene {
    monei: Arc<Monei>,
    store: Arc<Store>,
    vault: Vault,
    session: SharedSession,
}

/// A session whose access token has this many minutes left.
async fn scene(minutes_left: i64) -> Scene {
    let monei = Arc::new(Monei::default());
    let router =
        Router::new().route("/wallet/me", get(wallet)).route("/connect/token", post(token)).with_state(monei.clone());
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = BaseUrl::parse(&format!("http://{}", listener.local_addr().unwrap())).unwrap();
    tokio::spawn(async move { axum::serve(listener, router).await });

    let store = Arc::new(Store::default());
    store.allow(usize::MAX);
    let vault = Vault::open(store.clone(), "demonstration", "default").await.unwrap();
    let clock = Clock::new(|| Timestamp::UNIX_EPOCH);
    let (access, refresh) = pair_text(0);
    let tokens = TokenPair {
        access: AccessToken::new(Credential::new(access)),
        refresh: RefreshToken::new(Credential::new(refresh)),
    };
    let expires_at = Timestamp::UNIX_EPOCH + SignedDuration::from_mins(minutes_left);
    let grant =
        Grant::new(tokens, expires_at, Scope::WalletRead.into(), "http://127.0.0.1:1".into(), "demonstration".into());
    let now = || Timestamp::UNIX_EPOCH;
    let api = Api::new(http::reading(&base).unwrap(), base.clone(), now);
    let connect = Connect::new(http::single_use(&base).unwrap(), base, now);
    let session = Arc::new(Session::new(api, connect, vault.clone(), clock, Grants::default()));
    let admitted = session.admit(grant, Some(Account::Monei("ada".into())), ScopeSet::EMPTY).await;
    assert_eq!(admitted, Admission::Admitted);
    Scene { monei, store, vault, session }
}

impl Scene {
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
        let kept = self.vault.load_grants().await.unwrap()?;
        kept.grants.first()?.tokens.as_ref().map(|pair| pair.access.expose().to_owned())
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn r26_a_thousand_calls_at_expiry_make_one_refresh() {
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
    assert_eq!(expired.balance().await, Err(SessionError::KeychainUnwritable));
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
    assert_eq!(scene.balance().await, Err(SessionError::Ended { answer_was_lost: false }));
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
    assert_eq!(scene.balance().await, Err(SessionError::Ended { answer_was_lost: false }));
    let kept = Grants::from_kept(scene.vault.load_grants().await.unwrap().unwrap(), "demonstration");
    assert_eq!(kept.ended(), Scope::WalletRead.into());
    assert_eq!(kept.account, Some(Account::Monei("ada".into())));
}

#[tokio::test]
async fn a_refresh_whose_answer_was_lost_is_tried_once_more_and_then_says_so() {
    let scene = scene(0).await;
    scene.monei.losses.store(1, Ordering::SeqCst);
    assert_eq!(scene.balance().await, Err(SessionError::Ended { answer_was_lost: true }));
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
