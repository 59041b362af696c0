//! The same answers in other words: shapes, names and forms of figures on which the sources of the contract contradict
//! each other (`monei-api.md` §3.0, §6 and §6.2). Every answer is made in the default wording, and is rewritten here as
//! the switches say.
//!
//! Bodies are rewritten as texts: a number keeps every digit of its source.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::Response;
use jiff::fmt::rfc2822::DateTimePrinter;
use jiff::{SignedDuration, Timestamp};
use monei_api::Amount;
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use crate::calls::template;
use crate::switches::{
    BillReceiptShape, EmptyErrors, EnvelopeForm, ErrorMessages, ExplorerKey, FigureForm, KycData, NativeTokenAddress,
    NullFields, PageNames, PostStatus, RetryAfter, SolanaQuoteKey, StatusCodeForm, StatusWords, Switches,
    TransactionList, UserNames, VirtualAccountForm, WalletShape, position,
};
use crate::world::Simulation;

/// What holds money or an amount of crypto, wherever it is.
const MONEY: [&str; 32] = [
    "amount",
    "available",
    "balance",
    "balanceUSD",
    "cryptoAmount",
    "exchangeRate",
    "fee",
    "fiatAmount",
    "fromAmount",
    "inputAmount",
    "minOutputAmount",
    "minToAmount",
    "moneiFee",
    "nairaBalance",
    "nativeBalance",
    "nativeBalanceUsd",
    "networkFee",
    "outputAmount",
    "priceUSD",
    "priceUsd",
    "providerFee",
    "rate",
    "required",
    "reverseRate",
    "serviceFee",
    "shortfall",
    "toAmount",
    "totalAmount",
    "totalFee",
    "totalPortfolioValueUSD",
    "value",
    "walletBalance",
];

/// Answers in the wording of the switches.
pub(crate) async fn reword(State(simulation): State<Simulation>, request: Request, next: Next) -> Response {
    let (method, path) = (request.method().clone(), template(&request));
    let mut response = next.run(request).await;
    let (switches, now) = {
        let world = simulation.lock();
        (world.switches.clone(), world.now())
    };
    if switches.word_as_default() {
        return response;
    }
    word_retry_after(&mut response, switches.retry_after, now);
    let is_json = response.headers().get(header::CONTENT_TYPE).is_some_and(|kind| kind == "application/json");
    let is_of_connect = path.starts_with("/connect/");
    if !is_json || (is_of_connect && response.status().is_success()) {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    let Ok(bytes) = to_bytes(body, usize::MAX).await else { return Response::from_parts(parts, Body::empty()) };
    let text = String::from_utf8_lossy(&bytes);
    let wording = Wording { switches: &switches, path: &path, is_post: method == Method::POST, status: parts.status };
    let reworded = wording.whole(&text).unwrap_or_else(|| text.into_owned());
    if method == Method::POST && parts.status == StatusCode::OK && switches.post_status == PostStatus::Created {
        parts.status = StatusCode::CREATED;
    }
    parts.headers.remove(header::CONTENT_LENGTH);
    Response::from_parts(parts, Body::from(reworded))
}

/// The header `Retry-After` in the form that is wanted.
pub(crate) fn word_retry_after(response: &mut Response, form: RetryAfter, now: Timestamp) {
    let headers = response.headers_mut();
    let seconds = headers.get(header::RETRY_AFTER).and_then(|value| value.to_str().ok()?.parse().ok());
    let Some(seconds) = seconds else { return };
    match form {
        RetryAfter::Seconds => {}
        RetryAfter::Absent => {
            headers.remove(header::RETRY_AFTER);
        }
        RetryAfter::Date => {
            let then = now.checked_add(SignedDuration::from_secs(seconds)).unwrap_or(Timestamp::MAX);
            let date = DateTimePrinter::new().timestamp_to_rfc9110_string(&then).ok();
            if let Some(date) = date.and_then(|date| HeaderValue::from_str(&date).ok()) {
                headers.insert(header::RETRY_AFTER, date);
            }
        }
    }
}

/// What an answer is reworded by.
struct Wording<'a> {
    switches: &'a Switches,
    /// The template of the route, below the API base.
    path: &'a str,
    is_post: bool,
    status: StatusCode,
}

