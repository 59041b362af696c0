//! `/user/…` (`monei-api.md` §3.1), and the transaction PIN (§3.14).

use std::str::FromStr;

use axum::Json;
use axum::extract::{Extension, State};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use monei_api::Field;
use monei_api::envelope::{Empty, Envelope};
use monei_api::user::{KycInfo, OnboardingState, User};
use schemars::JsonSchema;
use serde::Serialize;

use super::{PathText, Reply, kyc, person};
use crate::body::{Fields, JsonBody};
use crate::clock::on_the_wire;
use crate::people::{Person, international};
use crate::refusal::Refusal;
use crate::rules::{pin, verification};
use crate::world::{Caller, Simulation, World};

pub(super) async fn me(State(simulation): State<Simulation>, Extension(caller): Extension<Caller>) -> Reply<User> {
    let world = simulation.lock();
    Ok(Json(Envelope::ok("User retrieved successfully", user(person(&world, &caller)?))))
}

pub(super) async fn update_by_id(
    simulation: State<Simulation>,
    Extension(caller): Extension<Caller>,
    id: PathText,
    body: JsonBody,
) -> Reply<User> {
    if id.read("id")? != caller.person {
        return Err(Refusal::Forbidden("Only the own profile can be updated"));
    }
    update(simulation, Extension(caller), body).await
}

pub(super) async fn update(
    State(simulation): State<Simulation>,
    Extension(caller): Extension<Caller>,
    body: JsonBody,
) -> Reply<User> {
    let mut world = simulation.lock();
    let now = world.now();
    let mut fields = body.fields();
    let mut name = |name: &str| {
        fields.optional(name, "must be a string of 1 to 100 characters", |text| {
            let text = text.trim();
            (!text.is_empty() && text.chars().count() <= 100).then(|| text.to_owned())
        })
    };
    let (first_name, last_name) = (name("firstName"), name("lastName"));
    let born = fields.optional("dob", "must be a past date as YYYY-MM-DD", |text| {
        let date = Date::from_str(text).ok().filter(|_| text.len() == 10)?;
        (date < now.to_zoned(TimeZone::UTC).date()).then(|| text.to_owned())
    });
    let phone = fields.optional("phone", "must be a phone number", |text| international(text).or_else(|| abroad(text)));
    fields.finish()?;
    if let Some(phone) = &phone
        && world.people.find_by_phone(phone).is_some_and(|other| other.id != caller.person)
    {
        return Err(Refusal::Duplicate("A user with this phone number"));
    }
    let person = world.people.find_mut(&caller.person).ok_or(Refusal::Token)?;
    let set = |place: &mut String, value: Option<String>| {
        if let Some(value) = value {
            *place = value;
        }
    };
    set(&mut person.first_name, first_name);
    set(&mut person.last_name, last_name);
    set(&mut person.born, born);
    set(&mut person.phone, phone);
    person.updated_at = on_the_wire(now);
    Ok(Json(Envelope::ok("User updated successfully", user(person))))
}

/// A phone number of another country (ITU-T E.164): a profile may have one.
fn abroad(phone: &str) -> Option<String> {
    let digits =
        phone.trim().strip_prefix('+').filter(|digits| !digits.starts_with('0') && !digits.starts_with("234"))?;
    let is_one = (8..=15).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
    is_one.then(|| format!("+{digits}"))
}

/// The answer's shape is undocumented.
#[derive(JsonSchema, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct PinView {
    have_transaction_pin: bool,
}

/// Sets the PIN, and opens a locked one.
pub(super) async fn set_transaction_pin(
    State(simulation): State<Simulation>,
    Extension(caller): Extension<Caller>,
    body: JsonBody,
) -> Reply<PinView> {
    let mut fields = body.fields();
    let new = new_pin(&mut fields, pin::digits(&simulation.lock().switches));
    fields.finish()?;
    keep_pin(&mut simulation.lock(), &caller, new, "Transaction pin set successfully")
}

/// Sets another PIN for whoever knows the present one; wrong tries count as they do elsewhere.
pub(super) async fn change_transaction_pin(
    State(simulation): State<Simulation>,
    Extension(caller): Extension<Caller>,
    body: JsonBody,
) -> Reply<PinView> {
    let mut fields = body.fields();
    // One that is too long by now can still be changed.
    let current = fields.digits("currentPin", pin::DIGITS);
    let new = new_pin(&mut fields, pin::digits(&simulation.lock().switches));
    fields.finish()?;
    let mut world = simulation.lock();
    world.payer(&caller, &current)?;
    keep_pin(&mut world, &caller, new, "Transaction pin changed successfully")
}

