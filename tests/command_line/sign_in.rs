//! The ways in and out.

use anyhow::{Context, ensure};
use monei_e2e::Result;
use monei_e2e::journey::{Answer, READ_SCOPES};
use rustix::process::{Pid, Signal, kill_process};
use serde_json::json;

use crate::place::Place;

#[tokio::test(flavor = "multi_thread")]
async fn a_person_signs_in_sees_who_they_are_and_signs_out() -> Result<()> {
    let place = Place::new("in-and-out").await?;
    let terminal = &place.terminal;
    let before = terminal.run("status").await?.ended_with(3)?;
    ensure!(before.out.contains("not connected"), "{}", before.out);

    let login = terminal.sign_in("login", &place.person, Answer::AllowAll).await?.ended_with(0)?;
    ensure!(login.out.contains("Connected. Granted: profile:read, kyc:read, wallet:read."), "{}", login.out);

    for name in ["status", "whoami"] {
        let status = terminal.run(&format!("{name} --json")).await?.ended_with(0)?.json()?;
        ensure!(status["name"] == json!(place.person.name) && status["account"] == json!(place.person.id), "{status}");
        ensure!(status["permissions"] == json!(READ_SCOPES) && status["connected"] == json!(true), "{status}");
        ensure!(status["environment"] == json!("demonstration") && status["store"] == json!("file"), "{status}");
    }
    let again = terminal.run("login").await?.ended_with(0)?;
    ensure!(again.out.contains("Connected already"), "{}", again.out);

    terminal.run("logout").await?.ended_with(0)?;
    terminal.run("status").await?.ended_with(3)?;
    ensure!(place.monei().expire_tokens().await? == 0, "the pair is revoked");
    let twice = terminal.run("logout").await?.ended_with(0)?;
    ensure!(twice.out.contains("Nobody was signed in"), "{}", twice.out);
    Ok(())
}

