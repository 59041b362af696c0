//! The copy of the wallet on this computer: damaged, or not to be had at first.

use std::fs;
use std::path::{Path, PathBuf};

use monei_core::ProblemCode;
use monei_core::Snapshot;
use tempfile::TempDir;

use crate::READ;
use crate::overview::{PATIENT, all_settled};
use crate::platform::{Desk, Platform, Store};
use crate::simulated::Simulated;

fn is_whole(shown: &Snapshot) -> bool {
    shown.progress.complete && !shown.progress.reading && shown.progress.known >= 600 && all_settled(shown)
}

fn database(folder: &TempDir) -> PathBuf {
    let mut files = fs::read_dir(folder.path().join("data")).unwrap().map(|file| file.unwrap().path());
    let is_used = |file: &PathBuf| {
        let is_aside = file.file_stem().unwrap().to_string_lossy().contains("set-aside");
        file.extension().is_some_and(|kind| kind == "db") && !is_aside
    };
    files.find(is_used).unwrap()
}

/// Ends the application, and waits until its threads have let go of the file: the last one removes the log beside it.
async fn closed(desk: Desk) -> TempDir {
    let data = desk.close();
    let log = database(&data).with_extension("db-wal");
    let gone = async {
        while log.exists() {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(std::time::Duration::from_secs(20), gone).await.unwrap();
    data
}

#[tokio::test]
async fn a_file_that_is_damaged_is_set_aside_and_told_and_filled_again() {
    // The key's page, every page but the first, and some in the middle.
    type Damage = fn(usize) -> std::ops::Range<usize>;
    let ways: [(&str, Damage); 3] =
        [("header", |_| 0..1_024), ("behind it", |all| 8_192..all), ("middle", |all| all / 3..all * 2 / 3)];
    let platform = Platform::before(Simulated::busy(600).await).await;
    let store = Store::new();
    let desk = Desk::at_pace(&platform, store.clone(), PATIENT).await;
    desk.sign_in(READ, READ).await;
    desk.until(is_whole).await;
    let mut data = closed(desk).await;
    for (way, damage) in ways {
        let file = database(&data);
        let mut bytes = fs::read(&file).unwrap();
        let pages = damage(bytes.len());
        bytes[pages].fill(0x5a);
        fs::write(&file, &bytes).unwrap();
        let desk = Desk::again(&platform, store.clone(), PATIENT, data).await;
        let shown = desk.until(|shown| shown.set_aside.is_some() && is_whole(shown)).await;
        assert_eq!(shown.storage_problem, None, "{way}");
        let aside = shown.set_aside.clone().unwrap();
        assert!(fs::read(&aside).unwrap().len() >= bytes.len(), "{way}: it is there to look into");
        data = closed(desk).await;

        // What was filled again is there at the next start, and nothing is told any more.
        let desk = Desk::again(&platform, store.clone(), PATIENT, data).await;
        let shown = desk.until(is_whole).await;
        assert_eq!(shown.set_aside, None, "{way}");
        data = closed(desk).await;
    }
}

#[tokio::test]
async fn what_could_not_be_kept_is_kept_once_it_can_and_somebody_tries_again() {
    let platform = Platform::before(Simulated::busy(600).await).await;
    let store = Store::new();
    let desk = Desk::at_pace(&platform, store.clone(), PATIENT).await;
    desk.sign_in(READ, READ).await;
    desk.until(is_whole).await;
    let data = closed(desk).await;

    // A file stands where the folder should be: not even an administrator can write there.
    let folder = data.path().join("data");
    fs::remove_dir_all(&folder).unwrap();
    fs::write(&folder, "in the way").unwrap();
    let desk = Desk::again(&platform, store.clone(), PATIENT, data).await;
    let shown = desk.until(|shown| shown.storage_problem.is_some() && is_whole(shown)).await;
    assert_eq!(shown.storage_problem.as_ref().unwrap().code, ProblemCode::StorageUnwritable);

    fs::remove_file(&folder).unwrap();
    desk.app.refresh().await;
    desk.until(|shown| shown.storage_problem.is_none() && is_whole(shown)).await;
    let data = closed(desk).await;
    platform
        .simulated()
        .fault(serde_json::json!({ "path": "/api/v1/*", "kind": "dropBefore", "times": "always" }))
        .await;
    let desk = Desk::again(&platform, store, PATIENT, data).await;
    desk.until(|shown| shown.offline_since.is_some() && is_whole(shown)).await;
}

#[cfg(unix)]
#[tokio::test]
async fn what_another_process_removed_is_kept_anew_once_somebody_connects_again() {
    let lists = serde_json::json!({ "path": "/api/v1/transactions/user", "kind": "dropBefore", "times": "always" });
    let offline = serde_json::json!({ "path": "/api/v1/*", "kind": "dropBefore", "times": "always" });
    let platform = Platform::before(Simulated::busy(600).await).await;
    let store = Store::new();
    let desk = Desk::at_pace(&platform, store.clone(), PATIENT).await;
    desk.sign_in(READ, READ).await;
    desk.until(is_whole).await;
    desk.beside(store.clone()).await.disconnect().await.unwrap();
    let is_database = |name: &String| Path::new(name).extension() == Some("db".as_ref());
    assert!(!desk.data_files().iter().any(is_database));

    // A new file has nothing of the list until Monei tells it.
    platform.simulated().fault(lists).await;
    desk.sign_in(READ, READ).await;
    desk.until(|shown| shown.progress.known == 0).await;
    platform.simulated().no_faults().await;
    desk.app.refresh().await;
    desk.until(is_whole).await;
    let data = closed(desk).await;
    platform.simulated().fault(offline).await;
    let desk = Desk::again(&platform, store, PATIENT, data).await;
    desk.until(|shown| shown.offline_since.is_some() && is_whole(shown)).await;
}
