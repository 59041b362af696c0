//! `cargo xtask fuzz`: each target of `fuzz/` for a while, under a fuzzer that follows coverage.

use std::fs;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};
use monei_e2e::binaries;

use crate::step::Steps;

/// What has to be there, how it is asked for, and how it is installed.
const TOOLS: [(&str, &[&str], &str); 2] = [
    ("a nightly compiler", &["+nightly", "--version"], "rustup toolchain install nightly --profile minimal"),
    ("cargo-fuzz", &["fuzz", "--version"], "cargo install cargo-fuzz --locked"),
];

pub(crate) async fn run(seconds: u32) -> Result<()> {
    let mut steps = Steps::default();
    let ran = every_target(&mut steps, seconds).await;
    println!("{}", steps.table());
    ran
}

/// Stops at the first that fails: what did it lies in `fuzz/artifacts`, and the fuzzer says how to try it again.
async fn every_target(steps: &mut Steps, seconds: u32) -> Result<()> {
    steps.time("Tools", tools)?;
    for target in targets()? {
        let line = format!(
            "cargo +nightly fuzz run --target-dir target/fuzz {target} -- -max_total_time={seconds} -print_final_stats=1"
        );
        steps.run(&format!("Fuzz {target}"), &line).await?;
    }
    Ok(())
}

fn tools() -> Result<()> {
    for (tool, question, installation) in TOOLS {
        let asked = Command::new("cargo").args(question).stdout(Stdio::null()).stderr(Stdio::null()).status();
        if !asked.is_ok_and(|status| status.success()) {
            bail!("{tool} is missing. Install it, then run this command again:\n\n  {installation}");
        }
    }
    Ok(())
}

/// By their files, so that nobody keeps a list.
fn targets() -> Result<Vec<String>> {
    let folder = binaries::root().join("fuzz/fuzz_targets");
    let mut targets = Vec::new();
    for file in fs::read_dir(&folder).with_context(|| folder.display().to_string())? {
        let file = file?.path();
        targets.extend(file.file_stem().and_then(|name| name.to_str()).map(str::to_owned));
    }
    targets.sort();
    Ok(targets)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_target_is_built_by_the_fuzzer_and_told_of() -> Result<()> {
        let manifest = fs::read_to_string(binaries::root().join("fuzz/Cargo.toml"))?;
        let documentation = fs::read_to_string(binaries::root().join("docs/checks.md"))?;
        for target in targets()? {
            assert!(manifest.contains(&format!("name = \"{target}\"")), "{target} is not in fuzz/Cargo.toml");
            assert!(documentation.contains(&format!("`{target}`")), "docs/checks.md says nothing of {target}");
        }
        assert_eq!(targets()?.len(), manifest.matches("[[bin]]").count());
        Ok(())
    }
}
