//! The sandbox's control API: its people and their figures, and what a test does to the simulated Monei.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use hyper::Method;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::http::{self, Body, Extra};
use crate::under_way::{Sale, Turn};

/// A running sandbox, by its address.
#[derive(Clone, Debug)]
pub struct Control {
    base: String,
}

/// A seeded person with everything that is known of them, the secrets included.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Person {
    pub id: String,
    pub name: String,
    pub email: String,
    pub login_pin: String,
    pub transaction_pin: Option<String>,
    pub tier: String,
    pub verified: bool,
    /// Exact decimal digits, as every amount here.
    pub naira_balance: String,
    pub virtual_account: Option<Account>,
    pub subwallets: Vec<Subwallet>,
    /// Everything on chains of which there is some.
    pub holdings: Vec<Holding>,
    pub transaction_count: usize,
    /// The newest first.
    pub transactions: Vec<Transaction>,
}

impl Person {
    /// The transaction PIN; empty where none is set.
    pub fn pin(&self) -> &str {
        self.transaction_pin.as_deref().unwrap_or_default()
    }
}

#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Account {
    pub account_number: String,
    pub bank_name: String,
}

#[derive(Clone, Debug, Deserialize)]
pub struct Subwallet {
    pub id: String,
    pub currency: String,
    pub balance: String,
    /// `EVM`, `SOLANA`; none for naira.
    pub chain: Option<String>,
    pub address: Option<String>,
}

#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub struct Holding {
    /// Of an EVM chain; none on Solana.
    pub chain_id: Option<u64>,
    pub symbol: String,
    /// The contract or mint; none for the chain's own coin.
    pub address: Option<String>,
    pub balance: String,
}

impl Holding {
    /// The source that tells it, as the window names it.
    pub fn source(&self) -> String {
        self.chain_id.map_or_else(|| "solana".to_owned(), |id| format!("evm:{id}"))
    }
}

#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Transaction {
    pub id: String,
    pub amount: String,
    pub currency: String,
    /// `CREDIT`, `DEBIT` and what else there is.
    #[serde(rename = "type")]
    pub kind: String,
    pub direction: String,
    pub fee: Option<Fee>,
    pub status: String,
    pub narration: String,
}

/// What a bank or a chain charged.
#[derive(Clone, Debug, Deserialize)]
pub struct Fee {
    pub amount: String,
    pub currency: String,
}

/// The record of calls.
#[derive(Clone, Debug, Deserialize)]
pub struct Calls {
    pub endpoints: Vec<EndpointCalls>,
    pub totals: CallTotals,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct EndpointCalls {
    pub method: String,
    pub path: String,
    pub calls: u64,
    pub refused_for_scope: u64,
    pub statuses: BTreeMap<String, u64>,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CallTotals {
    pub calls: u64,
    pub out_of_scope: u64,
}

impl Calls {
    /// How often a path was called, whatever the answer.
    pub fn of(&self, method: &str, path: &str) -> u64 {
        self.at(method, path).map(|endpoint| endpoint.calls).sum()
    }

    /// How often a path answered with this status.
    pub fn answered(&self, method: &str, path: &str, status: &str) -> u64 {
        self.at(method, path).filter_map(|endpoint| endpoint.statuses.get(status)).sum()
    }

    fn at<'a>(&'a self, method: &'a str, path: &'a str) -> impl Iterator<Item = &'a EndpointCalls> {
        self.endpoints.iter().filter(move |endpoint| endpoint.method == method && endpoint.path == path)
    }
}

impl Control {
    pub(crate) fn new(base: String) -> Self {
        Self { base }
    }

    /// Everybody who is there from the start.
    pub async fn people(&self) -> Result<Vec<Person>> {
        let answer = self.call(Method::GET, "people", Body::None).await?;
        Ok(serde_json::from_value(answer.get("people").context("people")?.clone())?)
    }

    /// A person whose every figure follows from the seed.
    pub async fn make_person(&self, seed: u64) -> Result<Person> {
        let made = self.call(Method::POST, "people", Body::Json(json!({ "seed": seed }))).await?;
        self.person(made.get("id").and_then(Value::as_str).context("id")?).await
    }

