//! The official Node SDK 1.0.8 and the MCP server on top of it: the calls of the SDK's own integration tests with what
//! those assert of the answers, as far as a server can satisfy them. Ids and addresses that are peculiar to the account
//! behind those tests are replaced by ones that are there.

use monei_sandbox::{RateLimits, Switches};
use reqwest::Method;
use serde_json::{Value, json};

use super::stage::{Answer, Stage};

const BUSY: &str = "busy@example.ng";
const TETHER: &str = "Es9vMFrzaCERmJfrF4H2FYD4KCoNkY11McCe8BenwNYB";
const CIRCLE: &str = "EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v";
const BSC_TETHER: &str = "0x55d398326f99059ff775485246999027b3197955";
const BSC_CIRCLE: &str = "0x8AC76a51cc950d9822D68b83fE1Ad97B32Cd580d";

/// The account of those tests has some of everything. Only deposits are beyond what this wallet may hold.
async fn stage() -> Stage {
    Stage::with_key_of(BUSY, Switches { rate_limits: RateLimits::OFF, ..Switches::default() }).await
}

/// What nearly every test asserts: it is a success, with the members of the envelope.
fn enveloped(answer: &Answer) -> Value {
    assert!(answer.status.is_success(), "{answer:?}");
    let body = answer.json();
    has(&body, "statusCode message data");
    body["data"].clone()
}

/// And some that the status is in the body.
fn with_200(answer: &Answer) -> Value {
    let data = enveloped(answer);
    assert_eq!(answer.json()["statusCode"], 200);
    data
}

/// The members are there, whatever they are.
fn has(value: &Value, names: &str) {
    for name in names.split_whitespace() {
        assert!(value.get(name).is_some(), "no {name} in {value}");
    }
}

fn are_texts(value: &Value, names: &str) {
    for name in names.split_whitespace() {
        assert!(value[name].is_string(), "{name} of {value}");
    }
}

fn are_numbers(value: &Value, names: &str) {
    for name in names.split_whitespace() {
        assert!(value[name].is_number(), "{name} of {value}");
    }
}

fn each(list: &Value) -> &Vec<Value> {
    list.as_array().filter(|list| !list.is_empty()).unwrap_or_else(|| panic!("nothing in {list}"))
}

#[tokio::test]
async fn user_service() {
    let stage = stage().await;
    let user = enveloped(&stage.get_by_key("/user/me").await);
    has(&user, "id email firstName lastName kycInfo");
    let changes = json!({ "firstName": "Test", "lastName": "User", "phone": "+1234567890" });
    let path = format!("/user/update/{}", user["id"].as_str().unwrap());
    let updated = with_200(&stage.send_by_key(Method::PATCH, &path, changes.clone()).await);
    for name in ["firstName", "lastName", "phone"] {
        assert_eq!(updated[name], changes[name]);
    }
    enveloped(&stage.get_by_key("/kyc/status").await);
    enveloped(&stage.get_by_key("/kyc/limits").await);
}

#[tokio::test]
async fn wallet_account_service() {
    let stage = Stage::new().await;
    enveloped(&stage.get_by_key("/wallet/me").await);
    enveloped(&stage.post_by_key("/wallet/virtual-account", json!({ "nin": "11059990539" })).await);
    // The first releases had these on other paths.
    for (path, name) in [("/wallet/utils/verify-bank-account", "bankCode"), ("/wallet/verify-bank-account", "bankCode")]
    {
        let account = json!({ "accountNumber": "0736379044", "bank": "058" });
        let account = with_200(&stage.post_by_key(path, account).await);
        has(&account, "accountName accountNumber");
        has(&account, name);
    }
    for path in ["/wallet/utils/banks", "/wallet/get-banks"] {
        for bank in each(&with_200(&stage.get_by_key(path).await)) {
            has(bank, "id name code");
        }
    }
    let link = json!({
        "amount": 100, "reference": "5632654643bndsbsbs325353274378438", "redirectUrl": "https://citizen.com",
        "customization": { "title": "Citizen" },
    });
    let link = with_200(&stage.post_by_key("/wallet/user/fund-wallet", link).await);
    assert!(link["link"].as_str().unwrap().contains("http"));
}

