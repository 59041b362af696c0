//! Payment addresses of codes: `ethereum:` (EIP-681) and `solana:` (Solana Pay). They come from anywhere.

use monei_api::Amount;
use url::form_urlencoded;

use crate::overview::Chain;

/// What one asks for. What it leaves open is the person's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    pub to: String,
    pub on: On,
    pub coin: Coin,
    pub amount: Option<Sum>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum On {
    This(Chain),
    AnyEvm,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Coin {
    Any,
    Own,
    At(String),
}

/// EIP-681 counts the smallest units, Solana Pay whole coins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sum {
    Units(Amount),
    Whole(Amount),
}

/// It asks for something else than a payment, or cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unreadable;

/// Nothing where the text is no such address at all.
pub fn read(text: &str) -> Option<Result<Request, Unreadable>> {
    let (scheme, rest) = text.split_once(':')?;
    if scheme.eq_ignore_ascii_case("ethereum") {
        return Some(ethereum(rest).ok_or(Unreadable));
    }
    scheme.eq_ignore_ascii_case("solana").then(|| solana(rest).ok_or(Unreadable))
}

/// `[pay-]address[@chain][/function][?parameters]`
fn ethereum(rest: &str) -> Option<Request> {
    let (target, query) = rest.split_once('?').unwrap_or((rest, ""));
    let (target, function) = target.split_once('/').map_or((target, None), |(target, name)| (target, Some(name)));
    let target = target.strip_prefix("pay-").unwrap_or(target);
    let (target, on) = match target.split_once('@') {
        Some((target, chain)) => (target, On::This(Chain::Evm(decimal(chain)?))),
        None => (target, On::AnyEvm),
    };
    let parameters = Parameters::read(query)?;
    let units = |name: &str| match parameters.get(name) {
        Some(digits) => whole(digits).map(|units| Some(Sum::Units(units))),
        None => Some(None),
    };
    match function {
        None => {
            let amount = units("value")?;
            let coin = if amount.is_some() { Coin::Own } else { Coin::Any };
            Some(Request { to: target.to_owned(), on, coin, amount })
        }
        Some("transfer") => {
            let to = parameters.get("address")?.to_owned();
            Some(Request { to, on, coin: Coin::At(target.to_owned()), amount: units("uint256")? })
        }
        // Any other call may do anything.
        Some(_) => None,
    }
}

/// `recipient[?amount][&spl-token]…`
fn solana(rest: &str) -> Option<Request> {
    let (to, query) = rest.split_once('?').unwrap_or((rest, ""));
    // A link that would be asked for a transaction of whatever kind.
    if to.contains(['/', '%', ':']) {
        return None;
    }
    let parameters = Parameters::read(query)?;
    let amount = match parameters.get("amount") {
        Some(digits) if is_plain(digits) => Some(Sum::Whole(digits.parse().ok()?)),
        Some(_) => return None,
        None => None,
    };
    let coin = match parameters.get("spl-token") {
        Some(mint) => Coin::At(mint.to_owned()),
        None if amount.is_some() => Coin::Own,
        None => Coin::Any,
    };
    Some(Request { to: to.to_owned(), on: On::This(Chain::Solana), coin, amount })
}

struct Parameters(Vec<(String, String)>);

impl Parameters {
    /// Nothing where one is named twice: readers differ in which of them they take.
    fn read(query: &str) -> Option<Self> {
        let all: Vec<(String, String)> = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
        let twice = ["value", "address", "uint256", "amount", "spl-token"]
            .iter()
            .any(|name| all.iter().filter(|(known, _)| known == name).count() > 1);
        (!twice).then_some(Self(all))
    }

    fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

fn is_plain(digits: &str) -> bool {
    digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
}

fn decimal(digits: &str) -> Option<u64> {
    let plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    plain.then(|| digits.parse().ok()).flatten()
}

/// A whole number, which may be written with an exponent: `2.014e18`.
fn whole(digits: &str) -> Option<Amount> {
    let amount: Amount = digits.parse().ok()?;
    (!amount.is_negative() && amount.rounded_down(0) == amount).then_some(amount)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TO: &str = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed";
    const USDC: &str = "0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913";
    const SOLANA: &str = "4Nd1mBQtrMJVYVfKf2PJy9NZUZdTAsp7D4xWLs4gDB4T";

    fn amount(digits: &str) -> Amount {
        digits.parse().unwrap()
    }

    fn asks(text: &str, to: &str, on: On, coin: Coin, amount: Option<Sum>) {
        assert_eq!(read(text), Some(Ok(Request { to: to.to_owned(), on, coin, amount })), "{text}");
    }

    #[test]
    fn eip_681_is_read_in_the_smallest_units() {
        asks(&format!("ethereum:{TO}"), TO, On::AnyEvm, Coin::Any, None);
        asks(&format!("ETHEREUM:pay-{TO}@8453"), TO, On::This(Chain::Evm(8453)), Coin::Any, None);
        asks(
            &format!("ethereum:{TO}@137?value=2.014e18&gas=10"),
            TO,
            On::This(Chain::Evm(137)),
            Coin::Own,
            Some(Sum::Units(amount("2014000000000000000"))),
        );
        asks(
            &format!("ethereum:{USDC}@8453/transfer?address={TO}&uint256=1"),
            TO,
            On::This(Chain::Evm(8453)),
            Coin::At(USDC.to_owned()),
            Some(Sum::Units(amount("1"))),
        );
    }

    #[test]
    fn solana_pay_is_read_in_whole_coins() {
        let on = On::This(Chain::Solana);
        asks(&format!("solana:{SOLANA}"), SOLANA, on, Coin::Any, None);
        let one = format!("solana:{SOLANA}?amount=0.000000001&label=Shop&memo=7");
        asks(&one, SOLANA, on, Coin::Own, Some(Sum::Whole(amount("0.000000001"))));
        let token = format!("solana:{SOLANA}?amount=1&spl-token=EPjF");
        asks(&token, SOLANA, on, Coin::At("EPjF".to_owned()), Some(Sum::Whole(amount("1"))));
    }

    #[test]
    fn what_asks_for_more_than_a_payment_is_not_read() {
        for text in [
            &format!("ethereum:{USDC}@8453/approve?address={TO}&uint256=1"),
            &format!("ethereum:{USDC}/transfer?uint256=1"),
            &format!("ethereum:{TO}@0x2105"),
            &format!("ethereum:{TO}@"),
            &format!("ethereum:{TO}?value=0.5"),
            &format!("ethereum:{TO}?value=-1"),
            &format!("ethereum:{TO}?value=1&value=9"),
            &format!("ethereum:{TO}?value=1e999999999"),
            &format!("solana:{SOLANA}?amount=1e3"),
            &format!("solana:{SOLANA}?amount=1&amount=9"),
            "solana:https://shop.example/pay",
            "solana:https%3A%2F%2Fshop.example%2Fpay",
        ] {
            assert_eq!(read(text), Some(Err(Unreadable)), "{text}");
        }
        for none in [TO, SOLANA, "bitcoin:bc1q", "https://monei.cc", ""] {
            assert_eq!(read(none), None, "{none}");
        }
    }
}
