//! A process of the stage: in a group of its own, its output in a file, gone with its owner.

use std::ffi::OsStr;
use std::fs::{File, OpenOptions};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use rustix::process::{Pid, Signal, kill_process_group};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::process::{Child, Command};
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};
use tokio::time::timeout;

use crate::wait::PATIENCE;

/// A running child with everything that it started in its group.
#[derive(Debug)]
pub struct Process {
    name: String,
    child: Child,
    log: PathBuf,
}

/// What to run: the name is for people, the log takes both outputs.
#[derive(Debug)]
pub struct Launch {
    name: String,
    command: Command,
    log: PathBuf,
}

impl Launch {
    /// A program with an empty environment; `logs` is the folder for its output.
    pub fn new(name: &str, program: impl AsRef<OsStr>, logs: &Path) -> Self {
        let mut command = Command::new(program);
        command.env_clear().stdin(Stdio::null()).kill_on_drop(true).process_group(0);
        Self { name: name.to_owned(), command, log: logs.join(format!("{name}.log")) }
    }

    #[must_use]
    pub fn args<S: AsRef<OsStr>>(mut self, args: impl IntoIterator<Item = S>) -> Self {
        self.command.args(args);
        self
    }

    #[must_use]
    pub fn envs<K: AsRef<OsStr>, V: AsRef<OsStr>>(mut self, variables: impl IntoIterator<Item = (K, V)>) -> Self {
        self.command.envs(variables);
        self
    }

    #[must_use]
    pub fn folder(mut self, folder: &Path) -> Self {
        self.command.current_dir(folder);
        self
    }

    /// Starts it.
    pub fn start(mut self) -> Result<Process> {
        let log = self.open_log()?;
        self.command.stdout(log.try_clone()?).stderr(log);
        self.spawn()
    }

    /// Starts it, hands it `input`, and closes its standard input.
    pub async fn start_with_input(mut self, input: &str) -> Result<Process> {
        let log = self.open_log()?;
        self.command.stdin(Stdio::piped()).stdout(log.try_clone()?).stderr(log);
        let mut process = self.spawn()?;
        let mut pipe = process.child.stdin.take().context("standard input was piped")?;
        pipe.write_all(input.as_bytes()).await?;
        pipe.shutdown().await?;
        Ok(process)
    }

    /// Starts it and waits for the first line of its standard output, by which it says that it is ready.
    pub async fn start_until_ready(mut self) -> Result<(Process, String)> {
        let log = self.open_log()?;
        self.command.stdout(Stdio::piped()).stderr(log.try_clone()?);
        let mut process = self.spawn()?;
        let output = process.child.stdout.take().context("standard output was piped")?;
        let mut lines = BufReader::new(output);
        let mut line = String::new();
        let read = timeout(PATIENCE, lines.read_line(&mut line)).await;
        match read {
            Ok(Ok(1..)) => {}
            Ok(Ok(0)) => bail!("{} ended before it was ready:\n{}", process.name, process.tail()),
            Ok(Err(error)) => bail!("{}: {error}", process.name),
            Err(_) => bail!("{} was not ready after {PATIENCE:?}:\n{}", process.name, process.tail()),
        }
        // Somebody must keep reading, or the process blocks once the pipe is full.
        tokio::spawn(async move {
            let mut log = tokio::fs::File::from_std(log);
            tokio::io::copy(&mut lines, &mut log).await
        });
        Ok((process, line.trim_end().to_owned()))
    }

    /// Starts it, and tells each line of its standard error with the time since just before the start.
    pub fn start_timed(mut self) -> Result<(Process, UnboundedReceiver<(Duration, String)>)> {
        let log = self.open_log()?;
        self.command.stdout(log.try_clone()?).stderr(Stdio::piped());
        let start = Instant::now();
        let mut process = self.spawn()?;
        let output = process.child.stderr.take().context("standard error was piped")?;
        let (tell, told) = unbounded_channel();
        tokio::spawn(async move {
            let mut log = tokio::fs::File::from_std(log);
            let mut lines = BufReader::new(output).lines();
            while let Ok(Some(line)) = lines.next_line().await {
                let after = start.elapsed();
                log.write_all(format!("{line}\n").as_bytes()).await?;
                // Nobody may listen any more, but the pipe must be kept empty.
                let _nobody_listens = tell.send((after, line));
            }
            log.flush().await
        });
        Ok((process, told))
    }

    /// Runs it to its end, and returns what it wrote to standard output. A status other than 0 is an error.
    pub async fn output(self) -> Result<String> {
        self.output_with_input("").await
    }

    /// Like [`Launch::output`], with something on standard input.
    pub async fn output_with_input(mut self, input: &str) -> Result<String> {
        self.command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = self.command.spawn().with_context(|| format!("starting {}", self.name))?;
        let mut pipe = child.stdin.take().context("standard input was piped")?;
        pipe.write_all(input.as_bytes()).await?;
        drop(pipe);
        let output = timeout(PATIENCE * 2, child.wait_with_output())
            .await
            .with_context(|| format!("{} did not end", self.name))??;
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        if !output.status.success() {
            bail!("{} ended with {}: {text}{}", self.name, output.status, String::from_utf8_lossy(&output.stderr));
        }
        Ok(text)
    }

    fn open_log(&self) -> Result<File> {
        let file = OpenOptions::new().create(true).append(true).open(&self.log);
        file.with_context(|| format!("opening {}", self.log.display()))
    }

