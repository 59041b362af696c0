//! Withdrawing to a bank in the real windows. The ledger of the simulated Monei is the judge.

use anyhow::{Result, ensure};
use monei_e2e::confirming::{Word, shows, unseen};
use monei_e2e::control::Person;
use monei_e2e::journey::{Answer, enable};
use monei_e2e::page::{Page, testid};
use monei_e2e::scene::{Played, Scene, Setting, play};
use serde_json::json;

const PAYOUTS: &str = "/wallet/payout/bank-transfer";
const VERIFYING: &str = "/wallet/utils/verify-bank-account";
const WITHDRAWING: [&str; 4] = ["profile:read", "kyc:read", "wallet:read", "wallet:withdraw"];

async fn connected(scene: &mut Scene, scopes: &[&str]) -> Result<(Page, Person)> {
    let payer = scene.payer().await?;
    let window = scene.open_window().await?;
    scene.connect(&payer, scopes, Answer::AllowAll).await?;
    if scopes.contains(&"wallet:read") {
        scene.sections_are_ready(&["balances", "transactions"]).await?;
    }
    Ok((window, payer))
}

/// Types a withdrawal to an account whose holder Monei names.
async fn fill_in(window: &Page, amount: &str) -> Result<()> {
    window.press(&testid("nav-withdraw")).await?;
    window.look_for(&testid("withdraw-bank"), "guaranty").await?;
    window.press(&testid("bank-058")).await?;
    window.type_into(&testid("withdraw-account"), "0123456789").await?;
    window.attribute_becomes(&testid("withdraw-holder"), "data-state", "told").await?;
    window.type_into(&testid("withdraw-amount"), amount).await
}

/// Types such a withdrawal, and asks for its confirmation.
pub(super) async fn order(window: &Page, amount: &str) -> Result<()> {
    fill_in(window, amount).await?;
    window.press(&testid("withdraw-review")).await
}

