//! The file: who may read it, what can be read in it, and what becomes of one that is damaged.

use std::fs;
use std::path::PathBuf;

use super::*;
use crate::overview::Dated;

/// All files of a folder with their content, by name.
fn content(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut files: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| (path.clone(), fs::read(path).unwrap()))
        .collect();
    files.sort();
    files
}

pub(super) fn database(folder: &Path) -> PathBuf {
    Files::new(folder, ACCOUNT).database()
}

pub(super) fn wal(folder: &Path) -> PathBuf {
    database(folder).with_extension("db-wal")
}

const CANARY: &str = "canary Olumide";

/// A cache with something in it, closed.
async fn filled(folder: &Path) {
    let cache = open(folder).await;
    take_in(&cache, &history(400, 31)).await;
    cache.take_in(vec![row("canary", 1, CANARY)]).await.unwrap();
    cache.put_section("profile", &Dated { value: CANARY, as_of: second(1) }).await.unwrap();
    close(&cache).await;
}

/// Ends the connections, so that the log is taken into the database.
pub(super) async fn close(cache: &Cache) {
    cache.seats.leave().await;
}

async fn says_its_canary(cache: &Cache) -> bool {
    cache.rows(typed("olumide"), 0, 9).await.is_ok_and(|found| found.rows.len() == 1)
}

#[tokio::test]
async fn r41_nothing_in_the_files_can_be_read_and_nobody_else_may() {
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().join("cache");
    let cache = open(&place).await;
    cache.take_in(vec![row("canary", 1, CANARY)]).await.unwrap();
    cache.put_section("profile", &Dated { value: CANARY, as_of: second(1) }).await.unwrap();
    let files = content(&place);
    assert_eq!(files.len(), 3, "database, log and index of the log");
    for (path, bytes) in files {
        for plain in [&b"canary"[..], b"Olumide", b"olumide", b"profile", b"SQLite format 3", b"CREATE TABLE", b"ada"] {
            assert!(!bytes.windows(plain.len()).any(|window| window == plain), "{} is plain", path.display());
        }
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600, "{}", path.display());
            assert_eq!(fs::metadata(&place).unwrap().permissions().mode() & 0o777, 0o700);
        }
    }
}

#[cfg(unix)]
#[tokio::test]
async fn r41_a_file_that_others_may_read_is_closed_to_them() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    filled(folder.path()).await;
    fs::set_permissions(database(folder.path()), fs::Permissions::from_mode(0o644)).unwrap();
    assert!(says_its_canary(&open(folder.path()).await).await);
    assert_eq!(fs::metadata(database(folder.path())).unwrap().permissions().mode() & 0o777, 0o600);
}

#[tokio::test]
async fn what_was_kept_is_there_after_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    filled(folder.path()).await;
    let cache = open(folder.path()).await;
    assert!(says_its_canary(&cache).await);
    assert_eq!(*cache.set_aside().borrow(), None);
}

#[tokio::test]
async fn a_file_that_cannot_be_read_is_set_aside_whole_and_said_so() {
    type Damage = fn(&Path);
    let ways: [(&str, Damage); 5] = [
        ("truncated", |file| fs::write(file, &fs::read(file).unwrap()[..1_000]).unwrap()),
        ("first page flipped", |file| flip(file, 100)),
        ("no database", |file| fs::write(file, b"hello, this is a letter and no database").unwrap()),
        ("plain database", |file| {
            fs::remove_file(file).unwrap();
            rusqlite::Connection::open(file)
                .unwrap()
                .execute_batch("CREATE TABLE sent (a); PRAGMA user_version = 1")
                .unwrap();
        }),
        ("other key", |_| {}),
    ];
    for (way, damage) in ways {
        let folder = tempfile::tempdir().unwrap();
        filled(folder.path()).await;
        damage(&database(folder.path()));
        let before = fs::read(database(folder.path())).unwrap();
        let key = if way == "other key" { CacheKey::from_bytes(&[8; 32]).unwrap() } else { key() };
        let cache = Cache::open(folder.path(), ACCOUNT, key).await.unwrap();
        let aside = cache.set_aside().borrow().clone().expect(way);
        assert_eq!(fs::read(&aside.file).unwrap(), before, "{way}");
        assert_eq!(cache.outline(Query::default(), jiff::tz::TimeZone::UTC).await.unwrap().count, 0, "{way}");
        cache.take_in(vec![row("canary", 1, CANARY)]).await.unwrap();
        assert!(says_its_canary(&cache).await, "{way}");
    }
}

fn flip(file: &Path, place: usize) {
    let mut bytes = fs::read(file).unwrap();
    bytes[place] ^= 0x10;
    fs::write(file, bytes).unwrap();
}

