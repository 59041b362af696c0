//! `bench sync`: how long a first reading of a long history takes, beside a bare loop that downloads the same pages, and a
//! refresh of everything there is to see, beside a call to one source.

use anyhow::Result;
use serde::Deserialize;

use super::Row;
use super::told::{Figures, by_example};

/// What the program measured, in milliseconds.
#[derive(Deserialize)]
struct Told {
    figures: Figures,
}

pub(super) async fn measure() -> Result<Vec<Row>> {
    let told: Told = by_example("Reading a long history", "sync_figures").await?;

    let (sync, bare) = (told.figures.of("first sync")?, told.figures.of("bare loop")?);
    let (all, one) = (told.figures.of("all sources")?, told.figures.of("one source")?);
    let four = "the same pages, four at a time as well, downloaded and not looked at";
    Ok(vec![
        Row::median(
            "sync: first page",
            told.figures.of("first page")?,
            "ms",
            "usable, of 100,000 rows at 100 ms a page",
        )?,
        Row::median("sync: all 100,000 rows", sync, "ms", "read, kept and searchable")?,
        Row::median("sync: bare loop", bare, "ms", four)?,
        Row::ratio("sync: times longer", sync, bare, four, 1.2)?,
        Row::median("refresh: one source", one, "ms", "at 200 ms latency")?,
        Row::median("refresh: all 16 sources", all, "ms", "each at 200 ms latency, kept")?,
        Row::ratio("refresh: times longer", all, one, "one source in the same run", 1.3)?,
    ])
}