/// What becomes of a member of an object.
enum Change {
    Keep,
    Rename(&'static str),
    Value(String),
    Drop,
}

impl Wording<'_> {
    /// The whole body; nothing where it is no object.
    fn whole(&self, text: &str) -> Option<String> {
        let Members(members) = serde_json::from_str(text).ok()?;
        if self.path == "/wallet/me" && self.switches.wallet == WalletShape::Bare && self.status.is_success() {
            let wallet = members.iter().find(|(name, _)| name == "data");
            return wallet.map(|(_, wallet)| self.value(wallet.get()));
        }
        let mut object = Object::default();
        for (name, value) in &members {
            let value = value.get();
            match name.as_ref() {
                "statusCode" => match self.switches.status_code {
                    StatusCodeForm::Number => object.add(name, value),
                    StatusCodeForm::Text => object.add(name, &quoted(value)),
                    StatusCodeForm::Capital => object.add("StatusCode", value),
                },
                "errors" if value == "{}" && self.switches.empty_errors == EmptyErrors::Omitted => {}
                "data" if self.status.is_success() => self.data(value, &mut object),
                "message" | "errors" if self.lists_messages() => {}
                _ => self.member(name, value, &mut object),
            }
        }
        if self.lists_messages() {
            object.add("message", &messages(&members)?);
        }
        let text = self.enveloped(object.text());
        let wraps = self.path.contains("/receipt/") && self.switches.bill_receipt == BillReceiptShape::Envelope;
        if !wraps || !self.status.is_success() {
            return Some(text);
        }
        Some(envelope("\"Receipt generated successfully\"", &text))
    }

    /// As the endpoint's own switch says, if it has one.
    fn enveloped(&self, text: String) -> String {
        let wanted = position(&self.switches.envelopes, self.path).filter(|_| self.status.is_success());
        let data = || {
            let Members(members) = serde_json::from_str(&text).ok()?;
            members.iter().find(|(name, _)| name == "data").map(|(_, value)| value.get().to_owned())
        };
        match (wanted, data()) {
            (Some(EnvelopeForm::Bare), Some(data)) => data,
            (Some(EnvelopeForm::Envelope), None) => envelope("\"OK\"", &text),
            _ => text,
        }
    }

    fn lists_messages(&self) -> bool {
        !self.status.is_success() && self.switches.error_messages == ErrorMessages::List
    }

    /// The payload of an envelope, and what stands beside it.
    fn data(&self, value: &str, object: &mut Object) {
        let is_list = matches!(self.path, "/transactions" | "/transactions/user");
        if self.path == "/kyc/status" && self.switches.kyc_data == KycData::EmptyList {
            return object.add("data", "[]");
        }
        if is_list && self.switches.transaction_list != TransactionList::Object {
            let Ok(Members(members)) = serde_json::from_str(value) else { return object.add("data", value) };
            for (name, value) in &members {
                match (name.as_ref(), self.switches.transaction_list) {
                    ("transactions", _) => object.add("data", &self.value(value.get())),
                    (_, TransactionList::PaginationBeside) => object.add(name, &self.value(value.get())),
                    _ => {}
                }
            }
            return;
        }
        object.add("data", &self.value(value));
    }

    /// A value and everything in it.
    fn value(&self, text: &str) -> String {
        match text.as_bytes().first() {
            Some(b'{') => {
                let Ok(Members(members)) = serde_json::from_str(text) else { return text.to_owned() };
                let mut object = Object::default();
                for (name, value) in &members {
                    self.member(name, value.get(), &mut object);
                }
                if self.is_coin_without_address(&members) {
                    object.add("contractAddress", &quoted(COIN));
                }
                object.text()
            }
            Some(b'[') => {
                let Ok(items) = serde_json::from_str::<Vec<&RawValue>>(text) else { return text.to_owned() };
                let items: Vec<String> = items.into_iter().map(|item| self.value(item.get())).collect();
                format!("[{}]", items.join(","))
            }
            _ => text.to_owned(),
        }
    }

