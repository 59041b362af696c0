//! The wire models against the documented bodies of `monei-api.md` §7, letter by letter.
//!
//! Client and simulated Monei share the models, so a mistake in them would agree with itself; these bodies do not come
//! from either.

use monei_api::bill::{BillCategory, BillPayment, BillStatus};
use monei_api::connect::TokenResponse;
use monei_api::deposit::{Deposit, NextActionKind};
use monei_api::error::{ErrorBody, PlainError};
use monei_api::evm::{self, TokenKind};
use monei_api::kyc::{KycStatus, KycStatusResponse, Tier};
use monei_api::money::{Figure, Form};
use monei_api::offramp::{Initiated, OfframpPage, OfframpStatus};
use monei_api::payout::Payout;
use monei_api::solana;
use monei_api::transaction::{TransactionKind, TransactionPage, TransactionStatus};
use monei_api::user::{OnboardingState, User};
use monei_api::wallet::{Chain, SubwalletKind, WalletResponse};
use monei_api::{Amount, Field, ScopeSet, envelope};

#[test]
fn token() {
    let body = r#"{"access_token":"mct_7f…","refresh_token":"mcr_19…","token_type":"Bearer","expires_in":3600,"scopes":["wallet:read"]}"#;
    let response: TokenResponse = serde_json::from_str(body).unwrap();
    assert_eq!(response.access_token.expose(), "mct_7f…");
    assert_eq!(response.refresh_token.expose(), "mcr_19…");
    assert_eq!(response.expires_in_seconds(), 3600);
    assert_eq!(response.granted(), Some(ScopeSet::parse("wallet:read")));
    assert_eq!(serde_json::to_string(&response).unwrap(), body);
}

#[test]
fn errors() {
    for (body, message) in [
        (
            r#"{"statusCode":401,"message":"Invalid or expired token","error":"Unauthorized"}"#,
            "Invalid or expired token",
        ),
        (
            r#"{"statusCode":403,"message":"Insufficient scope: requires wallet:withdraw","error":"Forbidden"}"#,
            "Insufficient scope: requires wallet:withdraw",
        ),
    ] {
        assert_eq!(ErrorBody::parse(body.as_bytes()).text().as_deref(), Some(message));
        let plain: PlainError = serde_json::from_str(body).unwrap();
        assert_eq!(serde_json::to_string(&plain).unwrap(), body);
    }
    let balance = r#"{"statusCode":400,"message":"Insufficient balance for transaction","error":{"details":{"required":5000,"available":1805,"currency":"NGN"}}}"#;
    let shortage = ErrorBody::parse(balance.as_bytes()).shortage.unwrap();
    assert_eq!(
        (shortage.required.to_string(), shortage.available.to_string(), shortage.currency.to_string()),
        ("5000".into(), "1805".into(), "NGN".into())
    );
}

#[test]
fn user() {
    let body = r#"{"statusCode":200,"message":"User retrieved successfully","data":{"id":"3b1d…","email":"ada@example.ng","firstName":"Ada","lastName":"Obi","name":"Ada Obi","phone":"+2348012345678","dob":"1994-05-02","haveTransactionPin":true,"verified":true,"onboardingState":"FULLY_ONBOARDED","kycInfo":{"id":"9c…","currentTier":"tier_1","status":"verified","ninVerified":false,"bvnVerified":false,"governmentIdVerified":false,"selfieVerified":false,"addressVerified":false,"canUpgrade":true,"nextTier":"tier_2","limits":{}},"createdAt":"…","updatedAt":"…","deletedDate":null},"errors":{}}"#;
    let user: User = envelope::read(body.as_bytes()).unwrap();
    assert_eq!(user.id, "3b1d…");
    assert_eq!(user.display_name().as_deref(), Some("Ada Obi"));
    assert_eq!(user.phone.as_deref(), Some("+2348012345678"));
    assert_eq!(user.dob.as_deref(), Some("1994-05-02"));
    assert_eq!((*user.have_transaction_pin, *user.verified), (Some(true), Some(true)));
    assert_eq!(*user.onboarding_state, Some(OnboardingState::FullyOnboarded));
    let kyc = user.kyc_info.into_option().unwrap();
    assert_eq!(
        (kyc.current_tier.into_option(), kyc.status.into_option()),
        (Some(Tier::One), Some(KycStatus::Verified))
    );
    assert_eq!((*kyc.nin_verified, *kyc.can_upgrade), (Some(false), Some(true)));
    assert_eq!(*user.created_at, None, "a date that cannot be read is absent");
}

