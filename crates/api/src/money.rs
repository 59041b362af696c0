//! Exact money.
//!
//! An [`Amount`] is a decimal of any length: a raw token balance of 4×10³² must survive, which a 96-bit decimal would
//! not hold. It is read from the source text of a JSON number or from a JSON string, and never passes through a binary
//! float.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use bigdecimal::num_bigint::{BigInt, Sign};
use bigdecimal::{BigDecimal, RoundingMode};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::RawValue;

use crate::field;

/// No amount of the platform comes near this many digits; a longer one, such as `1e999999999`, is an attack on memory.
const MAX_DIGITS: usize = 96;

/// An exact decimal number without a currency.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Amount(BigDecimal);

/// The text is no decimal number, or one that is too long to be money.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not an amount of money")]
pub struct NotAnAmount;

impl Amount {
    /// 0.
    pub fn zero() -> Self {
        Self::default()
    }

    /// An amount in minor units: `from_minor(180_500, 2)` is 1805.00.
    pub fn from_minor(units: i128, minor_units: u32) -> Self {
        Self(BigDecimal::new(BigInt::from(units), i64::from(minor_units)))
    }

    /// The whole number of these decimal digits, times ten to the power of `exponent`.
    pub fn from_digits(digits: &[u8], exponent: i32) -> Option<Self> {
        let whole = digits.iter().all(u8::is_ascii_digit).then(|| BigInt::parse_bytes(digits, 10))??;
        Some(Self(BigDecimal::new(whole, -i64::from(exponent))))
    }

    /// Nearly all amounts fit into a machine's integer: it is much quicker to read them by it. The text has been checked.
    fn from_few_digits(text: &str) -> Option<Self> {
        let (mut units, mut places) = (0_i64, None);
        for byte in text.trim_start_matches('-').bytes() {
            if byte == b'.' {
                places = Some(0_i64);
                continue;
            }
            let digit = char::from(byte).to_digit(10)?;
            units = units.checked_mul(10)?.checked_add(digit.into())?;
            places = places.map(|places| places + 1);
        }
        let units = if text.starts_with('-') { -units } else { units };
        Some(Self(BigDecimal::new(units.into(), places.unwrap_or(0))))
    }

    /// 0, 0.00 and so on.
    pub fn is_zero(&self) -> bool {
        self.0.sign() == Sign::NoSign
    }

    /// Below 0.
    pub fn is_negative(&self) -> bool {
        self.0.sign() == Sign::Minus
    }

    /// The amount as whole minor units, or nothing if it has a finer part or does not fit.
    pub fn to_minor(&self, minor_units: u32) -> Option<i128> {
        let scaled = self.0.with_scale(i64::from(minor_units));
        if scaled != self.0 {
            return None;
        }
        i128::try_from(scaled.into_bigint_and_exponent().0).ok()
    }

    /// The most whole minor units that are not above the amount; the nearest that fits where it is out of range.
    pub fn floor_minor(&self, minor_units: u32) -> i128 {
        self.round_minor(minor_units, RoundingMode::Floor)
    }

    /// The fewest whole minor units that are not below the amount; the nearest that fits where it is out of range.
    pub fn ceil_minor(&self, minor_units: u32) -> i128 {
        self.round_minor(minor_units, RoundingMode::Ceiling)
    }

    /// The amount without what is finer than so many decimal places.
    #[must_use]
    pub fn rounded_down(&self, places: u32) -> Self {
        Self(self.0.with_scale_round(i64::from(places), RoundingMode::Down))
    }

    /// The quotient without what is finer than so many decimal places, or nothing where the divisor is zero.
    pub fn divided_by(&self, divisor: &Self, places: u32) -> Option<Self> {
        (!divisor.is_zero()).then(|| Self(&self.0 / &divisor.0).rounded_down(places))
    }

    fn round_minor(&self, minor_units: u32, rounding: RoundingMode) -> i128 {
        let whole = self.0.with_scale_round(i64::from(minor_units), rounding).into_bigint_and_exponent().0;
        let out_of_range = if whole.sign() == Sign::Minus { i128::MIN } else { i128::MAX };
        i128::try_from(whole).unwrap_or(out_of_range)
    }

    /// Plain decimal digits with at least `minor_units` places; finer digits are kept, not rounded away.
    pub fn to_plain(&self, minor_units: u32) -> String {
        let normal = self.0.normalized();
        let scale = normal.fractional_digit_count().max(i64::from(minor_units));
        normal.with_scale(scale).to_plain_string()
    }
}

impl std::ops::Add for Amount {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}

impl std::ops::Sub for Amount {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        Self(self.0 - other.0)
    }
}

impl std::ops::Neg for Amount {
    type Output = Self;

    fn neg(self) -> Self {
        Self(-self.0)
    }
}

/// For an amount and its price, or a share of it.
impl std::ops::Mul for Amount {
    type Output = Self;

