//! Who can be paid and for what (`monei-api.md` §3.12 and §4), and which customers they know.
//!
//! Every number of the right form is some customer's. Its last digits decide what becomes of a payment, the same for
//! phones, meters and smartcards:
//!
//! | Ends in | |
//! |---|---|
//! | `0000` | nobody's: cannot be validated, and a payment fails |
//! | `0001` | known, but the biller fails to deliver |
//! | `0002` | slow: a payment takes ten minutes |
//! | `0003` | delivered without token and units, as to a postpaid meter |
//! | anything else | delivered within seconds |
//!
//! What fails comes back to the wallet at the same moment.

mod catalogue;

use std::borrow::Cow;
use std::ops::RangeInclusive;

use jiff::SignedDuration;

use crate::people::international;
use crate::store::named::Named;
use catalogue::BILLERS;

/// What a bill is for, as the wire names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Category {
    Airtime,
    MobileData,
    CableBills,
    UtilityBills,
}

impl Category {
    pub(crate) const ALL: [Self; 4] = [Self::Airtime, Self::MobileData, Self::CableBills, Self::UtilityBills];

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Airtime => "AIRTIME",
            Self::MobileData => "MOBILEDATA",
            Self::CableBills => "CABLEBILLS",
            Self::UtilityBills => "UTILITYBILLS",
        }
    }

    /// Exactly as it is written.
    pub(crate) fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.name() == name)
    }

    /// How long a biller of it takes.
    const fn delivery(self) -> SignedDuration {
        SignedDuration::from_secs(match self {
            Self::Airtime => 3,
            Self::MobileData => 4,
            Self::CableBills => 6,
            Self::UtilityBills => 8,
        })
    }
}

/// What the numbers of a biller's customers look like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    /// A Nigerian one, local or international (§0.3).
    Phone,
    Meter,
    Smartcard,
}

impl Format {
    pub(crate) fn accepts(self, number: &str) -> bool {
        let digits = |count: RangeInclusive<usize>| {
            count.contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_digit())
        };
        match self {
            Self::Phone => number.trim() == number && international(number).is_some(),
            Self::Meter => digits(11..=13),
            Self::Smartcard => digits(10..=11),
        }
    }

    /// The same as a regular expression.
    pub(crate) const fn expression(self) -> &'static str {
        match self {
            Self::Phone => r"^(0|\+234)[0-9]{10}$",
            Self::Meter => "^[0-9]{11,13}$",
            Self::Smartcard => "^[0-9]{10,11}$",
        }
    }

    pub(crate) const fn label(self) -> &'static str {
        match self {
            Self::Phone => "Mobile Number",
            Self::Meter => "Meter Number",
            Self::Smartcard => "SmartCard Number",
        }
    }
}

/// Somebody who is paid. A telco is one for airtime and another for data.
#[derive(Debug)]
pub(crate) struct Biller {
    pub(crate) code: &'static str,
    pub(crate) name: &'static str,
    pub(crate) category: Category,
    pub(crate) customers: Format,
    pub(crate) items: &'static [Item],
}

/// What a biller is paid for.
#[derive(Debug)]
pub(crate) struct Item {
    pub(crate) code: &'static str,
    pub(crate) name: &'static str,
    /// 0 where the payer chooses.
    pub(crate) naira: u32,
    pub(crate) validity: Option<&'static str>,
}

/// An item with its biller.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Product {
    pub(crate) biller: &'static Biller,
    pub(crate) item: &'static Item,
}

impl Named for &'static Biller {
    fn name(&self) -> Cow<'static, str> {
        self.code.into()
    }

    fn by_name(name: &str) -> Option<Self> {
        Biller::by_code(name)
    }
}

impl Named for Product {
    fn name(&self) -> Cow<'static, str> {
        format!("{}/{}", self.biller.code, self.item.code).into()
    }

    fn by_name(name: &str) -> Option<Self> {
        let (biller, item) = name.split_once('/')?;
        Biller::by_code(biller)?.product(item)
    }
}

