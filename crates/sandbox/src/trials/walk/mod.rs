//! Long walks of operations that succeed, over everything that moves money, with time passing and the control API
//! interfering: after every step everything adds up, and the balance has changed by what the operation was about.

mod around;
mod crypto;
mod naira;

use std::collections::BTreeMap;

use axum::http::Method;
use monei_nightly::rounds;
use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use rand::{RngExt, SeedableRng};
use serde_json::{Value, json};

use super::inside::{ADA, Answer, BUSY, Inside, NGOZI, Who};
use crate::ledger::{Asset, Owner, Quantity};
use crate::switches::Time;

const REDIRECT: &str = "http://localhost:3000/callback";

/// Somebody who does things.
struct Walker {
    who: Who,
    owner: Owner,
    session: String,
    /// Whom they have saved, a bank account.
    beneficiary: Value,
    methods: Vec<Value>,
}

struct Walk {
    inside: Inside,
    random: StdRng,
    walkers: Vec<Walker>,
    /// A registered application, and its secret.
    app: (String, String),
    /// How often each step was taken, and how often it found too little money or a limit.
    tally: BTreeMap<&'static str, (usize, usize)>,
}

/// What is there to do.
const STEPS: [&str; 22] = [
    "deposit",
    "deposit",
    "card deposit",
    "kept method",
    "payment link",
    "payout",
    "transfer",
    "saved payout",
    "airtime",
    "data",
    "electricity",
    "cable",
    "scheduled bill",
    "crypto send",
    "crypto swap",
    "offramp",
    "outside offramp",
    "application",
    "new neighbour",
    "time",
    "interference",
    "interference",
];

#[tokio::test]
async fn whatever_is_done_everything_adds_up_after_every_step() {
    let mut tally = BTreeMap::<&str, (usize, usize)>::new();
    for seed in 0..rounds(6, 60) {
        let mut walk = Walk::new(seed).await;
        for _ in 0..250 {
            walk.step().await;
            walk.inside.adds_up();
        }
        walk.inside.pass(60 * 24 * 3_600);
        walk.inside.adds_up();
        for (step, (taken, refused)) in walk.tally {
            let all = tally.entry(step).or_default();
            *all = (all.0 + taken, all.1 + refused);
        }
    }
    for step in STEPS {
        let (taken, refused) = tally[step];
        assert!(taken > refused * 4, "{step} seldom succeeded: {tally:?}");
    }
}

impl Walk {
    async fn new(seed: u64) -> Self {
        let inside = Inside::new(seed);
        let mut random = StdRng::seed_from_u64(seed);
        if random.random_bool(0.3) {
            inside.simulation.lock().switches.time = Time::Explicit;
        }
        let mut walkers = Vec::new();
        for who in [ADA, BUSY, NGOZI] {
            let session = inside.session(who).await;
            let saved = json!({ "type": "bank", "name": "Landlord", "bankCode": "058", "accountNumber": "0123456789" });
            let beneficiary = inside.post("/beneficiaries", &session, &saved).await.data()["id"].take();
            let Value::Array(methods) = inside.get("/payment-methods", &session).await else { panic!("no list") };
            let owner = inside.simulation.lock().people.find_by_email(who.email).unwrap().owner;
            if !is_full(who) {
                // Enough for a while.
                let body = json!({ "amount": 50_000, "reference": "to-begin-with" });
                inside.post("/wallet/deposit?method=BANK_TRANSFER", &session, &body).await.data();
                let item = json!({ "item": "to-begin-with", "outcome": "finish" });
                assert!(inside.control(Method::POST, "/pending", Some(&item)).await.status.is_success());
            }
            walkers.push(Walker { who, owner, session, beneficiary, methods });
        }
        let app = json!({ "appName": "Ledger", "appDescription": "A wallet", "redirectUris": [REDIRECT] });
        let app = inside.post("/connect/apps/register", &walkers[0].session, &app).await.json();
        let text = |name: &str| app[name].as_str().unwrap().to_owned();
        Self { app: (text("clientId"), text("clientSecret")), inside, random, walkers, tally: BTreeMap::new() }
    }

