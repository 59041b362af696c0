//! What Connect remembers, and the rules by which it changes.
//!
//! A pair is an access token and its refresh token: they are issued, rotated and revoked together. A grant is what a
//! person ever allowed an application; it goes when its last pair is revoked (`monei-api.md` §1.11, question 12).

use std::borrow::Cow;

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use jiff::{SignedDuration, Timestamp};
use monei_api::ScopeSet;
use monei_api::connect::{CODE_LIFETIME_SECONDS, RegisterAppRequest};
use rand::rngs::StdRng;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use crate::random;
use crate::refusal::Refusal;
use crate::store::named::{self, Named};
use crate::store::{Journal, Kept, Records, Unusable};
use crate::switches::{GrantAfterRevoke, GrantReport, OldPair, Pkce, RefreshedScopes, Switches};

/// A registered application.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct App {
    pub(crate) client_id: String,
    pub(crate) client_secret: String,
    pub(crate) name: String,
    pub(crate) website: Option<String>,
    pub(crate) logo: Option<String>,
    pub(crate) redirect_uris: Vec<String>,
}

/// A person's yes to an application.
#[derive(Serialize, Deserialize)]
pub(crate) struct Approval {
    pub(crate) person: String,
    pub(crate) client_id: String,
    pub(crate) redirect_uri: String,
    /// What was asked for and is now allowed, including what had been allowed before.
    #[serde(with = "named")]
    pub(crate) scopes: ScopeSet,
    /// What was allowed on this occasion.
    #[serde(with = "named")]
    pub(crate) newly: ScopeSet,
    pub(crate) challenge: Option<String>,
}

#[derive(Serialize, Deserialize)]
struct Code {
    approval: Approval,
    expires_at: Timestamp,
}

#[derive(Clone, Serialize, Deserialize)]
struct Pair {
    access: String,
    refresh: String,
    person: String,
    client_id: String,
    #[serde(with = "named")]
    scopes: ScopeSet,
    access_expires_at: Timestamp,
    refresh_expires_at: Timestamp,
}

/// What a person has allowed an application.
#[derive(Clone, Copy, Default, Serialize, Deserialize)]
struct Grant(#[serde(with = "named")] ScopeSet);

/// The space-separated list.
impl Named for ScopeSet {
    fn name(&self) -> Cow<'static, str> {
        self.to_string().into()
    }

    fn by_name(name: &str) -> Option<Self> {
        Self::parse_strict(name).ok()
    }
}

/// The answer to a token request.
pub(crate) struct Issued {
    pub(crate) access: String,
    pub(crate) refresh: String,
    pub(crate) scopes: ScopeSet,
}

/// How a code is presented for exchange.
pub(crate) struct Presentation<'a> {
    pub(crate) code: &'a str,
    pub(crate) client_id: &'a str,
    pub(crate) client_secret: &'a str,
    pub(crate) redirect_uri: &'a str,
    pub(crate) verifier: Option<&'a str>,
}

/// Applications, grants, codes and pairs.
#[derive(Default)]
pub(crate) struct Connect {
    apps: Kept<String, App>,
    codes: Kept<String, Code>,
    /// By their access tokens.
    pairs: Kept<String, Pair>,
    grants: Kept<(String, String), Grant>,
}

/// What they are called among the records.
const APP: &str = "application";
const CODE: &str = "code";
const PAIR: &str = "token pair";
const GRANT: &str = "grant";

impl Connect {
    pub(crate) fn settle(&mut self, journal: &mut impl Journal) {
        self.apps.settle(APP, journal);
        self.codes.settle(CODE, journal);
        self.pairs.settle(PAIR, journal);
        self.grants.settle(GRANT, journal);
    }

    pub(crate) fn restored(records: &Records<'_>) -> Result<Self, Unusable> {
        Ok(Self {
            apps: Kept::restored(APP, records)?,
            codes: Kept::restored(CODE, records)?,
            pairs: Kept::restored(PAIR, records)?,
            grants: Kept::restored(GRANT, records)?,
        })
    }

    pub(crate) fn register(&mut self, random: &mut StdRng, request: RegisterAppRequest) -> App {
        let app = App {
            client_id: format!("mc_{}", random::hex(random, 12)),
            client_secret: format!("mcs_{}", random::hex(random, 24)),
            name: request.app_name,
            website: request.website_url,
            logo: request.logo_url,
            redirect_uris: request.redirect_uris,
        };
        self.apps.insert(app.client_id.clone(), app.clone());
        app
    }

    pub(crate) fn app(&self, client_id: &str) -> Option<&App> {
        self.apps.get(client_id)
    }

    /// What the person has allowed the application so far.
    pub(crate) fn granted(&self, person: &str, client_id: &str) -> ScopeSet {
        self.grants.get(&(person.to_owned(), client_id.to_owned())).copied().unwrap_or_default().0
    }

