//! Payments for later, once or again and again: `scheduleData` of a bill, and `/schedules` (`monei-api.md` §3.14).
//!
//! Nothing is set aside before the time has come. What cannot be paid then, for want of money or because of a limit,
//! fails without a bill; a recurring one comes again all the same. By the control API, `next` pays what is due next,
//! `fail` lets it fail, and `finish` pays it for the last time. Patterns are undocumented; these are `DAILY`, `WEEKLY`
//! and `MONTHLY`, counted in Lagos from the first date. Of the types of schedules only those of bills are served: what
//! a transfer's payload holds is undocumented.

use axum::Json;
use axum::extract::{Extension, State};
use jiff::tz::{Offset, TimeZone};
use jiff::{Span, Timestamp};
use monei_api::bill::{ScheduleKind, ScheduleStatus};
use monei_api::envelope::Envelope;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::pay::Order;
use crate::billers::Category;
use crate::body::{Fields, JsonBody};
use crate::clock::on_the_wire;
use crate::ledger::{Ledger, Owner, Status, TransactionKey};
use crate::random;
use crate::refusal::Refusal;
use crate::resource::{PathText, Reply, person};
use crate::schedule::{Item, Turn, Work};
use crate::world::{Caller, Simulation, World};

/// A schedule's place among all of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ScheduleKey(u32);

/// When something is to be paid.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(super) struct Plan {
    first: Timestamp,
    pattern: Option<Pattern>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
enum Pattern {
    Daily,
    Weekly,
    Monthly,
}

impl Pattern {
    const fn name(self) -> &'static str {
        match self {
            Self::Daily => "DAILY",
            Self::Weekly => "WEEKLY",
            Self::Monthly => "MONTHLY",
        }
    }

    fn from_name(name: &str) -> Option<Self> {
        [Self::Daily, Self::Weekly, Self::Monthly].into_iter().find(|known| known.name().eq_ignore_ascii_case(name))
    }

    /// Nothing where it is beyond the calendar.
    fn times(self, count: u32) -> Option<Span> {
        let span = match self {
            Self::Daily => Span::new().try_days(count),
            Self::Weekly => Span::new().try_weeks(count),
            Self::Monthly => Span::new().try_months(count),
        };
        span.ok()
    }
}

impl Plan {
    /// The object of a body that says when.
    pub(super) fn within(fields: &mut Fields<'_>, name: &str, now: Timestamp) -> Option<Self> {
        let plan = fields.object(name, |plan| Self::read(plan, now));
        if plan.is_none() {
            fields.complain(name, "must be an object");
        }
        plan.flatten()
    }

    fn read(fields: &mut Fields<'_>, now: Timestamp) -> Option<Self> {
        let first = fields.required("executionDate", DATE, date_after(now));
        let is_recurring = fields.flag("isRecurring");
        let pattern = fields.optional("recurrencePattern", PATTERN, Pattern::from_name);
        if is_recurring && fields.any("recurrencePattern").is_none() {
            fields.complain("recurrencePattern", PATTERN);
        }
        Some(Self { first: first?, pattern: pattern.filter(|_| is_recurring) })
    }

    /// The time after so many.
    fn after(self, runs: u32) -> Option<Timestamp> {
        let lagos = TimeZone::fixed(Offset::constant(1));
        let span = self.pattern?.times(runs)?;
        self.first.to_zoned(lagos).checked_add(span).ok().map(|next| next.timestamp())
    }
}

const DATE: &str = "must be a future time as YYYY-MM-DDThh:mm:ssZ";
const PATTERN: &str = "must be one of DAILY, WEEKLY, MONTHLY";

fn no_pattern() -> Refusal {
    Refusal::field("recurrencePattern", format!("recurrencePattern {PATTERN}"))
}

fn date_after(now: Timestamp) -> impl FnOnce(&str) -> Option<Timestamp> {
    move |text| text.parse().ok().filter(|date| *date > now)
}

/// What became of a payment when its time had come.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
enum Run {
    Bill(TransactionKey),
    /// It could not be paid.
    Nothing,
}

/// A payment for later.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Scheduled {
    id: String,
    owner: Owner,
    #[serde(with = "super::pay::kept")]
    order: Order,
    plan: Plan,
    /// How often its time has come.
    runs: u32,
    /// When it comes next, if it does.
    due: Option<Timestamp>,
    last: Option<Run>,
    is_cancelled: bool,
    created_at: Timestamp,
    updated_at: Timestamp,
}

impl Scheduled {
    fn status(&self, ledger: &Ledger) -> ScheduleStatus {
        let last = match self.last {
            Some(Run::Bill(key)) => ledger.get(key).map(|bill| bill.status),
            Some(Run::Nothing) | None => None,
        };
        match (self.is_cancelled, last, self.due) {
            (true, ..) => ScheduleStatus::Cancelled,
            (_, Some(Status::Pending), _) => ScheduleStatus::Processing,
            (_, _, Some(_)) => ScheduleStatus::Pending,
            (_, Some(status), None) if status.is_done() => ScheduleStatus::Completed,
            (_, _, None) => ScheduleStatus::Failed,
        }
    }

