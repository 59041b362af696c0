//! `/bills/discovery/…`: who distributes electricity, and the plans of a biller.

use std::convert::Infallible;

use axum::Json;
use axum::extract::{FromRequestParts, Path};
use axum::http::request::Parts;
use monei_api::bill::{BillerItem, ElectricityOperator};
use monei_api::envelope::Envelope;
use monei_api::field::{Field, Text};
use monei_api::money::{Amount, Figure};
use schemars::JsonSchema;
use serde::Serialize;

use crate::billers::{Biller, Category, Product};
use crate::refusal::Refusal;
use crate::resource::Reply;

/// An envelope of its own spelling (§3.0).
#[derive(JsonSchema, Serialize)]
pub(in crate::resource) struct Operators {
    #[serde(rename = "StatusCode")]
    status_code: u16,
    message: &'static str,
    data: Vec<ElectricityOperator>,
}

pub(in crate::resource) async fn operators() -> Json<Operators> {
    let data = Biller::of(Category::UtilityBills).filter_map(Biller::first).map(|product| ElectricityOperator {
        name: product.biller.name.to_owned(),
        code: Field(Some(product.item.code.into())),
        biller_code: Field(Some(product.biller.code.into())),
    });
    Json(Operators { status_code: 200, message: "Electricity billers retrieved successfully", data: data.collect() })
}

/// The two ends of the path, decoded. Nothing where they are not text.
pub(in crate::resource) struct ItemsPath(Option<(String, String)>);

impl<S: Send + Sync> FromRequestParts<S> for ItemsPath {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Infallible> {
        Ok(Self(Path::from_request_parts(parts, state).await.ok().map(|Path(ends)| ends)))
    }
}

pub(in crate::resource) async fn items(ItemsPath(path): ItemsPath) -> Reply<Vec<BillerItem>> {
    let malformed = || Refusal::Malformed("category and billerName must be percent-encoded UTF-8".to_owned());
    let (category, name) = path.ok_or_else(malformed)?;
    let category = Category::ALL.into_iter().find(|known| known.name().eq_ignore_ascii_case(&category));
    let one_of = || Refusal::field("category", format!("category must be one of {}", categories()));
    let biller = Biller::named(category.ok_or_else(one_of)?, name.trim()).ok_or(Refusal::NoSuch("Biller"))?;
    let all = (1..).zip(Product::all());
    let items = all.filter(|(_, product)| product.biller.code == biller.code).map(|(id, product)| item(id, product));
    let items = items.collect();
    Ok(Json(Envelope::ok("Biller items retrieved successfully", items)))
}

pub(super) fn categories() -> String {
    Category::ALL.map(Category::name).join(", ")
}

fn item(id: u64, product: Product) -> BillerItem {
    let Product { biller, item } = product;
    let category = biller.category;
    let text = |text: &str| Field(Some(Text::from(text)));
    let number = |number: Amount| Figure::number(number).into();
    let group = match category {
        Category::Airtime => "Airtime",
        Category::MobileData => "Mobile Data Service",
        Category::CableBills => "Cable Bill Payment",
        Category::UtilityBills => "Utility Bills",
    };
    BillerItem {
        id: id.into(),
        biller_code: text(biller.code),
        name: text(item.name),
        default_commission: number(Amount::from_minor(3, 2)),
        date_added: text("2024-02-05T08:30:00Z"),
        country: text("NG"),
        is_airtime: (category == Category::Airtime).into(),
        biller_name: text(biller.name),
        item_code: item.code.to_owned(),
        short_name: text(item.name),
        fee: number(Amount::zero()),
        commission_on_fee: false.into(),
        reg_expression: text(biller.customers.expression()),
        label_name: text(biller.customers.label()),
        amount: number(Amount::from(u64::from(item.naira))),
        // Nobody can be named who has a phone number.
        is_resolvable: matches!(category, Category::CableBills | Category::UtilityBills).into(),
        group_name: text(group),
        category_name: text(group),
        is_data: Field((category == Category::MobileData).then_some(true)),
        default_commission_on_amount: number(Amount::zero()),
        commission_on_fee_or_amount: number(Amount::zero()),
        validity_period: Field(item.validity.map(Text::from)),
    }
}
