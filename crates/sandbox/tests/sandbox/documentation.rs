//! `docs/sandbox.md`: its commands do what it says, and its tables name everything that there is.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::process::Stdio;

use monei_sandbox::{Config, Sandbox};
use reqwest::Method;
use serde_json::json;
use tokio::io::AsyncWriteExt;
use tokio::process::Command;

use super::stage::Stage;

const DOCUMENT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/sandbox.md");
const CONTROL: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src/control/mod.rs");

fn document() -> String {
    std::fs::read_to_string(DOCUMENT).unwrap()
}

/// Commands, and what they print where the document tells.
#[derive(Debug, Default)]
struct Step {
    commands: String,
    prints: Option<String>,
}

fn steps(document: &str) -> Vec<Step> {
    let mut steps = Vec::new();
    let mut blocks = document.split("\n```");
    blocks.next();
    // What opens a block and what closes it alternate.
    while let (Some(block), Some(_)) = (blocks.next(), blocks.next()) {
        let (language, content) = block.split_once('\n').unwrap();
        match language {
            "sh" => steps.push(Step { commands: content.to_owned(), prints: None }),
            "text" => steps.last_mut().unwrap().prints = Some(content.to_owned()),
            _ => {}
        }
    }
    steps
}

/// Whether a text is as another, in which `…` stands for anything within a line.
fn is_like(text: &str, pattern: &str) -> bool {
    let is_line_like = |line: &str, pattern: &str| {
        let mut parts = pattern.split('…');
        let Some(mut rest) = parts.next().and_then(|first| line.strip_prefix(first)) else { return false };
        let others: Vec<&str> = parts.collect();
        let Some((last, between)) = others.split_last() else { return rest.is_empty() };
        for part in between {
            let Some((_, after)) = rest.split_once(part) else { return false };
            rest = after;
        }
        !rest.is_empty() && rest.ends_with(last)
    };
    let (lines, patterns): (Vec<_>, Vec<_>) = (text.trim_end().lines().collect(), pattern.trim_end().lines().collect());
    lines.len() == patterns.len() && lines.iter().zip(patterns).all(|(line, pattern)| is_line_like(line, pattern))
}

#[test]
fn a_text_is_compared_line_by_line() {
    assert!(is_like("mc_12\nmcs_3\n", "mc_…\nmcs_…"));
    assert!(!is_like("mc_12\n", "mc_…\nmcs_…"));
    assert!(!is_like("200\n", "20"));
    assert!(is_like("a 12 b 3 c", "a … b … c") && !is_like("a 12 b 3 d", "a … b … c"));
}

