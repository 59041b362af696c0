//! `bench sync`: how long a first reading of a long history takes, beside a bare loop that downloads the same pages, and a
//! refresh of everything there is to see, beside a call to one source.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use monei_e2e::binaries;
use serde::Deserialize;
use tokio::process::Command;

use super::Row;
use crate::step::Steps;

/// What the program measured, in milliseconds.
#[derive(Deserialize)]
struct Told {
    figures: BTreeMap<String, Vec<f64>>,
}

impl Told {
    fn of(&self, name: &str) -> Result<&[f64]> {
        self.figures.get(name).map(Vec::as_slice).with_context(|| name.to_owned())
    }
}

pub(super) async fn measure() -> Result<Vec<Row>> {
    let mut steps = Steps::aside();
    let line = "cargo build --locked --release --package monei-core --example sync_figures";
    steps.run("Reading a long history", line).await?;
    let program = binaries::root().join("target/release/examples/sync_figures");
    let output = Command::new(program).output().await?;
    anyhow::ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let told: Told = serde_json::from_slice(&output.stdout)?;

    let (sync, bare) = (told.of("first sync")?, told.of("bare loop")?);
    let (all, one) = (told.of("all sources")?, told.of("one source")?);
    let four = "the same pages, four at a time as well, downloaded and not looked at";
    Ok(vec![
        Row::median("sync: first page", told.of("first page")?, "ms", "usable, of 100,000 rows at 100 ms a page")?,
        Row::median("sync: all 100,000 rows", sync, "ms", "read, kept and searchable")?,
        Row::median("sync: bare loop", bare, "ms", four)?,
        Row::ratio("sync: times longer", sync, bare, four, 1.2)?,
        Row::median("refresh: one source", one, "ms", "at 200 ms latency")?,
        Row::median("refresh: all 16 sources", all, "ms", "each at 200 ms latency, kept")?,
        Row::ratio("refresh: times longer", all, one, "one source in the same run", 1.3)?,
    ])
}
