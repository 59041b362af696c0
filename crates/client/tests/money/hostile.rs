//! Against a server that counts, and answers as it likes (R50).

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use monei_api::payout::Payout;
use monei_client::money::{Doubt, Fate, Refusal};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use super::{client, pin, token, transfer};

/// What a server does with every request.
#[derive(Clone, Debug)]
enum Reply {
    /// Ends the connection before it reads, after the head, or after the whole request.
    CloseAtOnce,
    CloseAfterHead,
    CloseAfterAll,
    /// These bytes, and then the end of the connection.
    Raw(String),
    /// These bytes, and the connection stays open for more.
    Kept(String),
}

#[derive(Default)]
struct Seen {
    connections: AtomicUsize,
    requests: AtomicUsize,
    last: std::sync::Mutex<String>,
}

async fn serve(reply: Reply) -> (String, Arc<Seen>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let (base, seen) = (format!("http://{}", listener.local_addr().unwrap()), Arc::new(Seen::default()));
    let counting = seen.clone();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            counting.connections.fetch_add(1, Ordering::SeqCst);
            tokio::spawn(converse(stream, reply.clone(), counting.clone()));
        }
    });
    (base, seen)
}

/// Reads requests until the other side is tired of it. A failure to read or write is the end of a conversation.
async fn converse(mut stream: TcpStream, reply: Reply, seen: Arc<Seen>) {
    let mut heard = Vec::new();
    loop {
        if matches!(reply, Reply::CloseAtOnce) {
            return;
        }
        let end_of_head = loop {
            if let Some(end) = heard.windows(4).position(|window| window == b"\r\n\r\n") {
                break end + 4;
            }
            if !matches!(stream.read_buf(&mut heard).await, Ok(1..)) {
                return;
            }
        };
        seen.requests.fetch_add(1, Ordering::SeqCst);
        if matches!(reply, Reply::CloseAfterHead) {
            return;
        }
        let text = String::from_utf8_lossy(&heard[..end_of_head]).to_lowercase();
        let length = text.lines().find_map(|line| line.strip_prefix("content-length: ")).map_or("0", str::trim);
        let whole = end_of_head + length.parse::<usize>().unwrap();
        while heard.len() < whole {
            if !matches!(stream.read_buf(&mut heard).await, Ok(1..)) {
                return;
            }
        }
        *seen.last.lock().unwrap() = String::from_utf8_lossy(&heard[..whole]).into_owned();
        heard.drain(..whole);
        match &reply {
            Reply::Raw(bytes) => {
                let _ = stream.write_all(bytes.as_bytes()).await;
                return;
            }
            Reply::Kept(bytes) => {
                if stream.write_all(bytes.as_bytes()).await.is_err() {
                    return;
                }
            }
            _ => return,
        }
    }
}

fn answer(status: &str, body: &str) -> String {
    format!("HTTP/1.1 {status}\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{body}", body.len())
}

const TAKEN: &str =
    r#"{"statusCode":200,"message":"…","data":{"reference":"pay-01","status":"PENDING","amount":2500}}"#;
const REFUSED: &str = r#"{"statusCode":400,"message":"no"}"#;

async fn send(base: &str) -> Fate<Payout> {
    let order = transfer("2500", "r");
    client(base).send(&order, Some(&pin("0042")), "intent-1", &token("mct_x")).await.unwrap()
}

