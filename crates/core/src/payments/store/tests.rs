//! The journal on a disk that is cut off, damaged and shared.

use std::fs;

use monei_api::Money;
use monei_client::money::{AwaitedDeposit, Body, Told};
use serde_json::json;

use super::*;
use crate::payments::action::Action;
use crate::payments::intent::{Payee, Reference};
use crate::payments::journal::{Doubt, Rejection, TransactionRef};

const NAME: &str = "demonstration/default";

fn now() -> Timestamp {
    "2026-01-01T12:00:00.5Z".parse().unwrap()
}

fn intent(id: &str) -> Intent {
    Intent {
        id: id.to_owned().into(),
        action: Action::BankTransfer,
        amount: Money::naira("2500.50".parse().unwrap()),
        payee: Payee::new("058/0123456789"),
        reference: Some(Reference::from(format!("reference-{id}"))),
        account: "monei:ada".to_owned(),
        body: Body::new(&json!({ "amount": 2500, "bank": "058" })).unwrap(),
        balance_before: Some(Money::naira("180500.07".parse().unwrap())),
        made_at: now(),
    }
}

fn electricity() -> Told {
    Told::Electricity { token: "00123456789012345678".into(), units: Some("38.2".into()) }
}

fn deposit() -> Told {
    Told::Deposit(Box::new(AwaitedDeposit {
        address: "0xde".into(),
        amount: Some(Money::new("0.000000000000000001".parse().unwrap(), monei_api::Currency::new("USDT"))),
        network: Some("base".into()),
        network_name: None,
        chain_id: Some(8453),
        expires_at: Some(now()),
        shortfall: Some(Money::new("0.5".parse().unwrap(), monei_api::Currency::new("USDT"))),
    }))
}

struct Disk {
    folder: tempfile::TempDir,
    key: CacheKey,
}

impl Disk {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap(), key: CacheKey::random().unwrap() }
    }

    fn files(&self) -> Files {
        Files::new(self.folder.path(), NAME)
    }

    async fn open(&self) -> PaymentJournal {
        PaymentJournal::open(self.folder.path(), NAME, self.key.clone(), now()).await.unwrap()
    }

    /// The first file and its log as they are on the disk now, on another one.
    fn snapshot(&self) -> Self {
        let copy = Self { folder: tempfile::tempdir().unwrap(), key: self.key.clone() };
        for suffix in ["", "-wal"] {
            let (from, to) = (with(&self.files().main(), suffix), with(&copy.files().main(), suffix));
            fs::copy(from, to).unwrap();
        }
        copy
    }

    fn set_aside(&self) -> usize {
        let names = fs::read_dir(self.folder.path()).unwrap().map(|entry| entry.unwrap().file_name());
        names.filter(|name| name.to_str().unwrap().ends_with("-set-aside-1")).count()
    }
}

fn with(path: &Path, suffix: &str) -> std::path::PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}

fn is_lock(name: &std::ffi::OsStr) -> bool {
    Path::new(name).extension() == Some("lock".as_ref())
}

fn damage(path: &Path) {
    let mut bytes = fs::read(path).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle..].iter_mut().for_each(|byte| *byte ^= 0x5a);
    fs::write(path, bytes).unwrap();
}

/// By somebody who was shown everything that it looks like.
async fn begin(journal: &PaymentJournal, intent: &Intent) -> Result<Sending, NotBegun> {
    let despite = journal.records().await?.look_alikes(intent);
    journal.begin(intent, &despite, now()).await
}

/// Closes it, so that everything is in the files and the logs are gone.
async fn close(journal: PaymentJournal) {
    // The second file is written after the answer.
    journal.records().await.unwrap();
    while Arc::strong_count(&journal.pair) > 1 {
        tokio::task::yield_now().await;
    }
    drop(journal);
}

