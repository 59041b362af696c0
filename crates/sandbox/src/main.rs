//! `monei-sandbox`: the simulated Monei as a program. One line of JSON on stdout tells where it listens; logs go to
//! stderr.

use std::io::{self, IsTerminal, Write};
use std::net::{IpAddr, Ipv4Addr};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use clap::{Parser, ValueEnum};
use monei_sandbox::{Config, Fault, Running, Sandbox};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};
use tracing_subscriber::EnvFilter;

/// A simulated Monei for developing against. No money is real.
#[derive(Parser)]
#[command(version)]
struct Arguments {
    /// The address to listen on.
    #[arg(long, env = "MONEI_SANDBOX_HOST", default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST))]
    host: IpAddr,
    /// The port to listen on; 0 takes any free one.
    #[arg(long, env = "MONEI_SANDBOX_PORT", default_value_t = 4010)]
    port: u16,
    /// What the people are made from; 1 unless a data file was made with another.
    #[arg(long, env = "MONEI_SANDBOX_SEED")]
    seed: Option<u64>,
    /// How many transactions the busy person has, if that is more than usual.
    #[arg(long, env = "MONEI_SANDBOX_TRANSACTIONS", default_value_t = 0)]
    transactions: usize,
    /// An X-API-KEY that opens a wallet in full. Other users of the computer can read arguments: prefer the environment.
    #[arg(long, env = "MONEI_SANDBOX_API_KEY", hide_env_values = true)]
    api_key: Option<String>,
    /// The e-mail address of the person whose wallet the API key opens.
    #[arg(long, env = "MONEI_SANDBOX_API_KEY_OWNER", value_name = "EMAIL", default_value = Config::API_KEY_OWNER)]
    api_key_owner: String,
    /// Whether Connect's rate limits are kept.
    #[arg(long, env = "MONEI_SANDBOX_RATE_LIMITS", value_enum)]
    rate_limits: Option<Limits>,
    /// Whether pending things finish by themselves, or only when the control API says so.
    #[arg(long, env = "MONEI_SANDBOX_TIME", value_enum)]
    time: Option<Pace>,
    /// A file to keep everything in. It is made if it is not there; a later start goes on where it ended. In memory
    /// only when absent.
    #[arg(long, env = "MONEI_SANDBOX_DATA", value_name = "FILE")]
    data: Option<PathBuf>,
    /// A JSON file with switches, as `GET /sandbox/switches` shows them; those that it does not name are the defaults,
    /// or as the data file has them.
    #[arg(long, env = "MONEI_SANDBOX_SWITCHES", value_name = "FILE")]
    switches: Option<PathBuf>,
    /// A switch, such as `offrampQuote=object`; goes before those of the file.
    #[arg(long = "switch", value_name = "NAME=VALUE", value_parser = assignment)]
    switch: Vec<(String, String)>,
    /// A JSON file with what goes wrong from the start, as `GET /sandbox/faults` shows it.
    #[arg(long, env = "MONEI_SANDBOX_FAULTS", value_name = "FILE")]
    faults: Option<PathBuf>,
    /// What goes wrong from the start, such as
    /// `{"path":"/wallet/*","kind":"status","status":503,"probability":0.05}` or
    /// `{"path":"/connect/token","kind":"status","status":429,"retryAfter":7,"times":3}`; comes after those of the file.
    ///
    /// Kinds: latency, slow, status, html, redirectLoop, malformed, halfReply, dropBefore, dropAfter, texts. Fields: path,
    /// kind, method, status, message, retryAfter, latencyMs, pieceBytes, pauseMs, texts, times (a number or "always"),
    /// probability.
    #[arg(long = "fault", value_name = "JSON", value_parser = fault, verbatim_doc_comment)]
    fault: Vec<Fault>,
    /// How many seconds the head of a request may take to arrive, and then its body.
    #[arg(long, env = "MONEI_SANDBOX_REQUEST_TIMEOUT", value_name = "SECONDS", default_value_t = 10,
        value_parser = clap::value_parser!(u64).range(1..))]
    request_timeout: u64,
    /// Serve on an address that other computers can reach.
    #[arg(long, env = "MONEI_SANDBOX_ALLOW_REMOTE")]
    allow_remote: bool,
}

#[derive(Clone, Copy, ValueEnum)]
enum Limits {
    Documented,
    Off,
}

