//! Orders: what is known of one, and how it goes from stage to stage (§4.1).
//!
//! Nothing of an order is in the wallet until there is crypto: the wallet's own is set aside at once, a deposit from
//! outside arrives and is set aside in the same moment. It leaves when the naira have arrived; after a failure it comes
//! back, into the wallet in either case.

use std::borrow::Cow;
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use rand::RngExt;
use rand::rngs::StdRng;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::banks::{self, PayoutBank};
use crate::clock::on_the_wire;
use crate::ledger::{
    Account, Asset, Direction, Draft, Ledger, Nature, Network, Owner, Quantity, Refused, Status, TransactionKey,
};
use crate::people::Person;
use crate::random;
use crate::refusal::Refusal;
use crate::resource::payouts::DECLINED;
use crate::schedule::{Item, Turn, Work};
use crate::store::{Journal, Kept, Records, Unusable, named};
use crate::world::World;

/// How long an order waits for its deposit.
pub(super) const DEPOSIT_WINDOW: SignedDuration = SignedDuration::from_mins(30);
/// What the provider keeps of the crypto, in thousandths. The rate is what remains, so that naira are rate times crypto.
const FEE_PER_MILLE: i128 = 5;

/// An order's place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(crate) struct OrderKey(u32);

/// How far an order is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, JsonSchema, Serialize, Deserialize)]
#[schemars(rename = "OrderStatus", rename_all = "snake_case")]
pub(crate) enum Stage {
    Initiated,
    QuoteCreated,
    AwaitingDeposit,
    DepositReceived,
    Pending,
    Processing,
    FiatSent,
    Completed,
    Failed,
    Cancelled,
    Refunded,
    Expired,
}

impl Stage {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Initiated => "initiated",
            Self::QuoteCreated => "quote_created",
            Self::AwaitingDeposit => "awaiting_deposit",
            Self::DepositReceived => "deposit_received",
            Self::Pending => "pending",
            Self::Processing => "processing",
            Self::FiatSent => "fiat_sent",
            Self::Completed => "completed",
            Self::Failed => "failed",
            Self::Cancelled => "cancelled",
            Self::Refunded => "refunded",
            Self::Expired => "expired",
        }
    }

    /// How long it takes by itself; nothing where it is the end.
    const fn lasts(self) -> Option<SignedDuration> {
        match self {
            Self::Initiated | Self::QuoteCreated => Some(SignedDuration::from_secs(2)),
            Self::AwaitingDeposit => Some(DEPOSIT_WINDOW),
            Self::DepositReceived | Self::Pending => Some(SignedDuration::from_secs(15)),
            Self::Processing | Self::FiatSent | Self::Failed => Some(SignedDuration::from_secs(30)),
            Self::Completed | Self::Cancelled | Self::Refunded | Self::Expired => None,
        }
    }

    /// No crypto has been set aside for it yet.
    const fn is_unpaid(self) -> bool {
        matches!(self, Self::Initiated | Self::QuoteCreated | Self::AwaitingDeposit)
    }
}

/// Where the crypto comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Source {
    MoneiWallet,
    ExternalWallet,
}

impl Source {
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::MoneiWallet => "MONEI_WALLET",
            Self::ExternalWallet => "EXTERNAL_WALLET",
        }
    }
}

/// The account that receives the naira.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Beneficiary {
    #[serde(with = "named")]
    pub(super) bank: PayoutBank,
    pub(super) account_number: String,
    pub(super) account_name: String,
}

/// A sale of crypto. Its rate is that of the moment in which it was ordered.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Order {
    pub(crate) id: Arc<str>,
    pub(crate) reference: Arc<str>,
    pub(crate) owner: Owner,
    pub(crate) stage: Stage,
    pub(crate) crypto: Quantity,
    pub(super) fiat: Quantity,
    /// In naira for one token.
    pub(super) rate: Quantity,
    pub(super) beneficiary: Beneficiary,
    pub(super) source: Source,
    pub(super) deposit_address: String,
    pub(super) tx_hash: Option<String>,
    pub(super) provider_id: String,
    pub(super) failure_reason: Option<Cow<'static, str>>,
    /// The transaction that sets the crypto aside.
    pub(super) sale: Option<TransactionKey>,
    pub(super) times: Times,
}

#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(crate) struct Times {
    pub(super) created: Timestamp,
    pub(super) updated: Timestamp,
    pub(super) expires: Timestamp,
    pub(super) detected: Option<Timestamp>,
    pub(super) confirmed: Option<Timestamp>,
    pub(super) completed: Option<Timestamp>,
    pub(super) failed: Option<Timestamp>,
}

