//! The release binary, as it lies in its package: what a script inside its window could reach, and who may tell it where
//! Monei is.
//!
//! It wants the release package (`cargo xtask package`). Nothing is installed.

use std::path::Path;

use anyhow::{Context, ensure};
use monei_e2e::application::Application;
use monei_e2e::package::Package;
use monei_e2e::page::testid;
use monei_e2e::scene::{Played, Scene, Setting, play};
use monei_e2e::{Result, surface};

/// The program, taken out of its package.
fn released(folder: &Path) -> Result<Setting> {
    Package::built("release")?.unpack(folder)?;
    Ok(Setting::of(Application::Released(folder.join("usr/bin/monei-wallet"))))
}

async fn played(journey: impl AsyncFnOnce(&mut Scene) -> Result<()>) -> Result<()> {
    let folder = tempfile::tempdir().context("a folder for the program")?;
    play(released(folder.path())?, journey).await.map_err(|failed| anyhow::anyhow!("{failed:?}"))
}

#[tokio::test(flavor = "multi_thread")]
async fn r44_no_command_tells_a_token_and_no_other_command_is_within_reach() -> Result<()> {
    played(surface::commands_tell_no_token).await
}

#[tokio::test(flavor = "multi_thread")]
async fn r46_foreign_scripts_loads_and_pages_are_refused() -> Result<()> {
    played(surface::foreign_scripts_loads_and_pages_are_refused).await
}

/// The variables that a demonstration obeys say nothing to a release: whoever starts it cannot lead it elsewhere.
#[tokio::test(flavor = "multi_thread")]
async fn no_variable_leads_a_release_to_another_platform() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let elsewhere =
        [("MONEI_WALLET_API_URL", "http://127.0.0.1:1/api/v1"), ("MONEI_WALLET_RELAY_URL", "http://127.0.0.1:1")];
    let variables = elsewhere.map(|(name, value)| (name.to_owned(), value.to_owned())).into();
    let setting = Setting { variables, ..released(folder.path())? };
    let played: Played = play(setting, async |scene| {
        let window = scene.open_window().await?;
        let relay = window.text(&testid("relay-host")).await?;
        ensure!(relay.trim() == scene.services.relay(), "it would sign in through {relay}");
        Ok(())
    })
    .await;
    played.map_err(|failed| anyhow::anyhow!("{failed:?}"))
}
