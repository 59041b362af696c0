//! What can be ordered, checked for what can be known here: an order that this module makes into a body is one that Monei
//! can be asked for.

pub(super) mod crypto;

use monei_api::money::Figure;
use monei_api::{Amount, Currency, Money, bill, exchange, offramp, payout};
use monei_client::Permission;
use monei_client::money::{self, Body};

use super::action::Action;
use super::intent::{Payee, Reference};

/// A coin or token of a chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    pub symbol: Currency,
    pub decimals: u32,
    /// Contract or mint; nothing for the coin of the chain.
    pub address: Option<String>,
}

/// What a person wants.
#[derive(Clone, Debug)]
pub enum Order {
    BankTransfer {
        bank: String,
        account_number: String,
        amount: Amount,
        narration: Option<String>,
    },
    PeerTransfer {
        receiver: String,
        amount: Amount,
    },
    Airtime {
        phone_number: String,
        biller: String,
        amount: Amount,
    },
    Data {
        phone_number: String,
        biller: String,
        item_code: String,
        price: Price,
    },
    Electricity {
        meter_number: String,
        disco: String,
        amount: Amount,
    },
    CableTv {
        smartcard_number: String,
        biller: String,
        item_code: String,
        price: Price,
    },
    EvmSend {
        chain: u64,
        token: Token,
        to: String,
        amount: Amount,
    },
    SolanaSend {
        token: Token,
        to: String,
        amount: Amount,
    },
    EvmSwap {
        chain: u64,
        sold: Token,
        bought: Token,
        amount: Amount,
    },
    SolanaSwap {
        sold: Token,
        bought: Token,
        amount: Amount,
        slippage: exchange::SlippageBps,
    },
    /// The account is one that the off-ramp has verified.
    Sell {
        token: Token,
        network: String,
        amount: Amount,
        bank: String,
        account_number: String,
        account_name: String,
    },
}

/// What a plan of a biller costs, in naira.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Price {
    /// The plan's, as it was shown to the person. Monei's own is compared with it.
    OfPlan(Amount),
    /// The plan leaves it to the payer.
    Chosen(Amount),
}

impl Price {
    const fn amount(&self) -> &Amount {
        match self {
            Self::OfPlan(amount) | Self::Chosen(amount) => amount,
        }
    }

