//! R49 with real processes: one pays through a proxy and is killed at a step of its payment, by SIGKILL. What it left in the
//! journal is reconciled, and must be what the ledger says.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Stdio;
use std::sync::Arc;

use monei_api::connect::Credential;
use monei_api::{Scope, ScopeSet};
use monei_client::connect::Connect;
use monei_client::{AccessToken, Api, BaseUrl, MoneyClient, RefreshToken, TokenPair, http};
use monei_core::Clock;
use monei_core::cache::CacheKey;
use monei_core::payments::{Desk, Doubt, Journal, PaymentJournal, Pin, State};
use monei_core::session::{Account, Admission, Grant, Grants, Session};
use monei_core::vault::{MemoryStore, Vault};
use monei_nightly::rounds;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader, Lines};
use tokio::net::{TcpListener, TcpStream};
use tokio::process::{Child, ChildStdout, Command};
use tokio::sync::{Mutex, Notify};

use super::scene::{EVERYTHING, Scene, to_bank};

const VARIABLE: &str = "MONEI_PAYER";
const SAYS: &str = "payer says: ";
const KEY: [u8; CacheKey::LENGTH] = [7; CacheKey::LENGTH];
const NAME: &str = "demonstration/default";

/// Where it is killed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Prepared,
    /// The connection for the payment is there.
    Connected,
    /// The whole request is out, and goes no further.
    Sent,
    /// Monei has done it, and no byte of its answer has come.
    Done,
    HalfAnswered,
    /// All of the answer is out; what becomes of it is being written down, or is not.
    Answered,
    /// It has said that it is done.
    Landed,
}

const STEPS: [Step; 7] =
    [Step::Prepared, Step::Connected, Step::Sent, Step::Done, Step::HalfAnswered, Step::Answered, Step::Landed];

/// Stands between the payer and Monei. From the moment that it is armed, the next connection is the payment's.
struct Proxy {
    monei: String,
    armed: Mutex<Option<Step>>,
    reached: Notify,
}

impl Proxy {
    async fn start(monei: &str) -> (Arc<Self>, String) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let own = listener.local_addr().unwrap();
        let url = url::Url::parse(monei).unwrap();
        let address = format!("{}:{}", url.host_str().unwrap(), url.port().unwrap());
        let proxy = Arc::new(Self { monei: address, armed: Mutex::default(), reached: Notify::new() });
        let serving = proxy.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (proxy, step) = (serving.clone(), serving.armed.lock().await.take());
                // A connection that breaks is what this is about.
                tokio::spawn(async move { proxy.carry(stream, step).await.ok() });
            }
        });
        (proxy, format!("http://{own}{}", url.path()))
    }

    async fn carry(&self, mut near: TcpStream, step: Option<Step>) -> std::io::Result<()> {
        let Some(step) = step else {
            let mut far = TcpStream::connect(&self.monei).await?;
            tokio::io::copy_bidirectional(&mut near, &mut far).await?;
            return Ok(());
        };
        if step == Step::Connected {
            return self.stop_here(near).await;
        }
        let request = read_message(&mut near).await?;
        if step == Step::Sent {
            return self.stop_here(near).await;
        }
        let mut far = TcpStream::connect(&self.monei).await?;
        far.write_all(&request).await?;
        let answer = read_message(&mut far).await?;
        let length = match step {
            Step::Done => 0,
            Step::HalfAnswered => answer.len() - 10,
            _ => answer.len(),
        };
        near.write_all(answer.get(..length).unwrap()).await?;
        near.flush().await?;
        self.stop_here(near).await
    }

    /// Lets it be killed, and holds the connection until then.
    async fn stop_here(&self, mut near: TcpStream) -> std::io::Result<()> {
        self.reached.notify_one();
        near.read_to_end(&mut Vec::new()).await?;
        Ok(())
    }
}

/// A request or an answer that tells its length.
pub async fn read_message(stream: &mut TcpStream) -> std::io::Result<Vec<u8>> {
    let mut read = Vec::new();
    loop {
        if let Some(end) = read.windows(4).position(|window| window == b"\r\n\r\n") {
            let head = String::from_utf8_lossy(read.get(..end).unwrap()).to_lowercase();
            let length = head.lines().find_map(|line| line.strip_prefix("content-length:")).unwrap().trim();
            if read.len() >= end + 4 + length.parse::<usize>().unwrap() {
                return Ok(read);
            }
        }
        if stream.read_buf(&mut read).await? == 0 {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
    }
}

/// A process that pays once.
struct Payer {
    child: Child,
    output: Lines<BufReader<ChildStdout>>,
}

impl Payer {
    fn start(api: &str, folder: &Path, token: &str, sum: u64) -> Self {
        let mut command = Command::new(std::env::current_exe().unwrap());
        command.args(["--exact", "kills::pays_once", "--nocapture"]);
        command.env(VARIABLE, format!("{api} {token} {sum} {}", folder.display()));
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::inherit()).kill_on_drop(true);
        let mut child = command.spawn().unwrap();
        let output = BufReader::new(child.stdout.take().unwrap()).lines();
        Self { child, output }
    }

    async fn hears(&mut self, wanted: &str) {
        loop {
            let line = self.output.next_line().await.unwrap().unwrap();
            if line.split_once(SAYS).is_some_and(|(_, said)| said == wanted) {
                return;
            }
        }
    }

    async fn go(&mut self) {
        self.child.stdin.as_mut().unwrap().write_all(b"go\n").await.unwrap();
    }
}

