//! R35: random lives of a wallet's grants, beside a model that knows only what each token can do.

use std::collections::BTreeSet;

use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

use super::*;
use crate::vault::slots::Slots;

/// What Monei grants when somebody who has granted before grants more. It is not documented.
#[derive(Clone, Copy, Debug)]
enum Platform {
    /// Everything that was ever granted.
    Union,
    /// What was answered this time.
    NewOnly,
}

/// A token that works, by the name of its pair.
type Token = (String, ScopeSet);

/// What must be true of the grants.
#[derive(Default)]
struct Model {
    live: Vec<Token>,
    /// What the refused tokens could do, as far as no later answer has dealt with it.
    dead: Vec<ScopeSet>,
    /// The pairs that Monei may still accept.
    pairs: BTreeSet<String>,
}

impl Model {
    fn effective(&self) -> ScopeSet {
        self.live.iter().fold(ScopeSet::EMPTY, |all, (_, scopes)| all.union(*scopes))
    }

    fn ended(&self) -> ScopeSet {
        self.dead.iter().fold(ScopeSet::EMPTY, |all, scopes| all.union(*scopes)).without(self.effective())
    }

    fn admit(&mut self, name: String, scopes: ScopeSet, declined: ScopeSet) {
        self.live.retain(|(_, held)| !scopes.contains_all(*held));
        for dead in &mut self.dead {
            *dead = dead.without(scopes).without(declined);
        }
        self.pairs.insert(name.clone());
        self.live.push((name, scopes));
    }

    fn take(&mut self, name: &str) -> ScopeSet {
        let at = self.live.iter().position(|(held, _)| held == name).expect("the model knows the token");
        self.live.remove(at).1
    }
}

fn some_of(random: &mut StdRng, scopes: ScopeSet) -> ScopeSet {
    let share = random.random_range(1..4);
    scopes.iter().filter(|_| random.random_ratio(share, 4)).collect()
}

/// A life: the grants, the model beside them, and what Monei remembers.
struct Life {
    grants: Grants,
    model: Model,
    platform: Platform,
    approved: ScopeSet,
    pairs: usize,
    vault: Slots,
}

impl Life {
    fn new(platform: Platform) -> Self {
        let vault = Slots::new(Arc::new(MemoryStore::default()), "grants");
        let (grants, model) = (Grants::default(), Model::default());
        Self { grants, model, platform, approved: ScopeSet::EMPTY, pairs: 0, vault }
    }

    fn candidate(&mut self, scopes: ScopeSet) -> (String, Grant) {
        self.pairs += 1;
        let (access, refresh) = pair_text(self.pairs);
        (access.clone(), grant((access, refresh), Timestamp::UNIX_EPOCH, scopes))
    }

    /// A sign-in of Ada's for some permissions, of which she grants some or none.
    fn sign_in(&mut self, random: &mut StdRng) {
        let asked = some_of(random, ScopeSet::all());
        let answered = some_of(random, asked);
        self.approved = self.approved.union(answered);
        let scopes = match self.platform {
            Platform::Union => self.approved,
            Platform::NewOnly => answered,
        };
        let declined = asked.without(scopes);
        if declined == asked {
            // Denied: no candidate is taken in.
            self.grants.decline(declined, Timestamp::UNIX_EPOCH);
            return;
        }
        let (name, candidate) = self.candidate(scopes);
        let admission = self.grants.admit(candidate, Some(ada()), declined, Timestamp::UNIX_EPOCH);
        assert_eq!(admission, Admission::Admitted);
        self.model.admit(name, scopes, declined);
    }

    /// A sign-in whose tokens are somebody else's, or nobody's.
    fn foreign(&mut self, random: &mut StdRng) {
        if self.grants.account.is_none() {
            return;
        }
        let before = format!("{:?}", self.grants.to_kept());
        let (owner, expected) = match random.random_range(0..3) {
            0 => (Some(Account::Monei("bola".into())), Admission::OtherAccount),
            1 => (Some(Account::Local("here".into())), Admission::Unidentified),
            _ => (None, Admission::Unidentified),
        };
        let scopes = some_of(random, ScopeSet::all());
        let (_, candidate) = self.candidate(scopes);
        let declined = some_of(random, ScopeSet::all());
        assert_eq!(self.grants.admit(candidate, owner, declined, Timestamp::UNIX_EPOCH), expected);
        assert_eq!(format!("{:?}", self.grants.to_kept()), before);
    }

    /// A token that some call would use, with its name.
    fn used(&self, random: &mut StdRng) -> Option<(GrantId, String)> {
        let scopes: Vec<Scope> = self.grants.effective().iter().collect();
        let scope = *scopes.get(random.random_range(0..scopes.len().max(1)))?;
        let id = self.grants.for_scope(scope)?;
        let tokens = self.grants.get(id)?.tokens.as_ref()?;
        Some((id, tokens.access.expose().to_owned()))
    }

