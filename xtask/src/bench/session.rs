//! `bench session`: how often a thousand tasks renew an expired token, what a call costs beside the same one by bare
//! reqwest, how long transactions take to be read beside plain structs, and `monei balance` from a cold process.

use anyhow::Result;
use serde::Deserialize;

use super::told::by_example;
use super::{Row, command_line, quantile};

/// What the program measured; times are in milliseconds.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Told {
    refreshes: Vec<f64>,
    at_expiry: Vec<f64>,
    calls: Vec<f64>,
    bare_calls: Vec<f64>,
    readings: Vec<f64>,
    plain_readings: Vec<f64>,
}

pub(super) async fn measure() -> Result<Vec<Row>> {
    let told: Told = by_example("A session", "session_figures").await?;

    let most = quantile(&told.refreshes, 1.0)?;
    let within = |values: &[f64], part| Ok::<f64, anyhow::Error>(quantile(values, part)? * 1e3);
    let (ours, bare) = (within(&told.calls, 0.99)?, within(&told.bare_calls, 0.99)?);
    let middle = within(&told.calls, 0.5)? - within(&told.bare_calls, 0.5)?;
    let beside = "reqwest alone, the body not looked at, in turn";
    let plain = "the same bodies into plain structs by serde_json";
    let mut rows = vec![
        Row::new("session: refreshes at expiry", most, "", "the most of ten times 1,000 tasks at once", Some(1.0)),
        Row::median("session: 1,000 calls at expiry", &told.at_expiry, "ms", "from the first to the last answer")?,
        Row::new("session: 99 % of calls within", ours, "µs", "5,000 of GET /wallet/me, over loopback", None),
        Row::new("session: 99 % of bare calls within", bare, "µs", beside, None),
        Row::new("session: more than a bare call", ours - bare, "µs", "the difference of these two", Some(1_000.0)),
        Row::new("session: the same by medians", middle, "µs", beside, None),
        Row::median("session: 10,000 transactions read", &told.readings, "ms", "100 pages, exact and tolerant")?,
        Row::median("session: read into plain structs", &told.plain_readings, "ms", plain)?,
        Row::ratio("session: reading, times longer", &told.readings, &told.plain_readings, plain, 2.0)?,
    ];
    rows.extend(command_line::measure().await?);
    Ok(rows)
}
