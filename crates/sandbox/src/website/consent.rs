//! The consent page and its answer (`monei-api.md` §1.4 and §1.5): allow or deny each permission that is new.

use axum::extract::{Extension, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use monei_api::{Scope, ScopeSet};
use url::{Url, form_urlencoded};

use super::authorize::{self, AuthorizationRequest};
use super::form::FormBody;
use super::login::redirect;
use super::page::{ConsentPage, MessagePage, Reach, ScopeRow, message, page, page_reaching};
use super::visit::{self, Visit};
use crate::connect::Approval;
use crate::limits::Limited;
use crate::people::Person;
use crate::server::Peer;
use crate::switches::FurtherDenial;
use crate::world::{Simulation, World};

/// What the person may still decide: permissions that were granted before are not asked again.
pub(super) fn show(world: &World, visit: &Visit, person: &Person, request: &AuthorizationRequest) -> Response {
    let granted = world.connect.granted(&person.id, &request.client_id);
    let asked = request.scopes.without(granted);
    let before = request.scopes.without(asked);
    let consent = ConsentPage {
        app: request.app.clone(),
        website: request.website.clone(),
        logo: request.logo.clone(),
        destination: destination(&request.redirect_uri),
        account: person.name(),
        email: person.email.clone(),
        csrf: visit.csrf.clone(),
        request: request.query.clone(),
        asked: asked.iter().map(row).collect(),
        granted: before.iter().map(|scope| scope.text().label).collect(),
    };
    let reach = Reach { form: Some(&request.redirect_uri), image: request.logo.as_deref() };
    page_reaching(StatusCode::OK, &consent, reach)
}

fn row(scope: Scope) -> ScopeRow {
    let text = scope.text();
    let id = format!("scope-{}", text.name.replace(':', "-"));
    ScopeRow { id, name: text.name, label: text.label, can: text.can, sensitive: text.sensitive }
}

/// The host of a redirect URI, or its scheme where it has none.
fn destination(redirect_uri: &str) -> String {
    let url = Url::parse(redirect_uri).ok();
    url.map(|url| url.host_str().map_or_else(|| url.scheme().to_owned(), str::to_owned)).unwrap_or_default()
}

pub(super) async fn decide(
    State(simulation): State<Simulation>,
    Extension(peer): Extension<Peer>,
    headers: HeaderMap,
    form: FormBody,
) -> Response {
    let query = form.text("request");
    let mut world = simulation.lock();
    if let Err(refusal) = authorize::admit(&mut world, Limited::AuthorizeDecision, query, peer) {
        return authorize::limited(&refusal);
    }
    let request = match authorize::read(query, &world.connect, world.switches.pkce) {
        Ok(request) => request,
        Err(disorder) => return authorize::refuse(&disorder),
    };
    let signed_in = visit::of(&simulation, &world, &headers).and_then(|visit| Some((visit.person.clone()?, visit)));
    let Some((person, visit)) = signed_in else { return session_over(request.query) };
    if !visit.made(form.text("csrf")) {
        let text = "The page was not made for this session. Go back to the app and start again.";
        return message(StatusCode::FORBIDDEN, "Not accepted", text);
    }
    answer(&mut world, person, request, &form)
}

/// The decision itself, as the redirect that tells the application.
fn answer(world: &mut World, person: String, request: AuthorizationRequest, form: &FormBody) -> Response {
    let granted = world.connect.granted(&person, &request.client_id);
    let asked = request.scopes.without(granted);
    let before = request.scopes.without(asked);
    let switched_on: ScopeSet = form.all("scope").filter_map(Scope::from_name).collect();
    // Only what was asked can be allowed, whatever the form says.
    let newly = asked.without(asked.without(switched_on));
    let yes = match form.text("decision") {
        // With nothing left to ask, this is the second click on Allow: the first one has granted it all, and a denial
        // would be what the application gets to see.
        "allow" => asked.is_empty() || !newly.is_empty(),
        "continue" => asked.is_empty(),
        "deny" => false,
        _ => return message(StatusCode::BAD_REQUEST, "This form cannot be read", "It names no decision."),
    };
    let state = request.state.clone();
    let keeps_earlier = world.switches.further_denial == FurtherDenial::EarlierGrant && !granted.is_empty();
    let (scopes, newly) = match (yes, keeps_earlier) {
        (true, _) => (before.union(newly), newly),
        (false, true) => (granted, ScopeSet::EMPTY),
        (false, false) => {
            return redirect(&with_query(&request.redirect_uri, ("error", "access_denied"), state.as_deref()));
        }
    };
    let redirect_uri = request.redirect_uri.clone();
    let approval = Approval {
        person,
        client_id: request.client_id,
        redirect_uri: request.redirect_uri,
        scopes,
        newly,
        challenge: request.challenge,
    };
    let now = world.now();
    let code = world.connect.approve(&mut world.secrets, now, approval);
    redirect(&with_query(&redirect_uri, ("code", &code), state.as_deref()))
}

/// The page of a session that ended while it was open (§1.4).
fn session_over(request: String) -> Response {
    let page_text = MessagePage {
        title: "Your session is over",
        text: "You were signed out while this page was open. Nothing was shared.".to_owned(),
        again: Some(request),
    };
    page(StatusCode::UNAUTHORIZED, &page_text, None)
}

/// The redirect URI, to the letter, with the answer added.
fn with_query(redirect_uri: &str, (name, value): (&str, &str), state: Option<&str>) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.append_pair(name, value);
    if let Some(state) = state {
        query.append_pair("state", state);
    }
    let joint = if redirect_uri.contains('?') { '&' } else { '?' };
    format!("{redirect_uri}{joint}{}", query.finish())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_redirect_uri_is_kept_to_the_letter() {
        let check = |uri: &str, full: &str| assert_eq!(with_query(uri, ("code", "c0de"), Some("a b&c")), full);
        check("http://LOCALHOST:80/cb", "http://LOCALHOST:80/cb?code=c0de&state=a+b%26c");
        check("https://x.example/cb?env=1", "https://x.example/cb?env=1&code=c0de&state=a+b%26c");
        check("dev.example.app:/callback", "dev.example.app:/callback?code=c0de&state=a+b%26c");
        assert_eq!(with_query("a:/b", ("error", "access_denied"), None), "a:/b?error=access_denied");
    }
}
