//! The HTTP server: HTTP/1.1 connections that can also be ended without an answer, which a plain `axum::serve` cannot.

use std::convert::Infallible;
use std::fmt;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::response::{IntoResponse, Response};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{oneshot, watch};
use tokio::time::Instant;
use tower::ServiceExt;

/// How long answers in progress may take when the server stops.
const GOODBYE: Duration = Duration::from_secs(5);

/// The address at the other end of the connection.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Peer(pub(crate) IpAddr);

impl Peer {
    pub(crate) fn is_loopback(self) -> bool {
        self.0.to_canonical().is_loopback()
    }
}

impl fmt::Display for Peer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// By when the body of a request must have arrived.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Deadline(pub(crate) Instant);

/// Marks a response that must not be sent: the connection ends instead.
#[derive(Clone, Copy, Debug)]
pub(crate) struct HangUp;

impl HangUp {
    pub(crate) fn response() -> Response {
        let mut response = ().into_response();
        response.extensions_mut().insert(Self);
        response
    }
}

/// Serves until `stop` is sent or its sender is dropped. The head of a request may take as long as `patience` to arrive,
/// and so may its body after that.
pub(crate) async fn serve(
    listener: TcpListener,
    app: Router,
    patience: Duration,
    mut stop: oneshot::Receiver<()>,
    ending: watch::Sender<()>,
) {
    let graceful = GracefulShutdown::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, peer)) => spawn_connection(&graceful, stream, peer, app.clone(), patience),
                Err(error) => {
                    // Out of file descriptors, or a connection that is already gone: neither ends the server.
                    tracing::warn!(%error, "a connection could not be accepted");
                    tokio::time::sleep(Duration::from_millis(50)).await;
                }
            },
            _ = &mut stop => break,
        }
    }
    drop(listener);
    // Answers that would go on for ever come to their end.
    drop(ending);
    if tokio::time::timeout(GOODBYE, graceful.shutdown()).await.is_err() {
        tracing::warn!("some answers were still in progress");
    }
}

fn spawn_connection(graceful: &GracefulShutdown, stream: TcpStream, peer: SocketAddr, app: Router, patience: Duration) {
    if let Err(error) = stream.set_nodelay(true) {
        tracing::debug!(%error, "small packets may be delayed");
    }
    let service = service_fn(move |request| {
        let deadline = Deadline(Instant::now() + patience);
        answer(app.clone(), Peer(peer.ip()), deadline, request)
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(patience)
        .serve_connection(TokioIo::new(stream), service);
    let connection = graceful.watch(connection);
    tokio::spawn(async move {
        if let Err(error) = connection.await {
            tracing::debug!(%error, "a connection ended early");
        }
    });
}

/// The answer, or the error that makes the connection end without one.
async fn answer(
    app: Router,
    peer: Peer,
    deadline: Deadline,
    request: hyper::Request<Incoming>,
) -> Result<Response, io::Error> {
    let mut request = request.map(Body::new);
    request.extensions_mut().insert(peer);
    request.extensions_mut().insert(deadline);
    let response = app.oneshot(request).await.unwrap_or_else(|never: Infallible| match never {});
    match response.extensions().get::<HangUp>() {
        Some(_) => Err(io::ErrorKind::ConnectionAborted.into()),
        None => Ok(response),
    }
}
