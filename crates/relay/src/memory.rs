//! The store of a relay that runs as one instance.

use std::collections::{HashMap, VecDeque};
use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};

use jiff::{SignedDuration, Timestamp};

use crate::digest::Fingerprint;
use crate::store::{
    Admission, Answer, BINDING_LIFETIME, BUDGET_WINDOW, Binding, NONCE_LIFETIME, Reservation, Store, StoreError,
};
use crate::upstream::LONGEST_PAUSE_SECONDS;

/// How many entries a table holds before it refuses more; junk must not be able to use up the machine's memory.
const CAPACITY: usize = 200_000;

/// How many codes one attempt may bind. An honest one binds the one that Monei gives it, or a second after going back; a
/// single sealed state must not be able to fill the table.
const CODES_PER_ATTEMPT: u8 = 4;

/// Bindings, nonces and the budget, in memory. A restart forgets them. With the random sealing key it forgets the key too,
/// so that nothing sealed before opens any more; with a key from a file, tickets of before still open until they expire,
/// also those that were spent. It is then left to Monei to refuse a code for the second time.
#[derive(Default)]
pub struct MemoryStore(Mutex<Tables>);

#[derive(Default)]
struct Tables {
    codes: Expiring<Fingerprint>,
    /// How many codes each attempt has bound. It never holds more entries than `codes`.
    bound: Expiring<u8>,
    nonces: Expiring<Hold>,
    exchanges: VecDeque<Timestamp>,
    paused_until: Timestamp,
}

/// What a nonce that was reserved before may still do.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Hold {
    /// It was released, and can be reserved again.
    Free,
    /// It is reserved or spent.
    Held,
}

impl MemoryStore {
    fn tables(&self) -> MutexGuard<'_, Tables> {
        // No method leaves a table half written, so one that panicked left a usable one.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Store for MemoryStore {
    fn bind_code(&self, code: Fingerprint, attempt: Fingerprint, now: Timestamp) -> Answer<'_, Binding> {
        let mut tables = self.tables();
        let answer = tables.bind(code, attempt, now);
        drop(tables);
        Box::pin(std::future::ready(answer))
    }

    fn reserve_nonce(&self, nonce: Fingerprint, now: Timestamp) -> Answer<'_, Reservation> {
        let mut tables = self.tables();
        let answer = tables.reserve(nonce, now);
        drop(tables);
        Box::pin(std::future::ready(answer))
    }

    fn commit_nonce(&self, _nonce: Fingerprint, _now: Timestamp) -> Answer<'_, ()> {
        // Nothing tells a reserved nonce from a spent one here: both are refused until they expire.
        Box::pin(std::future::ready(Ok(())))
    }

    fn release_nonce(&self, nonce: Fingerprint) -> Answer<'_, ()> {
        // The entry stays: a ticket that is reserved and released over and over takes one place, not one each time.
        if let Some(hold) = self.tables().nonces.any_mut(&nonce) {
            *hold = Hold::Free;
        }
        Box::pin(std::future::ready(Ok(())))
    }

    fn admit_exchange(&self, limit: u32, now: Timestamp) -> Answer<'_, Admission> {
        let mut tables = self.tables();
        let answer = tables.admit(limit, now);
        drop(tables);
        Box::pin(std::future::ready(Ok(answer)))
    }

    fn pause_exchanges(&self, until: Timestamp) -> Answer<'_, ()> {
        let mut tables = self.tables();
        tables.paused_until = tables.paused_until.max(until);
        drop(tables);
        Box::pin(std::future::ready(Ok(())))
    }

    fn ready(&self, now: Timestamp) -> Answer<'_, ()> {
        let mut tables = self.tables();
        let full = tables.codes.is_full(now) || tables.nonces.is_full(now);
        drop(tables);
        Box::pin(std::future::ready(if full { Err(StoreError::Full) } else { Ok(()) }))
    }
}

impl fmt::Debug for MemoryStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MemoryStore")
    }
}

