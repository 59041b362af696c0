//! What there is to see, against what the simulated Monei holds.

use std::collections::BTreeSet;

use monei_e2e::Result;
use monei_e2e::figures::sources_at_rest;
use monei_e2e::hostile;
use monei_e2e::journey::{Answer, READ_SCOPES, SECTIONS};
use monei_e2e::page::{Page, testid};
use monei_e2e::scene::{Played, Scene, Setting, play};
use serde_json::{Value, json};

#[tokio::test(flavor = "multi_thread")]
async fn every_figure_of_a_random_person_is_right_on_every_chain() -> Played {
    play(Setting::default(), async |scene| {
        let person = scene.person_with_crypto().await?;
        let window = scene.open_window().await?;
        scene.connect(&person, &READ_SCOPES, Answer::AllowAll).await?;
        scene.sections_are_ready(&SECTIONS).await?;
        let sources = sources_at_rest(&window).await?;
        assert!(sources.contains_key("solana") && sources.len() > 1, "{sources:?}");
        assert!(sources.values().all(|state| state == "ready"), "{sources:?}");
        assert!(scene.figures_match(&person).await? > person.holdings.len());
        Ok(())
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_chain_that_fails_blanks_no_other_and_is_named_missing() -> Played {
    play(Setting::default(), async |scene| {
        let person = scene.person_with_crypto().await?;
        scene.monei().fault(json!({ "path": "/evm/portfolio/1", "kind": "status", "times": "always" })).await?;
        let window = scene.open_window().await?;
        scene.connect(&person, &READ_SCOPES, Answer::AllowAll).await?;
        scene.sections_are_ready(&SECTIONS).await?;
        let sources = sources_at_rest(&window).await?;
        for (id, state) in &sources {
            assert_eq!(state, if id == "evm:1" { "failed" } else { "ready" }, "{id}");
        }
        let missing = window.text(&testid("crypto-missing")).await?;
        assert!(missing.contains("Ethereum"), "it should name the chain: {missing}");
        scene.figures_match(&person).await?;

        scene.monei().clear_faults().await?;
        window.press(&testid("button-retry-evm:1")).await?;
        window.no_longer_sees(&testid("button-retry-evm:1")).await?;
        scene.figures_match(&person).await?;
        Ok(())
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn each_address_can_be_scanned_from_the_screen() -> Played {
    play(Setting::default(), async |scene| {
        let person = scene.random_person().await?;
        let window = scene.open_window().await?;
        scene.connect(&person, &READ_SCOPES, Answer::AllowAll).await?;
        scene.sections_are_ready(&SECTIONS).await?;
        sources_at_rest(&window).await?;
        scene.dismiss_outcome().await?;
        window.press(&testid("nav-receive")).await?;
        window.sees(&testid("screen-receive")).await?;
        let mut scanned = 0;
        for wallet in &person.subwallets {
            let (Some(chain), Some(address)) = (&wallet.chain, &wallet.address) else { continue };
            let panel = testid(&format!("receive-{}", chain.to_lowercase()));
            window.attribute_becomes(&panel, "data-address", address).await?;
            let show = "document.querySelector(arguments[0]).scrollIntoView({ block: 'center' })";
            window.script(show, vec![format!("{panel} svg[role=img]").into()]).await?;
            window.is_still().await?;
            let picture = scene.folder().join(format!("{chain}.png"));
            scene.window_picture(&picture).await?;
            let read = codes_in(&picture)?;
            assert!(read.contains(address), "{chain}: {read:?} instead of {address}");
            scanned += 1;
        }
        assert_eq!(scanned, 2, "{:?}", person.subwallets);
        Ok(())
    })
    .await
}

/// Reads every QR code of a picture.
fn codes_in(picture: &std::path::Path) -> Result<Vec<String>> {
    let grey = image::open(picture)?.to_luma8();
    let mut prepared = rqrr::PreparedImage::prepare(grey);
    Ok(prepared.detect_grids().iter().filter_map(|grid| Some(grid.decode().ok()?.1)).collect())
}

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
                window.press(&testid(&format!("nav-{page}"))).await?;
                window.sees(&testid(&format!("screen-{page}"))).await?;
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
            window.press(&testid("button-refresh")).await?;
            window.attribute_becomes(&testid("button-refresh"), "aria-label", "Refresh").await?;
        }
        assert_eq!(seen.len(), hostile::COUNT, "each of the texts was on a page");

        // An error's own words, below ours.
        for text in texts.iter().take(33) {
            scene.monei().clear_faults().await?;
            let refusal =
                json!({ "path": "/kyc/*", "kind": "status", "status": 400, "message": text, "times": "always" });
            scene.monei().fault(refusal).await?;
            window.press(&testid("button-refresh")).await?;
            window.attribute_becomes(&testid("button-refresh"), "aria-label", "Refresh").await?;
            shown(&window).await?;
        }

        let found = window.script("return window.watched()", Vec::new()).await?;
        let nothing = json!({ "ran": null, "elements": 0, "loads": [], "refused": [], "hidden": [] });
        assert_eq!(found, nothing, "texts did more than to be read");
        assert!(marked, "characters that turn the direction are told");
        let visits = scene.monei().calls().await?.endpoints;
        assert!(!visits.iter().any(|visit| visit.path.contains("evil")), "{visits:?}");
        Ok(())
    })
    .await
}

/// From now on Monei says these texts wherever somebody else's may stand, each endpoint beginning with another one.
async fn say(scene: &Scene, texts: &[String]) -> Result<()> {
    const PATHS: [&str; 8] =
        ["/transactions*", "/bills/*", "/offramp/*", "/wallet/*", "/evm/*", "/solana/*", "/user/*", "/kyc/*"];
    scene.monei().clear_faults().await?;
    for (at, path) in PATHS.into_iter().enumerate() {
        let mut texts = texts.to_vec();
        let first = texts.len() * at / PATHS.len();
        texts.rotate_left(first);
        // As many as the control API takes at once.
        texts.truncate(200);
        scene.monei().fault(json!({ "path": path, "kind": "texts", "texts": texts, "times": "always" })).await?;
    }
    Ok(())
}

/// The numbers of the texts that are on the page.
async fn shown(window: &Page) -> Result<Vec<usize>> {
    let marks = "return [...new Set(document.body.textContent.match(/q\\d+z/g) ?? [])].map((one) => one.slice(1, -1))";
    let found: Vec<String> = serde_json::from_value(window.script(marks, Vec::new()).await?)?;
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
