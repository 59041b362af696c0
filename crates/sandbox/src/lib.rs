//! A simulated Monei: Connect with its pages, the resource API, and a control API for tests (see [`control`]).
//!
//! It behaves as `monei-api.md` rules for the sandbox and keeps everything in memory, or in a file as well. No money is
//! real.
//!
//! ```
//! # tokio::runtime::Runtime::new().unwrap().block_on(async {
//! use monei_sandbox::{Config, Sandbox};
//!
//! let running = Sandbox::start(Config::default()).await.unwrap();
//! assert!(running.api_base.ends_with("/api/v1"));
//! running.shutdown().await;
//! # });
//! ```
//!
//! # Where things are
//!
//! | Module | What is in it |
//! |---|---|
//! | `world` | the whole state behind one lock, and who calls |
//! | `ledger` | money: accounts, movements, transactions |
//! | `chains`, `address` | what is fixed about chains, and what is an address on one |
//! | `market` | what everything is worth, and what a trade gives |
//! | `billers` | who can be paid for what, and which customers' numbers fail |
//! | `rules` | limits of the tiers, the transaction PIN |
//! | `schedule` | what is under way, and how it goes on |
//! | `resource` | an endpoint's reading, deciding and answering, a module per subject |
//! | `body`, `query` | reading requests with a text per wrong field |
//! | `refusal` | every error answer |
//! | `people` | who is there, and their pasts |
//! | `store` | the state in a file: what has changed is written before a call is answered |
//! | `wording` | the same answers in other shapes, names and forms, by the switches |
//! | `control` | the control API |
//! | `requests` | the latest requests, masked, as the page at `/` shows them |
//! | `openapi` | the description at `/openapi.json` |
//!
//! # Adding an endpoint
//!
//! 1. A row in `monei_api::endpoint`: method, path, and the scopes that open it. A legacy path is a row of its own.
//! 2. A line in `resource::serve` that serves it with a function of the subject's module. Credential and permission
//!    are checked before that function is called; a legacy path is served with the same one.
//! 3. The function reads everything first (`body.fields()`, `Query::read`, then `finish()?`), and only then looks at the
//!    world. What moves a person's naira asks `world.payer(&caller, &pin)` and `world.may_move(owner, kobo)`.
//! 4. Money moves by a `Draft`: `ledger.open` where it is pending at first, `ledger.book` where it is done at once,
//!    several drafts together where they belong together. Balances are never touched otherwise. `?` turns a shortage or
//!    a used reference into the documented answer.
//! 5. What is pending goes on by itself: a variant of `schedule::Work`, `world.later(key, now, after, work)`, and a
//!    function `go_on(world, key, turn, at)` that ends it with `ledger.close`. That alone makes it obey the switch
//!    `time` and `POST /sandbox/pending`.
//! 6. What its request holds goes to `openapi::operations`; the rest of the description comes from the code.
//! 7. What is to outlive the process is a `store::Kept`, a `store::Noted` or the ledger's, and named in `World::settle`
//!    and `World::restored`.
//! 8. A journey in `tests/sandbox`: request, `assert_snapshot!("name", shown(&answer))`, `stage.advance(seconds)`, and
//!    at the end `stage.adds_up()`. Every endpoint of the table is already asked for its credential and its permission.
//!
//! `resource/payouts.rs` is a short example of all of it.

mod address;
mod billers;
mod body;
mod calls;
mod chains;
mod clock;
mod connect;
pub mod control;
mod faults;
mod ledger;
mod limits;
mod market;
mod openapi;
mod people;
mod query;
mod random;
mod refusal;
mod requests;
mod resource;
mod router;
mod rules;
mod schedule;
mod server;
mod sign_in;
mod store;
mod switches;
#[cfg(test)]
mod trials;
mod website;
mod wording;
mod world;

use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::time::Duration;

use rand::SeedableRng;
use rand::rngs::StdRng;
use serde_json::{Map, Value};
use tokio::net::TcpListener;
use tokio::sync::{oneshot, watch};
use tokio::task::JoinHandle;

pub use clock::Clock;
pub use faults::Fault;
pub use store::Unusable;
pub use switches::*;

use store::Store;
use world::{ApiKey, Origin, Simulation, World};

/// How a simulation is set up. The default is Ada and her three neighbours on a free loopback port.
#[derive(Clone, Debug)]
pub struct Config {
    pub host: IpAddr,
    /// 0 takes any free port.
    pub port: u16,
    /// Serve on an address that other computers can reach.
    pub allow_remote: bool,
    /// What the people are made from: 1 when absent, or what the data file was made with.
    pub seed: Option<u64>,
    /// How many transactions the busy person has, if that is more than usual.
    pub transactions: usize,
    /// What tokens, codes and secrets are made from: the operating system's randomness when absent.
    pub secrets_seed: Option<u64>,
    /// A developer's key that opens a wallet in full.
    pub api_key: Option<String>,
    /// The e-mail address of the person whose wallet that is.
    pub api_key_owner: String,
    /// Where everything is kept, to be there again at the next start. In memory only when absent.
    pub data: Option<PathBuf>,
    /// The switches at first.
    pub switches: Switches,
    /// What goes wrong from the start.
    pub faults: Vec<Fault>,
    /// How long the head of a request may take to arrive, and then its body.
    pub request_timeout: Duration,
    /// Switches that are set at this start, also where a data file has them otherwise.
    pub set_switches: Map<String, Value>,
    pub clock: Clock,
}

