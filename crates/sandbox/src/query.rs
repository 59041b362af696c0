//! Reading the query of a call strictly: unknown parameters are ignored, a known one with a bad value is a bad request
//! that names it.

use std::collections::BTreeMap;
use std::str::FromStr;

use jiff::civil::Date;
use monei_api::Amount;

use crate::ledger::{Asset, Quantity};
use crate::refusal::{FieldTexts, Refusal};

/// The parameters of a query by name, and what was wrong with those read so far.
#[derive(Debug)]
pub(crate) struct Query {
    values: BTreeMap<String, String>,
    wrong: FieldTexts,
}

impl Query {
    pub(crate) fn read(query: &str) -> Self {
        let mut read = Self { values: BTreeMap::new(), wrong: FieldTexts::new() };
        for (name, value) in url::form_urlencoded::parse(query.as_bytes()) {
            if read.values.insert(name.to_string(), value.into_owned()).is_some() {
                read.complain(&name, format!("{name} must be given once"));
            }
        }
        read
    }

    /// Refuses with all complaints, if there are any.
    pub(crate) fn finish(self) -> Result<(), Refusal> {
        if self.wrong.is_empty() { Ok(()) } else { Err(Refusal::Fields(self.wrong)) }
    }

    pub(crate) fn complain(&mut self, name: &str, text: String) {
        self.wrong.entry(name.to_owned()).or_default().push(text);
    }

    /// A value that `read` accepts. Its absence is fine, anything else is noted with `otherwise`.
    pub(crate) fn value<T>(&mut self, name: &str, otherwise: &str, read: impl FnOnce(&str) -> Option<T>) -> Option<T> {
        let value = read(self.values.get(name)?);
        if value.is_none() {
            self.complain(name, otherwise.to_owned());
        }
        value
    }

    /// A value that `read` accepts. Its absence is as wrong as anything else.
    pub(crate) fn required<T>(
        &mut self,
        name: &str,
        otherwise: &str,
        read: impl FnOnce(&str) -> Option<T>,
    ) -> Option<T> {
        if !self.values.contains_key(name) {
            self.complain(name, otherwise.to_owned());
        }
        self.value(name, otherwise, read)
    }

    pub(crate) fn text(&mut self, name: &str) -> Option<String> {
        self.value(name, &format!("{name} should not be empty"), |text| (!text.is_empty()).then(|| text.to_owned()))
    }

    pub(crate) fn required_text(&mut self, name: &str) -> String {
        let filled = |text: &str| (!text.trim().is_empty()).then(|| text.trim().to_owned());
        self.required(name, &format!("{name} should not be empty"), filled).unwrap_or_default()
    }

    /// A number whose asset is only known later: see [`Query::quantity`].
    pub(crate) fn amount(&mut self, name: &str) -> Option<Amount> {
        self.required(name, &format!("{name} must be a number"), |text| text.trim().parse().ok())
    }

    /// The amount as minor units of its asset.
    pub(crate) fn quantity(&mut self, name: &str, amount: &Amount, asset: Asset) -> Quantity {
        asset.quantity(amount).unwrap_or_else(|what| {
            self.complain(name, format!("{name} {what}"));
            asset.units(0)
        })
    }

    /// Likewise, of an amount that counts minor units.
    pub(crate) fn minor_quantity(&mut self, name: &str, amount: &Amount, asset: Asset) -> Quantity {
        asset.minor_quantity(amount).unwrap_or_else(|what| {
            self.complain(name, format!("{name} {what}"));
            asset.units(0)
        })
    }

    pub(crate) fn page(&mut self) -> u64 {
        self.value("page", "page must be a positive integer", positive).unwrap_or(1)
    }

    /// How many rows a page has, 10 where it is not said.
    pub(crate) fn limit(&mut self) -> u64 {
        let up_to_100 = |text: &str| positive(text).filter(|limit| *limit <= 100);
        self.value("limit", "limit must be an integer from 1 to 100", up_to_100).unwrap_or(10)
    }

    pub(crate) fn day(&mut self, name: &str) -> Option<Date> {
        let is_plain = |text: &str| text.len() == 10;
        self.value(name, &format!("{name} must be a date as YYYY-MM-DD"), |text| {
            Date::from_str(text).ok().filter(|_| is_plain(text))
        })
    }
}

/// Digits and nothing else, and not zero.
pub(crate) fn positive(text: &str) -> Option<u64> {
    let plain = text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|number| plain && *number > 0)
}
