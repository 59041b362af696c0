//! The page at `/` and what it is made from: requests as they come, tokens, and what its buttons say.

use monei_sandbox::Switches;
use reqwest::{Method, Response};
use serde_json::{Value, json};

use super::stage::{ADA, API_KEY, Answer, App, Pair, REDIRECT, Stage, error, read};

async fn page(stage: &Stage) -> Answer {
    stage.send(Method::GET, "/", None, None).await
}

/// What stands between a beginning and an end, wherever it does.
fn between<'a>(text: &'a str, start: &str, end: char) -> Vec<&'a str> {
    text.split(start).skip(1).map(|rest| rest.split(end).next().unwrap()).collect()
}

/// The value of an attribute as a browser reads it.
fn unescaped(text: &str) -> String {
    text.replace("&#34;", "\"")
        .replace("&quot;", "\"")
        .replace("&#60;", "<")
        .replace("&#62;", ">")
        .replace("&#38;", "&")
}

#[tokio::test]
async fn nothing_on_the_page_runs_but_its_one_script() {
    let stage = Stage::new().await;
    let hostile = "</script><img src=x onerror=alert(1)>\"'&{{";
    let body = json!({ "appName": hostile, "appDescription": "x", "redirectUris": [format!("{REDIRECT}?<b>\"")] });
    // A space or a quote in a redirect URI is refused; the name alone is as bad as can be.
    assert_eq!(stage.register(body).await.status, 201);
    let session = stage.session(ADA, "1234").await;
    let path = "/api/v1/user/update";
    let named = json!({ "firstName": "<script>alert(1)</script>" });
    assert_eq!(stage.send(Method::PATCH, path, Some(&session), Some(named)).await.status, 200);
    stage.fault(json!({ "path": "/<b onclick=alert(1)>", "kind": "status", "message": "<i>" })).await;

    let page = page(&stage).await;
    let policy = page.header("content-security-policy");
    assert_eq!(
        policy,
        "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self' data:; \
         base-uri 'none'; frame-ancestors 'none'; form-action 'none'"
    );
    for (name, value) in
        [("x-frame-options", "DENY"), ("x-content-type-options", "nosniff"), ("cache-control", "no-store")]
    {
        assert_eq!(page.headers.get_all(name).iter().collect::<Vec<_>>(), [value], "{name}");
    }
    assert_eq!(between(&page.text, "<script", '>'), [" src=\"/assets/home.js\" defer"]);
    assert_eq!(between(&page.text, "<img", '>').len() + between(&page.text, "<b ", '>').len(), 0);
    assert!(page.shows("&#60;script&#62;alert(1)") && page.shows("&#60;img src=x"), "{}", page.text);
    for tag in page.text.split('<').skip(1).map(|tag| tag.split('>').next().unwrap()) {
        assert!(!tag.contains(" style=") && !tag.contains(" on"), "{tag}");
    }
    for (path, kind) in
        [("/assets/home.js", "text/javascript; charset=utf-8"), ("/assets/home.css", "text/css; charset=utf-8")]
    {
        let asset = stage.send(Method::GET, path, None, None).await;
        assert_eq!((asset.status.as_u16(), asset.header("content-type")), (200, kind));
    }
    let script = stage.send(Method::GET, "/assets/home.js", None, None).await.text;
    for way in ["innerHTML = ", "insertAdjacentHTML", "document.write", "outerHTML", "eval("] {
        assert!(!script.contains(way), "{way}");
    }
}

#[tokio::test]
async fn who_is_not_at_this_computer_sees_no_controls() {
    let stage = Stage::new().await;
    let request = stage.http.get(format!("{}/", stage.running.base_url)).header("host", "evil.example:4010");
    let page = read(request).await;
    assert_eq!(page.status, 200);
    assert!(page.shows(ADA) && !page.shows("data-send") && !page.shows("<script"), "{}", page.text);
    assert!(page.header("content-security-policy").starts_with("default-src 'none'; style-src 'self'; img-src"));
    for path in ["/sandbox/requests", "/sandbox/requests/1", "/sandbox/requests/stream", "/sandbox/tokens"] {
        let request =
            stage.http.get(format!("{}{path}", stage.running.base_url)).header("origin", "https://evil.example");
        let refused = error(403, "The control API only answers tools on this computer", "Forbidden");
        assert_eq!(read(request).await.both(), refused, "{path}");
    }
}

