//! A simulated Monei with a person who signs in at its pages and allows what is asked for.

use monei_client::{BaseUrl, http};
use monei_sandbox::{Config, RateLimits, Running, Sandbox, Switches};
use reqwest::{Client, Method, Response};
use serde_json::{Value, json};

const REDIRECT: &str = "http://localhost:3000/callback";

pub struct Simulated {
    running: Running,
    http: Client,
    email: &'static str,
    pin: &'static str,
    client_id: String,
    client_secret: String,
}

impl Simulated {
    /// The busy person's, with so many transactions.
    pub async fn busy(transactions: usize) -> Self {
        Self::of(("busy@example.ng", "8642"), transactions).await
    }

    /// That of somebody whose wallet may hold more than it does.
    pub async fn with_room() -> Self {
        Self::of(("ada@example.ng", "1234"), 0).await
    }

    async fn of((email, pin): (&'static str, &'static str), transactions: usize) -> Self {
        let switches = Switches { rate_limits: RateLimits::OFF, ..Switches::default() };
        let running = Sandbox::start(Config { transactions, switches, ..Config::default() }).await.unwrap();
        let http = http::reading(&BaseUrl::parse(&running.api_base).unwrap()).unwrap();
        let mut this = Self { running, http, email, pin, client_id: String::new(), client_secret: String::new() };
        let registration = json!({
            "appName": "Wallet", "appDescription": "A wallet", "redirectUris": [REDIRECT],
        });
        let registered = this.as_holder(Method::POST, "/connect/apps/register", Some(registration)).await;
        registered["clientId"].as_str().unwrap().clone_into(&mut this.client_id);
        registered["clientSecret"].as_str().unwrap().clone_into(&mut this.client_secret);
        this
    }

    pub fn api(&self) -> &str {
        &self.running.api_base
    }

    /// A call with the holder's own session, which may do everything.
    pub async fn as_holder(&self, method: Method, path: &str, body: Option<Value>) -> Value {
        let login = json!({ "email": self.email, "pin": self.pin });
        let login = self.http.post(format!("{}/auth/auth/login", self.api())).json(&login).send().await.unwrap();
        let login: Value = read(login).await;
        let mut request = self.http.request(method, format!("{}{path}", self.api()));
        request = request.bearer_auth(login["data"]["accessToken"].as_str().unwrap());
        if let Some(body) = body {
            request = request.json(&body);
        }
        read(request.send().await.unwrap()).await
    }

    /// A call of the control API.
    pub async fn control(&self, method: Method, path: &str, body: Option<Value>) -> Value {
        let mut request = self.http.request(method, format!("{}/sandbox{path}", self.running.base_url));
        if let Some(body) = body {
            request = request.json(&body);
        }
        read(request.send().await.unwrap()).await
    }

    pub async fn fault(&self, fault: Value) {
        self.control(Method::POST, "/faults", Some(fault)).await;
    }

    pub async fn no_faults(&self) {
        self.control(Method::DELETE, "/faults", None).await;
    }

    /// The person as the control API tells, with the whole history.
    pub async fn person(&self) -> Value {
        let people = self.control(Method::GET, "/people", None).await;
        let people = people["people"].as_array().unwrap();
        let id = people.iter().find(|person| person["email"] == self.email).unwrap()["id"].as_str().unwrap();
        self.control(Method::GET, &format!("/people/{id}?transactions=all"), None).await
    }

    /// Calls that a token's scopes did not allow.
    pub async fn calls_outside_the_grant(&self) -> u64 {
        self.control(Method::GET, "/calls", None).await["totals"]["outOfScope"].as_u64().unwrap()
    }

    /// A new row in the history: naira to a bank.
    pub async fn send_naira(&self, reference: usize) {
        let body = json!({
            "amount": 1 + reference, "bank": "058", "accountNumber": "0123456789", "transactionPin": "975310",
            "reference": format!("late-{reference}"),
        });
        self.as_holder(Method::POST, "/wallet/payout/bank-transfer", Some(body)).await;
    }