    fn view(&self, ledger: &Ledger) -> ScheduleView {
        ScheduleView {
            id: self.id.clone(),
            created_at: self.created_at,
            updated_at: self.updated_at,
            deleted_date: None,
            kind: ScheduleKind::from(kind_of(self.order.category())),
            payload: self.order.clone(),
            execution_date: on_the_clock(self.plan.first),
            status: self.status(ledger),
            is_recurring: self.plan.pattern.is_some(),
            recurrence_pattern: self.plan.pattern.map(Pattern::name),
            next_execution_date: self.due.filter(|_| self.plan.pattern.is_some()).map(on_the_clock),
        }
    }
}

pub(crate) const fn kind_of(category: Category) -> &'static str {
    match category {
        Category::Airtime => "AIRTIME_PURCHASE",
        Category::MobileData => "DATA_PURCHASE",
        Category::CableBills => "CABLE_TV",
        Category::UtilityBills => "ELECTRICITY",
    }
}

/// A time that somebody chose, with the three decimals of all times (§0.3).
fn on_the_clock(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%S.%3fZ").to_string()
}

#[derive(JsonSchema, Serialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::resource) struct ScheduleView {
    id: String,
    created_at: Timestamp,
    updated_at: Timestamp,
    deleted_date: Option<Timestamp>,
    #[serde(rename = "type")]
    kind: ScheduleKind,
    payload: Order,
    execution_date: String,
    status: ScheduleStatus,
    is_recurring: bool,
    recurrence_pattern: Option<&'static str>,
    next_execution_date: Option<String>,
}

/// Takes a payment for later.
pub(super) fn add(world: &mut World, owner: Owner, order: Order, plan: Plan) -> ScheduleView {
    let now = on_the_wire(world.now());
    let scheduled = Scheduled {
        id: random::uuid(world.ledger.random()),
        owner,
        order,
        plan,
        runs: 0,
        due: Some(plan.first),
        last: None,
        is_cancelled: false,
        created_at: now,
        updated_at: now,
    };
    let view = scheduled.view(&world.ledger);
    let key = ScheduleKey(world.bills.scheduled.push(scheduled));
    wait(world, key);
    view
}

/// Puts a schedule on the world's agenda for when it is due.
fn wait(world: &mut World, key: ScheduleKey) {
    let Some(scheduled) = world.bills.scheduled.get(&key.0) else { return };
    if let Some(due) = scheduled.due {
        let id = std::sync::Arc::<str>::from(scheduled.id.as_str());
        let item = Item { reference: id.clone(), id, owner: scheduled.owner, work: Work::ScheduledBill(key), due };
        world.schedule.add(item);
    }
}

/// The time of a schedule has come.
pub(crate) fn go_on(world: &mut World, key: ScheduleKey, turn: Turn, at: Timestamp) {
    let Some(scheduled) = world.bills.scheduled.get(&key.0) else { return };
    let (owner, order) = (scheduled.owner, scheduled.order.clone());
    let run = match turn {
        Turn::Fail => Run::Nothing,
        Turn::OnTime | Turn::Succeed => order.place(world, owner, at).map_or(Run::Nothing, Run::Bill),
    };
    let Some(scheduled) = world.bills.scheduled.get_mut(&key.0) else { return };
    scheduled.runs += 1;
    scheduled.last = Some(run);
    scheduled.updated_at = on_the_wire(at).max(scheduled.created_at);
    scheduled.due = if turn == Turn::Succeed { None } else { scheduled.plan.after(scheduled.runs) };
    wait(world, key);
}

pub(in crate::resource) async fn list(
    State(simulation): State<Simulation>,
    Extension(caller): Extension<Caller>,
) -> Reply<Vec<ScheduleView>> {
    let world = simulation.lock();
    let owner = person(&world, &caller)?.owner;
    let own = world.bills.scheduled.iter().rev().filter(|scheduled| scheduled.owner == owner);
    let views = own.map(|scheduled| scheduled.view(&world.ledger)).collect();
    Ok(Json(Envelope::ok("Schedules retrieved successfully", views)))
}

/// A schedule of the caller's, by its id.
fn find(world: &World, caller: &Caller, id: &str) -> Result<ScheduleKey, Refusal> {
    let owner = person(world, caller)?.owner;
    let found = world.bills.scheduled.position(|scheduled| scheduled.owner == owner && scheduled.id == id);
    found.map(ScheduleKey).ok_or(Refusal::NoSuch("Schedule"))
}

fn answer(world: &World, key: ScheduleKey, message: &str) -> Reply<ScheduleView> {
    let scheduled = world.bills.scheduled.get(&key.0).ok_or(Refusal::NoSuch("Schedule"))?;
    Ok(Json(Envelope::ok(message, scheduled.view(&world.ledger))))
}

