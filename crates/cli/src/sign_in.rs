//! The way through the browser, for `login` and `scopes enable`.

use std::io::{self, Write};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};
use monei_api::ScopeSet;
use monei_core::ProblemCode;
use monei_core::sign_in::Outcome;
use monei_core::wallet::PendingSignIn;

use crate::arguments::Browser;
use crate::desk::Desk;
use crate::failure::{Exit, Failure};
use crate::output::Format;
use crate::text;

/// What was granted, and what of it was asked for and declined.
#[derive(Clone, Copy, Debug)]
pub struct Granted {
    pub granted: ScopeSet,
    pub declined: ScopeSet,
}

pub async fn through_the_browser(desk: &Desk, scopes: ScopeSet, browser: &Browser) -> Result<Granted, Failure> {
    let wallet = desk.wallet_to_change().await?;
    let port = browser.port.or(desk.configuration.port);
    let pending = wallet.begin_sign_in(scopes, port).await.map_err(|problem| match (problem.code, port) {
        (ProblemCode::NoWayBack, Some(port)) => Failure {
            what: format!("The port {port} is busy."),
            to_do: "Choose another with --port N, or leave --port out.".to_owned(),
            ..problem.into()
        },
        _ => problem.into(),
    })?;
    announce(desk, &pending, browser.no_browser)?;
    let waiting = waiting();
    let answer = pending.answer(&desk.clock).await;
    waiting.finish_and_clear();
    let _finishing = desk.finishing().await;
    let granted = outcome(wallet.finish_sign_in(answer).await?)?;
    // What an earlier `logout` could not revoke; whoever has just signed in reaches Monei.
    if let Err(problem) = wallet.finish_revocations().await {
        tracing::warn!(code = ?problem.code, "tokens of an earlier session could not be revoked yet");
    }
    Ok(granted)
}

/// The pairing code, and the address where the browser does not open by itself. They are no secrets.
fn announce(desk: &Desk, pending: &PendingSignIn, no_browser: bool) -> io::Result<()> {
    let (address, code) = (pending.address(), pending.pairing_code());
    let opened = !no_browser && open::that_detached(address.as_str()).is_ok();
    // A program reads the answer from standard output; this is for the person beside it, unless it is asked for.
    let mut out: Box<dyn Write> =
        if desk.output.format == Format::Table { Box::new(io::stdout()) } else { Box::new(io::stderr()) };
    if !opened {
        writeln!(out, "Open this address in a browser on this computer:\n\n  {address}\n")?;
    }
    writeln!(out, "Pairing code: {}", spaced(&code))?;
    writeln!(out, "Go on only if the page in the browser shows the same code, for: {}", pending.scopes())?;
    if no_browser && std::env::var_os("SSH_CONNECTION").is_some() {
        let port = pending.port();
        writeln!(out, "From another computer, forward the port first: ssh -L {port}:127.0.0.1:{port} …")?;
    }
    out.flush()
}

/// As the page shows it.
fn spaced(code: &str) -> String {
    let middle = code.len() / 2;
    match (code.get(..middle), code.get(middle..)) {
        (Some(first), Some(second)) => format!("{first} {second}"),
        _ => code.to_owned(),
    }
}

fn waiting() -> ProgressBar {
    let bar = ProgressBar::new_spinner();
    if let Ok(style) = ProgressStyle::with_template("{spinner} {msg}") {
        bar.set_style(style);
    }
    bar.set_message("Waiting for the browser; Ctrl-C gives up");
    bar.enable_steady_tick(Duration::from_millis(120));
    bar
}

fn outcome(outcome: Outcome) -> Result<Granted, Failure> {
    let not_signed_in = |what: String, to_do: &str| Err(Failure::new(Exit::NotSignedIn, what, to_do));
    match outcome {
        Outcome::Connected { granted, declined } => Ok(Granted { granted, declined }),
        Outcome::Denied { declined } => not_signed_in(
            format!("Declined in the browser: {declined}. Nothing was changed."),
            "Ask again whenever you like.",
        ),
        Outcome::Expired => not_signed_in(
            "No answer came from the browser in ten minutes. Nothing was changed.".to_owned(),
            "Try again, and finish in the browser.",
        ),
        Outcome::OtherAccount { name } => {
            let name = name.map_or_else(|| "somebody else".to_owned(), |name| text::on_one_line(&name));
            not_signed_in(
                format!("That was the wallet of {name}, not the one that is connected. Nothing was changed."),
                "Sign in as the same person, use --profile for a second wallet, or `monei logout` first.",
            )
        }
        Outcome::Cancelled => not_signed_in("The sign-in was given up.".to_owned(), "Try again."),
        Outcome::Failed(problem) => Err(problem.into()),
    }
}
