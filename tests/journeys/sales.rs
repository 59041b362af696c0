//! Selling crypto for naira in the real windows. The ledger of the simulated Monei is the judge, to the last place of a coin.

use std::time::Duration;

use anyhow::{Context, Result, ensure};
use monei_e2e::confirming::{Word, invoke, shows, unseen};
use monei_e2e::control::Person;
use monei_e2e::journey::{Answer, enable};
use monei_e2e::page::{Page, testid};
use monei_e2e::scene::{Played, Scene, Setting, play};
use monei_e2e::under_way::Turn;
use monei_e2e::wait;
use serde_json::{Value, json};

const INITIATE: &str = "/offramp/exchange/initiate";
const STATUS: &str = "/offramp/ledger/status/{reference}";
const SELLING: [&str; 4] = ["profile:read", "kyc:read", "wallet:read", "offramp:execute"];
const BASE: u64 = 8453;

async fn connected(scene: &mut Scene, seller: Person, scopes: &[&str]) -> Result<(Page, Person)> {
    // Nothing goes on by itself.
    scene.monei().switch(json!({ "time": "explicit" })).await?;
    let window = scene.open_window().await?;
    scene.connect(&seller, scopes, Answer::AllowAll).await?;
    Ok((window, seller))
}

async fn choose(window: &Page, field: &str, typed: &str, option: &str) -> Result<()> {
    window.look_for(&testid(field), typed).await?;
    window.press(&testid(option)).await
}

/// Types a sale on Base to an account at Guaranty Trust, up to the account's number.
async fn typed(window: &Page, coin: &str, amount: &str) -> Result<()> {
    window.press(&testid("nav-sales")).await?;
    choose(window, "sell-coin", coin, &format!("coin-{coin}")).await?;
    choose(window, "sell-network", "base", "network-base").await?;
    window.type_into(&testid("sell-amount"), amount).await?;
    choose(window, "sell-bank", "gtb", "bank-GTBINGLA").await
}

/// Has such a sale prepared, to an account whose holder Monei names.
async fn order(window: &Page, coin: &str, amount: &str) -> Result<()> {
    typed(window, coin, amount).await?;
    window.type_into(&testid("sell-account"), "0123456789").await?;
    window.attribute_becomes(&testid("sell-holder"), "data-state", "told").await?;
    window.press(&testid("sell-review")).await
}

/// What a person holds of a coin on Base, in its smallest part.
async fn holds(scene: &Scene, person: &Person, coin: &str) -> Result<i128> {
    let now = scene.monei().person(&person.id).await?;
    let held = now.holdings.iter().find(|held| held.chain_id == Some(BASE) && held.symbol == coin);
    let balance = held.map_or("0", |held| held.balance.as_str());
    let (whole, fraction) = balance.split_once('.').unwrap_or((balance, ""));
    format!("{whole}{fraction:0<6}").parse().context("an amount of six places")
}

async fn confirmed(scene: &Scene, digits: &str) -> Result<()> {
    scene
        .confirm(Word::Yes, async |page| {
            shows(page, digits).await?;
            for told in ["0123456789", "GTBank"] {
                page.reads(told).await?;
            }
            Ok(())
        })
        .await
}

async fn out_of_scope(scene: &Scene) -> Result<u64> {
    Ok(scene.monei().calls().await?.totals.out_of_scope)
}