    fn spawn(mut self) -> Result<Process> {
        let child = self.command.spawn().with_context(|| format!("starting {}", self.name))?;
        Ok(Process { name: self.name, child, log: self.log })
    }
}

impl Process {
    /// Still running.
    pub fn is_running(&mut self) -> bool {
        matches!(self.child.try_wait(), Ok(None))
    }

    pub fn id(&self) -> Option<u32> {
        self.child.id()
    }

    /// Ends the whole group at once (kill −9) and waits until the process itself is gone.
    pub async fn end(mut self) {
        self.kill_group();
        // A process that cannot be waited for is gone already.
        drop(timeout(Duration::from_secs(5), self.child.wait()).await);
    }

    /// Asks it to end (SIGTERM).
    pub fn ask_to_end(&self) {
        if let Some(id) = self.child.id().and_then(|id| i32::try_from(id).ok()).and_then(Pid::from_raw) {
            let _gone_already = rustix::process::kill_process(id, Signal::TERM);
        }
    }

    /// Waits for its end by itself.
    pub async fn ended(&mut self) -> Result<()> {
        timeout(PATIENCE, self.child.wait()).await.with_context(|| format!("{} did not end", self.name))??;
        Ok(())
    }

    /// The last lines of what it wrote.
    pub fn tail(&self) -> String {
        tail(&self.log, 60)
    }

    fn kill_group(&self) {
        let id = self.child.id().and_then(|id| i32::try_from(id).ok()).and_then(Pid::from_raw);
        if let Some(id) = id {
            // The group may be gone already, which is what is wanted.
            let _gone_already = kill_process_group(id, Signal::KILL);
        }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.kill_group();
    }
}

/// The last lines of a log.
pub fn tail(log: &Path, lines: usize) -> String {
    let text = std::fs::read(log).map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).unwrap_or_default();
    let all: Vec<&str> = text.lines().collect();
    all.get(all.len().saturating_sub(lines)..).unwrap_or_default().join("\n")
}

/// Ends every process whose environment carries this variable, or whose command line names this folder: browsers,
/// handlers and daemons leave their group, and Chromium writes its title over its environment.
pub fn end_all_with(variable: &str, folder: &Path) {
    let folder = folder.display().to_string();
    let Ok(processes) = std::fs::read_dir("/proc") else { return };
    for entry in processes.flatten() {
        let Some(id) = entry.file_name().to_str().and_then(|name| name.parse().ok()) else { continue };
        let line = std::fs::read(entry.path().join("cmdline")).unwrap_or_default();
        if carries(&entry.path(), variable) || String::from_utf8_lossy(&line).contains(&folder) {
            end_one(id);
        }
    }
}

/// The ids of the running processes of a stage whose program is `program`, or was before an upgrade replaced it.
pub fn running(variable: &str, program: &Path) -> Vec<u32> {
    let Ok(processes) = std::fs::read_dir("/proc") else { return Vec::new() };
    let replaced = PathBuf::from(format!("{} (deleted)", program.display()));
    processes
        .flatten()
        .filter(|entry| std::fs::read_link(entry.path().join("exe")).is_ok_and(|exe| exe == program || exe == replaced))
        .filter(|entry| carries(&entry.path(), variable))
        .filter_map(|entry| entry.file_name().to_str()?.parse().ok())
        .collect()
}

/// What others may read of the running processes of a stage: their names, command lines and environments.
pub fn all_with(variable: &str) -> Vec<(String, Vec<u8>, Vec<u8>)> {
    let Ok(processes) = std::fs::read_dir("/proc") else { return Vec::new() };
    let ours = processes.flatten().map(|entry| entry.path()).filter(|process| carries(process, variable));
    let read = |process: PathBuf| {
        let name = std::fs::read_to_string(process.join("comm")).ok()?.trim().to_owned();
        Some((name, std::fs::read(process.join("cmdline")).ok()?, std::fs::read(process.join("environ")).ok()?))
    };
    ours.filter_map(read).collect()
}

/// A process and everything that it started, directly or not, as far as its parent still runs.
pub fn family(id: u32) -> Vec<u32> {
    let mut all = vec![id];
    // Each thread of a process has children of its own.
    let threads = std::fs::read_dir(format!("/proc/{id}/task")).into_iter().flatten().flatten();
    for thread in threads {
        let children = std::fs::read_to_string(thread.path().join("children")).unwrap_or_default();
        all.extend(children.split_whitespace().flat_map(str::parse).flat_map(family));
    }
    all
}

/// Ends one process by its id.
pub fn end_one(id: u32) {
    signal(id, Signal::KILL);
}

/// Lets one process do nothing any more; it keeps what it holds.
pub fn freeze_one(id: u32) {
    signal(id, Signal::STOP);
}

fn signal(id: u32, signal: Signal) {
    if let Some(id) = i32::try_from(id).ok().and_then(Pid::from_raw) {
        let _gone_already = rustix::process::kill_process(id, signal);
    }
}

/// The process is gone with all that it held; a zombie holds nothing.
pub fn is_gone(id: u32) -> bool {
    let stat = std::fs::read_to_string(format!("/proc/{id}/stat")).unwrap_or_default();
    stat.rsplit(')').next().is_none_or(|rest| rest.trim().is_empty() || rest.trim_start().starts_with('Z'))
}

fn carries(process: &Path, variable: &str) -> bool {
    let environment = std::fs::read(process.join("environ")).unwrap_or_default();
    environment.split(|byte| *byte == 0).any(|pair| pair == variable.as_bytes())
}
