//! What the window leaves behind: while somebody is signed in nothing that others could read, after Disconnect nothing.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use monei_e2e::application::Application;
use monei_e2e::confirming::Word;
use monei_e2e::control::Person;
use monei_e2e::journey::{Answer, READ_SCOPES, SECTIONS, open_page};
use monei_e2e::keychain;
use monei_e2e::page::testid;
use monei_e2e::process::all_with;
use monei_e2e::scene::{Played, Scene, Setting, WayBack, play};
use monei_e2e::traces::{clean, files_in, telling};

const PAGES: [&str; 9] =
    ["activity", "insights", "bills", "sales", "receive", "limits", "profile", "permissions", "home"];

/// Every file of the person's, of programs' and of the session, the application's log, and what any user of the computer
/// may read of its processes. Returns how many files and processes there were.
fn search(scene: &Scene, person: &Person) -> Result<(usize, usize)> {
    search_for(scene, &telling(person))
}

fn search_for(scene: &Scene, texts: &[String]) -> Result<(usize, usize)> {
    let mut files = Vec::new();
    for place in ["home", "tmp", "run"] {
        files.extend(files_in(&scene.stage.folder().join(place))?);
    }
    files.push(scene.stage.logs().join(format!("{}.log", scene.application()?.name())));
    for file in &files {
        // One that has gone meanwhile holds nothing.
        let Ok(content) = fs::read(file) else { continue };
        clean(&file.display().to_string(), &content, texts)?;
    }
    let processes = all_with(&scene.stage.mark());
    for (name, arguments, environment) in &processes {
        clean(&format!("the command line of {name}"), arguments, texts)?;
        clean(&format!("the environment of {name}"), environment, texts)?;
    }
    Ok((files.len(), processes.len()))
}

/// Whatever it wrote for the person is in folders, or itself, that no other user may open.
fn others_may_not_look(scene: &Scene) -> Result<()> {
    let home = scene.stage.home();
    let own = scene.application()?.identifier();
    let is_open = |path: &Path| fs::metadata(path).is_ok_and(|it| it.permissions().mode() & 0o077 != 0);
    // Programs that open links are everybody's to know.
    let is_its = |file: &PathBuf| file.to_string_lossy().contains(own) && file.extension() != Some("desktop".as_ref());
    let files: Vec<_> = files_in(&home)?.into_iter().filter(is_its).collect();
    for name in [".window-state.json", ".db"] {
        ensure!(files.iter().any(|file| file.to_string_lossy().ends_with(name)), "no {name} among {files:?}");
    }
    for file in files {
        let mut way = file.ancestors().take_while(|path| *path != home);
        ensure!(!way.all(is_open), "others may read {}", file.display());
    }
    Ok(())
}

/// The databases of the cache.
fn databases(scene: &Scene) -> Result<usize> {
    let files = files_in(&scene.application()?.data_folder(&scene.stage))?;
    let is_cache = |file: &&std::path::PathBuf| file.extension().is_some_and(|extension| extension == "db");
    Ok(files.iter().filter(is_cache).count())
}

async fn kept_secrets(scene: &Scene) -> Result<usize> {
    Ok(keychain::items_of(&scene.stage, Application::Demonstration.keychain_service()).await?.len())
}

