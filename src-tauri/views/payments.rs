//! Payments, as the main window is told of them: what was ordered here and how far it has come. It can have one prepared;
//! confirming is another window's ([`super::ConfirmationView`]).

use serde::{Deserialize, Serialize};
use specta::Type;

use super::{MoneyView, ProblemView};

#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PaymentsView {
    pub desk: DeskView,
    /// The newest first, and every one that is open.
    pub payments: Vec<PaymentView>,
    /// How many of them nobody can say yet how they ended.
    pub open: u32,
    /// Records of payments that cannot be read any more.
    pub unreadable: u32,
    /// RFC 3339: payments from before this may be missing.
    pub lost_at: Option<String>,
    /// The one that the confirmation window asks about.
    pub waiting: Option<WaitingPaymentView>,
    /// Why the last payment that was confirmed was not sent.
    pub not_sent: Option<NotSentView>,
    /// The permission without which some open ones stay as they are.
    pub wants: Option<String>,
}

/// Whether something can be paid.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(tag = "state", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum DeskView {
    /// No permission to move money is held, and nothing was ever paid.
    Closed,
    Opening,
    Open,
    Unavailable {
        problem: ProblemView,
    },
}

#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct WaitingPaymentView {
    pub id: String,
    /// The person has confirmed it.
    pub being_sent: bool,
}

#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct NotSentView {
    pub id: String,
    pub why: NotReadyView,
}

#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PaymentView {
    pub id: String,
    pub kind: PaymentKind,
    /// What leaves the wallet, without fees.
    pub amount: MoneyView,
    pub payee: String,
    /// The code of the payee's bank, where it is an account.
    pub bank: Option<String>,
    /// Who is paid for the payee's number, of a bill.
    pub biller: Option<String>,
    /// The chain's name, where it is on one.
    pub network: Option<String>,
    /// RFC 3339: when it was confirmed.
    pub at: String,
    /// RFC 3339: when it came to its state.
    pub since: String,
    pub state: PaymentStateView,
    /// Monei's name of the transaction.
    pub transaction: Option<String>,
    /// What Monei told besides.
    pub told: Option<ToldView>,
}

/// What Monei tells of a payment that the person needs.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(tag = "told", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum ToldView {
    /// What opens the meter.
    Electricity {
        /// What is typed into the meter, as Monei told it.
        meter_digits: String,
        /// The energy that it is worth.
        units: Option<String>,
    },
    /// Where what is sold has to be sent first.
    Deposit {
        address: String,
        amount: Option<MoneyView>,
        /// As people call it.
        network: Option<String>,
        chain_id: Option<String>,
        /// RFC 3339.
        expires_at: Option<String>,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum PaymentKind {
    BankTransfer,
    PeerTransfer,
    Airtime,
    Data,
    Electricity,
    CableTv,
    SendCrypto,
    Swap,
    Sell,
}

#[derive(Clone, Debug, Serialize, Type)]
#[serde(tag = "state", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum PaymentStateView {
    /// It may be on its way.
    Sending,
    /// Monei took it and has not said yet how it ended.
    Taken,
    Succeeded,
    Rejected {
        why: RejectionView,
    },
    /// It may have happened; it is not sent again.
    Unknown {
        doubt: DoubtView,
    },
    /// Monei does not list it a day later.
    NotFound,
}

#[derive(Clone, Debug, Serialize, Type)]
#[serde(tag = "why", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum RejectionView {
    NoConnection,
    /// The computer's clock made every connection impossible.
    OutOfTime,
    Refused {
        /// Monei's own words, to be shown below ours.
        monei_says: Option<String>,
    },
    SessionOver,
    /// It was taken, and failed later.
    Failed,
}

#[derive(Clone, Copy, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum DoubtView {
    NoAnswer,
    Undecided,
    Unreadable,
    Interrupted,
}

/// Why an order cannot be confirmed, or was not sent.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(tag = "why", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum NotReadyView {
    Order {
        fault: OrderFault,
    },
    /// What Monei would refuse.
    Objections {
        objections: Vec<ObjectionView>,
    },
    /// The permission that it needs.
    Without {
        scope: String,
    },
    /// Another payment waits for the person's word.
    AnotherWaits,
    /// A payment that looks the same may have happened, and was not confirmed to be another one.
    LooksAlike,
    /// Monei knows no such account at that bank.
    NoSuchAccount,
    /// The biller knows no such customer.
    NoSuchCustomer,
    /// The plan is not there any more, or costs something else.
    AnotherPrice,
    /// The person did not want it.
    Cancelled,
    Pin,
    /// What it would bring was told too long ago.
    QuoteExpired,
    Problem {
        problem: ProblemView,
    },
}

/// What is wrong with what was typed.
#[derive(Clone, Copy, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum OrderFault {
    Amount,
    NothingToSend,
    TooFine,
    AirtimeAmount,
    AccountNumber,
    PhoneNumber,
    CustomerNumber,
    Receiver,
    Address,
    NobodysAddress,
    SameCoin,
    NoSuchCoin,
    Slippage,
    NarrationTooLong,
    Missing,
}

#[derive(Clone, Debug, Serialize, Type)]
#[serde(tag = "objection", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum ObjectionView {
    TooLittle { available: MoneyView },
    AboveLimit { limit: MoneyView },
    NotAllowed,
    NoPin,
}

/// What a person wants to be paid. Amounts are decimal digits.
#[derive(Clone, Debug, Deserialize, Type)]
#[serde(tag = "order", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum OrderRequest {
    /// Naira to another person at Monei.
    Send {
        receiver: String,
        amount: String,
    },
    /// Naira to a bank account.
    Withdraw {
        /// The bank's code.
        bank: String,
        account_number: String,
        amount: String,
        narration: Option<String>,
    },
    Airtime {
        phone_number: String,
        biller: String,
        amount: String,
    },
    Data {
        phone_number: String,
        biller: String,
        /// The plan's code.
        plan: String,
        amount: String,
        /// The plan leaves the amount to the payer; otherwise it is the price that was shown.
        chosen: bool,
    },
    Electricity {
        meter_number: String,
        disco: String,
        amount: String,
    },
    CableTv {
        smartcard_number: String,
        biller: String,
        /// The plan's code.
        plan: String,
        amount: String,
        /// The plan leaves the amount to the payer; otherwise it is the price that was shown.
        chosen: bool,
    },
    /// A coin to an address on a chain.
    SendCrypto {
        /// Such as `evm:8453` and `solana`.
        network: String,
        /// Of the coin; nothing for the chain's own.
        contract: Option<String>,
        to: String,
        amount: String,
    },
    /// One coin for another, on one chain.
    Swap {
        network: String,
        /// The contract of what is given; nothing for the chain's own coin.
        sold: Option<String>,
        bought: Option<String>,
        /// Of what is given.
        amount: String,
        /// In hundredths of a percent; on Solana only.
        slippage_bps: Option<u16>,
    },
}

/// A bank that naira can be sent to. Its code is text: leading zeros count.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct BankView {
    pub code: String,
    pub name: String,
}

/// A bank account that the person keeps.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct RecipientView {
    /// The bank's code.
    pub bank: String,
    pub account_number: String,
    /// Whose it was by Monei's word when it was kept.
    pub holder: String,
}

/// Whose account it is, at Monei's word.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct AccountHolderView {
    pub name: String,
    pub bank: Option<String>,
}
