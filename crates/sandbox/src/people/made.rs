//! People and histories made at random, for journeys that must hold for anybody.

use jiff::Timestamp;
use monei_api::kyc::Tier;
use monei_api::transaction::TransactionStatus;
use monei_api::{Amount, Currency};
use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use rand::{RngExt, SeedableRng};

use super::Person;
use super::history::{Line, Movement, post};
use super::ledger::{Direction, Ledger};
use super::personas::{self, Identity};
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
    pub(super) hours_between: i64,
    /// How many times ₦1 to ₦250 a line moves.
    pub(super) scale: i64,
}

/// The person of a seed: the same whenever it is asked for.
pub(super) fn person(seed: u64, now: Timestamp) -> Person {
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
    let mut person = personas::person(random, now, &identity);
    let lines = random.random_range(25..60);
    let scale = random.random_range(1..400);
    history(&mut person.ledger, random, now, &Temperament { lines, hours_between: 72, scale });
    person
}

/// Adds random naira movements that end within the last hour and never overdraw the wallet.
pub(super) fn history(ledger: &mut Ledger, random: &mut StdRng, now: Timestamp, temperament: &Temperament) {
    let mut minutes_ago: Vec<i64> = Vec::with_capacity(temperament.lines);
    let mut ago = random.random_range(1..60);
    for _ in 0..temperament.lines {
        minutes_ago.push(ago);
        ago += random.random_range(5..=temperament.hours_between * 60);
    }
    let mut left = ledger.balance(&Currency::naira());
    for (number, minutes_ago) in (1..).zip(minutes_ago.into_iter().rev()) {
        let amount = Amount::from_minor((random.random_range(100..25_000) * temperament.scale).into(), 2);
        let mut movement = MOVEMENTS.choose(random).copied().unwrap_or(Movement::Funding);
        if movement.direction() == Direction::Out && amount > left {
            movement = Movement::Funding;
        }
        let status = status(random);
        if status.outcome() == monei_api::transaction::Outcome::Done {
            left = match movement.direction() {
                Direction::In => left + amount.clone(),
                Direction::Out => left - amount.clone(),
            };
        }
        let line = line(random, movement, status, amount, minutes_ago, number);
        post(ledger, random, now, line);
    }
}

fn line(
    random: &mut StdRng,
    movement: Movement,
    status: TransactionStatus,
    amount: Amount,
    minutes_ago: i64,
    number: u32,
) -> Line {
    let (narration, counterparty) = words(random, movement);
    let reference = format!("{}-{}-{number:03}", movement.prefix(), random::hex(random, 4));
    Line { minutes_ago, movement, status, amount, currency: Currency::naira(), narration, counterparty, reference }
}

fn status(random: &mut StdRng) -> TransactionStatus {
    match random.random_range(0..20) {
        0 => TransactionStatus::Pending,
        1 => TransactionStatus::Failed,
        2 => TransactionStatus::Cancelled,
        3..=6 => TransactionStatus::Completed,
        _ => TransactionStatus::Success,
    }
}

/// A narration, and the other person where there is one.
fn words(random: &mut StdRng, movement: Movement) -> (String, Option<String>) {
    let plain = |text: &str| (text.to_owned(), None);
    match movement {
        Movement::Funding => plain("Wallet funding"),
        Movement::Card => plain("Card funding"),
        Movement::Ussd => plain("USSD funding"),
        Movement::CryptoIn => plain("Received on chain"),
        Movement::Withdrawal => {
            let bank = random::one_of(random, &["GTBank", "Access Bank", "First Bank", "Zenith Bank", "UBA"]);
            (format!("Transfer to {bank} {}", random::digits(random, 10)), None)
        }
        Movement::Bill => {
            let biller = random::one_of(random, &["MTN airtime", "Glo data", "IKEJA DISCO ELECTRICITY", "GOTV Jolli"]);
            (format!("{biller} 080{}", random::digits(random, 8)), None)
        }
        Movement::Sent | Movement::Received => {
            let name = format!("{} {}", random::one_of(random, &FIRST_NAMES), random::one_of(random, &LAST_NAMES));
            let what = random::one_of(random, &["Lunch", "Rent", "Aso ebi", "Thank you", "School fees", ""]);
            (what.to_owned(), Some(name))
        }
    }
}
