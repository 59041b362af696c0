//! The data file: what was answered is there after any end of the process, and nothing else than a whole file of this
//! format is used.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::Arc;

use monei_sandbox::{Clock, Config, RateLimits, Sandbox, Switches};
use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use rand::{RngExt, SeedableRng};
use reqwest::Method;
use rusqlite::Connection;
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, BufReader};
use tokio::process::{Child, Command};
use tokio::sync::mpsc;

use super::stage::{API_KEY, App, Pair, Stage};

const PROGRAM: &str = env!("CARGO_BIN_EXE_monei-sandbox");

fn folder() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("sandbox.db");
    (folder, file)
}

/// The program on a data file.
struct Program {
    child: Child,
    base: String,
    http: reqwest::Client,
}

impl Program {
    fn command(file: &Path, arguments: &[&str]) -> Command {
        let mut command = Command::new(PROGRAM);
        command.args(["--port", "0", "--rate-limits", "off", "--data"]).arg(file).args(arguments);
        command.env("MONEI_SANDBOX_API_KEY", API_KEY).kill_on_drop(true).stdout(Stdio::piped()).stderr(Stdio::null());
        command
    }

    async fn start(file: &Path, arguments: &[&str]) -> Self {
        Self::spawn(Self::command(file, arguments)).await
    }

    async fn spawn(mut command: Command) -> Self {
        let mut child = command.spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let line = lines.next_line().await.unwrap().unwrap();
        let told: Value = serde_json::from_str(&line).unwrap();
        let base = told["listening"].as_str().unwrap().to_owned();
        Self { child, base, http: reqwest::Client::builder().build().unwrap() }
    }

    /// Ends it as nothing can prepare for.
    async fn kill(mut self) {
        self.child.kill().await.unwrap();
    }

    async fn get(&self, path: &str) -> Value {
        let request = self.http.get(format!("{}{path}", self.base)).header("X-API-KEY", API_KEY);
        request.send().await.unwrap().json().await.unwrap()
    }

    async fn post(&self, path: &str, body: &Value) -> (u16, Value) {
        let request = self.http.post(format!("{}{path}", self.base)).header("X-API-KEY", API_KEY).json(body);
        let response = request.send().await.unwrap();
        (response.status().as_u16(), response.json().await.unwrap())
    }

    async fn ada(&self) -> Value {
        let people = self.get("/sandbox/people").await;
        let id = people["people"][0]["id"].as_str().unwrap().to_owned();
        self.get(&format!("/sandbox/people/{id}?transactions=all")).await
    }

    async fn adds_up(&self) {
        let audit = self.get("/sandbox/ledger").await;
        assert_eq!(audit["sound"], true, "{audit}");
    }
}

/// What a start that is refused says.
async fn refusal(file: &Path, arguments: &[&str]) -> String {
    let mut command = Program::command(file, arguments);
    let mut child = command.stderr(Stdio::piped()).spawn().unwrap();
    let mut log = String::new();
    child.stderr.take().unwrap().read_to_string(&mut log).await.unwrap();
    assert!(!child.wait().await.unwrap().success(), "{log}");
    let mut told = String::new();
    child.stdout.take().unwrap().read_to_string(&mut told).await.unwrap();
    assert_eq!(told, "");
    log
}

fn payout(reference: &str) -> Value {
    json!({
        "amount": 1, "bank": "058", "accountNumber": "0123456789", "transactionPin": "1234", "reference": reference,
    })
}

const BANK_TRANSFER: &str = "/api/v1/wallet/payout/bank-transfer";

