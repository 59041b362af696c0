//! A relay with a clock that tests move, a browser that keeps its cookie by hand, and the steps of a sign-in.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::Timestamp;
use monei_api::connect::Credential;
use monei_relay::{Clock, Config, MemoryStore, Relay, Running, Store, Surroundings, SystemRandom};
use reqwest::header::{COOKIE, HeaderMap, LOCATION, SET_COOKIE};
use reqwest::{Client, RequestBuilder, Response, StatusCode};
use serde_json::Value;
use sha2::{Digest, Sha256};
use url::Url;

use crate::monei::Monei;

pub(crate) const APP_REDIRECT: &str = "dev.moneiwallet.desktop:/callback";
pub(crate) const LOOPBACK_REDIRECT: &str = "http://127.0.0.1:41234/callback";
pub(crate) const CLIENT_SECRET: &str = "mcs_canary_secret";

#[derive(Debug)]
pub(crate) struct ManualClock(AtomicI64);

impl ManualClock {
    pub(crate) fn advance(&self, seconds: i64) {
        self.0.fetch_add(seconds, Ordering::SeqCst);
    }
}

impl Clock for ManualClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_second(self.0.load(Ordering::SeqCst)).unwrap()
    }
}

/// A relay, the Monei behind it, and the clock of both.
pub(crate) struct World {
    pub(crate) relay: Running,
    pub(crate) monei: Monei,
    pub(crate) clock: Arc<ManualClock>,
    pub(crate) base: String,
    pub(crate) http: Client,
}

pub(crate) fn config(monei: SocketAddr) -> Config {
    Config {
        monei_authorize_url: format!("http://{monei}/connect/authorize"),
        monei_api_url: format!("http://{monei}/api/v1"),
        exchanges_per_minute: 1_000_000,
        ..Config::new("demonstration", "mc_relay", Credential::new(CLIENT_SECRET.to_owned()))
    }
}

impl World {
    pub(crate) async fn start() -> Self {
        Self::start_with(|_| ()).await
    }

    pub(crate) async fn start_with(change: impl FnOnce(&mut Config)) -> Self {
        Self::start_with_store(Arc::new(MemoryStore::default()), change).await
    }

    pub(crate) async fn start_with_store(store: Arc<dyn Store>, change: impl FnOnce(&mut Config)) -> Self {
        let monei = Monei::start().await;
        let mut config = config(monei.address);
        change(&mut config);
        let clock = Arc::new(ManualClock(AtomicI64::new(1_800_000_000)));
        let around = Surroundings { clock: clock.clone(), random: Arc::new(SystemRandom), store };
        let relay = Relay::start_with(config, around).await.unwrap();
        let base = format!("http://{}", relay.address);
        Self { relay, monei, clock, base, http: client() }
    }

    pub(crate) fn browser(&self) -> Browser {
        Browser { http: self.http.clone(), base: self.base.clone(), cookie: None }
    }

    pub(crate) async fn get(&self, path: &str) -> Page {
        Page::read(self.http.get(format!("{}{path}", self.base))).await
    }

    /// A sign-in up to the ticket, with this code from Monei.
    pub(crate) async fn ticket(&self, flow: &Flow, code: &str) -> String {
        let mut browser = self.browser();
        let state = browser.consent_given(flow).await;
        let page = browser.callback(&[("code", code), ("state", &state)]).await;
        page.handed_over("code")
    }

    pub(crate) async fn redeem(&self, flow: &Flow, ticket: &str) -> Page {
        self.token(&flow.token_form(ticket)).await
    }

    pub(crate) async fn token(&self, form: &[(&str, &str)]) -> Page {
        let request = self.http.post(format!("{}/token", self.base));
        Page::read(form_body(request, form)).await
    }
}

/// It keeps no idle connection for as long as the relay does, as every client should that does not want to write on one
/// that is being closed.
pub(crate) fn client() -> Client {
    let builder = Client::builder().redirect(reqwest::redirect::Policy::none()).no_proxy();
    builder.pool_idle_timeout(Duration::from_secs(5)).build().unwrap()
}

fn form_body(request: RequestBuilder, form: &[(&str, &str)]) -> RequestBuilder {
    request.header("content-type", "application/x-www-form-urlencoded").body(encode(form))
}

pub(crate) fn encode(pairs: &[(&str, &str)]) -> String {
    url::form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish()
}

/// What an application asks for and keeps.
#[derive(Clone)]
pub(crate) struct Flow {
    pub(crate) state: String,
    pub(crate) verifier: String,
    pub(crate) challenge: String,
    pub(crate) redirect: String,
    pub(crate) scope: String,
}

impl Flow {
    /// A flow of its own for each number.
    pub(crate) fn new(number: usize) -> Self {
        let verifier = hash(&format!("verifier {number}"));
        Self {
            state: hash(&format!("state {number}")),
            challenge: hash(&verifier),
            verifier,
            redirect: APP_REDIRECT.to_owned(),
            scope: "profile:read wallet:read".to_owned(),
        }
    }

    pub(crate) fn to(number: usize, redirect: &str) -> Self {
        Self { redirect: redirect.to_owned(), ..Self::new(number) }
    }

    pub(crate) fn request(&self) -> Vec<(&str, &str)> {
        vec![
            ("response_type", "code"),
            ("client_id", "monei-wallet"),
            ("redirect_uri", &self.redirect),
            ("scope", &self.scope),
            ("state", &self.state),
            ("code_challenge", &self.challenge),
            ("code_challenge_method", "S256"),
        ]
    }

