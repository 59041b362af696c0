//! A relay and a Monei in one server, and an application in front of them.

use std::collections::{HashMap, HashSet};
use std::sync::atomic::{AtomicBool, AtomicI64, AtomicUsize, Ordering::SeqCst};
use std::sync::{Arc, Mutex};

use axum::extract::{Form, Request, State};
use axum::http::{HeaderMap, StatusCode};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use monei_api::ScopeSet;
use monei_api::relay::Metadata;
use monei_core::app::{BrowserNotOpened, Config, SessionState, Shell};
use monei_core::identity::RELEASE;
use monei_core::settings::{Settings, SettingsFile, WayBack};
use monei_core::sync::Pace;
use monei_core::vault::{MemoryStore, SecretStore, StoreError};
use monei_core::{App, Clock, Environment, Snapshot};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::sync::{Notify, mpsc};
use url::Url;

use crate::simulated::Simulated;
/// What Monei tells of the person, to be looked for where it must not be.
pub const EMAIL: &str = "ada.canary@example.ng";
pub const ACCOUNT_NUMBER: &str = "9907581802";
pub const ADDRESS: &str = "0x52908400098527886E0F7030069857D2E4169EE7";

fn wallet() -> Value {
    json!({
        "id": "w1", "type": "CRYPTO", "currency": "ETH", "chain": "EVM", "balance": "0.05",
        "publicAddress": ADDRESS, "accountNumber": ACCOUNT_NUMBER,
    })
}

#[derive(Default)]
struct Facts {
    base: String,
    /// By `state`: what the exchange will say was granted.
    grants: Mutex<HashMap<String, String>>,
    /// By access token.
    tokens: Mutex<HashMap<String, ScopeSet>>,
    /// Challenges and access tokens of somebody else.
    foreign: Mutex<HashSet<String>>,
    calls: Mutex<HashMap<String, usize>>,
    /// What these paths answer instead: a status, and for how many seconds it asks to wait.
    failing: Mutex<HashMap<&'static str, (StatusCode, Option<u32>)>>,
    /// The simulated Monei whose tokens the relay hands out, where there is one.
    simulated: Option<Simulated>,
    exchanges: AtomicUsize,
    outside: AtomicUsize,
    revoked: AtomicUsize,
    revocation: Notify,
    revocations_fail: AtomicBool,
    discovery_fails: AtomicBool,
    away: AtomicBool,
    /// Seconds that the server's clock is ahead.
    clock: AtomicI64,
    profile_fails: AtomicBool,
    /// The relay asks this many exchanges to come back later.
    busy: AtomicUsize,
    /// Exchanges wait for this where it is set.
    held_back: Mutex<Option<Arc<Notify>>>,
}

#[derive(Clone)]
pub struct Platform(Arc<Facts>);

impl Platform {
    pub async fn start() -> Self {
        Self::with(None).await
    }

    /// A relay before a simulated Monei, whose person signs in and allows what is asked for.
    pub async fn before(simulated: Simulated) -> Self {
        Self::with(Some(simulated)).await
    }

    async fn with(simulated: Option<Simulated>) -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let facts = Arc::new(Facts { base, simulated, ..Facts::default() });
        let api = Router::new()
            .route("/user/me", get(user))
            .route("/kyc/status", get(|| async { Json(json!({ "data": { "currentTier": "tier_1" } })) }))
            .route(
                "/wallet/me",
                get(|| async { Json(json!({ "data": { "nairaBalance": "1805.00", "subwallets": [wallet()] } })) }),
            )
            .route("/transactions/user", get(|| async { Json(json!({ "data": { "transactions": [] } })) }))
            .route("/evm/networks", get(networks))
            .route("/evm/portfolio/{chain}", get(portfolio))
            .route("/solana/portfolio", get(|| async { Json(json!({ "data": { "nativeBalance": "0" } })) }))
            .route("/bills/records", get(|| async { Json(json!({ "data": { "bills": [], "total": 0 } })) }))
            .route(
                "/offramp/ledger/history",
                get(|| async { Json(json!({ "data": [], "meta": { "totalItems": 0 } })) }),
            )
            .layer(middleware::from_fn_with_state(facts.clone(), guard))
            .route("/connect/token", post(|| async { StatusCode::UNAUTHORIZED }))
            .route("/connect/token/revoke", post(revoke));
        let router = Router::new()
            .nest("/api", api)
            .route("/.well-known/oauth-authorization-server", get(metadata))
            .route("/token", post(exchange))
            .layer(middleware::from_fn_with_state(facts.clone(), dated))
            .with_state(facts.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self(facts)
    }

