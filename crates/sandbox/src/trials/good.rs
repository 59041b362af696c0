//! A request to each endpoint that is in order, which is what damage begins with.

use axum::http::Method;
use monei_api::endpoint::{self, Endpoint};
use serde_json::{Value, json};

use super::inside::{ADA, BUSY, Inside, NEWCOMER, Who};

/// A request to an endpoint.
#[derive(Clone, Debug)]
pub(super) struct Call {
    pub(super) method: Method,
    /// Below the API base.
    pub(super) path: String,
    pub(super) query: Vec<(String, String)>,
    pub(super) body: Option<Value>,
    /// Who asks.
    pub(super) session: String,
}

const USDC: &str = "0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913";
const USDT: &str = "0xfde4C96c8593536E31F229EA8f37b2ADa2699bb2";
const SOLANA_USDC: &str = "EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v";
const SOLANA_USDT: &str = "Es9vMFrzaCERmJfrF4H2FYD4KCoNkY11McCe8BenwNYB";
const OUTSIDE: &str = "0x52908400098527886E0F7030069857D2E4169EE7";
const SOLANA_OUTSIDE: &str = "9WzDXwBbmkg8ZTbNMqUxvQRAyrZzDsGYdLVL9zYtAWWM";

/// What is there to be named in paths.
struct Names {
    transaction: Value,
    bill: Value,
    order: Value,
    method: String,
    beneficiary: String,
    bill_beneficiary: String,
    schedule: String,
    card_deposit: String,
    wallet: String,
}

/// A call of each endpoint, Connect's and the login among them. Those that need something have it by then.
pub(super) async fn calls(inside: &Inside) -> Vec<Call> {
    let (ada, busy) = (inside.session(ADA).await, inside.session(BUSY).await);
    let newcomer = inside.session(NEWCOMER).await;
    let names = names(inside, &ada, &busy).await;
    let mut calls: Vec<Call> = endpoint::ALL
        .into_iter()
        .map(|endpoint| {
            let (query, body) = asked(endpoint, &names);
            let session = match endpoint {
                endpoint::VIRTUAL_ACCOUNT => &newcomer,
                _ if is_of_busy(endpoint) => &busy,
                _ => &ada,
            };
            call(endpoint, &names, &query, body, session)
        })
        .collect();
    calls.extend(signing_in(&ada));
    calls
}

/// Whose crypto is enough for all of them.
fn is_of_busy(endpoint: Endpoint) -> bool {
    ["/evm", "/solana", "/offramp"].iter().any(|start| endpoint.path.starts_with(start))
}

/// Ada sees to it that there is one of everything.
async fn names(inside: &Inside, ada: &str, busy: &str) -> Names {
    let id = |data: Value| data["id"].as_str().unwrap().to_owned();
    let saved = json!({ "type": "bank", "name": "Landlord", "bankCode": "058", "accountNumber": "0123456789" });
    let number =
        json!({ "type": "CABLEBILLS", "name": "Mum", "smartCardNumber": "7023456789", "cableProvider": "DSTV" });
    let plan = schedule();
    let deposit = json!({ "amount": 100, "reference": "by-card", "card": card() });
    let started = inside.post("/wallet/deposit?method=CARD", ada, &deposit).await;
    assert!(started.status.is_success(), "{started:?}");
    Names {
        transaction: inside.get("/transactions/user?reference=dep-028", ada).await["transactions"][0].take(),
        bill: inside.get("/bills/records", ada).await["bills"][0].take(),
        order: inside.get("/offramp/ledger/history", busy).await[0].take(),
        method: id(inside.get("/payment-methods", ada).await[0].take()),
        beneficiary: id(inside.post("/beneficiaries", ada, &saved).await.data()),
        bill_beneficiary: id(inside.post("/bill-beneficiaries/cable-tv", ada, &number).await.data()),
        schedule: id(inside.post("/schedules", ada, &plan).await.data()),
        card_deposit: "by-card".to_owned(),
        wallet: id(inside.get("/wallet/naira-wallet", ada).await),
    }
}

