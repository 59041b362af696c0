//! Naira, and the wallets that there are.

use monei_api::money::Figure;
use monei_api::wallet::{Subwallet, SubwalletKind, WalletResponse};
use monei_api::{Currency, Money};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Balances {
    pub naira: Option<Money>,
    pub wallets: Vec<Wallet>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wallet {
    pub id: String,
    pub kind: WalletKind,
    pub currency: Option<Currency>,
    pub chain: Option<String>,
    pub balance: Option<Money>,
    pub address: Option<String>,
    pub bank_account: Option<BankAccount>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WalletKind {
    Naira,
    Crypto,
    Other,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BankAccount {
    pub number: String,
    pub bank: Option<String>,
}

impl From<WalletResponse> for Balances {
    fn from(wallet: WalletResponse) -> Self {
        let wallets: Vec<Wallet> = wallet.subwallets.into_iter().map(Wallet::from).collect();
        let told = wallet.naira_balance.into_option().map(|figure| Money::naira(figure.amount));
        // The same figure stands in the naira sub-wallet.
        let of_wallet = || wallets.iter().find(|wallet| wallet.kind == WalletKind::Naira)?.balance.clone();
        Self { naira: told.or_else(of_wallet), wallets }
    }
}

impl From<Subwallet> for Wallet {
    fn from(wallet: Subwallet) -> Self {
        let currency = wallet.currency.as_ref().map(|symbol| Currency::new(symbol));
        let kind = match wallet.kind.as_ref() {
            Some(SubwalletKind::Fiat) if currency.as_ref().is_none_or(|it| *it == Currency::naira()) => {
                WalletKind::Naira
            }
            Some(SubwalletKind::Crypto) => WalletKind::Crypto,
            _ => WalletKind::Other,
        };
        let money = |figure: Figure| currency.clone().map(|currency| Money::new(figure.amount, currency));
        Self {
            id: wallet.id,
            kind,
            balance: wallet.balance.into_option().and_then(money),
            currency,
            chain: wallet.chain.as_ref().map(|chain| chain.as_str().to_owned()),
            address: wallet.public_address.into_option(),
            bank_account: wallet.virtual_account.into_option().and_then(|account| {
                let number = account.account_number.into_option()?.0;
                Some(BankAccount { number, bank: account.bank_name.into_option() })
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_balance_is_unknown_and_not_zero() {
        let body = r#"{"nairaBalance":"n/a","subwallets":[{"id":"a","type":"CRYPTO","currency":"ETH","balance":null},{"id":"b"}]}"#;
        let balances = Balances::from(serde_json::from_str::<WalletResponse>(body).unwrap());
        assert_eq!(balances.naira, None);
        assert!(balances.wallets.iter().all(|wallet| wallet.balance.is_none()));
    }
}
