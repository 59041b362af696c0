//! Naira: balances, deposits, payouts, banks and transactions (`monei-api.md` §3.3 to §3.7).

use monei_api::endpoint;
use serde_json::{Value, json};

use super::{account_number, bank_code};
use crate::openapi::request::{
    Description, Member, amount, chain, day, describe, digits, may, need, object, one_of, paging, pin, text, up_to,
    web_address,
};

pub(super) fn all() -> Vec<Description> {
    let mut all = vec![
        describe(&[endpoint::WALLET_ME], "All balances").query(vec![may(
            "chainId",
            chain(),
            "Adds the portfolios of this chain and of Solana.",
        )]),
        describe(&[endpoint::NAIRA_WALLET], "The naira wallet with its account number"),
        describe(&[endpoint::VIRTUAL_ACCOUNT], "Open an account number that receives bank transfers")
            .body(
                vec![need("nin", digits(11, 11), ""), may("reference", reference(), "")],
                json!({ "nin": "12345678901" }),
            )
            .details("Everybody has at most one, which is told to those who ask again."),
        describe(&[endpoint::BANK_TRANSFER, endpoint::LEGACY_WITHDRAWALS], "Send naira to a bank account")
            .details(
                "It is pending for some seconds. Transfers to `0690000031`, and to numbers that begin with `000`, are \
             declined by the bank.",
            )
            .body(
                vec![
                    need("amount", amount(), "In naira."),
                    need("bank", bank_code(), "A code of `GET /wallet/utils/banks`."),
                    need("accountNumber", account_number(), ""),
                    need("transactionPin", pin(), ""),
                    may("reference", reference(), "The caller's own, used once."),
                    may("narration", up_to(100), ""),
                    may("meta", json!({}), "Whatever JSON, kept with the transaction."),
                ],
                json!({ "amount": 100, "bank": "058", "accountNumber": "0123456789", "transactionPin": "1234" }),
            )
            .refusals(&[404, 409]),
        describe(&[endpoint::PEER_TRANSFER, endpoint::LEGACY_PEER_TRANSFER], "Send naira to another Monei user")
            .details("Free and immediate.")
            .body(
                vec![
                    need("receiver", text(), "An e-mail address or a phone number."),
                    need("amount", amount(), "In naira."),
                    need("transactionPin", pin(), ""),
                    may("currency", naira(), ""),
                ],
                json!({ "receiver": "ngozi@example.ng", "amount": 100, "transactionPin": "1234" }),
            )
            .refusals(&[404]),
        describe(&[endpoint::BANKS, endpoint::LEGACY_BANKS], "The banks that naira can be sent to"),
        describe(&[endpoint::BANK_CODE, endpoint::LEGACY_BANK_CODE], "The first bank whose name has a text in it")
            .query(vec![need("bankName", text(), "").example("zenith")])
            .refusals(&[404]),
        describe(&[endpoint::VERIFY_BANK_ACCOUNT, endpoint::LEGACY_VERIFY_BANK_ACCOUNT], "Whose bank account it is")
            .body(
                vec![need("accountNumber", account_number(), ""), need("bank", bank_code(), "")],
                json!({ "accountNumber": "0123456789", "bank": "058" }),
            )
            .refusals(&[404]),
        describe(&[endpoint::TRANSACTIONS_USER], "Transactions, the newest first").query(filter()),
        describe(&[endpoint::TRANSACTIONS], "Transactions, the newest first").query(filter()),
        describe(&[endpoint::TRANSACTION], "One transaction by its id").refusals(&[404]),
        describe(&[endpoint::TRANSACTION_BY_REFERENCE], "One transaction by its reference").refusals(&[404]),
    ];
    all.extend(deposits());
    all
}

