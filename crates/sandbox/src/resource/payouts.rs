//! `/wallet/payout/…` (`monei-api.md` §3.5): naira to a bank account, and to another Monei user.
//!
//! A bank transfer sets the money aside at once and is on its way for some seconds; then the bank has it, or declines
//! and it comes back. A transfer to another user is free and immediate.

use axum::Json;
use axum::extract::{Extension, State};
use jiff::{SignedDuration, Timestamp};
use monei_api::Field;
use monei_api::envelope::Envelope;
use monei_api::money::Figure;
use monei_api::payout::{Payout, PeerPayout};
use serde_json::{Map, Value};

use super::Reply;
use super::banks::{self, Bank, HOUSE_BANK};
use crate::body::{Fields, JsonBody};
use crate::ledger::{Account, Asset, Direction, Draft, Nature, Owner, Quantity, Status, TransactionKey};
use crate::people::Person;
use crate::refusal::Refusal;
use crate::rules::pin;
use crate::schedule::{Turn, Work};
use crate::world::{Caller, Simulation, World};

/// How long a bank takes.
const ON_ITS_WAY: SignedDuration = SignedDuration::from_secs(8);
/// Transfers to this number are declined by the bank, whichever it is.
pub(crate) const DECLINED: &str = "0690000031";
pub(super) const LONGEST_NARRATION: usize = 100;

pub(super) async fn bank_transfer(
    State(simulation): State<Simulation>,
    Extension(caller): Extension<Caller>,
    body: JsonBody,
) -> Reply<Payout> {
    let mut fields = body.fields();
    let amount = fields.amount("amount", Asset::NAIRA);
    let bank = fields.required("bank", "must be the code of a bank", banks::by_code);
    let account_number = fields.digits("accountNumber", 10..=10);
    let pin = pin::read(&mut fields, &simulation.lock().switches);
    let reference = fields.reference();
    let narration = fields.optional_text("narration", LONGEST_NARRATION);
    let meta = fields.any("meta");
    fields.finish()?;
    let bank = bank.ok_or(Refusal::NoSuch("Bank"))?;

    let mut world = simulation.lock();
    let payer = world.payer(&caller, &pin)?;
    let reference = send(&mut world, payer, BankOrder { amount, bank, account_number, reference, narration, meta })?;
    let payout = Payout {
        reference: Field(Some(reference.into())),
        status: Status::Pending.wire().into(),
        amount: Figure::number(amount.amount()).into(),
    };
    Ok(Json(Envelope::ok("Bank transfer initiated successfully", payout)))
}

/// Naira for a bank account.
pub(super) struct BankOrder {
    pub(super) amount: Quantity,
    pub(super) bank: Bank,
    pub(super) account_number: String,
    /// The caller's own.
    pub(super) reference: Option<String>,
    pub(super) narration: Option<String>,
    pub(super) meta: Option<Value>,
}

/// Sets the money aside and sends it on its way, within the sender's limits. Returns the reference.
pub(super) fn send(world: &mut World, payer: Owner, order: BankOrder) -> Result<String, Refusal> {
    let BankOrder { amount, bank, account_number, reference, narration, meta } = order;
    let now = world.now();
    world.may_move(payer, amount.units)?;
    let reference = reference.unwrap_or_else(|| world.ledger.reference("pay"));
    let narration = narration.unwrap_or_else(|| format!("Transfer to {} {account_number}", bank.name));
    let mut metadata = Map::new();
    metadata.insert("bankCode".to_owned(), bank.code.into());
    metadata.insert("bankName".to_owned(), bank.name.into());
    metadata.insert("accountNumber".to_owned(), account_number.into());
    metadata.extend(meta.map(|meta| ("meta".to_owned(), meta)));
    let draft = Draft {
        narration,
        metadata,
        ..Draft::new(payer, Nature::FiatWithdrawal, Direction::Out, amount, Account::Banks, reference.clone())
    };
    let key = world.ledger.open(draft, now)?;
    world.later(key, now, ON_ITS_WAY, Work::Payout(key));
    Ok(reference)
}

