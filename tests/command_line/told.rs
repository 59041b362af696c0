//! What became of a session, in words: each way to lose it, or not to be able to renew it, has a sentence of its own.

use std::process::Stdio;

use anyhow::{Context, ensure};
use monei_e2e::Result;
use monei_e2e::command_line::{Ran, Terminal};
use monei_e2e::journey::Answer;
use monei_e2e::services::ServiceOptions;
use monei_e2e::traces::files_in;
use serde_json::json;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, BufReader};
use tokio::process::{Child, Command};

use crate::place::Place;

/// One line says what happened, one what to do; both are in `words`.
fn says(ran: &Ran, words: [&str; 2]) -> Result<()> {
    let lines: Vec<&str> = ran.err.lines().collect();
    let [what, to_do] = lines.as_slice() else { anyhow::bail!("two lines are expected: {}", ran.err) };
    ensure!(what.contains(words[0]) && to_do.contains(words[1]), "{}", ran.err);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_that_was_ended_at_monei_is_told() -> Result<()> {
    let place = Place::signed_in("told-revoked", "login").await?;
    ensure!(place.monei().revoke_grants(&place.person.id).await? > 0, "Monei held a pair");
    let ran = place.terminal.run("balance").await?.ended_with(3)?;
    says(&ran, ["The session was ended at Monei", "monei login"])?;
    let status = place.terminal.run("status").await?.ended_with(3)?;
    ensure!(status.out.contains("The session was ended at Monei"), "{}", status.out);
    Ok(())
}

/// A refresh token that was copied to another computer and used there is spent here.
#[tokio::test(flavor = "multi_thread")]
async fn a_session_that_goes_on_on_another_device_is_told() -> Result<()> {
    let place = Place::signed_in("told-device", "login").await?;
    let elsewhere = place.folder().join("elsewhere");
    for file in files_in(&place.home())? {
        let copy = elsewhere.join(file.strip_prefix(place.home())?);
        std::fs::create_dir_all(copy.parent().context("a file in a folder")?)?;
        std::fs::copy(&file, copy)?;
    }
    let other = Terminal::with_file(&elsewhere, &place.services)?;
    other.run("token --refresh").await?.ended_with(0)?;
    let ran = place.terminal.run("token --refresh").await?.ended_with(3)?;
    says(&ran, ["on another device", "If it was not you"])
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_that_was_unused_for_too_long_is_told() -> Result<()> {
    const FORTY_DAYS: u32 = 40 * 24 * 60 * 60;
    let place = Place::signed_in("told-old", "login").await?;
    place.monei().advance_clock(FORTY_DAYS).await?;
    let ran = place.terminal.run("balance").await?.ended_with(3)?;
    says(&ran, ["Monei refused to renew the session", "monei login"])
}

/// A command that waits for its reader in the midst of a long list, while the person signs out.
#[tokio::test(flavor = "multi_thread")]
async fn r38_a_session_that_another_program_ended_is_told() -> Result<()> {
    // Far more than fits into a pipe.
    let options = ServiceOptions { transactions: 3_000, ..ServiceOptions::default() };
    let place = Place::with("told-elsewhere", &options).await?;
    let person = place.monei().busiest().await?;
    place.terminal.sign_in("login", &person, Answer::AllowAll).await?.ended_with(0)?;
    let mut reading = place.terminal.command("transactions --all --json").spawn()?;
    let mut rows = BufReader::new(reading.stdout.take().context("standard output")?).lines();
    rows.next_line().await?.context("a row")?;
    place.terminal.run("logout").await?.ended_with(0)?;

    while rows.next_line().await?.is_some() {}
    let mut err = String::new();
    reading.stderr.take().context("standard error")?.read_to_string(&mut err).await?;
    let ran = Ran { code: reading.wait().await?.code(), out: String::new(), err };
    says(&ran.ended_with(3)?, ["Another program on this computer signed out", "monei login"])?;
    let ran = place.terminal.run("balance").await?.ended_with(3)?;
    says(&ran, ["Nobody is signed in here", "monei login"])
}

#[tokio::test(flavor = "multi_thread")]
async fn a_permission_that_monei_refuses_is_told() -> Result<()> {
    let place = Place::signed_in("told-refused", "login").await?;
    let refusal = json!({ "path": "/kyc/status", "kind": "status", "status": 403, "message": "Not for you" });
    place.monei().fault(refusal).await?;
    let ran = place.terminal.run("limits").await?.ended_with(9)?;
    says(&ran, ["Monei refused the call. Monei says: Not for you", "monei scopes check"])
}

/// No token is spent for one that could not be kept.
#[tokio::test(flavor = "multi_thread")]
async fn r28_a_store_that_cannot_be_written_is_told_and_nothing_is_renewed() -> Result<()> {
    let place = Place::signed_in("told-store", "login").await?;
    let files = files_in(&place.home())?;
    let secrets = files.iter().find(|file| file.file_name().is_some_and(|name| name == "secrets"));
    // What is to be written goes beside the file first, where this folder stands in its way, for root too.
    let in_the_way = secrets.context("the encrypted file")?.with_extension("new");
    std::fs::create_dir(&in_the_way)?;
    place.monei().forget_calls().await?;
    let ran = place.terminal.run("token --refresh").await?.ended_with(8)?;
    says(&ran, ["cannot be written, so nothing was renewed", "Check the keychain or the file"])?;
    ensure!(place.monei().calls().await?.of("POST", "/connect/token") == 0, "a token was spent");
    std::fs::remove_dir(in_the_way)?;
    place.terminal.run("token --refresh").await?.ended_with(0)?;
    Ok(())
}

/// A server whose certificate ended yesterday, as all do by a clock that is ahead.
struct Yesterday {
    address: String,
    _server: Child,
}

impl Yesterday {
    async fn new(place: &Place) -> Result<Self> {
        let folder = place.folder();
        std::fs::write(folder.join("extensions"), "subjectAltName=IP:127.0.0.1\n")?;
        let openssl = |line: &str| {
            let mut command = Command::new("openssl");
            command.args(line.split(' ')).current_dir(&folder).stdin(Stdio::null()).kill_on_drop(true);
            command
        };
        for line in [
            "genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out key",
            "req -new -key key -subj /CN=relay -out request",
            "x509 -req -in request -signkey key -days -1 -extfile extensions -out certificate",
        ] {
            let made = openssl(line).output().await.context("openssl")?;
            ensure!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        }
        let line = "s_server -accept 127.0.0.1:0 -key key -cert certificate -www";
        let mut server = openssl(line).stdout(Stdio::piped()).stderr(Stdio::null()).spawn()?;
        let mut lines = BufReader::new(server.stdout.take().context("standard output")?).lines();
        while let Some(line) = lines.next_line().await? {
            if let Some(address) = line.strip_prefix("ACCEPT ") {
                return Ok(Self { address: format!("https://{address}"), _server: server });
            }
        }
        anyhow::bail!("the server has ended")
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clock_that_is_wrong_is_told() -> Result<()> {
    let place = Place::new("told-clock").await?;
    let yesterday = Yesterday::new(&place).await?;
    let terminal = place.terminal.clone().without("MONEI_DEMONSTRATION").without("MONEI_API_URL");
    let ran = terminal.with("MONEI_RELAY_URL", &yesterday.address).run("login --no-browser").await?.ended_with(6)?;
    says(&ran, ["The clock of this computer is wrong", "Set the clock"])
}