#[tokio::test]
async fn deposit_service() {
    let stage = Stage::new().await;
    let card = json!({
        "expiryMonth": "12", "expiryYear": "30", "cardNumber": "4242 4242 4242 4242", "cvv": "123",
        "cardHolderName": "John Doe",
    });
    let deposit = json!({
        "amount": 1000, "currency": "NGN", "card": card, "reference": "unique-reference-00998",
        "narration": "Payment transfer",
    });
    // The SDK itself takes `data` of this one.
    has(&enveloped(&stage.post_by_key("/wallet/deposit?method=CARD", deposit).await), "amount");
    let address = json!({
        "city": "sound city", "country": "nigeria", "line1": "david street", "line2": "ola avenue",
        "postal_code": "423432", "state": "Lagos",
    });
    let authorization = json!({
        "type": "pin", "reference": "unique-reference-00998", "pin": "2584", "otp": "123456",
        "avs": { "address": address },
    });
    enveloped(&stage.post_by_key("/wallet/deposit/authorize", authorization).await);
    enveloped(&stage.get_by_key("/wallet/deposit/status/unique-reference-00998").await);

    let wallet = enveloped(&stage.get_by_key("/wallet/me").await)["subwallets"][0]["id"].clone();
    let method = json!({ "type": "CARD", "subWalletId": wallet, "card": card });
    let method = enveloped(&stage.post_by_key("/payment-methods", method).await);
    let id = method["id"].as_str().unwrap();
    let list = format!("/payment-methods?subWalletId={}", wallet.as_str().unwrap());
    enveloped(&stage.get_by_key(&list).await);
    enveloped(&stage.get_by_key(&format!("/payment-methods/{id}")).await);
    enveloped(&stage.send_by_key(Method::PATCH, &format!("/payment-methods/{id}/default"), json!({})).await);
    let payment = json!({
        "paymentMethodId": id, "amount": 5000, "reference": "unique-reference-00010", "currency": "NGN",
        "redirectUrl": "https://citizen.com", "meta": {}, "narration": "Deposit to wallet",
    });
    enveloped(&stage.post_by_key("/wallet/deposit/payment-method", payment).await);
    enveloped(&stage.send_by_key(Method::DELETE, &format!("/payment-methods/{id}"), json!({})).await);

    let link = json!({
        "amount": 200, "reference": "unique-reference-008996", "redirectUrl": "https://citizen.com",
        "customization": { "title": "Citizen" },
    });
    enveloped(&stage.post_by_key("/wallet/deposit/payment-link", link).await);
    // The MCP server's customer has a `phone`.
    let link =
        json!({ "amount": 50_000, "customer": { "email": "a@example.ng", "name": "A", "phone": "08012345678" } });
    are_texts(&enveloped(&stage.post_by_key("/wallet/deposit/payment-link", link).await), "link");
}

#[tokio::test]
async fn payout_service() {
    let stage = stage().await;
    let pin = json!({ "newPin": "2584", "confirmPin": "2584" });
    enveloped(&stage.send_by_key(Method::PUT, "/auth/set-transaction-pin", pin).await);
    for path in ["/wallet/payout/bank-transfer", "/wallet/withdrawals"] {
        let reference = format!("5434532fgdsgdsgkds{}", path.len());
        let payout = json!({
            "amount": 100, "bank": "100004", "accountNumber": "7032887129", "transactionPin": "2584",
            "currency": "NGN", "reference": reference, "narration": "integration test",
        });
        let payout = with_200(&stage.post_by_key(path, payout).await);
        has(&payout, "reference status amount");
    }
    let transfer =
        json!({ "receiver": "ngozi@example.ng", "amount": 100, "transactionPin": "2584", "currency": "NGN" });
    let transfer = enveloped(&stage.post_by_key("/wallet/payout/transfer", transfer).await);
    // What the MCP server tells of it.
    are_texts(&transfer, "reference status currency receiver createdAt");
}

#[tokio::test]
async fn transaction_service() {
    let stage = stage().await;
    let list = enveloped(&stage.get_by_key("/transactions/user").await);
    has(&list, "transactions pagination");
    for row in each(&list["transactions"]) {
        are_texts(row, "id userId type status reference createdAt");
        has(row, "amount");
    }
    let third = &list["transactions"][2];
    enveloped(&stage.get_by_key(&format!("/transactions/{}", third["id"].as_str().unwrap())).await);
    let path = format!("/transactions/reference/{}", third["reference"].as_str().unwrap().replace('/', "%2F"));
    enveloped(&stage.get_by_key(&path).await);
    // The MCP server reads it without the envelope.
    stage.switch(json!({ "transactionDetail": "bare" })).await;
    are_texts(&stage.get_by_key(&path).await.json(), "id reference type nature currency status createdAt updatedAt");
}

