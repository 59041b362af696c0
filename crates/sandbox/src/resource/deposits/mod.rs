//! `/wallet/deposit…` (`monei-api.md` §3.4): naira from outside, by bank transfer, dial code, card or payment link.
//!
//! Every deposit is a pending transaction until somebody pays. By themselves, transfers and dial codes are paid after
//! some seconds; what waits for a person (a card's PIN, a page) lapses when they do not come.

pub(crate) mod card;
pub(crate) mod link;
mod view;

use std::collections::HashMap;

use axum::Json;
use axum::extract::{Extension, RawQuery, State};
use jiff::{SignedDuration, Timestamp};
use monei_api::envelope::Envelope;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use url::Url;

use self::view::PaymentView;
use super::payouts::naira_only;
use super::{PathText, Reply, banks, person};
use crate::body::{Fields, JsonBody};
use crate::clock::on_the_wire;
use crate::ledger::{Account, Asset, Direction, Draft, Nature, Owner, Quantity, Status, TransactionKey};
use crate::people::MethodKind;
use crate::query::Query;
use crate::random;
use crate::refusal::Refusal;
use crate::schedule::{Turn, Work};
use crate::store::{Journal, Kept, Records, Unusable};
use crate::switches::DepositUnit;
use crate::world::{Caller, Simulation, World};

/// How long somebody takes to transfer or to dial, and a saved card to be charged.
const PAID_AFTER: SignedDuration = SignedDuration::from_secs(20);
const CHARGED_AFTER: SignedDuration = SignedDuration::from_secs(5);
/// How long a deposit waits for its payer.
const WAITS: SignedDuration = SignedDuration::from_mins(30);
/// The fee on top, in thousandths (§3.4: about 2.2 %).
const FEE_PER_MILLE: i128 = 22;
const LONGEST_NARRATION: usize = 100;

/// What is known of deposits beside their transactions.
#[derive(Debug, Default)]
pub(crate) struct Deposits {
    of: Kept<TransactionKey, Deposit>,
    /// By the last part of their page's address.
    pages: HashMap<String, TransactionKey>,
}

#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Deposit {
    step: Step,
    expires_at: Timestamp,
    details: Details,
}

/// What a deposit waits for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
enum Step {
    /// A transfer to an account that is there for this deposit only.
    Transfer {
        account_number: String,
        account_name: String,
    },
    /// The dialling of a code.
    Dial(String),
    /// The PIN, the one-time password or the address of the card's holder.
    Pin,
    Otp,
    Address,
    /// A decision on a page, by the last part of its address.
    Page(String),
    /// The charge of a saved card.
    Charge,
}

/// What a deposit is called among the records.
const KIND: &str = "deposit";

impl Deposits {
    pub(crate) fn settle(&mut self, journal: &mut impl Journal) {
        self.of.settle(KIND, journal);
    }

    pub(crate) fn restored(records: &Records<'_>) -> Result<Self, Unusable> {
        let of = Kept::<TransactionKey, Deposit>::restored(KIND, records)?;
        let page = |(key, deposit): (&TransactionKey, &Deposit)| match &deposit.step {
            Step::Page(name) => Some((name.clone(), *key)),
            _ => None,
        };
        let pages = of.entries().filter_map(page).collect();
        Ok(Self { of, pages })
    }
}

impl Step {
    /// Nothing goes on by itself here.
    const fn needs_a_person(&self) -> bool {
        matches!(self, Self::Pin | Self::Otp | Self::Address | Self::Page(_))
    }
}

/// What the caller said about a deposit, and is told again.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Details {
    redirect_url: Option<String>,
    customer: Option<Value>,
    customization: Option<Value>,
}

/// What all ways of paying in have in common.
struct Order {
    amount: Quantity,
    reference: Option<String>,
    narration: Option<String>,
    details: Details,
}

impl Order {
    fn read(fields: &mut Fields<'_>, unit: DepositUnit) -> Self {
        naira_only(fields);
        Self {
            amount: match unit {
                DepositUnit::Naira => fields.amount("amount", Asset::NAIRA),
                DepositUnit::Kobo => fields
                    .figure("amount")
                    .map_or(Asset::NAIRA.units(0), |kobo| fields.minor_quantity("amount", &kobo, Asset::NAIRA)),
            },
            reference: fields.reference(),
            narration: fields.optional_text("narration", LONGEST_NARRATION),
            details: Details {
                redirect_url: fields.optional("redirectUrl", "must be an http or https URL", web_address),
                customer: None,
                customization: None,
            },
        }
    }
}

