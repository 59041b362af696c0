//! The grants of one account: which tokens there are, what each may do, and what a new answer from Monei does to them.
//!
//! People grant permissions one by one, and Monei does not say whether a later token carries the earlier permissions too
//! (`monei-api.md` §1.11). So a list is held: a new grant that covers an old one replaces it, any other stands beside
//! it, and each call uses the narrowest grant that is enough.

use std::collections::BTreeMap;

use jiff::Timestamp;
use monei_api::{Scope, ScopeSet};
use monei_client::TokenPair;

use super::{Account, Ending, Names};
use crate::vault::document::{KeptAccount, KeptEnding, KeptGrant, KeptGrants, KeptPair, KeptPermission};

/// Names a grant while the list around it changes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct GrantId(u64);

/// One token pair and what it was granted.
#[derive(Clone, Debug)]
pub struct Grant {
    /// Its name within the list, given at admission.
    id: GrantId,
    /// None once Monei has refused them: the permissions are remembered, so that a reconnect can ask for them.
    pub tokens: Option<TokenPair>,
    /// When the access token ends, by Monei's clock.
    pub expires_at: Timestamp,
    /// What the token answer said was granted.
    pub scopes: ScopeSet,
    /// The relay that it came through.
    pub issuer: String,
    /// The key of the platform that it was made at.
    pub environment: String,
    /// Counts the pairs of this grant, so that two callers who saw the same pair renew it once.
    pub generation: u64,
}

impl Grant {
    /// A pair as a token endpoint gave it.
    pub fn new(
        tokens: TokenPair,
        expires_at: Timestamp,
        scopes: ScopeSet,
        issuer: String,
        environment: String,
    ) -> Self {
        Self { id: GrantId::default(), tokens: Some(tokens), expires_at, scopes, issuer, environment, generation: 0 }
    }

    /// Its name in the list.
    pub const fn id(&self) -> GrantId {
        self.id
    }

    const fn is_live(&self) -> bool {
        self.tokens.is_some()
    }

    /// Both hold the same pair, or neither holds one for the same scopes.
    fn is_as(&self, other: &Self) -> bool {
        match (&self.tokens, &other.tokens) {
            (Some(one), Some(two)) => one.is_same(two),
            (None, None) => self.scopes == other.scopes,
            _ => false,
        }
    }
}

/// When a permission was granted or declined.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PermissionRecord {
    /// Otherwise it was declined.
    pub granted: bool,
    /// By this computer's clock.
    pub at: Timestamp,
}

/// All grants of one wallet. A grant whose tokens have ended stays, so that a reconnect can ask for the same.
#[derive(Clone, Debug, Default)]
pub struct Grants {
    /// Whose wallet it is; none before the first grant.
    pub account: Option<Account>,
    /// What this wallet was called here before a grant could tell whose it is.
    formerly: Option<Account>,
    list: Vec<Grant>,
    last_id: u64,
    retired: Vec<TokenPair>,
    permissions: BTreeMap<Scope, PermissionRecord>,
    /// How the last grant that ended did: whoever opens the wallet next is told the same.
    pub(super) ending: Ending,
    /// See [`KeptGrants::ask_with_identity`].
    pub ask_with_identity: bool,
}

/// What a candidate was found to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Admission {
    /// It is in the list, and kept.
    Admitted,
    /// It belongs to somebody else and was dropped.
    OtherAccount,
    /// It cannot tell whose it is, while the account is known; it was dropped.
    Unidentified,
    /// The wallet was disconnected meanwhile; it was dropped.
    Closed,
}

impl Grants {
    /// What the journal and the cache call this wallet.
    pub fn names(&self) -> Names {
        let name = |account: &Option<Account>| account.as_ref().map(Account::name);
        Names { current: name(&self.account), former: name(&self.formerly) }
    }

    /// What may be called now.
    pub fn effective(&self) -> ScopeSet {
        self.list.iter().filter(|grant| grant.is_live()).fold(ScopeSet::EMPTY, |all, grant| all.union(grant.scopes))
    }