    /// Without a relay.
    pub fn environment(&self) -> Environment {
        let own = || format!("{}/api", self.0.base);
        let api = self.0.simulated.as_ref().map_or_else(own, |simulated| simulated.api().to_owned());
        Environment::other("test", &api).unwrap()
    }

    /// The name of an item in the keychain.
    pub fn item(&self, name: &str) -> String {
        format!("{}/default/{name}", self.environment().key())
    }

    pub fn base(&self) -> &str {
        &self.0.base
    }

    /// What the answer to this attempt will say was granted.
    pub fn grant(&self, attempt: &Opened, granted: &str) {
        self.0.grants.lock().unwrap().insert(attempt.parameter("code_challenge"), granted.to_owned());
    }

    /// Like [`Platform::grant`], but another person signed in.
    pub fn grant_to_somebody_else(&self, attempt: &Opened, granted: &str) {
        self.0.foreign.lock().unwrap().insert(attempt.parameter("code_challenge"));
        self.grant(attempt, granted);
    }

    /// The path answers this status until [`Platform::mend`].
    pub fn fail(&self, path: &'static str, status: u16, retry_after: Option<u32>) {
        self.0.failing.lock().unwrap().insert(path, (StatusCode::from_u16(status).unwrap(), retry_after));
    }

    /// Every connection ends without an answer.
    pub fn go_away(&self, away: bool) {
        self.0.away.store(away, SeqCst);
    }

    pub fn simulated(&self) -> &Simulated {
        self.0.simulated.as_ref().expect("a simulated Monei")
    }

    pub fn mend(&self) {
        self.0.failing.lock().unwrap().clear();
    }

    /// Calls of all paths.
    pub fn all_calls(&self) -> usize {
        self.0.calls.lock().unwrap().values().sum()
    }

    pub fn fail_revocations(&self, fail: bool) {
        self.0.revocations_fail.store(fail, SeqCst);
    }

    pub fn fail_discovery(&self, fail: bool) {
        self.0.discovery_fails.store(fail, SeqCst);
    }

    pub fn fail_profile(&self, fail: bool) {
        self.0.profile_fails.store(fail, SeqCst);
    }

    pub fn be_busy(&self, times: usize) {
        self.0.busy.store(times, SeqCst);
    }

    /// Exchanges are not answered until the returned value is notified.
    pub fn hold_back(&self) -> Arc<Notify> {
        let gate = Arc::new(Notify::new());
        *self.0.held_back.lock().unwrap() = Some(gate.clone());
        gate
    }

    /// The clock of the server is this far ahead from now on.
    pub fn set_clock(&self, seconds: i64) {
        self.0.clock.store(seconds, SeqCst);
    }

    pub fn revoke_at_monei(&self) {
        self.0.tokens.lock().unwrap().clear();
    }

    pub fn calls(&self, path: &str) -> usize {
        self.0.calls.lock().unwrap().get(path).copied().unwrap_or_default()
    }

    pub fn exchanges(&self) -> usize {
        self.0.exchanges.load(SeqCst)
    }

    pub fn revoked(&self) -> usize {
        self.0.revoked.load(SeqCst)
    }

    /// Returns when a token was revoked.
    pub async fn revocation(&self) {
        self.0.revocation.notified().await;
    }

    pub fn calls_outside_the_grant(&self) -> usize {
        self.0.outside.load(SeqCst)
    }
}

