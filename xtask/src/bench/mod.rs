//! `cargo xtask bench`: figures that are measured, each beside what it is measured against and the bar it must keep.

mod ci;
mod window;

use anyhow::{Context, Result};
use clap::ValueEnum;
use serde::Serialize;

pub(crate) use self::ci::keep_step_times;
use crate::packages::{self, Need};
use crate::product;
use crate::step::Steps;

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
        rows.extend(ci::last_test_run()?);
    }
    if wanted(Figure::Frame) || wanted(Figure::SignIn) {
        let mut steps = Steps::aside();
        steps.time("System packages", || packages::ensure(Need::Test))?;
        product::build_ui(&mut steps).await?;
        product::build_binaries(&mut steps).await?;
    }
    if wanted(Figure::Frame) {
        rows.push(window::frame().await?);
    }
    if wanted(Figure::SignIn) {
        rows.push(window::sign_in().await?);
    }
    print(&rows, json)?;
    anyhow::ensure!(rows.iter().all(|row| row.holds), "a figure is above its bar");
    Ok(())
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