    /// Notes the grant and returns an authorization code.
    pub(crate) fn approve(&mut self, random: &mut StdRng, now: Timestamp, approval: Approval) -> String {
        self.codes.retain(|_, code| code.expires_at > now);
        let scopes = self.granted(&approval.person, &approval.client_id).union(approval.scopes);
        self.grants.insert((approval.person.clone(), approval.client_id.clone()), Grant(scopes));
        let code = random::hex(random, 24);
        let expires_at = now + SignedDuration::from_secs(CODE_LIFETIME_SECONDS.into());
        self.codes.insert(code.clone(), Code { approval, expires_at });
        code
    }

    /// Exchanges a code (§1.6). A refused exchange leaves the code as it was.
    pub(crate) fn redeem(
        &mut self,
        random: &mut StdRng,
        now: Timestamp,
        switches: &Switches,
        shown: &Presentation<'_>,
    ) -> Result<Issued, Refusal> {
        let app = self.apps.get(shown.client_id).ok_or(Refusal::Client)?;
        if !bool::from(app.client_secret.as_bytes().ct_eq(shown.client_secret.as_bytes())) {
            return Err(Refusal::Client);
        }
        let code = self.codes.get(shown.code).ok_or(Refusal::Code)?;
        if code.approval.client_id != shown.client_id || code.expires_at <= now {
            return Err(Refusal::Code);
        }
        if code.approval.redirect_uri != shown.redirect_uri {
            return Err(Refusal::Redirect);
        }
        if switches.pkce == Pkce::Enforce && !matches_challenge(code.approval.challenge.as_deref(), shown.verifier) {
            return Err(Refusal::Verifier);
        }
        let Approval { person, client_id, scopes, newly, .. } =
            self.codes.remove(shown.code).ok_or(Refusal::Code)?.approval;
        let scopes = match switches.grants {
            GrantReport::Union => self.granted(&person, &client_id).union(scopes),
            // A request for nothing new is answered with what it asked for: a token without scopes would be useless.
            GrantReport::NewOnly if newly.is_empty() => scopes,
            GrantReport::NewOnly => newly,
        };
        if switches.old_pair_after_new_grant == OldPair::Dead {
            self.pairs.retain(|_, pair| pair.person != person || pair.client_id != client_id);
        }
        Ok(self.issue(random, now, switches, (person, client_id, scopes)))
    }

    /// Rotates a pair (§1.7): the old one is dead at once; what becomes of its scopes is question 3 of §1.11.
    pub(crate) fn refresh(
        &mut self,
        random: &mut StdRng,
        now: Timestamp,
        switches: &Switches,
        refresh_token: &str,
    ) -> Result<Issued, Refusal> {
        let live = |pair: &Pair| pair.refresh == refresh_token && pair.refresh_expires_at > now;
        let old = self.pairs.position(live).and_then(|access| self.pairs.remove(&access));
        let Pair { person, client_id, scopes, .. } = old.ok_or(Refusal::Token)?;
        let scopes = match switches.refreshed_scopes {
            RefreshedScopes::Unchanged => scopes,
            RefreshedScopes::Widened => scopes.union(self.granted(&person, &client_id)),
            RefreshedScopes::Narrowed => scopes.iter().filter(|scope| !scope.is_sensitive()).collect(),
        };
        Ok(self.issue(random, now, switches, (person, client_id, scopes)))
    }

    fn issue(
        &mut self,
        random: &mut StdRng,
        now: Timestamp,
        switches: &Switches,
        (person, client_id, scopes): (String, String, ScopeSet),
    ) -> Issued {
        self.pairs.retain(|_, pair| pair.refresh_expires_at > now);
        let pair = Pair {
            access: format!("mct_{}", random::hex(random, 24)),
            refresh: format!("mcr_{}", random::hex(random, 24)),
            person,
            client_id,
            scopes,
            access_expires_at: now + SignedDuration::from_secs(switches.access_token_lifetime_seconds.into()),
            refresh_expires_at: now + SignedDuration::from_secs(switches.refresh_token_lifetime_seconds.into()),
        };
        self.pairs.insert(pair.access.clone(), pair.clone());
        Issued { access: pair.access, refresh: pair.refresh, scopes }
    }

    /// Kills the pair of an access or refresh token (§1.8).
    pub(crate) fn revoke(&mut self, now: Timestamp, switches: &Switches, token: &str) -> Result<(), Refusal> {
        let access = self.pairs.position(|pair| pair.access == token || pair.refresh == token);
        let gone = access.and_then(|access| self.pairs.remove(&access)).ok_or(Refusal::NoSuchToken)?;
        // A pair that has expired keeps no grant alive.
        self.pairs.retain(|_, pair| pair.refresh_expires_at > now);
        let same = |pair: &Pair| pair.person == gone.person && pair.client_id == gone.client_id;
        if switches.grant_after_revoke == GrantAfterRevoke::Removed && !self.pairs.iter().any(same) {
            self.grants.remove(&(gone.person, gone.client_id));
        }
        Ok(())
    }

