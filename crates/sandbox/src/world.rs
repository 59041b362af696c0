//! The whole state of a simulation behind one lock: it is small, and every call changes it at once or not at all.

use std::ops::{Deref, DerefMut};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use axum::http::{HeaderMap, header};
use jiff::{SignedDuration, Timestamp};
use monei_api::ScopeSet;
use rand::rngs::StdRng;
use serde::{Deserialize, Serialize};
use tokio::sync::watch;

use crate::calls::CallLog;
use crate::clock::Clock;
use crate::connect::Connect;
use crate::faults::Faults;
use crate::ledger::Ledger;
use crate::limits::{Limited, Limiter};
use crate::people::People;
use crate::refusal::Refusal;
use crate::requests::Requests;
use crate::resource::beneficiaries::Beneficiary;
use crate::resource::bills::Bills;
use crate::resource::deposits::Deposits;
use crate::resource::offramp::{self, Orders};
use crate::schedule::Schedule;
use crate::server::Peer;
use crate::sign_in::Session;
use crate::store::{Journal, Kept, Noted, Records, Store, Unusable};
use crate::switches::{RateLimitKey, Switches, Time};
use crate::website::visit::Visits;

/// Everything that the simulation knows.
pub(crate) struct World {
    clock: Clock,
    /// How far the simulation's time has been moved ahead.
    advanced: Noted<SignedDuration>,
    pub(crate) origin: Noted<Origin>,
    /// Where credentials come from. People are made from their own seeds.
    pub(crate) secrets: StdRng,
    pub(crate) people: People,
    pub(crate) ledger: Ledger,
    pub(crate) schedule: Schedule,
    pub(crate) deposits: Deposits,
    pub(crate) bills: Bills,
    pub(crate) offramp: Orders,
    pub(crate) beneficiaries: Kept<u32, Beneficiary>,
    pub(crate) connect: Connect,
    /// Session tokens of the API, by their text.
    pub(crate) sessions: Kept<String, Session>,
    /// Browsers on the website.
    pub(crate) visits: Visits,
    pub(crate) switches: Noted<Switches>,
    pub(crate) limiter: Limiter,
    pub(crate) calls: CallLog,
    pub(crate) requests: Requests,
    pub(crate) faults: Faults,
    pub(crate) api_key: Option<ApiKey>,
}

/// What a simulation was made from, and how often it has been started again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Origin {
    pub(crate) seed: u64,
    pub(crate) transactions: usize,
    pub(crate) restarts: u64,
}

impl Origin {
    /// A seed that is another one after each restart, so that nothing is drawn twice.
    pub(crate) const fn fresh(self, seed: u64) -> u64 {
        seed ^ self.restarts.wrapping_mul(0x9e37_79b9_7f4a_7c15)
    }
}

/// A developer's key, and the person whose wallet it opens in full.
pub(crate) struct ApiKey {
    pub(crate) key: String,
    pub(crate) person: String,
}

/// Who calls, and what they may do.
#[derive(Clone, Debug)]
pub(crate) struct Caller {
    pub(crate) person: String,
    pub(crate) scopes: ScopeSet,
    /// Not an application, but the account holder or the developer whose key opens everything.
    pub(crate) is_holder: bool,
}

impl World {
    pub(crate) fn new(clock: Clock, origin: Origin, secrets: StdRng, switches: Switches) -> Self {
        let Origin { seed, transactions, .. } = origin;
        let mut ledger = Ledger::new(seed);
        let people = People::seeded(seed, clock.now(), transactions, &mut ledger);
        let mut world = Self {
            clock,
            advanced: Noted::new(SignedDuration::ZERO),
            origin: Noted::new(origin),
            secrets,
            people,
            ledger,
            schedule: Schedule::default(),
            deposits: Deposits::default(),
            bills: Bills::default(),
            offramp: Orders::default(),
            beneficiaries: Kept::default(),
            connect: Connect::default(),
            sessions: Kept::default(),
            visits: Visits::default(),
            switches: Noted::new(switches),
            limiter: Limiter::default(),
            calls: CallLog::default(),
            requests: Requests::default(),
            faults: Faults::new(seed),
            api_key: None,
        };
        offramp::past::record(&mut world);
        world
    }

