//! `/sandbox/people` and `/sandbox/tokens`: everybody's figures, new people, and taking back what they granted.

use axum::Json;
use axum::extract::{Path, RawQuery, State};
use axum::http::StatusCode;
use jiff::Timestamp;
use monei_api::Currency;
use monei_api::wallet::Subwallet;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::body::JsonBody;
use crate::ledger::{Asset, Ledger, Network, Quantity, Transaction};
use crate::people::Person;
use crate::refusal::Refusal;
use crate::resource::subwallets;
use crate::world::{Simulation, World};

const LATEST: usize = 10;

/// A person with all their figures, secrets included: the money is not real, and tests must know them.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct PersonView {
    id: String,
    name: String,
    first_name: String,
    last_name: String,
    email: String,
    phone: String,
    login_pin: String,
    transaction_pin: Option<String>,
    tier: String,
    verified: bool,
    naira_balance: String,
    virtual_account: Option<AccountView>,
    subwallets: Vec<SubwalletView>,
    /// Everything of which there is some, naira excepted.
    holdings: Vec<HoldingView>,
    transaction_count: usize,
    transactions: Vec<TransactionView>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct AccountView {
    account_number: String,
    bank_name: &'static str,
}

#[derive(Serialize)]
struct SubwalletView {
    id: String,
    #[serde(rename = "type")]
    kind: String,
    currency: String,
    balance: String,
    chain: Option<String>,
    address: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct HoldingView {
    /// Of an EVM chain.
    chain_id: Option<u64>,
    network: &'static str,
    symbol: &'static str,
    /// The token's contract or mint; nothing for the coin of a chain.
    address: Option<&'static str>,
    balance: String,
    /// What is set aside for pending operations.
    held: String,
}

impl HoldingView {
    fn all(ledger: &Ledger, person: &Person) -> Vec<Self> {
        let crypto = Asset::all().filter(|asset| *asset != Asset::NAIRA);
        let figures = crypto.map(|asset| (ledger.balance(person.owner, asset), ledger.held(person.owner, asset)));
        let some = figures.filter(|(balance, held)| balance.units != 0 || held.units != 0);
        some.map(|(balance, held)| Self::new(balance, held)).collect()
    }