fn web_address(text: &str) -> Option<String> {
    let url = Url::parse(text).ok()?;
    matches!(url.scheme(), "http" | "https").then(|| text.to_owned())
}

#[derive(Clone, Copy)]
enum Method {
    BankTransfer,
    Ussd,
    Card,
}

fn method(name: &str) -> Option<Method> {
    match name {
        "BANK_TRANSFER" => Some(Method::BankTransfer),
        "USSD" => Some(Method::Ussd),
        "CARD" => Some(Method::Card),
        _ => None,
    }
}

pub(super) async fn start(
    State(simulation): State<Simulation>,
    Extension(caller): Extension<Caller>,
    RawQuery(query): RawQuery,
    body: JsonBody,
) -> Reply<PaymentView> {
    let mut query = Query::read(query.as_deref().unwrap_or_default());
    let method = query.required("method", "method must be one of BANK_TRANSFER, USSD, CARD", method);
    query.finish()?;
    let method = method.ok_or(Refusal::NoSuch("Method"))?;
    let mut world = simulation.lock();
    let now = world.now();
    let mut fields = body.fields();
    let order = Order::read(&mut fields, world.switches.deposit_unit);
    let card = card::read(&mut fields, matches!(method, Method::Card), now);
    let dials = fields.object("ussd", |ussd| ussd.required("bankCode", "must be the code of a bank", banks::by_code));
    if matches!(method, Method::Ussd) && dials.is_none() {
        fields.complain("ussd", "must be an object with a bankCode");
    }
    fields.finish()?;

    let owner = person(&world, &caller)?.owner;
    let key = match (method, card) {
        (Method::Card, Some(card)) => card::start(&mut world, owner, order, &card)?,
        (Method::Ussd, _) => by_dialling(&mut world, owner, order)?,
        _ => by_transfer(&mut world, owner, order)?,
    };
    answer(&simulation, &world, key, "Deposit initiated successfully")
}

fn by_transfer(world: &mut World, owner: Owner, order: Order) -> Result<TransactionKey, Refusal> {
    let name = world.people.of(owner).map(|person| person.name().to_uppercase()).unwrap_or_default();
    let step = Step::Transfer {
        account_number: format!("99{}", random::digits(world.ledger.random(), 8)),
        account_name: format!("MONEI/{name}"),
    };
    begin(world, owner, order, Nature::FiatDeposit, step, PAID_AFTER)
}

fn by_dialling(world: &mut World, owner: Owner, order: Order) -> Result<TransactionKey, Refusal> {
    let code = format!("*402*{}#", random::digits(world.ledger.random(), 8));
    begin(world, owner, order, Nature::FiatUssdDeposit, Step::Dial(code), PAID_AFTER)
}

/// Records a deposit that waits for something, and goes on after a while.
fn begin(
    world: &mut World,
    owner: Owner,
    order: Order,
    nature: Nature,
    step: Step,
    after: SignedDuration,
) -> Result<TransactionKey, Refusal> {
    world.may_receive(owner, order.amount.units)?;
    let now = world.now();
    let reference = order.reference.unwrap_or_else(|| world.ledger.reference("dep"));
    // Rounded up to the kobo.
    let fee = Asset::NAIRA.units((order.amount.units * FEE_PER_MILLE + 999) / 1000);
    let draft = Draft {
        fee: Some(fee),
        narration: order.narration.unwrap_or_default(),
        ..Draft::new(owner, nature, Direction::In, order.amount, Account::Banks, reference)
    };
    let key = world.ledger.open(draft, now)?;
    if let Step::Page(name) = &step {
        world.deposits.pages.insert(name.clone(), key);
    }
    let expires_at = on_the_wire(now.checked_add(WAITS.max(after)).unwrap_or(Timestamp::MAX));
    world.deposits.of.insert(key, Deposit { step, expires_at, details: order.details });
    world.later(key, now, after, Work::Deposit(key));
    Ok(key)
}

