//! Every order against a simulated Monei, whose ledger says what really happened.

use monei_api::bill::{AirtimeOrder, BillCategory, CableOrder, DataOrder, ElectricityOrder, TELCOS, ValidateCustomer};
use monei_api::deposit::{DepositMethod, DepositRequest, PaymentLinkRequest, UssdBank};
use monei_api::exchange::{EvmSwap, SlippageBps, SolanaSwap};
use monei_api::money::Figure;
use monei_api::offramp::{Initiated, SaleRequest, VerifyPayoutAccount};
use monei_api::payout::PeerTransfer;
use monei_api::transaction::Outcome;
use monei_api::{Currency, Scope, ScopeSet, bank, evm, solana};
use monei_client::calls::{BillsPay, OfframpExecute, SwapExecute, WalletDeposit, WalletRead, WalletWithdraw};
use monei_client::money::{Answer, Fate, Order, Receipt, Refusal};
use monei_client::{Api, BaseUrl, CallError, Handle, MoneyClient, Permission, Request, Session, http};
use monei_sandbox::{Config, RateLimits, Running, Sandbox, Switches};
use reqwest::Client;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::{client, pin, token, transfer};

const PIN: &str = "975310";
const ELSEWHERE: &str = "0x52908400098527886E0F7030069857D2E4169EE7";
const BASE: u64 = 8453;
const USDC_ON_SOLANA: &str = "EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v";

/// Somebody's wallet; the busy person's has some of everything.
struct Wallet {
    running: Running,
    http: Client,
    api: Api,
    money: MoneyClient,
    token: String,
    email: &'static str,
}

impl Session for Wallet {
    type Error = CallError;

    async fn send<T: DeserializeOwned + Send>(&self, _scope: Scope, request: Request) -> Result<T, CallError> {
        self.api.send(&request, &token(&self.token)).await
    }
}

impl Wallet {
    async fn new() -> Self {
        Self::of("busy@example.ng", "8642").await
    }

    async fn of(email: &'static str, login_pin: &str) -> Self {
        let switches = Switches { rate_limits: RateLimits::OFF, ..Switches::default() };
        let running = Sandbox::start(Config { switches, ..Config::default() }).await.unwrap();
        let base = BaseUrl::parse(&running.api_base).unwrap();
        let http = http::reading(&base).unwrap();
        let login = json!({ "email": email, "pin": login_pin });
        let login = http.post(format!("{}/auth/auth/login", running.api_base)).json(&login).send().await.unwrap();
        let login: Value = login.json().await.unwrap();
        let token = login["data"]["accessToken"].as_str().unwrap().to_owned();
        let api = Api::new(http.clone(), base, || jiff::Timestamp::UNIX_EPOCH);
        Self { money: client(&running.api_base), api, http, token, email, running }
    }

    async fn control(&self, path: &str, body: Option<Value>) -> Value {
        let url = format!("{}/sandbox/{path}", self.running.base_url);
        let request = match body {
            Some(body) => self.http.post(url).json(&body),
            None => self.http.get(url),
        };
        request.send().await.unwrap().json().await.unwrap()
    }

    /// How many transactions the ledger has of the person, and that it adds up.
    async fn transactions(&self) -> u64 {
        let ledger = self.control("ledger", None).await;
        assert_eq!(ledger["sound"], true, "{ledger}");
        let people = self.control("people", None).await;
        let people = people["people"].as_array().unwrap();
        people.iter().find(|person| person["email"] == self.email).unwrap()["transactionCount"].as_u64().unwrap()
    }

    fn with<P: Permission>(&self) -> Handle<'_, P, Self> {
        Handle::of(self, ScopeSet::all()).unwrap()
    }

    async fn send<O: Order>(&self, order: &O) -> Fate<O::Answer> {
        let pin = O::NEEDS_PIN.then(|| pin(PIN));
        self.money.send(order, pin.as_ref(), "key", &token(&self.token)).await.unwrap()
    }

    /// Sends it and checks that it was taken, and that it is one more transaction under the name that was told.
    async fn takes<O: Order>(&self, order: &O, rows: u64) -> Receipt {
        let before = self.transactions().await;
        let receipt = match self.send(order).await {
            Fate::Done(answer) => answer.receipt(),
            Fate::Refused(refusal) => panic!("{refusal:?}"),
            Fate::Unauthorized => panic!("unauthorized"),
            Fate::Unknown(doubt) => panic!("{doubt:?}"),
        };
        assert_eq!(self.transactions().await, before + rows, "{}", order.endpoint().path);
        let name = receipt.name.clone().unwrap();
        let detail = self.with::<WalletRead>().transaction_by_reference(&name).await;
        assert!(detail.is_ok(), "{} is not listed as {name}: {detail:?}", order.endpoint().path);
        receipt
    }
}

