//! Whether a text names somebody on a chain that a coin can be sent to. What is sent to a wrong address is gone.

use monei_api::{Amount, address};

use super::coins::is_same_address;
use super::uri::{self, Coin, On, Sum};
use crate::overview::Chain;
use crate::payments::order::Token;

/// Whom a text names, and how much it asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recipient {
    pub address: String,
    /// In whole coins, where it says.
    pub amount: Option<Amount>,
}

/// Why a text names nobody that it can be sent to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RecipientFault {
    NotAnAddress,
    /// It begins like one, and is too short or too long.
    Length,
    /// A letter of it is of the wrong case, or another one.
    Checksum,
    /// An address of the other kind of network.
    OfSolana,
    OfEvm,
    /// Such as `ada.eth`. Nobody here can look it up.
    Name,
    /// All zeros: nobody has it.
    Nobodys,
    /// The coin's own contract: what is sent there is lost.
    Contract,
    /// A code that asks for something else than a payment, or cannot be read.
    Unreadable,
    /// A code for another network than was chosen. None: one that is not known here.
    OtherNetwork(Chain),
    /// A code for another coin than was chosen.
    OtherCoin,
    /// A code for an amount that is finer than the coin.
    TooFine,
}

/// Longer than any address, with everything that a code may add to it.
const LONGEST: usize = 2048;

/// Reads an address, or a code's text that has one.
pub fn read(text: &str, chain: Chain, coin: &Token) -> Result<Recipient, RecipientFault> {
    let text = text.trim();
    if text.len() > LONGEST {
        return Err(RecipientFault::NotAnAddress);
    }
    let request = match uri::read(text) {
        None => return Ok(Recipient { address: checked(text, chain, coin)?, amount: None }),
        Some(read) => read.map_err(|uri::Unreadable| RecipientFault::Unreadable)?,
    };
    match (request.on, chain) {
        (On::This(other), _) if other != chain => return Err(RecipientFault::OtherNetwork(other)),
        (On::AnyEvm, Chain::Solana) => return Err(RecipientFault::OfEvm),
        _ => {}
    }
    let agrees = match (&request.coin, &coin.address) {
        (Coin::Any, _) | (Coin::Own, None) => true,
        (Coin::At(contract), Some(chosen)) => is_same_address(chain, contract, chosen),
        _ => false,
    };
    if !agrees {
        return Err(RecipientFault::OtherCoin);
    }
    let amount = request.amount.map(|sum| in_whole(sum, coin)).transpose()?;
    Ok(Recipient { address: checked(&request.to, chain, coin)?, amount })
}

fn in_whole(sum: Sum, coin: &Token) -> Result<Amount, RecipientFault> {
    let whole = match sum {
        Sum::Units(units) => {
            // A whole number of units that does not fit is nobody's.
            let units = units.to_minor(0).ok_or(RecipientFault::Unreadable)?;
            Amount::from_minor(units, coin.decimals)
        }
        Sum::Whole(whole) => whole,
    };
    if whole.rounded_down(coin.decimals) == whole { Ok(whole) } else { Err(RecipientFault::TooFine) }
}

fn checked(text: &str, chain: Chain, coin: &Token) -> Result<String, RecipientFault> {
    let address = match chain {
        Chain::Evm(_) => evm(text),
        Chain::Solana => solana(text),
    }?;
    if address::is_zero(&address) {
        return Err(RecipientFault::Nobodys);
    }
    if coin.address.as_deref().is_some_and(|contract| is_same_address(chain, contract, &address)) {
        return Err(RecipientFault::Contract);
    }
    Ok(address)
}

fn evm(text: &str) -> Result<String, RecipientFault> {
    if let Some(address) = address::checked_evm(text) {
        return Ok(address);
    }
    Err(match text.strip_prefix("0x") {
        Some(_) if address::evm(text).is_some() => RecipientFault::Checksum,
        Some(digits) if digits.bytes().all(|byte| byte.is_ascii_hexdigit()) => RecipientFault::Length,
        None if address::solana(text).is_some() => RecipientFault::OfSolana,
        _ if is_name(text) => RecipientFault::Name,
        _ => RecipientFault::NotAnAddress,
    })
}

/// Base58 has no 0, O, I and l, which are easily taken for others.
const BASE58: &str = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

fn solana(text: &str) -> Result<String, RecipientFault> {
    if let Some(address) = address::solana(text) {
        return Ok(address);
    }
    Err(if address::evm(text).is_some() {
        RecipientFault::OfEvm
    } else if is_name(text) {
        RecipientFault::Name
    } else if text.len() >= 20 && text.chars().all(|letter| BASE58.contains(letter)) {
        RecipientFault::Length
    } else {
        RecipientFault::NotAnAddress
    })
}

fn is_name(text: &str) -> bool {
    let suffix = text.rsplit_once('.').map(|(_, suffix)| suffix.to_ascii_lowercase());
    suffix.is_some_and(|suffix| matches!(suffix.as_str(), "eth" | "sol"))
}

#[cfg(test)]
mod tests {
    use monei_api::Currency;

    use super::*;

    const TO: &str = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed";
    const USDC: &str = "0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913";
    const MINT: &str = "EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v";
    const SOLANA: &str = "4Nd1mBQtrMJVYVfKf2PJy9NZUZdTAsp7D4xWLs4gDB4T";
    const BASE: Chain = Chain::Evm(8453);