    /// A price that is the plan's is no part of the body.
    fn chosen(&self) -> Option<Figure> {
        if let Self::Chosen(amount) = self { Some(Figure::number(amount.clone())) } else { None }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadOrder {
    #[error("the amount must be above zero")]
    NothingToSend,
    #[error("the amount is finer than the currency")]
    TooFine,
    #[error("airtime costs between ₦50 and ₦50,000")]
    AirtimeAmount,
    #[error("an account number has ten digits")]
    AccountNumber,
    #[error("the phone number is no Nigerian one")]
    PhoneNumber,
    #[error("the number is none of that biller's customers")]
    CustomerNumber,
    #[error("the receiver is no e-mail address or phone number")]
    Receiver,
    #[error("the address is none of that network")]
    Address,
    #[error("nobody has that address")]
    NobodysAddress,
    #[error("what is bought is what is sold")]
    SameToken,
    #[error("nobody knows such a coin on that network")]
    NoSuchCoin,
    #[error("the price may not get that much worse")]
    Slippage,
    #[error("the narration has more than 100 characters")]
    NarrationTooLong,
    #[error("something is missing")]
    Missing,
}

/// What an order comes to.
#[derive(Clone, Debug)]
pub(super) struct Particulars {
    pub action: Action,
    pub amount: Money,
    pub payee: Payee,
    pub body: Body,
    pub source: Source,
}

/// Which balance it is taken from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    Naira,
    Evm {
        chain: u64,
        token: Option<String>,
    },
    Solana {
        mint: Option<String>,
    },
    /// Wherever the off-ramp looks for it first; its answer tells.
    Offramp,
}

const LONGEST_NARRATION: usize = 100;
const NAIRA_PLACES: u32 = 2;

impl Order {
    /// The bytes that will be sent and what stands for them, or why there can be none.
    pub(super) fn particulars(&self, reference: Option<&Reference>) -> Result<Particulars, BadOrder> {
        match self {
            Self::BankTransfer { bank, account_number, amount, narration } => {
                let body = payout::BankTransfer {
                    amount: naira(amount)?,
                    bank: text(bank)?,
                    account_number: ten_digits(account_number)?,
                    reference: reference.map(|reference| reference.as_str().to_owned()),
                    narration: narration.as_deref().map(short).transpose()?,
                };
                in_naira(Action::BankTransfer, amount, &format!("{}/{}", body.bank, body.account_number), &body)
            }
            Self::PeerTransfer { receiver, amount } => {
                let body = payout::PeerTransfer { receiver: person(receiver)?, amount: naira(amount)? };
                in_naira(Action::PeerTransfer, amount, &body.receiver, &body)
            }
            Self::Airtime { phone_number, biller, amount } => {
                let range = Amount::from(*bill::AIRTIME.start())..=Amount::from(*bill::AIRTIME.end());
                if !range.contains(amount) {
                    return Err(BadOrder::AirtimeAmount);
                }
                let (phone_number, biller) = (nigerian_phone(phone_number)?, text(biller)?);
                let body = bill::AirtimeOrder { phone_number, biller, amount: naira(amount)? };
                in_naira(Action::Airtime, amount, &body.phone_number, &body)
            }
            Self::Data { phone_number, biller, item_code, price } => {
                let phone_number = nigerian_phone(phone_number)?;
                let (biller, item_code) = (text(biller)?, text(item_code)?);
                naira(price.amount())?;
                let body = bill::DataOrder { phone_number, biller, item_code, amount: price.chosen() };
                in_naira(Action::Data, price.amount(), &body.phone_number, &body)
            }
            Self::Electricity { meter_number, disco, amount } => {
                let (meter_number, disco) = (text(meter_number)?, text(disco)?);
                let body = bill::ElectricityOrder { meter_number, amount: naira(amount)?, disco };
                in_naira(Action::Electricity, amount, &body.meter_number, &body)
            }
            Self::CableTv { smartcard_number, biller, item_code, price } => {
                let (smartcard_number, biller, item_code) = (text(smartcard_number)?, text(biller)?, text(item_code)?);
                naira(price.amount())?;
                let body = bill::CableOrder { smartcard_number, biller, item_code, amount: price.chosen() };
                in_naira(Action::CableTv, price.amount(), &body.smartcard_number, &body)
            }
            Self::EvmSend { chain, token, to, amount } => crypto::evm_send(*chain, token, to, amount),
            Self::SolanaSend { token, to, amount } => crypto::solana_send(token, to, amount),
            Self::EvmSwap { chain, sold, bought, amount } => crypto::evm_swap(*chain, sold, bought, amount),
            Self::SolanaSwap { sold, bought, amount, slippage } => crypto::solana_swap(sold, bought, amount, *slippage),
            Self::Sell { token, network, amount, bank, account_number, account_name } => {
                let body = offramp::SaleRequest {
                    amount: Figure::number(exact(amount, token.decimals)?),
                    token: token.symbol.symbol().to_owned(),
                    network: text(network)?,
                    fiat_currency: Currency::naira().symbol().to_owned(),
                    bank_code: text(bank)?,
                    account_number: ten_digits(account_number)?,
                    account_name: text(account_name)?,
                };
                let payee = Payee::new(account_number);
                finish(Action::Sell, Source::Offramp, Money::new(amount.clone(), token.symbol.clone()), payee, &body)
            }
        }
    }

