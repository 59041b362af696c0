//! One consistent picture of everything that is shown.

use jiff::Timestamp;
use monei_api::{Scope, ScopeSet};

use super::run::{Keychain, Loop};
use super::{Deposits, Payments};
use crate::activity::Progress;
use crate::feature::Feature;
use crate::overview::{
    Balances, Bills, CryptoTotal, Dated, Latest, Limits, Portfolio, Profile, Sales, Section, Source,
};
use crate::problem::{Problem, ProblemCode};
use crate::session::Grants;
use crate::settings::{Appearance, WayBack};
use crate::sign_in::{AttemptId, Outcome, SignIn, deadline};

#[derive(Clone, Debug, Default)]
pub struct Snapshot {
    pub environment: String,
    pub environment_problem: Option<ProblemCode>,
    pub relay: Option<String>,
    /// The person may set another one.
    pub relay_is_theirs: bool,
    pub appearance: Appearance,
    pub way_back: WayBack,
    pub keychain: KeychainState,
    pub session: SessionState,
    pub sign_in: SignInState,
    /// In the order of the scope table.
    pub permissions: Vec<(Scope, PermissionState)>,
    pub profile: SectionState<Profile>,
    pub limits: SectionState<Limits>,
    pub balances: SectionState<Balances>,
    /// In the order in which they are shown; all locked or none.
    pub portfolios: Vec<(Source, SectionState<Portfolio>)>,
    pub crypto_total: CryptoTotal,
    pub transactions: SectionState<Latest>,
    pub bills: SectionState<Bills>,
    pub sales: SectionState<Sales>,
    /// How far the list of transactions has been read.
    pub progress: Progress,
    /// Since when Monei could not be reached, while it cannot.
    pub offline_since: Option<Timestamp>,
    /// Why what Monei tells is not kept for the next start.
    pub storage_problem: Option<Problem>,
    /// The database was damaged and lies there now; what it held is read anew.
    pub set_aside: Option<std::path::PathBuf>,
    pub payments: Payments,
    pub deposits: Deposits,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum KeychainState {
    #[default]
    Checking,
    Ready,
    Unavailable(Problem),
    SessionOnly,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum SessionState {
    /// The keychain has not answered yet.
    #[default]
    Starting,
    SignedOut,
    Connected {
        since: Timestamp,
    },
    /// Monei no longer accepts the tokens of at least one permission.
    Reconnect {
        problem: Problem,
        scopes: ScopeSet,
    },
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum SignInState {
    #[default]
    Idle,
    Opening {
        id: AttemptId,
        scopes: ScopeSet,
    },
    AwaitingBrowser {
        id: AttemptId,
        scopes: ScopeSet,
        pairing_code: String,
        expires_at: Timestamp,
        browser_opened: bool,
    },
    Exchanging {
        id: AttemptId,
        scopes: ScopeSet,
    },
    Ended {
        id: AttemptId,
        outcome: Outcome,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PermissionState {
    Granted {
        since: Timestamp,
    },
    Declined {
        at: Timestamp,
    },
    NeverAsked,
    /// Granted once, but Monei refused its last use.
    Doubtful,
}

#[derive(Clone, Debug, Default)]
pub enum SectionState<T> {
    Locked(Scope),
    #[default]
    Loading,
    Ready {
        latest: Dated<T>,
        refreshing: bool,
        stale: Option<Problem>,
    },
    Failed {
        problem: Problem,
        refreshing: bool,
    },
}

impl Loop {
    pub(super) fn picture(&self) -> Snapshot {
        let granted = self.granted();
        let locked = |feature: Feature| {
            let scope = feature.scope();
            !granted.contains(scope) || self.doubtful.contains(&scope)
        };
        let overview = &self.overview;
        Snapshot {
            environment: self.config.environment.name.clone(),
            relay: self.config.environment.relay.as_ref().map(monei_client::BaseUrl::origin),
            relay_is_theirs: !self.config.environment.relay_is_fixed,
            environment_problem: self.config.environment_problem,
            appearance: self.settings.appearance,
            way_back: self.settings.way_back,
            keychain: self.keychain_state(),
            session: self.session_state(),
            sign_in: sign_in_state(&self.sign_in),
            permissions: Scope::ALL.into_iter().map(|scope| (scope, self.permission_state(scope))).collect(),
            profile: section(&overview.profile, Feature::Profile, locked),
            limits: section(&overview.limits, Feature::Limits, locked),
            balances: section(&overview.balances, Feature::Balances, locked),
            portfolios: overview
                .portfolios
                .iter()
                .map(|(source, it)| (source.clone(), section(it, Feature::Balances, locked)))
                .collect(),
            crypto_total: if locked(Feature::Balances) {
                CryptoTotal::default()
            } else {
                CryptoTotal::of(&overview.portfolios)
            },
            transactions: section(&overview.transactions, Feature::Transactions, locked),
            bills: section(&overview.bills, Feature::Bills, locked),
            sales: section(&overview.sales, Feature::Sales, locked),
            progress: self.memory.progress.borrow().clone(),
            offline_since: self.schedule.offline_since(),
            storage_problem: self.memory.problem.clone(),
            set_aside: self.memory.set_aside.borrow().as_ref().map(|aside| aside.file.clone()),
            payments: self.paying.picture(&self.config.clock),
            deposits: self.deposits_picture(),
        }
    }

    /// What was granted, whether or not it needs a reconnect: its last known data stays on screen.
    fn granted(&self) -> ScopeSet {
        self.session.as_ref().map_or(ScopeSet::EMPTY, |session| session.inspect(Grants::held))
    }

    fn keychain_state(&self) -> KeychainState {
        let kept = self.session.as_ref().is_none_or(|session| session.is_kept());
        match &self.keychain {
            Keychain::Checking => KeychainState::Checking,
            Keychain::Unavailable(problem) => KeychainState::Unavailable(problem.clone()),
            Keychain::SessionOnly(_) => KeychainState::SessionOnly,
            Keychain::Ready(_) if kept => KeychainState::Ready,
            Keychain::Ready(_) => KeychainState::Unavailable(ProblemCode::SessionNotKept.into()),
        }
    }

    fn session_state(&self) -> SessionState {
        let Some(session) = &self.session else { return SessionState::Starting };
        let (ended, since) = session.inspect(|grants| (grants.ended(), grants.since()));
        match since {
            _ if !ended.is_empty() => SessionState::Reconnect { problem: session.end_problem(), scopes: ended },
            Some(since) => SessionState::Connected { since },
            None => SessionState::SignedOut,
        }
    }

    fn permission_state(&self, scope: Scope) -> PermissionState {
        let Some(session) = &self.session else { return PermissionState::NeverAsked };
        let (held, record) = session.inspect(|grants| (grants.held().contains(scope), grants.permission(scope)));
        match record {
            Some(_) if held && self.doubtful.contains(&scope) => PermissionState::Doubtful,
            Some(record) if held => PermissionState::Granted { since: record.at },
            Some(record) if !record.granted => PermissionState::Declined { at: record.at },
            _ => PermissionState::NeverAsked,
        }
    }
}

fn section<T: Clone>(section: &Section<T>, feature: Feature, locked: impl Fn(Feature) -> bool) -> SectionState<T> {
    if locked(feature) {
        return SectionState::Locked(feature.scope());
    }
    let (refreshing, problem) = (section.refreshing, section.problem.clone());
    match (section.latest.clone(), problem) {
        (Some(latest), stale) => SectionState::Ready { latest, refreshing, stale },
        (None, Some(problem)) => SectionState::Failed { problem, refreshing },
        (None, None) => SectionState::Loading,
    }
}

fn sign_in_state(sign_in: &SignIn) -> SignInState {
    match sign_in {
        SignIn::Idle => SignInState::Idle,
        SignIn::Opening { id, scopes } => SignInState::Opening { id: id.clone(), scopes: *scopes },
        SignIn::AwaitingBrowser { attempt, browser_opened, .. } => SignInState::AwaitingBrowser {
            id: attempt.id.clone(),
            scopes: attempt.scopes,
            pairing_code: attempt.pairing_code(),
            expires_at: deadline(attempt.started_at),
            browser_opened: *browser_opened,
        },
        SignIn::Exchanging { id, scopes } | SignIn::Admitting { id, scopes } => {
            SignInState::Exchanging { id: id.clone(), scopes: *scopes }
        }
        SignIn::Ended { id, outcome } => SignInState::Ended { id: id.clone(), outcome: outcome.clone() },
    }
}
