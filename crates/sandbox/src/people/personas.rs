//! The four people who are always here: an everyday wallet, an empty one, a busy and awkward one, a higher tier.

use jiff::Timestamp;
use monei_api::kyc::{KycStatus, Tier};
use monei_api::user::OnboardingState;
use monei_api::wallet::Chain;
use rand::SeedableRng;
use rand::rngs::StdRng;

use super::history::{
    History, Line, Movement,
    Movement::{Bill, Card, CryptoIn, CryptoSold, Funding, Received, Sent, Ussd, Withdrawal},
    moment,
};
use super::holdings;
use super::made::{self, Temperament};
use super::{BankAccount, CryptoWallet, MethodKind, NairaWallet, PaymentMethod, People, Person};
use crate::billers::Product;
use crate::ledger::Status::{self, Cancelled, Completed, Failed, Pending, Success};
use crate::ledger::{Asset, Network, Owner, Quantity};
use crate::random;
use crate::resource::HOUSE_BANK;
use crate::resource::offramp::past;
use crate::rules::verification::Papers;

const HOUR: i64 = 60;
const DAY: i64 = 24 * HOUR;

/// Ada's naira: minutes ago, movement, status, kobo, narration, or item code and number of a bill. The oldest line brings the balance to 1805.00.
const ADA: [(i64, Movement, Status, i64, &str); 28] = [
    (12, Funding, Success, 50_000, "Wallet funding"),
    (3 * HOUR, Bill, Success, 20_000, "AT099 08031234567"),
    (5 * HOUR, Withdrawal, Pending, 250_000, "Rent share to Bola"),
    (DAY, Sent, Success, 150_000, "Lunch money"),
    (DAY + 2 * HOUR, Received, Success, 120_000, "Aso ebi contribution"),
    (2 * DAY, Bill, Failed, 500_000, "UB161 45083311550"),
    (2 * DAY + HOUR, Bill, Completed, 500_000, "UB161 45083311550"),
    (3 * DAY, Card, Success, 400_000, "Card funding"),
    (4 * DAY, Withdrawal, Completed, 750_000, "Transfer to GTBank 0123456789"),
    (4 * DAY + HOUR, Ussd, Success, 200_000, "USSD funding"),
    (5 * DAY, Bill, Success, 350_000, "MD122 08051234567"),
    (6 * DAY, Sent, Success, 99_950, "Ankara fabric"),
    (7 * DAY, Sent, Cancelled, 400_000, "Ankara fabric"),
    (8 * DAY, Received, Success, 1_250_000, "Design work, part two"),
    (9 * DAY, Withdrawal, Failed, 1_100_000, "Transfer to Access Bank 0690000031"),
    (10 * DAY, Withdrawal, Success, 1_100_000, "Transfer to Access Bank 0690000032"),
    (12 * DAY, Bill, Success, 720_000, "CB177 7023456789"),
    (14 * DAY, Funding, Success, 500_000, "Wallet funding"),
    (16 * DAY, Sent, Success, 65_075, "Taxi"),
    (18 * DAY, Bill, Success, 10_000, "AT100 09021234567"),
    (21 * DAY, Received, Success, 15_025, "Change from the market"),
    (24 * DAY, Withdrawal, Success, 300_000, "Savings"),
    (28 * DAY, Card, Failed, 2_000_000, "Card funding"),
    (30 * DAY, Funding, Success, 250_000, "Wallet funding"),
    (33 * DAY, Bill, Completed, 210_000, "CB187 2012345678"),
    (36 * DAY, Received, Success, 1_250_000, "Design work, part one"),
    (40 * DAY, Sent, Success, 45_000, "Birthday"),
    (45 * DAY, Bill, Success, 5_000, "AT099 08031234567"),
];
const ADA_BALANCE: i128 = 180_500;

/// The busy person's random lines, unless more are asked for.
const BUSY_LINES: usize = 240;
/// How long ago those may begin: the opening of that wallet comes before.
const BUSY_DAYS: i64 = 790;