#[test]
fn kyc_status() {
    let body = r#"{"statusCode":200,"message":"…","data":{"currentTier":"tier_1","status":"verified","limits":{"maxSingleTransaction":200000,"dailyTransactionLimit":200000,"monthlyTransactionLimit":2000000,"maxWalletBalance":2000000,"cryptoAllowed":true,"crossBorderAllowed":false,"cryptoDailyLimit":200000,"p2pAllowed":true,"withdrawalAllowed":true},"requirements":"NIN","verified":{"nin":false,"bvn":false,"governmentId":false,"selfie":false,"biometric":false,"address":false},"canUpgrade":true,"nextTier":"tier_2"},"errors":{}}"#;
    let kyc: KycStatusResponse = envelope::read(body.as_bytes()).unwrap();
    let limits = kyc.limits.into_option().unwrap();
    let digits = |figure: monei_api::Field<monei_api::money::Figure>| figure.into_option().unwrap().amount.to_string();
    assert_eq!(digits(limits.max_single_transaction), "200000");
    assert_eq!(digits(limits.daily_transaction_limit), "200000");
    assert_eq!(digits(limits.monthly_transaction_limit), "2000000");
    assert_eq!(digits(limits.max_wallet_balance), "2000000");
    assert_eq!(digits(limits.crypto_daily_limit), "200000");
    assert_eq!((*limits.crypto_allowed, *limits.cross_border_allowed), (Some(true), Some(false)));
    assert_eq!((*limits.p2p_allowed, *limits.withdrawal_allowed), (Some(true), Some(true)));
    assert_eq!(kyc.requirements.as_deref(), Some("NIN"));
    assert_eq!(*kyc.verified.into_option().unwrap().government_id, Some(false));
    assert_eq!(kyc.next_tier.into_option(), Some(Tier::Two));
}

#[test]
fn wallet() {
    let body = r#"{"statusCode":200,"message":"User wallet retreived succesfully","data":{"nairaBalance":"1805.00","subwallets":[{"id":"a1…","parentWalletId":"f0…","type":"FIAT","currency":"NGN","balance":1805,"chain":null,"publicAddress":null,"virtualAccount":{"id":"v1…","accountNumber":"9907581802","bankName":"Indulge MFB","reference":"va-1","status":"ACTIVE","isActive":true,"createdAt":"…","updatedAt":"…","deletedDate":null},"createdAt":"…","updatedAt":"…","deletedDate":null},{"id":"a2…","type":"CRYPTO","currency":"ETH","balance":0,"chain":"EVM","publicAddress":"0x52…","virtualAccount":null},{"id":"a3…","type":"CRYPTO","currency":"SOL","balance":0,"chain":"SOLANA","publicAddress":"7Yk…","virtualAccount":null}]},"errors":{}}"#;
    let wallet: WalletResponse = envelope::read(body.as_bytes()).unwrap();
    assert_eq!(wallet.naira_balance.as_ref().unwrap().amount.to_plain(2), "1805.00");
    let [naira, evm, solana] = wallet.subwallets.as_slice() else { panic!("three sub-wallets") };
    assert_eq!((naira.kind.as_ref(), naira.chain.as_ref()), (Some(&SubwalletKind::Fiat), None));
    assert_eq!(naira.balance, wallet.naira_balance, "the two forms of the figure are the same amount");
    let account = naira.virtual_account.as_ref().unwrap();
    assert_eq!(account.account_number.as_ref().map(|number| number.0.as_str()), Some("9907581802"));
    assert_eq!((account.bank_name.as_deref(), *account.is_active), (Some("Indulge MFB"), Some(true)));
    assert_eq!((evm.chain.as_ref(), evm.public_address.as_deref()), (Some(&Chain::Evm), Some("0x52…")));
    assert_eq!(
        (solana.chain.as_ref(), solana.currency.as_ref().map(|it| it.0.as_str())),
        (Some(&Chain::Solana), Some("SOL"))
    );
    assert_eq!(*evm.parent_wallet_id, None);
}

