//! `POST /kyc/…` (`monei-api.md` §3.2): submitting what a higher tier wants, and asking whether one can be had.
//!
//! What is submitted is looked at after some seconds. Numbers that begin with `000` belong to nobody, so that what
//! carries one is turned down.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Extension, State};
use jiff::{SignedDuration, Timestamp};
use monei_api::envelope::Envelope;
use monei_api::kyc::{KycStatus, Tier};
use schemars::JsonSchema;
use serde::Serialize;
use url::Url;

use super::{Reply, person};
use crate::body::JsonBody;
use crate::clock::on_the_wire;
use crate::ledger::Owner;
use crate::people::Person;
use crate::random;
use crate::refusal::Refusal;
use crate::rules::verification::{Document, Submission, next, rank};
use crate::schedule::{Item, Turn, Work};
use crate::world::{Caller, Simulation, World};

/// How long somebody takes to look at it.
const REVIEW: SignedDuration = SignedDuration::from_secs(20);
const LONGEST_URL: usize = 2_000;

/// The answer's shape is undocumented.
#[derive(JsonSchema, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct SubmissionView {
    id: String,
    document_type: &'static str,
    status: KycStatus,
    submitted_at: Timestamp,
}

pub(super) async fn submit_nin(
    State(simulation): State<Simulation>,
    Extension(caller): Extension<Caller>,
    body: JsonBody,
) -> Reply<SubmissionView> {
    let mut fields = body.fields();
    let number = fields.digits("nin", 11..=11);
    fields.finish()?;
    submit(&simulation, &caller, Document::Nin, Some(&number))
}

pub(super) async fn submit_bvn(
    State(simulation): State<Simulation>,
    Extension(caller): Extension<Caller>,
    body: JsonBody,
) -> Reply<SubmissionView> {
    let mut fields = body.fields();
    let number = fields.digits("bvn", 11..=11);
    fields.finish()?;
    submit(&simulation, &caller, Document::Bvn, Some(&number))
}

/// What an older SDK reads of a BVN's owner. There is no picture, and the sex is not known.
#[derive(JsonSchema, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct BvnView {
    id: String,
    verification_status: KycStatus,
    first_name: String,
    last_name: String,
    gender: &'static str,
    date_of_birth: String,
    phone_no: String,
    pix_base64: Option<String>,
    kyc_status: KycStatus,
    verified_at: Option<Timestamp>,
    created_at: Timestamp,
    updated_at: Timestamp,
    deleted_date: Option<Timestamp>,
}

/// The older path, which answers with the person.
pub(super) async fn verify_bvn(
    State(simulation): State<Simulation>,
    Extension(caller): Extension<Caller>,
    body: JsonBody,
) -> Reply<BvnView> {
    let mut fields = body.fields();
    let number = fields.digits("bvn", 11..=11);
    fields.finish()?;
    let Json(submitted) = submit(&simulation, &caller, Document::Bvn, Some(&number))?;
    let SubmissionView { id, status, submitted_at, .. } = submitted.data;
    let world = simulation.lock();
    let person = person(&world, &caller)?;
    let view = BvnView {
        id,
        verification_status: status,
        first_name: person.first_name.clone(),
        last_name: person.last_name.clone(),
        gender: "unknown",
        date_of_birth: person.born.clone(),
        phone_no: person.phone.clone(),
        pix_base64: None,
        kyc_status: person.kyc_status.clone(),
        verified_at: None,
        created_at: submitted_at,
        updated_at: submitted_at,
        deleted_date: None,
    };
    Ok(Json(Envelope::ok("BVN submitted for verification", view)))
}

pub(super) async fn upload_document(
    State(simulation): State<Simulation>,
    Extension(caller): Extension<Caller>,
    body: JsonBody,
) -> Reply<SubmissionView> {
    const TYPES: &str = "must be one of nin, bvn, voters_card, drivers_license, international_passport, selfie, \
                         utility_bill, bank_statement";
    let mut fields = body.fields();
    let document = fields.required("documentType", TYPES, Document::from_name);
    fields.required("documentUrl", "must be an http or https URL", |text| {
        let is_short = text.len() <= LONGEST_URL;
        Url::parse(text).ok().filter(|url| is_short && matches!(url.scheme(), "http" | "https"))
    });
    let number = fields.optional_text("documentNumber", 50);
    fields.finish()?;
    submit(&simulation, &caller, document.ok_or(Refusal::NoSuch("Document type"))?, number.as_deref())
}