    /// A chain's own coin in a portfolio, where it is to have some address.
    fn is_coin_without_address(&self, members: &[(Cow<'_, str>, &RawValue)]) -> bool {
        self.switches.native_token_address == NativeTokenAddress::Placeholder
            && (self.path.starts_with("/evm/portfolio/") || self.path == "/wallet/me")
            && members.iter().any(|(name, value)| name == "type" && value.get() == "\"native\"")
    }

    fn member(&self, name: &str, value: &str, object: &mut Object) {
        if value == "null" && self.switches.null_fields == NullFields::Omitted {
            return;
        }
        match self.change(name, value) {
            Change::Keep => object.add(name, &self.value(value)),
            Change::Rename(to) => object.add(to, &self.value(value)),
            Change::Value(text) => object.add(name, &text),
            Change::Drop => {}
        }
    }

    /// What the switches say of a member, wherever it is in the body.
    fn change(&self, name: &str, value: &str) -> Change {
        let switches = self.switches;
        let below = |prefix: &str| self.path.starts_with(prefix);
        let figure = |form: FigureForm| match form {
            FigureForm::Number => Change::Keep,
            FigureForm::Text => money(value),
        };
        if let Some(form) = position(&switches.figures, self.path).filter(|_| MONEY.contains(&name)) {
            return match form {
                FigureForm::Number => number(value),
                FigureForm::Text => money(value),
            };
        }
        match name {
            "amount" | "totalAmount" | "fee" if below("/transactions") => figure(switches.transaction_amount),
            "amount" | "totalAmount" | "moneiFee" if below("/wallet/deposit") => figure(switches.deposit_amount),
            "balance" if below("/wallet/me") || below("/wallet/naira-wallet") => figure(switches.subwallet_balance),
            // Beside the mint of a token; other balances are not told so here.
            "balance" if below("/solana/portfolio") => match switches.solana_token_balance {
                FigureForm::Number => Change::Keep,
                FigureForm::Text => Change::Value(quoted(value)),
            },
            "page" | "limit" | "total" | "totalPages" if below("/transactions") => match switches.page_numbers {
                FigureForm::Number => Change::Keep,
                FigureForm::Text => Change::Value(quoted(value)),
            },
            "status" if switches.status_words == StatusWords::Guide => self.guide_word(value),
            "hasNextPage" if switches.page_names == PageNames::Short => Change::Rename("hasNext"),
            "hasPreviousPage" if switches.page_names == PageNames::Short => Change::Rename("hasPrev"),
            "virtualAccount" if switches.virtual_account == VirtualAccountForm::Text => account_number(value),
            "phone" if below("/user/") && switches.user_names == UserNames::Guide => Change::Rename("phoneNumber"),
            "dob" if below("/user/") && switches.user_names == UserNames::Guide => Change::Rename("dateOfBirth"),
            "blockExplorerUrl" if switches.explorer_key == ExplorerKey::BlockExploreUrl => Change::Drop,
            "blockExploreUrl" if switches.explorer_key == ExplorerKey::BlockExplorerUrl => Change::Drop,
            "fromToken" if below("/solana-exchange/") && switches.solana_quote_key == SolanaQuoteKey::FroTtoken => {
                Change::Rename("froTtoken")
            }
            _ => Change::Keep,
        }
    }

    /// How far a transaction is, as the guide says it. Bills have words of their own, which they are made with.
    fn guide_word(&self, status: &str) -> Change {
        let paths = ["/transactions", "/wallet/", "/beneficiaries/transfer"];
        if !paths.iter().any(|path| self.path.starts_with(path)) {
            return Change::Keep;
        }
        let word = match status {
            "\"PENDING\"" if self.is_post => "initiated",
            "\"PENDING\"" => "processing",
            "\"SUCCESS\"" | "\"COMPLETED\"" => "completed",
            "\"FAILED\"" | "\"CANCELLED\"" => "failed",
            _ => return Change::Keep,
        };
        Change::Value(quoted(word))
    }
}

/// The aggregator's name for the coin of a chain (`monei-api.md` §3.10).
const COIN: &str = "0xEeeeeEeeeEeEeeEeEeEeeEEEeeeeEeeeeeeeEEeE";

fn quoted(text: &str) -> String {
    format!("\"{text}\"")
}

/// A number as the text that Monei writes elsewhere, with at least two decimals.
fn money(value: &str) -> Change {
    match value.parse::<Amount>() {
        Ok(amount) => Change::Value(quoted(&amount.to_plain(2))),
        Err(_) => Change::Keep,
    }
}

/// A text that is a number as that number.
fn number(value: &str) -> Change {
    let amount = serde_json::from_str::<String>(value).ok().and_then(|text| text.parse::<Amount>().ok());
    amount.map_or(Change::Keep, |amount| Change::Value(amount.to_string()))
}

/// The members that an envelope has.
fn envelope(message: &str, data: &str) -> String {
    let mut envelope = Object::default();
    envelope.add("statusCode", "200");
    envelope.add("message", message);
    envelope.add("data", data);
    envelope.add("errors", "{}");
    envelope.text()
}

/// The number of an account, as it is quoted in it.
fn account_number(value: &str) -> Change {
    let Ok(Members(members)) = serde_json::from_str(value) else { return Change::Keep };
    let number = members.iter().find(|(name, _)| name == "accountNumber");
    number.map_or(Change::Keep, |(_, number)| Change::Value(number.get().to_owned()))
}

/// All texts of an error as a list.
fn messages(members: &[(Cow<'_, str>, &RawValue)]) -> Option<String> {
    let find = |wanted: &str| members.iter().find(|(name, _)| name == wanted).map(|(_, value)| value.get());
    let fields = find("errors").and_then(|errors| serde_json::from_str::<BTreeMap<String, Vec<String>>>(errors).ok());
    let texts: Vec<String> = match fields {
        Some(fields) if !fields.is_empty() => fields.into_values().flatten().collect(),
        _ => vec![serde_json::from_str(find("message")?).ok()?],
    };
    serde_json::to_string(&texts).ok()
}

/// An object's members in their order, with the source text of each value.
struct Members<'a>(Vec<(Cow<'a, str>, &'a RawValue)>);

impl<'de: 'a, 'a> Deserialize<'de> for Members<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Reader;

        impl<'de> Visitor<'de> for Reader {
            type Value = Members<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Members<'de>, A::Error> {
                let mut members = Vec::new();
                while let Some((name, value)) = map.next_entry::<Cow<'de, str>, &'de RawValue>()? {
                    members.push((name, value));
                }
                Ok(Members(members))
            }
        }

        deserializer.deserialize_map(Reader)
    }
}

/// An object in the making.
#[derive(Default)]
struct Object(Vec<String>);

impl Object {
    fn add(&mut self, name: &str, value: &str) {
        let name = serde_json::Value::from(name);
        self.0.push(format!("{name}:{value}"));
    }

    fn text(self) -> String {
        format!("{{{}}}", self.0.join(","))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_keep_their_digits_and_names_their_escapes() {
        let switches = Switches { transaction_amount: FigureForm::Text, ..Switches::default() };
        let wording =
            Wording { switches: &switches, path: "/transactions/user", is_post: false, status: StatusCode::OK };
        let body = r#"{"data":[{"amount":9007199254740993.07,"a\"b":[1e400,{"fee":null}],"narration":"amount"}]}"#;
        let wanted = r#"{"data":[{"amount":"9007199254740993.07","a\"b":[1e400,{"fee":null}],"narration":"amount"}]}"#;
        assert_eq!(wording.whole(body).unwrap(), wanted);
        assert_eq!(wording.whole("[1]"), None);
    }
}