impl Tables {
    fn bind(&mut self, code: Fingerprint, attempt: Fingerprint, now: Timestamp) -> Result<Binding, StoreError> {
        match self.codes.get(&code, now) {
            Some(owner) if owner.matches(&attempt) => return Ok(Binding::Owned),
            Some(_) => return Ok(Binding::Taken),
            None => {}
        }
        let before = self.bound.get(&attempt, now).copied();
        if before.is_some_and(|count| count >= CODES_PER_ATTEMPT) {
            return Ok(Binding::Taken);
        }
        self.codes.insert(code, attempt.clone(), now, BINDING_LIFETIME)?;
        match self.bound.any_mut(&attempt) {
            Some(count) => *count += 1,
            None => self.bound.insert(attempt, 1, now, BINDING_LIFETIME)?,
        }
        Ok(Binding::Owned)
    }

    fn reserve(&mut self, nonce: Fingerprint, now: Timestamp) -> Result<Reservation, StoreError> {
        self.nonces.expire(now);
        match self.nonces.any_mut(&nonce) {
            Some(Hold::Held) => return Ok(Reservation::Spent),
            // Its time runs from the first reservation, which is longer than any of its tickets still lives.
            Some(hold) => *hold = Hold::Held,
            None => self.nonces.insert(nonce, Hold::Held, now, NONCE_LIFETIME)?,
        }
        Ok(Reservation::Reserved)
    }

    fn admit(&mut self, limit: u32, now: Timestamp) -> Admission {
        for at in &mut self.exchanges {
            // After the clock was set back, an exchange of the "future" must not block the budget until then.
            *at = now.min(*at);
        }
        while self.exchanges.front().is_some_and(|at| now.duration_since(*at) >= BUDGET_WINDOW) {
            self.exchanges.pop_front();
        }
        // No pause is this long: the clock was set back since. Monei says again if it is not over.
        let longest = SignedDuration::from_secs(i64::from(LONGEST_PAUSE_SECONDS));
        if self.paused_until.duration_since(now) > longest {
            self.paused_until = now;
        }
        if self.paused_until > now {
            return Admission::Full { retry_after_seconds: whole_seconds(self.paused_until.duration_since(now)) };
        }
        let count = u32::try_from(self.exchanges.len()).unwrap_or(u32::MAX);
        match self.exchanges.front() {
            Some(oldest) if count >= limit => {
                let wait = BUDGET_WINDOW - now.duration_since(*oldest);
                Admission::Full { retry_after_seconds: whole_seconds(wait) }
            }
            _ => {
                self.exchanges.push_back(now);
                Admission::Admitted
            }
        }
    }
}

/// Rounded up, and at least one: a client that comes back too early only asks again.
fn whole_seconds(duration: SignedDuration) -> u32 {
    let seconds = duration.as_secs() + i64::from(duration.subsec_nanos() > 0);
    u32::try_from(seconds.max(1)).unwrap_or(u32::MAX)
}

/// A table whose entries live equally long, so that they leave in the order in which they came. None leaves earlier, so
/// `order` has exactly one place for each entry.
struct Expiring<V> {
    entries: HashMap<Fingerprint, V>,
    order: VecDeque<(Timestamp, Fingerprint)>,
}

impl<V> Default for Expiring<V> {
    fn default() -> Self {
        Self { entries: HashMap::new(), order: VecDeque::new() }
    }
}

impl<V> Expiring<V> {
    fn get(&mut self, key: &Fingerprint, now: Timestamp) -> Option<&V> {
        self.expire(now);
        self.entries.get(key)
    }

    /// The entry, even if it has expired since the last look.
    fn any_mut(&mut self, key: &Fingerprint) -> Option<&mut V> {
        self.entries.get_mut(key)
    }

    /// Inserts a key that has no entry.
    fn insert(&mut self, key: Fingerprint, value: V, now: Timestamp, life: SignedDuration) -> Result<(), StoreError> {
        if self.order.len() >= CAPACITY {
            return Err(StoreError::Full);
        }
        let end = now.saturating_add(life).unwrap_or(Timestamp::MAX);
        self.order.push_back((end, key.clone()));
        self.entries.insert(key, value);
        Ok(())
    }

    fn is_full(&mut self, now: Timestamp) -> bool {
        self.expire(now);
        self.order.len() >= CAPACITY
    }

