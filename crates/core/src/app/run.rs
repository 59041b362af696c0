//! The loop itself: state, and which part answers which input.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use monei_api::Scope;
use monei_client::connect::Connect;
use monei_client::{Api, http};
use reqwest::Client;
use tokio::sync::{mpsc, watch};

use super::cache::Memory;
use super::deposits::Depositing;
use super::payments::Paying;
use super::{App, Config, Input, Snapshot};
use crate::activity::Progress;
use crate::clock::{generator, system_now};
use crate::overview::Overview;
use crate::problem::Problem;
use crate::session::{Session, SharedSession};
use crate::settings::{Choice, Settings};
use crate::sign_in::SignIn;
use crate::sync::{Gate, Schedule};
use crate::vault::{Reading, Vault};

/// Where tokens are kept.
pub(super) enum Keychain {
    Checking,
    Ready(Vault),
    Unavailable(Problem),
    /// In memory, by the person's choice.
    SessionOnly(Vault),
}

impl Keychain {
    pub(super) const fn vault(&self) -> Option<&Vault> {
        match self {
            Self::Ready(vault) | Self::SessionOnly(vault) => Some(vault),
            Self::Checking | Self::Unavailable(_) => None,
        }
    }
}

pub(super) struct Loop {
    pub(super) config: Config,
    pub(super) settings: Settings,
    pub(super) inputs: mpsc::Sender<Input>,
    /// To Monei, for reading and for tokens.
    pub(super) reading: Client,
    single_use: Client,
    pub(super) to_relay: Client,
    pub(super) keychain: Keychain,
    /// None until the keychain has answered.
    pub(super) session: Option<SharedSession>,
    /// Tells answers for an earlier session apart.
    pub(super) serial: u64,
    pub(super) sign_in: SignIn,
    pub(super) overview: Overview,
    pub(super) schedule: Schedule,
    /// What every call for reading passes.
    pub(super) gate: Arc<Gate>,
    /// What is kept of it on disk.
    pub(super) memory: Memory,
    pub(super) paying: Paying,
    pub(super) depositing: Depositing,
    /// Believed to be granted, but Monei refused their last use.
    pub(super) doubtful: BTreeSet<Scope>,
    /// Links that came before the keychain could tell whether an attempt is pending.
    pub(super) early_links: Vec<String>,
    /// Grants that the keychain refused are being tried again.
    pub(super) keeping: bool,
    /// The last session is being removed: a new one would meet its remains.
    pub(super) disconnecting: bool,
    /// Held by whoever changes the list of pairs that are to be revoked.
    pub(super) revoking: Arc<tokio::sync::Mutex<()>>,
    pub(super) snapshots: watch::Sender<Arc<Snapshot>>,
}

const EARLY_LINKS: usize = 64;
const LONGEST_SLEEP: Duration = Duration::from_secs(30);
const TOLD_EVERY: Duration = Duration::from_millis(150);

pub(super) fn start(config: Config) -> Result<App, reqwest::Error> {
    let (inputs, received) = mpsc::channel(256);
    let settings = config.settings.load();
    let mut this = Loop {
        settings,
        inputs: inputs.clone(),
        reading: http::reading(&config.environment.api)?,
        single_use: http::single_use(&config.environment.api)?,
        to_relay: http::single_use(config.environment.relay.as_ref().unwrap_or(&config.environment.api))?,
        keychain: Keychain::Checking,
        session: None,
        serial: 0,
        sign_in: SignIn::Idle,
        overview: Overview::default(),
        schedule: Schedule::new(config.pace, generator()),
        gate: Arc::new(Gate::new(config.clock.clone())),
        memory: Memory::new(),
        paying: Paying::default(),
        depositing: Depositing::default(),
        doubtful: BTreeSet::new(),
        early_links: Vec::new(),
        keeping: false,
        disconnecting: false,
        revoking: Arc::default(),
        snapshots: watch::Sender::new(Arc::new(Snapshot::default())),
        config,
    };
    this.publish();
    let (snapshots, kept) = (this.snapshots.subscribe(), this.memory.share());
    this.open_keychain();
    tokio::spawn(this.run(received));
    Ok(App { inputs, snapshots, kept })
}