    /// The person signs in and allows these permissions; the answer is what a relay would give.
    pub async fn tokens(&self, scopes: &str) -> Value {
        let pairs = [("client_id", &*self.client_id), ("redirect_uri", REDIRECT), ("scope", scopes), ("state", "st-1")];
        let query = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
        let page = format!("/connect/authorize?{query}");
        let mut browser = Browser { simulated: self, cookie: None };
        let login = browser.visit(Method::GET, &page, None).await;
        let fields = [("email", self.email), ("pin", self.pin)];
        browser.visit(Method::POST, "/connect/login", Some(form(&login.text, &fields))).await;
        let consent = browser.visit(Method::GET, &page, None).await;
        let allowed = scopes.split(' ').map(|scope| ("scope", scope));
        let decision = if consent.text.contains("id=\"continue\"") { "continue" } else { "allow" };
        let fields: Vec<_> = allowed.chain([("decision", decision)]).collect();
        let decided = browser.visit(Method::POST, "/connect/authorize", Some(form(&consent.text, &fields))).await;
        let callback = url::Url::parse(&decided.location.expect("a redirect")).unwrap();
        let code = callback.query_pairs().find(|(name, _)| name == "code").expect("a code").1.into_owned();
        let exchange = json!({
            "grant_type": "authorization_code", "code": code, "redirect_uri": REDIRECT,
            "client_id": self.client_id, "client_secret": self.client_secret,
        });
        let pair = self.http.post(format!("{}/connect/token", self.api())).json(&exchange).send().await.unwrap();
        let mut pair: Value = read(pair).await;
        let granted: Vec<&str> = pair["scopes"].as_array().unwrap().iter().map(|it| it.as_str().unwrap()).collect();
        pair["scope"] = granted.join(" ").into();
        pair
    }
}

/// A browser with the one cookie that there is.
struct Browser<'a> {
    simulated: &'a Simulated,
    cookie: Option<String>,
}

/// What a browser was answered.
struct Seen {
    text: String,
    location: Option<String>,
}

impl Browser<'_> {
    async fn visit(&mut self, method: Method, path: &str, form: Option<String>) -> Seen {
        let mut request = self.simulated.http.request(method, format!("{}{path}", self.simulated.running.base_url));
        if let Some(cookie) = &self.cookie {
            request = request.header("cookie", cookie);
        }
        if let Some(form) = form {
            request = request.header("content-type", "application/x-www-form-urlencoded").body(form);
        }
        let response = request.send().await.unwrap();
        let header = |name: &str| response.headers().get(name).map(|value| value.to_str().unwrap().to_owned());
        if let Some(cookie) = header("set-cookie") {
            self.cookie = cookie.split(';').next().map(str::to_owned);
        }
        Seen { location: header("location"), text: response.text().await.unwrap() }
    }
}

/// The fields of a page's form with the hidden ones.
fn form(page: &str, fields: &[(&str, &str)]) -> String {
    let hidden = ["csrf", "request"].map(|name| (name, hidden(page, name)));
    let mut form = url::form_urlencoded::Serializer::new(String::new());
    form.extend_pairs(hidden).extend_pairs(fields).finish()
}

fn hidden(page: &str, name: &str) -> String {
    let start = format!("name=\"{name}\" value=\"");
    let (_, rest) = page.split_once(&start).unwrap_or_else(|| panic!("no {name}: {page}"));
    let (value, _) = rest.split_once('"').unwrap();
    value.replace("&#38;", "&").replace("&amp;", "&").replace("&#43;", "+")
}

async fn read(response: Response) -> Value {
    let (status, text) = (response.status(), response.text().await.unwrap());
    assert!(status.is_success(), "{status} {text}");
    if text.is_empty() { Value::Null } else { serde_json::from_str(&text).unwrap() }
}