#[tokio::test]
async fn looking_on_leaves_no_trace() {
    let stage = Stage::new().await;
    stage.fault(json!({ "path": "*", "kind": "status", "times": "always" })).await;
    for path in ["/", "/assets/home.js", "/assets/home.css", "/assets/sandbox.css", "/openapi.json", "/sandbox/tokens"]
    {
        assert_eq!(stage.send(Method::GET, path, None, None).await.status, 200, "{path}");
    }
    assert_eq!(stage.control(Method::GET, "/requests", None).await.json(), json!({ "requests": [] }));
    assert_eq!(stage.control(Method::GET, "/calls", None).await.json()["totals"]["calls"], 0);
}

/// Everything that somebody did who has now a pair of tokens, and all the secrets in it.
async fn journey(stage: &Stage) -> (App, Pair, Vec<String>) {
    let app = stage.app().await;
    let code = stage.code(&app, "wallet:read wallet:withdraw").await;
    let pair = Pair::of(&stage.exchange(&app, &code).await);
    let renewed = Pair::of(&stage.refresh(&pair.refresh).await);
    stage.get("/wallet/me?narration=1", &renewed.access).await;
    let payout = json!({ "amount": 1, "bank": "058", "accountNumber": "0123456789", "transactionPin": "736251" });
    let path = "/api/v1/wallet/payout/bank-transfer";
    stage.send(Method::POST, path, Some(&renewed.access), Some(payout)).await;
    let broken = format!("{{\"pin\": \"918273\", \"refresh_token\": \"{}\"", renewed.refresh);
    let request = stage.http.post(format!("{}/auth/auth/login", stage.running.api_base));
    read(request.header("Content-Type", "application/json").header("X-Trace", &*renewed.access).body(broken)).await;
    read(stage.http.get(format!("{}/nowhere?token={}", stage.running.api_base, renewed.access))).await;
    stage.get_by_key("/user/me").await;
    let session = stage.session(ADA, "1234").await;
    let secrets =
        [&*code, &app.secret, &pair.access, &pair.refresh, &renewed.access, &renewed.refresh, &session, API_KEY];
    let pins = ["736251", "918273", "st-1"];
    let secrets = secrets.into_iter().chain(pins).map(str::to_owned).collect();
    (app, renewed, secrets)
}

#[tokio::test]
async fn requests_are_shown_without_their_secrets() {
    let stage = Stage::new().await;
    let (_, pair, secrets) = journey(&stage).await;
    let list = stage.control(Method::GET, "/requests", None).await;
    let rows = list.json()["requests"].as_array().unwrap().clone();
    let mut shown = list.text;
    for row in &rows {
        let detail = stage.control(Method::GET, &format!("/requests/{}", row["id"]), None).await;
        assert_eq!(detail.status, 200);
        shown.push_str(&detail.text);
    }
    shown.push_str(&page(&stage).await.text);
    shown.push_str(&stage.control(Method::GET, "/tokens", None).await.text);
    for secret in secrets {
        assert!(!shown.contains(&secret), "{secret}");
    }
    // What is no secret is there.
    let find = |path: &str| rows.iter().find(|row| row["path"] == path).unwrap();
    let payout = find("/wallet/payout/bank-transfer");
    let end: String = pair.access.chars().skip(pair.access.len() - 4).collect();
    assert_eq!(payout["credential"], format!("mct_…{end}"));
    assert_eq!((&payout["person"], &payout["outcome"]), (&json!("Ada Obi"), &json!("400")));
    let detail = stage.control(Method::GET, &format!("/requests/{}", payout["id"]), None).await.json();
    let body: Value = serde_json::from_str(detail["request"]["body"].as_str().unwrap()).unwrap();
    assert_eq!((&body["accountNumber"], &body["transactionPin"]), (&json!("0123456789"), &json!("••••")));
    assert!(detail["response"]["body"].as_str().unwrap().contains("Invalid transaction pin"), "{detail}");
    assert_eq!(find("/user/me")["credential"], "key …oper");
    assert_eq!(stage.control(Method::GET, "/requests/0", None).await.status, 404);
    assert_eq!(stage.control(Method::GET, "/requests/x", None).await.status, 404);
    assert_eq!(stage.control(Method::DELETE, "/requests", None).await.status, 204);
    assert_eq!(stage.control(Method::GET, "/requests", None).await.json(), json!({ "requests": [] }));
}

