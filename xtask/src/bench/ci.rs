//! The checks' own steps, as the last `cargo xtask test` left them.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};
use monei_e2e::binaries;

use super::Row;
use crate::step::Done;

/// Keeps what `cargo xtask test` took, for `bench ci`.
pub(crate) fn keep_step_times(steps: &[Done]) -> Result<()> {
    let file = step_times();
    fs::create_dir_all(file.parent().context("a file in a folder")?)?;
    Ok(fs::write(file, serde_json::to_string_pretty(steps)?)?)
}

fn step_times() -> PathBuf {
    binaries::root().join("target/xtask/steps.json")
}

pub(super) fn last_test_run() -> Result<Vec<Row>> {
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