fn deposits() -> Vec<Description> {
    vec![
        describe(&[endpoint::DEPOSIT_START], "Start a deposit")
            .details(
                "A fee of 2.2 % comes on top. Transfers and dial codes are paid after twenty seconds. The last digit of \
                 a card's number decides what it asks for: 3 the address of its holder, 6 a page, 9 nothing (it \
                 declines), any other its PIN and a one-time password.",
            )
            .query(vec![
                need("method", one_of(&["BANK_TRANSFER", "USSD", "CARD"]), "").example("BANK_TRANSFER"),
            ])
            .body(
                order(vec![
                    may("card", card(), "For `CARD`."),
                    may("ussd", ussd(), "For `USSD`."),
                ]),
                json!({ "amount": 5000 }),
            )
            .refusals(&[409]),
        describe(
            &[endpoint::DEPOSIT_PAYMENT_LINK, endpoint::LEGACY_FUND_WALLET],
            "Make a page on which a deposit can be paid",
        )
            .body(
                order(vec![
                    may(
                        "customer",
                        object(vec![
                            may("email", text(), ""),
                            may("phoneNumber", text(), ""),
                            may("phone", text(), "Another name of the same."),
                            may("name", text(), ""),
                        ]),
                        "",
                    ),
                    may("customization", object(vec![may("title", text(), "Of the page.")]), ""),
                ]),
                json!({ "amount": 2000.5, "redirectUrl": "https://shop.example/paid", "customization": { "title": "Gift" } }),
            )
            .refusals(&[409]),
        describe(&[endpoint::DEPOSIT_AUTHORIZE], "Hand in what a card deposit asks for")
            .details("The PIN `0000` and one-time passwords of noughts are wrong.")
            .body_of(
                vec![
                    authorization(&["pin"], vec![need("pin", digits(4, 4), "Of the card.")]),
                    authorization(&["otp"], vec![need("otp", digits(4, 8), "")]),
                    authorization(&["avs"], vec![need("avs", holder(), "")]),
                    authorization(&["redirect_url", "payment_instruction"], vec![]),
                ],
                json!({ "type": "pin", "reference": "card-1", "pin": "1111" }),
            )
            .refusals(&[404]),
        describe(&[endpoint::DEPOSIT_PAYMENT_METHOD], "Deposit with a saved payment method")
            .body(
                order(vec![need("paymentMethodId", text(), "")]),
                json!({ "amount": 10, "paymentMethodId": "3f2a8c1e-6f0b-4d7a-9b9e-2f6f0c1d5a77" }),
            )
            .refusals(&[404, 409]),
        describe(&[endpoint::DEPOSIT_STATUS], "How far a deposit is").refusals(&[404]),
    ]
}

/// What all ways of paying in have in common.
fn order(more: Vec<Member>) -> Vec<Member> {
    let mut members = vec![
        need("amount", amount(), "In naira."),
        may("reference", reference(), "The caller's own, used once."),
        may("currency", naira(), ""),
        may("narration", up_to(100), ""),
        may("redirectUrl", web_address(), "Where the payment page leads afterwards."),
    ];
    members.extend(more);
    members
}

fn authorization(kinds: &[&str], more: Vec<Member>) -> Vec<Member> {
    let mut members = vec![need("type", one_of(kinds), ""), need("reference", text(), "Of the deposit.")];
    members.extend(more);
    members
}

fn naira() -> Value {
    json!({ "type": "string", "pattern": "^[Nn][Gg][Nn]$" })
}

pub(super) fn reference() -> Value {
    up_to(100)
}

pub(super) fn card() -> Value {
    object(vec![
        need("cardNumber", json!({ "type": "string", "pattern": "^( *[0-9]){13,19} *$" }), "With a right check digit."),
        need("expiryMonth", json!({ "type": "string", "pattern": "^(0[1-9]|1[0-2])$" }), ""),
        need("expiryYear", json!({ "type": "string", "pattern": "^([0-9]{2}|[0-9]{4})$" }), ""),
        need("cvv", digits(3, 4), ""),
        may("cardHolderName", up_to(100), ""),
    ])
}

pub(super) fn ussd() -> Value {
    object(vec![need("bankCode", bank_code(), "")])
}

/// The address of a card's holder.
fn holder() -> Value {
    let address = vec![
        need("city", text(), ""),
        need("country", text(), ""),
        need("line1", text(), ""),
        may("line2", text(), ""),
        need("postal_code", text(), ""),
        need("state", text(), ""),
    ];
    object(vec![need("address", object(address), "")])
}

fn filter() -> Vec<Member> {
    let number = || json!({ "type": "number" });
    let mut members = paging();
    members.extend([
        may("status", one_of(&["PENDING", "SUCCESS", "FAILED", "COMPLETED", "CANCELLED"]), ""),
        may("type", one_of(&["DEBIT", "CREDIT", "PEER-TRANSFER"]), ""),
        may("currency", text(), ""),
        may("minAmount", number(), ""),
        may("maxAmount", number(), ""),
        may("narration", text(), "A part of it."),
        may("reference", text(), "The whole of it."),
        may("fincraReference", text(), "A payment partner's. No transaction here has one."),
        may("flutterwaveReference", text(), "Likewise."),
        may("startDate", day(), ""),
        may("endDate", day(), "The day is included."),
        may("fromDate", day(), "Another name of `startDate`."),
        may("toDate", day(), "Another name of `endDate`."),
        may("sortBy", json!({ "enum": ["createdAt", "updatedAt", "amount"], "default": "createdAt" }), ""),
        may("sortOrder", json!({ "enum": ["asc", "desc"], "default": "desc" }), ""),
    ]);
    members
}