#[tokio::test]
async fn answers_that_do_not_come_are_on_the_record_too() {
    let stage = Stage::new().await;
    for kind in ["dropBefore", "halfReply", "malformed"] {
        stage.fault(json!({ "path": "/user/me", "kind": kind })).await;
        let request = stage.http.get(format!("{}/user/me", stage.running.api_base)).header("X-API-KEY", API_KEY);
        // It fails, or what it answers is broken.
        if let Ok(response) = request.send().await {
            let _ = response.bytes().await;
        }
    }
    // The longest body that is taken, and one that is not.
    for length in [40_000, 100_000] {
        stage.post("/auth/auth/login", json!({ "email": "x".repeat(length), "pin": "1" })).await;
    }
    let rows = stage.control(Method::GET, "/requests", None).await.json()["requests"].as_array().unwrap().clone();
    let outcomes: Vec<&str> = rows.iter().map(|row| row["outcome"].as_str().unwrap()).collect();
    assert_eq!(outcomes, ["413", "401", "200", "200", "dropped"]);
    let detail =
        async |at: usize| stage.control(Method::GET, &format!("/requests/{}", rows[at]["id"]), None).await.json();
    assert_eq!(detail(4).await["response"]["body"], "(the connection ended without an answer)");
    assert_eq!(detail(3).await["response"]["body"], "(sent in pieces, and not kept)");
    assert_eq!(
        detail(2).await["response"]["body"].as_str().map(|body| body.starts_with("{\"statusCode\"")),
        Some(true)
    );
    assert_eq!(detail(1).await["request"]["body"], "(too long to be kept)");
}

/// The requests of a stream as they come.
struct Live {
    response: Response,
    text: String,
}

impl Live {
    async fn open(stage: &Stage, last: Option<u64>) -> Self {
        let mut request = stage.http.get(format!("{}/sandbox/requests/stream", stage.running.base_url));
        if let Some(last) = last {
            request = request.header("Last-Event-ID", last);
        }
        let response = request.send().await.unwrap();
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        Self { response, text: String::new() }
    }

    /// The next request; nothing once the stream has ended.
    async fn next(&mut self) -> Option<Value> {
        loop {
            if let Some((event, rest)) = self.text.split_once("\n\n") {
                let (event, rest) = (event.to_owned(), rest.to_owned());
                self.text = rest;
                let line = |name: &str| event.lines().find_map(|line| line.strip_prefix(name)).map(str::to_owned);
                let Some(data) = line("data: ") else { continue };
                let row: Value = serde_json::from_str(&data).unwrap();
                assert_eq!((line("event: ").as_deref(), line("id: ")), (Some("request"), Some(row["id"].to_string())));
                return Some(row);
            }
            let chunk = self.response.chunk().await.unwrap()?;
            self.text.push_str(std::str::from_utf8(&chunk).unwrap());
        }
    }
}

#[tokio::test]
async fn requests_come_as_they_happen() {
    let stage = Stage::new().await;
    stage.get_by_key("/kyc/status").await;
    let mut live = Live::open(&stage, None).await;
    let first = live.next().await.unwrap();
    assert_eq!(
        (&first["method"], &first["path"], &first["outcome"]),
        (&json!("GET"), &json!("/kyc/status"), &json!("200"))
    );
    assert_eq!((&first["at"], &first["person"]), (&json!("2026-01-15T12:00:00.123Z"), &json!("Ada Obi")));
    stage.get_by_key("/transactions/none").await;
    let second = live.next().await.unwrap();
    assert_eq!((&second["path"], &second["outcome"]), (&json!("/transactions/{id}"), &json!("404")));
    // A browser that comes back is told only what it has not seen.
    let mut back = Live::open(&stage, first["id"].as_u64()).await;
    assert_eq!(back.next().await.unwrap(), second);
    // Neither keeps the server from stopping.
    stage.running.shutdown().await;
    assert_eq!((live.next().await, back.next().await), (None, None));
}