impl Config {
    /// Whose wallet the API key opens where nobody else is named.
    pub const API_KEY_OWNER: &str = "ada@example.ng";
}

impl Default for Config {
    fn default() -> Self {
        Self {
            host: IpAddr::V4(Ipv4Addr::LOCALHOST),
            port: 0,
            allow_remote: false,
            seed: None,
            transactions: 0,
            secrets_seed: None,
            api_key: None,
            api_key_owner: Self::API_KEY_OWNER.to_owned(),
            data: None,
            switches: Switches::default(),
            faults: Vec::new(),
            request_timeout: Duration::from_secs(10),
            set_switches: Map::new(),
            clock: Clock::system(),
        }
    }
}

/// Why a simulation did not start.
#[derive(Debug, thiserror::Error)]
pub enum NotStarted {
    #[error("{0} is not a loopback address; serving others must be allowed expressly")]
    Remote(IpAddr),
    #[error("nobody has the e-mail address {0}, whose wallet the API key is to open")]
    NoSuchOwner(String),
    #[error("the address {address} cannot be listened on")]
    Listen {
        address: SocketAddr,
        #[source]
        source: io::Error,
    },
    #[error(transparent)]
    Data(#[from] Unusable),
    #[error("the switches cannot be set: {0}")]
    Switches(#[from] serde_json::Error),
}

/// The simulated Monei.
#[derive(Debug)]
pub struct Sandbox;

/// A simulation that is being served. Dropping it stops it as well, without waiting.
#[derive(Debug)]
pub struct Running {
    /// The website, such as `http://127.0.0.1:4010`; the consent page is at `/connect/authorize` below it.
    pub base_url: String,
    /// The API, such as `http://127.0.0.1:4010/api/v1`.
    pub api_base: String,
    stop: oneshot::Sender<()>,
    server: JoinHandle<()>,
}

impl Sandbox {
    /// Listens and serves in the background until [`Running::shutdown`].
    pub async fn start(config: Config) -> Result<Running, NotStarted> {
        if !config.host.is_loopback() && !config.allow_remote {
            return Err(NotStarted::Remote(config.host));
        }
        let address = SocketAddr::new(config.host, config.port);
        let failed = |source| NotStarted::Listen { address, source };
        let listener = TcpListener::bind(address).await.map_err(failed)?;
        let address = listener.local_addr().map_err(failed)?;
        let patience = config.request_timeout;
        let base_url = format!("http://{address}");
        let api_base = format!("{base_url}{}", calls::API_PREFIX);
        let (world, store) = world(config)?;
        let (ending, ended) = watch::channel(());
        let app = router::app(&Simulation::new(world, store, &base_url, address.port(), ended));
        let (stop, stopped) = oneshot::channel();
        let server = tokio::spawn(server::serve(listener, app, patience, stopped, ending));
        Ok(Running { base_url, api_base, stop, server })
    }
}

/// The world of the data file, or a new one, which is in the data file from then on.
fn world(config: Config) -> Result<(World, Option<Store>), NotStarted> {
    let store = config.data.as_deref().map(Store::open).transpose()?;
    let secrets = |origin: Origin| {
        config.secrets_seed.map_or_else(rand::make_rng, |seed| StdRng::seed_from_u64(origin.fresh(seed)))
    };
    let mut world = if let Some(records) = store.as_ref().and_then(Store::records) {
        let world = World::restored(config.clock, secrets, &records)?;
        let Origin { seed, transactions, .. } = *world.origin;
        if let Some(given) = config.seed.filter(|given| *given != seed) {
            return Err(records.differs("--seed", seed, given).into());
        }
        if config.transactions != 0 && config.transactions != transactions {
            return Err(records.differs("--transactions", transactions as u64, config.transactions as u64).into());
        }
        world
    } else {
        let origin = Origin { seed: config.seed.unwrap_or(1), transactions: config.transactions, restarts: 0 };
        World::new(config.clock, origin, secrets(origin), config.switches)
    };
    world.switches.merge(config.set_switches)?;
    if let Some(store) = &store {
        store.begin(|batch| world.settle(batch))?;
    }
    if let Some(key) = config.api_key {
        let owner = world.people.find_by_email(&config.api_key_owner).map(|person| person.id.clone());
        let person = owner.ok_or(NotStarted::NoSuchOwner(config.api_key_owner))?;
        world.api_key = Some(ApiKey { key, person });
    }
    config.faults.into_iter().for_each(|fault| world.faults.add(fault));
    Ok((world, store))
}

impl Running {
    /// Stops listening, and returns when the answers in progress are out.
    pub async fn shutdown(self) {
        // Nobody receives it if the server has ended already, which is what is wanted.
        let _ = self.stop.send(());
        if let Err(error) = self.server.await {
            tracing::error!(%error, "the server did not end by itself");
        }
    }
}
