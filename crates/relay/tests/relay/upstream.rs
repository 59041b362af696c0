//! What an answer, a fault or a silence of Monei does to a ticket.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use monei_nightly::rounds;
use monei_relay::{Admission, Answer, Binding, Fingerprint, Reservation, Store, StoreError};
use reqwest::StatusCode;
use serde_json::json;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;
use tokio::task::JoinSet;

use crate::monei::{Monei, Reply};
use crate::support::{Flow, Page, World, encode};

/// Redeems against this reply, then once more against a good one; returns both answers.
async fn twice(reply: Reply) -> (Page, Page, usize) {
    let world = World::start().await;
    let flow = Flow::new(0);
    let ticket = world.ticket(&flow, "c0de").await;
    world.monei.reply_with(reply);
    let first = world.redeem(&flow, &ticket).await;
    let seen = world.monei.requests().len();
    world.monei.reply_with(Reply::tokens(&["wallet:read"]));
    world.clock.advance(200);
    let second = world.redeem(&flow, &ticket).await;
    assert!(!first.body.contains("upstream"), "{}", first.body);
    assert!(!first.body.contains("mct_"), "{}", first.body);
    (first, second, seen)
}

#[tokio::test]
async fn r11_a_definite_refusal_spends_the_ticket() {
    for (status, expected, error) in [
        (400, StatusCode::BAD_REQUEST, "invalid_grant"),
        (422, StatusCode::BAD_REQUEST, "invalid_grant"),
        (401, StatusCode::INTERNAL_SERVER_ERROR, "server_error"),
        (403, StatusCode::INTERNAL_SERVER_ERROR, "server_error"),
        (404, StatusCode::INTERNAL_SERVER_ERROR, "server_error"),
    ] {
        let (first, second, seen) = twice(Reply::error(status)).await;
        assert_eq!((first.status, first.error().as_str()), (expected, error), "{status}");
        assert_eq!(first.header("retry-after"), "", "{status}");
        assert_eq!((second.status, second.error().as_str()), (StatusCode::BAD_REQUEST, "invalid_grant"));
        assert_eq!(seen, 1);
    }
}

#[tokio::test]
async fn r12_an_ambiguous_exchange_spends_the_ticket_and_is_never_retried() {
    let redirect = Reply::text(307, "location: /api/v1/connect/token\r\n", "");
    let untold = json!({ "access_token": "mct_x" });
    let strange = json!({ "access_token": "mct_x", "refresh_token": "mcr_x", "token_type": "mac" });
    let unusable = json!({ "access_token": "mct x\n", "refresh_token": "mcr_x" });
    for (name, reply) in [
        ("silence", Reply::Silence),
        ("half", Reply::Half),
        ("500", Reply::error(500)),
        ("503", Reply::error(503)),
        ("408", Reply::error(408)),
        ("409", Reply::error(409)),
        ("redirect", redirect),
        ("html", Reply::text(200, "", "<html>upstream</html>")),
        ("no refresh token", Reply::json(200, &untold)),
        ("another token type", Reply::json(200, &strange)),
        ("a token that is none", Reply::json(200, &unusable)),
        ("too long", Reply::text(200, "", &format!("\"{}\"", "x".repeat(70_000)))),
    ] {
        let (first, second, seen) = twice(reply).await;
        assert_eq!((first.status, first.error().as_str()), (StatusCode::BAD_REQUEST, "invalid_grant"), "{name}");
        assert_eq!(second.error(), "invalid_grant", "{name}");
        assert_eq!(seen, 1, "{name}");
    }
}

#[tokio::test]
async fn r11_a_limit_of_monei_leaves_the_ticket_usable() {
    for (headers, wait) in [("retry-after: 17\r\n", "17"), ("retry-after: soon\r\n", "30"), ("", "30")] {
        let (first, second, seen) = twice(Reply::text(429, headers, "upstream")).await;
        assert_eq!(first.status, StatusCode::TOO_MANY_REQUESTS);
        assert_eq!(first.header("retry-after"), wait);
        assert_eq!(first.error(), "temporarily_unavailable");
        assert_eq!(second.status, StatusCode::OK);
        assert_eq!(seen, 1);
    }
}