#[tokio::test]
async fn evm_service() {
    let stage = stage().await;
    for chain in [1, 56, 137] {
        has(&with_200(&stage.get_by_key(&format!("/evm/balance/native?chainId={chain}")).await), "balance");
    }
    let path = format!("/evm/balance/token?tokenAddress={BSC_TETHER}&chainId=56");
    has(&enveloped(&stage.get_by_key(&path).await), "balance");
    let portfolio = enveloped(&stage.get_by_key("/evm/portfolio/56").await);
    has(&portfolio, "userId walletAddress network totalPortfolioValueUSD updatedAt");
    let figures = "balance balanceUSD priceUSD rawBalance network";
    has(&portfolio["nativeToken"], &format!("name symbol decimals logoUrl {figures}"));
    for token in each(&portfolio["tokens"]) {
        are_texts(token, &format!("contractAddress name symbol logoUrl type {figures}"));
    }
    let to = "0x742d35Cc6634C0532925a3b844Bc454e4438f44e";
    let sent = json!({ "to": to, "amount": "0.000073", "chainId": 1 });
    has(&with_200(&stage.post_by_key("/evm/send/native", sent).await), "txHash");
    let sent = json!({ "to": to, "amount": "0.12", "tokenAddress": BSC_TETHER, "chainId": 56 });
    has(&with_200(&stage.post_by_key("/evm/send/token", sent).await), "txHash");
    for network in each(&enveloped(&stage.get_by_key("/evm/networks").await)) {
        has(network, "chainId name nativeToken blockExploreUrl isTestnet");
    }
}

#[tokio::test]
async fn solana_service() {
    let stage = stage().await;
    has(&enveloped(&stage.get_by_key("/solana/address").await), "address");
    has(&with_200(&stage.get_by_key("/solana/balance?network=mainnet-beta").await), "balance");
    let path = format!("/solana/token-balance/{TETHER}?network=mainnet-beta");
    has(&with_200(&stage.get_by_key(&path).await), "balance");
    let portfolio = enveloped(&stage.get_by_key("/solana/portfolio?network=mainnet-beta").await);
    are_texts(&portfolio, "userId address nativeBalance nativeBalanceLamports");
    for token in each(&portfolio["tokens"]) {
        are_texts(token, "mintAddress name symbol rawBalance");
        are_numbers(token, "balance decimals");
    }
    let to = "5AH3qo1v1EZfT3QKQpSsx1F8W5JyGEVZPcD5DzkX1N1d";
    let sent = json!({ "to": to, "amount": "0.0001", "network": "mainnet-beta" });
    has(&with_200(&stage.post_by_key("/solana/transfer", sent).await), "signature");
    let sent = json!({ "to": to, "tokenMintAddress": TETHER, "amount": "0.1", "network": "mainnet-beta" });
    has(&with_200(&stage.post_by_key("/solana/transfer-token", sent).await), "signature");
}

#[tokio::test]
async fn exchange_service() {
    let stage = stage().await;
    let native = json!({ "chainId": 56, "amount": "0.1", "tokenOut": BSC_CIRCLE });
    let to_native = json!({ "chainId": 56, "tokenIn": BSC_TETHER, "amount": "0.1" });
    let tokens = json!({ "tokenIn": BSC_CIRCLE, "tokenOut": BSC_TETHER, "amount": "0.0001", "chainId": 56 });
    for (path, body) in [("native-to-token", native), ("token-to-native", to_native), ("token-to-token", tokens)] {
        // `quote` is what `price` was called before.
        for kind in ["price", "quote"] {
            enveloped(&stage.post_by_key(&format!("/evm-exchange/{kind}/{path}"), body.clone()).await);
        }
        are_texts(&enveloped(&stage.post_by_key(&format!("/evm-exchange/{path}"), body).await), "txHash");
    }
    for path in [
        format!("quote/sol-to-token?outputMint={TETHER}&amount=10000000"),
        format!("quote/token-to-sol?inputMint={TETHER}&amount=0.05"),
        format!("quote/token-to-token?inputMint={CIRCLE}&outputMint={TETHER}&amount=0.05"),
        format!("quote?inputMint={CIRCLE}&outputMint={TETHER}&amount=0.05"),
    ] {
        enveloped(&stage.get_by_key(&format!("/solana-exchange/{path}")).await);
    }
    for (path, body) in [
        ("sol-to-token", json!({ "outputMint": CIRCLE, "amount": 0.01 })),
        ("token-to-sol", json!({ "inputMint": CIRCLE, "amount": "0.0001" })),
        ("token-to-token", json!({ "inputMint": CIRCLE, "outputMint": TETHER, "amount": 0.0001 })),
    ] {
        let swapped = enveloped(&stage.post_by_key(&format!("/solana-exchange/swap-{path}"), body).await);
        are_texts(&swapped, "txUrl signature");
    }
    stage.adds_up().await;
}

