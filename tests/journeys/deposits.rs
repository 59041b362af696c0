//! Adding money in the real window and the real browser, by each of the three ways and to each end. The ledger of the
//! simulated Monei is the judge.

use anyhow::{Result, ensure};
use monei_e2e::control::Person;
use monei_e2e::journey::{Answer, enable};
use monei_e2e::page::{Page, testid};
use monei_e2e::scene::{Played, Scene, Setting, play};
use monei_e2e::under_way::Turn;
use serde_json::json;

const STARTS: &str = "/wallet/deposit";
const ADDING: [&str; 4] = ["profile:read", "kyc:read", "wallet:read", "wallet:deposit"];
/// The newest is the first.
const DEPOSIT: &str = "[data-testid=deposit]";

async fn connected(scene: &mut Scene, scopes: &[&str]) -> Result<(Page, Person)> {
    let payer = scene.person_with_room().await?;
    // Nothing is paid by itself.
    scene.monei().switch(json!({ "time": "explicit" })).await?;
    let window = scene.open_window().await?;
    scene.connect(&payer, scopes, Answer::AllowAll).await?;
    Ok((window, payer))
}

async fn order(window: &Page, way: &str, amount: &str) -> Result<()> {
    window.press(&testid("nav-addMoney")).await?;
    window.turn(&testid(&format!("deposit-way-{way}")), true).await?;
    if way == "ussd" {
        window.look_for(&testid("deposit-bank"), "guaranty").await?;
        window.press(&testid("bank-058")).await?;
    }
    window.type_into(&testid("deposit-amount"), amount).await?;
    window.press(&testid("deposit-begin")).await
}

async fn is(window: &Page, state: &str) -> Result<()> {
    window.attribute_becomes(DEPOSIT, "data-state", state).await
}

/// Begins one, and brings its reference once it waits for the payer.
async fn begun(window: &Page, way: &str, amount: &str) -> Result<String> {
    order(window, way, amount).await?;
    window.attribute_becomes(DEPOSIT, "data-way", way).await?;
    is(window, "waiting").await?;
    window.attribute(DEPOSIT, "data-reference").await
}

