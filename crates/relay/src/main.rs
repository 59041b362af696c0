//! `monei-relay`: reads the settings, starts the relay, and stops it when the system asks for it.

use std::error::Error;
use std::fs;
use std::io::{self, IsTerminal, Write};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Parser;
use monei_api::connect::Credential;
use monei_hardening::{hide_panic_messages, no_core_dumps};
use monei_relay::{Config, Relay, Running, SealingKeys};
use tracing_subscriber::EnvFilter;
use zeroize::Zeroizing;

const SECRET_VARIABLE: &str = "MONEI_RELAY_CLIENT_SECRET";

/// Exchanges authorization codes for Monei Wallet, so that the client secret is never on a device.
///
/// The client secret comes from --client-secret-file or from the environment variable `MONEI_RELAY_CLIENT_SECRET`; it
/// is never an argument, because other users of a machine can read those. Logs go to standard error (`RUST_LOG`); once
/// it listens, one line of JSON with the address goes to standard output.
#[derive(Debug, Parser)]
#[command(version)]
struct Arguments {
    /// Address to listen on; port 0 takes a free one.
    #[arg(long, env = "MONEI_RELAY_LISTEN", default_value = "127.0.0.1:4020")]
    listen: SocketAddr,
    /// Origin under which browsers and applications reach the relay. Plain http only on loopback, for the
    /// listening address too. Default: the listening address.
    #[arg(long, env = "MONEI_RELAY_PUBLIC_URL")]
    public_url: Option<String>,
    /// Name of the application's environment that this relay serves.
    #[arg(long, env = "MONEI_RELAY_ENVIRONMENT", default_value = "production")]
    environment: String,
    /// Monei's authorization page.
    #[arg(long, env = "MONEI_RELAY_MONEI_AUTHORIZE_URL", default_value = Config::DEFAULT_AUTHORIZE_URL)]
    monei_authorize_url: String,
    /// Base of Monei's API.
    #[arg(long, env = "MONEI_RELAY_MONEI_API_URL", default_value = Config::DEFAULT_API_URL)]
    monei_api_url: String,
    /// Client id of the registration at Monei.
    #[arg(long, env = "MONEI_RELAY_CLIENT_ID")]
    client_id: String,
    /// File that holds the client secret of the registration at Monei.
    #[arg(long, env = "MONEI_RELAY_CLIENT_SECRET_FILE")]
    client_secret_file: Option<PathBuf>,
    /// File with one or two sealing keys of 32 bytes in hexadecimal or base64, one a line: the first seals, both open.
    /// Default: a random key, so that a restart ends pending sign-ins. With a file they survive a restart, but which
    /// tickets were spent and which sign-in owns a code is forgotten: for up to 15 minutes only Monei's own refusal keeps
    /// a code from being used twice. Replace the key with the restart wherever that is not enough.
    #[arg(long, env = "MONEI_RELAY_SEALING_KEY_FILE")]
    sealing_key_file: Option<PathBuf>,
    /// Scheme of an installed application, allowing the redirect URI `{scheme}:/callback`. May be given several times;
    /// in the environment variable, separated by commas.
    #[arg(
        long = "app-scheme",
        env = "MONEI_RELAY_APP_SCHEME",
        value_delimiter = ',',
        default_value = Config::DEFAULT_APP_SCHEME
    )]
    app_schemes: Vec<String>,
    /// How many exchanges Monei sees in a minute at most; it allows ten token requests.
    #[arg(
        long,
        env = "MONEI_RELAY_EXCHANGES_PER_MINUTE",
        default_value_t = Config::DEFAULT_EXCHANGES_PER_MINUTE
    )]
    exchanges_per_minute: u32,
    /// How many proxies stand before the relay, each adding an entry to X-Forwarded-For.
    #[arg(long, env = "MONEI_RELAY_TRUSTED_HOPS", default_value_t = 0)]
    trusted_hops: usize,
    /// Send a code challenge to Monei, and the verifier with the exchange.
    #[arg(long, env = "MONEI_RELAY_UPSTREAM_PKCE")]
    upstream_pkce: bool,
    /// Further origin that Monei's sign-in redirects through, so that browsers follow it. May be given several times.
    #[arg(long = "sign-in-origin", env = "MONEI_RELAY_SIGN_IN_ORIGIN", value_delimiter = ',')]
    sign_in_origins: Vec<String>,
}

