//! `monei status`: who is signed in, where, with which permissions, and until when the tokens are good.

use jiff::Timestamp;
use monei_api::ScopeSet;
use monei_client::calls::ProfileRead;
use monei_core::Wallet;
use monei_core::overview::Profile;
use monei_core::session::{Account, Grants, SessionError};

use crate::arguments;
use crate::desk::{Desk, granted};
use crate::failure::{Exit, Failure};
use crate::output::{Cell, Record, Value};
use crate::text;

pub async fn run(desk: &Desk, status: &arguments::Status) -> Result<Option<Exit>, Failure> {
    let wallet = desk.wallet().await?;
    let profile = if status.offline { None } else { profile(wallet).await };
    // The question may have found out that the session has ended.
    let (held, effective) = wallet.session().inspect(|grants| (grants.held(), grants.effective()));
    let state = match (held.is_empty(), effective.is_empty()) {
        (true, _) => State::NotConnected,
        (false, true) => State::Ended,
        (false, false) => State::Connected,
    };
    desk.output.facts(facts(desk, wallet, state, profile.as_ref()), &record(desk, wallet, state, profile.as_ref()))?;
    match profile {
        Some(Err(failure)) if state == State::Connected => Err(failure),
        _ => Ok((state != State::Connected).then_some(Exit::NotConnected)),
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Connected,
    Ended,
    NotConnected,
}

type Asked = Result<Profile, Failure>;

/// Nothing where the permission is not granted.
async fn profile(wallet: &Wallet) -> Option<Asked> {
    let profile = wallet.session().with::<ProfileRead>().ok()?;
    match profile.user().await {
        Ok(user) => Some(Ok(user.into())),
        // Said by the state.
        Err(SessionError::NotGranted(_)) => None,
        Err(error) => Some(Err(error.into())),
    }
}

/// When the first of the tokens in use ends; it is renewed by then, by whoever needs it.
fn good_until(wallet: &Wallet) -> Option<Timestamp> {
    wallet.session().inspect(|grants| grants.live().map(|grant| grant.expires_at).min())
}

fn account(wallet: &Wallet) -> Option<String> {
    wallet.session().inspect(|grants| match &grants.account {
        Some(Account::Monei(id)) => Some(id.clone()),
        _ => None,
    })
}

fn facts(desk: &Desk, wallet: &Wallet, state: State, profile: Option<&Asked>) -> Vec<(&'static str, Cell)> {
    let configuration = &desk.configuration;
    let mut facts = vec![(
        "State",
        match state {
            State::Connected => Cell::of("connected").good(),
            State::Ended => Cell::of(format!("{} `monei login` signs in again.", ended(wallet))).bad(),
            State::NotConnected => Cell::of("not connected; `monei login` signs in").dim(),
        },
    )];
    if let Some(Ok(profile)) = profile {
        facts.push(("Name", Cell::told(profile.name.as_deref()).bold()));
        facts.push(("E-mail", Cell::told(profile.email.as_deref())));
    }
    if state != State::NotConnected {
        facts.push(("Account", Cell::told(account(wallet).as_deref())));
    }
    let environment = &configuration.environment;
    facts.push(("Platform", Cell::of(format!("{} ({})", environment.name, environment.api.origin()))));
    facts.push(("Profile", Cell::of(configuration.profile.as_str())));
    facts.push(("Kept in", Cell::of(kept_in(desk))));
    if state == State::NotConnected {
        return facts;
    }
    let (effective, ended) = wallet.session().inspect(|grants| (grants.effective(), grants.ended()));
    facts.push(("Permissions", Cell::of(listed(effective))));
    if !ended.is_empty() {
        facts.push(("Ended", Cell::of(listed(ended)).bad()));
    }
    if let Some(until) = good_until(wallet) {
        facts.push(("Tokens", Cell::of(lifetime(until, desk.clock.now()))));
    }
    facts
}

fn record(desk: &Desk, wallet: &Wallet, state: State, profile: Option<&Asked>) -> Record {
    let known = profile.and_then(|asked| asked.as_ref().ok());
    let configuration = &desk.configuration;
    let several = |scopes: ScopeSet| Value::Several(scopes.names().map(str::to_owned).collect());
    Record(vec![
        ("connected", Value::Flag(state == State::Connected)),
        ("name", Value::told(known.and_then(|profile| profile.name.clone()))),
        ("email", Value::told(known.and_then(|profile| profile.email.clone()))),
        ("account", Value::told(account(wallet))),
        ("environment", Value::Exact(configuration.environment.name.clone())),
        ("api", Value::Exact(configuration.environment.api.as_str().to_owned())),
        ("profile", Value::Exact(configuration.profile.to_string())),
        ("store", Value::Exact(kept_in(desk).to_owned())),
        ("permissions", several(granted(wallet))),
        ("ended", several(wallet.session().inspect(Grants::ended))),
        ("tokensExpireAt", Value::exact(good_until(wallet))),
        ("reason", Value::exact((state == State::Ended).then(|| ended(wallet)))),
    ])
}

fn ended(wallet: &Wallet) -> String {
    Failure::from(wallet.session().end_problem()).what
}

fn kept_in(desk: &Desk) -> &'static str {
    use crate::arguments::StoreKind;
    match desk.configuration.store {
        StoreKind::Keychain => "keychain",
        StoreKind::File => "file",
        StoreKind::Memory => "memory",
    }
}

/// `good for 52 min, until 2026-01-31 14:03`.
pub fn lifetime(until: Timestamp, now: Timestamp) -> String {
    let left = until.as_second() - now.as_second();
    if left <= 0 {
        return format!("expired at {}; renewed when next needed", text::time(until));
    }
    format!("good for {}, until {}", text::span(left), text::time(until))
}

pub fn listed(scopes: ScopeSet) -> String {
    if scopes.is_empty() { "none".to_owned() } else { scopes.names().collect::<Vec<_>>().join(", ") }
}