    /// What was granted, whether or not it needs a reconnect.
    pub fn held(&self) -> ScopeSet {
        self.list.iter().fold(ScopeSet::EMPTY, |all, grant| all.union(grant.scopes))
    }

    /// What was granted and needs a reconnect before it can be called again.
    pub fn ended(&self) -> ScopeSet {
        self.held().without(self.effective())
    }

    /// Nobody is signed in.
    pub const fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// The narrowest live grant that holds the scope.
    pub(crate) fn for_scope(&self, scope: Scope) -> Option<GrantId> {
        let fitting = self.list.iter().filter(|grant| grant.is_live() && grant.scopes.contains(scope));
        fitting.min_by_key(|grant| grant.scopes.len()).map(|grant| grant.id)
    }

    /// None once a wider grant has taken its place.
    pub fn get(&self, id: GrantId) -> Option<&Grant> {
        self.list.iter().find(|grant| grant.id == id)
    }

    fn get_mut(&mut self, id: GrantId) -> Option<&mut Grant> {
        self.list.iter_mut().find(|grant| grant.id == id)
    }

    /// Those whose tokens Monei accepts, as far as is known.
    pub fn live(&self) -> impl Iterator<Item = &Grant> {
        self.list.iter().filter(|grant| grant.is_live())
    }

    /// The relay that the newest of them came through.
    pub fn issuer(&self) -> Option<&str> {
        self.list.last().map(|grant| grant.issuer.as_str())
    }

    /// When the first permission that is still held was granted.
    pub fn since(&self) -> Option<Timestamp> {
        let held = self.held();
        let granted = held.iter().filter_map(|scope| self.permission(scope)).filter(|record| record.granted);
        granted.map(|record| record.at).min()
    }

    /// What the person last answered; none if they were never asked.
    pub fn permission(&self, scope: Scope) -> Option<PermissionRecord> {
        self.permissions.get(&scope).copied()
    }

    /// Takes in what a sign-in brought, or leaves everything as it was. `declined` was asked for and not granted.
    pub fn admit(
        &mut self,
        mut candidate: Grant,
        owner: Option<Account>,
        declined: ScopeSet,
        now: Timestamp,
    ) -> Admission {
        match (&self.account, &owner) {
            (Some(Account::Monei(held)), Some(Account::Monei(other))) if held != other => {
                return Admission::OtherAccount;
            }
            (Some(Account::Monei(_)), None | Some(Account::Local(_))) => return Admission::Unidentified,
            (Some(Account::Monei(_)), Some(_)) => {}
            (None | Some(Account::Local(_)), _) => {
                if let Some(owner) = owner {
                    let before = self.account.replace(owner);
                    self.formerly = before.or(self.formerly.take());
                }
            }
        }
        for scope in candidate.scopes.iter() {
            let record = self.permissions.entry(scope).or_insert(PermissionRecord { granted: true, at: now });
            if !record.granted {
                *record = PermissionRecord { granted: true, at: now };
            }
        }
        let covered = |grant: &Grant| candidate.scopes.contains_all(grant.scopes);
        let (replaced, kept) = std::mem::take(&mut self.list).into_iter().partition(covered);
        self.list = kept;
        // What a reconnect asked for is answered now, whichever way: it is no longer waited for.
        for ended in self.list.iter_mut().filter(|grant| !grant.is_live()) {
            ended.scopes = ended.scopes.without(candidate.scopes).without(declined);
        }
        self.list.retain(|grant| grant.is_live() || !grant.scopes.is_empty());
        self.retired.extend(replaced.into_iter().filter_map(|grant: Grant| grant.tokens));
        self.last_id += 1;
        candidate.id = GrantId(self.last_id);
        self.list.push(candidate);
        self.decline(declined, now);
        Admission::Admitted
    }

    /// Remembers what was asked for and not granted.
    pub(crate) fn decline(&mut self, declined: ScopeSet, now: Timestamp) {
        for scope in declined.without(self.held()).iter() {
            self.permissions.insert(scope, PermissionRecord { granted: false, at: now });
        }
    }

