//! Selling crypto between the core and the window.

use monei_api::offramp::{OfframpStatus, PayoutBank, SaleRequest, SellableToken};
use monei_core::App;
use monei_core::app::{SaleRate, WantedSale};
use monei_core::payments::{Action, Intent, Order};

use super::payments::typed_amount;
use super::time;
use crate::views::{BankView, NotReadyView, OrderRequest, SaleRateView, SaleStageView, SellableView};

impl From<SellableToken> for SellableView {
    fn from(coin: SellableToken) -> Self {
        Self {
            name: coin.name.as_deref().map(str::to_owned),
            symbol: coin.symbol,
            networks: coin.networks.into_iter().map(|network| network.network).collect(),
        }
    }
}

impl From<PayoutBank> for BankView {
    fn from(bank: PayoutBank) -> Self {
        let name = bank.name.as_deref().unwrap_or(&bank.code).to_owned();
        Self { code: bank.code, name }
    }
}

impl From<&SaleRate> for SaleRateView {
    fn from(rate: &SaleRate) -> Self {
        Self { rate: (&rate.rate).into(), told_at: time(rate.told_at) }
    }
}

/// The bank of a sale's account, as the bytes that were sent name it.
pub fn bank(intent: &Intent) -> Option<String> {
    let body: SaleRequest =
        serde_json::from_str(intent.body.as_str()).ok().filter(|_| intent.action == Action::Sell)?;
    Some(body.bank_code)
}

/// The network that is sold on, as those bytes name it.
pub fn network(intent: &Intent) -> Option<String> {
    let body: SaleRequest =
        serde_json::from_str(intent.body.as_str()).ok().filter(|_| intent.action == Action::Sell)?;
    Some(body.network)
}

/// What was typed is read here. A sale is of a coin and a bank that Monei lists, so that the core is asked.
pub async fn read(core: &App, request: OrderRequest) -> Result<Order, NotReadyView> {
    let OrderRequest::Sell { coin, network, amount, bank, account_number, account_name } = request else {
        return Order::try_from(request);
    };
    let amount = typed_amount(&amount)?;
    let wanted = WantedSale { coin, network, amount, bank, account_number, account_name };
    core.sale_order(wanted).await.map_err(|why| (&why).into())
}

/// Of one that has come to its end, that end is told instead.
pub fn stage(status: &OfframpStatus) -> Option<SaleStageView> {
    match status {
        OfframpStatus::Initiated | OfframpStatus::QuoteCreated | OfframpStatus::Pending => Some(SaleStageView::Begun),
        OfframpStatus::AwaitingDeposit => Some(SaleStageView::AwaitingDeposit),
        OfframpStatus::DepositReceived => Some(SaleStageView::DepositReceived),
        OfframpStatus::Processing => Some(SaleStageView::Converting),
        OfframpStatus::FiatSent => Some(SaleStageView::PaidOut),
        _ => None,
    }
}
