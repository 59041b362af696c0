//! R49 in process: many wallets pay at random, with a fault at every step that can have one, against a simulated Monei,
//! which is the judge of what really happened. [`disk`] does so on a simulated disk, often; [`database`] on the real one.

mod database;
mod disk;

use std::cell::Cell;
use std::future::pending;
use std::sync::Mutex;

use jiff::{SignedDuration, Timestamp};
use monei_api::transaction::Outcome;
use monei_api::{Amount, Money};
use monei_client::money::{self, Body, Fate, Pin, Receipt, Refusal};
use serde_json::json;
use tokio::sync::Notify;
use zeroize::Zeroizing;

use super::action::Action;
use super::flight::Wire;
use super::intent::{Intent, IntentId, Payee, Reference};
use super::journal::{Record, State, TransactionRef};
use super::reconcile::{List, Listed, Listing, judge};
use crate::overview::Direction;

/// A sequence that a seed decides.
struct Chance(Cell<u64>);

impl Chance {
    fn below(&self, end: usize) -> usize {
        let seed = self.0.get().wrapping_add(0x9e37_79b9_7f4a_7c15);
        self.0.set(seed);
        let mut mixed = seed;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) % end as u64).unwrap()
    }

    fn one_in(&self, end: usize) -> bool {
        self.below(end) == 0
    }

    fn of<T: Copy>(&self, values: &[T]) -> T {
        values[self.below(values.len())]
    }
}

/// What goes wrong with one request, and whether Monei did what was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fault {
    None,
    /// Monei takes it, and it fails later.
    FailsLater,
    /// Monei does it before it answers.
    DoneAtOnce,
    /// Monei takes it and says nothing that names it.
    Nameless,
    NotConnected,
    Refused(u16),
    /// 401 once, then as if nothing had been wrong.
    Unauthorized,
    UnauthorizedForEver,
    /// 429 of a gate on the way.
    RefusedInHtml,
    LostBefore,
    LostAfter,
    BrokenBefore,
    BrokenAfter,
    Redirect,
    ConflictAfter,
    UnreadableAfter,
    CrashBefore,
    CrashAfter,
}

const FAULTS: [Fault; 22] = [
    Fault::None,
    Fault::None,
    Fault::FailsLater,
    Fault::DoneAtOnce,
    Fault::Nameless,
    Fault::NotConnected,
    Fault::Refused(400),
    Fault::Refused(403),
    Fault::Refused(422),
    Fault::Refused(429),
    Fault::Unauthorized,
    Fault::UnauthorizedForEver,
    Fault::RefusedInHtml,
    Fault::LostBefore,
    Fault::LostAfter,
    Fault::BrokenBefore,
    Fault::BrokenAfter,
    Fault::Redirect,
    Fault::ConflictAfter,
    Fault::UnreadableAfter,
    Fault::CrashBefore,
    Fault::CrashAfter,
];

impl Fault {
    const fn is_ambiguous(self) -> bool {
        matches!(
            self,
            Self::RefusedInHtml
                | Self::LostBefore
                | Self::LostAfter
                | Self::BrokenBefore
                | Self::BrokenAfter
                | Self::Redirect
                | Self::ConflictAfter
                | Self::UnreadableAfter
                | Self::CrashBefore
                | Self::CrashAfter
        )
    }
}

/// What the judge knows of one intent.
struct Truth {
    intent: IntentId,
    fault: Fault,
    posts: u32,
    applied: u32,
    fails: bool,
    /// It was answered with a name under which it is not listed.
    renamed: bool,
    /// The journal's own part went wrong.
    disk_failed: bool,
}

/// What Monei tells of one payment.
#[derive(Clone, Copy)]
struct Manner {
    tells_payee: bool,
    tells_direction: bool,
    /// Its answer and its list call the payment the same.
    one_name: bool,
}

impl Manner {
    fn of(chance: &Chance) -> Self {
        Self { tells_payee: chance.one_in(2), tells_direction: chance.below(4) > 0, one_name: chance.below(4) > 0 }
    }
}

#[derive(Default)]
struct Monei {
    truths: Mutex<Vec<Truth>>,
    /// What was paid from here, in the order of the truths that were applied.
    rows: Mutex<Vec<Listed>>,
    /// What came from others.
    others: Mutex<Vec<Listed>>,
    now: Mutex<Timestamp>,
}

