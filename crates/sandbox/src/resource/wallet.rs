//! `/wallet/me`, `/wallet/naira-wallet` and `/wallet/virtual-account` (`monei-api.md` §3.3).

use axum::Json;
use axum::extract::{Extension, RawQuery, State};
use monei_api::Field;
use monei_api::envelope::Envelope;
use monei_api::money::{Amount, Figure};
use monei_api::wallet::{Chain, Subwallet, SubwalletKind, VirtualAccount, WalletResponse};

use super::banks::HOUSE_BANK;
use super::{Reply, evm, person, solana};
use crate::body::JsonBody;
use crate::ledger::{Asset, Cluster, Ledger, Network};
use crate::people::{BankAccount, CryptoWallet, Person};
use crate::query::Query;
use crate::random;
use crate::refusal::Refusal;
use crate::switches::{NairaBalance, Portfolios};
use crate::world::{Caller, Simulation, World};

pub(super) async fn me(
    State(simulation): State<Simulation>,
    Extension(caller): Extension<Caller>,
    RawQuery(query): RawQuery,
) -> Reply<WalletResponse> {
    let mut query = Query::read(query.as_deref().unwrap_or_default());
    let chain = evm::asked_chain(&mut query);
    query.finish()?;
    let world = simulation.lock();
    let person = person(&world, &caller)?;
    let balance = world.ledger.balance(person.owner, Asset::NAIRA).amount();
    let naira_balance = match world.switches.naira_balance {
        NairaBalance::Text => Figure::text(balance),
        NairaBalance::Number => Figure::number(balance),
    };
    // Both misspellings are Monei's.
    let message = "User wallet retreived succesfully";
    let mut wallet = WalletResponse {
        naira_balance: naira_balance.into(),
        subwallets: subwallets(&world.ledger, person),
        evm_portfolio: Field::default(),
        sol_portfolio: Field::default(),
    };
    if let Some(chain) = chain {
        let now = world.now();
        let evm = evm::portfolio_of(&world.ledger, person, chain, now);
        let solana = solana::portfolio_of(&world.ledger, person, Network::Solana(Cluster::Mainnet), now);
        embed(&mut wallet, Field(evm), Field(solana), world.switches.portfolios);
    }
    Ok(Json(Envelope::ok(message, wallet)))
}

/// Puts the portfolios where the switch has them.
fn embed(wallet: &mut WalletResponse, evm: Field<evm::Portfolio>, solana: Field<solana::Portfolio>, place: Portfolios) {
    match place {
        Portfolios::Wallet => (wallet.evm_portfolio, wallet.sol_portfolio) = (evm, solana),
        Portfolios::Subwallet => {
            for subwallet in &mut wallet.subwallets {
                match *subwallet.chain {
                    Some(Chain::Evm) => subwallet.evm_portfolio = evm.clone(),
                    Some(Chain::Solana) => subwallet.sol_portfolio = solana.clone(),
                    _ => {}
                }
            }
        }
    }
}

pub(super) async fn naira(
    State(simulation): State<Simulation>,
    Extension(caller): Extension<Caller>,
) -> Reply<Subwallet> {
    let world = simulation.lock();
    let wallet = naira_subwallet(&world.ledger, person(&world, &caller)?);
    Ok(Json(Envelope::ok("Naira wallet retrieved successfully", wallet)))
}

/// Opens the account that receives bank transfers. Everybody has at most one, which is told to those who ask again.
pub(super) async fn open_virtual_account(
    State(simulation): State<Simulation>,
    Extension(caller): Extension<Caller>,
    body: JsonBody,
) -> Reply<VirtualAccount> {
    let mut fields = body.fields();
    fields.digits("nin", 11..=11);
    let reference = fields.reference();
    fields.finish()?;
    let mut world = simulation.lock();
    let World { people, ledger, .. } = &mut *world;
    let person = people.find_mut(&caller.person).ok_or(Refusal::Token)?;
    if let Some(account) = virtual_account(person) {
        return Ok(Json(Envelope::ok("Virtual account retrieved successfully", account)));
    }
    let random = ledger.random();
    person.naira.account = Some(BankAccount {
        id: random::uuid(random),
        number: format!("99{}", random::digits(random, 8)),
        bank: HOUSE_BANK,
        reference: reference.unwrap_or_else(|| format!("va-{}", random::hex(random, 6))),
    });
    let account = virtual_account(person).ok_or(Refusal::NoSuch("Virtual account"))?;
    Ok(Json(Envelope::ok("Virtual account created successfully", account)))
}

/// All subwallets of a person, naira first.
pub(crate) fn subwallets(ledger: &Ledger, person: &Person) -> Vec<Subwallet> {
    let crypto = person.crypto.iter().map(|wallet| crypto_subwallet(ledger, person, wallet));
    std::iter::once(naira_subwallet(ledger, person)).chain(crypto).collect()
}

/// The subwallet that an asset is kept in.
pub(super) fn subwallet_of(ledger: &Ledger, person: &Person, asset: Asset) -> Option<Subwallet> {
    let on = |chain| person.crypto.iter().find(|wallet| wallet.chain == chain);
    match asset.network() {
        Network::Bank => Some(naira_subwallet(ledger, person)),
        Network::Evm(_) => on(Chain::Evm).map(|wallet| crypto_subwallet(ledger, person, wallet)),
        Network::Solana(_) => on(Chain::Solana).map(|wallet| crypto_subwallet(ledger, person, wallet)),
        Network::Starknet => None,
    }
}

fn virtual_account(person: &Person) -> Option<VirtualAccount> {
    person.naira.account.as_ref().map(|account| VirtualAccount {
        id: account.id.clone().into(),
        account_number: Field(Some(account.number.as_str().into())),
        bank_name: account.bank.name.into(),
        reference: account.reference.clone().into(),
        status: "ACTIVE".into(),
        is_active: true.into(),
        created_at: person.created_at.into(),
        updated_at: person.created_at.into(),
        deleted_date: Field::default(),
    })
}

fn naira_subwallet(ledger: &Ledger, person: &Person) -> Subwallet {
    let balance = ledger.balance(person.owner, Asset::NAIRA).amount();
    let bare = bare_subwallet(person, &person.naira.id, SubwalletKind::Fiat, Asset::NAIRA.symbol(), balance);
    Subwallet { virtual_account: Field(virtual_account(person)), ..bare }
}

fn crypto_subwallet(ledger: &Ledger, person: &Person, wallet: &CryptoWallet) -> Subwallet {
    // One address serves every EVM chain, and its ether may be on any of them.
    let coins = wallet.coins().map(|coin| ledger.balance(person.owner, coin).amount());
    let balance = coins.fold(Amount::zero(), |sum, coin| sum + coin);
    let bare = bare_subwallet(person, &wallet.id, SubwalletKind::Crypto, wallet.symbol(), balance);
    Subwallet { chain: wallet.chain.clone().into(), public_address: wallet.address.clone().into(), ..bare }
}

/// What naira and crypto subwallets have in common.
fn bare_subwallet(person: &Person, id: &str, kind: SubwalletKind, symbol: &str, balance: Amount) -> Subwallet {
    Subwallet {
        id: id.to_owned(),
        parent_wallet_id: person.wallet_id.clone().into(),
        kind: kind.into(),
        currency: Field(Some(symbol.into())),
        balance: Figure::number(balance).into(),
        chain: Field::default(),
        public_address: Field::default(),
        virtual_account: Field::default(),
        evm_portfolio: Field::default(),
        sol_portfolio: Field::default(),
        created_at: person.created_at.into(),
        updated_at: person.created_at.into(),
        deleted_date: Field::default(),
    }
}