#[derive(Clone, Copy, ValueEnum)]
enum Pace {
    Auto,
    Explicit,
}

#[tokio::main]
async fn main() -> ExitCode {
    let filter = EnvFilter::try_from_env("MONEI_SANDBOX_LOG").unwrap_or_else(|_| EnvFilter::new("info"));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(io::stderr().is_terminal())
        .with_writer(io::stderr)
        .init();
    match serve(Arguments::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            tracing::error!(error, "not started");
            ExitCode::FAILURE
        }
    }
}

async fn serve(arguments: Arguments) -> Result<(), Box<dyn std::error::Error>> {
    let set_switches = switches(&arguments)?;
    let faults = faults(&arguments)?;
    let config = Config {
        host: arguments.host,
        port: arguments.port,
        allow_remote: arguments.allow_remote,
        seed: arguments.seed,
        transactions: arguments.transactions,
        api_key: arguments.api_key,
        api_key_owner: arguments.api_key_owner,
        data: arguments.data,
        set_switches,
        faults,
        request_timeout: Duration::from_secs(arguments.request_timeout),
        ..Config::default()
    };
    let running = Sandbox::start(config).await?;
    announce(&running)?;
    asked_to_stop().await?;
    running.shutdown().await;
    Ok(())
}

/// Those of the file, then those that are named one by one.
fn switches(arguments: &Arguments) -> Result<Map<String, Value>, Box<dyn std::error::Error>> {
    let mut switches = match &arguments.switches {
        Some(file) => read_json(file)?,
        None => Map::new(),
    };
    for (name, text) in &arguments.switch {
        let value = serde_json::from_str(text).unwrap_or_else(|_| Value::from(text.as_str()));
        switches.insert(name.clone(), value);
    }
    let rate_limits = arguments.rate_limits.map(|limits| match limits {
        Limits::Documented => "documented",
        Limits::Off => "off",
    });
    let time = arguments.time.map(|pace| match pace {
        Pace::Auto => "auto",
        Pace::Explicit => "explicit",
    });
    let named = [("rateLimits", rate_limits), ("time", time)];
    switches.extend(named.into_iter().filter_map(|(name, value)| Some((name.to_owned(), json!(value?)))));
    Ok(switches)
}

/// Those of the file, then those that are told one by one.
fn faults(arguments: &Arguments) -> Result<Vec<Fault>, Unreadable> {
    /// What `GET /sandbox/faults` answers.
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Listed {
        faults: Vec<Fault>,
    }

    let mut faults = match &arguments.faults {
        Some(file) => read_json::<Listed>(file)?.faults,
        None => Vec::new(),
    };
    faults.extend(arguments.fault.iter().cloned());
    Ok(faults)
}

/// Why a file of settings cannot be used.
#[derive(Debug, thiserror::Error)]
enum Unreadable {
    #[error("{} cannot be read: {error}", file.display())]
    File { file: PathBuf, error: io::Error },
    #[error("{} is not as it should be: {error}", file.display())]
    Content { file: PathBuf, error: serde_json::Error },
}

fn read_json<T: DeserializeOwned>(file: &Path) -> Result<T, Unreadable> {
    let text = std::fs::read(file).map_err(|error| Unreadable::File { file: file.to_owned(), error })?;
    serde_json::from_slice(&text).map_err(|error| Unreadable::Content { file: file.to_owned(), error })
}

fn fault(text: &str) -> Result<Fault, serde_json::Error> {
    serde_json::from_str(text)
}

fn assignment(text: &str) -> Result<(String, String), &'static str> {
    let (name, value) = text.split_once('=').ok_or("must be NAME=VALUE")?;
    Ok((name.to_owned(), value.to_owned()))
}

/// The one line that a parent process waits for.
fn announce(running: &Running) -> io::Result<()> {
    let mut stdout = io::stdout().lock();
    writeln!(stdout, "{}", serde_json::json!({ "listening": running.base_url }))?;
    stdout.flush()
}

/// Returns on Ctrl-C, or on the signal by which a service manager ends a program.
async fn asked_to_stop() -> io::Result<()> {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let mut terminate = signal(SignalKind::terminate())?;
        tokio::select! {
            interrupted = tokio::signal::ctrl_c() => interrupted,
            _ = terminate.recv() => Ok(()),
        }
    }
    #[cfg(not(unix))]
    tokio::signal::ctrl_c().await
}
