//! An order as the API shows it: to who places it, in the history, and as a status.

use std::borrow::Cow;

use jiff::Timestamp;
use monei_api::money::{Amount, Figure};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Map, Value};

use super::Chain;
use super::order::{Order, Stage};
use crate::ledger::{Asset, Quantity};
use crate::switches::{OfframpAccountKey, OfframpHistoryKeys};

const PROVIDER: &str = "monirates";

fn number(quantity: Quantity) -> Figure {
    Figure::number(quantity.amount())
}

/// The name of the network that an asset lives on.
pub(crate) fn network(asset: Asset) -> &'static str {
    Chain::of(asset).map(|chain| chain.name).unwrap_or_default()
}

#[derive(JsonSchema, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct OrderView {
    id: String,
    reference: String,
    #[schemars(with = "Stage")]
    status: &'static str,
    amounts: Amounts,
    beneficiary: BeneficiaryView,
    on_chain: OnChain,
    meta: Map<String, Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    failure_reason: Option<Cow<'static, str>>,
    timestamps: Timestamps,
}

#[derive(JsonSchema, Serialize)]
#[serde(rename_all = "camelCase")]
struct Amounts {
    crypto: CryptoAmount,
    fiat: FiatAmount,
    exchange_rate: Figure,
    total_fee: Figure,
}

#[derive(JsonSchema, Serialize)]
struct CryptoAmount {
    value: Figure,
    asset: &'static str,
    network: &'static str,
}

#[derive(JsonSchema, Serialize)]
struct FiatAmount {
    value: Figure,
    currency: &'static str,
}

#[derive(JsonSchema, Serialize)]
#[schemars(rename = "OrderBeneficiary")]
#[serde(rename_all = "camelCase")]
struct BeneficiaryView {
    bank_code: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    bank_name: Option<&'static str>,
    #[serde(flatten)]
    number: AccountNumber,
    #[serde(skip_serializing_if = "Option::is_none")]
    account_name: Option<String>,
}

/// The number under its name, or under the misspelt one.
#[derive(JsonSchema, Serialize)]
enum AccountNumber {
    #[serde(rename = "accountNumber")]
    Right(String),
    #[serde(rename = "amountNumber")]
    Misspelt(String),
}

impl AccountNumber {
    fn new(order: &Order, key: OfframpAccountKey) -> Self {
        let number = order.beneficiary.account_number.clone();
        match key {
            OfframpAccountKey::AccountNumber => Self::Right(number),
            OfframpAccountKey::AmountNumber => Self::Misspelt(number),
        }
    }
}

#[derive(JsonSchema, Serialize)]
#[serde(rename_all = "camelCase")]
struct OnChain {
    deposit_address: String,
    tx_hash: Option<String>,
    source_wallet: &'static str,
}

#[derive(JsonSchema, Serialize)]
#[serde(rename_all = "camelCase")]
struct Timestamps {
    created: Timestamp,
    updated: Timestamp,
    deposit_expires: Timestamp,
    #[serde(skip_serializing_if = "Option::is_none")]
    deposit_detected: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    deposit_confirmed: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    completed: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    failed: Option<Timestamp>,
}

impl OrderView {
    pub(super) fn new(order: &Order, key: OfframpAccountKey) -> Self {
        let times = order.times;
        Self {
            id: order.id.as_ref().to_owned(),
            reference: order.reference.as_ref().to_owned(),
            status: order.stage.name(),
            amounts: Amounts {
                crypto: CryptoAmount {
                    value: number(order.crypto),
                    asset: order.crypto.asset.symbol(),
                    network: network(order.crypto.asset),
                },
                fiat: FiatAmount { value: number(order.fiat), currency: order.fiat.asset.symbol() },
                exchange_rate: number(order.rate),
                total_fee: number(order.fee()),
            },
            beneficiary: BeneficiaryView {
                bank_code: order.beneficiary.bank.code,
                bank_name: Some(order.beneficiary.bank.name),
                number: AccountNumber::new(order, key),
                account_name: Some(order.beneficiary.account_name.clone()),
            },
            on_chain: OnChain {
                deposit_address: order.deposit_address.clone(),
                tx_hash: order.tx_hash.clone(),
                source_wallet: order.source.name(),
            },
            meta: Map::new(),
            failure_reason: order.failure_reason.clone(),
            timestamps: Timestamps {
                created: times.created,
                updated: times.updated,
                deposit_expires: times.expires,
                deposit_detected: times.detected,
                deposit_confirmed: times.confirmed,
                completed: times.completed,
                failed: times.failed,
            },
        }
    }
}

