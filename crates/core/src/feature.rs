//! What each permission opens in this version. `design.md` §2 lists the features to come; a row is added here when its
//! feature exists, so that no tile leads nowhere.

use monei_api::{Scope, ScopeSet};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Feature {
    Profile,
    Limits,
    Balances,
    Transactions,
    Bills,
    Sales,
    Send,
    Withdraw,
    AddMoney,
    PayBills,
    Swap,
}

impl Feature {
    pub const ALL: [Self; 11] = [
        Self::Profile,
        Self::Limits,
        Self::Balances,
        Self::Transactions,
        Self::Bills,
        Self::Sales,
        Self::Send,
        Self::Withdraw,
        Self::AddMoney,
        Self::PayBills,
        Self::Swap,
    ];

    /// The one permission that the feature needs.
    pub const fn scope(self) -> Scope {
        match self {
            Self::Profile => Scope::ProfileRead,
            Self::Limits => Scope::KycRead,
            Self::Balances | Self::Transactions | Self::Bills | Self::Sales => Scope::WalletRead,
            Self::Send => Scope::WalletSend,
            Self::Withdraw => Scope::WalletWithdraw,
            Self::AddMoney => Scope::WalletDeposit,
            Self::PayBills => Scope::BillsPay,
            Self::Swap => Scope::SwapExecute,
        }
    }

    pub(crate) const fn is_granted(self, granted: ScopeSet) -> bool {
        granted.contains(self.scope())
    }

    /// A feature of this version hangs on the permission.
    pub fn uses(scope: Scope) -> bool {
        Self::ALL.iter().any(|feature| feature.scope() == scope)
    }
}
