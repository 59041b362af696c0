//! Connecting through the system's own link handler, with the application running and without.

use std::fs;
use std::path::Path;

use anyhow::ensure;
use monei_e2e::Result;
use monei_e2e::application::Application;
use monei_e2e::journey::{Answer, Asking, SECTIONS};
use monei_e2e::scene::{Played, Scene, Setting, play};

/// The person's own desktop entries leave the links of the release where the package put them.
fn nothing_of_the_persons_takes_its_links(scene: &Scene) -> Result<()> {
    let scheme = Application::Installed.scheme();
    let own = scene.stage.home().join(".local/share/applications");
    for entry in fs::read_dir(own)? {
        let entry = entry?.path();
        let text = fs::read_to_string(&entry)?;
        ensure!(!text.contains(&format!("x-scheme-handler/{scheme};")), "{}:\n{text}", entry.display());
    }
    let defaults = fs::read_to_string(scene.stage.home().join(".config/mimeapps.list"))?;
    ensure!(!defaults.contains(scheme), "{defaults}");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_from_the_browser_reaches_the_running_application() -> Played {
    play(Setting::of(Application::Installed), async |scene| {
        let Asking { person, page, .. } = scene.somebody_asking().await?;
        let asked = page.address().await?;
        let back = asked.query_pairs().find(|(name, _)| name == "redirect_uri").map(|(_, value)| value.into_owned());
        assert_eq!(back.as_deref(), Some("dev.moneiwallet.desktop:/callback"), "by link, without being told so");
        scene.answer_on(&page, &person, Answer::AllowAll).await?;
        scene.at_home().await?;
        scene.sections_are_ready(&SECTIONS).await?;
        scene.figures_match(&person).await?;
        assert_eq!(scene.instances()?, 1, "the process that brought the link has ended");
        nothing_of_the_persons_takes_its_links(scene)
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn r25_a_link_from_the_browser_starts_the_application() -> Played {
    play(Setting::of(Application::Installed), async |scene| {
        let Asking { person, page, .. } = scene.somebody_asking().await?;
        page.press("#continue").await?;
        scene.sign_in_at_monei(&page, &person).await?;
        let inspector = scene.inspector()?;
        scene.kill_window().await?;
        nothing_of_the_persons_takes_its_links(scene)?;
        let entry = scene.application()?.desktop_entry()?;
        ensure!(entry.starts_with("/usr/share/applications"), "{}", entry.display());

        scene.decide(&page, Answer::AllowAll).await?;
        scene.join_window(inspector).await?;
        scene.at_home().await?;
        scene.sections_are_ready(&SECTIONS).await?;
        scene.figures_match(&person).await?;
        let processes = scene.application()?.processes(&scene.stage)?;
        let [id] = processes.as_slice() else { anyhow::bail!("one process is expected, not {processes:?}") };
        assert_eq!(fs::read_link(format!("/proc/{id}/exe"))?, Path::new("/usr/bin/monei-wallet"));
        nothing_of_the_persons_takes_its_links(scene)
    })
    .await
}
