//! What is asked before something is swapped or sent on a chain: its coins, what a swap would bring, and whom an address
//! names. These pass the loop by, and move nothing.

use jiff::Timestamp;
use monei_api::exchange::{EvmSwap, Side, SlippageBps, SolanaSwap};
use monei_api::money::Figure;
use monei_api::{Amount, Currency};
use monei_client::CallError;
use monei_client::calls::SwapExecute;

use super::activity::Kept;
use super::payments::was_paid;
use super::snapshot::SectionState;
use super::{App, NotReady, Snapshot};
use crate::crypto::{CoinChoice, Recipient, RecipientFault, coins, recipient};
use crate::overview::{Chain, Portfolio};
use crate::payments::order::Token;
use crate::payments::quote::{self, Quote};
use crate::payments::{BadOrder, Order, Payee};
use crate::problem::{Problem, ProblemCode};
use crate::session::SessionError;

/// Enough of any chain's coin that it is not too little to be priced.
const TRIAL: (i128, u32) = (1, 1);

/// Somebody that a coin can be sent to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownRecipient {
    pub recipient: Recipient,
    /// It is the person's own, as far as Monei told which those are.
    pub own: bool,
    /// Nothing that was sent there from here, on that chain, is known to have been taken.
    pub first_time: bool,
}

impl App {
    /// The coins that can be chosen on a chain.
    pub fn coins(&self, chain: Chain) -> Vec<CoinChoice> {
        coins::of(chain, portfolio(&self.snapshot(), chain))
    }

    /// The coin at a contract or mint, or the chain's own. One that is not known here is asked for at Monei, which prices it.
    pub async fn coin(&self, chain: Chain, contract: Option<&str>) -> Result<CoinChoice, NotReady> {
        let known = self.coins(chain);
        if let Some(coin) = coins::at(chain, &known, contract) {
            return Ok(coin.clone());
        }
        let contract = contract.and_then(|contract| coins::valid(chain, contract));
        let contract = contract.ok_or(NotReady::Order(BadOrder::NoSuchCoin))?;
        self.ready_to_ask()?.describe(chain, &contract).await
    }

    /// What an order would bring now. It is indicative: what is confirmed is asked for anew.
    pub async fn quote(&self, order: &Order) -> Result<Quote, NotReady> {
        let kept = self.ready_to_ask()?;
        let quote = quote::ask(kept.reader.session(), order, &kept.clock).await?;
        quote.ok_or_else(|| ProblemCode::NotAvailable.into())
    }

    /// Whom a text names on a chain: an address, or the text of a code.
    pub async fn recipient(
        &self,
        chain: Chain,
        contract: Option<&str>,
        text: &str,
    ) -> Result<Result<KnownRecipient, RecipientFault>, NotReady> {
        let coin = self.coin(chain, contract).await?;
        let snapshot = self.snapshot();
        Ok(recipient::read(text, chain, &coin.token).map(|recipient| {
            let payee = match chain {
                Chain::Evm(id) => Payee::on_chain(id, &recipient.address),
                Chain::Solana => Payee::new(&recipient.address),
            };
            let own = is_own(&snapshot, &recipient.address);
            KnownRecipient { own, first_time: !was_paid(&snapshot.payments.records, &payee), recipient }
        }))
    }

    /// Nobody is kept waiting for the time that Monei asked for.
    fn ready_to_ask(&self) -> Result<Kept, NotReady> {
        let kept = self.kept().map_err(NotReady::Problem)?;
        match kept.reader.gate().held_until() {
            Some(until) => Err(NotReady::Problem(held(until, kept.clock.now()))),
            None => Ok(kept),
        }
    }
}

fn held(until: Timestamp, now: Timestamp) -> Problem {
    let retry_after_seconds = u32::try_from(until.duration_since(now).as_secs()).ok();
    Problem { retry_after_seconds, ..ProblemCode::RateLimited.into() }
}

