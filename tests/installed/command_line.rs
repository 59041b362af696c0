//! The command line's package beside the application's: one session, and nothing left of either.

use std::path::Path;

use anyhow::ensure;
use monei_e2e::Result;
use monei_e2e::application::Application;
use monei_e2e::command_line::Terminal;
use monei_e2e::journey::READ_SCOPES;
use monei_e2e::package::{self, Package};
use monei_e2e::scene::{Played, Scene, Setting, play};
use serde_json::json;

/// What one types into a terminal: the program is found by its name, and told of nothing.
fn terminal(scene: &Scene) -> Result<Terminal> {
    let terminal = Terminal::on_stage(&scene.stage, &scene.services)?.with_program("/usr/bin/monei".into());
    Ok(terminal.without("MONEI_DEMONSTRATION").without("MONEI_RELAY_URL").without("MONEI_API_URL"))
}

#[tokio::test(flavor = "multi_thread")]
async fn the_command_line_is_installed_beside_the_application_and_shares_its_session() -> Played {
    play(Setting::of(Application::Installed), async |scene| {
        let mut beside = scene.installation()?.and(&Package::of_command_line("debug")?).await?;
        let (_, person) = scene.somebody_connected(&READ_SCOPES).await?;

        let terminal = terminal(scene)?;
        let status = terminal.run("status --json").await?.ended_with(0)?.json()?;
        ensure!(status["account"] == json!(person.id), "signed in there is signed in here: {status}");
        terminal.run("balance").await?.ended_with(0)?;

        let version = terminal.run("--version").await?.ended_with(0)?.out;
        ensure!(version.trim() == concat!("monei ", env!("CARGO_PKG_VERSION")), "{version}");

        // The application can go, and the command line stays signed in.
        scene.close_window().await?;
        scene.installation()?.purge().await?;
        terminal.run("status").await?.ended_with(0)?;
        terminal.run("logout").await?.ended_with(0)?;
        let files = beside.files()?;
        ensure!(files.iter().any(|file| file == Path::new("/usr/bin/monei")), "{files:?}");
        beside.purge().await?;
        for file in files {
            ensure!(!file.exists() || file.is_dir() && package::is_owned(&file), "{} is left", file.display());
        }
        Ok(())
    })
    .await
}
