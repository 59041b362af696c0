//! Signing in by the link that the waiting screen copies: for a browser that the application does not open.

use anyhow::ensure;
use monei_e2e::journey::{Answer, Asking, SECTIONS};
use monei_e2e::page::testid;
use monei_e2e::scene::{Played, Setting, WayBack, play};
use monei_e2e::{clipboard, wait};

#[tokio::test(flavor = "multi_thread")]
async fn a_copied_link_leads_a_browser_through_the_sign_in() -> Played {
    play(Setting::with_way_back(WayBack::Loopback), async |scene| {
        let Asking { person, window, code, page } = scene.somebody_asking().await?;
        let opened = page.address().await?;

        window.press(&testid("button-copy-link")).await?;
        window.reads("Copied").await?;
        let pasted = wait::until("the link on the clipboard", async || {
            let text = clipboard::text(scene.stage.display()).await?;
            Ok(text.starts_with("http").then_some(text))
        })
        .await?;
        ensure!(pasted == opened.as_str(), "copied {pasted} and opened {opened}");
        ensure!(!window.all_text().await?.contains(&pasted), "the window shows the link");

        // The person pastes it into a tab of their own, and leaves the other one alone.
        let page = scene.browser.visit(&scene.stage, &pasted).await?;
        page.sees("[data-page]").await?;
        ensure!(
            page.all_text().await?.replace([' ', '-'], "").contains(&code),
            "the page shows another code than {code}"
        );
        scene.answer_on(&page, &person, Answer::AllowAll).await?;
        scene.at_home().await?;
        scene.sections_are_ready(&SECTIONS).await?;
        scene.figures_match(&person).await?;
        Ok(())
    })
    .await
}

/// What was copied for one attempt is worth nothing to the next one.
#[tokio::test(flavor = "multi_thread")]
async fn a_link_that_was_copied_before_another_attempt_changes_nothing() -> Played {
    play(Setting::with_way_back(WayBack::Loopback), async |scene| {
        let Asking { person, window, .. } = scene.somebody_asking().await?;
        window.press(&testid("button-copy-link")).await?;
        window.reads("Copied").await?;
        let old = clipboard::text(scene.stage.display()).await?;
        window.press(&testid("button-cancel")).await?;
        window.press(&testid("button-try-again")).await?;
        let code = scene.shown_code().await?;
        let new = scene.relay_page().await?;

        window.press(&testid("button-copy-link")).await?;
        wait::until("another link on the clipboard", async || {
            Ok((clipboard::text(scene.stage.display()).await? != old).then_some(()))
        })
        .await?;
        let page = scene.browser.visit(&scene.stage, &old).await?;
        page.sees("[data-page]").await?;
        page.press("#continue").await?;
        scene.sign_in_at_monei(&page, &person).await?;
        // Its answer goes to a port that nobody listens on any more.
        page.press("#allow").await?;
        wait::until("the old attempt to be answered", async || {
            let calls = scene.monei().calls().await?;
            Ok((calls.of("POST", "/connect/authorize") > 0).then_some(()))
        })
        .await?;
        ensure!(window.attribute(&testid("pairing-code"), "data-code").await? == code, "the new attempt still waits");
        let tab = scene.browser.seen().await.get(1).cloned().unwrap_or_default();
        drop(new);
        let new = scene.browser.show(&scene.stage, &tab).await?;
        scene.answer_as(&new, &person, Answer::AllowAll).await?;
        scene.at_home().await?;
        Ok(())
    })
    .await
}