/// Sets another PIN for whoever has forgotten it and proves to be the account holder by the login PIN.
pub(super) async fn reset_transaction_pin(
    State(simulation): State<Simulation>,
    Extension(caller): Extension<Caller>,
    body: JsonBody,
) -> Reply<PinView> {
    let mut fields = body.fields();
    let login = fields.digits("pin", pin::DIGITS);
    let new = new_pin(&mut fields, pin::digits(&simulation.lock().switches));
    fields.finish()?;
    let mut world = simulation.lock();
    if person(&world, &caller)?.login_pin != login {
        return Err(Refusal::Unacceptable("Invalid pin"));
    }
    keep_pin(&mut world, &caller, new, "Transaction pin reset successfully")
}

/// Changes the PIN of the login. Sessions stay as they are.
pub(super) async fn change_pin(
    State(simulation): State<Simulation>,
    Extension(caller): Extension<Caller>,
    body: JsonBody,
) -> Reply<Empty> {
    let mut fields = body.fields();
    let current = fields.digits("currentPin", pin::DIGITS);
    let new = new_pin(&mut fields, pin::DIGITS);
    fields.finish()?;
    let mut world = simulation.lock();
    let now = on_the_wire(world.now());
    let person = world.people.find_mut(&caller.person).ok_or(Refusal::Token)?;
    if person.login_pin != current {
        return Err(Refusal::Unacceptable("Invalid pin"));
    }
    (person.login_pin, person.updated_at) = (new, now);
    Ok(Json(Envelope::ok("Pin changed successfully", Empty {})))
}

/// A PIN that is given twice.
fn new_pin(fields: &mut Fields<'_>, digits: std::ops::RangeInclusive<usize>) -> String {
    let (new, again) = (fields.digits("newPin", digits.clone()), fields.digits("confirmPin", digits));
    if new != again {
        fields.complain("confirmPin", "must be the same as newPin");
    }
    new
}

fn keep_pin(world: &mut World, caller: &Caller, new: String, message: &str) -> Reply<PinView> {
    let now = world.now();
    let person = world.people.find_mut(&caller.person).ok_or(Refusal::Token)?;
    person.transaction_pin = Some(new);
    person.wrong_pins = 0;
    person.updated_at = on_the_wire(now);
    if !person.is_verified() {
        person.onboarding = OnboardingState::TransactionPinSet;
    }
    Ok(Json(Envelope::ok(message, PinView { have_transaction_pin: true })))
}

/// A person as the API shows them.
pub(super) fn user(person: &Person) -> User {
    User {
        id: person.id.clone(),
        email: person.email.clone().into(),
        first_name: person.first_name.clone().into(),
        last_name: person.last_name.clone().into(),
        name: person.name().into(),
        phone: person.phone.clone().into(),
        dob: person.born.clone().into(),
        have_transaction_pin: person.transaction_pin.is_some().into(),
        verified: person.is_verified().into(),
        is_admin: false.into(),
        platform: "web".into(),
        // What people sign in with is not told apart.
        device_id: Field::default(),
        device_ip: Field::default(),
        device_model: Field::default(),
        last_logged_in: Field(person.logged_in_at),
        onboarding_state: person.onboarding.clone().into(),
        kyc_info: kyc_info(person).into(),
        created_at: person.created_at.into(),
        updated_at: person.updated_at.into(),
        deleted_date: Field::default(),
    }
}

fn kyc_info(person: &Person) -> KycInfo {
    let verified = person.papers.verified();
    let next_tier = verification::next(&person.tier);
    let first = person.is_verified().then_some(person.created_at);
    KycInfo {
        id: person.kyc_id.clone().into(),
        current_tier: person.tier.clone().into(),
        status: person.kyc_status.clone().into(),
        nin_verified: verified.nin,
        bvn_verified: verified.bvn,
        government_id_verified: verified.government_id,
        selfie_verified: verified.selfie,
        address_verified: verified.address,
        last_verified_at: Field(person.papers.approved_at.or(first)),
        can_upgrade: next_tier.is_some().into(),
        next_tier: Field(next_tier),
        limits: kyc::limits_of(person).into(),
    }
}
