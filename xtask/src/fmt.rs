//! `cargo xtask fmt`

use anyhow::Result;

use crate::step::Steps;

pub(crate) async fn run() -> Result<()> {
    let mut steps = Steps::default();
    steps.run("Rust", "cargo fmt --all").await?;
    steps.run("UI", "npm run format").await
}
