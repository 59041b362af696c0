//! `bench cache`: how quickly a long history is opened, listed and searched, beside a plain scan by the same rule.

use anyhow::Result;
use serde::Deserialize;

use super::told::{Figures, by_example};
use super::{Row, median, quantile};

/// What the program measured, in milliseconds.
#[derive(Deserialize)]
struct Told {
    figures: Figures,
    bytes: u32,
}

pub(super) async fn measure() -> Result<Vec<Row>> {
    let told: Told = by_example("The cache's figures", "cache_figures").await?;

    let to_know = |name: &str, of: &str, against: &'static str| -> Result<Row> {
        Row::median(&format!("cache: {name}"), told.figures.of(of)?, "ms", against)
    };
    let searches = told.figures.of("search")?;
    let first = told.figures.of("first page")?;
    let compared = "the newest 50 of 100,000 for 1 to 12 characters, the same as a plain scan finds";
    Ok(vec![
        Row::new("cache: 95 % of searches within", quantile(searches, 0.95)?, "ms", compared, Some(5.0)),
        to_know("search", "search", compared)?,
        Row::new("cache: slowest search", quantile(searches, 1.0)?, "ms", "of all of them, to know", None),
        to_know("plain scan", "plain scan", "of the folded texts, which it holds in memory")?,
        Row::new(
            "cache: 95 % of plain scans within",
            quantile(told.figures.of("plain scan")?, 0.95)?,
            "ms",
            "likewise",
            None,
        ),
        Row::median_below("cache: first page", first, "ms", "50 of 100,000", 5.0)?,
        Row::new("cache: 99 % of first pages within", quantile(first, 0.99)?, "ms", "likewise", Some(5.0)),
        Row::median_below(
            "cache: first page, just opened",
            told.figures.of("first page, just opened")?,
            "ms",
            "likewise",
            5.0,
        )?,
        to_know("first page of a filter", "first page of a filter", "one in fifty passes it")?,
        to_know("first page by amount", "first page by amount", "50 of 100,000")?,
        to_know("length and days", "length and days", "of all 100,000, not asked before")?,
        to_know("rows from the middle", "rows from the middle", "50 of 100,000, length and days known")?,
        to_know("open", "open", "what stands between the key and the first figures")?,
        to_know("page taken in", "page taken in", "100 new rows, searchable; on disk")?,
        Row::new(
            "cache: money in and out",
            median(told.figures.of("money in and out")?)?,
            "ms",
            "all months of 100,000",
            None,
        ),
        Row::new("cache: export", median(told.figures.of("export")?)?, "ms", "all 100,000 rows, in batches", None),
        Row::new("cache: on disk", f64::from(told.bytes) / 1e6, "MB", "100,000 rows with their index", None),
    ])
}
