//! The way back by loopback (RFC 8252 §7.3): a listener on 127.0.0.1 that knows one path and answers one attempt.
//!
//! Any local program can connect to it, so everything that is not the browser's answer to this attempt is refused
//! without consequence. An answer that fits is passed on, and the browser is sent to a clean page of the relay, so that
//! no ticket stays in its address bar.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use http_body_util::Full;
use hyper::body::{Bytes, Incoming};
use hyper::header::{CACHE_CONTROL, CONTENT_TYPE, HOST, HeaderValue, LOCATION, REFERRER_POLICY};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Method, Request, Response, StatusCode};
use hyper_util::rt::{TokioIo, TokioTimer};
use monei_api::relay::CALLBACK_PATH;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{mpsc, watch};
use tokio::task::AbortHandle;

use super::attempt::Attempt;
use super::callback::Callback;

/// For more at once the oldest is closed.
const CONNECTIONS: usize = 64;
/// How long a connection may take over its request, and how long one that is open may last after the answer came.
const REQUEST_TIMEOUT: Duration = Duration::from_secs(5);
const CLOSING_TIME: Duration = Duration::from_millis(800);
const AFTER_REFUSAL: Duration = Duration::from_millis(100);

/// A port that is held for an attempt to come.
#[derive(Debug)]
pub struct Port {
    listener: TcpListener,
    address: SocketAddr,
}

impl Port {
    /// A free port above 1023, as the relay wants it.
    pub async fn bind() -> io::Result<Self> {
        Self::bind_to(0).await
    }

    /// The port of this number. 0 stands for any that is free.
    pub(crate) async fn bind_to(number: u16) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, number)).await?;
        let address = listener.local_addr()?;
        Ok(Self { listener, address })
    }

    pub const fn number(&self) -> u16 {
        self.address.port()
    }

    pub fn redirect_uri(&self) -> String {
        format!("http://{}{CALLBACK_PATH}", self.address)
    }

    /// Answers for `attempt` until the returned value is dropped. Links that fit it are sent to `links`.
    pub fn serve(self, attempt: Arc<Attempt>, links: mpsc::Sender<String>) -> Loopback {
        let (open, closed) = watch::channel(());
        let desk = Arc::new(Desk { attempt, host: self.address.to_string(), links });
        tokio::spawn(accept(self.listener, desk, closed));
        Loopback { _open: open }
    }
}

/// A listener in service. It closes when this is dropped.
#[derive(Debug)]
pub struct Loopback {
    _open: watch::Sender<()>,
}

struct Desk {
    attempt: Arc<Attempt>,
    host: String,
    links: mpsc::Sender<String>,
}

async fn accept(listener: TcpListener, desk: Arc<Desk>, mut closed: watch::Receiver<()>) {
    // The oldest first.
    let mut open: VecDeque<AbortHandle> = VecDeque::new();
    loop {
        let stream = tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => stream,
                Err(error) => {
                    // Most likely out of file descriptors: they come back.
                    tracing::warn!(%error, "the loopback listener could not accept");
                    tokio::time::sleep(AFTER_REFUSAL).await;
                    continue;
                }
            },
            // The sender was dropped: the attempt is over.
            _ = closed.changed() => return,
        };
        open.retain(|connection| !connection.is_finished());
        // The browser asks as soon as it is connected. Those that say nothing must not keep it out.
        if open.len() >= CONNECTIONS
            && let Some(oldest) = open.pop_front()
        {
            oldest.abort();
        }
        open.push_back(tokio::spawn(converse(stream, desk.clone(), closed.clone())).abort_handle());
    }
}