    /// Puts a renewed pair in the place of the one it came from. `scopes` is what the answer named, if it named any.
    pub fn renew(&mut self, id: GrantId, tokens: TokenPair, expires_at: Timestamp, scopes: Option<ScopeSet>) {
        if let Some(grant) = self.get_mut(id) {
            grant.tokens = Some(tokens);
            grant.expires_at = expires_at;
            grant.generation += 1;
            grant.scopes = scopes.unwrap_or(grant.scopes);
        }
    }

    /// The token endpoint has refused the grant's tokens: they are worth nothing.
    pub fn end(&mut self, id: GrantId) {
        self.take_tokens(id);
    }

    /// The API refuses the grant's tokens, though the token endpoint renewed them: they are used no more, and Disconnect
    /// still revokes them.
    pub fn set_aside(&mut self, id: GrantId) {
        let tokens = self.take_tokens(id);
        self.retired.extend(tokens);
    }

    fn take_tokens(&mut self, id: GrantId) -> Option<TokenPair> {
        let grant = self.get_mut(id)?;
        grant.generation += 1;
        grant.tokens.take()
    }

    /// Every grant needs a reconnect: the wallet was disconnected elsewhere. Its pairs are returned.
    pub(crate) fn end_all(&mut self) -> Vec<TokenPair> {
        let ids: Vec<GrantId> = self.list.iter().map(Grant::id).collect();
        let mut pairs: Vec<TokenPair> = ids.into_iter().filter_map(|id| self.take_tokens(id)).collect();
        pairs.append(&mut self.retired);
        pairs
    }

    /// Takes over what another process has made of the grants. What callers have in hand keeps its name if it is still
    /// there.
    pub(crate) fn adopt(&mut self, theirs: Self) {
        let ours = std::mem::replace(self, theirs);
        self.last_id = self.last_id.max(ours.last_id);
        for grant in &mut self.list {
            if let Some(same) = ours.list.iter().find(|own| own.is_as(grant)) {
                (grant.id, grant.generation) = (same.id, same.generation);
            } else {
                self.last_id += 1;
                grant.id = GrantId(self.last_id);
            }
        }
        // These may have been noted in memory only.
        self.formerly = self.formerly.take().or(ours.formerly);
        self.ask_with_identity |= ours.ask_with_identity;
        for (scope, record) in ours.permissions {
            self.permissions.entry(scope).or_insert(record);
        }
    }

    /// Like [`Grants::adopt`], where ours could not be kept: pairs that the others cannot know are taken in beside
    /// theirs. Those for which there is no place any more are returned.
    pub(crate) fn adopt_beside(&mut self, theirs: Self, now: Timestamp) -> Vec<TokenPair> {
        let ours = self.clone();
        self.adopt(theirs);
        let mut unwanted = Vec::new();
        for grant in ours.list.into_iter().filter(Grant::is_live) {
            if self.list.iter().any(|known| known.is_as(&grant)) {
                continue;
            }
            let tokens = grant.tokens.clone();
            if self.admit(grant, ours.account.clone(), ScopeSet::EMPTY, now) != Admission::Admitted {
                unwanted.extend(tokens);
            }
        }
        let retired = ours.retired.into_iter();
        let more: Vec<TokenPair> = retired.filter(|pair| !self.retired.iter().any(|it| it.is_same(pair))).collect();
        self.retired.extend(more);
        unwanted
    }

    /// Every pair that Monei may still accept.
    pub(crate) fn into_pairs(self) -> Vec<TokenPair> {
        self.list.into_iter().filter_map(|grant| grant.tokens).chain(self.retired).collect()
    }