#[tokio::test(flavor = "multi_thread")]
async fn crypto_in_the_wallet_is_sold_to_an_account_whose_holder_monei_names() -> Played {
    play(Setting::default(), async |scene| {
        let seller = scene.payer().await?;
        let (window, seller) = connected(scene, seller, &SELLING).await?;
        let before = holds(scene, &seller, "USDC").await?;
        // An account that does not exist has no holder, and nothing can be sold to it.
        typed(&window, "USDC", "25.000001").await?;
        window.attribute_becomes(&testid("sell-rate"), "data-state", "told").await?;
        window.type_into(&testid("sell-account"), "0000000000").await?;
        window.attribute_becomes(&testid("sell-holder"), "data-state", "refused").await?;
        ensure!(!window.sees(&testid("sell-review")).await?.is_enabled().await?, "it can be sold to nobody");

        window.type_into(&testid("sell-account"), "0123456789").await?;
        window.attribute_becomes(&testid("sell-holder"), "data-state", "told").await?;
        let holder = window.text(&format!("{} .name", testid("sell-holder"))).await?;
        window.press(&testid("sell-review")).await?;
        scene
            .confirm(Word::Yes, async |page| {
                ensure!(page.text(&testid("confirm-holder")).await? == holder, "another holder is confirmed");
                shows(page, "25.000001").await
            })
            .await?;
        scene.payment_is("taken").await?;
        let sale = scene.newest_sale(&seller.id).await?;
        ensure!((sale.asset.as_str(), sale.crypto_amount.as_str()) == ("USDC", "25.000001"), "{sale:?}");
        // Stage by stage, as Monei tells them.
        let stage = testid("sale-stage");
        window.attribute_becomes(&stage, "data-stage", "begun").await?;
        for next in ["converting", "paidOut"] {
            scene.monei().go_on(&sale.reference, Turn::Next).await?;
            scene.refresh().await?;
            window.attribute_becomes(&stage, "data-stage", next).await?;
        }
        scene.monei().go_on(&sale.reference, Turn::Finish).await?;
        scene.refresh().await?;
        scene.payment_is("succeeded").await?;
        let sold = before - holds(scene, &seller, "USDC").await?;
        ensure!(sold == 25_000_001, "{sold} millionths of a coin were sold");
        let calls = scene.monei().calls().await?;
        ensure!((calls.of("POST", INITIATE), calls.totals.out_of_scope) == (1, 0), "{calls:?}");
        Ok(())
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn where_to_send_the_crypto_is_there_with_its_permission_alone_and_after_a_restart() -> Played {
    play(Setting::default(), async |scene| {
        let seller = scene.person_with_room().await?;
        let (window, seller) = connected(scene, seller, &["profile:read"]).await?;
        window.press(&testid("nav-sales")).await?;
        window.press(&enable("offramp:execute")).await?;
        scene.answer_in_browser(&seller, Answer::AllowAll).await?;
        order(&window, "USDT", "25.000001").await?;
        confirmed(scene, "25.000001").await?;
        scene.payment_is("taken").await?;
        let sale = scene.newest_sale(&seller.id).await?;
        ensure!(sale.status == "awaiting_deposit", "{sale:?}");
        let deposit = testid("crypto-deposit");
        let address = window.attribute(&deposit, "data-address").await?;
        ensure!(address.starts_with("0x") && address.len() == 42, "{address}");
        let exactly = window.attribute(&testid("crypto-exactly"), "data-digits").await?;
        ensure!(exactly == "25.000001", "{exactly} is to be sent");
        window.sees(&format!("{deposit} [data-testid=qr]")).await?;

        scene.close_window().await?;
        let window = {
            drop(window);
            scene.open_window().await?
        };
        scene.at_home().await?;
        window.press(&testid("nav-payments")).await?;
        let row = "[data-kind=sell]";
        window.attribute_becomes(row, "data-state", "taken").await?;
        ensure!(window.attribute(&deposit, "data-address").await? == address, "another address is shown");

        scene.monei().deposit_crypto(&sale.reference).await?;
        scene.refresh().await?;
        window.attribute_becomes(&testid("sale-stage"), "data-stage", "depositReceived").await?;
        window.no_longer_sees(&deposit).await?;
        scene.monei().go_on(&sale.reference, Turn::Finish).await?;
        scene.refresh().await?;
        window.attribute_becomes(row, "data-state", "succeeded").await?;
        // By its own reference: the history of sales is somebody else's permission.
        ensure!(scene.monei().calls().await?.of("GET", STATUS) > 0, "it was not followed");
        ensure!(out_of_scope(scene).await? == 0, "something was asked without its permission");
        Ok(())
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn who_sends_nothing_in_time_has_sold_nothing() -> Played {
    play(Setting::default(), async |scene| {
        let seller = scene.person_with_room().await?;
        let (window, seller) = connected(scene, seller, &SELLING).await?;
        // More than the wallet at Monei holds.
        order(&window, "USDT", "100").await?;
        confirmed(scene, "100").await?;
        scene.payment_is("taken").await?;
        window.sees(&testid("crypto-deposit")).await?;
        let sale = scene.newest_sale(&seller.id).await?;
        scene.monei().go_on(&sale.reference, Turn::Next).await?;
        scene.refresh().await?;
        scene.payment_is("rejected").await?;
        window.reads("Nothing was taken").await?;
        window.no_longer_sees(&testid("crypto-deposit")).await?;

        // A sale whose bank declines fails later: what was taken is given back.
        let before = holds(scene, &seller, "USDT").await?;
        window.press(&testid("payment-again")).await?;
        order(&window, "USDT", "5").await?;
        confirmed(scene, "5").await?;
        scene.payment_is("taken").await?;
        let sale = scene.newest_sale(&seller.id).await?;
        scene.monei().go_on(&sale.reference, Turn::Fail).await?;
        scene.refresh().await?;
        scene.payment_is("rejected").await?;
        scene.monei().go_on(&sale.reference, Turn::Next).await?;
        ensure!(holds(scene, &seller, "USDT").await? == before, "crypto is gone");
        Ok(())
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sale_is_not_confirmed_by_a_rate_that_was_told_too_long_ago() -> Played {
    play(Setting::default(), async |scene| {
        let seller = scene.payer().await?;
        let (window, seller) = connected(scene, seller, &SELLING).await?;
        let before = holds(scene, &seller, "USDC").await?;
        order(&window, "USDC", "4.75").await?;
        scene
            .confirm(Word::Yes, async |page| {
                let age = testid("quote-age");
                page.attribute_becomes(&age, "data-state", "holds").await?;
                // Monei tells no end: half a minute is what a rate is believed for.
                wait::until_within(Duration::from_mins(1), "the end of the rate", async || {
                    Ok((page.attribute(&age, "data-state").await? == "expired").then_some(()))
                })
                .await?;
                page.sees(&testid("confirm-refused")).await?;
                ensure!(page.visible(&testid("confirm-payment")).await?.is_none(), "it can be confirmed");
                // Whatever the window does, the core refuses.
                let id = page.attribute(&testid("screen-confirm"), "data-payment").await?;
                let word = json!({ "id": id, "pin": null, "besideLookAlikes": false });
                let answer = invoke(page, "confirm_payment", word).await?;
                ensure!(answer.pointer("/error/why").and_then(Value::as_str) == Some("quoteExpired"), "{answer}");
                ensure!(scene.monei().calls().await?.of("POST", INITIATE) == 0, "it was sent");
                page.press(&testid("quote-again")).await?;
                page.attribute_becomes(&age, "data-state", "holds").await
            })
            .await?;
        scene.payment_is("taken").await?;
        let sale = scene.newest_sale(&seller.id).await?;
        scene.monei().go_on(&sale.reference, Turn::Finish).await?;
        scene.refresh().await?;
        scene.payment_is("succeeded").await?;
        let sold = before - holds(scene, &seller, "USDC").await?;
        ensure!(sold == 4_750_000, "{sold} millionths of a coin were sold");
        ensure!(scene.monei().calls().await?.of("POST", INITIATE) == 1, "it was sent twice");
        Ok(())
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn r52_a_sale_whose_answer_is_lost_is_found_and_made_once() -> Played {
    play(Setting::default(), async |scene| {
        let seller = scene.payer().await?;
        let (_window, seller) = connected(scene, seller, &SELLING).await?;
        let before = holds(scene, &seller, "USDC").await?;
        let window = scene.window()?;
        scene.monei().fault(json!({ "path": INITIATE, "kind": "dropAfter" })).await?;
        order(window, "USDC", "7.5").await?;
        confirmed(scene, "7.5").await?;
        // Monei's history of sales settles it, by itself.
        scene.payment_is("taken").await?;
        let sale = scene.newest_sale(&seller.id).await?;
        scene.monei().go_on(&sale.reference, Turn::Finish).await?;
        scene.refresh().await?;
        scene.payment_is("succeeded").await?;
        let sold = before - holds(scene, &seller, "USDC").await?;
        ensure!(sold == 7_500_000, "{sold} millionths of a coin were sold");
        ensure!(scene.monei().calls().await?.of("POST", INITIATE) == 1, "it was sent twice");
        Ok(())
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn r52_r55_a_sale_that_stays_unknown_asks_twice() -> Played {
    play(Setting::default(), async |scene| {
        let seller = scene.payer().await?;
        let (window, seller) = connected(scene, seller, &SELLING).await?;
        let before = holds(scene, &seller, "USDC").await?;
        scene.monei().fault(json!({ "path": INITIATE, "kind": "dropBefore" })).await?;
        order(&window, "USDC", "3.25").await?;
        scene.confirm(Word::Yes, unseen).await?;
        scene.payment_is("unknown").await?;
        window.press(&testid("payment-another")).await?;
        order(&window, "USDC", "3.25").await?;
        scene.confirm(Word::YesBeside, async |page| page.sees(&testid("look-alikes")).await.map(drop)).await?;
        scene.payment_is("taken").await?;
        let sale = scene.newest_sale(&seller.id).await?;
        scene.monei().go_on(&sale.reference, Turn::Finish).await?;
        scene.refresh().await?;
        scene.payment_is("succeeded").await?;
        let sold = before - holds(scene, &seller, "USDC").await?;
        ensure!(sold == 3_250_000, "{sold} millionths of a coin were sold");
        window.press(&testid("nav-payments")).await?;
        window.sees(&testid("payments-open")).await.map(drop)
    })
    .await
}