impl Monei {
    /// Does what was asked and lists it.
    fn apply(&self, intent: &Intent, truth: &mut Truth, manner: Manner) -> TransactionRef {
        truth.applied += 1;
        truth.fails = truth.fault == Fault::FailsLater;
        let mut rows = self.rows.lock().unwrap();
        let id = TransactionRef(format!("transaction-{}", rows.len()));
        let row = self.row(List::of(intent.action), id.clone(), intent.amount.clone());
        rows.push(Listed {
            reference: intent.reference.as_ref().map(|reference| reference.as_str().to_owned()),
            direction: if manner.tells_direction { Direction::Outgoing } else { Direction::Unknown },
            payee: manner.tells_payee.then(|| intent.payee.clone()),
            ..row
        });
        truth.renamed = !manner.one_name;
        if manner.one_name { id } else { TransactionRef(format!("answered-{}", id.0)) }
    }

    fn row(&self, list: List, id: TransactionRef, amount: Money) -> Listed {
        Listed {
            list,
            id,
            reference: None,
            on_chain: None,
            direction: Direction::Unknown,
            amount: Some(amount),
            payee: None,
            purpose: None,
            created_at: Some(*self.now.lock().unwrap()),
            outcome: Outcome::InProgress,
            told: None,
            expired: false,
            undecided: false,
        }
    }

    /// Somebody sends to this wallet, at times as much as is paid from it.
    fn receives(&self, chance: &Chance) {
        let mut others = self.others.lock().unwrap();
        let id = TransactionRef(format!("received-{}", others.len()));
        let row = self.row(List::Transactions, id, Money::naira(Amount::from_minor(chance.of(&AMOUNTS), 2)));
        let direction = chance.of(&[Direction::Incoming, Direction::Unknown]);
        others.push(Listed { direction, outcome: Outcome::Done, ..row });
    }

    /// Whatever was in progress ends.
    fn finish(&self) {
        let truths = self.truths.lock().unwrap();
        let mut rows = self.rows.lock().unwrap();
        let fails: Vec<bool> = truths.iter().filter(|truth| truth.applied > 0).map(|truth| truth.fails).collect();
        for (row, fails) in rows.iter_mut().zip(fails) {
            row.outcome = if fails { Outcome::Failed } else { Outcome::Done };
        }
    }
}

struct Network<'a> {
    monei: &'a Monei,
    manner: Manner,
    /// Told when the process is to end.
    crash: &'a Notify,
}

impl Wire for Network<'_> {
    async fn post(&self, intent: &Intent, bytes: Zeroizing<Vec<u8>>) -> Fate<Receipt> {
        let body = serde_json::from_slice::<serde_json::Value>(&bytes).unwrap();
        assert_eq!(body.get("transactionPin").is_some(), intent.action.needs_pin());
        if let Some(fate) = self.answer(intent) {
            return fate;
        }
        self.crash.notify_one();
        pending().await
    }
}

impl Network<'_> {
    /// What comes back; nothing where the process ends before.
    fn answer(&self, intent: &Intent) -> Option<Fate<Receipt>> {
        let by_monei = |status| Refusal::ByMonei { status, body: Box::default(), retry_after: None };
        let unknown = |doubt| Some(Fate::Unknown(doubt));
        let mut truths = self.monei.truths.lock().unwrap();
        let truth = truths.iter_mut().find(|truth| truth.intent == intent.id).unwrap();
        truth.posts += 1;
        let applies = matches!(
            truth.fault,
            Fault::None
                | Fault::FailsLater
                | Fault::DoneAtOnce
                | Fault::Nameless
                | Fault::LostAfter
                | Fault::BrokenAfter
                | Fault::ConflictAfter
                | Fault::UnreadableAfter
                | Fault::CrashAfter
        ) || (truth.fault == Fault::Unauthorized && truth.posts > 1);
        let id = applies.then(|| self.monei.apply(intent, truth, self.manner).0);
        match truth.fault {
            Fault::NotConnected => Some(Fate::Refused(Refusal::NoConnection)),
            Fault::Refused(status) => Some(Fate::Refused(by_monei(status))),
            Fault::UnauthorizedForEver => Some(Fate::Unauthorized),
            Fault::Unauthorized if truth.posts == 1 => Some(Fate::Unauthorized),
            Fault::None | Fault::FailsLater | Fault::Unauthorized => {
                Some(Fate::Done(Receipt { outcome: Some(Outcome::InProgress), name: id, told: None }))
            }
            Fault::DoneAtOnce => Some(Fate::Done(Receipt { outcome: Some(Outcome::Done), name: id, told: None })),
            Fault::Nameless => Some(Fate::Done(Receipt { outcome: None, name: None, told: None })),
            Fault::LostBefore | Fault::LostAfter => unknown(money::Doubt::NoAnswer),
            Fault::RefusedInHtml => unknown(money::Doubt::Undecided { status: 429 }),
            Fault::BrokenBefore => unknown(money::Doubt::Undecided { status: 500 }),
            Fault::BrokenAfter => unknown(money::Doubt::Undecided { status: 502 }),
            Fault::Redirect => unknown(money::Doubt::Undecided { status: 307 }),
            Fault::ConflictAfter => unknown(money::Doubt::Undecided { status: 409 }),
            Fault::UnreadableAfter => unknown(money::Doubt::Unreadable),
            Fault::CrashBefore | Fault::CrashAfter => None,
        }
    }
}

