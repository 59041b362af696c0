//! `monei scopes`: the nine permissions, asking for more, and whether Monei honours those that read.

use monei_api::{Scope, ScopeSet};
use monei_client::CallError;
use monei_client::calls::{KycRead, ProfileRead, WalletRead};
use monei_core::Wallet;
use monei_core::session::{Grants, SessionError};

use super::login::report;
use crate::arguments::ScopesAction;
use crate::desk::{Desk, granted};
use crate::failure::{Exit, Failure};
use crate::output::{Cell, Column, Record, Value};
use crate::sign_in::through_the_browser;
use crate::text;

pub async fn run(desk: &Desk, action: Option<ScopesAction>) -> Result<Option<Exit>, Failure> {
    match action {
        None => list(desk).await.map(|()| None),
        Some(ScopesAction::Enable { scopes, browser }) => {
            desk.must_keep()?;
            let wallet = desk.wallet().await?;
            let missing = scopes.into_iter().collect::<ScopeSet>().without(granted(wallet));
            if missing.is_empty() {
                desk.output.say("Granted already.")?;
                return Ok(None);
            }
            let brought = through_the_browser(desk, missing, &browser).await?;
            report(desk, brought).await.map(|()| None)
        }
        Some(ScopesAction::Check) => check(desk).await,
    }
}

const NAMES: &[&str] = &["permission", "state", "since", "sensitive", "label"];

async fn list(desk: &Desk) -> Result<(), Failure> {
    let wallet = desk.wallet().await?;
    let columns = vec![Column::whole("Permission"), Column::whole("State"), Column::shortened("What it opens")];
    let mut list = desk.output.list(columns, NAMES);
    for scope in Scope::ALL {
        let (effective, ended, record) = wallet.session().inspect(|grants| {
            (grants.effective().contains(scope), grants.ended().contains(scope), grants.permission(scope))
        });
        let state = match record {
            _ if effective => "granted",
            _ if ended => "ended",
            Some(record) if !record.granted => "declined",
            _ => "not granted",
        };
        let label = scope.text().label;
        list.row(
            || {
                let shown = Cell::of(state);
                let shown = match state {
                    "granted" => shown.good(),
                    "ended" => shown.bad(),
                    _ => shown.dim(),
                };
                vec![Cell::of(scope.name()), shown, Cell::of(label)]
            },
            || {
                Record(vec![
                    ("permission", Value::Exact(scope.name().to_owned())),
                    ("state", Value::Exact(state.to_owned())),
                    ("since", Value::exact(record.map(|record| record.at))),
                    ("sensitive", Value::Flag(scope.is_sensitive())),
                    ("label", Value::Exact(label.to_owned())),
                ])
            },
        )?;
    }
    Ok(list.end("")?)
}

const CHECK_NAMES: &[&str] = &["permission", "call", "answer", "words"];

/// How Monei answered a call.
struct Answer {
    /// For scripts.
    name: &'static str,
    words: String,
    exit: Option<Exit>,
}

async fn check(desk: &Desk) -> Result<Option<Exit>, Failure> {
    let wallet = desk.wallet().await?;
    if wallet.session().inspect(Grants::is_empty) {
        return Err(Failure::not_connected());
    }
    let columns = vec![Column::whole("Permission"), Column::whole("Call"), Column::shortened("Answer")];
    let mut list = desk.output.list(columns, CHECK_NAMES);
    let mut worst = None;
    for scope in granted(wallet).iter() {
        let (call, answer) = ask(wallet, scope).await;
        worst = worst.or(answer.exit);
        list.row(
            || {
                let words = Cell::of(text::on_one_line(&answer.words));
                let words = match answer.name {
                    "accepted" => words.good(),
                    "not asked" => words.dim(),
                    "refused" | "session ended" => words.bad(),
                    _ => words.doubtful(),
                };
                vec![Cell::of(scope.name()), Cell::of(call.unwrap_or("")), words]
            },
            || {
                Record(vec![
                    ("permission", Value::Exact(scope.name().to_owned())),
                    ("call", Value::exact(call)),
                    ("answer", Value::Exact(answer.name.to_owned())),
                    ("words", Value::Told(answer.words.clone())),
                ])
            },
        )?;
    }
    list.end("No permission is granted.")?;
    Ok(worst)
}

/// A call that changes nothing, for the permissions that have one.
async fn ask(wallet: &Wallet, scope: Scope) -> (Option<&'static str>, Answer) {
    let session = wallet.session();
    let (call, answered) = match scope {
        Scope::ProfileRead => (
            "GET /user/me",
            match session.with::<ProfileRead>() {
                Ok(profile) => profile.user().await.map(drop),
                Err(missing) => Err(missing.into()),
            },
        ),
        Scope::KycRead => (
            "GET /kyc/status",
            match session.with::<KycRead>() {
                Ok(kyc) => kyc.kyc_status().await.map(drop),
                Err(missing) => Err(missing.into()),
            },
        ),
        Scope::WalletRead => (
            "GET /wallet/me",
            match session.with::<WalletRead>() {
                Ok(wallet) => wallet.wallet().await.map(drop),
                Err(missing) => Err(missing.into()),
            },
        ),
        _ => {
            let words = "not asked: it has no call of its own that moves nothing".to_owned();
            return (None, Answer { name: "not asked", words, exit: None });
        }
    };
    (Some(call), judge(answered))
}

fn judge(answered: Result<(), SessionError>) -> Answer {
    let Err(error) = answered else { return Answer { name: "accepted", words: "accepted".to_owned(), exit: None } };
    let name = match &error {
        SessionError::Call(CallError::Forbidden { .. }) => "refused",
        SessionError::Call(CallError::RateLimited { .. }) => "asked to wait",
        SessionError::Call(_) => "no answer",
        _ => "session ended",
    };
    let failure = Failure::from(error);
    Answer { name, words: failure.what, exit: Some(failure.exit) }
}
