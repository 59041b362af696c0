//! `bench command-line`: `monei balance` from a cold process, beside a program that does nothing but read one item of the
//! keychain and make one call.

use std::path::PathBuf;
use std::time::Instant;

use anyhow::{Context, Result, ensure};
use monei_e2e::command_line::Terminal;
use monei_e2e::journey::Answer;
use monei_e2e::keychain::Keychain;
use monei_e2e::services::{ServiceOptions, Services};
use monei_e2e::stage::Stage;
use monei_e2e::{binaries, evidence};

use super::Row;
use crate::step::Steps;

/// Pairs that count, after those that only warm caches.
const PAIRS: usize = 25;
const WARM_UPS: usize = 3;
const TIMES_SLOWER: f64 = 1.5;

pub(super) async fn measure() -> Result<Vec<Row>> {
    let folder = build().await?;
    let logs = evidence::folder_for("bench-command-line")?.join("logs");
    let secrets = tempfile::tempdir()?;
    let options = ServiceOptions { programs: Some(folder.clone()), ..ServiceOptions::default() };
    let services = Services::start(&options, secrets.path(), &logs).await?;
    let stage = Stage::set_up(Keychain::Unlocked, &logs).await?;
    let terminal = Terminal::on_stage(&stage, &services)?.with_program(folder.join("monei"));
    let person = services.monei().make_person(1).await?;
    terminal.sign_in("login --scope wallet:read", &person, Answer::AllowAll).await?.ended_with(0)?;
    let address = format!("{}/wallet/me", services.api());
    let bare = terminal.clone().with_program(folder.join("bare_balance"));
    bare.run(&format!("{address} secret")).await?.ended_with(0)?;

    let (mut of_balance, mut of_bare) = (Vec::new(), Vec::new());
    for pair in 0..WARM_UPS + PAIRS {
        for turn in [pair % 2, (pair + 1) % 2] {
            let (terminal, line, times) = match turn {
                0 => (&terminal, "balance", &mut of_balance),
                _ => (&bare, address.as_str(), &mut of_bare),
            };
            let start = Instant::now();
            let ran = terminal.run(line).await?.ended_with(0)?;
            let took = start.elapsed().as_secs_f64() * 1_000.0;
            ensure!(!ran.out.is_empty(), "it printed nothing");
            if pair >= WARM_UPS {
                times.push(took);
            }
        }
    }
    let against = "reads one keychain item, makes one call";
    Ok(vec![
        Row::median("command line: bare program", &of_bare, "ms", "exec to end")?,
        Row::median("command line: monei balance", &of_balance, "ms", "exec to end, cold process")?,
        Row::ratio("command line: times slower", &of_balance, &of_bare, against, TIMES_SLOWER)?,
    ])
}

/// Put aside where no other build replaces them.
async fn build() -> Result<PathBuf> {
    let mut steps = Steps::aside();
    let packages = "--package monei-cli --package monei-relay --package monei-sandbox";
    steps.run("Command line", &format!("cargo build --locked --release {packages} --bins")).await?;
    steps.run("Bare program", "cargo build --locked --release --package monei-cli --example bare_balance").await?;
    let folder = binaries::root().join("target/bench/command-line");
    std::fs::create_dir_all(&folder)?;
    for program in ["monei", "monei-relay", "monei-sandbox", "examples/bare_balance"] {
        let built = binaries::root().join("target/release").join(program);
        let aside = folder.join(built.file_name().context("a program")?);
        std::fs::copy(&built, &aside).with_context(|| built.display().to_string())?;
    }
    Ok(folder)
}
