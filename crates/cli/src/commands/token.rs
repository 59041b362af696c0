//! `monei token`: until when the tokens are good. They are shown only to somebody who asks for one and confirms it.

use std::io::{self, BufRead, IsTerminal, Write};

use jiff::Timestamp;
use monei_api::{Scope, ScopeSet};
use monei_core::Wallet;
use monei_core::session::{Grant, Grants};

use super::status::{lifetime, listed};
use crate::arguments;
use crate::desk::{Desk, granted};
use crate::failure::{Exit, Failure};
use crate::output::{Cell, Column, Record, Value};

const NAMES: &[&str] = &["prefix", "expiresAt", "permissions"];

/// All that is told of an access token. Every one begins like this.
const PREFIX: &str = "mct_";

pub async fn run(desk: &Desk, token: &arguments::Token) -> Result<(), Failure> {
    desk.must_keep()?;
    let wallet = desk.wallet().await?;
    if wallet.session().inspect(Grants::is_empty) {
        return Err(Failure::not_connected());
    }
    if token.refresh {
        wallet.session().renew_all().await?;
    }
    if token.show {
        return show(wallet, token.scope).await;
    }
    let columns = vec![Column::whole("Token"), Column::whole("Life"), Column::shortened("Permissions")];
    let mut list = desk.output.list(columns, NAMES);
    for (expires_at, scopes) in live(wallet) {
        list.row(
            || {
                let life = lifetime(expires_at, desk.clock.now());
                vec![Cell::of(format!("{PREFIX}…")), Cell::of(life), Cell::of(listed(scopes))]
            },
            || {
                Record(vec![
                    ("prefix", Value::Exact(PREFIX.to_owned())),
                    ("expiresAt", Value::Exact(expires_at.to_string())),
                    ("permissions", Value::Several(scopes.names().map(str::to_owned).collect())),
                ])
            },
        )?;
    }
    if live(wallet).is_empty() {
        return Err(wallet.session().end_problem().into());
    }
    Ok(list.end("")?)
}

fn live(wallet: &Wallet) -> Vec<(Timestamp, ScopeSet)> {
    wallet.session().inspect(|grants| grants.live().map(|grant: &Grant| (grant.expires_at, grant.scopes)).collect())
}

/// Prints an access token. A refresh token is never shown: nobody but this program has a use for one.
async fn show(wallet: &Wallet, scope: Option<Scope>) -> Result<(), Failure> {
    let Some(scope) = scope.or_else(|| granted(wallet).iter().next()) else {
        return Err(wallet.session().end_problem().into());
    };
    if !io::stdin().is_terminal() {
        let what = "A token is shown only to somebody who confirms it on a terminal.";
        return Err(Failure::new(Exit::Usage, what, "Run the command on a terminal, without a pipe into it."));
    }
    eprintln!("Whoever has the token can use your wallet with the permissions of its grant until it expires.");
    eprint!("Type `show` to print it: ");
    io::stderr().flush()?;
    let read = tokio::task::spawn_blocking(|| {
        let mut typed = String::new();
        io::stdin().lock().read_line(&mut typed).map(|_| typed)
    });
    let typed = read.await.map_err(io::Error::other)??;
    if typed.trim() != "show" {
        return Err(Failure::new(Exit::Usage, "The token was not shown.", "Type `show` when you are asked."));
    }
    let token = wallet.session().access_token(scope).await?;
    // Here a token leaves the program: the person typed that it shall.
    writeln!(io::stdout(), "{}", token.expose())?;
    Ok(())
}