async fn metadata(State(facts): State<Arc<Facts>>) -> Response {
    if facts.discovery_fails.load(SeqCst) {
        return StatusCode::BAD_GATEWAY.into_response();
    }
    let list = |item: &str| vec![item.to_owned()];
    Json(Metadata {
        issuer: facts.base.clone(),
        authorization_endpoint: format!("{}/authorize", facts.base),
        token_endpoint: format!("{}/token", facts.base),
        response_types_supported: list("code"),
        grant_types_supported: list("authorization_code"),
        code_challenge_methods_supported: list("S256"),
        token_endpoint_auth_methods_supported: list("none"),
        scopes_supported: vec![],
        authorization_response_iss_parameter_supported: true,
        monei_environment: "test".into(),
    })
    .into_response()
}

async fn exchange(State(facts): State<Arc<Facts>>, Form(form): Form<HashMap<String, String>>) -> Response {
    use base64::Engine;
    use sha2::Digest;
    if facts.busy.fetch_update(SeqCst, SeqCst, |left| left.checked_sub(1)).is_ok() {
        let body = Json(json!({ "error": "temporarily_unavailable" }));
        return (StatusCode::SERVICE_UNAVAILABLE, [("retry-after", "1")], body).into_response();
    }
    let number = facts.exchanges.fetch_add(1, SeqCst) + 1;
    let gate = facts.held_back.lock().unwrap().clone();
    if let Some(gate) = gate {
        gate.notified().await;
    }
    let verifier = form.get("code_verifier").cloned().unwrap_or_default();
    let challenge = base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(sha2::Sha256::digest(verifier));
    let Some(granted) = facts.grants.lock().unwrap().remove(&challenge) else {
        return (StatusCode::BAD_REQUEST, Json(json!({ "error": "invalid_grant" }))).into_response();
    };
    if let Some(simulated) = &facts.simulated {
        return Json(simulated.tokens(&granted).await).into_response();
    }
    facts.tokens.lock().unwrap().insert(format!("mct_{number}"), ScopeSet::parse(&granted));
    let mut foreign = facts.foreign.lock().unwrap();
    if foreign.remove(&challenge) {
        foreign.insert(format!("mct_{number}"));
    }
    Json(json!({
        "access_token": format!("mct_{number}"), "refresh_token": format!("mcr_{number}"),
        "token_type": "Bearer", "expires_in": 3600, "scope": granted,
    }))
    .into_response()
}

async fn guard(State(facts): State<Arc<Facts>>, request: Request, next: Next) -> Response {
    let path = request.uri().path().trim_start_matches("/api").to_owned();
    *facts.calls.lock().unwrap().entry(path.clone()).or_default() += 1;
    let granted = facts.tokens.lock().unwrap().get(bearer(request.headers())).copied();
    let Some(granted) = granted else { return StatusCode::UNAUTHORIZED.into_response() };
    let endpoint = monei_api::endpoint::ALL.into_iter().find(|endpoint| is_path_of(endpoint.path, &path)).unwrap();
    if !endpoint.access.permits(granted) {
        facts.outside.fetch_add(1, SeqCst);
        return StatusCode::FORBIDDEN.into_response();
    }
    if facts.away.load(SeqCst) {
        let broken = futures_util::stream::iter([Err::<String, _>(std::io::Error::other("gone"))]);
        return axum::body::Body::from_stream(broken).into_response();
    }
    let failing = facts.failing.lock().unwrap().get(path.as_str()).copied();
    if let Some((status, retry_after)) = failing {
        // What a server writes may quote the person.
        let body = Json(json!({ "statusCode": status.as_u16(), "message": format!("{EMAIL} may not do this") }));
        let wait = retry_after.map(|seconds| [("retry-after", seconds.to_string())]);
        return wait.map_or_else(
            || (status, body.clone()).into_response(),
            |header| (status, header, body.clone()).into_response(),
        );
    }
    next.run(request).await
}

async fn networks() -> Json<Value> {
    Json(json!({ "data": [{ "chainId": 8453, "name": "Base" }, { "chainId": 1, "name": "Ethereum" }] }))
}

async fn portfolio() -> Json<Value> {
    Json(json!({ "data": { "nativeToken": { "symbol": "ETH", "balance": "0.05", "balanceUSD": "150.40" } } }))
}

