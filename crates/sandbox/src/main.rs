//! `monei-sandbox`: the simulated Monei as a program. One line of JSON on stdout tells where it listens; logs go to
//! stderr.

use std::io::{self, IsTerminal, Write};
use std::net::{IpAddr, Ipv4Addr};
use std::process::ExitCode;

use clap::{Parser, ValueEnum};
use monei_sandbox::{Config, RateLimits, Running, Sandbox, Switches, Time};
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
    /// What the people are made from.
    #[arg(long, env = "MONEI_SANDBOX_SEED", default_value_t = 1)]
    seed: u64,
    /// How many transactions the busy person has, if that is more than usual.
    #[arg(long, env = "MONEI_SANDBOX_TRANSACTIONS", default_value_t = 0)]
    transactions: usize,
    /// An X-API-KEY that opens Ada's wallet in full. Other users of the computer can read arguments: prefer the
    /// environment.
    #[arg(long, env = "MONEI_SANDBOX_API_KEY", hide_env_values = true)]
    api_key: Option<String>,
    /// Whether Connect's rate limits are kept.
    #[arg(long, env = "MONEI_SANDBOX_RATE_LIMITS", value_enum, default_value_t = Limits::Documented)]
    rate_limits: Limits,
    /// Whether pending things finish by themselves, or only when the control API says so.
    #[arg(long, env = "MONEI_SANDBOX_TIME", value_enum, default_value_t = Pace::Auto)]
    time: Pace,
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
    let rate_limits = match arguments.rate_limits {
        Limits::Documented => Switches::default().rate_limits,
        Limits::Off => RateLimits::OFF,
    };
    let time = match arguments.time {
        Pace::Auto => Time::Auto,
        Pace::Explicit => Time::Explicit,
    };
    let config = Config {
        host: arguments.host,
        port: arguments.port,
        allow_remote: arguments.allow_remote,
        seed: arguments.seed,
        transactions: arguments.transactions,
        api_key: arguments.api_key,
        switches: Switches { rate_limits, time, ..Switches::default() },
        ..Config::default()
    };
    let running = Sandbox::start(config).await?;
    announce(&running)?;
    asked_to_stop().await?;
    running.shutdown().await;
    Ok(())
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