/// The payer has paid, or will not.
pub(crate) fn go_on(world: &mut World, key: TransactionKey, turn: Turn, at: Timestamp) {
    let waits = world.deposits.of.get(&key).is_some_and(|deposit| deposit.step.needs_a_person());
    let status = match turn {
        Turn::OnTime if waits => Status::Cancelled,
        Turn::OnTime | Turn::Succeed => Status::Success,
        Turn::Fail => Status::Failed,
    };
    conclude(world, key, status, at);
}

/// The end of a deposit, however it came.
fn conclude(world: &mut World, key: TransactionKey, status: Status, at: Timestamp) {
    world.schedule.forget(Work::Deposit(key));
    let deposit = world.ledger.get(key).map(|deposit| (deposit.owner, deposit.amount.units));
    // Others may have arrived since it was begun.
    let has_room = deposit.is_some_and(|(owner, kobo)| world.can_hold(owner, kobo));
    let overflows = status.is_done() && !has_room;
    let status = if overflows { Status::Failed } else { status };
    if let Err(error) = world.ledger.close(key, status, at) {
        tracing::error!(%error, "a deposit did not end");
    } else if overflows {
        world.ledger.annotate(key, "failureReason", "The wallet cannot hold this amount");
    }
}

pub(super) async fn by_payment_method(
    State(simulation): State<Simulation>,
    Extension(caller): Extension<Caller>,
    body: JsonBody,
) -> Reply<PaymentView> {
    let mut fields = body.fields();
    let order = Order::read(&mut fields, simulation.lock().switches.deposit_unit);
    let method = fields.text("paymentMethodId");
    let meta = fields.any("meta");
    fields.finish()?;
    let mut world = simulation.lock();
    let payer = person(&world, &caller)?;
    let owner = payer.owner;
    let kept = payer.methods.iter().find(|kept| kept.id == method).ok_or(Refusal::NoSuch("Payment method"))?;
    let key = match kept.kind.clone() {
        MethodKind::Card { last_digits } => {
            let key = begin(&mut world, owner, order, Nature::FiatCardDeposit, Step::Charge, CHARGED_AFTER)?;
            world.ledger.annotate(key, "card", json!({ "last4": last_digits }));
            key
        }
        MethodKind::VirtualAccount => by_transfer(&mut world, owner, order)?,
        MethodKind::Ussd(_) => by_dialling(&mut world, owner, order)?,
    };
    if let Some(meta) = meta {
        world.ledger.annotate(key, "meta", meta);
    }
    let now = on_the_wire(world.now());
    if let Some(kept) =
        world.people.of_mut(owner).and_then(|payer| payer.methods.iter_mut().find(|kept| kept.id == method))
    {
        (kept.uses, kept.used_at) = (kept.uses + 1, Some(now));
    }
    answer(&simulation, &world, key, "Deposit initiated successfully")
}

pub(super) async fn status(
    State(simulation): State<Simulation>,
    Extension(caller): Extension<Caller>,
    reference: PathText,
) -> Reply<PaymentView> {
    let reference = reference.read("reference")?;
    let world = simulation.lock();
    let key = deposit_of(&world, person(&world, &caller)?.owner, &reference)?;
    answer(&simulation, &world, key, "Deposit status retrieved successfully")
}

/// The deposit of a reference; other transactions are none.
fn deposit_of(world: &World, owner: Owner, reference: &str) -> Result<TransactionKey, Refusal> {
    let key = world.ledger.key_by_reference(owner, reference).ok_or(Refusal::NoSuch("Deposit"))?;
    let nature = world.ledger.get(key).map(|transaction| transaction.nature);
    let is_deposit = matches!(nature, Some(Nature::FiatDeposit | Nature::FiatCardDeposit | Nature::FiatUssdDeposit));
    if is_deposit { Ok(key) } else { Err(Refusal::NoSuch("Deposit")) }
}

fn answer(simulation: &Simulation, world: &World, key: TransactionKey, message: &str) -> Reply<PaymentView> {
    let transaction = world.ledger.get(key).ok_or(Refusal::NoSuch("Deposit"))?;
    let view =
        PaymentView::new(&simulation.base_url, transaction, world.deposits.of.get(&key), world.switches.deposit_unit);
    Ok(Json(Envelope::ok(message, view)))
}
