//! Swaps and sends on chains: what a person does in the window, and what the simulated Monei's ledger says of it.

use std::collections::BTreeSet;

use anyhow::{Context, Result, bail, ensure};

use crate::control::Person;
use crate::page::{Page, testid};
use crate::scene::Scene;

/// A coin of a chain.
#[derive(Clone, Copy, Debug)]
pub struct Coin {
    /// As the window names the chain: `evm:8453`, `solana`.
    pub network: &'static str,
    /// A part of the chain's name.
    pub called: &'static str,
    pub symbol: &'static str,
    /// None for the chain's own.
    pub contract: Option<&'static str>,
}

pub const BASE_ETHER: Coin = Coin { network: "evm:8453", called: "base", symbol: "ETH", contract: None };
pub const BASE_USDC: Coin = Coin {
    network: "evm:8453",
    called: "base",
    symbol: "USDC",
    contract: Some("0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913"),
};
/// In no list of the application's.
pub const BASE_KOLA: Coin = Coin {
    network: "evm:8453",
    called: "base",
    symbol: "KOLA",
    contract: Some("0x6b6f6c616e75742d73616e64626f78746f6b656e"),
};
pub const SOL: Coin = Coin { network: "solana", called: "solana", symbol: "SOL", contract: None };
pub const SOLANA_USDC: Coin = Coin {
    network: "solana",
    called: "solana",
    symbol: "USDC",
    contract: Some("EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v"),
};

impl Coin {
    fn key(self) -> &'static str {
        self.contract.unwrap_or("own")
    }
}

/// What moved of a coin, in units of 10⁻¹⁸.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moved(pub i128);

impl Scene {
    /// Types a swap, and waits until what it would bring is told.
    pub async fn type_swap(&self, sold: Coin, bought: Coin, amount: &str) -> Result<()> {
        let window = self.window()?;
        window.press(&testid("nav-swap")).await?;
        choose(window, "swap-network", sold.called, sold.network).await?;
        choose_coin(window, "swap-sold", sold).await?;
        choose_coin(window, "swap-bought", bought).await?;
        window.type_into(&testid("swap-amount"), amount).await
    }

    /// Types a swap, and asks for its confirmation once it is quoted.
    pub async fn order_swap(&self, sold: Coin, bought: Coin, amount: &str) -> Result<()> {
        self.type_swap(sold, bought, amount).await?;
        let window = self.window()?;
        window.attribute_becomes(&testid("swap-quote"), "data-state", "told").await?;
        window.press(&testid("swap-review")).await
    }

    /// Turns to sending, with this coin.
    pub async fn begin_sending(&self, coin: Coin) -> Result<()> {
        let window = self.window()?;
        window.press(&testid("nav-swap")).await?;
        window.press(&format!("{} label:last-of-type", testid("swap-segments"))).await?;
        choose(window, "send-crypto-network", coin.called, coin.network).await?;
        choose_coin(window, "send-crypto-coin", coin).await
    }

    /// Types whom a coin goes to and how much, and asks for the confirmation once the address is read.
    pub async fn order_sending(&self, coin: Coin, to: &str, amount: &str) -> Result<()> {
        self.begin_sending(coin).await?;
        let window = self.window()?;
        window.type_into(&testid("send-crypto-to"), to).await?;
        window.attribute_becomes(&testid("recipient"), "data-state", "somebody").await?;
        window.type_into(&testid("send-crypto-amount"), amount).await?;
        window.press(&testid("send-crypto-review")).await
    }

    /// What left a person's wallet of a coin since, by the simulated Monei's own ledger, without what the chain charged.
    pub async fn has_spent(&self, before: &Person, coin: Coin, amount: &str) -> Result<()> {
        let left = self.moved(before, coin).await?;
        let wanted = units(amount)?;
        ensure!(left.0 == wanted, "{} units of {} were moved instead of {amount}", left.0, coin.symbol);
        Ok(())
    }

    /// What left, less what came, without the chains' charges.
    pub async fn moved(&self, before: &Person, coin: Coin) -> Result<Moved> {
        let now = self.monei().person(&before.id).await?;
        let known: BTreeSet<&str> = before.transactions.iter().map(|row| row.id.as_str()).collect();
        let mut charged = 0;
        if coin.contract.is_none() {
            for row in now.transactions.iter().filter(|row| !known.contains(row.id.as_str()) && row.status != "FAILED")
            {
                let fee = row.fee.as_ref().filter(|fee| fee.currency == coin.symbol && row.direction == "out");
                charged += fee.map(|fee| units(&fee.amount)).transpose()?.unwrap_or_default();
            }
        }
        Ok(Moved(held(before, coin)? - held(&now, coin)? - charged))
    }
}

/// Opens a choice, looks for a name and takes the one with this value.
pub async fn choose(window: &Page, choice: &str, called: &str, value: &str) -> Result<()> {
    let field = testid(choice);
    if window.attribute(&field, "data-chosen").await? == value {
        return Ok(());
    }
    search(window, &field, called).await?;
    window.press(&testid(&format!("{choice}-{value}"))).await?;
    window.attribute_becomes(&field, "data-chosen", value).await
}

/// Opens a choice and types into it: what was chosen is selected, so that it goes.
async fn search(window: &Page, field: &str, called: &str) -> Result<()> {
    window.look_for(field, called).await
}

/// By its symbol where it is listed.
pub async fn choose_coin(window: &Page, choice: &str, coin: Coin) -> Result<()> {
    choose(window, choice, coin.symbol, coin.key()).await
}

/// By its contract, which Monei is asked about.
pub async fn name_coin(window: &Page, choice: &str, coin: Coin) -> Result<()> {
    let (field, contract) = (testid(choice), coin.contract.context("a coin with a contract")?);
    search(window, &field, contract).await?;
    window.press(&testid(&format!("{choice}-named"))).await?;
    window.attribute_becomes(&field, "data-chosen", contract).await
}

fn held(person: &Person, coin: Coin) -> Result<i128> {
    let mut found = person.holdings.iter().filter(|it| it.source() == coin.network && it.symbol == coin.symbol);
    found.next().map_or(Ok(0), |holding| units(&holding.balance))
}

/// A decimal text in units of 10⁻¹⁸.
pub fn units(text: &str) -> Result<i128> {
    const PLACES: usize = 18;
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    if fraction.len() > PLACES {
        bail!("{text} is finer than any coin");
    }
    format!("{whole}{fraction:0<PLACES$}").parse().with_context(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_counted_to_the_wei() {
        assert_eq!(units("0.010000000000000003").unwrap(), 10_000_000_000_000_003);
        assert_eq!(units("-1.5").unwrap(), -1_500_000_000_000_000_000);
        assert!(units("0.0000000000000000001").is_err() && units("1e3").is_err());
    }
}