fn number(text: &str) -> Figure {
    Figure::number(text.parse().unwrap())
}

fn digits(text: &str) -> Figure {
    Figure::digits(text.parse().unwrap())
}

#[tokio::test]
async fn every_order_of_naira_is_taken_once_and_found_by_its_name() {
    let wallet = Wallet::new().await;
    let receipt = wallet.takes(&transfer("2500.50", "mine-1"), 1).await;
    assert_eq!((receipt.name.as_deref(), receipt.outcome), (Some("mine-1"), Some(Outcome::InProgress)));
    let peer = PeerTransfer { receiver: "ngozi@example.ng".into(), amount: number("10") };
    assert_eq!(wallet.takes(&peer, 1).await.outcome, Some(Outcome::Done));

    let bills = wallet.with::<BillsPay>();
    let discos = bills.electricity_operators().await.unwrap();
    let disco = discos.iter().find(|disco| disco.name.starts_with("IBADAN")).unwrap();
    let airtime = AirtimeOrder { phone_number: "08031234567".into(), biller: TELCOS[0].into(), amount: number("50") };
    let items = bills.biller_items(&BillCategory::MobileData, "mtn").await.unwrap();
    let data = DataOrder {
        phone_number: "08031234567".into(),
        biller: "MTN".into(),
        item_code: items.first().unwrap().item_code.clone(),
        amount: None,
    };
    let power =
        ElectricityOrder { meter_number: "45083311550".into(), amount: number("5000"), disco: disco.name.clone() };
    let plans = bills.biller_items(&BillCategory::CableBills, "dstv").await.unwrap();
    let plan = plans.first().unwrap();
    let validated = ValidateCustomer {
        customer: "7023456789".into(),
        biller_code: plan.biller_code.as_deref().unwrap().to_owned(),
        item_code: plan.item_code.clone(),
    };
    let customer = bills.validate_bill_customer(&validated).await.unwrap();
    assert!(customer.display_name().is_some());
    let cable = CableOrder {
        smartcard_number: "7023456789".into(),
        biller: "DSTV".into(),
        item_code: plan.item_code.clone(),
        amount: None,
    };
    for receipt in [
        wallet.takes(&airtime, 1).await,
        wallet.takes(&data, 1).await,
        wallet.takes(&power, 1).await,
        wallet.takes(&cable, 1).await,
    ] {
        assert_eq!(receipt.outcome, Some(Outcome::InProgress), "{receipt:?}");
    }
    wallet.running.shutdown().await;
}

#[tokio::test]
async fn every_order_of_crypto_is_taken_once_and_found_by_its_name() {
    let wallet = Wallet::new().await;
    let read = wallet.with::<WalletRead>();
    let held = read.evm_portfolio(BASE).await.unwrap();
    let usdc = held.tokens.iter().find(|token| token.symbol.as_deref() == Some("USDC")).unwrap();
    let usdc = usdc.contract_address.as_deref().unwrap().to_owned();
    let native = evm::SendNative { to: ELSEWHERE.into(), amount: digits("0.000000000000000001"), chain_id: BASE };
    wallet.takes(&native, 1).await;
    let tokens = evm::SendToken {
        to: ELSEWHERE.into(),
        token_address: usdc.clone(),
        amount: digits("0.000001"),
        chain_id: BASE,
    };
    wallet.takes(&tokens, 1).await;
    let to = "4Nd1mBQtrMJVYVfKf2PJy9NZUZdTAsp7D4xWLs4gDB4T";
    wallet.takes(&solana::Transfer { to: to.into(), amount: digits("0.000000001") }, 1).await;
    let tokens =
        solana::TransferToken { to: to.into(), token_mint_address: USDC_ON_SOLANA.into(), amount: digits("0.000001") };
    wallet.takes(&tokens, 1).await;

    let swap = EvmSwap::NativeToToken { token_out: usdc, amount: digits("0.01"), chain_id: BASE };
    let price = wallet.with::<SwapExecute>().evm_price(&swap).await.unwrap();
    assert_eq!(price.from_amount.as_ref(), Some(&digits("0.01")));
    wallet.takes(&swap, 2).await;
    let swap = SolanaSwap::SolToToken {
        output_mint: USDC_ON_SOLANA.into(),
        amount: number("0.5"),
        slippage_bps: SlippageBps::USUAL,
    };
    let quote = wallet.with::<SwapExecute>().solana_quote(&swap).await.unwrap();
    assert_eq!(quote.amounts.as_ref().unwrap().input_amount.as_ref(), Some(&number("0.5")));
    wallet.takes(&swap, 2).await;
    wallet.running.shutdown().await;
}