    /// What is written down. It is drawn from `secrets` of its origin for another time.
    pub(crate) fn restored(
        clock: Clock,
        secrets: impl FnOnce(Origin) -> StdRng,
        records: &Records<'_>,
    ) -> Result<Self, Unusable> {
        let mut origin = Noted::<Origin>::restored(ORIGIN, records)?;
        origin.restarts += 1;
        Ok(Self {
            clock,
            advanced: Noted::restored(CLOCK, records)?,
            secrets: secrets(*origin),
            people: People::restored(records)?,
            ledger: Ledger::restored(origin.fresh(origin.seed), records)?,
            schedule: Schedule::restored(records)?,
            deposits: Deposits::restored(records)?,
            bills: Bills::restored(records)?,
            offramp: Orders::restored(records)?,
            beneficiaries: Kept::restored(BENEFICIARY, records)?,
            connect: Connect::restored(records)?,
            sessions: Kept::restored(SESSION, records)?,
            visits: Visits::default(),
            switches: Noted::restored(SWITCHES, records)?,
            limiter: Limiter::default(),
            calls: CallLog::default(),
            requests: Requests::default(),
            faults: Faults::new(origin.seed),
            api_key: None,
            origin,
        })
    }

    /// Writes down what has changed.
    pub(crate) fn settle(&mut self, journal: &mut impl Journal) {
        let Self {
            clock: _,
            advanced,
            secrets: _,
            people,
            ledger,
            origin,
            schedule,
            deposits,
            bills,
            offramp,
            beneficiaries,
            connect,
            sessions,
            // What is about browsers and callers begins anew.
            visits: _,
            switches,
            limiter: _,
            calls: _,
            requests: _,
            faults: _,
            api_key: _,
        } = self;
        origin.settle(ORIGIN, journal);
        advanced.settle(CLOCK, journal);
        people.settle(journal);
        ledger.settle(journal);
        schedule.settle(journal);
        deposits.settle(journal);
        bills.settle(journal);
        offramp.settle(journal);
        beneficiaries.settle(BENEFICIARY, journal);
        connect.settle(journal);
        sessions.settle(SESSION, journal);
        switches.settle(SWITCHES, journal);
    }

    /// The simulation's time.
    pub(crate) fn now(&self) -> Timestamp {
        self.clock.now().checked_add(*self.advanced).unwrap_or(Timestamp::MAX)
    }

    /// Moves the simulation's time ahead, and lets everything go on that is due then.
    pub(crate) fn advance(&mut self, by: SignedDuration) -> Result<(), Refusal> {
        let too_far = || Refusal::field("advanceSeconds", "advanceSeconds must not leave the calendar");
        let advanced = self.advanced.checked_add(by).ok_or_else(too_far)?;
        // Tokens issued then must still be able to expire.
        let limit = SignedDuration::from_hours(100 * 366 * 24);
        if advanced > limit {
            return Err(too_far());
        }
        *self.advanced = advanced;
        self.catch_up();
        Ok(())
    }

    /// Counts a call against its limit: per application where there is one, else per address (§1.11, question 6).
    pub(crate) fn admit(&mut self, what: Limited, client: Option<&str>, peer: Peer) -> Result<(), Refusal> {
        let now = self.now();
        let client = client.filter(|_| self.switches.rate_limit_key == RateLimitKey::Client);
        let who = client.map_or_else(|| peer.to_string(), str::to_owned);
        let admitted = self.limiter.admit(self.switches.rate_limits, what, &who, now);
        admitted.map_err(|retry_after_seconds| Refusal::TooMany { retry_after_seconds })
    }

