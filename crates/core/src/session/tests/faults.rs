//! Renewals that fail, are killed, or meet a clock that jumps.

use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

use super::*;

/// What a round of the test below does to a renewal.
#[derive(Clone, Copy, Debug)]
enum Plan {
    /// Everything goes well.
    Plain,
    /// The first answer is this.
    Answer(Fault),
    /// The answer is lost twice, and nothing was rotated.
    LostTwice,
    /// The keychain refuses even the probe.
    Unwritable,
    /// The keychain refuses the new pair, until the person has seen to it.
    NotKept,
    /// Another process renews first.
    Sibling,
    /// Another process renews first, where nothing keeps the two apart: this one finds out by being refused.
    SiblingUnseen,
    /// Nobody listens at Monei's address.
    NoConnection,
}

fn plan(random: &mut StdRng) -> Plan {
    const FAULTS: [u16; 10] = [403, 404, 408, 409, 422, 429, 500, 502, 503, 504];
    match random.random_range(0..15) {
        0 | 1 => Plan::Plain,
        2 => Plan::Answer(Fault::Status([400, 401][random.random_range(0..2)])),
        3 => Plan::Answer(Fault::LostBefore),
        4 => Plan::Answer(Fault::LostAfter),
        5 => Plan::Answer(Fault::Garbled),
        6 => Plan::LostTwice,
        7 => Plan::Unwritable,
        8 => Plan::NotKept,
        9 => Plan::Sibling,
        10 => Plan::SiblingUnseen,
        11 => Plan::NoConnection,
        _ => Plan::Answer(Fault::Status(FAULTS[random.random_range(0..FAULTS.len())])),
    }
}

impl Scene {
    fn generation(&self) -> usize {
        self.monei.generation.load(Ordering::SeqCst)
    }

    /// The refresh token of the pair in memory.
    fn held(&self) -> Option<String> {
        self.session.inspect(|grants| {
            let tokens = grants.get(grants.for_scope(Scope::WalletRead)?)?.tokens.as_ref()?;
            Some(tokens.refresh.to_credential().expose().to_owned())
        })
    }
}

impl Scene {
    async fn renewed_by_another(&self) {
        let another = self.another().await;
        another.session.fresh_bearer(Scope::WalletRead).await.unwrap();
    }

    /// The vault is as it was until this session has asked for its renewal.
    async fn renewed_by_another_unseen(&self) {
        let before = self.store.everything();
        self.renewed_by_another().await;
        let after = self.store.everything();
        self.store.put_back(&before);
        let store = self.store.clone();
        *self.monei.meanwhile.lock().unwrap() = Some(Box::new(move || store.put_back(&after)));
    }

    /// A session on the same vault whose Monei is gone.
    async fn without_a_server(&self) -> Session {
        let closed = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
        let base = BaseUrl::parse(&format!("http://{closed}")).unwrap();
        session_at(&base, &self.http, &self.vault, &self.seconds, self.vault.load_grants().await.unwrap())
    }
}

#[tokio::test]
async fn r30_tokens_are_wiped_only_when_the_newest_are_refused() {
    let scene = scene(0).await;
    let mut random = StdRng::seed_from_u64(30);
    for round in 0..rounds(5_000, 50_000) {
        let plan = plan(&mut random);
        let script = match plan {
            Plan::Answer(fault) => vec![fault],
            Plan::LostTwice => vec![Fault::LostBefore; 2],
            _ => vec![],
        };
        scene.monei.script.lock().unwrap().extend(script);
        match plan {
            Plan::Unwritable => scene.store.allow(0),
            Plan::NotKept => scene.store.allow(1),
            _ => {}
        }
        let (before, refreshes) = (scene.generation(), scene.refreshes());
        match plan {
            Plan::Sibling => scene.renewed_by_another().await,
            Plan::SiblingUnseen => scene.renewed_by_another_unseen().await,
            _ => {}
        }
        let session = match plan {
            Plan::NoConnection => Arc::new(scene.without_a_server().await),
            _ => scene.session.clone(),
        };
        let renewed = session.fresh_bearer(Scope::WalletRead).await.map(|bearer| bearer.access.expose().to_owned());
        let (current, next) = (pair_text(before), pair_text(before + 1));
        let told = format!("{round}: {plan:?}: {renewed:?}");

        match plan {
            Plan::Plain | Plan::NotKept | Plan::Answer(Fault::LostBefore) => {
                assert_eq!(renewed.as_ref(), Ok(&next.0), "{told}");
                assert_eq!(scene.held().as_ref(), Some(&next.1), "{told}");
                scene.store.allow(usize::MAX);
                scene.session.keep_again().await;
                assert_eq!(scene.kept().await.as_ref(), Some(&next.0), "{told}");
            }
            // It was the refresh token that Monei knows, or Monei has rotated and says so when it is asked again.
            Plan::Answer(Fault::Status(400 | 401) | Fault::LostAfter | Fault::Garbled) => {
                let refused = matches!(plan, Plan::Answer(Fault::Status(_)));
                let ending = if refused { Ending::Refused } else { Ending::AnswerLost };
                assert_eq!(renewed, Err(SessionError::Ended(ending)), "{told}");
                assert_eq!(scene.kept().await, None, "{told}");
                assert_eq!(scene.session.inspect(Grants::ended), Scope::WalletRead.into(), "{told}");
                assert_eq!(scene.sign_in(0).await, Admission::Admitted);
            }
            Plan::Sibling | Plan::SiblingUnseen => {
                assert_eq!(renewed.as_ref(), Ok(&next.0), "{told}");
                assert_eq!(scene.kept().await.as_ref(), Some(&next.0), "{told}");
                assert_eq!(scene.held().as_ref(), Some(&next.1), "{told}");
            }
            Plan::Unwritable | Plan::LostTwice | Plan::NoConnection | Plan::Answer(Fault::Status(_)) => {
                assert!(matches!(renewed, Err(SessionError::Call(_) | SessionError::Vault(_))), "{told}");
                assert_eq!(scene.generation(), before, "{told}");
                scene.store.allow(usize::MAX);
                assert_eq!(scene.kept().await.as_ref(), Some(&current.0), "{told}");
            }
        }
        let asked = match plan {
            Plan::Unwritable | Plan::NoConnection => 0,
            Plan::SiblingUnseen
            | Plan::LostTwice
            | Plan::Answer(Fault::LostBefore | Fault::LostAfter | Fault::Garbled) => 2,
            _ => 1,
        };
        assert_eq!(scene.refreshes() - refreshes, asked, "{told}");
        // The next token is due, and a failure no longer stands.
        scene.pass(3_600);
    }
}