async fn converse(stream: TcpStream, desk: Arc<Desk>, mut closed: watch::Receiver<()>) {
    let service = service_fn(move |request| {
        let desk = desk.clone();
        async move { Ok::<_, Infallible>(desk.answer(&request).await) }
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(REQUEST_TIMEOUT)
        .keep_alive(false)
        .serve_connection(TokioIo::new(stream), service);
    tokio::pin!(connection);
    tokio::select! {
        _ = &mut connection => return,
        _ = closed.changed() => {}
    }
    // The answer to the browser may still be on its way.
    let _ = tokio::time::timeout(CLOSING_TIME, connection).await;
}

impl Desk {
    async fn answer(&self, request: &Request<Incoming>) -> Response<Full<Bytes>> {
        let host_is_ours = request.headers().get(HOST).is_some_and(|host| host.as_bytes() == self.host.as_bytes());
        if !host_is_ours || request.uri().path() != CALLBACK_PATH {
            return plain(StatusCode::NOT_FOUND, "There is nothing here.");
        }
        if request.method() != Method::GET {
            return plain(StatusCode::METHOD_NOT_ALLOWED, "There is nothing to do here.");
        }
        let link = format!("{}?{}", self.attempt.redirect_uri, request.uri().query().unwrap_or_default());
        let outcome = match Callback::read(&link, &self.attempt) {
            Callback::Foreign => {
                return plain(StatusCode::BAD_REQUEST, "This does not belong to a sign-in that is under way.");
            }
            Callback::Refused { denied: true } => "denied",
            Callback::Ticket(_) | Callback::Refused { denied: false } => "returned",
        };
        // If nobody listens any more, the attempt is over, and the page says no more than that the app has the rest.
        let _ = self.links.send(link).await;
        let mut response = plain(StatusCode::SEE_OTHER, "Go back to the app.");
        let done = format!("{}/done?outcome={outcome}", self.attempt.endpoints.issuer);
        if let Ok(location) = HeaderValue::from_str(&done) {
            response.headers_mut().insert(LOCATION, location);
        }
        response
    }
}

fn plain(status: StatusCode, text: &'static str) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::new(Bytes::from_static(text.as_bytes())));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    response
}

#[cfg(test)]
mod tests {
    use monei_nightly::rounds;

    use super::super::attempt::tests::attempt;
    use super::*;

    struct Open {
        loopback: Loopback,
        attempt: Arc<Attempt>,
        links: mpsc::Receiver<String>,
        http: reqwest::Client,
    }

    async fn open() -> Open {
        let port = Port::bind().await.unwrap();
        let mut attempt = attempt();
        attempt.redirect_uri = port.redirect_uri();
        let attempt = Arc::new(attempt);
        let (sender, links) = mpsc::channel(4);
        let loopback = port.serve(attempt.clone(), sender);
        Open {
            loopback,
            attempt,
            links,
            http: reqwest::Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none()).build().unwrap(),
        }
    }

    fn answer_url(attempt: &Attempt) -> String {
        format!("{}?code=t&state={}&iss=http%3A%2F%2F127.0.0.1%3A4020", attempt.redirect_uri, attempt.state)
    }

    #[tokio::test]
    async fn r24_a_thousand_junk_requests_neither_end_nor_slow_the_flow() {
        let mut open = open().await;
        let base = open.attempt.redirect_uri.clone();
        let root = base.trim_end_matches("/callback");
        for round in 0..rounds(250, 5_000) {
            let junk = [
                open.http.get(format!("{base}?code=x&state=junk{round}")),
                open.http.get(format!("{root}/favicon.ico")),
                open.http.post(answer_url(&open.attempt)),
                open.http.get(answer_url(&open.attempt)).header("Host", "evil.example"),
            ];
            for (request, status) in junk.into_iter().zip([400, 404, 405, 404]) {
                assert_eq!(request.send().await.unwrap().status(), status);
            }
        }
        assert!(open.links.try_recv().is_err());
        let answer = open.http.get(answer_url(&open.attempt)).send().await.unwrap();
        assert_eq!(answer.status(), 303);
        assert_eq!(answer.headers()["location"], "http://127.0.0.1:4020/done?outcome=returned");
        assert!(matches!(Callback::read(&open.links.recv().await.unwrap(), &open.attempt), Callback::Ticket(_)));
    }

    #[tokio::test]
    async fn r24_connections_that_say_nothing_do_not_keep_the_browser_out() {
        let mut open = open().await;
        let address =
            open.attempt.redirect_uri.trim_start_matches("http://").trim_end_matches(CALLBACK_PATH).to_owned();
        let mut silent = VecDeque::new();
        for _ in 0..1_000 {
            silent.push_back(TcpStream::connect(&address).await.unwrap());
            // A process may have a thousand files open, and these are two each.
            if silent.len() > 300 {
                silent.pop_front();
            }
        }
        let answer = open.http.get(answer_url(&open.attempt)).send();
        let answer = tokio::time::timeout(REQUEST_TIMEOUT, answer).await.expect("it waits for the others to give up");
        assert_eq!(answer.unwrap().status(), 303);
        assert!(open.links.recv().await.is_some());
    }

    #[tokio::test]
    async fn r23_the_listener_is_on_loopback_and_gone_when_the_attempt_is() {
        let open = open().await;
        assert!(open.attempt.redirect_uri.starts_with("http://127.0.0.1:"));
        assert_eq!(open.http.get(answer_url(&open.attempt)).send().await.unwrap().status(), 303);
        drop(open.loopback);
        let closed = tokio::time::timeout(Duration::from_secs(1), async {
            while open.http.get(&open.attempt.redirect_uri).send().await.is_ok() {
                tokio::task::yield_now().await;
            }
        });
        assert!(closed.await.is_ok(), "the port is still open after a second");
    }
}
