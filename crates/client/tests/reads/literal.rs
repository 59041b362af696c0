//! The documented bodies of `monei-api.md` §7, and the variants of §3.0, behind the paths that the calls ask for.

use axum::Router;
use axum::extract::Request;
use axum::http::StatusCode;
use monei_client::CallError;
use monei_client::calls::TransactionPath;

use crate::Direct;

const KYC: &str = r#"{"statusCode":200,"message":"…","data":{"currentTier":"tier_1","status":"verified","limits":{"maxSingleTransaction":200000,"dailyTransactionLimit":200000,"monthlyTransactionLimit":2000000,"maxWalletBalance":2000000,"cryptoAllowed":true,"crossBorderAllowed":false,"cryptoDailyLimit":200000,"p2pAllowed":true,"withdrawalAllowed":true},"requirements":"NIN","verified":{"nin":false,"bvn":false,"governmentId":false,"selfie":false,"biometric":false,"address":false},"canUpgrade":true,"nextTier":"tier_2"},"errors":{}}"#;
const WALLET: &str = r#"{"statusCode":200,"message":"User wallet retreived succesfully","data":{"nairaBalance":"1805.00","subwallets":[{"id":"a1…","parentWalletId":"f0…","type":"FIAT","currency":"NGN","balance":1805,"chain":null,"publicAddress":null,"virtualAccount":{"id":"v1…","accountNumber":"9907581802","bankName":"Indulge MFB","reference":"va-1","status":"ACTIVE","isActive":true,"createdAt":"…","updatedAt":"…","deletedDate":null},"createdAt":"…","updatedAt":"…","deletedDate":null},{"id":"a2…","type":"CRYPTO","currency":"ETH","balance":0,"chain":"EVM","publicAddress":"0x52…","virtualAccount":null},{"id":"a3…","type":"CRYPTO","currency":"SOL","balance":0,"chain":"SOLANA","publicAddress":"7Yk…","virtualAccount":null}]},"errors":{}}"#;
const TRANSACTIONS: &str = r#"{"statusCode":200,"message":"…","data":{"transactions":[{"id":"t1…","userId":"3b1d…","amount":500,"type":"CREDIT","status":"SUCCESS","reference":"dep-001","currency":"NGN","narration":"Wallet funding","createdAt":"…","updatedAt":"…","deletedDate":null}],"pagination":{"page":1,"limit":10,"total":1,"totalPages":1,"hasNextPage":false,"hasPreviousPage":false}},"errors":{}}"#;
const EVM: &str = r#"{"statusCode":200,"message":"…","data":{"userId":"3b1d…","walletAddress":"0x52…","network":"base","totalPortfolioValueUSD":"152.40","nativeToken":{"name":"Ether","symbol":"ETH","decimals":"18","logoUrl":"","type":"native","balance":"0.05","balanceUSD":"150.40","priceUSD":"3008.00","rawBalance":"50000000000000000","network":"base"},"tokens":[{"contractAddress":"0x83…","name":"USD Coin","symbol":"USDC","decimals":"6","logoUrl":"","type":"token","balance":"2","balanceUSD":"2.00","priceUSD":"1.00","rawBalance":"2000000","network":"base"}],"updatedAt":"…"},"errors":{}}"#;
const SOLANA: &str = r#"{"statusCode":200,"message":"…","data":{"userId":"3b1d…","address":"7Yk…","nativeBalance":"0.5","nativeBalanceLamports":"500000000","tokens":[{"mintAddress":"EPj…","name":"USD Coin","symbol":"USDC","balance":1.5,"rawBalance":"1500000","decimals":6}]},"errors":{}}"#;
const OFFRAMP: &str = r#"{"message":"…","data":[{"id":"o1…","reference":"OFF-7KQ2ZX1AB","status":"completed","asset":"USDT","network":"base","cryptoAmount":100,"fiatAmount":155025,"fiatCurrency":"NGN","exchangeRate":1550.25,"beneficiary":{"bankCode":"GTBINGLA","accountNumber":"0123456789"},"createdAt":"…","completedAt":"…"}],"meta":{"totalItems":1,"itemCount":1,"itemsPerPage":10,"totalPages":1,"currentPage":"1"}}"#;

