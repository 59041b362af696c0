//! What the busy person ordered before the start: one order in each stage, with the transactions that belong to it.
//!
//! They stay as they are until they are named.

use jiff::{SignedDuration, Timestamp};
use rand::SeedableRng;
use rand::rngs::StdRng;

use super::order::{Beneficiary, Order, Request, Source, Stage, kobo_for, narration};
use super::{Token, banks};
use crate::ledger::{Asset, Network, Quantity, Status};
use crate::people::People;
use crate::world::World;

const MINUTES_A_DAY: i64 = 24 * 60;

/// An order of the past.
struct Past {
    stage: Stage,
    minutes_ago: i64,
    token: Token,
    chain_id: u64,
    /// Whole tokens.
    tokens: i128,
    source: Source,
}

const fn past(stage: Stage, minutes_ago: i64, tokens: i128, source: Source) -> Past {
    Past { stage, minutes_ago, token: Token::Usdt, chain_id: 8453, tokens, source }
}

const ALL: [Past; 12] = [
    past(Stage::Initiated, 1, 25, Source::ExternalWallet),
    past(Stage::QuoteCreated, 2, 50, Source::ExternalWallet),
    past(Stage::AwaitingDeposit, 4, 100, Source::ExternalWallet),
    past(Stage::DepositReceived, 9, 75, Source::ExternalWallet),
    past(Stage::Pending, 11, 40, Source::MoneiWallet),
    past(Stage::Processing, 13, 60, Source::MoneiWallet),
    past(Stage::FiatSent, 15, 80, Source::MoneiWallet),
    past(Stage::Completed, 2 * MINUTES_A_DAY, 100, Source::MoneiWallet),
    Past { token: Token::Usdc, chain_id: 137, ..past(Stage::Failed, 3 * MINUTES_A_DAY, 30, Source::MoneiWallet) },
    past(Stage::Cancelled, 5 * MINUTES_A_DAY, 20, Source::ExternalWallet),
    Past { token: Token::Usdc, chain_id: 137, ..past(Stage::Refunded, 8 * MINUTES_A_DAY, 45, Source::MoneiWallet) },
    past(Stage::Expired, 13 * MINUTES_A_DAY, 500, Source::ExternalWallet),
];

/// Where the naira of all of them go.
const ACCOUNT: (&str, &str) = ("GTBINGLA", "0123456789");

impl Past {
    fn crypto(&self) -> Option<Quantity> {
        let asset = Asset::named(Network::Evm(self.chain_id), self.token.symbol())?;
        Some(asset.units(self.tokens * 10i128.checked_pow(asset.decimals())?))
    }

    /// The transaction that sets the crypto aside, as it stands by now.
    const fn sale(&self) -> Option<Status> {
        match self.stage {
            Stage::DepositReceived | Stage::Pending | Stage::Processing | Stage::FiatSent | Stage::Failed => {
                Some(Status::Pending)
            }
            Stage::Completed => Some(Status::Success),
            Stage::Refunded => Some(Status::Failed),
            Stage::Initiated | Stage::QuoteCreated | Stage::AwaitingDeposit | Stage::Cancelled | Stage::Expired => None,
        }
    }
}

/// By its place in the table.
fn reference(at: usize) -> String {
    format!("OFF-BUSY{:05}", at + 1)
}

/// A transaction that the orders left in their owner's history.
pub(crate) struct PastLine {
    pub(crate) minutes_ago: i64,
    pub(crate) is_sale: bool,
    pub(crate) status: Status,
    pub(crate) amount: Quantity,
    pub(crate) narration: String,
    pub(crate) reference: String,
}

/// How many transactions there are of them.
pub(crate) fn count() -> usize {
    lines().len()
}

