//! Disks that are full or take no writing. A test that needs one runs itself once more where it may make one.
#![cfg(target_os = "linux")]

use std::path::{Path, PathBuf};
use std::process::Command;

use monei_core::activity::ExportFormat;
use monei_core::export::Failure;
use monei_core::{Problem, ProblemCode};

use super::{export, names_in, rows};

const DISK: &str = "MONEI_TEST_DISK";

/// The disk, in the run that has one; None in the run that made it.
fn on_a_disk(test: &str, options: &str) -> Option<PathBuf> {
    if let Some(disk) = std::env::var_os(DISK) {
        return Some(disk.into());
    }
    let folder = tempfile::tempdir().unwrap();
    let script = format!("mount -t tmpfs -o {options} tmpfs \"${DISK}\" && exec \"$0\" --exact disks::{test}");
    let mut run = Command::new("unshare");
    run.args(["--user", "--map-root-user", "--mount", "sh", "-c", &script]);
    let output = run.arg(std::env::current_exe().unwrap()).env(DISK, folder.path()).output().unwrap();
    let told = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{told}\n{}", String::from_utf8_lossy(&output.stderr));
    assert!(told.contains("1 passed"), "{told}");
    None
}

async fn failure(disk: &Path) -> Failure {
    let failed = export(&rows(5000), ExportFormat::Csv, &disk.join("out.csv")).await.unwrap_err();
    assert!(names_in(disk).iter().all(|name| name == "earlier.csv"), "{:?}", names_in(disk));
    failed
}

#[tokio::test]
async fn a_full_disk_is_said_and_leaves_no_file() {
    let Some(disk) = on_a_disk("a_full_disk_is_said_and_leaves_no_file", "size=64k") else { return };
    std::fs::write(disk.join("earlier.csv"), "earlier").unwrap();
    let failed = failure(&disk).await;
    assert!(matches!(failed, Failure::DiskFull(_)), "{failed:?}");
    assert_eq!(Problem::from(failed).code, ProblemCode::ExportDiskFull);
    assert_eq!(std::fs::read_to_string(disk.join("earlier.csv")).unwrap(), "earlier");
}

#[tokio::test]
async fn a_folder_that_takes_no_writing_is_said() {
    let Some(disk) = on_a_disk("a_folder_that_takes_no_writing_is_said", "ro") else { return };
    let failed = failure(&disk).await;
    assert!(matches!(failed, Failure::NotWritable(_)), "{failed:?}");
    assert_eq!(Problem::from(failed).code, ProblemCode::ExportNotWritable);
}