fn submit(simulation: &Simulation, caller: &Caller, document: Document, number: Option<&str>) -> Reply<SubmissionView> {
    let mut world = simulation.lock();
    let now = world.now();
    let id = random::uuid(world.ledger.random());
    let reference = world.ledger.reference("kyc");
    let person = world.people.find_mut(&caller.person).ok_or(Refusal::Token)?;
    if !person.is_verified() {
        return Err(Refusal::Unverified);
    }
    if person.papers.hold(document) {
        return Err(Refusal::Duplicate("A submission of this document"));
    }
    let is_genuine = number.is_none_or(|number| !number.starts_with("000"));
    person.papers.waiting.push(Submission { id: id.clone(), document, is_genuine });
    person.kyc_status = KycStatus::Pending;
    let owner = person.owner;
    world.schedule.add(Item {
        id: Arc::from(id.as_str()),
        reference: Arc::from(reference),
        owner,
        work: Work::Review(owner, document),
        due: now.checked_add(REVIEW).unwrap_or(Timestamp::MAX),
    });
    let submission = SubmissionView {
        id,
        document_type: document.name(),
        status: KycStatus::Pending,
        submitted_at: on_the_wire(now),
    };
    Ok(Json(Envelope::ok("Document submitted for verification", submission)))
}

/// Somebody has looked at what was submitted.
pub(crate) fn go_on(world: &mut World, owner: Owner, document: Document, turn: Turn, at: Timestamp) {
    let Some(person) = world.people.of_mut(owner) else { return };
    let papers = &mut person.papers;
    let Some(place) = papers.waiting.iter().position(|submission| submission.document == document) else { return };
    let submission = papers.waiting.remove(place);
    let at = on_the_wire(at);
    let is_approved = turn == Turn::Succeed || (turn == Turn::OnTime && submission.is_genuine);
    if is_approved {
        papers.approve(document, at);
        // Nobody loses a tier that they had before.
        let reached = papers.tier();
        if rank(&reached) > rank(&person.tier) {
            person.tier = reached;
        }
    }
    person.kyc_status = match (is_approved, person.papers.waiting.is_empty()) {
        (_, false) => KycStatus::Pending,
        (true, true) => KycStatus::Verified,
        (false, true) => KycStatus::Rejected,
    };
    person.updated_at = at;
    tracing::info!(submission = submission.id, document = document.name(), is_approved, "reviewed");
}

/// The answer's shape is undocumented.
#[derive(JsonSchema, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct EligibilityView {
    eligible: bool,
    current_tier: Tier,
    target_tier: Tier,
    /// What is yet to be submitted for it.
    requirements: Vec<&'static str>,
    /// Why it cannot be had now.
    reason: Option<String>,
}

pub(super) async fn check_eligibility(
    State(simulation): State<Simulation>,
    Extension(caller): Extension<Caller>,
    body: JsonBody,
) -> Reply<EligibilityView> {
    let mut fields = body.fields();
    let target = fields.required("targetTier", "must be one of tier_1, tier_2, tier_3, tier_4", |text| {
        [Tier::One, Tier::Two, Tier::Three, Tier::Four].into_iter().find(|tier| tier.as_str() == text)
    });
    fields.finish()?;
    let target = target.ok_or(Refusal::NoSuch("Tier"))?;
    let world = simulation.lock();
    let person = person(&world, &caller)?;
    let reason = obstacle(person, &target);
    let view = EligibilityView {
        eligible: reason.is_none(),
        current_tier: person.tier.clone(),
        requirements: person.papers.missing(&target),
        target_tier: target,
        reason,
    };
    Ok(Json(Envelope::ok("Eligibility checked successfully", view)))
}

/// Why somebody cannot submit what a tier wants.
fn obstacle(person: &Person, target: &Tier) -> Option<String> {
    let following = next(&person.tier);
    if rank(target) <= rank(&person.tier) {
        Some(format!("The account is at {} already", person.tier.as_str()))
    } else if !person.is_verified() {
        Some("The account is not verified".to_owned())
    } else if following.as_ref() != Some(target) {
        Some(format!("{} comes first", following.as_ref().map(Tier::as_str).unwrap_or_default()))
    } else if person.papers.waiting.is_empty() {
        None
    } else {
        Some("A submission is being looked at".to_owned())
    }
}
