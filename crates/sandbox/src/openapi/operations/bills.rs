//! Bills, what is kept about them, and paying them later (`monei-api.md` §3.12, §3.14).

use monei_api::endpoint::{self, Endpoint};
use serde_json::{Value, json};

use crate::billers::{Biller, Category, Product};
use crate::openapi::request::{
    Description, Member, amount, day, describe, digits, flag, may, moment, need, object, one_of, paging, phone, text,
    up_to,
};
use crate::resource::bills::{beneficiary_names, payment_names, schedule_kind};

pub(super) fn all() -> Vec<Description> {
    let mut all = vec![
        describe(
            &[
                endpoint::ELECTRICITY_OPERATORS,
                endpoint::LEGACY_DISCOVERY_ELECTRICITY,
                endpoint::LEGACY_BILLERS_ELECTRICITY,
            ],
            "The electricity companies",
        )
        .details("The envelope has `StatusCode` with a capital."),
        describe(&[endpoint::BILLER_ITEMS, endpoint::LEGACY_BILLER_ITEMS], "What a biller sells")
            .details("Where `amount` is 0 the payer chooses.")
            .refusals(&[404]),
        describe(&[endpoint::LEGACY_VALIDATE_BILL], "Whose number it is, for an older SDK")
            .details("The biller is told by the item where it is not named.")
            .body(
                vec![
                    need("customer", text(), "A phone, meter or smartcard number."),
                    need("itemCode", text(), "May be left out where the biller is named."),
                    may("billerCode", text(), ""),
                ],
                json!({ "customer": "45083311550", "itemCode": "UB161" }),
            )
            .refusals(&[404]),
        describe(&[endpoint::VALIDATE_BILL_CUSTOMER], "Whose number it is")
            .body(
                vec![
                    need("customer", text(), "A phone, meter or smartcard number."),
                    need("billerCode", text(), ""),
                    may("itemCode", text(), ""),
                ],
                json!({ "customer": "45083311550", "billerCode": "BIL114", "itemCode": "UB161" }),
            )
            .refusals(&[404]),
        payment(
            &[endpoint::PAY_AIRTIME, endpoint::LEGACY_BUY_AIRTIME],
            "Buy airtime",
            Category::Airtime,
            json!({ "phoneNumber": "08031234567", "biller": "MTN", "amount": 100 }),
        ),
        payment(
            &[endpoint::PAY_DATA, endpoint::LEGACY_BUY_MOBILE_DATA],
            "Buy mobile data",
            Category::MobileData,
            json!({ "phoneNumber": "08088447393", "biller": "AIRTEL", "itemCode": "MD136" }),
        ),
        payment(
            &[endpoint::PAY_ELECTRICITY, endpoint::LEGACY_BUY_ELECTRICITY],
            "Buy electricity",
            Category::UtilityBills,
            json!({ "meterNumber": "45083311550", "disco": "IBADAN DISCO ELECTRICITY", "amount": 100 }),
        ),
        payment(
            &[endpoint::PAY_CABLE_TV, endpoint::LEGACY_SUBSCRIBE_CABLE_TV],
            "Pay for cable TV",
            Category::CableBills,
            json!({ "smartcardNumber": "7023456789", "biller": "DSTV BOX OFFICE", "itemCode": "CB197", "amount": 5 }),
        ),
        describe(&[endpoint::BILLS_RECORDS, endpoint::LEGACY_BILLS], "Bills, the newest first").query(filter()),
        describe(&[endpoint::LEGACY_BILL_HISTORY], "All bills at once, the newest first, in an older SDK's shape")
            .details("Metadata is a text."),
        describe(&[endpoint::BILL_BY_REFERENCE, endpoint::LEGACY_BILL_BY_REFERENCE], "One bill by its reference")
            .refusals(&[404]),
        describe(&[endpoint::BILL_RECEIPT, endpoint::LEGACY_BILL_RECEIPT], "The receipt of a bill")
            .details("It comes without an envelope.")
            .refusals(&[404]),
    ];
    all.extend(beneficiaries());
    all.extend(schedules());
    all
}

