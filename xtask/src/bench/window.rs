//! The window under a driver: the first paint, and the way in.

use std::time::Instant;

use anyhow::Result;
use monei_e2e::journey::{Answer, READ_SCOPES};
use monei_e2e::page::testid;
use monei_e2e::scene::{Scene, Setting};
use monei_e2e::{evidence, wait};

use super::{Row, median};

const ROUNDS: usize = 5;

/// The median over fresh starts, as the web view's own clock tells it.
pub(super) async fn frame() -> Result<Row> {
    let folder = evidence::folder_for("bench-frame")?;
    let mut scene = Scene::set(Setting::default(), &folder).await?;
    let mut all = Vec::new();
    for _ in 0..ROUNDS {
        let window = scene.open_window().await?;
        window.sees(&testid("screen-welcome")).await?;
        let script = "const paint = performance.getEntriesByName('first-contentful-paint')[0];\
            return paint ? performance.timeOrigin + paint.startTime : null;";
        let painted = wait::until("the first paint", async || Ok(window.script(script, Vec::new()).await?.as_f64()));
        let painted = painted.await?;
        all.push(painted - scene.window_started()?);
        scene.kill_window().await?;
    }
    let against = "a window with nothing in it, release build: 530 ms; this is a debug build under a driver";
    Ok(Row::new("frame: exec to first paint", median(&all)?, "ms", against, Some(1500.0)))
}

pub(super) async fn sign_in() -> Result<Row> {
    let folder = evidence::folder_for("bench-sign-in")?;
    let mut all = Vec::new();
    for _ in 0..ROUNDS {
        let mut scene = Scene::set(Setting::default(), &folder).await?;
        let person = scene.random_person().await?;
        let window = scene.open_window().await?;
        window.press(&testid("button-connect")).await?;
        let start = Instant::now();
        scene.choose(&READ_SCOPES).await?;
        scene.answer_in_browser(&person, Answer::AllowAll).await?;
        scene.at_home().await?;
        scene.sections_are_ready(&["profile", "balances", "transactions"]).await?;
        all.push(start.elapsed().as_secs_f64() * 1000.0);
    }
    let against = "includes the start of a headless browser and four pages in it";
    Ok(Row::new("sign-in: Continue to figures", median(&all)?, "ms", against, Some(10_000.0)))
}