fn card() -> Value {
    json!({
        "cardNumber": "4242424242424242",
        "expiryMonth": "09",
        "expiryYear": "32",
        "cvv": "123",
        "cardHolderName": "Ada Obi",
    })
}

fn schedule() -> Value {
    json!({
        "type": "AIRTIME_PURCHASE",
        "payload": { "phoneNumber": "08031234567", "biller": "MTN", "amount": 50 },
        "executionDate": "2027-01-16T12:00:00Z",
        "isRecurring": true,
        "recurrencePattern": "MONTHLY",
    })
}

fn call(endpoint: Endpoint, names: &Names, query: &Value, body: Option<Value>, session: &str) -> Call {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let id = match endpoint.path.split('/').nth(1).unwrap() {
        "payment-methods" => names.method.clone(),
        "beneficiaries" => names.beneficiary.clone(),
        "bill-beneficiaries" => names.bill_beneficiary.clone(),
        "schedules" => names.schedule.clone(),
        "user" => text(&names.transaction["userId"]),
        _ => text(&names.transaction["id"]),
    };
    let reference = if endpoint.path.starts_with("/bills") {
        text(&names.bill["reference"])
    } else if endpoint.path.starts_with("/wallet/deposit") {
        names.card_deposit.clone()
    } else if endpoint.path.starts_with("/offramp") {
        text(&names.order["reference"])
    } else {
        text(&names.transaction["reference"])
    };
    let path = endpoint
        .path
        .replace("{id}", &id)
        .replace("{reference}", &reference)
        .replace("{transactionId}", &text(&names.bill["id"]))
        .replace("{chainId}", "8453")
        .replace("{tokenMintAddress}", SOLANA_USDC)
        .replace("{category}", "CABLEBILLS")
        .replace("{billerName}", "DSTV")
        .replace("{type}", "bank")
        .replace("{name}", "Landlord");
    let query = query.as_object().unwrap().iter().map(|(name, value)| (name.clone(), text(value))).collect();
    Call { method: endpoint.method.name().parse().unwrap(), path, query, body, session: session.to_owned() }
}

