//! Addresses on chains: whether a text is one. Money that is sent to a mistyped one is gone.

use sha3::{Digest, Keccak256};

/// An address of 20 bytes in hexadecimal digits of any case.
pub fn evm(text: &str) -> Option<String> {
    let digits = text.strip_prefix("0x")?;
    let is_one = digits.len() == 40 && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    is_one.then(|| text.to_owned())
}

/// An EVM address whose upper-case letters are those of its checksum (EIP-55), unless its letters are of one case.
pub fn checked_evm(text: &str) -> Option<String> {
    let address = evm(text)?;
    let digits = address.strip_prefix("0x")?;
    let of_one_case = digits == digits.to_ascii_lowercase() || digits == digits.to_ascii_uppercase();
    (of_one_case || digits == checksummed(digits)).then_some(address)
}

/// The digits with the cases that EIP-55 gives them.
fn checksummed(digits: &str) -> String {
    let lower = digits.to_ascii_lowercase();
    let hash = Keccak256::digest(lower.as_bytes());
    let nibbles = hash.iter().flat_map(|byte| [byte >> 4, byte & 0xf]);
    let cased = |(digit, nibble): (char, u8)| if nibble >= 8 { digit.to_ascii_uppercase() } else { digit };
    lower.chars().zip(nibbles).map(cased).collect()
}

/// An address of 32 bytes in base58.
pub fn solana(text: &str) -> Option<String> {
    // Longer texts are none, and decoding takes the square of their length.
    let text = Some(text).filter(|text| text.len() <= 44)?;
    let bytes = bs58::decode(text).into_vec().ok()?;
    (bytes.len() == 32).then(|| text.to_owned())
}

/// The address whose bytes are all zero. Nobody has it, and chains turn down what is sent there.
pub fn is_zero(text: &str) -> bool {
    match text.strip_prefix("0x") {
        Some(digits) => digits.bytes().all(|digit| digit == b'0'),
        None => text.bytes().all(|digit| digit == b'1'),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn evm_addresses_have_a_valid_checksum_or_none() {
        let check = |text: &str, valid: bool| assert_eq!(checked_evm(text).is_some(), valid, "{text}");
        // The examples of EIP-55.
        for text in [
            "0x52908400098527886E0F7030069857D2E4169EE7",
            "0xde709f2102306220921060314715629080e2fb77",
            "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
            "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359",
            "0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB",
            "0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb",
        ] {
            check(text, true);
            check(&text.to_lowercase(), true);
        }
        check("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAeD", false);
        check("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAe", false);
        check("5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed00", false);
        check("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAeg", false);
        check("", false);
    }

    #[test]
    fn solana_addresses_have_32_bytes() {
        let check = |text: &str, valid: bool| assert_eq!(solana(text).is_some(), valid, "{text}");
        check("EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v", true);
        check("11111111111111111111111111111111", true);
        check("1111111111111111111111111111111", false);
        check("EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyT", false);
        check("EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1O", false);
        check(&"1".repeat(100_000), false);
    }
}