    pub(crate) fn token_form<'a>(&'a self, ticket: &'a str) -> Vec<(&'a str, &'a str)> {
        vec![
            ("grant_type", "authorization_code"),
            ("client_id", "monei-wallet"),
            ("code", ticket),
            ("redirect_uri", &self.redirect),
            ("code_verifier", &self.verifier),
        ]
    }
}

/// The pairs with one of them changed, or left out.
pub(crate) fn with<'a>(
    mut pairs: Vec<(&'a str, &'a str)>,
    name: &str,
    value: Option<&'a str>,
) -> Vec<(&'a str, &'a str)> {
    match value {
        Some(value) => pairs.iter_mut().filter(|pair| pair.0 == name).for_each(|pair| pair.1 = value),
        None => pairs.retain(|pair| pair.0 != name),
    }
    pairs
}

pub(crate) fn hash(text: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(text))
}

/// A browser: it keeps one cookie and follows nothing by itself.
#[derive(Clone)]
pub(crate) struct Browser {
    pub(crate) http: Client,
    pub(crate) base: String,
    pub(crate) cookie: Option<String>,
}

/// The hidden fields of a consent page.
pub(crate) struct ConsentForm {
    pub(crate) request: String,
    pub(crate) token: String,
}

impl Browser {
    pub(crate) async fn authorize(&mut self, pairs: &[(&str, &str)]) -> Page {
        let url = format!("{}/authorize?{}", self.base, encode(pairs));
        let page = Page::read(self.with_cookie(self.http.get(url))).await;
        if let Some(cookie) = page.headers.get(SET_COOKIE) {
            self.cookie = cookie.to_str().unwrap().split(';').next().map(str::to_owned);
        }
        page
    }

    pub(crate) async fn consent_page(&mut self, flow: &Flow) -> ConsentForm {
        let page = self.authorize(&flow.request()).await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.body);
        ConsentForm { request: page.field("request"), token: page.field("token") }
    }

    pub(crate) async fn decide(&self, form: &ConsentForm, decision: &str) -> Page {
        self.post_consent(&form.pairs(decision), &[("sec-fetch-site", "same-origin"), ("origin", "null")]).await
    }

    pub(crate) async fn post_consent(&self, pairs: &[(&str, &str)], headers: &[(&'static str, &str)]) -> Page {
        let mut request = self.with_cookie(self.http.post(format!("{}/authorize", self.base)));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        Page::read(form_body(request, pairs)).await
    }

    /// Consents and returns the state that Monei would be given.
    pub(crate) async fn consent_given(&mut self, flow: &Flow) -> String {
        let form = self.consent_page(flow).await;
        let page = self.decide(&form, "continue").await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.body);
        page.location_param("state").unwrap()
    }

    pub(crate) async fn callback(&self, pairs: &[(&str, &str)]) -> Page {
        let url = format!("{}/callback?{}", self.base, encode(pairs));
        Page::read(self.with_cookie(self.http.get(url))).await
    }

    fn with_cookie(&self, request: RequestBuilder) -> RequestBuilder {
        match &self.cookie {
            Some(cookie) => request.header(COOKIE, cookie),
            None => request,
        }
    }
}

impl ConsentForm {
    pub(crate) fn pairs<'a>(&'a self, decision: &'a str) -> Vec<(&'a str, &'a str)> {
        vec![("request", &self.request), ("token", &self.token), ("decision", decision)]
    }
}

/// An answer that was read to its end.
#[derive(Debug)]
pub(crate) struct Page {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
}

impl Page {
    pub(crate) async fn read(request: RequestBuilder) -> Self {
        Self::of(request.send().await.unwrap()).await
    }

    async fn of(response: Response) -> Self {
        let (status, headers) = (response.status(), response.headers().clone());
        Self { status, headers, body: response.text().await.unwrap() }
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map(|value| value.to_str().unwrap()).unwrap_or_default()
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|_| panic!("not JSON: {}", self.body))
    }

    pub(crate) fn error(&self) -> String {
        self.json()["error"].as_str().unwrap().to_owned()
    }

    /// The fixed word of a page of failure.
    pub(crate) fn reason(&self) -> &str {
        self.between("data-reason=\"", "\"").unwrap_or_default()
    }

    pub(crate) fn field(&self, name: &str) -> String {
        self.between(&format!("name=\"{name}\" value=\""), "\"").unwrap().to_owned()
    }

    pub(crate) fn between(&self, start: &str, end: &str) -> Option<&str> {
        let (_, rest) = self.body.split_once(start)?;
        rest.split_once(end).map(|(found, _)| found)
    }

    pub(crate) fn location(&self) -> Option<Url> {
        self.headers.get(LOCATION).map(|value| Url::parse(value.to_str().unwrap()).unwrap())
    }

    pub(crate) fn location_param(&self, name: &str) -> Option<String> {
        param(&self.location()?, name)
    }

    /// Where the answer goes: the redirect to loopback, or the link of the hand-over page.
    pub(crate) fn target(&self) -> Url {
        self.location().unwrap_or_else(|| {
            let link = self.between("id=\"open-app\" href=\"", "\"");
            let link = link.unwrap_or_else(|| panic!("no hand-over: {} {}", self.status, self.body));
            Url::parse(&link.replace("&#38;", "&").replace("&amp;", "&")).unwrap()
        })
    }

    pub(crate) fn handed_over(&self, name: &str) -> String {
        param(&self.target(), name).unwrap_or_else(|| panic!("no {name}"))
    }
}

pub(crate) fn param(url: &Url, name: &str) -> Option<String> {
    url.query_pairs().find(|(key, _)| key == name).map(|(_, value)| value.into_owned())
}