#[test]
fn transactions() {
    let body = r#"{"statusCode":200,"message":"…","data":{"transactions":[{"id":"t1…","userId":"3b1d…","amount":500,"type":"CREDIT","status":"SUCCESS","reference":"dep-001","currency":"NGN","narration":"Wallet funding","createdAt":"…","updatedAt":"…","deletedDate":null}],"pagination":{"page":1,"limit":10,"total":1,"totalPages":1,"hasNextPage":false,"hasPreviousPage":false}},"errors":{}}"#;
    let page: TransactionPage = envelope::read(body.as_bytes()).unwrap();
    let [row] = page.transactions.as_slice() else { panic!("one transaction") };
    assert_eq!(row.amount.as_ref().unwrap().amount.to_string(), "500");
    assert_eq!(
        (row.kind.as_ref(), row.status.as_ref()),
        (Some(&TransactionKind::Credit), Some(&TransactionStatus::Success))
    );
    assert_eq!(row.reference.as_ref().map(|it| it.0.as_str()), Some("dep-001"));
    assert_eq!((row.narration.as_deref(), row.user_id.as_deref()), (Some("Wallet funding"), Some("3b1d…")));
    assert_eq!((page.pagination.total.map(|it| it.0), *page.pagination.has_next_page), (Some(1), Some(false)));
}

#[test]
fn evm_portfolio() {
    let body = r#"{"statusCode":200,"message":"…","data":{"userId":"3b1d…","walletAddress":"0x52…","network":"base","totalPortfolioValueUSD":"152.40","nativeToken":{"name":"Ether","symbol":"ETH","decimals":"18","logoUrl":"","type":"native","balance":"0.05","balanceUSD":"150.40","priceUSD":"3008.00","rawBalance":"50000000000000000","network":"base"},"tokens":[{"contractAddress":"0x83…","name":"USD Coin","symbol":"USDC","decimals":"6","logoUrl":"","type":"token","balance":"2","balanceUSD":"2.00","priceUSD":"1.00","rawBalance":"2000000","network":"base"}],"updatedAt":"…"},"errors":{}}"#;
    let portfolio: evm::Portfolio = envelope::read(body.as_bytes()).unwrap();
    let ether = portfolio.native_token.as_ref().unwrap();
    assert_eq!((ether.kind.as_ref(), ether.contract_address.as_ref()), (Some(&TokenKind::Native), None));
    assert_eq!(ether.raw_balance.as_ref().unwrap().amount.to_string(), "50000000000000000");
    let [coin] = portfolio.tokens.as_slice() else { panic!("one token") };
    assert_eq!((coin.kind.as_ref(), coin.contract_address.as_deref()), (Some(&TokenKind::Token), Some("0x83…")));
    assert_eq!(coin.decimals.as_ref().unwrap().amount.to_string(), "6");
    let parts = [ether, coin].map(|token| token.balance_usd.as_ref().unwrap().amount.clone());
    assert_eq!(parts.into_iter().sum::<Amount>(), portfolio.total_portfolio_value_usd.as_ref().unwrap().amount);
}