/// What is ordered.
pub(super) struct Request {
    pub(super) owner: Owner,
    pub(super) crypto: Quantity,
    pub(super) fiat: Quantity,
    pub(super) rate: Quantity,
    pub(super) beneficiary: Beneficiary,
    pub(super) source: Source,
}

impl Order {
    pub(super) fn new(request: Request, stage: Stage, random: &mut StdRng, at: Timestamp) -> Self {
        let created = on_the_wire(at);
        // An address of Starknet is a field element of 252 bits, the others have 160.
        let bytes = if request.crypto.asset.network() == Network::Starknet { 31 } else { 20 };
        Self {
            id: random::uuid(random).into(),
            reference: reference(random).into(),
            owner: request.owner,
            stage,
            crypto: request.crypto,
            fiat: request.fiat,
            rate: request.rate,
            beneficiary: request.beneficiary,
            source: request.source,
            deposit_address: format!("0x{}", random::hex(random, bytes)),
            tx_hash: None,
            provider_id: random::uuid(random),
            failure_reason: None,
            sale: None,
            times: Times {
                created,
                updated: created,
                expires: on_the_wire(created.checked_add(DEPOSIT_WINDOW).unwrap_or(Timestamp::MAX)),
                detected: None,
                confirmed: None,
                completed: None,
                failed: None,
            },
        }
    }

    /// What the provider keeps, in the token.
    pub(super) fn fee(&self) -> Quantity {
        self.crypto.asset.units(self.crypto.units * FEE_PER_MILLE / 1000)
    }

    /// The transaction that sells the crypto.
    pub(super) fn draft(&self) -> Draft {
        let mut metadata = serde_json::Map::new();
        metadata.insert("offrampReference".to_owned(), self.reference.as_ref().into());
        metadata.insert("bankName".to_owned(), self.beneficiary.bank.name.into());
        metadata.insert("accountNumber".to_owned(), self.beneficiary.account_number.clone().into());
        Draft {
            narration: narration(self.crypto, self.beneficiary.bank, &self.beneficiary.account_number),
            metadata,
            ..Draft::new(
                self.owner,
                Nature::CryptoTradeSell,
                Direction::Out,
                self.crypto,
                Account::Offramp,
                self.reference.as_ref(),
            )
        }
    }

    /// Enters a stage.
    pub(super) fn enter(&mut self, stage: Stage, at: Timestamp, random: &mut StdRng) {
        let at = on_the_wire(at).max(self.times.updated);
        self.stage = stage;
        self.times.updated = at;
        match stage {
            Stage::DepositReceived => self.times.detected = Some(at),
            Stage::Processing => self.times.confirmed = Some(at),
            Stage::Completed => self.times.completed = Some(at),
            Stage::Failed => self.times.failed = Some(at),
            _ => {}
        }
        if matches!(stage, Stage::DepositReceived | Stage::Processing) && self.tx_hash.is_none() {
            self.tx_hash = Some(format!("0x{}", random::hex(random, 32)));
        }
    }
}

pub(super) fn narration(crypto: Quantity, bank: PayoutBank, account_number: &str) -> String {
    format!("Sale of {} {} to {} {account_number}", crypto.amount(), crypto.asset.symbol(), bank.name)
}

/// `OFF-ABC123XYZ` style.
fn reference(random: &mut StdRng) -> String {
    let digits = (0..9).filter_map(|_| char::from_digit(random.random_range(0..36), 36));
    format!("OFF-{}", digits.collect::<String>().to_ascii_uppercase())
}

/// All orders, the oldest first.
#[derive(Debug, Default)]
pub(crate) struct Orders {
    all: Kept<u32, Order>,
}

/// What an order is called among the records.
const KIND: &str = "offramp order";

impl Orders {
    pub(crate) fn settle(&mut self, journal: &mut impl Journal) {
        self.all.settle(KIND, journal);
    }

    pub(crate) fn restored(records: &Records<'_>) -> Result<Self, Unusable> {
        Ok(Self { all: Kept::restored(KIND, records)? })
    }

    pub(super) fn add(&mut self, order: Order) -> OrderKey {
        OrderKey(self.all.push(order))
    }

    pub(crate) fn get(&self, key: OrderKey) -> Option<&Order> {
        self.all.get(&key.0)
    }

    fn get_mut(&mut self, key: OrderKey) -> Option<&mut Order> {
        self.all.get_mut(&key.0)
    }

