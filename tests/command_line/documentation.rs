//! `docs/cli.md` against the program: every command and option stands there, and nothing that does not exist.

use std::collections::BTreeSet;

use anyhow::{Context, ensure};
use monei_e2e::Result;
use monei_e2e::binaries;

use crate::place::Place;

const COMMANDS: [&str; 12] = [
    "login",
    "status",
    "scopes",
    "scopes enable",
    "scopes check",
    "balance",
    "transactions",
    "transaction",
    "limits",
    "addresses",
    "token",
    "logout",
];

/// `--option` and `MONEI_VARIABLE`, wherever they stand.
fn words(text: &str) -> BTreeSet<String> {
    let part = |letter: char| !(letter.is_ascii_alphanumeric() || letter == '-' || letter == '_');
    let word = |word: &str| {
        let option =
            word.strip_prefix("--").is_some_and(|rest| rest.starts_with(|letter: char| letter.is_ascii_lowercase()));
        option || word.starts_with("MONEI_")
    };
    text.split(part).filter(|found| word(found)).map(str::to_owned).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_documentation_knows_every_option_and_invents_none() -> Result<()> {
    let place = Place::new("documentation").await?;
    let page = std::fs::read_to_string(binaries::root().join("docs/cli.md")).context("docs/cli.md")?;
    let mut known = BTreeSet::new();
    for command in COMMANDS {
        ensure!(page.contains(&format!("`monei {command}")), "docs/cli.md says nothing of `monei {command}`");
        known.extend(words(&place.terminal.run(&format!("{command} --help")).await?.ended_with(0)?.out));
    }
    let main = place.terminal.run("--help").await?.ended_with(0)?.out;
    known.extend(words(&main));
    let outside = ["--help", "--version", "MONEI_PASSPHRASE"].map(str::to_owned);
    let ours: String = page.lines().filter(|line| !line.starts_with("cargo ")).flat_map(|line| [line, "\n"]).collect();
    let told = words(&ours);
    let missing: Vec<_> = known.difference(&told).filter(|word| !outside.contains(word)).collect();
    ensure!(missing.is_empty(), "docs/cli.md says nothing of {missing:?}");
    let invented: Vec<_> = told.difference(&known).filter(|word| !outside.contains(word)).collect();
    ensure!(invented.is_empty(), "docs/cli.md tells of {invented:?}, which does not exist");
    for line in main.lines().skip_while(|line| *line != "Exit codes:").skip(1).take_while(|line| !line.is_empty()) {
        let (code, meaning) = line.trim().split_once("  ").context("a code and its meaning")?;
        ensure!(page.contains(&format!("| {code} | {} |", meaning.trim())), "docs/cli.md: exit code {line}");
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn completions_and_the_manual_page_know_every_command() -> Result<()> {
    let place = Place::new("manual").await?;
    let page = place.terminal.run("man").await?.ended_with(0)?.out;
    ensure!(page.contains(".TH monei 1"), "{page}");
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let text = place.terminal.run(&format!("completions {shell}")).await?.ended_with(0)?.out;
        for command in COMMANDS.into_iter().filter(|command| !command.contains(' ')) {
            ensure!(text.contains(command), "{shell}: {command}");
            ensure!(page.contains(&format!(".SH \"MONEI {}\"", command.to_uppercase())), "man: {command}");
        }
        ensure!(
            text.replace('\\', "").contains("wallet:read") || shell == "elvish" || shell == "powershell",
            "{shell}: permissions"
        );
    }
    Ok(())
}
