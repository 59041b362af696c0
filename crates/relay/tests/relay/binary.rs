//! The program itself: its one line of output, its logs, its end, and the settings that it refuses.

use std::process::Stdio;

use reqwest::StatusCode;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, BufReader};
use tokio::process::{Child, Command};

use crate::monei::{Monei, Reply};
use crate::support::{CLIENT_SECRET, Flow, Page, client, encode};

fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_monei-relay"));
    command.env_clear().stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).kill_on_drop(true);
    command
}

async fn listening(child: &mut Child) -> String {
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let line = lines.next_line().await.unwrap().expect("no line on standard output");
    let announced: serde_json::Value = serde_json::from_str(&line).unwrap();
    announced["listening"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn r21_no_secret_code_ticket_or_token_reaches_the_logs() {
    let monei = Monei::start().await;
    let folder = tempfile::tempdir().unwrap();
    let (secret_file, key_file) = (folder.path().join("secret"), folder.path().join("keys"));
    std::fs::write(&secret_file, format!("{CLIENT_SECRET}\n")).unwrap();
    let keys = ["c0ffee".repeat(11)[..64].to_owned(), "Ym9va2VlcGVyIGJvb2trZWVwZXIgYm9va2tlZXBlciE".to_owned()];
    std::fs::write(&key_file, format!("# current\n{}\n\n# previous\n{}\n", keys[0], keys[1])).unwrap();
    let mut child = program()
        .env("RUST_LOG", "trace")
        .env("MONEI_RELAY_CLIENT_ID", "mc_relay")
        .args(["--listen", "127.0.0.1:0", "--environment", "demonstration"])
        .args(["--monei-authorize-url", &format!("http://{}/connect/authorize", monei.address)])
        .args(["--monei-api-url", &format!("http://{}/api/v1", monei.address)])
        .arg("--client-secret-file")
        .arg(&secret_file)
        .arg("--sealing-key-file")
        .arg(&key_file)
        .spawn()
        .unwrap();
    let base = listening(&mut child).await;
    let mut log = child.stderr.take().unwrap();
    let reading = tokio::spawn(async move {
        let mut text = String::new();
        log.read_to_string(&mut text).await.unwrap();
        text
    });

    let http = client();
    let mut canaries = vec![CLIENT_SECRET.to_owned(), "mct_canary".to_owned(), "mcr_canary".to_owned()];
    canaries.extend(keys);
    for (number, reply) in
        [Reply::tokens(&["wallet:read"]), Reply::error(400), Reply::error(401), Reply::error(500), Reply::Silence]
            .into_iter()
            .enumerate()
    {
        monei.reply_with(reply);
        let flow = Flow::new(number);
        let code = format!("canary_code_{number}");
        let consent = Page::read(http.get(format!("{base}/authorize?{}", encode(&flow.request())))).await;
        let cookie = consent.header("set-cookie").split(';').next().unwrap().to_owned();
        let form = [
            ("request", consent.field("request")),
            ("token", consent.field("token")),
            ("decision", "continue".to_owned()),
        ];
        let pairs: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let post = http.post(format!("{base}/authorize")).header("cookie", &cookie).body(encode(&pairs));
        let state = Page::read(post).await.location_param("state").unwrap();
        let callback = format!("{base}/callback?{}", encode(&[("code", &code), ("state", &state)]));
        let ticket = Page::read(http.get(callback).header("cookie", &cookie)).await.handed_over("code");
        for _ in 0..2 {
            let post = http.post(format!("{base}/token"));
            let post = post.header("content-type", "application/x-www-form-urlencoded");
            let answer = Page::read(post.body(encode(&flow.token_form(&ticket)))).await;
            assert!(number > 0 || answer.status == StatusCode::OK || answer.error() == "invalid_grant");
        }
        Page::read(http.get(format!("{base}/{ticket}?{ticket}"))).await;
        let cookie_value = cookie.split_once('=').unwrap().1.to_owned();
        let [request, token, _] = form.map(|(_, value)| value);
        canaries.extend([code, state, ticket, cookie_value, request, token, flow.state, flow.verifier, flow.challenge]);
    }
    assert_eq!(monei.requests().len(), 5);

    let pid = child.id().unwrap().to_string();
    assert!(Command::new("/bin/kill").args(["-TERM", &pid]).status().await.unwrap().success());
    drop(http);
    assert!(child.wait().await.unwrap().success());
    let log = reading.await.unwrap();
    assert!(log.contains("exchanged") && log.contains("stopping") && log.contains("TRACE"), "{log}");
    for canary in canaries {
        assert!(!log.contains(&canary), "{canary} is in the log:\n{log}");
    }
}

#[tokio::test]
async fn r61_the_secret_comes_from_a_file_or_the_environment_and_is_required() {
    let output = program().args(["--listen", "127.0.0.1:0", "--client-id", "mc_1"]).output().await.unwrap();
    assert!(!output.status.success());
    assert!(output.stdout.is_empty());
    assert!(String::from_utf8_lossy(&output.stderr).contains("no client secret"));

    let output = program().args(["--client-id", "mc_1", "--client-secret", "mcs_1"]).output().await.unwrap();
    assert!(!output.status.success());

    let mut child = program()
        .env("MONEI_RELAY_CLIENT_SECRET", CLIENT_SECRET)
        .args(["--listen", "127.0.0.1:0", "--client-id", "mc_1"])
        .spawn()
        .unwrap();
    let base = listening(&mut child).await;
    let page = Page::read(client().get(format!("{base}/readyz"))).await;
    assert_eq!(page.status, StatusCode::OK);
}

#[tokio::test]
async fn unsafe_settings_end_the_program_with_a_reason() {
    for (arguments, reason) in [
        (["--public-url", "http://relay.example"], "must be https"),
        (["--monei-api-url", "http://api.example"], "must be https"),
        (["--app-scheme", "https"], "reverse domain name"),
        (["--sealing-key-file", "/nonexistent/keys"], "cannot read"),
    ] {
        let output = program()
            .env("MONEI_RELAY_CLIENT_SECRET", CLIENT_SECRET)
            .args(["--listen", "127.0.0.1:0", "--client-id", "mc_1"])
            .args(arguments)
            .output()
            .await
            .unwrap();
        let log = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(!output.status.success());
        assert!(log.contains(reason), "{log}");
        assert!(!log.contains(CLIENT_SECRET));
    }
}

#[tokio::test]
async fn r17_a_refusal_is_laid_to_whom_the_trusted_proxies_name() {
    for (hops, source) in [(None, "127.0.0.1/32"), (Some("1"), "198.51.100.7/32"), (Some("2"), "203.0.113.5/32")] {
        let mut child = program()
            .env("RUST_LOG", "info")
            .env("MONEI_RELAY_CLIENT_SECRET", CLIENT_SECRET)
            .args(["--listen", "127.0.0.1:0", "--client-id", "mc_1"])
            .args(hops.iter().flat_map(|hops| ["--trusted-hops", hops]))
            .spawn()
            .unwrap();
        let base = listening(&mut child).await;
        let request = client().get(format!("{base}/authorize"));
        let request =
            request.header("x-forwarded-for", "192.0.2.66, 203.0.113.5").header("x-forwarded-for", "198.51.100.7");
        assert_eq!(Page::read(request).await.status, StatusCode::BAD_REQUEST);
        let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
        let refusal = loop {
            let line = lines.next_line().await.unwrap().expect("a line about the refusal");
            if line.contains("refused") {
                break line;
            }
        };
        assert!(refusal.contains(source), "{hops:?}: {refusal}");
    }
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn r21_no_core_dump_can_hold_the_secret() {
    let mut child = program()
        .env("MONEI_RELAY_CLIENT_SECRET", CLIENT_SECRET)
        .args(["--listen", "127.0.0.1:0", "--client-id", "mc_1"])
        .spawn()
        .unwrap();
    listening(&mut child).await;
    let limits = std::fs::read_to_string(format!("/proc/{}/limits", child.id().unwrap())).unwrap();
    let core = limits.lines().find(|line| line.starts_with("Max core file size")).unwrap();
    assert_eq!(core.split_whitespace().collect::<Vec<_>>()[4..6], ["0", "0"], "{core}");
}