    pub(crate) fn iter(&self) -> impl DoubleEndedIterator<Item = &Order> {
        self.all.iter()
    }

    /// A person's, the oldest first.
    pub(super) fn of(&self, owner: Owner) -> impl DoubleEndedIterator<Item = &Order> {
        self.all.iter().filter(move |order| order.owner == owner)
    }

    /// By id or reference, or by the transaction that sells its crypto.
    pub(crate) fn find(&self, name: &str, sale: Option<TransactionKey>) -> Option<OrderKey> {
        let named =
            |order: &Order| *order.id == *name || *order.reference == *name || (sale.is_some() && order.sale == sale);
        self.all.position(named).map(OrderKey)
    }
}

/// Records an order in its first stage, and lets it go on.
pub(super) fn place(world: &mut World, request: Request) -> Result<OrderKey, Refusal> {
    let now = world.now();
    let stage = match request.source {
        Source::MoneiWallet => Stage::Pending,
        Source::ExternalWallet => Stage::AwaitingDeposit,
    };
    let mut order = Order::new(request, stage, world.ledger.random(), now);
    if order.source == Source::MoneiWallet {
        order.sale = Some(world.ledger.open(order.draft(), now)?);
    }
    let key = world.offramp.add(order);
    schedule(world, key, now);
    Ok(key)
}

fn schedule(world: &mut World, key: OrderKey, at: Timestamp) {
    let Some(order) = world.offramp.get(key) else { return };
    let work = Work::Offramp(key);
    let (id, reference) = (Arc::clone(&order.id), Arc::clone(&order.reference));
    let item = order.stage.lasts().map(|lasts| Item {
        id,
        reference,
        owner: order.owner,
        work,
        due: at.checked_add(lasts).unwrap_or(Timestamp::MAX),
    });
    world.schedule.forget(work);
    if let Some(item) = item {
        world.schedule.add(item);
    }
}

/// Takes an order a step further. Whether there was one to take.
pub(crate) fn go_on(world: &mut World, key: OrderKey, turn: Turn, at: Timestamp) -> bool {
    let Some(order) = world.offramp.get(key) else { return false };
    let Some(next) = next(world, order, turn) else { return false };
    if let Err(error) = change_hands(world, key, next, at) {
        tracing::error!(%error, "an order did not go on");
        return false;
    }
    if let Some(order) = world.offramp.get_mut(key) {
        if next == Stage::Failed {
            order.failure_reason = Some(match turn {
                Turn::OnTime => "Declined by the receiving bank".into(),
                Turn::Succeed | Turn::Fail => "The provider could not complete the conversion".into(),
            });
        }
        order.enter(next, at, world.ledger.random());
    }
    schedule(world, key, at);
    true
}

/// The stage after this one.
fn next(world: &World, order: &Order, turn: Turn) -> Option<Stage> {
    let next = match (order.stage, turn) {
        (Stage::Completed | Stage::Cancelled | Stage::Refunded | Stage::Expired, _) => return None,
        (Stage::Failed, _) => Stage::Refunded,
        (stage, Turn::Fail) if stage.is_unpaid() => Stage::Cancelled,
        (_, Turn::Fail) => Stage::Failed,
        (Stage::Initiated, _) => Stage::QuoteCreated,
        (Stage::QuoteCreated, _) => Stage::AwaitingDeposit,
        (Stage::AwaitingDeposit, Turn::OnTime) => Stage::Expired,
        (Stage::AwaitingDeposit, Turn::Succeed) => Stage::DepositReceived,
        (Stage::DepositReceived | Stage::Pending, _) => Stage::Processing,
        (Stage::Processing, _) => Stage::FiatSent,
        (Stage::FiatSent, Turn::OnTime) if !is_accepted(world, order) => Stage::Failed,
        (Stage::FiatSent, _) => Stage::Completed,
    };
    Some(next)
}

/// Whether the bank takes the naira.
fn is_accepted(world: &World, order: &Order) -> bool {
    let to = &order.beneficiary;
    let has_room = receiver(world, to).is_none_or(|receiver| world.can_hold(receiver, order.fiat.units));
    has_room && to.account_number != DECLINED && banks::holder(&world.people, to.bank, &to.account_number).is_some()
}

/// Whose virtual account it is, if it is one.
fn receiver(world: &World, to: &Beneficiary) -> Option<Owner> {
    let is_here = to.bank.local == crate::resource::banks::HOUSE_BANK.code;
    world.people.find_by_account(&to.account_number).filter(|_| is_here).map(|person| person.owner)
}

