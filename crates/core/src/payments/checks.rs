//! What can be known before a person is asked: whether the wallet holds enough and the limits allow it. Each question needs a
//! permission of its own; without it the step is left out, and said.

use monei_api::{Amount, Money, Scope};
use monei_client::calls::{KycRead, ProfileRead, WalletRead};

use super::action::Action;
use super::order::Source;
use crate::overview::{Allowed, Limits};
use crate::problem::Problem;
use crate::session::{Session, SessionError};

/// What one question brought.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Asked<T> {
    Told(T),
    /// The permission that would tell.
    Without(Scope),
    /// It could not be asked now. Monei checks it all the same.
    Failed(Problem),
    /// Nobody could be asked that.
    NotApplicable,
}

impl<T> Asked<T> {
    pub const fn told(&self) -> Option<&T> {
        if let Self::Told(value) = self { Some(value) } else { None }
    }

    fn from_session(answer: Result<T, SessionError>, needs: Scope) -> Self {
        match answer {
            Ok(value) => Self::Told(value),
            Err(SessionError::NotGranted(_) | SessionError::Ended(_)) => Self::Without(needs),
            Err(error) => Self::Failed((&error).into()),
        }
    }
}

/// What was asked before a payment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checked {
    /// What the wallet holds in the currency of the payment.
    pub balance: Asked<Money>,
    pub limits: Asked<Limits>,
    /// Whether a transaction PIN is set, where one is needed.
    pub pin_is_set: Asked<bool>,
}

/// Why Monei would refuse it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Objection {
    TooLittle {
        available: Money,
    },
    AboveLimit {
        limit: Money,
    },
    /// The verification tier does not allow this at all.
    NotAllowed,
    NoPin,
}

impl Checked {
    /// Asks everything that the permissions which are held allow to ask.
    pub async fn ask(session: &Session, action: Action, amount: &Money, source: &Source) -> Self {
        let pin_is_set = async { if action.needs_pin() { pin_is_set(session).await } else { Asked::NotApplicable } };
        // A person waits for all of them.
        let (balance, limits, pin_is_set) = tokio::join!(balance(session, amount, source), limits(session), pin_is_set);
        Self { balance, limits, pin_is_set }
    }

    /// What stands against it, as far as was told.
    pub fn objections(&self, action: Action, amount: &Money) -> Vec<Objection> {
        let mut objections = Vec::new();
        if let Some(available) = self.balance.told().filter(|held| held.currency == amount.currency)
            && available.amount < amount.amount
        {
            objections.push(Objection::TooLittle { available: available.clone() });
        }
        if let Some(limits) = self.limits.told() {
            if is_forbidden(action, limits.allowed) {
                objections.push(Objection::NotAllowed);
            }
            // The daily limit is above no single payment, but a payment above it is above it by itself.
            let lowest = [&limits.single, &limits.daily, &limits.monthly].into_iter().flatten();
            let lowest =
                lowest.filter(|limit| limit.currency == amount.currency).min_by(|a, b| a.amount.cmp(&b.amount));
            if let Some(limit) = lowest.filter(|limit| limit.amount < amount.amount) {
                objections.push(Objection::AboveLimit { limit: limit.clone() });
            }
        }
        if self.pin_is_set.told() == Some(&false) {
            objections.push(Objection::NoPin);
        }
        objections
    }

    /// What the wallet will hold afterwards, without fees that Monei does not tell.
    pub fn balance_after(&self, amount: &Money) -> Option<Money> {
        let before = self.balance.told().filter(|held| held.currency == amount.currency)?;
        let after: Amount = before.amount.clone() - amount.amount.clone();
        (!after.is_negative()).then(|| Money::new(after, before.currency.clone()))
    }
}

fn is_forbidden(action: Action, allowed: Allowed) -> bool {
    let flag = match action {
        Action::BankTransfer => allowed.withdrawal,
        Action::PeerTransfer => allowed.p2p,
        Action::Airtime | Action::Data | Action::Electricity | Action::CableTv => None,
        _ => allowed.crypto,
    };
    flag == Some(false)
}