/// Pays from several sides at once, and kills the program in the midst of it. Returns what was answered.
async fn pay_and_kill(program: Program, round: usize, answers: usize) -> Vec<String> {
    let (answered, mut all) = mpsc::unbounded_channel();
    let mut payers = Vec::new();
    for payer in 0..4 {
        let (http, base, answered) = (program.http.clone(), program.base.clone(), answered.clone());
        payers.push(tokio::spawn(async move {
            for number in 0.. {
                let reference = format!("paid-{round}-{payer}-{number}");
                let request = http.post(format!("{base}{BANK_TRANSFER}")).header("X-API-KEY", API_KEY);
                let Ok(answer) = request.json(&payout(&reference)).send().await else { return };
                // Whole, or not answered.
                let (status, Ok(_)) = (answer.status(), answer.bytes().await) else { return };
                assert_eq!(status, 200);
                answered.send(reference).unwrap();
            }
        }));
    }
    drop(answered);
    let mut references = Vec::new();
    while references.len() < answers {
        references.push(all.recv().await.unwrap());
    }
    program.kill().await;
    for payer in payers {
        payer.await.unwrap();
    }
    while let Some(reference) = all.recv().await {
        references.push(reference);
    }
    references
}

#[tokio::test]
async fn what_was_answered_is_there_once_after_a_kill() {
    let (_folder, file) = folder();
    let mut answered = Vec::new();
    for (round, answers) in [1, 17, 60].into_iter().enumerate() {
        let program = Program::start(&file, &["--time", "explicit"]).await;
        answered.extend(pay_and_kill(program, round, answers).await);
        let program = Program::start(&file, &[]).await;
        program.adds_up().await;
        let ada = program.ada().await;
        let mut there = BTreeMap::<&str, usize>::new();
        for transaction in ada["transactions"].as_array().unwrap() {
            *there.entry(transaction["reference"].as_str().unwrap()).or_default() += 1;
        }
        for reference in &answered {
            assert_eq!(there.get(reference.as_str()), Some(&1), "{reference}");
        }
        let twice: Vec<_> = there.iter().filter(|(_, count)| **count > 1).collect();
        assert!(twice.is_empty(), "{twice:?}");
        // What is under way is what was paid, and goes on: time is still explicit.
        let paid: BTreeSet<&str> = there.keys().copied().filter(|reference| reference.starts_with("paid-")).collect();
        let pending = program.get("/sandbox/pending").await;
        let under_way = |transaction: &&Value| paid.contains(transaction["reference"].as_str().unwrap());
        assert_eq!(pending["pending"].as_array().unwrap().iter().filter(under_way).count(), paid.len());
        program.kill().await;
    }
    let program = Program::start(&file, &[]).await;
    program.post("/sandbox/clock", &json!({ "advanceSeconds": 60 })).await;
    assert_eq!(program.get("/sandbox/pending").await["pending"], json!([]));
    program.adds_up().await;
}

/// A stage on a data file, with a clock that stands still.
async fn stage(file: &Path) -> Stage {
    let config = Config {
        secrets_seed: Some(1),
        api_key: Some(API_KEY.to_owned()),
        data: Some(file.to_owned()),
        clock: Clock::fixed("2026-01-15T12:00:00.123Z".parse().unwrap()),
        switches: Switches { rate_limits: RateLimits::OFF, ..Switches::default() },
        ..Config::default()
    };
    Stage::of(Sandbox::start(config).await.unwrap())
}

/// Everything that can be asked for.
async fn everything(stage: &Stage) -> BTreeMap<String, Value> {
    let mut all = BTreeMap::new();
    let people = stage.control(Method::GET, "/people", None).await.json();
    for person in people["people"].as_array().unwrap() {
        let path = format!("/people/{}?transactions=all", person["id"].as_str().unwrap());
        all.insert(path.clone(), stage.control(Method::GET, &path, None).await.json());
    }
    for path in ["/people", "/pending", "/ledger", "/switches", "/clock", "/offramp"] {
        all.insert(path.to_owned(), stage.control(Method::GET, path, None).await.json());
    }
    for path in [
        "/user/me",
        "/wallet/me",
        "/kyc/status",
        "/transactions/user?limit=100",
        "/payment-methods",
        "/beneficiaries",
        "/bill-beneficiaries",
        "/schedules",
        "/bills/records?limit=100",
        "/offramp/ledger/history?limit=100",
        "/evm/portfolio/8453",
        "/solana/portfolio",
    ] {
        let answer = stage.get_by_key(path).await;
        assert!(answer.status.is_success() || answer.status == 404, "{path}: {answer:?}");
        // An answer of the moment tells the moment.
        all.insert(path.to_owned(), json!([answer.status.as_u16(), answer.json()["data"]]));
    }
    all
}