#[tokio::test]
async fn a_record_comes_back_as_it_was() {
    let disk = Disk::new();
    let journal = disk.open().await;
    let states = [
        State::Taken { transaction: None, told: None },
        State::Succeeded { transaction: Some(TransactionRef("t1".into())), told: None },
        State::Succeeded { transaction: None, told: Some(electricity()) },
        State::Taken { transaction: None, told: Some(deposit()) },
        State::Unknown { doubt: Doubt::Undecided { status: 502 } },
        State::Unknown { doubt: Doubt::NoAnswer },
        State::Unknown { doubt: Doubt::Unreadable },
        State::Rejected { why: Rejection::NoConnection },
        State::Rejected { why: Rejection::OutOfTime },
        State::Rejected { why: Rejection::SessionOver },
        State::Rejected { why: Rejection::Refused { status: 400, monei_says: Some("no".into()) } },
        State::Rejected { why: Rejection::Failed { transaction: Some(TransactionRef("t2".into())) } },
    ];
    let mut expected = Vec::new();
    for (number, state) in states.into_iter().enumerate() {
        let intent = intent(&number.to_string());
        let _sending = begin(&journal, &intent).await.unwrap();
        journal.advance(&intent.id, &state, now()).await.unwrap();
        expected.push(Record { intent, state, begun_at: now(), since: now() });
    }
    let without = Intent { reference: None, balance_before: None, ..intent("bare") };
    drop(begin(&journal, &without).await.unwrap());
    expected.push(Record { intent: without, state: State::Journaled, begun_at: now(), since: now() });
    close(journal).await;
    let records = disk.open().await.records().await.unwrap();
    assert_eq!(records, Records { whole: expected, torn: Vec::new(), lost_at: None });
}

#[tokio::test]
async fn only_the_ways_that_there_are_can_be_gone() {
    let disk = Disk::new();
    let journal = disk.open().await;
    let intent = intent("1");
    let done = State::Succeeded { transaction: None, told: None };
    assert_eq!(journal.advance(&intent.id, &done, now()).await, Err(JournalError::Missing));
    let _sending = begin(&journal, &intent).await.unwrap();
    journal.advance(&intent.id, &done, now()).await.unwrap();
    journal.advance(&intent.id, &done, now()).await.unwrap();
    let unknown = State::Unknown { doubt: Doubt::NoAnswer };
    assert_eq!(journal.advance(&intent.id, &unknown, now()).await, Err(JournalError::NoSuchWay));
}

#[tokio::test]
async fn r51_a_record_is_in_the_file_when_the_first_byte_may_leave() {
    let disk = Disk::new();
    let journal = disk.open().await;
    for number in 0..20 {
        let intent = intent(&number.to_string());
        let _sending = begin(&journal, &intent).await.unwrap();
        // The power fails here.
        let copy = disk.snapshot();
        let after = copy.open().await;
        let records = after.records().await.unwrap();
        assert_eq!(
            records.whole.last().map(|record| (&record.intent, &record.state)),
            Some((&intent, &State::Journaled))
        );
        after.recover(now()).await.unwrap();
        let state = after.records().await.unwrap().whole.pop().unwrap().state;
        assert_eq!(state, State::Unknown { doubt: Doubt::Interrupted });
    }
}

#[tokio::test]
async fn r51_a_write_that_the_power_cuts_off_leaves_the_record_as_it_was() {
    let disk = Disk::new();
    let journal = disk.open().await;
    let intent = intent("1");
    let _sending = begin(&journal, &intent).await.unwrap();
    let wal = |disk: &Disk| with(&disk.files().main(), "-wal");
    let before = fs::metadata(wal(&disk)).unwrap().len();
    let state = State::Taken { transaction: Some(TransactionRef("t1".into())), told: Some(electricity()) };
    journal.advance(&intent.id, &state, now()).await.unwrap();
    let whole = disk.snapshot();
    let bytes = fs::read(wal(&whole)).unwrap();
    let before = usize::try_from(before).unwrap();
    assert!(bytes.len() > before);
    let mut seen = [0, 0];
    for length in (before..bytes.len()).step_by(1 + (bytes.len() - before) / 60).chain([bytes.len()]) {
        for garbled in [false, true] {
            let cut = disk.snapshot();
            let mut bytes = bytes[..length].to_vec();
            if garbled && length > before {
                // What was on its way to the disk may be anything.
                bytes[before..].iter_mut().for_each(|byte| *byte ^= 0xff);
            }
            fs::write(wal(&cut), bytes).unwrap();
            let records = cut.open().await.records().await.unwrap();
            let [record] = records.whole.as_slice() else { panic!("{length}: {records:?}") };
            assert_eq!(record.intent, intent);
            assert!(record.state == State::Journaled || record.state == state, "{length}: {record:?}");
            seen[usize::from(record.state == state)] += 1;
        }
    }
    assert!(seen[0] > 0 && seen[1] > 0, "{seen:?}");
}

