//! Starting and stopping: from settings to a listening relay.

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::pin::pin;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::http::header::CONNECTION;
use axum::http::{HeaderValue, StatusCode};
use axum::middleware::{from_fn, from_fn_with_state, map_response};
use axum::response::Response;
use axum::routing::{get, post};
use axum::{Extension, Router};
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto;
use hyper_util::service::TowerToHyperService;
use monei_api::relay::METADATA_PATH;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, oneshot, watch};
use tokio::task::JoinHandle;

use crate::config::{Config, ConfigError, Settings};
use crate::pages::{Failure, Pages};
use crate::seal::{Sealer, SealingKey, SealingKeys};
use crate::surroundings::Surroundings;
use crate::upstream::{Upstream, UpstreamError};
use crate::{guard, headers, route};

const HEADER_TIMEOUT: Duration = Duration::from_secs(10);
/// Room for a URL of 8 KiB and a browser's headers.
const HEADER_BYTES: usize = 32 * 1024;

/// What connections may take of the machine.
#[derive(Clone, Copy)]
struct Limits {
    connections: usize,
    /// After this an answer says that it is the connection's last. A connection that is closed without a word may have
    /// the next request on its way already, and that would be lost.
    last_answer: Duration,
    /// After this a connection takes no more requests.
    age: Duration,
    /// How long the request in progress may still take after that, or when the relay stops.
    grace: Duration,
}

/// A connection lives for a minute at most. The grace is longer than an exchange may take, so that none is cut off.
const LIMITS: Limits = Limits {
    connections: 1_024,
    last_answer: Duration::from_secs(20),
    age: Duration::from_secs(40),
    grace: Duration::from_secs(20),
};

/// After a failed accept, which mostly means that the process has no more file descriptors.
const ACCEPT_PAUSE: Duration = Duration::from_millis(50);

/// What every route can reach.
pub(crate) struct App {
    pub(crate) settings: Settings,
    pub(crate) sealer: Sealer,
    pub(crate) upstream: Upstream,
    pub(crate) pages: Pages,
    pub(crate) around: Surroundings,
}

/// The address at the other end of the connection.
#[derive(Clone, Copy)]
pub(crate) struct Peer(pub(crate) IpAddr);

