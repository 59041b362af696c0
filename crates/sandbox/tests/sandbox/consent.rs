//! The pages: request checks, sign-in, the consent page and its answers.

use reqwest::Method;
use serde_json::json;

use super::stage::{REDIRECT, Stage};

#[tokio::test]
async fn the_consent_page_shows_the_applications_website_and_logo() {
    let stage = Stage::new().await;
    let (website, logo) = ("https://ledger.example/?a=1&b=2", "https://images.example:8443/ledger \"x\".png");
    let app = stage.app_with(json!({ "websiteUrl": website, "logoUrl": logo })).await;
    let browser = stage.browser();
    let query = app.query("profile:read");
    browser.sign_in(&query).await;
    let consent = browser.authorize(&query).await;
    assert!(consent.shows("https://ledger.example/?a=1&#38;b=2"));
    assert!(consent.shows("<img class=\"logo\" src=\"https://images.example:8443/ledger &#34;x&#34;.png\" alt=\"\""));
    let policy = consent.header("content-security-policy");
    assert!(policy.contains("img-src 'self' data: https://images.example:8443;"), "{policy}");

    // Without them there is no empty place, and no other host is opened.
    let plain = stage.app().await.query("profile:read");
    let consent = browser.authorize(&plain).await;
    assert!(!consent.shows("<img"));
    let policy = consent.header("content-security-policy");
    assert!(policy.contains("img-src 'self' data:;"), "{policy}");
}

#[tokio::test]
async fn the_whole_journey_works_by_forms() {
    let stage = Stage::new().await;
    let app = stage.app().await;
    let browser = stage.browser();
    let query = app.query("profile:read wallet:read wallet:send");
    browser.sign_in(&query).await;
    let consent = browser.authorize(&query).await;
    assert_eq!(consent.status, 200);
    assert!(consent.shows("Signed in as <strong>Ada Obi</strong>"));
    assert!(consent.shows("id=\"switch-account\""));
    assert!(consent.shows("Ledger &#38; Co &#60;wallet&#62;"));
    assert!(consent.shows("This is a simulation of Monei. No real money."));
    for scope in ["profile:read", "wallet:read", "wallet:send"] {
        let id = scope.replace(':', "-");
        let switch = format!(
            "<input type=\"checkbox\" role=\"switch\" id=\"scope-{id}\" name=\"scope\" value=\"{scope}\" checked"
        );
        assert!(consent.shows(&switch), "{switch}");
    }
    assert_eq!(consent.text.matches("role=\"switch\"").count(), 3);
    assert_eq!(consent.text.matches("Sensitive.").count(), 1, "only wallet:send is sensitive");

    // Part of what is asked is a normal answer, and more than what is asked cannot be had.
    let answer = browser.decide(&consent, "allow", &["wallet:read", "wallet:withdraw"]).await;
    let code = answer.callback()["code"].clone();
    let pair = stage.exchange(&app, &code).await.json();
    assert_eq!(pair["scopes"], serde_json::json!(["wallet:read"]));
    assert_eq!(pair["token_type"], "Bearer");
    assert_eq!(pair["expires_in"], 3600);
    assert!(pair["access_token"].as_str().unwrap().starts_with("mct_"));
    assert!(pair["refresh_token"].as_str().unwrap().starts_with("mcr_"));
}

#[tokio::test]
async fn granted_permissions_are_not_shown_again() {
    let stage = Stage::new().await;
    let app = stage.app().await;
    stage.pair(&app, "wallet:read").await;
    let browser = stage.browser();
    let query = app.query("wallet:read profile:read");
    browser.sign_in(&query).await;
    let consent = browser.authorize(&query).await;
    assert!(consent.shows("value=\"profile:read\""));
    assert!(!consent.shows("value=\"wallet:read\""));
}

#[tokio::test]
async fn a_request_for_nothing_new_is_only_confirmed() {
    let stage = Stage::new().await;
    let app = stage.app().await;
    stage.pair(&app, "wallet:read profile:read").await;
    let browser = stage.browser();
    browser.sign_in(&app.query("wallet:read")).await;
    let page = browser.authorize(&app.query("wallet:read")).await;
    assert!(page.shows("id=\"continue\"") && !page.shows("role=\"switch\"") && !page.shows("id=\"allow\""));
    assert!(browser.decide(&page, "continue", &[]).await.callback().contains_key("code"));
    // The confirmation cannot stand in for a decision.
    let page = browser.authorize(&app.query("wallet:send")).await;
    let callback = browser.decide(&page, "continue", &["wallet:send"]).await.callback();
    assert_eq!(callback["error"], "access_denied");
}

