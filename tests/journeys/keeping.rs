//! The copy of the wallet on this computer: all there is without Monei, damaged, and a disk that has no room.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, ensure};
use monei_e2e::axe;
use monei_e2e::control::{Person, Transaction};
use monei_e2e::figures::sources_at_rest;
use monei_e2e::journey::{Answer, READ_SCOPES, SECTIONS};
use monei_e2e::page::{Page, testid};
use monei_e2e::scene::{Played, Scene, Setting, play};
use monei_e2e::services::ServiceOptions;
use monei_e2e::{Result, wait};
use serde_json::json;

use crate::accessibility::{THEMES, choose_theme};
use crate::activity::{all_rows, at_activity, counts, export, same};

/// Everything of the sandbox's stays as it is, also over a start of its own.
fn at_rest() -> Setting {
    let services = ServiceOptions { lasting: true, ..ServiceOptions::default() };
    Setting { services, ..Setting::default() }
}

/// Whose every figure stays as it is.
async fn whole(scene: &mut Scene) -> Result<(Page, Person)> {
    scene.monei().switch(json!({ "time": "explicit" })).await?;
    let (window, person) = at_activity(scene).await?;
    window.press(&testid("nav-home")).await?;
    scene.sections_are_ready(&SECTIONS).await?;
    sources_at_rest(&window).await?;
    scene.figures_match(&person).await?;
    Ok((window, person))
}

/// The whole list, as the sandbox has it.
async fn list_is_whole(window: &Page, person: &Person) -> Result<()> {
    window.press(&testid("nav-activity")).await?;
    counts(window, person.transactions.len()).await?;
    same(&all_rows(window).await?, &person.transactions.iter().collect::<Vec<&Transaction>>())
}

/// Everything that the detail of the first row says, once it says all of it.
async fn first_detail(window: &Page) -> Result<String> {
    let open = "document.querySelector(arguments[0] + ' [data-row=\"0\"]').click()";
    window.script(open, vec![json!(testid("activity-list"))]).await?;
    window.sees(&testid("activity-detail")).await?;
    let told = "const detail = document.querySelector(arguments[0]);\
        const terms = [...detail.querySelectorAll('dl > *')].map((one) => one.innerText.trim());\
        return detail.querySelector('[data-testid=\"detail-loading\"]') ? null : terms.join('\\n');";
    let told = wait::until("the whole detail", async || {
        Ok(window.script(told, vec![json!(testid("activity-detail"))]).await?.as_str().map(str::to_owned))
    });
    let told = told.await?;
    window.press(&testid("detail-close")).await?;
    Ok(told)
}

