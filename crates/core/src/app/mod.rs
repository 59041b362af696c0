//! The application: one loop that owns all state.
//!
//! A click, a link and an answer from the network are all an [`Input`]; work that takes time runs in tasks of its own and
//! reports back as one. After each input the loop publishes a [`Snapshot`].

mod activity;
mod billers;
mod cache;
mod crypto;
mod deposits;
mod diagnostics;
mod disconnect;
mod keychain;
mod lists;
mod overview;
mod payees;
mod payments;
mod recipients;
mod relay;
mod run;
mod sign_in;
mod snapshot;

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

use tokio::sync::{mpsc, oneshot, watch};
use url::Url;

use self::activity::Kept;
use self::cache::{Open, OpenedCache};
pub use self::crypto::KnownRecipient;
use self::deposits::{Asked, Begun};
pub use self::deposits::{Deposits, ShownDeposit};
use self::keychain::Opened;
pub use self::lists::Freshness;
use self::overview::Loaded;
use self::payments::OpenedDesk;
pub use self::payments::{Addressee, Confirmation, DeskState, NotReady, OnChain, Payments};
pub use self::recipients::Recipient;
use self::relay::{CheckedRelay, RelayReply};
use self::sign_in::Prepared;
pub use self::snapshot::{KeychainState, PermissionState, SectionState, SessionState, SignInState, Snapshot};
use crate::clock::Clock;
use crate::deposits::{Deposit, NewDeposit};
use crate::diagnostics::{Check, SUBJECTS, Surroundings};
use crate::environment::Environment;
use crate::identity::Identity;
use crate::payments::desk::{Committed, NotPrepared, NotSent, Reconciled};
use crate::payments::quote::Quote;
use crate::payments::{IntentId, JournalError, Order, Pin, Records, Reference};
use crate::problem::{Problem, ProblemCode};
use crate::session::Candidate;
pub use crate::session::parting::DisconnectReport;
use crate::settings::{Choice, SettingsFile};
use crate::sign_in::{AttemptId, Outcome};
use crate::sync::Pace;
use crate::sync::read::ReadError;
use crate::vault::SecretStore;
use monei_api::ScopeSet;

/// What the loop needs of the window's side. Both calls may block.
pub trait Shell: Send + Sync + 'static {
    /// Opens the person's own browser.
    fn open_browser(&self, url: &Url) -> Result<(), BrowserNotOpened>;
    /// This application is the one that the system starts for links of its scheme.
    fn handles_links(&self) -> bool;
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no browser could be opened")]
pub struct BrowserNotOpened;

/// Opens the keychain; called again when a person asks to try again.
pub type OpenKeychain = Arc<dyn Fn() -> Result<Arc<dyn SecretStore>, crate::vault::StoreError> + Send + Sync>;

/// What an application is made with.
pub struct Config {
    pub identity: Identity,
    pub environment: Environment,
    /// Why nobody can sign in to what the settings ask for.
    pub environment_problem: Option<ProblemCode>,
    pub settings: SettingsFile,
    pub clock: Clock,
    pub keychain: OpenKeychain,
    pub shell: Arc<dyn Shell>,
    /// Where the cache is kept; in memory where the system names no folder.
    pub data: Option<PathBuf>,
    pub pace: Pace,
}

impl fmt::Debug for Config {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Config").field("identity", &self.identity.identifier).finish_non_exhaustive()
    }
}