async fn starts(scene: &Scene) -> Result<u64> {
    let calls = scene.monei().calls().await?;
    ensure!(calls.totals.out_of_scope == 0, "{calls:?}");
    Ok(calls.of("POST", STARTS))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bank_transfer_is_shown_where_to_go_and_followed_until_it_has_arrived() -> Played {
    play(Setting::default(), async |scene| {
        let (window, payer) = connected(scene, &ADDING).await?;
        window.press(&testid("nav-addMoney")).await?;
        window.type_into(&testid("deposit-amount"), "5,000.50").await?;
        // Two clicks are one deposit.
        let twice =
            "const form = document.querySelector(arguments[0]).form; form.requestSubmit(); form.requestSubmit();";
        window.script(twice, vec![testid("deposit-begin").into()]).await?;
        is(&window, "waiting").await?;
        ensure!(window.attributes(DEPOSIT, "data-digits").await? == ["5000.50"], "another deposit was begun");
        let total = window.attribute(&testid("deposit-total"), "data-digits").await?;
        // With the fee of the simulated Monei, rounded up to the kobo.
        ensure!(total == "5110.52", "{total} is to be paid");
        let account = window.text(&testid("deposit-account")).await?;
        ensure!(account.trim().len() == 10, "{account} is no account");
        for told in ["Indulge MFB", "MONEI/", "left"] {
            window.reads(told).await?;
        }
        scene.has_paid(&payer, "0").await?;

        let reference = window.attribute(DEPOSIT, "data-reference").await?;
        scene.monei().go_on(&reference, Turn::Finish).await?;
        scene.refresh().await?;
        is(&window, "completed").await?;
        scene.has_paid(&payer, "-5000.50").await?;
        ensure!(starts(scene).await? == 1, "it was begun more than once");
        Ok(())
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_is_shown_to_dial_and_a_failure_is_told() -> Played {
    play(Setting::default(), async |scene| {
        let (window, payer) = connected(scene, &ADDING).await?;
        let failing = begun(&window, "ussd", "700").await?;
        let code = window.text(&testid("deposit-code")).await?;
        ensure!(code.trim().starts_with("*402*") && code.trim().ends_with('#'), "{code} cannot be dialled");
        scene.monei().go_on(&failing, Turn::Fail).await?;
        scene.refresh().await?;
        is(&window, "failed").await?;
        scene.has_paid(&payer, "0").await?;

        let paid = begun(&window, "ussd", "800").await?;
        ensure!(paid != failing, "the failed one was begun anew");
        scene.monei().go_on(&paid, Turn::Finish).await?;
        scene.refresh().await?;
        is(&window, "completed").await?;
        scene.has_paid(&payer, "-800").await
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn r48_a_payment_link_opens_in_the_browser_where_it_is_paid_or_lapses() -> Played {
    play(Setting::default(), async |scene| {
        let (window, payer) = connected(scene, &ADDING).await?;
        window.press(&testid("nav-addMoney")).await?;
        // There is no card form: what is there instead is one click away.
        window.press(&testid("deposit-use-link")).await?;
        begun(&window, "link", "1500").await?;
        let page = window.text(&testid("pay-here")).await?;
        ensure!(page.contains("127.0.0.1"), "nobody is told where the page is: {page}");
        ensure!(!window.all_text().await?.contains("/pay/"), "the window knows the address");
        window.press(&testid("deposit-open")).await?;
        scene.pay_on_page().await?;
        scene.refresh().await?;
        is(&window, "completed").await?;
        scene.has_paid(&payer, "-1500").await?;

        // Nobody comes.
        let lapsing = begun(&window, "link", "2500").await?;
        scene.monei().go_on(&lapsing, Turn::Next).await?;
        scene.refresh().await?;
        is(&window, "cancelled").await?;
        scene.has_paid(&payer, "-1500").await
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_start_whose_answer_is_lost_is_found_again_and_a_restart_keeps_it() -> Played {
    play(Setting::default(), async |scene| {
        let (window, payer) = connected(scene, &ADDING).await?;
        scene.monei().fault(json!({ "path": STARTS, "kind": "dropAfter" })).await?;
        // Monei's list of deposits tells the account of the one that it began.
        let found = begun(&window, "bankTransfer", "3000").await?;
        let account = window.text(&testid("deposit-account")).await?;

        scene.monei().fault(json!({ "path": STARTS, "kind": "dropBefore" })).await?;
        order(&window, "bankTransfer", "4000").await?;
        is(&window, "unanswered").await?;

        scene.close_window().await?;
        let window = {
            drop(window);
            scene.open_window().await?
        };
        scene.at_home().await?;
        window.press(&testid("nav-addMoney")).await?;
        is(&window, "unanswered").await?;
        let kept = format!("{DEPOSIT}[data-reference=\"{found}\"]");
        window.attribute_becomes(&kept, "data-state", "waiting").await?;
        ensure!(window.text(&testid("deposit-account")).await? == account, "another account is shown");
        scene.monei().go_on(&found, Turn::Finish).await?;
        scene.refresh().await?;
        window.attribute_becomes(&kept, "data-state", "completed").await?;
        scene.has_paid(&payer, "-3000").await?;
        ensure!(starts(scene).await? == 2, "a start was sent again");

        // What Monei refuses is told, and is in no list.
        order(&window, "bankTransfer", "900000000000").await?;
        window.sees(&testid("payment-refused")).await?;
        ensure!(window.attributes(DEPOSIT, "data-digits").await? == ["4000.00", "3000.00"], "it is listed");
        Ok(())
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn money_is_added_with_its_permission_alone() -> Played {
    play(Setting::default(), async |scene| {
        let (window, payer) = connected(scene, &["profile:read"]).await?;
        window.press(&testid("nav-addMoney")).await?;
        window.press(&enable("wallet:deposit")).await?;
        scene.answer_in_browser(&payer, Answer::AllowAll).await?;
        let reference = begun(&window, "bankTransfer", "100").await?;
        // How it goes on is told to those who may see transactions: it says so.
        window.sees(&testid("deposits-want")).await?;
        scene.monei().go_on(&reference, Turn::Finish).await?;
        scene.refresh().await?;
        ensure!(starts(scene).await? == 1, "it was begun more than once");
        is(&window, "waiting").await?;
        window.press(&enable("wallet:read")).await?;
        scene.answer_in_browser(&payer, Answer::AllowAll).await?;
        is(&window, "completed").await?;
        window.no_longer_sees(&testid("deposits-want")).await?;
        scene.has_paid(&payer, "-100").await?;
        ensure!(starts(scene).await? == 1, "something was asked without its permission");
        Ok(())
    })
    .await
}
