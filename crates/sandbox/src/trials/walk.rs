//! Long walks of operations that succeed, over everything that moves money, with time passing and the control API
//! interfering: after every step everything adds up, and the balance has changed by what the operation was about.

use std::collections::BTreeMap;

use axum::http::Method;
use jiff::ToSpan;
use monei_api::ScopeSet;
use monei_nightly::rounds;
use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use rand::{RngExt, SeedableRng};
use serde_json::{Value, json};

use super::inside::{ADA, Answer, BUSY, Inside, NGOZI, Who};
use crate::connect::Approval;
use crate::ledger::{Asset, Cluster, Network, Owner, Quantity};
use crate::switches::Time;

const REDIRECT: &str = "http://localhost:3000/callback";
const OUTSIDE: &str = "0x52908400098527886E0F7030069857D2E4169EE7";
const SOLANA_OUTSIDE: &str = "9WzDXwBbmkg8ZTbNMqUxvQRAyrZzDsGYdLVL9zYtAWWM";
const ETHEREUM_USDC: &str = "0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48";
const ETHEREUM_USDT: &str = "0xdAC17F958D2ee523a2206206994597C13D831ec7";
const SOLANA_USDC: &str = "EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v";
const SOLANA_USDT: &str = "Es9vMFrzaCERmJfrF4H2FYD4KCoNkY11McCe8BenwNYB";
/// Mostly delivered, or else failing, slow, or without a token.
const CUSTOMERS: [&str; 6] = ["4567", "1550", "9999", "0001", "0002", "0003"];

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

    async fn deposit(&mut self, at: usize) -> bool {
        let (amount, by_code) = (self.naira(), self.random.random_bool(0.5));
        let method = if by_code { "USSD" } else { "BANK_TRANSFER" };
        let body = json!({ "amount": figure(amount), "ussd": { "bankCode": "058" } });
        let path = format!("/wallet/deposit?method={method}");
        self.pays(at, &path, &body, Some(Asset::NAIRA.units(0))).await
    }

    async fn card_deposit(&mut self, at: usize) -> bool {
        let amount = self.naira();
        let body = json!({ "amount": figure(amount), "card": {
            "cardNumber": "4242424242424242", "expiryMonth": "09", "expiryYear": "32", "cvv": "123",
        } });
        let started = self.post(at, "/wallet/deposit?method=CARD", &body).await;
        if !succeeded(&started) {
            return false;
        }
        let reference = started.data()["reference"].take();
        let before = self.has(self.walkers[at].owner, Asset::NAIRA);
        for authorization in [json!({ "type": "pin", "pin": "1234" }), json!({ "type": "otp", "otp": "123456" })] {
            let mut body = authorization;
            body["reference"] = reference.clone();
            assert!(succeeded(&self.post(at, "/wallet/deposit/authorize", &body).await));
        }
        assert_eq!(self.has(self.walkers[at].owner, Asset::NAIRA) - before, amount.units);
        true
    }

    async fn kept_method(&mut self, at: usize) -> bool {
        let amount = self.naira();
        let method = self.walkers[at].methods.choose(&mut self.random).unwrap()["id"].clone();
        let body = json!({ "amount": figure(amount), "paymentMethodId": method });
        self.pays(at, "/wallet/deposit/payment-method", &body, Some(Asset::NAIRA.units(0))).await
    }

    async fn payment_link(&mut self, at: usize) -> bool {
        let amount = self.naira();
        let made = self.post(at, "/wallet/deposit/payment-link", &json!({ "amount": figure(amount) })).await;
        if !succeeded(&made) {
            return false;
        }
        let link = made.data()["link"].as_str().unwrap().to_owned();
        let (decision, gains) = *[("pay", amount.units), ("cancel", 0), ("", 0)].choose(&mut self.random).unwrap();
        let before = self.has(self.walkers[at].owner, Asset::NAIRA);
        if !decision.is_empty() {
            let page = self.inside.submit(&link, &[("decision", decision)]).await;
            assert!(page.status.is_success(), "{page:?}");
        }
        assert_eq!(self.has(self.walkers[at].owner, Asset::NAIRA) - before, gains);
        true
    }

    fn payout_of(&mut self, at: usize) -> (Value, Quantity) {
        let amount = self.naira();
        let account = *["0123456789", "0690000031", "9907581802"].choose(&mut self.random).unwrap();
        let pin = self.walkers[at].who.transaction_pin;
        let body = json!({ "amount": figure(amount), "bank": "058", "accountNumber": account, "transactionPin": pin });
        (body, amount)
    }

    async fn payout(&mut self, at: usize) -> bool {
        let (body, amount) = self.payout_of(at);
        self.pays(at, "/wallet/payout/bank-transfer", &body, Some(amount)).await
    }

    async fn transfer(&mut self, at: usize) -> bool {
        let amount = self.naira();
        let others =
            (0..self.walkers.len()).filter(|to| *to != at && !is_full(self.walkers[*to].who)).collect::<Vec<_>>();
        let to = *others.choose(&mut self.random).unwrap();
        let (from, to) = (&self.walkers[at], &self.walkers[to]);
        let pin = from.who.transaction_pin;
        let body = json!({ "receiver": to.who.email, "amount": figure(amount), "transactionPin": pin });
        let before = self.has(to.owner, Asset::NAIRA);
        let paid = self.pays(at, "/wallet/payout/transfer", &body, Some(amount)).await;
        assert_eq!(self.has(to.owner, Asset::NAIRA) - before, if paid { amount.units } else { 0 });
        paid
    }

    async fn saved_payout(&mut self, at: usize) -> bool {
        let amount = self.naira();
        let Walker { who, beneficiary, .. } = &self.walkers[at];
        let body =
            json!({ "beneficiaryId": beneficiary, "amount": figure(amount), "transactionPin": who.transaction_pin });
        self.pays(at, "/beneficiaries/transfer", &body, Some(amount)).await
    }

    /// Now, or for the days to come.
    async fn bill(&mut self, at: usize, kind: &str, later: bool) -> bool {
        let last = *CUSTOMERS.choose(&mut self.random).unwrap();
        let amount = Asset::NAIRA.units(self.random.random_range(50..300) * 100);
        let (path, mut body) = match kind {
            "airtime" => {
                let number = format!("0803123{last}");
                ("/bills/pay/airtime", json!({ "phoneNumber": number, "biller": "MTN", "amount": figure(amount) }))
            }
            "data" => {
                let number = format!("0805123{last}");
                ("/bills/pay/data", json!({ "phoneNumber": number, "biller": "GLO", "itemCode": "MD120" }))
            }
            "electricity" => {
                let body = json!({ "meterNumber": format!("4508331{last}"), "disco": "IBADAN DISCO ELECTRICITY" });
                ("/bills/pay/electricity", with(body, "amount", figure(amount)))
            }
            _ => {
                let number = format!("702345{last}");
                ("/bills/pay/cable-tv", json!({ "smartcardNumber": number, "biller": "GOTV", "itemCode": "CB187" }))
            }
        };
        if !later {
            return self.pays(at, path, &body, None).await;
        }
        let now = self.inside.simulation.lock().now();
        let first = now + self.random.random_range(1i64..72).hours();
        body["isSchedule"] = json!(true);
        body["scheduleData"] =
            json!({ "executionDate": first.to_string(), "isRecurring": true, "recurrencePattern": "DAILY" });
        let Quantity { units, .. } = amount;
        let before = self.has(self.walkers[at].owner, Asset::NAIRA);
        let planned = self.post(at, path, &body).await.data();
        assert_eq!(self.has(self.walkers[at].owner, Asset::NAIRA), before, "{units} are not set aside");
        // Some go on until the end of the walk.
        if self.random.random_bool(0.7) {
            let path = format!("/schedules/{}", planned["id"].as_str().unwrap());
            let gone = self.inside.call(Method::DELETE, &path, &self.walkers[at].session, None).await;
            assert!(gone.status.is_success(), "{gone:?}");
        }
        true
    }

    /// By those who have some: the second has plenty of everything here.
    async fn crypto_send(&mut self) -> bool {
        let ethereum = |symbol: &str| Asset::named(Network::Evm(1), symbol).unwrap();
        let solana = |symbol: &str| Asset::named(Network::Solana(Cluster::Mainnet), symbol).unwrap();
        let amount = format!("0.00{:04}", self.random.random_range(1..10_000));
        let neighbour = self.random.random_bool(0.5).then(|| {
            let world = self.inside.simulation.lock();
            let ngozi = world.people.of(self.walkers[2].owner).unwrap();
            let at = |network: Network| ngozi.wallet_on(network).unwrap().address.clone();
            (at(Network::Evm(1)), at(Network::Solana(Cluster::Mainnet)))
        });
        let (evm, sol) = neighbour.unwrap_or_else(|| (OUTSIDE.to_owned(), SOLANA_OUTSIDE.to_owned()));
        let (path, body, token) = match self.random.random_range(0..4) {
            0 => ("/evm/send/native", json!({ "to": evm, "amount": amount, "chainId": 1 }), None),
            1 => {
                let body = json!({ "to": evm, "tokenAddress": ETHEREUM_USDC, "amount": amount, "chainId": 1 });
                ("/evm/send/token", body, Some(ethereum("USDC")))
            }
            2 => ("/solana/transfer", json!({ "to": sol, "amount": amount }), None),
            _ => {
                let body = json!({ "to": sol, "tokenMintAddress": SOLANA_USDC, "amount": amount });
                ("/solana/transfer-token", body, Some(solana("USDC")))
            }
        };
        match token {
            Some(token) => {
                let amount = token.quantity(&amount.parse().unwrap()).unwrap();
                self.pays(1, path, &body, Some(amount)).await
            }
            // The fee of the network is paid in the same coin.
            None => succeeded(&self.post(1, path, &body).await),
        }
    }

    async fn crypto_swap(&mut self) -> bool {
        let amount = format!("0.00{:04}", self.random.random_range(10..10_000));
        let number: f64 = amount.parse().unwrap();
        let swaps = [
            ("/evm-exchange/native-to-token", json!({ "amount": amount, "tokenOut": ETHEREUM_USDC, "chainId": 1 })),
            (
                "/evm-exchange/token-to-token",
                json!({ "amount": amount, "tokenIn": ETHEREUM_USDC, "tokenOut": ETHEREUM_USDT, "chainId": 1 }),
            ),
            ("/evm-exchange/token-to-native", json!({ "amount": amount, "tokenIn": ETHEREUM_USDC, "chainId": 1 })),
            ("/solana-exchange/swap-sol-to-token", json!({ "amount": number, "outputMint": SOLANA_USDC })),
            ("/solana-exchange/swap-token-to-sol", json!({ "amount": number, "inputMint": SOLANA_USDC })),
            (
                "/solana-exchange/swap-token-to-token",
                json!({ "amount": number, "inputMint": SOLANA_USDC, "outputMint": SOLANA_USDT }),
            ),
        ];
        let (path, body) = swaps.choose(&mut self.random).unwrap();
        succeeded(&self.post(1, path, body).await)
    }

    /// From the wallet where it holds enough, or else by a deposit from outside.
    async fn offramp(&mut self, token: &str, network: &str) -> bool {
        let amount = self.random.random_range(1..5);
        let account = *["0123456789", "0690000031"].choose(&mut self.random).unwrap();
        let body = json!({
            "amount": amount, "token": token, "network": network, "fiatCurrency": "NGN", "bankCode": "GTBINGLA",
            "accountNumber": account, "accountName": "Ada Obi",
        });
        let network = if network == "base" { Network::Evm(8453) } else { Network::Evm(1) };
        let asset = Asset::named(network, token).unwrap();
        let before = self.has(self.walkers[1].owner, asset);
        let answer = self.post(1, "/offramp/exchange/initiate", &body).await;
        if !succeeded(&answer) {
            return false;
        }
        let left = before - self.has(self.walkers[1].owner, asset);
        if answer.status == 201 {
            assert_eq!(left, asset.quantity(&amount.to_string().parse().unwrap()).unwrap().units);
            return true;
        }
        assert_eq!(left, 0);
        let reference = answer.data()["transaction"]["reference"].take();
        if self.random.random_bool(0.7) {
            let arrived = self.control("/offramp/deposit", &json!({ "order": reference })).await;
            assert!(arrived.status.is_success(), "{arrived:?}");
            assert_eq!(self.has(self.walkers[1].owner, asset), before, "it is set aside as it comes");
        }
        true
    }

    /// An application is allowed to pay out, does so, and is disconnected.
    async fn application(&mut self, at: usize) -> bool {
        let code = {
            let world = &mut *self.inside.simulation.lock();
            let person = world.people.of(self.walkers[at].owner).unwrap().id.clone();
            let now = world.now();
            let approval = Approval {
                person,
                client_id: self.app.0.clone(),
                redirect_uri: REDIRECT.to_owned(),
                scopes: ScopeSet::all(),
                newly: ScopeSet::all(),
                challenge: None,
            };
            world.connect.approve(&mut world.secrets, now, approval)
        };
        let exchange = json!({
            "grant_type": "authorization_code", "code": code, "client_id": self.app.0, "client_secret": self.app.1,
            "redirect_uri": REDIRECT,
        });
        let issued = self.inside.post("/connect/token", "", &exchange).await.json();
        let token = issued["access_token"].as_str().unwrap().to_owned();
        let (body, amount) = self.payout_of(at);
        let before = self.has(self.walkers[at].owner, Asset::NAIRA);
        let paid = succeeded(&self.inside.post("/wallet/payout/bank-transfer", &token, &body).await);
        let after = self.has(self.walkers[at].owner, Asset::NAIRA);
        assert_eq!(before - after, if paid { amount.units } else { 0 });
        let revoked = self.inside.post("/connect/token/revoke", "", &json!({ "token": token })).await;
        assert!(revoked.status.is_success(), "{revoked:?}");
        let dead = self.inside.post("/wallet/payout/bank-transfer", &token, &body).await;
        assert_eq!((dead.status.as_u16(), self.has(self.walkers[at].owner, Asset::NAIRA)), (401, after));
        paid
    }

    /// Somebody joins and is sent something.
    async fn new_neighbour(&mut self, at: usize) -> bool {
        let seed = self.random.random_range(1..1_000_000u32);
        let person = self.control("/people", &json!({ "seed": seed })).await.json();
        let (email, pin) = (person["email"].clone(), self.walkers[at].who.transaction_pin);
        let amount = Asset::NAIRA.units(100);
        let body = json!({ "receiver": email, "amount": 1, "transactionPin": pin });
        self.pays(at, "/wallet/payout/transfer", &body, Some(amount)).await
    }

    async fn time(&mut self) -> bool {
        let seconds = *[1, 5, 60, 3_600, 24 * 3_600, 5 * 24 * 3_600].choose(&mut self.random).unwrap();
        self.inside.pass(seconds);
        // Sessions end after a day.
        for walker in &mut self.walkers {
            walker.session = self.inside.session(walker.who).await;
        }
        true
    }

    /// Whatever is under way goes on as the control API says; what fails comes back.
    async fn interference(&mut self) -> bool {
        let pending = self.inside.control(Method::GET, "/pending", None).await.json()["pending"].take();
        let Some(item) = pending.as_array().unwrap().choose(&mut self.random).cloned() else { return true };
        let outcome = *["next", "finish", "fail"].choose(&mut self.random).unwrap();
        let (owner, total) = {
            let world = self.inside.simulation.lock();
            let owner = world.people.find(item["person"].as_str().unwrap()).unwrap().owner;
            let paid = world.ledger.find(owner, item["id"].as_str().unwrap()).map(|paid| paid.total().units);
            (owner, paid)
        };
        let before = self.has(owner, Asset::NAIRA);
        let answer = self.control("/pending", &json!({ "item": item["id"], "outcome": outcome })).await;
        assert!(answer.status.is_success(), "{item}: {answer:?}");
        let back = self.has(owner, Asset::NAIRA) - before;
        if let ("payout" | "bill", Some(total)) = (item["kind"].as_str().unwrap(), total) {
            match outcome {
                "fail" => assert_eq!(back, total, "{item}"),
                "finish" => assert_eq!(back, 0, "{item}"),
                _ => assert!(back == 0 || back == total, "{item}"),
            }
        }
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
