//! When each part is asked for.
//!
//! At start, when a person asks or comes back to the window, and at an interval that is longer while nobody looks. What
//! failed is tried again later and later, with some chance in it, so that many applications do not come back at the same
//! moment. While Monei asks to wait, nothing is asked; while it cannot be reached, one part tries for all.

use std::collections::BTreeMap;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use monei_client::CallError;
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

use super::Part;
use super::read::ReadError;
use crate::session::SessionError;

/// How often parts are asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pace {
    /// Balances, portfolios and transactions, while the window can be seen.
    pub lively: Duration,
    /// Names, limits, bills, sales.
    pub calm: Duration,
    /// How many times longer both are while it cannot.
    pub times_hidden: u32,
    /// A person who comes back is shown nothing older than this without its being asked for anew.
    pub fresh: Duration,
    /// The first wait after a failure; it doubles up to `longest_wait`.
    pub first_wait: Duration,
    pub longest_wait: Duration,
}

impl Default for Pace {
    fn default() -> Self {
        Self {
            lively: Duration::from_mins(1),
            calm: Duration::from_mins(10),
            times_hidden: 10,
            fresh: Duration::from_secs(15),
            first_wait: Duration::from_secs(5),
            longest_wait: Duration::from_mins(10),
        }
    }
}

/// What is known of a part.
#[derive(Clone, Debug, Default)]
struct Record {
    running: bool,
    answered: Option<Timestamp>,
    /// It is asked for as soon as nothing keeps it from being.
    wanted: bool,
    failures: u32,
    wait: Wait,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Wait {
    #[default]
    None,
    Until(Timestamp),
    /// For Monei to be reached again.
    Outage,
    /// Until a person asks for it: trying again by itself would bring the same answer.
    Person,
}

/// Monei cannot be reached.
#[derive(Clone, Copy, Debug)]
struct Outage {
    failures: u32,
    next: Timestamp,
}

#[derive(Debug)]
pub struct Schedule {
    pace: Pace,
    random: StdRng,
    visible: bool,
    records: BTreeMap<Part, Record>,
    /// Monei asked to wait until then.
    hold: Option<Timestamp>,
    outage: Option<Outage>,
    /// A person who tries again ends the waiting of an outage; only an answer of Monei's ends this.
    offline_since: Option<Timestamp>,
}

impl Schedule {
    pub const fn new(pace: Pace, random: StdRng) -> Self {
        Self { pace, random, visible: true, records: BTreeMap::new(), hold: None, outage: None, offline_since: None }
    }

    /// Since when Monei could not be reached, if it cannot.
    pub const fn offline_since(&self) -> Option<Timestamp> {
        self.offline_since
    }

    /// Everything starts anew, for another session.
    pub fn reset(&mut self) {
        let random = StdRng::from_rng(&mut self.random);
        *self = Self { visible: self.visible, ..Self::new(self.pace, random) };
    }

    /// Whether the window can be seen. A person who comes to it is shown what is fresh.
    pub fn set_visible(&mut self, visible: bool, now: Timestamp) {
        self.visible = visible;
        if visible {
            let old = later(now, -to_signed(self.pace.fresh));
            let aged = self.records.values_mut().filter(|record| record.answered.is_some_and(|at| at <= old));
            aged.for_each(|record| record.wanted |= record.wait == Wait::None);
            if let Some(outage) = &mut self.outage {
                outage.next = now;
            }
        }
    }

    /// A person wants all of it now. Only Monei's own word to wait stands above that.
    pub(crate) fn want_all(&mut self) {
        self.outage = None;
        for record in self.records.values_mut() {
            record.wanted = true;
            record.wait = Wait::None;
        }
    }

    /// A person wants this part now.
    pub fn insist(&mut self, part: Part) {
        self.outage = None;
        let record = self.records.entry(part).or_default();
        record.wanted = true;
        record.wait = Wait::None;
    }

    /// One part is to be asked for as soon as can be.
    pub fn want(&mut self, part: Part) {
        self.records.entry(part).or_default().wanted = true;
    }

    /// Monei answered it at least once.
    pub(crate) fn was_answered(&self, part: Part) -> bool {
        self.records.get(&part).is_some_and(|record| record.answered.is_some())
    }