pub(super) fn category() -> Value {
    one_of(&Category::ALL.map(Category::name))
}

/// A customer's number, under its names in payments and among beneficiaries.
fn number(category: Category) -> Value {
    match category {
        Category::Airtime | Category::MobileData => phone(),
        Category::UtilityBills => digits(11, 13),
        Category::CableBills => digits(10, 11),
    }
}

/// The names of a category's billers. Case makes no difference.
fn billers(category: Category) -> Value {
    json!({ "type": "string", "examples": Biller::of(category).map(|biller| biller.name).collect::<Vec<_>>() })
}

/// What is paid, as a payment or a schedule has it.
fn order(category: Category) -> Vec<Member> {
    let (customer, biller) = payment_names(category);
    let mut members = vec![need(customer, number(category), ""), need(biller, billers(category), "")];
    match category {
        Category::Airtime => members.push(need("amount", amount(), "From 50 to 50,000 naira.")),
        Category::UtilityBills => members.push(need("amount", amount(), "In naira.")),
        Category::MobileData | Category::CableBills => {
            members.push(need("itemCode", text(), "Of what the biller sells."));
            let mut of_it = Product::all().filter(|product| product.biller.category == category);
            if of_it.any(|product| product.price().is_none()) {
                members.push(may("amount", amount(), "Only where the item has no price of its own."));
            }
        }
    }
    members
}

fn pattern() -> Value {
    json!({ "type": "string", "pattern": "^(?i:DAILY|WEEKLY|MONTHLY)$" })
}

fn plan() -> Vec<Member> {
    vec![
        need("executionDate", moment(), "A time to come."),
        may("isRecurring", flag(), ""),
        may("recurrencePattern", pattern(), "Needed where it recurs: `DAILY`, `WEEKLY` or `MONTHLY`."),
    ]
}

fn payment(endpoints: &[Endpoint], summary: &'static str, category: Category, example: Value) -> Description {
    let mut members = order(category);
    members.extend([
        may("isSchedule", flag(), "Pays later instead of now."),
        may("scheduleData", object(plan()), "When, where it is to be paid later."),
        may("saveBeneficiary", flag(), ""),
        may("beneficiaryName", up_to(100), "Of the number that is kept."),
    ]);
    describe(endpoints, summary)
        .details("No PIN is asked for. A failed payment comes back to the wallet.")
        .body(members, example)
        .refusals(&[404, 409])
}

