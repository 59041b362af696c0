//! Paying bills in the real windows. The ledger of the simulated Monei is the judge.

use anyhow::{Result, ensure};
use monei_e2e::confirming::{Word, shows, unseen};
use monei_e2e::control::Person;
use monei_e2e::journey::{Answer, enable};
use monei_e2e::page::{Page, testid};
use monei_e2e::scene::{Played, Scene, Setting, play};
use serde_json::json;

const PAYING: [&str; 4] = ["profile:read", "kyc:read", "wallet:read", "bills:pay"];
const METER: &str = "45083311550";

/// What a person fills in, in this order.
struct Bill<'a> {
    kind: &'a str,
    biller: &'a str,
    plan: Option<&'a str>,
    number: &'a str,
    amount: Option<&'a str>,
}

const ELECTRICITY: Bill<'_> =
    Bill { kind: "electricity", biller: "IBADAN DISCO ELECTRICITY", plan: None, number: METER, amount: Some("5,000") };

async fn connected(scene: &mut Scene, scopes: &[&str]) -> Result<(Page, Person)> {
    let payer = scene.payer().await?;
    let window = scene.open_window().await?;
    scene.connect(&payer, scopes, Answer::AllowAll).await?;
    window.press(&testid("nav-bills")).await?;
    Ok((window, payer))
}

async fn choose(window: &Page, list: &str, option: &str) -> Result<()> {
    window.press(&format!("{} ~ button", testid(list))).await?;
    window.press(&testid(option)).await
}

async fn fill_in(window: &Page, bill: &Bill<'_>) -> Result<()> {
    window.press(&format!("{} label:has([value={}])", testid("bill-kind"), bill.kind)).await?;
    choose(window, "bill-biller", &format!("biller-{}", bill.biller)).await?;
    if let Some(plan) = bill.plan {
        choose(window, "bill-plan", &format!("plan-{plan}")).await?;
    }
    window.type_into(&testid("bill-number"), bill.number).await?;
    if let Some(amount) = bill.amount {
        window.type_into(&testid("bill-amount"), amount).await?;
    }
    Ok(())
}

/// Fills in, waits until Monei has said whose number it is or that it does not say, and asks for the confirmation.
async fn order(window: &Page, bill: &Bill<'_>, customer: &str) -> Result<()> {
    fill_in(window, bill).await?;
    window.attribute_becomes(&testid("bill-customer"), "data-state", customer).await?;
    window.press(&testid("bill-review")).await
}

/// Has a bill of electricity of this amount prepared.
pub(super) async fn order_electricity(window: &Page, amount: &str) -> Result<()> {
    window.press(&testid("nav-bills")).await?;
    order(window, &Bill { amount: Some(amount), ..ELECTRICITY }, "told").await
}