/// Somebody's next call, whatever it is.
async fn something(stage: &Stage, random: &mut StdRng, number: usize) -> &'static str {
    let wallet = stage.get_by_key("/wallet/me").await.json()["data"]["subwallets"][0]["id"].clone();
    let amount = random.random_range(1..60);
    let call = |path: &'static str, body: Value| (path, body);
    let later = json!({ "executionDate": "2026-03-01T08:00:00Z", "isRecurring": true, "recurrencePattern": "WEEKLY" });
    let choices = [
        call("/wallet/payout/bank-transfer", payout(&format!("mine-{number}"))),
        call(
            "/wallet/payout/transfer",
            json!({ "receiver": "ngozi@example.ng", "amount": amount, "transactionPin": "1234" }),
        ),
        call(
            "/wallet/payout/transfer",
            json!({ "receiver": "ngozi@example.ng", "amount": amount, "transactionPin": "0000" }),
        ),
        call("/wallet/deposit?method=BANK_TRANSFER", json!({ "amount": amount * 10 })),
        call("/wallet/deposit?method=USSD", json!({ "amount": amount * 10, "ussd": { "bankCode": "058" } })),
        call("/wallet/deposit/payment-link", json!({ "amount": amount })),
        call(
            "/bills/pay/airtime",
            json!({ "phoneNumber": "08031234567", "biller": "MTN", "amount": 50 + amount, "saveBeneficiary": true }),
        ),
        call(
            "/bills/pay/airtime",
            json!({
                "phoneNumber": "08031234568", "biller": "MTN", "amount": 60, "isSchedule": true, "scheduleData": later,
            }),
        ),
        call(
            "/beneficiaries",
            json!({
                "type": "bank", "name": format!("Landlord {number}"), "bankCode": "058", "accountNumber": "0123456789",
            }),
        ),
        call(
            "/beneficiaries",
            json!({ "type": "peer", "name": format!("N {number}"), "receiver": "ngozi@example.ng" }),
        ),
        call(
            "/payment-methods",
            json!({ "type": "CARD", "subWalletId": wallet, "card": {
            "cardNumber": "4242424242424242", "expiryMonth": "09", "expiryYear": "32", "cvv": "123", "cardHolderName": "Ada Obi",
        } }),
        ),
        call(
            "/offramp/exchange/initiate",
            json!({
                "amount": 20, "token": "USDT", "network": "base", "fiatCurrency": "NGN", "bankCode": "GTBINGLA",
                "accountNumber": "0123456789", "accountName": "ADA OBI",
            }),
        ),
    ];
    let (path, body) = choices.choose(random).unwrap();
    let answer = stage.post_by_key(path, body.clone()).await;
    assert!(answer.status.as_u16() < 500, "{path}: {answer:?}");
    if random.random_bool(0.2) {
        stage.advance(random.random_range(1..90)).await;
    }
    if random.random_bool(0.05) {
        stage.control(Method::POST, "/people", Some(json!({ "seed": number }))).await;
    }
    if random.random_bool(0.1) {
        let balance = if random.random_bool(0.5) { "number" } else { "text" };
        stage.switch(json!({ "nairaBalance": balance })).await;
    }
    if answer.status.is_success() { path } else { "" }
}

#[tokio::test]
async fn a_restart_changes_nothing_whatever_was_done() {
    let (_folder, file) = folder();
    let mut random = StdRng::seed_from_u64(7);
    let mut done = BTreeSet::new();
    for round in 0..4 {
        let before = {
            let stage = stage(&file).await;
            for number in 0..40 {
                done.insert(something(&stage, &mut random, round * 40 + number).await);
            }
            let before = everything(&stage).await;
            stage.adds_up().await;
            stage.running.shutdown().await;
            before
        };
        let stage = stage(&file).await;
        let after = everything(&stage).await;
        for (path, was) in &before {
            assert_eq!(Some(was), after.get(path), "{path} in round {round}");
        }
        assert_eq!(before.len(), after.len());
        stage.running.shutdown().await;
    }
    done.remove("");
    assert!(done.len() == 9, "every kind of call has gone well: {done:?}");
}