/// Everything that can happen to the application.
enum Input {
    // From the person.
    Connect {
        scopes: ScopeSet,
        reply: oneshot::Sender<Result<(), Problem>>,
    },
    OpenAgain,
    Cancel(AttemptId),
    DismissOutcome,
    Refresh,
    RefreshSource(String),
    Visible(bool),
    OpenPage(Url),
    Disconnect(oneshot::Sender<DisconnectReport>),
    RetryKeychain,
    UseSessionOnly,
    Choose(Choice),
    Diagnose {
        surroundings: Surroundings,
        checks: mpsc::Sender<Check>,
    },
    UseRelay {
        address: String,
        reply: RelayReply,
    },
    SignInLink(oneshot::Sender<Option<Url>>),
    Prepare {
        order: Order,
        reply: oneshot::Sender<Result<IntentId, NotReady>>,
    },
    ConfirmPayment {
        id: IntentId,
        pin: Option<Pin>,
        beside_look_alikes: bool,
        reply: oneshot::Sender<Result<(), NotReady>>,
    },
    CancelPayment(IntentId),
    StartDeposit {
        wanted: NewDeposit,
        reply: oneshot::Sender<Result<Reference, NotReady>>,
    },
    DepositPage {
        reference: String,
        reply: oneshot::Sender<Option<Url>>,
    },
    QuoteAgain {
        id: IntentId,
        reply: oneshot::Sender<Result<Arc<Confirmation>, NotReady>>,
    },
    // From outside.
    Link(String),
    // From time.
    Due,
    // From the loop's own tasks.
    RelayChecked {
        checked: Result<CheckedRelay, Problem>,
        reply: RelayReply,
    },
    KeychainOpened(Result<Box<Opened>, Problem>),
    Prepared {
        id: AttemptId,
        result: Result<Prepared, Problem>,
    },
    AttemptKept(AttemptId),
    BrowserOpened {
        id: AttemptId,
        opened: bool,
    },
    TimeIsUp(AttemptId),
    Exchanged {
        id: AttemptId,
        result: Result<Box<Candidate>, Problem>,
    },
    Admitted {
        id: AttemptId,
        granted: ScopeSet,
        result: Result<Outcome, Problem>,
    },
    CacheOpened {
        serial: u64,
        opened: Option<Box<OpenedCache>>,
    },
    ListChanged,
    DatabaseReplaced,
    Reopened {
        serial: u64,
        open: Option<Open>,
    },
    Loaded {
        serial: u64,
        loaded: Box<Loaded>,
    },
    TryToKeep,
    KeptAgain,
    DeskOpened {
        serial: u64,
        opened: Result<Box<OpenedDesk>, JournalError>,
    },
    PaymentPrepared {
        serial: u64,
        prepared: Result<Box<crate::payments::Prepared>, NotPrepared>,
        reply: oneshot::Sender<Result<IntentId, NotReady>>,
    },
    QuotedAgain {
        serial: u64,
        id: IntentId,
        quote: Result<Option<Quote>, NotPrepared>,
        reply: oneshot::Sender<Result<Arc<Confirmation>, NotReady>>,
    },
    Committed {
        serial: u64,
        id: IntentId,
        result: Result<Committed, NotSent>,
        records: Result<Records, JournalError>,
    },
    Reconciled {
        serial: u64,
        landed: u64,
        result: Result<Reconciled, NotPrepared>,
        records: Result<Records, JournalError>,
    },
    DepositStarted {
        serial: u64,
        reference: Reference,
        begun: Result<Begun, ReadError>,
        reply: oneshot::Sender<Result<Reference, NotReady>>,
    },
    DepositsRead {
        serial: u64,
        found: Vec<Deposit>,
    },
    DepositsTold {
        serial: u64,
        told: Vec<Asked>,
    },
    Disconnected {
        report: DisconnectReport,
        reply: oneshot::Sender<DisconnectReport>,
    },
    /// The keychain has answered, or takes too long to.
    DiagnoseSession(mpsc::Sender<Check>),
    /// The calls of the checks may have changed what is shown of the session.
    Diagnosed,
}

/// A running application. Clones speak to the same one.
#[derive(Clone, Debug)]
pub struct App {
    inputs: mpsc::Sender<Input>,
    snapshots: watch::Receiver<Arc<Snapshot>>,
    /// What is kept of the connected wallet, while it is open.
    kept: watch::Receiver<Option<Kept>>,
}

impl App {
    /// Starts the loop on the current tokio runtime. It neither waits for the keychain nor for the network.
    pub fn start(config: Config) -> Result<Self, reqwest::Error> {
        run::start(config)
    }

    /// What is shown now.
    pub fn snapshot(&self) -> Arc<Snapshot> {
        self.snapshots.borrow().clone()
    }

    /// Yields each new picture; intermediate ones may be skipped.
    pub fn snapshots(&self) -> watch::Receiver<Arc<Snapshot>> {
        self.snapshots.clone()
    }

    /// Begins a sign-in for exactly these permissions. An attempt that is under way is given up for it.
    pub async fn connect(&self, scopes: ScopeSet) -> Result<(), Problem> {
        self.ask(|reply| Input::Connect { scopes, reply }).await.unwrap_or(Err(ProblemCode::NotNow.into()))
    }