#[tokio::test]
async fn both_answers_of_a_sale_are_told_apart() {
    let wallet = Wallet::new().await;
    let offramp = wallet.with::<OfframpExecute>();
    let tokens = offramp.sellable_tokens().await.unwrap();
    assert!(tokens.iter().any(|token| token.symbol == "USDC" && !token.networks.is_empty()));
    let rate = offramp.sale_rate("USDC", "base", &"10".parse().unwrap(), &Currency::naira()).await.unwrap();
    assert!(!rate.0.amount.is_zero());
    let bank_code = offramp.payout_banks().await.unwrap().first().unwrap().code.clone();
    let account = VerifyPayoutAccount { bank_code: bank_code.clone(), account_number: "0123456789".into() };
    let account_name = offramp.verify_payout_account(&account).await.unwrap().account_name;
    for (amount, network, awaited) in [("10", "base", false), ("1000", "scroll", true)] {
        let sale = SaleRequest {
            amount: number(amount),
            token: "USDC".into(),
            network: network.into(),
            fiat_currency: "NGN".into(),
            bank_code: bank_code.clone(),
            account_number: account.account_number.clone(),
            account_name: account_name.clone(),
        };
        let Fate::Done(initiated) = wallet.send(&sale).await else { panic!("{network} was not taken") };
        let is_awaited = matches!(&initiated, Initiated::Awaited(sale) if sale.deposit_instructions.is_some());
        assert_eq!(is_awaited, awaited, "{initiated:?}");
        let reference = initiated.receipt().name.unwrap();
        assert_eq!(offramp.sale(&reference).await.unwrap().reference(), Some(&*reference));
    }
    wallet.running.shutdown().await;
}

#[tokio::test]
async fn deposits_are_started_and_followed() {
    // In the busy person's wallet there is no room for more.
    let wallet = Wallet::of("ada@example.ng", "1234").await;
    let deposits = wallet.with::<WalletDeposit>();
    let bank_code = deposits.dialled_banks().await.unwrap().first().unwrap().code.clone();
    let request = |reference: &str, ussd: Option<UssdBank>| DepositRequest {
        amount: number("100"),
        reference: reference.into(),
        narration: None,
        ussd,
    };
    let by_transfer = deposits.start_deposit(DepositMethod::BankTransfer, &request("dep-a", None)).await;
    let by_dialling =
        deposits.start_deposit(DepositMethod::Ussd, &request("dep-b", Some(UssdBank { bank_code }))).await;
    let link = deposits
        .payment_link(&PaymentLinkRequest { amount: number("100"), reference: "dep-c".into(), narration: None })
        .await;
    let (by_transfer, by_dialling) = (by_transfer.unwrap(), by_dialling.unwrap());
    assert!(by_transfer.account_number.is_some() && by_transfer.expires_at.is_some());
    assert!(by_dialling.instruction().is_some_and(|note| note.contains('*')));
    assert!(link.unwrap().link.starts_with("http"));
    for reference in ["dep-a", "dep-b", "dep-c"] {
        let status = wallet.with::<WalletRead>().deposit(reference).await.unwrap();
        assert_eq!(status.reference.as_deref(), Some(reference));
    }
    wallet.running.shutdown().await;
}

#[tokio::test]
async fn an_account_has_a_name_before_anything_goes_there() {
    let wallet = Wallet::new().await;
    let withdraw = wallet.with::<WalletWithdraw>();
    let banks = withdraw.banks().await.unwrap();
    assert!(banks.iter().any(|bank| bank.code == "058"), "leading zeros are kept");
    let account = |number: &str| bank::VerifyAccount { account_number: number.into(), bank: "058".into() };
    assert!(!withdraw.verify_account(&account("0123456789")).await.unwrap().account_name.is_empty());
    let nobody = withdraw.verify_account(&account("0000000000")).await;
    assert!(matches!(nobody, Err(CallError::NotFound { .. })), "{nobody:?}");
    wallet.running.shutdown().await;
}