fn beneficiaries() -> Vec<Description> {
    let saved = |categories: &[Category]| {
        let first = categories.first().copied().unwrap_or(Category::Airtime);
        let (number_name, biller_name) = beneficiary_names(first);
        let kinds: Vec<&str> = categories.iter().map(|category| category.name()).collect();
        vec![
            need("type", one_of(&kinds), ""),
            need("name", up_to(100), ""),
            may("isFavorite", flag(), ""),
            need(number_name, number(first), ""),
            need(biller_name, billers(first), ""),
        ]
    };
    let change = |category: Category| {
        let (number_name, biller_name) = beneficiary_names(category);
        vec![
            may("name", up_to(100), ""),
            may("isFavorite", flag(), ""),
            may(number_name, number(category), ""),
            may(biller_name, billers(category), ""),
        ]
    };
    vec![
        describe(&[endpoint::BILL_BENEFICIARIES], "Numbers that are kept").query(vec![may("type", category(), "")]),
        describe(&[endpoint::FAVORITE_BILL_BENEFICIARIES], "Numbers that are kept as favourites"),
        describe(&[endpoint::SAVE_MOBILE_BENEFICIARY], "Keep a phone number")
            .body(
                saved(&[Category::Airtime, Category::MobileData]),
                json!({ "type": "MOBILEDATA", "name": "Mum", "mobileNumber": "08031112222", "mobileOperator": "GLO" }),
            )
            .refusals(&[409]),
        describe(&[endpoint::SAVE_ELECTRICITY_BENEFICIARY], "Keep a meter")
            .body(
                saved(&[Category::UtilityBills]),
                json!({
                    "type": "UTILITYBILLS", "name": "Home", "isFavorite": true,
                    "meterNumber": "45083311550", "electricityProvider": "IBADAN DISCO ELECTRICITY",
                }),
            )
            .refusals(&[409]),
        describe(&[endpoint::SAVE_CABLE_TV_BENEFICIARY], "Keep a smartcard")
            .body(
                saved(&[Category::CableBills]),
                json!({ "type": "CABLEBILLS", "name": "TV", "smartCardNumber": "7023456789", "cableProvider": "DSTV" }),
            )
            .refusals(&[409]),
        describe(&[endpoint::UPDATE_BILL_BENEFICIARY], "Change what is kept")
            .details("Which number and which biller it has is told by what it is.")
            .body_of(
                vec![change(Category::Airtime), change(Category::UtilityBills), change(Category::CableBills)],
                json!({ "name": "Old home", "isFavorite": false }),
            )
            .refusals(&[404]),
        describe(&[endpoint::DELETE_BILL_BENEFICIARY], "Forget a number").refusals(&[404]),
    ]
}

fn schedules() -> Vec<Description> {
    let kinds = Category::ALL.map(schedule_kind);
    let payloads: Vec<Value> = Category::ALL.into_iter().map(|category| object(order(category))).collect();
    let mut schedule = vec![
        need("type", one_of(&kinds), ""),
        need("payload", json!({ "anyOf": payloads }), "The body of the payment."),
    ];
    schedule.extend(plan());
    vec![
        describe(&[endpoint::SCHEDULES], "Payments for later, the newest first"),
        describe(&[endpoint::CREATE_SCHEDULE], "Pay a bill later").body(
            schedule,
            json!({
                "type": "ELECTRICITY",
                "payload": { "meterNumber": "45083311550", "disco": "EKO DISCO ELECTRICITY", "amount": 60 },
                "executionDate": "2099-01-20T08:00:00Z",
                "isRecurring": true,
                "recurrencePattern": "MONTHLY",
            }),
        ),
        describe(&[endpoint::SCHEDULE], "One schedule").refusals(&[404]),
        describe(&[endpoint::UPDATE_SCHEDULE], "Change when a bill is paid, or cancel it")
            .body(
                vec![
                    may("executionDate", moment(), "A time to come."),
                    may("status", one_of(&["CANCELLED"]), ""),
                    may("isRecurring", json!({ "type": "boolean" }), ""),
                    may("recurrencePattern", pattern(), ""),
                ],
                json!({ "executionDate": "2099-01-21T08:00:00Z" }),
            )
            .refusals(&[404]),
        describe(&[endpoint::CANCEL_SCHEDULE], "Cancel a schedule").refusals(&[400, 404]),
    ]
}

fn filter() -> Vec<Member> {
    let number = || json!({ "type": "number" });
    let mut members = paging();
    members.extend([
        may("type", category(), ""),
        may("status", one_of(&["PENDING", "SUCCESS", "FAILED"]), ""),
        may("billerName", text(), ""),
        may("billerCode", text(), ""),
        may("customer", text(), ""),
        may("search", text(), "A part of any of these texts."),
        may("minAmount", number(), ""),
        may("maxAmount", number(), ""),
        may("startDate", day(), ""),
        may("endDate", day(), "The day is included."),
        may("sortBy", json!({ "enum": ["createdAt", "updatedAt", "amount"], "default": "createdAt" }), ""),
        may("sortOrder", json!({ "enum": ["ASC", "DESC"], "default": "DESC" }), "In capitals here."),
    ]);
    members
}