    /// Those of `parts` that are to be asked for now.
    pub fn due(&self, parts: &[Part], now: Timestamp) -> Vec<Part> {
        let due = parts.iter().copied().filter(|part| self.due_at(*part).is_some_and(|at| at <= now));
        if self.outage.is_some() {
            // One tries for all.
            let trying = parts.iter().any(|part| self.records.get(part).is_some_and(|record| record.running));
            return due.take(usize::from(!trying)).collect();
        }
        due.collect()
    }

    /// When the next of `parts` is to be asked for.
    pub fn next(&self, parts: &[Part]) -> Option<Timestamp> {
        let trying = |part: &Part| self.records.get(part).is_some_and(|record| record.running);
        if self.outage.is_some() && parts.iter().any(trying) {
            return None;
        }
        parts.iter().filter_map(|part| self.due_at(*part)).min()
    }

    /// None while it is being asked for, and while a person has to act first.
    fn due_at(&self, part: Part) -> Option<Timestamp> {
        let unknown = Record::default();
        let record = self.records.get(&part).unwrap_or(&unknown);
        if record.running {
            return None;
        }
        let by_itself = match (record.wait, record.answered) {
            (Wait::Person, _) => return None,
            (Wait::Until(at), _) => at,
            (Wait::None, Some(answered)) if !record.wanted => later(answered, self.interval(part)),
            (Wait::None | Wait::Outage, _) => Timestamp::MIN,
        };
        let held = self.hold.unwrap_or(Timestamp::MIN);
        let reachable = self.outage.map_or(Timestamp::MIN, |outage| outage.next);
        Some(by_itself.max(held).max(reachable))
    }

    fn interval(&self, part: Part) -> SignedDuration {
        let interval = if part.is_lively() { self.pace.lively } else { self.pace.calm };
        to_signed(if self.visible { interval } else { interval.saturating_mul(self.pace.times_hidden) })
    }

    pub fn asked(&mut self, part: Part) {
        let record = self.records.entry(part).or_default();
        record.running = true;
        record.wanted = false;
    }

    pub fn answered(&mut self, part: Part, now: Timestamp) {
        self.reached();
        self.records.insert(part, Record { answered: Some(now), ..Record::default() });
    }

    /// Monei can be reached: what waited for that need not wait any more.
    fn reached(&mut self) {
        self.offline_since = None;
        if self.outage.take().is_some() {
            let waiting = self.records.values_mut().filter(|record| record.wait == Wait::Outage);
            waiting.for_each(|record| record.wait = Wait::None);
        }
    }

    pub fn failed(&mut self, part: Part, why: &ReadError, now: Timestamp) {
        let failures = self.records.get(&part).map_or(0, |record| record.failures).saturating_add(1);
        let wait = match why {
            ReadError::GivenUp(_) => Wait::Person,
            ReadError::Cache(_) => Wait::Until(later(now, self.backoff(failures))),
            ReadError::Session(SessionError::Call(CallError::NoConnection | CallError::NoAnswer)) => {
                self.unreachable(now);
                Wait::Outage
            }
            ReadError::Session(SessionError::Call(CallError::RateLimited { retry_after })) => {
                self.reached();
                let asked = retry_after.map(to_signed);
                let until = later(now, asked.unwrap_or_else(|| self.backoff(failures)));
                self.hold_until(until);
                Wait::Until(until)
            }
            ReadError::Session(SessionError::Call(
                CallError::Fault { .. } | CallError::Unreadable | CallError::NotFound { .. },
            )) => {
                self.reached();
                Wait::Until(later(now, self.backoff(failures)))
            }
            ReadError::Session(_) => {
                self.reached();
                Wait::Person
            }
        };
        let record = self.records.entry(part).or_default();
        *record = Record { answered: record.answered, wanted: true, failures, wait, running: false };
    }

    /// Nothing is asked before this time.
    pub(crate) fn hold_until(&mut self, until: Timestamp) {
        self.hold = self.hold.max(Some(until));
    }

    fn unreachable(&mut self, now: Timestamp) {
        self.offline_since.get_or_insert(now);
        let outage = self.outage.unwrap_or(Outage { failures: 0, next: now });
        // Those that were under way when it began fail together.
        if outage.next <= now {
            let failures = outage.failures.saturating_add(1);
            let next = later(now, self.backoff(failures));
            self.outage = Some(Outage { failures, next });
        }
    }