#[tokio::test]
async fn a_limit_of_monei_keeps_everybody_from_asking_until_it_is_over() {
    let world = World::start().await;
    let (flow, other) = (Flow::new(0), Flow::new(1));
    let ticket = world.ticket(&flow, "c0de").await;
    let other_ticket = world.ticket(&other, "other").await;
    world.monei.reply_with(Reply::text(429, "retry-after: 17\r\n", ""));
    world.redeem(&flow, &ticket).await;
    world.monei.reply_with(Reply::tokens(&[]));
    let page = world.redeem(&other, &other_ticket).await;
    assert_eq!((page.status, page.header("retry-after")), (StatusCode::TOO_MANY_REQUESTS, "17"));
    assert_eq!(world.monei.requests().len(), 1);
    world.clock.advance(17);
    assert_eq!(world.redeem(&other, &other_ticket).await.status, StatusCode::OK);
}

#[tokio::test]
async fn r11_an_unreachable_monei_leaves_the_ticket_usable() {
    let gone = Monei::start().await.address;
    let world = World::start_with(|config| config.monei_api_url = format!("http://{gone}/api/v1")).await;
    let flow = Flow::new(0);
    let ticket = world.ticket(&flow, "c0de").await;
    for _ in 0..2 {
        let page = world.redeem(&flow, &ticket).await;
        assert_eq!((page.status, page.error().as_str()), (StatusCode::SERVICE_UNAVAILABLE, "temporarily_unavailable"));
        assert!(!page.header("retry-after").is_empty());
    }
    let back = Monei::start_at(gone).await;
    assert_eq!(world.redeem(&flow, &ticket).await.status, StatusCode::OK);
    assert_eq!(back.requests().len(), 1);
}

#[tokio::test]
async fn r18_the_budget_holds_and_a_refusal_by_it_leaves_the_ticket_usable() {
    let world = World::start_with(|config| config.exchanges_per_minute = 2).await;
    let mut tickets = Vec::new();
    for number in 0..3 {
        let flow = Flow::new(number);
        tickets.push((world.ticket(&flow, &format!("c0de{number}")).await, flow));
    }
    let mut answers = Vec::new();
    for (ticket, flow) in &tickets {
        answers.push(world.redeem(flow, ticket).await.status.as_u16());
    }
    assert_eq!(answers, [200, 200, 429]);
    let (ticket, flow) = &tickets[2];
    let page = world.redeem(flow, ticket).await;
    let wait: i64 = page.header("retry-after").parse().unwrap();
    assert!((1..=75).contains(&wait));
    assert_eq!(world.monei.requests().len(), 2);
    world.clock.advance(wait);
    assert_eq!(world.redeem(flow, ticket).await.status, StatusCode::OK);
}

/// In every second of four minutes, forty redemptions at once of codes that Monei refuses, and by night a thousand. What
/// the budget leaves usable comes again.
#[tokio::test(flavor = "multi_thread")]
async fn r18_junk_redemptions_never_bring_more_than_the_budget_in_any_minute() {
    const BUDGET: usize = 8;
    let world = World::start_with(|config| config.exchanges_per_minute = 8).await;
    world.monei.reply_with(Reply::error(400));
    let mut tickets = Vec::new();
    for number in 0..40 {
        let flow = Flow::new(number);
        tickets.push((world.ticket(&flow, &format!("junk{number}")).await, flow));
    }
    let tickets = Arc::new(tickets);
    let world = Arc::new(world);
    // The second of each exchange that Monei has seen.
    let mut seen = Vec::new();
    for second in 0..240 {
        let mut redemptions = JoinSet::new();
        for number in 0..tickets.len() {
            let (world, tickets) = (world.clone(), tickets.clone());
            redemptions.spawn(async move {
                let (ticket, flow) = &tickets[number];
                for _ in 0..rounds(1, 25) {
                    let status = world.redeem(flow, ticket).await.status;
                    assert!(matches!(status.as_u16(), 400 | 429), "{status}");
                }
            });
        }
        redemptions.join_all().await;
        seen.resize(world.monei.requests().len(), second);
        world.clock.advance(1);
    }
    assert!(seen.windows(BUDGET + 1).all(|nine| nine[BUDGET] - nine[0] >= 60), "{seen:?}");
    assert_eq!(seen.len(), 4 * BUDGET, "and the budget is used: {seen:?}");
}