/// Texts that must arrive on a screen as nothing but text.
const HOSTILE: [&str; 10] = [
    "<script>alert(document.domain)</script>",
    "<img src=x onerror=alert(1)>",
    "\u{202e}00.000,000,5 NGN\u{202c} refund",
    "Z\u{0351}\u{036b}a\u{0343}\u{033e}l\u{0352}\u{0346}g\u{0364}\u{0354}o\u{0350}",
    "'; DROP TABLE transactions; --",
    "{{constructor.constructor('return 1')()}} ${7*7} %s%n",
    "line one\nline two\r\n\tline three\u{0000}",
    "javascript:alert(1)//https://monei.cc.example.invalid/claim?bonus=1",
    "\u{200b}\u{feff}   \u{2066}\u{2069}",
    "👩🏾‍🚀🇳🇬 ₦ ẹ̀kọ́ ọ̀fẹ́ — 支払い — دفعة",
];

/// The four and their pasts, in the order in which they are listed. The busy one has `transactions` of them, if that
/// is more than usual.
pub(super) fn all(random: &mut StdRng, now: Timestamp, transactions: usize) -> [(Person, History); 4] {
    [
        ada(random, now, Owner(0)),
        newcomer(random, now, Owner(1)),
        busy(random, now, Owner(2), transactions),
        second_tier(random, now, Owner(3)),
    ]
}

/// Who somebody is, before they own anything.
pub(super) struct Identity<'a> {
    pub(super) email: &'a str,
    pub(super) first_name: &'a str,
    pub(super) last_name: &'a str,
    pub(super) born: &'a str,
    pub(super) login_pin: &'a str,
    pub(super) transaction_pin: &'a str,
    pub(super) tier: Tier,
    pub(super) days_here: i64,
}

/// A person with a naira account and one wallet on each kind of chain, and no history yet.
pub(super) fn person(random: &mut StdRng, now: Timestamp, owner: Owner, identity: &Identity<'_>) -> Person {
    let id = random::uuid(random);
    let mut person = Person {
        owner,
        email: identity.email.to_owned(),
        first_name: identity.first_name.to_owned(),
        last_name: identity.last_name.to_owned(),
        phone: format!("+23480{}", random::digits(random, 8)),
        born: identity.born.to_owned(),
        login_pin: identity.login_pin.to_owned(),
        logged_in_at: None,
        transaction_pin: Some(identity.transaction_pin.to_owned()),
        wrong_pins: 0,
        kyc_id: random::uuid(random),
        tier: identity.tier.clone(),
        kyc_status: KycStatus::Verified,
        papers: Papers::of(&identity.tier),
        onboarding: OnboardingState::FullyOnboarded,
        created_at: moment(now, identity.days_here * DAY),
        updated_at: moment(now, identity.days_here * DAY),
        wallet_id: random::uuid(random),
        naira: NairaWallet {
            id: random::uuid(random),
            account: Some(BankAccount {
                id: random::uuid(random),
                number: format!("99{}", random::digits(random, 8)),
                bank: HOUSE_BANK,
                reference: format!("va-{}", random::hex(random, 6)),
            }),
        },
        crypto: vec![
            CryptoWallet {
                id: random::uuid(random),
                chain: Chain::Evm,
                address: format!("0x{}", random::hex(random, 20)),
            },
            CryptoWallet { id: random::uuid(random), chain: Chain::Solana, address: random::solana_address(random) },
        ],
        methods: Vec::new(),
        id,
    };
    keep_methods(&mut person);
    person
}

