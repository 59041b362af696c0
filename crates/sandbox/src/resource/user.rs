//! `GET /user/me` (`monei-api.md` §3.1).

use axum::Json;
use axum::extract::{Extension, State};
use axum::response::IntoResponse;
use monei_api::Field;
use monei_api::envelope::Envelope;
use monei_api::user::{KycInfo, User};

use super::{kyc, person};
use crate::people::Person;
use crate::refusal::Refusal;
use crate::world::{Caller, Simulation};

pub(super) async fn me(
    State(simulation): State<Simulation>,
    Extension(caller): Extension<Caller>,
) -> Result<impl IntoResponse, Refusal> {
    let world = simulation.lock();
    Ok(Json(Envelope::ok("User retrieved successfully", user(person(&world, &caller)?))))
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
        onboarding_state: person.onboarding.clone().into(),
        kyc_info: kyc_info(person).into(),
        created_at: person.created_at.into(),
        updated_at: person.created_at.into(),
        deleted_date: Field::default(),
    }
}

fn kyc_info(person: &Person) -> KycInfo {
    let verified = kyc::verified(&person.tier);
    KycInfo {
        id: person.kyc_id.clone().into(),
        current_tier: person.tier.clone().into(),
        status: person.kyc_status.clone().into(),
        nin_verified: verified.nin,
        bvn_verified: verified.bvn,
        government_id_verified: verified.government_id,
        selfie_verified: verified.selfie,
        address_verified: verified.address,
        last_verified_at: Field(person.is_verified().then_some(person.created_at)),
        can_upgrade: kyc::next_tier(&person.tier).is_some().into(),
        next_tier: Field(kyc::next_tier(&person.tier)),
        limits: kyc::limits_of(&person.tier).into(),
    }
}