    fn expire(&mut self, now: Timestamp) {
        while let Some((_, key)) = self.order.pop_front_if(|(end, _)| *end <= now) {
            self.entries.remove(&key);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(1_800_000_000 + second).unwrap()
    }

    #[test]
    fn r18_no_window_of_a_minute_holds_more_than_the_budget() {
        let mut tables = Tables::default();
        let admitted: Vec<i64> =
            (0..600).filter(|second| tables.admit(8, at(*second)) == Admission::Admitted).collect();
        assert!(admitted.windows(9).all(|nine| nine[8] - nine[0] >= 75));
        assert!(admitted.len() >= 64);
        // Even if the first of nine arrives as late as it can, the last is not within its minute.
        assert_eq!(BUDGET_WINDOW.as_secs().unsigned_abs(), 60 + crate::upstream::TOTAL_TIMEOUT.as_secs());
    }

    #[test]
    fn the_budget_says_when_to_come_back_and_keeps_its_word() {
        let mut tables = Tables::default();
        assert_eq!(tables.admit(1, at(0)), Admission::Admitted);
        assert_eq!(tables.admit(1, at(20)), Admission::Full { retry_after_seconds: 55 });
        assert_eq!(tables.admit(1, at(75)), Admission::Admitted);
        assert_eq!(tables.admit(1, at(-5_000)), Admission::Full { retry_after_seconds: 75 });
    }

    #[test]
    fn r18_a_pause_does_not_outlast_a_clock_that_was_set_back() {
        let mut tables = Tables { paused_until: at(100), ..Tables::default() };
        assert_eq!(tables.admit(8, at(0)), Admission::Full { retry_after_seconds: 100 });
        assert_eq!(tables.admit(8, at(-20)), Admission::Full { retry_after_seconds: 120 });
        assert_eq!(tables.admit(8, at(-5_000)), Admission::Admitted);
        assert_eq!(tables.admit(8, at(0)), Admission::Admitted);
    }

    fn print(number: usize) -> Fingerprint {
        Fingerprint::of("test", &number.to_string())
    }

    #[tokio::test]
    async fn r10_a_nonce_released_over_and_over_takes_one_place() {
        let store = MemoryStore::default();
        for _ in 0..1_000 {
            assert_eq!(store.reserve_nonce(print(0), at(0)).await, Ok(Reservation::Reserved));
            assert_eq!(store.reserve_nonce(print(0), at(0)).await, Ok(Reservation::Spent));
            store.release_nonce(print(0)).await.unwrap();
        }
        assert_eq!(store.tables().nonces.order.len(), 1);
        assert_eq!(store.reserve_nonce(print(0), at(900)).await, Ok(Reservation::Reserved));
        assert_eq!(store.reserve_nonce(print(0), at(1_799)).await, Ok(Reservation::Spent));
        assert_eq!(store.tables().nonces.order.len(), 1);
    }

    #[tokio::test]
    async fn r63_a_full_store_is_not_ready_until_entries_expire() {
        let store = MemoryStore::default();
        for number in 0..CAPACITY {
            assert_eq!(store.ready(at(0)).await, Ok(()));
            store.reserve_nonce(print(number), at(0)).await.unwrap();
        }
        assert_eq!(store.ready(at(0)).await, Err(StoreError::Full));
        assert_eq!(store.reserve_nonce(print(CAPACITY), at(0)).await, Err(StoreError::Full));
        // What is known already can still be answered.
        assert_eq!(store.reserve_nonce(print(0), at(0)).await, Ok(Reservation::Spent));
        store.release_nonce(print(0)).await.unwrap();
        assert_eq!(store.reserve_nonce(print(0), at(0)).await, Ok(Reservation::Reserved));
        assert_eq!(store.ready(at(1_800)).await, Ok(()));
    }

    #[tokio::test]
    async fn r08_one_attempt_binds_four_codes_and_no_more() {
        let store = MemoryStore::default();
        let (attempt, other) = (print(1_000), print(1_001));
        for code in 0..100 {
            let expected = if code < 4 { Binding::Owned } else { Binding::Taken };
            assert_eq!(store.bind_code(print(code), attempt.clone(), at(0)).await, Ok(expected));
        }
        assert_eq!(store.tables().codes.order.len(), 4);
        assert_eq!(store.bind_code(print(3), attempt.clone(), at(899)).await, Ok(Binding::Owned));
        // A code that was refused for being one too many is still free for its owner.
        assert_eq!(store.bind_code(print(4), other, at(0)).await, Ok(Binding::Owned));
    }
}