    /// Who is calling the resource API, by whichever of the three credentials (`monei-api.md` §0.4).
    pub(crate) fn caller(&self, headers: &HeaderMap) -> Result<Caller, Refusal> {
        if let Some(key) = headers.get("x-api-key") {
            let known = self.api_key.as_ref().filter(|known| known.key.as_bytes() == key.as_bytes());
            let known = known.ok_or(Refusal::ApiKey)?;
            return Ok(Caller { person: known.person.clone(), scopes: ScopeSet::all(), is_holder: true });
        }
        let token = bearer(headers).ok_or(Refusal::NoCredential)?;
        if let Some((person, scopes)) = self.connect.holder(token, self.now()) {
            return Ok(Caller { person: person.to_owned(), scopes, is_holder: false });
        }
        self.session_holder(headers).map(|person| Caller { person, scopes: ScopeSet::all(), is_holder: true })
    }

    /// Who is signed in to the API itself; neither an API key nor a Connect token will do.
    pub(crate) fn session_holder(&self, headers: &HeaderMap) -> Result<String, Refusal> {
        let token = bearer(headers).ok_or(Refusal::NoCredential)?;
        let session = self.sessions.get(token).filter(|session| session.expires_at > self.now());
        session.map(|session| session.person.clone()).ok_or(Refusal::Token)
    }
}

/// The token of an `Authorization: Bearer` header (RFC 6750 §2.1).
fn bearer(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

/// What they are called among the records.
const ORIGIN: &str = "origin";
const CLOCK: &str = "clock";
const BENEFICIARY: &str = "beneficiary";
const SESSION: &str = "session";
const SWITCHES: &str = "switches";

/// The world, and the file that it is kept in.
struct State {
    world: World,
    store: Option<Store>,
}

/// The world while nobody else has it. What was changed is in the file when this goes.
pub(crate) struct Guard<'a>(MutexGuard<'a, State>);

impl Deref for Guard<'_> {
    type Target = World;

    fn deref(&self) -> &World {
        &self.0.world
    }
}

impl DerefMut for Guard<'_> {
    fn deref_mut(&mut self) -> &mut World {
        &mut self.0.world
    }
}

impl Drop for Guard<'_> {
    fn drop(&mut self) {
        let State { world, store } = &mut *self.0;
        match store {
            Some(store) => store.write(|batch| world.settle(batch)),
            None => world.settle(&mut ()),
        }
    }
}

/// A handle on the world, as every route holds it.
#[derive(Clone)]
pub(crate) struct Simulation {
    state: Arc<Mutex<State>>,
    /// Where there is a file: why it has not everything, once it has not.
    failure: Option<Arc<OnceLock<String>>>,
    /// The address that the pages are served at, without a slash at the end.
    pub(crate) base_url: Arc<str>,
    /// Cookies are shared by all ports of a host, so that two simulations need two names.
    pub(crate) cookie: Arc<str>,
    /// Closed when the server stops.
    pub(crate) ending: watch::Receiver<()>,
}

impl Simulation {
    pub(crate) fn new(
        world: World,
        store: Option<Store>,
        base_url: &str,
        port: u16,
        ending: watch::Receiver<()>,
    ) -> Self {
        Self {
            failure: store.as_ref().map(Store::failure),
            state: Arc::new(Mutex::new(State { world, store })),
            base_url: base_url.into(),
            cookie: format!("monei_sandbox_{port}").into(),
            ending,
        }
    }

    /// The world, for as long as the guard lives. It is never held across an await.
    pub(crate) fn lock(&self) -> Guard<'_> {
        // A panic elsewhere must not turn every later answer into one.
        let mut world = Guard(self.state.lock().unwrap_or_else(PoisonError::into_inner));
        // Nobody sees the world but through here, so that nobody sees it late.
        if world.switches.time == Time::Auto {
            world.catch_up();
        }
        world
    }

    /// Whether the world is in a file as well.
    pub(crate) const fn is_kept(&self) -> bool {
        self.failure.is_some()
    }

    /// Whether everything that was changed so far is there.
    pub(crate) fn vouch(&self) -> Result<(), Refusal> {
        let sentence = self.failure.as_ref().and_then(|failure| failure.get());
        sentence.map_or(Ok(()), |sentence| Err(Refusal::Unkept(sentence.clone())))
    }
}