    pub(crate) fn to_kept(&self) -> KeptGrants {
        let grant = |grant: &Grant| KeptGrant {
            tokens: grant.tokens.as_ref().map(KeptPair::from),
            expires_at: grant.expires_at,
            scopes: grant.scopes.to_string(),
            issuer: grant.issuer.clone(),
            environment: grant.environment.clone(),
        };
        let permission = |(scope, record): (&Scope, &PermissionRecord)| KeptPermission {
            scope: scope.name().to_owned(),
            granted: record.granted,
            at: record.at,
        };
        KeptGrants {
            account: self.account.as_ref().map(KeptAccount::from),
            formerly: self.formerly.as_ref().map(KeptAccount::from),
            grants: self.list.iter().map(grant).collect(),
            retired: self.retired.iter().map(KeptPair::from).collect(),
            permissions: self.permissions.iter().map(permission).collect(),
            ending: match self.ending {
                Ending::Refused => KeptEnding::Refused,
                Ending::Revoked => KeptEnding::Revoked,
                Ending::AnswerLost => KeptEnding::AnswerLost,
                Ending::Disconnected => KeptEnding::Disconnected,
            },
            ask_with_identity: self.ask_with_identity,
        }
    }

    /// The kept grants that belong to this environment; its tokens must reach no other.
    pub(crate) fn from_kept(kept: KeptGrants, environment: &str) -> Self {
        let grant = |(at, grant): (u64, KeptGrant)| Grant {
            id: GrantId(at),
            tokens: grant.tokens.map(TokenPair::from),
            expires_at: grant.expires_at,
            scopes: ScopeSet::parse(&grant.scopes),
            issuer: grant.issuer,
            environment: grant.environment,
            generation: 0,
        };
        let permission = |kept: KeptPermission| {
            Scope::from_name(&kept.scope).map(|scope| (scope, PermissionRecord { granted: kept.granted, at: kept.at }))
        };
        let last_id = kept.grants.len() as u64;
        Self {
            last_id,
            account: kept.account.map(Account::from),
            formerly: kept.formerly.map(Account::from),
            list: (1..).zip(kept.grants).map(grant).filter(|grant| grant.environment == environment).collect(),
            retired: kept.retired.into_iter().map(TokenPair::from).collect(),
            permissions: kept.permissions.into_iter().filter_map(permission).collect(),
            ending: match kept.ending {
                KeptEnding::Refused => Ending::Refused,
                KeptEnding::Revoked => Ending::Revoked,
                KeptEnding::AnswerLost => Ending::AnswerLost,
                KeptEnding::Disconnected => Ending::Disconnected,
            },
            ask_with_identity: kept.ask_with_identity,
        }
    }
}

#[cfg(test)]
mod tests {
    use monei_api::connect::Credential;
    use monei_client::{AccessToken, RefreshToken};

    use super::*;

    fn grant(name: &str, scopes: &str) -> Grant {
        let tokens = TokenPair {
            access: AccessToken::new(Credential::new(format!("mct_{name}"))),
            refresh: RefreshToken::new(Credential::new(format!("mcr_{name}"))),
        };
        let (issuer, environment) = ("http://127.0.0.1:1".to_owned(), "demonstration".to_owned());
        Grant::new(tokens, Timestamp::UNIX_EPOCH, ScopeSet::parse(scopes), issuer, environment)
    }

    fn ada() -> Account {
        Account::Monei("ada".into())
    }

    fn admit(grants: &mut Grants, name: &str, scopes: &str, owner: impl Into<Option<Account>>) -> Admission {
        grants.admit(grant(name, scopes), owner.into(), ScopeSet::EMPTY, Timestamp::UNIX_EPOCH)
    }

    #[test]
    fn a_wider_grant_replaces_and_the_old_pair_is_still_revoked_at_the_end() {
        let mut grants = Grants::default();
        admit(&mut grants, "one", "profile:read", ada());
        admit(&mut grants, "two", "profile:read wallet:read", ada());
        assert_eq!(grants.effective(), ScopeSet::parse("profile:read wallet:read"));
        let mut pairs: Vec<String> = grants.into_pairs().iter().map(|pair| pair.access.expose().to_owned()).collect();
        pairs.sort();
        assert_eq!(pairs, ["mct_one", "mct_two"]);
    }

