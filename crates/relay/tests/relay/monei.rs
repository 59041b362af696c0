//! A stand-in for Monei's token endpoint that answers with exactly the bytes that a test asks for, faults included.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;
use tokio::task::JoinHandle;

/// What the stand-in does with a request that it has read.
#[derive(Clone)]
pub(crate) enum Reply {
    /// A whole answer: status line and headers, body.
    Answer { head: String, body: String },
    /// Closes the connection without a byte.
    Silence,
    /// Announces more than it sends, and closes.
    Half,
    /// Waits until the test lets it go on, then answers like that.
    Held(Box<Self>),
}

impl Reply {
    pub(crate) fn tokens(scopes: &[&str]) -> Self {
        Self::json(
            200,
            &json!({
                "access_token": "mct_canary_access",
                "refresh_token": "mcr_canary_refresh",
                "token_type": "Bearer",
                "expires_in": 3600,
                "scopes": scopes,
            }),
        )
    }

    pub(crate) fn json(status: u16, body: &Value) -> Self {
        Self::text(status, "", &body.to_string())
    }

    pub(crate) fn error(status: u16) -> Self {
        Self::json(status, &json!({ "statusCode": status, "message": "<b>upstream words</b>", "error": "upstream" }))
    }

    /// `headers` are whole lines, each with its line end.
    pub(crate) fn text(status: u16, headers: &str, body: &str) -> Self {
        let length = body.len();
        let head = format!("HTTP/1.1 {status} X\r\n{headers}content-length: {length}\r\nconnection: close\r\n\r\n");
        Self::Answer { head, body: body.to_owned() }
    }
}

pub(crate) struct Monei {
    pub(crate) address: SocketAddr,
    shared: Arc<Shared>,
    task: JoinHandle<()>,
}

struct Shared {
    reply: Mutex<Reply>,
    requests: Mutex<Vec<Value>>,
    gate: Notify,
}

impl Monei {
    pub(crate) async fn start() -> Self {
        Self::start_at(SocketAddr::from(([127, 0, 0, 1], 0))).await
    }

    pub(crate) async fn start_at(address: SocketAddr) -> Self {
        let listener = TcpListener::bind(address).await.unwrap();
        let address = listener.local_addr().unwrap();
        let reply = Mutex::new(Reply::tokens(&["profile:read", "wallet:read"]));
        let shared = Arc::new(Shared { reply, requests: Mutex::default(), gate: Notify::new() });
        let for_task = shared.clone();
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, for_task.clone()));
            }
        });
        Self { address, shared, task }
    }

    pub(crate) fn reply_with(&self, reply: Reply) {
        *self.shared.reply.lock().unwrap() = reply;
    }

    /// Lets one held answer go.
    pub(crate) fn let_go(&self) {
        self.shared.gate.notify_one();
    }

    /// The bodies of all requests so far.
    pub(crate) fn requests(&self) -> Vec<Value> {
        self.shared.requests.lock().unwrap().clone()
    }
}

impl Drop for Monei {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn serve(mut stream: TcpStream, shared: Arc<Shared>) {
    let Some((head, body)) = read(&mut stream).await else { return };
    let recorded = serde_json::from_slice(&body).unwrap_or_else(|_| json!({ "unreadable": head }));
    assert!(head.starts_with("POST /api/v1/connect/token HTTP/1.1"), "{head}");
    shared.requests.lock().unwrap().push(recorded);
    let mut reply = shared.reply.lock().unwrap().clone();
    if let Reply::Held(then) = reply {
        shared.gate.notified().await;
        reply = *then;
    }
    match reply {
        Reply::Answer { head, body } => {
            let _ = stream.write_all(format!("{head}{body}").as_bytes()).await;
        }
        Reply::Half => {
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 500\r\n\r\n{\"access_token\":").await;
        }
        Reply::Silence | Reply::Held(_) => {}
    }
    let _ = stream.shutdown().await;
}

async fn read(stream: &mut TcpStream) -> Option<(String, Vec<u8>)> {
    let mut bytes = Vec::new();
    loop {
        if let Some(end) = bytes.windows(4).position(|window| window == b"\r\n\r\n") {
            let head = String::from_utf8(bytes[..end].to_vec()).ok()?;
            let length = head.lines().find_map(|line| {
                let (name, value) = line.split_once(':')?;
                name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse::<usize>().ok())?
            });
            let body_end = end + 4 + length.unwrap_or(0);
            if bytes.len() >= body_end {
                return Some((head, bytes[end + 4..body_end].to_vec()));
            }
        }
        if stream.read_buf(&mut bytes).await.ok()? == 0 {
            return None;
        }
    }
}
