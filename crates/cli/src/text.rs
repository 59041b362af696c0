//! Words from outside on a terminal, and amounts and times as people read them.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use monei_api::{Currency, Money};

/// On one line, with nothing that a terminal would obey: escape sequences, and marks that turn the direction of writing.
pub fn on_one_line(text: &str) -> String {
    text.trim().chars().map(|letter| if letter.is_whitespace() { ' ' } else { shown(letter) }).collect()
}

const fn shown(letter: char) -> char {
    match letter {
        '\u{0}'..='\u{1f}' | '\u{7f}'..='\u{9f}' => '\u{fffd}',
        letter if turns_or_hides(letter) => '\u{fffd}',
        letter => letter,
    }
}

/// Bidirectional controls, and marks without a width that hide differences. Joiners stay: scripts and emoji need them.
pub const fn turns_or_hides(letter: char) -> bool {
    matches!(
        letter,
        '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}'
    )
}

/// `₦1,805.00`, `0.05 ETH`: every digit, the whole part in groups of three.
pub fn money(money: &Money) -> String {
    let digits = grouped(&money.digits());
    if money.currency == Currency::naira() {
        return match digits.strip_prefix('-') {
            Some(digits) => format!("-₦{digits}"),
            None => format!("₦{digits}"),
        };
    }
    format!("{digits} {}", on_one_line(money.currency.symbol()))
}

fn grouped(digits: &str) -> String {
    let (sign, digits) = digits.strip_prefix('-').map_or(("", digits), |rest| ("-", rest));
    let (whole, fraction) = digits.split_once('.').map_or((digits, None), |(whole, part)| (whole, Some(part)));
    let mut text = String::from(sign);
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at) % 3 == 0 {
            text.push(',');
        }
        text.push(digit);
    }
    if let Some(fraction) = fraction {
        text.push('.');
        text.push_str(fraction);
    }
    text
}

/// In the person's own time zone, to the minute.
pub fn time(at: Timestamp) -> String {
    at.to_zoned(TimeZone::system()).strftime("%Y-%m-%d %H:%M").to_string()
}

/// `52 min`, `3 h 5 min`: to the minute, rounded down.
pub fn span(seconds: i64) -> String {
    let minutes = seconds / 60;
    match (minutes / 60, minutes % 60) {
        (0, 0) => "less than a minute".to_owned(),
        (0, minutes) => format!("{minutes} min"),
        (hours, minutes) if hours < 48 => format!("{hours} h {minutes} min"),
        (hours, _) => format!("{} days", hours / 24),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_keep_every_digit() {
        let naira = |digits: &str| money(&Money::naira(digits.parse().unwrap()));
        assert_eq!(naira("1805"), "₦1,805.00");
        assert_eq!(naira("-999.5"), "-₦999.50");
        assert_eq!(naira("100"), "₦100.00");
        assert_eq!(naira("12345678901234567890123456789012.005"), "₦12,345,678,901,234,567,890,123,456,789,012.005");
        let eth = Money::new("0.000000000000000001".parse().unwrap(), Currency::new("ETH"));
        assert_eq!(money(&eth), "0.000000000000000001 ETH");
    }

    #[test]
    fn r45_words_from_outside_cannot_steer_the_terminal() {
        assert_eq!(on_one_line("\u{1b}]0;gone\u{7}pay\r\nme\u{202e}"), "�]0;gone�pay  me�");
        assert_eq!(on_one_line("  Rent \u{9b}31m"), "Rent �31m");
        assert_eq!(on_one_line("Ọlá ₦5 家"), "Ọlá ₦5 家");
    }
}
