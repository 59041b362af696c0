//! All reads of a whole wallet, compared with what the simulation's control API says that there is.

use std::collections::BTreeMap;

use monei_api::field::Text;
use monei_api::{Amount, Field};
use monei_client::calls::TransactionPath;
use monei_sandbox::{Config, RateLimits, Running, Sandbox, Switches};
use serde_json::{Value, json};

use crate::Direct;

/// A running simulation, and a session of the person with the odd and busy wallet.
async fn busy() -> (Running, Direct, Value) {
    let switches = Switches { rate_limits: RateLimits::OFF, ..Switches::default() };
    let running = Sandbox::start(Config { switches, ..Config::default() }).await.unwrap();
    let http = monei_client::http::reading(&monei_client::BaseUrl::parse(&running.api_base).unwrap()).unwrap();
    let login = json!({ "email": "busy@example.ng", "pin": "8642" });
    let login = http.post(format!("{}/auth/auth/login", running.api_base)).json(&login).send().await.unwrap();
    let login: Value = login.json().await.unwrap();
    let token = login["data"]["accessToken"].as_str().unwrap();
    let people = http.get(format!("{}/sandbox/people", running.base_url)).send().await.unwrap();
    let people: Value = people.json().await.unwrap();
    let people = people["people"].as_array().unwrap();
    let person = people.iter().find(|person| person["email"] == "busy@example.ng").unwrap().clone();
    let monei = Direct::new(&running.api_base, token);
    (running, monei, person)
}

#[tokio::test]
async fn portfolios_hold_what_the_person_holds() {
    let (running, monei, person) = busy().await;
    // Chain and symbol of everything that there is some of.
    let mut told = BTreeMap::new();
    let mut holds = |chain: String, symbol: &Field<Text>, balance: &Amount| {
        if !balance.is_zero() {
            told.insert((chain, symbol.as_deref().unwrap().to_owned()), balance.to_string());
        }
    };
    let networks = monei.wallet().evm_networks().await.unwrap();
    let chains: Vec<u64> = networks.iter().map(|network| network.chain_id.unwrap()).collect();
    for &chain in &chains {
        let portfolio = monei.wallet().evm_portfolio(chain).await.unwrap();
        let native = portfolio.native_token.as_ref().unwrap();
        assert_eq!(
            monei.wallet().evm_native_balance(chain).await.unwrap().balance,
            *native.balance.as_ref().unwrap(),
            "{chain}"
        );
        for token in portfolio.tokens.iter().chain([native]) {
            holds(chain.to_string(), &token.symbol, &token.balance.as_ref().unwrap().amount);
            if let Some(contract) = token.contract_address.as_deref() {
                let balance = monei.wallet().evm_token_balance(chain, contract).await.unwrap();
                assert_eq!(balance.balance, *token.balance.as_ref().unwrap());
            }
        }
    }
    let solana = monei.wallet().solana_portfolio().await.unwrap();
    holds("solana".into(), &Field(Some("SOL".into())), &solana.native_balance.as_ref().unwrap().amount);
    for token in &solana.tokens {
        holds("solana".into(), &token.symbol, &token.balance.as_ref().unwrap().amount);
    }
    assert_eq!(monei.wallet().solana_balance().await.unwrap().balance, *solana.native_balance.as_ref().unwrap());
    assert_eq!(monei.wallet().solana_address().await.unwrap().address, *solana.address.as_ref().unwrap());

    let expected: BTreeMap<(String, String), String> = person["holdings"]
        .as_array()
        .unwrap()
        .iter()
        // Of all chains; the API names those that are not for tests.
        .filter(|holding| {
            let evm = holding["chainId"].as_u64().is_some_and(|id| chains.contains(&id));
            evm || holding["network"] == "Solana"
        })
        .map(|holding| {
            let chain = holding["chainId"].as_u64().map_or_else(|| "solana".to_owned(), |id| id.to_string());
            let balance: Amount = holding["balance"].as_str().unwrap().parse().unwrap();
            ((chain, holding["symbol"].as_str().unwrap().to_owned()), balance.to_string())
        })
        .collect();
    assert_eq!(told, expected);
    assert!(told.len() > 3, "there is something to compare: {told:?}");
    running.shutdown().await;
}

#[tokio::test]
async fn every_row_has_its_detail() {
    let (running, monei, person) = busy().await;
    let (page, path) = monei.wallet().transactions(TransactionPath::User, 1, 100).await.unwrap();
    assert_eq!(path, TransactionPath::User);
    assert_eq!(page.pagination.total.map(|total| total.0), person["transactionCount"].as_u64());
    assert_eq!(page.transactions.len(), 100);
    for row in &page.transactions {
        let detail = monei.wallet().transaction(&row.id).await.unwrap();
        assert_eq!((&detail.row().amount, &detail.row().status), (&row.amount, &row.status), "{}", row.id);
        assert!(detail.nature.is_some() && detail.fact("direction").is_some(), "{detail:?}");
        let again = monei.wallet().transaction_by_reference(row.reference.as_deref().unwrap()).await.unwrap();
        assert_eq!(again.id, row.id);
    }
    running.shutdown().await;
}

#[tokio::test]
async fn everything_else_there_is_to_read() {
    let (running, monei, person) = busy().await;
    let user = monei.profile().user().await.unwrap();
    assert_eq!((Some(user.id.as_str()), user.email.as_deref()), (person["id"].as_str(), person["email"].as_str()));
    let status = monei.kyc().kyc_status().await.unwrap();
    let limits = monei.kyc().kyc_limits().await.unwrap();
    assert_eq!(status.current_tier, limits.current_tier);
    let single = |limits: &monei_api::kyc::Limits| limits.max_single_transaction.clone().into_option().unwrap();
    assert_eq!(single(status.limits.as_ref().unwrap()), single(&limits.limits));
    let wallet = monei.wallet().wallet().await.unwrap();
    let naira = monei.wallet().naira_wallet().await.unwrap();
    assert_eq!(wallet.naira_balance, naira.balance);
    assert_eq!(naira.virtual_account, wallet.subwallets[0].virtual_account);

    let bills = monei.wallet().bills(1, 100).await.unwrap();
    let bill = bills.bills.first().expect("a paid bill");
    let reference = bill.reference.as_deref().unwrap();
    assert_eq!(monei.wallet().bill_by_reference(reference).await.unwrap().id, bill.id);
    assert_eq!(monei.wallet().bill_receipt(&bill.id).await.unwrap().reference.as_deref(), Some(reference));

    let banks = monei.wallet().offramp_banks().await.unwrap();
    let sold = monei.wallet().offramp_history(1, 100).await.unwrap();
    for order in &sold.orders {
        let status = monei.wallet().offramp_order(order.reference().unwrap()).await.unwrap();
        assert_eq!((&status.id, &status.status), (&order.id, &order.status));
        let bank = order.beneficiary().unwrap().bank_code.as_deref();
        assert!(banks.iter().any(|known| Some(known.code.as_str()) == bank), "{bank:?}");
    }
    assert_eq!(sold.meta.total_items.map(|total| total.0), Some(sold.orders.len() as u64));
    assert!(!sold.orders.is_empty(), "an order to compare");
    running.shutdown().await;
}