/// Returns when something was told that was not seen yet.
async fn changed<T>(mut told: watch::Receiver<T>) {
    // Who told it is gone, with the wallet that it was about.
    if told.changed().await.is_err() {
        std::future::pending::<()>().await;
    }
}

/// While a long list is read it changes many times a second; people are told less often.
async fn list_changed(progress: watch::Receiver<Progress>) {
    changed(progress).await;
    tokio::time::sleep(TOLD_EVERY).await;
}

impl Loop {
    async fn run(mut self, mut inputs: mpsc::Receiver<Input>) {
        loop {
            let input = tokio::select! {
                input = inputs.recv() => input,
                () = self.until_due() => Some(Input::Due),
                () = list_changed(self.memory.progress.clone()) => Some(Input::ListChanged),
                () = changed(self.memory.set_aside.clone()) => Some(Input::DatabaseReplaced),
            };
            let Some(input) = input else { return };
            self.handle(input);
            self.open_cache();
            self.open_desk();
            self.watch_keeping();
            self.publish();
        }
    }

    /// Returns when something is to be asked for.
    async fn until_due(&self) {
        let due = [self.next_due(), self.paying.next_due(), self.next_about_deposits()].into_iter().flatten().min();
        let Some(due) = due else { return std::future::pending().await };
        loop {
            let left = due.duration_since(self.config.clock.now());
            if !left.is_positive() {
                return;
            }
            // A sleep does not count the time that the computer sleeps.
            tokio::time::sleep(left.unsigned_abs().min(LONGEST_SLEEP)).await;
        }
    }

    fn handle(&mut self, input: Input) {
        match input {
            Input::Connect { scopes, reply } => {
                let _ = reply.send(self.begin_sign_in(scopes));
            }
            Input::OpenAgain => self.open_browser(),
            Input::Cancel(id) => self.cancel(&id),
            Input::DismissOutcome => self.dismiss_outcome(),
            Input::Refresh => self.refresh(),
            Input::RefreshSource(id) => self.refresh_source(&id),
            Input::Visible(visible) => self.set_visible(visible),
            Input::OpenPage(page) => self.open_page(page),
            Input::Due => {
                self.ask_for_what_is_due();
                self.reconcile_if_due();
                self.ask_about_deposits_if_due();
            }
            Input::Disconnect(reply) => self.disconnect(reply),
            Input::RetryKeychain => self.retry_keychain(),
            Input::UseSessionOnly => self.use_session_only(),
            Input::Choose(choice) => self.choose(choice),
            Input::Diagnose { surroundings, checks } => self.diagnose(surroundings, checks),
            Input::UseRelay { address, reply } => self.use_relay(&address, reply),
            Input::RelayChecked { checked, reply } => self.relay_checked(checked, reply),
            Input::SignInLink(reply) => {
                let _ = reply.send(self.sign_in_link());
            }
            Input::Link(link) => self.link(link),
            Input::KeychainOpened(result) => self.keychain_opened(result),
            Input::Prepared { id, result } => self.prepared(&id, result),
            Input::BrowserOpened { id, opened } => self.browser_opened(&id, opened),
            Input::TimeIsUp(id) => self.time_is_up(&id),
            Input::AttemptKept(id) => self.attempt_kept(&id),
            Input::Exchanged { id, result } => self.exchanged(&id, result),
            Input::Admitted { id, granted, result } => self.admitted(&id, granted, result),
            Input::CacheOpened { serial, opened } => self.cache_opened(serial, opened.map(|opened| *opened)),
            Input::ListChanged => self.list_changed(),
            Input::DatabaseReplaced => self.database_replaced(),
            Input::Reopened { serial, open } => self.reopened(serial, open),
            Input::Loaded { serial, loaded } => self.loaded(serial, *loaded),
            Input::TryToKeep => self.try_to_keep(),
            Input::KeptAgain => self.keeping = false,
            Input::Disconnected { report, reply } => {
                self.disconnecting = false;
                // Only now: whoever hears it may sign in again.
                let _ = reply.send(report);
            }
            Input::Prepare { order, reply } => self.prepare(order, reply),
            Input::PaymentPrepared { serial, prepared, reply } => self.payment_prepared(serial, prepared, reply),
            Input::ConfirmPayment { id, pin, beside_look_alikes, reply } => {
                self.confirm_payment(&id, pin, beside_look_alikes, reply);
            }
            Input::CancelPayment(id) => self.cancel_payment(&id),
            Input::QuoteAgain { id, reply } => self.quote_again(id, reply),
            Input::QuotedAgain { serial, id, quote, reply } => self.quoted_again(serial, &id, quote, reply),
            Input::DeskOpened { serial, opened } => self.desk_opened(serial, opened),
            Input::Committed { serial, id, result, records } => self.committed(serial, id, result, records),
            Input::Reconciled { serial, landed, result, records } => {
                self.reconciled(serial, landed, result, records);
            }
            Input::StartDeposit { wanted, reply } => self.start_deposit(wanted, reply),
            Input::DepositPage { reference, reply } => {
                let _ = reply.send(self.deposit_page(&reference));
            }
            Input::DepositStarted { serial, reference, begun, reply } => {
                self.deposit_started(serial, &reference, begun, reply);
            }
            Input::DepositsRead { serial, found } => self.deposits_read(serial, found),
            Input::DepositsTold { serial, told } => self.deposits_told(serial, told),
            Input::DiagnoseSession(checks) => self.diagnose_session(checks),
            Input::Diagnosed => {}
        }
    }