#[tokio::test]
async fn r51_a_torn_record_is_told_and_never_left_out() {
    let disk = Disk::new();
    let journal = disk.open().await;
    for id in ["1", "2", "3", "4", "5"] {
        drop(begin(&journal, &intent(id)).await.unwrap());
    }
    {
        let pair = lock(&journal.pair);
        for statement in [
            "UPDATE payment SET body = '{\"amount\":9}' WHERE intent = '1'",
            "UPDATE payment SET state = '{' WHERE intent = '2'",
            "UPDATE payment SET action = 'of-a-newer-version' WHERE intent = '3'",
            "UPDATE payment SET amount = 'much', begun_at = 'then' WHERE intent = '4'",
        ] {
            assert_eq!(pair.reader().execute(statement, []).unwrap(), 1);
        }
    }
    let records = journal.records().await.unwrap();
    assert_eq!(records.whole.iter().map(|record| record.intent.id.as_str()).collect::<Vec<_>>(), ["5"]);
    let torn: Vec<_> = records.torn.iter().map(|torn| (torn.id.as_str(), torn.begun_at.is_some())).collect();
    assert_eq!(torn, [("1", true), ("2", true), ("3", true), ("4", false)]);
}

#[tokio::test]
async fn r53_of_many_who_begin_one_intent_one_does() {
    let disk = Disk::new();
    // Two processes, as far as the files can tell.
    let journals = [disk.open().await, disk.open().await];
    for round in 0..20 {
        let mut begun = Vec::new();
        for number in 0..8 {
            let (journal, intent) = (journals[number % 2].clone(), intent(&round.to_string()));
            begun.push(tokio::spawn(async move { begin(&journal, &intent).await.map(drop) }));
        }
        let mut done = 0;
        for begun in begun {
            match begun.await.unwrap() {
                Ok(()) => done += 1,
                Err(error) => assert_eq!(error, JournalError::Twice.into()),
            }
        }
        assert_eq!(done, 1);
    }
    assert_eq!(journals[0].records().await.unwrap().whole.len(), 20);
}

#[tokio::test]
async fn r52_what_is_on_its_way_is_not_taken_for_interrupted() {
    let disk = Disk::new();
    let (sender, other) = (disk.open().await, disk.open().await);
    let intent = intent("1");
    let sending = begin(&sender, &intent).await.unwrap();
    let state = async || other.records().await.unwrap().whole.pop().unwrap().state;
    other.recover(now()).await.unwrap();
    assert_eq!(state().await, State::Journaled);
    drop(sending);
    other.recover(now()).await.unwrap();
    assert_eq!(state().await, State::Unknown { doubt: Doubt::Interrupted });
    // Where a folder knows no locks, its sender may still bring the answer.
    let refused = State::Rejected { why: Rejection::NoConnection };
    sender.advance(&intent.id, &refused, now()).await.unwrap();
    assert_eq!(state().await, refused);
}

#[tokio::test]
async fn a_damaged_file_is_filled_from_the_other_and_kept() {
    for damages_main in [true, false] {
        let disk = Disk::new();
        let journal = disk.open().await;
        for id in ["1", "2"] {
            drop(begin(&journal, &intent(id)).await.unwrap());
        }
        close(journal).await;
        let files = disk.files();
        damage(&if damages_main { files.main() } else { files.copy() });
        for _ in 0..2 {
            let journal = disk.open().await;
            let records = journal.records().await.unwrap();
            assert_eq!((records.whole.len(), records.torn.len(), records.lost_at), (2, 0, None), "{damages_main}");
            assert_eq!(disk.set_aside(), 1);
            close(journal).await;
        }
    }
}