    fn mul(self, other: Self) -> Self {
        Self(self.0 * other.0)
    }
}

impl std::iter::Sum for Amount {
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        amounts.fold(Self::zero(), |sum, amount| sum + amount)
    }
}

/// Plain decimal digits, as short as the value allows.
impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_plain(0))
    }
}

impl From<u64> for Amount {
    fn from(whole: u64) -> Self {
        Self(BigDecimal::from(whole))
    }
}

impl FromStr for Amount {
    type Err = NotAnAmount;

    fn from_str(text: &str) -> Result<Self, NotAnAmount> {
        let (mantissa, exponent) = match text.split_once(['e', 'E']) {
            Some((mantissa, exponent)) => (mantissa, exponent.parse::<i32>().map_err(|_| NotAnAmount)?),
            None => (text, 0),
        };
        let digits = mantissa.strip_prefix('-').unwrap_or(mantissa);
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
        let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        let too_long = text.len() > MAX_DIGITS || exponent.unsigned_abs() as usize > MAX_DIGITS;
        if too_long || !all_digits(whole) || !all_digits(fraction) {
            return Err(NotAnAmount);
        }
        if let Some(amount) = Self::from_few_digits(text) {
            return Ok(amount);
        }
        BigDecimal::from_str(text).map(Self).map_err(|_| NotAnAmount)
    }
}

/// How the wire carried a figure. Monei uses both for the same field (`monei-api.md` §6.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// A JSON number of these digits.
    Number,
    /// With two decimals at least: money of a currency that has them.
    Text,
    /// Text as short as the value allows: balances of tokens.
    Digits,
}

/// An amount in a body: read from a JSON number or string, written in the form it is given.
#[derive(Clone, Debug)]
pub struct Figure {
    /// Exact.
    pub amount: Amount,
    /// How it came, or is to be written.
    pub form: Form,
}

/// No token has more decimal places. Reckoning with billions of them would take all memory that there is.
const MOST_PLACES: i128 = 36;

impl Figure {
    /// As a token's number of decimal places, if it can be one.
    pub fn places(&self) -> Option<u32> {
        let places = self.amount.to_minor(0).filter(|places| (0..=MOST_PLACES).contains(places))?;
        u32::try_from(places).ok()
    }

    /// To be written as a number.
    pub const fn number(amount: Amount) -> Self {
        Self { amount, form: Form::Number }
    }

    /// To be written as a text with two decimals.
    pub const fn text(amount: Amount) -> Self {
        Self { amount, form: Form::Text }
    }

    /// To be written as a text.
    pub const fn digits(amount: Amount) -> Self {
        Self { amount, form: Form::Digits }
    }
}

/// Two figures are equal when their values are: the form is an accident of the wire.
impl PartialEq for Figure {
    fn eq(&self, other: &Self) -> bool {
        self.amount == other.amount
    }
}

impl Eq for Figure {}

/// Either form may stand wherever a figure does (`monei-api.md` §6.1).
#[cfg(feature = "openapi")]
impl schemars::JsonSchema for Figure {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Figure".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "description": "A decimal number: a JSON number, or a text of its digits. Never to be read as a binary float.",
            "type": ["number", "string"],
            "pattern": r"^-?\d+(\.\d+)?$",
        })
    }
}

impl Serialize for Figure {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.form {
            Form::Number => {
                RawValue::from_string(self.amount.to_string()).map_err(serde::ser::Error::custom)?.serialize(serializer)
            }
            Form::Text => serializer.serialize_str(&self.amount.to_plain(2)),
            Form::Digits => serializer.collect_str(&self.amount),
        }
    }
}

impl<'de> Deserialize<'de> for Figure {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = <&RawValue>::deserialize(deserializer)?.get();
        let (text, form) = match field::unquoted(raw) {
            Ok(text) => (text, Form::Text),
            Err(_) => (Cow::Borrowed(raw), Form::Number),
        };
        let amount = text.trim().parse().map_err(serde::de::Error::custom)?;
        Ok(Self { amount, form })
    }
}

/// A currency or token by its symbol, which is kept as Monei sends it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Currency(String);

impl Currency {
    /// Spaces around the symbol are left away.
    pub fn new(symbol: &str) -> Self {
        Self(symbol.trim().to_owned())
    }

    /// `NGN`.
    pub fn naira() -> Self {
        Self("NGN".to_owned())
    }

    /// As Monei sent it.
    pub fn symbol(&self) -> &str {
        &self.0
    }

    /// The number of decimal places that are always written. Tokens have none: their figures are shown as long as they
    /// are.
    pub fn minor_units(&self) -> u32 {
        match self.0.as_str() {
            "NGN" | "USD" | "GHS" | "KES" | "EUR" | "GBP" => 2,
            _ => 0,
        }
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// An amount in a currency. There is no addition of two of them: a sum needs one currency or a named rate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Money {
    /// Exact.
    pub amount: Amount,
    /// Its unit.
    pub currency: Currency,
}

impl Money {
    /// So much of this currency.
    pub const fn new(amount: Amount, currency: Currency) -> Self {
        Self { amount, currency }
    }

