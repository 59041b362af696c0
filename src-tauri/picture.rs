//! From the core's snapshot to what the window is told.

use jiff::Timestamp;
use monei_api::transaction::Outcome as TransactionOutcome;
use monei_api::{Money, Scope, ScopeSet};
use monei_core::app::{KeychainState, PermissionState, SectionState, SessionState, SignInState};
use monei_core::feature::Feature;
use monei_core::overview::{Balances, Direction, Entry, Latest, Limits, Profile, Wallet, WalletKind};
use monei_core::sign_in::Outcome;
use monei_core::{Snapshot, settings};

use crate::views::{
    AppView, BalancesSection, BalancesView, BankAccountView, DirectionView, EnvironmentView, FeatureName, FeatureView,
    KeychainView, LimitsSection, LimitsView, MoneyView, OutcomeView, PermissionStateView, PermissionView, ProblemCode,
    ProfileSection, ProfileView, SessionView, SignInView, Theme, TransactionOutcomeView, TransactionView,
    TransactionsSection, TransactionsView, WalletKind as WalletKindView, WalletView,
};

/// The four section types differ in nothing but their value: the bindings have no generic enums.
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
        theme: snapshot.theme.into(),
        keychain: keychain(&snapshot.keychain),
        session: session(&snapshot.session),
        sign_in: sign_in(&snapshot.sign_in),
        permissions: snapshot.permissions.iter().map(|(scope, state)| permission(*scope, *state)).collect(),
        features: Feature::ALL.into_iter().map(|it| feature(it, snapshot)).collect(),
        profile: section!(ProfileSection, &snapshot.profile, ProfileView::from),
        limits: section!(LimitsSection, &snapshot.limits, LimitsView::from),
        balances: section!(BalancesSection, &snapshot.balances, BalancesView::from),
        transactions: section!(TransactionsSection, &snapshot.transactions, TransactionsView::from),
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
    };
    let name = match feature {
        Feature::Profile => FeatureName::Profile,
        Feature::Limits => FeatureName::Limits,
        Feature::Balances => FeatureName::Balances,
        Feature::Transactions => FeatureName::Transactions,
    };
    FeatureView { feature: name, scope: feature.scope().name().to_owned(), granted }
}

fn names(scopes: ScopeSet) -> Vec<String> {
    scopes.names().map(str::to_owned).collect()
}

fn time(time: Timestamp) -> String {
    time.to_string()
}

impl From<settings::Theme> for Theme {
    fn from(theme: settings::Theme) -> Self {
        match theme {
            settings::Theme::System => Self::System,
            settings::Theme::Light => Self::Light,
            settings::Theme::Dark => Self::Dark,
        }
    }
}

impl From<Theme> for settings::Theme {
    fn from(theme: Theme) -> Self {
        match theme {
            Theme::System => Self::System,
            Theme::Light => Self::Light,
            Theme::Dark => Self::Dark,
        }
    }
}

impl From<&Money> for MoneyView {
    fn from(money: &Money) -> Self {
        Self { digits: money.digits(), currency: money.currency.symbol().to_owned() }
    }
}

fn money(money: Option<&Money>) -> Option<MoneyView> {
    money.map(MoneyView::from)
}

impl From<&Profile> for ProfileView {
    fn from(profile: &Profile) -> Self {
        let Profile { name, email, phone, pin_set } = profile.clone();
        Self { name, email, phone, pin_set }
    }
}

impl From<&Limits> for LimitsView {
    fn from(limits: &Limits) -> Self {
        Self {
            tier: limits.tier.clone(),
            status: limits.status.clone(),
            single: money(limits.single.as_ref()),
            daily: money(limits.daily.as_ref()),
            monthly: money(limits.monthly.as_ref()),
            max_balance: money(limits.max_balance.as_ref()),
            next_tier: limits.next_tier.clone(),
            requirements: limits.requirements.clone(),
        }
    }
}

impl From<&Balances> for BalancesView {
    fn from(balances: &Balances) -> Self {
        Self { naira: money(balances.naira.as_ref()), wallets: balances.wallets.iter().map(WalletView::from).collect() }
    }
}

impl From<&Wallet> for WalletView {
    fn from(wallet: &Wallet) -> Self {
        Self {
            id: wallet.id.clone(),
            kind: match wallet.kind {
                WalletKind::Naira => WalletKindView::Naira,
                WalletKind::Crypto => WalletKindView::Crypto,
                WalletKind::Other => WalletKindView::Other,
            },
            currency: wallet.currency.as_ref().map(|currency| currency.symbol().to_owned()),
            chain: wallet.chain.clone(),
            balance: money(wallet.balance.as_ref()),
            address: wallet.address.clone(),
            bank_account: wallet
                .bank_account
                .as_ref()
                .map(|account| BankAccountView { number: account.number.clone(), bank: account.bank.clone() }),
        }
    }
}

impl From<&Latest> for TransactionsView {
    fn from(latest: &Latest) -> Self {
        Self {
            rows: latest.rows.iter().map(TransactionView::from).collect(),
            total: latest.total.map(|total| total.to_string()),
        }
    }
}

impl From<&Entry> for TransactionView {
    fn from(entry: &Entry) -> Self {
        Self {
            id: entry.id.clone(),
            direction: match entry.direction {
                Direction::Incoming => DirectionView::Incoming,
                Direction::Outgoing => DirectionView::Outgoing,
                Direction::Unknown => DirectionView::Unknown,
            },
            outcome: match entry.outcome {
                TransactionOutcome::Done => TransactionOutcomeView::Done,
                TransactionOutcome::InProgress => TransactionOutcomeView::InProgress,
                TransactionOutcome::Failed => TransactionOutcomeView::Failed,
                TransactionOutcome::Cancelled => TransactionOutcomeView::Cancelled,
                TransactionOutcome::Unknown => TransactionOutcomeView::Unknown,
            },
            status: entry.status.clone(),
            amount: money(entry.amount.as_ref()),
            narration: entry.narration.clone(),
            reference: entry.reference.clone(),
            created_at: entry.created_at.map(time),
        }
    }
}

impl From<monei_core::ProblemCode> for ProblemCode {
    fn from(code: monei_core::ProblemCode) -> Self {
        use monei_core::ProblemCode as Core;
        match code {
            Core::MoneiUnreachable => Self::MoneiUnreachable,
            Core::MoneiFault => Self::MoneiFault,
            Core::RateLimited => Self::RateLimited,
            Core::Unreadable => Self::Unreadable,
            Core::Refused => Self::Refused,
            Core::NotAvailable => Self::NotAvailable,
            Core::SessionEnded => Self::SessionEnded,
            Core::SessionLost => Self::SessionLost,
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
            Core::SessionNotKept => Self::SessionNotKept,
            Core::NotNow => Self::NotNow,
        }
    }
}
