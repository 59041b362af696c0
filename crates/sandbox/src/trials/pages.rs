//! Damaged forms and queries at the website's pages: each gets a page or leads back to where it may, and nobody is
//! signed in, charged or asked for anything else by them.

use axum::body::Body;
use axum::http::{HeaderMap, Request, header};
use monei_nightly::rounds;
use rand::SeedableRng;
use rand::rngs::StdRng;
use serde_json::json;

use super::fuzz::{broken, change_query, encoded, tidy};
use super::inside::{ADA, Answer, Inside};

const REDIRECT: &str = "http://localhost:3000/callback";
/// How many requests a simulation gets before the next one.
const ROUND: usize = 1_000;

type Fields = Vec<(String, String)>;

fn fields(pairs: &[(&str, &str)]) -> Fields {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

/// The value of a hidden field of a page.
fn hidden(page: &Answer, name: &str) -> String {
    let html = String::from_utf8(page.body.to_vec()).unwrap();
    let (_, rest) = html.split_once(&format!("name=\"{name}\" value=\"")).unwrap();
    rest.split_once('"').unwrap().0.replace("&#38;", "&").replace("&#43;", "+")
}

fn cookie(headers: &HeaderMap) -> String {
    headers[header::SET_COOKIE].to_str().unwrap().split(';').next().unwrap().to_owned()
}

/// What a browser has that is in the middle of everything.
struct Browser {
    cookie: String,
    /// A query or a form of each page, in order.
    asked: Vec<(String, Fields)>,
    submitted: Vec<(String, Fields)>,
}

async fn submit(inside: &Inside, address: &str, cookie: &str, form: String) -> Answer {
    let request = Request::post(address).header(header::COOKIE, cookie);
    let request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    inside.send(request.body(Body::from(form)).unwrap()).await
}

async fn begin(inside: &Inside) -> Browser {
    let session = inside.session(ADA).await;
    let app = json!({ "appName": "Ledger", "appDescription": "A wallet", "redirectUris": [REDIRECT] });
    let app = inside.post("/connect/apps/register", &session, &app).await.json();
    let id = app["clientId"].as_str().unwrap();
    let query = fields(&[("client_id", id), ("redirect_uri", REDIRECT), ("scope", "wallet:read"), ("state", "st-1")]);
    let address = format!("/connect/authorize?{}", encoded(&query));
    let login = inside.send(Request::get(&address).body(Body::empty()).unwrap()).await;
    let (csrf, request) = (hidden(&login, "csrf"), hidden(&login, "request"));
    let sign_in = fields(&[("csrf", &csrf), ("request", &request), ("email", ADA.email), ("pin", ADA.login_pin)]);
    let signed_in = submit(inside, "/connect/login", &cookie(&login.headers), encoded(&sign_in)).await;
    let cookie = cookie(&signed_in.headers);
    let consent = Request::get(&address).header(header::COOKIE, &cookie).body(Body::empty()).unwrap();
    let consent = inside.send(consent).await;
    let (csrf, request) = (hidden(&consent, "csrf"), hidden(&consent, "request"));
    let link = inside.post("/wallet/deposit/payment-link", &session, &json!({ "amount": 100 })).await.data();
    let link = link["link"].as_str().unwrap().to_owned();
    let form = |pairs: &[(&str, &str)]| [fields(&[("csrf", &csrf), ("request", &request)]), fields(pairs)].concat();
    Browser {
        cookie,
        asked: vec![("/connect/authorize".to_owned(), query), (link.clone(), Fields::new())],
        submitted: vec![
            ("/connect/login".to_owned(), form(&[("email", ADA.email), ("pin", ADA.login_pin)])),
            ("/connect/authorize".to_owned(), form(&[("decision", "allow"), ("scope", "wallet:read")])),
            (link, fields(&[("decision", "pay")])),
        ],
    }
}

/// What is wrong with an answer, if anything.
fn complaint(answer: &Answer) -> Option<String> {
    let status = answer.status.as_u16();
    if ![200, 303, 400, 401, 403, 404].contains(&status) {
        return Some(format!("status {status}"));
    }
    if let Some(to) = answer.headers.get(header::LOCATION) {
        let to = to.to_str().unwrap();
        let may = to == "/" || to.starts_with("/connect/authorize?") || to.starts_with(REDIRECT);
        return (!may).then(|| format!("it leads to {to}"));
    }
    let is_page =
        answer.headers.get(header::CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    (!is_page).then(|| "no page".to_owned())
}

#[tokio::test]
async fn damaged_forms_and_queries_get_pages_and_lead_nowhere_else() {
    let executions = rounds(20_000, 200_000);
    let (mut led, mut refused) = (0, 0);
    for round in 0..executions / ROUND {
        let inside = Inside::new(1);
        let mut browser = begin(&inside).await;
        let mut random = StdRng::seed_from_u64(u64::try_from(round).unwrap());
        for execution in 0..ROUND {
            let all = browser.asked.len() + browser.submitted.len();
            let at = execution % all;
            let is_query = at < browser.asked.len();
            let (address, good) =
                if is_query { &browser.asked[at] } else { &browser.submitted[at - browser.asked.len()] };
            let mut fields = good.clone();
            for _ in 0..execution % 3 {
                change_query(&mut random, &mut fields);
            }
            let whole = encoded(&fields);
            let bytes = if execution % 4 == 0 { broken(&mut random, whole.as_bytes()) } else { whole.into_bytes() };
            let told = format!("{address} {:?}", String::from_utf8_lossy(&bytes));
            let request = if is_query {
                Request::get(format!("{address}?{}", tidy(&bytes))).body(Body::empty())
            } else {
                let kind = "application/x-www-form-urlencoded";
                Request::post(address).header(header::CONTENT_TYPE, kind).body(Body::from(bytes))
            };
            let mut request = request.unwrap();
            request.headers_mut().insert(header::COOKIE, browser.cookie.parse().unwrap());
            let answer = inside.send(request).await;
            if let Some(complaint) = complaint(&answer) {
                panic!("{complaint}: {told}: {answer:?}");
            }
            led += usize::from(answer.status == 303);
            refused += usize::from(answer.status.is_client_error());
            if answer.headers.contains_key(header::SET_COOKIE) {
                // Who has signed in goes on under another name.
                browser = begin(&inside).await;
            }
        }
        inside.adds_up();
    }
    assert!(led * 10 > executions && refused * 10 > executions, "{led} led on, {refused} refused");
}
