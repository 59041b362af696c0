//! Requests that are too slow, too large or no requests at all: each is answered or its connection ends, and everybody
//! else is served.

use std::time::Duration;

use monei_sandbox::{Config, Sandbox};
use reqwest::Method;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::stage::{API_KEY, Stage, error};

/// So short that the tests end soon, and long enough for a request that is sent at once.
const PATIENCE: Duration = Duration::from_millis(500);
const HEAD: &str = "POST /api/v1/wallet/payout/transfer HTTP/1.1\r\nHost: 127.0.0.1\r\nX-API-KEY: key-of-the-developer\r\nContent-Type: application/json\r\n";

/// A server that soon loses patience.
async fn impatient() -> Stage {
    let config = Config { api_key: Some(API_KEY.to_owned()), request_timeout: PATIENCE, ..Config::default() };
    Stage::of(Sandbox::start(config).await.unwrap())
}

async fn connect(stage: &Stage) -> TcpStream {
    let address = stage.running.base_url.strip_prefix("http://").unwrap();
    TcpStream::connect(address).await.unwrap()
}

/// Everything that comes until the connection ends, in whichever way.
async fn rest(stream: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    // A connection that is reset has ended as well.
    let _ = stream.read_to_end(&mut bytes).await;
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Sends the start, and then one byte after another until the connection ends; returns what came back.
async fn dribble(stage: &Stage, start: &str, byte: &[u8]) -> String {
    let mut stream = connect(stage).await;
    stream.write_all(start.as_bytes()).await.unwrap();
    let mut pace = tokio::time::interval(PATIENCE / 20);
    let (mut reader, mut writer) = stream.split();
    let mut answer = Vec::new();
    let write = async {
        loop {
            pace.tick().await;
            if writer.write_all(byte).await.is_err() {
                // The server has left; what it said before is still to be read.
                return std::future::pending().await;
            }
        }
    };
    tokio::select! {
        _ = reader.read_to_end(&mut answer) => {}
        () = write => {}
    }
    String::from_utf8_lossy(&answer).into_owned()
}

/// What is sent at once, and what comes back.
async fn exchange(stage: &Stage, request: &[u8]) -> String {
    let mut stream = connect(stage).await;
    // The server may refuse before it has read everything.
    let _ = stream.write_all(request).await;
    rest(&mut stream).await
}

/// Status and body of an answer as it came over the connection.
fn both(answer: &str) -> (u16, Value) {
    let (head, body) = answer.split_once("\r\n\r\n").unwrap_or_else(|| panic!("no answer: {answer:?}"));
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    (status, serde_json::from_str(body).unwrap_or_else(|_| panic!("not JSON: {answer:?}")))
}

async fn is_served(stage: &Stage) {
    // A connection of its own: one that is kept may just be ending for having been idle.
    let request = "GET /api/v1/user/me HTTP/1.1\r\nHost: 127.0.0.1\r\nX-API-KEY: key-of-the-developer\r\nConnection: close\r\n\r\n";
    let answer = exchange(stage, request.as_bytes()).await;
    assert_eq!(both(&answer).0, 200, "{answer}");
}

#[tokio::test]
async fn a_head_that_never_ends_is_cut_off() {
    let stage = impatient().await;
    let (endless, silent, ()) = tokio::join!(
        dribble(&stage, "GET /api/v1/user/me HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Endless: ", b"a"),
        async { rest(&mut connect(&stage).await).await },
        is_served(&stage),
    );
    assert!(!endless.contains("200 OK"), "{endless}");
    assert_eq!(silent, "");
    is_served(&stage).await;
}

#[tokio::test]
async fn a_body_that_never_ends_is_refused() {
    let stage = impatient().await;
    let slow = error(408, "The request took too long to arrive", "Request Timeout");
    let announced = format!("{HEAD}Content-Length: 60000\r\n\r\n{{\"receiver\":\"");
    let chunked = format!("{HEAD}Transfer-Encoding: chunked\r\n\r\n");
    let (announced, chunked, ()) =
        tokio::join!(dribble(&stage, &announced, b"a"), dribble(&stage, &chunked, b"1\r\n \r\n"), is_served(&stage),);
    assert_eq!(both(&announced), slow);
    assert_eq!(both(&chunked), slow);
    is_served(&stage).await;
}

#[tokio::test]
async fn many_slow_senders_keep_nobody_from_being_served() {
    let stage = impatient().await;
    let mut senders = Vec::new();
    for _ in 0..200 {
        let mut stream = connect(&stage).await;
        stream.write_all(HEAD.as_bytes()).await.unwrap();
        senders.push(stream);
    }
    is_served(&stage).await;
    for mut sender in senders {
        assert_eq!(rest(&mut sender).await, "");
    }
}

#[tokio::test]
async fn a_body_that_is_too_large_is_refused_before_it_is_kept() {
    let stage = Stage::new().await;
    let refused = error(413, "request entity too large", "Payload Too Large");
    let fits = json!({ "receiver": "a".repeat(60_000) });
    assert_eq!(stage.post_by_key("/wallet/payout/transfer", fits).await.status, 400);
    for length in [64 * 1024, 1_000_000, 10_000_000] {
        let body = json!({ "receiver": "a".repeat(length) });
        assert_eq!(stage.post_by_key("/wallet/payout/transfer", body).await.both(), refused, "{length}");
    }
    is_served(&stage).await;
}

#[tokio::test]
async fn a_hundred_megabytes_are_not_waited_for() {
    let stage = Stage::new().await;
    for framing in ["Content-Length: 100000000", "Transfer-Encoding: chunked"] {
        let mut stream = connect(&stage).await;
        stream.write_all(format!("{HEAD}{framing}\r\n\r\n").as_bytes()).await.unwrap();
        let piece = if framing.starts_with('C') {
            vec![b' '; 0x10000]
        } else {
            [b"10000\r\n".as_slice(), &vec![b' '; 0x10000], b"\r\n"].concat()
        };
        let (mut reader, mut writer) = stream.split();
        let mut written = 0;
        let mut answer = Vec::new();
        let send = async {
            while written < 100_000_000 && writer.write_all(&piece).await.is_ok() {
                written += piece.len();
            }
        };
        // The end of the connection ends the sending as well.
        let (_, ()) = tokio::join!(reader.read_to_end(&mut answer), send);
        assert!(written < 50_000_000, "{framing}: {written}");
        let answer = String::from_utf8_lossy(&answer);
        assert!(answer.is_empty() || both(&answer).0 == 413, "{framing}: {answer}");
        is_served(&stage).await;
    }
}

#[tokio::test]
async fn too_many_headers_and_too_long_an_address_are_refused() {
    let stage = Stage::new().await;
    let many = "X-Header: 1\r\n".repeat(5_000);
    let answer = exchange(&stage, format!("GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n{many}\r\n").as_bytes()).await;
    assert!(answer.starts_with("HTTP/1.1 431 "), "{answer}");
    let endless = "a".repeat(1_000_000);
    let answer = exchange(&stage, format!("GET / HTTP/1.1\r\nX-Long: {endless}\r\n\r\n").as_bytes()).await;
    assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 431 "), "{answer}");
    let answer = exchange(&stage, format!("GET /{} HTTP/1.1\r\n\r\n", "a".repeat(70_000)).as_bytes()).await;
    assert!(answer.starts_with("HTTP/1.1 414 "), "{answer}");
    is_served(&stage).await;
}

#[tokio::test]
async fn what_is_no_request_is_refused() {
    let stage = Stage::new().await;
    for garbage in [
        &b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"[..],
        b"GET\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"GET / HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
        b"GET / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        b"\0\0\0\0\0\0\0\0",
    ] {
        let answer = exchange(&stage, garbage).await;
        assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 4"), "{garbage:?}: {answer}");
    }
    is_served(&stage).await;
}

#[tokio::test]
async fn a_body_that_breaks_off_changes_nothing() {
    let stage = Stage::new().await;
    let mut stream = connect(&stage).await;
    let start = r#"{"receiver":"ngozi@example.ng","amount":1,"transactionPin":"1234""#;
    stream.write_all(format!("{HEAD}Content-Length: {}\r\n\r\n{start}", start.len() + 1).as_bytes()).await.unwrap();
    stream.shutdown().await.unwrap();
    let answer = rest(&mut stream).await;
    assert!(answer.is_empty() || both(&answer).0 == 400, "{answer}");
    assert_eq!(stage.ada_has().await, "1805.00");
}

#[tokio::test]
async fn deep_and_wide_json_is_answered() {
    let stage = Stage::new().await;
    let send = async |body: String| {
        let url = format!("{}/wallet/payout/transfer", stage.running.api_base);
        let request = stage.http.request(Method::POST, url).header("X-API-KEY", API_KEY);
        super::stage::read(request.header("Content-Type", "application/json").body(body)).await
    };
    let malformed = error(400, "Malformed JSON", "Bad Request");
    for depth in [128, 1_000, 30_000] {
        let (open, close) = ("[".repeat(depth), "]".repeat(depth));
        assert_eq!(send(format!("{{\"meta\":{open}{close}}}")).await.both(), malformed, "{depth}");
        assert_eq!(send(format!("{{\"meta\":{open}")).await.both(), malformed, "{depth}");
    }
    let wide: Vec<String> = (0..6_000).map(|number| format!("\"{number}\":0")).collect();
    let answer = send(format!("{{{}}}", wide.join(","))).await;
    assert_eq!((answer.status.as_u16(), &answer.json()["message"]), (400, &json!("Validation failed")));
    let twice = format!("{{{}}}", vec!["\"amount\":1"; 5_000].join(","));
    assert_eq!(send(twice).await.status, 400);
    is_served(&stage).await;
}
