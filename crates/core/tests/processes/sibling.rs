//! A process that does what its parent says, a line at a time, and answers each line with one.

use std::path::Path;
use std::process::Stdio;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicUsize, Ordering::SeqCst};
use std::time::Duration;

use jiff::Timestamp;
use monei_api::connect::Credential;
use monei_api::{Scope, ScopeSet};
use monei_client::calls::WalletRead;
use monei_client::connect::Connect;
use monei_client::{AccessToken, Api, BaseUrl, RefreshToken, TokenPair, http};
use monei_core::Clock;
use monei_core::session::{Account, Admission, Grant, Session, SessionError};
use monei_core::vault::{FileStore, SecretStore, StoreError, Turn, Vault};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader, Lines};
use tokio::process::{Child, ChildStdin, ChildStdout, Command};
use zeroize::Zeroizing;

use crate::monei;

const VARIABLE: &str = "MONEI_SIBLING";
const PASSPHRASE: &str = "shared by all of them";
/// The test's own lines stand between others of the test program.
const ANSWER: &str = "answer: ";
/// What a sibling says when it has come to the point at which it is to be killed.
pub const DYING: &str = "at the point";
const PATIENCE: Duration = Duration::from_mins(1);

/// A running sibling, as its parent sees it.
pub struct Sibling {
    child: Child,
    input: ChildStdin,
    output: Lines<BufReader<ChildStdout>>,
}

impl Sibling {
    pub async fn start(api: &str, folder: &Path) -> Self {
        let mut command = Command::new(std::env::current_exe().unwrap());
        command.args(["--exact", "sibling::does_what_its_parent_says", "--nocapture"]);
        command.env(VARIABLE, format!("{api} {}", folder.display()));
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::inherit()).kill_on_drop(true);
        let mut child = command.spawn().unwrap();
        let (input, output) = (child.stdin.take().unwrap(), child.stdout.take().unwrap());
        let mut sibling = Self { child, input, output: BufReader::new(output).lines() };
        assert_eq!(sibling.answer().await, "ready");
        sibling
    }

    pub async fn tell(&mut self, line: &str) {
        self.input.write_all(format!("{line}\n").as_bytes()).await.unwrap();
    }

    pub async fn answer(&mut self) -> String {
        loop {
            let line = self.output.next_line().await.unwrap().expect("the sibling has ended");
            if let Some((_, answer)) = line.split_once(ANSWER) {
                return answer.to_owned();
            }
        }
    }

    pub async fn ask(&mut self, line: &str) -> String {
        self.tell(line).await;
        self.answer().await
    }

    /// SIGKILL.
    pub async fn kill(mut self) {
        self.child.kill().await.unwrap();
    }
}

pub fn open_store(folder: &Path) -> FileStore {
    FileStore::open(&folder.join("secrets"), PASSPHRASE).unwrap()
}

pub fn vault(store: Arc<dyn SecretStore>, folder: &Path) -> Vault {
    Vault::over(store, "demonstration", "default").shared_through(folder)
}

/// Not a test of its own: what the test program does when it is started as a sibling.
#[test]
fn does_what_its_parent_says() {
    let Ok(work) = std::env::var(VARIABLE) else { return };
    let (api, folder) = work.split_once(' ').unwrap();
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(async {
        let mut desk = Desk::open(&BaseUrl::parse(api).unwrap(), Path::new(folder)).await;
        say("ready");
        for line in std::io::stdin().lines() {
            say(&desk.act(&line.unwrap()).await);
        }
    });
}

fn say(answer: &str) {
    println!("{ANSWER}{answer}");
}

struct Desk {
    session: Session,
    vault: Vault,
    store: Arc<Mortal>,
    seconds: Arc<AtomicI64>,
    turn: Option<Turn>,
}

