//! From the core's snapshot to what the window is told.

pub(crate) mod activity;
mod bills;
pub mod crypto;
mod deposits;
mod on_chain;
pub mod orders;
mod overview;
pub mod payments;
pub mod settings;

use jiff::Timestamp;
use monei_api::{Money, Scope, ScopeSet};
use monei_core::Snapshot;
use monei_core::app::{KeychainState, PermissionState, SectionState, SessionState, SignInState};
use monei_core::feature::Feature;
use monei_core::overview::{Portfolio, Source};
use monei_core::sign_in::Outcome;

use crate::views::{
    AppView, BalancesSection, BalancesView, BillsSection, BillsView, EnvironmentView, FeatureName, FeatureView,
    KeychainView, LimitsSection, LimitsView, MoneyView, OutcomeView, PermissionStateView, PermissionView,
    PortfolioSection, PortfolioView, ProblemCode, ProfileSection, ProfileView, SalesSection, SalesView, SessionView,
    SignInView, SourceView, TransactionsSection, TransactionsView,
};

/// The section types differ in nothing but their value: the bindings have no generic enums.
macro_rules! section {
    ($view:ident, $state:expr, $convert:expr) => {
        match $state {
            SectionState::Locked(scope) => $view::Locked { scope: scope.name().to_owned() },
            SectionState::Loading => $view::Loading,
            SectionState::Ready { latest, refreshing, stale } => $view::Ready {
                value: Box::new($convert(&latest.value)),
                as_of: time(latest.as_of),
                refreshing: *refreshing,
                stale: stale.as_ref().map(Into::into),
            },
            SectionState::Failed { problem, refreshing } => {
                $view::Failed { problem: problem.into(), refreshing: *refreshing }
            }
        }
    };
}
pub fn of(snapshot: &Snapshot, demonstration: bool, version: &str) -> AppView {
    AppView {
        environment: EnvironmentView {
            name: snapshot.environment.clone(),
            demonstration: demonstration || snapshot.environment == monei_core::environment::DEMONSTRATION,
            relay: snapshot.relay.clone(),
            relay_is_theirs: snapshot.relay_is_theirs,
            problem: snapshot.environment_problem.map(|code| ProblemCode::from(code).into()),
            version: version.to_owned(),
        },
        settings: settings::view(snapshot.appearance, snapshot.way_back),
        keychain: keychain(&snapshot.keychain),
        session: session(&snapshot.session),
        sign_in: sign_in(&snapshot.sign_in),
        permissions: snapshot.permissions.iter().map(|(scope, state)| permission(*scope, *state)).collect(),
        features: Feature::ALL.into_iter().map(|it| feature(it, snapshot)).collect(),
        profile: section!(ProfileSection, &snapshot.profile, ProfileView::from),
        limits: section!(LimitsSection, &snapshot.limits, LimitsView::from),
        balances: section!(BalancesSection, &snapshot.balances, BalancesView::from),
        portfolios: snapshot.portfolios.iter().map(source).collect(),
        crypto_total: (&snapshot.crypto_total).into(),
        transactions: section!(TransactionsSection, &snapshot.transactions, TransactionsView::from),
        bills: section!(BillsSection, &snapshot.bills, BillsView::from),
        sales: section!(SalesSection, &snapshot.sales, SalesView::from),
        progress: (&snapshot.progress).into(),
        offline_since: snapshot.offline_since.map(time),
        storage_problem: snapshot.storage_problem.as_ref().map(Into::into),
        set_aside: snapshot.set_aside.as_ref().map(|file| file.display().to_string()),
        payments: (&snapshot.payments).into(),
        deposits: (&snapshot.deposits).into(),
    }
}

fn source((source, state): &(Source, SectionState<Portfolio>)) -> SourceView {
    SourceView {
        id: source.id.clone(),
        name: source.name.clone(),
        portfolio: section!(PortfolioSection, state, PortfolioView::from),
    }
}

