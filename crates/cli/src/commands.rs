//! The commands, a file for each.

mod addresses;
mod balance;
mod limits;
mod login;
mod logout;
mod scopes;
mod status;
mod token;
mod transaction;
mod transactions;

use crate::arguments::Command;
use crate::desk::Desk;
use crate::failure::{Exit, Failure};

/// Runs a command that needs a wallet. `Ok` may still hold an exit code that says something, such as "not connected".
pub async fn run(desk: &Desk, command: Command) -> Result<Option<Exit>, Failure> {
    match command {
        Command::Login(login) => login::run(desk, &login).await?,
        Command::Status(status) => return status::run(desk, &status).await,
        Command::Scopes(scopes) => return scopes::run(desk, scopes.action).await,
        Command::Balance => balance::run(desk).await?,
        Command::Transactions(filters) => transactions::run(desk, &filters).await?,
        Command::Transaction(transaction) => transaction::run(desk, &transaction).await?,
        Command::Limits => limits::run(desk).await?,
        Command::Addresses => addresses::run(desk).await?,
        Command::Token(token) => token::run(desk, &token).await?,
        Command::Logout => logout::run(desk).await?,
        // They need none, and were run before.
        Command::Completions { .. } | Command::Man => {}
    }
    Ok(None)
}