/// Query and body.
#[expect(clippy::too_many_lines, reason = "a table")]
fn asked(endpoint: Endpoint, names: &Names) -> (Value, Option<Value>) {
    let none = json!({});
    let body = |body: Value| (json!({}), Some(body));
    let pin = ADA.transaction_pin;
    let payout = json!({ "amount": 1, "bank": "058", "accountNumber": "0123456789", "transactionPin": pin, "narration": "Rent" });
    let transfer =
        json!({ "receiver": "ngozi@example.ng", "amount": "1.50", "transactionPin": pin, "currency": "NGN" });
    let airtime = json!({ "phoneNumber": "08031234567", "biller": "MTN", "amount": 50, "saveBeneficiary": true, "beneficiaryName": "Me" });
    let later = json!({ "executionDate": "2027-01-16T12:00:00Z", "isRecurring": true, "recurrencePattern": "WEEKLY" });
    let data = json!({ "phoneNumber": "08051234567", "biller": "MTN", "itemCode": "MD108", "isSchedule": true, "scheduleData": later });
    let electricity = json!({ "meterNumber": "45083311550", "disco": "IBADAN DISCO ELECTRICITY", "amount": 100 });
    let cable = json!({ "smartcardNumber": "7023456789", "biller": "DSTV", "itemCode": "CB177", "isSchedule": true, "scheduleData": later });
    let customer = json!({ "customer": "45083311550", "billerCode": "BIL114", "itemCode": "UB161" });
    let account = json!({ "accountNumber": "0123456789", "bank": "058" });
    let records = json!({ "type": "AIRTIME", "status": "SUCCESS", "billerName": "MTN", "startDate": "2025-01-01", "minAmount": "1", "page": "1", "limit": "20", "sortBy": "amount", "sortOrder": "ASC", "search": "0803" });
    let transactions = json!({ "page": "1", "limit": "20", "status": "SUCCESS", "type": "CREDIT", "currency": "NGN", "minAmount": "1", "maxAmount": "500000", "startDate": "2025-01-01", "endDate": "2026-12-31", "sortBy": "amount", "sortOrder": "asc", "narration": "a" });
    match endpoint {
        endpoint::USER_UPDATE | endpoint::USER_UPDATE_BY_ID => {
            body(json!({ "firstName": "Ada", "lastName": "Obi", "dob": "1994-05-02", "phone": "+2348012345678" }))
        }
        endpoint::SET_TRANSACTION_PIN => body(json!({ "newPin": pin, "confirmPin": pin })),
        endpoint::CHANGE_TRANSACTION_PIN => body(json!({ "currentPin": pin, "newPin": pin, "confirmPin": pin })),
        endpoint::RESET_TRANSACTION_PIN => body(json!({ "pin": ADA.login_pin, "newPin": pin, "confirmPin": pin })),
        endpoint::CHANGE_PIN => body(json!({ "currentPin": "1234", "newPin": "1234", "confirmPin": "1234" })),
        endpoint::KYC_SUBMIT_NIN => body(json!({ "nin": "12345678901" })),
        endpoint::KYC_SUBMIT_BVN | endpoint::LEGACY_VERIFY_BVN => body(json!({ "bvn": "22345678901" })),
        endpoint::KYC_UPLOAD_DOCUMENT => body(
            json!({ "documentType": "utility_bill", "documentUrl": "https://example.ng/bill.pdf", "documentNumber": "1" }),
        ),
        endpoint::KYC_CHECK_ELIGIBILITY => body(json!({ "targetTier": "tier_2" })),
        endpoint::VIRTUAL_ACCOUNT => body(json!({ "nin": "12345678901", "reference": "va-2" })),
        endpoint::DEPOSIT_START | endpoint::LEGACY_FUND_WALLET => (
            json!({ "method": "CARD" }),
            Some(
                json!({ "amount": 100, "currency": "NGN", "narration": "Top up", "redirectUrl": "https://example.ng/", "card": card(), "ussd": { "bankCode": "058" } }),
            ),
        ),
        endpoint::DEPOSIT_PAYMENT_LINK => body(json!({
            "amount": 100,
            "narration": "Cake",
            "redirectUrl": "https://example.ng/thanks",
            "customization": { "title": "Cakes" },
            "customer": { "email": "eze@example.ng", "phoneNumber": "08031234567", "name": "Eze" },
        })),
        endpoint::DEPOSIT_AUTHORIZE => body(json!({
            "type": "pin",
            "reference": names.card_deposit,
            "pin": "1234",
            "otp": "123456",
            "avs": { "address": { "city": "Lagos", "country": "NG", "line1": "1 Marina", "line2": "", "postal_code": "1", "state": "LA" } },
        })),
        endpoint::DEPOSIT_PAYMENT_METHOD => {
            body(json!({ "amount": 100, "paymentMethodId": names.method, "meta": { "a": [1] } }))
        }
        endpoint::BANK_TRANSFER | endpoint::LEGACY_WITHDRAWALS => body(payout),
        endpoint::PEER_TRANSFER | endpoint::LEGACY_PEER_TRANSFER => body(transfer),
        endpoint::BANK_CODE | endpoint::LEGACY_BANK_CODE => (json!({ "bankName": "zenith" }), None),
        endpoint::VERIFY_BANK_ACCOUNT | endpoint::LEGACY_VERIFY_BANK_ACCOUNT => body(account),
        endpoint::TRANSACTIONS_USER | endpoint::TRANSACTIONS => (transactions, None),
        endpoint::OFFRAMP_QUOTE => (json!({ "token": "USDT", "network": "base", "amount": "1", "fiat": "NGN" }), None),
        endpoint::OFFRAMP_INITIATE => body(json!({
            "amount": 1,
            "token": "USDC",
            "network": "ethereum",
            "fiatCurrency": "NGN",
            "bankCode": "GTBINGLA",
            "accountNumber": "0123456789",
            "accountName": "Ada Obi",
        })),
        endpoint::OFFRAMP_HISTORY => (json!({ "page": "1", "limit": "5" }), None),
        endpoint::OFFRAMP_VERIFY => body(json!({ "bankCode": "GTBINGLA", "accountNumber": "0123456789" })),
        endpoint::VALIDATE_BILL_CUSTOMER | endpoint::LEGACY_VALIDATE_BILL => body(customer),
        endpoint::PAY_AIRTIME | endpoint::LEGACY_BUY_AIRTIME => body(airtime),
        endpoint::PAY_DATA | endpoint::LEGACY_BUY_MOBILE_DATA => body(data),
        endpoint::PAY_ELECTRICITY | endpoint::LEGACY_BUY_ELECTRICITY => body(electricity),
        endpoint::PAY_CABLE_TV | endpoint::LEGACY_SUBSCRIBE_CABLE_TV => body(cable),
        endpoint::BILLS_RECORDS | endpoint::LEGACY_BILLS => (records, None),
        endpoint::PAYMENT_METHODS => (json!({ "subWalletId": names.wallet }), None),
        endpoint::CREATE_PAYMENT_METHOD => body(
            json!({ "type": "CARD", "subWalletId": names.wallet, "nickname": "Salary", "card": card(), "ussd": { "bankCode": "058" } }),
        ),
        endpoint::BENEFICIARIES => (json!({ "type": "bank" }), None),
        endpoint::CREATE_BENEFICIARY => body(
            json!({ "type": "bank", "name": "Bola", "bankCode": "044", "accountNumber": "0690000032", "receiver": "ngozi@example.ng" }),
        ),
        endpoint::UPDATE_BENEFICIARY => {
            body(json!({ "type": "bank", "name": "Landlord", "bankCode": "058", "accountNumber": "0123456789" }))
        }
        endpoint::BENEFICIARY_TRANSFER => {
            body(json!({ "beneficiaryId": names.beneficiary, "amount": 1, "transactionPin": pin, "narration": "Rent" }))
        }
        endpoint::BILL_BENEFICIARIES | endpoint::FAVORITE_BILL_BENEFICIARIES => (json!({ "type": "AIRTIME" }), None),
        endpoint::SAVE_MOBILE_BENEFICIARY => body(
            json!({ "type": "AIRTIME", "name": "Me", "mobileNumber": "08031234500", "mobileOperator": "MTN", "isFavorite": true }),
        ),
        endpoint::SAVE_ELECTRICITY_BENEFICIARY => body(
            json!({ "type": "UTILITYBILLS", "name": "Home", "meterNumber": "45083311551", "electricityProvider": "EKO DISCO ELECTRICITY" }),
        ),
        endpoint::SAVE_CABLE_TV_BENEFICIARY => body(
            json!({ "type": "CABLEBILLS", "name": "Home", "smartCardNumber": "7023456780", "cableProvider": "GOTV" }),
        ),
        endpoint::UPDATE_BILL_BENEFICIARY => body(
            json!({ "name": "Mama", "isFavorite": false, "smartCardNumber": "7023456788", "cableProvider": "GOTV" }),
        ),
        endpoint::CREATE_SCHEDULE => body(schedule()),
        endpoint::UPDATE_SCHEDULE => {
            body(json!({ "executionDate": "2027-02-16T12:00:00Z", "isRecurring": true, "recurrencePattern": "WEEKLY" }))
        }
        endpoint::WALLET_ME | endpoint::EVM_NATIVE_BALANCE => (json!({ "chainId": "8453" }), None),
        endpoint::EVM_TOKEN_BALANCE => (json!({ "chainId": "8453", "tokenAddress": USDC }), None),
        endpoint::EVM_SEND_NATIVE => body(json!({ "to": OUTSIDE, "amount": "0.0001", "chainId": 8453 })),
        endpoint::EVM_SEND_TOKEN => body(
            json!({ "to": OUTSIDE, "tokenAddress": "0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48", "amount": "0.5", "chainId": 1 }),
        ),
        endpoint::SOLANA_BALANCE | endpoint::SOLANA_PORTFOLIO | endpoint::SOLANA_TOKEN_BALANCE => {
            (json!({ "network": "mainnet-beta" }), None)
        }
        endpoint::SOLANA_TRANSFER => {
            body(json!({ "to": SOLANA_OUTSIDE, "amount": "0.001", "network": "mainnet-beta" }))
        }
        endpoint::SOLANA_TRANSFER_TOKEN => body(
            json!({ "to": SOLANA_OUTSIDE, "tokenMintAddress": SOLANA_USDC, "amount": "0.1", "network": "mainnet-beta" }),
        ),
        endpoint::EVM_PRICE_NATIVE_TO_TOKEN
        | endpoint::EVM_SWAP_NATIVE_TO_TOKEN
        | endpoint::LEGACY_EVM_QUOTE_NATIVE_TO_TOKEN => {
            body(json!({ "amount": "0.0001", "tokenOut": USDC, "chainId": 8453 }))
        }
        endpoint::EVM_PRICE_TOKEN_TO_TOKEN
        | endpoint::EVM_SWAP_TOKEN_TO_TOKEN
        | endpoint::LEGACY_EVM_QUOTE_TOKEN_TO_TOKEN => {
            body(json!({ "tokenIn": USDT, "tokenOut": USDC, "amount": "0.001", "chainId": 8453 }))
        }
        endpoint::EVM_PRICE_TOKEN_TO_NATIVE
        | endpoint::EVM_SWAP_TOKEN_TO_NATIVE
        | endpoint::LEGACY_EVM_QUOTE_TOKEN_TO_NATIVE => {
            body(json!({ "tokenIn": USDT, "amount": "0.001", "chainId": 8453 }))
        }
        endpoint::SOLANA_QUOTE_SOL_TO_TOKEN => (json!({ "outputMint": SOLANA_USDC, "amount": "0.1" }), None),
        endpoint::SOLANA_QUOTE_TOKEN_TO_SOL => (json!({ "inputMint": SOLANA_USDC, "amount": "0.1" }), None),
        endpoint::SOLANA_QUOTE_TOKEN_TO_TOKEN | endpoint::LEGACY_SOLANA_QUOTE => {
            (json!({ "inputMint": SOLANA_USDC, "outputMint": SOLANA_USDT, "amount": "0.1" }), None)
        }
        endpoint::SOLANA_SWAP_SOL_TO_TOKEN => {
            body(json!({ "outputMint": SOLANA_USDC, "amount": 0.001, "slippageBps": 50 }))
        }
        endpoint::SOLANA_SWAP_TOKEN_TO_SOL => {
            body(json!({ "inputMint": SOLANA_USDC, "amount": "0.1", "slippageBps": 50 }))
        }
        endpoint::SOLANA_SWAP_TOKEN_TO_TOKEN => {
            body(json!({ "inputMint": SOLANA_USDC, "outputMint": SOLANA_USDT, "amount": 0.1, "slippageBps": 50 }))
        }
        _ => (none, (endpoint.method == endpoint::Method::Post).then(|| json!({}))),
    }
}

