//! Deposits by card. The last digit of the number decides what its bank asks for: 6 a page, 3 the holder's address, 9
//! declines, any other the PIN and then a one-time password. `0000` and `000000` are wrong, whatever else is right.

use axum::extract::{Extension, State};
use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::view::PaymentView;
use super::{Order, Step, WAITS, answer, begin, conclude, deposit_of};
use crate::body::{Fields, JsonBody};
use crate::ledger::{Nature, Owner, Status, TransactionKey};
use crate::random;
use crate::refusal::Refusal;
use crate::resource::{Reply, person};
use crate::world::{Caller, Simulation, World};

/// A card that could be one; its number is looked at and not kept.
pub(in crate::resource) struct Card {
    pub(in crate::resource) last_digits: String,
    asks_for: Ask,
}

#[derive(Clone, Copy)]
enum Ask {
    Pin,
    Address,
    Page,
    Declines,
}

/// The card of a body, which only a card deposit must have.
pub(in crate::resource) fn read(fields: &mut Fields<'_>, is_needed: bool, now: Timestamp) -> Option<Card> {
    let card = fields.object("card", |card| {
        let number = card.required("cardNumber", "must be a card number", card_number);
        let month = card.required("expiryMonth", "must be a month from 01 to 12", |text| {
            text.parse::<i8>().ok().filter(|month| text.len() == 2 && (1..=12).contains(month))
        });
        let year = card.required("expiryYear", "must be a year of two or four digits", year);
        if let (Some(month), Some(year)) = (month, year)
            && is_past(year, month, now)
        {
            card.complain("expiryYear", "must not be in the past");
        }
        card.digits("cvv", 3..=4);
        card.optional_text("cardHolderName", 100);
        number
    });
    if is_needed && card.is_none() {
        fields.complain("card", "must be an object");
    }
    card.flatten()
}

fn card_number(text: &str) -> Option<Card> {
    let digits: Vec<u32> =
        text.chars().filter(|char| *char != ' ').map(|char| char.to_digit(10)).collect::<Option<_>>()?;
    // ISO/IEC 7812-1, annex B: from the right, every second digit counts double.
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(at, digit)| if at % 2 == 0 { *digit } else { digit * 2 / 10 + digit * 2 % 10 })
        .sum();
    if !(13..=19).contains(&digits.len()) || !sum.is_multiple_of(10) {
        return None;
    }
    let asks_for = match digits.last() {
        Some(3) => Ask::Address,
        Some(6) => Ask::Page,
        Some(9) => Ask::Declines,
        _ => Ask::Pin,
    };
    let last = digits.iter().skip(digits.len() - 4);
    Some(Card { last_digits: last.filter_map(|digit| char::from_digit(*digit, 10)).collect(), asks_for })
}

fn year(text: &str) -> Option<i16> {
    let year: i16 = text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok())??;
    match text.len() {
        2 => Some(2000 + year),
        4 => Some(year),
        _ => None,
    }
}

/// A card is good until the end of its month.
fn is_past(year: i16, month: i8, now: Timestamp) -> bool {
    let today = now.to_zoned(TimeZone::UTC).date();
    (year, month) < (today.year(), today.month())
}

pub(super) fn start(world: &mut World, owner: Owner, order: Order, card: &Card) -> Result<TransactionKey, Refusal> {
    let step = match card.asks_for {
        Ask::Pin | Ask::Declines => Step::Pin,
        Ask::Address => Step::Address,
        Ask::Page => Step::Page(random::hex(&mut world.secrets, 12)),
    };
    let key = begin(world, owner, order, Nature::FiatCardDeposit, step, WAITS)?;
    world.ledger.annotate(key, "card", serde_json::json!({ "last4": card.last_digits }));
    if matches!(card.asks_for, Ask::Declines) {
        let now = world.now();
        conclude(world, key, Status::Failed, now);
    }
    Ok(key)
}

/// What a person hands in to go on.
enum Authorization {
    Pin(String),
    Otp(String),
    Address,
    /// Nothing to hand in: only to look how far it is.
    Elsewhere,
}

pub(in crate::resource) async fn authorize(
    State(simulation): State<Simulation>,
    Extension(caller): Extension<Caller>,
    body: JsonBody,
) -> Reply<PaymentView> {
    const TYPES: &str = "must be one of pin, otp, avs, redirect_url, payment_instruction";
    const KNOWN: [&str; 5] = ["pin", "otp", "avs", "redirect_url", "payment_instruction"];
    let mut fields = body.fields();
    let kind = fields.required("type", TYPES, |text| KNOWN.into_iter().find(|known| *known == text));
    let reference = fields.text("reference");
    let authorization = match kind {
        Some("pin") => Authorization::Pin(fields.digits("pin", 4..=4)),
        Some("otp") => Authorization::Otp(fields.digits("otp", 4..=8)),
        Some("avs") => {
            address(&mut fields);
            Authorization::Address
        }
        _ => Authorization::Elsewhere,
    };
    fields.finish()?;
    let mut world = simulation.lock();
    let key = deposit_of(&world, person(&world, &caller)?.owner, &reference)?;
    go_on(&mut world, key, &authorization)?;
    answer(&simulation, &world, key, "Deposit authorized successfully")
}

fn address(fields: &mut Fields<'_>) {
    let address = fields.object("avs", |avs| {
        let address = avs.object("address", |address| {
            for name in ["city", "country", "line1", "postal_code", "state"] {
                address.text(name);
            }
            address.optional_text("line2", 255);
        });
        if address.is_none() {
            avs.complain("address", "must be an object");
        }
    });
    if address.is_none() {
        fields.complain("avs", "must be an object");
    }
}

fn go_on(world: &mut World, key: TransactionKey, authorization: &Authorization) -> Result<(), Refusal> {
    let now = world.now();
    let is_pending = world.ledger.get(key).is_some_and(|transaction| transaction.status == Status::Pending);
    let deposit = world.deposits.of.get_mut(&key).filter(|_| is_pending);
    let deposit = deposit.ok_or(Refusal::Unacceptable("Deposit is no longer pending"))?;
    match (&deposit.step, authorization) {
        (Step::Pin, Authorization::Pin(pin)) if pin == "0000" => Err(Refusal::Unacceptable("Invalid card PIN")),
        (Step::Otp, Authorization::Otp(otp)) if otp.bytes().all(|byte| byte == b'0') => {
            Err(Refusal::Unacceptable("Invalid OTP"))
        }
        (Step::Pin, Authorization::Pin(_)) => {
            deposit.step = Step::Otp;
            Ok(())
        }
        (Step::Otp, Authorization::Otp(_)) | (Step::Address, Authorization::Address) => {
            conclude(world, key, Status::Success, now);
            Ok(())
        }
        (Step::Page(_) | Step::Transfer { .. } | Step::Dial(_) | Step::Charge, Authorization::Elsewhere) => Ok(()),
        _ => Err(Refusal::Unacceptable("Deposit does not wait for this authorization")),
    }
}