async fn balance(session: &Session, amount: &Money, source: &Source) -> Asked<Money> {
    let needs = Scope::WalletRead;
    let Ok(wallet) = session.with::<WalletRead>() else { return Asked::Without(needs) };
    let figure = match source {
        Source::Naira => match wallet.wallet().await {
            Ok(wallet) => Ok(wallet.naira_balance.into_option()),
            Err(error) => Err(error),
        },
        Source::Evm { chain, token: None } => wallet.evm_native_balance(*chain).await.map(|held| Some(held.balance)),
        Source::Evm { chain, token: Some(token) } => {
            wallet.evm_token_balance(*chain, token).await.map(|held| Some(held.balance))
        }
        Source::Solana { mint: None } => wallet.solana_balance().await.map(|held| Some(held.balance)),
        Source::Solana { mint: Some(mint) } => wallet.solana_token_balance(mint).await.map(|held| Some(held.balance)),
        Source::Offramp => return Asked::NotApplicable,
    };
    match figure {
        Ok(Some(figure)) => Asked::Told(Money::new(figure.amount, amount.currency.clone())),
        // Unknown is not zero.
        Ok(None) => Asked::Failed(crate::ProblemCode::Unreadable.into()),
        Err(error) => Asked::from_session(Err(error), needs),
    }
}

async fn limits(session: &Session) -> Asked<Limits> {
    let needs = Scope::KycRead;
    let Ok(kyc) = session.with::<KycRead>() else { return Asked::Without(needs) };
    let answer = kyc.kyc_status().await.map(|status| Limits::new(status, None));
    Asked::from_session(answer, needs)
}

async fn pin_is_set(session: &Session) -> Asked<bool> {
    let needs = Scope::ProfileRead;
    let Ok(profile) = session.with::<ProfileRead>() else { return Asked::Without(needs) };
    // Where Monei does not say, it is asked for.
    let answer = profile.user().await.map(|user| user.have_transaction_pin.unwrap_or(true));
    Asked::from_session(answer, needs)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn naira(text: &str) -> Money {
        Money::naira(text.parse().unwrap())
    }

    fn checked(balance: Asked<Money>, limits: Asked<Limits>, pin_is_set: Asked<bool>) -> Checked {
        Checked { balance, limits, pin_is_set }
    }

    #[test]
    fn what_was_not_told_stands_against_nothing() {
        let without = checked(
            Asked::Without(Scope::WalletRead),
            Asked::Without(Scope::KycRead),
            Asked::Without(Scope::ProfileRead),
        );
        assert_eq!(without.objections(Action::BankTransfer, &naira("9000000000")), []);
        assert_eq!(without.balance_after(&naira("1")), None);
    }

    #[test]
    fn what_was_told_is_compared_to_the_kobo() {
        let limits = Limits { single: Some(naira("200000")), daily: Some(naira("150000")), ..Limits::default() };
        let of = |balance: &str, pin: bool| {
            checked(Asked::Told(naira(balance)), Asked::Told(limits.clone()), Asked::Told(pin))
        };
        assert_eq!(of("1805", true).objections(Action::BankTransfer, &naira("1805")), []);
        assert_eq!(of("1805", true).balance_after(&naira("1805")), Some(naira("0")));
        assert_eq!(
            of("1805", true).objections(Action::BankTransfer, &naira("1805.01")),
            [Objection::TooLittle { available: naira("1805") }]
        );
        assert_eq!(
            of("900000", false).objections(Action::BankTransfer, &naira("150000.01")),
            [Objection::AboveLimit { limit: naira("150000") }, Objection::NoPin]
        );
        // Limits are in naira, and there is no rate to compare with.
        let ether = Money::new("900000".parse().unwrap(), monei_api::Currency::new("ETH"));
        assert_eq!(of("1", true).objections(Action::EvmSendNative, &ether), []);
    }

    #[test]
    fn a_tier_forbids_what_it_forbids() {
        let allowed = Allowed { withdrawal: Some(false), p2p: Some(true), crypto: Some(false), cross_border: None };
        let limits = Limits { allowed, ..Limits::default() };
        let told = checked(Asked::NotApplicable, Asked::Told(limits), Asked::NotApplicable);
        for (action, forbidden) in [
            (Action::BankTransfer, true),
            (Action::PeerTransfer, false),
            (Action::Airtime, false),
            (Action::Sell, true),
            (Action::SolanaTransfer, true),
        ] {
            assert_eq!(!told.objections(action, &naira("1")).is_empty(), forbidden, "{action:?}");
        }
    }
}
