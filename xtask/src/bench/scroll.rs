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
/// A driver waits half a minute for a script at most.
const LOOK_AGAIN: Duration = Duration::from_secs(20);
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
}

impl Probe {
    fn jerks(&self) -> Result<f64> {
        let jerks = self.frames.iter().filter(|frame| **frame > FRAME_BAR).count();
        Ok(f64::from(u32::try_from(jerks)?))
    }
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
    // Last: the window is of no other use afterwards. It is the same work in each frame, and in as many of them.
    let bare = scrolled(&window, Some(probe.frames.len())).await?;

    let against = "100,000 rows at 700 px a frame, release build, real window";
    let by_hand = "the same rows written by hand: what laying out and painting takes";
    let frames = u32::try_from(probe.frames.len())?;
    Ok(vec![
        Row::new("scroll: longest frame", quantile(&probe.frames, 1.0)?, "ms", against, Some(FRAME_BAR)),
        Row::new("scroll: frame, 999 of 1,000", quantile(&probe.frames, 0.999)?, "ms", against, None),
        Row::new("scroll: frame, 99 of 100", quantile(&probe.frames, 0.99)?, "ms", against, None),
        Row::new("scroll: frame, median", quantile(&probe.frames, 0.5)?, "ms", against, None),
        Row::new("scroll: frames above 50 ms", probe.jerks()?, "", "counted", None),
        Row::new("scroll: bare list, frames above 50 ms", bare.jerks()?, "", by_hand, None),
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
async fn scrolled(window: &Page, bare: Option<usize>) -> Result<Probe> {
    // Whoever looks often is in the way of what is measured.
    const LOOK: &str = "const [patience, done] = arguments;\
        const later = setTimeout(done, patience, false);\
        window.scrolled.ended.then(() => { clearTimeout(later); done(true); });";
    window.script(include_str!("scroll.js"), vec![json!(STEP), json!(bare)]).await?;
    let ended = wait::until_within(Duration::from_mins(10), "the end of the list", async || {
        let ended = window.ask(LOOK, vec![json!(LOOK_AGAIN.as_millis())]).await?;
        Ok((ended == json!(true)).then_some(()))
    });
    ended.await?;
    let probe = window.script("return window.scrolled.probe", Vec::new()).await?;
    let probe: Probe = serde_json::from_value(probe)?;
    ensure!(probe.frames.len() > 1000, "the list was too short to say anything");
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
