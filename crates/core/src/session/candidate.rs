//! What a sign-in brought, between the exchange and the list of grants.

use jiff::SignedDuration;
use monei_api::ScopeSet;
use monei_api::connect::Credential;
use monei_client::CallError;

use super::{Account, Admission, Grant, Grants, IDENTIFYING, Owner, Session, SessionError, identify_candidate};
use crate::problem::{Problem, ProblemCode};
use crate::sign_in::{Attempt, AttemptId, Outcome, relay};

/// Tokens that an exchange brought, before they are taken in.
pub(crate) struct Candidate {
    grant: Grant,
    asked: ScopeSet,
    /// Whose they are, as far as their own scopes tell.
    owner: Result<Owner, CallError>,
}

impl Candidate {
    /// Exchanges the ticket of an attempt, and asks whose wallet the tokens open. Nothing is written.
    pub(crate) async fn exchange(
        to_relay: &reqwest::Client,
        session: &Session,
        attempt: &Attempt,
        ticket: &Credential,
        environment: String,
    ) -> Result<Self, Problem> {
        let exchanged = relay::exchange(to_relay, attempt, ticket).await?;
        let lifetime = SignedDuration::from_secs(exchanged.expires_in_seconds.into());
        let (shown, granted) = (session.clock.now(), exchanged.granted);
        let owner = identify_candidate(session.api(), &exchanged.tokens.access, granted).await;
        // After a question to Monei its clock is known.
        let issued_at = session.clock.corrected(shown);
        let expires_at = issued_at.saturating_add(lifetime).unwrap_or(issued_at);
        let issuer = attempt.endpoints.issuer.clone();
        let grant = Grant::new(exchanged.tokens, expires_at, granted, issuer, environment);
        Ok(Self { grant, asked: attempt.scopes, owner })
    }

    pub(crate) const fn asked(&self) -> ScopeSet {
        self.asked
    }

    pub(crate) const fn granted(&self) -> ScopeSet {
        self.grant.scopes
    }

    /// What was declined, if that is all that was asked for.
    pub(crate) fn brings_nothing(&self, session: &Session) -> Option<ScopeSet> {
        let wanted = session.wanted(self.asked);
        let declined = wanted.without(self.granted());
        (declined == wanted).then_some(declined)
    }

    /// Takes the tokens in, unless they are for somebody else's wallet.
    pub(crate) async fn admit_to(self, session: &Session, id: &AttemptId) -> Result<Outcome, Problem> {
        let wanted = session.wanted(self.asked);
        let declined = wanted.without(self.granted());
        let held = session.inspect(|grants| grants.account.clone());
        let owner = match self.owner {
            Ok(owner) => owner,
            // Nobody is signed in yet, so it cannot be the wrong person.
            Err(_) if held.is_none() => Owner::default(),
            Err(error) => return Err((&error).into()),
        };
        let account = match (owner.id, held) {
            (Some(id), Some(Account::Local(_))) => {
                // The first grant could not tell whose it is; perhaps what is held now can.
                match session.identify().await {
                    Ok(known) if known.id.as_ref().is_some_and(|known| *known != id) => {
                        return Ok(Outcome::OtherAccount { name: owner.name });
                    }
                    Ok(_) | Err(SessionError::Ended(_)) => {}
                    Err(error) => return Err((&error).into()),
                }
                Some(Account::Monei(id))
            }
            (Some(id), _) => Some(Account::Monei(id)),
            (None, None) => Some(Account::Local(id.as_str().to_owned())),
            (None, Some(_)) => None,
        };
        match session.admit(self.grant, account, declined).await {
            Admission::Admitted => Ok(Outcome::Connected { granted: wanted.without(declined), declined }),
            Admission::OtherAccount => Ok(Outcome::OtherAccount { name: owner.name }),
            Admission::Unidentified => Err(ProblemCode::AccountUnknown.into()),
            Admission::Closed => Ok(Outcome::Cancelled),
        }
    }
}

impl Session {
    /// What was asked for and is not held. Asking anew for what is held is about all of it.
    pub(crate) fn wanted(&self, asked: ScopeSet) -> ScopeSet {
        let missing = asked.without(self.inspect(Grants::effective));
        if missing.is_empty() { asked } else { missing }
    }

    /// What a sign-in for these permissions asks for. A platform that answers with new scopes only was met before: then
    /// one that tells whose the answer is comes along.
    pub(crate) fn to_ask_for(&self, scopes: ScopeSet) -> ScopeSet {
        let (effective, ask_with_identity) = self.inspect(|grants| (grants.effective(), grants.ask_with_identity));
        let known = IDENTIFYING.into_iter().find(|scope| effective.contains(*scope));
        match known {
            Some(identity) if ask_with_identity => scopes.union(identity.into()),
            _ => scopes,
        }
    }
}
