//! What the journeys share: a running simulation, an application registered at it, and a browser made of form posts.

use std::collections::HashMap;

use monei_sandbox::{Clock, Config, RateLimits, Running, Sandbox, Switches};
use reqwest::header::HeaderMap;
use reqwest::{Client, Method, StatusCode, redirect};
use serde_json::{Value, json};
use url::Url;

pub(crate) const REDIRECT: &str = "http://localhost:3000/callback";
pub(crate) const ADA: &str = "ada@example.ng";
pub(crate) const API_KEY: &str = "key-of-the-developer";

/// An answer that is wholly read.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|_| panic!("not JSON: {self:?}"))
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).unwrap_or_else(|| panic!("no {name}: {self:?}")).to_str().unwrap()
    }

    /// Status and body, for literal comparison.
    pub(crate) fn both(&self) -> (u16, Value) {
        (self.status.as_u16(), self.json())
    }

    /// The query of the redirect that the answer is.
    pub(crate) fn callback(&self) -> HashMap<String, String> {
        assert_eq!(self.status, StatusCode::SEE_OTHER, "{self:?}");
        let url = Url::parse(self.header("location")).unwrap();
        assert!(url.as_str().starts_with(REDIRECT), "{url}");
        url.query_pairs().into_owned().collect()
    }

    /// The value of a hidden field.
    pub(crate) fn hidden(&self, name: &str) -> String {
        let start = format!("name=\"{name}\" value=\"");
        let (_, rest) = self.text.split_once(&start).unwrap_or_else(|| panic!("no {name}: {self:?}"));
        let (value, _) = rest.split_once('"').unwrap();
        value.replace("&#38;", "&").replace("&amp;", "&").replace("&#43;", "+")
    }

    pub(crate) fn shows(&self, text: &str) -> bool {
        self.text.contains(text)
    }
}

/// Status and body, for a snapshot. The clock and the seed are fixed, so that ids and times are the same in every run;
/// the port is not.
pub(crate) fn shown(answer: &Answer) -> String {
    let body = serde_json::to_string_pretty(&answer.json()).unwrap();
    format!("{}\n{}", answer.status.as_u16(), without_port(&body))
}

/// The body with the free port of this run replaced.
fn without_port(body: &str) -> String {
    let mut parts = body.split("http://127.0.0.1:");
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        text.push_str("http://127.0.0.1:PORT");
        text.push_str(part.trim_start_matches(|char: char| char.is_ascii_digit()));
    }
    text
}

/// The documented error body.
pub(crate) fn error(status: u16, message: &str, error: &str) -> (u16, Value) {
    (status, json!({ "statusCode": status, "message": message, "error": error }))
}

pub(crate) fn invalid_token() -> (u16, Value) {
    error(401, "Invalid or expired token", "Unauthorized")
}

pub(crate) struct Stage {
    pub(crate) running: Running,
    pub(crate) http: Client,
}

/// A registered application.
pub(crate) struct App {
    pub(crate) id: String,
    pub(crate) secret: String,
}

/// A browser with its own cookies.
pub(crate) struct Browser<'a> {
    stage: &'a Stage,
    http: Client,
}

fn client() -> reqwest::ClientBuilder {
    Client::builder().redirect(redirect::Policy::none())
}

impl Stage {
    /// Without rate limits, which have journeys of their own.
    pub(crate) async fn new() -> Self {
        Self::with(Switches { rate_limits: RateLimits::OFF, ..Switches::default() }).await
    }

    pub(crate) async fn with(switches: Switches) -> Self {
        Self::with_key_of(ADA, switches).await
    }

    /// The API key opens the wallet of that person.
    pub(crate) async fn with_key_of(owner: &str, switches: Switches) -> Self {
        let config = Config {
            secrets_seed: Some(1),
            api_key: Some(API_KEY.to_owned()),
            api_key_owner: owner.to_owned(),
            clock: Clock::fixed("2026-01-15T12:00:00.123Z".parse().unwrap()),
            switches,
            ..Config::default()
        };
        Self::of(Sandbox::start(config).await.unwrap())
    }

    pub(crate) fn of(running: Running) -> Self {
        Self { running, http: client().build().unwrap() }
    }