    /// Opens the browser once more for the attempt that waits for it.
    pub async fn open_again(&self) {
        self.tell(Input::OpenAgain).await;
    }

    /// The address that the browser was given, for a person to carry there by hand.
    pub async fn sign_in_link(&self) -> Option<Url> {
        self.ask(Input::SignInLink).await.flatten()
    }

    pub async fn cancel(&self, attempt: AttemptId) {
        self.tell(Input::Cancel(attempt)).await;
    }

    pub async fn dismiss_outcome(&self) {
        self.tell(Input::DismissOutcome).await;
    }

    /// A link of our scheme was opened. It may come from anywhere.
    pub async fn link(&self, url: String) {
        self.tell(Input::Link(url)).await;
    }

    pub async fn refresh(&self) {
        self.tell(Input::Refresh).await;
    }

    /// Asks for one chain again, by its id. One that is not listed any more is nothing to ask for.
    pub async fn refresh_source(&self, id: String) {
        self.tell(Input::RefreshSource(id)).await;
    }

    /// The window can be seen, or not: a person came to it, minimized it, hid it.
    pub async fn set_visible(&self, visible: bool) {
        self.tell(Input::Visible(visible)).await;
    }

    /// Removes tokens and data here at once, and revokes at Monei, now or as soon as it can be reached.
    pub async fn disconnect(&self) -> Option<DisconnectReport> {
        self.ask(Input::Disconnect).await
    }

    pub async fn retry_keychain(&self) {
        self.tell(Input::RetryKeychain).await;
    }

    pub async fn use_session_only(&self) {
        self.tell(Input::UseSessionOnly).await;
    }

    /// Changes one setting, for now and for the next start.
    pub async fn choose(&self, choice: Choice) {
        self.tell(Input::Choose(choice)).await;
    }

    /// Looks at everything that the application depends on. Each check arrives when it has ended; the channel closes
    /// after the last one.
    pub async fn diagnose(&self, surroundings: Surroundings) -> mpsc::Receiver<Check> {
        let (checks, received) = mpsc::channel(SUBJECTS);
        self.tell(Input::Diagnose { surroundings, checks }).await;
        received
    }

    /// Signs in through this relay from now on, if it is one for this platform.
    pub async fn use_relay(&self, address: String) -> Result<(), Problem> {
        self.ask(|reply| Input::UseRelay { address, reply }).await.unwrap_or(Err(ProblemCode::NotNow.into()))
    }

    /// Makes an order into something that the person can be asked about: it is in the snapshot from then on, and waits for
    /// [`App::confirm_payment`] or [`App::cancel_payment`]. Nothing is sent and nothing is kept.
    pub async fn prepare_payment(&self, order: Order) -> Result<IntentId, NotReady> {
        self.ask(|reply| Input::Prepare { order, reply }).await.unwrap_or(Err(ProblemCode::NotNow.into()))
    }

    /// The person's word on what waits for it, once. Whoever may call this can spend: only the confirmation window may.
    pub async fn confirm_payment(
        &self,
        id: IntentId,
        pin: Option<Pin>,
        beside_look_alikes: bool,
    ) -> Result<(), NotReady> {
        let confirmed = self.ask(|reply| Input::ConfirmPayment { id, pin, beside_look_alikes, reply }).await;
        confirmed.unwrap_or(Err(ProblemCode::NotNow.into()))
    }

    /// What the payment that waits would bring now: nothing is confirmed by an old quote. Brings what is to be shown.
    pub async fn quote_again(&self, id: IntentId) -> Result<Arc<Confirmation>, NotReady> {
        self.ask(|reply| Input::QuoteAgain { id, reply }).await.unwrap_or(Err(ProblemCode::NotNow.into()))
    }

    /// The person does not want it. What is being sent already is let land.
    pub async fn cancel_payment(&self, id: IntentId) {
        self.tell(Input::CancelPayment(id)).await;
    }

    async fn tell(&self, input: Input) {
        if self.inputs.send(input).await.is_err() {
            tracing::error!("the application has stopped");
        }
    }

    async fn ask<T>(&self, input: impl FnOnce(oneshot::Sender<T>) -> Input) -> Option<T> {
        let (reply, answer) = oneshot::channel();
        self.tell(input(reply)).await;
        answer.await.ok()
    }
}
