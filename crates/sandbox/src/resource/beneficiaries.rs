//! `/beneficiaries…` (`monei-api.md` §3.14): whom a person sends to again, and sending to them with the transaction PIN.
//!
//! The bodies are undocumented. A name is unique among those of its type, because it is what they are deleted by.

use axum::Json;
use axum::extract::rejection::PathRejection;
use axum::extract::{Extension, Path, RawQuery, State};
use axum::response::Response;
use jiff::Timestamp;
use monei_api::envelope::Envelope;
use monei_api::money::Figure;
use monei_api::transaction::TransactionStatus;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::banks::{self, Bank};
use super::payouts::{self, BankOrder, LONGEST_NARRATION, naira_only};
use super::{PathText, Reply, deleted, person};
use crate::address;
use crate::body::{Fields, JsonBody};
use crate::chains::EvmChain;
use crate::clock::on_the_wire;
use crate::ledger::{Asset, Cluster, Network, Owner, Quantity};
use crate::people::Person;
use crate::query::Query;
use crate::random;
use crate::refusal::Refusal;
use crate::rules::pin;
use crate::store::named;
use crate::world::{Caller, Simulation, World};

/// Somebody who is sent to again.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Beneficiary {
    owner: Owner,
    id: String,
    name: String,
    payee: Payee,
    created_at: Timestamp,
    updated_at: Timestamp,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
enum Payee {
    Bank {
        #[serde(with = "named")]
        bank: Bank,
        account_number: String,
        account_name: String,
    },
    Crypto {
        network: Network,
        address: String,
    },
    /// An e-mail address or a phone number, as it was given.
    Peer {
        receiver: String,
        user_name: String,
    },
}

const TYPES: &str = "type must be one of bank, crypto, peer";
const SOLANA: &str = "solana";

/// A type as it is written.
fn kind(text: &str) -> Option<&'static str> {
    ["bank", "crypto", "peer"].into_iter().find(|known| *known == text)
}

impl Payee {
    const fn kind(&self) -> &'static str {
        match self {
            Self::Bank { .. } => "bank",
            Self::Crypto { .. } => "crypto",
            Self::Peer { .. } => "peer",
        }
    }
}

#[derive(JsonSchema, Serialize)]
#[schemars(rename = "Beneficiary")]
#[serde(rename_all = "camelCase")]
pub(super) struct BeneficiaryView {
    id: String,
    #[serde(rename = "type")]
    kind: &'static str,
    name: String,
    #[serde(flatten)]
    payee: PayeeView,
    created_at: Timestamp,
    updated_at: Timestamp,
    deleted_date: Option<Timestamp>,
}

/// The e-mail address, the chain's own name of an address and the last two are what the Python SDK reads.
#[derive(JsonSchema, Serialize)]
#[serde(untagged, rename_all_fields = "camelCase")]
enum PayeeView {
    Bank {
        bank_code: &'static str,
        bank_name: &'static str,
        account_number: String,
        account_name: String,
        currency: &'static str,
        is_verified: bool,
    },
    Crypto {
        network: &'static str,
        address: String,
        evm_address: Option<String>,
        sol_address: Option<String>,
        currency: &'static str,
        is_verified: bool,
    },
    Peer {
        receiver: String,
        email: Option<String>,
        user_name: String,
        currency: &'static str,
        is_verified: bool,
    },
}

impl PayeeView {
    fn new(payee: Payee) -> Self {
        let naira = Asset::NAIRA.symbol();
        match payee {
            Payee::Bank { bank, account_number, account_name } => Self::Bank {
                bank_code: bank.code,
                bank_name: bank.name,
                account_number,
                account_name,
                currency: naira,
                is_verified: true,
            },
            Payee::Crypto { network, address } => {
                let is_solana = matches!(network, Network::Solana(_));
                Self::Crypto {
                    network: name_of(network),
                    evm_address: (!is_solana).then(|| address.clone()),
                    sol_address: is_solana.then(|| address.clone()),
                    address,
                    currency: Asset::native(network).map_or(naira, Asset::symbol),
                    is_verified: false,
                }
            }
            Payee::Peer { receiver, user_name } => Self::Peer {
                email: receiver.contains('@').then(|| receiver.clone()),
                receiver,
                user_name,
                currency: naira,
                is_verified: true,
            },
        }
    }
}