    fn refresh(&mut self, random: &mut StdRng) {
        let Some((id, name)) = self.used(random) else { return };
        let mut scopes = self.model.take(&name);
        // The answer names no scopes, or those that are left.
        let named = random.random::<bool>().then(|| some_of(random, scopes));
        scopes = named.unwrap_or(scopes);
        let (renewed, fresh) = self.candidate(scopes);
        self.grants.renew(id, fresh.tokens.unwrap(), Timestamp::UNIX_EPOCH, named);
        self.model.pairs.remove(&name);
        self.model.pairs.insert(renewed.clone());
        self.model.live.push((renewed, scopes));
    }

    fn refuse(&mut self, random: &mut StdRng, by_the_token_endpoint: bool) {
        let Some((id, name)) = self.used(random) else { return };
        let scopes = self.model.take(&name);
        self.model.dead.push(scopes);
        if by_the_token_endpoint {
            self.model.pairs.remove(&name);
            self.grants.end(id);
        } else {
            self.grants.set_aside(id);
        }
    }

    /// What a process leaves in its vault, the next one finds.
    fn restart(&mut self) {
        let text = serde_json::to_vec(&self.grants.to_kept()).unwrap();
        self.vault.save(&text).unwrap();
        let found = self.vault.load().unwrap().unwrap();
        self.grants = Grants::from_kept(serde_json::from_slice(&found).unwrap(), "demonstration");
    }

    fn step(&mut self, random: &mut StdRng) -> &'static str {
        match random.random_range(0..12) {
            0..5 => (self.sign_in(random), "sign-in").1,
            5 => (self.foreign(random), "foreign").1,
            6 | 7 => (self.refresh(random), "refresh").1,
            8 => (self.refuse(random, true), "refused").1,
            9 => (self.refuse(random, false), "set aside").1,
            _ => (self.restart(), "restart").1,
        }
    }

    fn check(&self, told: &[&str]) {
        let (grants, model) = (&self.grants, &self.model);
        assert_eq!(grants.effective(), model.effective(), "{told:?}");
        assert_eq!(grants.ended(), model.ended(), "{told:?}");
        for scope in ScopeSet::all().iter() {
            let used = grants.for_scope(scope).map(|id| grants.get(id).unwrap().scopes.len());
            let fitting = model.live.iter().filter(|(_, scopes)| scopes.contains(scope));
            assert_eq!(used, fitting.map(|(_, scopes)| scopes.len()).min(), "{told:?}");
        }
    }
}

#[test]
fn r35_r36_effective_scopes_follow_the_model_over_random_lives() {
    let mut random = StdRng::seed_from_u64(35);
    for number in 0..rounds(100_000, 2_000_000) {
        let mut life = Life::new(if number % 2 == 0 { Platform::Union } else { Platform::NewOnly });
        let mut told = Vec::new();
        for _ in 0..random.random_range(1..12) {
            told.push(life.step(&mut random));
            life.check(&told);
        }
        let pairs = life.grants.into_pairs().into_iter();
        let pairs: BTreeSet<String> = pairs.map(|pair| pair.access.expose().to_owned()).collect();
        assert_eq!(pairs, life.model.pairs, "what Disconnect revokes: {told:?}");
    }
}

#[tokio::test]
async fn r35_what_is_not_admitted_leaves_the_vault_byte_identical() {
    let scene = scene(60).await;
    let mut random = StdRng::seed_from_u64(36);
    let everything = || {
        let names: BTreeSet<String> = scene.store.inner.names().into_iter().collect();
        names.into_iter().map(|name| (scene.store.inner.read(&name).unwrap(), name)).collect::<Vec<_>>()
    };
    let mut refused = 0;
    for number in 0..rounds(500, 10_000) {
        let before = everything();
        let scopes = some_of(&mut random, ScopeSet::all());
        let candidate = || grant(pair_text(1_000 + number), scene.now(), scopes);
        let declined = some_of(&mut random, ScopeSet::all());
        let owner = [None, Some(Account::Monei("bola".into())), Some(ada())][random.random_range(0..3)].clone();
        let admission = if random.random() {
            scene.session.note_declined(declined);
            Admission::Unidentified
        } else {
            scene.session.admit(candidate(), owner, declined).await
        };
        if admission == Admission::Admitted {
            assert_ne!(everything(), before);
        } else {
            assert_eq!(everything(), before);
            refused += 1;
        }
    }
    assert!(refused > 100, "{refused}");
}