fn refused<A: std::fmt::Debug>(fate: Fate<A>) -> Refusal {
    let Fate::Refused(refusal) = fate else { panic!("{fate:?}") };
    refusal
}

#[tokio::test]
async fn a_refusal_moves_nothing_and_has_moneis_words() {
    let wallet = Wallet::new().await;
    let before = wallet.transactions().await;
    let wrong = wallet.money.send(&transfer("1", "w"), Some(&pin("0000")), "key", &token(&wallet.token)).await;
    let peer = |receiver: &str| PeerTransfer { receiver: receiver.into(), amount: number("1") };
    let native = |amount: &str| evm::SendNative { to: ELSEWHERE.into(), amount: digits(amount), chain_id: BASE };
    let told = |fate: Refusal| match fate {
        Refusal::ByMonei { status, body, .. } => (status, body.text().is_some(), body.shortage.is_some()),
        other => panic!("{other:?}"),
    };
    assert_eq!(told(refused(wrong.unwrap())), (400, true, false));
    assert_eq!(told(refused(wallet.send(&transfer("90000000", "limit")).await)).0, 403);
    assert_eq!(told(refused(wallet.send(&peer("nobody@example.ng")).await)).0, 404);
    assert_eq!(told(refused(wallet.send(&native("0.2")).await)), (400, true, true));
    let unauthorized = wallet.money.send(&peer("ngozi@example.ng"), Some(&pin(PIN)), "key", &token("mct_none")).await;
    assert!(matches!(unauthorized.unwrap(), Fate::Unauthorized));
    assert_eq!(wallet.transactions().await, before);
    wallet.running.shutdown().await;
}

/// Whatever goes wrong, what is told is what the ledger says: done means one more, refused means none, and unknown may be
/// either.
#[tokio::test]
async fn r50_no_fault_makes_two_of_one_or_tells_it_falsely() {
    let wallet = Wallet::new().await;
    let path = "/wallet/payout/bank-transfer";
    for (number, (fault, unknown, rows)) in [
        (json!({ "kind": "dropBefore" }), true, 0),
        (json!({ "kind": "dropAfter" }), true, 1),
        (json!({ "kind": "halfReply" }), true, 1),
        (json!({ "kind": "malformed" }), true, 1),
        (json!({ "kind": "html" }), true, 0),
        (json!({ "kind": "html", "status": 403 }), true, 0),
        (json!({ "kind": "redirectLoop", "status": 307, "times": "always" }), true, 0),
        (json!({ "kind": "redirectLoop", "status": 308, "times": "always" }), true, 0),
        (json!({ "kind": "status", "status": 409 }), true, 0),
        (json!({ "kind": "status", "status": 500 }), true, 0),
        (json!({ "kind": "status", "status": 504 }), true, 0),
        (json!({ "kind": "status", "status": 429, "retryAfter": 7 }), false, 0),
        (json!({ "kind": "slow", "pieceBytes": 40, "pauseMs": 1 }), false, 1),
        (json!({ "kind": "latency", "latencyMs": 20 }), false, 1),
    ]
    .into_iter()
    .enumerate()
    {
        let mut whole = fault.clone();
        whole["path"] = path.into();
        wallet.control("faults", Some(whole)).await;
        let before = wallet.transactions().await;
        let fate = wallet.send(&transfer("100", &format!("fault-{number}"))).await;
        let moved = wallet.transactions().await - before;
        assert_eq!((matches!(fate, Fate::Unknown(_)), moved), (unknown, rows), "{fault}: {fate:?}");
        match fate {
            Fate::Done(_) => assert_eq!(moved, 1, "{fault}"),
            Fate::Refused(Refusal::ByMonei { retry_after, .. }) => {
                assert_eq!((moved, retry_after.map(|wait| wait.as_secs())), (0, Some(7)), "{fault}");
            }
            Fate::Refused(_) | Fate::Unauthorized => panic!("{fault}"),
            Fate::Unknown(_) => {}
        }
        let cleared = wallet.http.delete(format!("{}/sandbox/faults", wallet.running.base_url)).send().await;
        assert!(cleared.unwrap().status().is_success());
    }
    wallet.running.shutdown().await;
}
