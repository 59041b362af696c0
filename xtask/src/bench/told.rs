//! Programs of the core that measure themselves, so that they are built with optimizations: examples that tell their
//! figures as JSON.

use std::collections::BTreeMap;

use anyhow::{Context, Result, ensure};
use monei_e2e::binaries;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use tokio::process::Command;

use crate::step::Steps;

/// Figures by name, in milliseconds.
#[derive(Deserialize)]
#[serde(transparent)]
pub(super) struct Figures(BTreeMap<String, Vec<f64>>);

impl Figures {
    pub(super) fn of(&self, name: &str) -> Result<&[f64]> {
        self.0.get(name).map(Vec::as_slice).with_context(|| name.to_owned())
    }
}

/// Builds an example of the core as a release, runs it, and reads what it tells.
pub(super) async fn by_example<Told: DeserializeOwned>(title: &str, example: &str) -> Result<Told> {
    let line = format!("cargo build --locked --release --package monei-core --example {example}");
    Steps::aside().run(title, &line).await?;
    let program = binaries::root().join("target/release/examples").join(example);
    let output = Command::new(program).output().await?;
    ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Ok(serde_json::from_slice(&output.stdout)?)
}
