//! The program itself: its one line, its refusal to serve others, and its end.

use std::process::Stdio;
use std::time::Duration;

use monei_sandbox::{Config, NotStarted, Sandbox};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, BufReader};
use tokio::process::Command;

const PROGRAM: &str = env!("CARGO_BIN_EXE_monei-sandbox");

#[cfg(unix)]
#[tokio::test]
async fn it_tells_where_it_listens_and_ends_when_told() {
    let mut child = Command::new(PROGRAM)
        .args(["--port", "0", "--seed", "2", "--rate-limits", "off"])
        .env("MONEI_SANDBOX_API_KEY", "canary-key")
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let line = lines.next_line().await.unwrap().unwrap();
    let address: serde_json::Value = serde_json::from_str(&line).unwrap();
    let base = address["listening"].as_str().unwrap();
    assert_eq!(line, format!("{{\"listening\":\"{base}\"}}"));

    let http = reqwest::Client::builder().build().unwrap();
    let user = http.get(format!("{base}/api/v1/user/me?canary-query=1")).header("X-API-KEY", "canary-key");
    assert_eq!(user.send().await.unwrap().status(), 200);
    let switches = http.get(format!("{base}/sandbox/switches")).send().await.unwrap().text().await.unwrap();
    assert!(switches.contains("\"rateLimits\":\"off\""), "{switches}");

    let id = child.id().unwrap().to_string();
    assert!(Command::new("kill").args(["-TERM", &id]).status().await.unwrap().success());
    let ended = tokio::time::timeout(Duration::from_secs(10), child.wait()).await.unwrap().unwrap();
    assert!(ended.success());
    assert_eq!(lines.next_line().await.unwrap(), None, "one line only");
    let mut log = String::new();
    child.stderr.take().unwrap().read_to_string(&mut log).await.unwrap();
    assert!(log.contains("/user/me") && !log.contains("canary"), "{log}");
}

#[tokio::test]
async fn it_serves_others_only_when_allowed() {
    let refused = Command::new(PROGRAM).args(["--host", "0.0.0.0", "--port", "0"]).output().await.unwrap();
    assert!(!refused.status.success());
    assert!(refused.stdout.is_empty());
    let config = Config { host: "0.0.0.0".parse().unwrap(), ..Config::default() };
    assert!(matches!(Sandbox::start(config.clone()).await, Err(NotStarted::Remote(_))));
    Sandbox::start(Config { allow_remote: true, ..config }).await.unwrap().shutdown().await;
}

#[tokio::test]
async fn it_stops_listening_when_it_is_shut_down_or_dropped() {
    let http = reqwest::Client::builder().build().unwrap();
    let running = Sandbox::start(Config::default()).await.unwrap();
    let base = running.base_url.clone();
    assert_eq!(http.get(&base).send().await.unwrap().status(), 200);
    running.shutdown().await;
    assert!(http.get(&base).send().await.unwrap_err().is_connect());
}