impl Biller {
    pub(crate) fn of(category: Category) -> impl Iterator<Item = &'static Self> {
        BILLERS.iter().filter(move |biller| biller.category == category)
    }

    /// Names are compared without regard to case.
    pub(crate) fn named(category: Category, name: &str) -> Option<&'static Self> {
        Self::of(category).find(|biller| biller.name.eq_ignore_ascii_case(name))
    }

    /// By its name, its code, or the code of one of its items.
    pub(crate) fn called(category: Category, text: &str) -> Option<&'static Self> {
        let has = |biller: &'static Self| biller.code.eq_ignore_ascii_case(text) || biller.product(text).is_some();
        Self::named(category, text).or_else(|| Self::of(category).find(|biller| has(biller)))
    }

    pub(crate) fn by_code(code: &str) -> Option<&'static Self> {
        BILLERS.iter().find(|biller| biller.code.eq_ignore_ascii_case(code))
    }

    pub(crate) fn products(&'static self) -> impl Iterator<Item = Product> {
        self.items.iter().map(move |item| Product { biller: self, item })
    }

    pub(crate) fn product(&'static self, item_code: &str) -> Option<Product> {
        self.products().find(|product| product.item.code.eq_ignore_ascii_case(item_code))
    }

    /// What is paid for where a call does not say it.
    pub(crate) fn first(&'static self) -> Option<Product> {
        self.products().next()
    }
}

impl Product {
    pub(crate) fn all() -> impl Iterator<Item = Self> {
        BILLERS.iter().flat_map(Biller::products)
    }

    /// No code is twice there.
    pub(crate) fn by_code(item_code: &str) -> Option<Self> {
        Self::all().find(|product| product.item.code == item_code)
    }

    /// In kobo, where the payer does not choose.
    pub(crate) fn price(self) -> Option<i128> {
        (self.item.naira > 0).then(|| i128::from(self.item.naira) * 100)
    }

    /// Whether so many kobo can be paid for it.
    pub(crate) fn takes(self, kobo: i128) -> bool {
        let range = AIRTIME.start() * 100..=AIRTIME.end() * 100;
        match self.price() {
            Some(price) => kobo == price,
            None => self.biller.category != Category::Airtime || range.contains(&kobo),
        }
    }

    /// What a wallet's history calls a payment.
    pub(crate) fn narration(self, customer: &str) -> String {
        format!("{} {customer}", self.item.name)
    }

    /// How long a payment for a customer takes.
    pub(crate) fn delivery(self, customer: &str) -> SignedDuration {
        if customer.ends_with("0002") { SLOW } else { self.biller.category.delivery() }
    }
}

/// What airtime may cost, in naira (§5).
pub(crate) const AIRTIME: RangeInclusive<i128> = 50..=50_000;

const SLOW: SignedDuration = SignedDuration::from_mins(10);

/// Whether it is anybody's number.
pub(crate) fn is_known(customer: &str) -> bool {
    !customer.ends_with("0000")
}

/// Whether a biller delivers to this number.
pub(crate) fn delivers(customer: &str) -> bool {
    is_known(customer) && !customer.ends_with("0001")
}

/// Whether a delivery to this number comes with a token, if it is of electricity.
pub(crate) fn has_token(customer: &str) -> bool {
    !customer.ends_with("0003")
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn codes_and_names_are_found_again() {
        let mut seen = HashSet::new();
        for product in Product::all() {
            let (biller, item) = (product.biller, product.item);
            assert!(seen.insert(item.code), "{}", item.code);
            assert_eq!(Product::by_code(item.code).map(|it| it.biller.code), Some(biller.code));
            let named = Biller::named(biller.category, &biller.name.to_lowercase());
            assert_eq!(named.map(|it| it.code), Some(biller.code));
            assert_eq!(Biller::by_code(biller.code).map(|it| it.name), Some(biller.name));
        }
        let names = |category| Biller::of(category).map(|biller| biller.name).collect::<HashSet<_>>();
        assert_eq!(names(Category::Airtime), names(Category::MobileData));
        assert_eq!(names(Category::UtilityBills).len(), 9);
        assert_eq!(names(Category::CableBills).len(), 6);
    }

    #[test]
    fn numbers_have_the_form_of_their_kind() {
        let check = |format: Format, number: &str, fits: bool| assert_eq!(format.accepts(number), fits, "{number:?}");
        check(Format::Phone, "08031234567", true);
        check(Format::Phone, "+2348031234567", true);
        check(Format::Phone, "2348031234567", false);
        check(Format::Phone, " 08031234567", false);
        check(Format::Meter, "45083311550", true);
        check(Format::Meter, "4508331155", false);
        check(Format::Meter, "4508331155x", false);
        check(Format::Smartcard, "7023456789", true);
        check(Format::Smartcard, "702345678912", false);
    }
}