#[tokio::test(flavor = "multi_thread")]
async fn naira_are_withdrawn_to_an_account_whose_holder_monei_names() -> Played {
    play(Setting::default(), async |scene| {
        let (window, payer) = connected(scene, &WITHDRAWING).await?;
        window.press(&testid("nav-withdraw")).await?;
        // An account that does not exist has no holder, and cannot be ordered to.
        window.look_for(&testid("withdraw-bank"), "zenith").await?;
        window.press(&testid("bank-057")).await?;
        window.type_into(&testid("withdraw-account"), "0000000000").await?;
        window.type_into(&testid("withdraw-amount"), "2500.50").await?;
        window.attribute_becomes(&testid("withdraw-holder"), "data-state", "refused").await?;
        let review = window.sees(&testid("withdraw-review")).await?;
        ensure!(!review.is_enabled().await?, "an account without a holder can be paid");

        window.type_into(&testid("withdraw-account"), "0123456789").await?;
        window.attribute_becomes(&testid("withdraw-holder"), "data-state", "told").await?;
        let holder = window.text(&format!("{} .name", testid("withdraw-holder"))).await?;
        window.type_into(&testid("withdraw-narration"), "Rent").await?;
        window.press(&testid("withdraw-review")).await?;
        scene
            .confirm(Word::Pin(payer.pin()), async |page| {
                ensure!(page.text(&testid("confirm-holder")).await? == holder, "another holder is confirmed");
                shows(page, "2500.50").await?;
                for told in ["0123456789", "Zenith Bank", "Rent"] {
                    page.reads(told).await?;
                }
                Ok(())
            })
            .await?;
        // Monei takes it first, and says later that it is done.
        scene.payment_is("succeeded").await?;
        scene.has_paid(&payer, "2500.50").await?;
        let calls = scene.monei().calls().await?;
        ensure!((calls.of("POST", PAYOUTS), calls.totals.out_of_scope) == (1, 0), "{calls:?}");
        window.press(&testid("nav-payments")).await?;
        let row = window.text("[data-kind=bankTransfer]").await?;
        ensure!(row.contains("Zenith Bank") && row.contains("0123456789"), "{row}");
        Ok(())
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_that_is_kept_is_verified_anew_and_goes_with_the_wallet() -> Played {
    play(Setting::default(), async |scene| {
        let (window, _) = connected(scene, &["profile:read", "wallet:withdraw"]).await?;
        window.press(&testid("nav-withdraw")).await?;
        window.look_for(&testid("withdraw-bank"), "zenith").await?;
        window.press(&testid("bank-057")).await?;
        window.type_into(&testid("withdraw-account"), "0123456789").await?;
        window.press(&testid("keep-recipient")).await?;
        window.sees(&testid("recipient-0123456789")).await?;
        scene.close_window().await?;

        let window = scene.open_window().await?;
        scene.at_home().await?;
        window.press(&testid("nav-withdraw")).await?;
        let kept = window.text(&testid("recipient-0123456789")).await?;
        ensure!(kept.contains("Zenith Bank"), "{kept}");
        let asked = async |scene: &Scene| Ok::<_, anyhow::Error>(scene.monei().calls().await?.of("POST", VERIFYING));
        let before = asked(scene).await?;
        window.press(&testid("recipient-0123456789")).await?;
        window.attribute_becomes(&testid("withdraw-holder"), "data-state", "told").await?;
        ensure!(asked(scene).await? == before + 1, "an account that is kept is believed");
        window.press(&testid("forget-0123456789")).await?;
        window.no_longer_sees(&testid("recipient-0123456789")).await?;
        window.press(&testid("keep-recipient")).await?;
        window.sees(&testid("recipient-0123456789")).await?;

        // Another person on this computer, or the same one later, finds none.
        scene.disconnect().await?;
        let payer = scene.payer().await?;
        scene.connect(&payer, &["profile:read", "wallet:withdraw"], Answer::AllowAll).await?;
        window.press(&testid("nav-withdraw")).await?;
        window.sees(&testid("withdraw-account")).await?;
        ensure!(window.visible(&testid("recipient-0123456789")).await?.is_none(), "an account outlived its wallet");
        Ok(())
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn withdrawing_works_with_its_permission_alone_and_tells_what_monei_refuses() -> Played {
    play(Setting::default(), async |scene| {
        let (window, payer) = connected(scene, &["wallet:withdraw"]).await?;
        // Above the limit, which this grant cannot ask for: Monei refuses it.
        order(&window, "90000000").await?;
        scene.confirm(Word::Pin(payer.pin()), unseen).await?;
        scene.payment_is("rejected").await?;
        window.press(&testid("payment-again")).await?;
        window.type_into(&testid("withdraw-amount"), "100").await?;
        window.press(&testid("withdraw-review")).await?;
        scene
            .confirm(Word::Pin(payer.pin()), async |page| page.sees(&testid("confirm-left-out")).await.map(drop))
            .await?;
        // Without its list nobody can say how it ended: it says so, and offers the permission.
        scene.payment_is("taken").await?;
        window.press(&testid("nav-payments")).await?;
        window.sees(&enable("wallet:read")).await?;
        ensure!(scene.monei().calls().await?.totals.out_of_scope == 0, "something was asked without a permission");
        Ok(())
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn r52_r55_a_withdrawal_without_an_answer_is_found_by_its_reference_and_what_stays_unknown_asks_twice() -> Played
{
    play(Setting::default(), async |scene| {
        let (window, payer) = connected(scene, &WITHDRAWING).await?;
        scene.monei().fault(json!({ "path": PAYOUTS, "kind": "dropAfter" })).await?;
        order(&window, "73.01").await?;
        scene.confirm(Word::Pin(payer.pin()), unseen).await?;
        // Monei's list settles it, by itself.
        scene.payment_is("succeeded").await?;
        window.press(&testid("payment-another")).await?;

        scene.monei().fault(json!({ "path": PAYOUTS, "kind": "dropBefore" })).await?;
        order(&window, "20").await?;
        scene.confirm(Word::Pin(payer.pin()), unseen).await?;
        scene.payment_is("unknown").await?;
        window.press(&testid("payment-another")).await?;
        order(&window, "20").await?;
        scene
            .confirm(Word::PinBeside(payer.pin()), async |page| page.sees(&testid("look-alikes")).await.map(drop))
            .await?;
        scene.payment_is("succeeded").await?;
        window.press(&testid("nav-payments")).await?;
        window.sees(&testid("payments-open")).await?;
        scene.has_paid(&payer, "93.01").await?;
        ensure!(scene.monei().calls().await?.of("POST", PAYOUTS) == 3, "more was sent than was confirmed");
        Ok(())
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_done_before_it_was_known_whose_wallet_it_is_stays() -> Played {
    play(Setting::default(), async |scene| {
        let (window, payer) = connected(scene, &["wallet:withdraw"]).await?;
        fill_in(&window, "100").await?;
        window.press(&testid("keep-recipient")).await?;
        window.sees(&testid("recipient-0123456789")).await?;
        window.press(&testid("withdraw-review")).await?;
        scene.confirm(Word::Pin(payer.pin()), unseen).await?;
        scene.payment_is("taken").await?;
        window.press(&testid("nav-permissions")).await?;
        window.press(&enable("profile:read")).await?;
        scene.answer_in_browser(&payer, Answer::AllowAll).await?;
        window.press(&testid("nav-home")).await?;
        scene.sections_are_ready(&["profile"]).await?;
        scene.close_window().await?;

        let window = {
            drop(window);
            scene.open_window().await?
        };
        scene.at_home().await?;
        window.press(&testid("nav-withdraw")).await?;
        window.sees(&testid("recipient-0123456789")).await?;
        window.press(&testid("nav-payments")).await?;
        window.attribute_becomes("[data-kind=bankTransfer]", "data-state", "taken").await?;
        // With the permission that tells, it comes to its end.
        window.press(&enable("wallet:read")).await?;
        scene.answer_in_browser(&payer, Answer::AllowAll).await?;
        window.attribute_becomes("[data-kind=bankTransfer]", "data-state", "succeeded").await?;
        scene.has_paid(&payer, "100").await
    })
    .await
}
