//! By keyboard alone through the pages, and what was chosen stays chosen.

use anyhow::ensure;
use monei_e2e::journey::{READ_SCOPES, SECTIONS};
use monei_e2e::keyboard::{CONTROL, DOWN, ENTER, ESCAPE, RIGHT, SHIFT, TAB};
use monei_e2e::page::{Page, testid};
use monei_e2e::scene::{Played, Scene, Setting, play};
use monei_e2e::{Result, wait};
use serde_json::{Value, json};

/// Waits until the root of the document has this theme, this size of the text, and amounts hidden or not.
async fn look_becomes(window: &Page, theme: &str, text_size: &str, hide_amounts: bool) -> Result<()> {
    let wanted = json!([theme, text_size, hide_amounts.to_string()]);
    let look = "const look = document.documentElement.dataset; return [look.theme, look.textSize, look.hideAmounts]";
    wait::until(format!("the look {wanted}"), async || {
        let look = window.script(look, Vec::new()).await?;
        ensure!(look == wanted, "it is {look}");
        Ok(Some(()))
    })
    .await
}

/// The digits of every amount that the page could tell, hidden or not.
async fn told(window: &Page) -> Result<Vec<String>> {
    let script = "return [...document.querySelectorAll('[data-digits]')].map((e) => e.dataset.digits)";
    Ok(serde_json::from_value(window.script(script, Vec::new()).await?)?)
}

/// Chooses the first command that these words find.
async fn command(window: &Page, words: &str) -> Result<()> {
    window.strike(&[&[CONTROL, 'k']]).await?;
    window.sees(&testid("palette-input")).await?;
    window.type_text(words).await?;
    let chosen = "return document.querySelector('[data-testid^=\"command-\"][data-selected]')?.textContent ?? ''";
    wait::until(format!("the command “{words}”"), async || {
        let text = window.script(chosen, Vec::new()).await?;
        Ok(text.as_str().is_some_and(|text| text.to_lowercase().contains(words)).then_some(()))
    })
    .await?;
    window.strike(&[&[ENTER]]).await?;
    window.no_longer_sees(&testid("palette")).await
}

async fn connected(scene: &mut Scene) -> Result<Page> {
    let (window, person) = scene.somebody_connected(&READ_SCOPES).await?;
    scene.figures_match(&person).await?;
    Ok(window)
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_is_reached_by_keyboard_and_the_choices_survive_a_restart() -> Played {
    play(Setting::default(), async |scene| {
        let window = connected(scene).await?;

        window.strike(&[&['g'], &['p']]).await?;
        window.sees(&testid("screen-permissions")).await?;
        window.strike(&[&[SHIFT, '?']]).await?;
        window.sees(&testid("key-sheet")).await?;
        window.reads("Hide amounts").await?;
        window.strike(&[&[ESCAPE]]).await?;
        window.no_longer_sees(&testid("key-sheet")).await?;

        // What is typed into the palette is text, and does not lead anywhere.
        window.strike(&[&[CONTROL, 'k']]).await?;
        window.sees(&testid("palette-input")).await?;
        window.type_text("gh?").await?;
        window.strike(&[&[ESCAPE]]).await?;
        window.no_longer_sees(&testid("palette")).await?;
        assert!(window.visible(&testid("screen-permissions")).await?.is_some(), "typing does not move the page");
        assert!(window.visible(&testid("key-sheet")).await?.is_none(), "typing opens nothing");

        command(&window, "settings").await?;
        window.sees(&testid("screen-settings")).await?;
        // The heading has the focus; the first choice of the page is the next stop.
        window.strike(&[&[TAB], &[RIGHT], &[RIGHT]]).await?;
        look_becomes(&window, "dark", "normal", false).await?;
        command(&window, "130").await?;
        look_becomes(&window, "dark", "larger", false).await?;

        window.strike(&[&[CONTROL, SHIFT, 'h']]).await?;
        look_becomes(&window, "dark", "larger", true).await?;
        window.strike(&[&['g'], &['h']]).await?;
        window.sees(&testid("screen-home")).await?;
        assert_eq!(told(&window).await?, Vec::<String>::new());

        // The list of pages is one through which the arrows go.
        window.script("document.querySelector('[data-testid=nav-home]').focus()", Vec::new()).await?;
        window.strike(&[&[DOWN]]).await?;
        let focused = window.script("return document.activeElement.dataset.testid", Vec::new()).await?;
        assert_ne!(focused, "nav-home");

        scene.close_window().await?;
        let window = scene.open_window().await?;
        scene.at_home().await?;
        look_becomes(&window, "dark", "larger", true).await?;
        scene.section_is("balances", "ready").await?;
        assert_eq!(told(&window).await?, Vec::<String>::new());
        let file = scene.application()?.settings(&scene.stage);
        let kept: Value = serde_json::from_slice(&std::fs::read(file)?)?;
        assert_eq!(
            (&kept["theme"], &kept["textSize"], &kept["hideAmounts"]),
            (&json!("dark"), &json!("larger"), &json!(true))
        );
        Ok(())
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn single_keys_can_be_turned_off_and_chords_stay() -> Played {
    play(Setting::default(), async |scene| {
        let window = connected(scene).await?;
        window.strike(&[&['g'], &['s']]).await?;
        window.turn(&testid("setting-single-keys"), false).await?;
        window.strike(&[&['g'], &['p']]).await?;
        window.strike(&[&[CONTROL, 'k']]).await?;
        window.sees(&testid("palette")).await?;
        window.strike(&[&[ESCAPE]]).await?;
        window.no_longer_sees(&testid("palette")).await?;
        assert!(window.visible(&testid("screen-permissions")).await?.is_none());
        Ok(())
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn hidden_amounts_are_hidden_from_the_first_frame_after_a_restart() -> Played {
    play(Setting::default(), async |scene| {
        let window = connected(scene).await?;
        let digits = told(&window).await?;
        assert!(digits.len() > 1, "{digits:?}");
        window.press(&testid("button-hide-amounts")).await?;
        look_becomes(&window, "system", "normal", true).await?;

        scene.close_window().await?;
        let window = scene.open_window().await?;
        // From the first script that can run on the page on, every change of it is looked at.
        let watch = "if (location.protocol !== 'tauri:') return null;\
            const digits = arguments[0].map((amount) => amount.replace('-', ''));\
            window.leaks = [];\
            const look = () => {\
                const text = document.title + document.documentElement.outerHTML.replaceAll(',', '');\
                window.leaks.push(...digits.filter((amount) => amount.length > 3 && text.includes(amount)));\
            };\
            new MutationObserver(look).observe(document, { subtree: true, childList: true, characterData: true, attributes: true });\
            look();\
            return document.documentElement.dataset.hideAmounts ?? 'not chosen';";
        let hidden = wait::until("the page", async || {
            let answer = window.script(watch, vec![json!(digits)]).await?;
            Ok((!answer.is_null()).then_some(answer))
        });
        assert_eq!(hidden.await?, "true");
        scene.at_home().await?;
        scene.sections_are_ready(&SECTIONS).await?;
        window.press(&testid("button-refresh")).await?;
        scene.sections_are_ready(&SECTIONS).await?;
        assert_eq!(window.script("return window.leaks", Vec::new()).await?, json!([]));

        // The same watch finds them once they are wanted.
        window.press(&testid("button-hide-amounts")).await?;
        look_becomes(&window, "system", "normal", false).await?;
        let leaks = window.script("return window.leaks", Vec::new()).await?;
        assert!(leaks.as_array().is_some_and(|leaks| !leaks.is_empty()), "{leaks}");
        Ok(())
    })
    .await
}
