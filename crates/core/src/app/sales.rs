//! Selling crypto for naira: what can be sold, which banks the naira can go to, whose an account is, and what a coin brings.
//! The off-ramp has a list of banks and codes of its own, which are never mixed with those of withdrawals. These pass the
//! loop by, as the list of transactions does.

use jiff::Timestamp;
use monei_api::bank::VerifiedAccount;
use monei_api::money::Figure;
use monei_api::offramp::{PayoutBank, SellableNetwork, SellableToken, VerifyPayoutAccount};
use monei_api::{Amount, Currency, Money};
use monei_client::CallError;
use monei_client::calls::OfframpExecute;

use super::lists::Freshness;
use super::{App, NotReady};
use crate::payments::order::Token;
use crate::payments::{BadOrder, Order};
use crate::problem::Problem;
use crate::session::SessionError;
use crate::sync::gate::Reader;
use crate::sync::read::ReadError;

const SELLABLE: &str = "offramp/assets";
const BANKS: &str = "offramp/banks";
/// No coin has more, and where Monei does not tell how many places one has, it judges itself.
const MOST_PLACES: u32 = 18;

/// What a person wants to sell, and to which account.
#[derive(Clone, Debug)]
pub struct WantedSale {
    /// The symbol of the coin.
    pub coin: String,
    /// As the off-ramp names it, such as `base`.
    pub network: String,
    /// In whole coins.
    pub amount: Amount,
    /// A code of the off-ramp's own list.
    pub bank: String,
    pub account_number: String,
    /// As the off-ramp told it.
    pub account_name: String,
}

/// What one coin would bring. The order has a rate of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SaleRate {
    pub rate: Money,
    /// Its age is counted from here.
    pub told_at: Timestamp,
}

impl App {
    /// What can be sold, and on which networks.
    pub async fn sellable(&self) -> Result<Vec<SellableToken>, Problem> {
        let ask = |reader: Reader| async move { reader.with::<OfframpExecute>()?.sellable_tokens().await };
        self.kept()?.list(SELLABLE.to_owned(), Freshness::Kept, ask).await
    }

    /// The banks that the naira of a sale can go to, by name.
    pub async fn payout_banks(&self) -> Result<Vec<PayoutBank>, Problem> {
        let ask = |reader: Reader| async move { reader.with::<OfframpExecute>()?.payout_banks().await };
        let mut banks = self.kept()?.list(BANKS.to_owned(), Freshness::Kept, ask).await?;
        banks.sort_by_key(|bank: &PayoutBank| bank.name.as_deref().unwrap_or(&bank.code).to_lowercase());
        Ok(banks)
    }

    /// Whose account this is at the off-ramp's word.
    pub async fn verify_payout_account(
        &self,
        bank_code: String,
        account_number: String,
    ) -> Result<VerifiedAccount, NotReady> {
        let account_number = account_number.trim().to_owned();
        if account_number.len() != 10 || !account_number.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(NotReady::Order(BadOrder::AccountNumber));
        }
        let reader = self.kept().map_err(NotReady::Problem)?.reader;
        let account = VerifyPayoutAccount { bank_code, account_number };
        let asked = async { reader.with::<OfframpExecute>()?.verify_payout_account(&account).await };
        asked.await.map_err(|error: ReadError| match error {
            ReadError::Session(SessionError::Call(CallError::NotFound { .. } | CallError::Rejected { .. })) => {
                NotReady::NoSuchAccount
            }
            error => not_told(&error),
        })
    }

    /// What one of these coins brings now.
    pub async fn sale_rate(&self, coin: String, network: String, amount: Amount) -> Result<SaleRate, NotReady> {
        if amount.is_zero() || amount.is_negative() {
            return Err(NotReady::Order(BadOrder::NothingToSend));
        }
        let kept = self.kept().map_err(NotReady::Problem)?;
        let asked = async {
            let offramp = kept.reader.with::<OfframpExecute>()?;
            offramp.sale_rate(&coin, &network, &amount, &Currency::naira()).await
        };
        let rate = asked.await.map_err(|error: ReadError| not_told(&error))?;
        Ok(SaleRate { rate: Money::naira(rate.0.amount), told_at: kept.clock.now() })
    }

    /// An order for what is wanted: of a coin and a network that Monei lists, to a bank of the off-ramp's own list.
    pub async fn sale_order(&self, wanted: WantedSale) -> Result<Order, NotReady> {
        let (coins, banks) = tokio::join!(self.sellable(), self.payout_banks());
        let network = listed(&coins.map_err(NotReady::Problem)?, &wanted).ok_or(NotReady::Order(BadOrder::Missing))?;
        if !banks.map_err(NotReady::Problem)?.iter().any(|bank| bank.code == wanted.bank) {
            return Err(NotReady::Order(BadOrder::Missing));
        }
        let decimals = network.decimals.as_ref().and_then(Figure::places).unwrap_or(MOST_PLACES);
        let address = network.contract_address.as_deref().map(str::to_owned);
        Ok(Order::Sell {
            token: Token { symbol: Currency::new(&wanted.coin), decimals, address },
            network: wanted.network,
            amount: wanted.amount,
            bank: wanted.bank,
            account_number: wanted.account_number,
            account_name: wanted.account_name,
        })
    }
}

fn listed(coins: &[SellableToken], wanted: &WantedSale) -> Option<SellableNetwork> {
    let coin = coins.iter().find(|coin| coin.symbol == wanted.coin)?;
    coin.networks.iter().find(|network| network.network == wanted.network).cloned()
}

fn not_told(error: &ReadError) -> NotReady {
    match error {
        ReadError::Session(SessionError::NotGranted(missing)) => NotReady::Without(missing.0),
        error => NotReady::Problem(error.into()),
    }
}
