//! What a crash, a power cut or a full disk leaves behind: all of a page or nothing of it.

use std::fs;
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use jiff::tz::TimeZone;
use monei_nightly::rounds;

use super::files::{close, database, wal};
use super::*;

/// The folder in which the process that is killed writes.
const VARIABLE: &str = "MONEI_CACHE_OF_THE_CHILD";
const PAGE: i64 = 40;

fn page(number: i64) -> Vec<Transaction> {
    let rows = (0..PAGE).rev();
    rows.map(|at| row(&format!("{number}-{at}"), number * PAGE + at, &format!("page {number}"))).collect()
}

/// Not a test of its own: the process that [`r41_a_kill_leaves_whole_pages`] starts and kills. It says each page that is
/// kept, and never ends by itself.
#[test]
fn the_process_that_is_killed() {
    let Ok(folder) = std::env::var(VARIABLE) else { return };
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    runtime.block_on(async {
        let cache = open(Path::new(&folder)).await;
        for number in 0.. {
            cache.take_in(page(number)).await.unwrap();
            println!("\nkept {number}");
        }
    });
}

#[test]
fn r41_a_kill_leaves_whole_pages() {
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let mut random = StdRng::seed_from_u64(41);
    for _ in 0..rounds(12, 400) {
        let folder = tempfile::tempdir().unwrap();
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["cache::tests::crash::the_process_that_is_killed", "--exact", "--nocapture"])
            .env(VARIABLE, folder.path())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        // While this one reads, the other one is on its way through the next page.
        let wanted = random.random_range(0..40);
        let lines = BufReader::new(child.stdout.take().unwrap()).lines().map(Result::unwrap);
        let said = lines.filter(|line| line.starts_with("kept ")).take(wanted + 1).count();
        child.kill().unwrap();
        child.wait().unwrap();

        let (count, of_each) = runtime.block_on(async {
            let cache = open(folder.path()).await;
            assert_eq!(*cache.set_aside().borrow(), None);
            let count = cache.outline(Query::default(), TimeZone::UTC).await.unwrap().count;
            let mut of_each = Vec::new();
            for number in 0..i64::try_from(count).unwrap() / PAGE {
                let query = typed(&format!("page {number} dep-{number}-"));
                of_each.push(cache.outline(query, TimeZone::UTC).await.unwrap().count);
            }
            (count, of_each)
        });
        assert!(count >= (said as u64) * PAGE as u64, "{count} of {said} pages");
        assert_eq!(count % PAGE as u64, 0, "part of a page was kept");
        assert!(of_each.iter().all(|of_one| *of_one >= PAGE as u64), "{of_each:?}");
    }
}

/// The state of the list, whole.
async fn rows_of(cache: &Cache) -> Vec<crate::overview::Entry> {
    let found = cache.rows(Query::default(), 0, 1_000).await.unwrap().rows;
    assert_eq!(cache.outline(typed("page"), TimeZone::UTC).await.unwrap().count, found.len() as u64);
    found
}

/// Whatever part of the log has reached the disk, and whatever the rest of it holds, the list is the old or the new one.
#[tokio::test]
async fn r41_a_power_cut_leaves_the_old_or_the_new_list() {
    let folder = tempfile::tempdir().unwrap();
    let cache = open(folder.path()).await;
    for number in 0..5 {
        cache.take_in(page(number)).await.unwrap();
    }
    let old = rows_of(&cache).await;
    close(&cache).await;
    let old_file = fs::read(database(folder.path())).unwrap();

    let cache = open(folder.path()).await;
    let mut next = page(5);
    next.extend(page(3).into_iter().map(|row| made(&json!({ "id": row.id, "narration": "page anew" }))));
    cache.take_in(next).await.unwrap();
    let new = rows_of(&cache).await;
    let log = fs::read(wal(folder.path())).unwrap();
    close(&cache).await;
    let new_file = fs::read(database(folder.path())).unwrap();
    assert_ne!(old, new);
    assert!(log.len() > 20_000, "{}", log.len());

    let mut random = StdRng::seed_from_u64(42);
    let mut seen = [0, 0];
    for round in 0..rounds(60, 3_000) {
        let folder = tempfile::tempdir().unwrap();
        let cut = if round == 0 { log.len() } else { random.random_range(0..=log.len()) };
        let mut part = log[..cut].to_vec();
        match round % 3 {
            // The file was made longer, but the rest of it was not written.
            1 => part.resize(log.len(), 0),
            2 => part.resize_with(log.len(), || random.random()),
            _ => {}
        }
        fs::write(database(folder.path()), &old_file).unwrap();
        fs::write(wal(folder.path()), &part).unwrap();
        let cache = open(folder.path()).await;
        assert_eq!(*cache.set_aside().borrow(), None, "{cut}");
        let found = rows_of(&cache).await;
        assert!(found == old || found == new, "{cut} of {}", log.len());
        seen[usize::from(found == new)] += 1;
        assert!(cache.take_in(page(9)).await.is_ok());
    }
    assert!(seen[0] > 0 && seen[1] > 0, "{seen:?}");

    // The log was whole, and some of its pages have been taken into the database.
    for _ in 0..rounds(20, 1_000) {
        let folder = tempfile::tempdir().unwrap();
        let mut mixed = old_file.clone();
        mixed.resize(new_file.len(), 0);
        for (page, new_page) in mixed.chunks_mut(4_096).zip(new_file.chunks(4_096)) {
            if random.random_bool(0.5) {
                page.copy_from_slice(new_page);
            }
        }
        fs::write(database(folder.path()), &mixed).unwrap();
        fs::write(wal(folder.path()), &log).unwrap();
        let cache = open(folder.path()).await;
        assert!(rows_of(&cache).await == new);
        assert_eq!(*cache.set_aside().borrow(), None);
    }
}