#[tokio::test]
async fn an_application_goes_on_after_a_restart() {
    let (_folder, file) = folder();
    let (app, pair, code, session, link) = {
        let stage = stage(&file).await;
        let app = stage.app().await;
        let pair = stage.pair(&app, "profile:read wallet:read").await;
        let code = stage.code(&app, "bills:pay").await;
        let session = stage.session("busy@example.ng", "8642").await;
        let link = stage.post_by_key("/wallet/deposit/payment-link", json!({ "amount": 100 })).await.json();
        let (_, page) = link["data"]["link"].as_str().unwrap().split_once("/pay/").unwrap();
        stage.running.shutdown().await;
        (app, pair, code, session, page.to_owned())
    };
    let stage = stage(&file).await;
    assert_eq!(stage.get("/wallet/me", &pair.access).await.status, 200);
    assert_eq!(stage.get("/user/me", &session).await.status, 200);
    let next = Pair::of(&stage.refresh(&pair.refresh).await);
    assert_ne!(next.access, pair.access, "nothing is drawn twice");
    assert_eq!(stage.get("/wallet/me", &pair.access).await.status, 401);
    assert_eq!(stage.get("/wallet/me", &next.access).await.status, 200);
    let App { id, secret } = &app;
    let again = App { id: id.clone(), secret: secret.clone() };
    let union = Pair::of(&stage.exchange(&again, &code).await);
    assert_eq!(union.scopes.as_array().unwrap().len(), 3, "what was granted before counts: {union:?}");
    let page = stage.send(Method::GET, &format!("/pay/{link}"), None, None).await;
    assert_eq!(page.status, 200, "{page:?}");
}

#[tokio::test]
async fn a_second_process_says_that_the_file_is_in_use() {
    let (_folder, file) = folder();
    let first = Program::start(&file, &[]).await;
    let log = refusal(&file, &[]).await;
    assert!(log.contains("is in use by another sandbox"), "{log}");
    assert_eq!(first.post(BANK_TRANSFER, &payout("still")).await.0, 200);
    first.kill().await;
    Program::start(&file, &[]).await.adds_up().await;
}

#[tokio::test]
async fn another_seed_is_refused_and_the_same_is_not() {
    let (_folder, file) = folder();
    let program = Program::start(&file, &["--seed", "5", "--switch", "nairaBalance=number"]).await;
    let ada = program.ada().await;
    program.kill().await;
    let log = refusal(&file, &["--seed", "6"]).await;
    assert!(log.contains("was made with --seed 5, not 6"), "{log}");
    let log = refusal(&file, &["--transactions", "500"]).await;
    assert!(log.contains("was made with --transactions 0, not 500"), "{log}");
    for arguments in [&[][..], &["--seed", "5"]] {
        let program = Program::start(&file, arguments).await;
        assert_eq!(program.ada().await, ada);
        assert_eq!(program.get("/sandbox/switches").await["nairaBalance"], "number");
        program.kill().await;
    }
    let program = Program::start(&file, &["--switch", "nairaBalance=text"]).await;
    assert_eq!(program.get("/sandbox/switches").await["nairaBalance"], "text", "what is said at start goes before it");
}

/// A file that is refused with these words, and left as it is.
async fn is_left_as_it_is(file: &Path, words: &str) {
    let before = std::fs::read(file).unwrap();
    let log = refusal(file, &[]).await;
    assert!(log.contains(words), "{words}: {log}");
    assert!(std::fs::read(file).unwrap() == before, "{words}");
}

/// A file of a simulation that has ended in order.
async fn data_file() -> (TempDir, PathBuf) {
    let (folder, file) = folder();
    stage(&file).await.running.shutdown().await;
    (folder, file)
}