    /// A bank transfer is the only one that takes a reference of ours.
    pub(super) const fn takes_reference(&self) -> bool {
        matches!(self, Self::BankTransfer { .. })
    }
}

fn finish<Bytes: money::Order>(
    action: Action,
    source: Source,
    amount: Money,
    payee: Payee,
    body: &Bytes,
) -> Result<Particulars, BadOrder> {
    // The journal names actions, the client knows bodies: both read the same contract.
    debug_assert_eq!(body.endpoint(), action.endpoint());
    debug_assert_eq!(<Bytes::Permission as Permission>::SCOPE, action.scope());
    debug_assert_eq!(Bytes::NEEDS_PIN, action.needs_pin());
    // The bodies of the contract are objects.
    let body = Body::new(body).map_err(|_| BadOrder::Missing)?;
    Ok(Particulars { action, amount, payee, body, source })
}

fn in_naira(action: Action, amount: &Amount, payee: &str, body: &impl money::Order) -> Result<Particulars, BadOrder> {
    finish(action, Source::Naira, Money::naira(amount.clone()), Payee::new(payee), body)
}

fn exact(amount: &Amount, places: u32) -> Result<Amount, BadOrder> {
    if amount.is_zero() || amount.is_negative() {
        return Err(BadOrder::NothingToSend);
    }
    if amount.rounded_down(places) == *amount { Ok(amount.clone()) } else { Err(BadOrder::TooFine) }
}

fn naira(amount: &Amount) -> Result<Figure, BadOrder> {
    exact(amount, NAIRA_PLACES).map(Figure::number)
}

fn text(text: &str) -> Result<String, BadOrder> {
    let text = text.trim();
    if text.is_empty() { Err(BadOrder::Missing) } else { Ok(text.to_owned()) }
}

fn short(narration: &str) -> Result<String, BadOrder> {
    if narration.chars().count() > LONGEST_NARRATION {
        return Err(BadOrder::NarrationTooLong);
    }
    Ok(narration.to_owned())
}

fn ten_digits(number: &str) -> Result<String, BadOrder> {
    let number = number.trim();
    let fits = number.len() == 10 && number.bytes().all(|byte| byte.is_ascii_digit());
    if fits { Ok(number.to_owned()) } else { Err(BadOrder::AccountNumber) }
}

/// `080…` or `+234…` (`monei-api.md` §0.3).
fn nigerian_phone(number: &str) -> Result<String, BadOrder> {
    let number = number.trim();
    let rest = number.strip_prefix("+234").or_else(|| number.strip_prefix('0')).ok_or(BadOrder::PhoneNumber)?;
    let fits = rest.len() == 10 && rest.bytes().all(|byte| byte.is_ascii_digit());
    if fits { Ok(number.to_owned()) } else { Err(BadOrder::PhoneNumber) }
}

/// An e-mail address or a phone number: `080…` or `+234…`. Monei knows which are anybody's.
fn person(receiver: &str) -> Result<String, BadOrder> {
    let receiver = receiver.trim();
    let mail = receiver.split_once('@').is_some_and(|(name, host)| !name.is_empty() && host.contains('.'));
    let digits = receiver.strip_prefix('+').unwrap_or(receiver);
    let phone = (10..=15).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
    let blank = receiver.chars().any(char::is_whitespace);
    if (mail || phone) && !blank { Ok(receiver.to_owned()) } else { Err(BadOrder::Receiver) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn amount(text: &str) -> Amount {
        text.parse().unwrap()
    }

    fn token(symbol: &str, decimals: u32, address: Option<&str>) -> Token {
        Token { symbol: Currency::new(symbol), decimals, address: address.map(str::to_owned) }
    }

    const EVM: &str = "0x52908400098527886E0F7030069857D2E4169EE7";
    const MINT: &str = "EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v";

    fn cable(price: Price) -> Order {
        let (smartcard_number, biller, item_code) = ("7023456789".into(), "DSTV".into(), "CB177".into());
        Order::CableTv { smartcard_number, biller, item_code, price }
    }

    #[test]
    fn r54_the_body_says_what_the_amount_says() {
        let orders = [
            (
                Order::BankTransfer {
                    bank: "058".into(),
                    account_number: " 0123456789".into(),
                    amount: amount("2500.50"),
                    narration: Some("Rent".into()),
                },
                "2500.50 NGN",
                r#"{"amount":2500.5,"bank":"058","accountNumber":"0123456789","reference":"r","narration":"Rent"}"#,
            ),
            (
                Order::EvmSend {
                    chain: 8453,
                    token: token("ETH", 18, None),
                    to: EVM.into(),
                    amount: amount("0.000000000000000001"),
                },
                "0.000000000000000001 ETH",
                r#"{"to":"0x52908400098527886E0F7030069857D2E4169EE7","amount":"0.000000000000000001","chainId":8453}"#,
            ),
            (
                Order::SolanaSwap {
                    sold: token("SOL", 9, None),
                    bought: token("USDC", 6, Some(MINT)),
                    amount: amount("0.000000001"),
                    slippage: exchange::SlippageBps::USUAL,
                },
                "0.000000001 SOL",
                r#"{"outputMint":"EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v","amount":0.000000001,"slippageBps":50}"#,
            ),
            (
                cable(Price::OfPlan(amount("7200"))),
                "7200.00 NGN",
                r#"{"smartcardNumber":"7023456789","biller":"DSTV","itemCode":"CB177"}"#,
            ),
            (
                cable(Price::Chosen(amount("150.50"))),
                "150.50 NGN",
                r#"{"smartcardNumber":"7023456789","biller":"DSTV","itemCode":"CB177","amount":150.5}"#,
            ),
        ];
        for (order, shown, body) in orders {
            let reference = order.takes_reference().then(|| Reference::from("r".to_owned()));
            let particulars = order.particulars(reference.as_ref()).unwrap();
            assert_eq!((particulars.amount.to_string().as_str(), particulars.body.as_str()), (shown, body));
        }
    }

    #[test]
    fn what_cannot_be_asked_for_is_refused_here() {
        const CONTRACT: &str = "0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48";
        let bank = |number: &str, sum: &str| Order::BankTransfer {
            bank: "058".into(),
            account_number: number.into(),
            amount: amount(sum),
            narration: None,
        };
        let peer = |receiver: &str| Order::PeerTransfer { receiver: receiver.into(), amount: amount("1") };
        let send = |to: &str, sum: &str| Order::EvmSend {
            chain: 1,
            token: token("USDC", 6, Some(CONTRACT)),
            to: to.into(),
            amount: amount(sum),
        };
        let to_phone = |number: &str, sum: &str| Order::Airtime {
            phone_number: number.into(),
            biller: "MTN".into(),
            amount: amount(sum),
        };
        let airtime = |sum: &str| to_phone("08031234567", sum);
        let swap = |sold: Option<&str>, bought: Option<&str>| Order::EvmSwap {
            chain: 1,
            sold: token("A", 18, sold),
            bought: token("B", 18, bought),
            amount: amount("1"),
        };
        for (order, why) in [
            (bank("0123456789", "0"), BadOrder::NothingToSend),
            (bank("0123456789", "-1"), BadOrder::NothingToSend),
            (bank("0123456789", "0.005"), BadOrder::TooFine),
            (bank("012345678", "1"), BadOrder::AccountNumber),
            (bank("01234 6789", "1"), BadOrder::AccountNumber),
            (peer("bola"), BadOrder::Receiver),
            (peer("@example.ng"), BadOrder::Receiver),
            (peer("a b@example.ng"), BadOrder::Receiver),
            // One letter of the checksum is of the wrong case.
            (send("0x52908400098527886E0F7030069857D2E4169Ee7", "1"), BadOrder::Address),
            (send(MINT, "1"), BadOrder::Address),
            (send("0x0000000000000000000000000000000000000000", "1"), BadOrder::NobodysAddress),
            (send(&CONTRACT.to_lowercase(), "1"), BadOrder::NobodysAddress),
            (send(EVM, "0.0000001"), BadOrder::TooFine),
            (airtime("49.99"), BadOrder::AirtimeAmount),
            (airtime("50000.01"), BadOrder::AirtimeAmount),
            (to_phone("0803123456", "50"), BadOrder::PhoneNumber),
            (to_phone("2348031234567", "50"), BadOrder::PhoneNumber),
            (to_phone("080 31234567", "50"), BadOrder::PhoneNumber),
            (swap(None, None), BadOrder::SameToken),
            (swap(Some(EVM), Some(&EVM.to_lowercase())), BadOrder::SameToken),
        ] {
            assert_eq!(order.particulars(None).err(), Some(why), "{order:?}");
        }
        for order in [peer("ada@example.ng"), peer("08031234567"), peer("+2348031234567"), airtime("50")] {
            assert!(order.particulars(None).is_ok(), "{order:?}");
        }
    }
}