#[tokio::test]
async fn a_file_that_is_gone_is_filled_from_the_other() {
    let disk = Disk::new();
    let journal = disk.open().await;
    drop(begin(&journal, &intent("1")).await.unwrap());
    close(journal).await;
    for gone in [disk.files().main(), disk.files().copy()] {
        fs::remove_file(gone).unwrap();
        let journal = disk.open().await;
        let records = journal.records().await.unwrap();
        assert_eq!((records.whole.len(), records.lost_at), (1, None));
        close(journal).await;
    }
}

#[tokio::test]
async fn where_nothing_can_be_trusted_that_is_said_from_then_on() {
    let disk = Disk::new();
    let journal = disk.open().await;
    assert_eq!(journal.records().await.unwrap().lost_at, None, "there was nothing to lose");
    drop(begin(&journal, &intent("1")).await.unwrap());
    close(journal).await;
    damage(&disk.files().main());
    damage(&disk.files().copy());
    for _ in 0..2 {
        let journal = disk.open().await;
        let records = journal.records().await.unwrap();
        assert_eq!((records.whole.len(), records.lost_at), (0, Some(now())));
        assert_eq!(disk.set_aside(), 2, "what is there of them is kept");
        close(journal).await;
    }
    // Another key opens neither.
    let rekeyed = Disk { folder: disk.folder, key: CacheKey::random().unwrap() };
    assert_eq!(rekeyed.open().await.records().await.unwrap().lost_at, Some(now()));
    remove(rekeyed.folder.path(), NAME).unwrap();
    let left = fs::read_dir(rekeyed.folder.path()).unwrap().map(|entry| entry.unwrap().file_name());
    let left: Vec<_> = left.filter(|name| !is_lock(name)).collect();
    assert_eq!(left, [""; 0]);
}

#[tokio::test]
async fn r34_nothing_of_a_payment_is_readable_on_the_disk() {
    let disk = Disk::new();
    let journal = disk.open().await;
    drop(begin(&journal, &intent("canary")).await.unwrap());
    close(journal).await;
    for entry in fs::read_dir(disk.folder.path()).unwrap() {
        let bytes = fs::read(entry.unwrap().path()).unwrap();
        for canary in ["canary", "0123456789", "monei:ada", "bank-transfer"] {
            assert!(!bytes.windows(canary.len()).any(|window| window == canary.as_bytes()), "{canary}");
        }
    }
}

#[tokio::test]
async fn r42_disconnect_leaves_nothing_of_it() {
    let folder = tempfile::tempdir().unwrap();
    let store = Arc::new(crate::vault::MemoryStore::default());
    let vault = Vault::over(store.clone(), "demonstration", "default");
    assert_eq!(PaymentJournal::of(&vault, now()).await.map(drop), Err(JournalError::Forgetful));
    let vault = vault.shared_through(folder.path());
    let journal = PaymentJournal::of(&vault, now()).await.unwrap();
    drop(begin(&journal, &intent("1")).await.unwrap());
    close(journal).await;
    forget(&vault).await.unwrap();
    assert_eq!(store.names(), [""; 0]);
    let left = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name());
    assert!(left.into_iter().all(|name| is_lock(&name)));
    // Whoever is next begins without a past, and nothing was lost.
    let records = PaymentJournal::of(&vault, now()).await.unwrap().records().await.unwrap();
    assert_eq!(records, Records::default());
}

