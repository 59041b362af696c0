//! On a simulated disk, which fails at every step that can fail.

use std::collections::BTreeSet;

use futures_util::FutureExt;
use monei_nightly::rounds;

use super::*;
use crate::clock::Clock;
use crate::payments::flight::{Draft, Landed};
use crate::payments::journal::{Doubt, Journal, JournalError, NotBegun, Records, Sending};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum DiskFault {
    /// The first record cannot be written.
    BeginFails,
    /// The process ends while it is being written, before or after it became durable.
    CrashBeforeBegin,
    CrashAfterBegin,
    /// What became of it cannot be written.
    AdvanceFails,
    CrashBeforeAdvance,
    CrashAfterAdvance,
    /// The record of what became of it is torn.
    TornAdvance,
}

const DISK_FAULTS: [DiskFault; 7] = [
    DiskFault::BeginFails,
    DiskFault::CrashBeforeBegin,
    DiskFault::CrashAfterBegin,
    DiskFault::AdvanceFails,
    DiskFault::CrashBeforeAdvance,
    DiskFault::CrashAfterAdvance,
    DiskFault::TornAdvance,
];

/// A disk that keeps what was written to it, whatever becomes of the process.
#[derive(Default)]
struct Disk {
    records: Mutex<Vec<Record>>,
    fault: Mutex<Option<DiskFault>>,
}

impl Disk {
    fn fault(&self) -> Option<DiskFault> {
        *self.fault.lock().unwrap()
    }
}

impl Journal for Disk {
    async fn begin(&self, intent: &Intent, despite: &BTreeSet<IntentId>, now: Timestamp) -> Result<Sending, NotBegun> {
        let fault = self.fault();
        match fault {
            Some(DiskFault::BeginFails) => return Err(JournalError::NotWritten.into()),
            Some(DiskFault::CrashBeforeBegin) => return pending().await,
            _ => {}
        }
        {
            let mut records = self.records.lock().unwrap();
            if records.iter().any(|record| record.intent.id == intent.id) {
                return Err(JournalError::Twice.into());
            }
            let look_alikes = Records { whole: records.clone(), ..Records::default() }.look_alikes(intent);
            if !look_alikes.is_subset(despite) {
                return Err(NotBegun::LooksAlike(look_alikes));
            }
            records.push(Record { intent: intent.clone(), state: State::Journaled, begun_at: now, since: now });
        }
        if fault == Some(DiskFault::CrashAfterBegin) { pending().await } else { Ok(Sending::default()) }
    }

    async fn advance(&self, id: &IntentId, state: &State, now: Timestamp) -> Result<(), JournalError> {
        let fault = self.fault();
        match fault {
            Some(DiskFault::AdvanceFails) => return Err(JournalError::NotWritten),
            Some(DiskFault::CrashBeforeAdvance) => return pending().await,
            _ => {}
        }
        {
            let mut records = self.records.lock().unwrap();
            let record = records.iter_mut().find(|record| record.intent.id == *id).ok_or(JournalError::Missing)?;
            if !record.state.may_become(state) {
                return Err(JournalError::NoSuchWay);
            }
            let torn = State::Unknown { doubt: Doubt::Interrupted };
            record.state = if fault == Some(DiskFault::TornAdvance) { torn } else { state.clone() };
            record.since = now;
        }
        match fault {
            Some(DiskFault::CrashAfterAdvance | DiskFault::TornAdvance) => pending().await,
            _ => Ok(()),
        }
    }

    async fn records(&self) -> Result<Records, JournalError> {
        Ok(Records { whole: self.records.lock().unwrap().clone(), ..Records::default() })
    }

    async fn recover(&self, _: Timestamp) -> Result<(), JournalError> {
        for record in self.records.lock().unwrap().iter_mut() {
            record.state = record.state.clone().after_restart();
        }
        Ok(())
    }
}

fn ready<T>(future: impl Future<Output = T>) -> Option<T> {
    future.now_or_never()
}

/// One payment from its draft to wherever it comes. None: the process ended on the way.
fn pay(intent: Intent, disk: &Disk, network: &Network<'_>, clock: &Clock) -> Option<()> {
    let pin = pin(&intent);
    let despite = ready(disk.records())?.unwrap().look_alikes(&intent);
    let confirmed = Draft::new(intent).confirm(pin, despite).unwrap();
    let Ok(journaled) = ready(confirmed.journal(disk, clock.now()))? else { return Some(()) };
    let landed = match ready(journaled.send(disk, network, clock))? {
        Landed::Again(journaled) => ready(journaled.send(disk, network, clock))?,
        ended @ Landed::Ended { .. } => ended,
    };
    assert!(matches!(landed, Landed::Ended { .. }), "a token is renewed once");
    Some(())
}

fn settle(disk: &Disk, monei: &Monei, complete_since: Option<Timestamp>) {
    let listing = monei.listing(complete_since);
    // Every process begins by this.
    ready(disk.recover(listing.read_at)).unwrap().unwrap();
    let records = disk.records.lock().unwrap().clone();
    for (id, state) in judge(&records, &listing) {
        ready(disk.advance(&id, &state, listing.read_at)).unwrap().unwrap();
    }
}

fn one_wallet(seed: u64, tally: &mut Tally) {
    let chance = Chance(Cell::new(seed));
    let start: Timestamp = "2026-01-01T00:00:00Z".parse().unwrap();
    let monei = Monei { now: Mutex::new(start), ..Monei::default() };
    let disk = Disk::default();
    for index in 0..10 {
        let now = monei.pass(&chance);
        let clock = Clock::new(move || now);
        let intent = intent(&chance, index, now);
        let fault = chance.of(&FAULTS);
        let disk_fault = chance.one_in(4).then(|| chance.of(&DISK_FAULTS));
        *disk.fault.lock().unwrap() = disk_fault;
        let disk_failed = disk_fault.is_some_and(|fault| fault != DiskFault::BeginFails);
        monei.expect(&intent, fault, disk_failed);
        let crash = Notify::new();
        let network = Network { monei: &monei, manner: Manner::of(&chance), crash: &crash };
        let _ended_or_crashed = pay(intent, &disk, &network, &clock);
        *disk.fault.lock().unwrap() = None;
        if chance.one_in(6) {
            monei.receives(&chance);
        }
        if chance.one_in(3) {
            monei.finish();
        }
        if chance.one_in(2) {
            settle(&disk, &monei, None);
        }
    }
    *monei.now.lock().unwrap() += SignedDuration::from_hours(72);
    monei.finish();
    for _ in 0..3 {
        settle(&disk, &monei, Some(start - SignedDuration::from_hours(1)));
    }
    judge_wallet(seed, &disk.records.lock().unwrap(), &monei, tally);
}

#[test]
fn r49_no_fault_makes_a_payment_happen_twice_or_be_told_falsely() {
    let mut tally = Tally::default();
    for seed in 0..rounds(5_000, 50_000) {
        one_wallet(seed, &mut tally);
    }
    assert_eq!(tally.payments, rounds(50_000, 500_000));
    tally.is_lively();
}