impl BeneficiaryView {
    fn new(saved: &Beneficiary) -> Self {
        Self {
            id: saved.id.clone(),
            kind: saved.payee.kind(),
            name: saved.name.clone(),
            payee: PayeeView::new(saved.payee.clone()),
            created_at: saved.created_at,
            updated_at: saved.updated_at,
            deleted_date: None,
        }
    }
}

/// What a body says, before it is known whether there is such an account.
enum Told {
    Bank { bank: Option<Bank>, account_number: String },
    Crypto(Option<(Network, String)>),
    Peer(String),
}

/// What somebody is to be from now on; whoever is there already keeps what the body does not name. No payee where that
/// stays the same.
fn read(fields: &mut Fields<'_>, kept: Option<&Beneficiary>) -> Option<(String, Option<Told>)> {
    let kind = match kept {
        Some(kept) if fields.any("type").is_none() => Some(kept.payee.kind()),
        _ => fields.required("type", TYPES.trim_start_matches("type "), kind),
    };
    let name = match kept {
        Some(kept) if fields.any("name").is_none() => kept.name.clone(),
        _ => fields.text("name"),
    };
    let kind = kind?;
    let names: &[&str] = match kind {
        "bank" => &["bankCode", "accountNumber"],
        "crypto" => &["network", "address", "evmAddress", "solAddress"],
        _ => &["receiver", "email"],
    };
    let is_kept = kept.is_some_and(|kept| kept.payee.kind() == kind);
    if is_kept && names.iter().all(|name| fields.any(name).is_none()) {
        return Some((name, None));
    }
    let told = match kind {
        "bank" => Told::Bank {
            bank: fields.required("bankCode", "must be the code of a bank", banks::by_code),
            account_number: fields.digits("accountNumber", 10..=10),
        },
        "crypto" => Told::Crypto(address_of(fields)),
        _ => Told::Peer(fields.text(if fields.any("receiver").is_none() && fields.any("email").is_some() {
            "email"
        } else {
            "receiver"
        })),
    };
    Some((name, Some(told)))
}

/// An address with its network. The Python SDK names neither, but the kind of chain that the address is on.
fn address_of(fields: &mut Fields<'_>) -> Option<(Network, String)> {
    let (field, usual) = match (fields.any("evmAddress"), fields.any("solAddress")) {
        _ if fields.any("address").is_some() => ("address", None),
        (Some(_), _) => ("evmAddress", Some("ethereum")),
        (None, Some(_)) => ("solAddress", Some(SOLANA)),
        (None, None) => ("address", None),
    };
    let network = match usual {
        Some(usual) if fields.any("network").is_none() => network(usual),
        _ => fields.required("network", "must be the name of a network", network),
    };
    let at = fields.text(field);
    let network = network?;
    let address = if name_of(network) == SOLANA { address::solana(&at) } else { address::checked_evm(&at) };
    if address.is_none() {
        fields.complain(field, "must be an address on the network");
    }
    Some((network, address?))
}

fn network(name: &str) -> Option<Network> {
    if name == SOLANA {
        return Some(Network::Solana(Cluster::Mainnet));
    }
    EvmChain::all().find(|chain| chain.slug == name).map(EvmChain::network)
}

fn name_of(network: Network) -> &'static str {
    EvmChain::all().find(|chain| chain.network() == network).map_or(SOLANA, |chain| chain.slug)
}

/// The payee of a body, who must be there.
fn payee(world: &World, told: Told) -> Result<Payee, Refusal> {
    match told {
        Told::Bank { bank, account_number } => {
            let bank = bank.ok_or(Refusal::NoSuch("Bank"))?;
            let holder = banks::holder(&world.people, bank.code, &account_number);
            let account_name = holder.ok_or(Refusal::NoSuch("Account"))?;
            Ok(Payee::Bank { bank, account_number, account_name })
        }
        Told::Crypto(told) => {
            let (network, address) = told.ok_or(Refusal::NoSuch("Network"))?;
            Ok(Payee::Crypto { network, address })
        }
        Told::Peer(receiver) => {
            let user_name = world.people.reached_by(&receiver).map(Person::name).ok_or(Refusal::NoSuch("Receiver"))?;
            Ok(Payee::Peer { receiver, user_name })
        }
    }
}

