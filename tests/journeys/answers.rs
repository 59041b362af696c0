//! Answers that come late, or for another attempt.

use std::time::Duration;

use monei_e2e::journey::{Answer, Asking};
use monei_e2e::page::testid;
use monei_e2e::scene::{Played, Setting, play};
use monei_e2e::wait;

/// Longer than a link needs to reach the application, several times over.
const A_WHILE: Duration = Duration::from_secs(2);

#[tokio::test(flavor = "multi_thread")]
async fn a_cancelled_attempt_stays_cancelled_when_its_answer_comes_late() -> Played {
    play(Setting::default(), async |scene| {
        let Asking { person, window, page, .. } = scene.somebody_asking().await?;
        window.press(&testid("button-cancel")).await?;
        window.no_longer_sees(&testid("screen-waiting")).await?;

        scene.answer_on(&page, &person, Answer::AllowAll).await?;
        page.sees("#open-app").await?;
        wait::stays(A_WHILE, "being signed out", async || Ok(window.visible(&testid("screen-home")).await?.is_none()))
            .await?;
        assert_eq!(scene.monei().calls().await?.of("POST", "/connect/token"), 0, "nothing was exchanged");

        scene.kill_window().await?;
        let window = scene.open_window().await?;
        window.sees(&testid("screen-welcome")).await?;
        Ok(())
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_attempts_the_first_ones_answer_arrives_last_and_changes_nothing() -> Played {
    play(Setting::default(), async |scene| {
        let Asking { person, window, code: first_code, .. } = scene.somebody_asking().await?;
        window.press(&testid("button-cancel")).await?;
        window.press(&testid("button-try-again")).await?;
        let second_code = scene.shown_code().await?;
        assert_ne!(first_code, second_code);

        scene.answer_in_browser(&person, Answer::Allow(&["profile:read", "wallet:read"])).await?;
        scene.at_home().await?;
        scene.sections_are_ready(&["profile", "balances"]).await?;
        assert_eq!(scene.monei().calls().await?.of("POST", "/connect/token"), 1);

        let tabs = scene.browser.seen().await;
        let first = scene.browser.show(&scene.stage, tabs.first().map_or("", String::as_str)).await?;
        assert_eq!(first.attribute("#pairing-code", "data-code").await?, first_code);
        scene.answer_on(&first, &person, Answer::AllowAll).await?;
        first.sees("#open-app").await?;
        wait::stays(A_WHILE, "what the second attempt granted", async || {
            Ok(window.attribute(&testid("section-limits"), "data-state").await? == "locked")
        })
        .await?;
        assert_eq!(scene.monei().calls().await?.of("POST", "/connect/token"), 1, "the late answer was not exchanged");
        scene.figures_match(&person).await?;
        Ok(())
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn opening_the_browser_again_continues_the_same_attempt() -> Played {
    play(Setting::default(), async |scene| {
        let Asking { person, window, code, .. } = scene.somebody_asking().await?;
        window.press(&testid("button-open-again")).await?;
        let second = scene.relay_page().await?;
        assert_eq!(second.attribute("#pairing-code", "data-code").await?, code);
        window.sees(&testid("time-left")).await?;
        scene.answer_on(&second, &person, Answer::AllowAll).await?;
        scene.at_home().await
    })
    .await
}
