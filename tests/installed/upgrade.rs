//! A newer package over the installed one.

use std::fs::File;
use std::io::{Read as _, Seek as _, SeekFrom};

use anyhow::{Context, ensure};
use monei_e2e::Result;
use monei_e2e::application::Application;
use monei_e2e::journey::{Answer, Asking, READ_SCOPES, SECTIONS};
use monei_e2e::package::Package;
use monei_e2e::page::testid;
use monei_e2e::scene::{Played, Scene, Setting, play};

/// At the end of the newer program.
const MARK: &str = "the newer one";

/// The running process is the newer program, wherever its file has gone.
fn runs_the_newer_one(scene: &Scene) -> Result<bool> {
    let processes = scene.application()?.processes(&scene.stage)?;
    let [id] = processes.as_slice() else { anyhow::bail!("one process is expected, not {processes:?}") };
    let mut program = File::open(format!("/proc/{id}/exe"))?;
    program.seek(SeekFrom::End(-i64::try_from(MARK.len())?))?;
    let mut end = Vec::new();
    program.read_to_end(&mut end)?;
    Ok(end == MARK.as_bytes())
}

async fn upgrade(scene: &mut Scene) -> Result<()> {
    let newer = Package::built("debug")?.newer(scene.stage.folder(), MARK)?;
    let before = scene.installation()?.version()?.context("it is installed")?;
    scene.installation()?.upgrade(&newer).await?;
    ensure!(scene.installation()?.version()?.is_some_and(|version| version != before));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn an_upgrade_keeps_the_session() -> Played {
    play(Setting::of(Application::Installed), async |scene| {
        let (_, person) = scene.somebody_connected(&READ_SCOPES).await?;
        scene.close_window().await?;
        upgrade(scene).await?;

        scene.monei().forget_calls().await?;
        scene.open_window().await?;
        ensure!(runs_the_newer_one(scene)?);
        scene.at_home().await?;
        scene.sections_are_ready(&SECTIONS).await?;
        scene.figures_match(&person).await?;
        assert_eq!(scene.monei().calls().await?.of("GET", "/connect/authorize"), 0, "nobody signed in again");
        Ok(())
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn an_upgrade_under_the_running_application_does_not_disturb_it() -> Played {
    play(Setting::of(Application::Installed), async |scene| {
        let Asking { person, window, page, .. } = scene.somebody_asking().await?;
        page.press("#continue").await?;
        scene.sign_in_at_monei(&page, &person).await?;
        upgrade(scene).await?;
        window.sees(&testid("screen-waiting")).await?;

        // The newer program is started with the link, and hands it to the one that runs.
        scene.decide(&page, Answer::AllowAll).await?;
        scene.at_home().await?;
        scene.sections_are_ready(&SECTIONS).await?;
        scene.figures_match(&person).await?;
        ensure!(!runs_the_newer_one(scene)?);

        scene.close_window().await?;
        scene.open_window().await?;
        ensure!(runs_the_newer_one(scene)?);
        scene.sections_are_ready(&SECTIONS).await?;
        scene.figures_match(&person).await?;
        Ok(())
    })
    .await
}