fn keychain(state: &KeychainState) -> KeychainView {
    match state {
        KeychainState::Checking => KeychainView::Checking,
        KeychainState::Ready => KeychainView::Ready,
        KeychainState::Unavailable(problem) => KeychainView::Unavailable { problem: problem.into() },
        KeychainState::SessionOnly => KeychainView::SessionOnly,
    }
}

fn session(state: &SessionState) -> SessionView {
    match state {
        SessionState::Starting => SessionView::Starting,
        SessionState::SignedOut => SessionView::SignedOut,
        SessionState::Connected { since } => SessionView::Connected { since: time(*since) },
        SessionState::Reconnect { problem, scopes } => {
            SessionView::Reconnect { problem: problem.into(), scopes: names(*scopes) }
        }
    }
}

fn sign_in(state: &SignInState) -> SignInView {
    match state {
        SignInState::Idle => SignInView::Idle,
        SignInState::Opening { id, scopes } => {
            SignInView::Opening { attempt: id.as_str().to_owned(), scopes: names(*scopes) }
        }
        SignInState::AwaitingBrowser { id, scopes, pairing_code, expires_at, browser_opened } => {
            SignInView::AwaitingBrowser {
                attempt: id.as_str().to_owned(),
                scopes: names(*scopes),
                pairing_code: pairing_code.clone(),
                expires_at: time(*expires_at),
                browser_opened: *browser_opened,
            }
        }
        SignInState::Exchanging { id, scopes } => {
            SignInView::Exchanging { attempt: id.as_str().to_owned(), scopes: names(*scopes) }
        }
        SignInState::Ended { id, outcome: it } => {
            SignInView::Ended { attempt: id.as_str().to_owned(), outcome: outcome(it) }
        }
    }
}

fn outcome(outcome: &Outcome) -> OutcomeView {
    match outcome {
        Outcome::Connected { granted, declined } => {
            OutcomeView::Connected { granted: names(*granted), declined: names(*declined) }
        }
        Outcome::Denied { declined } => OutcomeView::Denied { declined: names(*declined) },
        Outcome::Cancelled => OutcomeView::Cancelled,
        Outcome::Expired => OutcomeView::Expired,
        Outcome::OtherAccount { name } => OutcomeView::OtherAccount { name: name.clone() },
        Outcome::Failed(problem) => OutcomeView::Failed { problem: problem.into() },
    }
}

fn permission(scope: Scope, state: PermissionState) -> PermissionView {
    let text = scope.text();
    PermissionView {
        scope: text.name.to_owned(),
        label: text.label.to_owned(),
        can: text.can.to_owned(),
        cannot: text.cannot.to_owned(),
        sensitive: text.sensitive,
        state: match state {
            PermissionState::Granted { since } => PermissionStateView::Granted { since: time(since) },
            PermissionState::Declined { at } => PermissionStateView::Declined { at: time(at) },
            PermissionState::NeverAsked => PermissionStateView::NeverAsked,
            PermissionState::Doubtful => PermissionStateView::Doubtful,
        },
        used: Feature::uses(scope),
    }
}

fn feature(feature: Feature, snapshot: &Snapshot) -> FeatureView {
    let granted = match feature {
        Feature::Profile => !matches!(snapshot.profile, SectionState::Locked(_)),
        Feature::Limits => !matches!(snapshot.limits, SectionState::Locked(_)),
        Feature::Balances => !matches!(snapshot.balances, SectionState::Locked(_)),
        Feature::Transactions => !matches!(snapshot.transactions, SectionState::Locked(_)),
        Feature::Bills => !matches!(snapshot.bills, SectionState::Locked(_)),
        Feature::Sales => !matches!(snapshot.sales, SectionState::Locked(_)),
        Feature::Send | Feature::Withdraw | Feature::AddMoney | Feature::PayBills | Feature::Swap => {
            is_granted(feature.scope(), snapshot)
        }
    };
    let name = match feature {
        Feature::Profile => FeatureName::Profile,
        Feature::Limits => FeatureName::Limits,
        Feature::Balances => FeatureName::Balances,
        Feature::Transactions => FeatureName::Transactions,
        Feature::Bills => FeatureName::Bills,
        Feature::Sales => FeatureName::Sales,
        Feature::Send => FeatureName::Send,
        Feature::Withdraw => FeatureName::Withdraw,
        Feature::AddMoney => FeatureName::AddMoney,
        Feature::PayBills => FeatureName::PayBills,
        Feature::Swap => FeatureName::Swap,
    };
    FeatureView { feature: name, scope: feature.scope().name().to_owned(), granted }
}

