//! `monei`: a Monei wallet in a terminal, over the same core and the same keychain as the desktop application.
//!
//! [`arguments`] is all that can be typed, [`commands`] what it does, [`output`] what is printed, [`words`] what is said
//! when something fails. It knows neither OAuth nor HTTP: `monei_core` does.

mod arguments;
mod commands;
mod configuration;
mod desk;
mod failure;
mod manual;
mod output;
mod sign_in;
mod store;
mod text;
mod words;

use std::io::{self, Write};
use std::process::ExitCode;

use clap::Parser;
use monei_core::Clock;
use monei_hardening::{hide_panic_messages, no_core_dumps};
use tracing_subscriber::EnvFilter;

use crate::arguments::{Arguments, Command};
use crate::configuration::Configuration;
use crate::desk::Desk;
use crate::failure::{Exit, Failure};
use crate::output::Output;
use crate::store::Store;

fn main() -> ExitCode {
    no_core_dumps();
    hide_panic_messages(|place| eprintln!("monei stopped at {place}. This is a mistake in it; nothing else is known."));
    let arguments = Arguments::parse();
    let verbose = arguments.options.verbose;
    if verbose {
        show_log();
    }
    match run(arguments) {
        Ok(None) => ExitCode::SUCCESS,
        Ok(Some(exit)) => exit.into(),
        Err(failure) => {
            tell(&failure, verbose);
            failure.exit.into()
        }
    }
}

/// What the parts of this program say; libraries below might print what they send.
fn show_log() {
    let filter = EnvFilter::new("off,monei=debug,monei_core=debug,monei_client=debug");
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(io::stderr);
    log.with_ansi(false).without_time().init();
}

fn tell(failure: &Failure, verbose: bool) {
    if failure.silent {
        return;
    }
    let bad = anstyle::AnsiColor::Red.on_default().bold();
    let mut err = anstream::stderr().lock();
    let causes = if verbose { failure.causes.as_slice() } else { &[] };
    // Where standard error is closed, the exit code still tells.
    let _ = writeln!(err, "{bad}error:{bad:#} {}\n  {}", failure.what, failure.to_do)
        .and_then(|()| causes.iter().try_for_each(|cause| writeln!(err, "  because: {cause}")));
}

fn run(arguments: Arguments) -> Result<Option<Exit>, Failure> {
    let output = Output::of(&arguments.options);
    match arguments.command {
        Command::Completions { shell } => return Ok(manual::completions(shell).map(|()| None)?),
        Command::Man => return Ok(manual::page().map(|()| None)?),
        _ => {}
    }
    let configuration = Configuration::of(&arguments.options)?;
    // A passphrase is asked for here, while Ctrl-C is the terminal's own affair.
    let store = Store::of(&configuration)?;
    let desk = Desk::new(configuration, output, Clock::system(), store);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let done = runtime.block_on(until_done_or_given_up(desk, arguments.command));
    // A thread may still wait for the keychain's owner.
    runtime.shutdown_background();
    done
}

/// A command that is given up ends at once, but for what must not end half-way: a renewal of tokens, whose old ones are
/// spent, and the taking in of an answer.
async fn until_done_or_given_up(desk: Desk, command: Command) -> Result<Option<Exit>, Failure> {
    let done = {
        let running = commands::run(&desk, command);
        tokio::pin!(running);
        tokio::select! {
            done = &mut running => Some(done),
            () = asked_to_end() => tokio::select! {
                biased;
                done = &mut running => Some(done),
                () = desk.at_rest() => None,
            },
        }
    };
    let left = desk.leave().await;
    let Some(done) = done else {
        let to_do = "Nothing is left half done; run the command again whenever you like.";
        return Err(Failure::new(Exit::Interrupted, "Given up.", to_do));
    };
    let exit = done?;
    left.map(|()| exit)
}

#[cfg(unix)]
async fn asked_to_end() {
    use tokio::signal::unix::{SignalKind, signal};
    let (Ok(mut interrupt), Ok(mut terminate)) = (signal(SignalKind::interrupt()), signal(SignalKind::terminate()))
    else {
        return std::future::pending().await;
    };
    tokio::select! {
        _ = interrupt.recv() => {}
        _ = terminate.recv() => {}
    }
}

#[cfg(not(unix))]
async fn asked_to_end() {
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending().await
    }
}