    /// Twice as long after each failure, up to the longest, and a quarter more or less by chance.
    fn backoff(&mut self, failures: u32) -> SignedDuration {
        let doubled = self.pace.first_wait.saturating_mul(1 << failures.saturating_sub(1).min(20));
        let wait = doubled.min(self.pace.longest_wait);
        to_signed(wait.saturating_mul(self.random.random_range(75..=125)) / 100)
    }
}

fn to_signed(duration: Duration) -> SignedDuration {
    SignedDuration::try_from(duration).unwrap_or(SignedDuration::MAX)
}

fn later(time: Timestamp, by: SignedDuration) -> Timestamp {
    time.checked_add(by).unwrap_or(if by.is_negative() { Timestamp::MIN } else { Timestamp::MAX })
}

#[cfg(test)]
mod tests {
    use monei_api::ErrorBody;

    use super::super::gate::GivenUp;
    use super::*;
    use crate::overview::Chain;

    const PARTS: [Part; 4] = [Part::Profile, Part::Wallet, Part::Chain(Chain::Solana), Part::Transactions];

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_second(1_800_000_000 + seconds).unwrap()
    }

    fn schedule() -> Schedule {
        Schedule::new(Pace::default(), StdRng::seed_from_u64(7))
    }

    /// All parts answered at second 0.
    fn settled() -> Schedule {
        let mut schedule = schedule();
        for part in PARTS {
            schedule.asked(part);
            schedule.answered(part, at(0));
        }
        schedule
    }

    fn call(error: CallError) -> ReadError {
        ReadError::Session(SessionError::Call(error))
    }

    /// Seconds from `from` until something is due again.
    fn wait(schedule: &Schedule, from: i64) -> i64 {
        schedule.next(&PARTS).unwrap().duration_since(at(from)).as_secs()
    }

    #[test]
    fn everything_is_asked_for_at_first_and_once() {
        let mut schedule = schedule();
        assert_eq!(schedule.due(&PARTS, at(0)), PARTS);
        for part in PARTS {
            schedule.asked(part);
        }
        assert_eq!((schedule.due(&PARTS, at(9)), schedule.next(&PARTS)), (vec![], None));
    }

    #[test]
    fn what_moves_is_asked_for_more_often_and_all_of_it_less_while_nobody_looks() {
        let mut schedule = settled();
        assert_eq!(schedule.next(&PARTS), Some(at(60)));
        assert_eq!(schedule.due(&PARTS, at(60)), PARTS[1..]);
        assert_eq!(schedule.due(&PARTS, at(600)), PARTS);
        schedule.set_visible(false, at(1));
        assert_eq!(schedule.next(&PARTS), Some(at(600)));
    }

    #[test]
    fn who_comes_back_is_shown_what_is_fresh() {
        let mut schedule = settled();
        schedule.set_visible(false, at(1));
        schedule.set_visible(true, at(10));
        assert_eq!(schedule.due(&PARTS, at(10)), []);
        schedule.set_visible(true, at(15));
        assert_eq!(schedule.due(&PARTS, at(15)), PARTS);
    }

    #[test]
    fn what_fails_is_tried_again_later_and_later() {
        let mut schedule = settled();
        let (mut now, mut waits) = (60, Vec::new());
        for _ in 0..12 {
            schedule.asked(Part::Wallet);
            schedule.failed(Part::Wallet, &call(CallError::Fault { status: 500 }), at(now));
            let again = schedule.next(&[Part::Wallet]).unwrap().duration_since(at(now)).as_secs();
            waits.push(again);
            now += again;
        }
        for (failures, wait) in (0u32..).zip(&waits) {
            let plain = (5 * 2i64.pow(failures)).min(600);
            assert!((plain * 3 / 4 - 1..=plain * 5 / 4).contains(wait), "{waits:?}");
        }
        // Others are not held up, and one success forgets the failures.
        assert!(schedule.due(&PARTS, at(60)).contains(&Part::Transactions));
        schedule.answered(Part::Wallet, at(now));
        assert_eq!(schedule.next(&[Part::Wallet]), Some(at(now + 60)));
    }

