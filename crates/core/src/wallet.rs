//! A wallet without a window and without a loop: what a command line, a script or a server needs of the application.
//!
//! It shares the vault with the application of the same store, environment and profile, and is made of the same parts:
//! the sign-in through the browser (by loopback), the session, and Disconnect.

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use monei_api::ScopeSet;
use monei_api::connect::Credential;
use monei_client::connect::Connect;
use monei_client::{Api, BaseUrl, http};
use tokio::sync::mpsc;
use url::Url;

use crate::clock::{Clock, system_now};
use crate::environment::Environment;
use crate::problem::{Problem, ProblemCode};
use crate::session::parting::{DisconnectReport, Parting};
use crate::session::{Candidate, Session};
use crate::sign_in::loopback::{Loopback, Port};
use crate::sign_in::{Attempt, AttemptId, Callback, Outcome, deadline, relay};
use crate::vault::{SecretStore, Vault, VaultError};

/// Which wallet, and how it is reached.
#[derive(Clone)]
pub struct WalletConfig {
    /// Which platform, and the relay that signs in to it.
    pub environment: Environment,
    /// Keeps several wallets of one environment apart; the application's is [`Wallet::DEFAULT_PROFILE`].
    pub profile: String,
    /// Where tokens are kept. The system's is [`Keychain`](crate::vault::Keychain).
    pub store: Arc<dyn SecretStore>,
    /// Where the programs that share the store take turns. All must name the same one: the folder of the settings
    /// ([`SettingsFile::folder`](crate::settings::SettingsFile::folder)).
    pub folder: PathBuf,
    /// The wall clock; tests have one of their own.
    pub clock: Clock,
    /// How long an answer may take, where that is not the usual time.
    pub timeout: Option<Duration>,
}

impl fmt::Debug for WalletConfig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { environment, profile, .. } = self;
        f.debug_struct("WalletConfig")
            .field("environment", environment)
            .field("profile", profile)
            .finish_non_exhaustive()
    }
}

/// A wallet that was opened. It may be connected or not: [`Session::inspect`] tells.
#[derive(Debug)]
pub struct Wallet {
    environment: Environment,
    timeout: Option<Duration>,
    clock: Clock,
    vault: Vault,
    session: Session,
    damage: Option<Problem>,
}

impl Wallet {
    /// The profile that the application uses.
    pub const DEFAULT_PROFILE: &str = crate::vault::DEFAULT_PROFILE;

    /// Reads what the store holds. Neither writes to it nor asks the network.
    pub async fn open(config: WalletConfig) -> Result<Self, Problem> {
        let WalletConfig { environment, profile, store, folder, clock, timeout } = config;
        let vault = Vault::over(store, &environment.key(), &profile).shared_through(&folder);
        let (found, damage) = match vault.load_grants().await {
            Err(error @ VaultError::Damaged) => (None, Some(error.into())),
            found => (found?, None),
        };
        let api = Api::new(client(&environment.api, timeout)?, environment.api.clone(), system_now);
        let session = Session::resume(api, connect(&environment, timeout)?, vault.clone(), clock.clone(), found);
        Ok(Self { environment, timeout, clock, vault, session, damage })
    }

    /// The grants that there are, and calls with them.
    pub const fn session(&self) -> &Session {
        &self.session
    }

    /// Why what is kept of the session cannot be read. A sign-in or [`Wallet::disconnect`] mends it.
    pub const fn damage(&self) -> Option<&Problem> {
        self.damage.as_ref()
    }

    /// Which platform it is on.
    pub const fn environment(&self) -> &Environment {
        &self.environment
    }

    /// Prepares a sign-in for these permissions whose answer comes to this port, or to any that is free.
    ///
    /// The store is proven writable first: tokens that cannot be kept are not asked for.
    pub async fn begin_sign_in(&self, scopes: ScopeSet, port: Option<u16>) -> Result<PendingSignIn, Problem> {
        let relay = self.relay().ok_or(ProblemCode::RelayMissing)?;
        self.vault.prove().await?;
        let port = Port::bind_to(port.unwrap_or(0)).await.map_err(|_| ProblemCode::NoWayBack)?;
        let to_relay = single_use_client(&relay, self.timeout)?;
        let endpoints = relay::discover(&to_relay, &relay, &self.environment.name).await?;
        let id = AttemptId::random().map_err(|_| ProblemCode::NotNow)?;
        let scopes = self.session.to_ask_for(scopes);
        let attempt = Attempt::new(id, scopes, endpoints, port.redirect_uri(), self.clock.now());
        let attempt = Arc::new(attempt.map_err(|_| ProblemCode::NotNow)?);
        let (sender, links) = mpsc::channel(4);
        let number = port.number();
        let loopback = port.serve(attempt.clone(), sender);
        Ok(PendingSignIn { attempt, to_relay, port: number, links, _loopback: loopback })
    }

    /// Where nobody names a relay, the one that the held grants came through.
    fn relay(&self) -> Option<BaseUrl> {
        let named = self.environment.relay.clone();
        named.or_else(|| self.session.inspect(|grants| BaseUrl::parse(grants.issuer()?).ok()))
    }