fn portfolio(snapshot: &Snapshot, chain: Chain) -> Option<&Portfolio> {
    let (_, section) = snapshot.portfolios.iter().find(|(source, _)| source.chain == chain)?;
    if let SectionState::Ready { latest, .. } = section { Some(&latest.value) } else { None }
}

/// One address serves every EVM chain.
fn is_own(snapshot: &Snapshot, address: &str) -> bool {
    let wallets = match &snapshot.balances {
        SectionState::Ready { latest, .. } => latest.value.wallets.as_slice(),
        _ => &[],
    };
    let chains =
        snapshot.portfolios.iter().filter_map(|(source, _)| portfolio(snapshot, source.chain)?.address.as_deref());
    let mut own = chains.chain(wallets.iter().filter_map(|wallet| wallet.address.as_deref()));
    own.any(|own| Payee::new(own) == Payee::new(address))
}

impl Kept {
    /// Monei names both sides of what it prices.
    async fn describe(&self, chain: Chain, contract: &str) -> Result<CoinChoice, NotReady> {
        let swaps = self.reader.session().with::<SwapExecute>().map_err(SessionError::from)?;
        let trial = Amount::from_minor(TRIAL.0, TRIAL.1);
        let told = match chain {
            Chain::Evm(chain_id) => {
                let (token_out, amount) = (contract.to_owned(), Figure::digits(trial));
                let swap = EvmSwap::NativeToToken { token_out, amount, chain_id };
                swaps.evm_price(&swap).await.map(|price| price.to_token)
            }
            Chain::Solana => {
                let (output_mint, amount) = (contract.to_owned(), Figure::number(trial));
                let swap = SolanaSwap::SolToToken { output_mint, amount, slippage_bps: SlippageBps::USUAL };
                swaps.solana_quote(&swap).await.map(|quote| quote.to_token)
            }
        };
        let side = told.map_err(|error| match error {
            SessionError::Call(CallError::NotFound { .. } | CallError::Rejected { .. }) => {
                NotReady::Order(BadOrder::NoSuchCoin)
            }
            error => error.into(),
        })?;
        side.into_option().and_then(|side| described(&side, contract)).ok_or(NotReady::Order(BadOrder::NoSuchCoin))
    }
}

/// Without its decimals nobody can say which amounts there are of a coin.
fn described(side: &Side, contract: &str) -> Option<CoinChoice> {
    let is_it = side.address.as_deref().is_none_or(|told| Payee::new(told) == Payee::new(contract));
    let decimals = side.decimals.as_ref()?.places()?;
    let symbol = side.symbol.as_deref().map(str::trim).filter(|symbol| !symbol.is_empty())?;
    let token = Token { symbol: Currency::new(symbol), decimals, address: Some(contract.to_owned()) };
    let name = side.name.as_deref().map(str::to_owned);
    is_it.then_some(CoinChoice { token, name, held: None, well_known: false })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_coin_is_described_by_its_contract_symbol_and_decimals_or_not_at_all() {
        let contract = "0x6b6f6c616e75742d73616e64626f78746f6b656e";
        let told = |side: &str| described(&serde_json::from_str(side).unwrap(), contract);
        let coin = told(r#"{"address":"0x6B6F6C616E75742D73616E64626F78746F6B656E","symbol":"KOLA","decimals":"18"}"#);
        let token = coin.unwrap().token;
        assert_eq!((token.symbol.symbol(), token.decimals, token.address.as_deref()), ("KOLA", 18, Some(contract)));
        for nothing in [
            "{}",
            r#"{"symbol":"KOLA"}"#,
            r#"{"decimals":18}"#,
            r#"{"symbol":" ","decimals":18}"#,
            r#"{"symbol":"KOLA","decimals":1.5}"#,
            r#"{"symbol":"KOLA","decimals":-1}"#,
            r#"{"symbol":"KOLA","decimals":400}"#,
            r#"{"address":"0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913","symbol":"USDC","decimals":6}"#,
        ] {
            assert_eq!(told(nothing), None, "{nothing}");
        }
    }
}
