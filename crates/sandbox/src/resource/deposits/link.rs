//! Payment links: a page under the website on which anybody who has the link can pay. A card's bank may ask for the
//! same kind of page.

use axum::Json;
use axum::extract::{Extension, State};
use jiff::SignedDuration;
use monei_api::deposit::PaymentLink;
use monei_api::envelope::Envelope;
use serde_json::Value;
use url::Url;

use super::{Details, Order, Step, begin, conclude};
use crate::body::{Fields, JsonBody};
use crate::ledger::{Nature, Quantity, Status, TransactionKey};
use crate::random;
use crate::resource::{Reply, person};
use crate::world::{Caller, Simulation, World};

/// How long a link can be paid.
const LINK_LIFETIME: SignedDuration = SignedDuration::from_hours(24);

pub(in crate::resource) async fn make(
    State(simulation): State<Simulation>,
    Extension(caller): Extension<Caller>,
    body: JsonBody,
) -> Reply<PaymentLink> {
    let mut fields = body.fields();
    let order = Order::read(&mut fields, simulation.lock().switches.deposit_unit);
    let customer = object_of_texts(&mut fields, "customer", &["email", "phoneNumber", "phone", "name"]);
    let customization = object_of_texts(&mut fields, "customization", &["title"]);
    fields.finish()?;
    let order = Order { details: Details { customer, customization, ..order.details }, ..order };
    let mut world = simulation.lock();
    let owner = person(&world, &caller)?.owner;
    // Whoever knows the address can pay, so that it is as hard to guess as a credential.
    let name = random::hex(&mut world.secrets, 12);
    let link = format!("{}/pay/{name}", simulation.base_url);
    begin(&mut world, owner, order, Nature::FiatDeposit, Step::Page(name), LINK_LIFETIME)?;
    Ok(Json(Envelope::ok("Payment link created successfully", PaymentLink { link })))
}

/// An object whose known fields are texts.
fn object_of_texts(fields: &mut Fields<'_>, name: &str, known: &[&str]) -> Option<Value> {
    let texts = fields.object(name, |object| {
        let texts = known
            .iter()
            .filter_map(|name| object.optional_text(name, 255).map(|text| ((*name).to_owned(), Value::String(text))));
        Value::Object(texts.collect())
    });
    texts.filter(|texts| texts.as_object().is_some_and(|object| !object.is_empty()))
}

/// What a payment page shows.
pub(crate) struct PaymentPage {
    pub(crate) title: String,
    pub(crate) payee: String,
    pub(crate) reference: String,
    pub(crate) narration: String,
    pub(crate) amount: Quantity,
    /// With the fee.
    pub(crate) total: Quantity,
    pub(crate) status: Status,
    /// Where the browser goes on afterwards.
    pub(crate) redirect_url: Option<String>,
}

/// The page of a name, if it has ever been one.
pub(crate) fn page(world: &World, name: &str) -> Option<PaymentPage> {
    let key = world.deposits.pages.get(name)?;
    let (transaction, deposit) = (world.ledger.get(*key)?, world.deposits.of.get(key)?);
    let title = deposit.details.customization.as_ref().and_then(|customization| customization.get("title")?.as_str());
    Some(PaymentPage {
        title: title.unwrap_or("Payment").to_owned(),
        payee: world.people.of(transaction.owner)?.name(),
        reference: transaction.reference.as_ref().to_owned(),
        narration: transaction.narration.clone(),
        amount: transaction.amount,
        total: transaction.total(),
        status: transaction.status,
        redirect_url: deposit
            .details
            .redirect_url
            .as_deref()
            .and_then(|url| returning(url, transaction.status, &transaction.reference)),
    })
}

/// Decides a payment on its page; one that was decided before stays so.
pub(crate) fn decide(world: &mut World, name: &str, pays: bool) {
    let Some(key) = world.deposits.pages.get(name).copied() else { return };
    if is_pending(world, key) {
        let now = world.now();
        conclude(world, key, if pays { Status::Success } else { Status::Cancelled }, now);
    }
}

fn is_pending(world: &World, key: TransactionKey) -> bool {
    world.ledger.get(key).is_some_and(|transaction| transaction.status == Status::Pending)
}

/// The caller's address with how it went.
fn returning(url: &str, status: Status, reference: &str) -> Option<String> {
    let word = if status.is_done() { "successful" } else { "cancelled" };
    let mut url = Url::parse(url).ok()?;
    url.query_pairs_mut().append_pair("status", word).append_pair("reference", reference);
    Some(url.into())
}
