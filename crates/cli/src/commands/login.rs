//! `monei login`: the way through the browser, for the read permissions unless others are named.

use monei_api::{Scope, ScopeSet};
use monei_core::session::Grants;

use crate::arguments;
use crate::desk::{Desk, granted};
use crate::failure::Failure;
use crate::output::{Record, Value};
use crate::sign_in::{Granted, through_the_browser};

/// What can see, and move nothing.
const READING: [Scope; 3] = [Scope::ProfileRead, Scope::KycRead, Scope::WalletRead];

pub async fn run(desk: &Desk, login: &arguments::Login) -> Result<(), Failure> {
    desk.must_keep()?;
    let wallet = desk.wallet_to_change().await?;
    let (ended, effective) = wallet.session().inspect(|grants| (grants.ended(), grants.effective()));
    let scopes = match login.scopes.as_slice() {
        [] if ended.is_empty() => READING.into_iter().collect(),
        [] => ended,
        named => named.iter().copied().collect::<ScopeSet>(),
    };
    if effective.contains_all(scopes) && !login.again {
        let names = scopes.names().collect::<Vec<_>>().join(", ");
        desk.output.say(&format!("Connected already, with {names}. `--again` signs in anew."))?;
        return tell(desk, Granted { granted: ScopeSet::EMPTY, declined: ScopeSet::EMPTY }, effective);
    }
    let brought = through_the_browser(desk, scopes, &login.browser).await?;
    report(desk, brought).await
}

/// What a sign-in brought, for people or for programs.
pub async fn report(desk: &Desk, brought: Granted) -> Result<(), Failure> {
    let wallet = desk.wallet_to_change().await?;
    if !wallet.session().is_kept() {
        return Err(monei_core::Problem::from(monei_core::ProblemCode::SessionNotKept).into());
    }
    desk.output.say(&format!("Connected. Granted: {}.", listed(brought.granted)))?;
    if !brought.declined.is_empty() {
        desk.output.say(&format!("Declined: {}. Nothing hangs on it but what it opens.", listed(brought.declined)))?;
    }
    let held = wallet.session().inspect(Grants::held).without(granted(wallet));
    if !held.is_empty() {
        desk.output.say(&format!("Ended, and not asked for now: {}.", listed(held)))?;
    }
    tell(desk, brought, granted(wallet))
}

fn tell(desk: &Desk, brought: Granted, effective: ScopeSet) -> Result<(), Failure> {
    if desk.output.format == crate::output::Format::Table {
        return Ok(());
    }
    let several = |scopes: ScopeSet| Value::Several(scopes.names().map(str::to_owned).collect());
    let record = Record(vec![
        ("connected", Value::Flag(true)),
        ("granted", several(brought.granted)),
        ("declined", several(brought.declined)),
        ("permissions", several(effective)),
    ]);
    Ok(desk.output.facts(Vec::new(), &record)?)
}

fn listed(scopes: ScopeSet) -> String {
    scopes.names().collect::<Vec<_>>().join(", ")
}
