//! Where naira can be sent: the banks, and whose an account is. These pass the loop by, as the list of transactions does.

use monei_api::bank::{Bank, VerifiedAccount, VerifyAccount};
use monei_client::CallError;
use monei_client::calls::{WalletDeposit, WalletWithdraw};

use super::lists::Freshness;
use super::{App, NotReady};
use crate::payments::BadOrder;
use crate::problem::Problem;
use crate::session::SessionError;
use crate::sync::gate::Reader;
use crate::sync::read::ReadError;

const BANKS: &str = "banks";

impl App {
    /// The banks that naira can be sent to, and whose codes can be dialled, by name: one list, for either permission.
    pub async fn banks(&self) -> Result<Vec<Bank>, Problem> {
        let ask = |reader: Reader| async move {
            match reader.with::<WalletWithdraw>() {
                Ok(withdraw) => withdraw.banks().await,
                Err(_) => reader.with::<WalletDeposit>()?.dialled_banks().await,
            }
        };
        let mut banks = self.kept()?.list(BANKS.to_owned(), Freshness::Kept, ask).await?;
        banks.sort_by_key(|bank: &Bank| bank.name.as_deref().unwrap_or(&bank.code).to_lowercase());
        Ok(banks)
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
