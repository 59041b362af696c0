//! From the detail of a transaction, as Monei sends it, to what people are told of it and by what they find it.

use std::collections::BTreeMap;

use monei_api::money::Figure;
use monei_api::transaction::{Outcome, TransactionDetail, TransactionStatus};
use monei_api::wallet::Chain;
use monei_api::{Currency, Field, Money};
use serde_json::Value;
use url::Url;

use super::{Counterparty, Explorer, More};
use crate::cache::Told;
use crate::overview::{Direction, Entry};

/// Explorers that may be opened, by EVM chain. Addresses that come with an answer are not opened.
const EXPLORERS: [(&str, &str); 9] = [
    ("1", "etherscan.io"),
    ("56", "bscscan.com"),
    ("137", "polygonscan.com"),
    ("8453", "basescan.org"),
    ("42161", "arbiscan.io"),
    ("10", "optimistic.etherscan.io"),
    ("534352", "scrollscan.com"),
    ("1135", "blockscout.lisk.com"),
    ("11155111", "sepolia.etherscan.io"),
];

/// What is told elsewhere in the detail, or to programs only.
const NOT_FACTS: [&str; 9] =
    ["direction", "counterparty", "accountNumber", "bankName", "bankCode", "from", "to", "txHash", "signature"];

impl More {
    pub fn of(detail: &TransactionDetail) -> Self {
        let currency = detail.currency.as_ref().map_or_else(Currency::naira, |symbol| Currency::new(symbol));
        let fee_currency = detail.fact("feeCurrency").map_or_else(|| currency.clone(), |symbol| Currency::new(&symbol));
        let money = |figure: &Field<Figure>, currency: &Currency| {
            Some(Money::new(figure.as_ref()?.amount.clone(), currency.clone()))
        };
        // A sum with a fee in another currency would be none.
        let total = if fee_currency == currency { money(&detail.total_amount, &currency) } else { None };
        Self {
            nature: detail.nature.as_deref().map(str::to_owned),
            fee: money(&detail.fee, &fee_currency),
            total,
            wallet: wallet(detail).map(|(_, name)| name),
            counterparty: counterparty(detail),
            updated_at: *detail.updated_at,
            references: references(detail),
            facts: facts(detail),
            explorer: explorer(detail),
        }
    }
}

/// The row that the detail is of, with the direction that only the detail tells.
pub fn entry(detail: &TransactionDetail) -> Entry {
    let entry = Entry::from(detail.row());
    let direction = match entry.direction {
        Direction::Unknown => direction(detail).unwrap_or(Direction::Unknown),
        known => known,
    };
    Entry { direction, ..entry }
}

/// Nothing more happens to it.
pub fn is_finished(status: Option<&TransactionStatus>) -> bool {
    let outcome = status.map_or(Outcome::Unknown, TransactionStatus::outcome);
    matches!(outcome, Outcome::Done | Outcome::Failed | Outcome::Cancelled)
}

/// What lists and the search take from a detail.
pub fn told(detail: &TransactionDetail) -> Told {
    let other = counterparty(detail).unwrap_or_default();
    let of_other = [other.name, other.account, other.bank, other.address].into_iter().flatten();
    Told {
        direction: direction(detail),
        nature: detail.nature.as_deref().map(str::to_owned),
        wallet: wallet(detail).map(|(id, name)| (id, Some(name))),
        searched: of_other.chain(references(detail).into_values()).collect(),
    }
}

fn direction(detail: &TransactionDetail) -> Option<Direction> {
    match detail.fact("direction")?.to_ascii_lowercase().as_str() {
        "in" | "incoming" => Some(Direction::Incoming),
        "out" | "outgoing" => Some(Direction::Outgoing),
        _ => None,
    }
}

/// Id and name.
fn wallet(detail: &TransactionDetail) -> Option<(String, String)> {
    let wallet = detail.subwallet.as_ref()?;
    let name = wallet.chain.as_ref().map(Chain::as_str).or(wallet.currency.as_deref());
    Some((wallet.id.clone(), name.unwrap_or(&wallet.id).to_owned()))
}

fn counterparty(detail: &TransactionDetail) -> Option<Counterparty> {
    let address = match direction(detail) {
        Some(Direction::Incoming) => detail.fact("from"),
        _ => detail.fact("to"),
    };
    let other = Counterparty {
        name: detail.fact("counterparty").or_else(|| detail.customer.as_deref().map(str::to_owned)),
        account: detail.fact("accountNumber"),
        bank: detail.fact("bankName"),
        address,
    };
    (other != Counterparty::default()).then_some(other)
}

