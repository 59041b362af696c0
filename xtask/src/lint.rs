//! `cargo xtask lint`: what a review should not have to say.

use anyhow::Result;
use monei_e2e::binaries;

use crate::packages::{self, Need};
use crate::product::{self, WITH_JOURNEYS};
use crate::step::Steps;

pub(crate) async fn run() -> Result<()> {
    let mut steps = Steps::default();
    steps.time("System packages", || packages::ensure(Need::Use))?;
    product::build_ui(&mut steps).await?;
    ui(&mut steps).await?;
    rust(&mut steps).await?;
    dependencies(&mut steps).await?;
    println!("{}", steps.table());
    Ok(())
}

/// Types, lints and formatting of the UI.
pub(crate) async fn ui(steps: &mut Steps) -> Result<()> {
    steps.run("UI types", "npm run check").await?;
    steps.run("UI lint", "npm run lint").await
}

/// Formatting and lints of all Rust sources. `ui/dist` must exist.
pub(crate) async fn rust(steps: &mut Steps) -> Result<()> {
    steps.run("Rust formatting", "cargo fmt --all --check").await?;
    steps.run("Clippy", &format!("cargo clippy {WITH_JOURNEYS} --all-targets -- -D warnings")).await
}

/// Licences, sources and duplicates of dependencies (`deny.toml`).
pub(crate) async fn dependencies(steps: &mut Steps) -> Result<()> {
    if binaries::on_path("cargo-deny").is_none() {
        println!("\n━━ Dependencies ━━ cargo-deny is not installed, so licences and sources were not checked.");
        println!("   cargo install --locked cargo-deny");
        return Ok(());
    }
    steps.run("Dependencies", "cargo deny --offline check licenses bans sources").await
}
