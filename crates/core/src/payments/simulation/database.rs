//! On the real database: fewer payments, and every crash is a journal that is closed and opened again.

use monei_nightly::rounds;

use super::*;
use crate::cache::CacheKey;
use crate::clock::Clock;
use crate::payments::flight::{Draft, Landed};
use crate::payments::journal::Journal;
use crate::payments::store::PaymentJournal;

/// A folder, and the journal in it as a process has it open.
struct Computer {
    folder: tempfile::TempDir,
    key: CacheKey,
    journal: PaymentJournal,
}

impl Computer {
    async fn new(now: Timestamp) -> Self {
        let (folder, key) = (tempfile::tempdir().unwrap(), CacheKey::random().unwrap());
        let journal = PaymentJournal::open(folder.path(), "ada", key.clone(), now).await.unwrap();
        Self { folder, key, journal }
    }

    async fn restart(&mut self, now: Timestamp) {
        self.journal = PaymentJournal::open(self.folder.path(), "ada", self.key.clone(), now).await.unwrap();
    }

    async fn settle(&self, monei: &Monei, complete_since: Option<Timestamp>) {
        let listing = monei.listing(complete_since);
        self.journal.recover(listing.read_at).await.unwrap();
        let records = self.journal.records().await.unwrap();
        assert_eq!((records.torn.len(), records.lost_at), (0, None));
        for (id, state) in judge(&records.whole, &listing) {
            self.journal.advance(&id, &state, listing.read_at).await.unwrap();
        }
    }

    /// False: the process ended on the way.
    async fn pay(&self, intent: Intent, network: &Network<'_>, clock: &Clock) -> bool {
        let flight = async {
            let pin = pin(&intent);
            let despite = self.journal.records().await.unwrap().look_alikes(&intent);
            let confirmed = Draft::new(intent).confirm(pin, despite).unwrap();
            let journaled = confirmed.journal(&self.journal, clock.now()).await.unwrap();
            let landed = match journaled.send(&self.journal, network, clock).await {
                Landed::Again(journaled) => journaled.send(&self.journal, network, clock).await,
                ended @ Landed::Ended { .. } => ended,
            };
            assert!(matches!(landed, Landed::Ended { kept: Ok(()), .. }), "{landed:?}");
        };
        tokio::select! {
            biased;
            () = flight => true,
            () = network.crash.notified() => false,
        }
    }
}

async fn one_wallet(seed: u64, tally: &mut Tally) {
    let chance = Chance(Cell::new(seed ^ 0x6461_7461));
    let start: Timestamp = "2026-01-01T00:00:00Z".parse().unwrap();
    let monei = Monei { now: Mutex::new(start), ..Monei::default() };
    let mut computer = Computer::new(start).await;
    for index in 0..10 {
        let now = monei.pass(&chance);
        let clock = Clock::new(move || now);
        let intent = intent(&chance, index, now);
        monei.expect(&intent, chance.of(&FAULTS), false);
        let crash = Notify::new();
        let network = Network { monei: &monei, manner: Manner::of(&chance), crash: &crash };
        if !computer.pay(intent, &network, &clock).await || chance.one_in(5) {
            computer.restart(now).await;
        }
        if chance.one_in(6) {
            monei.receives(&chance);
        }
        if chance.one_in(3) {
            monei.finish();
        }
        if chance.one_in(2) {
            computer.settle(&monei, None).await;
        }
    }
    *monei.now.lock().unwrap() += SignedDuration::from_hours(72);
    monei.finish();
    for _ in 0..3 {
        computer.settle(&monei, Some(start - SignedDuration::from_hours(1))).await;
    }
    judge_wallet(seed, &computer.journal.records().await.unwrap().whole, &monei, tally);
}

#[tokio::test]
async fn r49_no_fault_makes_a_payment_of_the_real_journal_happen_twice_or_be_told_falsely() {
    let mut tally = Tally::default();
    for seed in 0..rounds(60, 2_000) {
        one_wallet(seed, &mut tally).await;
    }
    assert_eq!(tally.payments, rounds(600, 20_000));
    tally.is_lively();
}
