//! Steps of a command: a header, the tool's own output, the time it took, and how many tests it ran.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::process::Stdio;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use monei_e2e::binaries;
use serde::{Deserialize, Serialize};
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::Command;

/// The steps so far.
#[derive(Debug, Default)]
pub(crate) struct Steps {
    done: Vec<Done>,
    passed: u64,
    failed: u64,
    /// Rust tests that failed, and how often.
    failures: BTreeMap<String, u32>,
    /// Standard output is for something else.
    aside: bool,
}

/// A finished step.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Done {
    pub(crate) name: String,
    pub(crate) seconds: f64,
    pub(crate) ok: bool,
}

impl Steps {
    /// Steps that speak on standard error, because standard output carries a command's results.
    pub(crate) fn aside() -> Self {
        Self { aside: true, ..Self::default() }
    }

    /// Runs a program at the repository's root. A failure is an error; the time counts in any case.
    pub(crate) async fn run(&mut self, name: &str, line: &str) -> Result<()> {
        self.run_with(name, line, &[]).await
    }

    /// Like [`Steps::run`], with variables in its environment.
    pub(crate) async fn run_with(&mut self, name: &str, line: &str, variables: &[(&str, &str)]) -> Result<()> {
        self.say(&format!("\n━━ {name} ━━ {line}"));
        let start = Instant::now();
        let ran = self.stream(line, variables).await;
        self.note(name, start.elapsed(), ran.is_ok());
        ran.with_context(|| format!("{name} failed: {line}"))
    }

    /// Times something that is not a program.
    pub(crate) fn time<T>(&mut self, name: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
        self.say(&format!("\n━━ {name} ━━"));
        let start = Instant::now();
        let worked = work();
        self.note(name, start.elapsed(), worked.is_ok());
        worked
    }

    pub(crate) fn done(&self) -> &[Done] {
        &self.done
    }

    pub(crate) const fn failures(&self) -> &BTreeMap<String, u32> {
        &self.failures
    }

    /// A row per step, and the tests in all.
    pub(crate) fn table(&self) -> String {
        let mut table = String::from("\n   seconds  step\n");
        for step in &self.done {
            let mark = if step.ok { ' ' } else { '✗' };
            // Writing to a String cannot fail.
            let _ = writeln!(table, "{mark} {:>8.1}  {}", step.seconds, step.name);
        }
        let total: f64 = self.done.iter().map(|step| step.seconds).sum();
        let _ = writeln!(table, "  {total:>8.1}  in all");
        table
    }

    /// `412 passed, 0 failed`
    pub(crate) fn verdict(&self) -> String {
        format!("{} passed, {} failed", self.passed, self.failed)
    }

    fn say(&self, words: &str) {
        if self.aside {
            eprintln!("{words}");
        } else {
            println!("{words}");
        }
    }

    fn note(&mut self, name: &str, took: Duration, ok: bool) {
        self.done.push(Done { name: name.to_owned(), seconds: took.as_secs_f64(), ok });
    }

    async fn stream(&mut self, line: &str, variables: &[(&str, &str)]) -> Result<()> {
        let mut words = line.split_whitespace();
        let program = words.next().context("a program")?;
        let mut child = Command::new(program)
            .args(words)
            .envs(variables.iter().copied())
            .current_dir(binaries::root())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .with_context(|| format!("{program} cannot be started"))?;
        let output = child.stdout.take().context("standard output was piped")?;
        let mut lines = BufReader::new(output).lines();
        while let Some(line) = lines.next_line().await? {
            self.say(&line);
            let (passed, failed) = count(&line);
            self.passed += passed;
            self.failed += failed;
            if let Some(test) = failure(&line) {
                *self.failures.entry(test.to_owned()).or_default() += 1;
            }
        }
        let status = child.wait().await?;
        if !status.success() {
            bail!("{status}");
        }
        Ok(())
    }
}

/// The tests that a closing line of cargo's or vitest's tells of.
fn count(line: &str) -> (u64, u64) {
    let plain = without_colour(line);
    let plain = plain.trim();
    if !plain.starts_with("test result:") && !plain.starts_with("Tests ") {
        return (0, 0);
    }
    let words: Vec<&str> = plain.split([' ', ';', '|']).filter(|word| !word.is_empty()).collect();
    let before = |what: &str| {
        words.windows(2).find_map(|pair| match pair {
            [number, word] if *word == what => number.parse().ok(),
            _ => None,
        })
    };
    (before("passed").unwrap_or(0), before("failed").unwrap_or(0))
}

/// The test that a line of cargo's says has failed.
fn failure(line: &str) -> Option<&str> {
    line.strip_prefix("test ")?.strip_suffix(" ... FAILED")
}

/// Without the escape sequences of a terminal.
fn without_colour(line: &str) -> String {
    let mut plain = String::new();
    let mut parts = line.split('\u{1b}');
    plain.push_str(parts.next().unwrap_or_default());
    for part in parts {
        plain.push_str(part.split_once('m').map_or("", |(_, rest)| rest));
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn closing_lines_are_counted() {
        assert_eq!(count("test result: ok. 12 passed; 1 failed; 0 ignored; 0 measured; 3 filtered out"), (12, 1));
        assert_eq!(
            count("\u{1b}[2m      Tests \u{1b}[22m \u{1b}[31m2 failed\u{1b}[39m | \u{1b}[32m31 passed\u{1b}[39m (33)"),
            (31, 2)
        );
        assert_eq!(count("test something::passed ... ok"), (0, 0));
        assert_eq!(failure("test links::r25_junk ... FAILED"), Some("links::r25_junk"));
        assert_eq!(failure("test links::r25_junk ... ok"), None);
    }
}