#[tokio::test]
async fn its_commands_do_what_it_says() {
    const END: &str = "--- end of a step ---";
    let running = Sandbox::start(Config::default()).await.unwrap();
    let steps = steps(&document());
    assert!(steps.len() >= 10, "{steps:?}");
    let mut script = "set -eu\n".to_owned();
    for step in &steps {
        let commands = step.commands.replace("http://127.0.0.1:4010", &running.base_url);
        writeln!(script, "{commands}\necho '{END}'").unwrap();
    }
    let mut shell = Command::new("sh")
        .arg("-s")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .unwrap();
    let mut input = shell.stdin.take().unwrap();
    let written = tokio::spawn(async move { input.write_all(script.as_bytes()).await });
    let output = shell.wait_with_output().await.unwrap();
    written.await.unwrap().unwrap();
    let (printed, complaints) = (String::from_utf8(output.stdout).unwrap(), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{printed}\n{complaints}");
    let printed: Vec<&str> = printed.split(&format!("{END}\n")).collect();
    assert_eq!(printed.len(), steps.len() + 1, "{printed:?}");
    for (step, printed) in steps.iter().zip(printed) {
        let expected = step.prints.as_deref().unwrap_or_default();
        assert!(is_like(printed, expected), "{}\nprints:\n{printed}\nand not:\n{expected}", step.commands);
    }
    running.shutdown().await;
}

/// The cells of the rows that begin with a name in code.
fn rows(document: &str) -> impl Iterator<Item = Vec<&str>> {
    document.lines().filter(|line| line.starts_with("| `")).map(|line| {
        let cells = line.trim_matches('|').split(" | ");
        cells.map(str::trim).collect()
    })
}

/// The texts in code of a cell.
fn codes(cell: &str) -> BTreeSet<&str> {
    cell.split('`').skip(1).step_by(2).collect()
}

#[tokio::test]
async fn it_names_every_switch_its_default_and_its_positions() {
    let stage = Stage::of(Sandbox::start(Config::default()).await.unwrap());
    let document = document();
    let switches = stage.control(Method::GET, "/switches", None).await.json();
    for (name, default) in switches.as_object().unwrap() {
        let row = rows(&document).find(|row| row[0] == format!("`{name}`")).unwrap_or_else(|| panic!("no {name}"));
        let plain = default.as_str().map_or_else(|| default.to_string(), str::to_owned);
        assert_eq!(row[1], format!("`{plain}`"), "the default of {name}");
        if default.is_number() || name == "rateLimits" {
            continue;
        }
        // The refusal of a position that is not there names those that are.
        let refused = stage.control(Method::PATCH, "/switches", Some(json!({ (name): "elsewhere" }))).await.json();
        let message = refused["message"].as_str().unwrap();
        let (_, known) = message.split_once("expected").unwrap_or_else(|| panic!("{message}"));
        let (known, _) = known.split_once(" at line").unwrap_or((known, ""));
        assert_eq!(codes(row[2]), codes(known), "the positions of {name}");
    }
    for position in
        [json!("documented"), json!("off"), json!({ "token": 1, "authorizePage": 2, "authorizeDecision": 3 })]
    {
        stage.switch(json!({ "rateLimits": position })).await;
    }
}

#[tokio::test]
async fn it_names_every_option_and_its_variable() {
    let help = Command::new(env!("CARGO_BIN_EXE_monei-sandbox")).arg("--help").output().await.unwrap();
    let help = String::from_utf8(help.stdout).unwrap();
    let document = document();
    let named = |start: &str, text: &str| -> BTreeSet<String> {
        let words = text.split(|char: char| !(char.is_ascii_alphanumeric() || "-_".contains(char)));
        words.filter(|word| word.starts_with(start) && word.ends_with(char::is_alphabetic)).map(str::to_owned).collect()
    };
    let (_, section) = document.split_once("\n## Options\n").unwrap();
    let (section, _) = section.split_once("\n## ").unwrap();
    assert_eq!(named("--", section), named("--", &help));
    let mut variables = named("MONEI_SANDBOX_", &help);
    variables.insert("MONEI_SANDBOX_LOG".to_owned());
    assert_eq!(named("MONEI_SANDBOX_", section), variables);
}

#[test]
fn it_names_every_call_of_the_control_api() {
    let is_call = |code: &&str| code.split_once(' ').is_some_and(|(_, path)| path.starts_with("/sandbox/"));
    let source = std::fs::read_to_string(CONTROL).unwrap();
    let table: String = source.lines().filter(|line| line.starts_with("//! | `")).collect();
    let (document, calls) = (document(), |text| codes(text).into_iter().filter(is_call).collect::<BTreeSet<_>>());
    let rows = rows(&document).map(|row| row[0].to_owned()).collect::<String>();
    assert_eq!(calls(&rows), calls(&table));
    assert!(calls(&table).len() >= 19);
}

#[tokio::test]
async fn it_names_every_kind_of_fault() {
    let stage = Stage::of(Sandbox::start(Config::default()).await.unwrap());
    let refused = stage.control(Method::POST, "/faults", Some(json!({ "path": "/x", "kind": "none" }))).await.json();
    let message = refused["message"].as_str().unwrap_or_else(|| panic!("{refused}"));
    let (_, known) = message.split_once("expected").unwrap();
    let document = document();
    let (_, section) = document.split_once("\n| Kind | ").unwrap();
    let (section, _) = section.split_once("\n## ").unwrap();
    let kinds: BTreeSet<&str> = rows(section).flat_map(|row| codes(row[0])).collect();
    assert_eq!(kinds, codes(known));
}

/// A container is built and run by exactly what its file and the document say; nothing else of it can be tried here.
#[test]
fn the_container_is_told_as_it_is() {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../../deploy/sandbox/Containerfile");
    let file = std::fs::read_to_string(file).unwrap();
    let commands = |text: &str| -> Vec<String> {
        let lines = text.lines().map(|line| line.trim_start_matches(['#', '$', ' ']));
        lines.filter(|line| line.starts_with("docker ")).map(str::to_owned).collect()
    };
    assert_eq!(commands(&file), commands(&document()));
    assert_eq!(commands(&file).len(), 2);
}
