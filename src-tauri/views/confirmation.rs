//! What the confirmation window is told, and the one secret that a window sends: the PIN, inwards only.

use serde::{Deserialize, Serialize};
use specta::Type;
use zeroize::Zeroizing;

use super::{AccountHolderView, BillFactsView, MoneyView, PaymentKind};

/// A payment that waits for the person's word. Everything here is the core's; the main window has no part in it.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ConfirmationView {
    pub id: String,
    pub kind: PaymentKind,
    /// It is not the wallet at monei.cc.
    pub demonstration: bool,
    pub environment: String,
    /// What leaves the wallet, without fees: as the bytes that will be sent say it.
    pub amount: MoneyView,
    pub payee: String,
    /// Whose account it is, where Monei tells.
    pub holder: Option<AccountHolderView>,
    /// Of a bill, what Monei tells of it.
    pub bill: Option<BillFactsView>,
    /// The note that goes with it.
    pub narration: Option<String>,
    /// What a sale is sold on, as the off-ramp names it.
    pub network: Option<String>,
    /// What it would bring, of a swap or a sale.
    pub quote: Option<QuoteView>,
    /// How much less than at the price of its moment a swap on Solana may bring, in hundredths of a percent: as those bytes
    /// say it too.
    pub slippage_bps: Option<u16>,
    /// Where it goes, if that is on a chain.
    pub on_chain: Option<OnChainView>,
    pub fee: FeeView,
    pub balance: BalanceView,
    /// The contract asks for the transaction PIN.
    pub needs_pin: bool,
    /// Checks that were left out, because the permission for them is not held.
    pub without: Vec<LeftOutView>,
    /// Payments that look the same and may have happened.
    pub look_alikes: Vec<LookAlikeView>,
    /// Records that cannot be read, each of which may have been the same.
    pub unreadable: u32,
    pub being_sent: bool,
}

/// What a swap or a sale would bring now. What it brings in the end is told afterwards.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct QuoteView {
    pub brings: Option<MoneyView>,
    pub at_least: Option<MoneyView>,
    /// What one of what leaves would bring.
    pub rate: Option<MoneyView>,
    /// RFC 3339, by this computer's clock.
    pub told_at: String,
    /// Likewise: from then on nothing is confirmed by it.
    pub expires_at: String,
}

/// Where something on a chain goes. Addresses are whole.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct OnChainView {
    /// The chain's name.
    pub network: String,
    /// Contract or mint of what leaves; nothing for the chain's own coin.
    pub contract: Option<String>,
    /// The same of what is bought.
    pub bought: Option<String>,
    pub recipient: Option<AddresseeView>,
}

#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct AddresseeView {
    pub address: String,
    /// Nothing was sent there from here before, on that chain.
    pub first_time: bool,
}

/// What Monei tells of a fee before.
#[derive(Clone, Copy, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum FeeView {
    Free,
    NotTold,
}

#[derive(Clone, Debug, Serialize, Type)]
#[serde(tag = "state", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum BalanceView {
    Told {
        before: MoneyView,
        /// Without fees that Monei does not tell.
        after: Option<MoneyView>,
    },
    NotTold,
}

#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct LeftOutView {
    pub step: CheckStep,
    /// None: it was asked, and Monei did not answer.
    pub scope: Option<String>,
}

#[derive(Clone, Copy, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum CheckStep {
    Balance,
    Limits,
    PinIsSet,
}

#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct LookAlikeView {
    pub amount: MoneyView,
    pub payee: String,
    /// RFC 3339: when it was confirmed.
    pub at: String,
}

/// The PIN as it was typed: wiped from memory when it is dropped, and printed by nothing. Copies in the web view and in the
/// message that brought it are beyond reach.
#[derive(Deserialize, Type)]
#[specta(transparent)]
pub struct TypedPin(#[specta(type = String)] pub Zeroizing<String>);