#[tokio::test]
async fn an_exchange_is_finished_and_recorded_when_the_client_hangs_up() {
    let world = World::start().await;
    let flow = Flow::new(0);
    let ticket = world.ticket(&flow, "c0de").await;
    world.monei.reply_with(Reply::Held(Box::new(Reply::text(429, "retry-after: 1\r\n", ""))));
    let body = encode(&flow.token_form(&ticket));
    let request = format!(
        "POST /token HTTP/1.1\r\nhost: x\r\ncontent-type: application/x-www-form-urlencoded\r\n\
         content-length: {}\r\n\r\n{body}",
        body.len()
    );
    let mut client = TcpStream::connect(world.relay.address).await.unwrap();
    client.write_all(request.as_bytes()).await.unwrap();
    while world.monei.requests().is_empty() {
        tokio::task::yield_now().await;
    }
    drop(client);
    assert_eq!(world.redeem(&flow, &ticket).await.error(), "invalid_grant");
    world.monei.let_go();

    // The refusal by Monei's limit is recorded although nobody waits for it, so the ticket can be used again.
    world.monei.reply_with(Reply::tokens(&[]));
    let usable_again = async {
        while world.redeem(&flow, &ticket).await.status != StatusCode::OK {
            world.clock.advance(1);
        }
    };
    tokio::time::timeout(Duration::from_secs(10), usable_again).await.unwrap();
    assert_eq!(world.monei.requests().len(), 2);
}

/// A store that cannot be reached.
#[derive(Debug)]
struct Gone;

fn gone<T: Send + 'static>() -> Answer<'static, T> {
    Box::pin(std::future::ready(Err(StoreError::Unreachable)))
}

impl Store for Gone {
    fn bind_code(&self, _: Fingerprint, _: Fingerprint, _: Timestamp) -> Answer<'_, Binding> {
        gone()
    }

    fn reserve_nonce(&self, _: Fingerprint, _: Timestamp) -> Answer<'_, Reservation> {
        gone()
    }

    fn commit_nonce(&self, _: Fingerprint, _: Timestamp) -> Answer<'_, ()> {
        gone()
    }

    fn release_nonce(&self, _: Fingerprint) -> Answer<'_, ()> {
        gone()
    }

    fn admit_exchange(&self, _: u32, _: Timestamp) -> Answer<'_, Admission> {
        gone()
    }

    fn pause_exchanges(&self, _: Timestamp) -> Answer<'_, ()> {
        gone()
    }

    fn ready(&self, _: Timestamp) -> Answer<'_, ()> {
        gone()
    }
}

#[tokio::test]
async fn r63_without_its_store_the_relay_is_alive_but_takes_no_sign_ins() {
    let world = World::start_with_store(Arc::new(Gone), |_| ()).await;
    assert_eq!(world.get("/healthz").await.status, StatusCode::OK);
    assert_eq!(world.get("/readyz").await.status, StatusCode::SERVICE_UNAVAILABLE);
    let page = world.browser().authorize(&Flow::new(0).request()).await;
    assert_eq!((page.status, page.reason()), (StatusCode::SERVICE_UNAVAILABLE, "unavailable"));
}

#[tokio::test]
async fn r10_a_lost_store_is_a_503_and_never_an_exchange() {
    let key = [7; 32];
    let keys = || {
        let current = monei_relay::SealingKey::from_bytes(key);
        Some(monei_relay::SealingKeys { current, previous: None })
    };
    let public = || Some("http://127.0.0.1:4020".to_owned());
    let sound = World::start_with(|config| (config.sealing_keys, config.public_url) = (keys(), public())).await;
    let broken =
        World::start_with_store(Arc::new(Gone), |config| (config.sealing_keys, config.public_url) = (keys(), public()))
            .await;
    let flow = Flow::new(0);
    let ticket = sound.ticket(&flow, "c0de").await;
    let page = broken.redeem(&flow, &ticket).await;
    assert_eq!((page.status, page.error().as_str()), (StatusCode::SERVICE_UNAVAILABLE, "temporarily_unavailable"));
    assert!(broken.monei.requests().is_empty());
}
