//! A browser's visit to the website: its cookie, its form token, and who is signed in with it.

use std::collections::HashMap;

use axum::http::{HeaderMap, HeaderValue, header};
use jiff::{SignedDuration, Timestamp};
use rand::rngs::StdRng;
use subtle::ConstantTimeEq;

use crate::random;
use crate::world::{Simulation, World};

/// After so long without a sign-in the visit is over; a consent page that is still open then answers 401.
pub(crate) const VISIT_LIFETIME: SignedDuration = SignedDuration::from_mins(30);
/// Beyond so many visits new ones take the place of the oldest.
const MOST_VISITS: usize = 10_000;

#[derive(Clone)]
pub(crate) struct Visit {
    pub(super) id: String,
    /// The token that every form of this visit carries.
    pub(super) csrf: String,
    /// The id of who is signed in.
    pub(super) person: Option<String>,
    expires_at: Timestamp,
}

/// The visits in progress, by the value of their cookie.
#[derive(Default)]
pub(crate) struct Visits {
    open: HashMap<String, Visit>,
}

impl Visits {
    /// A new visit; with `person` it is signed in.
    pub(super) fn begin(&mut self, random: &mut StdRng, now: Timestamp, person: Option<String>) -> Visit {
        self.open.retain(|_, visit| visit.expires_at > now);
        if self.open.len() >= MOST_VISITS {
            let oldest = self.open.values().min_by_key(|visit| visit.expires_at).map(|visit| visit.id.clone());
            self.open.remove(&oldest.unwrap_or_default());
        }
        let visit = Visit {
            id: random::hex(random, 24),
            csrf: random::hex(random, 24),
            person,
            expires_at: now + VISIT_LIFETIME,
        };
        self.open.insert(visit.id.clone(), visit.clone());
        visit
    }

    pub(super) fn end(&mut self, id: &str) {
        self.open.remove(id);
    }

    fn find(&self, id: &str, now: Timestamp) -> Option<&Visit> {
        self.open.get(id).filter(|visit| visit.expires_at > now)
    }
}

impl Visit {
    /// The form was made for this visit.
    pub(super) fn made(&self, csrf: &str) -> bool {
        self.csrf.as_bytes().ct_eq(csrf.as_bytes()).into()
    }
}

/// The visit that a request belongs to.
pub(super) fn of(simulation: &Simulation, world: &World, headers: &HeaderMap) -> Option<Visit> {
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut pairs = cookies.flat_map(|value| value.split(';')).filter_map(|pair| pair.trim().split_once('='));
    let (_, id) = pairs.find(|(name, _)| **name == *simulation.cookie)?;
    world.visits.find(id, world.now()).cloned()
}

/// The header that gives a browser its visit.
pub(super) fn set_cookie(simulation: &Simulation, headers: &mut HeaderMap, id: &str) {
    let cookie = format!("{}={id}; Path=/; HttpOnly; SameSite=Lax", simulation.cookie);
    if let Ok(cookie) = HeaderValue::from_str(&cookie) {
        headers.append(header::SET_COOKIE, cookie);
    }
}

/// A form that another site sent. Browsers say so; other clients say nothing, and the form token decides.
pub(super) fn is_cross_site(headers: &HeaderMap) -> bool {
    headers.get("sec-fetch-site").is_some_and(|site| site != "same-origin" && site != "none")
}
