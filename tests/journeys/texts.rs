//! What others write along with money stays a text, wherever the window shows it and in the files that leave it.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, ensure};
use monei_e2e::control::Person;
use monei_e2e::journey::{Answer, READ_SCOPES, open_page};
use monei_e2e::page::{Page, testid};
use monei_e2e::scene::{Played, Scene, Setting, play};
use monei_e2e::{Result, hostile, wait};
use serde_json::{Value, json};

use crate::activity::{counts, export, read_by_python};

#[tokio::test(flavor = "multi_thread")]
async fn r45_hostile_texts_stay_texts() -> Played {
    play(Setting::default(), async |scene| {
        let person = scene.random_person().await?;
        let elsewhere = scene.services.sandbox().to_owned();
        let texts = hostile::texts(&elsewhere);
        say(scene, &texts).await?;
        let window = scene.open_window().await?;
        window.sees(&testid("screen-welcome")).await?;
        watch(&window).await?;
        scene.connect(&person, &READ_SCOPES, Answer::AllowAll).await?;

        // What was shown so far is not needed again; the rest goes first into the next answers.
        let mut seen = BTreeSet::new();
        let mut marked = false;
        for _ in 0..60 {
            for page in ["profile", "limits", "receive", "bills", "sales", "home"] {
                open_page(&window, page).await?;
                seen.extend(shown(&window).await?);
                let mark = "return document.body.textContent.includes('[U+202E]')";
                marked |= window.script(mark, vec![]).await? == json!(true);
            }
            let rest: Vec<String> =
                texts.iter().enumerate().filter(|(at, _)| !seen.contains(at)).map(|(_, text)| text.clone()).collect();
            if rest.is_empty() {
                break;
            }
            say(scene, &rest).await?;
            refresh(&window).await?;
        }
        assert_eq!(seen.len(), hostile::COUNT, "each of the texts was on a page");

        // An error's own words, below ours.
        for text in texts.iter().take(33) {
            scene.monei().clear_faults().await?;
            let refusal =
                json!({ "path": "/kyc/*", "kind": "status", "status": 400, "message": text, "times": "always" });
            scene.monei().fault(refusal).await?;
            refresh(&window).await?;
            shown(&window).await?;
        }

        assert!(marked, "characters that turn the direction are told");
        did_nothing(scene, &window).await
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn r45_hostile_texts_stay_texts_in_the_list_and_in_files() -> Played {
    play(Setting::default(), async |scene| {
        let (window, _, texts) = before_a_long_list(scene).await?;
        // A page of the list has room for two in each of its rows: beside the description stands the reference.
        let mut listed = BTreeSet::new();
        for (at, some) in texts.chunks(2 * ROWS_OF_A_PAGE).enumerate() {
            tell(scene, "/transactions/user", some).await?;
            refresh(&window).await?;
            let wanted: BTreeSet<usize> = (0..some.len()).map(|number| at * 2 * ROWS_OF_A_PAGE + number).collect();
            wait::until("these texts in the list", async || {
                let found = in_the_list(&window).await?;
                Ok(wanted.is_subset(&found).then_some(()))
            })
            .await?;
            listed.extend(wanted);

            for (format, judge) in FORMATS {
                let file = scene.stage.home().join(format!("{at}.{format}"));
                export(scene, &window, format, &file).await?;
                window.sees(&testid("export-saved")).await?;
                window.press(&testid("export-dismiss")).await?;
                judge(&read_by_python(&file).await?, some).with_context(|| file.display().to_string())?;
            }
        }
        assert_eq!(listed.len(), hostile::COUNT);
        did_nothing(scene, &window).await
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn r45_hostile_texts_stay_texts_in_details() -> Played {
    play(Setting::default(), async |scene| {
        let (window, person, texts) = before_a_long_list(scene).await?;
        // One transaction after another, until each of them was in some field of a detail.
        let mut detailed = BTreeSet::new();
        for step in 0..person.transaction_count {
            if step.is_multiple_of(20) {
                let rest = texts.iter().enumerate().filter(|(at, _)| !detailed.contains(at));
                let rest: Vec<String> = rest.map(|(_, text)| text.clone()).collect();
                if rest.is_empty() {
                    break;
                }
                tell(scene, "/transactions/*", &rest).await?;
            }
            if step == 0 {
                let list = testid("activity-list");
                window.script("document.querySelector(arguments[0]).scrollTop = 0", vec![json!(list)]).await?;
                window.press(&format!("{list} [data-row=\"0\"]")).await?;
                window.sees(&testid("activity-detail")).await?;
            } else {
                next(&window).await?;
            }
            window.no_longer_sees(&testid("detail-loading")).await?;
            detailed.extend(shown_in(&window, &testid("activity-detail")).await?);
            if step.is_multiple_of(20) {
                window.press(&testid("detail-receipt")).await?;
                window.sees(&testid("receipt")).await?;
                assert!(!shown_in(&window, &testid("receipt")).await?.is_empty());
                window.press(&testid("receipt-close")).await?;
                window.no_longer_sees(&testid("receipt")).await?;
            }
        }
        assert_eq!(detailed.len(), hostile::COUNT, "each of the texts was in a detail");
        did_nothing(scene, &window).await
    })
    .await
}

/// Somebody with a long history has its list open, in a window that is watched.
async fn before_a_long_list(scene: &mut Scene) -> Result<(Page, Person, Vec<String>)> {
    let person = scene.monei().busiest().await?;
    let texts = hostile::texts(scene.services.sandbox());
    let window = scene.open_window().await?;
    window.sees(&testid("screen-welcome")).await?;
    watch(&window).await?;
    scene.connect(&person, &READ_SCOPES, Answer::AllowAll).await?;
    window.press(&testid("nav-activity")).await?;
    counts(&window, person.transaction_count).await?;
    Ok((window, person, texts))
}

/// Opens the next transaction of the list.
async fn next(window: &Page) -> Result<()> {
    let id = async || window.attribute(&testid("activity-detail"), "data-id").await;
    let before = id().await?;
    window.press(&testid("detail-next")).await?;
    wait::until("the next transaction", async || Ok((id().await? != before).then_some(()))).await
}

/// As many as Monei gives at once.
const ROWS_OF_A_PAGE: usize = 100;

/// Asks Monei for everything again, and waits for it.
async fn refresh(window: &Page) -> Result<()> {
    window.press(&testid("button-refresh")).await?;
    window.attribute_becomes(&testid("button-refresh"), "aria-label", "Refresh").await
}

/// From now on answers of this path say these texts, one after another.
async fn tell(scene: &Scene, path: &str, texts: &[String]) -> Result<()> {
    scene.monei().clear_faults().await?;
    let texts = texts.get(..MOST_AT_ONCE.min(texts.len())).unwrap_or_default();
    scene.monei().fault(json!({ "path": path, "kind": "texts", "texts": texts, "times": "always" })).await
}

/// Of all rows of the list, from the top to the end.
async fn in_the_list(window: &Page) -> Result<BTreeSet<usize>> {
    let script = "const done = arguments[1]; const list = document.querySelector(arguments[0]);\
        const found = new Set(); list.scrollTop = 0;\
        const step = () => {\
            for (const mark of list.textContent.match(/q\\d+z/g) ?? []) found.add(Number(mark.slice(1, -1)));\
            if (list.scrollTop + list.clientHeight >= list.scrollHeight - 1) return done([...found]);\
            list.scrollTop += list.clientHeight / 2;\
            requestAnimationFrame(() => requestAnimationFrame(step));\
        };\
        requestAnimationFrame(() => requestAnimationFrame(step));";
    let found: Vec<usize> = serde_json::from_value(window.ask(script, vec![json!(testid("activity-list"))]).await?)?;
    Ok(found.into_iter().collect())
}

type Judge = fn(&[BTreeMap<String, String>], &[String]) -> Result<()>;

/// The files that leave the window, and what their texts must be.
const FORMATS: [(&str, Judge); 2] = [("csv", inert_in_the_table), ("json", in_the_objects)];

fn cells(table: &[BTreeMap<String, String>]) -> BTreeSet<&str> {
    table.iter().flat_map(|line| line.values().map(String::as_str)).collect()
}

/// Each text is a member of an object, letter by letter.
fn in_the_objects(objects: &[BTreeMap<String, String>], texts: &[String]) -> Result<()> {
    let members = cells(objects);
    let missing: Vec<&String> = texts.iter().filter(|text| !members.contains(text.as_str())).collect();
    ensure!(missing.is_empty(), "{missing:?} are not in the file");
    Ok(())
}

/// Each text is in a cell, whole but for what a spreadsheet would run.
fn inert_in_the_table(table: &[BTreeMap<String, String>], texts: &[String]) -> Result<()> {
    let cells = cells(table);
    for text in texts {
        let inert = format!("'{text}");
        ensure!(cells.contains(text.as_str()) || cells.contains(inert.as_str()), "{text:?} is not in the file");
    }
    let written = |line: &BTreeMap<String, String>| ["narration", "reference"].map(|name| line.get(name).cloned());
    let running: Vec<String> = table
        .iter()
        .flat_map(written)
        .flatten()
        .filter(|cell| cell.starts_with(['=', '+', '-', '@', '\t', '\r']))
        .collect();
    ensure!(running.is_empty(), "a spreadsheet would run {running:?}");
    Ok(())
}

/// None of the texts was more than a text.
async fn did_nothing(scene: &Scene, window: &Page) -> Result<()> {
    let found = window.script("return window.watched()", Vec::new()).await?;
    let nothing = json!({ "ran": null, "elements": 0, "loads": [], "refused": [], "hidden": [] });
    assert_eq!(found, nothing, "texts did more than to be read");
    let visits = scene.monei().calls().await?.endpoints;
    assert!(!visits.iter().any(|visit| visit.path.contains("evil")), "{visits:?}");
    Ok(())
}

/// As many as the control API takes at once.
const MOST_AT_ONCE: usize = 200;

/// From now on Monei says these texts wherever somebody else's may stand, each endpoint beginning with another one.
async fn say(scene: &Scene, texts: &[String]) -> Result<()> {
    const PATHS: [&str; 8] =
        ["/transactions*", "/bills/*", "/offramp/*", "/wallet/*", "/evm/*", "/solana/*", "/user/*", "/kyc/*"];
    scene.monei().clear_faults().await?;
    for (at, path) in PATHS.into_iter().enumerate() {
        let mut texts = texts.to_vec();
        let first = texts.len() * at / PATHS.len();
        texts.rotate_left(first);
        texts.truncate(MOST_AT_ONCE);
        scene.monei().fault(json!({ "path": path, "kind": "texts", "texts": texts, "times": "always" })).await?;
    }
    Ok(())
}

/// The numbers of the texts that are on the page.
async fn shown(window: &Page) -> Result<Vec<usize>> {
    shown_in(window, "body").await
}

/// The numbers of the texts that are in this part of it.
async fn shown_in(window: &Page, css: &str) -> Result<Vec<usize>> {
    let marks = "const texts = document.querySelector(arguments[0])?.textContent ?? '';\
        return [...new Set(texts.match(/q\\d+z/g) ?? [])].map((one) => one.slice(1, -1))";
    let found: Vec<String> = serde_json::from_value(window.script(marks, vec![json!(css)]).await?)?;
    Ok(found.iter().filter_map(|number| number.parse().ok()).collect())
}

/// Notes whatever a text could do: run, make an element, load something, be refused that, or hide a letter.
async fn watch(window: &Page) -> Result<()> {
    let script = r"
        const [evil] = arguments;
        const HIDDEN = /[\u202A-\u202E\u2066-\u2069\u200B-\u200F\u061C\uFEFF\u0000\u0007\u001B\u2028\u2029]/;
        const found = { elements: 0, refused: [], hidden: new Set() };
        const own = new Set(performance.getEntriesByType('resource').map(({ name }) => new URL(name).origin));
        document.addEventListener('securitypolicyviolation', (event) => found.refused.push(event.blockedURI));
        const look = (node) => {
            if (node.nodeType === Node.TEXT_NODE && HIDDEN.test(node.data)) found.hidden.add(node.data.slice(0, 40));
            if (node.nodeType !== Node.ELEMENT_NODE) return;
            for (const { name, value } of node.attributes) {
                if (HIDDEN.test(value)) found.hidden.add(`${name}=${value.slice(0, 40)}`);
            }
            if (node.hasAttribute(evil) || node.localName === 'x-evil') found.elements += 1;
            node.childNodes.forEach(look);
        };
        new MutationObserver((changes) => changes.forEach(({ addedNodes, target }) => {
            addedNodes.forEach(look);
            look(target);
        })).observe(document, { childList: true, subtree: true, characterData: true, attributes: true });
        window.watched = () => {
            look(document.documentElement);
            const loads = performance.getEntriesByType('resource').map(({ name }) => name)
                .filter((name) => name.includes('evil') || !own.has(new URL(name).origin) && !name.startsWith('ipc:'));
            return { ran: window.ran ?? null, ...found, loads, hidden: [...found.hidden] };
        };
    ";
    window.script(script, vec![Value::from(hostile::EVIL)]).await.map(drop)
}