#[test]
fn solana_portfolio() {
    let body = r#"{"statusCode":200,"message":"…","data":{"userId":"3b1d…","address":"7Yk…","nativeBalance":"0.5","nativeBalanceLamports":"500000000","tokens":[{"mintAddress":"EPj…","name":"USD Coin","symbol":"USDC","balance":1.5,"rawBalance":"1500000","decimals":6}]},"errors":{}}"#;
    let portfolio: solana::Portfolio = envelope::read(body.as_bytes()).unwrap();
    let figure = |field: &Field<Figure>| field.as_ref().map(|figure| (figure.amount.to_string(), figure.form));
    assert_eq!(figure(&portfolio.native_balance), Some(("0.5".to_owned(), Form::Text)));
    assert_eq!(figure(&portfolio.native_balance_lamports), Some(("500000000".to_owned(), Form::Text)));
    let [coin] = portfolio.tokens.as_slice() else { panic!("one token") };
    assert_eq!(figure(&coin.balance), Some(("1.5".to_owned(), Form::Number)));
    assert_eq!(figure(&coin.decimals), Some(("6".to_owned(), Form::Number)));
    assert!(coin.price_usd.is_absent() && portfolio.total_value_usd.is_absent());
}

#[test]
fn electricity_bill() {
    let body = r#"{"statusCode":200,"message":"…","data":{"id":"b1…","createdAt":"…","userId":"3b1d…","reference":"bill1764000000000-3b1d…","billerCode":"BIL114","itemCode":"UB161","customer":"45083311550","amount":5000,"type":"UTILITYBILLS","status":"SUCCESS","txRef":"CF-FLYAPI-…","billerName":"IBADAN DISCO ELECTRICITY","metadata":null,"token":"12345678901234567890","units":"38.2","validityPeriod":null},"errors":{}}"#;
    let bill: BillPayment = envelope::read(body.as_bytes()).unwrap();
    assert_eq!(
        (bill.category.as_ref(), bill.status.as_ref()),
        (Some(&BillCategory::UtilityBills), Some(&BillStatus::Success))
    );
    assert_eq!(bill.amount.as_ref().unwrap().amount, Amount::from(5000));
    let text = |field: &Field<monei_api::field::Text>| field.as_deref().map(str::to_owned);
    assert_eq!(text(&bill.token).as_deref(), Some("12345678901234567890"), "all digits are kept");
    assert_eq!((text(&bill.units).as_deref(), text(&bill.validity_period)), (Some("38.2"), None));
    assert_eq!(text(&bill.biller_name).as_deref(), Some("IBADAN DISCO ELECTRICITY"));
}

#[test]
fn offramp_history() {
    let body = r#"{"message":"…","data":[{"id":"o1…","reference":"OFF-7KQ2ZX1AB","status":"completed","asset":"USDT","network":"base","cryptoAmount":100,"fiatAmount":155025,"fiatCurrency":"NGN","exchangeRate":1550.25,"beneficiary":{"bankCode":"GTBINGLA","accountNumber":"0123456789"},"createdAt":"…","completedAt":"…"}],"meta":{"totalItems":1,"itemCount":1,"itemsPerPage":10,"totalPages":1,"currentPage":"1"}}"#;
    let page: OfframpPage = serde_json::from_str(body).unwrap();
    let [order] = page.orders.as_slice() else { panic!("one order") };
    assert_eq!((order.reference(), order.status.as_ref()), (Some("OFF-7KQ2ZX1AB"), Some(&OfframpStatus::Completed)));
    assert_eq!((order.token(), order.network.as_deref(), order.fiat()), (Some("USDT"), Some("base"), Some("NGN")));
    let digits = [&order.crypto_amount, &order.fiat_amount, &order.exchange_rate];
    let digits = digits.map(|figure| figure.as_ref().unwrap().amount.to_string());
    assert_eq!(digits, ["100", "155025", "1550.25"]);
    assert_eq!(order.beneficiary().unwrap().bank_code.as_deref(), Some("GTBINGLA"));
    assert_eq!((page.meta.total_items.map(|it| it.0), page.meta.current_page.map(|it| it.0)), (Some(1), Some(1)));
}