/// A relay cannot be started.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    #[error("cannot listen on {address}")]
    Listen {
        address: SocketAddr,
        #[source]
        source: io::Error,
    },
    #[error("a setting cannot be used")]
    Config(#[from] ConfigError),
    #[error(transparent)]
    Upstream(#[from] UpstreamError),
}

/// The way to start a relay.
#[derive(Clone, Copy, Debug)]
pub struct Relay;

/// A relay that answers. It stops when this is dropped, at once; [`Running::shutdown`] lets open requests end.
#[derive(Debug)]
pub struct Running {
    /// Where browsers and applications reach it: the public URL, which is also its issuer.
    pub base_url: String,
    /// The address that it listens on.
    pub address: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    task: JoinHandle<()>,
}

impl Relay {
    /// Starts with the system's clock and randomness, and a store in memory.
    pub async fn start(config: Config) -> Result<Running, StartError> {
        Self::start_with(config, Surroundings::default()).await
    }

    /// Starts with other surroundings than the usual.
    pub async fn start_with(mut config: Config, around: Surroundings) -> Result<Running, StartError> {
        let listen = config.listen;
        let failed = |source| StartError::Listen { address: listen, source };
        let listener = TcpListener::bind(listen).await.map_err(failed)?;
        let address = listener.local_addr().map_err(failed)?;
        let keys = config.sealing_keys.take().unwrap_or_else(|| {
            tracing::warn!("the sealing key is random: a restart ends pending sign-ins");
            SealingKeys { current: SealingKey::random(&*around.random), previous: None }
        });
        let settings = Settings::check(config, address)?;
        let base_url = settings.issuer.clone();
        let app = Arc::new(App {
            sealer: Sealer::new(keys, &settings.environment, &settings.issuer),
            upstream: Upstream::new(&settings)?,
            pages: Pages::new(&settings.environment),
            settings,
            around,
        });
        tracing::info!(%address, base_url, environment = app.settings.environment, "listening");
        let (stop, stopped) = oneshot::channel();
        let task = tokio::spawn(serve(listener, router(app), stopped, LIMITS));
        Ok(Running { base_url, address, stop: Some(stop), task })
    }
}

impl Running {
    /// Takes no more connections, lets open requests end, and returns.
    pub async fn shutdown(mut self) {
        // Dropping the sender is the signal.
        drop(self.stop.take());
        if (&mut self.task).await.is_err() {
            tracing::error!("the listener ended by a panic");
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.task.abort();
    }
}

pub(crate) fn router(app: Arc<App>) -> Router {
    Router::new()
        .route(METADATA_PATH, get(route::about::metadata))
        .route("/authorize", get(route::authorize::show_consent).post(route::consent::answer))
        .route("/callback", get(route::callback::take))
        .route("/done", get(route::about::done))
        .route("/token", post(route::token::redeem))
        .route("/healthz", get(route::about::alive))
        .route("/readyz", get(route::about::ready))
        .fallback(route::about::nothing_here)
        .layer(from_fn(guard::limit))
        .layer(from_fn_with_state(app.clone(), guard::log))
        .layer(from_fn_with_state(app.clone(), headers::secure))
        .with_state(app)
}

async fn serve(listener: TcpListener, router: Router, mut stopped: oneshot::Receiver<()>, limits: Limits) {
    let places = Arc::new(Semaphore::new(limits.connections));
    let (stop, stopping) = watch::channel(());
    loop {
        let accepted = async {
            // Waits for a place first: a connection that cannot be served is left to the system's queue.
            let place = places.clone().acquire_owned().await;
            (listener.accept().await, place)
        };
        tokio::select! {
            (accepted, Ok(place)) = accepted => match accepted {
                Ok((stream, peer)) => connect(stream, peer, &router, (place, stopping.clone()), limits),
                Err(_) => tokio::time::sleep(ACCEPT_PAUSE).await,
            },
            _ = &mut stopped => break,
        }
    }
    drop(listener);
    drop(stop);
    // When every place is free again, every connection has ended.
    let all = places.acquire_many(u32::try_from(limits.connections).unwrap_or(u32::MAX));
    if tokio::time::timeout(limits.grace, all).await.is_err() {
        tracing::warn!("some connections were cut off");
    }
}

fn connect(
    stream: TcpStream,
    peer: SocketAddr,
    router: &Router,
    (place, mut stopping): (OwnedSemaphorePermit, watch::Receiver<()>),
    limits: Limits,
) {
    // Pages and tokens are small: waiting to fill a packet would only delay them. Without the option all still works.
    let _ = stream.set_nodelay(true);
    let opened = Instant::now();
    let router =
        router.clone().layer(Extension(Peer(peer.ip()))).layer(map_response(move |mut answer: Response| async move {
            if opened.elapsed() >= limits.last_answer {
                answer.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
            }
            answer
        }));
    let mut builder = auto::Builder::new(TokioExecutor::new()).http1_only();
    builder.http1().timer(TokioTimer::new()).header_read_timeout(HEADER_TIMEOUT).max_buf_size(HEADER_BYTES);
    let connection = builder.serve_connection(TokioIo::new(stream), TowerToHyperService::new(router)).into_owned();
    tokio::spawn(async move {
        let mut connection = pin!(connection);
        let ended = tokio::select! {
            ended = connection.as_mut() => Some(ended),
            // It says so by ending, because nothing is ever sent.
            _ = stopping.changed() => None,
            () = tokio::time::sleep(limits.age) => None,
        };
        let ended = if let Some(ended) = ended {
            ended.is_ok()
        } else {
            // The request in progress is answered, no other is taken.
            connection.as_mut().graceful_shutdown();
            tokio::time::timeout(limits.grace, connection).await.is_ok_and(|ended| ended.is_ok())
        };
        if !ended {
            tracing::debug!("a connection ended early");
        }
        drop(place);
    });
}

/// The page for addresses that the relay does not have.
pub(crate) const NOTHING_HERE: Failure = Failure {
    status: StatusCode::NOT_FOUND,
    reason: "not-found",
    title: "There is no such page",
    text: "This address belongs to the sign-in of Monei Wallet. Start in the app.",
};

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    use super::*;

    const REQUEST: &[u8] = b"GET / HTTP/1.1\r\nhost: x\r\n\r\n";

    /// Serves within these limits until the returned sender is dropped.
    async fn serving(limits: Limits) -> (SocketAddr, oneshot::Sender<()>) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopped) = oneshot::channel();
        let router = Router::new().route("/", get(|| async { "answered" }));
        tokio::spawn(serve(listener, router, stopped, limits));
        (address, stop)
    }

    #[tokio::test]
    async fn r16_a_busy_connection_ends_with_an_answer_that_says_so() {
        let limits = Limits { last_answer: Duration::from_millis(100), ..LIMITS };
        let (address, _stop) = serving(limits).await;
        let mut socket = TcpStream::connect(address).await.unwrap();
        let (mut requests, mut text) = (0, String::new());
        let opened = Instant::now();
        while !text.contains("connection: close") {
            assert!(opened.elapsed() < Duration::from_secs(5), "{text}");
            socket.write_all(REQUEST).await.unwrap();
            requests += 1;
            while text.matches("answered").count() < requests {
                let mut bytes = [0; 512];
                let count = socket.read(&mut bytes).await.unwrap();
                assert!(count > 0, "closed without a word after {requests} requests");
                text.push_str(std::str::from_utf8(&bytes[..count]).unwrap());
            }
        }
        assert!(opened.elapsed() >= limits.last_answer && requests > 1);
        assert_eq!(socket.read(&mut [0]).await.unwrap(), 0);
    }

    #[tokio::test]
    async fn r16_connections_are_few_and_live_shortly() {
        let limits =
            Limits { connections: 2, age: Duration::from_millis(300), grace: Duration::from_millis(300), ..LIMITS };
        let (address, _stop) = serving(limits).await;

        let idle = [TcpStream::connect(address).await.unwrap(), TcpStream::connect(address).await.unwrap()];
        let mut third = TcpStream::connect(address).await.unwrap();
        third.write_all(REQUEST).await.unwrap();
        let mut answer = [0; 12];
        let early = tokio::time::timeout(Duration::from_millis(100), third.read_exact(&mut answer)).await;
        assert!(early.is_err(), "there were two places only");
        tokio::time::timeout(Duration::from_secs(5), third.read_exact(&mut answer)).await.unwrap().unwrap();
        assert_eq!(&answer, b"HTTP/1.1 200");
        // It is kept open for another request, but not for long.
        let mut rest = Vec::new();
        tokio::time::timeout(Duration::from_secs(5), third.read_to_end(&mut rest)).await.unwrap().unwrap();
        assert!(rest.ends_with(b"answered"));
        drop(idle);
    }
}