/// A file that is open can be removed on some systems, and what is written to it goes with it.
#[cfg(unix)]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn r51_nothing_is_paid_by_a_journal_that_another_process_removed() {
    let folder = tempfile::tempdir().unwrap();
    let vault = Vault::over(Arc::new(crate::vault::MemoryStore::default()), "demonstration", "default");
    let vault = vault.shared_through(folder.path());
    let journal = PaymentJournal::of(&vault, now()).await.unwrap();
    let on_its_way = begin(&journal, &intent("1")).await.unwrap();
    let leaving = tokio::spawn({
        let vault = vault.clone();
        async move { forget(&vault).await }
    });
    // Disconnect waits for the payment, whose end is written down.
    let removed = async {
        while !journal.was_removed() {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_millis(300), removed).await.unwrap_err();
    journal.advance(&"1".to_owned().into(), &State::Unknown { doubt: Doubt::NoAnswer }, now()).await.unwrap();
    drop(on_its_way);
    leaving.await.unwrap().unwrap();
    assert!(journal.was_removed());
    assert_eq!(begin(&journal, &intent("2")).await.map(drop), Err(JournalError::Removed.into()));
    // Whoever connects anew has one that lasts.
    let again = PaymentJournal::of(&vault, now()).await.unwrap();
    drop(begin(&again, &intent("3")).await.unwrap());
    assert_eq!(again.records().await.unwrap().whole.len(), 1);
    assert!(!again.was_removed());
}

#[tokio::test]
async fn r55_a_look_alike_is_not_begun_but_by_somebody_who_was_shown_it() {
    let disk = Disk::new();
    let journal = disk.open().await;
    let transaction = || Some(TransactionRef("t1".into()));
    let states = [
        (State::Journaled, true),
        (State::Unknown { doubt: Doubt::Undecided { status: 502 } }, true),
        (State::Taken { transaction: transaction(), told: None }, false),
        (State::Succeeded { transaction: transaction(), told: Some(electricity()) }, false),
        (State::Rejected { why: Rejection::NoConnection }, false),
        (State::Rejected { why: Rejection::Refused { status: 400, monei_says: None } }, false),
        (State::Rejected { why: Rejection::Failed { transaction: transaction() } }, false),
    ];
    let mut doubtful = BTreeSet::new();
    for (number, (state, is_doubtful)) in states.iter().enumerate() {
        let intent = intent(&number.to_string());
        drop(begin(&journal, &intent).await.unwrap());
        if *state != State::Journaled {
            journal.advance(&intent.id, state, now()).await.unwrap();
        }
        doubtful.extend(is_doubtful.then_some(intent.id));
    }
    let another = intent("another");
    let refused = async |despite: &BTreeSet<IntentId>| journal.begin(&another, despite, now()).await.map(drop);
    let looks_alike = Err(NotBegun::LooksAlike(doubtful.clone()));
    assert_eq!(refused(&BTreeSet::new()).await, looks_alike);
    assert_eq!(refused(&doubtful.iter().take(1).cloned().collect()).await, looks_alike);
    assert_eq!(journal.records().await.unwrap().whole.len(), states.len(), "nothing was written");
    refused(&doubtful).await.unwrap();
    // Another amount looks like none of them.
    let more = Intent { amount: Money::naira("2500.51".parse().unwrap()), ..intent("more") };
    drop(journal.begin(&more, &BTreeSet::new(), now()).await.unwrap());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn r55_of_two_processes_with_look_alikes_one_is_told_of_the_other() {
    let disk = Disk::new();
    let journals = [disk.open().await, disk.open().await];
    for round in 0..50 {
        let begun = [0, 1].map(|process| {
            let amount = Money::naira(format!("{}", round + 1).parse().unwrap());
            let intent = Intent { amount, ..intent(&format!("{round}-{process}")) };
            let journal = journals[process].clone();
            tokio::spawn(async move { journal.begin(&intent, &BTreeSet::new(), now()).await.map(drop) })
        });
        let mut done = 0;
        for begun in begun {
            match begun.await.unwrap() {
                Ok(()) => done += 1,
                Err(NotBegun::LooksAlike(with)) => assert_eq!(with.len(), 1),
                Err(error) => panic!("{error}"),
            }
        }
        assert_eq!(done, 1);
    }
}
