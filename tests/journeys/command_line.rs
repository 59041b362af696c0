//! The command line beside the window, on one keychain: whoever signs in or out does so for both.

use anyhow::ensure;
use monei_e2e::command_line::Terminal;
use monei_e2e::journey::{READ_SCOPES, SECTIONS};
use monei_e2e::page::testid;
use monei_e2e::scene::{Played, Setting, play};
use monei_e2e::wait;
use monei_nightly::rounds;
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn r27_the_window_and_the_command_line_share_a_session_and_neither_is_refused() -> Played {
    play(Setting::default(), async |scene| {
        let (window, person) = scene.somebody_connected(&READ_SCOPES).await?;
        let terminal = Terminal::on_stage(&scene.stage, &scene.services)?;
        let status = terminal.run("status --json").await?.ended_with(0)?.json()?;
        ensure!(status["account"] == json!(person.id), "signed in there is signed in here: {status}");

        for round in 0..rounds(8, 100) {
            scene.monei().forget_calls().await?;
            ensure!(scene.monei().expire_tokens().await? > 0);
            let commands = ["balance", "status", "balance"].map(|line| {
                let terminal = terminal.clone();
                tokio::spawn(async move { terminal.run(line).await?.ended_with(0) })
            });
            window.press(&testid("button-refresh")).await?;
            for command in commands {
                command.await??;
            }
            // Two commands and the window.
            wait::until("the balances", async || {
                let calls = scene.monei().calls().await?;
                Ok((calls.answered("GET", "/wallet/me", "200") >= 3).then_some(()))
            })
            .await?;
            // A token that ends while a call is sent once more is refused twice, and the wallet is set aside.
            wait::until("the window to have read everything", async || {
                let button = window.sees(&testid("button-refresh")).await?;
                Ok(button.is_enabled().await?.then_some(()))
            })
            .await?;
            let calls = scene.monei().calls().await?;
            let renewals = calls.of("POST", "/connect/token");
            ensure!(renewals == 1, "{renewals} renewals in round {round}: {calls:?}");
            ensure!(calls.answered("POST", "/connect/token", "200") == 1, "refused in round {round}: {calls:?}");
        }
        scene.sections_are_ready(&SECTIONS).await?;
        scene.figures_match(&person).await?;

        terminal.run("logout").await?.ended_with(0)?;
        window.press(&testid("button-refresh")).await?;
        window.sees(&testid("banner-reconnect")).await?;
        terminal.run("status").await?.ended_with(3)?;
        Ok(())
    })
    .await
}
