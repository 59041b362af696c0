//! `cargo xtask bench`: figures that are measured, each beside what it is measured against and the bar it must keep.

mod cache;
mod ci;
mod command_line;
mod load;
mod memory;
mod money;
mod package;
mod sandbox;
mod scroll;
mod session;
mod startup;
mod subjects;
mod sync;
mod told;
mod window;

use anyhow::{Context, Result};
use clap::ValueEnum;
use serde::Serialize;

pub(crate) use self::ci::keep_step_times;
use self::subjects::Subjects;
use crate::packages::{self, Need};
use crate::product;
use crate::step::Steps;

/// What can be measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Figure {
    /// The steps of the last `cargo xtask test`.
    Ci,
    /// Only the last part of `session`: `monei balance` from a cold process, against a bare program.
    CommandLine,
    /// From the start of the process to the first paint of its window.
    Frame,
    /// From Continue in the window to the figures on the home screen, with a robot at the browser.
    SignIn,
    /// From the start of the process to its first frame and to the figures, against an empty window.
    Startup,
    /// What all processes of the application hold, against an empty window.
    Memory,
    /// The packages of a release, and what they take when they are installed.
    Package,
    /// A list of 100,000 transactions in the real window, scrolled from its top to its end.
    Scroll,
    /// The simulated Monei: throughput, latency, and a long history in memory and in a file.
    Sandbox,
    /// The database of 100,000 transactions: opened, listed, searched, beside a plain scan.
    Cache,
    /// Renewals of 1,000 tasks at expiry, calls beside bare reqwest, reading transactions beside plain structs, and
    /// `command-line`.
    Session,
    /// From the confirmation of a payment to the first byte of its request, beside a bare durable commit and a connection.
    Money,
    /// A first reading of a long history beside a bare download, and a refresh of everything beside one source.
    Sync,
}

/// A measured figure.
#[derive(Clone, Debug, Serialize)]
struct Row {
    name: String,
    value: f64,
    unit: &'static str,
    /// The middle half of the measured values, where there are several.
    #[serde(skip_serializing_if = "Option::is_none")]
    spread: Option<[f64; 2]>,
    against: &'static str,
    /// The value may not be above it. None where there is only something to know.
    bar: Option<f64>,
    holds: bool,
}

impl Row {
    fn new(name: impl Into<String>, value: f64, unit: &'static str, against: &'static str, bar: Option<f64>) -> Self {
        let holds = bar.is_none_or(|bar| value <= bar);
        Self { name: name.into(), value, unit, spread: None, against, bar, holds }
    }

    /// The median of several values, to know.
    fn median(name: &str, values: &[f64], unit: &'static str, against: &'static str) -> Result<Self> {
        let spread = Some([quantile(values, 0.25)?, quantile(values, 0.75)?]);
        Ok(Self { spread, ..Self::new(name, median(values)?, unit, against, None) })
    }

    /// The median of several values, which may not be above a bar.
    fn median_below(name: &str, values: &[f64], unit: &'static str, against: &'static str, bar: f64) -> Result<Self> {
        let row = Self::median(name, values, unit, against)?;
        Ok(Self { bar: Some(bar), holds: row.value <= bar, ..row })
    }

    /// How often the median of `limit` goes into the median of `values`.
    fn ratio(name: &str, values: &[f64], limit: &[f64], against: &'static str, bar: f64) -> Result<Self> {
        Ok(Self::new(name, median(values)? / median(limit)?, TIMES, against, Some(bar)))
    }
}

/// The unit of a ratio.
const TIMES: &str = "×";

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
    if wanted(Figure::Startup) || wanted(Figure::Memory) {
        let subjects = Subjects::prepare().await?;
        if wanted(Figure::Startup) {
            rows.extend(startup::measure(&subjects).await?);
        }
        if wanted(Figure::Memory) {
            rows.extend(memory::measure(&subjects).await?);
        }
    }
    if wanted(Figure::Scroll) {
        rows.extend(scroll::measure().await?);
    }
    if wanted(Figure::Package) {
        rows.extend(package::measure()?);
    }
    if wanted(Figure::Sandbox) {
        rows.extend(sandbox::measure().await?);
    }
    if wanted(Figure::Cache) {
        rows.extend(cache::measure().await?);
    }
    if wanted(Figure::Sync) {
        rows.extend(sync::measure().await?);
    }
    if wanted(Figure::Money) {
        rows.extend(money::measure().await?);
    }
    if wanted(Figure::Session) {
        rows.extend(session::measure().await?);
    } else if wanted(Figure::CommandLine) {
        rows.extend(command_line::measure().await?);
    }
    print(&rows, json)?;
    anyhow::ensure!(rows.iter().all(|row| row.holds), "a figure is above its bar");
    Ok(())
}

fn median(values: &[f64]) -> Result<f64> {
    quantile(values, 0.5)
}

/// The value below which this part of all values lies, between two of them if need be.
fn quantile(values: &[f64], part: f64) -> Result<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let last = sorted.len().checked_sub(1).context("at least one value")?;
    #[expect(clippy::cast_precision_loss, reason = "there are never that many values")]
    let place = part * last as f64;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and the last place")]
    let below = place.floor() as usize;
    let at = |place: usize| sorted.get(place.min(last)).copied().context("a value at this place");
    let (low, high) = (at(below)?, at(below + 1)?);
    Ok(low + (high - low) * place.fract())
}

fn print(rows: &[Row], json: bool) -> Result<()> {
    if json {
        for row in rows {
            println!("{}", serde_json::to_string(row)?);
        }
        return Ok(());
    }
    println!(
        "\n{:<34} {:>10} {:<4} {:>15} {:>9} {:<6} measured against",
        "figure", "value", "unit", "spread", "bar", "holds"
    );
    for row in rows {
        let digits = if row.unit == TIMES { 2 } else { 1 };
        let spread = row.spread.map_or_else(String::new, |[low, high]| format!("{low:.0}–{high:.0}"));
        let bar =
            row.bar.map_or_else(|| "—".to_owned(), |bar| format!("{bar:.*}", if row.unit == TIMES { 2 } else { 0 }));
        let holds = if row.holds { "yes" } else { "NO" };
        let Row { name, value, unit, against, .. } = row;
        println!("{name:<34} {value:>10.digits$} {unit:<4} {spread:>15} {bar:>9} {holds:<6} {against}");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_lie_between_values() {
        let values = [4.0, 1.0, 3.0, 2.0];
        let at = |part| format!("{:.2}", quantile(&values, part).unwrap());
        assert_eq!([at(0.0), at(0.25), at(0.5), at(1.0)], ["1.00", "1.75", "2.50", "4.00"]);
        assert!(quantile(&[], 0.5).is_err());
    }
}