/// By the names under which Monei sends them.
fn references(detail: &TransactionDetail) -> BTreeMap<String, String> {
    let sent =
        |name: &str, field: &Field<monei_api::field::Text>| Some((name.to_owned(), field.as_deref()?.to_owned()));
    let on_chain = |name: &str| Some((name.to_owned(), detail.fact(name)?));
    [
        sent("fincraReference", &detail.fincra_reference),
        sent("flutterwaveReference", &detail.flutterwave_reference),
        sent("flwId", &detail.flw_id),
        on_chain("txHash"),
        on_chain("signature"),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn facts(detail: &TransactionDetail) -> BTreeMap<String, String> {
    let names = detail.metadata.iter().flat_map(|metadata| metadata.iter());
    let plain = names.filter(|(name, value)| !NOT_FACTS.contains(&name.as_str()) && !matches!(value, Value::Object(_)));
    plain.filter_map(|(name, _)| Some((name.clone(), detail.fact(name)?))).collect()
}

/// The page of a hash in the explorer of its chain. A hash is letters and digits, or it is none.
fn explorer(detail: &TransactionDetail) -> Option<Explorer> {
    let page = |host: &str, hash: &str| {
        let is_hash = !hash.is_empty() && hash.chars().all(|char| char.is_ascii_alphanumeric());
        let url = Url::parse(&format!("https://{host}/tx/{hash}")).ok()?;
        is_hash.then(|| Explorer { host: host.to_owned(), url })
    };
    if let (Some(chain), Some(hash)) = (detail.fact("chainId"), detail.fact("txHash")) {
        let (_, host) = EXPLORERS.iter().find(|(id, _)| *id == chain)?;
        return page(host, &hash);
    }
    page("solscan.io", &detail.fact("signature")?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn detail(body: &str) -> TransactionDetail {
        serde_json::from_str(body).unwrap()
    }

    #[test]
    fn a_peer_transfer_has_its_direction_and_its_other_side_from_the_detail() {
        let detail = detail(
            r#"{"id":"t","amount":"1500.00","fee":0,"totalAmount":1500,"currency":"NGN","type":"PEER-TRANSFER","status":"SUCCESS","nature":"FIAT_P2P","subwallet":{"id":"a1","currency":"NGN"},"metadata":{"direction":"in","counterparty":"Bola Ade","note":"lunch","more":{"x":1}}}"#,
        );
        let more = More::of(&detail);
        assert_eq!(entry(&detail).direction, Direction::Incoming);
        assert_eq!(more.counterparty.unwrap().name.as_deref(), Some("Bola Ade"));
        assert_eq!((more.total.unwrap().to_string(), more.wallet.as_deref()), ("1500.00 NGN".into(), Some("NGN")));
        assert_eq!(more.facts.into_iter().collect::<Vec<_>>(), [("note".into(), "lunch".into())]);
        assert_eq!(told(&detail).searched, ["Bola Ade"]);
        assert!(is_finished(detail.status.as_ref()));
    }

    #[test]
    fn r48_only_explorers_of_the_list_are_opened_and_only_for_hashes() {
        let page = |metadata: &str| {
            let detail = detail(&format!(r#"{{"id":"t","metadata":{metadata}}}"#));
            More::of(&detail).explorer.map(|explorer| explorer.url.to_string())
        };
        let base = page(r#"{"chainId":8453,"txHash":"0xab12"}"#);
        assert_eq!(base.as_deref(), Some("https://basescan.org/tx/0xab12"));
        assert_eq!(page(r#"{"signature":"5Yk"}"#).as_deref(), Some("https://solscan.io/tx/5Yk"));
        for nothing in [
            r#"{"chainId":666,"txHash":"0xab"}"#,
            r#"{"chainId":1,"txHash":"../../evil"}"#,
            r#"{"chainId":1,"txHash":"x@evil.example"}"#,
            r#"{"txHash":"0xab"}"#,
            r#"{"signature":"a b"}"#,
        ] {
            assert_eq!(page(nothing), None, "{nothing}");
        }
    }

    #[test]
    fn a_fee_in_another_coin_is_not_added_up() {
        let detail = detail(
            r#"{"id":"t","amount":"5","fee":"0.001","totalAmount":"5.001","currency":"USDC","metadata":{"feeCurrency":"ETH"}}"#,
        );
        let more = More::of(&detail);
        assert_eq!((more.fee.unwrap().to_string(), more.total), ("0.001 ETH".into(), None));
    }
}
