//! What is sent to pay a bill. No schema of a bill has a PIN.

use serde::{Deserialize, Serialize};

use crate::money::Figure;

/// Those who sell airtime and data. There is no call that lists them; the names are fixed (§4), as are the two lists below.
pub const TELCOS: [&str; 4] = ["MTN", "AIRTEL", "GLO", "9MOBILE"];

pub const CABLE_PROVIDERS: [&str; 6] = ["DSTV", "GOTV", "DSTV BOX OFFICE", "MYTV", "HiTV", "STARTIMES"];

/// Where the list of electricity operators cannot be had.
pub const DISCOS: [&str; 9] = [
    "IKEJA DISCO ELECTRICITY",
    "EKO DISCO ELECTRICITY",
    "KADUNA DISCO ELECTRICITY",
    "YOLA DISCO ELECTRICITY",
    "PORT HARCOURT DISCO ELECTRICITY",
    "KANO DISCO ELECTRICITY",
    "IBADAN DISCO ELECTRICITY",
    "ENUGU DISCO ELECTRICITY",
    "BENIN DISCO ELECTRICITY",
];

/// What airtime may cost, in naira (§5).
pub const AIRTIME: std::ops::RangeInclusive<u64> = 50..=50_000;

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AirtimeOrder {
    pub phone_number: String,
    pub biller: String,
    pub amount: Figure,
}

/// Its price is the item's.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DataOrder {
    pub phone_number: String,
    pub biller: String,
    pub item_code: String,
    /// Where the item leaves it to the payer, and nowhere else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<Figure>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ElectricityOrder {
    pub meter_number: String,
    pub amount: Figure,
    /// The name of an [`ElectricityOperator`](super::ElectricityOperator).
    pub disco: String,
}

/// Its price is the item's.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CableOrder {
    pub smartcard_number: String,
    pub biller: String,
    pub item_code: String,
    /// Where the item leaves it to the payer, and nowhere else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<Figure>,
}

/// Whose meter or card this is, for items that can be resolved.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ValidateCustomer {
    pub customer: String,
    pub biller_code: String,
    /// Required in one source.
    pub item_code: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bodies_have_the_names_of_the_wire() {
        let airtime = AirtimeOrder {
            phone_number: "08031234567".into(),
            biller: "MTN".into(),
            amount: Figure::number("50".parse().unwrap()),
        };
        let cable =
            CableOrder { smartcard_number: "1".into(), biller: "DSTV".into(), item_code: "CB177".into(), amount: None };
        for (body, text) in [
            (serde_json::to_string(&airtime), r#"{"phoneNumber":"08031234567","biller":"MTN","amount":50}"#),
            (serde_json::to_string(&cable), r#"{"smartcardNumber":"1","biller":"DSTV","itemCode":"CB177"}"#),
        ] {
            assert_eq!(body.unwrap(), text);
        }
    }
}
