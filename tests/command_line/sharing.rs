//! Several processes on one vault: a refresh token can be spent once, and nobody is refused.

use anyhow::ensure;
use monei_e2e::Result;
use monei_e2e::command_line::Terminal;
use monei_e2e::journey::Answer;
use monei_e2e::keychain::Keychain;
use monei_e2e::stage::Stage;
use monei_nightly::rounds;

use crate::place::Place;

/// At once, in each round.
const PROCESSES: usize = 6;

/// All tokens expire, and several processes that only read find out at the same moment.
async fn expire_and_read(place: &Place, terminal: &Terminal, rounds: usize) -> Result<()> {
    place.monei().forget_calls().await?;
    for _ in 0..rounds {
        place.monei().expire_tokens().await?;
        let mut running = tokio::task::JoinSet::new();
        for at in 0..PROCESSES {
            let terminal = terminal.clone();
            let line = ["balance", "limits", "status"].into_iter().cycle().nth(at).unwrap_or("balance");
            running.spawn(async move { terminal.run(line).await?.ended_with(0) });
        }
        while let Some(ran) = running.join_next().await {
            ran??;
        }
    }
    let calls = place.monei().calls().await?;
    let renewals = calls.of("POST", "/connect/token");
    ensure!(renewals == rounds as u64, "{renewals} renewals in {rounds} rounds: {calls:?}");
    ensure!(calls.answered("POST", "/connect/token", "200") == renewals, "a renewal was refused: {calls:?}");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn r27_processes_that_share_an_encrypted_file_renew_once_and_none_is_refused() -> Result<()> {
    let place = Place::signed_in("share-file", "login").await?;
    expire_and_read(&place, &place.terminal, rounds(4, 100)).await
}

#[tokio::test(flavor = "multi_thread")]
async fn r27_processes_that_share_a_keychain_renew_once_and_none_is_refused() -> Result<()> {
    let place = Place::new("share-keychain").await?;
    let logs = monei_e2e::evidence::folder_for("command-line-share-stage")?.join("logs");
    let stage = Stage::set_up(Keychain::Unlocked, &logs).await?;
    let terminal = Terminal::on_stage(&stage, &place.services)?;
    terminal.sign_in("login", &place.person, Answer::AllowAll).await?.ended_with(0)?;
    expire_and_read(&place, &terminal, rounds(6, 100)).await
}