/// What the wallet was filled with, the deposits, and the sales.
pub(crate) fn lines() -> Vec<PastLine> {
    let arrived = |minutes_ago: i64, amount: Quantity, narration: String, reference: String| PastLine {
        minutes_ago,
        is_sale: false,
        status: Status::Success,
        amount,
        narration,
        reference,
    };
    let mut lines = Vec::new();
    for (token, chain_id, tokens, on) in [(Token::Usdt, 8453, 2_500, "Base"), (Token::Usdc, 137, 400, "Polygon")] {
        let held = Past { token, chain_id, ..past(Stage::Initiated, 0, tokens, Source::ExternalWallet) };
        if let Some(amount) = held.crypto() {
            let reference = format!("chain-{}-{chain_id}", token.symbol().to_ascii_lowercase());
            lines.push(arrived(30 * MINUTES_A_DAY, amount, format!("Received on {on}"), reference));
        }
    }
    let bank = banks::by_code(ACCOUNT.0);
    for (at, past) in ALL.iter().enumerate() {
        let (Some(status), Some(amount), Some(bank)) = (past.sale(), past.crypto(), bank) else { continue };
        let reference = reference(at);
        if past.source == Source::ExternalWallet {
            let deposit = format!("Deposit for {reference}");
            lines.push(arrived(past.minutes_ago - 1, amount, deposit, format!("chain-{reference}")));
        }
        let ago = if past.source == Source::ExternalWallet { past.minutes_ago - 1 } else { past.minutes_ago };
        lines.push(PastLine {
            minutes_ago: ago,
            is_sale: true,
            status,
            amount,
            narration: narration(amount, bank, ACCOUNT.1),
            reference,
        });
    }
    lines
}

/// Records the orders to which the transactions in the busy person's history belong.
pub(crate) fn record(world: &mut World) {
    let Some(owner) = world.people.find_by_email(People::BUSY).map(|person| person.owner) else { return };
    // From a stream of their own, so that what is drawn later does not depend on them.
    let mut random = StdRng::seed_from_u64(0x6f66_6672_616d_7021);
    let now = world.now();
    for (at, past) in ALL.iter().enumerate().rev() {
        let created = minutes_before(now, past.minutes_ago);
        let rate = past.token.rate(Network::Evm(past.chain_id), created);
        let (Some((_, rate)), Some(crypto), Some(bank)) = (rate, past.crypto(), banks::by_code(ACCOUNT.0)) else {
            continue;
        };
        let Some(fiat) = kobo_for(crypto, rate) else { continue };
        let name = banks::holder(&world.people, bank, ACCOUNT.1).unwrap_or_default();
        let beneficiary = Beneficiary { bank, account_number: ACCOUNT.1.to_owned(), account_name: name };
        let rate = Asset::NAIRA.units(rate);
        let request = Request { owner, crypto, fiat, rate, beneficiary, source: past.source };
        let order = Order::new(request, Stage::Initiated, &mut random, created);
        let mut order = Order { reference: reference(at).into(), ..order };
        for stage in way(past.stage, past.source) {
            let minutes = if stage == Stage::Expired { past.minutes_ago - 30 } else { past.minutes_ago - 1 };
            order.enter(stage, minutes_before(now, minutes), &mut random);
        }
        if matches!(past.stage, Stage::Failed | Stage::Refunded) {
            order.failure_reason = Some("Declined by the receiving bank".into());
        }
        order.sale = world.ledger.key_by_reference(owner, &order.reference);
        world.offramp.add(order);
    }
}

fn minutes_before(now: Timestamp, minutes: i64) -> Timestamp {
    now.checked_sub(SignedDuration::from_mins(minutes)).unwrap_or(Timestamp::UNIX_EPOCH)
}

/// The stages that an order has been through.
fn way(stage: Stage, source: Source) -> Vec<Stage> {
    let paid: &[Stage] = match source {
        Source::MoneiWallet => &[Stage::Pending],
        Source::ExternalWallet => &[Stage::QuoteCreated, Stage::AwaitingDeposit, Stage::DepositReceived],
    };
    let usual = paid.iter().copied().chain([Stage::Processing, Stage::FiatSent, Stage::Completed]);
    let until = |last: Stage| usual.clone().take_while(move |passed| *passed != last).chain([last]);
    match stage {
        Stage::Initiated => Vec::new(),
        Stage::Failed => until(Stage::FiatSent).chain([Stage::Failed]).collect(),
        Stage::Refunded => until(Stage::FiatSent).chain([Stage::Failed, Stage::Refunded]).collect(),
        Stage::Cancelled | Stage::Expired => until(Stage::AwaitingDeposit).chain([stage]).collect(),
        _ => until(stage).collect(),
    }
}
