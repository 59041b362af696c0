//! `bench scroll`: a list of 100,000 transactions in the real window, scrolled from its top to its end. The page's own
//! frames are the clock; after each step every place of the list is looked at.

use std::time::Duration;

use anyhow::{Context, Result, ensure};
use monei_e2e::application::Application;
use monei_e2e::journey::{Answer, READ_SCOPES};
use monei_e2e::page::{Page, testid};
use monei_e2e::scene::{Scene, Setting};
use monei_e2e::services::ServiceOptions;
use monei_e2e::{evidence, wait};
use serde::Deserialize;
use serde_json::json;

use super::{Row, quantile, subjects};

const ROWS: u32 = 100_000;
/// Pixels in each frame: more than ten rows, so that a second shows more of them than anybody reads.
const STEP: u32 = 700;
/// Frames of the bare list: it is the same work in each, and shows what one takes long before its end.
const BARE_FRAMES: u32 = 2_000;
/// A frame that takes longer is seen as a jerk.
const FRAME_BAR: f64 = 50.0;
/// Elements in the document, however long the list is.
const ELEMENTS_BAR: f64 = 2_000.0;

/// What `scroll.js` keeps.
#[derive(Debug, Deserialize)]
struct Probe {
    frames: Vec<f64>,
    blank: u32,
    most: u32,
    done: bool,
}

pub(super) async fn measure() -> Result<Vec<Row>> {
    let programs = subjects::released().await?;
    let application = Application::Released(programs.join("monei-wallet"));
    let services = ServiceOptions { programs: Some(programs), transactions: ROWS, ..ServiceOptions::default() };
    let setting = Setting { services, ..Setting::of(application) };
    let mut scene = Scene::set(setting, &evidence::folder_for("bench-scroll")?).await?;
    let person = scene.monei().busiest().await?;
    let window = scene.open_window().await?;
    window.press(&testid("button-connect")).await?;
    scene.choose(&READ_SCOPES).await?;
    scene.answer_in_browser(&person, Answer::AllowAll).await?;
    scene.at_home().await?;
    window.press(&testid("nav-activity")).await?;
    all_are_there(&window, person.transaction_count).await?;

    let probe = scrolled(&window, None).await?;
    // Last: the window is of no other use afterwards.
    let bare = scrolled(&window, Some(BARE_FRAMES)).await?;

    let against = "100,000 rows at 700 px a frame, release build, real window";
    let by_hand = "the same rows written by hand: what laying out and painting takes";
    let frames = u32::try_from(probe.frames.len())?;
    Ok(vec![
        Row::new("scroll: longest frame", quantile(&probe.frames, 1.0)?, "ms", against, Some(FRAME_BAR)),
        Row::new("scroll: frame, 999 of 1,000", quantile(&probe.frames, 0.999)?, "ms", against, None),
        Row::new("scroll: frame, 99 of 100", quantile(&probe.frames, 0.99)?, "ms", against, None),
        Row::new("scroll: frame, median", quantile(&probe.frames, 0.5)?, "ms", against, None),
        Row::new("scroll: bare list, longest frame", quantile(&bare.frames, 1.0)?, "ms", by_hand, None),
        Row::new("scroll: bare list, 999 of 1,000", quantile(&bare.frames, 0.999)?, "ms", by_hand, None),
        Row::new("scroll: bare list, 99 of 100", quantile(&bare.frames, 0.99)?, "ms", by_hand, None),
        Row::new("scroll: bare list, median", quantile(&bare.frames, 0.5)?, "ms", by_hand, None),
        Row::new("scroll: frames", f64::from(frames), "", "counted", None),
        Row::new("scroll: frames with a blank row", f64::from(probe.blank), "", "every place of the list", Some(0.0)),
        Row::new("scroll: elements at most", f64::from(probe.most), "", "in the whole document", Some(ELEMENTS_BAR)),
    ])
}

/// Scrolls to the end. `bare`: so many frames of a copy of the list with no program behind it.
async fn scrolled(window: &Page, bare: Option<u32>) -> Result<Probe> {
    window.script(include_str!("scroll.js"), vec![json!(STEP), json!(bare)]).await?;
    let done = wait::until_within(Duration::from_mins(10), "the end of the list", async || {
        let done = window.script("return window.scrollProbe.done", Vec::new()).await?;
        Ok((done == json!(true)).then_some(()))
    });
    done.await?;
    let probe = window.script("return window.scrollProbe", Vec::new()).await?;
    let probe: Probe = serde_json::from_value(probe)?;
    ensure!(probe.done && probe.frames.len() > 1000, "the list was too short to say anything");
    Ok(probe)
}

/// Waits until the whole history has been read.
async fn all_are_there(window: &Page, rows: usize) -> Result<()> {
    let list = testid("activity-list");
    let wanted = rows.to_string();
    wait::until_within(Duration::from_mins(5), "the whole history", async || {
        let shown = window.attributes(&list, "data-rows").await?;
        let shown = shown.first().context("a list")?;
        Ok((*shown == wanted).then_some(()))
    })
    .await
}