#[tokio::test]
async fn bill_services() {
    let stage = stage().await;
    for path in ["AIRTIME/mtn", "MOBILEDATA/mtn", "CABLEBILLS/dstv", "UTILITYBILLS/IBADAN%20DISCO%20ELECTRICITY"] {
        let items = with_200(&stage.get_by_key(&format!("/bills/discovery/biller-items/{path}")).await);
        for item in each(&items) {
            are_texts(item, "biller_code name country item_code short_name reg_expression label_name group_name");
            are_texts(item, "category_name biller_name date_added");
            are_numbers(item, "id default_commission fee amount default_commission_on_amount");
            are_numbers(item, "commission_on_fee_or_amount");
            for name in ["is_airtime", "commission_on_fee", "is_resolvable"] {
                assert!(item[name].is_boolean(), "{name} of {item}");
            }
            has(item, "is_data validity_period");
        }
    }
    for path in ["discovery/electricity-operators", "discovery/electricity", "billers/electricity"] {
        let operators = stage.get_by_key(&format!("/bills/{path}")).await.json();
        assert_eq!(operators["StatusCode"], 200);
        for operator in each(&operators["data"]) {
            are_texts(operator, "name code billerCode");
        }
    }
    let told = "id createdAt userId reference billerCode itemCode customer type status txRef billerName";
    let meter = "45083311550";
    for (path, customer, body) in [
        ("buy-airtime", "08088447393", json!({ "phoneNumber": "08088447393", "amount": 350, "biller": "airtel" })),
        (
            "buy-mobile-data",
            "08088447393",
            json!({ "biller": "airtel", "itemCode": "MD136", "phoneNumber": "08088447393" }),
        ),
        ("buy-electricity", meter, json!({ "meterNumber": meter, "disco": "IBADAN DISCO ELECTRICITY", "amount": 100 })),
        // The MCP server is told to send codes where discovery has names.
        ("buy-electricity", meter, json!({ "meterNumber": meter, "disco": "UB161", "amount": 100 })),
        ("buy-airtime", "08088447393", json!({ "phoneNumber": "08088447393", "amount": 350, "biller": "BIL099" })),
    ] {
        let bill = with_200(&stage.post_by_key(&format!("/bills/{path}"), body).await);
        are_texts(&bill, told);
        are_numbers(&bill, "amount");
        has(&bill, "metadata token units validityPeriod");
        assert_eq!(bill["customer"], customer);
    }
    let bills = enveloped(&stage.get_by_key("/bills/records").await);
    let bill = &each(&bills["bills"])[0];
    has(&bills, "total page totalPages");
    let path = format!("/bills/records/reference/{}", bill["reference"].as_str().unwrap());
    enveloped(&stage.get_by_key(&path).await);
    let path = format!("/bills/records/receipt/{}", bill["id"].as_str().unwrap());
    assert_eq!(stage.get_by_key(&path).await.status, 200);
    let customer = json!({ "billerCode": "BIL114", "customer": meter });
    enveloped(&stage.post_by_key("/bills/validation/customer", customer).await);
}

