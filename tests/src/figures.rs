//! The figures of the window against those of the simulated Monei.

use std::collections::BTreeMap;

use anyhow::{Context, Result, bail, ensure};
use serde::Deserialize;

use crate::control::{Holding, Person, same_amount};
use crate::page::{Page, testid};
use crate::scene::Scene;
use crate::wait;

/// A coin as the window shows it.
#[derive(Clone, Debug, Deserialize)]
pub struct ShownCoin {
    /// `evm:8453`, `solana`.
    pub source: String,
    /// None for the chain's own coin.
    pub contract: Option<String>,
    pub currency: Option<String>,
    pub digits: Option<String>,
    /// In US dollars.
    pub value: Option<String>,
}

/// The chains of the window, by their id, with the state of each.
pub type ShownSources = BTreeMap<String, String>;

/// Ethereum's network for tests (`monei-api.md` §4.2).
const SEPOLIA: &str = "evm:11155111";

/// USDC and EURC on Solana's network for tests (§4.2); the main one is read.
const DEVNET: [&str; 2] =
    ["4zMMC9srt5Ri5X14GAgXhaHii3GnPAEERYPJgZJDncDU", "HzwqbKZw8HxMN6bF2yFZNrht3c2iXXzpKcFu7uBEDKtr"];

impl Scene {
    /// Compares every figure of the home page with the sandbox's. Returns how many were compared.
    pub async fn figures_match(&self, person: &Person) -> Result<usize> {
        let window = self.window()?;
        let sources = sources_at_rest(window).await?;
        let naira = window.attribute(&testid("naira-balance"), "data-digits").await?;
        same("naira balance", &naira, &person.naira_balance)?;
        // Chains that are read by themselves take the place of the crypto wallets; those that hold nothing are not listed.
        let by_chain = window.visible(&testid("crypto-total")).await?.is_some();
        let wallets = person.subwallets.iter().filter(|wallet| !by_chain || wallet.chain.is_none());
        let mut compared = 1;
        for wallet in wallets {
            let css = testid(&format!("wallet-{}", wallet.id));
            let shown = window.attribute(&css, "data-digits").await?;
            same(&format!("wallet {} {}", wallet.id, wallet.currency), &shown, &wallet.balance)?;
            let currency = window.attribute(&css, "data-currency").await?;
            ensure!(currency == wallet.currency, "wallet {}: {currency} instead of {}", wallet.id, wallet.currency);
            compared += 1;
        }
        if by_chain {
            compared += coins_match(window, &sources, &person.holdings).await?;
        }
        Ok(compared + transactions_match(window, person).await?)
    }
}

/// Waits until no chain is being read for the first time, and tells what state each is in.
pub async fn sources_at_rest(window: &Page) -> Result<ShownSources> {
    wait::until("every chain to be read", async || {
        let shown = window
            .script(
                "return Object.fromEntries([...document.querySelectorAll('[data-testid^=\"source-\"]')]\
                 .map((one) => [one.dataset.testid.slice('source-'.length), one.dataset.state]))",
                Vec::new(),
            )
            .await?;
        let sources: ShownSources = serde_json::from_value(shown)?;
        if let Some((id, _)) = sources.iter().find(|(_, state)| *state == "loading") {
            bail!("{id} is still being read");
        }
        Ok(Some(sources))
    })
    .await
}

/// Every coin that is in the page, those behind "without value" included.
pub async fn shown_coins(window: &Page) -> Result<Vec<ShownCoin>> {
    let shown = window
        .script(
            "return [...document.querySelectorAll('[data-testid^=\"coin-\"]')].map((one) => {\
               const id = one.dataset.testid.slice('coin-'.length);\
               const source = one.closest('[data-testid^=\"source-\"]').dataset.testid.slice('source-'.length);\
               const contract = id.slice(source.length + 1);\
               const { digits = null, value = null, currency = null } = one.dataset;\
               return { source, contract: contract === 'own' ? null : contract, currency, digits, value };\
             })",
            Vec::new(),
        )
        .await?;
    Ok(serde_json::from_value(shown)?)
}

/// Each coin of a chain that could be read is there with its amount, and the total is the sum of what the rows are worth.
async fn coins_match(window: &Page, sources: &ShownSources, holdings: &[Holding]) -> Result<usize> {
    let coins = shown_coins(window).await?;
    let mut compared = 0;
    for coin in &coins {
        let what = format!("{:?} on {}", coin.currency, coin.source);
        let shown = coin.digits.as_deref().with_context(|| format!("the amount of {what}"))?;
        let held = holdings.iter().find(|held| {
            held.source() == coin.source
                && match (&held.address, &coin.contract) {
                    (None, None) => true,
                    (Some(held), Some(shown)) => held.eq_ignore_ascii_case(shown),
                    _ => false,
                }
        });
        same(&what, shown, held.map_or("0", |held| held.balance.as_str()))?;
        compared += 1;
    }
    for held in holdings {
        let source = held.source();
        let read = sources.get(&source).is_some_and(|state| state == "ready" || state == "stale");
        let there = coins.iter().any(|coin| coin.source == source && coin.currency.as_ref() == Some(&held.symbol));
        // Networks for tests are not read where there are others.
        let on_devnet = held.address.as_deref().is_some_and(|address| DEVNET.contains(&address));
        let for_tests = on_devnet || (source == SEPOLIA && !sources.contains_key(SEPOLIA));
        ensure!(there || for_tests || !read, "{} on {source} is not shown: {coins:?}", held.symbol);
        ensure!(
            there || for_tests || sources.contains_key(&source),
            "{source} is not shown at all, and holds {}",
            held.symbol
        );
    }
    let total = window.attribute(&testid("crypto-total"), "data-digits").await?;
    let values: Vec<&str> = coins.iter().filter_map(|coin| coin.value.as_deref()).collect();
    let sum = values.iter().map(|value| atto(value)).sum::<Result<i128>>()?;
    ensure!(sum == atto(&total)?, "the total {total} is not the sum of {values:?}");
    Ok(compared + 1)
}

async fn transactions_match(window: &Page, person: &Person) -> Result<usize> {
    let rows = window.attributes("[data-testid^=\"transaction-\"]", "data-testid").await?;
    for row in &rows {
        let id = row.trim_start_matches("transaction-");
        let entry = person.transactions.iter().find(|entry| entry.id == id);
        let entry = entry.with_context(|| format!("the transaction {id} is not among the sandbox's latest"))?;
        let shown = window.attributes(&testid(row), "data-digits").await?;
        same(&format!("transaction {id}"), shown.first().map_or("", String::as_str), &entry.amount)?;
    }
    ensure!(!rows.is_empty() || person.transaction_count == 0, "no transaction is shown");
    Ok(rows.len())
}

fn same(what: &str, shown: &str, truth: &str) -> Result<()> {
    ensure!(same_amount(shown, truth), "{what}: {shown} instead of {truth}");
    Ok(())
}

/// An amount in units of 10⁻¹⁸.
fn atto(digits: &str) -> Result<i128> {
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let fraction = fraction.trim_end_matches('0');
    ensure!(fraction.len() <= 18, "{digits} has more than eighteen decimals");
    format!("{whole}{fraction:0<18}").parse().with_context(|| format!("{digits} is an amount"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_are_exact() {
        let sum: Result<i128> = ["0.10", "0.2", "3"].into_iter().map(atto).sum();
        assert_eq!(sum.unwrap(), atto("3.3").unwrap());
        assert!(atto("0.0000000000000000001").is_err());
        assert!(atto("1e9").is_err());
    }
}