/// Lets somebody keep their account and a card, which is from a stream of its own, as payment methods.
fn keep_methods(person: &mut Person) {
    let seed = person.id.bytes().fold(0u64, |seed, byte| seed.wrapping_mul(131).wrapping_add(byte.into()));
    let random = &mut StdRng::seed_from_u64(seed);
    let (card, last_digits) = (random::uuid(random), random::digits(random, 4));
    let account = person.naira.account.as_ref().map(|account| (account.id.clone(), MethodKind::VirtualAccount));
    for (id, kind) in account.into_iter().chain([(card, MethodKind::Card { last_digits })]) {
        person.keep(PaymentMethod::new(id, kind, person.created_at));
    }
}

/// An everyday wallet at the lowest tier.
fn ada(random: &mut StdRng, now: Timestamp, owner: Owner) -> (Person, History) {
    let mut ada = person(
        random,
        now,
        owner,
        &Identity {
            email: "ada@example.ng",
            first_name: "Ada",
            last_name: "Obi",
            born: "1994-05-02",
            login_pin: "1234",
            transaction_pin: "1234",
            tier: Tier::One,
            days_here: 120,
        },
    );
    if let Some(account) = &mut ada.naira.account {
        account.number = String::from("9907581802");
    }
    let mut past = History::default();
    for (at, (minutes_ago, movement, status, kobo, narration)) in ADA.into_iter().enumerate() {
        let reference = format!("{}-{:03}", movement.prefix(), ADA.len() - at);
        past.add(random, naira(minutes_ago, movement, status, kobo, narration, reference));
    }
    let unpowered = naira(DAY + 3 * HOUR, Bill, Pending, 150_000, "UB161 45083311550", String::new());
    // Its id is from a stream of its own.
    past.add(&mut StdRng::seed_from_u64(0x6269_6c6c), unpowered);
    let before = Asset::NAIRA.units(ADA_BALANCE - past.kobo());
    let opening = naira(60 * DAY, Funding, Success, 0, "Wallet funding", "dep-000".to_owned());
    past.add(random, Line { amount: before, ..opening });
    past.add(random, coins(11 * DAY, Asset::BASE_ETHER.units(5 * 10i128.pow(16)), "Received on Base"));
    past.add(random, coins(13 * DAY, Asset::SOL.units(500_000_000), "Received on Solana"));
    holdings::add(&mut past, 0x0061_6461, &holdings::ADA);
    (ada, past)
}

/// Somebody who has only just signed up: no account number, no addresses, no PIN, no history.
fn newcomer(random: &mut StdRng, now: Timestamp, owner: Owner) -> (Person, History) {
    let identity = Identity {
        email: "new@example.ng",
        first_name: "Chidi",
        last_name: "Eze",
        born: "2003-11-30",
        login_pin: "2468",
        transaction_pin: "",
        tier: Tier::One,
        days_here: 0,
    };
    let full = person(random, now, owner, &identity);
    let newcomer = Person {
        transaction_pin: None,
        kyc_status: KycStatus::None,
        onboarding: OnboardingState::PinSet,
        naira: NairaWallet { id: full.naira.id, account: None },
        crypto: Vec::new(),
        methods: Vec::new(),
        ..full
    };
    (newcomer, History::default())
}

