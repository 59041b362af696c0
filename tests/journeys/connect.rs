//! Connecting with everything, and being denied everything.

use monei_e2e::journey::{ALL_SCOPES, Answer, READ_SCOPES, SECTIONS, permission};
use monei_e2e::page::testid;
use monei_e2e::scene::{Played, Setting, play};

#[tokio::test(flavor = "multi_thread")]
async fn r06_connects_with_everything_and_shows_the_figures_of_that_person() -> Played {
    play(Setting::default(), async |scene| {
        let person = scene.random_person().await?;
        let window = scene.open_window().await?;
        window.sees(&testid("banner-demonstration")).await?;

        let code = scene.begin(&ALL_SCOPES).await?;
        let page = scene.relay_page().await?;
        assert_eq!(page.attribute("#pairing-code", "data-code").await?, code);
        let asked = page.attributes("[data-scope]", "data-scope").await?;
        assert_eq!(asked, ALL_SCOPES);
        scene.answer_on(&page, &person, Answer::AllowAll).await?;

        scene.at_home().await?;
        scene.sections_are_ready(&SECTIONS).await?;
        assert!(scene.figures_match(&person).await? > 1);
        assert_eq!(window.text(&testid("profile-name")).await?.trim(), person.name);
        window.press(&testid("nav-permissions")).await?;
        window.sees(&testid("screen-permissions")).await?;
        for scope in ALL_SCOPES {
            window.attribute_becomes(&permission(scope), "data-state", "granted").await?;
        }
        assert_eq!(scene.monei().calls().await?.totals.out_of_scope, 0);
        Ok(())
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn connects_again_and_again_with_whoever_is_seeded() -> Played {
    play(Setting::default(), async |scene| {
        let window = scene.open_window().await?;
        for person in scene.monei().people().await? {
            let person = scene.monei().person(&person.id).await?;
            scene.begin(&READ_SCOPES).await?;
            let page = scene.relay_page().await?;
            scene.answer_as(&page, &person, Answer::AllowAll).await?;
            scene.at_home().await?;
            scene.sections_are_ready(&SECTIONS).await?;
            scene.figures_match(&person).await?;
            scene.disconnect().await?;
            window.sees(&testid("screen-welcome")).await?;
        }
        Ok(())
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_denial_says_what_stays_off_and_trying_again_works() -> Played {
    play(Setting::default(), async |scene| {
        let person = scene.random_person().await?;
        let window = scene.open_window().await?;
        scene.begin(&READ_SCOPES).await?;
        scene.answer_in_browser(&person, Answer::Deny).await?;
        assert_eq!(scene.outcome().await?, "denied");
        let text = window.text(&testid("panel-outcome")).await?;
        for words in ["Read your name and account details", "KYC tier", "transaction history"] {
            assert!(text.contains(words), "“{words}” is not in:\n{text}");
        }
        let calls = scene.monei().calls().await?;
        assert_eq!(calls.of("POST", "/connect/token"), 0, "nothing was exchanged");

        window.press(&testid("button-try-again")).await?;
        scene.shown_code().await?;
        scene.answer_in_browser(&person, Answer::AllowAll).await?;
        scene.at_home().await?;
        scene.section_is("balances", "ready").await?;
        scene.figures_match(&person).await?;
        Ok(())
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn refusing_at_the_relay_is_a_denial_and_never_reaches_monei() -> Played {
    play(Setting::default(), async |scene| {
        let window = scene.open_window().await?;
        scene.begin(&READ_SCOPES).await?;
        let page = scene.relay_page().await?;
        page.press("#cancel").await?;
        assert_eq!(scene.outcome().await?, "denied");
        assert_eq!(scene.monei().calls().await?.of("GET", "/connect/authorize"), 0);
        window.press(&testid("button-dismiss")).await?;
        window.sees(&testid("screen-choose")).await?;
        Ok(())
    })
    .await
}
