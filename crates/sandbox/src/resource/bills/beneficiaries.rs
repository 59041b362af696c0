//! `/bill-beneficiaries` (`monei-api.md` §3.14): the numbers that a person pays for again, saved by
//! `saveBeneficiary` of a payment or by hand. Their endpoints have no permission of Connect.

use axum::Json;
use axum::extract::{Extension, RawQuery, State};
use axum::response::Response;
use jiff::Timestamp;
use monei_api::envelope::Envelope;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::discovery::categories;
use super::pay::{LONGEST_NAME, Order, biller, number};
use crate::billers::{Biller, Category};
use crate::body::JsonBody;
use crate::clock::on_the_wire;
use crate::ledger::Owner;
use crate::query::Query;
use crate::random;
use crate::refusal::Refusal;
use crate::resource::{PathText, Reply, deleted, person};
use crate::store::named;
use crate::world::{Caller, Simulation, World};

/// A saved number.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Beneficiary {
    id: String,
    name: String,
    /// Tells the category as well.
    #[serde(with = "named")]
    biller: &'static Biller,
    customer: String,
    is_favorite: bool,
    created_at: Timestamp,
    updated_at: Timestamp,
}

/// The number and its biller are in fields that are named after what they are; the others are null.
#[derive(JsonSchema, Serialize)]
#[schemars(rename = "BillBeneficiary")]
#[serde(rename_all = "camelCase")]
pub(in crate::resource) struct BeneficiaryView {
    id: String,
    name: String,
    #[serde(rename = "type")]
    kind: &'static str,
    is_favorite: bool,
    mobile_number: Option<String>,
    mobile_operator: Option<&'static str>,
    meter_number: Option<String>,
    electricity_provider: Option<&'static str>,
    smart_card_number: Option<String>,
    cable_provider: Option<&'static str>,
    created_at: Timestamp,
    updated_at: Timestamp,
    deleted_date: Option<Timestamp>,
}

/// What a category calls the number of a beneficiary, and its biller.
pub(crate) const fn names(category: Category) -> (&'static str, &'static str) {
    match category {
        Category::Airtime | Category::MobileData => ("mobileNumber", "mobileOperator"),
        Category::UtilityBills => ("meterNumber", "electricityProvider"),
        Category::CableBills => ("smartCardNumber", "cableProvider"),
    }
}

impl Beneficiary {
    fn view(&self) -> BeneficiaryView {
        let category = self.biller.category;
        let is = |number_name: &str| names(category).0 == number_name;
        let number = |name| is(name).then(|| self.customer.clone());
        let provider = |name| is(name).then_some(self.biller.name);
        BeneficiaryView {
            id: self.id.clone(),
            name: self.name.clone(),
            kind: category.name(),
            is_favorite: self.is_favorite,
            mobile_number: number("mobileNumber"),
            mobile_operator: provider("mobileNumber"),
            meter_number: number("meterNumber"),
            electricity_provider: provider("meterNumber"),
            smart_card_number: number("smartCardNumber"),
            cable_provider: provider("smartCardNumber"),
            created_at: self.created_at,
            updated_at: self.updated_at,
            deleted_date: None,
        }
    }
}

/// Keeps whom a payment was for. One who is kept already is called anew where there is a name.
pub(super) fn save(world: &mut World, owner: Owner, order: &Order, name: Option<String>) {
    let now = on_the_wire(world.now());
    let biller = order.product.biller;
    let same = |of: Owner, saved: &Beneficiary| {
        of == owner && saved.biller.code == biller.code && saved.customer == order.customer
    };
    if let Some((_, saved)) = world.bills.beneficiaries.find_mut(|(of, saved)| same(*of, saved)) {
        if let Some(name) = name {
            saved.name = name;
            saved.updated_at = now;
        }
        return;
    }
    let name = name.unwrap_or_else(|| order.customer.clone());
    let saved = Beneficiary {
        id: random::uuid(world.ledger.random()),
        name,
        biller,
        customer: order.customer.clone(),
        is_favorite: false,
        created_at: now,
        updated_at: now,
    };
    world.bills.beneficiaries.push((owner, saved));
}

pub(in crate::resource) async fn list(
    State(simulation): State<Simulation>,
    Extension(caller): Extension<Caller>,
    RawQuery(query): RawQuery,
) -> Reply<Vec<BeneficiaryView>> {
    let mut query = Query::read(query.as_deref().unwrap_or_default());
    let mut asked =
        |name: &str| query.value(name, &format!("{name} must be one of {}", categories()), Category::from_name);
    let category = asked("type").or(asked("category"));
    query.finish()?;
    of(&simulation, &caller, |saved| category.is_none_or(|category| saved.biller.category == category))
}

pub(in crate::resource) async fn favorites(
    State(simulation): State<Simulation>,
    Extension(caller): Extension<Caller>,
) -> Reply<Vec<BeneficiaryView>> {
    of(&simulation, &caller, |saved| saved.is_favorite)
}

fn of(simulation: &Simulation, caller: &Caller, keep: impl Fn(&Beneficiary) -> bool) -> Reply<Vec<BeneficiaryView>> {
    let world = simulation.lock();
    let owner = person(&world, caller)?.owner;
    let own = world.bills.beneficiaries.iter().filter(|(of, saved)| *of == owner && keep(saved));
    let views = own.map(|(_, saved)| saved.view()).collect();
    Ok(Json(Envelope::ok("Beneficiaries retrieved successfully", views)))
}