#[test]
fn bank_transfer() {
    let body = r#"{"statusCode":200,"message":"…","data":{"reference":"pay-01","status":"PENDING","amount":2500},"errors":{}}"#;
    let payout: Payout = envelope::read(body.as_bytes()).unwrap();
    assert_eq!(payout.reference.as_deref(), Some("pay-01"));
    assert_eq!(payout.status.into_option(), Some(TransactionStatus::Pending));
    assert_eq!(payout.amount.as_ref().unwrap().amount, Amount::from(2500));
}

#[test]
fn deposit_by_bank_transfer() {
    let body = r#"{"statusCode":200,"message":"…","data":{"amount":5000,"totalAmount":5110,"moneiFee":110,"reference":"dep-02","currency":"NGN","narration":"","accountNumber":"9900112233","bankName":"Indulge MFB","accountName":"MONEI/ADA OBI","expiry_datetime":"…","status":"PENDING","nextAction":{"type":"payment_Instructions","payment_instruction":{"note":"Transfer the exact total"}}},"errors":{}}"#;
    let deposit: Deposit = envelope::read(body.as_bytes()).unwrap();
    let figure = |field: &Field<Figure>| field.as_ref().unwrap().amount.clone();
    assert_eq!(figure(&deposit.amount) + figure(&deposit.monei_fee), figure(&deposit.total_amount));
    assert_eq!((deposit.account_number.as_deref(), deposit.reference.as_deref()), (Some("9900112233"), Some("dep-02")));
    assert_eq!(deposit.instruction(), Some("Transfer the exact total"));
    assert_eq!(deposit.next_action.into_option().unwrap().kind, NextActionKind::Instructions);
}

#[test]
fn offramp_initiate() {
    let body = r#"{"statusCode":202,"message":"…","data":{"transaction":{"id":"o1…","reference":"OFF-7KQ2ZX1AB","status":"awaiting_deposit","amounts":{"crypto":{"value":100,"asset":"USDT","network":"base"},"fiat":{"value":155025,"currency":"NGN"},"exchangeRate":1550.25,"totalFee":0.5},"beneficiary":{"bankCode":"GTBINGLA","bankName":"GTBank","accountNumber":"0123456789","accountName":"ADA OBI"},"onChain":{"depositAddress":"0xde…","txHash":null,"sourceWallet":"EXTERNAL_WALLET"},"meta":{},"timestamps":{"created":"…","updated":"…","depositExpires":"…"}},"depositInstructions":{"address":"0xde…","amount":100,"token":"USDT","network":"base","chainId":8453,"expiresAt":"…","displayNetwork":"Base","qrCodeData":"ethereum:0xde…"},"currentBalance":{"amount":20,"token":"USDT","network":"base","shortfall":80},"warnings":[],"nextSteps":[]},"errors":{}}"#;
    let initiated: Initiated = envelope::read(body.as_bytes()).unwrap();
    let Initiated::Awaited(sale) = &initiated else { panic!("the deposit is awaited") };
    assert_eq!(initiated.order().reference, "OFF-7KQ2ZX1AB");
    assert_eq!(*sale.transaction.status, Some(OfframpStatus::AwaitingDeposit));
    let amounts = sale.transaction.amounts.as_ref().unwrap();
    let rate = amounts.exchange_rate.as_ref().unwrap().amount.clone();
    let crypto = amounts.crypto.as_ref().unwrap().value.as_ref().unwrap().amount.clone();
    assert_eq!(crypto * rate, amounts.fiat.as_ref().unwrap().value.as_ref().unwrap().amount);
    let deposit = sale.deposit_instructions.as_ref().unwrap();
    assert_eq!((deposit.address.as_deref(), *deposit.chain_id), (Some("0xde…"), Some(8453)));
    assert_eq!(sale.current_balance.as_ref().unwrap().shortfall.as_ref().unwrap().amount, Amount::from(80));
    let to = sale.transaction.beneficiary.as_ref().unwrap();
    assert_eq!((to.account_number.as_deref(), to.account_name.as_deref()), (Some("0123456789"), Some("ADA OBI")));
}
