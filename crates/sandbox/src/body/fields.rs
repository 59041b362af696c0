//! Reading the fields of a request, and gathering what is wrong with each.

use std::collections::BTreeMap;

use monei_api::Amount;
use monei_api::money::Figure;
use serde_json::Value;

use super::JsonBody;
use crate::ledger::{Asset, Quantity};
use crate::refusal::{FieldTexts, Refusal};

/// The most characters of a text that nothing else limits.
const LONGEST: usize = 255;
/// References are looked up in paths and shown in lists.
const LONGEST_REFERENCE: usize = 100;

/// The fields of a body, and what was wrong with those read so far.
///
/// Each reader returns something harmless where the field is wrong; none of it may be used before [`Fields::finish`]
/// has said that nothing was.
pub(crate) struct Fields<'a> {
    body: &'a JsonBody,
    /// What stands before the names of a nested object's fields.
    prefix: String,
    wrong: FieldTexts,
}

impl<'a> Fields<'a> {
    pub(super) fn new(body: &'a JsonBody) -> Self {
        Self { body, prefix: String::new(), wrong: BTreeMap::new() }
    }

    /// Refuses with all complaints, if there are any.
    pub(crate) fn finish(self) -> Result<(), Refusal> {
        if self.wrong.is_empty() { Ok(()) } else { Err(Refusal::Fields(self.wrong)) }
    }

    pub(crate) fn complain(&mut self, name: &str, what: &str) {
        let name = format!("{}{name}", self.prefix);
        self.wrong.entry(name.clone()).or_default().push(format!("{name} {what}"));
    }

    /// `null` is as good as absent.
    fn value(&self, name: &str) -> Option<&'a Value> {
        self.body.object.get(name).filter(|value| !value.is_null())
    }

    /// A text that `read` accepts. Its absence is fine.
    pub(crate) fn optional<T>(
        &mut self,
        name: &str,
        otherwise: &str,
        read: impl FnOnce(&str) -> Option<T>,
    ) -> Option<T> {
        let value = self.value(name)?;
        let read = value.as_str().and_then(read);
        if read.is_none() {
            self.complain(name, otherwise);
        }
        read
    }

    /// A text that `read` accepts. Its absence is as wrong as anything else.
    pub(crate) fn required<T>(
        &mut self,
        name: &str,
        otherwise: &str,
        read: impl FnOnce(&str) -> Option<T>,
    ) -> Option<T> {
        if self.value(name).is_none() {
            self.complain(name, otherwise);
        }
        self.optional(name, otherwise, read)
    }

    /// A text with something in it.
    pub(crate) fn text(&mut self, name: &str) -> String {
        self.required(name, "must be a non-empty string", |text| short(text, LONGEST)).unwrap_or_default()
    }

    pub(crate) fn optional_text(&mut self, name: &str, longest: usize) -> Option<String> {
        let otherwise = format!("must be a string of at most {longest} characters");
        let text = self.optional(name, &otherwise, |text| (text.chars().count() <= longest).then(|| text.to_owned()));
        text.filter(|text| !text.is_empty())
    }

    /// So many digits and nothing else.
    pub(crate) fn digits(&mut self, name: &str, count: std::ops::RangeInclusive<usize>) -> String {
        let otherwise = if count.start() == count.end() {
            format!("must be a string of {} digits", count.start())
        } else {
            format!("must be a string of {} to {} digits", count.start(), count.end())
        };
        let all_digits = |text: &str| {
            (count.contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())).then(|| text.to_owned())
        };
        self.required(name, &otherwise, all_digits).unwrap_or_default()
    }

    /// The client's own key of an operation.
    pub(crate) fn reference(&mut self) -> Option<String> {
        self.optional("reference", "must be a non-empty string of at most 100 characters", |text| {
            short(text, LONGEST_REFERENCE).filter(|text| !text.chars().any(char::is_control))
        })
    }

    /// A positive amount with no more decimals than the asset has, as a number or a text. It never passes through a
    /// binary float.
    pub(crate) fn amount(&mut self, name: &str, asset: Asset) -> Quantity {
        match self.figure(name) {
            Some(amount) => self.quantity(name, &amount, asset),
            None => asset.units(0),
        }
    }

    /// A number whose asset is only known later: see [`Fields::quantity`].
    pub(crate) fn figure(&mut self, name: &str) -> Option<Amount> {
        let read = self.body.raw.get(name).and_then(|raw| serde_json::from_str::<Figure>(raw.get()).ok());
        if read.is_none() {
            self.complain(name, "must be a number");
        }
        read.map(|figure| figure.amount)
    }

    /// The amount as minor units of its asset.
    pub(crate) fn quantity(&mut self, name: &str, amount: &Amount, asset: Asset) -> Quantity {
        asset.quantity(amount).unwrap_or_else(|what| {
            self.complain(name, &what);
            asset.units(0)
        })
    }

    /// Likewise, of an amount that counts minor units.
    pub(crate) fn minor_quantity(&mut self, name: &str, amount: &Amount, asset: Asset) -> Quantity {
        asset.minor_quantity(amount).unwrap_or_else(|what| {
            self.complain(name, &what);
            asset.units(0)
        })
    }

    /// A whole number that `read` accepts. Its absence is fine.
    pub(crate) fn optional_number<T>(
        &mut self,
        name: &str,
        otherwise: &str,
        read: impl FnOnce(u64) -> Option<T>,
    ) -> Option<T> {
        let read = self.value(name)?.as_u64().and_then(read);
        if read.is_none() {
            self.complain(name, otherwise);
        }
        read
    }

    /// A whole number that `read` accepts. Its absence is as wrong as anything else.
    pub(crate) fn number<T>(&mut self, name: &str, otherwise: &str, read: impl FnOnce(u64) -> Option<T>) -> Option<T> {
        if self.value(name).is_none() {
            self.complain(name, otherwise);
        }
        self.optional_number(name, otherwise, read)
    }

    pub(crate) fn flag(&mut self, name: &str) -> bool {
        let value = self.value(name);
        if value.is_some_and(|value| !value.is_boolean()) {
            self.complain(name, "must be a boolean");
        }
        value.and_then(Value::as_bool).unwrap_or_default()
    }

    /// Whatever JSON stands there.
    pub(crate) fn any(&self, name: &str) -> Option<Value> {
        self.value(name).cloned()
    }

    /// Reads an object within the body with `read`. Its absence is fine.
    pub(crate) fn object<T>(&mut self, name: &str, read: impl FnOnce(&mut Fields<'_>) -> T) -> Option<T> {
        self.value(name)?;
        let raw = self.body.raw.get(name)?;
        let Ok(inner) = JsonBody::parse(raw.get().as_bytes()) else {
            self.complain(name, "must be an object");
            return None;
        };
        let mut fields = Fields { body: &inner, prefix: format!("{}{name}.", self.prefix), wrong: BTreeMap::new() };
        let value = read(&mut fields);
        self.wrong.append(&mut fields.wrong);
        Some(value)
    }
}

