//! The address of the relay, which the person sets.

use std::fs;

use anyhow::ensure;
use monei_e2e::application::Application;
use monei_e2e::http;
use monei_e2e::journey::{Answer, READ_SCOPES, SECTIONS};
use monei_e2e::page::testid;
use monei_e2e::scene::{Played, Setting, play};

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_address_is_named_and_the_right_one_is_kept() -> Played {
    let setting = Setting { without_relay: true, ..Setting::of(Application::Installed) };
    play(setting, async |scene| {
        let person = scene.random_person().await?;
        let settings = scene.application()?.settings(&scene.stage);
        let before = fs::read(&settings)?;
        let window = scene.open_window().await?;
        window.sees(&testid("relay-form")).await?;
        ensure!(window.visible(&testid("button-connect")).await?.is_none(), "there is nothing to connect through yet");

        let (_relay, of_another_platform) = scene.services.relay_of("staging").await?;
        for (address, problem) in [
            ("not an address".to_owned(), "relayAddress"),
            ("ftp://127.0.0.1".to_owned(), "relayAddress"),
            // Unencrypted, and not on this computer.
            ("http://relay.example".to_owned(), "relayAddress"),
            (format!("http://127.0.0.1:{}", http::free_port()?), "relayUnreachable"),
            (scene.services.sandbox().to_owned(), "relayUnreadable"),
            (of_another_platform, "relayEnvironment"),
        ] {
            window.type_into(&testid("relay-address"), &address).await?;
            window.press(&testid("button-check-relay")).await?;
            window.attribute_becomes(&testid("relay-problem"), "data-code", problem).await?;
            window.sees(&testid("relay-form")).await?;
            ensure!(fs::read(&settings)? == before, "{address} has changed the settings");
        }

        let relay = scene.services.relay().to_owned();
        window.type_into(&testid("relay-address"), &format!(" {relay}/ ")).await?;
        window.press(&testid("button-check-relay")).await?;
        window.sees(&testid("button-connect")).await?;
        ensure!(window.text(&testid("relay-host")).await?.trim() == relay);

        scene.close_window().await?;
        let window = scene.open_window().await?;
        ensure!(window.text(&testid("relay-host")).await?.trim() == relay);
        window.sees(&testid("button-change-relay")).await?;
        scene.connect(&person, &READ_SCOPES, Answer::AllowAll).await?;
        scene.sections_are_ready(&SECTIONS).await?;
        scene.figures_match(&person).await?;
        Ok(())
    })
    .await
}
