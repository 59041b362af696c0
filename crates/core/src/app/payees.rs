//! Where naira can be sent: the banks, and whose an account is. These pass the loop by, as the list of transactions does.

use monei_api::bank::{Bank, VerifiedAccount, VerifyAccount};
use monei_client::CallError;
use monei_client::calls::WalletWithdraw;

use super::activity::Kept;
use super::{App, NotReady};
use crate::overview::Dated;
use crate::payments::BadOrder;
use crate::problem::Problem;
use crate::session::SessionError;
use crate::sync::read::ReadError;

const BANKS: &str = "banks";
/// Banks come and go a few times in a year.
const FRESH: jiff::SignedDuration = jiff::SignedDuration::from_hours(24);

impl App {
    /// The banks that naira can be sent to. What is kept is there at once; what is older than a day is asked for anew
    /// beside, for the next time.
    pub async fn banks(&self) -> Result<Vec<Bank>, Problem> {
        let kept = self.kept()?;
        let known: Option<Dated<Vec<Bank>>> = kept.cache.section(BANKS).await?;
        let Some(known) = known.filter(|known| !known.value.is_empty()) else { return kept.ask_banks().await };
        if kept.clock.now().duration_since(known.as_of) > FRESH {
            tokio::spawn(async move {
                if let Err(problem) = kept.ask_banks().await {
                    tracing::debug!(code = ?problem.code, "the list of banks could not be brought up to date");
                }
            });
        }
        Ok(known.value)
    }

    /// Whose account this is at Monei's word.
    pub async fn verify_account(&self, bank: String, account_number: String) -> Result<VerifiedAccount, NotReady> {
        let account_number = account_number.trim().to_owned();
        if account_number.len() != 10 || !account_number.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(NotReady::Order(BadOrder::AccountNumber));
        }
        let reader = self.kept().map_err(NotReady::Problem)?.reader;
        let asked =
            async { reader.with::<WalletWithdraw>()?.verify_account(&VerifyAccount { account_number, bank }).await };
        asked.await.map_err(|error: ReadError| match error {
            ReadError::Session(SessionError::NotGranted(missing)) => NotReady::Without(missing.0),
            ReadError::Session(SessionError::Call(CallError::NotFound { .. } | CallError::Rejected { .. })) => {
                NotReady::NoSuchAccount
            }
            error => NotReady::Problem((&error).into()),
        })
    }
}

impl Kept {
    async fn ask_banks(&self) -> Result<Vec<Bank>, Problem> {
        let banks = async { self.reader.with::<WalletWithdraw>()?.banks().await };
        let mut banks = banks.await.map_err(|error: ReadError| Problem::from(&error))?;
        banks.sort_by_key(|bank| bank.name.as_deref().unwrap_or(&bank.code).to_lowercase());
        let kept = Dated { value: banks, as_of: self.clock.now() };
        if let Err(error) = self.cache.put_section(BANKS, &kept).await {
            tracing::warn!(%error, "the list of banks could not be kept");
        }
        Ok(kept.value)
    }
}
