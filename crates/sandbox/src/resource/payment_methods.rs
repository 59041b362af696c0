//! `/payment-methods…` (`monei-api.md` §3.14): ways of paying in that are kept. Each belongs to the naira wallet.

use axum::Json;
use axum::extract::{Extension, RawQuery, State};
use axum::response::Response;
use jiff::Timestamp;
use monei_api::envelope::Envelope;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Value, json};

use super::deposits::card;
use super::{PathText, Reply, banks, deleted, person};
use crate::body::JsonBody;
use crate::clock::on_the_wire;
use crate::people::{MethodKind, PaymentMethod, Person};
use crate::query::Query;
use crate::random;
use crate::refusal::Refusal;
use crate::switches::PaymentMethodSpelling;
use crate::world::{Caller, Simulation, World};

const LONGEST_NICKNAME: usize = 50;
/// The only ones of the enum (§4) whose details can be given.
const TYPES: &str = "must be one of CARD, VIRTUAL_ACCOUNT, USSD";

#[derive(JsonSchema, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct MethodView {
    id: String,
    #[serde(rename = "type")]
    kind: &'static str,
    status: &'static str,
    is_default: bool,
    is_enabled: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    nickname: Option<String>,
    sub_wallet_id: String,
    usage_count: u32,
    last_used_at: Option<Timestamp>,
    #[serde(flatten)]
    capabilities: CapabilitiesView,
    details: Value,
    created_at: Timestamp,
    updated_at: Timestamp,
    deleted_date: Option<Timestamp>,
}

/// What it is good for, under either of its names.
#[derive(JsonSchema, Serialize)]
enum CapabilitiesView {
    #[serde(rename = "capabilities")]
    Plural(Capabilities),
    #[serde(rename = "capability")]
    Singular(Capabilities),
}

#[derive(JsonSchema, Serialize)]
struct Capabilities {
    deposit: bool,
    withdrawal: bool,
}

impl MethodView {
    fn new(world: &World, person: &Person, method: &PaymentMethod) -> Self {
        let capabilities = Capabilities { deposit: true, withdrawal: false };
        Self {
            id: method.id.clone(),
            kind: method.kind.name(),
            status: "ACTIVE",
            is_default: method.is_default,
            is_enabled: true,
            nickname: method.nickname.clone(),
            sub_wallet_id: person.naira.id.clone(),
            usage_count: method.uses,
            last_used_at: method.used_at,
            capabilities: match world.switches.payment_method_spelling {
                PaymentMethodSpelling::Capabilities => CapabilitiesView::Plural(capabilities),
                PaymentMethodSpelling::Capability => CapabilitiesView::Singular(capabilities),
            },
            details: details(person, &method.kind),
            created_at: method.created_at,
            updated_at: method.updated_at,
            deleted_date: None,
        }
    }
}

fn details(person: &Person, kind: &MethodKind) -> Value {
    match kind {
        MethodKind::Card { last_digits } => json!({ "last4": last_digits }),
        MethodKind::Ussd(bank) => json!({ "bankCode": bank.code, "bankName": bank.name }),
        MethodKind::VirtualAccount => person.naira.account.as_ref().map_or(Value::Null, |account| {
            let name = person.name().to_uppercase();
            json!({ "accountNumber": account.number, "bankName": account.bank.name, "accountName": name })
        }),
    }
}

pub(super) async fn list(
    State(simulation): State<Simulation>,
    Extension(caller): Extension<Caller>,
    RawQuery(query): RawQuery,
) -> Reply<Vec<MethodView>> {
    let mut query = Query::read(query.as_deref().unwrap_or_default());
    let wallet = query.text("subWalletId");
    query.finish()?;
    let world = simulation.lock();
    let person = person(&world, &caller)?;
    let is_of_wallet = match wallet {
        Some(wallet) => subwallet(person, &wallet)?,
        None => true,
    };
    let methods = person.methods.iter().filter(|_| is_of_wallet);
    let views = methods.map(|method| MethodView::new(&world, person, method)).collect();
    Ok(Json(Envelope::ok("Payment methods retrieved successfully", views)))
}

/// Whether a person's subwallet is the one that can be paid into.
fn subwallet(person: &Person, id: &str) -> Result<bool, Refusal> {
    let is_naira = person.naira.id == id;
    let is_theirs = is_naira || person.crypto.iter().any(|wallet| wallet.id == id);
    if is_theirs { Ok(is_naira) } else { Err(Refusal::NoSuch("Subwallet")) }
}

