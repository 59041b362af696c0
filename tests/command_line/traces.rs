//! What stays behind: nobody finds a token on the disk or in what was printed.

use std::path::Path;

use anyhow::ensure;
use monei_e2e::Result;
use monei_e2e::command_line::Terminal;
use monei_e2e::keychain::Keychain;
use monei_e2e::stage::Stage;
use monei_e2e::traces::{files_in, secrets_in};
use monei_nightly::rounds;

use crate::place::Place;

/// Every file below this folder that holds a secret, and how many files there are.
fn search(folder: &Path) -> Result<(Vec<String>, usize)> {
    let files = files_in(folder)?;
    let mut found = Vec::new();
    for file in &files {
        if secrets_in(&std::fs::read(file)?) > 0 {
            found.push(file.display().to_string());
        }
    }
    Ok((found, files.len()))
}

const LINES: [&str; 9] = [
    "token --refresh",
    "balance",
    "transactions --all --json",
    "status",
    "scopes check",
    "limits",
    "addresses --csv",
    "token",
    "scopes",
];

/// Half a thousand by day: there are two stores.
async fn many_operations(terminal: &Terminal) -> Result<()> {
    for _ in 0..rounds(56, 112) {
        for line in LINES {
            let ran = terminal.run(&format!("--verbose {line}")).await?.ended_with(0)?;
            for said in [&ran.out, &ran.err] {
                ensure!(secrets_in(said.as_bytes()) == 0, "`monei {line}` showed a secret:\n{said}");
            }
        }
    }
    Ok(())
}

#[test]
fn the_search_finds_what_it_looks_for() -> Result<()> {
    let folder = tempfile::tempdir()?;
    std::fs::create_dir(folder.path().join("deep"))?;
    std::fs::write(folder.path().join("deep/one"), b"\0\"access\":\"mct_0123456789abcdef\"")?;
    std::fs::write(folder.path().join("two"), b"eyJhIjoibWN0XzAxMjM0NTY3ODkifQ")?;
    std::fs::write(folder.path().join("three"), b"the prefix mct_ alone is none")?;
    assert_eq!(search(folder.path())?.0.len(), 2);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn r34_r40_no_token_is_on_the_disk_or_in_the_log_with_the_encrypted_file() -> Result<()> {
    let place = Place::signed_in("traces-file", "--verbose login").await?;
    many_operations(&place.terminal).await?;
    let (found, files) = search(&place.home())?;
    ensure!(found.is_empty() && files > 0, "{found:?} of {files} files");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn r34_r40_no_token_is_on_the_disk_or_in_the_log_with_the_keychain() -> Result<()> {
    let place = Place::new("traces-keychain").await?;
    let logs = monei_e2e::evidence::folder_for("command-line-traces-stage")?.join("logs");
    let stage = Stage::set_up(Keychain::Unlocked, &logs).await?;
    let terminal = Terminal::on_stage(&stage, &place.services)?;
    let all = monei_e2e::journey::Answer::AllowAll;
    terminal.sign_in("login", &place.person, all).await?.ended_with(0)?;
    many_operations(&terminal).await?;
    let (found, files) = search(stage.folder())?;
    ensure!(found.is_empty() && files > 0, "{found:?} of {files} files");
    terminal.run("logout").await?.ended_with(0)?;
    let left = monei_e2e::keychain::items_of(&stage, "dev.moneiwallet.desktop.demo").await?;
    ensure!(left.is_empty(), "Logout leaves nothing in the keychain: {left:?}");
    Ok(())
}
