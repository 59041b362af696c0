//! `bench memory`: what all processes of the application hold once its figures are shown, as proportional set size: a
//! page that several processes share counts once in all.

use std::fs;

use anyhow::{Context, Result};
use monei_e2e::process::family;
use tokio::time::{Duration, Instant, interval};

use super::Row;
use super::subjects::{Running, Subject, Subjects};

const BAR: f64 = 1.3;

/// Settled: this many readings in a row, this far apart, within this part of each other.
const CALM: usize = 5;
const APART: Duration = Duration::from_millis(250);
const NEAR: f64 = 0.005;
const LONGEST: Duration = Duration::from_secs(30);

pub(super) async fn measure(subjects: &Subjects) -> Result<Vec<Row>> {
    let (application, empty) = subjects
        .in_pairs(async |subject, running| {
            let last = match subject {
                Subject::Application => "home",
                Subject::EmptyWindow => "frame",
            };
            running.painted(last).await?;
            settled(running).await
        })
        .await?;
    let limit = "an empty window's, in the same run";
    Ok(vec![
        Row::median("memory: empty window", &empty, "MiB", "PSS of its processes, settled after the first frame")?,
        Row::median("memory: signed in", &application, "MiB", "PSS of its processes, settled after the home page")?,
        Row::ratio("memory: ratio", &application, &empty, limit, BAR)?,
    ])
}

/// The first value that stays.
async fn settled(running: &Running) -> Result<f64> {
    let id = running.id()?;
    let deadline = Instant::now() + LONGEST;
    let mut ticks = interval(APART);
    let mut readings = Vec::new();
    loop {
        ticks.tick().await;
        readings.push(held_by(&family(id))?);
        if let Some(newest) = readings.len().checked_sub(CALM).and_then(|from| readings.get(from..)) {
            let (low, high) = newest.iter().fold((f64::MAX, f64::MIN), |(low, high), &is| (low.min(is), high.max(is)));
            if high - low <= high * NEAR {
                return Ok(high);
            }
        }
        anyhow::ensure!(Instant::now() < deadline, "its memory does not settle: {readings:.0?}");
    }
}

/// Proportional set sizes in all, in MiB.
fn held_by(processes: &[u32]) -> Result<f64> {
    let (process, helpers) = processes.split_first().context("a process")?;
    // A helper may have ended since it was listed; it holds nothing then.
    let helpers: f64 = helpers.iter().filter_map(|helper| held_by_one(*helper).ok()).sum();
    Ok(held_by_one(*process)? + helpers)
}

/// The proportional set size of one process, in MiB.
pub(super) fn held_by_one(process: u32) -> Result<f64> {
    let place = format!("/proc/{process}/smaps_rollup");
    let rollup = fs::read_to_string(&place).with_context(|| place.clone())?;
    let line = rollup.lines().find_map(|line| line.strip_prefix("Pss:")).with_context(|| place.clone())?;
    let kib = line.trim().trim_end_matches("kB").trim_end().parse::<f64>().context(place)?;
    Ok(kib / 1024.0)
}
