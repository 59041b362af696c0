//! The sealed values of a sign-in, each with exactly what its stage knows.
//!
//! [`ConsentRequest`] waits in the consent form, [`PendingState`] travels through Monei as its `state`, and [`Ticket`]
//! is the authorization code that the application redeems. A state is only made by a consent that was given, so having
//! one proves the consent. A consent that was not given makes a [`Refusal`], which no code can come back to.

use jiff::Timestamp;
use monei_api::connect::Credential;
use monei_api::{Scope, ScopeSet};

use crate::digest::Fingerprint;
use crate::pkce::Challenge;
use crate::redirect::RedirectUri;
use crate::seal::Sealed;

/// What the application asked for, checked.
#[derive(Clone)]
pub(crate) struct Attempt {
    pub(crate) state: String,
    pub(crate) challenge: Challenge,
    pub(crate) redirect: RedirectUri,
    pub(crate) scopes: ScopeSet,
}

type AttemptParts = (String, String, String, u16);

impl Attempt {
    fn parts(&self) -> AttemptParts {
        let challenge = self.challenge.as_str().to_owned();
        (self.state.clone(), challenge, self.redirect.to_string(), scope_bits(self.scopes))
    }

    fn from_parts((state, challenge, redirect, scopes): AttemptParts) -> Option<Self> {
        let challenge = Challenge::parse(&challenge)?;
        let redirect = RedirectUri::take_apart(&redirect)?;
        Some(Self { state, challenge, redirect, scopes: scopes_of(scopes) })
    }
}

/// An attempt whose consent page was shown to the browser with this cookie.
pub(crate) struct ConsentRequest {
    pub(crate) attempt: Attempt,
    pub(crate) cookie: Fingerprint,
    pub(crate) expires: Timestamp,
}

impl Sealed for ConsentRequest {
    const PURPOSE: &'static str = "request";
    type Parts = (AttemptParts, String, i64);

    fn parts(&self) -> Self::Parts {
        (self.attempt.parts(), self.cookie.as_str().to_owned(), self.expires.as_second())
    }

    fn from_parts((attempt, cookie, expires): Self::Parts) -> Option<Self> {
        Some(Self {
            attempt: Attempt::from_parts(attempt)?,
            cookie: Fingerprint::from_sealed(cookie),
            expires: Timestamp::from_second(expires).ok()?,
        })
    }

    fn expires(&self) -> Timestamp {
        self.expires
    }
}

/// An attempt whose consent was given, on its way through Monei.
pub(crate) struct PendingState {
    pub(crate) attempt: Attempt,
    pub(crate) cookie: Fingerprint,
    /// Names this way through Monei: it owns the code that comes back, and its ticket is redeemed once.
    pub(crate) nonce: String,
    pub(crate) expires: Timestamp,
}

impl Sealed for PendingState {
    const PURPOSE: &'static str = "state";
    type Parts = (AttemptParts, String, String, i64);

    fn parts(&self) -> Self::Parts {
        (self.attempt.parts(), self.cookie.as_str().to_owned(), self.nonce.clone(), self.expires.as_second())
    }

    fn from_parts((attempt, cookie, nonce, expires): Self::Parts) -> Option<Self> {
        Some(Self {
            attempt: Attempt::from_parts(attempt)?,
            cookie: Fingerprint::from_sealed(cookie),
            nonce,
            expires: Timestamp::from_second(expires).ok()?,
        })
    }

    fn expires(&self) -> Timestamp {
        self.expires
    }
}

/// An attempt whose consent was refused, on its way to the application. It has no nonce: nothing is ever bound to it.
pub(crate) struct Refusal {
    pub(crate) attempt: Attempt,
    pub(crate) cookie: Fingerprint,
    pub(crate) expires: Timestamp,
}

impl Sealed for Refusal {
    const PURPOSE: &'static str = "refusal";
    type Parts = (AttemptParts, String, i64);

    fn parts(&self) -> Self::Parts {
        (self.attempt.parts(), self.cookie.as_str().to_owned(), self.expires.as_second())
    }

    fn from_parts((attempt, cookie, expires): Self::Parts) -> Option<Self> {
        Some(Self {
            attempt: Attempt::from_parts(attempt)?,
            cookie: Fingerprint::from_sealed(cookie),
            expires: Timestamp::from_second(expires).ok()?,
        })
    }

    fn expires(&self) -> Timestamp {
        self.expires
    }
}

/// The relay's authorization code: Monei's code, and what the redeemer must prove.
pub(crate) struct Ticket {
    pub(crate) code: Credential,
    pub(crate) challenge: Challenge,
    pub(crate) redirect: RedirectUri,
    pub(crate) scopes: ScopeSet,
    pub(crate) nonce: String,
    pub(crate) expires: Timestamp,
}

impl Sealed for Ticket {
    const PURPOSE: &'static str = "ticket";
    type Parts = (String, String, String, u16, String, i64);

    fn parts(&self) -> Self::Parts {
        (
            // The code is exposed to the seal, which encrypts it.
            self.code.expose().to_owned(),
            self.challenge.as_str().to_owned(),
            self.redirect.to_string(),
            scope_bits(self.scopes),
            self.nonce.clone(),
            self.expires.as_second(),
        )
    }

    fn from_parts((code, challenge, redirect, scopes, nonce, expires): Self::Parts) -> Option<Self> {
        Some(Self {
            code: Credential::new(code),
            challenge: Challenge::parse(&challenge)?,
            redirect: RedirectUri::take_apart(&redirect)?,
            scopes: scopes_of(scopes),
            nonce,
            expires: Timestamp::from_second(expires).ok()?,
        })
    }

    fn expires(&self) -> Timestamp {
        self.expires
    }
}

/// One bit for each scope, in the order of the table.
fn scope_bits(scopes: ScopeSet) -> u16 {
    let bits = (0..).zip(Scope::ALL);
    bits.filter(|(_, scope)| scopes.contains(*scope)).fold(0, |all, (place, _)| all | 1 << place)
}

fn scopes_of(bits: u16) -> ScopeSet {
    (0..).zip(Scope::ALL).filter(|(place, _)| bits & 1 << place != 0).map(|(_, scope)| scope).collect()
}