    #[test]
    fn a_grant_of_new_scopes_only_stands_beside_and_calls_use_the_narrowest() {
        let mut grants = Grants::default();
        admit(&mut grants, "one", "profile:read kyc:read", ada());
        admit(&mut grants, "two", "wallet:read profile:read bills:pay", ada());
        assert_eq!(grants.effective().len(), 4);
        let used =
            |scope| grants.get(grants.for_scope(scope).unwrap()).unwrap().tokens.as_ref().unwrap().access.expose();
        assert_eq!(used(Scope::ProfileRead), "mct_one");
        assert_eq!(used(Scope::WalletRead), "mct_two");
        assert_eq!(grants.for_scope(Scope::WalletSend), None);
    }

    #[test]
    fn r36_a_candidate_of_another_account_never_replaces() {
        let mut grants = Grants::default();
        admit(&mut grants, "one", "profile:read", ada());
        let before = format!("{:?}", grants.to_kept());
        let bola = Some(Account::Monei("bola".into()));
        assert_eq!(admit(&mut grants, "two", "profile:read wallet:read", bola), Admission::OtherAccount);
        assert_eq!(admit(&mut grants, "three", "wallet:read", None), Admission::Unidentified);
        assert_eq!(format!("{:?}", grants.to_kept()), before);
    }

    #[test]
    fn an_ended_grant_is_remembered_for_the_reconnect() {
        let mut grants = Grants::default();
        admit(&mut grants, "one", "profile:read wallet:read", ada());
        grants.end(grants.for_scope(Scope::WalletRead).unwrap());
        assert!(grants.effective().is_empty());
        assert_eq!(grants.ended(), ScopeSet::parse("profile:read wallet:read"));
        admit(&mut grants, "two", "profile:read wallet:read", ada());
        assert!(grants.ended().is_empty());
    }

    #[test]
    fn a_reconnect_that_grants_less_locks_the_rest() {
        let mut grants = Grants::default();
        admit(&mut grants, "one", "profile:read wallet:read", ada());
        grants.end(grants.for_scope(Scope::WalletRead).unwrap());
        let (candidate, declined) = (grant("two", "wallet:read"), ScopeSet::parse("profile:read"));
        grants.admit(candidate, Some(ada()), declined, Timestamp::UNIX_EPOCH);
        assert_eq!((grants.effective(), grants.ended()), (Scope::WalletRead.into(), ScopeSet::EMPTY));
        assert_eq!(grants.permission(Scope::ProfileRead).map(|record| record.granted), Some(false));
    }

    #[test]
    fn a_wallet_keeps_the_name_that_it_had_before_it_was_known_whose_it_is() {
        let local = Account::Local("one".into());
        let mut grants = Grants::default();
        admit(&mut grants, "one", "wallet:send", local);
        assert_eq!(grants.names().current.as_deref(), Some("local:one"));
        admit(&mut grants, "two", "profile:read", ada());
        admit(&mut grants, "three", "profile:read wallet:read", ada());
        let text = serde_json::to_string(&grants.to_kept()).unwrap();
        let again = Grants::from_kept(serde_json::from_str(&text).unwrap(), "demonstration");
        for grants in [&grants, &again] {
            assert_eq!(grants.account, Some(ada()));
            let names = grants.names();
            assert_eq!(names.current.as_deref(), Some("monei:ada"));
            assert!(names.include("monei:ada") && names.include("local:one"));
            assert!(!names.include("local:two") && !names.include("ada"));
        }
    }

    #[test]
    fn grants_survive_being_kept() {
        let mut grants = Grants::default();
        admit(&mut grants, "one", "profile:read wallet:read", ada());
        grants.decline(ScopeSet::parse("kyc:read profile:read"), Timestamp::UNIX_EPOCH);
        let text = serde_json::to_string(&grants.to_kept()).unwrap();
        let again = Grants::from_kept(serde_json::from_str(&text).unwrap(), "demonstration");
        assert_eq!(again.account, Some(ada()));
        assert_eq!(again.effective(), grants.effective());
        assert_eq!(again.permission(Scope::KycRead).map(|record| record.granted), Some(false));
        assert_eq!(again.permission(Scope::ProfileRead).map(|record| record.granted), Some(true));
    }
}