    /// In major units.
    pub fn naira(amount: Amount) -> Self {
        Self::new(amount, Currency::naira())
    }

    /// The exact decimal digits with the currency's minor units, such as `1805.00`.
    pub fn digits(&self) -> String {
        self.amount.to_plain(self.currency.minor_units())
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.digits(), self.currency)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(json: &str) -> Result<String, serde_json::Error> {
        serde_json::from_str::<Figure>(json).map(|figure| figure.amount.to_string())
    }

    #[test]
    fn r54_a_json_number_keeps_every_digit_of_its_source_text() {
        for (json, digits) in [
            ("400000000000000000000000000000000", "400000000000000000000000000000000"),
            ("4e32", "400000000000000000000000000000000"),
            ("90071992547409.93", "90071992547409.93"),
            ("0.1", "0.1"),
            ("\"1805.00\"", "1805"),
            ("-12.50", "-12.5"),
            ("1.5E-3", "0.0015"),
        ] {
            assert_eq!(read(json).unwrap(), digits, "{json}");
        }
    }

    #[test]
    fn what_is_not_a_number_is_refused() {
        for json in ["\"\"", "\"1,805\"", "true", "null", "{}", "[1]", "\"1e999999999\"", "\"NaN\"", "\".5\"", "\"+1\""]
        {
            assert!(read(json).is_err(), "{json}");
        }
        assert!(read(&"9".repeat(200)).is_err());
    }

    #[test]
    fn a_figure_is_written_in_its_form() {
        let amount: Amount = "1805".parse().unwrap();
        assert_eq!(serde_json::to_string(&Figure::text(amount.clone())).unwrap(), "\"1805.00\"");
        assert_eq!(serde_json::to_string(&Figure::digits(amount.clone())).unwrap(), "\"1805\"");
        assert_eq!(serde_json::to_string(&Figure::number(amount)).unwrap(), "1805");
    }

    #[test]
    fn naira_shows_kobo_and_tokens_show_what_they_have() {
        assert_eq!(Money::naira("1805".parse().unwrap()).digits(), "1805.00");
        assert_eq!(Money::naira("0.005".parse().unwrap()).digits(), "0.005");
        assert_eq!(Money::new("0.050".parse().unwrap(), Currency::new("ETH")).digits(), "0.05");
    }

    #[test]
    fn minor_units_are_whole_or_nothing() {
        assert_eq!("1805.5".parse::<Amount>().unwrap().to_minor(2), Some(180_550));
        assert_eq!("0.005".parse::<Amount>().unwrap().to_minor(2), None);
    }

    #[test]
    fn quotients_never_exceed_what_they_are_of() {
        let check = |one: &str, other: &str, places: u32, quotient: Option<&str>| {
            let (one, other): (Amount, Amount) = (one.parse().unwrap(), other.parse().unwrap());
            assert_eq!(one.divided_by(&other, places).map(|it| it.to_string()).as_deref(), quotient);
        };
        check("2", "3", 4, Some("0.6666"));
        check("150.40", "3008", 18, Some("0.05"));
        check("1", "0.000000000001", 0, Some("1000000000000"));
        check("1", "0", 2, None);
    }

    #[test]
    fn finer_parts_are_rounded_either_way() {
        let check = |text: &str, floor: i128, ceiling: i128| {
            let amount: Amount = text.parse().unwrap();
            assert_eq!((amount.floor_minor(2), amount.ceil_minor(2)), (floor, ceiling), "{text}");
        };
        check("1805.5", 180_550, 180_550);
        check("0.005", 0, 1);
        check("-0.005", -1, 0);
        check("1e90", i128::MAX, i128::MAX);
        check("-1e90", i128::MIN, i128::MIN);
    }

    proptest! {
        #[test]
        fn every_decimal_survives_a_round_trip(units in any::<i128>(), scale in 0u32..30) {
            let amount = Amount::from_minor(units, scale);
            let json = serde_json::to_string(&Figure::number(amount.clone())).unwrap();
            prop_assert_eq!(serde_json::from_str::<Figure>(&json).unwrap().amount, amount);
        }

        /// What fits into a machine's integer takes another way than what does not, to the same amount.
        #[test]
        fn few_digits_and_many_are_read_alike(digits in "-?[0-9]{1,30}(\\.[0-9]{1,20})?") {
            let slowly = BigDecimal::from_str(&digits).unwrap();
            let read: Amount = digits.parse().unwrap();
            prop_assert_eq!(read.0.fractional_digit_count(), slowly.fractional_digit_count());
            prop_assert_eq!(read, Amount(slowly));
        }

        #[test]
        fn no_text_makes_it_panic(text in ".{0,60}") {
            let _ = text.parse::<Amount>();
        }
    }
}
