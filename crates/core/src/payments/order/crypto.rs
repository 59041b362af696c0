//! Orders of crypto. What is sent to an address that nobody has, or that is of another network, is gone.

use monei_api::money::Figure;
use monei_api::{Amount, Money, address, evm, exchange, solana};

use super::{BadOrder, Particulars, Source, Token, exact, finish};
use crate::payments::action::Action;
use crate::payments::intent::Payee;

/// Whoever lets the price get worse than this by the time of the swap is sold to.
pub const MOST_SLIPPAGE: exchange::SlippageBps = match exchange::SlippageBps::new(500) {
    Some(most) => most,
    None => exchange::SlippageBps::USUAL,
};

pub(super) fn evm_send(chain: u64, token: &Token, to: &str, amount: &Amount) -> Result<Particulars, BadOrder> {
    let to = address::checked_evm(to.trim()).ok_or(BadOrder::Address)?;
    // What a token's own contract is sent is as lost as what nobody is.
    if address::is_zero(&to) || token.address.as_deref().is_some_and(|contract| contract.eq_ignore_ascii_case(&to)) {
        return Err(BadOrder::NobodysAddress);
    }
    let (figure, money) = (Figure::digits(exact(amount, token.decimals)?), money(token, amount));
    let (payee, source) = (Payee::on_chain(chain, &to), Source::Evm { chain, token: token.address.clone() });
    match evm_token(token)? {
        None => {
            let body = evm::SendNative { to, amount: figure, chain_id: chain };
            finish(Action::EvmSendNative, source, money, payee, &body)
        }
        Some(token_address) => {
            let body = evm::SendToken { to, token_address, amount: figure, chain_id: chain };
            finish(Action::EvmSendToken, source, money, payee, &body)
        }
    }
}

pub(super) fn solana_send(token: &Token, to: &str, amount: &Amount) -> Result<Particulars, BadOrder> {
    let to = address::solana(to.trim()).ok_or(BadOrder::Address)?;
    if address::is_zero(&to) || token.address.as_deref() == Some(to.as_str()) {
        return Err(BadOrder::NobodysAddress);
    }
    let (figure, money) = (Figure::digits(exact(amount, token.decimals)?), money(token, amount));
    let (payee, source) = (Payee::new(&to), Source::Solana { mint: token.address.clone() });
    match mint(token)? {
        None => finish(Action::SolanaTransfer, source, money, payee, &solana::Transfer { to, amount: figure }),
        Some(token_mint_address) => {
            let body = solana::TransferToken { to, token_mint_address, amount: figure };
            finish(Action::SolanaTransferToken, source, money, payee, &body)
        }
    }
}

pub(super) fn evm_swap(chain_id: u64, sold: &Token, bought: &Token, amount: &Amount) -> Result<Particulars, BadOrder> {
    let (action, swap) = evm_swap_body(chain_id, sold, bought, amount)?;
    let source = Source::Evm { chain: chain_id, token: sold.address.clone() };
    let payee = Payee::on_chain(chain_id, bought.address.as_deref().unwrap_or(bought.symbol.symbol()));
    finish(action, source, money(sold, amount), payee, &swap)
}

/// What is priced and what is sent.
pub(in crate::payments) fn evm_swap_body(
    chain_id: u64,
    sold: &Token,
    bought: &Token,
    amount: &Amount,
) -> Result<(Action, exchange::EvmSwap), BadOrder> {
    let figure = Figure::digits(exact(amount, sold.decimals)?);
    Ok(match (evm_token(sold)?, evm_token(bought)?) {
        (None, None) => return Err(BadOrder::SameToken),
        (Some(sold), Some(bought)) if sold.eq_ignore_ascii_case(&bought) => return Err(BadOrder::SameToken),
        (None, Some(token_out)) => {
            let swap = exchange::EvmSwap::NativeToToken { token_out, amount: figure, chain_id };
            (Action::EvmSwapNativeToToken, swap)
        }
        (Some(token_in), Some(token_out)) => {
            let swap = exchange::EvmSwap::TokenToToken { token_in, token_out, amount: figure, chain_id };
            (Action::EvmSwapTokenToToken, swap)
        }
        (Some(token_in), None) => {
            (Action::EvmSwapTokenToNative, exchange::EvmSwap::TokenToNative { token_in, amount: figure, chain_id })
        }
    })
}

pub(super) fn solana_swap(
    sold: &Token,
    bought: &Token,
    amount: &Amount,
    slippage_bps: exchange::SlippageBps,
) -> Result<Particulars, BadOrder> {
    let (action, swap) = solana_swap_body(sold, bought, amount, slippage_bps)?;
    let source = Source::Solana { mint: sold.address.clone() };
    let payee = Payee::new(bought.address.as_deref().unwrap_or(bought.symbol.symbol()));
    finish(action, source, money(sold, amount), payee, &swap)
}

/// What is quoted and what is sent.
pub(in crate::payments) fn solana_swap_body(
    sold: &Token,
    bought: &Token,
    amount: &Amount,
    slippage_bps: exchange::SlippageBps,
) -> Result<(Action, exchange::SolanaSwap), BadOrder> {
    if slippage_bps > MOST_SLIPPAGE {
        return Err(BadOrder::Slippage);
    }
    let amount = Figure::number(exact(amount, sold.decimals)?);
    Ok(match (mint(sold)?, mint(bought)?) {
        (None, None) => return Err(BadOrder::SameToken),
        (Some(sold), Some(bought)) if sold == bought => return Err(BadOrder::SameToken),
        (None, Some(output_mint)) => {
            (Action::SolanaSwapSolToToken, exchange::SolanaSwap::SolToToken { output_mint, amount, slippage_bps })
        }
        (Some(input_mint), Some(output_mint)) => {
            let swap = exchange::SolanaSwap::TokenToToken { input_mint, output_mint, amount, slippage_bps };
            (Action::SolanaSwapTokenToToken, swap)
        }
        (Some(input_mint), None) => {
            (Action::SolanaSwapTokenToSol, exchange::SolanaSwap::TokenToSol { input_mint, amount, slippage_bps })
        }
    })
}

fn money(token: &Token, amount: &Amount) -> Money {
    Money::new(amount.clone(), token.symbol.clone())
}

fn evm_token(token: &Token) -> Result<Option<String>, BadOrder> {
    token.address.as_deref().map(|at| address::evm(at).ok_or(BadOrder::Address)).transpose()
}

fn mint(token: &Token) -> Result<Option<String>, BadOrder> {
    token.address.as_deref().map(|at| address::solana(at).ok_or(BadOrder::Address)).transpose()
}
