//! `/wallet/deposit…` (`monei-api.md` §3.4): money from outside, by bank transfer, dial code or payment link. There is no
//! form for cards here: a card belongs into the page of a payment link.

use jiff::Timestamp;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::RawValue;

use crate::field::{Field, Text, open_enum};
use crate::money::Figure;
use crate::transaction::TransactionStatus;

/// How somebody pays in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum DepositMethod {
    #[serde(rename = "BANK_TRANSFER")]
    BankTransfer,
    #[serde(rename = "USSD")]
    Ussd,
}

impl DepositMethod {
    /// The `method` of the query.
    pub const fn name(self) -> &'static str {
        match self {
            Self::BankTransfer => "BANK_TRANSFER",
            Self::Ussd => "USSD",
        }
    }
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct DepositRequest {
    /// In naira.
    pub amount: Figure,
    /// The caller's own, by which the deposit is followed, also where the answer was lost.
    pub reference: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub narration: Option<String>,
    /// With [`DepositMethod::Ussd`], and only then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ussd: Option<UssdBank>,
}

/// The bank whose code is dialled.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct UssdBank {
    pub bank_code: String,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PaymentLinkRequest {
    pub amount: Figure,
    /// The answer names none, so whoever wants to follow it brings one.
    pub reference: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub narration: Option<String>,
}

/// A page on which the deposit is paid.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct PaymentLink {
    pub link: String,
}

/// A deposit and what it waits for.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Deposit {
    #[serde(default)]
    pub amount: Field<Figure>,
    /// What is to be paid: the amount with the fee.
    #[serde(default)]
    pub total_amount: Field<Figure>,
    #[serde(default)]
    pub monei_fee: Field<Figure>,
    #[serde(default)]
    pub reference: Field<Text>,
    #[serde(default)]
    pub currency: Field<Text>,
    #[serde(default)]
    pub narration: Field<Text>,
    #[serde(default)]
    pub note: Field<Text>,
    /// Where a bank transfer is to go.
    #[serde(default)]
    pub account_number: Field<Text>,
    #[serde(default)]
    pub bank_name: Field<Text>,
    #[serde(default)]
    pub account_name: Field<Text>,
    /// When that account lapses. The one name that is not in camel case.
    #[serde(default, rename = "expiry_datetime")]
    pub expires_at: Field<Timestamp>,
    #[serde(default)]
    pub status: Field<TransactionStatus>,
    #[serde(default)]
    pub next_action: Field<NextAction>,
}

impl Deposit {
    /// What the payer is to do, in Monei's words: of a dial code, the code.
    pub fn instruction(&self) -> Option<&str> {
        let action = self.next_action.as_ref().and_then(|action| action.note.as_deref());
        action.or(self.note.as_deref()).filter(|note| !note.trim().is_empty())
    }
}

open_enum! {
    pub enum NextActionKind {
        Pin = "requires_pin",
        Otp = "requires_otp",
        Redirect = "redirect_url",
        AdditionalFields = "requires_additional_fields",
        /// The capital is Monei's; case is not compared.
        Instructions = "payment_Instructions",
    }
}

/// What is to be done next.
#[derive(Clone, Debug)]
pub struct NextAction {
    pub kind: NextActionKind,
    pub url: Option<String>,
    pub note: Option<String>,
}

/// As the platform would send it.
impl Serialize for NextAction {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Url<'a> {
            url: &'a str,
        }
        #[derive(Serialize)]
        struct Note<'a> {
            note: &'a str,
        }
        #[derive(Serialize)]
        struct Whole<'a> {
            #[serde(rename = "type")]
            kind: &'a NextActionKind,
            #[serde(skip_serializing_if = "Option::is_none")]
            redirect_url: Option<Url<'a>>,
            #[serde(skip_serializing_if = "Option::is_none")]
            payment_instruction: Option<Note<'a>>,
        }
        Whole {
            kind: &self.kind,
            redirect_url: self.url.as_deref().map(|url| Url { url }),
            payment_instruction: self.note.as_deref().map(|note| Note { note }),
        }
        .serialize(serializer)
    }
}

#[derive(Deserialize)]
struct NextActionObject {
    #[serde(rename = "type")]
    kind: Text,
    #[serde(default)]
    redirect_url: Field<Target>,
    #[serde(default)]
    payment_instruction: Field<Instruction>,
}

#[derive(Deserialize)]
struct Target {
    url: String,
}

#[derive(Deserialize)]
struct Instruction {
    note: String,
}

/// The parts stand in objects of their own on the wire.
impl<'de> Deserialize<'de> for NextAction {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = Box::<RawValue>::deserialize(deserializer)?;
        let object: NextActionObject = serde_json::from_str(raw.get()).map_err(serde::de::Error::custom)?;
        Ok(Self {
            kind: NextActionKind::from(&*object.kind),
            url: object.redirect_url.into_option().map(|target| target.url),
            note: object.payment_instruction.into_option().map(|instruction| instruction.note),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_instruction_is_wherever_it_is() {
        let check = |body: &str, instruction: Option<&str>| {
            let deposit: Deposit = serde_json::from_str(body).unwrap();
            assert_eq!(deposit.instruction(), instruction, "{body}");
        };
        check(
            r#"{"nextAction":{"type":"payment_instructions","payment_instruction":{"note":"*402*1#"}}}"#,
            Some("*402*1#"),
        );
        check(r#"{"note":"*402*1#","nextAction":{"type":"requires_pin"}}"#, Some("*402*1#"));
        check(r#"{"note":" ","nextAction":"none"}"#, None);
        check("{}", None);
    }

    #[test]
    fn a_link_is_in_the_action() {
        let body = r#"{"nextAction":{"type":"redirect_url","redirect_url":{"url":"https://monei.cc/pay/x"}}}"#;
        let action = serde_json::from_str::<Deposit>(body).unwrap().next_action.into_option().unwrap();
        assert_eq!((action.kind, action.url.as_deref()), (NextActionKind::Redirect, Some("https://monei.cc/pay/x")));
    }

    #[test]
    fn what_was_told_can_be_kept_and_read_again() {
        for body in [
            r#"{"amount":5000,"expiry_datetime":"2026-01-02T03:04:05Z","nextAction":{"type":"payment_Instructions","payment_instruction":{"note":"*402*1#"}}}"#,
            r#"{"status":"PENDING","nextAction":{"type":"redirect_url","redirect_url":{"url":"https://monei.cc/pay/x"}}}"#,
        ] {
            let told: Deposit = serde_json::from_str(body).unwrap();
            let kept = serde_json::to_string(&told).unwrap();
            let again: Deposit = serde_json::from_str(&kept).unwrap();
            assert_eq!(kept, serde_json::to_string(&again).unwrap());
            assert_eq!((told.instruction(), *told.expires_at), (again.instruction(), *again.expires_at));
            let url = |deposit: &Deposit| deposit.next_action.as_ref().and_then(|action| action.url.clone());
            assert_eq!(url(&told), url(&again), "{kept}");
        }
    }

    #[test]
    fn the_request_has_no_member_that_was_not_given() {
        let request = DepositRequest {
            amount: Figure::number("5000".parse().unwrap()),
            reference: "dep-02".into(),
            narration: None,
            ussd: Some(UssdBank { bank_code: "058".into() }),
        };
        let body = r#"{"amount":5000,"reference":"dep-02","ussd":{"bankCode":"058"}}"#;
        assert_eq!(serde_json::to_string(&request).unwrap(), body);
    }
}