/// A name is free, or that of the one who is to have it.
fn is_free(world: &World, owner: Owner, name: &str, kind: &str, id: Option<&str>) -> Result<(), Refusal> {
    let same = |saved: &Beneficiary| {
        saved.owner == owner && saved.name == name && saved.payee.kind() == kind && id != Some(saved.id.as_str())
    };
    if world.beneficiaries.iter().any(same) {
        return Err(Refusal::Duplicate("A beneficiary of this name"));
    }
    Ok(())
}

pub(super) async fn list(
    State(simulation): State<Simulation>,
    Extension(caller): Extension<Caller>,
    RawQuery(query): RawQuery,
) -> Reply<Vec<BeneficiaryView>> {
    let mut query = Query::read(query.as_deref().unwrap_or_default());
    let wanted = query.value("type", TYPES, kind);
    query.finish()?;
    let world = simulation.lock();
    let owner = person(&world, &caller)?.owner;
    let own = world.beneficiaries.iter().filter(|saved| saved.owner == owner);
    let wanted = own.filter(|saved| wanted.is_none_or(|kind| saved.payee.kind() == kind));
    Ok(Json(Envelope::ok("Beneficiaries retrieved successfully", wanted.map(BeneficiaryView::new).collect())))
}

pub(super) async fn create(
    State(simulation): State<Simulation>,
    Extension(caller): Extension<Caller>,
    body: JsonBody,
) -> Reply<BeneficiaryView> {
    let mut fields = body.fields();
    let told = read(&mut fields, None);
    fields.finish()?;
    let (name, told) = told.and_then(|(name, told)| Some((name, told?))).ok_or(Refusal::NoSuch("Type"))?;
    let mut world = simulation.lock();
    let now = on_the_wire(world.now());
    let owner = person(&world, &caller)?.owner;
    let payee = payee(&world, told)?;
    is_free(&world, owner, &name, payee.kind(), None)?;
    let id = random::uuid(world.ledger.random());
    let saved = Beneficiary { owner, id, name, payee, created_at: now, updated_at: now };
    let view = BeneficiaryView::new(&saved);
    world.beneficiaries.push(saved);
    Ok(Json(Envelope::ok("Beneficiary created successfully", view)))
}

pub(super) async fn one(
    State(simulation): State<Simulation>,
    Extension(caller): Extension<Caller>,
    id: PathText,
) -> Reply<BeneficiaryView> {
    let id = id.read("id")?;
    let world = simulation.lock();
    let saved = find(&world, &caller, &id)?;
    Ok(Json(Envelope::ok("Beneficiary retrieved successfully", BeneficiaryView::new(saved))))
}

fn find<'a>(world: &'a World, caller: &Caller, id: &str) -> Result<&'a Beneficiary, Refusal> {
    let owner = person(world, caller)?.owner;
    let own = |saved: &&Beneficiary| saved.owner == owner && saved.id == id;
    world.beneficiaries.iter().find(own).ok_or(Refusal::NoSuch("Beneficiary"))
}

/// Replaces what the body names.
pub(super) async fn update(
    State(simulation): State<Simulation>,
    Extension(caller): Extension<Caller>,
    id: PathText,
    body: JsonBody,
) -> Reply<BeneficiaryView> {
    let id = id.read("id")?;
    let mut world = simulation.lock();
    let now = on_the_wire(world.now());
    let kept = find(&world, &caller, &id).cloned();
    let mut fields = body.fields();
    let told = read(&mut fields, kept.as_ref().ok());
    fields.finish()?;
    let (name, told) = told.ok_or(Refusal::NoSuch("Type"))?;
    let Beneficiary { owner, payee: present, .. } = kept?;
    let payee = told.map_or(Ok(present), |told| payee(&world, told))?;
    is_free(&world, owner, &name, payee.kind(), Some(&id))?;
    let saved = world.beneficiaries.find_mut(|saved| saved.id == id).ok_or(Refusal::NoSuch("Beneficiary"))?;
    *saved = Beneficiary { name, payee, updated_at: now, ..saved.clone() };
    Ok(Json(Envelope::ok("Beneficiary updated successfully", BeneficiaryView::new(saved))))
}