pub(in crate::resource) async fn save_mobile(
    simulation: State<Simulation>,
    caller: Extension<Caller>,
    body: JsonBody,
) -> Reply<BeneficiaryView> {
    create(&simulation, &caller, &body, &[Category::Airtime, Category::MobileData])
}

pub(in crate::resource) async fn save_electricity(
    simulation: State<Simulation>,
    caller: Extension<Caller>,
    body: JsonBody,
) -> Reply<BeneficiaryView> {
    create(&simulation, &caller, &body, &[Category::UtilityBills])
}

pub(in crate::resource) async fn save_cable_tv(
    simulation: State<Simulation>,
    caller: Extension<Caller>,
    body: JsonBody,
) -> Reply<BeneficiaryView> {
    create(&simulation, &caller, &body, &[Category::CableBills])
}

/// Saves a number of the first category, unless the body names another of them.
fn create(
    simulation: &Simulation,
    caller: &Caller,
    body: &JsonBody,
    categories: &[Category],
) -> Reply<BeneficiaryView> {
    let known: Vec<&str> = categories.iter().map(|category| category.name()).collect();
    let mut fields = body.fields();
    let category = fields.required("type", &format!("must be one of {}", known.join(", ")), |name| {
        Category::from_name(name).filter(|category| categories.contains(category))
    });
    let name = fields.required("name", "must be a string of 1 to 100 characters", named);
    let is_favorite = fields.flag("isFavorite");
    let wanted = category.or(categories.first().copied()).ok_or(Refusal::NoSuch("Beneficiary"))?;
    let (number_name, biller_name) = names(wanted);
    let customer = number(&mut fields, wanted, number_name);
    let biller = biller(&mut fields, wanted, biller_name);
    fields.finish()?;
    let ((name, customer), biller) = name.zip(customer).zip(biller).ok_or(Refusal::NoSuch("Biller"))?;
    let mut world = simulation.lock();
    let now = on_the_wire(world.now());
    let owner = person(&world, caller)?.owner;
    let is_there = |(of, saved): &(Owner, Beneficiary)| {
        *of == owner && saved.biller.code == biller.code && saved.customer == customer
    };
    if world.bills.beneficiaries.iter().any(is_there) {
        return Err(Refusal::Duplicate("A beneficiary with this number"));
    }
    let id = random::uuid(world.ledger.random());
    let saved = Beneficiary { id, name, biller, customer, is_favorite, created_at: now, updated_at: now };
    let view = saved.view();
    world.bills.beneficiaries.push((owner, saved));
    Ok(Json(Envelope::ok("Beneficiary saved successfully", view)))
}

fn named(name: &str) -> Option<String> {
    let name = name.trim();
    (!name.is_empty() && name.chars().count() <= LONGEST_NAME).then(|| name.to_owned())
}

/// A beneficiary of the caller's, by its id.
fn find(world: &World, caller: &Caller, id: &str) -> Result<u32, Refusal> {
    let owner = person(world, caller)?.owner;
    let found = world.bills.beneficiaries.position(|(of, saved)| *of == owner && saved.id == id);
    found.ok_or(Refusal::NoSuch("Beneficiary"))
}

pub(in crate::resource) async fn update(
    State(simulation): State<Simulation>,
    Extension(caller): Extension<Caller>,
    id: PathText,
    body: JsonBody,
) -> Reply<BeneficiaryView> {
    let id = id.read("id")?;
    let mut world = simulation.lock();
    let now = on_the_wire(world.now());
    let mut fields = body.fields();
    let name = fields.optional("name", "must be a string of 1 to 100 characters", named);
    let favorite = fields.any("isFavorite").map(|_| fields.flag("isFavorite"));
    let at = find(&world, &caller, &id);
    // Which fields there are is told by what it is.
    let category = at.as_ref().ok().and_then(|at| world.bills.beneficiaries.get(at)).map(|(_, it)| it.biller.category);
    let (mut customer, mut provider) = (None, None);
    if let Some(category) = category {
        let (number_name, biller_name) = names(category);
        if fields.any(number_name).is_some() {
            customer = number(&mut fields, category, number_name);
        }
        if fields.any(biller_name).is_some() {
            provider = biller(&mut fields, category, biller_name);
        }
    }
    fields.finish()?;
    let found = world.bills.beneficiaries.get_mut(&at?);
    let (_, saved) = found.ok_or(Refusal::NoSuch("Beneficiary"))?;
    saved.name = name.unwrap_or_else(|| std::mem::take(&mut saved.name));
    saved.customer = customer.unwrap_or_else(|| std::mem::take(&mut saved.customer));
    saved.biller = provider.unwrap_or(saved.biller);
    saved.is_favorite = favorite.unwrap_or(saved.is_favorite);
    saved.updated_at = now.max(saved.created_at);
    Ok(Json(Envelope::ok("Beneficiary updated successfully", saved.view())))
}

pub(in crate::resource) async fn remove(
    State(simulation): State<Simulation>,
    Extension(caller): Extension<Caller>,
    id: PathText,
) -> Result<Response, Refusal> {
    let id = id.read("id")?;
    let mut world = simulation.lock();
    let at = find(&world, &caller, &id)?;
    world.bills.beneficiaries.remove(&at);
    Ok(deleted(&world.switches, "Beneficiary deleted successfully"))
}
