//! `/wallet/utils/…` (`monei-api.md` §3.6): the banks that naira can be sent to, and who has an account there.
//!
//! Every account of ten digits exists and has an invented holder, except that numbers that begin with `000` do not
//! exist, and that the virtual accounts of the people here are theirs.

use std::borrow::Cow;

use axum::Json;
use axum::extract::{RawQuery, State};
use monei_api::Field;
use monei_api::bank::VerifiedAccount;
use monei_api::envelope::Envelope;
use schemars::JsonSchema;
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::Reply;
use crate::body::JsonBody;
use crate::people::People;
use crate::query::Query;
use crate::refusal::Refusal;
use crate::store::named::Named;
use crate::world::Simulation;

/// A bank by its code, which is text: leading zeros count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, JsonSchema, Serialize)]
pub(crate) struct Bank {
    id: &'static str,
    pub(crate) code: &'static str,
    pub(crate) name: &'static str,
}

const fn bank(id: &'static str, code: &'static str, name: &'static str) -> Bank {
    Bank { id, code, name }
}

/// The bank that holds everybody's virtual account.
pub(crate) const HOUSE_BANK: Bank = bank("22", "090999", "Indulge MFB");

const BANKS: [Bank; 22] = [
    bank("1", "044", "Access Bank"),
    bank("2", "050", "Ecobank Nigeria"),
    bank("3", "070", "Fidelity Bank"),
    bank("4", "011", "First Bank of Nigeria"),
    bank("5", "214", "First City Monument Bank"),
    bank("6", "058", "Guaranty Trust Bank"),
    bank("7", "030", "Heritage Bank"),
    bank("8", "301", "Jaiz Bank"),
    bank("9", "082", "Keystone Bank"),
    bank("10", "50211", "Kuda Microfinance Bank"),
    bank("11", "50515", "Moniepoint MFB"),
    bank("12", "100004", "OPay"),
    bank("13", "100033", "PalmPay"),
    bank("14", "076", "Polaris Bank"),
    bank("15", "101", "Providus Bank"),
    bank("16", "221", "Stanbic IBTC Bank"),
    bank("17", "232", "Sterling Bank"),
    bank("18", "032", "Union Bank of Nigeria"),
    bank("19", "033", "United Bank For Africa"),
    bank("20", "035", "Wema Bank"),
    bank("21", "057", "Zenith Bank"),
    HOUSE_BANK,
];

pub(crate) fn by_code(code: &str) -> Option<Bank> {
    BANKS.into_iter().find(|bank| bank.code == code)
}

impl Named for Bank {
    fn name(&self) -> Cow<'static, str> {
        self.code.into()
    }

    fn by_name(name: &str) -> Option<Self> {
        by_code(name)
    }
}

pub(super) async fn list() -> Json<Envelope<[Bank; BANKS.len()]>> {
    Json(Envelope::ok("Banks retrieved successfully", BANKS))
}

#[derive(JsonSchema, Serialize)]
#[serde(rename_all = "camelCase")]
#[expect(clippy::struct_field_names, reason = "the names of the wire")]
pub(super) struct BankCode {
    bank_code: &'static str,
    bank_name: &'static str,
    code: &'static str,
    name: &'static str,
}

/// The first bank whose name has the text in it; the answer's shape is unspecified, so it has both likely names.
pub(super) async fn code(RawQuery(query): RawQuery) -> Reply<BankCode> {
    let mut query = Query::read(query.as_deref().unwrap_or_default());
    let name = query.required_text("bankName");
    query.finish()?;
    let wanted = name.to_lowercase();
    let bank = BANKS.into_iter().find(|bank| bank.name.to_lowercase().contains(&wanted));
    let Bank { code, name, .. } = bank.ok_or(Refusal::NoSuch("Bank"))?;
    let found = BankCode { bank_code: code, bank_name: name, code, name };
    Ok(Json(Envelope::ok("Bank code retrieved successfully", found)))
}

pub(super) async fn verify(State(simulation): State<Simulation>, body: JsonBody) -> Reply<VerifiedAccount> {
    let mut fields = body.fields();
    let account_number = fields.digits("accountNumber", 10..=10);
    let bank = fields.required("bank", "must be the code of a bank", by_code);
    fields.finish()?;
    let bank = bank.ok_or(Refusal::NoSuch("Bank"))?;
    let holder = holder(&simulation.lock().people, bank.code, &account_number);
    let account_name = holder.ok_or(Refusal::NoSuch("Account"))?;
    let text = |text: &str| Field(Some(text.into()));
    let account = VerifiedAccount {
        account_name,
        account_number: text(&account_number),
        bank_code: text(bank.code),
        bank_name: text(bank.name),
    };
    Ok(Json(Envelope::ok("Account verified successfully", account)))
}

/// Whose account it is, if there is one.
pub(crate) fn holder(people: &People, bank_code: &str, number: &str) -> Option<String> {
    if bank_code == HOUSE_BANK.code
        && let Some(person) = people.find_by_account(number)
    {
        return Some(person.name().to_uppercase());
    }
    (!number.starts_with("000")).then(|| invented_name(bank_code, number))
}

/// The same for the same account, so that looking twice is no surprise.
pub(super) fn invented_name(bank_code: &str, number: &str) -> String {
    const FIRST: [&str; 8] = ["ADAEZE", "BABATUNDE", "CHIOMA", "EMEKA", "FUNKE", "IBRAHIM", "NNEKA", "YAKUBU"];
    const LAST: [&str; 8] = ["ADEYEMI", "BAKARE", "CHUKWUMA", "DANLADI", "EZEKIEL", "OGUNDIPE", "SALAMI", "UMEH"];
    let digest = Sha256::digest(format!("{bank_code}/{number}"));
    let mut bytes = digest.iter().map(|byte| usize::from(*byte) % FIRST.len());
    let mut pick = |names: [&'static str; 8]| {
        let at = bytes.next().unwrap_or_default();
        names.into_iter().nth(at).unwrap_or_default()
    };
    format!("{} {}", pick(FIRST), pick(LAST))
}