    /// Whose access token this is and what it allows.
    pub(crate) fn holder(&self, access_token: &str, now: Timestamp) -> Option<(&str, ScopeSet)> {
        let live = self.pairs.get(access_token).filter(|pair| pair.access_expires_at > now);
        live.map(|pair| (pair.person.as_str(), pair.scopes))
    }

    /// Which application a refresh token belongs to.
    pub(crate) fn client_of_refresh_token(&self, refresh_token: &str) -> Option<&str> {
        self.pairs.iter().find(|pair| pair.refresh == refresh_token).map(|pair| pair.client_id.as_str())
    }

    /// Takes back what a person granted, to one application or to all. Returns how many grants and pairs went.
    pub(crate) fn revoke_grants(&mut self, person: &str, client_id: Option<&str>) -> (usize, usize) {
        let hit = |owner: &str, client: &str| owner == person && client_id.is_none_or(|only| only == client);
        let before = (self.grants.len(), self.pairs.len());
        self.grants.retain(|(owner, client), _| !hit(owner, client));
        self.pairs.retain(|_, pair| !hit(&pair.person, &pair.client_id));
        self.codes.retain(|_, code| !hit(&code.approval.person, &code.approval.client_id));
        (before.0 - self.grants.len(), before.1 - self.pairs.len())
    }

    /// Lets the access tokens of a person, or of everybody, expire now. Returns how many did.
    pub(crate) fn expire_access_tokens(&mut self, person: Option<&str>, now: Timestamp) -> usize {
        let live = |pair: &Pair| person.is_none_or(|only| only == pair.person) && pair.access_expires_at > now;
        self.pairs.amend(live, |pair| pair.access_expires_at = now)
    }
}

/// A pair of tokens as it is shown: told apart by an id that neither token follows from.
pub(crate) struct PairOutline<'a> {
    pub(crate) id: String,
    pub(crate) access: &'a str,
    pub(crate) refresh: &'a str,
    pub(crate) person: &'a str,
    pub(crate) client_id: &'a str,
    pub(crate) scopes: ScopeSet,
    pub(crate) access_expires_at: Timestamp,
    pub(crate) refresh_expires_at: Timestamp,
}

impl Pair {
    fn outline(&self) -> PairOutline<'_> {
        let digest: Vec<u8> = Sha256::digest(self.refresh.as_bytes()).into_iter().take(9).collect();
        PairOutline {
            id: BASE64_URL_SAFE_NO_PAD.encode(digest),
            access: &self.access,
            refresh: &self.refresh,
            person: &self.person,
            client_id: &self.client_id,
            scopes: self.scopes,
            access_expires_at: self.access_expires_at,
            refresh_expires_at: self.refresh_expires_at,
        }
    }
}

impl Connect {
    /// The registered applications by their names.
    pub(crate) fn apps(&self) -> Vec<&App> {
        let mut apps: Vec<&App> = self.apps.iter().collect();
        apps.sort_by(|one, other| (&one.name, &one.client_id).cmp(&(&other.name, &other.client_id)));
        apps
    }

    /// What is granted, by person and client.
    pub(crate) fn grants(&self) -> Vec<(&str, &str, ScopeSet)> {
        let grants = self.grants.entries();
        let grants = grants.map(|((person, client), Grant(scopes))| (person.as_str(), client.as_str(), *scopes));
        let mut grants: Vec<_> = grants.collect();
        grants.sort_by_key(|(person, client, _)| (*person, *client));
        grants
    }

    /// The pairs that can still be used, the newest last.
    pub(crate) fn pairs(&self, now: Timestamp) -> impl Iterator<Item = PairOutline<'_>> {
        self.pairs.iter().filter(move |pair| pair.refresh_expires_at > now).map(Pair::outline)
    }

    /// Kills the pair of an id, as if one of its tokens had been revoked.
    pub(crate) fn revoke_pair(&mut self, now: Timestamp, switches: &Switches, id: &str) -> Result<(), Refusal> {
        let pair = self.pairs.iter().find(|pair| pair.outline().id == id).ok_or(Refusal::NoSuchToken)?;
        let access = pair.access.clone();
        self.revoke(now, switches, &access)
    }
}

/// RFC 7636 §4.6, with `S256` only.
fn matches_challenge(challenge: Option<&str>, verifier: Option<&str>) -> bool {
    let (Some(challenge), Some(verifier)) = (challenge, verifier) else { return false };
    BASE64_URL_SAFE_NO_PAD.encode(Sha256::digest(verifier.as_bytes())) == challenge
}
