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
async fn what_goes_wrong_can_be_said_at_the_start() {
    let file = std::env::temp_dir().join(format!("monei-sandbox-faults-{}.json", std::process::id()));
    let listed = r#"{"faults":[{"path":"/user/me","kind":"status","status":503,"times":"always"}]}"#;
    std::fs::write(&file, listed).unwrap();
    let mut child = Command::new(PROGRAM)
        .args(["--port", "0", "--api-key", "key", "--switch", "nairaBalance=number"])
        .args(["--fault", r#"{"path":"/kyc/*","kind":"status","status":429,"retryAfter":7,"probability":1}"#])
        .env("MONEI_SANDBOX_FAULTS", &file)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let line = lines.next_line().await.unwrap().unwrap();
    let address: serde_json::Value = serde_json::from_str(&line).unwrap();
    let base = address["listening"].as_str().unwrap();
    let http = reqwest::Client::builder().build().unwrap();
    let ask = async |path: &str| http.get(format!("{base}/api/v1{path}")).header("X-API-KEY", "key").send().await;
    assert_eq!(ask("/user/me").await.unwrap().status(), 503);
    let limited = ask("/kyc/limits").await.unwrap();
    assert_eq!((limited.status().as_u16(), &limited.headers()["retry-after"]), (429, &"7".parse().unwrap()));
    assert!(ask("/wallet/me").await.unwrap().text().await.unwrap().contains("\"nairaBalance\":1805,"));
    std::fs::remove_file(file).unwrap();
}

#[tokio::test]
async fn a_setting_that_cannot_be_used_is_named() {
    for (arguments, sentence) in [
        (["--fault", r#"{"path":"/user/me","kind":"fire"}"#], "unknown variant `fire`"),
        (["--fault", r#"{"path":"/user/me","kind":"status","times":0}"#], "times must be an integer of at least 1"),
        (["--faults", "/nowhere/faults.json"], "/nowhere/faults.json cannot be read"),
        (["--switches", "/nowhere/switches.json"], "/nowhere/switches.json cannot be read"),
        (["--switch", "nairaBalance=coins"], "unknown variant `coins`"),
    ] {
        let refused = Command::new(PROGRAM).args(["--port", "0"]).args(arguments).output().await.unwrap();
        let said = String::from_utf8(refused.stderr).unwrap();
        assert!(!refused.status.success() && said.contains(sentence), "{arguments:?}: {said}");
    }
}

#[tokio::test]
async fn its_help_tells_of_faults_and_switches() {
    let help = Command::new(PROGRAM).arg("--help").output().await.unwrap();
    let text = String::from_utf8(help.stdout).unwrap();
    for told in ["--fault <JSON>", "--faults <FILE>", "MONEI_SANDBOX_FAULTS", "--switch <NAME=VALUE>", "dropAfter"] {
        assert!(text.contains(told), "{told}: {text}");
    }
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