/// The relay cannot be set up by these arguments.
#[derive(Debug, thiserror::Error)]
enum SetupError {
    #[error("cannot read {}", path.display())]
    File {
        path: PathBuf,
        #[source]
        source: io::Error,
    },
    #[error("no client secret: give --client-secret-file or set {SECRET_VARIABLE}")]
    NoSecret,
    #[error("cannot use {}", path.display())]
    SealingKeys {
        path: PathBuf,
        #[source]
        source: monei_relay::SealingKeyError,
    },
    #[error(transparent)]
    Start(#[from] monei_relay::StartError),
    #[error("cannot write to standard output or wait for signals")]
    Process(#[from] io::Error),
}

#[tokio::main]
async fn main() -> ExitCode {
    no_core_dumps();
    hide_panic_messages(|place| tracing::error!(place, "panicked"));
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(io::stderr().is_terminal())
        .with_writer(io::stderr)
        .init();
    match run(Arguments::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let mut reasons = error.to_string();
            let mut source = error.source();
            while let Some(cause) = source {
                reasons = format!("{reasons}: {cause}");
                source = cause.source();
            }
            tracing::error!("{reasons}");
            ExitCode::FAILURE
        }
    }
}

async fn run(arguments: Arguments) -> Result<(), SetupError> {
    let relay = Relay::start(config(arguments)?).await?;
    announce(&relay)?;
    stop_signal().await?;
    tracing::info!("stopping");
    relay.shutdown().await;
    Ok(())
}

/// The one line that whoever starts the process waits for.
fn announce(relay: &Running) -> io::Result<()> {
    let line = serde_json::json!({ "listening": format!("http://{}", relay.address) });
    let mut stdout = io::stdout();
    writeln!(stdout, "{line}")?;
    stdout.flush()
}

fn config(arguments: Arguments) -> Result<Config, SetupError> {
    Ok(Config {
        listen: arguments.listen,
        public_url: arguments.public_url,
        environment: arguments.environment,
        monei_authorize_url: arguments.monei_authorize_url,
        monei_api_url: arguments.monei_api_url,
        client_id: arguments.client_id,
        client_secret: client_secret(arguments.client_secret_file.as_deref())?,
        sealing_keys: arguments.sealing_key_file.as_deref().map(sealing_keys).transpose()?,
        app_schemes: arguments.app_schemes,
        exchanges_per_minute: arguments.exchanges_per_minute,
        trusted_hops: arguments.trusted_hops,
        upstream_pkce: arguments.upstream_pkce,
        sign_in_origins: arguments.sign_in_origins,
    })
}

fn client_secret(file: Option<&Path>) -> Result<Credential, SetupError> {
    let text = match file {
        Some(path) => read(path)?,
        None => Zeroizing::new(std::env::var(SECRET_VARIABLE).map_err(|_| SetupError::NoSecret)?),
    };
    Ok(Credential::new(text.trim().to_owned()))
}

fn sealing_keys(path: &Path) -> Result<SealingKeys, SetupError> {
    SealingKeys::parse(&read(path)?).map_err(|source| SetupError::SealingKeys { path: path.to_owned(), source })
}

fn read(path: &Path) -> Result<Zeroizing<String>, SetupError> {
    let failed = |source| SetupError::File { path: path.to_owned(), source };
    fs::read_to_string(path).map(Zeroizing::new).map_err(failed)
}

async fn stop_signal() -> io::Result<()> {
    #[cfg(unix)]
    {
        let mut terminate = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())?;
        tokio::select! {
            interrupted = tokio::signal::ctrl_c() => interrupted,
            _ = terminate.recv() => Ok(()),
        }
    }
    #[cfg(not(unix))]
    tokio::signal::ctrl_c().await
}