#[tokio::test]
async fn a_second_click_on_allow_is_no_denial() {
    let stage = Stage::new().await;
    let app = stage.app().await;
    let browser = stage.browser();
    let query = app.query("wallet:read");
    browser.sign_in(&query).await;
    let page = browser.authorize(&query).await;
    let first = browser.decide(&page, "allow", &["wallet:read"]).await.callback();
    let second = browser.decide(&page, "allow", &["wallet:read"]).await.callback();
    assert_ne!(first["code"], second["code"]);
    assert_eq!(stage.exchange(&app, &second["code"]).await.status, 200);
}

#[tokio::test]
async fn denial_and_nothing_selected_are_access_denied() {
    let stage = Stage::new().await;
    let app = stage.app().await;
    let browser = stage.browser();
    let query = app.query("wallet:read");
    browser.sign_in(&query).await;
    for (decision, on) in [("deny", vec!["wallet:read"]), ("allow", vec![])] {
        let page = browser.authorize(&query).await;
        let answer = browser.decide(&page, decision, &on).await;
        assert_eq!(answer.header("location"), format!("{REDIRECT}?error=access_denied&state=st-1"));
    }
    let page = browser.authorize(&query).await;
    assert_eq!(browser.decide(&page, "perhaps", &[]).await.status, 400);
}

#[tokio::test]
async fn requests_that_are_not_in_order_get_a_page_and_never_a_redirect() {
    let stage = Stage::new().await;
    let app = stage.app().await;
    let browser = stage.browser();
    let good = app.query("wallet:read");
    let check = async |query: &str, words: &str| {
        let answer = browser.authorize(query).await;
        assert_eq!(answer.status, 400, "{query}");
        assert!(!answer.headers.contains_key("location"));
        assert!(answer.shows(words), "{query}: {}", answer.text);
    };
    check("", "client_id is missing").await;
    let unknown = browser.authorize(&good.replace(&app.id, "mc_other")).await;
    assert_eq!(unknown.status, 404);
    assert!(!unknown.headers.contains_key("location") && unknown.shows("App not found"));
    check(&good.replace("wallet%3Aread", "wallet%3Aread+loans%3A%3Cb%3E"), "Invalid scope: loans:&#60;b&#62;").await;
    check(&good.replace("scope=wallet%3Aread", "scope="), "scope is missing").await;
    check(&format!("{good}&client_id={}", app.id), "client_id is given more than once").await;
    let encoded = "redirect_uri=http%3A%2F%2Flocalhost%3A3000%2Fcallback";
    assert!(good.contains(encoded));
    for other in [
        "http://localhost:3000/callback/",
        "http://localhost:3001/callback",
        "https://localhost:3000/callback",
        "http://127.0.0.1:3000/callback",
        "http://LOCALHOST:3000/callback",
        "http://localhost:3000/callback?x=1",
        "http://localhost:3000/callbac",
        "http://localhost:3000/callback#",
        "//localhost:3000/callback",
        " http://localhost:3000/callback",
    ] {
        let other: String = url::form_urlencoded::byte_serialize(other.as_bytes()).collect();
        check(&good.replace(encoded, &format!("redirect_uri={other}")), "Redirect URI mismatch").await;
    }
    check(&good.replace(encoded, "redirect_uri="), "redirect_uri is missing").await;
    // Unknown parameters are ignored.
    assert_eq!(browser.authorize(&format!("{good}&response_type=code&nonce=1")).await.status, 200);
}

#[tokio::test]
async fn a_wrong_pin_is_told_and_the_form_is_kept() {
    let stage = Stage::new().await;
    let app = stage.app().await;
    let browser = stage.browser();
    let query = app.query("wallet:read");
    let answer = browser.sign_in_as(&query, "ada@example.ng", "4321").await;
    assert_eq!(answer.status, 401);
    assert!(answer.shows("is not right") && answer.shows("value=\"ada@example.ng\"") && !answer.shows("4321"));
    browser.sign_in(&query).await;
}

