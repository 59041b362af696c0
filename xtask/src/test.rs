//! `cargo xtask test`: everything that CI runs.

use anyhow::Result;

use crate::package::{self, Profile};
use crate::packages::{self, Need};
use crate::product::{self, FEATURES, NODE_CLIENT, WITH_JOURNEYS};
use crate::step::Steps;
use crate::{bench, lint};

/// The test targets that need the built product.
const AFTER_THE_BUILD: [(&str, &str); 5] = [
    ("End to end", "journeys"),
    ("Command line", "command_line"),
    ("Packages", "packages"),
    ("Installed", "installed"),
    ("Release binary", "released"),
];

pub(crate) async fn run(only: Option<&str>) -> Result<()> {
    let mut steps = Steps::default();
    let ran = match only {
        None => everything(&mut steps).await,
        Some(name) => some(&mut steps, name).await,
    };
    if only.is_none() {
        bench::keep_step_times(steps.done())?;
    }
    println!("{}", steps.table());
    match &ran {
        Ok(()) => println!("{}", steps.verdict()),
        Err(_) => println!("stopped at the first failure; {}", steps.verdict()),
    }
    ran
}

async fn everything(steps: &mut Steps) -> Result<()> {
    prepare(steps).await?;
    lint::ui(steps).await?;
    steps.run("UI tests", "npm run test").await?;
    lint::rust(steps).await?;
    lint::dependencies(steps).await?;
    package::make(steps, Profile::Debug).await?;
    package::make(steps, Profile::Release).await?;
    build(steps).await?;
    // Runs the drift tests of generated files as well.
    steps.run("Tests", &format!("cargo test {FEATURES}")).await?;
    for (name, target) in AFTER_THE_BUILD {
        steps.run(name, &with_journeys(target, "")).await?;
    }
    Ok(())
}

/// The tests of this name, wherever they are.
async fn some(steps: &mut Steps, name: &str) -> Result<()> {
    prepare(steps).await?;
    steps.run("UI tests", &format!("npm run test -- --passWithNoTests -t {name}")).await?;
    build(steps).await?;
    steps.run("Tests", &format!("cargo test {FEATURES} {name}")).await?;
    // Those about packages take the packages that are there; a test that finds none says how to make them.
    for (step, target) in AFTER_THE_BUILD {
        steps.run(step, &with_journeys(target, name)).await?;
    }
    Ok(())
}

pub(crate) async fn prepare(steps: &mut Steps) -> Result<()> {
    steps.time("System packages", || packages::ensure(Need::Test))?;
    // Those of other systems too: a test reads the whole tree of dependencies.
    steps.run("Crates", "cargo fetch --locked").await?;
    product::build_ui(steps).await?;
    product::install_packages(steps, "Node OAuth client", NODE_CLIENT).await
}

/// Binaries and tests in one build: dependencies of tests add features to common ones, and a build of the binaries
/// alone would compile those twice.
pub(crate) async fn build(steps: &mut Steps) -> Result<()> {
    steps.run("Build", &format!("cargo build {WITH_JOURNEYS} --all-targets")).await
}

/// The tests of this name in a target that the journeys' feature switches on.
pub(crate) fn with_journeys(target: &str, name: &str) -> String {
    format!("cargo test {WITH_JOURNEYS} --test {target} -- {name}").trim_end().to_owned()
}
