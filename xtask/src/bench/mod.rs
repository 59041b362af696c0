//! `cargo xtask bench`: figures that are measured, each beside what it is measured against and the bar it must keep.

use std::fs;
use std::path::PathBuf;
use std::time::Instant;

use anyhow::{Context, Result};
use clap::ValueEnum;
use monei_e2e::journey::{Answer, READ_SCOPES};
use monei_e2e::page::testid;
use monei_e2e::scene::{Scene, Setting};
use monei_e2e::{binaries, evidence, wait};
use serde::Serialize;

use crate::packages::{self, Need};
use crate::product;
use crate::step::{Done, Steps};

const ROUNDS: usize = 5;

/// What can be measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Figure {
    /// The steps of the last `cargo xtask test`.
    Ci,
    /// From the start of the process to the first paint of its window.
    Frame,
    /// From Continue in the window to the figures on the home screen, with a robot at the browser.
    SignIn,
}

/// A measured figure.
#[derive(Clone, Debug, Serialize)]
struct Row {
    name: String,
    value: f64,
    unit: &'static str,
    against: &'static str,
    /// The value may not be above it. None where there is only something to know.
    bar: Option<f64>,
    holds: bool,
}

impl Row {
    fn new(name: impl Into<String>, value: f64, unit: &'static str, against: &'static str, bar: Option<f64>) -> Self {
        let holds = bar.is_none_or(|bar| value <= bar);
        Self { name: name.into(), value, unit, against, bar, holds }
    }
}

pub(crate) async fn run(figures: &[Figure], json: bool) -> Result<()> {
    let wanted = |figure| figures.is_empty() || figures.contains(&figure);
    let mut rows = Vec::new();
    if wanted(Figure::Ci) {
        rows.extend(last_test_run()?);
    }
    if wanted(Figure::Frame) || wanted(Figure::SignIn) {
        let mut steps = Steps::aside();
        steps.time("System packages", || packages::ensure(Need::Test))?;
        product::build_ui(&mut steps).await?;
        product::build_binaries(&mut steps).await?;
    }
    if wanted(Figure::Frame) {
        rows.push(frame().await?);
    }
    if wanted(Figure::SignIn) {
        rows.push(sign_in().await?);
    }
    print(&rows, json)?;
    anyhow::ensure!(rows.iter().all(|row| row.holds), "a figure is above its bar");
    Ok(())
}

/// Keeps what `cargo xtask test` took, for `bench ci`.
pub(crate) fn keep_step_times(steps: &[Done]) -> Result<()> {
    let file = step_times();
    fs::create_dir_all(file.parent().context("a file in a folder")?)?;
    Ok(fs::write(file, serde_json::to_string_pretty(steps)?)?)
}

fn step_times() -> PathBuf {
    binaries::root().join("target/xtask/steps.json")
}

fn last_test_run() -> Result<Vec<Row>> {
    let Ok(text) = fs::read_to_string(step_times()) else {
        eprintln!("ci: no figures before the first `cargo xtask test`");
        return Ok(Vec::new());
    };
    let steps: Vec<Done> = serde_json::from_str(&text)?;
    let against = "the last `cargo xtask test` on this machine";
    let total: f64 = steps.iter().map(|step| step.seconds).sum();
    let mut rows: Vec<Row> =
        steps.iter().map(|step| Row::new(format!("ci: {}", step.name), step.seconds, "s", against, None)).collect();
    rows.push(Row::new("ci: in all", total, "s", "45 min from a clean checkout on two cores", Some(45.0 * 60.0)));
    Ok(rows)
}

/// The median over fresh starts, as the web view's own clock tells it.
async fn frame() -> Result<Row> {
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
    Ok(Row::new("frame: exec to first paint", median(all)?, "ms", against, Some(1500.0)))
}

async fn sign_in() -> Result<Row> {
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
    Ok(Row::new("sign-in: Continue to figures", median(all)?, "ms", against, Some(10_000.0)))
}

fn median(mut values: Vec<f64>) -> Result<f64> {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().context("at least one value")
}

fn print(rows: &[Row], json: bool) -> Result<()> {
    if json {
        for row in rows {
            println!("{}", serde_json::to_string(row)?);
        }
        return Ok(());
    }
    println!("\n{:<34} {:>10} {:<4} {:>9} {:<6} measured against", "figure", "value", "unit", "bar", "holds");
    for row in rows {
        let bar = row.bar.map_or_else(|| "—".to_owned(), |bar| format!("{bar:.0}"));
        let holds = if row.holds { "yes" } else { "NO" };
        println!("{:<34} {:>10.1} {:<4} {:>9} {:<6} {}", row.name, row.value, row.unit, bar, holds, row.against);
    }
    Ok(())
}
