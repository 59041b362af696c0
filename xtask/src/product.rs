//! Building the product: the UI, then all binaries, always with the same features.

use anyhow::Result;

use crate::step::Steps;

/// One profile and one set of features for run, lint, tests and end to end, so that dependencies are built once.
pub(crate) const FEATURES: &str = "--workspace --features custom-protocol,demonstration";

/// What the tests of OAuth clients in Node need.
pub(crate) const NODE_CLIENT: &str = "tests/clients/node";

/// `ui/dist`, which the application embeds.
pub(crate) async fn build_ui(steps: &mut Steps) -> Result<()> {
    steps.run("UI packages", "npm ci --no-audit --no-fund").await?;
    steps.run("UI build", "npm run build").await
}

/// Everything that runs: the application, the relay, the sandbox.
pub(crate) async fn build_binaries(steps: &mut Steps) -> Result<()> {
    steps.run("Build", &format!("cargo build {FEATURES} --bins")).await
}