    #[test]
    fn chance_is_in_every_wait() {
        let first_wait = |seed| {
            let mut schedule = Schedule::new(Pace::default(), StdRng::seed_from_u64(seed));
            schedule.failed(Part::Wallet, &call(CallError::Unreadable), at(0));
            schedule.next(&[Part::Wallet]).unwrap()
        };
        let waits: std::collections::BTreeSet<Timestamp> = (0..20).map(first_wait).collect();
        assert!(waits.len() > 10, "{waits:?}");
    }

    #[test]
    fn one_word_to_wait_holds_everything_and_no_person_overrides_it() {
        let mut schedule = settled();
        schedule.failed(
            Part::Wallet,
            &call(CallError::RateLimited { retry_after: Some(Duration::from_mins(2)) }),
            at(60),
        );
        schedule.want_all();
        assert_eq!(schedule.due(&PARTS, at(179)), []);
        assert_eq!(schedule.next(&PARTS), Some(at(180)));
        assert_eq!(schedule.due(&PARTS, at(180)), PARTS);
        // Without a time of Monei's own, one of ours.
        let mut schedule = settled();
        schedule.failed(Part::Wallet, &call(CallError::RateLimited { retry_after: None }), at(60));
        assert!((3..=7).contains(&wait(&schedule, 60)));
    }

    #[test]
    fn while_monei_cannot_be_reached_one_part_tries_for_all() {
        let mut schedule = settled();
        for part in PARTS {
            schedule.asked(part);
        }
        for part in PARTS {
            schedule.failed(part, &call(CallError::NoConnection), at(60));
        }
        assert_eq!(schedule.offline_since(), Some(at(60)));
        let again = 60 + wait(&schedule, 60) + 1;
        assert!(again <= 68, "four that fail together are one failure: {again}");
        let due = schedule.due(&PARTS, at(again));
        assert_eq!(due.len(), 1, "{due:?}");
        schedule.asked(due[0]);
        assert_eq!((schedule.due(&PARTS, at(again + 60)), schedule.next(&PARTS)), (vec![], None));
        schedule.failed(due[0], &call(CallError::NoAnswer), at(again + 1));
        // Trying by hand asks for all, and Monei is out of reach until it answers.
        schedule.want_all();
        assert_eq!(schedule.due(&PARTS, at(again + 2)).len(), PARTS.len());
        schedule.asked(due[0]);
        schedule.failed(due[0], &call(CallError::NoConnection), at(again + 2));
        assert_eq!(schedule.offline_since(), Some(at(60)));
        schedule.answered(due[0], at(again + 3));
        assert_eq!(schedule.offline_since(), None);
        assert_eq!(schedule.due(&PARTS, at(again + 3)).len(), 3);
    }

    #[test]
    fn a_person_may_try_at_once_whether_it_failed_or_was_refused() {
        let forbidden = CallError::Forbidden { body: Box::<ErrorBody>::default() };
        for why in [call(forbidden), call(CallError::NoAnswer), ReadError::GivenUp(GivenUp)] {
            let mut schedule = settled();
            schedule.failed(Part::Wallet, &why, at(60));
            assert!(!schedule.due(&PARTS, at(61)).contains(&Part::Wallet), "{why:?}");
            schedule.want_all();
            assert!(schedule.due(&PARTS, at(61)).contains(&Part::Wallet), "{why:?}");
        }
    }

    #[test]
    fn a_person_may_try_one_part_alone() {
        let mut schedule = settled();
        for part in [Part::Wallet, Part::Profile] {
            schedule.failed(part, &call(CallError::Fault { status: 500 }), at(1));
        }
        schedule.insist(Part::Wallet);
        assert_eq!(schedule.due(&PARTS, at(2)), [Part::Wallet]);
    }

    #[test]
    fn a_refusal_is_not_asked_for_again_by_itself() {
        let mut schedule = settled();
        let forbidden = CallError::Forbidden { body: Box::<ErrorBody>::default() };
        schedule.failed(Part::Wallet, &call(forbidden), at(60));
        schedule.set_visible(true, at(100_000));
        assert_eq!(schedule.next(&[Part::Wallet]), None);
    }
}
