//! R22: inputs that begin as good ones and are damaged, at everything that reads what others wrote. Nothing panics, and
//! nothing damaged is taken for good.

use std::sync::Arc;

use axum::Router;
use axum::body::{self, Body};
use axum::http::header::{CONTENT_TYPE, COOKIE, LOCATION, SET_COOKIE};
use axum::http::{Request, Response, StatusCode, Uri};
use jiff::{SignedDuration, Timestamp};
use monei_api::ScopeSet;
use monei_api::connect::Credential;
use monei_nightly::rounds;
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use tower::ServiceExt;

use crate::config::{Config, Settings};
use crate::digest::{self, Fingerprint};
use crate::pages::Pages;
use crate::pkce::Challenge;
use crate::redirect::RedirectUri;
use crate::seal::{Sealer, SealingKey, SealingKeys};
use crate::server::{App, router};
use crate::surroundings::{Clock, Surroundings};
use crate::ticket::{Attempt, PendingState, Ticket};
use crate::upstream::{self, Upstream};

/// A quarter of the check's 200,000 each.
fn executions() -> usize {
    rounds(50_000, 1_000_000)
}

const STATE: &str = "0123456789abcdefghij";
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
/// Well-formed, and not the one that answers the challenge.
const WRONG_VERIFIER: &str = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHI";

/// What has upset parsers before.
const UPSETTING: [&[u8]; 24] = [
    b"&",
    b"=",
    b"%",
    b"%00",
    b"%ff",
    b"%0d%0a",
    b"+",
    b";",
    b".",
    b"..",
    b"//",
    b"\"",
    b"\\",
    b"{",
    b"[",
    b"null",
    b"1e999",
    b"-1",
    b"v4.local.",
    b"state=",
    b"code=",
    b"\xf0\x9f",
    b"\xe2\x80\xae",
    b"\0",
];

/// Damages some bytes. The result may be what went in.
fn damaged(random: &mut StdRng, good: &[u8]) -> Vec<u8> {
    let mut bytes = good.to_vec();
    for _ in 0..random.random_range(1..=4) {
        let from = random.random_range(0..=bytes.len());
        let to = random.random_range(from..=bytes.len().min(from + 16));
        match random.random_range(0..6) {
            0 if from < bytes.len() => bytes[from] ^= 1 << random.random_range(0..8),
            1 if from < bytes.len() => bytes[from] = random.random(),
            2 => drop(bytes.drain(from..to)),
            3 => bytes.splice(from..from, good[..good.len().min(to - from)].to_vec()).for_each(drop),
            4 => bytes.truncate(from.max(1)),
            _ => {
                let upsetting = UPSETTING[random.random_range(0..UPSETTING.len())];
                bytes.splice(from..to, upsetting.iter().copied()).for_each(drop);
            }
        }
    }
    bytes
}

struct Still;

impl Clock for Still {
    fn now(&self) -> Timestamp {
        Timestamp::UNIX_EPOCH
    }
}

/// A relay without a listener. Nobody is where it takes Monei to be.
fn relay() -> Arc<App> {
    let config = Config {
        monei_authorize_url: "http://127.0.0.1:9/connect/authorize".to_owned(),
        monei_api_url: "http://127.0.0.1:9/api/v1".to_owned(),
        ..Config::new("demonstration", "mc_relay", Credential::new("mcs_secret".to_owned()))
    };
    let settings = Settings::check(config, ([127, 0, 0, 1], 4020).into()).unwrap();
    let keys = SealingKeys { current: SealingKey::from_bytes([1; 32]), previous: None };
    Arc::new(App {
        sealer: Sealer::new(keys, &settings.environment, &settings.issuer),
        upstream: Upstream::new(&settings).unwrap(),
        pages: Pages::new(&settings.environment),
        settings,
        around: Surroundings { clock: Arc::new(Still), ..Surroundings::default() },
    })
}

/// A state and a ticket that open at this relay, of the browser with this cookie.
fn sealed(app: &App, cookie: Fingerprint) -> (String, String) {
    let attempt = Attempt {
        state: STATE.to_owned(),
        challenge: Challenge::parse(CHALLENGE).unwrap(),
        redirect: RedirectUri::App { scheme: "dev.moneiwallet.desktop".to_owned() },
        scopes: ScopeSet::parse("wallet:read"),
    };
    let expires = Timestamp::UNIX_EPOCH + SignedDuration::from_mins(5);
    let nonce = digest::random_text(&*app.around.random);
    let ticket = Ticket {
        code: Credential::new("c0de".to_owned()),
        challenge: attempt.challenge.clone(),
        redirect: attempt.redirect.clone(),
        scopes: attempt.scopes,
        nonce: nonce.clone(),
        expires,
    };
    let state = PendingState { attempt, cookie, nonce, expires };
    (app.sealer.seal(&state).unwrap(), app.sealer.seal(&ticket).unwrap())
}

fn encode(pairs: &[(&str, &str)]) -> String {
    url::form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish()
}

async fn answer(router: &Router, request: Request<Body>) -> Response<Body> {
    router.clone().oneshot(request).await.unwrap()
}

/// The cookie that a consent page sets, and the hidden fields of its form.
async fn consent(router: &Router, query: &str) -> (String, String, String) {
    let request = Request::get(format!("/authorize?{query}")).body(Body::empty()).unwrap();
    let page = answer(router, request).await;
    let cookie = page.headers()[SET_COOKIE].to_str().unwrap().split(';').next().unwrap().to_owned();
    let html = body::to_bytes(page.into_body(), usize::MAX).await.unwrap();
    let html = String::from_utf8(html.to_vec()).unwrap();
    let field = |name: &str| {
        let (_, rest) = html.split_once(&format!("name=\"{name}\" value=\"")).unwrap();
        rest.split_once('"').unwrap().0.to_owned()
    };
    (cookie, field("request"), field("token"))
}