    /// With the whole history.
    pub async fn person(&self, id: &str) -> Result<Person> {
        let path = format!("people/{id}?transactions=all");
        Ok(serde_json::from_value(self.call(Method::GET, &path, Body::None).await?)?)
    }

    /// The person with the longest history.
    pub async fn busiest(&self) -> Result<Person> {
        let people = self.people().await?;
        people.into_iter().max_by_key(|person| person.transaction_count).context("a person")
    }

    /// As if the person had removed the application in Monei's settings. Returns how many token pairs went.
    pub async fn revoke_grants(&self, id: &str) -> Result<u64> {
        let answer = self.call(Method::POST, &format!("people/{id}/grants/revoke"), Body::Json(json!({}))).await?;
        answer.get("pairs").and_then(Value::as_u64).context("pairs")
    }

    /// Ends every access token; refresh tokens stay. Returns how many it were.
    pub async fn expire_tokens(&self) -> Result<u64> {
        let answer = self.call(Method::POST, "tokens/expire", Body::Json(json!({}))).await?;
        answer.get("expired").and_then(Value::as_u64).context("expired")
    }

    pub async fn calls(&self) -> Result<Calls> {
        Ok(serde_json::from_value(self.call(Method::GET, "calls", Body::None).await?)?)
    }

    /// Starts counting anew.
    pub async fn forget_calls(&self) -> Result<()> {
        self.call(Method::DELETE, "calls", Body::None).await.map(drop)
    }

    /// Sets some switches of the simulation.
    pub async fn switch(&self, switches: Value) -> Result<()> {
        self.call(Method::PATCH, "switches", Body::Json(switches)).await.map(drop)
    }

    /// Adds a fault.
    pub async fn fault(&self, fault: Value) -> Result<()> {
        self.call(Method::POST, "faults", Body::Json(fault)).await.map(drop)
    }

    pub async fn clear_faults(&self) -> Result<()> {
        self.call(Method::DELETE, "faults", Body::None).await.map(drop)
    }

    /// Moves the sandbox's clock forward.
    pub async fn advance_clock(&self, seconds: u32) -> Result<()> {
        self.call(Method::POST, "clock", Body::Json(json!({ "advanceSeconds": seconds }))).await.map(drop)
    }

    /// What is under way goes on, by its reference.
    pub async fn go_on(&self, item: &str, turn: Turn) -> Result<()> {
        let body = json!({ "item": item, "outcome": turn.name() });
        self.call(Method::POST, "pending", Body::Json(body)).await.map(drop)
    }

    /// Everybody's sales, the oldest first.
    pub async fn sales(&self) -> Result<Vec<Sale>> {
        let answer = self.call(Method::GET, "offramp", Body::None).await?;
        Ok(serde_json::from_value(answer.get("orders").context("orders")?.clone())?)
    }

    /// The crypto of a sale arrives from outside.
    pub async fn deposit_crypto(&self, reference: &str) -> Result<()> {
        self.call(Method::POST, "offramp/deposit", Body::Json(json!({ "order": reference }))).await.map(drop)
    }

    async fn call(&self, method: Method, path: &str, body: Body) -> Result<Value> {
        let answer =
            http::send(method, &format!("{}/sandbox/{path}", self.base), body, Extra::default()).await?.ok()?;
        if answer.body.is_empty() { Ok(Value::Null) } else { answer.json() }
    }
}

/// Two decimal texts name the same amount: `0.5` and `0.50` do.
pub fn same_amount(left: &str, right: &str) -> bool {
    fn parts(text: &str) -> (bool, &str, &str) {
        let (negative, digits) = text.strip_prefix('-').map_or((false, text), |digits| (true, digits));
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        (negative, whole.trim_start_matches('0'), fraction.trim_end_matches('0'))
    }
    parts(left) == parts(right)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_compared_by_value() {
        for (left, right) in [("0.5", "0.50"), ("5", "5.00"), ("0", "0.00"), ("-1.10", "-1.1"), ("007", "7")] {
            assert!(same_amount(left, right), "{left} {right}");
        }
        for (left, right) in [("5", "50"), ("0.5", "0.05"), ("1", "-1"), ("400000000000000000000000000000001", "4e32")]
        {
            assert!(!same_amount(left, right), "{left} {right}");
        }
    }
}
