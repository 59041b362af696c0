//! Crypto for naira at a bank (`monei-api.md` §3.13).

use monei_api::endpoint;
use serde_json::{Value, json};

use super::{account_number, bank_code};
use crate::openapi::request::{Description, amount, describe, may, need, one_of, paging, text};

pub(super) fn all() -> Vec<Description> {
    vec![
        describe(&[endpoint::OFFRAMP_ASSETS], "What can be sold, and on which networks"),
        describe(&[endpoint::OFFRAMP_QUOTE], "Naira for one token").query(vec![
            need("token", token(), "").example("USDT"),
            need("network", network(), "").example("base"),
            need("amount", amount(), "").example(100),
            may("fiat", json!({ "enum": ["NGN", "undefined", ""], "default": "NGN" }), "`undefined` is read as `NGN`."),
        ]),
        describe(&[endpoint::OFFRAMP_INITIATE], "Sell crypto")
            .details(
                "201 where the wallet holds enough and the crypto is sent from it; 202 where it is to be sent to an \
                 address within thirty minutes.",
            )
            .body(
                vec![
                    need("token", token(), ""),
                    need("network", network(), ""),
                    need("amount", amount(), "In tokens."),
                    may("fiatCurrency", one_of(&["NGN"]), ""),
                    need(
                        "bankCode",
                        bank_code(),
                        "A code of `GET /offramp/payouts/banks`, or one of the wallet's banks.",
                    ),
                    need("accountNumber", account_number(), ""),
                    need("accountName", text(), ""),
                ],
                json!({
                    "amount": 10, "token": "USDT", "network": "base", "fiatCurrency": "NGN",
                    "bankCode": "GTBINGLA", "accountNumber": "0123456789", "accountName": "ADA OBI",
                }),
            )
            .refusals(&[404]),
        describe(&[endpoint::OFFRAMP_HISTORY], "Orders, the newest first")
            .details("`currentPage` is a text where `page` was given.")
            .query(paging()),
        describe(&[endpoint::OFFRAMP_STATUS], "How far an order is").refusals(&[404]),
        describe(&[endpoint::OFFRAMP_BANKS], "The banks that orders can be paid to")
            .details("Their codes are not those of `GET /wallet/utils/banks`."),
        describe(&[endpoint::OFFRAMP_VERIFY], "Whose bank account it is")
            .body(
                vec![need("bankCode", bank_code(), ""), need("accountNumber", account_number(), "")],
                json!({ "bankCode": "GTBINGLA", "accountNumber": "0123456789" }),
            )
            .refusals(&[404]),
    ]
}

fn token() -> Value {
    one_of(&["USDT", "USDC", "CNGN"])
}

fn network() -> Value {
    one_of(&[
        "base",
        "polygon",
        "arbitrum-one",
        "bnb-smart-chain",
        "ethereum",
        "starknet",
        "optimism",
        "lisk",
        "scroll",
    ])
}