/// What stands beside the table: the login, and Connect's own calls.
fn signing_in(ada: &str) -> Vec<Call> {
    let post = |path: &str, body: Value| Call {
        method: Method::POST,
        path: path.to_owned(),
        query: Vec::new(),
        body: Some(body),
        session: ada.to_owned(),
    };
    let Who { email, login_pin, .. } = ADA;
    let app = json!({ "appName": "Ledger", "appDescription": "A wallet", "redirectUris": ["http://localhost:3000/callback"], "websiteUrl": "https://example.ng", "logoUrl": "https://example.ng/logo.png" });
    vec![post("/auth/auth/login", json!({ "email": email, "pin": login_pin })), post("/connect/apps/register", app)]
}

/// The calls of Connect that only a code or a token makes succeed.
pub(super) fn presenting(session: &str) -> Vec<Call> {
    let code = json!({ "grant_type": "authorization_code", "code": "c0de", "client_id": "mc_1", "client_secret": "mcs_1", "redirect_uri": "http://localhost:3000/callback" });
    [
        ("/connect/token", code),
        ("/connect/token", json!({ "grant_type": "refresh_token", "refresh_token": "mcr_1" })),
        ("/connect/token/revoke", json!({ "token": "mct_1" })),
    ]
    .into_iter()
    .map(|(path, body)| Call {
        method: Method::POST,
        path: path.to_owned(),
        query: Vec::new(),
        body: Some(body),
        session: session.to_owned(),
    })
    .collect()
}