/// A template's `{…}` stands for any segment; a path without any is preferred by its place in the table.
fn is_path_of(template: &str, path: &str) -> bool {
    let (mut template, mut path) = (template.split('/'), path.split('/'));
    let fits = template.by_ref().zip(path.by_ref()).all(|(wanted, found)| wanted.starts_with('{') || wanted == found);
    fits && template.next().is_none() && path.next().is_none()
}

async fn dated(State(facts): State<Arc<Facts>>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let time = Clock::system().now() + jiff::SignedDuration::from_secs(facts.clock.load(SeqCst));
    let date = jiff::fmt::rfc2822::DateTimePrinter::new().timestamp_to_rfc9110_string(&time).unwrap();
    response.headers_mut().insert("date", date.parse().unwrap());
    response
}

async fn user(State(facts): State<Arc<Facts>>, headers: HeaderMap) -> Result<Json<Value>, StatusCode> {
    if facts.profile_fails.load(SeqCst) {
        return Err(StatusCode::BAD_GATEWAY);
    }
    let is_foreign = facts.foreign.lock().unwrap().contains(bearer(&headers));
    let (id, name) = if is_foreign { ("bola", "Bola Ade") } else { ("ada", "Ada Obi") };
    Ok(Json(json!({ "data": { "id": id, "name": name, "email": EMAIL } })))
}

fn bearer(headers: &HeaderMap) -> &str {
    let value = headers.get("authorization").and_then(|value| value.to_str().ok()).unwrap_or_default();
    value.trim_start_matches("Bearer ")
}

async fn revoke(State(facts): State<Arc<Facts>>) -> StatusCode {
    if facts.revocations_fail.load(SeqCst) {
        return StatusCode::SERVICE_UNAVAILABLE;
    }
    facts.revoked.fetch_add(1, SeqCst);
    facts.revocation.notify_one();
    StatusCode::OK
}

/// A store in memory that outlives the application, as a keychain does.
#[derive(Debug, Default)]
pub struct Store {
    inner: MemoryStore,
    changed: Notify,
}

impl Store {
    pub fn new() -> Arc<Self> {
        Arc::default()
    }

    pub fn names(&self) -> Vec<String> {
        self.inner.names()
    }

    /// Every item of the grants, with its content.
    pub fn grants(&self) -> Vec<(String, Vec<u8>)> {
        let mut names: Vec<String> = self.names().into_iter().filter(|name| name.contains("/grants/")).collect();
        names.sort();
        let content = |name: String| {
            let text = self.inner.read(&name).unwrap().unwrap().to_vec();
            (name, text)
        };
        names.into_iter().map(content).collect()
    }

    pub async fn emptied(&self) {
        while !self.names().is_empty() {
            self.changed.notified().await;
        }
    }
}

impl SecretStore for Store {
    fn read(&self, item: &str) -> Result<Option<zeroize::Zeroizing<Vec<u8>>>, StoreError> {
        self.inner.read(item)
    }

    fn write(&self, item: &str, secret: &[u8]) -> Result<(), StoreError> {
        self.inner.write(item, secret)
    }

    fn remove(&self, item: &str) -> Result<(), StoreError> {
        self.inner.remove(item)?;
        self.changed.notify_one();
        Ok(())
    }
}

/// The person's browser: it only remembers what it was told to open.
struct Browser(mpsc::UnboundedSender<Url>);

impl Shell for Browser {
    fn open_browser(&self, url: &Url) -> Result<(), BrowserNotOpened> {
        self.0.send(url.clone()).map_err(|_| BrowserNotOpened)
    }

    fn handles_links(&self) -> bool {
        true
    }
}

/// The address that was opened for one attempt.
pub struct Opened(Url);

impl Opened {
    pub fn parameter(&self, name: &str) -> String {
        self.0.query_pairs().find(|(key, _)| key == name).unwrap().1.into_owned()
    }

    /// The link that answers the attempt.
    pub fn answer(&self, what: &str) -> String {
        let issuer = self.0.origin().ascii_serialization();
        format!("{}?{what}&state={}&iss={issuer}", self.parameter("redirect_uri"), self.parameter("state"))
    }
}