/// A server that knows one target and answers it with one body.
async fn serving(target: &'static str, status: u16, body: &'static str) -> Direct {
    serving_all(&[(target, status, body)]).await
}

async fn serving_all(answers: &[(&'static str, u16, &'static str)]) -> Direct {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}/api/v1", listener.local_addr().unwrap());
    let answers = answers.to_vec();
    let router = Router::new().fallback(async move |request: Request| {
        let asked = request.uri().path_and_query().unwrap().as_str();
        let bearer = request.headers().get("authorization").and_then(|value| value.to_str().ok());
        assert_eq!(bearer, Some("Bearer mct_literal"));
        let known = answers.iter().find(|(target, ..)| asked == format!("/api/v1{target}"));
        known.map_or((StatusCode::GONE, ""), |(_, status, body)| (StatusCode::from_u16(*status).unwrap(), *body))
    });
    tokio::spawn(async move { axum::serve(listener, router).await });
    Direct::new(&base, "mct_literal")
}

#[tokio::test]
async fn limits_and_what_the_next_tier_needs() {
    let monei = serving("/kyc/status", 200, KYC).await;
    let kyc = monei.kyc().kyc_status().await.unwrap();
    assert_eq!(kyc.requirements.as_deref(), Some("NIN"));
    let limits = kyc.limits.into_option().unwrap();
    assert_eq!(limits.crypto_daily_limit.as_ref().unwrap().amount.to_string(), "200000");
}