#[tokio::test]
async fn another_account_can_be_used() {
    let stage = Stage::new().await;
    let app = stage.app().await;
    let browser = stage.browser();
    let query = app.query("wallet:read");
    browser.sign_in(&query).await;
    let consent = browser.authorize(&query).await;
    let (csrf, request) = (consent.hidden("csrf"), consent.hidden("request"));
    let answer = browser.submit("/connect/switch-account", &[("csrf", &csrf), ("request", &request)]).await;
    assert_eq!(answer.header("location"), format!("/connect/authorize?{query}"));
    let answer = browser.sign_in_as(&query, "ngozi@example.ng", "1357").await;
    assert_eq!(answer.status, 303);
    assert!(browser.authorize(&query).await.shows("Signed in as <strong>Ngozi Balogun</strong>"));
}

#[tokio::test]
async fn a_session_that_ends_while_consenting_is_a_401_page() {
    let stage = Stage::new().await;
    let app = stage.app().await;
    let browser = stage.browser();
    let query = app.query("wallet:read");
    browser.sign_in(&query).await;
    let consent = browser.authorize(&query).await;
    stage.advance(31 * 60).await;
    let answer = browser.decide(&consent, "allow", &["wallet:read"]).await;
    assert_eq!(answer.status, 401);
    assert!(answer.shows("Your session is over") && answer.shows("id=\"again\""));
}

#[tokio::test]
async fn foreign_forms_are_refused() {
    let stage = Stage::new().await;
    let app = stage.app().await;
    let browser = stage.browser();
    let query = app.query("wallet:read");
    browser.sign_in(&query).await;
    let fields = [("csrf", "made-up"), ("request", &*query), ("decision", "allow"), ("scope", "wallet:read")];
    assert_eq!(browser.submit("/connect/authorize", &fields).await.status, 403);
    let cross = stage.http.post(format!("{}/connect/authorize", stage.running.base_url));
    let cross =
        cross.header("Sec-Fetch-Site", "cross-site").header("Content-Type", "application/x-www-form-urlencoded");
    assert_eq!(super::stage::read(cross.body("decision=allow")).await.status, 403);
    // A session that was never begun here cannot sign in, and nobody is led to another site.
    let fields = [("csrf", "x"), ("request", "x"), ("email", "ada@example.ng"), ("pin", "1234")];
    assert_eq!(stage.browser().submit("/connect/login", &fields).await.status, 401);
}

#[tokio::test]
async fn pages_carry_their_headers() {
    let stage = Stage::new().await;
    let app = stage.app().await;
    let browser = stage.browser();
    let query = app.query("wallet:read");
    let login = browser.authorize(&query).await;
    browser.sign_in(&query).await;
    let consent = browser.authorize(&query).await;
    let native = query.replace("http%3A%2F%2Flocalhost%3A3000%2Fcallback", "dev.example.app%3A%2Fcallback");
    let native = browser.authorize(&native).await;
    for (page, form_action) in
        [(&login, "'self'"), (&consent, "'self' http://localhost:3000"), (&native, "'self' dev.example.app:")]
    {
        insta::allow_duplicates! {
            let policy = page.header("content-security-policy");
            assert!(policy.ends_with(&format!("form-action {form_action}")), "{policy}");
            insta::assert_snapshot!(policy.split("; form-action").next().unwrap(), @"default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'; frame-ancestors 'none'");
        }
        assert_eq!(page.header("cache-control"), "no-store");
        assert_eq!(page.header("referrer-policy"), "no-referrer");
        assert_eq!(page.header("x-content-type-options"), "nosniff");
        assert!(!page.text.contains("<script"));
    }
    assert!(login.header("set-cookie").ends_with("Path=/; HttpOnly; SameSite=Lax"));
}

#[tokio::test]
async fn the_first_page_lists_everybody() {
    let stage = Stage::new().await;
    let page = stage.send(Method::GET, "/", None, None).await;
    assert_eq!(page.status, 200);
    assert!(page.shows(&stage.running.api_base));
    for text in ["ada@example.ng", "new@example.ng", "busy@example.ng", "ngozi@example.ng", "₦1,805.00", "₦0.00"] {
        assert!(page.shows(text), "{text}");
    }
    let style = stage.send(Method::GET, "/assets/sandbox.css", None, None).await;
    assert_eq!(style.header("content-type"), "text/css; charset=utf-8");
}