    /// A request to a path of the server, with a JSON body if there is one.
    pub(crate) async fn send(&self, method: Method, path: &str, bearer: Option<&str>, body: Option<Value>) -> Answer {
        let mut request = self.http.request(method, format!("{}{path}", self.running.base_url));
        if let Some(token) = bearer {
            request = request.bearer_auth(token);
        }
        if let Some(body) = body {
            request = request.json(&body);
        }
        read(request).await
    }

    /// A GET below the API base.
    pub(crate) async fn get(&self, path: &str, token: &str) -> Answer {
        self.send(Method::GET, &format!("/api/v1{path}"), Some(token), None).await
    }

    /// A GET below the API base with the developer's key.
    pub(crate) async fn get_by_key(&self, path: &str) -> Answer {
        read(self.http.get(format!("{}{path}", self.running.api_base)).header("X-API-KEY", API_KEY)).await
    }

    /// A call below the API base with the developer's key and a body.
    pub(crate) async fn send_by_key(&self, method: Method, path: &str, body: Value) -> Answer {
        let request = self.http.request(method, format!("{}{path}", self.running.api_base));
        read(request.header("X-API-KEY", API_KEY).json(&body)).await
    }

    pub(crate) async fn post_by_key(&self, path: &str, body: Value) -> Answer {
        self.send_by_key(Method::POST, path, body).await
    }

    /// Where Ada's naira stand.
    pub(crate) async fn ada_has(&self) -> String {
        self.person(ADA).await["nairaBalance"].as_str().unwrap().to_owned()
    }

    /// Everything adds up, as after everything it must.
    pub(crate) async fn adds_up(&self) {
        let audit = self.control(Method::GET, "/ledger", None).await.json();
        assert_eq!(audit["sound"], true, "{audit}");
    }

    /// A POST below the API base.
    pub(crate) async fn post(&self, path: &str, body: Value) -> Answer {
        self.send(Method::POST, &format!("/api/v1{path}"), None, Some(body)).await
    }

    /// A call of the control API.
    pub(crate) async fn control(&self, method: Method, path: &str, body: Option<Value>) -> Answer {
        self.send(method, &format!("/sandbox{path}"), None, body).await
    }

    pub(crate) async fn switch(&self, switches: Value) {
        let answer = self.control(Method::PATCH, "/switches", Some(switches)).await;
        assert_eq!(answer.status, 200, "{answer:?}");
    }

    pub(crate) async fn advance(&self, seconds: u32) {
        let answer = self.control(Method::POST, "/clock", Some(json!({ "advanceSeconds": seconds }))).await;
        assert_eq!(answer.status, 200, "{answer:?}");
    }

    pub(crate) async fn fault(&self, fault: Value) {
        let answer = self.control(Method::POST, "/faults", Some(fault)).await;
        assert_eq!(answer.status, 201, "{answer:?}");
    }

    /// The figures of a person.
    pub(crate) async fn person(&self, email: &str) -> Value {
        let people = self.control(Method::GET, "/people", None).await.json();
        let all = people["people"].as_array().unwrap();
        all.iter().find(|person| person["email"] == email).unwrap().clone()
    }

    pub(crate) async fn session(&self, email: &str, pin: &str) -> String {
        let answer = self.post("/auth/auth/login", json!({ "email": email, "pin": pin })).await;
        assert_eq!(answer.status, 200, "{answer:?}");
        answer.json()["data"]["accessToken"].as_str().unwrap().to_owned()
    }

    pub(crate) async fn register(&self, body: Value) -> Answer {
        let session = self.session(ADA, "1234").await;
        self.send(Method::POST, "/api/v1/connect/apps/register", Some(&session), Some(body)).await
    }

    pub(crate) async fn app(&self) -> App {
        self.app_with(json!({})).await
    }

    /// An application that says more of itself than it must.
    pub(crate) async fn app_with(&self, more: Value) -> App {
        let mut body = json!({
            "appName": "Ledger & Co <wallet>",
            "appDescription": "A wallet",
            "redirectUris": [REDIRECT, "dev.example.app:/callback"],
        });
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        let answer = self.register(body).await;
        assert_eq!(answer.status, 201, "{answer:?}");
        let text = |name: &str| answer.json()[name].as_str().unwrap().to_owned();
        App { id: text("clientId"), secret: text("clientSecret") }
    }