async fn breaks_no_rule(window: &Page, name: &str) -> Result<()> {
    for theme in THEMES {
        choose_theme(window, theme).await?;
        axe::finds_nothing(window, &format!("{name}, {theme}")).await?;
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn opened_without_monei_everything_last_known_is_there_and_a_line_says_so() -> Played {
    play(at_rest(), async |scene| {
        let (window, person) = whole(scene).await?;
        window.press(&testid("nav-activity")).await?;
        let detail = first_detail(&window).await?;
        scene.close_window().await?;
        scene.services.stop_sandbox().await;

        let window = scene.open_window().await?;
        scene.at_home().await?;
        let line = window.text(&testid("banner-offline")).await?;
        assert!(line.contains("has not answered since") && line.contains("last known"), "{line}");
        for section in SECTIONS {
            scene.section_is(section, "stale").await?;
        }
        assert!(sources_at_rest(&window).await?.values().all(|state| state == "stale"));
        scene.figures_match(&person).await?;
        breaks_no_rule(&window, "offline").await?;
        list_is_whole(&window, &person).await?;
        assert_eq!(first_detail(&window).await?, detail);
        window.sees(&testid("banner-offline")).await?;

        scene.services.start_sandbox().await?;
        window.press(&testid("button-retry-offline")).await?;
        window.no_longer_sees(&testid("banner-offline")).await?;
        window.press(&testid("nav-home")).await?;
        scene.sections_are_ready(&SECTIONS).await?;
        scene.figures_match(&person).await?;
        Ok(())
    })
    .await
}

/// The database of the wallet.
fn database(scene: &Scene) -> Result<PathBuf> {
    let folder = scene.application()?.data_folder(&scene.stage);
    let files = fs::read_dir(&folder).with_context(|| folder.display().to_string())?;
    let files = files.map(|file| Ok(file?.path())).collect::<Result<Vec<PathBuf>>>()?;
    let is_used = |file: &&PathBuf| {
        let is_aside = file.file_stem().is_some_and(|name| name.to_string_lossy().contains("set-aside"));
        file.extension().is_some_and(|kind| kind == "db") && !is_aside
    };
    files.iter().find(is_used).cloned().with_context(|| format!("no database among {files:?}"))
}

/// Writes nonsense over a part of the file, and returns what it is then. The log beside it could mend some.
fn damage(file: &Path, part: impl FnOnce(usize) -> std::ops::Range<usize>) -> Result<Vec<u8>> {
    let mut bytes = fs::read(file)?;
    let part = part(bytes.len());
    bytes.get_mut(part).context("a part of the file")?.fill(0x5a);
    fs::write(file, &bytes)?;
    match fs::remove_file(file.with_extension("db-wal")) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error.into()),
        _ => Ok(bytes),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_damaged_copy_is_set_aside_and_told_and_read_again() -> Played {
    play(at_rest(), async |scene| {
        let (_, person) = whole(scene).await?;
        let mut asides = Vec::new();
        for part in [|_: usize| 0..1_024, |all: usize| all / 2..all] {
            scene.close_window().await?;
            let damaged = damage(&database(scene)?, part)?;
            let window = scene.open_window().await?;
            let aside = PathBuf::from(window.attribute(&testid("banner-set-aside"), "data-file").await?);
            assert!(fs::read(&aside)?.starts_with(&damaged), "it is there, as it was");
            assert!(window.text(&testid("banner-set-aside")).await?.contains(&aside.display().to_string()));
            window.attribute_becomes(&testid("banner-set-aside"), "data-becomes", "done").await?;
            assert!(window.visible(&testid("banner-storage")).await?.is_none());
            scene.sections_are_ready(&SECTIONS).await?;
            scene.figures_match(&person).await?;
            if asides.is_empty() {
                breaks_no_rule(&window, "set aside").await?;
            }
            list_is_whole(&window, &person).await?;
            window.press(&testid("button-dismiss-set-aside")).await?;
            window.no_longer_sees(&testid("banner-set-aside")).await?;
            asides.push(aside);
        }
        ensure!(asides.first() != asides.last(), "{asides:?}");

        // What was read again was kept.
        scene.close_window().await?;
        scene.services.stop_sandbox().await;
        let window = scene.open_window().await?;
        window.sees(&testid("banner-offline")).await?;
        assert!(window.visible(&testid("banner-set-aside")).await?.is_none());
        scene.figures_match(&person).await?;
        list_is_whole(&window, &person).await
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_is_said_and_leaves_no_half_file() -> Played {
    play(Setting::default(), async |scene| {
        let person = scene.monei().busiest().await?;
        let disk = scene.stage.folder().join("disk");
        fs::create_dir(&disk)?;
        let window = scene.open_window_with_disk(&disk, 8).await?;
        scene.connect(&person, &READ_SCOPES, Answer::AllowAll).await?;
        window.press(&testid("nav-activity")).await?;
        counts(&window, person.transaction_count).await?;

        export(scene, &window, "csv", &disk.join("out.csv")).await?;
        window.sees(&testid("export-failed")).await?;
        window.reads("no room left").await?;
        let process = *scene.application()?.processes(&scene.stage)?.first().context("the application runs")?;
        let seen = Path::new("/proc").join(process.to_string()).join("root").join(disk.strip_prefix("/")?);
        let left: Vec<_> = fs::read_dir(&seen)?.collect::<std::io::Result<_>>()?;
        assert!(left.is_empty(), "{left:?}");
        let mounts = fs::read_to_string(format!("/proc/{process}/mountinfo"))?;
        ensure!(mounts.contains(disk.to_str().context("a plain path")?), "it was the disk that was meant:\n{mounts}");

        // The same person, a folder with room.
        export(scene, &window, "csv", &scene.stage.home().join("out.csv")).await?;
        window.sees(&testid("export-saved")).await.map(drop)
    })
    .await
}