fn is_granted(scope: Scope, snapshot: &Snapshot) -> bool {
    snapshot.permissions.iter().any(|(it, state)| *it == scope && matches!(state, PermissionState::Granted { .. }))
}

fn names(scopes: ScopeSet) -> Vec<String> {
    scopes.names().map(str::to_owned).collect()
}

fn time(time: Timestamp) -> String {
    time.to_string()
}

impl From<&Money> for MoneyView {
    fn from(money: &Money) -> Self {
        Self { digits: money.digits(), currency: money.currency.symbol().to_owned() }
    }
}

fn money(money: Option<&Money>) -> Option<MoneyView> {
    money.map(MoneyView::from)
}

impl From<monei_core::ProblemCode> for ProblemCode {
    fn from(code: monei_core::ProblemCode) -> Self {
        use monei_core::ProblemCode as Core;
        match code {
            Core::MoneiUnreachable => Self::MoneiUnreachable,
            Core::MoneiFault => Self::MoneiFault,
            Core::RateLimited => Self::RateLimited,
            Core::Unreadable => Self::Unreadable,
            Core::ClockWrong => Self::ClockWrong,
            Core::Refused => Self::Refused,
            Core::NotAvailable => Self::NotAvailable,
            Core::SessionEnded => Self::SessionEnded,
            Core::SessionRevoked => Self::SessionRevoked,
            Core::SessionLost => Self::SessionLost,
            Core::DisconnectedElsewhere => Self::DisconnectedElsewhere,
            Core::AccountUnknown => Self::AccountUnknown,
            Core::EnvironmentUnusable => Self::EnvironmentUnusable,
            Core::RelayMissing => Self::RelayMissing,
            Core::RelayAddress => Self::RelayAddress,
            Core::RelayUnreachable => Self::RelayUnreachable,
            Core::RelayUnreadable => Self::RelayUnreadable,
            Core::RelayEnvironment => Self::RelayEnvironment,
            Core::RelayRefused => Self::RelayRefused,
            Core::RelayBusy => Self::RelayBusy,
            Core::NoWayBack => Self::NoWayBack,
            Core::KeychainMissing => Self::KeychainMissing,
            Core::KeychainLocked => Self::KeychainLocked,
            Core::KeychainUnwritable => Self::KeychainUnwritable,
            Core::KeychainDamaged => Self::KeychainDamaged,
            Core::VaultBusy => Self::VaultBusy,
            Core::DataFolderUnwritable => Self::DataFolderUnwritable,
            Core::SessionNotKept => Self::SessionNotKept,
            Core::ExportDiskFull => Self::ExportDiskFull,
            Core::ExportNotWritable => Self::ExportNotWritable,
            Core::ExportFailed => Self::ExportFailed,
            Core::StorageFull => Self::StorageFull,
            Core::StorageUnwritable => Self::StorageUnwritable,
            Core::StorageFailed => Self::StorageFailed,
            Core::PaymentsNeedKeychain => Self::PaymentsNeedKeychain,
            Core::JournalUnusable => Self::JournalUnusable,
            Core::NotNow => Self::NotNow,
        }
    }
}