fn short(text: &str, longest: usize) -> Option<String> {
    (!text.trim().is_empty() && text.chars().count() <= longest).then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The amount of naira in a body, in kobo, or what is wrong with it.
    fn kobo(json: &str) -> Result<i128, String> {
        let body = JsonBody::parse(format!("{{\"amount\":{json}}}").as_bytes()).map_err(|error| error.to_string())?;
        let mut fields = body.fields();
        let amount = fields.amount("amount", Asset::NAIRA);
        match fields.finish() {
            Ok(()) => Ok(amount.units),
            Err(Refusal::Fields(texts)) => Err(texts.into_values().flatten().collect()),
            Err(other) => Err(other.to_string()),
        }
    }

    #[test]
    fn amounts_are_exact_whatever_their_form() {
        let check = |json: &str, units: i128| assert_eq!(kobo(json), Ok(units), "{json}");
        check("2500", 250_000);
        check("\"2500.5\"", 250_050);
        check("9007199254740993.07", 900_719_925_474_099_307);
        check("1e3", 100_000);
        check("0.010", 1);
    }

    #[test]
    fn other_amounts_are_named_with_their_fault() {
        let check = |json: &str, fault: &str| assert_eq!(kobo(json), Err(fault.to_owned()), "{json}");
        for json in ["null", "true", "{}", "[1]", "\"\"", "\"1,000\"", "\"NaN\"", "\"1e999999\""] {
            check(json, "amount must be a number");
        }
        check("0", "amount must be greater than 0");
        check("-1", "amount must be greater than 0");
        check("0.001", "amount must have at most 2 decimals");
        check("1e60", "amount is too large");
        check("1e999999", "Malformed JSON");
    }

    #[test]
    fn fields_of_nested_objects_carry_its_name() {
        let body = JsonBody::parse(br#"{"card":{"cvv":12},"ussd":[]}"#).unwrap_or_else(|error| panic!("{error}"));
        let mut fields = body.fields();
        fields.object("card", |card| card.digits("cvv", 3..=4));
        fields.object("ussd", |ussd| ussd.text("bankCode"));
        assert_eq!(fields.object("avs", |_| ()), None);
        let Err(Refusal::Fields(texts)) = fields.finish() else { panic!("refused") };
        let texts: Vec<String> = texts.into_values().flatten().collect();
        assert_eq!(texts, ["card.cvv must be a string of 3 to 4 digits", "ussd must be an object"]);
    }
}
