//! `cargo xtask …`: the developer's commands, a file for each. CI runs `cargo xtask test` and nothing else.

#![expect(clippy::disallowed_types, clippy::float_arithmetic, reason = "times and sizes are measured, and no amounts")]

mod bench;
mod checks;
mod fmt;
mod fuzz;
mod headless;
mod icons;
mod lint;
mod nightly;
mod package;
mod packages;
mod product;
mod run;
mod shots;
mod step;
mod test;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// The developer's commands of Monei Wallet.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", disable_help_subcommand = true)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Builds everything, starts a simulated Monei and a relay on loopback, and opens the app on them.
    Run {
        /// Without a display: the same in a virtual one, with a robot at the browser.
        #[arg(long, requires = "shots")]
        headless: bool,
        /// Where --headless leaves one PNG per state.
        #[arg(long, value_name = "DIR", requires = "headless")]
        shots: Option<PathBuf>,
    },
    /// Runs everything that CI runs, in order, and stops at the first failure.
    Test {
        /// Only the tests whose names contain this, in Rust, in the UI and end to end.
        #[arg(long, value_name = "NAME")]
        only: Option<String>,
    },
    /// Runs the tests in their long versions, and the journeys several times, to the end.
    Nightly {
        /// Only the tests whose names contain this.
        #[arg(long, value_name = "NAME")]
        only: Option<String>,
        /// How often the journeys are made.
        #[arg(long, value_name = "N", default_value_t = 5)]
        repeat: u32,
    },
    /// Puts hostile input to everything that reads it, under a fuzzer. Needs a nightly compiler and cargo-fuzz.
    Fuzz {
        /// How long for each target.
        #[arg(long, value_name = "N", default_value_t = 30)]
        seconds: u32,
    },
    /// Measures, a row per figure; without names, everything.
    Bench {
        /// The figures to measure.
        names: Vec<bench::Figure>,
        /// One JSON object per line instead of a table.
        #[arg(long)]
        json: bool,
    },
    /// Takes a picture of each state, in light and in dark.
    Shots {
        /// Where the PNGs go.
        dir: PathBuf,
    },
    /// Lists the security checks, the tests that show each, and what they do not show yet.
    Checks,
    /// Makes a .deb and an .rpm of the application, and of the command line, in target/package/release, or in
    /// target/package/debug.
    #[command(after_help = package::HELP)]
    Package {
        /// Without optimizations: quick to build, and what the tests install.
        #[arg(long)]
        debug: bool,
    },
    /// Draws every icon file from icons/mark.svg.
    Icons,
    /// Formats Rust and UI sources.
    Fmt,
    /// Checks formatting, lints, types and dependencies, without running tests.
    Lint,
}

#[tokio::main]
async fn main() -> ExitCode {
    let done = match Arguments::parse().command {
        Command::Run { shots: Some(shots), .. } => headless::run(&shots).await,
        Command::Run { .. } => run::run().await,
        Command::Test { only } => test::run(only.as_deref()).await,
        Command::Nightly { only, repeat } => nightly::run(only.as_deref(), repeat).await,
        Command::Fuzz { seconds } => fuzz::run(seconds).await,
        Command::Bench { names, json } => bench::run(&names, json).await,
        Command::Shots { dir } => shots::run(&dir).await,
        Command::Checks => checks::run(),
        Command::Package { debug } => {
            package::run(if debug { package::Profile::Debug } else { package::Profile::Release }).await
        }
        Command::Icons => icons::run(),
        Command::Fmt => fmt::run().await,
        Command::Lint => lint::run().await,
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\n{error:#}");
            ExitCode::FAILURE
        }
    }
}
