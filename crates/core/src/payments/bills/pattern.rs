//! What a provider's pattern says of a number. Patterns come from a server: the engine is one whose time grows with the
//! length of what it reads, and no pattern may take more memory than one of a number needs.

use regex::bytes::{Regex, RegexBuilder};

const LONGEST: usize = 1_000;
const MOST_MEMORY: usize = 256 * 1024;
const DEEPEST: u32 = 32;

/// A pattern that cannot be followed asks for nothing: Monei looks at the number all the same.
pub(super) fn fits(pattern: &str, number: &str) -> bool {
    compiled(pattern).is_none_or(|regex| regex.is_match(number.as_bytes()))
}

/// As JavaScript has it, where these patterns are at home: digits are those of ASCII, and a pattern may begin anywhere.
fn compiled(pattern: &str) -> Option<Regex> {
    let pattern = pattern.trim();
    if pattern.len() > LONGEST {
        return None;
    }
    let built = RegexBuilder::new(pattern)
        .unicode(false)
        .size_limit(MOST_MEMORY)
        .dfa_size_limit(MOST_MEMORY)
        .nest_limit(DEEPEST)
        .build();
    built.inspect_err(|_| tracing::info!("a biller's pattern cannot be followed")).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_fit_the_patterns_of_providers() {
        for (pattern, number, expected) in [
            ("^[0-9]{11,13}$", "45083311550", true),
            ("^[0-9]{11,13}$", "4508331155", false),
            (r"^(0|\+234)[0-9]{10}$", "+2348031234567", true),
            (r"^\d{10}$", "7023456789", true),
            // Digits of another script are none of a meter's.
            (r"^\d{3}$", "١٢٣", false),
            (" ^[0-9]{10}$ ", "7023456789", true),
            ("[0-9]{10}", "a7023456789", true),
            // What cannot be followed asks for nothing.
            (r"^(?=\d)\d{10}$", "not a number", true),
            ("(", "1", true),
            ("null(", "1", true),
        ] {
            assert_eq!(fits(pattern, number), expected, "{pattern} {number}");
        }
    }

    #[test]
    fn no_pattern_holds_anybody_up() {
        let number = "1".repeat(63) + "!";
        let nested = "(".repeat(400) + &")".repeat(400);
        for pattern in [
            // What makes a backtracking engine go on for ever.
            "^(1+)+$",
            "^(1|1?)+$",
            "^(1*)*2$",
            "^(([0-9])+.?)*$",
            // What would fill the memory.
            "(1{1000}){1000}",
            "((1{100}){100}){100}",
            "(?:a{0,999}){0,999}",
            nested.as_str(),
            &"(1|2)*".repeat(200),
            &"a".repeat(1_000_000),
        ] {
            let _ = fits(pattern, &number);
        }
    }
}