/// Not a test of its own: what the test program does when it is started as a payer.
#[test]
fn pays_once() {
    let Ok(work) = std::env::var(VARIABLE) else { return };
    let [api, token, sum, folder] = work.splitn(4, ' ').collect::<Vec<_>>().try_into().unwrap();
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(async {
        let base = BaseUrl::parse(api).unwrap();
        let session = session(&base, token, Path::new(folder)).await;
        let desk = desk(money(&base), session, Path::new(folder)).await;
        let prepared = desk.prepare(&to_bank(sum)).await.unwrap();
        println!("{SAYS}prepared");
        std::io::stdin().read_line(&mut String::new()).unwrap();
        let pin = Pin::new("975310".to_owned().into()).unwrap();
        desk.commit(prepared, Some(pin), &BTreeSet::new()).await.unwrap();
        println!("{SAYS}landed");
        std::io::stdin().read_line(&mut String::new()).unwrap();
    });
}

async fn session(base: &BaseUrl, token: &str, folder: &Path) -> Arc<Session> {
    let now = || jiff::Timestamp::UNIX_EPOCH;
    let api = Api::new(http::reading(base).unwrap(), base.clone(), now);
    let connect = Connect::new(http::single_use(base).unwrap(), base.clone(), now);
    let vault = Vault::over(Arc::new(MemoryStore::default()), "demonstration", "default").shared_through(folder);
    let session = Session::new(api, connect, vault, Clock::system(), Grants::default());
    let credential = |text: &str| Credential::new(text.to_owned());
    let tokens = TokenPair {
        access: AccessToken::new(credential(token)),
        refresh: RefreshToken::new(credential("mcr_nobody_renews_it")),
    };
    let expires_at = Clock::system().now() + jiff::SignedDuration::from_mins(50);
    let grant = Grant::new(tokens, expires_at, ScopeSet::all(), "http://relay".into(), "demonstration".into());
    let admission = session.admit(grant, Some(Account::Monei("busy".into())), ScopeSet::EMPTY).await;
    assert_eq!(admission, Admission::Admitted);
    Arc::new(session)
}

fn money(base: &BaseUrl) -> MoneyClient {
    MoneyClient::new(base.clone(), || jiff::Timestamp::UNIX_EPOCH).unwrap()
}

async fn desk(money: MoneyClient, session: Arc<Session>, folder: &Path) -> Desk<PaymentJournal> {
    let (key, clock) = (CacheKey::from_bytes(&KEY).unwrap(), Clock::system());
    let journal = PaymentJournal::open(folder, NAME, key, clock.now()).await.unwrap();
    Desk::new(session, money, journal, clock)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn r49_killed_at_any_step_a_payment_is_neither_doubled_nor_told_falsely() {
    let scene = Scene::with(EVERYTHING).await;
    let (proxy, through) = Proxy::start(scene.monei.api()).await;
    let token = scene.session.access_token(Scope::WalletWithdraw).await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let direct = money(&BaseUrl::parse(scene.monei.api()).unwrap());
    let mut sum = 100;
    for step in STEPS {
        for _ in 0..rounds(20, 100) {
            sum += 1;
            let (posts, rows) = (scene.posts("/wallet/payout/bank-transfer").await, scene.new_rows().await);
            let mut payer = Payer::start(&through, folder.path(), token.expose(), sum);
            payer.hears("prepared").await;
            if step != Step::Prepared {
                *proxy.armed.lock().await = Some(step);
                payer.go().await;
                proxy.reached.notified().await;
            }
            if step == Step::Landed {
                payer.hears("landed").await;
            }
            payer.child.kill().await.unwrap();

            let posted = scene.posts("/wallet/payout/bank-transfer").await - posts;
            let happened = scene.new_rows().await > rows;
            assert!(posted <= 1 && happened == (posted == 1), "{step:?}");
            // Another process starts.
            let desk = desk(direct.clone(), scene.session.clone(), folder.path()).await;
            let found = |records: monei_core::payments::Records| {
                assert_eq!((records.torn.len(), records.lost_at), (0, None));
                let own = format!("{sum}.00");
                records.whole.into_iter().find(|record| record.intent.amount.digits() == own).map(|it| it.state)
            };
            let left = found(desk.journal().records().await.unwrap());
            match step {
                Step::Prepared => assert_eq!(left, None),
                Step::Answered => {
                    assert!(matches!(left, Some(State::Journaled | State::Taken { .. })), "{left:?}");
                }
                Step::Landed => assert!(matches!(left, Some(State::Taken { .. })), "{left:?}"),
                _ => assert_eq!(left, Some(State::Journaled), "{step:?}"),
            }
            scene.finish().await;
            desk.reconcile().await.unwrap();
            let settled = found(desk.journal().records().await.unwrap());
            match settled {
                None => assert_eq!(step, Step::Prepared),
                Some(State::Succeeded { .. }) => assert!(happened, "{step:?}: false success"),
                Some(State::Unknown { doubt: Doubt::Interrupted }) => assert!(!happened, "{step:?}: not found"),
                other => panic!("{step:?}: {other:?}"),
            }
        }
    }
}
