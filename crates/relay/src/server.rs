//! Starting and stopping: from settings to a listening relay.

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use axum::http::StatusCode;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{get, post};
use axum::{Extension, Router};
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto;
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use monei_api::relay::METADATA_PATH;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
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
/// Longer than an exchange may take, so that none is cut off by a restart.
const SHUTDOWN_TIMEOUT: Duration = Duration::from_secs(20);
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
        let task = tokio::spawn(serve(listener, router(app), stopped));
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

fn router(app: Arc<App>) -> Router {
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

async fn serve(listener: TcpListener, router: Router, mut stopped: oneshot::Receiver<()>) {
    let graceful = GracefulShutdown::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, peer)) => connect(stream, peer, &router, &graceful),
                Err(_) => tokio::time::sleep(ACCEPT_PAUSE).await,
            },
            _ = &mut stopped => break,
        }
    }
    drop(listener);
    if tokio::time::timeout(SHUTDOWN_TIMEOUT, graceful.shutdown()).await.is_err() {
        tracing::warn!("some connections were cut off");
    }
}

fn connect(stream: TcpStream, peer: SocketAddr, router: &Router, graceful: &GracefulShutdown) {
    // Pages and tokens are small: waiting to fill a packet would only delay them. Without the option all still works.
    let _ = stream.set_nodelay(true);
    let router = router.clone().layer(Extension(Peer(peer.ip())));
    let mut builder = auto::Builder::new(TokioExecutor::new()).http1_only();
    builder.http1().timer(TokioTimer::new()).header_read_timeout(HEADER_TIMEOUT).max_buf_size(HEADER_BYTES);
    let connection = builder.serve_connection(TokioIo::new(stream), TowerToHyperService::new(router)).into_owned();
    let watched = graceful.watch(connection);
    tokio::spawn(async move {
        if watched.await.is_err() {
            tracing::debug!("a connection ended early");
        }
    });
}

/// The page for addresses that the relay does not have.
pub(crate) const NOTHING_HERE: Failure = Failure {
    status: StatusCode::NOT_FOUND,
    reason: "not-found",
    title: "There is no such page",
    text: "This address belongs to the sign-in of Monei Wallet. Start in the app.",
};