#[tokio::test(flavor = "multi_thread")]
async fn all_four_kinds_are_paid_and_the_digits_of_a_meter_stay() -> Played {
    play(Setting::default(), async |scene| {
        let (window, payer) = connected(scene, &PAYING).await?;
        let airtime =
            Bill { kind: "airtime", biller: "MTN", plan: None, number: "0803 123 4567", amount: Some("150.50") };
        order(&window, &airtime, "notTold").await?;
        scene
            .confirm(Word::Yes, async |page| {
                page.reads("08031234567").await?;
                page.reads("asks for no PIN").await
            })
            .await?;
        scene.payment_is("succeeded").await?;
        window.press(&testid("payment-another")).await?;

        let data = Bill { kind: "data", biller: "GLO", plan: Some("MD121"), number: "08051234567", amount: None };
        order(&window, &data, "notTold").await?;
        scene.confirm(Word::Yes, async |page| page.reads("Glo data 5GB").await).await?;
        scene.payment_is("succeeded").await?;
        window.press(&testid("payment-another")).await?;

        let cable = Bill { kind: "cableTv", biller: "DSTV", plan: Some("CB177"), number: "7023456789", amount: None };
        fill_in(&window, &cable).await?;
        window.attribute_becomes(&testid("bill-customer"), "data-state", "told").await?;
        let holder = window.text(&format!("{} .name", testid("bill-customer"))).await?;
        window.press(&testid("bill-review")).await?;
        scene
            .confirm(Word::Yes, async |page| {
                ensure!(page.text(&testid("confirm-holder")).await? == holder, "another customer is confirmed");
                page.reads("DSTV Compact").await?;
                shows(page, "7200.00").await?;
                let (now, after) =
                    (page.text(&testid("confirm-balance")).await?, page.text(&testid("confirm-after")).await?);
                ensure!(now != after && after.contains('₦'), "{now} {after}");
                Ok(())
            })
            .await?;
        scene.payment_is("succeeded").await?;
        window.press(&testid("payment-another")).await?;

        order(&window, &ELECTRICITY, "told").await?;
        scene.confirm(Word::Yes, unseen).await?;
        scene.payment_is("succeeded").await?;
        let digits = window.text(&format!("{} {}", testid("payment-progress"), testid("meter-digits"))).await?;
        let plain: String = digits.chars().filter(char::is_ascii_digit).collect();
        ensure!(plain.len() == 20, "{digits}");
        scene.has_paid(&payer, "13850.50").await?;
        let calls = scene.monei().calls().await?;
        ensure!(calls.totals.out_of_scope == 0, "{calls:?}");

        scene.close_window().await?;
        let window = {
            drop(window);
            scene.open_window().await?
        };
        scene.at_home().await?;
        window.press(&testid("nav-payments")).await?;
        let row = "[data-kind=electricity]";
        window.attribute_becomes(row, "data-state", "succeeded").await?;
        let kept = window.text(&format!("{row} {}", testid("meter-digits"))).await?;
        ensure!(kept == digits, "{kept} instead of {digits}");
        Ok(())
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn what_no_provider_knows_cannot_be_ordered() -> Played {
    play(Setting::default(), async |scene| {
        let (window, payer) = connected(scene, &PAYING).await?;
        let refused = async |bill: &Bill<'_>, state: &str| {
            fill_in(&window, bill).await?;
            window.attribute_becomes(&testid("bill-customer"), "data-state", state).await?;
            let review = window.sees(&testid("bill-review")).await?;
            ensure!(!review.is_enabled().await?, "{} can be ordered", bill.number);
            Ok(())
        };
        refused(&Bill { number: "45083310000", ..ELECTRICITY }, "refused").await?;
        refused(&Bill { number: "450833", ..ELECTRICITY }, "incomplete").await?;
        let cable = Bill { kind: "cableTv", biller: "GOTV", plan: Some("CB186"), number: "7023450000", amount: None };
        refused(&cable, "refused").await?;
        refused(&Bill { number: "70234", ..cable }, "incomplete").await?;

        let airtime =
            Bill { kind: "airtime", biller: "AIRTEL", plan: None, number: "08021234567", amount: Some("49.99") };
        for (amount, why) in [("49.99", "order"), ("50001", "order"), ("ten", "order")] {
            order(&window, &Bill { amount: Some(amount), ..airtime }, "notTold").await?;
            window.attribute_becomes(&testid("payment-refused"), "data-why", why).await?;
        }
        // More than the wallet holds is told before anybody is asked.
        order(&window, &Bill { amount: Some("900000000"), ..ELECTRICITY }, "told").await?;
        window.attribute_becomes(&testid("payment-refused"), "data-why", "objections").await?;
        ensure!(window.client().windows().await?.len() == 1, "a window was opened");
        scene.has_paid(&payer, "0").await
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn r52_a_bill_that_fails_is_given_back_and_a_lost_answer_is_found() -> Played {
    const PAY: &str = "/bills/pay/electricity";
    play(Setting::default(), async |scene| {
        let (window, payer) = connected(scene, &PAYING).await?;
        order(&window, &Bill { number: "45083310001", ..ELECTRICITY }, "told").await?;
        scene.confirm(Word::Yes, unseen).await?;
        scene.payment_is("rejected").await?;
        window.reads("given back").await?;
        scene.has_paid(&payer, "0").await?;
        window.press(&testid("payment-again")).await?;

        scene.monei().fault(json!({ "path": PAY, "kind": "dropAfter" })).await?;
        order(&window, &ELECTRICITY, "told").await?;
        scene.confirm(Word::Yes, unseen).await?;
        // Monei's list of bills settles it by itself, and has the digits.
        scene.payment_is("succeeded").await?;
        window.sees(&format!("{} {}", testid("payment-progress"), testid("meter-digits"))).await?;
        scene.has_paid(&payer, "5000").await?;
        ensure!(scene.monei().calls().await?.of("POST", PAY) == 2, "more was sent than was confirmed");
        Ok(())
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn r52_r55_a_bill_that_stays_unknown_asks_twice() -> Played {
    play(Setting::default(), async |scene| {
        let (window, payer) = connected(scene, &PAYING).await?;
        scene.monei().fault(json!({ "path": "/bills/pay/airtime", "kind": "dropBefore" })).await?;
        let airtime = Bill { kind: "airtime", biller: "MTN", plan: None, number: "08031234567", amount: Some("150") };
        order(&window, &airtime, "notTold").await?;
        scene.confirm(Word::Yes, unseen).await?;
        scene.payment_is("unknown").await?;
        window.press(&testid("payment-another")).await?;
        order(&window, &airtime, "notTold").await?;
        scene.confirm(Word::YesBeside, async |page| page.sees(&testid("look-alikes")).await.map(drop)).await?;
        scene.payment_is("succeeded").await?;
        window.press(&testid("nav-payments")).await?;
        window.sees(&testid("payments-open")).await?;
        scene.has_paid(&payer, "150").await
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn bills_are_enabled_where_they_are_wanted_and_work_alone() -> Played {
    play(Setting::default(), async |scene| {
        let (window, payer) = connected(scene, &["profile:read"]).await?;
        window.press(&enable("bills:pay")).await?;
        scene.answer_in_browser(&payer, Answer::AllowAll).await?;
        order(&window, &ELECTRICITY, "told").await?;
        scene
            .confirm(Word::Yes, async |page| {
                let told = page.text(&testid("confirm-left-out")).await?;
                ensure!(told.contains("your balance") && told.contains("your limits"), "{told}");
                Ok(())
            })
            .await?;
        // Without the list of bills nobody can say how it ended: it says so, and offers the permission.
        scene.payment_is("taken").await?;
        let wanted = format!("{} {}", testid("payment-progress"), enable("wallet:read"));
        window.sees(&wanted).await?;
        ensure!(scene.monei().calls().await?.totals.out_of_scope == 0, "something was asked without a permission");
        window.press(&wanted).await?;
        scene.answer_in_browser(&payer, Answer::AllowAll).await?;
        scene.payment_is("succeeded").await?;
        window.sees(&format!("{} {}", testid("payment-progress"), testid("meter-digits"))).await?;
        scene.has_paid(&payer, "5000").await
    })
    .await
}
