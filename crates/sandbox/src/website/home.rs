//! The page at `/`: where to point an integration, and all that can be seen and done here while it is developed.
//!
//! Everything on it is done through the control API, so that it is only shown where that answers: to somebody at this
//! computer. Others get the few lines that they need. The server writes every word of it; the script only asks for the
//! page again and puts in what has changed, and adds the requests as they come.

use askama::Template;
use axum::extract::{Extension, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::Response;
use jiff::Timestamp;
use monei_api::endpoint;
use serde_json::{Value, json};

use super::grouped;
use super::page::{Reach, headers, page};
use crate::calls::API_PREFIX;
use crate::control::guard;
use crate::ledger::Asset;
use crate::people::Person;
use crate::requests::credential;
use crate::server::Peer;
use crate::switches::{SwitchKind, SwitchRow, Switches, Time};
use crate::world::{Simulation, World};

/// More holdings than this are counted only.
const HOLDINGS: usize = 3;
/// More lines of what is under way than this are counted only.
const PENDING: usize = 40;

#[derive(Template)]
#[template(path = "home.html")]
struct HomePage {
    places: Places,
    people: Vec<PersonRow>,
    apps: Vec<AppRow>,
    tokens: Vec<TokenRow>,
    pending: Vec<PendingRow>,
    pending_more: usize,
    now: String,
    is_auto: bool,
    faults: Vec<FaultRow>,
    paths: Vec<&'static str>,
    switches: Vec<SwitchRow>,
    changed: usize,
    defaults: String,
}

#[derive(Template)]
#[template(path = "visitor.html")]
struct VisitorPage {
    places: Places,
    people: Vec<PersonRow>,
}

/// The addresses that an integration needs.
struct Places {
    api_base: String,
    authorize: String,
    website: String,
    has_key: bool,
}

struct PersonRow {
    name: String,
    email: String,
    login_pin: String,
    transaction_pin: Option<String>,
    tier: String,
    naira: String,
    crypto: String,
    transactions: usize,
}

struct AppRow {
    name: String,
    client_id: String,
    redirect_uris: Vec<String>,
    grants: Vec<GrantRow>,
}

struct GrantRow {
    id: String,
    person: String,
    person_id: String,
    scopes: Vec<&'static str>,
    /// What takes it back.
    body: String,
}

struct TokenRow {
    id: String,
    person: String,
    app: String,
    access: String,
    refresh: String,
    scopes: Vec<&'static str>,
    expires: String,
    body: String,
}

struct PendingRow {
    id: String,
    kind: &'static str,
    reference: String,
    person: String,
    due: String,
    next: String,
    finish: String,
    fail: String,
}

struct FaultRow {
    path: String,
    kind: String,
    details: String,
}

pub(super) async fn show(
    State(simulation): State<Simulation>,
    Extension(peer): Extension<Peer>,
    asked: HeaderMap,
) -> Response {
    let world = simulation.lock();
    let places = Places {
        api_base: format!("{}{API_PREFIX}", simulation.base_url),
        authorize: format!("{}/connect/authorize", simulation.base_url),
        website: simulation.base_url.as_ref().to_owned(),
        has_key: world.api_key.is_some(),
    };
    let people = world.people.iter().map(|person| PersonRow::new(&world, person)).collect();
    if !guard::is_local(peer, &asked) {
        return page(StatusCode::OK, &VisitorPage { places, people }, None);
    }
    let switches = world.switches.catalogue();
    let home = HomePage {
        places,
        people,
        apps: apps(&world),
        tokens: tokens(&world),
        pending: pending(&world),
        pending_more: world.schedule.iter().count().saturating_sub(PENDING),
        now: moment(world.now()),
        is_auto: world.switches.time == Time::Auto,
        faults: world
            .faults
            .waiting()
            .iter()
            .filter_map(|fault| FaultRow::new(serde_json::to_value(fault).ok()?))
            .collect(),
        paths: endpoint::ALL.map(|endpoint| endpoint.path).to_vec(),
        changed: switches.iter().filter(|switch| switch.is_changed).count(),
        switches,
        defaults: serde_json::to_string(&Switches::default()).unwrap_or_default(),
    };
    let mut response = page(StatusCode::OK, &home, None);
    *response.headers_mut() = with_script(response.headers());
    response
}

/// The headers of any page, and leave for the one script and for what it asks.
fn with_script(of_page: &HeaderMap) -> HeaderMap {
    let mut all = of_page.clone();
    all.extend(headers(Reach::default()));
    all.insert(
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static(
            "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self' data:; \
             base-uri 'none'; frame-ancestors 'none'; form-action 'none'",
        ),
    );
    all
}

/// A time to the second, in UTC.
fn moment(at: Timestamp) -> String {
    at.strftime("%Y-%m-%d %H:%M:%S").to_string()
}

impl PersonRow {
    fn new(world: &World, person: &Person) -> Self {
        let crypto = Asset::all().filter(|asset| *asset != Asset::NAIRA);
        let held: Vec<String> = crypto
            .map(|asset| world.ledger.balance(person.owner, asset))
            .filter(|balance| balance.units != 0)
            .map(|balance| format!("{} {}", balance.amount().to_plain(0), balance.asset.symbol()))
            .collect();
        let shown = held.iter().take(HOLDINGS).cloned().collect::<Vec<_>>().join(", ");
        let crypto = match held.len() {
            0 => "none".to_owned(),
            count if count > HOLDINGS => format!("{shown} and {} more", count - HOLDINGS),
            _ => shown,
        };
        Self {
            name: person.name(),
            email: person.email.clone(),
            login_pin: person.login_pin.clone(),
            transaction_pin: person.transaction_pin.clone(),
            tier: person.tier.as_str().to_owned(),
            naira: grouped(&world.ledger.balance(person.owner, Asset::NAIRA).amount().to_plain(2)),
            crypto,
            transactions: world.ledger.history(person.owner).len(),
        }
    }
}

/// The name of a person's id.
fn named(world: &World, id: &str) -> String {
    world.people.find(id).map(Person::name).unwrap_or_default()
}

fn apps(world: &World) -> Vec<AppRow> {
    let grants = world.connect.grants();
    let rows = world.connect.apps().into_iter().map(|app| AppRow {
        name: app.name.clone(),
        client_id: app.client_id.clone(),
        redirect_uris: app.redirect_uris.clone(),
        grants: grants
            .iter()
            .filter(|(_, client, _)| *client == app.client_id)
            .map(|(person, client, scopes)| GrantRow {
                id: format!("{person}-{client}"),
                person: named(world, person),
                person_id: (*person).to_owned(),
                scopes: scopes.names().collect(),
                body: json!({ "clientId": client }).to_string(),
            })
            .collect(),
    });
    rows.collect()
}

fn tokens(world: &World) -> Vec<TokenRow> {
    let now = world.now();
    let rows = world.connect.pairs(now).map(|pair| TokenRow {
        person: named(world, pair.person),
        app: world.connect.app(pair.client_id).map(|app| app.name.clone()).unwrap_or_default(),
        access: credential(pair.access),
        refresh: credential(pair.refresh),
        scopes: pair.scopes.names().collect(),
        expires: if pair.access_expires_at > now { moment(pair.access_expires_at) } else { "expired".to_owned() },
        body: json!({ "id": pair.id }).to_string(),
        id: pair.id,
    });
    let mut rows: Vec<TokenRow> = rows.collect();
    rows.reverse();
    rows
}

fn pending(world: &World) -> Vec<PendingRow> {
    let turn = |item: &str, outcome: &str| json!({ "item": item, "outcome": outcome }).to_string();
    let rows = world.schedule.iter().take(PENDING).map(|item| PendingRow {
        id: item.id.as_ref().to_owned(),
        kind: item.work.name(),
        reference: item.reference.as_ref().to_owned(),
        person: world.people.of(item.owner).map(Person::name).unwrap_or_default(),
        due: moment(item.due),
        next: turn(&item.id, "next"),
        finish: turn(&item.id, "finish"),
        fail: turn(&item.id, "fail"),
    });
    rows.collect()
}

impl FaultRow {
    fn new(fault: Value) -> Option<Self> {
        let Value::Object(mut fields) = fault else { return None };
        let mut take = |name: &str| fields.remove(name).and_then(|value| value.as_str().map(str::to_owned));
        let (method, path, kind) = (take("method"), take("path")?, take("kind")?);
        if kind != "slow" {
            fields.remove("pieceBytes");
            fields.remove("pauseMs");
        }
        let told = fields.into_iter().filter(|(_, value)| !value.is_null() && *value != json!(0));
        let details: Vec<String> = told
            .map(|(name, value)| format!("{name} {}", value.as_str().map_or_else(|| value.to_string(), str::to_owned)))
            .collect();
        Some(Self {
            path: format!("{} {path}", method.unwrap_or_else(|| "any".to_owned())),
            kind,
            details: details.join(", "),
        })
    }
}