    async fn step(&mut self) {
        let step = *STEPS.choose(&mut self.random).unwrap();
        let pays_in = ["deposit", "card deposit", "kept method", "payment link"].contains(&step);
        let able = (0..self.walkers.len()).filter(|at| !pays_in || !is_full(self.walkers[*at].who)).collect::<Vec<_>>();
        let at = *able.choose(&mut self.random).unwrap();
        let succeeded = match step {
            "deposit" => self.deposit(at).await,
            "card deposit" => self.card_deposit(at).await,
            "kept method" => self.kept_method(at).await,
            "payment link" => self.payment_link(at).await,
            "payout" => self.payout(at).await,
            "transfer" => self.transfer(at).await,
            "saved payout" => self.saved_payout(at).await,
            "airtime" | "data" | "electricity" | "cable" => self.bill(at, step, false).await,
            "scheduled bill" => self.bill(at, "airtime", true).await,
            "crypto send" => self.crypto_send().await,
            "crypto swap" => self.crypto_swap().await,
            "offramp" => self.offramp("USDC", "ethereum").await,
            "outside offramp" => self.offramp("USDT", "base").await,
            "application" => self.application(at).await,
            "new neighbour" => self.new_neighbour(at).await,
            "time" => self.time().await,
            _ => self.interference().await,
        };
        let (taken, refused) = self.tally.entry(step).or_default();
        *taken += 1;
        *refused += usize::from(!succeeded);
    }

    /// An amount that anybody can afford for a while.
    fn naira(&mut self) -> Quantity {
        Asset::NAIRA.units(self.random.random_range(100..20_000))
    }

    fn has(&self, owner: Owner, asset: Asset) -> i128 {
        self.inside.simulation.lock().ledger.balance(owner, asset).units
    }

    async fn post(&self, at: usize, path: &str, body: &Value) -> Answer {
        self.inside.post(path, &self.walkers[at].session, body).await
    }

    async fn control(&self, path: &str, body: &Value) -> Answer {
        self.inside.control(Method::POST, path, Some(body)).await
    }

    /// Pays with a call; what it is about has left the wallet by then.
    async fn pays(&self, at: usize, path: &str, body: &Value, amount: Option<Quantity>) -> bool {
        let asset = amount.map_or(Asset::NAIRA, |amount| amount.asset);
        let before = self.has(self.walkers[at].owner, asset);
        let answer = self.post(at, path, body).await;
        let left = before - self.has(self.walkers[at].owner, asset);
        if !succeeded(&answer) {
            assert_eq!(left, 0, "{path} {body}");
            return false;
        }
        let told = || Asset::NAIRA.quantity(&answer.json()["data"]["amount"].to_string().parse().unwrap()).unwrap();
        assert_eq!(left, amount.unwrap_or_else(told).units, "{path} {body}: {answer:?}");
        true
    }
}

/// Whose wallet holds more than any tier may take in.
fn is_full(who: Who) -> bool {
    who.email == BUSY.email
}

/// Whether it is done; too little money and a limit are the only reasons why it may not be.
fn succeeded(answer: &Answer) -> bool {
    if answer.status.is_success() {
        return true;
    }
    let body = answer.json();
    let message = body["message"].as_str().unwrap();
    let expected = message == "Insufficient balance for transaction"
        || message == "The receiver's wallet cannot hold this amount"
        || message.contains(" exceeded for tier_");
    assert!(expected, "{answer:?}");
    false
}

/// As a JSON number.
fn figure(amount: Quantity) -> Value {
    serde_json::from_str(&amount.amount().to_plain(2)).unwrap()
}

fn with(mut body: Value, name: &str, value: Value) -> Value {
    body[name] = value;
    body
}
