//! Without a usable keychain: clear words, and a session in memory for who wants it.

use std::path::Path;
use std::time::Duration;

use monei_e2e::journey::{Answer, READ_SCOPES, SECTIONS};
use monei_e2e::keychain::{self, Keychain};
use monei_e2e::page::testid;
use monei_e2e::scene::{Played, Setting, play};
use monei_e2e::{process, wait};

#[tokio::test(flavor = "multi_thread")]
async fn r40_without_a_keychain_it_says_so_and_a_session_in_memory_works() -> Played {
    play(Setting::with_keychain(Keychain::Absent), async |scene| {
        let person = scene.random_person().await?;
        let window = scene.open_window().await?;
        let words = window.text(&testid("panel-keychain")).await?;
        assert!(words.len() > 40, "it should say what to do: {words}");

        window.press(&testid("button-session-only")).await?;
        scene.connect(&person, &READ_SCOPES, Answer::AllowAll).await?;
        scene.sections_are_ready(&SECTIONS).await?;
        scene.figures_match(&person).await?;

        // Nothing was kept, and nothing pretends otherwise.
        scene.kill_window().await?;
        let window = scene.open_window().await?;
        window.sees(&testid("panel-keychain")).await?;
        assert!(!window.all_text().await?.contains(&person.name));
        Ok(())
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_locked_keychain_is_named_and_works_once_it_is_unlocked() -> Played {
    play(Setting::with_keychain(Keychain::Locked), async |scene| {
        let person = scene.random_person().await?;
        let window = scene.open_window().await?;
        let words = window.text(&testid("panel-keychain")).await?;
        assert!(words.to_lowercase().contains("lock"), "it should name the reason: {words}");
        window.press(&testid("button-retry-keychain")).await?;
        window.sees(&testid("panel-keychain")).await?;

        scene.stage.change_keychain(Keychain::Unlocked).await?;
        window.press(&testid("button-retry-keychain")).await?;
        window.no_longer_sees(&testid("panel-keychain")).await?;
        scene.connect(&person, &READ_SCOPES, Answer::AllowAll).await?;
        scene.section_is("balances", "ready").await?;
        assert!(!keychain::items_of(&scene.stage, scene.application()?.keychain_service()).await?.is_empty());
        Ok(())
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_window_paints_while_the_system_asks_for_the_keychains_password_and_goes_on_without_it() -> Played {
    play(Setting::with_keychain(Keychain::LockedPrompting), async |scene| {
        let window = scene.open_window().await?;
        // The call blocks until somebody answers the dialog, and nobody does.
        window.sees_within(Duration::from_secs(5), &testid("banner-demonstration")).await?;
        let words = window.all_text().await?;
        assert!(words.to_lowercase().contains("keychain"), "it should say what it waits for: {words}");

        // The dialog goes away unanswered.
        let dialog = Path::new("/usr/libexec/gcr-prompter");
        let dialogs = wait::until("the system's dialog", async || {
            Ok(Some(process::running(&scene.stage.mark(), dialog)).filter(|dialogs| !dialogs.is_empty()))
        });
        for id in dialogs.await? {
            process::end_one(id);
        }
        let words = window.text(&testid("panel-keychain")).await?;
        assert!(words.to_lowercase().contains("lock"), "it should name the reason: {words}");
        window.press(&testid("button-session-only")).await?;
        window.sees(&testid("screen-welcome")).await?;
        Ok(())
    })
    .await
}
