//! Building the product: the UI, then all binaries, always with the same features.

use std::fs;

use anyhow::Result;
use monei_e2e::binaries;

use crate::package::{self, Profile};
use crate::step::Steps;

/// One profile and one set of features for run, lint, tests and end to end, so that dependencies are built once.
pub(crate) const FEATURES: &str = "--workspace --features custom-protocol,demonstration";

/// The same with the end-to-end journeys, a feature that no other package knows.
pub(crate) const WITH_JOURNEYS: &str = "--workspace --features custom-protocol,demonstration,journeys";

/// What the tests of OAuth clients in Node need.
pub(crate) const NODE_CLIENT: &str = "tests/clients/node";

/// `ui/dist`, which the application embeds.
pub(crate) async fn build_ui(steps: &mut Steps) -> Result<()> {
    install_packages(steps, "UI packages", ".").await?;
    steps.run("UI build", "npm run build").await
}

/// Exactly what the lock file of this folder says, unless that is what is there.
pub(crate) async fn install_packages(steps: &mut Steps, name: &str, folder: &str) -> Result<()> {
    let at = binaries::root().join(folder);
    let written = |file: &str| fs::metadata(at.join(file)).and_then(|metadata| metadata.modified()).ok();
    let up_to_date = match (written("node_modules/.package-lock.json"), written("package-lock.json")) {
        (Some(installed), Some(locked)) => installed >= locked,
        _ => false,
    };
    if up_to_date {
        return Ok(());
    }
    steps.run(name, &format!("npm ci --no-audit --no-fund --prefix {folder}")).await
}

/// Everything that runs: the application, the relay, the sandbox.
pub(crate) async fn build_binaries(steps: &mut Steps) -> Result<()> {
    steps.run("Build", &format!("cargo build {FEATURES} --bins")).await
}

/// The application as a package has it, the empty window built likewise, and the services.
pub(crate) async fn build_release(steps: &mut Steps) -> Result<()> {
    let application = format!("{} --bin monei-wallet --example empty_window", Profile::Release.build());
    steps.run_with("Application", &application, &[("CARGO_ENCODED_RUSTFLAGS", &package::remapped()?)]).await?;
    steps.run("Services", "cargo build --locked --release --package monei-relay --package monei-sandbox").await
}