    pub(crate) fn browser(&self) -> Browser<'_> {
        Browser { stage: self, http: client().cookie_store(true).build().unwrap() }
    }

    /// Ada's code for these scopes, all of them allowed.
    pub(crate) async fn code(&self, app: &App, scopes: &str) -> String {
        let browser = self.browser();
        browser.sign_in(&app.query(scopes)).await;
        let consent = browser.authorize(&app.query(scopes)).await;
        let decision = if consent.shows("id=\"continue\"") { "continue" } else { "allow" };
        let allowed: Vec<&str> = scopes.split(' ').collect();
        let callback = browser.decide(&consent, decision, &allowed).await.callback();
        assert_eq!(callback["state"], "st-1");
        callback["code"].clone()
    }

    pub(crate) async fn exchange(&self, app: &App, code: &str) -> Answer {
        self.post("/connect/token", app.exchange(code)).await
    }

    pub(crate) async fn refresh(&self, token: &str) -> Answer {
        self.post("/connect/token", json!({ "grant_type": "refresh_token", "refresh_token": token })).await
    }

    /// Ada's token pair for these scopes.
    pub(crate) async fn pair(&self, app: &App, scopes: &str) -> Pair {
        let code = self.code(app, scopes).await;
        Pair::of(&self.exchange(app, &code).await)
    }
}

/// An access token, its refresh token, and the scopes that came with them.
#[derive(Clone, Debug)]
pub(crate) struct Pair {
    pub(crate) access: String,
    pub(crate) refresh: String,
    pub(crate) scopes: Value,
}

impl Pair {
    pub(crate) fn of(answer: &Answer) -> Self {
        assert_eq!(answer.status, 200, "{answer:?}");
        let body = answer.json();
        let text = |name: &str| body[name].as_str().unwrap().to_owned();
        Self { access: text("access_token"), refresh: text("refresh_token"), scopes: body["scopes"].clone() }
    }
}

impl App {
    pub(crate) fn query(&self, scopes: &str) -> String {
        let pairs = [("client_id", &*self.id), ("redirect_uri", REDIRECT), ("scope", scopes), ("state", "st-1")];
        url::form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish()
    }

    pub(crate) fn exchange(&self, code: &str) -> Value {
        json!({
            "grant_type": "authorization_code",
            "code": code,
            "client_id": self.id,
            "client_secret": self.secret,
            "redirect_uri": REDIRECT,
        })
    }
}

impl Browser<'_> {
    pub(crate) async fn authorize(&self, query: &str) -> Answer {
        read(self.http.get(format!("{}/connect/authorize?{query}", self.stage.running.base_url))).await
    }

    pub(crate) async fn submit(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let request = self.http.post(format!("{}{path}", self.stage.running.base_url)).body(body);
        read(request.header("Content-Type", "application/x-www-form-urlencoded")).await
    }

    pub(crate) async fn sign_in_as(&self, query: &str, email: &str, pin: &str) -> Answer {
        let page = self.authorize(query).await;
        assert!(page.shows("id=\"login\""), "{page:?}");
        let (csrf, request) = (page.hidden("csrf"), page.hidden("request"));
        self.submit("/connect/login", &[("csrf", &csrf), ("request", &request), ("email", email), ("pin", pin)]).await
    }

    /// Signs Ada in.
    pub(crate) async fn sign_in(&self, query: &str) {
        let answer = self.sign_in_as(query, ADA, "1234").await;
        assert_eq!((answer.status.as_u16(), answer.header("location")), (303, &*format!("/connect/authorize?{query}")));
    }

    /// Answers a consent page.
    pub(crate) async fn decide(&self, page: &Answer, decision: &str, switched_on: &[&str]) -> Answer {
        let (csrf, request) = (page.hidden("csrf"), page.hidden("request"));
        let mut fields = vec![("csrf", &*csrf), ("request", &*request), ("decision", decision)];
        fields.extend(switched_on.iter().map(|scope| ("scope", *scope)));
        self.submit("/connect/authorize", &fields).await
    }
}

pub(crate) async fn read(request: reqwest::RequestBuilder) -> Answer {
    let response = request.send().await.unwrap();
    let (status, headers) = (response.status(), response.headers().clone());
    Answer { status, headers, text: response.text().await.unwrap() }
}

/// The text with the random end of a payment page's address replaced.
pub(crate) fn without_name(text: &str) -> String {
    let Some((before, after)) = text.split_once("/pay/") else { return text.to_owned() };
    format!("{before}/pay/NAME{}", after.trim_start_matches(|char: char| char.is_ascii_hexdigit()))
}