/// The process dies before each operation of the store in turn; what a new one then reads is looked at.
#[tokio::test]
async fn r29_a_renewal_that_dies_at_any_point_leaves_whole_pairs() {
    let others = ScopeSet::all().without(Scope::WalletRead.into());
    let mut points = 0;
    let mut outcomes = [0, 0];
    loop {
        let scene = scene(0).await;
        for scope in others.iter() {
            // As long as signed tokens are, so that the document has many parts.
            let name = format!("{}{}", scope.name(), "x".repeat(700));
            let pair = (format!("mct_{name}"), format!("mcr_{name}"));
            let candidate = grant(pair, scene.now() + SignedDuration::from_hours(1), scope.into());
            assert_eq!(scene.session.admit(candidate, Some(ada()), ScopeSet::EMPTY).await, Admission::Admitted);
        }
        scene.store.die_after(points);
        let _ = scene.session.fresh_bearer(Scope::WalletRead).await;
        let survived = scene.store.live().is_ok();

        // A new process reads what the old one has left.
        scene.store.die_after(usize::MAX);
        let vault = Vault::over(scene.store.clone(), "demonstration", "default");
        let kept = vault.load_grants().await.unwrap().unwrap().grants;
        assert_eq!(kept.grants.len(), 9, "point {points}");
        for found in kept.grants {
            let pair = found.tokens.unwrap();
            let (access, refresh) = (pair.access.expose(), pair.refresh.expose());
            assert_eq!(access.strip_prefix("mct_"), refresh.strip_prefix("mcr_"), "point {points}");
            if found.scopes == Scope::WalletRead.name() {
                let generation = usize::from(access == "mct_1");
                assert_eq!(access, pair_text(generation).0, "point {points}");
                outcomes[generation] += 1;
            }
        }
        if survived {
            break;
        }
        points += 1;
    }
    assert!(points >= 24, "{points} points");
    assert!(outcomes.iter().all(|times| *times > 0), "{outcomes:?}");
}

#[tokio::test]
async fn r31_a_clock_that_jumps_costs_one_refresh_at_most() {
    const MINUTE: i64 = 60;
    for jump in [8 * 60 * MINUTE, -60 * MINUTE, 10 * MINUTE, -10 * MINUTE] {
        // As Monei sees it the token is good, or it is not.
        for expired in [false, true] {
            for minutes_left in [1, 4, 6, 9, 12, 59] {
                let scene = scene(minutes_left).await;
                scene.monei.first_access_expired.store(expired, Ordering::SeqCst);
                scene.jump(jump);
                let told = format!("{jump} s with {minutes_left} minutes left");
                assert_eq!(scene.balance().await.as_deref(), Ok("1805"), "{told}");
                assert!(scene.refreshes() <= 1, "{told}");
                assert_eq!(scene.balance().await.as_deref(), Ok("1805"), "{told}");
                assert!(scene.refreshes() <= 1, "{told}");
            }
        }
    }
}

/// Whatever the computer's clock shows, tokens are renewed when Monei's says so.
#[tokio::test]
async fn r31_a_wrong_clock_is_corrected_by_the_dates_of_the_answers() {
    const MINUTE: i64 = 60;
    for wrong in [8 * 60 * MINUTE, -60 * MINUTE, 10 * MINUTE, -10 * MINUTE] {
        let scene = scene(60).await;
        scene.jump(wrong);
        scene.balance().await.unwrap();
        let first = scene.refreshes();
        assert!(first <= 1, "{wrong}");
        scene.pass(3_600);
        scene.balance().await.unwrap();
        let renewed = scene.refreshes();
        for _ in 0..54 {
            scene.pass(MINUTE);
            scene.balance().await.unwrap();
        }
        assert_eq!(scene.refreshes(), renewed, "{wrong}: an hour has only begun");
        scene.pass(2 * MINUTE);
        scene.balance().await.unwrap();
        assert_eq!(scene.refreshes(), renewed + 1, "{wrong}: under five minutes remain");
        assert_eq!(scene.session.clock.behind(), SignedDuration::from_secs(-wrong));
        // Set right again, it is followed without a loss too.
        scene.jump(-wrong);
        scene.balance().await.unwrap();
        scene.balance().await.unwrap();
        assert!(scene.refreshes() <= renewed + 2, "{wrong}");
    }
}