/// What is answered where the wallet holds too little.
#[derive(JsonSchema, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct AwaitedView {
    transaction: OrderView,
    deposit_instructions: Instructions,
    current_balance: CurrentBalance,
    warnings: Vec<String>,
    next_steps: Vec<String>,
}

#[derive(JsonSchema, Serialize)]
#[serde(rename_all = "camelCase")]
struct Instructions {
    address: String,
    amount: Figure,
    token: &'static str,
    network: &'static str,
    /// Only chains of the EVM have one.
    chain_id: Option<u64>,
    expires_at: Timestamp,
    display_network: &'static str,
    qr_code_data: String,
}

#[derive(JsonSchema, Serialize)]
struct CurrentBalance {
    amount: Figure,
    token: &'static str,
    network: &'static str,
    shortfall: Figure,
}

impl AwaitedView {
    pub(super) fn new(order: &Order, chain: &Chain, balance: Quantity, key: OfframpAccountKey) -> Self {
        let (token, network) = (order.crypto.asset.symbol(), chain.name);
        let shortfall = order.crypto.asset.units(order.crypto.units - balance.units);
        let wanted = order.crypto.amount();
        let scheme = if chain.chain_id().is_some() { "ethereum" } else { chain.name };
        Self {
            transaction: OrderView::new(order, key),
            deposit_instructions: Instructions {
                address: order.deposit_address.clone(),
                amount: number(order.crypto),
                token,
                network,
                chain_id: chain.chain_id(),
                expires_at: order.times.expires,
                display_network: chain.display,
                qr_code_data: format!("{scheme}:{}", order.deposit_address),
            },
            current_balance: CurrentBalance { amount: number(balance), token, network, shortfall: number(shortfall) },
            warnings: vec![format!("Send only {token} on {}. Anything else is lost.", chain.display)],
            next_steps: vec![
                format!("Send exactly {wanted} {token} to {}", order.deposit_address),
                "The naira are sent once the deposit is confirmed".to_owned(),
            ],
        }
    }
}

/// An item of the history.
#[derive(JsonSchema, Serialize)]
#[serde(untagged)]
pub(super) enum HistoryItem {
    ByReference(Box<ReferenceItem>),
    ByInternalReference(Box<StatusView>),
}

#[derive(JsonSchema, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ReferenceItem {
    id: String,
    reference: String,
    #[schemars(with = "Stage")]
    status: &'static str,
    asset: &'static str,
    network: &'static str,
    crypto_amount: Figure,
    fiat_amount: Figure,
    fiat_currency: &'static str,
    exchange_rate: Figure,
    beneficiary: BeneficiaryView,
    created_at: Timestamp,
    #[serde(skip_serializing_if = "Option::is_none")]
    completed_at: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    failed_at: Option<Timestamp>,
}

impl HistoryItem {
    pub(super) fn new(order: &Order, keys: OfframpHistoryKeys, account: OfframpAccountKey) -> Self {
        match keys {
            OfframpHistoryKeys::Reference => Self::ByReference(Box::new(ReferenceItem {
                id: order.id.as_ref().to_owned(),
                reference: order.reference.as_ref().to_owned(),
                status: order.stage.name(),
                asset: order.crypto.asset.symbol(),
                network: network(order.crypto.asset),
                crypto_amount: number(order.crypto),
                fiat_amount: number(order.fiat),
                fiat_currency: order.fiat.asset.symbol(),
                exchange_rate: number(order.rate),
                beneficiary: BeneficiaryView {
                    bank_code: order.beneficiary.bank.code,
                    bank_name: None,
                    number: AccountNumber::new(order, account),
                    account_name: None,
                },
                created_at: order.times.created,
                completed_at: order.times.completed,
                failed_at: order.times.failed,
            })),
            OfframpHistoryKeys::InternalReference => Self::ByInternalReference(Box::new(StatusView::outline(order))),
        }
    }
}

