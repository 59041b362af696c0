//! `/bills/pay/…`: airtime, data, electricity and cable TV, now or later.

use std::borrow::Cow;

use axum::Json;
use axum::extract::{Extension, State};
use jiff::Timestamp;
use monei_api::bill::BillPayment;
use monei_api::envelope::Envelope;
use monei_api::money::Figure;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::{Map, Value, json};

use super::scheduled::{self, Plan, ScheduleView};
use super::{Bill, beneficiaries, metadata, reference};
use crate::billers::{AIRTIME, Biller, Category, Format, Product};
use crate::body::{Fields, JsonBody};
use crate::ledger::{Account, Asset, Direction, Draft, Nature, Owner, Quantity, TransactionKey};
use crate::refusal::Refusal;
use crate::resource::{Reply, person};
use crate::schedule::Work;
use crate::world::{Caller, Simulation, World};

pub(super) const LONGEST_NAME: usize = 100;

/// What is to be paid, and for whom.
#[derive(Clone, Debug)]
pub(crate) struct Order {
    pub(super) product: Product,
    pub(super) customer: String,
    pub(super) amount: Quantity,
}

/// What a category calls a customer's number and its biller.
pub(crate) const fn names(category: Category) -> (&'static str, &'static str) {
    match category {
        Category::Airtime | Category::MobileData => ("phoneNumber", "biller"),
        Category::UtilityBills => ("meterNumber", "disco"),
        Category::CableBills => ("smartcardNumber", "biller"),
    }
}

/// The number of a customer, as a category has it.
pub(super) fn number(fields: &mut Fields<'_>, category: Category, name: &str) -> Option<String> {
    let (format, otherwise) = match category {
        Category::Airtime | Category::MobileData => (Format::Phone, "must be a Nigerian phone number"),
        Category::UtilityBills => (Format::Meter, "must be a string of 11 to 13 digits"),
        Category::CableBills => (Format::Smartcard, "must be a string of 10 to 11 digits"),
    };
    fields.required(name, otherwise, |number| format.accepts(number).then(|| number.to_owned()))
}

/// A biller of a category, by its name, or by its code or that of its item: one client sends what discovery told it.
pub(super) fn biller(fields: &mut Fields<'_>, category: Category, name: &str) -> Option<&'static Biller> {
    let known: Vec<&str> = Biller::of(category).map(|biller| biller.name).collect();
    let otherwise = format!("must be one of {}", known.join(", "));
    fields.required(name, &otherwise, |name| Biller::called(category, name))
}

impl Order {
    pub(super) fn read(fields: &mut Fields<'_>, category: Category) -> Option<Self> {
        let (customer, biller_name) = names(category);
        let customer = number(fields, category, customer);
        let biller = biller(fields, category, biller_name);
        let product = match category {
            Category::Airtime | Category::UtilityBills => biller.and_then(Biller::first),
            Category::MobileData | Category::CableBills => {
                fields.required("itemCode", "must be the code of an item of the biller", |code| {
                    biller.and_then(|biller| biller.product(code))
                })
            }
        };
        let amount = match (product.and_then(Product::price), category) {
            (Some(price), _) => Asset::NAIRA.units(price),
            // Its price is not known as long as it is not.
            (None, Category::MobileData | Category::CableBills) if product.is_none() => return None,
            _ => fields.amount("amount", Asset::NAIRA),
        };
        if amount.units > 0 && product.is_some_and(|product| !product.takes(amount.units)) {
            fields.complain("amount", &format!("must be from {} to {}", AIRTIME.start(), AIRTIME.end()));
        }
        Some(Self { product: product?, customer: customer?, amount })
    }

    pub(super) fn category(&self) -> Category {
        self.product.biller.category
    }

    /// Pays at a moment that is now or, for what is caught up with, was before. No PIN is asked for.
    pub(super) fn place(&self, world: &mut World, owner: Owner, at: Timestamp) -> Result<TransactionKey, Refusal> {
        world.may_move_at(owner, self.amount.units, at)?;
        let draft = Draft {
            narration: self.product.narration(&self.customer),
            metadata: metadata(self.product, &self.customer),
            ..Draft::new(
                owner,
                Nature::FiatTransfer,
                Direction::Out,
                self.amount,
                Account::Billers,
                free_reference(world, owner, at)?,
            )
        };
        let key = world.ledger.open(draft, at)?;
        world.later(key, at, self.product.delivery(&self.customer), Work::Bill(key));
        Ok(key)
    }
}

impl JsonSchema for Order {
    fn schema_name() -> Cow<'static, str> {
        "BillOrder".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let names = Category::ALL.into_iter().map(names).flat_map(|(number, biller)| [number, biller]);
        let texts = names.chain(["itemCode"]).map(|name| (name.to_owned(), json!({ "type": "string" })));
        let mut properties: Map<String, Value> = texts.collect();
        properties.insert("amount".to_owned(), json!({ "type": "number" }));
        json_schema!({ "type": "object", "required": ["amount"], "properties": properties })
    }
}

