//! `GET /kyc/status` and `GET /kyc/limits` (`monei-api.md` §3.2).

use axum::Json;
use axum::extract::{Extension, State};
use monei_api::Field;
use monei_api::envelope::Envelope;
use monei_api::kyc::{KycStatus, Limits, Tier, Verified};
use monei_api::money::{Amount, Figure};
use schemars::JsonSchema;
use serde::Serialize;

use super::{Reply, person};
use crate::people::Person;
use crate::rules::limits::TierLimits;
use crate::rules::{self, verification};
use crate::switches::LimitSpelling;
use crate::world::{Caller, Simulation};

#[derive(JsonSchema, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct StatusResponse {
    current_tier: Tier,
    status: KycStatus,
    limits: LimitsResponse,
    requirements: &'static str,
    verified: Verified,
    can_upgrade: bool,
    next_tier: Option<Tier>,
}

#[derive(JsonSchema, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct TierLimitsResponse {
    current_tier: Tier,
    #[serde(flatten)]
    limits: LimitsResponse,
}

/// The limits under either of the two sets of names.
#[derive(JsonSchema, Serialize)]
#[serde(untagged)]
enum LimitsResponse {
    Singular(Limits),
    PluralTypo(MisspeltLimits),
}

/// The names of the Node SDK.
#[derive(JsonSchema, Serialize)]
#[serde(rename_all = "camelCase")]
struct MisspeltLimits {
    max_single_transcation: Field<Figure>,
    daily_transaction_limits: Field<Figure>,
    monthly_transaction_limits: Field<Figure>,
    max_wallet_balance: Field<Figure>,
    crypto_allowed: Field<bool>,
    cross_border_allowed: Field<bool>,
    crypto_daily_limits: Field<Figure>,
    p2p_allowed: Field<bool>,
    withdrawal_allowed: Field<bool>,
}

pub(super) async fn status(
    State(simulation): State<Simulation>,
    Extension(caller): Extension<Caller>,
) -> Reply<StatusResponse> {
    let world = simulation.lock();
    let person = person(&world, &caller)?;
    let next_tier = verification::next(&person.tier);
    let status = StatusResponse {
        current_tier: person.tier.clone(),
        status: person.kyc_status.clone(),
        limits: spelt(limits_of(person), world.switches.kyc_limit_spelling),
        requirements: requirements(next_tier.as_ref()),
        verified: person.papers.verified(),
        can_upgrade: next_tier.is_some(),
        next_tier,
    };
    Ok(Json(Envelope::ok("KYC status retrieved successfully", status)))
}

pub(super) async fn limits(
    State(simulation): State<Simulation>,
    Extension(caller): Extension<Caller>,
) -> Reply<TierLimitsResponse> {
    let world = simulation.lock();
    let person = person(&world, &caller)?;
    let tier = person.tier.clone();
    let limits = spelt(limits_of(person), world.switches.kyc_limit_spelling);
    Ok(Json(Envelope::ok("KYC limits retrieved successfully", TierLimitsResponse { current_tier: tier, limits })))
}

fn spelt(limits: Limits, spelling: LimitSpelling) -> LimitsResponse {
    match spelling {
        LimitSpelling::Singular => LimitsResponse::Singular(limits),
        LimitSpelling::PluralTypo => LimitsResponse::PluralTypo(MisspeltLimits {
            max_single_transcation: limits.max_single_transaction,
            daily_transaction_limits: limits.daily_transaction_limit,
            monthly_transaction_limits: limits.monthly_transaction_limit,
            max_wallet_balance: limits.max_wallet_balance,
            crypto_allowed: limits.crypto_allowed,
            cross_border_allowed: limits.cross_border_allowed,
            crypto_daily_limits: limits.crypto_daily_limit,
            p2p_allowed: limits.p2p_allowed,
            withdrawal_allowed: limits.withdrawal_allowed,
        }),
    }
}

/// What a person may move, in naira.
pub(super) fn limits_of(person: &Person) -> Limits {
    let tier = &person.tier;
    let naira = |whole: u32| Field::from(Figure::number(Amount::from(u64::from(whole))));
    let TierLimits { single, daily, monthly, balance, crypto_daily } = rules::limits::of(tier);
    Limits {
        max_single_transaction: naira(single),
        daily_transaction_limit: naira(daily),
        monthly_transaction_limit: naira(monthly),
        max_wallet_balance: naira(balance),
        crypto_allowed: rules::limits::crypto_allowed(person).into(),
        cross_border_allowed: matches!(tier, Tier::Three | Tier::Four).into(),
        crypto_daily_limit: naira(crypto_daily),
        p2p_allowed: true.into(),
        withdrawal_allowed: true.into(),
    }
}

const fn requirements(next: Option<&Tier>) -> &'static str {
    match next {
        Some(Tier::Two) => "NIN",
        Some(Tier::Three) => "BVN",
        Some(_) => "Government ID and proof of address",
        None => "",
    }
}
