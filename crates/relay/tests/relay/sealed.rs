//! R4 through the routes: values that are swapped, stale, foreign or garbled open nothing.

use monei_relay::{SealingKey, SealingKeys};
use reqwest::StatusCode;

use crate::support::{Browser, Flow, Page, World};

fn keys(current: u8, previous: Option<u8>) -> SealingKeys {
    let key = |byte| SealingKey::from_bytes([byte; 32]);
    SealingKeys { current: key(current), previous: previous.map(key) }
}

async fn relay(environment: &str, issuer: &str, sealing_keys: impl Into<Option<SealingKeys>>) -> World {
    World::start_with(|config| {
        environment.clone_into(&mut config.environment);
        config.public_url = Some(issuer.to_owned());
        config.sealing_keys = sealing_keys.into();
    })
    .await
}

/// The browser of one relay, at the address of another.
fn moved(browser: &Browser, to: &World) -> Browser {
    Browser { cookie: browser.cookie.clone(), ..to.browser() }
}

fn assert_expired(page: &Page) {
    assert_eq!((page.status, page.reason()), (StatusCode::BAD_REQUEST, "expired"));
}

fn assert_invalid_grant(page: &Page) {
    assert_eq!((page.status, page.error().as_str()), (StatusCode::BAD_REQUEST, "invalid_grant"));
}

#[tokio::test]
async fn r04_a_value_of_one_purpose_does_not_open_as_another() {
    let world = World::start().await;
    let flow = Flow::new(0);
    let mut browser = world.browser();
    let mut form = browser.consent_page(&flow).await;
    let state = browser.consent_given(&flow).await;
    let ticket = browser.callback(&[("code", "c0de"), ("state", &state)]).await.handed_over("code");

    for wrong in [&form.request, &ticket] {
        assert_expired(&browser.callback(&[("code", "c0de"), ("state", wrong)]).await);
    }
    for wrong in [&form.request, &state] {
        assert_invalid_grant(&world.redeem(&flow, wrong).await);
    }
    for wrong in [&state, &ticket] {
        form.request.clone_from(wrong);
        assert_expired(&browser.decide(&form, "continue").await);
    }
    assert!(world.monei.requests().is_empty());
}

#[tokio::test]
async fn r04_a_value_of_another_environment_issuer_or_key_does_not_open() {
    let issuer = "http://127.0.0.1:4020";
    let home = relay("demonstration", issuer, keys(1, None)).await;
    let flow = Flow::new(0);
    let mut browser = home.browser();
    let form = browser.consent_page(&flow).await;
    let state = browser.consent_given(&flow).await;
    let ticket = browser.callback(&[("code", "c0de"), ("state", &state)]).await.handed_over("code");

    for foreign in [
        relay("production", issuer, keys(1, None)).await,
        relay("demonstration", "http://127.0.0.1:4021", keys(1, None)).await,
        relay("demonstration", issuer, keys(2, None)).await,
        relay("demonstration", issuer, keys(2, Some(3))).await,
        relay("demonstration", issuer, None).await,
    ] {
        let browser = moved(&browser, &foreign);
        assert_expired(&browser.decide(&form, "continue").await);
        assert_expired(&browser.callback(&[("code", "c0de"), ("state", &state)]).await);
        assert_invalid_grant(&foreign.redeem(&flow, &ticket).await);
        assert!(foreign.monei.requests().is_empty());
    }
}

#[tokio::test]
async fn r20_a_value_of_the_previous_key_still_opens_and_the_new_key_seals() {
    let issuer = "http://127.0.0.1:4020";
    let before = relay("demonstration", issuer, keys(1, None)).await;
    let during = relay("demonstration", issuer, keys(2, Some(1))).await;
    let after = relay("demonstration", issuer, keys(2, None)).await;
    let flow = Flow::new(0);

    let mut browser = before.browser();
    let form = browser.consent_page(&flow).await;
    let browser = moved(&browser, &during);
    let state = browser.decide(&form, "continue").await.location_param("state").unwrap();
    let browser = moved(&browser, &after);
    let ticket = browser.callback(&[("code", "c0de"), ("state", &state)]).await.handed_over("code");
    assert_eq!(during.redeem(&flow, &ticket).await.status, StatusCode::OK);
    assert_invalid_grant(&before.redeem(&flow, &ticket).await);
}

#[tokio::test]
async fn r04_a_truncated_or_decorated_value_does_not_open() {
    let world = World::start().await;
    let flow = Flow::new(0);
    let mut browser = world.browser();
    let state = browser.consent_given(&flow).await;
    let ticket = browser.callback(&[("code", "c0de"), ("state", &state)]).await.handed_over("code");
    let footerless = |value: &str| value.rsplit_once('.').unwrap().0.to_owned();
    let decorations: [fn(&str) -> String; 7] = [
        |value| value[..value.len() - 1].to_owned(),
        |value| value[1..].to_owned(),
        |value| value[..value.len() / 2].to_owned(),
        |value| format!("{value}="),
        |value| format!("{value}.e30"),
        |value| format!(" {value}"),
        |value| value.repeat(9),
    ];
    let wrong = |value: &str| {
        let mut all: Vec<String> = decorations.iter().map(|decorate| decorate(value)).collect();
        all.extend([footerless(value), format!("{}.", footerless(value)), value.replacen("v4", "v3", 1)]);
        all
    };
    for wrong in wrong(&state) {
        assert_expired(&browser.callback(&[("code", "c0de"), ("state", &wrong)]).await);
    }
    for wrong in wrong(&ticket) {
        if wrong.len() < 3_500 {
            assert_invalid_grant(&world.redeem(&flow, &wrong).await);
        }
    }
}