    fn link(&mut self, link: String) {
        if self.keychain.vault().is_some() {
            self.answer(&link);
        } else if self.early_links.len() < EARLY_LINKS {
            self.early_links.push(link);
        }
    }

    /// Opens a page beside the loop: the system may take its time.
    fn open_page(&self, page: url::Url) {
        let shell = self.config.shell.clone();
        tokio::task::spawn_blocking(move || {
            if let Err(error) = shell.open_browser(&page) {
                tracing::warn!(%error, "a page could not be opened");
            }
        });
    }

    fn choose(&mut self, choice: Choice) {
        self.settings.choose(choice);
        self.save_settings();
    }

    /// Written here and now: the file is tiny, and two writers side by side could leave the older choice.
    pub(super) fn save_settings(&self) {
        if let Err(error) = self.config.settings.save(&self.settings) {
            tracing::warn!(%error, "the settings could not be saved");
        }
    }

    /// A session over what the vault holds, in the environment that the application was started for.
    pub(super) fn make_session(&self, vault: Vault, found: Option<Reading>) -> SharedSession {
        let base = &self.config.environment.api;
        let api = Api::new(self.reading.clone(), base.clone(), system_now);
        Arc::new(Session::resume(api, self.make_connect(), vault, self.config.clock.clone(), found))
    }

    pub(super) fn make_connect(&self) -> Connect {
        Connect::new(self.single_use.clone(), self.config.environment.api.clone(), system_now)
    }

    /// Runs work beside the loop; what it returns comes back as an input.
    pub(super) fn spawn(&self, work: impl Future<Output = Input> + Send + 'static) {
        let inputs = self.inputs.clone();
        tokio::spawn(async move {
            // The loop is gone when the application ends, and then nobody waits for the answer.
            let _ = inputs.send(work.await).await;
        });
    }

    fn publish(&mut self) {
        let snapshot = Arc::new(self.picture());
        self.snapshots.send_replace(snapshot);
    }
}
