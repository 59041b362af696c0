//! `cargo xtask nightly`: the long versions of the tests, and the journeys over and over, to find those that hold only
//! most of the time.

use anyhow::{Result, ensure};

use crate::product::FEATURES;
use crate::step::Steps;
use crate::test;

/// Beside the tests that say themselves how long they take it by night, those that leave it to the library.
const VARIABLES: [(&str, &str); 2] = [(monei_nightly::VARIABLE, "1"), ("PROPTEST_CASES", "20000")];

/// Unlike `cargo xtask test` it goes on after a failure: the rest of the night has more to tell.
pub(crate) async fn run(only: Option<&str>, repeat: u32) -> Result<()> {
    let name = only.unwrap_or_default();
    let mut steps = Steps::default();
    test::prepare(&mut steps).await?;
    test::build(&mut steps).await?;

    let tests = format!("cargo test --no-fail-fast {FEATURES} {name}");
    // What failed is told at the end.
    let _ = steps.run_with("Tests, long", tests.trim_end(), &VARIABLES).await;
    let command_line = test::with_journeys("command_line", name);
    let _ = steps.run_with("Command line, long", &command_line, &VARIABLES).await;
    let journeys = test::with_journeys("journeys", name);
    for round in 1..=repeat {
        let _ = steps.run_with(&format!("End to end, {round} of {repeat}"), &journeys, &VARIABLES).await;
    }

    println!("{}", steps.table());
    for (test, times) in steps.failures() {
        println!("failed {times} ×  {test}");
    }
    println!("{}", steps.verdict());
    let failed = steps.done().iter().filter(|step| !step.ok).count();
    ensure!(failed == 0, "{failed} of {} steps failed", steps.done().len());
    Ok(())
}
