//! Load on a server, made by a program that is built with optimizations as this one is not (`examples/load.rs` of the
//! sandbox).

use std::path::{Path, PathBuf};
use std::process::Stdio;

use anyhow::{Context, Result, ensure};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::process::{Child, Command};
use tokio::time::{Duration, Instant, timeout};

/// Longer than any server here takes to start.
const PATIENCE: Duration = Duration::from_mins(1);

/// A server that runs.
#[derive(Debug)]
pub(super) struct Server {
    child: Child,
    host: String,
    /// The program that loads it.
    load: PathBuf,
    /// From just before its process was made until it said that it listens.
    pub(super) started_in: Duration,
}

impl Server {
    /// Starts a program that tells where it listens on its first line.
    pub(super) async fn start(command: &mut Command, load: &Path) -> Result<Self> {
        let began = Instant::now();
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).kill_on_drop(true).spawn()?;
        let mut lines = BufReader::new(child.stdout.take().context("its output")?).lines();
        let line = timeout(PATIENCE, lines.next_line()).await??.context("it ended at once")?;
        let started_in = began.elapsed();
        let told: Value = serde_json::from_str(&line)?;
        let address = told.get("listening").and_then(Value::as_str).context("where it listens")?;
        let host = address.trim_start_matches("http://").to_owned();
        Ok(Self { child, host, load: load.to_owned(), started_in })
    }

    pub(super) fn id(&self) -> Result<u32> {
        self.child.id().context("it has ended")
    }

    pub(super) async fn end(mut self) -> Result<()> {
        Ok(self.child.kill().await?)
    }

    /// How many requests a second are answered when as many connections ask again as soon as they have an answer.
    pub(super) async fn throughput(&self, call: &Value, connections: u32, seconds: u32) -> Result<f64> {
        self.load(json!({ "throughput": { "connections": connections, "seconds": seconds } }), &[call]).await
    }

    /// How many milliseconds each answer took at so many requests a second, counted from when it was due.
    pub(super) async fn paced(&self, call: &Value, connections: u32, seconds: u32, rate: u32) -> Result<Vec<f64>> {
        let work = json!({ "paced": { "connections": connections, "seconds": seconds, "per_second": rate } });
        self.load(work, &[call]).await
    }

    /// How many milliseconds each answer took, one after the other.
    pub(super) async fn in_turn(&self, calls: &[&Value]) -> Result<Vec<f64>> {
        self.load(json!("inTurn"), calls).await
    }

    pub(super) async fn once(&self, call: &Value) -> Result<Value> {
        self.load(json!("once"), &[call]).await
    }

    async fn load<T: DeserializeOwned>(&self, work: Value, calls: &[&Value]) -> Result<T> {
        let plan = json!({ "host": self.host, "work": work, "calls": calls }).to_string();
        let mut load = Command::new(&self.load);
        load.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).kill_on_drop(true);
        let mut child = load.spawn()?;
        child.stdin.take().context("its input")?.write_all(plan.as_bytes()).await?;
        let output = child.wait_with_output().await?;
        ensure!(output.status.success(), "the load failed: {}", String::from_utf8_lossy(&output.stderr));
        Ok(serde_json::from_slice(&output.stdout)?)
    }
}

pub(super) fn get(path: &str, header: (&str, &str)) -> Value {
    json!({ "method": "GET", "path": path, "headers": [header], "body": "" })
}

pub(super) fn post(path: &str, header: (&str, &str), body: &Value) -> Value {
    let headers = [header, ("content-type", "application/json")];
    json!({ "method": "POST", "path": path, "headers": headers, "body": body.to_string() })
}
