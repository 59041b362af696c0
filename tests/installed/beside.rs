//! The installed application and a demonstration in one session of one person: neither takes anything of the other's.

use anyhow::ensure;
use monei_e2e::application::Application;
use monei_e2e::journey::{Answer, READ_SCOPES, SECTIONS};
use monei_e2e::keychain;
use monei_e2e::page::{Page, testid};
use monei_e2e::scene::{Played, Scene, Setting, play};
use monei_e2e::{Result, wait};

/// Asks with this application, and returns the id of the browser's tab with the relay's page.
async fn ask(scene: &mut Scene, application: &Application) -> Result<String> {
    scene.turn_to(application)?;
    scene.begin(&READ_SCOPES).await?;
    let page = scene.relay_page().await?;
    let address = page.address().await?;
    let back = format!("{}:/callback", application.scheme());
    ensure!(address.query_pairs().any(|(name, value)| name == "redirect_uri" && value == back), "{address}");
    Ok(scene.browser.seen().await.last().cloned().unwrap_or_default())
}

async fn tab(scene: &Scene, id: &str) -> Result<Page> {
    scene.browser.show(&scene.stage, id).await
}

async fn items(scene: &Scene, application: &Application) -> Result<usize> {
    Ok(keychain::items_of(&scene.stage, application.keychain_service()).await?.len())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_demonstration_beside_it_has_its_own_links_tokens_and_data() -> Played {
    const INSTALLED: Application = Application::Installed;
    const DEMONSTRATION: Application = Application::Demonstration;
    let setting = Setting { beside: Some(DEMONSTRATION), ..Setting::of(INSTALLED) };
    play(setting, async |scene| {
        let (theirs, shown) = (scene.random_person().await?, scene.random_person().await?);
        scene.open_window().await?;
        scene.turn_to(&DEMONSTRATION)?;
        scene.open_window().await?;

        // Both wait, and the one that asked last is answered first.
        let first = ask(scene, &INSTALLED).await?;
        let second = ask(scene, &DEMONSTRATION).await?;
        scene.answer_on(&tab(scene, &second).await?, &shown, Answer::AllowAll).await?;
        scene.at_home().await?;
        scene.sections_are_ready(&SECTIONS).await?;
        scene.figures_match(&shown).await?;
        ensure!(items(scene, &DEMONSTRATION).await? > 0, "the demonstration keeps its session");

        scene.turn_to(&INSTALLED)?;
        scene.window()?.sees(&testid("screen-waiting")).await?;
        scene.answer_as(&tab(scene, &first).await?, &theirs, Answer::AllowAll).await?;
        scene.at_home().await?;
        scene.sections_are_ready(&SECTIONS).await?;
        scene.figures_match(&theirs).await?;
        let kept = items(scene, &INSTALLED).await?;
        ensure!(kept > 0, "the installed application keeps its session");
        for application in [&INSTALLED, &DEMONSTRATION] {
            ensure!(application.data_folder(&scene.stage).is_dir(), "{} has a data folder", application.name());
            ensure!(application.settings(&scene.stage).is_file(), "{} has settings", application.name());
        }

        scene.turn_to(&DEMONSTRATION)?;
        scene.figures_match(&shown).await?;
        scene.disconnect().await?;
        scene.window()?.sees(&testid("screen-welcome")).await?;
        ensure!(items(scene, &DEMONSTRATION).await? == 0, "nothing of the demonstration is left");
        ensure!(items(scene, &INSTALLED).await? == kept, "the installed application's session is untouched");

        scene.turn_to(&INSTALLED)?;
        scene.monei().forget_calls().await?;
        scene.window()?.press(&testid("button-refresh")).await?;
        wait::until("the balances to be asked again", async || {
            Ok((scene.monei().calls().await?.answered("GET", "/wallet/me", "200") > 0).then_some(()))
        })
        .await?;
        scene.sections_are_ready(&SECTIONS).await?;
        scene.figures_match(&theirs).await?;
        scene.close_window().await?;
        scene.open_window().await?;
        scene.sections_are_ready(&SECTIONS).await?;
        scene.figures_match(&theirs).await?;
        scene.turn_to(&DEMONSTRATION)?;
        scene.window()?.sees(&testid("screen-welcome")).await?;
        Ok(())
    })
    .await
}