/// How far an order is, in the provider's words too.
#[derive(JsonSchema, Serialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::resource) struct StatusView {
    id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    reference: Option<String>,
    internal_reference: String,
    provider: &'static str,
    provider_transaction_id: String,
    #[schemars(with = "Stage")]
    status: &'static str,
    crypto_amount: Figure,
    fiat_amount: Figure,
    exchange_rate: Figure,
    from_currency: &'static str,
    to_currency: &'static str,
    created_at: Timestamp,
    updated_at: Timestamp,
    expires_at: Timestamp,
    #[serde(flatten)]
    details: Option<StatusDetails>,
    #[serde(skip_serializing_if = "Option::is_none")]
    completed_at: Option<Timestamp>,
}

/// What only the status of a single order tells.
#[derive(JsonSchema, Serialize)]
#[serde(rename_all = "camelCase")]
struct StatusDetails {
    provider_status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    failure_reason: Option<Cow<'static, str>>,
    fees: Fees,
    debit_payment_details: DebitDetails,
    credit_payment_details: CreditDetails,
}

#[derive(JsonSchema, Serialize)]
#[serde(rename_all = "camelCase")]
#[expect(clippy::struct_field_names, reason = "the names of the wire")]
struct Fees {
    provider_fee: Figure,
    network_fee: Figure,
    service_fee: Figure,
}

#[derive(JsonSchema, Serialize)]
#[serde(rename_all = "camelCase")]
struct DebitDetails {
    payment_method: &'static str,
    currency: &'static str,
    network: &'static str,
    wallet_address: String,
}

#[derive(JsonSchema, Serialize)]
#[serde(rename_all = "camelCase")]
struct CreditDetails {
    payment_method: &'static str,
    currency: &'static str,
    account_name: String,
    account_number: String,
    bank_code: &'static str,
}

impl StatusView {
    /// As far as a list tells it.
    fn outline(order: &Order) -> Self {
        Self {
            id: order.id.as_ref().to_owned(),
            reference: None,
            internal_reference: order.reference.as_ref().to_owned(),
            provider: PROVIDER,
            provider_transaction_id: order.provider_id.clone(),
            status: order.stage.name(),
            crypto_amount: number(order.crypto),
            fiat_amount: number(order.fiat),
            exchange_rate: number(order.rate),
            from_currency: order.crypto.asset.symbol(),
            to_currency: order.fiat.asset.symbol(),
            created_at: order.times.created,
            updated_at: order.times.updated,
            expires_at: order.times.expires,
            details: None,
            completed_at: order.times.completed,
        }
    }

    pub(super) fn new(order: &Order) -> Self {
        let to = &order.beneficiary;
        let zero = || Figure::number(Amount::zero());
        let details = StatusDetails {
            provider_status: provider_status(order.stage),
            failure_reason: order.failure_reason.clone(),
            fees: Fees { provider_fee: number(order.fee()), network_fee: zero(), service_fee: zero() },
            debit_payment_details: DebitDetails {
                payment_method: "STABLE_CURRENCY",
                currency: order.crypto.asset.symbol(),
                network: Chain::of(order.crypto.asset).map(|chain| chain.standard).unwrap_or_default(),
                wallet_address: order.deposit_address.clone(),
            },
            credit_payment_details: CreditDetails {
                payment_method: "BANK_TRANSFER",
                currency: order.fiat.asset.symbol(),
                account_name: to.account_name.clone(),
                account_number: to.account_number.clone(),
                bank_code: to.bank.code,
            },
        };
        let reference = Some(order.reference.as_ref().to_owned());
        Self { reference, details: Some(details), ..Self::outline(order) }
    }
}

const fn provider_status(stage: Stage) -> &'static str {
    match stage {
        Stage::Initiated | Stage::QuoteCreated | Stage::AwaitingDeposit => "awaiting_payment",
        Stage::DepositReceived | Stage::Pending => "payment_received",
        Stage::Processing => "processing",
        Stage::FiatSent => "payout_sent",
        Stage::Completed => "settled",
        Stage::Failed => "failed",
        Stage::Refunded => "refunded",
        Stage::Cancelled | Stage::Expired => "closed",
    }
}
