//! The simulated Monei's own page, as a developer of an integration has it beside their application.

use monei_e2e::journey::READ_SCOPES;
use monei_e2e::page::testid;
use monei_e2e::scene::{Played, Setting, play};
use monei_e2e::wait;

/// Whether more of a token or secret is shown than tells it from others.
fn shows_a_credential(text: &str) -> bool {
    ["mct_", "mcr_", "mcs_"].into_iter().any(|prefix| {
        text.split(prefix).skip(1).any(|rest| rest.chars().take_while(char::is_ascii_alphanumeric).count() > 8)
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn a_developer_watches_an_application_and_revokes_its_grant() -> Played {
    play(Setting::default(), async |scene| {
        let (window, person) = scene.somebody_connected(&READ_SCOPES).await?;
        scene.dismiss_outcome().await?;

        let page = scene.browser.visit(&scene.stage, scene.services.sandbox()).await?;
        page.reads("POST /connect/token").await?;
        page.reads(&person.name).await?;
        assert!(!shows_a_credential(&page.all_text().await?));

        // What the application asks from now on appears by itself, and the list can be searched.
        page.press("#clear").await?;
        window.press(&testid("button-refresh")).await?;
        page.reads("GET /wallet/me").await?;
        page.type_into("#filter", "nothing like this").await?;
        page.reads("None of them fits the filter.").await?;
        page.type_into("#filter", "/wallet/me").await?;
        page.press("#rows tr:not([hidden]) .opener").await?;
        page.sees("#detail[open]").await?;
        page.reads(&person.subwallets.first().map(|wallet| wallet.id.clone()).unwrap_or_default()).await?;
        assert!(!shows_a_credential(&page.text("#detail").await?));
        page.press("#close").await?;

        page.press("[id^=grant-]").await?;
        page.no_longer_sees("[id^=grant-]").await?;
        window.press(&testid("button-refresh")).await?;
        window.sees(&testid("banner-reconnect")).await?;
        Ok(())
    })
    .await
}

/// A switch that is set on the page is in force with the application's next request.
#[tokio::test(flavor = "multi_thread")]
async fn a_developer_sets_a_fault_for_the_next_request() -> Played {
    play(Setting::default(), async |scene| {
        let (window, _) = scene.somebody_connected(&READ_SCOPES).await?;
        scene.dismiss_outcome().await?;

        let page = scene.browser.visit(&scene.stage, scene.services.sandbox()).await?;
        page.type_into("#fault-path", "/kyc/status").await?;
        page.press("#fault button[type=submit]").await?;
        page.sees("#clear-faults").await?;
        window.press(&testid("button-refresh")).await?;
        page.no_longer_sees("#clear-faults").await?;
        wait::until("the fault among the requests", async || {
            let shown = page.text("#rows").await?;
            Ok((shown.contains("/kyc/status") && shown.contains("500")).then_some(()))
        })
        .await?;
        Ok(())
    })
    .await
}