impl Desk {
    /// As a program starts: with what the vault holds.
    async fn open(base: &BaseUrl, folder: &Path) -> Self {
        let store = Arc::new(Mortal { inner: open_store(folder), left: AtomicUsize::new(usize::MAX) });
        let vault = vault(store.clone(), folder);
        let found = vault.load_grants().await.unwrap();
        let seconds = Arc::new(AtomicI64::new(0));
        let shown = seconds.clone();
        let clock = Clock::new(move || Timestamp::from_second(shown.load(SeqCst)).unwrap());
        let now = || Timestamp::UNIX_EPOCH;
        let api = Api::new(http::reading(base).unwrap(), base.clone(), now);
        let connect = Connect::new(http::single_use(base).unwrap(), base.clone(), now);
        let session = Session::resume(api, connect, vault.clone(), clock, found);
        Self { session, vault, store, seconds, turn: None }
    }

    async fn act(&mut self, line: &str) -> String {
        let (what, number) = line.split_once(' ').unwrap_or((line, "0"));
        let number: i64 = number.parse().unwrap();
        match what {
            "balance" => {
                self.seconds.store(number, SeqCst);
                match self.balance().await {
                    Ok(balance) => balance,
                    Err(error) => format!("{error:?}"),
                }
            }
            "sign-in" => {
                self.sign_in(usize::try_from(number).unwrap()).await;
                "signed in".to_owned()
            }
            "disconnect" => {
                let _turn = self.vault.turn(PATIENCE).await.unwrap();
                self.vault.remove_grants().await.unwrap();
                "disconnected".to_owned()
            }
            "hold" => {
                self.turn = Some(self.vault.turn(PATIENCE).await.unwrap());
                "held".to_owned()
            }
            "die-after" => {
                self.store.left.store(number.try_into().unwrap(), SeqCst);
                "mortal".to_owned()
            }
            other => panic!("{other}"),
        }
    }

    async fn balance(&self) -> Result<String, SessionError> {
        let wallet = self.session.with::<WalletRead>()?.wallet().await?;
        Ok(wallet.naira_balance.into_option().unwrap().amount.to_string())
    }

    /// The pair that Monei knows, and others whose tokens are so long.
    async fn sign_in(&self, length: usize) {
        let (access, refresh) = monei::pair(0);
        self.admit(access, refresh, Scope::WalletRead).await;
        for scope in [Scope::ProfileRead, Scope::KycRead, Scope::BillsPay] {
            let name = format!("{}{}", scope.name(), "x".repeat(length));
            self.admit(format!("mct_{name}"), format!("mcr_{name}"), scope).await;
        }
    }

    async fn admit(&self, access: String, refresh: String, scope: Scope) {
        let tokens = TokenPair {
            access: AccessToken::new(Credential::new(access)),
            refresh: RefreshToken::new(Credential::new(refresh)),
        };
        let expires_at = Timestamp::from_second(monei::LIFETIME).unwrap();
        let (issuer, environment) = ("http://127.0.0.1:1".to_owned(), self.vault.environment().to_owned());
        let candidate = Grant::new(tokens, expires_at, scope.into(), issuer, environment);
        let ada = Account::Monei("ada".into());
        assert_eq!(self.session.admit(candidate, Some(ada), ScopeSet::EMPTY).await, Admission::Admitted);
        assert!(self.session.is_kept());
    }
}

/// A store that stops before an operation, for its process to be killed there.
#[derive(Debug)]
struct Mortal {
    inner: FileStore,
    left: AtomicUsize,
}

impl Mortal {
    fn live(&self) {
        if self.left.fetch_update(SeqCst, SeqCst, |left| left.checked_sub(1)).is_err() {
            say(DYING);
            loop {
                std::thread::park();
            }
        }
    }
}

impl SecretStore for Mortal {
    fn read(&self, item: &str) -> Result<Option<Zeroizing<Vec<u8>>>, StoreError> {
        self.live();
        self.inner.read(item)
    }

    fn write(&self, item: &str, secret: &[u8]) -> Result<(), StoreError> {
        self.live();
        self.inner.write(item, secret)
    }

    fn remove(&self, item: &str) -> Result<(), StoreError> {
        self.live();
        self.inner.remove(item)
    }
}
