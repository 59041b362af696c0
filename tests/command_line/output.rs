//! What reaches a terminal: words from outside are harmless there, and tables fit it.

use std::process::Stdio;

use anyhow::{Context, ensure};
use monei_e2e::Result;
use monei_e2e::journey::Answer;
use tokio::io::AsyncReadExt;

use crate::place::Place;

/// Runs a line on a terminal of this width, made by `script`, and returns what it showed.
async fn on_terminal(place: &Place, columns: u16, line: &str) -> Result<String> {
    let program = monei_e2e::binaries::built("monei")?;
    let shell = format!("stty cols {columns} rows 50; exec {} {line}", program.display());
    let command = place.terminal.command("");
    let variables: Vec<_> = command.as_std().get_envs().filter_map(|(name, value)| Some((name, value?))).collect();
    let mut script = tokio::process::Command::new("script");
    script.args(["--quiet", "--return", "--command", &shell, "/dev/null"]);
    script.env_clear().envs(variables).env("TERM", "xterm-256color").stdin(Stdio::null()).kill_on_drop(true);
    let output = script.output().await?;
    Ok(String::from_utf8_lossy(&output.stdout).replace('\r', ""))
}

/// Without the escape sequences of colours.
fn plain(text: &str) -> String {
    let mut parts = text.split('\u{1b}');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |plain, part| plain + part.split_once('m').map_or("", |(_, rest)| rest))
}

#[tokio::test(flavor = "multi_thread")]
async fn tables_fit_the_terminal_and_cut_no_amount() -> Result<()> {
    let place = Place::signed_in("width", "login").await?;
    for columns in [60, 80, 200] {
        for line in ["transactions -n 50", "balance", "scopes", "scopes check", "status", "limits", "token"] {
            let shown = on_terminal(&place, columns, line).await?;
            ensure!(shown.contains('\u{1b}'), "colours on a terminal: {line}");
            for row in plain(&shown).lines() {
                ensure!(row.chars().count() <= usize::from(columns), "{columns} columns, {line}: {row:?}");
            }
        }
    }
    let wide = plain(&on_terminal(&place, 200, "transactions -n 50").await?);
    let narrow = plain(&on_terminal(&place, 80, "transactions -n 50").await?);
    for row in place.person.transactions.iter().take(50) {
        ensure!(wide.contains(&row.id) && !narrow.contains(&row.id), "ids where there is room");
    }
    let amounts = |text: &str| text.split_whitespace().filter(|word| word.contains('₦')).count();
    ensure!(amounts(&wide) == amounts(&narrow), "an amount is missing:\n{narrow}");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn r45_hostile_words_of_others_steer_no_terminal() -> Result<()> {
    let place = Place::new("hostile").await?;
    let people = place.monei().people().await?;
    let busy = people.iter().find(|person| person.email == "busy@example.ng").context("the busy person")?;
    place.terminal.sign_in("login", busy, Answer::AllowAll).await?.ended_with(0)?;
    let json = place.terminal.run("transactions --all --json").await?.ended_with(0)?;
    let mut shown = vec![json.out.clone()];
    for line in ["transactions --all", "status", "balance", "addresses"] {
        shown.push(place.terminal.run(line).await?.ended_with(0)?.out);
    }
    for shown in shown {
        let obeyed =
            |letter: char| letter.is_control() && letter != '\n' || ('\u{202a}'..='\u{202e}').contains(&letter);
        ensure!(!shown.chars().any(obeyed), "{shown:?}");
    }
    let read = json.json()?;
    let hostile = |row: &serde_json::Value| row["narration"].as_str().is_some_and(|text| text.contains('\u{202e}'));
    ensure!(read.as_array().into_iter().flatten().any(hostile), "JSON keeps what was told");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reader_that_goes_away_ends_the_list_quietly() -> Result<()> {
    let place = Place::signed_in("pipe", "login --scope wallet:read").await?;
    let mut child = place.terminal.command("transactions --all --json").spawn()?;
    drop(child.stdout.take());
    let mut err = String::new();
    if let Some(mut pipe) = child.stderr.take() {
        pipe.read_to_string(&mut err).await?;
    }
    child.wait().await?;
    ensure!(err.is_empty(), "{err}");
    Ok(())
}
