//! What there is to be sent, where it goes, what it needs, and what its answer tells.

use monei_api::bill::{AirtimeOrder, BillPayment, CableOrder, DataOrder, ElectricityOrder};
use monei_api::endpoint::{self, Endpoint};
use monei_api::exchange::{EvmSwap, SolanaSwap};
use monei_api::field::Text;
use monei_api::offramp::{Initiated, OfframpStatus, SaleRequest};
use monei_api::payout::{BankTransfer, Payout, PeerPayout, PeerTransfer};
use monei_api::transaction::{Outcome, TransactionStatus};
use monei_api::{evm, solana};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::told::Told;
use crate::calls::{BillsPay, OfframpExecute, Permission, SwapExecute, WalletSend, WalletWithdraw};

/// A body that moves money.
pub trait Order: Serialize + Sync {
    type Permission: Permission;
    type Answer: Answer;
    /// The contract asks for the transaction PIN (`monei-api.md` §5).
    const NEEDS_PIN: bool = false;

    fn endpoint(&self) -> Endpoint;
}

/// What a success says about the payment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// How far it is, where that is told.
    pub outcome: Option<Outcome>,
    /// The id or reference under which Monei lists it.
    pub name: Option<String>,
    /// What else it tells, to be kept.
    pub told: Option<Told>,
}

impl Receipt {
    pub(super) const fn tells_something(&self) -> bool {
        self.outcome.is_some() || self.name.is_some()
    }

    fn new(outcome: Option<Outcome>, name: Option<&str>) -> Self {
        Self { outcome, name: name.map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned), told: None }
    }

    fn telling(self, told: Option<Told>) -> Self {
        Self { told, ..self }
    }
}

/// The payload of a success.
pub trait Answer: DeserializeOwned + Send {
    fn receipt(&self) -> Receipt;
}

macro_rules! orders {
    ($($order:ty => $permission:ty, $answer:ty, $endpoint:expr $(, pin $pin:literal)?;)+) => {$(
        impl Order for $order {
            type Permission = $permission;
            type Answer = $answer;
            $(const NEEDS_PIN: bool = $pin;)?

            fn endpoint(&self) -> Endpoint {
                ($endpoint)(self)
            }
        }
    )+};
}

orders! {
    BankTransfer => WalletWithdraw, Payout, |_| endpoint::BANK_TRANSFER, pin true;
    PeerTransfer => WalletSend, PeerPayout, |_| endpoint::PEER_TRANSFER, pin true;
    AirtimeOrder => BillsPay, BillPayment, |_| endpoint::PAY_AIRTIME;
    DataOrder => BillsPay, BillPayment, |_| endpoint::PAY_DATA;
    ElectricityOrder => BillsPay, BillPayment, |_| endpoint::PAY_ELECTRICITY;
    CableOrder => BillsPay, BillPayment, |_| endpoint::PAY_CABLE_TV;
    evm::SendNative => SwapExecute, evm::Sent, |_| endpoint::EVM_SEND_NATIVE;
    evm::SendToken => SwapExecute, evm::Sent, |_| endpoint::EVM_SEND_TOKEN;
    solana::Transfer => SwapExecute, solana::Sent, |_| endpoint::SOLANA_TRANSFER;
    solana::TransferToken => SwapExecute, solana::Sent, |_| endpoint::SOLANA_TRANSFER_TOKEN;
    EvmSwap => SwapExecute, evm::Sent, Self::endpoint;
    SolanaSwap => SwapExecute, solana::Swapped, Self::endpoint;
    SaleRequest => OfframpExecute, Initiated, |_| endpoint::OFFRAMP_INITIATE;
}

fn status(status: Option<&TransactionStatus>) -> Option<Outcome> {
    status.map(TransactionStatus::outcome)
}

fn text(field: &monei_api::Field<Text>) -> Option<&str> {
    field.as_deref()
}

impl Answer for Payout {
    fn receipt(&self) -> Receipt {
        Receipt::new(status(self.status.as_ref()), text(&self.reference))
    }
}

impl Answer for PeerPayout {
    fn receipt(&self) -> Receipt {
        Receipt::new(status(self.status.as_ref()), text(&self.reference))
    }
}

impl Answer for BillPayment {
    fn receipt(&self) -> Receipt {
        let name = text(&self.reference).unwrap_or(&self.id);
        Receipt::new(self.status.as_ref().map(monei_api::bill::BillStatus::outcome), Some(name))
            .telling(Told::of_bill(self))
    }
}

/// The chain has it; whether it is confirmed, the transaction tells later.
impl Answer for evm::Sent {
    fn receipt(&self) -> Receipt {
        Receipt::new(None, Some(&self.tx_hash))
    }
}

impl Answer for solana::Sent {
    fn receipt(&self) -> Receipt {
        Receipt::new(None, Some(&self.signature))
    }
}

impl Answer for solana::Swapped {
    fn receipt(&self) -> Receipt {
        Receipt::new(None, Some(&self.signature))
    }
}

impl Answer for Initiated {
    fn receipt(&self) -> Receipt {
        let order = self.order();
        Receipt::new(order.status.as_ref().map(OfframpStatus::outcome), Some(&order.reference))
            .telling(Told::of_sale(self))
    }
}
