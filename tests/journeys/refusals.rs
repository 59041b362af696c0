//! What Monei refuses, for each way of paying naira: told with Monei's words, and nothing moves.

use anyhow::{Result, ensure};
use monei_e2e::confirming::{Word, unseen};
use monei_e2e::control::Person;
use monei_e2e::journey::Answer;
use monei_e2e::page::{Page, testid};
use monei_e2e::scene::{Played, Scene, Setting, play};

use super::{bills, withdrawals};

/// Without those that read, so that the application itself cannot know the balance and the limits.
const PAYING: [&str; 3] = ["wallet:send", "wallet:withdraw", "bills:pay"];
const READING: [&str; 2] = ["kyc:read", "wallet:read"];

async fn connected(scene: &mut Scene, person: &Person, scopes: &[&str]) -> Result<Page> {
    let window = scene.open_window().await?;
    scene.connect(person, scopes, Answer::AllowAll).await?;
    Ok(window)
}

/// Has a payment of naira prepared in each way.
async fn each(scene: &Scene, amount: &str, refused: impl AsyncFn(bool) -> Result<()>) -> Result<()> {
    let window = scene.window()?;
    let friend = scene.friend().await?;
    scene.order_to_friend(&friend.email, amount).await?;
    refused(true).await?;
    withdrawals::order(window, amount).await?;
    refused(true).await?;
    bills::order_electricity(window, amount).await?;
    refused(false).await
}

/// Confirms what Monei then refuses.
async fn is_refused(scene: &Scene, pin: Option<&str>) -> Result<()> {
    let window = scene.window()?;
    scene.confirm(pin.map_or(Word::Yes, Word::Pin), unseen).await?;
    scene.payment_is("rejected").await?;
    window.reads("Monei says:").await?;
    window.press(&testid("payment-again")).await
}

#[tokio::test(flavor = "multi_thread")]
async fn more_than_there_is_moves_nothing() -> Played {
    play(Setting::default(), async |scene| {
        let person = scene.person_with_room().await?;
        connected(scene, &person, &PAYING).await?;
        each(scene, "150000", async |asks| is_refused(scene, asks.then_some(person.pin())).await).await?;
        let calls = scene.monei().calls().await?;
        ensure!(calls.totals.out_of_scope == 0, "{calls:?}");
        scene.has_paid(&person, "0").await
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn more_than_the_limits_moves_nothing() -> Played {
    play(Setting::default(), async |scene| {
        let person = scene.payer().await?;
        connected(scene, &person, &PAYING).await?;
        each(scene, "90000000", async |asks| is_refused(scene, asks.then_some(person.pin())).await).await?;
        scene.has_paid(&person, "0").await
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn what_balance_and_limits_forbid_is_told_before_anybody_is_asked() -> Played {
    play(Setting::default(), async |scene| {
        let person = scene.person_with_room().await?;
        let window = connected(scene, &person, &[&PAYING[..], &READING[..]].concat()).await?;
        scene.sections_are_ready(&["balances", "limits"]).await?;
        for (amount, told) in [("150000", "holds"), ("250000", "limit")] {
            each(scene, amount, async |_| {
                window.attribute_becomes(&testid("payment-refused"), "data-why", "objections").await?;
                let objections = window.text(&testid("payment-refused")).await?;
                ensure!(objections.contains(told), "{amount}: {objections}");
                ensure!(window.client().windows().await?.len() == 1, "a window was opened");
                Ok(())
            })
            .await?;
        }
        scene.has_paid(&person, "0").await
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_withdrawal_with_a_wrong_pin_is_refused_until_the_pin_is_locked() -> Played {
    play(Setting::default(), async |scene| {
        let person = scene.payer().await?;
        connected(scene, &person, &PAYING).await?;
        for pin in ["0000", "0000", "0000", "0000", "0000", person.pin()] {
            withdrawals::order(scene.window()?, "10").await?;
            is_refused(scene, Some(pin)).await?;
        }
        scene.has_paid(&person, "0").await
    })
    .await
}
