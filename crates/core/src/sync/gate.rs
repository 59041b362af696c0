//! What every call for reading passes.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use monei_api::Scope;
use monei_client::{CallError, Request};
use serde::de::DeserializeOwned;
use tokio::sync::{Semaphore, SemaphorePermit, watch};

use super::read::ReadError;
use crate::clock::Clock;
use crate::session::{Session, SessionError, SharedSession};

/// A refresh of everything there is to see goes out at once: eight documented chains, Solana, and seven more.
const MOST_AT_ONCE: usize = 16;

/// The session was closed: nothing is asked for it any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the session was closed")]
pub struct GivenUp;

/// One gate for one session.
#[derive(Debug)]
pub struct Gate {
    clock: Clock,
    places: Semaphore,
    /// Nothing goes out before this time.
    hold: Mutex<Option<Timestamp>>,
    closed: watch::Sender<bool>,
}

impl Gate {
    pub fn new(clock: Clock) -> Self {
        let places = Semaphore::new(MOST_AT_ONCE);
        Self { clock, places, hold: Mutex::default(), closed: watch::Sender::new(false) }
    }

    /// Lets nobody in any more, those who wait neither. Calls that are out are let finish: one may be renewing a token.
    pub fn close(&self) {
        self.closed.send_replace(true);
        self.places.close();
    }

    pub(crate) fn is_closed(&self) -> bool {
        *self.closed.borrow()
    }

    /// Until when Monei asked to wait, if that is still to come.
    pub(crate) fn held_until(&self) -> Option<Timestamp> {
        let hold = *self.hold.lock().unwrap_or_else(PoisonError::into_inner);
        hold.filter(|until| *until > self.clock.now())
    }

    /// How long nothing may go out, if that is longer than anybody should look at something that turns.
    fn held_long(&self) -> Option<Duration> {
        let left = self.held_until()?.duration_since(self.clock.now());
        (left > PATIENCE).then(|| left.unsigned_abs())
    }

    fn hold_for(&self, wait: SignedDuration) {
        let until = self.clock.now().checked_add(wait).unwrap_or(Timestamp::MAX);
        let mut hold = self.hold.lock().unwrap_or_else(PoisonError::into_inner);
        *hold = (*hold).max(Some(until));
    }

    /// Waits for a place and for the time that Monei asked for.
    async fn enter(&self) -> Result<SemaphorePermit<'_>, GivenUp> {
        let place = self.places.acquire().await.map_err(|_| GivenUp)?;
        let mut closed = self.closed.subscribe();
        while let Some(until) = self.held_until() {
            let left = until.duration_since(self.clock.now());
            tokio::select! {
                () = tokio::time::sleep(left.unsigned_abs()) => {}
                _ = closed.wait_for(|closed| *closed) => return Err(GivenUp),
            }
        }
        if self.is_closed() { Err(GivenUp) } else { Ok(place) }
    }
}

/// A wait that is no longer is waited out; a longer one is told.
const PATIENCE: SignedDuration = SignedDuration::from_secs(10);

/// How long everything waits where Monei asks to wait and does not say how long.
const UNTOLD_WAIT: SignedDuration = SignedDuration::from_secs(5);

/// A session behind its gate.
#[derive(Clone, Debug)]
pub struct Reader {
    session: SharedSession,
    gate: Arc<Gate>,
}

impl Reader {
    pub const fn new(session: SharedSession, gate: Arc<Gate>) -> Self {
        Self { session, gate }
    }

    pub fn session(&self) -> &Session {
        &self.session
    }

    pub fn gate(&self) -> &Gate {
        &self.gate
    }
}

impl monei_client::Session for Reader {
    type Error = ReadError;

    async fn send<T: DeserializeOwned + Send>(&self, scope: Scope, request: Request) -> Result<T, ReadError> {
        if let Some(left) = self.gate.held_long() {
            return Err(SessionError::Call(CallError::RateLimited { retry_after: Some(left) }).into());
        }
        let _place = self.gate.enter().await?;
        let answer = self.session.send(scope, request).await;
        if let Err(SessionError::Call(CallError::RateLimited { retry_after })) = &answer {
            let asked = retry_after.and_then(|wait| SignedDuration::try_from(wait).ok());
            self.gate.hold_for(asked.unwrap_or(UNTOLD_WAIT));
        }
        Ok(answer?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gate() -> Arc<Gate> {
        Arc::new(Gate::new(Clock::new(|| Timestamp::UNIX_EPOCH)))
    }

    #[tokio::test]
    async fn so_many_at_once_and_no_more() {
        let gate = gate();
        let mut inside = Vec::new();
        for _ in 0..MOST_AT_ONCE {
            inside.push(gate.enter().await.unwrap());
        }
        assert_eq!(gate.places.available_permits(), 0);
        inside.pop();
        assert!(gate.enter().await.is_ok());
    }

    #[tokio::test]
    async fn a_closed_gate_lets_go_of_those_who_wait_for_a_place_or_for_time() {
        let full = gate();
        let mut inside = Vec::new();
        for _ in 0..MOST_AT_ONCE {
            inside.push(full.enter().await.unwrap());
        }
        let held = gate();
        held.hold_for(SignedDuration::from_hours(1));
        for gate in [full.clone(), held] {
            let waiting = tokio::spawn({
                let gate = gate.clone();
                async move { gate.enter().await.map(|_| ()) }
            });
            gate.close();
            assert_eq!(waiting.await.unwrap(), Err(GivenUp));
            assert_eq!(gate.enter().await.map(|_| ()), Err(GivenUp));
        }
    }

    #[tokio::test(start_paused = true)]
    async fn nobody_passes_before_the_time_that_monei_asked_for() {
        let started = tokio::time::Instant::now();
        let clock = Clock::new(move || {
            let passed = SignedDuration::try_from(started.elapsed()).unwrap();
            Timestamp::UNIX_EPOCH.checked_add(passed).unwrap()
        });
        let gate = Gate::new(clock);
        gate.hold_for(SignedDuration::from_secs(90));
        gate.hold_for(SignedDuration::from_secs(30));
        drop(gate.enter().await.unwrap());
        assert!(started.elapsed().as_secs() >= 90);
    }
}