/// The bank has answered.
pub(crate) fn go_on(world: &mut World, key: TransactionKey, turn: Turn, at: Timestamp) {
    let Some(payout) = world.ledger.get(key) else { return };
    let told = |name: &str| payout.metadata.as_ref().and_then(|metadata| metadata.get(name)).and_then(Value::as_str);
    let (bank, number) = (told("bankCode").unwrap_or_default(), told("accountNumber").unwrap_or_default());
    let receiver = world.people.find_by_account(number).filter(|_| bank == HOUSE_BANK.code).map(|person| person.owner);
    let has_room = receiver.is_none_or(|receiver| world.can_hold(receiver, payout.amount.units));
    let accepts = number != DECLINED && banks::holder(&world.people, bank, number).is_some();
    let succeeds = turn == Turn::Succeed || (turn == Turn::OnTime && accepts && has_room);
    let (sender, amount, narration) = (payout.owner, payout.amount, payout.narration.clone());
    let status = if succeeds { Status::Success } else { Status::Failed };
    if let Err(error) = world.ledger.close(key, status, at) {
        tracing::error!(%error, "a payout did not end");
        return;
    }
    if !succeeds {
        world.ledger.annotate(key, "failureReason", "Declined by the receiving bank");
    } else if let Some(receiver) = receiver {
        arrive(world, sender, receiver, amount, narration, at);
    }
}

/// A transfer to a virtual account is a deposit of whoever has it.
fn arrive(world: &mut World, sender: Owner, receiver: Owner, amount: Quantity, narration: String, at: Timestamp) {
    let reference = world.ledger.reference("dep");
    let deposit = Draft {
        narration,
        counterparty: world.people.of(sender).map(Person::name),
        ..Draft::new(receiver, Nature::FiatDeposit, Direction::In, amount, Account::Banks, reference)
    };
    if let Err(error) = world.ledger.book(vec![deposit], at) {
        tracing::error!(%error, "a transfer did not arrive");
    }
}

pub(super) async fn peer_transfer(
    State(simulation): State<Simulation>,
    Extension(caller): Extension<Caller>,
    body: JsonBody,
) -> Reply<PeerPayout> {
    let mut fields = body.fields();
    let receiver = fields.text("receiver");
    let amount = fields.amount("amount", Asset::NAIRA);
    let pin = pin::read(&mut fields, &simulation.lock().switches);
    naira_only(&mut fields);
    fields.finish()?;

    let mut world = simulation.lock();
    let from = world.payer(&caller, &pin)?;
    let to = world.people.reached_by(&receiver).map(|person| person.owner).ok_or(Refusal::NoSuch("Receiver"))?;
    if from == to {
        return Err(Refusal::Unacceptable("Cannot transfer to yourself"));
    }
    let key = world.transfer(from, to, amount, None)?;
    let sent = world.ledger.get(key).ok_or(Refusal::NoSuchTransaction)?;
    let transfer = PeerPayout {
        reference: Field(Some(sent.reference.as_ref().into())),
        status: sent.status.wire().into(),
        amount: Figure::number(sent.amount.amount()).into(),
        currency: Field(Some(sent.amount.asset.symbol().into())),
        receiver: Field(Some(receiver.into())),
        created_at: sent.created_at.into(),
    };
    Ok(Json(Envelope::ok("Transfer successful", transfer)))
}

/// Complains of any other currency.
pub(super) fn naira_only(fields: &mut Fields<'_>) {
    fields.optional("currency", "must be NGN", |currency| currency.eq_ignore_ascii_case("NGN").then_some(()));
}

impl World {
    /// Gives naira of one person to another, within the sender's limits. Returns the sender's transaction.
    pub(crate) fn transfer(
        &mut self,
        from: Owner,
        to: Owner,
        amount: Quantity,
        narration: Option<&str>,
    ) -> Result<TransactionKey, Refusal> {
        self.may_move(from, amount.units)?;
        // How much the other has is not the sender's to know.
        if !self.can_hold(to, amount.units) {
            return Err(Refusal::Forbidden("The receiver's wallet cannot hold this amount"));
        }
        let now = self.now();
        let reference = self.ledger.reference("p2p");
        let name = |owner| self.people.of(owner).map(Person::name).unwrap_or_default();
        let side = |owner, direction, other: String, words: String| Draft {
            narration: narration.map_or(words, str::to_owned),
            counterparty: Some(other),
            ..Draft::new(owner, Nature::FiatP2p, direction, amount, Account::Transfers, reference.clone())
        };
        let sent = side(from, Direction::Out, name(to), format!("Transfer to {}", name(to)));
        let received = side(to, Direction::In, name(from), format!("Transfer from {}", name(from)));
        let keys = self.ledger.book(vec![sent, received], now)?;
        keys.into_iter().next().ok_or(Refusal::NoSuchTransaction)
    }
}
