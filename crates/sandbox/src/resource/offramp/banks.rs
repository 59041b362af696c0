//! `/offramp/payouts/…`: the banks that receive the naira of a sale, by codes of their own. The codes of
//! `/wallet/utils/banks` are understood as well, unless a switch says otherwise, and answered with these.

use std::borrow::Cow;

use axum::Json;
use axum::extract::State;
use monei_api::Field;
use monei_api::bank::VerifiedAccount;
use monei_api::envelope::Envelope;
use schemars::JsonSchema;
use serde::Serialize;

use crate::body::JsonBody;
use crate::people::People;
use crate::refusal::Refusal;
use crate::resource::{Reply, banks};
use crate::store::named::Named;
use crate::switches::OfframpBankCodes;
use crate::world::Simulation;

/// A bank that pays out.
#[derive(Clone, Copy, Debug, JsonSchema, Serialize)]
pub(crate) struct PayoutBank {
    pub(super) name: &'static str,
    pub(super) code: &'static str,
    #[serde(rename = "type")]
    kind: &'static str,
    /// Its code among the other banks.
    #[serde(skip)]
    pub(super) local: &'static str,
}

const fn bank(name: &'static str, code: &'static str, local: &'static str) -> PayoutBank {
    PayoutBank { name, code, kind: "bank", local }
}

const BANKS: [PayoutBank; 20] = [
    bank("Access Bank", "ABNGNGLA", "044"),
    bank("Ecobank", "ECOCNGLA", "050"),
    bank("FCMB", "FCMBNGLA", "214"),
    bank("Fidelity Bank", "FIDTNGLA", "070"),
    bank("First Bank", "FBNINGLA", "011"),
    bank("GTBank", "GTBINGLA", "058"),
    bank("Keystone Bank", "PLNINGLA", "082"),
    bank("Kuda", "KUDANGPC", "50211"),
    bank("Moniepoint", "MONINGPC", "50515"),
    bank("OPay", "OPAYNGPC", "100004"),
    bank("PalmPay", "PALMNGPC", "100033"),
    bank("Polaris Bank", "PRDTNGLA", "076"),
    bank("Providus Bank", "UMPLNGLA", "101"),
    bank("Stanbic IBTC", "SBICNGLA", "221"),
    bank("Sterling Bank", "NAMENGLA", "232"),
    bank("UBA", "UNAFNGLA", "033"),
    bank("Union Bank", "UBNINGLA", "032"),
    bank("Wema Bank", "WEMANGLA", "035"),
    bank("Zenith Bank", "ZEIBNGLA", "057"),
    // Invented, for sales whose naira end in a wallet here.
    bank(banks::HOUSE_BANK.name, "INDGNGPC", banks::HOUSE_BANK.code),
];

impl Named for PayoutBank {
    fn name(&self) -> Cow<'static, str> {
        self.code.into()
    }

    fn by_name(name: &str) -> Option<Self> {
        by_code(name)
    }
}

pub(super) const UNKNOWN: &str = "must be the code of a bank";

/// By its code in either list.
pub(super) fn by_code(code: &str) -> Option<PayoutBank> {
    BANKS.into_iter().find(|bank| bank.code == code || bank.local == code)
}

/// What a request means by a code.
pub(super) fn asked(code: &str, codes: OfframpBankCodes) -> Option<PayoutBank> {
    by_code(code).filter(|bank| codes == OfframpBankCodes::Both || bank.code == code)
}

/// Whose account it is, if there is one.
pub(super) fn holder(people: &People, bank: PayoutBank, number: &str) -> Option<String> {
    banks::holder(people, bank.local, number)
}

pub(in crate::resource) async fn list() -> Json<Envelope<[PayoutBank; BANKS.len()]>> {
    Json(Envelope::ok("Payout banks retrieved successfully", BANKS))
}

pub(in crate::resource) async fn verify(
    State(simulation): State<Simulation>,
    body: JsonBody,
) -> Reply<VerifiedAccount> {
    let codes = simulation.lock().switches.offramp_bank_codes;
    let mut fields = body.fields();
    let bank = fields.required("bankCode", UNKNOWN, |code| asked(code, codes));
    let account_number = fields.digits("accountNumber", 10..=10);
    fields.finish()?;
    let bank = bank.ok_or(Refusal::NoSuch("Bank"))?;
    let account_name = holder(&simulation.lock().people, bank, &account_number).ok_or(Refusal::NoSuch("Account"))?;
    let text = |text: &str| Field(Some(text.into()));
    let account = VerifiedAccount {
        account_name,
        account_number: text(&account_number),
        bank_code: text(bank.code),
        bank_name: text(bank.name),
    };
    Ok(Json(Envelope::ok("Bank account verified successfully", account)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_unique_and_belong_to_banks() {
        let mut seen = std::collections::HashSet::new();
        for bank in BANKS {
            assert!(seen.insert(bank.code) && seen.insert(bank.local), "{bank:?}");
            assert!(banks::by_code(bank.local).is_some(), "{bank:?}");
        }
    }
}