/// A running application with its browser.
pub struct Desk {
    pub app: App,
    platform: Platform,
    opened: tokio::sync::Mutex<mpsc::UnboundedReceiver<Url>>,
    settings: Option<TempDir>,
    runtime: Option<tokio::runtime::Runtime>,
}

impl Desk {
    /// Starts the application and waits for its keychain.
    pub async fn open(platform: &Platform, store: Arc<Store>) -> Self {
        let desk = Self::start(platform, store);
        desk.until(|shown| shown.keychain == monei_core::app::KeychainState::Ready).await;
        desk
    }

    pub fn start(platform: &Platform, store: Arc<Store>) -> Self {
        Self::with_keychain(platform, move || Ok(store.clone() as Arc<dyn SecretStore>))
    }

    pub fn without_keychain(platform: &Platform) -> Self {
        Self::with_keychain(platform, || Err(StoreError::Missing))
    }

    fn with_keychain(
        platform: &Platform,
        keychain: impl Fn() -> Result<Arc<dyn SecretStore>, StoreError> + Send + Sync + 'static,
    ) -> Self {
        let environment = platform.environment().with_fixed_relay(&platform.0.base).unwrap();
        Self::launch(platform, environment, keychain, Pace::default())
    }

    /// Starts the application with a pace of the test's own, and waits for its keychain.
    pub async fn at_pace(platform: &Platform, store: Arc<Store>, pace: Pace) -> Self {
        let environment = platform.environment().with_fixed_relay(&platform.0.base).unwrap();
        let desk = Self::launch(platform, environment, move || Ok(store.clone() as Arc<dyn SecretStore>), pace);
        desk.until(|shown| shown.keychain == monei_core::app::KeychainState::Ready).await;
        desk
    }

    /// An application whose build names no relay.
    pub async fn without_relay(platform: &Platform, store: Arc<Store>) -> Self {
        let keychain = move || Ok(store.clone() as Arc<dyn SecretStore>);
        let desk = Self::launch(platform, platform.environment(), keychain, Pace::default());
        desk.until(|shown| shown.keychain == monei_core::app::KeychainState::Ready).await;
        desk
    }

    fn launch(
        platform: &Platform,
        environment: Environment,
        keychain: impl Fn() -> Result<Arc<dyn SecretStore>, StoreError> + Send + Sync + 'static,
        pace: Pace,
    ) -> Self {
        Self::launch_in(platform, environment, keychain, pace, tempfile::tempdir().unwrap())
    }

    /// An application to which the browser comes back by loopback. It runs where the test does, whose time can be moved.
    pub async fn by_loopback(platform: &Platform, store: Arc<Store>) -> Self {
        let environment = platform.environment().with_fixed_relay(&platform.0.base).unwrap();
        let folder = tempfile::tempdir().unwrap();
        let chosen = Settings { way_back: WayBack::Loopback, ..Settings::default() };
        SettingsFile::in_folder(folder.path()).save(&chosen).unwrap();
        let keychain = move || Ok(store.clone() as Arc<dyn SecretStore>);
        let (sender, opened) = mpsc::unbounded_channel();
        let config = Self::config(environment, keychain, Pace::default(), &folder, sender);
        let app = App::start(config).unwrap();
        let desk =
            Self { app, platform: platform.clone(), opened: opened.into(), settings: Some(folder), runtime: None };
        desk.until(|shown| shown.keychain == monei_core::app::KeychainState::Ready).await;
        desk
    }

    fn launch_in(
        platform: &Platform,
        environment: Environment,
        keychain: impl Fn() -> Result<Arc<dyn SecretStore>, StoreError> + Send + Sync + 'static,
        pace: Pace,
        settings: TempDir,
    ) -> Self {
        let (sender, opened) = mpsc::unbounded_channel();
        // Its own, so that it can end as a process does. It logs where the test does.
        let log = tracing::dispatcher::get_default(Clone::clone);
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .on_thread_start(move || std::mem::forget(tracing::dispatcher::set_default(&log)))
            .build()
            .unwrap();
        let entered = runtime.enter();
        let app = App::start(Self::config(environment, keychain, pace, &settings, sender)).unwrap();
        drop(entered);
        Self {
            app,
            platform: platform.clone(),
            opened: opened.into(),
            settings: Some(settings),
            runtime: Some(runtime),
        }
    }

