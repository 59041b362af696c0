//! People and histories made at random, for journeys that must hold for anybody.

use jiff::Timestamp;
use monei_api::kyc::Tier;
use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use rand::{RngExt, SeedableRng};

use super::Person;
use super::history::{History, Line, Movement};
use super::personas::{self, Identity};
use crate::billers::{Category, Format, Product};
use crate::ledger::{Asset, Direction, Owner, Quantity, Status};
use crate::random;

const FIRST_NAMES: [&str; 16] = [
    "Amina", "Bisi", "Chinedu", "Damilola", "Efe", "Fatima", "Gbenga", "Halima", "Ifeoma", "Jide", "Kelechi", "Ladi",
    "Musa", "Nkechi", "Osaze", "Zainab",
];
const LAST_NAMES: [&str; 16] = [
    "Abiola", "Bello", "Chukwu", "Danjuma", "Ekwueme", "Folarin", "Garba", "Hassan", "Igwe", "Johnson", "Kalu",
    "Lawal", "Mbah", "Nwosu", "Okafor", "Yusuf",
];
const MOVEMENTS: [Movement; 9] = [
    Movement::Funding,
    Movement::Card,
    Movement::Ussd,
    Movement::Withdrawal,
    Movement::Bill,
    Movement::Bill,
    Movement::Sent,
    Movement::Received,
    Movement::Received,
];

/// How a random history runs.
pub(super) struct Temperament {
    pub(super) lines: usize,
    /// The longest time between two lines.
    pub(super) minutes_between: i64,
    /// How many times ₦1 to ₦250 a line moves.
    pub(super) scale: i64,
}

/// The person of a seed and their past: the same whenever they are asked for.
pub(super) fn person(seed: u64, now: Timestamp, owner: Owner) -> (Person, History) {
    let random = &mut StdRng::seed_from_u64(seed);
    // A second stream, so that nobody shares ids with the personas of the same seed.
    let random = &mut StdRng::seed_from_u64(random.random::<u64>() ^ seed);
    let first_name = random::one_of(random, &FIRST_NAMES);
    let last_name = random::one_of(random, &LAST_NAMES);
    let email = format!("{}.{}.{seed}@example.ng", first_name.to_lowercase(), last_name.to_lowercase());
    let born = format!(
        "{}-{:02}-{:02}",
        random.random_range(1950..2006),
        random.random_range(1..13),
        random.random_range(1..29)
    );
    let identity = Identity {
        email: &email,
        first_name,
        last_name,
        born: &born,
        login_pin: &random::digits(random, 4),
        transaction_pin: &random::digits(random, 4),
        tier: if random.random_bool(0.5) { Tier::One } else { Tier::Two },
        days_here: 365,
    };
    let person = personas::person(random, now, owner, &identity);
    let lines = random.random_range(25..60);
    let scale = random.random_range(1..400);
    let mut past = History::default();
    history(&mut past, random, &Temperament { lines, minutes_between: 72 * 60, scale });
    (person, past)
}

/// Adds random naira movements that end within the last hour and never overdraw the wallet.
pub(super) fn history(past: &mut History, random: &mut StdRng, temperament: &Temperament) {
    let mut minutes_ago: Vec<i64> = Vec::with_capacity(temperament.lines);
    let shortest = 5.min(temperament.minutes_between);
    let mut ago = random.random_range(1..60);
    for _ in 0..temperament.lines {
        minutes_ago.push(ago);
        ago += random.random_range(shortest..=temperament.minutes_between);
    }
    let mut left = past.kobo();
    for (number, minutes_ago) in (1..).zip(minutes_ago.into_iter().rev()) {
        let kobo = i128::from(random.random_range(100..25_000) * temperament.scale);
        let mut movement = MOVEMENTS.choose(random).copied().unwrap_or(Movement::Funding);
        if movement.direction() == Direction::Out && kobo > left {
            movement = Movement::Funding;
        }
        let status = status(random);
        let line = line(random, movement, status, Asset::NAIRA.units(kobo), minutes_ago, number);
        left += line.effect();
        past.add(random, line);
    }
}

fn line(
    random: &mut StdRng,
    movement: Movement,
    status: Status,
    amount: Quantity,
    minutes_ago: i64,
    number: u32,
) -> Line {
    let (narration, counterparty) = words(random, movement);
    let bill = (movement == Movement::Bill).then(|| bill(random, amount)).flatten();
    let reference = format!("{}-{}-{number:03}", movement.prefix(), random::hex(random, 4));
    // What has a price costs that.
    let price = bill.as_ref().and_then(|(product, _)| product.price());
    let amount = price.map_or(amount, |price| Asset::NAIRA.units(price));
    Line { minutes_ago, movement, status, amount, narration, counterparty, reference, bill }
}

fn status(random: &mut StdRng) -> Status {
    match random.random_range(0..20) {
        0 => Status::Pending,
        1 => Status::Failed,
        2 => Status::Cancelled,
        3..=6 => Status::Completed,
        _ => Status::Success,
    }
}

/// Something that so much money pays for, and a customer's number.
fn bill(random: &mut StdRng, amount: Quantity) -> Option<(Product, String)> {
    let name = random::one_of(random, &Category::ALL.map(Category::name));
    let digits = random::digits(random, 8);
    let category = Category::from_name(name).unwrap_or(Category::UtilityBills);
    let is_payable =
        |product: &Product| product.price().is_some_and(|price| price <= amount.units) || product.takes(amount.units);
    let payable: Vec<Product> =
        Product::all().filter(|product| product.biller.category == category).filter(is_payable).collect();
    // Any sum pays for electricity.
    let product = payable.choose(random).copied().or_else(|| Product::by_code("UB159"))?;
    let customer = match product.biller.customers {
        Format::Phone => format!("080{digits}"),
        Format::Meter => format!("450{digits}"),
        Format::Smartcard => format!("20{digits}"),
    };
    Some((product, customer))
}

/// A narration, and the other person where there is one.
fn words(random: &mut StdRng, movement: Movement) -> (String, Option<String>) {
    let plain = |text: &str| (text.to_owned(), None);
    match movement {
        Movement::Funding => plain("Wallet funding"),
        Movement::Card => plain("Card funding"),
        Movement::Ussd => plain("USSD funding"),
        Movement::CryptoIn => plain("Received on chain"),
        Movement::CryptoOut => plain("Sent on chain"),
        Movement::TradeSold | Movement::TradeBought => plain("Swapped"),
        Movement::CryptoSold => plain("Sold for naira"),
        Movement::Withdrawal => {
            let bank = random::one_of(random, &["GTBank", "Access Bank", "First Bank", "Zenith Bank", "UBA"]);
            (format!("Transfer to {bank} {}", random::digits(random, 10)), None)
        }
        // Its product tells.
        Movement::Bill => plain(""),
        Movement::Sent | Movement::Received => {
            let name = format!("{} {}", random::one_of(random, &FIRST_NAMES), random::one_of(random, &LAST_NAMES));
            let what = random::one_of(random, &["Lunch", "Rent", "Aso ebi", "Thank you", "School fees", ""]);
            (what.to_owned(), Some(name))
        }
    }
}
