//! `monei addresses`: where money can be sent to the person.

use monei_api::{Currency, Scope};
use monei_client::calls::WalletRead;
use monei_core::overview::{Balances, Wallet};

use crate::desk::Desk;
use crate::failure::Failure;
use crate::output::{Cell, Column, Record, Value};

const NAMES: &[&str] = &["currency", "kind", "network", "address"];

pub async fn run(desk: &Desk) -> Result<(), Failure> {
    let wallet = desk.wallet_for(Scope::WalletRead).await?;
    let balances = Balances::from(wallet.session().with::<WalletRead>()?.wallet().await?);
    // An address is never shortened: half of one is worse than none.
    let columns = vec![Column::whole("Currency"), Column::whole("Address"), Column::shortened("Bank or chain")];
    let mut list = desk.output.list(columns, NAMES);
    for wallet in &balances.wallets {
        if let Some(account) = &wallet.bank_account {
            row(&mut list, wallet, "bank account", account.bank.as_deref(), &account.number)?;
        }
        if let Some(address) = &wallet.address {
            row(&mut list, wallet, "address", wallet.chain.as_deref(), address)?;
        }
    }
    Ok(list.end("Monei told of no account number and no address.")?)
}

fn row(
    list: &mut crate::output::List,
    wallet: &Wallet,
    kind: &str,
    network: Option<&str>,
    address: &str,
) -> std::io::Result<()> {
    let symbol = wallet.currency.as_ref().map(Currency::symbol);
    list.row(
        || vec![Cell::told(symbol), Cell::told(Some(address)).bold(), Cell::told(network)],
        || {
            Record(vec![
                ("currency", Value::told(symbol.map(str::to_owned))),
                ("kind", Value::Exact(kind.to_owned())),
                ("network", Value::told(network.map(str::to_owned))),
                ("address", Value::Told(address.to_owned())),
            ])
        },
    )
}