    fn config(
        environment: Environment,
        keychain: impl Fn() -> Result<Arc<dyn SecretStore>, StoreError> + Send + Sync + 'static,
        pace: Pace,
        settings: &TempDir,
        sender: mpsc::UnboundedSender<Url>,
    ) -> Config {
        Config {
            identity: RELEASE,
            environment,
            environment_problem: None,
            settings: SettingsFile::in_folder(settings.path()),
            clock: Clock::system(),
            keychain: Arc::new(keychain),
            shell: Arc::new(Browser(sender)),
            data: Some(settings.path().join("data")),
            pace,
        }
    }

    /// The process ends, whatever it is doing. Its folders stay.
    pub fn close(mut self) -> TempDir {
        self.end();
        self.settings.take().unwrap()
    }

    fn end(&mut self) {
        self.runtime.take().into_iter().for_each(tokio::runtime::Runtime::shutdown_background);
    }

    /// Starts the application anew in the folders of an earlier one.
    pub async fn again(platform: &Platform, store: Arc<Store>, pace: Pace, settings: TempDir) -> Self {
        let environment = platform.environment().with_fixed_relay(&platform.0.base).unwrap();
        let keychain = move || Ok(store.clone() as Arc<dyn SecretStore>);
        let desk = Self::launch_in(platform, environment, keychain, pace, settings);
        desk.until(|shown| shown.keychain == monei_core::app::KeychainState::Ready).await;
        desk
    }

    /// Another process on the same folders and the same keychain, such as the command line. It ends with the test.
    pub async fn beside(&self, store: Arc<Store>) -> App {
        let environment = self.platform.environment().with_fixed_relay(&self.platform.0.base).unwrap();
        let keychain = move || Ok(store.clone() as Arc<dyn SecretStore>);
        let folders = self.settings.as_ref().unwrap();
        let app =
            App::start(Self::config(environment, keychain, Pace::default(), folders, mpsc::unbounded_channel().0));
        let app = app.unwrap();
        let mut snapshots = app.snapshots();
        let ready = snapshots.wait_for(|shown| matches!(shown.session, SessionState::Connected { .. }));
        tokio::time::timeout(std::time::Duration::from_secs(20), ready).await.unwrap().unwrap();
        app
    }

    /// The files that the application keeps its data in.
    pub fn data_files(&self) -> Vec<String> {
        let folder = self.settings.as_ref().unwrap().path().join("data");
        let Ok(files) = std::fs::read_dir(folder) else { return Vec::new() };
        files.map(|file| file.unwrap().file_name().to_string_lossy().into_owned()).collect()
    }

    /// What the settings file says of the relay.
    pub fn saved_relay(&self) -> Option<String> {
        SettingsFile::in_folder(self.settings.as_ref().unwrap().path()).load().relay
    }

    /// Waits for a picture that fits.
    pub async fn until(&self, fits: impl Fn(&Snapshot) -> bool) -> Arc<Snapshot> {
        let mut snapshots = self.app.snapshots();
        let found = snapshots.wait_for(|shown| fits(shown));
        let found = tokio::time::timeout(std::time::Duration::from_secs(20), found).await;
        found.unwrap_or_else(|_| panic!("waited in vain; shown: {:#?}", self.app.snapshot())).unwrap().clone()
    }

    /// Begins a sign-in and returns what the browser was told to open.
    pub async fn begin(&self, list: &str) -> Opened {
        self.app.connect(ScopeSet::parse(list)).await.unwrap();
        Opened(self.opened.lock().await.recv().await.unwrap())
    }

    /// The whole way, with this answer of the platform.
    pub async fn sign_in(&self, asked: &str, granted: &str) {
        let attempt = self.begin(asked).await;
        self.platform.grant(&attempt, granted);
        self.app.link(attempt.answer("code=ticket")).await;
        self.until(|shown| matches!(shown.sign_in, monei_core::app::SignInState::Ended { .. })).await;
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        self.end();
    }
}