    /// Takes in what the browser brought. Once begun it should be let finish: the answer is spent.
    pub async fn finish_sign_in(&self, answer: BrowserAnswer) -> Result<Outcome, Problem> {
        let (attempt, to_relay, ticket) = match answer.0 {
            Answer::Expired => return Ok(Outcome::Expired),
            Answer::Refused { denied: false } => return Err(ProblemCode::RelayRefused.into()),
            Answer::Refused { denied: true } => return Ok(Outcome::Denied { declined: answer.1 }),
            Answer::Ticket { attempt, to_relay, ticket } => (attempt, to_relay, ticket),
        };
        let environment = self.environment.key();
        let candidate = Candidate::exchange(&to_relay, &self.session, &attempt, &ticket, environment).await?;
        match candidate.brings_nothing(&self.session) {
            Some(declined) => Ok(Outcome::Denied { declined }),
            None => candidate.admit_to(&self.session, &attempt.id).await,
        }
    }

    /// Removes the tokens here at once, and revokes them at Monei, now or at the next [`Wallet::finish_revocations`].
    pub async fn disconnect(&self) -> Result<DisconnectReport, Problem> {
        let parting = self.parting()?;
        Ok(parting.leave(self.session.close()).await)
    }

    /// Revokes what an earlier Disconnect could not.
    pub async fn finish_revocations(&self) -> Result<(), Problem> {
        self.parting()?.revoke(Vec::new()).await
    }

    fn parting(&self) -> Result<Parting, Problem> {
        Ok(Parting::new(self.vault.clone(), connect(&self.environment, self.timeout)?, Arc::default()))
    }
}

/// A sign-in that waits for the person in the browser. Dropping it closes its port and gives it up.
#[derive(Debug)]
pub struct PendingSignIn {
    attempt: Arc<Attempt>,
    to_relay: reqwest::Client,
    port: u16,
    links: mpsc::Receiver<String>,
    _loopback: Loopback,
}

impl PendingSignIn {
    /// What the browser is to open.
    pub fn address(&self) -> Url {
        self.attempt.authorization_url()
    }

    /// What the person compares with the page.
    pub fn pairing_code(&self) -> String {
        self.attempt.pairing_code()
    }

    /// What is asked for; more than was wanted where the platform must be shown whose wallet it is.
    pub fn scopes(&self) -> ScopeSet {
        self.attempt.scopes
    }

    /// Where the browser comes back to on this computer.
    pub const fn port(&self) -> u16 {
        self.port
    }

    /// Until when the relay takes an answer.
    pub fn expires_at(&self) -> Timestamp {
        deadline(self.attempt.started_at)
    }

    /// Waits until the browser comes back or the time is over. It can be given up at any moment.
    pub async fn answer(mut self, clock: &Clock) -> BrowserAnswer {
        let left = self.expires_at().duration_since(clock.now());
        let left = Duration::try_from(left).unwrap_or(Duration::ZERO);
        let answer = tokio::time::timeout(left, async {
            while let Some(link) = self.links.recv().await {
                match Callback::read(&link, &self.attempt) {
                    Callback::Foreign => {}
                    Callback::Refused { denied } => return Answer::Refused { denied },
                    Callback::Ticket(ticket) => {
                        let (attempt, to_relay) = (self.attempt.clone(), self.to_relay.clone());
                        return Answer::Ticket { attempt, to_relay, ticket };
                    }
                }
            }
            Answer::Expired
        });
        BrowserAnswer(answer.await.unwrap_or(Answer::Expired), self.attempt.scopes)
    }
}

/// What came back from the browser, and what had been asked for.
#[derive(Debug)]
pub struct BrowserAnswer(Answer, ScopeSet);

#[derive(Debug)]
enum Answer {
    Ticket { attempt: Arc<Attempt>, to_relay: reqwest::Client, ticket: Credential },
    Refused { denied: bool },
    Expired,
}

fn connect(environment: &Environment, timeout: Option<Duration>) -> Result<Connect, Problem> {
    Ok(Connect::new(single_use_client(&environment.api, timeout)?, environment.api.clone(), system_now))
}

fn client(base: &BaseUrl, timeout: Option<Duration>) -> Result<reqwest::Client, Problem> {
    built(with_timeout(http::hardened(base), timeout))
}

fn single_use_client(base: &BaseUrl, timeout: Option<Duration>) -> Result<reqwest::Client, Problem> {
    built(http::for_single_use(with_timeout(http::hardened(base), timeout)))
}

fn with_timeout(builder: reqwest::ClientBuilder, timeout: Option<Duration>) -> reqwest::ClientBuilder {
    match timeout {
        Some(timeout) => builder.timeout(timeout),
        None => builder,
    }
}

fn built(builder: reqwest::ClientBuilder) -> Result<reqwest::Client, Problem> {
    builder.build().map_err(|error| {
        tracing::error!(%error, "no HTTP client could be made");
        ProblemCode::MoneiUnreachable.into()
    })
}
