//! `monei` as a process: what it is called with, what it prints, and a person who answers its sign-in in a browser of
//! their own.

use std::path::{Path, PathBuf};
use std::process::Stdio;

use anyhow::{Context, Result, ensure};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, BufReader, Lines};
use tokio::process::{Child, ChildStdout, Command};
use tokio::time::timeout;
use url::Url;

use crate::consent::Visitor;
use crate::control::Person;
use crate::journey::Answer;
use crate::services::Services;
use crate::stage::Stage;
use crate::wait::PATIENCE;
use crate::{binaries, http};

/// A person's terminal: a home folder and an environment.
#[derive(Clone, Debug)]
pub struct Terminal {
    program: PathBuf,
    variables: Vec<(String, String)>,
}

/// How a command ended.
#[derive(Clone, Debug)]
pub struct Ran {
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

impl Ran {
    /// It ended with this exit code.
    pub fn ended_with(self, code: i32) -> Result<Self> {
        ensure!(self.code == Some(code), "exit code {:?} instead of {code}:\n{}{}", self.code, self.out, self.err);
        Ok(self)
    }

    pub fn json(&self) -> Result<serde_json::Value> {
        serde_json::from_str(&self.out).with_context(|| format!("no JSON: {}", self.out))
    }
}

impl Terminal {
    /// A terminal without a keychain, whose tokens are in an encrypted file in this home folder.
    pub fn with_file(home: &Path, services: &Services) -> Result<Self> {
        let at = |name: &str| home.join(name).display().to_string();
        let terminal = Self::of(
            services,
            vec![
                ("HOME".to_owned(), home.display().to_string()),
                ("XDG_CONFIG_HOME".to_owned(), at(".config")),
                ("XDG_DATA_HOME".to_owned(), at(".local/share")),
                ("TMPDIR".to_owned(), at("tmp")),
                ("PATH".to_owned(), "/usr/bin:/bin".to_owned()),
                ("LANG".to_owned(), "C.UTF-8".to_owned()),
                ("TZ".to_owned(), "UTC".to_owned()),
            ],
        )?;
        std::fs::create_dir_all(home.join("tmp"))?;
        Ok(terminal.with("MONEI_STORE", "file").with("MONEI_PASSPHRASE", "correct horse battery"))
    }

    /// A terminal in the session of a stage, with its keychain.
    pub fn on_stage(stage: &Stage, services: &Services) -> Result<Self> {
        Self::of(services, stage.environment())
    }

    fn of(services: &Services, mut variables: Vec<(String, String)>) -> Result<Self> {
        variables.extend([
            ("MONEI_DEMONSTRATION".to_owned(), "1".to_owned()),
            ("MONEI_RELAY_URL".to_owned(), services.relay().to_owned()),
            ("MONEI_API_URL".to_owned(), services.api()),
        ]);
        Ok(Self { program: binaries::build_folder()?.join("monei"), variables })
    }

    /// The same terminal, in which another program is called.
    #[must_use]
    pub fn with_program(self, program: PathBuf) -> Self {
        Self { program, ..self }
    }

    /// With another variable in the environment, in the place of one of the same name.
    #[must_use]
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.variables.retain(|(known, _)| known != name);
        self.variables.push((name.to_owned(), value.to_owned()));
        self
    }

    #[must_use]
    pub fn without(mut self, name: &str) -> Self {
        self.variables.retain(|(known, _)| known != name);
        self
    }

    /// The program with this line, split at spaces, not started yet.
    pub fn command(&self, line: &str) -> Command {
        let mut command = Command::new(&self.program);
        command.args(line.split_whitespace()).env_clear().envs(self.variables.iter().cloned());
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).kill_on_drop(true);
        command
    }

    /// Runs a line to its end.
    pub async fn run(&self, line: &str) -> Result<Ran> {
        let output = timeout(PATIENCE, self.command(line).output());
        let output = output.await.with_context(|| format!("`monei {line}` did not end"))??;
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).context("text");
        Ok(Ran { code: output.status.code(), out: text(output.stdout)?, err: text(output.stderr)? })
    }

    /// Starts a sign-in without a browser, and reads what it asks to open.
    pub async fn start(&self, line: &str) -> Result<Waiting> {
        let mut child = self.command(line).spawn()?;
        let mut lines = BufReader::new(child.stdout.take().context("standard output")?).lines();
        let read = async {
            while let Some(line) = lines.next_line().await? {
                if let Some(address) = line.strip_prefix("  http") {
                    let address = Url::parse(&format!("http{address}"))?;
                    let code = loop {
                        let line = lines.next_line().await?.context("the pairing code")?;
                        if let Some(code) = line.strip_prefix("Pairing code: ") {
                            break code.to_owned();
                        }
                    };
                    return Ok(Some((address, code)));
                }
            }
            anyhow::Ok(None)
        };
        let read = timeout(PATIENCE, read).await.with_context(|| format!("`monei {line}` printed no address"))?;
        let Some((address, pairing_code)) = read? else {
            let mut err = String::new();
            child.stderr.take().context("standard error")?.read_to_string(&mut err).await?;
            anyhow::bail!("`monei {line}` ended before it printed an address: {err}")
        };
        Ok(Waiting { child, lines, address, pairing_code })
    }

    /// The whole way of `monei login` and its like, with `--no-browser`.
    pub async fn sign_in(&self, line: &str, person: &Person, answer: Answer<'_>) -> Result<Ran> {
        let waiting = self.start(&format!("{line} --no-browser")).await?;
        waiting.answer(person, answer).await
    }
}

/// A sign-in that waits for the browser.
#[derive(Debug)]
pub struct Waiting {
    child: Child,
    lines: Lines<BufReader<ChildStdout>>,
    pub address: Url,
    pub pairing_code: String,
}

impl Waiting {
    pub fn parameter(&self, name: &str) -> Result<String> {
        let found = self.address.query_pairs().find(|(key, _)| key == name);
        Ok(found.with_context(|| format!("no {name} in {}", self.address))?.1.into_owned())
    }

    pub fn id(&self) -> Option<u32> {
        self.child.id()
    }

    /// The person answers in a browser of their own, which then goes back to the program.
    pub async fn answer(self, person: &Person, answer: Answer<'_>) -> Result<Ran> {
        let redirect = self.parameter("redirect_uri")?;
        let back = Visitor::new().authorize(self.address.as_str(), &redirect, person, answer).await?;
        let received = http::get(back.as_str()).await?;
        ensure!(received.status.is_redirection(), "the loopback answered {}: {}", received.status, received.body);
        self.end().await
    }

    /// Waits for its end by itself.
    pub async fn end(mut self) -> Result<Ran> {
        let ended = async {
            let mut out = String::new();
            while let Some(line) = self.lines.next_line().await? {
                out.push_str(&line);
                out.push('\n');
            }
            let mut err = String::new();
            self.child.stderr.take().context("standard error")?.read_to_string(&mut err).await?;
            Ok(Ran { code: self.child.wait().await?.code(), out, err })
        };
        timeout(PATIENCE, ended).await.context("the sign-in did not end")?
    }
}