    fn coin(symbol: &str, decimals: u32, address: Option<&str>) -> Token {
        Token { symbol: Currency::new(symbol), decimals, address: address.map(str::to_owned) }
    }

    fn fault(text: &str, chain: Chain, coin: &Token, fault: &RecipientFault) {
        assert_eq!(read(text, chain, coin).as_ref(), Err(fault), "{text}");
    }

    #[test]
    fn each_way_to_get_an_address_wrong_is_told_apart() {
        use RecipientFault::{Checksum, Contract, Length, Name, Nobodys, NotAnAddress, OfEvm, OfSolana};
        let (ether, usdc, sol) = (coin("ETH", 18, None), coin("USDC", 6, Some(USDC)), coin("SOL", 9, None));
        assert_eq!(read(&format!(" {TO}\n"), BASE, &ether).unwrap().address, TO);
        assert_eq!(read(SOLANA, Chain::Solana, &sol).unwrap().address, SOLANA);
        for (text, why) in [
            ("", NotAnAddress),
            ("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAeD", Checksum),
            ("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAe", Length),
            ("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed0", Length),
            ("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAeg", NotAnAddress),
            ("0x0000000000000000000000000000000000000000", Nobodys),
            (SOLANA, OfSolana),
            ("ada.eth", Name),
            ("ada@example.ng", NotAnAddress),
            (&"x".repeat(100_000), NotAnAddress),
        ] {
            fault(text, BASE, &ether, &why);
        }
        fault(&USDC.to_lowercase(), BASE, &usdc, &Contract);
        for (text, why) in [
            (TO, OfEvm),
            ("11111111111111111111111111111111", Nobodys),
            ("4Nd1mBQtrMJVYVfKf2PJy9NZUZdTAsp7D4xWLs4gDB", Length),
            ("0OIl", NotAnAddress),
            ("ada.sol", Name),
        ] {
            fault(text, Chain::Solana, &sol, &why);
        }
        fault(MINT, Chain::Solana, &coin("USDC", 6, Some(MINT)), &Contract);
    }

    #[test]
    fn a_code_is_taken_where_it_agrees_with_what_was_chosen() {
        use RecipientFault::{Checksum, OfEvm, OtherCoin, OtherNetwork, TooFine, Unreadable};
        let (ether, usdc, sol) = (coin("ETH", 18, None), coin("USDC", 6, Some(USDC)), coin("SOL", 9, None));
        let asks = |text: &str, chain: Chain, coin: &Token, digits: &str| {
            let read = read(text, chain, coin).unwrap();
            assert_eq!(read.amount.map(|amount| amount.to_string()).unwrap_or_default(), digits, "{text}");
        };
        asks(&format!("ethereum:{TO}"), BASE, &usdc, "");
        asks(&format!("ethereum:{TO}@8453?value=1"), BASE, &ether, "0.000000000000000001");
        let transfer = format!("ethereum:{USDC}@8453/transfer?address={TO}&uint256=2500001");
        asks(&transfer, BASE, &usdc, "2.500001");
        asks(&format!("solana:{SOLANA}?amount=0.5"), Chain::Solana, &sol, "0.5");

        fault(&format!("ethereum:{TO}@137"), BASE, &ether, &OtherNetwork(Chain::Evm(137)));
        fault(&format!("solana:{SOLANA}"), BASE, &ether, &OtherNetwork(Chain::Solana));
        fault(&format!("ethereum:{TO}"), Chain::Solana, &sol, &OfEvm);
        fault(&format!("ethereum:{TO}@8453?value=1"), BASE, &usdc, &OtherCoin);
        fault(&transfer, BASE, &ether, &OtherCoin);
        fault(&format!("solana:{SOLANA}?amount=1&spl-token={MINT}"), Chain::Solana, &sol, &OtherCoin);
        fault(&format!("solana:{SOLANA}?amount=0.0000000001"), Chain::Solana, &sol, &TooFine);
        fault(&format!("ethereum:{TO}?value={}", "9".repeat(60)), BASE, &ether, &Unreadable);
        fault("ethereum:0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAeD", BASE, &ether, &Checksum);
    }

    proptest::proptest! {
        /// What is read is an address of the chain that was chosen, whatever the text was.
        #[test]
        fn no_text_makes_it_panic_or_brings_another_kind_of_address(
            scheme in "(|ethereum:|solana:|ETHEREUM:pay-)", text in "[0-9a-zA-Z@/?&=.%:+-]{0,80}", any in ".{0,60}",
        ) {
            let (ether, sol) = (coin("ETH", 18, None), coin("SOL", 9, None));
            for text in [format!("{scheme}{text}"), format!("{scheme}{TO}{text}"), format!("{scheme}{SOLANA}{text}"), any] {
                if let Ok(read) = read(&text, BASE, &ether) {
                    proptest::prop_assert_eq!(address::checked_evm(&read.address), Some(read.address));
                }
                if let Ok(read) = read(&text, Chain::Solana, &sol) {
                    proptest::prop_assert_eq!(address::solana(&read.address), Some(read.address));
                }
            }
        }
    }
}
