//! From what Monei told to what the window is told of it.

use monei_core::overview::{
    Allowed, Balances, BankAccount, Bill, Bills, Coin, CryptoTotal, IdentityChecks, Latest, Limits, Portfolio, Profile,
    Sale, Sales, Wallet, WalletKind,
};

use super::{money, time};
use crate::views::{
    AllowedView, BalancesView, BankAccountView, BillView, BillsView, CoinView, CryptoTotalView, IdentityChecksView,
    LimitsView, PortfolioView, ProfileView, SaleView, SalesView, TransactionView, TransactionsView,
    WalletKind as WalletKindView, WalletView,
};

impl From<&Profile> for ProfileView {
    fn from(profile: &Profile) -> Self {
        let Profile { name, email, phone, pin_set, id, joined_at, verified, checks } = profile.clone();
        let joined_at = joined_at.map(time);
        Self { name, email, phone, pin_set, id, joined_at, verified, checks: checks.into() }
    }
}

impl From<IdentityChecks> for IdentityChecksView {
    fn from(checks: IdentityChecks) -> Self {
        let IdentityChecks { nin, bvn, government_id, selfie, biometric, address } = checks;
        Self { nin, bvn, government_id, selfie, biometric, address }
    }
}

impl From<Allowed> for AllowedView {
    fn from(allowed: Allowed) -> Self {
        let Allowed { withdrawal, p2p, crypto, cross_border } = allowed;
        Self { withdrawal, p2p, crypto, cross_border }
    }
}

impl From<&Limits> for LimitsView {
    fn from(limits: &Limits) -> Self {
        Self {
            tier: limits.tier.clone(),
            status: limits.status.clone(),
            single: money(limits.single.as_ref()),
            daily: money(limits.daily.as_ref()),
            monthly: money(limits.monthly.as_ref()),
            max_balance: money(limits.max_balance.as_ref()),
            crypto_daily: money(limits.crypto_daily.as_ref()),
            allowed: limits.allowed.into(),
            checks: limits.checks.into(),
            can_upgrade: limits.can_upgrade,
            next_tier: limits.next_tier.clone(),
            requirements: limits.requirements.clone(),
        }
    }
}

impl From<&Balances> for BalancesView {
    fn from(balances: &Balances) -> Self {
        Self { naira: money(balances.naira.as_ref()), wallets: balances.wallets.iter().map(WalletView::from).collect() }
    }
}

impl From<&Wallet> for WalletView {
    fn from(wallet: &Wallet) -> Self {
        Self {
            id: wallet.id.clone(),
            kind: match wallet.kind {
                WalletKind::Naira => WalletKindView::Naira,
                WalletKind::Crypto => WalletKindView::Crypto,
                WalletKind::Other => WalletKindView::Other,
            },
            currency: wallet.currency.as_ref().map(|currency| currency.symbol().to_owned()),
            chain: wallet.chain.clone(),
            balance: money(wallet.balance.as_ref()),
            address: wallet.address.clone(),
            bank_account: wallet.bank_account.as_ref().map(BankAccountView::from),
        }
    }
}

impl From<&Latest> for TransactionsView {
    fn from(latest: &Latest) -> Self {
        Self {
            rows: latest.rows.iter().map(TransactionView::from).collect(),
            total: latest.total.map(|total| total.to_string()),
        }
    }
}

impl From<&BankAccount> for BankAccountView {
    fn from(account: &BankAccount) -> Self {
        Self { number: account.number.clone(), bank: account.bank.clone() }
    }
}

impl From<&Portfolio> for PortfolioView {
    fn from(portfolio: &Portfolio) -> Self {
        Self {
            address: portfolio.address.clone(),
            total: money(portfolio.total.as_ref()),
            coins: portfolio.coins.iter().map(CoinView::from).collect(),
        }
    }
}

impl From<&Coin> for CoinView {
    fn from(coin: &Coin) -> Self {
        Self {
            name: coin.name.clone(),
            amount: money(coin.amount.as_ref()),
            price: money(coin.price.as_ref()),
            value: money(coin.value.as_ref()),
            contract: coin.contract.clone(),
        }
    }
}

impl From<&CryptoTotal> for CryptoTotalView {
    fn from(total: &CryptoTotal) -> Self {
        Self { value: money(total.value.as_ref()), missing: total.missing.clone() }
    }
}

impl From<&Bills> for BillsView {
    fn from(bills: &Bills) -> Self {
        Self {
            rows: bills.rows.iter().map(BillView::from).collect(),
            total: bills.total.map(|total| total.to_string()),
        }
    }
}

impl From<&Bill> for BillView {
    fn from(bill: &Bill) -> Self {
        Self {
            id: bill.id.clone(),
            reference: bill.reference.clone(),
            category: bill.category.clone(),
            biller: bill.biller.clone(),
            customer: bill.customer.clone(),
            amount: money(bill.amount.as_ref()),
            outcome: bill.outcome.into(),
            status: bill.status.clone(),
            meter_digits: bill.meter_token.clone(),
            units: bill.units.clone(),
            created_at: bill.created_at.map(time),
        }
    }
}

impl From<&Sales> for SalesView {
    fn from(sales: &Sales) -> Self {
        Self {
            rows: sales.rows.iter().map(SaleView::from).collect(),
            total: sales.total.map(|total| total.to_string()),
        }
    }
}

impl From<&Sale> for SaleView {
    fn from(sale: &Sale) -> Self {
        Self {
            id: sale.id.clone(),
            reference: sale.reference.clone(),
            sold: money(sale.sold.as_ref()),
            network: sale.network.clone(),
            received: money(sale.received.as_ref()),
            rate: money(sale.rate.as_ref()),
            bank_account: sale.bank_account.as_ref().map(BankAccountView::from),
            outcome: sale.outcome.into(),
            status: sale.status.clone(),
            created_at: sale.created_at.map(time),
            ended_at: sale.ended_at.map(time),
        }
    }
}