/// As the body that it came with.
impl Serialize for Order {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (customer, biller) = names(self.category());
        let mut body = serializer.serialize_map(None)?;
        body.serialize_entry(customer, &self.customer)?;
        body.serialize_entry(biller, self.product.biller.name)?;
        if matches!(self.category(), Category::MobileData | Category::CableBills) {
            body.serialize_entry("itemCode", self.product.item.code)?;
        }
        body.serialize_entry("amount", &Figure::number(self.amount.amount()))?;
        body.end()
    }
}

/// An order that is written down; as a body it would not tell all of itself.
pub(super) mod kept {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use super::{Order, Product, Quantity};
    use crate::store::named;

    #[derive(Serialize, Deserialize)]
    struct Row {
        #[serde(with = "named")]
        product: Product,
        customer: String,
        amount: Quantity,
    }

    pub(in super::super) fn serialize<S: Serializer>(order: &Order, serializer: S) -> Result<S::Ok, S::Error> {
        let Order { product, customer, amount } = order.clone();
        Row { product, customer, amount }.serialize(serializer)
    }

    pub(in super::super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Order, D::Error> {
        Row::deserialize(deserializer).map(|Row { product, customer, amount }| Order { product, customer, amount })
    }
}

/// The reference of that millisecond, or of the next one that no bill has.
fn free_reference(world: &World, owner: Owner, at: Timestamp) -> Result<String, Refusal> {
    let person = world.people.of(owner).ok_or(Refusal::Token)?;
    let from = at.as_millisecond();
    let moments = (from..).filter_map(|millisecond| Timestamp::from_millisecond(millisecond).ok());
    let mut references = moments.map(|moment| reference(moment, &person.id));
    let free = references.find(|reference| world.ledger.find_by_reference(owner, reference).is_none());
    free.ok_or(Refusal::Duplicate("A transaction with this reference"))
}

/// The bill, or where it is for later, what is going to be one.
#[derive(JsonSchema, serde::Serialize)]
#[schemars(rename = "BillPaymentOrSchedule")]
#[serde(untagged)]
pub(in crate::resource) enum PaymentView {
    Now(Box<BillPayment>),
    Later(Box<ScheduleView>),
}

pub(in crate::resource) async fn airtime(
    simulation: State<Simulation>,
    caller: Extension<Caller>,
    body: JsonBody,
) -> Reply<PaymentView> {
    pay(&simulation, &caller, &body, Category::Airtime, "Airtime purchase")
}

pub(in crate::resource) async fn data(
    simulation: State<Simulation>,
    caller: Extension<Caller>,
    body: JsonBody,
) -> Reply<PaymentView> {
    pay(&simulation, &caller, &body, Category::MobileData, "Data purchase")
}

pub(in crate::resource) async fn electricity(
    simulation: State<Simulation>,
    caller: Extension<Caller>,
    body: JsonBody,
) -> Reply<PaymentView> {
    pay(&simulation, &caller, &body, Category::UtilityBills, "Electricity payment")
}

pub(in crate::resource) async fn cable_tv(
    simulation: State<Simulation>,
    caller: Extension<Caller>,
    body: JsonBody,
) -> Reply<PaymentView> {
    pay(&simulation, &caller, &body, Category::CableBills, "Cable TV subscription")
}

fn pay(
    simulation: &Simulation,
    caller: &Caller,
    body: &JsonBody,
    category: Category,
    what: &str,
) -> Reply<PaymentView> {
    let mut world = simulation.lock();
    let now = world.now();
    let mut fields = body.fields();
    let order = Order::read(&mut fields, category);
    let plan = if fields.flag("isSchedule") { Plan::within(&mut fields, "scheduleData", now) } else { None };
    let saves = fields.flag("saveBeneficiary");
    let name = fields.optional_text("beneficiaryName", LONGEST_NAME);
    fields.finish()?;
    let order = order.ok_or(Refusal::NoSuch("Biller"))?;
    let owner = person(&world, caller)?.owner;
    let (view, done) = if let Some(plan) = plan {
        let scheduled = scheduled::add(&mut world, owner, order.clone(), plan);
        (PaymentView::Later(Box::new(scheduled)), "scheduled")
    } else {
        let key = order.place(&mut world, owner, now)?;
        let bill = world.ledger.get(key).and_then(Bill::of).ok_or(Refusal::NoSuch("Bill"))?;
        let amount = Figure::number(order.amount.amount());
        (PaymentView::Now(Box::new(bill.view(&world, &caller.person, amount))), "initiated")
    };
    if saves {
        beneficiaries::save(&mut world, owner, &order, name);
    }
    Ok(Json(Envelope::ok(format!("{what} {done} successfully"), view)))
}
