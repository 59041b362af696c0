//! Partial grants, and one more permission afterwards.

use std::time::Duration;

use monei_e2e::journey::{Answer, READ_SCOPES, SECTIONS, enable, permission};
use monei_e2e::page::testid;
use monei_e2e::scene::{Played, Setting, play};
use monei_e2e::wait;

#[tokio::test(flavor = "multi_thread")]
async fn a_partial_grant_greys_the_rest_and_enable_asks_for_that_one_permission() -> Played {
    play(Setting::default(), async |scene| {
        let person = scene.random_person().await?;
        let window = scene.open_window().await?;
        scene.connect(&person, &READ_SCOPES, Answer::Allow(&["profile:read", "wallet:read"])).await?;
        scene.sections_are_ready(&["profile", "balances", "transactions"]).await?;
        scene.section_is("limits", "locked").await?;
        scene.figures_match(&person).await?;
        scene.dismiss_outcome().await?;

        window.press(&enable("kyc:read")).await?;
        let code = scene.shown_code().await?;
        let page = scene.relay_page().await?;
        assert_eq!(page.attribute("#pairing-code", "data-code").await?, code);
        assert_eq!(page.attributes("[data-scope]", "data-scope").await?, ["kyc:read"]);
        page.press("#continue").await?;
        scene.sign_in_at_monei(&page, &person).await?;
        assert_eq!(page.attributes("input[name=scope]", "value").await?, ["kyc:read"]);
        scene.decide(&page, Answer::AllowAll).await?;

        scene.section_is("limits", "ready").await?;
        scene.at_home().await?;
        scene.figures_match(&person).await?;
        assert_eq!(scene.monei().calls().await?.totals.out_of_scope, 0);
        Ok(())
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn enable_brings_the_person_back_to_the_page_where_they_were() -> Played {
    play(Setting::default(), async |scene| {
        let (window, person) = scene.somebody_connected(&READ_SCOPES).await?;
        scene.dismiss_outcome().await?;
        window.press(&testid("nav-permissions")).await?;
        window.sees(&testid("screen-permissions")).await?;

        window.press(&enable("wallet:send")).await?;
        scene.answer_in_browser(&person, Answer::AllowAll).await?;
        window.attribute_becomes(&permission("wallet:send"), "data-state", "granted").await?;
        window.sees(&testid("screen-permissions")).await?;
        scene.dismiss_outcome().await?;

        // A permission that is denied changes nothing, and stays within reach.
        window.press(&enable("bills:pay")).await?;
        scene.answer_in_browser(&person, Answer::Deny).await?;
        assert_eq!(scene.outcome().await?, "denied");
        window.attribute_becomes(&permission("bills:pay"), "data-state", "declined").await?;
        for scope in ["profile:read", "kyc:read", "wallet:read", "wallet:send"] {
            window.attribute_becomes(&permission(scope), "data-state", "granted").await?;
        }
        window.sees(&enable("bills:pay")).await?;
        Ok(())
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_platform_that_returns_only_the_new_scope_keeps_the_old_ones_working() -> Played {
    play(Setting::default(), async |scene| {
        scene.monei().switch(serde_json::json!({ "grants": "newOnly" })).await?;
        let person = scene.random_person().await?;
        let window = scene.open_window().await?;
        scene.connect(&person, &READ_SCOPES, Answer::Allow(&["profile:read", "kyc:read"])).await?;
        scene.sections_are_ready(&["profile", "limits"]).await?;
        scene.dismiss_outcome().await?;
        window.press(&enable("wallet:read")).await?;
        scene.answer_in_browser(&person, Answer::AllowAll).await?;
        scene.sections_are_ready(&["balances", "transactions"]).await?;
        scene.figures_match(&person).await?;

        scene.monei().forget_calls().await?;
        window.press(&testid("button-refresh")).await?;
        wait::until("everything to be asked again", async || {
            let calls = scene.monei().calls().await?;
            let paths = ["/user/me", "/kyc/status", "/wallet/me", "/transactions/user"];
            Ok(paths.iter().all(|path| calls.answered("GET", path, "200") > 0).then_some(()))
        })
        .await?;
        scene.sections_are_ready(&SECTIONS).await?;
        assert_eq!(scene.monei().calls().await?.totals.out_of_scope, 0);
        Ok(())
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn r37_an_answer_that_tells_nobodys_name_is_refused_and_the_next_request_asks_for_one() -> Played {
    play(Setting::default(), async |scene| {
        scene.monei().switch(serde_json::json!({ "grants": "newOnly" })).await?;
        let person = scene.random_person().await?;
        let window = scene.open_window().await?;
        scene.connect(&person, &READ_SCOPES, Answer::Allow(&["profile:read", "wallet:read"])).await?;
        scene.sections_are_ready(&["profile", "balances", "transactions"]).await?;
        scene.dismiss_outcome().await?;
        window.press(&enable("kyc:read")).await?;
        scene.answer_in_browser(&person, Answer::AllowAll).await?;
        assert_eq!(scene.outcome().await?, "failed");
        scene.section_is("limits", "locked").await?;
        scene.figures_match(&person).await?;

        window.press(&testid("button-try-again")).await?;
        let page = scene.relay_page().await?;
        assert_eq!(page.attributes("[data-scope]", "data-scope").await?, ["profile:read", "kyc:read"]);
        Ok(())
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn r36_somebody_else_signing_in_never_replaces_the_open_wallet() -> Played {
    play(Setting::default(), async |scene| {
        let person = scene.random_person().await?;
        let other = scene.random_person().await?;
        let window = scene.open_window().await?;
        scene.connect(&person, &READ_SCOPES, Answer::Allow(&["profile:read", "kyc:read"])).await?;
        scene.sections_are_ready(&["profile", "limits"]).await?;
        scene.dismiss_outcome().await?;

        window.press(&enable("wallet:read")).await?;
        let page = scene.relay_page().await?;
        scene.answer_as(&page, &other, Answer::AllowAll).await?;
        assert_eq!(scene.outcome().await?, "otherAccount");
        scene.section_is("balances", "locked").await?;
        scene.section_is("transactions", "locked").await?;
        assert_eq!(window.text(&testid("profile-name")).await?.trim(), person.name);
        wait::stays(Duration::from_millis(500), "the first person's wallet", async || {
            Ok(window.text(&testid("profile-name")).await?.trim() == person.name)
        })
        .await
    })
    .await
}