/// A disk of so many pages: SQLite meets the same error as where the system has no more.
async fn limit_pages(cache: &Cache, pages: i64) {
    let sql = format!("PRAGMA max_page_count = {pages}");
    let limited =
        cache.seats.ask(seats::Seat::Writer, move |connection| Ok(connection.query_row(&sql, [], |_| Ok(()))?));
    limited.await.unwrap();
}

#[tokio::test]
async fn a_full_disk_keeps_what_was_kept_and_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let cache = open(folder.path()).await;
    cache.take_in(page(0)).await.unwrap();
    limit_pages(&cache, 1).await;
    let mut refused = None;
    let mut kept = 1;
    for number in 1..200 {
        match cache.take_in(page(number)).await {
            Ok(_) => kept = number + 1,
            Err(error) => {
                refused = Some(error);
                break;
            }
        }
    }
    assert_eq!(refused, Some(CacheError::Full));
    assert_eq!(i64::try_from(rows_of(&cache).await.len()).unwrap(), kept * PAGE);
    assert_eq!(*cache.set_aside().borrow(), None);
    limit_pages(&cache, 1_000_000).await;
    assert!(cache.take_in(page(200)).await.is_ok());
    assert_eq!(i64::try_from(rows_of(&cache).await.len()).unwrap(), (kept + 1) * PAGE);
}

#[tokio::test]
async fn a_question_that_nobody_waits_for_does_not_keep_others_waiting() {
    let cache = Cache::in_memory().await.unwrap();
    take_in(&cache, &history(1_000, 51)).await;
    // Each of these is dropped before or while it is answered.
    for _ in 0..200 {
        let asked = cache.outline(typed("a"), TimeZone::UTC);
        tokio::select! {
            biased;
            () = tokio::task::yield_now() => {}
            _ = asked => {}
        }
    }
    assert_eq!(cache.outline(Query::default(), TimeZone::UTC).await.unwrap().count, 1_000);
    assert_eq!(cache.rows(Query::default(), 0, 10).await.unwrap().rows.len(), 10);
}

#[tokio::test]
async fn readers_do_not_wait_for_a_writer() {
    let folder = tempfile::tempdir().unwrap();
    let cache = open(folder.path()).await;
    cache.take_in(page(0)).await.unwrap();
    let (go_on, wait) = std::sync::mpsc::channel::<()>();
    let (begun, has_begun) = tokio::sync::oneshot::channel();
    let writing = tokio::spawn({
        let cache = cache.clone();
        async move {
            cache
                .seats
                .ask(seats::Seat::Writer, move |connection| {
                    let transaction = connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
                    transaction.execute("DELETE FROM sent", [])?;
                    let _ = begun.send(());
                    let _ = wait.recv();
                    Ok(transaction.rollback()?)
                })
                .await
        }
    });
    has_begun.await.unwrap();
    assert_eq!(i64::try_from(cache.rows(Query::default(), 0, 100).await.unwrap().rows.len()).unwrap(), PAGE);
    go_on.send(()).unwrap();
    writing.await.unwrap().unwrap();
}