#[tokio::test]
async fn r50_one_post_reaches_the_server_whatever_it_does() {
    let redirect = |status: &str| {
        Reply::Kept(format!("HTTP/1.1 {status}\r\nlocation: /wallet/payout/bank-transfer\r\ncontent-length: 0\r\n\r\n"))
    };
    let whole = answer("200 OK", TAKEN);
    let half = whole[..whole.len() - 20].to_owned();
    let head_only = whole[..whole.find("\r\n\r\n").unwrap() + 4].to_owned();
    let unknown = [
        (Reply::CloseAfterHead, Doubt::NoAnswer),
        (Reply::CloseAfterAll, Doubt::NoAnswer),
        (Reply::Raw(half), Doubt::NoAnswer),
        (Reply::Raw(head_only), Doubt::NoAnswer),
        (Reply::Raw("HTTP/1.1 2".into()), Doubt::NoAnswer),
        (Reply::Raw("no http at all\r\n\r\n".into()), Doubt::NoAnswer),
        (redirect("301 Moved Permanently"), Doubt::Undecided { status: 301 }),
        (redirect("302 Found"), Doubt::Undecided { status: 302 }),
        (redirect("303 See Other"), Doubt::Undecided { status: 303 }),
        (redirect("307 Temporary Redirect"), Doubt::Undecided { status: 307 }),
        (redirect("308 Permanent Redirect"), Doubt::Undecided { status: 308 }),
        (Reply::Kept(answer("408 Request Timeout", REFUSED)), Doubt::Undecided { status: 408 }),
        (Reply::Kept(answer("409 Conflict", REFUSED)), Doubt::Undecided { status: 409 }),
        (Reply::Kept(answer("421 Misdirected Request", REFUSED)), Doubt::Undecided { status: 421 }),
        (Reply::Kept(answer("429 Too Many Requests", "<html>")), Doubt::Undecided { status: 429 }),
        (Reply::Kept(answer("503 Service Unavailable", REFUSED)), Doubt::Undecided { status: 503 }),
        (Reply::Kept(answer("200 OK", "{")), Doubt::Unreadable),
        (Reply::Kept(answer("200 OK", "<html>")), Doubt::Unreadable),
    ];
    for (reply, doubt) in unknown {
        let (base, seen) = serve(reply.clone()).await;
        let fate = send(&base).await;
        assert!(matches!(fate, Fate::Unknown(why) if why == doubt), "{reply:?}: {fate:?}");
        assert_eq!(seen.requests.load(Ordering::SeqCst), 1, "{reply:?}");
    }
    for status in ["400 Bad Request", "403 Forbidden", "404 Not Found", "422 Unprocessable", "429 Too Many Requests"] {
        let (base, seen) = serve(Reply::Kept(answer(status, REFUSED))).await;
        let fate = send(&base).await;
        assert!(matches!(fate, Fate::Refused(Refusal::ByMonei { .. })), "{status}: {fate:?}");
        assert_eq!(seen.requests.load(Ordering::SeqCst), 1, "{status}");
    }
    let (base, seen) = serve(Reply::Kept(answer("401 Unauthorized", REFUSED))).await;
    assert!(matches!(send(&base).await, Fate::Unauthorized));
    assert_eq!(seen.requests.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn a_connection_that_ends_before_anything_was_read_leaves_it_open() {
    // The first byte may have left: nobody here can know.
    let (base, seen) = serve(Reply::CloseAtOnce).await;
    assert!(matches!(send(&base).await, Fate::Unknown(Doubt::NoAnswer)));
    assert_eq!(seen.connections.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn without_a_server_nothing_was_sent() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    assert!(matches!(send(&base).await, Fate::Refused(Refusal::NoConnection)));
}

#[tokio::test]
async fn every_request_has_a_connection_of_its_own() {
    let (base, seen) = serve(Reply::Kept(answer("200 OK", TAKEN))).await;
    let client = client(&base);
    for _ in 0..5 {
        let fate = client.send(&transfer("2500", "r"), Some(&pin("0042")), "intent-1", &token("mct_x")).await.unwrap();
        assert!(matches!(fate, Fate::Done(_)));
    }
    assert_eq!((seen.connections.load(Ordering::SeqCst), seen.requests.load(Ordering::SeqCst)), (5, 5));
}

#[tokio::test]
async fn r54_the_bytes_on_the_wire_are_the_body_and_the_pin() {
    let (base, seen) = serve(Reply::Kept(answer("200 OK", TAKEN))).await;
    let Fate::Done(payout) = send(&base).await else { panic!("it was taken") };
    assert_eq!(payout.reference.as_deref(), Some("pay-01"));
    let request = seen.last.lock().unwrap().clone();
    let (head, body) = request.split_once("\r\n\r\n").unwrap();
    let expected =
        r#"{"amount":2500,"bank":"058","accountNumber":"0123456789","reference":"r","transactionPin":"0042"}"#;
    assert_eq!(body, expected);
    let head = head.to_lowercase();
    for line in [
        "post /wallet/payout/bank-transfer http/1.1",
        "authorization: bearer mct_x",
        "idempotency-key: intent-1",
        "content-type: application/json",
    ] {
        assert!(head.lines().any(|found| found == line), "{line}: {head}");
    }
}

#[test]
fn r34_a_request_prints_no_pin() {
    let body = monei_client::money::Body::new(&transfer("1", "r")).unwrap();
    let post = monei_client::money::Post {
        endpoint: monei_api::endpoint::BANK_TRANSFER,
        key: "intent-1".into(),
        bytes: body.with_pin(Some(&pin("9876"))),
    };
    let printed = format!("{post:?}");
    assert!(!printed.contains("9876") && !printed.contains("57, 56, 55, 54"), "{printed}");
}