#[tokio::test]
async fn an_empty_list_for_an_object_tells_nothing() {
    let monei = serving("/kyc/status", 200, r#"{"statusCode":200,"data":[]}"#).await;
    let kyc = monei.kyc().kyc_status().await.unwrap();
    assert!(kyc.limits.is_absent() && kyc.current_tier.is_absent(), "unknown, not zero: {kyc:?}");
}

#[tokio::test]
async fn the_wallet_and_its_account() {
    let monei = serving("/wallet/me", 200, WALLET).await;
    let wallet = monei.wallet().wallet().await.unwrap();
    assert_eq!(wallet.naira_balance.as_ref().unwrap().amount.to_plain(2), "1805.00");
    let account = wallet.subwallets[0].virtual_account.as_ref().unwrap();
    assert_eq!(account.account_number.as_deref(), Some("9907581802"));
}

#[tokio::test]
async fn the_path_of_transactions_that_answers_is_remembered() {
    for refusal in [403, 404] {
        let monei = serving_all(&[
            ("/transactions/user?page=1&limit=10", refusal, "<html>"),
            ("/transactions?page=1&limit=10", 200, TRANSACTIONS),
        ])
        .await;
        let (page, path) = monei.wallet().transactions(TransactionPath::User, 1, 10).await.unwrap();
        assert_eq!((page.transactions.len(), path), (1, TransactionPath::Plain));
        assert_eq!(page.transactions[0].reference.as_deref(), Some("dep-001"));
    }
}

#[tokio::test]
async fn one_transaction_in_an_envelope_or_bare() {
    let bare = r#"{"id":"t1","amount":"500.00","fee":0,"nature":"FIAT_DEPOSIT","type":"CREDIT","status":"SUCCESS","reference":"dep/001","user":{"id":"3b1d"},"wallet":{"id":"f0"},"subwallet":{"id":"a1","type":"FIAT","balance":"1805"},"metadata":{"direction":"incoming"},"environment":"live"}"#;
    let enveloped = r#"{"statusCode":200,"message":"…","data":{"id":"t1","amount":500,"fee":0,"nature":"FIAT_DEPOSIT","type":"CREDIT","status":"SUCCESS","reference":"dep/001","metadata":{"direction":"incoming"}},"errors":{}}"#;
    for body in [bare, enveloped] {
        let monei =
            serving_all(&[("/transactions/t1", 200, body), ("/transactions/reference/dep%2F001", 200, body)]).await;
        let by_id = monei.wallet().transaction("t1").await.unwrap();
        let by_reference = monei.wallet().transaction_by_reference("dep/001").await.unwrap();
        assert_eq!(
            (by_id.nature.as_deref(), by_id.fact("direction").as_deref()),
            (Some("FIAT_DEPOSIT"), Some("incoming"))
        );
        assert_eq!(by_reference.amount.as_ref().unwrap().amount.to_plain(2), "500.00");
        assert_eq!(by_reference.row().reference.as_deref(), Some("dep/001"));
    }
}

#[tokio::test]
async fn what_cannot_be_an_id_is_not_asked_for() {
    // The server answers nothing: a call would be a 410.
    let monei = serving_all(&[]).await;
    for id in ["", ".", ".."] {
        let refused = monei.wallet().transaction(id).await.unwrap_err();
        assert!(matches!(refused, CallError::NotFound { .. }), "{id}: {refused:?}");
    }
    assert!(matches!(monei.wallet().transaction("x").await.unwrap_err(), CallError::Rejected { status: 410, .. }));
}

#[tokio::test]
async fn a_portfolio_for_each_chain() {
    let monei = serving_all(&[("/evm/portfolio/8453", 200, EVM), ("/solana/portfolio", 200, SOLANA)]).await;
    let base = monei.wallet().evm_portfolio(8453).await.unwrap();
    assert_eq!(
        base.native_token.as_ref().unwrap().raw_balance.as_ref().unwrap().amount.to_string(),
        "50000000000000000"
    );
    let solana = monei.wallet().solana_portfolio().await.unwrap();
    assert_eq!(solana.tokens[0].balance.as_ref().unwrap().amount.to_string(), "1.5");
}

#[tokio::test]
async fn networks_under_both_names_of_their_explorer() {
    let body = r#"{"data":[{"chainId":8453,"name":"Base","nativeToken":"ETH","blockExploreUrl":"https://basescan.org","isTestnet":false},{"chainId":"1"}]}"#;
    let monei = serving("/evm/networks", 200, body).await;
    let networks = monei.wallet().evm_networks().await.unwrap();
    assert_eq!((*networks[0].chain_id, networks[0].explorer()), (Some(8453), Some("https://basescan.org")));
    assert_eq!(networks.len(), 2);
}

#[tokio::test]
async fn the_history_of_the_offramp_with_its_meta() {
    let monei = serving("/offramp/ledger/history?page=1&limit=10", 200, OFFRAMP).await;
    let page = monei.wallet().offramp_history(1, 10).await.unwrap();
    assert_eq!(page.orders[0].reference(), Some("OFF-7KQ2ZX1AB"));
    assert_eq!(page.meta.total_pages.map(|pages| pages.0), Some(1));
}

#[tokio::test]
async fn an_order_of_the_offramp_in_all_envelopes() {
    let order =
        r#"{"id":"o1","internalReference":"OFF-1","status":"processing","cryptoAmount":100,"fiatAmount":145800}"#;
    let enveloped = r#"{"status":"success","message":"…","data":{"id":"o1","internalReference":"OFF-1","status":"processing","cryptoAmount":100,"fiatAmount":145800},"error":null}"#;
    for body in [order, enveloped] {
        let monei = serving("/offramp/ledger/status/OFF-1", 200, body).await;
        let order = monei.wallet().offramp_order("OFF-1").await.unwrap();
        assert_eq!(order.status.as_ref().map(monei_api::offramp::OfframpStatus::as_str), Some("processing"));
    }
}

#[tokio::test]
async fn bills_with_amounts_as_texts() {
    let body = r#"{"data":{"bills":[{"id":"b1","amount":"5000.00","type":"UTILITYBILLS","status":"PENDING","billerName":"IBADAN DISCO ELECTRICITY","token":null}],"page":"1","limit":10,"total":1,"totalPages":1,"hasNext":false,"hasPrev":false}}"#;
    let monei = serving("/bills/records?page=1&limit=10", 200, body).await;
    let page = monei.wallet().bills(1, 10).await.unwrap();
    assert_eq!(page.bills[0].amount.as_ref().unwrap().amount.to_plain(2), "5000.00");
    assert_eq!((page.total.map(|total| total.0), *page.has_next), (Some(1), Some(false)));
}
