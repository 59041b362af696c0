//! What there is to see, against what the simulated Monei holds.

use monei_e2e::Result;
use monei_e2e::figures::sources_at_rest;
use monei_e2e::journey::{Answer, READ_SCOPES, SECTIONS};
use monei_e2e::page::testid;
use monei_e2e::scene::{Played, Setting, play};
use serde_json::json;

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
        let (window, person) = scene.somebody_connected(&READ_SCOPES).await?;
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
