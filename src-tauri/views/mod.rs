//! What crosses to the web view: plain data, no credential of any kind.
//!
//! Amounts travel as exact decimal digits, times as RFC 3339 text, so that nothing is rounded by a JavaScript number.

mod activity;
mod bills;
mod confirmation;
mod crypto;
mod deposits;
mod diagnostics;
mod overview;
mod payments;
mod settings;

use serde::{Deserialize, Serialize};
use specta::Type;

pub use self::activity::*;
pub use self::bills::*;
pub use self::confirmation::*;
pub use self::crypto::*;
pub use self::deposits::*;
pub use self::diagnostics::*;
pub use self::overview::*;
pub use self::payments::*;
pub use self::settings::*;

/// Everything that the window shows, as one consistent picture.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct AppView {
    pub environment: EnvironmentView,
    pub settings: SettingsView,
    pub keychain: KeychainView,
    pub session: SessionView,
    pub sign_in: SignInView,
    /// The nine permissions in the order of the scope table.
    pub permissions: Vec<PermissionView>,
    /// The features of this version.
    pub features: Vec<FeatureView>,
    pub profile: ProfileSection,
    pub limits: LimitsSection,
    pub balances: BalancesSection,
    /// One for each chain, in the order in which they are shown.
    pub portfolios: Vec<SourceView>,
    pub crypto_total: CryptoTotalView,
    pub transactions: TransactionsSection,
    pub bills: BillsSection,
    pub sales: SalesSection,
    pub progress: ProgressView,
    /// RFC 3339: since when Monei could not be reached, while it cannot.
    pub offline_since: Option<String>,
    /// Why what Monei tells is not kept for the next start.
    pub storage_problem: Option<ProblemView>,
    /// The kept data was damaged and lies in this file now; it is read anew from Monei.
    pub set_aside: Option<String>,
    pub payments: PaymentsView,
    pub deposits: DepositsView,
}

#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct EnvironmentView {
    pub name: String,
    pub demonstration: bool,
    /// The relay's origin, to show to people. None until an address is set.
    pub relay: Option<String>,
    /// The build names no relay: the person sets it.
    pub relay_is_theirs: bool,
    /// Why nobody can sign in to what the settings ask for.
    pub problem: Option<ProblemView>,
    pub version: String,
}

/// What the web view has painted for the first time.
#[derive(Clone, Copy, Debug, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum Painted {
    /// Its first frame.
    Frame,
    /// The first balances.
    Figures,
    /// The home page to its end.
    Home,
}

/// Where the session is kept.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(tag = "state", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum KeychainView {
    /// The self-test is running; the first one may wait for the system's unlock prompt.
    Checking,
    Ready,
    /// Not usable: the person chooses between trying again and a session in memory.
    Unavailable {
        problem: ProblemView,
    },
    /// Chosen: the session ends with the application.
    SessionOnly,
}

#[derive(Clone, Debug, Serialize, Type)]
#[serde(tag = "state", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum SessionView {
    /// The keychain has not answered yet.
    Starting,
    SignedOut,
    Connected {
        /// When the first permission was granted, RFC 3339.
        since: String,
    },
    /// Monei no longer accepts the session. What was last known stays visible.
    Reconnect {
        problem: ProblemView,
        /// The permissions that a reconnect asks for.
        scopes: Vec<String>,
    },
}

#[derive(Clone, Debug, Serialize, Type)]
#[serde(tag = "state", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum SignInView {
    Idle,
    /// The relay is being asked where to sign in.
    Opening {
        attempt: String,
        scopes: Vec<String>,
    },
    AwaitingBrowser {
        attempt: String,
        scopes: Vec<String>,
        /// Six characters that the page in the browser must show as well.
        pairing_code: String,
        /// RFC 3339; the attempt ends by itself then.
        expires_at: String,
        /// False when no browser could be started: the person then needs the link.
        browser_opened: bool,
    },
    Exchanging {
        attempt: String,
        scopes: Vec<String>,
    },
    /// What the last attempt came to, until it is dismissed.
    Ended {
        attempt: String,
        outcome: OutcomeView,
    },
}

#[derive(Clone, Debug, Serialize, Type)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum OutcomeView {
    /// Something was granted. `declined` is what was asked for and not granted.
    Connected {
        granted: Vec<String>,
        declined: Vec<String>,
    },
    /// Nothing was granted, and nothing changed.
    Denied {
        declined: Vec<String>,
    },
    Cancelled,
    Expired,
    /// Another wallet signed in than the one that is open; its answer was dropped.
    OtherAccount {
        name: Option<String>,
    },
    Failed {
        problem: ProblemView,
    },
}

