//! Adding money between the core and the window.

use monei_core::app::{Deposits, ShownDeposit};
use monei_core::deposits::{NewDeposit, Stage, Way};

use super::orders::typed_amount;
use super::time;
use crate::views::{
    DepositRequest, DepositStateView, DepositView, DepositWay, DepositsView, NotReadyView, PageView, PayIntoView,
};

impl From<&Deposits> for DepositsView {
    fn from(deposits: &Deposits) -> Self {
        Self {
            deposits: deposits.deposits.iter().map(DepositView::from).collect(),
            starting: deposits.starting,
            wants: deposits.wants.map(|scope| scope.name().to_owned()),
        }
    }
}

impl From<&ShownDeposit> for DepositView {
    fn from(deposit: &ShownDeposit) -> Self {
        let told = &deposit.told;
        Self {
            reference: deposit.reference.clone(),
            way: match deposit.way {
                Way::BankTransfer => DepositWay::BankTransfer,
                Way::Ussd { .. } => DepositWay::Ussd,
                Way::Link => DepositWay::Link,
            },
            amount: (&deposit.amount).into(),
            at: time(deposit.started_at),
            state: deposit.stage.into(),
            fee: told.fee.as_ref().map(Into::into),
            total: told.total.as_ref().map(Into::into),
            account: told.account.as_ref().map(|account| PayIntoView {
                number: account.number.clone(),
                bank: account.bank.clone(),
                holder: account.holder.clone(),
            }),
            code: told.code.clone(),
            note: told.note.clone(),
            page: deposit.page.as_ref().map(|(host, opens)| PageView { host: host.clone(), opens: *opens }),
            expires_at: told.expires_at.map(time),
        }
    }
}

impl From<Stage> for DepositStateView {
    fn from(stage: Stage) -> Self {
        match stage {
            Stage::Starting => Self::Starting,
            Stage::Unanswered => Self::Unanswered,
            Stage::Waiting => Self::Waiting,
            Stage::Lapsed => Self::Lapsed,
            Stage::Completed => Self::Completed,
            Stage::Failed => Self::Failed,
            Stage::Cancelled => Self::Cancelled,
            Stage::NotStarted => Self::NotStarted,
        }
    }
}

/// What was typed is read here; whether it can be begun is the core's to say.
impl TryFrom<DepositRequest> for NewDeposit {
    type Error = NotReadyView;

    fn try_from(request: DepositRequest) -> Result<Self, NotReadyView> {
        let (way, amount) = match request {
            DepositRequest::BankTransfer { amount } => (Way::BankTransfer, amount),
            DepositRequest::Ussd { amount, bank } => (Way::Ussd { bank }, amount),
            DepositRequest::Link { amount } => (Way::Link, amount),
        };
        Ok(Self { way, amount: typed_amount(&amount)? })
    }
}
