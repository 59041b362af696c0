//! Signing in, the profile, PINs and the tier (`monei-api.md` §0.4, §3.1, §3.2, §3.14).

use monei_api::endpoint::{self, Method::Post};
use serde_json::json;

use crate::openapi::request::{
    Description, day, describe, describe_calls, digits, may, need, one_of, phone, pin, text, up_to, web_address,
};

pub(super) fn all() -> Vec<Description> {
    vec![
        describe_calls(vec![(Post, "/auth/auth/login")], "Sign in")
            .details("The path has `auth` twice. The token is a session of the account holder, for a day.")
            .body(
                vec![need("email", text(), ""), need("pin", text(), "Of the login, not of transactions.")],
                json!({ "email": "ada@example.ng", "pin": "1234" }),
            )
            .refusals(&[401]),
        describe(&[endpoint::USER_ME], "The own profile"),
        describe(&[endpoint::USER_UPDATE, endpoint::USER_UPDATE_BY_ID], "Change the own profile")
            .body(
                vec![
                    may("firstName", up_to(100), ""),
                    may("lastName", up_to(100), ""),
                    may("dob", day(), "A past date."),
                    may("phone", phone(), ""),
                ],
                json!({ "firstName": "Ada", "dob": "1994-05-02" }),
            )
            .refusals(&[409]),
        describe(&[endpoint::SET_TRANSACTION_PIN], "Set the transaction PIN")
            .details("A PIN that is locked after wrong attempts is open again.")
            .body(new_pin(vec![]), json!({ "newPin": "1234", "confirmPin": "1234" })),
        describe(&[endpoint::CHANGE_TRANSACTION_PIN], "Change the transaction PIN").body(
            new_pin(vec![need("currentPin", pin(), "")]),
            json!({ "currentPin": "1234", "newPin": "2468", "confirmPin": "2468" }),
        ),
        describe(&[endpoint::RESET_TRANSACTION_PIN], "Reset the transaction PIN").body(
            new_pin(vec![need("pin", pin(), "Of the login.")]),
            json!({ "pin": "1234", "newPin": "1357", "confirmPin": "1357" }),
        ),
        describe(&[endpoint::CHANGE_PIN], "Change the PIN of the login").body(
            new_pin(vec![need("currentPin", pin(), "")]),
            json!({ "currentPin": "1234", "newPin": "1234", "confirmPin": "1234" }),
        ),
        describe(&[endpoint::KYC_STATUS], "The tier, its limits, and what the next one wants"),
        describe(&[endpoint::KYC_LIMITS], "The limits of the tier"),
        describe(&[endpoint::KYC_SUBMIT_NIN], "Submit a national identification number")
            .details("Numbers that begin with `000` belong to nobody. It is looked at after twenty seconds.")
            .body(vec![need("nin", digits(11, 11), "")], json!({ "nin": "12345678901" }))
            .refusals(&[409]),
        describe(&[endpoint::KYC_SUBMIT_BVN], "Submit a bank verification number")
            .details("Numbers that begin with `000` belong to nobody. It is looked at after twenty seconds.")
            .body(vec![need("bvn", digits(11, 11), "")], json!({ "bvn": "22345678901" }))
            .refusals(&[409]),
        describe(&[endpoint::LEGACY_VERIFY_BVN], "Submit a bank verification number, in an older SDK's shape")
            .details("The same as `POST /kyc/submit-bvn`; the answer is the person.")
            .body(vec![need("bvn", digits(11, 11), "")], json!({ "bvn": "22345678901" }))
            .refusals(&[409]),
        describe(&[endpoint::KYC_UPLOAD_DOCUMENT], "Submit a document")
            .body(
                vec![
                    need("documentType", one_of(&DOCUMENTS), ""),
                    need("documentUrl", web_address(), ""),
                    may("documentNumber", up_to(50), ""),
                ],
                json!({ "documentType": "voters_card", "documentUrl": "https://files.example/card.jpg" }),
            )
            .refusals(&[409]),
        describe(&[endpoint::KYC_CHECK_ELIGIBILITY], "Whether a tier can be had").body(
            vec![need("targetTier", one_of(&["tier_1", "tier_2", "tier_3", "tier_4"]), "")],
            json!({ "targetTier": "tier_2" }),
        ),
    ]
}

const DOCUMENTS: [&str; 8] = [
    "nin",
    "bvn",
    "voters_card",
    "drivers_license",
    "international_passport",
    "selfie",
    "utility_bill",
    "bank_statement",
];

/// A PIN that is given twice, and what else is asked for.
fn new_pin(mut members: Vec<crate::openapi::request::Member>) -> Vec<crate::openapi::request::Member> {
    members.extend([need("newPin", pin(), ""), need("confirmPin", pin(), "The same again.")]);
    members
}