#[tokio::test]
async fn offramp_services() {
    let stage = stage().await;
    for asset in each(&with_200(&stage.get_by_key("/offramp/exchange/assets").await)) {
        has(asset, "name symbol");
        each(&asset["networks"]);
    }
    let quote = async |token: &str, network: &str, amount: u32, fiat: &str| {
        let query = format!("token={token}&network={network}&amount={amount}&fiat={fiat}");
        with_200(&stage.get_by_key(&format!("/offramp/exchange/quote?{query}")).await)
    };
    quote("USDT", "ethereum", 100, "NGN").await;
    // What the SDK makes of a fiat that is not named.
    let rate = quote("USDC", "base", 200, "undefined").await;
    let rate: f64 = rate.as_str().unwrap().parse().unwrap();
    let sell = async |token: &str, network: &str, amount: f64, account: &str, name: &str| {
        let order = json!({
            "amount": amount, "token": token, "network": network, "fiatCurrency": "NGN", "bankCode": "GTBINGLA",
            "accountNumber": account, "accountName": name,
        });
        let answer = stage.post_by_key("/offramp/exchange/initiate", order).await;
        let order = enveloped(&answer);
        assert!(matches!(answer.json()["statusCode"].as_u64(), Some(200 | 201)), "{answer:?}");
        order
    };
    let order = sell("USDT", "ethereum", 100.0, "0123456789", "John Doe").await;
    has(&order, "id reference status amounts beneficiary onChain timestamps");
    has(&order["amounts"], "crypto fiat exchangeRate totalFee");
    has(&order["beneficiary"], "bankCode bankName accountNumber accountName");
    has(&order["onChain"], "depositAddress txHash sourceWallet");
    has(&order["timestamps"], "created updated depositExpires");
    // The test sells as many as the quote says naira for one.
    let order = sell("USDC", "base", rate, "1122334455", "Bob Johnson").await;
    assert_eq!(order["amounts"]["crypto"]["asset"], "USDC");

    for (query, page, limit) in
        [("limit=5&page=1", "1", 5), ("limit=3&page=2", "2", 3), ("limit=10&page=999", "999", 10)]
    {
        let history = stage.get_by_key(&format!("/offramp/ledger/history?{query}")).await.json();
        assert_eq!((&history["meta"]["currentPage"], &history["meta"]["itemsPerPage"]), (&json!(page), &json!(limit)));
        assert!(history["data"].as_array().unwrap().len() <= limit);
    }
    let history = stage.get_by_key("/offramp/ledger/history?limit=50&page=1").await.json();
    has(&history["meta"], "totalItems totalPages");
    let known = [
        "initiated",
        "quote_created",
        "awaiting_deposit",
        "deposit_received",
        "pending",
        "processing",
        "fiat_sent",
        "completed",
        "failed",
        "cancelled",
        "refunded",
        "expired",
    ];
    for order in each(&history["data"]) {
        are_texts(order, "id reference createdAt");
        assert!(known.contains(&order["status"].as_str().unwrap()), "{order}");
        for name in ["cryptoAmount", "fiatAmount", "exchangeRate"] {
            assert!(order[name].as_f64().unwrap() > 0.0, "{name} of {order}");
        }
    }
    // The SDK writes an object into the path.
    assert_eq!(stage.get_by_key("/offramp/ledger/status/[object%20Object]").await.status, 404);
    assert_eq!(stage.get_by_key("/offramp/ledger/status/reference").await.status, 404);
}

#[tokio::test]
async fn offramp_payout_service() {
    let stage = stage().await;
    let banks = with_200(&stage.get_by_key("/offramp/payouts/banks").await);
    let mut codes: Vec<&str> = each(&banks).iter().map(|bank| bank["code"].as_str().unwrap()).collect();
    assert!(codes.iter().all(|code| !code.trim().is_empty()));
    codes.sort_unstable();
    codes.dedup();
    assert_eq!(codes.len(), each(&banks).len(), "no code is twice there");
    let names: Vec<String> = each(&banks).iter().map(|bank| bank["name"].as_str().unwrap().to_lowercase()).collect();
    assert!(names.iter().any(|name| name.contains("gtbank")));
    for bank in each(&banks) {
        let account = json!({ "bankCode": bank["code"], "accountNumber": "0123456789" });
        let account = with_200(&stage.post_by_key("/offramp/payouts/verify", account).await);
        assert_eq!((&account["bankName"], &account["bankCode"]), (&bank["name"], &bank["code"]));
        are_texts(&account, "accountName accountNumber");
    }
}
