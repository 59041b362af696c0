//! Relay or Monei out of reach: clear words, nothing lost, and trying again works.

use monei_e2e::journey::{Answer, READ_SCOPES, SECTIONS};
use monei_e2e::page::testid;
use monei_e2e::scene::{Played, Setting, play};
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn an_unreachable_relay_is_named_and_trying_again_works() -> Played {
    play(Setting::default(), async |scene| {
        let person = scene.random_person().await?;
        let window = scene.open_window().await?;
        scene.services.stop_relay().await;
        window.press(&testid("button-connect")).await?;
        window.press(&testid("button-continue")).await?;
        assert_eq!(scene.outcome().await?, "failed");
        let words = window.text(&testid("panel-outcome")).await?;
        assert!(words.to_lowercase().contains("sign-in service"), "it should say who did not answer: {words}");

        scene.services.start_relay().await?;
        window.press(&testid("button-try-again")).await?;
        scene.shown_code().await?;
        scene.answer_in_browser(&person, Answer::AllowAll).await?;
        scene.at_home().await?;
        scene.section_is("balances", "ready").await
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unreachable_monei_leaves_the_last_figures_and_says_how_old_they_are() -> Played {
    play(Setting::default(), async |scene| {
        let (window, person) = scene.somebody_connected(&READ_SCOPES).await?;

        scene.monei().fault(json!({ "path": "*", "kind": "dropBefore", "times": 100_000 })).await?;
        window.press(&testid("button-refresh")).await?;
        scene.section_is("balances", "stale").await?;
        scene.figures_match(&person).await?;

        // Said once, above them all.
        window.sees(&testid("banner-offline")).await?;
        assert!(window.visible(&testid("button-retry-balances")).await?.is_none());
        scene.monei().clear_faults().await?;
        window.press(&testid("button-retry-offline")).await?;
        window.no_longer_sees(&testid("banner-offline")).await?;
        scene.sections_are_ready(&SECTIONS).await?;
        scene.figures_match(&person).await?;
        Ok(())
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_section_that_never_loaded_says_so_and_never_shows_a_zero() -> Played {
    play(Setting::default(), async |scene| {
        let person = scene.random_person().await?;
        let window = scene.open_window().await?;
        for kind in ["status", "html", "malformed", "halfReply", "dropAfter"] {
            scene.monei().fault(json!({ "path": "/wallet/me", "kind": kind, "times": 100_000 })).await?;
            if scene.window()?.visible(&testid("screen-home")).await?.is_none() {
                scene.connect(&person, &READ_SCOPES, Answer::AllowAll).await?;
            } else {
                window.press(&testid("button-refresh")).await?;
            }
            scene.section_is("balances", "failed").await?;
            scene.section_is("transactions", "ready").await?;
            assert!(window.visible(&testid("naira-balance")).await?.is_none(), "unknown is not zero ({kind})");
            scene.monei().clear_faults().await?;
        }
        window.press(&testid("button-retry-balances")).await?;
        scene.section_is("balances", "ready").await?;
        scene.figures_match(&person).await?;
        Ok(())
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rate_limit_and_a_fault_at_the_exchange_end_in_words_and_the_session_is_none() -> Played {
    play(Setting::default(), async |scene| {
        let person = scene.random_person().await?;
        let window = scene.open_window().await?;
        scene.begin(&READ_SCOPES).await?;
        scene.monei().fault(json!({ "path": "/connect/token", "kind": "status", "status": 500 })).await?;
        scene.answer_in_browser(&person, Answer::AllowAll).await?;
        assert_eq!(scene.outcome().await?, "failed");
        window.press(&testid("button-try-again")).await?;
        scene.shown_code().await?;
        scene.answer_in_browser(&person, Answer::AllowAll).await?;
        scene.at_home().await?;
        scene.section_is("balances", "ready").await
    })
    .await
}
