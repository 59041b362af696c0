//! `GET /connect/authorize` (`monei-api.md` §1.3): checks the request and shows the sign-in or the consent page.
//!
//! A request that is not in order gets a page of its own and never a redirect: where to redirect is part of what is not
//! in order.

use axum::extract::{Extension, RawQuery, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use monei_api::ScopeSet;

use super::page::message;
use super::{consent, login, visit};
use crate::connect::Connect;
use crate::limits::Limited;
use crate::refusal::Refusal;
use crate::server::Peer;
use crate::switches::Pkce;
use crate::world::{Simulation, World};

const KNOWN: [&str; 4] = ["client_id", "redirect_uri", "scope", "state"];

/// An authorization request that is in order.
pub(super) struct AuthorizationRequest {
    /// The query that it came as, to carry through forms.
    pub(super) query: String,
    pub(super) client_id: String,
    pub(super) app: String,
    pub(super) website: Option<String>,
    pub(super) logo: Option<String>,
    pub(super) redirect_uri: String,
    pub(super) scopes: ScopeSet,
    pub(super) state: Option<String>,
    /// Kept only where PKCE is enforced.
    pub(super) challenge: Option<String>,
}

/// Why a request is not in order.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum Disorder {
    #[error("{0} is missing.")]
    Missing(&'static str),
    #[error("{0} is given more than once.")]
    Repeated(String),
    #[error("App not found.")]
    App,
    #[error("Redirect URI mismatch.")]
    Redirect,
    #[error("Invalid scope: {0}")]
    Scope(String),
    #[error("property {0} should not exist")]
    Unknown(String),
    #[error("code_challenge is required, with code_challenge_method S256.")]
    Challenge,
}

pub(super) async fn show(
    State(simulation): State<Simulation>,
    Extension(peer): Extension<Peer>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let query = query.unwrap_or_default();
    let mut world = simulation.lock();
    if let Err(refusal) = admit(&mut world, Limited::AuthorizePage, &query, peer) {
        return limited(&refusal);
    }
    let request = match read(&query, &world.connect, world.switches.pkce) {
        Ok(request) => request,
        Err(disorder) => return refuse(&disorder),
    };
    let visit = visit::of(&simulation, &world, &headers);
    let signed_in = visit.as_ref().and_then(|visit| world.people.find(visit.person.as_deref()?).cloned());
    match (visit, signed_in) {
        (Some(visit), Some(person)) => consent::show(&world, &visit, &person, &request),
        (visit, _) => login::show(&simulation, &mut world, visit, &request),
    }
}

/// Counts a call of the application that the query names.
pub(super) fn admit(world: &mut World, what: Limited, query: &str, peer: Peer) -> Result<(), Refusal> {
    let named = url::form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == "client_id");
    let known = named.filter(|(_, id)| world.connect.app(id).is_some());
    let client = known.map(|(_, id)| id.into_owned());
    world.admit(what, client.as_deref(), peer)
}

/// The page of a request beyond the limit.
pub(super) fn limited(refusal: &Refusal) -> Response {
    let mut response = message(
        StatusCode::TOO_MANY_REQUESTS,
        "Too many requests",
        "There were too many requests in the last minute. Wait a little and try again.",
    );
    if let Refusal::TooMany { retry_after_seconds } = refusal {
        response.headers_mut().insert(axum::http::header::RETRY_AFTER, (*retry_after_seconds).into());
    }
    response
}

pub(super) fn refuse(disorder: &Disorder) -> Response {
    let status = if *disorder == Disorder::App { StatusCode::NOT_FOUND } else { StatusCode::BAD_REQUEST };
    message(status, "This request is not in order", disorder.to_string())
}

/// Reads and checks an authorization request.
pub(super) fn read(query: &str, connect: &Connect, pkce: Pkce) -> Result<AuthorizationRequest, Disorder> {
    let values: Vec<(String, String)> = url::form_urlencoded::parse(query.as_bytes()).into_owned().collect();
    let value = |name: &str| -> Result<Option<String>, Disorder> {
        let mut found = values.iter().filter(|(key, _)| key == name).map(|(_, value)| value.clone());
        match (found.next(), found.next()) {
            (_, Some(_)) => Err(Disorder::Repeated(name.to_owned())),
            (first, None) => Ok(first.filter(|value| !value.is_empty())),
        }
    };
    let client_id = value("client_id")?.ok_or(Disorder::Missing("client_id"))?;
    let app = connect.app(&client_id).ok_or(Disorder::App)?;
    let redirect_uri = value("redirect_uri")?.ok_or(Disorder::Missing("redirect_uri"))?;
    if !app.redirect_uris.contains(&redirect_uri) {
        return Err(Disorder::Redirect);
    }
    let scope = value("scope")?.ok_or(Disorder::Missing("scope"))?;
    let scopes = ScopeSet::parse_strict(&scope).map_err(|unknown| Disorder::Scope(unknown.to_owned()))?;
    if scopes.is_empty() {
        return Err(Disorder::Missing("scope"));
    }
    let challenge = challenge(pkce, value("code_challenge")?, value("code_challenge_method")?.as_deref())?;
    if let (Pkce::Reject, Some((unknown, _))) = (pkce, values.iter().find(|(key, _)| !KNOWN.contains(&key.as_str()))) {
        return Err(Disorder::Unknown(unknown.clone()));
    }
    Ok(AuthorizationRequest {
        query: query.to_owned(),
        app: app.name.clone(),
        website: app.website.clone(),
        logo: app.logo.clone(),
        state: value("state")?,
        client_id,
        redirect_uri,
        scopes,
        challenge,
    })
}

/// The challenge to keep (RFC 7636 §4.3).
fn challenge(pkce: Pkce, challenge: Option<String>, method: Option<&str>) -> Result<Option<String>, Disorder> {
    match pkce {
        Pkce::Ignore | Pkce::Reject => Ok(None),
        Pkce::Enforce => match challenge {
            Some(challenge) if challenge.len() == 43 && method == Some("S256") => Ok(Some(challenge)),
            _ => Err(Disorder::Challenge),
        },
    }
}
