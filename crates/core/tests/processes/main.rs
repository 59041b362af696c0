//! Real processes on one vault: this program starts itself again, as often as a test needs. What they share is a file of
//! secrets and the lock beside it, as the application and the command line would.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

mod monei;
mod sibling;

use std::sync::Arc;

use monei::Monei;
use monei_api::{Scope, ScopeSet};
use monei_core::vault::document::KeptGrant;
use monei_nightly::rounds;
use sibling::{DYING, Sibling};

/// A folder with a vault in it that holds grants.
struct Shared {
    folder: tempfile::TempDir,
    monei: Monei,
}

impl Shared {
    /// One of the grants is for the pair that Monei knows; the tokens of the others have this length.
    async fn new(length: usize) -> Self {
        let shared = Self { folder: tempfile::tempdir().unwrap(), monei: Monei::start().await };
        assert_eq!(shared.sibling().await.ask(&format!("sign-in {length}")).await, "signed in");
        shared
    }

    async fn sibling(&self) -> Sibling {
        Sibling::start(&self.monei.base(), self.folder.path()).await
    }

    /// What another program that starts now would find.
    async fn kept(&self) -> Vec<KeptGrant> {
        let store = Arc::new(sibling::open_store(self.folder.path()));
        sibling::vault(store, self.folder.path()).load_grants().await.unwrap().unwrap().grants.grants
    }

    /// The access token of the one pair that Monei knows.
    async fn access_token(&self) -> String {
        let kept = self.kept().await;
        let found = kept.iter().find(|grant| ScopeSet::parse(&grant.scopes) == Scope::WalletRead.into()).unwrap();
        found.tokens.as_ref().unwrap().access.expose().to_owned()
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn r27_eight_processes_at_expiry_make_one_refresh() {
    let shared = Shared::new(0).await;
    let mut siblings = Vec::new();
    for _ in 0..8 {
        siblings.push(shared.sibling().await);
    }
    for round in 1..=rounds(100, 1_000) {
        // An hour later the token has expired, to all of them at once.
        let seconds = i64::try_from(round).unwrap() * monei::LIFETIME;
        shared.monei.set_clock(seconds);
        for sibling in &mut siblings {
            sibling.tell(&format!("balance {seconds}")).await;
        }
        for sibling in &mut siblings {
            assert_eq!(sibling.answer().await, "1805", "round {round}");
        }
        assert_eq!((shared.monei.refreshes(), shared.monei.refusals()), (round, 0), "round {round}");
    }
    assert_eq!(shared.access_token().await, monei::pair(shared.monei.refreshes()).0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn r27_a_process_whose_pair_is_dead_uses_the_pair_of_the_others() {
    let shared = Shared::new(0).await;
    let (mut one, mut other) = (shared.sibling().await, shared.sibling().await);
    shared.monei.set_clock(3_590);
    assert_eq!(one.ask("balance 3590").await, "1805");
    // By this one's clock its token is good, but the other one has renewed it.
    assert_eq!(other.ask("balance 0").await, "1805");
    assert_eq!((shared.monei.refreshes(), shared.monei.refusals()), (1, 0));
}

/// A person disconnects in one program while another one runs.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn r38_a_disconnect_reaches_the_other_processes() {
    let shared = Shared::new(0).await;
    let (mut one, mut other) = (shared.sibling().await, shared.sibling().await);
    assert_eq!(other.ask("balance 0").await, "1805");
    assert_eq!(one.ask("disconnect").await, "disconnected");
    shared.monei.revoke_all();
    assert_eq!(other.ask("balance 0").await, "Ended(Disconnected)");
    assert_eq!((shared.monei.refreshes(), shared.monei.refusals()), (0, 0), "nobody renews what was disconnected");
}

/// Whoever holds the lock goes on to hold it, and then dies.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_process_that_hangs_holds_up_renewals_and_nothing_else() {
    let shared = Shared::new(0).await;
    let (mut hangs, mut other) = (shared.sibling().await, shared.sibling().await);
    assert_eq!(hangs.ask("hold").await, "held");
    assert_eq!(other.ask("balance 3540").await, "1805", "the old token is good for a minute");
    assert_eq!(shared.monei.refreshes(), 0);
    hangs.kill().await;
    shared.monei.set_clock(3_600);
    assert_eq!(other.ask("balance 3600").await, "1805", "the lock has ended with its process");
    assert_eq!(shared.monei.refreshes(), 1);
}

/// Killed before each operation on the store that a renewal makes, in turn.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn r29_killed_in_the_midst_of_a_renewal_a_process_leaves_whole_pairs() {
    let mut point = 0;
    let mut found_new = 0;
    loop {
        // As long as signed tokens are, so that the vault has many parts.
        let shared = Shared::new(700).await;
        let mut victim = shared.sibling().await;
        assert_eq!(victim.ask(&format!("die-after {point}")).await, "mortal");
        shared.monei.set_clock(3_600);
        let last = victim.ask("balance 3600").await;
        victim.kill().await;

        let generation = shared.monei.refreshes();
        let access = shared.access_token().await;
        let possible = [monei::pair(0).0, monei::pair(generation).0];
        assert!(possible.contains(&access), "point {point}: {access} of generation {generation}");
        found_new += usize::from(generation > 0 && access == possible[1]);
        for grant in shared.kept().await {
            let pair = grant.tokens.unwrap();
            let (access, refresh) = (pair.access.expose(), pair.refresh.expose());
            assert_eq!(access.strip_prefix("mct_"), refresh.strip_prefix("mcr_"), "point {point}");
        }
        if last != DYING {
            assert_eq!(last, "1805");
            break;
        }
        point += 1;
    }
    assert!(point >= 12, "{point} points");
    assert!(found_new > 1, "no process was killed after the new pair was in force");
}
