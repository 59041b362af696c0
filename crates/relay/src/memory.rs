//! The store of a relay that runs as one instance.

use std::collections::{HashMap, VecDeque};
use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};

use jiff::{SignedDuration, Timestamp};

use crate::digest::Fingerprint;
use crate::store::{
    Admission, Answer, BINDING_LIFETIME, BUDGET_WINDOW, Binding, NONCE_LIFETIME, Reservation, Store, StoreError,
};

/// How many entries a table holds before it refuses more; junk must not be able to use up the machine's memory.
const CAPACITY: usize = 200_000;

/// Bindings, nonces and the budget, in memory. A restart forgets them, as it does the random sealing key.
#[derive(Default)]
pub struct MemoryStore(Mutex<Tables>);

#[derive(Default)]
struct Tables {
    codes: Expiring<Fingerprint>,
    nonces: Expiring<()>,
    exchanges: VecDeque<Timestamp>,
    paused_until: Timestamp,
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
        let answer = match tables.codes.get(&code, now) {
            Some(owner) if owner.matches(&attempt) => Ok(Binding::Owned),
            Some(_) => Ok(Binding::Taken),
            None => tables.codes.insert(code, attempt, now, BINDING_LIFETIME).map(|()| Binding::Owned),
        };
        drop(tables);
        Box::pin(std::future::ready(answer))
    }

    fn reserve_nonce(&self, nonce: Fingerprint, now: Timestamp) -> Answer<'_, Reservation> {
        let mut tables = self.tables();
        let answer = match tables.nonces.get(&nonce, now) {
            Some(()) => Ok(Reservation::Spent),
            None => tables.nonces.insert(nonce, (), now, NONCE_LIFETIME).map(|()| Reservation::Reserved),
        };
        drop(tables);
        Box::pin(std::future::ready(answer))
    }

    fn commit_nonce(&self, _nonce: Fingerprint, _now: Timestamp) -> Answer<'_, ()> {
        // Nothing tells a reserved nonce from a spent one here: both are refused until they expire.
        Box::pin(std::future::ready(Ok(())))
    }

    fn release_nonce(&self, nonce: Fingerprint) -> Answer<'_, ()> {
        self.tables().nonces.remove(&nonce);
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

    fn ready(&self) -> Answer<'_, ()> {
        Box::pin(std::future::ready(Ok(())))
    }
}

impl fmt::Debug for MemoryStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MemoryStore")
    }
}

impl Tables {
    fn admit(&mut self, limit: u32, now: Timestamp) -> Admission {
        for at in &mut self.exchanges {
            // After the clock was set back, an exchange of the "future" must not block the budget until then.
            *at = now.min(*at);
        }
        while self.exchanges.front().is_some_and(|at| now.duration_since(*at) >= BUDGET_WINDOW) {
            self.exchanges.pop_front();
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

/// A table whose entries live equally long, so that they leave in the order in which they came.
struct Expiring<V> {
    entries: HashMap<Fingerprint, (V, Timestamp)>,
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
        self.entries.get(key).map(|(value, _)| value)
    }

    fn insert(&mut self, key: Fingerprint, value: V, now: Timestamp, life: SignedDuration) -> Result<(), StoreError> {
        if self.order.len() >= CAPACITY {
            return Err(StoreError::Full);
        }
        let end = now.saturating_add(life).unwrap_or(Timestamp::MAX);
        self.order.push_back((end, key.clone()));
        self.entries.insert(key, (value, end));
        Ok(())
    }

    fn remove(&mut self, key: &Fingerprint) {
        self.entries.remove(key);
    }

    fn expire(&mut self, now: Timestamp) {
        while let Some((end, key)) = self.order.pop_front_if(|(end, _)| *end <= now) {
            // A key that was removed and inserted again has a later end, and stays.
            if self.entries.get(&key).is_some_and(|(_, current)| *current == end) {
                self.entries.remove(&key);
            }
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
        assert!(admitted.windows(9).all(|nine| nine[8] - nine[0] > 60));
        assert!(admitted.len() > 70);
    }

    #[test]
    fn the_budget_says_when_to_come_back_and_keeps_its_word() {
        let mut tables = Tables::default();
        assert_eq!(tables.admit(1, at(0)), Admission::Admitted);
        assert_eq!(tables.admit(1, at(20)), Admission::Full { retry_after_seconds: 41 });
        assert_eq!(tables.admit(1, at(61)), Admission::Admitted);
        assert_eq!(tables.admit(1, at(-5_000)), Admission::Full { retry_after_seconds: 61 });
    }

    #[test]
    fn a_released_entry_that_came_back_keeps_its_own_expiry() {
        let key = Fingerprint::of("test", "nonce");
        let mut table = Expiring::default();
        table.insert(key.clone(), (), at(0), NONCE_LIFETIME).unwrap();
        table.remove(&key);
        table.insert(key.clone(), (), at(100), NONCE_LIFETIME).unwrap();
        assert!(table.get(&key, at(1_850)).is_some());
        assert!(table.get(&key, at(1_900)).is_none());
    }
}
