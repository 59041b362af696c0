//! Orders, from what was typed in the main window. What of them can be known here is the core's to say.

use monei_api::Amount;
use monei_api::exchange::SlippageBps;
use monei_core::App;
use monei_core::overview::Chain;
use monei_core::payments::Order;
use monei_core::payments::order::Token;

use super::{bills, crypto};
use crate::views::{NotReadyView, OrderFault, OrderRequest};

/// Reads an order. Symbol and decimals of a coin are the core's: the window names its contract.
pub async fn read(core: &App, request: OrderRequest) -> Result<Order, NotReadyView> {
    Ok(match request {
        OrderRequest::Send { receiver, amount } => Order::PeerTransfer { receiver, amount: typed_amount(&amount)? },
        OrderRequest::Withdraw { bank, account_number, amount, narration } => {
            Order::BankTransfer { bank, account_number, amount: typed_amount(&amount)?, narration }
        }
        OrderRequest::Airtime { phone_number, biller, amount } => {
            Order::Airtime { phone_number, biller, amount: typed_amount(&amount)? }
        }
        OrderRequest::Data { phone_number, biller, plan, amount, chosen } => {
            let price = bills::price(typed_amount(&amount)?, chosen);
            Order::Data { phone_number, biller, item_code: plan, price }
        }
        OrderRequest::Electricity { meter_number, disco, amount } => {
            Order::Electricity { meter_number, disco, amount: typed_amount(&amount)? }
        }
        OrderRequest::CableTv { smartcard_number, biller, plan, amount, chosen } => {
            let price = bills::price(typed_amount(&amount)?, chosen);
            Order::CableTv { smartcard_number, biller, item_code: plan, price }
        }
        OrderRequest::SendCrypto { network, contract, to, amount } => {
            let (chain, amount) = (crypto::chain(&network)?, typed_amount(&amount)?);
            let token = coin(core, chain, contract.as_deref()).await?;
            match chain {
                Chain::Evm(chain) => Order::EvmSend { chain, token, to, amount },
                Chain::Solana => Order::SolanaSend { token, to, amount },
            }
        }
        OrderRequest::Swap { network, sold, bought, amount, slippage_bps } => {
            let (chain, amount) = (crypto::chain(&network)?, typed_amount(&amount)?);
            let sold = coin(core, chain, sold.as_deref()).await?;
            let bought = coin(core, chain, bought.as_deref()).await?;
            match chain {
                Chain::Evm(chain) => Order::EvmSwap { chain, sold, bought, amount },
                Chain::Solana => {
                    let slippage = slippage_bps.map_or(Some(SlippageBps::USUAL), SlippageBps::new);
                    let slippage = slippage.ok_or(NotReadyView::Order { fault: OrderFault::Slippage })?;
                    Order::SolanaSwap { sold, bought, amount, slippage }
                }
            }
        }
    })
}

async fn coin(core: &App, chain: Chain, contract: Option<&str>) -> Result<Token, NotReadyView> {
    match core.coin(chain, contract).await {
        Ok(coin) => Ok(coin.token),
        Err(why) => Err((&why).into()),
    }
}

/// Plain digits. An exponent is how machines write amounts: a person who typed an `e` meant something else.
pub(super) fn typed_amount(text: &str) -> Result<Amount, NotReadyView> {
    let text = text.trim();
    let is_plain = text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    let amount = if is_plain { text.parse().ok() } else { None };
    amount.ok_or(NotReadyView::Order { fault: OrderFault::Amount })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_amount_is_typed_in_plain_digits() {
        for (typed, digits) in [("1250.75", Some("1250.75")), (" 5000 ", Some("5000")), ("0.5", Some("0.5"))]
            .into_iter()
            .chain(["", "1e5", "12,50", "1.250,75", "-5", "+5", "5.", ".", "₦5", "NaN"].map(|typed| (typed, None)))
        {
            let amount = typed_amount(typed).ok().map(|amount| amount.to_string());
            assert_eq!(amount.as_deref(), digits, "{typed}");
        }
    }
}
