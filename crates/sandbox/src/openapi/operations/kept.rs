//! Payment methods and beneficiaries (`monei-api.md` §3.14).

use monei_api::endpoint;
use serde_json::{Value, json};

use super::{account_number, any_address, bank_code, crypto, wallet};
use crate::openapi::request::{Description, Member, amount, describe, may, need, one_of, pin, text, up_to};

pub(super) fn all() -> Vec<Description> {
    vec![
        describe(&[endpoint::PAYMENT_METHODS], "Saved payment methods")
            .query(vec![may("subWalletId", text(), "Of this subwallet only.")])
            .refusals(&[404]),
        describe(&[endpoint::CREATE_PAYMENT_METHOD], "Save a payment method")
            .body_of(
                vec![
                    method("CARD", need("card", wallet::card(), "")),
                    method("VIRTUAL_ACCOUNT", may("virtualAccountId", up_to(100), "")),
                    method("USSD", need("ussd", wallet::ussd(), "")),
                ],
                json!({
                    "type": "USSD", "subWalletId": "3f2a8c1e-6f0b-4d7a-9b9e-2f6f0c1d5a77",
                    "ussd": { "bankCode": "058" },
                }),
            )
            .refusals(&[404, 409]),
        describe(&[endpoint::PAYMENT_METHOD], "One payment method").refusals(&[404]),
        describe(&[endpoint::DELETE_PAYMENT_METHOD], "Forget a payment method").refusals(&[404]),
        describe(&[endpoint::DEFAULT_PAYMENT_METHOD], "Make a payment method the default").refusals(&[404]),
        describe(&[endpoint::SYNC_PAYMENT_METHODS], "Save the virtual account as a payment method, if it is not one"),
        describe(&[endpoint::BENEFICIARIES], "Beneficiaries").query(vec![may("type", kind(), "")]),
        describe(&[endpoint::CREATE_BENEFICIARY], "Save a beneficiary")
            .details(
                "`evmAddress` or `solAddress` instead of network and address, and `email`, are understood as well.",
            )
            .body_of(beneficiary(need), landlady())
            .refusals(&[404, 409]),
        describe(&[endpoint::BENEFICIARY], "One beneficiary").refusals(&[404]),
        describe(&[endpoint::UPDATE_BENEFICIARY], "Change a beneficiary")
            .details("What the body does not name stays as it is, as long as the type does.")
            .body_of(beneficiary(may), landlady())
            .refusals(&[404, 409]),
        describe(&[endpoint::DELETE_BENEFICIARY], "Forget a beneficiary").refusals(&[404]),
        describe(&[endpoint::LEGACY_DELETE_BENEFICIARY], "Forget a beneficiary by its id").refusals(&[404]),
        describe(&[endpoint::BENEFICIARY_TRANSFER], "Send to a beneficiary")
            .body(
                vec![
                    need("beneficiaryId", text(), ""),
                    need("amount", amount(), "In the currency."),
                    need("transactionPin", pin(), ""),
                    may("currency", up_to(20), "What the beneficiary's network has; naira, or its coin, if left out."),
                    may("narration", up_to(100), ""),
                ],
                json!({
                    "beneficiaryId": "3f2a8c1e-6f0b-4d7a-9b9e-2f6f0c1d5a77", "amount": 50, "transactionPin": "1234",
                }),
            )
            .refusals(&[404]),
    ]
}

pub(super) fn kind() -> Value {
    one_of(&["bank", "crypto", "peer"])
}

fn method(kind: &str, more: Member) -> Vec<Member> {
    vec![
        need("type", one_of(&[kind]), ""),
        need("subWalletId", text(), "The naira wallet's."),
        may("nickname", up_to(50), ""),
        more,
    ]
}

fn landlady() -> Value {
    json!({ "type": "bank", "name": "Landlady", "bankCode": "058", "accountNumber": "0123456789" })
}

/// The kinds of beneficiaries; `wanted` says whether what defines one must be there.
fn beneficiary(wanted: fn(&'static str, Value, &'static str) -> Member) -> Vec<Vec<Member>> {
    let of = |kind: &str, more: Vec<Member>| {
        let mut members = vec![wanted("type", one_of(&[kind]), ""), wanted("name", text(), "")];
        members.extend(more);
        members
    };
    vec![
        of("bank", vec![wanted("bankCode", bank_code(), ""), wanted("accountNumber", account_number(), "")]),
        of(
            "crypto",
            vec![
                wanted("network", crypto::networks_of_beneficiaries(), ""),
                wanted("address", any_address(), "On the network."),
            ],
        ),
        of("peer", vec![wanted("receiver", text(), "An e-mail address or a phone number.")]),
    ]
}
