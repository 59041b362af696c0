//! `/bills/validation/customer`: whose meter or smartcard it is. Nobody is named who has a phone number.

use axum::Json;
use axum::extract::State;
use monei_api::bill::BillCustomer;
use monei_api::envelope::Envelope;
use monei_api::field::{Field, Text};
use sha2::{Digest, Sha256};

use crate::billers::{self, Biller, Format, Product};
use crate::body::{Fields, JsonBody};
use crate::refusal::Refusal;
use crate::resource::{Reply, banks};
use crate::switches::BillItemCode;
use crate::world::Simulation;

pub(in crate::resource) async fn validate(simulation: State<Simulation>, body: JsonBody) -> Reply<BillCustomer> {
    look_up(&simulation, &body, biller)
}

/// Older SDKs name only the item, on a path of their own.
pub(in crate::resource) async fn validate_item(simulation: State<Simulation>, body: JsonBody) -> Reply<BillCustomer> {
    look_up(&simulation, &body, |fields| match fields.any("billerCode") {
        Some(_) => biller(fields),
        None => fields.required("itemCode", "must be the code of an item", Product::by_code).map(|item| item.biller),
    })
}

fn biller(fields: &mut Fields<'_>) -> Option<&'static Biller> {
    fields.required("billerCode", "must be the code of a biller", Biller::by_code)
}

fn look_up(
    simulation: &Simulation,
    body: &JsonBody,
    biller: impl FnOnce(&mut Fields<'_>) -> Option<&'static Biller>,
) -> Reply<BillCustomer> {
    let needs_item = simulation.lock().switches.bill_item_code == BillItemCode::Required;
    let mut fields = body.fields();
    let biller = biller(&mut fields);
    let otherwise = "must be the code of an item of the biller";
    let product = |code: &str| biller.and_then(|biller| biller.product(code));
    // Without one it is the biller's first, which wants the same of a number.
    let item = if needs_item {
        fields.required("itemCode", otherwise, product)
    } else {
        fields.optional("itemCode", otherwise, product)
    };
    let otherwise = match biller {
        Some(biller) => format!("must match {}", biller.customers.expression()),
        None => "must be the number of a customer".to_owned(),
    };
    let customer = fields.required("customer", &otherwise, |number| {
        biller.is_none_or(|biller| biller.customers.accepts(number)).then(|| number.to_owned())
    });
    fields.finish()?;
    let product = item.or_else(|| biller.and_then(Biller::first)).ok_or(Refusal::NoSuch("Biller"))?;
    let customer = customer.filter(|number| billers::is_known(number)).ok_or(Refusal::NoSuch("Customer"))?;
    let biller = product.biller;
    let is_named = biller.customers != Format::Phone;
    let name = is_named.then(|| banks::invented_name(biller.code, &customer));
    let text = |text: &str| Field(Some(Text::from(text)));
    let found = BillCustomer {
        customer_name: Field(name.clone().map(Text::from)),
        name: Field(name.map(Text::from)),
        provider_name: Field::default(),
        address: Field(is_named.then(|| Text::from(invented_address(&customer)))),
        customer: text(&customer),
        biller_code: text(biller.code),
        item_code: text(product.item.code),
        biller_name: text(biller.name),
    };
    Ok(Json(Envelope::ok("Customer validated successfully", found)))
}

/// The same for the same number.
fn invented_address(customer: &str) -> String {
    const STREETS: [&str; 8] = [
        "Adeola Odeku Street, Lagos",
        "Ahmadu Bello Way, Kaduna",
        "Awolowo Road, Ibadan",
        "Bode Thomas Street, Lagos",
        "Ogui Road, Enugu",
        "Sapele Road, Benin City",
        "Trans Amadi Road, Port Harcourt",
        "Zoo Road, Kano",
    ];
    let digest = Sha256::digest(customer);
    let [first, second, ..] = digest.as_slice() else { return String::new() };
    let street = STREETS.into_iter().nth(usize::from(*first) % STREETS.len()).unwrap_or_default();
    format!("{} {street}", second % 90 + 1)
}
