//! Signing in on the website with e-mail address and PIN, and signing out again to use another account.

use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::authorize::AuthorizationRequest;
use super::form::FormBody;
use super::page::{LoginHint, LoginPage, Reach, headers as page_headers, message, page};
use super::visit::{self, Visit};
use crate::world::{Simulation, World};

/// The sign-in page; a browser without a visit is given one.
pub(super) fn show(
    simulation: &Simulation,
    world: &mut World,
    visit: Option<Visit>,
    request: &AuthorizationRequest,
) -> Response {
    let form = Form { app: &request.app, request: &request.query, email: "", problem: None };
    form.show(simulation, world, visit, StatusCode::OK)
}

/// What the form is filled with.
struct Form<'a> {
    app: &'a str,
    request: &'a str,
    email: &'a str,
    problem: Option<&'static str>,
}

impl Form<'_> {
    fn show(self, simulation: &Simulation, world: &mut World, visit: Option<Visit>, status: StatusCode) -> Response {
        let now = world.now();
        let visit = visit.unwrap_or_else(|| world.visits.begin(&mut world.secrets, now, None));
        let people = world.people.iter().map(|person| LoginHint {
            name: person.name(),
            email: person.email.clone(),
            pin: person.login_pin.clone(),
        });
        let login = LoginPage {
            app: self.app.to_owned(),
            csrf: visit.csrf,
            request: self.request.to_owned(),
            email: self.email.to_owned(),
            problem: self.problem,
            people: people.collect(),
        };
        let mut response = page(status, &login, None);
        visit::set_cookie(simulation, response.headers_mut(), &visit.id);
        response
    }
}

pub(super) async fn sign_in(State(simulation): State<Simulation>, headers: HeaderMap, form: FormBody) -> Response {
    let mut world = simulation.lock();
    let visit = visit::of(&simulation, &world, &headers);
    let again = |email, problem| Form { app: "", request: form.text("request"), email, problem: Some(problem) };
    let Some(visit) = visit.filter(|visit| visit.made(form.text("csrf"))) else {
        let problem = "This page was open for too long. Please sign in again.";
        return again(form.text("email"), problem).show(&simulation, &mut world, None, StatusCode::UNAUTHORIZED);
    };
    let now = world.now();
    let signed_in = world.people.sign_in(form.text("email"), form.text("pin"), now);
    let Some(person) = signed_in.map(|person| person.id.clone()) else {
        let problem = "The e-mail address or the PIN is not right.";
        return again(form.text("email"), problem).show(&simulation, &mut world, Some(visit), StatusCode::UNAUTHORIZED);
    };
    // A new id at the moment of signing in, so that one that somebody else planted is worth nothing.
    let world = &mut *world;
    world.visits.end(&visit.id);
    let visit = world.visits.begin(&mut world.secrets, now, Some(person));
    let mut response = back_to(form.text("request"));
    visit::set_cookie(&simulation, response.headers_mut(), &visit.id);
    response
}

/// "Not you?": the visit ends and the same request starts with the sign-in page.
pub(super) async fn switch_account(
    State(simulation): State<Simulation>,
    headers: HeaderMap,
    form: FormBody,
) -> Response {
    let mut world = simulation.lock();
    if let Some(visit) = visit::of(&simulation, &world, &headers).filter(|visit| visit.made(form.text("csrf"))) {
        world.visits.end(&visit.id);
    }
    back_to(form.text("request"))
}

/// Continues with an authorization request. The path is fixed, so that nobody is led elsewhere.
fn back_to(request: &str) -> Response {
    let path = if request.is_empty() { "/".to_owned() } else { format!("/connect/authorize?{request}") };
    redirect(&path)
}

/// 303, so that the browser follows with a GET and the form is not sent twice.
pub(super) fn redirect(location: &str) -> Response {
    // An address is ASCII, where a header may also hold other bytes.
    let Some(location) = HeaderValue::from_str(location).ok().filter(|value| value.to_str().is_ok()) else {
        return message(StatusCode::BAD_REQUEST, "This request is not in order", "It cannot be continued.");
    };
    (StatusCode::SEE_OTHER, page_headers(Reach::default()), [(header::LOCATION, location)]).into_response()
}