pub(super) async fn delete(
    State(simulation): State<Simulation>,
    Extension(caller): Extension<Caller>,
    path: Result<Path<(String, String)>, PathRejection>,
) -> Result<Response, Refusal> {
    let malformed = |_| Refusal::Malformed("name must be percent-encoded UTF-8".to_owned());
    let Path((of_kind, name)) = path.map_err(malformed)?;
    let of_kind = kind(&of_kind).ok_or_else(|| Refusal::field("type", TYPES))?;
    let mut world = simulation.lock();
    let owner = person(&world, &caller)?.owner;
    let named = |saved: &Beneficiary| saved.owner == owner && saved.payee.kind() == of_kind && saved.name == name;
    let place = world.beneficiaries.position(named).ok_or(Refusal::NoSuch("Beneficiary"))?;
    world.beneficiaries.remove(&place);
    Ok(deleted(&world.switches, "Beneficiary deleted successfully"))
}

/// Older SDKs delete by the id.
pub(super) async fn delete_by_id(
    State(simulation): State<Simulation>,
    Extension(caller): Extension<Caller>,
    id: PathText,
) -> Result<Response, Refusal> {
    let id = id.read("id")?;
    let mut world = simulation.lock();
    find(&world, &caller, &id)?;
    world.beneficiaries.retain(|_, saved| saved.id != id);
    Ok(deleted(&world.switches, "Beneficiary deleted successfully"))
}

#[derive(JsonSchema, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct TransferView {
    beneficiary_id: String,
    reference: String,
    #[schemars(with = "TransactionStatus")]
    status: &'static str,
    amount: Figure,
    currency: &'static str,
}

pub(super) async fn transfer(
    State(simulation): State<Simulation>,
    Extension(caller): Extension<Caller>,
    body: JsonBody,
) -> Reply<TransferView> {
    let mut fields = body.fields();
    let id = fields.text("beneficiaryId");
    let figure = fields.figure("amount");
    let pin = pin::read(&mut fields, &simulation.lock().switches);
    let currency = fields.optional_text("currency", 20);
    let narration = fields.optional_text("narration", LONGEST_NARRATION);
    fields.finish()?;

    let mut world = simulation.lock();
    let to = find(&world, &caller, &id)?.payee.clone();
    // What the currency is decides how fine the amount may be.
    let mut fields = body.fields();
    let asset = match &to {
        Payee::Bank { .. } | Payee::Peer { .. } => {
            naira_only(&mut fields);
            Asset::NAIRA
        }
        Payee::Crypto { network, .. } => {
            let coin = Asset::native(*network).unwrap_or(Asset::NAIRA);
            let named = currency.map_or(Some(coin), |symbol| Asset::named(*network, &symbol));
            named.unwrap_or_else(|| {
                fields.complain("currency", "must be what the beneficiary's network has");
                coin
            })
        }
    };
    let amount = figure.map_or(asset.units(0), |figure| fields.quantity("amount", &figure, asset));
    fields.finish()?;
    let payer = world.payer(&caller, &pin)?;
    let reference = send(&mut world, &caller, payer, to, amount, narration)?;
    let sent = world.ledger.find_by_reference(payer, &reference).ok_or(Refusal::NoSuchTransaction)?;
    let transfer = TransferView {
        beneficiary_id: id,
        status: sent.status.name(),
        amount: Figure::number(sent.amount.amount()),
        currency: sent.amount.asset.symbol(),
        reference,
    };
    Ok(Json(Envelope::ok("Transfer initiated successfully", transfer)))
}

/// Sends as the payee wants it. Returns the reference.
fn send(
    world: &mut World,
    caller: &Caller,
    payer: Owner,
    to: Payee,
    amount: Quantity,
    narration: Option<String>,
) -> Result<String, Refusal> {
    match to {
        Payee::Bank { bank, account_number, .. } => {
            let order = BankOrder { amount, bank, account_number, reference: None, narration, meta: None };
            payouts::send(world, payer, order)
        }
        Payee::Crypto { address, .. } => world.send_on_chain(caller, &address, amount),
        Payee::Peer { receiver, .. } => {
            let to = world.people.reached_by(&receiver).map(|person| person.owner);
            let to = to.ok_or(Refusal::NoSuch("Receiver"))?;
            if to == payer {
                return Err(Refusal::Unacceptable("Cannot transfer to yourself"));
            }
            let key = world.transfer(payer, to, amount, narration.as_deref())?;
            let sent = world.ledger.get(key).ok_or(Refusal::NoSuchTransaction)?;
            Ok(sent.reference.as_ref().to_owned())
        }
    }
}
