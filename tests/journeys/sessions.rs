//! Sessions that do not get lost: restart, expiry, revocation, disconnecting.

use anyhow::bail;
use monei_e2e::journey::{Answer, READ_SCOPES, SECTIONS, enable};
use monei_e2e::keychain::{self, Keychain};
use monei_e2e::page::testid;
use monei_e2e::process::{end_one, freeze_one};
use monei_e2e::scene::{Played, Scene, Setting, play};
use monei_e2e::window::names_on_bus;
use monei_e2e::{Result, wait};

/// Waits until Monei was asked for the balances again, and has answered.
async fn balances_were_asked(scene: &Scene) -> Result<()> {
    wait::until("the balances to be asked again", async || {
        Ok((scene.monei().calls().await?.answered("GET", "/wallet/me", "200") > 0).then_some(()))
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_restart_keeps_the_session_without_a_browser() -> Played {
    play(Setting::default(), async |scene| {
        let (_, person) = scene.somebody_connected(&READ_SCOPES).await?;
        scene.close_window().await?;

        let tabs = scene.browser.addresses().await.len();
        scene.monei().forget_calls().await?;
        scene.open_window().await?;
        scene.at_home().await?;
        scene.sections_are_ready(&SECTIONS).await?;
        scene.figures_match(&person).await?;
        let calls = scene.monei().calls().await?;
        assert_eq!(calls.of("GET", "/connect/authorize"), 0);
        assert_eq!(calls.of("POST", "/connect/token"), 0, "the tokens were not due for renewal");
        assert_eq!(scene.browser.addresses().await.len(), tabs);
        Ok(())
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_kill_loses_no_session() -> Played {
    play(Setting::default(), async |scene| {
        let (_, person) = scene.somebody_connected(&READ_SCOPES).await?;
        scene.kill_window().await?;
        scene.open_window().await?;
        scene.sections_are_ready(&SECTIONS).await?;
        scene.figures_match(&person).await?;
        Ok(())
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn r33_expired_tokens_are_renewed_once_and_nobody_notices() -> Played {
    play(Setting::default(), async |scene| {
        let (window, person) = scene.somebody_connected(&READ_SCOPES).await?;
        assert!(scene.monei().expire_tokens().await? > 0);
        scene.monei().forget_calls().await?;

        window.press(&testid("button-refresh")).await?;
        balances_were_asked(scene).await?;
        scene.sections_are_ready(&SECTIONS).await?;
        scene.figures_match(&person).await?;
        let calls = scene.monei().calls().await?;
        assert_eq!(calls.of("POST", "/connect/token"), 1, "one renewal for all sections");
        for path in ["/user/me", "/kyc/status", "/wallet/me"] {
            let (refused, all) = (calls.answered("GET", path, "401"), calls.of("GET", path));
            assert!(refused <= 1 && all <= 2, "{path}: {all} calls, {refused} refused");
        }

        // What was renewed is what is kept.
        scene.kill_window().await?;
        scene.open_window().await?;
        scene.sections_are_ready(&SECTIONS).await?;
        Ok(())
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn r33_revoked_at_monei_asks_to_reconnect_and_loses_nothing() -> Played {
    play(Setting::default(), async |scene| {
        let (window, person) = scene.somebody_connected(&READ_SCOPES).await?;
        assert!(scene.monei().revoke_grants(&person.id).await? > 0);
        scene.monei().forget_calls().await?;

        window.press(&testid("button-refresh")).await?;
        window.sees(&testid("banner-reconnect")).await?;
        scene.figures_match(&person).await?;
        assert_eq!(window.text(&testid("profile-name")).await?.trim(), person.name);
        assert!(scene.monei().calls().await?.of("POST", "/connect/token") <= 1, "refused once is enough");

        window.press(&testid("button-reconnect")).await?;
        let page = scene.relay_page().await?;
        assert_eq!(page.attributes("[data-scope]", "data-scope").await?, READ_SCOPES, "what was held is asked for");
        scene.answer_on(&page, &person, Answer::AllowAll).await?;
        window.no_longer_sees(&testid("banner-reconnect")).await?;
        scene.sections_are_ready(&SECTIONS).await?;
        scene.figures_match(&person).await?;
        Ok(())
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn r38_disconnect_revokes_at_monei_and_empties_the_keychain() -> Played {
    play(Setting::default(), async |scene| {
        let person = scene.random_person().await?;
        let window = scene.open_window().await?;
        scene.connect(&person, &READ_SCOPES, Answer::Allow(&["profile:read", "wallet:read"])).await?;
        scene.sections_are_ready(&["profile", "balances", "transactions"]).await?;
        scene.dismiss_outcome().await?;
        window.press(&enable("kyc:read")).await?;
        scene.answer_in_browser(&person, Answer::AllowAll).await?;
        scene.section_is("limits", "ready").await?;
        assert!(
            !keychain::items_of(&scene.stage, scene.application()?.keychain_service()).await?.is_empty(),
            "the session is kept"
        );
        let calls = scene.monei().calls().await?;
        assert_eq!(calls.of("POST", "/connect/token/revoke"), 0, "nothing is revoked before Disconnect");

        scene.disconnect().await?;
        window.sees(&testid("screen-welcome")).await?;
        let calls = scene.monei().calls().await?;
        assert_eq!(calls.answered("POST", "/connect/token/revoke", "200"), 2, "both pairs, the replaced one too");
        assert_eq!(scene.monei().revoke_grants(&person.id).await?, 0, "Monei holds no pair any more");
        let left = keychain::items_of(&scene.stage, scene.application()?.keychain_service()).await?;
        assert!(left.is_empty(), "left in the keychain: {left:?}");
        assert!(!window.all_text().await?.contains(&person.name));

        scene.kill_window().await?;
        let window = scene.open_window().await?;
        window.sees(&testid("screen-welcome")).await?;
        Ok(())
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn r28_no_token_is_renewed_while_the_keychain_cannot_be_written() -> Played {
    play(Setting::default(), async |scene| {
        let (window, person) = scene.somebody_connected(&READ_SCOPES).await?;
        scene.stage.change_keychain(Keychain::Absent).await?;
        scene.monei().expire_tokens().await?;
        scene.monei().forget_calls().await?;

        window.press(&testid("button-refresh")).await?;
        scene.section_is("balances", "stale").await?;
        scene.figures_match(&person).await?;
        assert_eq!(scene.monei().calls().await?.of("POST", "/connect/token"), 0);

        Ok(())
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_keychain_that_went_away_and_came_back_is_used_again() -> Played {
    play(Setting::default(), async |scene| {
        let (window, _) = scene.somebody_connected(&READ_SCOPES).await?;
        scene.stage.change_keychain(Keychain::Unlocked).await?;
        scene.monei().expire_tokens().await?;
        scene.monei().forget_calls().await?;

        window.press(&testid("button-refresh")).await?;
        balances_were_asked(scene).await?;
        scene.sections_are_ready(&SECTIONS).await?;
        assert_eq!(scene.monei().calls().await?.of("POST", "/connect/token"), 1);
        scene.kill_window().await?;
        scene.open_window().await?;
        scene.sections_are_ready(&SECTIONS).await?;
        Ok(())
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_start_that_meets_a_dying_instance_opens_a_window_of_its_own() -> Played {
    play(Setting::default(), async |scene| {
        scene.open_window().await?;
        let application = scene.application()?.clone();
        let connections = async || -> Result<usize> { Ok(names_on_bus(&scene.stage).await?.matches("':").count()) };
        let before = connections().await?;
        let dying = application.processes(&scene.stage)?;
        dying.iter().copied().for_each(freeze_one);
        let launch = scene.stage.launch("second", application.program()?).envs(scene.services.variables());
        let (_second, mut lines) = launch.envs([("MONEI_WALLET_LOG", "monei_wallet::startup=info")]).start_timed()?;
        // One to ask for the name, and one to call who has it.
        wait::until("the second to call the first", async || Ok((connections().await? >= before + 2).then_some(())))
            .await?;
        dying.into_iter().for_each(end_one);
        while let Some((_, line)) = lines.recv().await {
            if line.contains("painted what=\"frame\"") {
                return Ok(());
            }
        }
        bail!("the second start gave up")
    })
    .await
}