/// Every page is sealed: whichever bit is changed, what is read is what was written, or the file is set aside.
#[tokio::test]
async fn a_flipped_bit_anywhere_is_found_out_and_never_believed() {
    let whole = tempfile::tempdir().unwrap();
    filled(whole.path()).await;
    let bytes = fs::read(database(whole.path())).unwrap();
    let truth = open(whole.path()).await.rows(Query::default(), 0, 1_000).await.unwrap().rows;
    let mut random = StdRng::seed_from_u64(32);
    let (mut set_aside, mut unseen) = (0, 0);
    for _ in 0..monei_nightly::rounds(60, 2_000) {
        let folder = tempfile::tempdir().unwrap();
        fs::write(database(folder.path()), &bytes).unwrap();
        flip(&database(folder.path()), random.random_range(0..bytes.len()));
        let cache = open(folder.path()).await;
        for query in [Query::default(), typed("olumide"), typed("tra")] {
            let _ = cache.outline(query, jiff::tz::TimeZone::UTC).await;
        }
        match cache.rows(Query::default(), 0, 1_000).await {
            Ok(found) if found.rows.is_empty() => set_aside += 1,
            Ok(found) => {
                assert_eq!(found.rows, truth);
                unseen += 1;
            }
            Err(error) => {
                assert_eq!(error, CacheError::Damaged);
                set_aside += 1;
                assert!(cache.set_aside().borrow().is_some());
                assert_eq!(cache.rows(Query::default(), 0, 9).await.unwrap().rows, []);
                cache.take_in(vec![row("canary", 1, CANARY)]).await.unwrap();
                assert!(says_its_canary(&cache).await);
            }
        }
    }
    // Some are in pages that nobody asked for.
    assert!(set_aside > 10 && unseen > 10, "set aside {set_aside}, not seen {unseen}");
}

#[tokio::test]
async fn a_file_of_a_newer_application_is_set_aside() {
    let folder = tempfile::tempdir().unwrap();
    let cache = open(folder.path()).await;
    // Those who read have opened the file before it becomes a newer one.
    for seat in [seats::Seat::Quick, seats::Seat::Patient] {
        cache.seats.ask(seat, |_| Ok(())).await.unwrap();
    }
    cache
        .seats
        .ask(seats::Seat::Writer, |connection| Ok(connection.pragma_update(None, "user_version", 99)?))
        .await
        .unwrap();
    close(&cache).await;
    let cache = open(folder.path()).await;
    assert!(cache.set_aside().borrow().is_some());
    assert!(cache.take_in(vec![row("a", 1, "")]).await.is_ok());
}

#[tokio::test]
async fn only_the_newest_of_those_set_aside_are_kept() {
    let folder = tempfile::tempdir().unwrap();
    let mut asides = Vec::new();
    for round in 0..5u8 {
        fs::write(database(folder.path()), [round; 5_000]).unwrap();
        let cache = open(folder.path()).await;
        asides.push(cache.set_aside().borrow().clone().unwrap().file);
        close(&cache).await;
    }
    let still: Vec<bool> = asides.iter().map(|file| file.exists()).collect();
    assert_eq!(still, [false, false, true, true, true]);
}

#[tokio::test]
async fn a_log_without_its_database_is_not_read_into_a_new_one() {
    let folder = tempfile::tempdir().unwrap();
    let cache = open(folder.path()).await;
    cache.take_in(vec![row("canary", 1, CANARY)]).await.unwrap();
    let log = wal(folder.path());
    let copy = fs::read(&log).unwrap();
    assert!(copy.len() > 4_096);
    cache.remove().await.unwrap();
    fs::write(&log, copy).unwrap();
    let cache = open(folder.path()).await;
    assert!(!says_its_canary(&cache).await);
    assert!(cache.take_in(vec![row("a", 1, "")]).await.is_ok());
}

#[tokio::test]
async fn a_place_that_cannot_be_written_is_no_damage() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    fs::write(&file, b"").unwrap();
    let opened = Cache::open(&file.join("cache"), ACCOUNT, key()).await;
    assert_eq!(opened.map(drop), Err(CacheError::NotWritable));
    fs::create_dir(database(folder.path())).unwrap();
    let opened = Cache::open(folder.path(), ACCOUNT, key()).await;
    assert_eq!(opened.map(drop), Err(CacheError::NotWritable));
}

#[tokio::test]
async fn r42_removal_leaves_nothing_of_the_account_and_all_of_others() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(database(folder.path()), [1; 5_000]).unwrap();
    let cache = open(folder.path()).await;
    cache.take_in(vec![row("canary", 1, CANARY)]).await.unwrap();
    assert!(cache.set_aside().borrow().is_some());
    let other = Cache::open(folder.path(), "somebody else", key()).await.unwrap();
    other.take_in(vec![row("canary", 1, CANARY)]).await.unwrap();
    cache.remove().await.unwrap();
    assert_eq!(cache.take_in(vec![row("a", 1, "")]).await, Err(CacheError::Closed));
    assert_eq!(cache.rows(Query::default(), 0, 9).await, Err(CacheError::Closed));
    assert_eq!(content(folder.path()).len(), 3);
    assert!(says_its_canary(&other).await);
    close(&other).await;
    remove(folder.path(), "somebody else").unwrap();
    assert_eq!(content(folder.path()), []);
    remove(folder.path(), "somebody else").unwrap();
    remove(&folder.path().join("nowhere"), "somebody else").unwrap();
}