/// A wallet that strains a screen: a very long name, hostile texts, hundreds of lines, figures beyond a binary float.
fn busy(random: &mut StdRng, now: Timestamp, owner: Owner, transactions: usize) -> (Person, History) {
    let busy = person(
        random,
        now,
        owner,
        &Identity {
            email: People::BUSY,
            first_name: "Oluwaseun-Temitope Oluwadamilola Ayodele-Chukwuemeka",
            last_name: "Adebayo-Ogunlesi van der Okonkwo-Abubakar",
            born: "1979-01-17",
            login_pin: "8642",
            transaction_pin: "975310",
            tier: Tier::Three,
            days_here: 900,
        },
    );
    let mut past = History::default();
    let opening = naira(800 * DAY, Funding, Success, 0, "Sale of the company", "dep-busy-open".to_owned());
    past.add(random, Line { amount: Asset::NAIRA.units(900_719_925_474_099_307), ..opening });
    made::history(&mut past, random, &busy_temperament(transactions));
    for (at, text) in (0i64..).zip(HOSTILE) {
        let kobo = 10_000 + at * 111;
        let reference = format!("p2p/{at} %2F?#&");
        past.add(random, naira(7 + at * 37, Received, Success, kobo, text, reference));
    }
    for (minutes_ago, quantity, narration) in [
        (20 * DAY, Asset::BASE_ETHER.units(123_456_789_012_345_678), "Received on Base"),
        (25 * DAY, Asset::SOL.units(1_234_567_890_123), "Received on Solana"),
    ] {
        past.add(random, coins(minutes_ago, quantity, narration));
    }
    if let Some(kola) = Asset::named(Network::Evm(8453), "KOLA") {
        // More than a 96-bit decimal holds.
        past.add(random, coins(22 * DAY, kola.units(4 * 10i128.pow(32)), "Airdrop on Base"));
    }
    sales(&mut past);
    holdings::add(&mut past, 0x6275_7379, &holdings::BUSY);
    (busy, past)
}

/// What the orders of the past left behind. Their ids are from a stream of their own.
fn sales(history: &mut History) {
    let random = &mut StdRng::seed_from_u64(0x7361_6c65);
    for sale in past::lines() {
        let movement = if sale.is_sale { CryptoSold } else { CryptoIn };
        let line = naira(sale.minutes_ago, movement, sale.status, 0, &sale.narration, sale.reference);
        history.add(random, Line { amount: sale.amount, ..line });
    }
}

/// With more lines the pace rises and the amounts fall, so that the limits of the day are not used up by the past.
fn busy_temperament(transactions: usize) -> Temperament {
    // The opening, the hostile texts, the coins and what was sold are not random.
    let lines =
        transactions.saturating_sub(1 + HOSTILE.len() + 3 + holdings::BUSY.len() + past::count()).max(BUSY_LINES);
    let count = i64::try_from(lines).unwrap_or(i64::MAX);
    let usual = i64::try_from(BUSY_LINES).unwrap_or(i64::MAX);
    Temperament {
        lines,
        minutes_between: (BUSY_DAYS * DAY / count).clamp(1, 30 * HOUR),
        scale: (5_000 * usual / count).max(1),
    }
}

/// A wallet of the second tier, with higher limits.
fn second_tier(random: &mut StdRng, now: Timestamp, owner: Owner) -> (Person, History) {
    let person = person(
        random,
        now,
        owner,
        &Identity {
            email: "ngozi@example.ng",
            first_name: "Ngozi",
            last_name: "Balogun",
            born: "1988-08-21",
            login_pin: "1357",
            transaction_pin: "2580",
            tier: Tier::Two,
            days_here: 400,
        },
    );
    let mut past = History::default();
    made::history(&mut past, random, &Temperament { lines: 48, minutes_between: 60 * HOUR, scale: 20 });
    (person, past)
}

/// A naira line.
fn naira(minutes_ago: i64, movement: Movement, status: Status, kobo: i64, narration: &str, reference: String) -> Line {
    let counterparty = matches!(movement, Sent | Received).then(|| "Bola Adeyemi".to_owned());
    let told = narration.split_once(' ').filter(|_| movement == Bill);
    let bill = told.and_then(|(code, customer)| Some((Product::by_code(code)?, customer.to_owned())));
    Line {
        minutes_ago,
        movement,
        status,
        amount: Asset::NAIRA.units(kobo.into()),
        narration: narration.to_owned(),
        counterparty,
        reference,
        bill,
    }
}

/// Coins that arrived on a chain.
fn coins(minutes_ago: i64, amount: Quantity, narration: &str) -> Line {
    let reference = format!("chain-{}-{minutes_ago}", amount.asset.symbol().to_ascii_lowercase());
    Line { amount, ..naira(minutes_ago, CryptoIn, Success, 0, narration, reference) }
}