/// The tokens are gone here at once; Monei is told by the next command that signs in.
#[tokio::test(flavor = "multi_thread")]
async fn r38_what_logout_could_not_revoke_the_next_login_does() -> Result<()> {
    let place = Place::signed_in("revoked-later", "login").await?;
    let revoke = "/connect/token/revoke";
    place.monei().fault(json!({ "kind": "status", "times": "always", "path": revoke, "status": 503 })).await?;
    let logout = place.terminal.run("logout").await?.ended_with(6)?;
    ensure!(logout.err.contains("removed here") && logout.err.contains("monei login"), "{}", logout.err);
    place.terminal.run("status").await?.ended_with(3)?;
    ensure!(place.monei().expire_tokens().await? == 1, "the pair is not revoked yet");
    place.monei().clear_faults().await?;
    place.monei().forget_calls().await?;

    place.terminal.sign_in("login", &place.person, Answer::AllowAll).await?.ended_with(0)?;
    ensure!(place.monei().calls().await?.answered("POST", revoke, "200") > 0, "nobody revoked the old pair");
    place.terminal.run("balance").await?.ended_with(0)?;
    ensure!(place.monei().expire_tokens().await? == 1, "the new pair is the only one");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_pairing_code_is_that_of_the_page_and_a_denial_changes_nothing() -> Result<()> {
    let place = Place::new("denied").await?;
    let waiting = place.terminal.start("login --no-browser --scope wallet:read").await?;
    let page = monei_e2e::http::get(waiting.address.as_str()).await?.ok()?;
    let code = waiting.pairing_code.replace(' ', "");
    ensure!(page.body.contains(&format!("data-code=\"{code}\"")), "{code} is not on the page");
    ensure!(waiting.parameter("scope")? == "wallet:read");
    let denied = waiting.answer(&place.person, Answer::Deny).await?.ended_with(5)?;
    ensure!(denied.err.contains("Declined in the browser: wallet:read"), "{}", denied.err);
    place.terminal.run("status").await?.ended_with(3)?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn one_more_permission_is_asked_for_alone_and_part_of_an_answer_is_taken() -> Result<()> {
    let place = Place::new("enable").await?;
    let terminal = &place.terminal;
    let part = Answer::Allow(&["wallet:read"]);
    let login = terminal.sign_in("login --scope wallet:read --scope kyc:read", &place.person, part).await?;
    let login = login.ended_with(0)?;
    ensure!(login.out.contains("Granted: wallet:read.") && login.out.contains("Declined: kyc:read."), "{}", login.out);

    let limits = terminal.run("limits").await?.ended_with(4)?;
    ensure!(limits.err.contains("monei scopes enable kyc:read"), "{}", limits.err);
    let waiting = terminal.start("scopes enable kyc:read --no-browser").await?;
    let asked = waiting.parameter("scope")?;
    ensure!(!asked.contains("wallet:send") && asked.contains("kyc:read"), "{asked}");
    waiting.answer(&place.person, Answer::AllowAll).await?.ended_with(0)?;
    terminal.run("limits").await?.ended_with(0)?;
    terminal.run("balance").await?.ended_with(0)?;

    let scopes = terminal.run("scopes --json").await?.ended_with(0)?.json()?;
    let state = |name: &str| {
        let found = scopes.as_array()?.iter().find(|row| row["permission"] == json!(name))?;
        Some(found["state"].as_str()?.to_owned())
    };
    ensure!(state("kyc:read").as_deref() == Some("granted") && state("bills:pay").as_deref() == Some("not granted"));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn another_persons_wallet_is_not_mixed_in_but_fits_in_another_profile() -> Result<()> {
    let place = Place::signed_in("profiles", "login").await?;
    let other = place.monei().make_person(8).await?;
    let mixed = place.terminal.sign_in("login --again", &other, Answer::AllowAll).await?.ended_with(5)?;
    ensure!(mixed.err.contains("--profile"), "{}", mixed.err);
    place.terminal.sign_in("--profile work login", &other, Answer::AllowAll).await?.ended_with(0)?;
    for (profile, person) in [("default", &place.person), ("work", &other)] {
        let status = place.terminal.run(&format!("--profile {profile} status --json")).await?.ended_with(0)?.json()?;
        ensure!(status["account"] == json!(person.id), "{profile}: {status}");
    }
    place.terminal.run("--profile work logout").await?.ended_with(0)?;
    place.terminal.run("status").await?.ended_with(0)?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_busy_port_is_named_and_another_can_be_chosen() -> Result<()> {
    let place = Place::new("port").await?;
    let taken = std::net::TcpListener::bind("127.0.0.1:0")?;
    let port = taken.local_addr()?.port();
    let busy = place.terminal.run(&format!("login --no-browser --port {port}")).await?.ended_with(2)?;
    ensure!(busy.err.contains(&format!("The port {port} is busy.")) && busy.err.contains("--port N"), "{}", busy.err);
    drop(taken);
    let waiting = place.terminal.start(&format!("login --no-browser --port {port}")).await?;
    ensure!(waiting.parameter("redirect_uri")? == format!("http://127.0.0.1:{port}/callback"));
    waiting.answer(&place.person, Answer::AllowAll).await?.ended_with(0)?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn ctrl_c_gives_up_and_leaves_nothing() -> Result<()> {
    let place = Place::new("ctrl-c").await?;
    for signal in [Signal::INT, Signal::TERM] {
        let waiting = place.terminal.start("login --no-browser").await?;
        let redirect = waiting.parameter("redirect_uri")?;
        let id = waiting.id().and_then(|id| i32::try_from(id).ok()).and_then(Pid::from_raw).context("it runs")?;
        kill_process(id, signal)?;
        let ended = waiting.end().await?.ended_with(130)?;
        ensure!(ended.err.contains("Given up"), "{}", ended.err);
        ensure!(monei_e2e::http::get(&redirect).await.is_err(), "the port is still open");
    }
    place.terminal.run("status").await?.ended_with(3)?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn r38_a_logout_without_monei_is_finished_by_the_next() -> Result<()> {
    let place = Place::signed_in("later", "login").await?;
    place
        .monei()
        .fault(json!({ "kind": "status", "times": 9, "path": "/connect/token/revoke", "status": 503 }))
        .await?;
    let left = place.terminal.run("logout").await?.ended_with(6)?;
    ensure!(left.err.contains("removed here"), "{}", left.err);
    place.terminal.run("status").await?.ended_with(3)?;
    place.monei().clear_faults().await?;
    ensure!(place.monei().expire_tokens().await? == 1, "Monei was told though it could not be");
    place.terminal.run("logout").await?.ended_with(0)?;
    let calls = place.monei().calls().await?;
    ensure!(calls.of("POST", "/connect/token/revoke") >= 2, "{calls:?}");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn each_way_to_fail_has_its_exit_code_and_two_lines() -> Result<()> {
    let mut place = Place::new("failures").await?;
    let two_lines = |text: &str| text.lines().count() == 2 && text.starts_with("error: ");
    let ran = place.terminal.run("balance").await?.ended_with(3)?;
    ensure!(two_lines(&ran.err) && ran.err.contains("monei login"), "{}", ran.err);
    let no_relay = place.terminal.clone().without("MONEI_RELAY_URL").without("MONEI_DEMONSTRATION");
    let ran = no_relay.without("MONEI_API_URL").run("login").await?.ended_with(2)?;
    ensure!(two_lines(&ran.err) && ran.err.contains("--relay"), "{}", ran.err);
    let ran = place.terminal.clone().with("MONEI_PASSPHRASE", "").run("status").await?.ended_with(2)?;
    ensure!(two_lines(&ran.err), "{}", ran.err);

    place.terminal.sign_in("login", &place.person, Answer::AllowAll).await?.ended_with(0)?;
    let ran = place.terminal.clone().with("MONEI_PASSPHRASE", "wrong").run("status").await?.ended_with(8)?;
    ensure!(two_lines(&ran.err) && ran.err.contains("passphrase"), "{}", ran.err);
    let ran = place.terminal.run("transaction no-such-thing").await?.ended_with(9)?;
    ensure!(two_lines(&ran.err), "{}", ran.err);
    place.monei().fault(json!({ "kind": "status", "times": 9, "path": "/wallet/me", "status": 503 })).await?;
    let ran = place.terminal.run("balance").await?.ended_with(6)?;
    ensure!(two_lines(&ran.err), "{}", ran.err);
    place.monei().clear_faults().await?;
    place
        .monei()
        .fault(json!({ "kind": "status", "times": 9, "path": "/wallet/me", "status": 429, "retryAfter": 7 }))
        .await?;
    let ran = place.terminal.run("balance").await?.ended_with(7)?;
    ensure!(two_lines(&ran.err) && ran.err.contains("7 s"), "{}", ran.err);
    place.monei().clear_faults().await?;
    place.monei().revoke_grants(&place.person.id).await?;
    let ran = place.terminal.run("balance").await?.ended_with(3)?;
    ensure!(two_lines(&ran.err), "{}", ran.err);
    let ran = place.terminal.run("status").await?.ended_with(3)?;
    ensure!(ran.out.contains("monei login"), "{}", ran.out);

    place.services.stop_relay().await;
    place.terminal.run("login").await?.ended_with(6)?;
    Ok(())
}
