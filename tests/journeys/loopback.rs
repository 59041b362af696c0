//! The way back over loopback: what listens, for how long, and what it answers.

use std::net::Ipv4Addr;
use std::time::Duration;

use anyhow::{Context, ensure};
use monei_e2e::journey::{Answer, Asking, SECTIONS};
use monei_e2e::page::{Page, testid};
use monei_e2e::scene::{Played, Setting, WayBack, play};
use monei_e2e::{Result, http, wait};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::task::JoinSet;
use tokio::time::{Instant, timeout};
use url::Url;

#[tokio::test(flavor = "multi_thread")]
async fn r23_r24_the_loopback_listener_is_ours_alone_and_junk_does_not_matter() -> Played {
    play(Setting::with_way_back(WayBack::Loopback), async |scene| {
        let Asking { person, window, code, page } = scene.somebody_asking().await?;
        let back = redirect_uri(&page).await?;
        assert_eq!((back.host_str(), back.path()), (Some("127.0.0.1"), "/callback"));
        let port = back.port().context("a port")?;
        assert_eq!(http::listeners(port)?, ["0100007F"], "bound to 127.0.0.1 only");

        // Connections that say nothing stay open during all of it.
        let mut silent = Vec::new();
        for _ in 0..20 {
            silent.push(TcpStream::connect((Ipv4Addr::LOCALHOST, port)).await?);
        }
        let start = Instant::now();
        for round in 0..50 {
            let mut requests = JoinSet::new();
            for number in 0..20 {
                requests.spawn(exchange(port, junk(round * 20 + number, port)));
            }
            while let Some(answer) = requests.join_next().await {
                let answer = answer??;
                let status = answer.split(' ').nth(1).unwrap_or_default();
                ensure!(!status.starts_with('2') && !status.starts_with('3'), "junk was answered with:\n{answer}");
            }
        }
        let took = start.elapsed();
        ensure!(took < Duration::from_secs(20), "1,000 junk requests took {took:?}");
        assert_eq!(window.attribute(&testid("pairing-code"), "data-code").await?, code);

        page.press("#continue").await?;
        scene.sign_in_at_monei(&page, &person).await?;
        scene.decide(&page, Answer::AllowAll).await?;
        // The listener goes when the answer has come, which is before there is anything to show.
        scene.at_home().await?;
        wait::until_within(Duration::from_secs(1), "the port to be closed", async || {
            Ok(TcpStream::connect((Ipv4Addr::LOCALHOST, port)).await.is_err().then_some(()))
        })
        .await?;
        drop(silent);
        page.sees("[data-page=done]").await?;
        assert_eq!(page.address().await?.path(), "/done", "no ticket is left in the browser's address");
        scene.sections_are_ready(&SECTIONS).await?;
        scene.figures_match(&person).await?;
        Ok(())
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn r23_cancelling_closes_the_port_and_the_next_attempt_has_its_own() -> Played {
    play(Setting::with_way_back(WayBack::Loopback), async |scene| {
        let Asking { person, window, page, .. } = scene.somebody_asking().await?;
        let first = redirect_uri(&page).await?.port().context("a port")?;
        window.press(&testid("button-cancel")).await?;
        wait::until_within(Duration::from_secs(1), "the port to be closed", async || {
            Ok(http::listeners(first)?.is_empty().then_some(()))
        })
        .await?;
        window.press(&testid("button-try-again")).await?;
        scene.shown_code().await?;
        scene.answer_in_browser(&person, Answer::Deny).await?;
        assert_eq!(scene.outcome().await?, "denied");
        Ok(())
    })
    .await
}

async fn redirect_uri(page: &Page) -> Result<Url> {
    let address = page.address().await?;
    let redirect = address.query_pairs().find(|(name, _)| name == "redirect_uri").context("a redirect URI")?.1;
    Ok(Url::parse(&redirect)?)
}

/// Sends bytes, and returns what comes back until the other side closes.
async fn exchange(port: u16, request: Vec<u8>) -> Result<String> {
    let mut socket = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).await?;
    // The other side may close while we still write, which is an answer too.
    drop(socket.write_all(&request).await);
    drop(socket.shutdown().await);
    let mut answer = Vec::new();
    let read = timeout(Duration::from_secs(15), socket.read_to_end(&mut answer)).await;
    drop(read.context("the connection stayed open")?);
    Ok(String::from_utf8_lossy(&answer).into_owned())
}

fn junk(number: usize, port: u16) -> Vec<u8> {
    let state = "B".repeat(22);
    let host = format!("127.0.0.1:{port}");
    let request =
        |line: &str, host: &str| format!("{line} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n").into_bytes();
    match number % 12 {
        0 => request("GET /favicon.ico", &host),
        1 => request("GET /", &host),
        2 => request(&format!("GET /callback?code=stolen{number}&state={state}"), &host),
        3 => request(&format!("GET /callback?error=access_denied&state={state}"), &host),
        4 => request("GET /callback", &host),
        5 => request(&format!("POST /callback?code=1&state={state}"), &host),
        6 => request(&format!("GET /callback?code=1&state={state}"), "relay.example"),
        7 => request(&format!("GET /callback?code=1&code=2&state={state}&state={state}"), &host),
        8 => request(&format!("GET /callback?code={}&state={state}", "x".repeat(20_000)), &host),
        9 => request("OPTIONS /callback", &host),
        10 => b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03".to_vec(),
        _ => b"GET /callback?code=1 HTTP/1.1\r\nHost: ".to_vec(),
    }
}