/// A data file after something was done to it.
async fn changed(change: &str) -> (TempDir, PathBuf) {
    let (folder, file) = data_file().await;
    let connection = Connection::open(&file).unwrap();
    connection.execute_batch(change).unwrap();
    drop(connection);
    (folder, file)
}

#[tokio::test]
async fn other_files_are_refused_and_left_as_they_are() {
    let (_folder, file) = folder();
    std::fs::write(&file, "a letter to my landlord, which is not to be overwritten\n".repeat(100)).unwrap();
    is_left_as_it_is(&file, "is not a data file of the sandbox").await;

    let (_folder, file) = folder();
    Connection::open(&file).unwrap().execute_batch("CREATE TABLE mine (one); INSERT INTO mine VALUES (1)").unwrap();
    is_left_as_it_is(&file, "is not a data file of the sandbox").await;

    let (_folder, file) = changed("PRAGMA user_version = 99").await;
    is_left_as_it_is(&file, "has format 99, and this version reads 1").await;
}

#[tokio::test]
async fn damaged_files_are_refused_and_left_as_they_are() {
    let (_folder, file) = changed("UPDATE records SET value = '{' WHERE kind = 'person' AND key = 0").await;
    is_left_as_it_is(&file, "a record of person cannot be read").await;

    let (_folder, file) = changed("DELETE FROM records WHERE kind = 'clock'").await;
    is_left_as_it_is(&file, "no clock").await;

    let (_folder, file) = changed("DELETE FROM records WHERE kind = 'movement' AND key = 3").await;
    is_left_as_it_is(&file, "the ledger does not add up").await;

    let (_folder, file) = changed("DELETE FROM records WHERE kind = 'transaction' AND key = 3").await;
    is_left_as_it_is(&file, "is damaged").await;

    let (_folder, file) = data_file().await;
    let mut bytes = std::fs::read(&file).unwrap();
    bytes[8_192..40_000].fill(0x5a);
    std::fs::write(&file, bytes).unwrap();
    is_left_as_it_is(&file, "is damaged").await;

    let (_folder, file) = data_file().await;
    let bytes = std::fs::read(&file).unwrap();
    std::fs::write(&file, &bytes[..bytes.len() / 2]).unwrap();
    is_left_as_it_is(&file, "is damaged").await;
}

#[tokio::test]
async fn a_file_in_no_folder_is_said() {
    let (folder, _) = folder();
    let log = refusal(&folder.path().join("nowhere/sandbox.db"), &[]).await;
    assert!(log.contains("cannot be used: unable to open database file"), "{log}");
}

/// With a limit on the size of its files, which stands for a full disk.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn nothing_is_answered_that_the_file_has_not() {
    let (_folder, file) = data_file().await;
    let mut command = Command::new("sh");
    let script = "trap '' XFSZ; ulimit -f 800; exec \"$@\"";
    command.args(["-c", script, "sh", PROGRAM, "--port", "0", "--rate-limits", "off", "--data"]).arg(&file);
    command.env("MONEI_SANDBOX_API_KEY", API_KEY).kill_on_drop(true).stdout(Stdio::piped()).stderr(Stdio::null());
    let program = Arc::new(Program::spawn(command).await);
    let mut answered = Vec::new();
    let refused = loop {
        let reference = format!("paid-{}", answered.len());
        let (status, body) = program.post(BANK_TRANSFER, &payout(&reference)).await;
        match status {
            200 => answered.push(reference),
            _ => break (status, body),
        }
        assert!(answered.len() < 1_000, "the limit is never reached");
    };
    assert_eq!(refused.0, 500);
    let sentence = refused.1["message"].as_str().unwrap();
    assert!(sentence.contains("cannot be written"), "{sentence}");
    let people = program.get("/sandbox/people").await;
    assert_eq!(people["statusCode"], 500, "not even what is only read: the memory is ahead of the file");
    Arc::into_inner(program).unwrap().kill().await;
    let program = Program::start(&file, &[]).await;
    program.adds_up().await;
    let ada = program.ada().await.to_string();
    assert!(!answered.is_empty() && answered.iter().all(|reference| ada.contains(&format!("\"{reference}\""))));
}
