//! The diagnostics page beside a relay, a Monei and a keychain that fail one after the other.

use monei_e2e::Result;
use monei_e2e::journey::READ_SCOPES;
use monei_e2e::keychain::Keychain;
use monei_e2e::page::{Page, testid};
use monei_e2e::scene::{Played, Setting, play};
use serde_json::json;

const CHECKS: [&str; 10] =
    ["versions", "keychain", "links", "relay", "monei", "clock", "account", "profile-read", "kyc-read", "wallet-read"];

async fn found(window: &Page, check: &str, verdict: &str) -> Result<()> {
    window.attribute_becomes(&testid(&format!("check-{check}")), "data-verdict", verdict).await
}

async fn ended(window: &Page) -> Result<()> {
    window.attribute_becomes(&testid("screen-diagnostics"), "data-running", "false").await
}

async fn again(window: &Page) -> Result<()> {
    window.press(&testid("button-check-again")).await
}

#[tokio::test(flavor = "multi_thread")]
async fn each_check_names_what_fails_and_its_button_mends_it() -> Played {
    play(Setting::default(), async |scene| {
        let (window, _) = scene.somebody_connected(&READ_SCOPES).await?;
        scene.dismiss_outcome().await?;
        window.press(&testid("nav-settings")).await?;
        window.press(&testid("button-diagnostics")).await?;
        for check in CHECKS {
            found(&window, check, "good").await?;
        }

        scene.services.stop_relay().await;
        again(&window).await?;
        found(&window, "relay", "bad").await?;
        found(&window, "monei", "good").await?;
        ended(&window).await?;
        scene.services.start_relay().await?;
        window.press(&testid("fix-relay")).await?;
        found(&window, "relay", "good").await?;
        ended(&window).await?;

        scene.monei().fault(json!({ "path": "*", "kind": "dropBefore", "times": 100_000 })).await?;
        again(&window).await?;
        for check in ["monei", "account", "profile-read", "kyc-read", "wallet-read"] {
            found(&window, check, "bad").await?;
        }
        found(&window, "clock", "skipped").await?;
        ended(&window).await?;
        scene.monei().clear_faults().await?;
        window.press(&testid("fix-monei")).await?;
        found(&window, "monei", "good").await?;
        ended(&window).await?;

        scene.stage.change_keychain(Keychain::Locked).await?;
        again(&window).await?;
        found(&window, "keychain", "bad").await?;
        ended(&window).await?;
        scene.stage.change_keychain(Keychain::Unlocked).await?;
        window.press(&testid("fix-keychain")).await?;
        found(&window, "keychain", "good").await?;
        ended(&window).await?;

        assert_eq!(scene.monei().calls().await?.totals.out_of_scope, 0);
        Ok(())
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn r34_the_copied_report_tells_the_checks_and_nothing_of_the_person() -> Played {
    play(Setting::default(), async |scene| {
        let (window, person) = scene.somebody_connected(&READ_SCOPES).await?;
        scene.dismiss_outcome().await?;
        window.press(&testid("nav-settings")).await?;
        window.press(&testid("button-diagnostics")).await?;
        ended(&window).await?;
        window.press(&testid("button-copy-report")).await?;
        window.reads("Copied").await?;

        // The report that was copied is the one that the page shows.
        let pasted = window.script("return document.querySelector('[data-testid=report]').textContent", vec![]).await?;
        let pasted = pasted.as_str().unwrap_or_default().to_owned();
        for check in ["Monei Wallet diagnostics", "environment: demonstration", "kyc:read: good, answers"] {
            assert!(pasted.contains(check), "{check} is not in:\n{pasted}");
        }
        let account = person.virtual_account.iter().map(|account| account.account_number.clone());
        for secret in account.chain([person.name.clone(), person.email.clone(), person.id.clone()]) {
            assert!(!pasted.contains(&secret), "{secret} is in:\n{pasted}");
        }
        assert!(!pasted.contains("127.0.0.1") && !pasted.contains("mct_"), "{pasted}");
        Ok(())
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_window_that_nobody_signed_in_to_can_be_checked_too() -> Played {
    play(Setting::with_keychain(Keychain::Absent), async |scene| {
        let window = scene.open_window().await?;
        window.sees(&testid("panel-keychain")).await?;
        window.press(&testid("nav-settings")).await?;
        window.press(&testid("button-diagnostics")).await?;
        found(&window, "keychain", "bad").await?;
        found(&window, "relay", "good").await?;
        found(&window, "monei", "good").await?;
        found(&window, "account", "skipped").await?;
        ended(&window).await?;
        scene.stage.change_keychain(Keychain::Unlocked).await?;
        window.press(&testid("fix-keychain")).await?;
        found(&window, "keychain", "good").await?;
        Ok(())
    })
    .await
}