#[tokio::test(flavor = "multi_thread")]
async fn r34_r41_r42_the_window_leaves_nothing_readable_and_after_disconnect_nothing() -> Played {
    let variables = vec![("MONEI_WALLET_LOG".to_owned(), "trace".to_owned())];
    let setting = Setting { variables, ..Setting::with_way_back(WayBack::Loopback) };
    play(setting, async |scene| {
        let person = scene.person_with_crypto().await?;
        let window = scene.open_window().await?;
        scene.begin(&READ_SCOPES).await?;
        let page = scene.relay_page().await?;
        let address = page.address().await?;
        let state = address.query_pairs().find(|(name, _)| name == "state").context("a state")?.1.into_owned();
        scene.answer_on(&page, &person, Answer::AllowAll).await?;
        scene.at_home().await?;
        scene.sections_are_ready(&SECTIONS).await?;
        scene.figures_match(&person).await?;
        for page in PAGES {
            open_page(&window, page).await?;
        }
        // A token that is refused and renewed, and calls that fail.
        scene.monei().expire_tokens().await?;
        window.press(&testid("button-refresh")).await?;
        scene.sections_are_ready(&SECTIONS).await?;

        let log = scene.stage.logs().join("demonstration.log");
        let traced = fs::read_to_string(&log).context("the application's log")?;
        ensure!(traced.contains(" TRACE "), "the log is not at its finest level");
        ensure!(!traced.contains(&state), "the log holds the state of the sign-in");
        let (files, processes) = search(scene, &person)?;
        ensure!(files > 5 && processes > 2, "{files} files and {processes} processes");
        ensure!(databases(scene)? > 0 && kept_secrets(scene).await? > 0, "there is something that could be found");

        // The web view writes some of its files when it ends.
        scene.close_window().await?;
        search(scene, &person)?;
        others_may_not_look(scene)?;
        scene.open_window().await?;
        scene.at_home().await?;
        scene.sections_are_ready(&SECTIONS).await?;
        scene.disconnect().await?;
        ensure!(databases(scene)? == 0, "the cache is removed");
        ensure!(kept_secrets(scene).await? == 0, "tokens and the key of the cache are removed");
        search(scene, &person)?;
        scene.close_window().await?;
        search(scene, &person)?;
        Ok(())
    })
    .await
}

/// The files of the journal of payments.
fn journals(scene: &Scene) -> Result<usize> {
    let files = files_in(&scene.stage.folder().join("home"))?;
    Ok(files.iter().filter(|file| file.to_string_lossy().contains(".payments")).count())
}

#[tokio::test(flavor = "multi_thread")]
async fn r34_r42_a_payment_leaves_no_pin_and_disconnect_removes_its_journal() -> Played {
    let variables = vec![("MONEI_WALLET_LOG".to_owned(), "trace".to_owned())];
    let setting = Setting { variables, ..Setting::default() };
    play(setting, async |scene| {
        let (payer, friend) = (scene.payer().await?, scene.friend().await?);
        let pin = payer.transaction_pin.clone().context("a PIN")?;
        scene.open_window().await?;
        scene.connect(&payer, &["profile:read", "wallet:read", "wallet:send"], Answer::AllowAll).await?;
        scene.sections_are_ready(&["balances", "transactions"]).await?;
        for (word, becomes) in [(Word::Pin("002468"), "rejected"), (Word::Pin(&pin), "succeeded")] {
            scene.order_to_friend(&friend.email, "41.09").await?;
            scene.confirm(word, async |_| Ok(())).await?;
            scene.payment_is(becomes).await?;
            if becomes == "rejected" {
                scene.window()?.press(&testid("payment-again")).await?;
            }
        }
        ensure!(journals(scene)? >= 2, "the journal and its copy are there");
        // As a text of its own: six digits in a row are in any log, in the fractions of its seconds.
        let mut texts = telling(&payer);
        texts.push(friend.email.clone());
        for pin in [pin.as_str(), "002468"] {
            texts.extend([format!("\"{pin}\""), format!("{pin}\0"), format!("={pin}"), format!(" {pin} ")]);
        }
        search_for(scene, &texts)?;
        scene.close_window().await?;
        search_for(scene, &texts)?;
        scene.open_window().await?;
        scene.at_home().await?;
        scene.disconnect().await?;
        ensure!(journals(scene)? == 0, "the journal of payments outlived its wallet");
        ensure!(kept_secrets(scene).await? == 0, "the key of the journal is removed");
        search_for(scene, &texts)?;
        Ok(())
    })
    .await
}