pub(super) async fn create(
    State(simulation): State<Simulation>,
    Extension(caller): Extension<Caller>,
    body: JsonBody,
) -> Reply<MethodView> {
    let mut world = simulation.lock();
    let now = world.now();
    let mut fields = body.fields();
    let kind = fields
        .required("type", TYPES, |text| ["CARD", "VIRTUAL_ACCOUNT", "USSD"].into_iter().find(|known| *known == text));
    let wallet = fields.text("subWalletId");
    let nickname = fields.optional_text("nickname", LONGEST_NICKNAME);
    let card = card::read(&mut fields, kind == Some("CARD"), now);
    let account = fields.optional_text("virtualAccountId", 100);
    let bank = fields.object("ussd", |ussd| ussd.required("bankCode", "must be the code of a bank", banks::by_code));
    if kind == Some("USSD") && bank.is_none() {
        fields.complain("ussd", "must be an object with a bankCode");
    }
    fields.finish()?;

    let payer = person(&world, &caller)?;
    if !subwallet(payer, &wallet)? {
        return Err(Refusal::Unacceptable("Only the naira wallet has payment methods"));
    }
    let (id, kind) = match (kind, card, bank.flatten()) {
        (Some("CARD"), Some(card), _) => (None, MethodKind::Card { last_digits: card.last_digits }),
        (Some("USSD"), _, Some(bank)) => (None, MethodKind::Ussd(bank)),
        _ => {
            let own = payer.naira.account.as_ref().map(|own| own.id.clone());
            let own = own.filter(|own| account.is_none_or(|wanted| wanted == *own));
            (Some(own.ok_or(Refusal::NoSuch("Virtual account"))?), MethodKind::VirtualAccount)
        }
    };
    let is_there = payer.methods.iter().any(|method| method.kind == kind);
    if is_there {
        return Err(Refusal::Duplicate("This payment method"));
    }
    let id = id.unwrap_or_else(|| random::uuid(world.ledger.random()));
    let person = world.people.find_mut(&caller.person).ok_or(Refusal::Token)?;
    let method = PaymentMethod { nickname, ..PaymentMethod::new(id.clone(), kind, on_the_wire(now)) };
    person.keep(method);
    answer(&world, &caller, &id, "Payment method created successfully")
}

pub(super) async fn one(
    State(simulation): State<Simulation>,
    Extension(caller): Extension<Caller>,
    id: PathText,
) -> Reply<MethodView> {
    answer(&simulation.lock(), &caller, &id.read("id")?, "Payment method retrieved successfully")
}

fn answer(world: &World, caller: &Caller, id: &str, message: &str) -> Reply<MethodView> {
    let person = person(world, caller)?;
    let method = person.methods.iter().find(|method| method.id == id).ok_or(Refusal::NoSuch("Payment method"))?;
    Ok(Json(Envelope::ok(message, MethodView::new(world, person, method))))
}

pub(super) async fn delete(
    State(simulation): State<Simulation>,
    Extension(caller): Extension<Caller>,
    id: PathText,
) -> Result<Response, Refusal> {
    let id = id.read("id")?;
    let mut world = simulation.lock();
    let person = world.people.find_mut(&caller.person).ok_or(Refusal::Token)?;
    let place = person.methods.iter().position(|method| method.id == id).ok_or(Refusal::NoSuch("Payment method"))?;
    let gone = person.methods.remove(place);
    // Somebody with methods has a default.
    if let Some(first) = person.methods.first_mut().filter(|_| gone.is_default) {
        first.is_default = true;
    }
    Ok(deleted(&world.switches, "Payment method deleted successfully"))
}

pub(super) async fn set_default(
    State(simulation): State<Simulation>,
    Extension(caller): Extension<Caller>,
    id: PathText,
) -> Reply<MethodView> {
    let id = id.read("id")?;
    let mut world = simulation.lock();
    let now = on_the_wire(world.now());
    let person = world.people.find_mut(&caller.person).ok_or(Refusal::Token)?;
    if !person.methods.iter().any(|method| method.id == id) {
        return Err(Refusal::NoSuch("Payment method"));
    }
    for method in &mut person.methods {
        let is_default = method.id == id;
        if method.is_default != is_default {
            (method.is_default, method.updated_at) = (is_default, now);
        }
    }
    answer(&world, &caller, &id, "Default payment method set successfully")
}

/// Keeps the virtual account as a method, where it is not yet one.
pub(super) async fn sync(
    State(simulation): State<Simulation>,
    Extension(caller): Extension<Caller>,
    _: Option<JsonBody>,
) -> Reply<Vec<MethodView>> {
    let mut world = simulation.lock();
    let now = on_the_wire(world.now());
    let payer = world.people.find_mut(&caller.person).ok_or(Refusal::Token)?;
    let account = payer.naira.account.as_ref().map(|account| account.id.clone());
    if let Some(id) = account.filter(|id| payer.methods.iter().all(|method| method.id != *id)) {
        payer.keep(PaymentMethod::new(id, MethodKind::VirtualAccount, now));
    }
    let person = person(&world, &caller)?;
    let views = person.methods.iter().map(|method| MethodView::new(&world, person, method)).collect();
    Ok(Json(Envelope::ok("Payment methods synchronized successfully", views)))
}
