//! `/wallet/utils/…` (`monei-api.md` §3.6): the banks that naira can be sent to, and whose an account is. The off-ramp has
//! a list and codes of its own ([`offramp`](crate::offramp)); the two are never mixed.

use serde::{Deserialize, Serialize};

use crate::field::{Field, Text};

/// A bank. Its code is text: leading zeros count.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bank {
    #[serde(deserialize_with = "crate::field::id")]
    pub code: String,
    #[serde(default)]
    pub name: Field<Text>,
}

/// Whose account this is.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct VerifyAccount {
    pub account_number: String,
    /// The bank's code.
    pub bank: String,
}

/// What Monei says about an account, here and in the off-ramp. Without a name nothing was verified. A bank code is a number in
/// some declarations.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct VerifiedAccount {
    pub account_name: String,
    #[serde(default)]
    pub account_number: Field<Text>,
    #[serde(default)]
    pub bank_code: Field<Text>,
    #[serde(default)]
    pub bank_name: Field<Text>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_text_and_an_account_has_a_name() {
        let banks: Vec<Bank> =
            serde_json::from_str(r#"[{"id":1,"code":"044","name":"Access Bank"},{"code":100004}]"#).unwrap();
        assert_eq!(banks.iter().map(|bank| bank.code.as_str()).collect::<Vec<_>>(), ["044", "100004"]);
        assert!(serde_json::from_str::<VerifiedAccount>(r#"{"accountNumber":"0123456789"}"#).is_err());
        let verified: VerifiedAccount = serde_json::from_str(r#"{"accountName":"ADA OBI","bankCode":58}"#).unwrap();
        assert_eq!(verified.bank_code.as_deref(), Some("58"));
    }
}
