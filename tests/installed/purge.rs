//! After the purge: nothing in the system, and in the home folder nothing that tells of the person.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, ensure};
use monei_e2e::Result;
use monei_e2e::application::Application;
use monei_e2e::confirming::{Word, unseen};
use monei_e2e::journey::{ALL_SCOPES, Answer, SECTIONS};
use monei_e2e::keychain;
use monei_e2e::package;
use monei_e2e::scene::{Played, Setting, play};
use monei_e2e::traces::{clean, files_in, holds, telling};
use serde_json::{Map, Value};

/// Which application handles which type, as the system sums up its desktop entries.
const HANDLERS: &str = "/usr/share/applications/mimeinfo.cache";

/// A package does not touch anybody's home folder. What stays there after Disconnect is plain: what the person set, where
/// the window was, and what the web view makes for itself without having anything to keep.
fn may_stay(file: &Path) -> Result<bool> {
    const SETTINGS: [&str; 9] = [
        "theme",
        "textSize",
        "motion",
        "hideAmounts",
        "singleKeys",
        "relay",
        "environment",
        "demonstrationApi",
        "wayBack",
    ];
    let content = fs::read(file)?;
    Ok(match file.file_name().and_then(|name| name.to_str()).unwrap_or_default() {
        "settings.json" => {
            let settings: Map<String, Value> = serde_json::from_slice(&content)?;
            settings.keys().all(|key| SETTINGS.contains(&key.as_str()))
        }
        ".window-state.json" => {
            let windows: BTreeMap<String, BTreeMap<String, Value>> = serde_json::from_slice(&content)?;
            windows.values().flat_map(BTreeMap::values).all(|value| value.is_number() || value.is_boolean())
        }
        // Random numbers, by which it would name the files of a cache.
        "salt" => content.len() == 8,
        // Whose storage it would be: the pages' own address, for the frame and for the window.
        "origin" => {
            let letters = content.iter().filter(|byte| byte.is_ascii_graphic());
            letters.eq(b"taurilocalhosttaurilocalhost")
        }
        // What programs that share the tokens take turns by.
        name if name.starts_with("vault-") => content.is_empty(),
        // What the window remembers by itself: which sections were put away with "Not now".
        name if name.starts_with("tauri_localhost_0.localstorage") => {
            !holds(&content, b"example.ng") && !holds(&content, b"127.0.0.1") && !holds(&content, b"mct_")
        }
        // The hosts that insist on https: it speaks to none.
        "hsts-storage.sqlite" => !holds(&content, b"127.0.0.1"),
        _ => false,
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn r42_nothing_personal_is_left_after_disconnect_and_purge() -> Played {
    play(Setting::of(Application::Installed), async |scene| {
        let (payer, friend) = (scene.payer().await?, scene.friend().await?);
        let pin = payer.transaction_pin.clone().context("a PIN")?;
        scene.open_window().await?;
        scene.connect(&payer, &ALL_SCOPES, Answer::AllowAll).await?;
        scene.sections_are_ready(&SECTIONS).await?;
        scene.figures_match(&payer).await?;
        // A payment has a journal of its own, and a window of its own.
        scene.order_to_friend(&friend.email, "41.09").await?;
        scene.confirm(Word::Pin(&pin), unseen).await?;
        scene.payment_is("succeeded").await?;
        scene.disconnect().await?;
        scene.close_window().await?;

        let scheme = Application::Installed.scheme();
        let installed = scene.installation()?.files()?;
        ensure!(installed.iter().all(|path| path.exists()), "{installed:?}");
        ensure!(fs::read_to_string(HANDLERS)?.contains(scheme), "the system knows the handler");
        scene.installation()?.purge().await?;
        for path in installed {
            ensure!(!path.exists() || path.is_dir() && package::is_owned(&path), "{} is left", path.display());
        }
        // Without any handlers the system keeps no such file.
        let handlers = fs::read_to_string(HANDLERS).unwrap_or_default();
        ensure!(!handlers.contains(scheme), "the system still knows the handler");

        let items = keychain::items_of(&scene.stage, Application::Installed.keychain_service()).await?;
        ensure!(items.is_empty(), "left in the keychain: {items:?}");
        let texts = [telling(&payer), vec![friend.email]].concat();
        for place in ["home", "tmp", "run"] {
            for file in files_in(&scene.stage.folder().join(place))? {
                let content = fs::read(&file)?;
                clean(&file.display().to_string(), &content, &texts)?;
                let ours = file.to_string_lossy().contains(scheme);
                ensure!(!ours || may_stay(&file)?, "{} stays:\n{}", file.display(), String::from_utf8_lossy(&content));
            }
        }
        Ok(())
    })
    .await
}
