//! Asking Monei for what the granted permissions show, each section by itself.

use monei_api::Scope;
use monei_client::CallError;
use monei_client::calls::{KycRead, ProfileRead, TransactionPath, WalletRead};

use super::Input;
use super::run::Loop;
use crate::feature::Feature;
use crate::overview::{Balances, Bills, Latest, Limits, Profile, Sales};
use crate::problem::Problem;
use crate::session::{Grants, Session, SessionError, SharedSession};

/// How many of the newest transactions the overview shows.
const LATEST: u32 = 10;

/// One section's answer.
#[expect(clippy::large_enum_variant, reason = "it travels in a box")]
pub(super) enum Loaded {
    Profile(Result<Profile, SessionError>),
    Limits(Result<Limits, SessionError>),
    Balances(Result<Balances, SessionError>),
    Transactions(Result<Latest, SessionError>),
    Bills(Result<Bills, SessionError>),
    Sales(Result<Sales, SessionError>),
}

impl Loop {
    /// Asks for every section whose permission is granted and not doubtful. Sections that are being asked for already are
    /// left alone.
    pub(super) fn refresh(&mut self) {
        let Some(session) = self.session.clone() else { return };
        self.finish_revocations();
        let callable = session.inspect(Grants::effective);
        for feature in Feature::ALL {
            let wanted = feature.is_granted(callable) && !self.doubtful.contains(&feature.scope());
            let refreshing = self.refreshing(feature);
            if wanted && !*refreshing {
                *refreshing = true;
                self.load(feature, session.clone());
            }
        }
    }

    fn refreshing(&mut self, feature: Feature) -> &mut bool {
        match feature {
            Feature::Profile => &mut self.overview.profile.refreshing,
            Feature::Limits => &mut self.overview.limits.refreshing,
            Feature::Balances => &mut self.overview.balances.refreshing,
            Feature::Transactions => &mut self.overview.transactions.refreshing,
            Feature::Bills => &mut self.overview.bills.refreshing,
            Feature::Sales => &mut self.overview.sales.refreshing,
        }
    }

    fn load(&self, feature: Feature, session: SharedSession) {
        let serial = self.serial;
        self.spawn(async move {
            let loaded = match feature {
                Feature::Profile => Loaded::Profile(profile(&session).await),
                Feature::Limits => Loaded::Limits(limits(&session).await),
                Feature::Balances => Loaded::Balances(balances(&session).await),
                Feature::Transactions => Loaded::Transactions(latest(&session).await),
                Feature::Bills => Loaded::Bills(Err(CallError::NotFound { body: Box::default() }.into())),
                Feature::Sales => Loaded::Sales(Err(CallError::NotFound { body: Box::default() }.into())),
            };
            Input::Loaded { serial, loaded: Box::new(loaded) }
        });
    }

    pub(super) fn loaded(&mut self, serial: u64, loaded: Loaded) {
        // An answer for a wallet that has been disconnected since.
        if serial != self.serial {
            return;
        }
        let now = self.config.clock.now();
        let overview = &mut self.overview;
        let refused = match loaded {
            Loaded::Profile(answer) => {
                let refused = is_refused(&answer).then_some(Scope::ProfileRead);
                overview.profile.take_in(answer.map_err(|error| Problem::from(&error)), now);
                refused
            }
            Loaded::Limits(answer) => {
                let refused = is_refused(&answer).then_some(Scope::KycRead);
                overview.limits.take_in(answer.map_err(|error| Problem::from(&error)), now);
                refused
            }
            Loaded::Balances(answer) => {
                let refused = is_refused(&answer).then_some(Scope::WalletRead);
                overview.balances.take_in(answer.map_err(|error| Problem::from(&error)), now);
                refused
            }
            Loaded::Transactions(answer) => {
                let refused = is_refused(&answer).then_some(Scope::WalletRead);
                overview.transactions.take_in(answer.map_err(|error| Problem::from(&error)), now);
                refused
            }
            Loaded::Bills(answer) => {
                let refused = is_refused(&answer).then_some(Scope::WalletRead);
                overview.bills.take_in(answer.map_err(|error| Problem::from(&error)), now);
                refused
            }
            Loaded::Sales(answer) => {
                let refused = is_refused(&answer).then_some(Scope::WalletRead);
                overview.sales.take_in(answer.map_err(|error| Problem::from(&error)), now);
                refused
            }
        };
        self.doubtful.extend(refused);
    }
}

/// 403 on a read: the scope is not granted after all. It is not asked for again until the person enables it.
fn is_refused<T>(answer: &Result<T, SessionError>) -> bool {
    matches!(answer, Err(SessionError::Call(CallError::Forbidden { .. })))
}

async fn profile(session: &Session) -> Result<Profile, SessionError> {
    Ok(session.with::<ProfileRead>()?.user().await?.into())
}

async fn limits(session: &Session) -> Result<Limits, SessionError> {
    Ok(session.with::<KycRead>()?.kyc_status().await?.into())
}

async fn balances(session: &Session) -> Result<Balances, SessionError> {
    Ok(session.with::<WalletRead>()?.wallet().await?.into())
}

async fn latest(session: &Session) -> Result<Latest, SessionError> {
    let (page, _path) = session.with::<WalletRead>()?.transactions(TransactionPath::User, 1, LATEST).await?;
    Ok(page.into())
}
