//! `GET /kyc/status` and `GET /kyc/limits` (`monei-api.md` §3.2).

use axum::Json;
use axum::extract::{Extension, State};
use monei_api::Field;
use monei_api::envelope::Envelope;
use monei_api::kyc::{KycStatus, Limits, Tier, Verified};
use monei_api::money::{Amount, Figure};
use serde::Serialize;

use super::{Reply, person};
use crate::rules::{self, limits::TierLimits};
use crate::switches::LimitSpelling;
use crate::world::{Caller, Simulation};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct StatusResponse {
    current_tier: Tier,
    status: KycStatus,
    limits: LimitsResponse,
    requirements: &'static str,
    verified: Verified,
    can_upgrade: bool,
    next_tier: Option<Tier>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct TierLimitsResponse {
    current_tier: Tier,
    #[serde(flatten)]
    limits: LimitsResponse,
}

/// The limits under either of the two sets of names.
#[derive(Serialize)]
#[serde(untagged)]
enum LimitsResponse {
    Singular(Limits),
    PluralTypo(MisspeltLimits),
}

/// The names of the Node SDK.
#[derive(Serialize)]
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
) -> Reply<impl Serialize> {
    let world = simulation.lock();
    let person = person(&world, &caller)?;
    let next_tier = next_tier(&person.tier);
    let status = StatusResponse {
        current_tier: person.tier.clone(),
        status: person.kyc_status.clone(),
        limits: spelt(limits_of(&person.tier), world.switches.kyc_limit_spelling),
        requirements: requirements(next_tier.as_ref()),
        verified: verified(&person.tier),
        can_upgrade: next_tier.is_some(),
        next_tier,
    };
    Ok(Json(Envelope::ok("KYC status retrieved successfully", status)))
}

pub(super) async fn limits(
    State(simulation): State<Simulation>,
    Extension(caller): Extension<Caller>,
) -> Reply<impl Serialize> {
    let world = simulation.lock();
    let tier = person(&world, &caller)?.tier.clone();
    let limits = spelt(limits_of(&tier), world.switches.kyc_limit_spelling);
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

/// What a tier may move, in naira.
pub(super) fn limits_of(tier: &Tier) -> Limits {
    let naira = |whole: u32| Field::from(Figure::number(Amount::from(u64::from(whole))));
    let TierLimits { single, daily, monthly, balance } = rules::limits::of(tier);
    Limits {
        max_single_transaction: naira(single),
        daily_transaction_limit: naira(daily),
        monthly_transaction_limit: naira(monthly),
        max_wallet_balance: naira(balance),
        crypto_allowed: true.into(),
        cross_border_allowed: matches!(tier, Tier::Three | Tier::Four).into(),
        crypto_daily_limit: naira(daily),
        p2p_allowed: true.into(),
        withdrawal_allowed: true.into(),
    }
}

/// What has been checked of a person of this tier (§5).
pub(super) fn verified(tier: &Tier) -> Verified {
    let at_least = |wanted: u8| (rank(tier) >= wanted).into();
    Verified {
        nin: at_least(2),
        bvn: at_least(3),
        government_id: at_least(4),
        selfie: at_least(3),
        biometric: at_least(4),
        address: at_least(4),
    }
}

const fn rank(tier: &Tier) -> u8 {
    match tier {
        Tier::One | Tier::Other(_) => 1,
        Tier::Two => 2,
        Tier::Three => 3,
        Tier::Four => 4,
    }
}

pub(super) const fn next_tier(tier: &Tier) -> Option<Tier> {
    match tier {
        Tier::One => Some(Tier::Two),
        Tier::Two => Some(Tier::Three),
        Tier::Three => Some(Tier::Four),
        Tier::Four | Tier::Other(_) => None,
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
