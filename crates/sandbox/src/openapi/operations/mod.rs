//! What requests hold, a module per subject.

mod account;
mod bills;
mod connect;
mod crypto;
mod kept;
mod offramp;
mod wallet;

use serde_json::{Value, json};

use super::request;
use super::request::{Description, digits, evm_address, solana_address, text};

/// The subjects with what they are about.
pub(super) const SUBJECTS: [(&str, &str); 9] = [
    ("Connect", "Applications and their tokens (OAuth 2.0 with JSON bodies and errors of its own)."),
    ("Account", "Signing in, the profile, PINs and the tier."),
    ("Wallet", "Naira: balances, deposits, payouts, banks, transactions."),
    ("EVM", "Balances and sends on EVM chains."),
    ("Solana", "Balances and sends on Solana."),
    ("Exchange", "Prices, quotes and swaps of tokens."),
    ("Bills", "Airtime, data, electricity and cable TV, now or later."),
    ("Offramp", "Selling crypto for naira that is paid to a bank account."),
    ("Kept", "Payment methods and beneficiaries."),
];

/// Every description with its subject.
pub(super) fn all() -> Vec<(&'static str, Description)> {
    let subjects = [
        ("Connect", connect::all()),
        ("Account", account::all()),
        ("Wallet", wallet::all()),
        ("EVM", crypto::evm()),
        ("Solana", crypto::solana()),
        ("Exchange", crypto::exchange()),
        ("Bills", bills::all()),
        ("Offramp", offramp::all()),
        ("Kept", kept::all()),
    ];
    subjects.into_iter().flat_map(|(subject, all)| all.into_iter().map(move |one| (subject, one))).collect()
}

/// The schema of a part of a path, and an example of it.
pub(super) fn path_parameter(name: &str) -> (Value, Value) {
    match name {
        "chainId" => (request::chain(), json!(8453)),
        "tokenMintAddress" => (solana_address(), json!("EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v")),
        "reference" => (text(), json!("dep-028")),
        "category" => (bills::category(), json!("AIRTIME")),
        "billerName" => (text(), json!("mtn")),
        "type" => (kept::kind(), json!("bank")),
        "name" => (text(), json!("Landlady")),
        _ => (text(), json!("3f2a8c1e-6f0b-4d7a-9b9e-2f6f0c1d5a77")),
    }
}

/// An account number of a bank.
fn account_number() -> Value {
    digits(10, 10)
}

/// What every schema of a bank's code says.
fn bank_code() -> Value {
    text()
}

/// An address of either kind.
fn any_address() -> Value {
    json!({ "anyOf": [evm_address(), solana_address()] })
}