#[tokio::test]
async fn a_pair_is_revoked_by_its_id() {
    let stage = Stage::new().await;
    let (app, pair, _) = journey(&stage).await;
    let tokens = stage.control(Method::GET, "/tokens", None).await.json();
    assert_eq!(tokens["apps"][0]["clientId"], *app.id);
    assert_eq!(tokens["grants"][0]["scopes"], json!(["wallet:read", "wallet:withdraw"]));
    assert_eq!(tokens["tokens"].as_array().unwrap().len(), 1);
    let id = &tokens["tokens"][0]["id"];
    let revoke = async |body: Value| stage.control(Method::POST, "/tokens/revoke", Some(body)).await.status;
    assert_eq!(revoke(json!({ "id": "nothing" })).await, 404);
    assert_eq!(revoke(json!({})).await, 400);
    assert_eq!(stage.get("/wallet/me", &pair.access).await.status, 200);
    assert_eq!(revoke(json!({ "id": id })).await, 204);
    assert_eq!(stage.get("/wallet/me", &pair.access).await.status, 401);
    assert_eq!(stage.refresh(&pair.refresh).await.status, 401);
    let gone = stage.control(Method::GET, "/tokens", None).await.json();
    assert_eq!((&gone["grants"], &gone["tokens"]), (&json!([]), &json!([])));
}

#[tokio::test]
async fn every_button_does_what_it_says() {
    let stage = Stage::new().await;
    stage.switch(json!({ "time": "explicit" })).await;
    journey(&stage).await;
    stage.fault(json!({ "path": "/kyc/*", "kind": "latency", "latencyMs": 1 })).await;
    for reference in ["one", "two", "three"] {
        let body = json!({
            "amount": 1, "bank": "058", "accountNumber": "0123456789", "transactionPin": "1234", "reference": reference,
        });
        assert_eq!(stage.post_by_key("/wallet/payout/bank-transfer", body).await.status, 200);
    }
    // What is pressed may take another button away, so that each is looked for anew.
    let labels =
        ["Next", "Finish", "Fail", "Clear all", "Let all access tokens expire", "Revoke", "Back to the defaults"];
    for label in labels {
        let page = page(&stage).await.text;
        let button =
            page.split("<button ").find(|button| button.split('<').next().unwrap().ends_with(&format!(">{label}")));
        let button = button.unwrap_or_else(|| panic!("no {label}: {page}"));
        let value = |name: &str| between(button, &format!(" {name}=\""), '"').first().map(|value| unescaped(value));
        let send = value("data-send").unwrap();
        let (method, path) = send.split_once(' ').unwrap();
        let body = value("data-body").map(|body| serde_json::from_str(&body).unwrap());
        let answer = stage.send(method.parse().unwrap(), path, None, body).await;
        assert!(answer.status.is_success(), "{label}: {answer:?}");
        let left = stage.send(Method::GET, "/", None, None).await.text;
        assert_ne!(left, page, "{label}");
    }
    let page = page(&stage).await;
    assert!(page.shows("Nothing is under way.") && page.shows("None is set.") && page.shows("all as documented"));
    let statuses: Vec<Value> = {
        let ada = stage.person(ADA).await;
        let rows = ada["transactions"].as_array().unwrap().clone();
        let of = |reference: &str| rows.iter().find(|row| row["reference"] == reference).unwrap()["status"].clone();
        vec![of("one"), of("two"), of("three")]
    };
    assert_eq!(statuses, ["SUCCESS", "SUCCESS", "FAILED"]);
    stage.adds_up().await;
}

#[tokio::test]
async fn every_position_on_the_page_can_be_chosen() {
    let stage = Stage::with(Switches::default()).await;
    let text = page(&stage).await.text;
    let mut chosen = 0;
    for select in text.split("<select ").filter(|select| select.split('>').next().unwrap().contains("data-switch=\"")) {
        let name = between(select, "data-switch=\"", '"')[0];
        let select = select.split("</select>").next().unwrap();
        for option in between(select, "<option value=\"", '"') {
            let value: Value = serde_json::from_str(&unescaped(option)).unwrap();
            let answer = stage.control(Method::PATCH, "/switches", Some(json!({ name: value }))).await;
            assert_eq!((answer.status.as_u16(), &answer.json()[name]), (200, &value), "{name}");
            chosen += 1;
        }
    }
    assert!(chosen > 80, "{chosen}");
    let changed = page(&stage).await;
    assert!(changed.shows("Back to the defaults") && changed.shows("<span class=\"mark-changed\">changed</span>"));
}