pub(in crate::resource) async fn one(
    State(simulation): State<Simulation>,
    Extension(caller): Extension<Caller>,
    id: PathText,
) -> Reply<ScheduleView> {
    let id = id.read("id")?;
    let world = simulation.lock();
    answer(&world, find(&world, &caller, &id)?, "Schedule retrieved successfully")
}

pub(in crate::resource) async fn create(
    State(simulation): State<Simulation>,
    Extension(caller): Extension<Caller>,
    body: JsonBody,
) -> Reply<ScheduleView> {
    let kinds = Category::ALL.map(kind_of).join(", ");
    let mut world = simulation.lock();
    let now = world.now();
    let mut fields = body.fields();
    let category = fields.required("type", &format!("must be one of {kinds}"), |kind| {
        Category::ALL.into_iter().find(|category| kind_of(*category) == kind)
    });
    let order = fields.object("payload", |payload| category.and_then(|category| Order::read(payload, category)));
    if order.is_none() {
        fields.complain("payload", "must be an object");
    }
    let plan = Plan::read(&mut fields, now);
    fields.finish()?;
    let (order, plan) = order.flatten().zip(plan).ok_or(Refusal::NoSuch("Biller"))?;
    let owner = person(&world, &caller)?.owner;
    let view = add(&mut world, owner, order, plan);
    Ok(Json(Envelope::ok("Schedule created successfully", view)))
}

/// Another date, another pattern, or an end. What has come to its end stays so.
pub(in crate::resource) async fn update(
    State(simulation): State<Simulation>,
    Extension(caller): Extension<Caller>,
    id: PathText,
    body: JsonBody,
) -> Reply<ScheduleView> {
    let id = id.read("id")?;
    let mut world = simulation.lock();
    let now = world.now();
    let mut fields = body.fields();
    let date = fields.optional("executionDate", DATE, date_after(now));
    let cancels =
        fields.optional("status", "can only be set to CANCELLED", |status| (status == "CANCELLED").then_some(()));
    let recurs = fields.any("isRecurring").map(|_| fields.flag("isRecurring"));
    let pattern = fields.optional("recurrencePattern", PATTERN, Pattern::from_name);
    fields.finish()?;
    let key = find(&world, &caller, &id)?;
    if cancels.is_some() {
        cancel(&mut world, key)?;
    }
    let scheduled = world.bills.scheduled.get_mut(&key.0).ok_or(Refusal::NoSuch("Schedule"))?;
    if let Some(due) = scheduled.due {
        let old = scheduled.plan.pattern;
        let pattern =
            if recurs.unwrap_or(old.is_some()) { Some(pattern.or(old).ok_or_else(no_pattern)?) } else { None };
        // It is counted anew from what comes next.
        scheduled.plan = Plan { first: date.unwrap_or(due), pattern };
        scheduled.runs = 0;
        scheduled.due = Some(scheduled.plan.first);
        scheduled.updated_at = on_the_wire(now).max(scheduled.created_at);
        world.schedule.forget(Work::ScheduledBill(key));
        wait(&mut world, key);
    } else if cancels.is_none() {
        return Err(Refusal::Unacceptable("Schedule has come to its end"));
    }
    answer(&world, key, "Schedule updated successfully")
}

pub(in crate::resource) async fn remove(
    State(simulation): State<Simulation>,
    Extension(caller): Extension<Caller>,
    id: PathText,
) -> Reply<ScheduleView> {
    let id = id.read("id")?;
    let mut world = simulation.lock();
    let key = find(&world, &caller, &id)?;
    cancel(&mut world, key)?;
    answer(&world, key, "Schedule cancelled successfully")
}

fn cancel(world: &mut World, key: ScheduleKey) -> Result<(), Refusal> {
    let now = on_the_wire(world.now());
    let scheduled = world.bills.scheduled.get_mut(&key.0).filter(|scheduled| scheduled.due.is_some());
    let scheduled = scheduled.ok_or(Refusal::Unacceptable("Schedule has come to its end"))?;
    scheduled.due = None;
    scheduled.is_cancelled = true;
    scheduled.updated_at = now.max(scheduled.created_at);
    world.schedule.forget(Work::ScheduledBill(key));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_counted_from_the_first() {
        let check = |pattern, runs, next: &str| {
            let first = "2026-01-31T07:30:00Z".parse().unwrap();
            let after = Plan { first, pattern }.after(runs).map(|at| at.to_string());
            assert_eq!(after.unwrap_or_default(), next, "{pattern:?} {runs}");
        };
        check(Some(Pattern::Daily), 1, "2026-02-01T07:30:00Z");
        check(Some(Pattern::Weekly), 2, "2026-02-14T07:30:00Z");
        check(Some(Pattern::Monthly), 1, "2026-02-28T07:30:00Z");
        check(Some(Pattern::Monthly), 2, "2026-03-31T07:30:00Z");
        check(None, 1, "");
        check(Some(Pattern::Monthly), u32::MAX, "");
    }
}
