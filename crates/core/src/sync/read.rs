//! One part's question and its answer. Answers stay as Monei sent them: what is shown is made from them, and they are
//! what is kept.

use monei_api::Amount;
use monei_api::bill::BillPage;
use monei_api::evm::{self, Network};
use monei_api::kyc::{self, KycStatusResponse};
use monei_api::money::Figure;
use monei_api::offramp::OfframpPage;
use monei_api::solana;
use monei_api::transaction::TransactionPage;
use monei_api::user::User;
use monei_api::wallet::WalletResponse;
use monei_client::calls::{AsCallError, KycRead, ProfileRead, TransactionPath, WalletRead};
use monei_client::{CallError, Handle, NotGranted, Permission};

use super::Part;
use super::gate::{GivenUp, Reader};
use crate::cache::CacheError;
use crate::overview::Chain;
use crate::problem::{Problem, ProblemCode};
use crate::session::{Grants, SessionError};

/// How many of the newest transactions the overview shows.
const LATEST: u32 = 10;
/// How many of the newest bills and sales are shown.
const RECORDS: u32 = 100;

/// Why a part has no answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    #[error(transparent)]
    Session(#[from] SessionError),
    #[error(transparent)]
    GivenUp(#[from] GivenUp),
    /// What Monei told could not be kept.
    #[error(transparent)]
    Cache(#[from] CacheError),
}

impl ReadError {
    /// 403: Monei does not allow it, whatever was granted.
    pub(crate) const fn is_refusal(&self) -> bool {
        matches!(self, Self::Session(SessionError::Call(CallError::Forbidden { .. })))
    }
}

impl From<CallError> for ReadError {
    fn from(error: CallError) -> Self {
        Self::Session(error.into())
    }
}

impl From<NotGranted> for ReadError {
    fn from(error: NotGranted) -> Self {
        Self::Session(error.into())
    }
}

impl From<&ReadError> for Problem {
    fn from(error: &ReadError) -> Self {
        match error {
            ReadError::Session(error) => error.into(),
            ReadError::GivenUp(GivenUp) => ProblemCode::SessionEnded.into(),
            ReadError::Cache(error) => (*error).into(),
        }
    }
}

impl AsCallError for ReadError {
    fn is_absent_or_forbidden(&self) -> bool {
        matches!(self, Self::Session(error) if error.is_absent_or_forbidden())
    }
}

/// What Monei told of a part.
#[derive(Clone, Debug)]
pub enum Answer {
    Profile(User),
    /// The limits where the status had none.
    Limits(KycStatusResponse, Option<kyc::Limits>),
    Wallet(WalletResponse),
    Networks(Vec<Network>),
    Evm(evm::Portfolio),
    Solana(solana::Portfolio),
    Transactions(TransactionPage),
    /// All of it is in the cache.
    History,
    Bills(BillPage),
    Sales(OfframpPage),
}

/// Who has no wallet on a chain is told so by a 404, and has nothing there.
fn or_nothing<T>(answer: Result<T, ReadError>, nothing: impl FnOnce() -> T) -> Result<T, ReadError> {
    match answer {
        Err(ReadError::Session(SessionError::Call(CallError::NotFound { .. }))) => Ok(nothing()),
        other => other,
    }
}

impl Reader {
    /// The calls of one permission, if it is granted.
    pub fn with<P: Permission>(&self) -> Result<Handle<'_, P, Self>, NotGranted> {
        Handle::of(self, self.session().inspect(Grants::effective))
    }

    pub async fn read(&self, part: Part) -> Result<Answer, ReadError> {
        Ok(match part {
            Part::Profile => Answer::Profile(self.with::<ProfileRead>()?.user().await?),
            Part::Limits => self.limits().await?,
            Part::Wallet => self.wallet().await?,
            Part::Networks => Answer::Networks(self.with::<WalletRead>()?.evm_networks().await?),
            Part::Chain(Chain::Evm(id)) => {
                let answer = self.with::<WalletRead>()?.evm_portfolio(id).await;
                Answer::Evm(or_nothing(answer, || evm::Portfolio {
                    total_portfolio_value_usd: Figure::number(Amount::zero()).into(),
                    ..evm::Portfolio::default()
                })?)
            }
            Part::Chain(Chain::Solana) => {
                let answer = self.with::<WalletRead>()?.solana_portfolio().await;
                Answer::Solana(or_nothing(answer, || solana::Portfolio {
                    native_balance: Figure::digits(Amount::zero()).into(),
                    total_value_usd: Figure::number(Amount::zero()).into(),
                    ..solana::Portfolio::default()
                })?)
            }
            // Without a cache there is no list but its beginning.
            Part::Transactions | Part::History => {
                let calls = self.with::<WalletRead>()?;
                Answer::Transactions(calls.transactions(TransactionPath::User, 1, LATEST).await?.0)
            }
            Part::Bills => Answer::Bills(self.with::<WalletRead>()?.bills(1, RECORDS).await?),
            Part::Sales => Answer::Sales(self.with::<WalletRead>()?.offramp_history(1, RECORDS).await?),
        })
    }

    async fn limits(&self) -> Result<Answer, ReadError> {
        let calls = self.with::<KycRead>()?;
        let status = calls.kyc_status().await?;
        // Limits by themselves are the second source; without them the tier is still worth telling.
        let limits = if status.limits.is_none() { calls.kyc_limits().await.ok() } else { None };
        Ok(Answer::Limits(status, limits.map(|answer| answer.limits)))
    }

    async fn wallet(&self) -> Result<Answer, ReadError> {
        let calls = self.with::<WalletRead>()?;
        let mut wallet = calls.wallet().await?;
        if wallet.naira_balance.is_none()
            && wallet.subwallets.is_empty()
            && let Ok(naira) = calls.naira_wallet().await
        {
            wallet.subwallets.push(naira);
        }
        Ok(Answer::Wallet(wallet))
    }
}