/// In kobo. There are few, so that payments look alike.
const AMOUNTS: [i128; 3] = [5_000, 20_000, 20_001];

fn intent(chance: &Chance, index: usize, now: Timestamp) -> Intent {
    let action = chance.of(&Action::ALL);
    let units = chance.of(&AMOUNTS);
    Intent {
        id: IntentId::from(format!("intent-{index}")),
        action,
        amount: Money::naira(Amount::from_minor(units, 2)),
        payee: Payee::new(chance.of(&["ada@example.ng", "0123456789", "08031234567"])),
        reference: (action == Action::BankTransfer).then(|| Reference::from(format!("reference-{index}"))),
        account: "ada".to_owned(),
        body: Body::new(&json!({ "amount": units })).unwrap(),
        balance_before: None,
        made_at: now,
    }
}

impl Monei {
    /// What it lists now.
    fn listing(&self, complete_since: Option<Timestamp>) -> Listing {
        let complete = |since| [List::Transactions, List::Bills, List::Sales].map(|list| (list, since)).to_vec();
        Listing {
            rows: self.rows.lock().unwrap().iter().chain(&*self.others.lock().unwrap()).cloned().collect(),
            complete_since: complete_since.map(complete).unwrap_or_default(),
            read_at: *self.now.lock().unwrap(),
            stages: Vec::new(),
            failed: None,
        }
    }

    /// Time goes by, or not.
    fn pass(&self, chance: &Chance) -> Timestamp {
        let mut now = self.now.lock().unwrap();
        *now += SignedDuration::from_mins(chance.of(&[0_i64, 1, 7, 90, 1_600]));
        *now
    }

    fn expect(&self, intent: &Intent, fault: Fault, disk_failed: bool) {
        let intent = intent.id.clone();
        let truth = Truth { intent, fault, posts: 0, applied: 0, fails: false, renamed: false, disk_failed };
        self.truths.lock().unwrap().push(truth);
    }
}

fn pin(intent: &Intent) -> Option<Pin> {
    intent.action.needs_pin().then(|| Pin::new("1234".to_owned().into()).unwrap())
}

#[derive(Default)]
struct Tally {
    payments: u64,
    succeeded: u64,
    rejected: u64,
    unknown: u64,
    not_found: u64,
}

impl Tally {
    /// Each end is reached often, so that no rule holds because nothing comes to it.
    fn is_lively(&self) {
        let Self { payments, succeeded, rejected, unknown, not_found } = self;
        println!(
            "{payments} payments: {succeeded} succeeded, {rejected} rejected, {not_found} not found, {unknown} unknown"
        );
        for often in [succeeded, rejected, unknown, not_found] {
            assert!(*often > payments / 50, "{often}");
        }
    }
}

/// What the journal says against what happened.
fn judge_wallet(seed: u64, records: &[Record], monei: &Monei, tally: &mut Tally) {
    for truth in monei.truths.lock().unwrap().iter() {
        let id = &truth.intent;
        tally.payments += 1;
        assert!(truth.applied <= 1, "seed {seed}: {id:?} happened twice");
        let may_post =
            if truth.fault == Fault::Unauthorized || truth.fault == Fault::UnauthorizedForEver { 2 } else { 1 };
        assert!(truth.posts <= may_post, "seed {seed}: {id:?} was sent {} times", truth.posts);
        let Some(record) = records.iter().find(|record| record.intent.id == *id) else {
            assert_eq!(truth.posts, 0, "seed {seed}: {id:?} was sent and is not in the journal");
            continue;
        };
        let happened = truth.applied == 1 && !truth.fails;
        match &record.state {
            State::Succeeded { .. } => {
                assert!(happened, "seed {seed}: {id:?} is a false success ({:?})", truth.fault);
                tally.succeeded += 1;
            }
            State::Rejected { .. } | State::NotFound => {
                assert!(!happened, "seed {seed}: {id:?} is a false failure ({:?}): {:?}", truth.fault, record.state);
                if record.state == State::NotFound { tally.not_found += 1 } else { tally.rejected += 1 }
            }
            State::Unknown { .. } | State::Taken { .. } => {
                let nameless = truth.fault == Fault::Nameless;
                let doubtful = truth.fault.is_ambiguous() || truth.disk_failed || nameless || truth.renamed;
                assert!(doubtful, "seed {seed}: {id:?} is unknown after {:?}", truth.fault);
                tally.unknown += 1;
            }
            State::Journaled => panic!("seed {seed}: {id:?} was never judged"),
        }
    }
}
