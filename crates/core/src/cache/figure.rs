//! An amount as bytes whose order is that of the amounts, so that an index sorts exact decimals of any length.
//!
//! A positive number is `0x82`, its magnitude (the power of ten of its first digit) in two bytes, and its digits without
//! the last zeros, two a byte. A negative one is `0x80`, and the complement of the same bytes, closed by `0xff`: the
//! longer of two that begin alike is the smaller one. Zero is `0x81`.

use monei_api::Amount;

const NEGATIVE: u8 = 0x80;
const ZERO: u8 = 0x81;
const POSITIVE: u8 = 0x82;

/// Added to the power of ten. Amounts have fewer than a hundred digits on either side (`monei_api::Amount`); sums of them
/// are not kept.
const MAGNITUDE_ZERO: i32 = 0x4000;

pub(super) fn to_key(amount: &Amount) -> Vec<u8> {
    let text = amount.to_string();
    let (sign, digits) = text.strip_prefix('-').map_or((POSITIVE, text.as_str()), |digits| (NEGATIVE, digits));
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let all: Vec<u8> = whole.bytes().chain(fraction.bytes()).map(|byte| byte.wrapping_sub(b'0')).collect();
    let zeros = all.iter().take_while(|digit| **digit == 0).count();
    let significant = all.get(zeros..).unwrap_or_default();
    let end = significant.iter().rposition(|digit| *digit != 0).map_or(0, |last| last + 1);
    let significant = significant.get(..end).unwrap_or_default();
    if significant.is_empty() {
        return vec![ZERO];
    }
    let places = |length: usize| i32::try_from(length).unwrap_or(i32::MAX / 4);
    let magnitude = places(whole.len()) - places(zeros) + MAGNITUDE_ZERO;
    let magnitude = u16::try_from(magnitude.max(0)).unwrap_or(u16::MAX);
    let pair = |pair: &[u8]| pair.first().unwrap_or(&0) << 4 | pair.get(1).unwrap_or(&0);
    let bytes = magnitude.to_be_bytes().into_iter().chain(significant.chunks(2).map(pair));
    match sign {
        NEGATIVE => [NEGATIVE].into_iter().chain(bytes.map(|byte| !byte)).chain([0xff]).collect(),
        _ => [POSITIVE].into_iter().chain(bytes).collect(),
    }
}

/// The amount of a key, or nothing where the bytes are none.
pub(super) fn from_key(key: &[u8]) -> Option<Amount> {
    let (sign, rest) = key.split_first()?;
    let bytes: Vec<u8> = match *sign {
        ZERO if rest.is_empty() => return Some(Amount::zero()),
        POSITIVE => rest.to_vec(),
        NEGATIVE => rest.strip_suffix(&[0xff])?.iter().map(|byte| !byte).collect(),
        _ => return None,
    };
    let (magnitude, digits) = bytes.split_first_chunk::<2>()?;
    let digits: Vec<u8> = digits.iter().flat_map(|byte| [byte >> 4, byte & 0x0f]).map(|digit| b'0' + digit).collect();
    let exponent = i32::from(u16::from_be_bytes(*magnitude)) - MAGNITUDE_ZERO - i32::try_from(digits.len()).ok()?;
    let amount = Amount::from_digits(&digits, exponent)?;
    Some(if *sign == NEGATIVE { -amount } else { amount })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn amounts() -> impl Strategy<Value = Amount> {
        let text = prop_oneof![
            ("-?[0-9]{1,40}", "[0-9]{1,40}").prop_map(|(whole, fraction)| format!("{whole}.{fraction}")),
            ("-?[0-9]{1,8}", -90i32..90).prop_map(|(whole, exponent)| format!("{whole}e{exponent}")),
            "-?[0-9]{1,3}(\\.[0-9]{1,2})?",
        ];
        text.prop_map(|text| text.parse().unwrap())
    }

    #[test]
    fn everyday_amounts_take_few_bytes() {
        for (text, length) in [("0", 1), ("0.00", 1), ("500.00", 4), ("1805.25", 6), ("4e32", 4), ("-12.5", 6)] {
            assert_eq!(to_key(&text.parse().unwrap()).len(), length, "{text}");
        }
    }

    #[test]
    fn what_is_no_key_is_nothing() {
        let keys: [&[u8]; 5] = [b"", b"x", &[ZERO, 1], &[POSITIVE, 0x40], &[NEGATIVE, 0xbf, 0xfe, 0xef]];
        for key in keys {
            assert_eq!(from_key(key), None, "{key:?}");
        }
        assert_eq!(from_key(&[POSITIVE, 0x40, 0x01, 0xaa]), None);
    }

    proptest! {
        #[test]
        fn keys_are_in_the_order_of_the_amounts(one in amounts(), other in amounts()) {
            prop_assert_eq!(to_key(&one).cmp(&to_key(&other)), one.cmp(&other), "{} {}", one, other);
        }

        #[test]
        fn a_key_keeps_every_digit(amount in amounts()) {
            prop_assert_eq!(from_key(&to_key(&amount)), Some(amount));
        }

        #[test]
        fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..40)) {
            let _ = from_key(&bytes);
        }
    }
}
