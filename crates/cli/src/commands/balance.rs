//! `monei balance`: one call, a row for each wallet.

use monei_api::{Currency, Scope};
use monei_client::calls::WalletRead;
use monei_core::overview::{Balances, Wallet, WalletKind};

use crate::desk::Desk;
use crate::failure::Failure;
use crate::output::{Cell, Column, Record, Value};

const NAMES: &[&str] = &["currency", "balance", "chain", "wallet"];

pub async fn run(desk: &Desk) -> Result<(), Failure> {
    let wallet = desk.wallet_for(Scope::WalletRead).await?;
    let balances = Balances::from(wallet.session().with::<WalletRead>()?.wallet().await?);
    let columns = vec![Column::whole("Currency"), Column::amount("Balance"), Column::shortened("Chain")];
    let mut list = desk.output.list(columns, NAMES);
    let naira = balances.wallets.iter().find(|wallet| wallet.kind == WalletKind::Naira);
    let balance = balances.naira.as_ref().or(naira.and_then(|wallet| wallet.balance.as_ref()));
    if balance.is_some() || naira.is_some() {
        list.row(
            || vec![Cell::of("NGN"), Cell::money(balance).bold(), Cell::of("")],
            || {
                Record(vec![
                    ("currency", Value::Exact(Currency::naira().symbol().to_owned())),
                    ("balance", Value::digits(balance)),
                    ("chain", Value::Missing),
                    ("wallet", Value::told(naira.map(|wallet| wallet.id.clone()))),
                ])
            },
        )?;
    }
    for wallet in balances.wallets.iter().filter(|wallet| wallet.kind != WalletKind::Naira) {
        list.row(|| cells(wallet), || record(wallet))?;
    }
    Ok(list.end("Monei told of no wallet.")?)
}

fn symbol(wallet: &Wallet) -> Option<&str> {
    wallet.currency.as_ref().map(Currency::symbol)
}

fn cells(wallet: &Wallet) -> Vec<Cell> {
    let chain = wallet.chain.as_deref();
    vec![
        Cell::told(symbol(wallet)),
        Cell::money(wallet.balance.as_ref()),
        chain.map_or_else(Cell::default, |chain| Cell::told(Some(chain))),
    ]
}

fn record(wallet: &Wallet) -> Record {
    Record(vec![
        ("currency", Value::told(symbol(wallet).map(str::to_owned))),
        ("balance", Value::digits(wallet.balance.as_ref())),
        ("chain", Value::told(wallet.chain.clone())),
        ("wallet", Value::Told(wallet.id.clone())),
    ])
}