/// Moves what the next stage says has moved.
fn change_hands(world: &mut World, key: OrderKey, next: Stage, at: Timestamp) -> Result<(), Refused> {
    let Some(order) = world.offramp.get(key).cloned() else { return Ok(()) };
    match (next, order.sale) {
        (Stage::DepositReceived, _) => {
            let sale = arrive(&mut world.ledger, &order, at)?;
            if let Some(order) = world.offramp.get_mut(key) {
                order.sale = Some(sale);
            }
        }
        (Stage::Completed, Some(sale)) => {
            world.ledger.close(sale, Status::Success, at)?;
            pay_out(world, &order, at)?;
        }
        (Stage::Refunded, Some(sale)) => world.ledger.close(sale, Status::Failed, at)?,
        _ => {}
    }
    Ok(())
}

/// The deposit from outside, which is set aside at once.
fn arrive(ledger: &mut Ledger, order: &Order, at: Timestamp) -> Result<TransactionKey, Refused> {
    let reference = ledger.reference("chain");
    let deposit = Draft {
        narration: format!("Deposit for {}", order.reference),
        ..Draft::new(order.owner, Nature::CryptoDeposit, Direction::In, order.crypto, Account::Chains, reference)
    };
    ledger.book(vec![deposit], at)?;
    ledger.open(order.draft(), at)
}

/// Naira for a virtual account are a deposit of whoever has it; others leave what is simulated.
fn pay_out(world: &mut World, order: &Order, at: Timestamp) -> Result<(), Refused> {
    let Some(receiver) = receiver(world, &order.beneficiary) else { return Ok(()) };
    let reference = world.ledger.reference("dep");
    let deposit = Draft {
        narration: format!("Offramp {}", order.reference),
        counterparty: world.people.of(order.owner).map(Person::name),
        ..Draft::new(receiver, Nature::FiatDeposit, Direction::In, order.fiat, Account::Offramp, reference)
    };
    world.ledger.book(vec![deposit], at).map(|_| ())
}

/// Somebody sends the crypto that an order waits for.
pub(crate) fn receive_deposit(world: &mut World, name: &str) -> Result<OrderKey, Refusal> {
    let key = world.offramp.find(name, None).ok_or(Refusal::NoSuch("Offramp order"))?;
    let waits = world.offramp.get(key).is_some_and(|order| order.stage == Stage::AwaitingDeposit);
    if !waits {
        return Err(Refusal::Unacceptable("Offramp order does not wait for a deposit"));
    }
    let now = world.now();
    go_on(world, key, Turn::Succeed, now);
    Ok(key)
}

/// A send from a wallet here has arrived at an address. If an order waits there for as much, it has its deposit; what is
/// beyond that is the order's owner's.
pub(crate) fn notice(world: &mut World, to: &str, amount: Quantity, tx_hash: &str, at: Timestamp) {
    let awaited = |order: &Order| {
        order.stage == Stage::AwaitingDeposit
            && order.crypto.asset == amount.asset
            && order.crypto.units <= amount.units
            && order.deposit_address.eq_ignore_ascii_case(to)
    };
    let Some(key) = world.offramp.iter().position(awaited).and_then(|at| u32::try_from(at).ok()).map(OrderKey) else {
        return;
    };
    let Some(order) = world.offramp.get_mut(key) else { return };
    order.tx_hash = Some(tx_hash.to_owned());
    let (owner, reference) = (order.owner, Arc::clone(&order.reference));
    let rest = amount.asset.units(amount.units - order.crypto.units);
    go_on(world, key, Turn::Succeed, at);
    if rest.units == 0 {
        return;
    }
    let deposit = Draft {
        narration: format!("Beyond the deposit for {reference}"),
        ..Draft::new(
            owner,
            Nature::CryptoDeposit,
            Direction::In,
            rest,
            Account::Chains,
            world.ledger.reference("chain"),
        )
    };
    if let Err(error) = world.ledger.book(vec![deposit], at) {
        tracing::error!(%error, "the rest of a deposit did not arrive");
    }
}

/// The kobo for so many units of a token at a rate of kobo for one, rounded down; nothing where they cannot be counted.
pub(super) fn kobo_for(crypto: Quantity, rate: i128) -> Option<Quantity> {
    let units = crypto.units.checked_mul(rate)? / 10i128.checked_pow(crypto.asset.decimals())?;
    Some(Asset::NAIRA.units(units))
}