const AUTHORIZE: [(&str, &str); 7] = [
    ("response_type", "code"),
    ("client_id", "monei-wallet"),
    ("redirect_uri", "dev.moneiwallet.desktop:/callback"),
    ("scope", "wallet:read"),
    ("state", STATE),
    ("code_challenge", CHALLENGE),
    ("code_challenge_method", "S256"),
];

#[tokio::test]
async fn r22_damaged_queries_are_answered_by_a_page_and_never_a_redirect() {
    let app = relay();
    let router = router(app.clone());
    let (cookie, ..) = consent(&router, &encode(&AUTHORIZE)).await;
    let value = cookie.split_once('=').unwrap().1;
    let (state, _) = sealed(&app, Fingerprint::of("monei-relay cookie v1", value));
    let good = [
        ("/authorize", encode(&AUTHORIZE)),
        ("/callback", encode(&[("code", "c0de"), ("state", &state)])),
        ("/done", "outcome=returned".to_owned()),
    ];
    let mut random = StdRng::seed_from_u64(22);
    let mut executed = 0;
    let mut refused = 0;
    while executed < executions() {
        let (path, query) = &good[executed % good.len()];
        let target = [format!("{path}?").into_bytes(), damaged(&mut random, query.as_bytes())].concat();
        // What is no address at all is refused before any route.
        let Ok(uri) = Uri::try_from(target) else { continue };
        executed += 1;
        let request = Request::get(uri).header(COOKIE, &cookie).body(Body::empty()).unwrap();
        let page = answer(&router, request).await;
        let status = page.status();
        assert!(status == StatusCode::OK || status.is_client_error(), "{status} {path}");
        assert!(!page.headers().contains_key(LOCATION), "{path}");
        refused += usize::from(status != StatusCode::OK);
    }
    assert!(refused > executed / 4, "the damage was too little: {refused} of {executed}");
}

#[tokio::test]
async fn r22_damaged_forms_reach_neither_monei_nor_a_foreign_page() {
    let app = relay();
    let router = router(app.clone());
    let (cookie, request, token) = consent(&router, &encode(&AUTHORIZE)).await;
    let (_, ticket) = sealed(&app, Fingerprint::of("monei-relay cookie v1", "other"));
    let consented = encode(&[("request", &request), ("token", &token), ("decision", "continue")]);
    let redeemed = encode(&[
        ("grant_type", "authorization_code"),
        ("client_id", "monei-wallet"),
        ("code", &ticket),
        ("redirect_uri", "dev.moneiwallet.desktop:/callback"),
        ("code_verifier", WRONG_VERIFIER),
    ]);
    let own = [app.settings.callback.clone(), "http://127.0.0.1:9/connect/authorize?".to_owned()];
    let mut random = StdRng::seed_from_u64(23);
    let mut refused = 0;
    for execution in 0..executions() {
        let (path, form) = if execution % 2 == 0 { ("/token", &redeemed) } else { ("/authorize", &consented) };
        let request = Request::post(path)
            .header(COOKIE, &cookie)
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(damaged(&mut random, form.as_bytes())))
            .unwrap();
        let page = answer(&router, request).await;
        let status = page.status();
        if path == "/authorize" && status == StatusCode::SEE_OTHER {
            // The damage was in nothing that counts.
            let to = page.headers()[LOCATION].to_str().unwrap();
            assert!(own.iter().any(|start| to.starts_with(start.as_str())), "{to}");
        } else {
            assert!(status.is_client_error(), "{status} {path}");
            refused += 1;
        }
    }
    assert!(refused > executions() / 2, "the damage was too little: {refused}");
}

#[test]
fn r22_damaged_seals_do_not_open() {
    let app = relay();
    let (state, ticket) = sealed(&app, Fingerprint::of("test", "cookie"));
    let mut random = StdRng::seed_from_u64(24);
    let now = app.around.clock.now();
    for execution in 0..executions() {
        let good = if execution % 2 == 0 { &state } else { &ticket };
        let text = String::from_utf8_lossy(&damaged(&mut random, good.as_bytes())).into_owned();
        let opened =
            (app.sealer.open::<PendingState>(&text, now).is_ok(), app.sealer.open::<Ticket>(&text, now).is_ok());
        assert_eq!(opened, (text == state, text == ticket), "{text}");
    }
}

#[test]
fn r22_damaged_answers_of_monei_give_usable_tokens_or_none() {
    let good = br#"{"access_token":"mct_1","refresh_token":"mcr_1","token_type":"Bearer","expires_in":3600,
        "scopes":["wallet:read","profile:read"],"user":{"id":null,"deep":[[{"x":1.5e3}]]}}"#;
    let mut random = StdRng::seed_from_u64(25);
    let mut refused = 0;
    for _ in 0..executions() {
        let body = damaged(&mut random, good);
        let Some(tokens) = upstream::read(&body) else {
            refused += 1;
            continue;
        };
        for token in [&tokens.access_token, &tokens.refresh_token] {
            let token = token.expose();
            assert!(!token.is_empty() && token.bytes().all(|byte| byte.is_ascii_graphic()), "{token:?}");
        }
        let names: Vec<&str> = tokens.granted().unwrap_or(ScopeSet::EMPTY).names().collect();
        assert!(names.iter().all(|name| ["wallet:read", "profile:read"].contains(name)), "{names:?}");
    }
    assert!(refused > executions() / 4, "the damage was too little: {refused}");
}