    fn new(balance: Quantity, held: Quantity) -> Self {
        let asset = balance.asset;
        let chain_id = if let Network::Evm(id) = asset.network() { Some(id) } else { None };
        Self {
            chain_id,
            network: asset.network().name(),
            symbol: asset.symbol(),
            address: asset.particulars().address,
            balance: balance.amount().to_plain(0),
            held: held.amount().to_plain(0),
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct TransactionView {
    id: String,
    amount: String,
    currency: String,
    #[serde(rename = "type")]
    kind: String,
    direction: &'static str,
    /// What the bank or the chain charged beside the amount, in a currency of its own.
    fee: Option<FeeView>,
    status: String,
    narration: String,
    reference: String,
    created_at: Timestamp,
}

#[derive(Serialize)]
struct FeeView {
    amount: String,
    currency: &'static str,
}

impl PersonView {
    /// The newest `most` transactions are listed.
    fn new(ledger: &Ledger, person: &Person, most: usize) -> Self {
        let history = ledger.history(person.owner);
        let wallets = subwallets(ledger, person).into_iter().map(|wallet| SubwalletView {
            balance: exact(&wallet),
            id: wallet.id,
            kind: wallet.kind.as_ref().map(|kind| kind.as_str().to_owned()).unwrap_or_default(),
            currency: wallet.currency.into_option().unwrap_or_default().0,
            chain: wallet.chain.as_ref().map(|chain| chain.as_str().to_owned()),
            address: wallet.public_address.into_option(),
        });
        Self {
            id: person.id.clone(),
            name: person.name(),
            first_name: person.first_name.clone(),
            last_name: person.last_name.clone(),
            email: person.email.clone(),
            phone: person.phone.clone(),
            login_pin: person.login_pin.clone(),
            transaction_pin: person.transaction_pin.clone(),
            tier: person.tier.as_str().to_owned(),
            verified: person.is_verified(),
            naira_balance: ledger.balance(person.owner, Asset::NAIRA).amount().to_plain(2),
            virtual_account: person
                .naira
                .account
                .as_ref()
                .map(|account| AccountView { account_number: account.number.clone(), bank_name: account.bank.name }),
            subwallets: wallets.collect(),
            holdings: HoldingView::all(ledger, person),
            transaction_count: history.len(),
            transactions: history.rev().take(most).map(TransactionView::new).collect(),
        }
    }
}

/// The balance with the decimals of its currency.
fn exact(wallet: &Subwallet) -> String {
    let places = wallet.currency.as_ref().map_or(0, |symbol| Currency::new(symbol).minor_units());
    wallet.balance.as_ref().map(|figure| figure.amount.to_plain(places)).unwrap_or_default()
}

impl TransactionView {
    fn new(transaction: &Transaction) -> Self {
        let currency = transaction.amount.asset.currency();
        Self {
            id: transaction.id.as_ref().to_owned(),
            amount: transaction.amount.amount().to_plain(currency.minor_units()),
            currency: currency.symbol().to_owned(),
            kind: transaction.kind().as_str().to_owned(),
            direction: transaction.direction.name(),
            fee: transaction.fee.map(|fee| FeeView { amount: fee.amount().to_plain(0), currency: fee.asset.symbol() }),
            status: transaction.status.name().to_owned(),
            narration: transaction.narration.clone(),
            reference: transaction.reference.as_ref().to_owned(),
            created_at: transaction.created_at,
        }
    }
}

#[derive(Serialize)]
pub(super) struct PeopleView {
    people: Vec<PersonView>,
}

pub(super) async fn list(State(simulation): State<Simulation>) -> Json<PeopleView> {
    let world = simulation.lock();
    Json(PeopleView {
        people: world.people.iter().map(|person| PersonView::new(&world.ledger, person, LATEST)).collect(),
    })
}

pub(super) async fn one(
    State(simulation): State<Simulation>,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Json<PersonView>, Refusal> {
    let most = if query.as_deref() == Some("transactions=all") { usize::MAX } else { LATEST };
    let world = simulation.lock();
    let person = world.people.find(&id).ok_or(Refusal::NoSuch("Person"))?;
    Ok(Json(PersonView::new(&world.ledger, person, most)))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MakeRequest {
    seed: u64,
}

pub(super) async fn make(
    State(simulation): State<Simulation>,
    body: JsonBody,
) -> Result<(StatusCode, Json<PersonView>), Refusal> {
    let request: MakeRequest = body.read()?;
    let mut world = simulation.lock();
    let now = world.now();
    let World { people, ledger, .. } = &mut *world;
    let (person, new) = people.make(request.seed, now, ledger);
    let status = if new { StatusCode::CREATED } else { StatusCode::OK };
    Ok((status, Json(PersonView::new(&world.ledger, &person, LATEST))))
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct RevokeRequest {
    client_id: Option<String>,
}

/// As if the person had revoked the application in Monei's settings.
pub(super) async fn revoke_grants(
    State(simulation): State<Simulation>,
    Path(id): Path<String>,
    body: Option<JsonBody>,
) -> Result<Json<Value>, Refusal> {
    let request: RevokeRequest = body.map(JsonBody::read).transpose()?.unwrap_or_default();
    let mut world = simulation.lock();
    world.people.find(&id).ok_or(Refusal::NoSuch("Person"))?;
    let (grants, pairs) = world.connect.revoke_grants(&id, request.client_id.as_deref());
    Ok(Json(json!({ "grants": grants, "pairs": pairs })))
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct ExpireRequest {
    person: Option<String>,
}

pub(super) async fn expire_tokens(
    State(simulation): State<Simulation>,
    body: Option<JsonBody>,
) -> Result<Json<Value>, Refusal> {
    let request: ExpireRequest = body.map(JsonBody::read).transpose()?.unwrap_or_default();
    let mut world = simulation.lock();
    if let Some(person) = &request.person {
        world.people.find(person).ok_or(Refusal::NoSuch("Person"))?;
    }
    let now = world.now();
    let expired = world.connect.expire_access_tokens(request.person.as_deref(), now);
    Ok(Json(json!({ "expired": expired })))
}
