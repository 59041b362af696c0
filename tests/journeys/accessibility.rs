//! Every page and dialog of the window, light and dark, holds what WCAG 2.2 asks for at level AA, as far as axe-core can
//! tell.

use anyhow::{Result, ensure};
use monei_e2e::axe;
use monei_e2e::journey::{ALL_SCOPES, OFF_RAIL, open_page};
use monei_e2e::page::{Page, testid};
use monei_e2e::scene::{Played, Scene, Setting, play};

pub const THEMES: [&str; 2] = ["light", "dark"];

/// The pages on the rail of a connected wallet, from its top.
const ON_RAIL: [&str; 13] = [
    "home",
    "activity",
    "payments",
    "receive",
    "insights",
    "permissions",
    "settings",
    "send",
    "withdraw",
    "addMoney",
    "swap",
    "bills",
    "sales",
];

/// The rail is the list of the pages: none may be missing above.
async fn all_pages_are_known(window: &Page) -> Result<()> {
    let rail = window.attributes("nav.rail button", "data-testid").await?;
    let known = ON_RAIL.map(|page| format!("nav-{page}"));
    ensure!(rail == known, "the rail leads to {rail:?}, judged are {known:?}");
    Ok(())
}

/// Presses the switch, which goes round, until this theme is chosen.
pub async fn choose_theme(window: &Page, wanted: &str) -> Result<()> {
    let switch = testid("theme-switch");
    loop {
        let chosen = window.attribute(&switch, "data-theme-chosen").await?;
        let next = match chosen.as_str() {
            chosen if chosen == wanted => break,
            "system" => "light",
            "light" => "dark",
            _ => "system",
        };
        window.press(&switch).await?;
        window.attribute_becomes(&switch, "data-theme-chosen", next).await?;
    }
    window.attribute_becomes("html", "data-theme", wanted).await
}

async fn connected(scene: &mut Scene) -> Result<Page> {
    let (window, _) = scene.somebody_connected(&ALL_SCOPES).await?;
    Ok(window)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_on_the_way_in_meets_nothing_that_breaks_a_rule() -> Played {
    play(Setting::default(), async |scene| {
        let window = scene.open_window().await?;
        for theme in THEMES {
            window.sees(&testid("screen-welcome")).await?;
            choose_theme(&window, theme).await?;
            axe::finds_nothing(&window, &format!("welcome, {theme}")).await?;
            window.press(&testid("button-connect")).await?;
            window.sees(&testid("screen-choose")).await?;
            axe::finds_nothing(&window, &format!("choice, {theme}")).await?;
            window.press(&testid("button-continue")).await?;
            window.sees(&testid("pairing-code")).await?;
            axe::finds_nothing(&window, &format!("waiting, {theme}")).await?;
            window.press(&testid("button-cancel")).await?;
            window.sees(&testid("panel-outcome")).await?;
            axe::finds_nothing(&window, &format!("cancelled, {theme}")).await?;
            window.press(&testid("button-dismiss")).await?;
            window.press(&testid("button-back")).await?;
        }
        Ok(())
    })
    .await
}

async fn every_page_breaks_no_rule(scene: &mut Scene, theme: &str) -> Result<()> {
    let window = connected(scene).await?;
    all_pages_are_known(&window).await?;
    choose_theme(&window, theme).await?;
    for page in ON_RAIL.into_iter().chain(OFF_RAIL) {
        open_page(&window, page).await?;
        axe::finds_nothing(&window, &format!("{page}, {theme}")).await?;
    }
    // The settings lead to it.
    open_page(&window, "settings").await?;
    window.press(&testid("button-diagnostics")).await?;
    window.sees(&testid("screen-diagnostics")).await?;
    axe::finds_nothing(&window, &format!("diagnostics, {theme}")).await
}

#[tokio::test(flavor = "multi_thread")]
async fn every_page_of_a_wallet_breaks_no_rule_in_light() -> Played {
    play(Setting::default(), async |scene| every_page_breaks_no_rule(scene, "light").await).await
}

#[tokio::test(flavor = "multi_thread")]
async fn every_page_of_a_wallet_breaks_no_rule_in_the_dark() -> Played {
    play(Setting::default(), async |scene| every_page_breaks_no_rule(scene, "dark").await).await
}

#[tokio::test(flavor = "multi_thread")]
async fn what_comes_over_a_page_breaks_no_rule() -> Played {
    play(Setting::default(), async |scene| {
        let window = connected(scene).await?;
        for theme in THEMES.into_iter().rev() {
            choose_theme(&window, theme).await?;
            window.press(&testid("account-menu")).await?;
            window.sees("[role=menu]").await?;
            axe::finds_nothing(&window, &format!("account menu, {theme}")).await?;
            window.press(&testid("button-disconnect")).await?;
            window.sees(&testid("confirm-disconnect")).await?;
            axe::finds_nothing(&window, &format!("disconnect, {theme}")).await?;
            window.press(&testid("button-keep")).await?;
            window.no_longer_sees("[role=dialog]").await?;
        }
        Ok(())
    })
    .await
}

/// Otherwise the tests above could not fail.
#[tokio::test(flavor = "multi_thread")]
async fn a_rule_that_is_broken_is_found() -> Played {
    play(Setting::default(), async |scene| {
        let window = scene.open_window().await?;
        window.sees(&testid("screen-welcome")).await?;
        let spoil = "const button = document.createElement('button'); document.querySelector('main').append(button);";
        window.script(spoil, Vec::new()).await?;
        let found = axe::judge(&window).await?.violations;
        ensure!(found.iter().any(|one| one.starts_with("button-name:")), "a button without a name: {found:?}");
        Ok(())
    })
    .await
}