#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PermissionView {
    pub scope: String,
    pub label: String,
    pub can: String,
    pub cannot: String,
    pub sensitive: bool,
    pub state: PermissionStateView,
    /// A feature of this version uses it.
    pub used: bool,
}

#[derive(Clone, Debug, Serialize, Type)]
#[serde(tag = "state", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum PermissionStateView {
    Granted {
        since: String,
    },
    /// Asked for and not granted.
    Declined {
        at: String,
    },
    NeverAsked,
    /// Granted once, but Monei refused its last use.
    Doubtful,
}

#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct FeatureView {
    pub feature: FeatureName,
    /// The one permission that it needs.
    pub scope: String,
    pub granted: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum FeatureName {
    Profile,
    Limits,
    Balances,
    Transactions,
    Bills,
    Sales,
    Send,
    Withdraw,
    AddMoney,
    PayBills,
    Swap,
}

/// An exact amount: plain decimal digits with the currency's minor units, such as `1805.00`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct MoneyView {
    pub digits: String,
    pub currency: String,
}

/// What went wrong, as a code that the texts of the UI explain.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ProblemView {
    pub code: ProblemCode,
    /// When trying again makes sense.
    pub retry_after_seconds: Option<u32>,
    /// Monei's own words, to be shown below ours.
    pub monei_says: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum ProblemCode {
    /// No answer from Monei.
    MoneiUnreachable,
    /// Monei answered with a fault of its own (5xx).
    MoneiFault,
    /// Monei asks to wait.
    RateLimited,
    /// The answer could not be understood.
    Unreadable,
    /// The computer's clock is so wrong that no connection can be trusted.
    ClockWrong,
    /// 403 for a permission that is held: a limit, or the permission was taken back.
    Refused,
    /// 404 and other refusals of a read.
    NotAvailable,
    /// Monei refuses to renew a session that has run out.
    SessionEnded,
    /// Monei refuses tokens that were good: they were taken back there, or used from somewhere else.
    SessionRevoked,
    /// The answer to a token renewal was lost, and Monei has since refused both tokens.
    SessionLost,
    /// Another program on this computer, which shares the keychain, disconnected the wallet.
    DisconnectedElsewhere,
    /// Monei's answer names no wallet, so it could be somebody else's; asking again includes a permission that tells.
    AccountUnknown,
    /// The settings file names a platform that cannot be used.
    EnvironmentUnusable,
    /// No relay address is set.
    RelayMissing,
    /// What was typed is no address of a relay.
    RelayAddress,
    RelayUnreachable,
    /// The relay's metadata or answers break its contract.
    RelayUnreadable,
    /// The relay serves another environment.
    RelayEnvironment,
    /// The relay refused the exchange.
    RelayRefused,
    RelayBusy,
    /// Neither the link handler nor a loopback port could be used for the way back.
    NoWayBack,
    /// No Secret Service, or no session bus.
    KeychainMissing,
    KeychainLocked,
    KeychainUnwritable,
    /// The kept session could not be read back whole; it was left untouched.
    KeychainDamaged,
    /// Another program of the wallet holds the keychain's entries, and does not let go of them.
    VaultBusy,
    /// The lock that these programs share cannot be made in the data folder.
    DataFolderUnwritable,
    /// The new tokens are only in memory so far.
    SessionNotKept,
    /// The disk is full: what Monei tells is not kept for the next start.
    StorageFull,
    /// The app's data folder cannot be written.
    StorageUnwritable,
    StorageFailed,
    ClipboardUnavailable,
    /// The system opened no print dialog.
    PrintUnavailable,
    ExportDiskFull,
    ExportNotWritable,
    ExportFailed,
    /// The system did not make this program the one that is started for its links.
    LinksNotRegistered,
    /// The system has no program that shows the file.
    FileNotOpened,
    /// Payments are journaled, and the journal's key needs a keychain that keeps it.
    PaymentsNeedKeychain,
    /// The journal of payments cannot be read or written, so nothing is sent.
    JournalUnusable,
    /// The command does not fit what the application is doing now.
    NotNow,
}

/// What Disconnect did, step by step.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct DisconnectView {
    /// Every token pair was revoked at Monei. If not, the local tokens are gone all the same.
    pub revoked: bool,
    pub problem: Option<ProblemView>,
    pub tokens_removed: bool,
    pub data_removed: bool,
}
