//! Random operations on a few people: whatever happens, everything adds up.

use proptest::prelude::*;

use super::*;

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_768_478_400 + second).unwrap()
}

const ADA: Owner = Owner(0);
const BOLA: Owner = Owner(1);

fn deposit(owner: Owner, units: i128, reference: &str) -> Draft {
    Draft::new(owner, Nature::FiatDeposit, Direction::In, Asset::NAIRA.units(units), Account::Banks, reference)
}

fn payout(owner: Owner, units: i128, reference: &str) -> Draft {
    Draft::new(owner, Nature::FiatWithdrawal, Direction::Out, Asset::NAIRA.units(units), Account::Banks, reference)
}

fn naira(ledger: &Ledger, owner: Owner) -> (i128, i128) {
    (ledger.balance(owner, Asset::NAIRA).units, ledger.held(owner, Asset::NAIRA).units)
}

#[test]
fn what_is_pending_is_set_aside_and_comes_back_when_it_fails() {
    let mut ledger = Ledger::new(1);
    ledger.book(vec![deposit(ADA, 1_000, "in")], at(0)).unwrap();
    let fee = Some(Asset::NAIRA.units(10));
    let first = ledger.open(Draft { fee, ..payout(ADA, 600, "one") }, at(1)).unwrap();
    assert_eq!(naira(&ledger, ADA), (390, 610));
    let short = ledger.open(payout(ADA, 500, "two"), at(2)).unwrap_err();
    let of = |units| Asset::NAIRA.units(units);
    assert_eq!(short, Refused::Shortage { required: of(500), available: of(390) });
    ledger.close(first, Status::Failed, at(3)).unwrap();
    assert_eq!(naira(&ledger, ADA), (1_000, 0));
    assert_eq!(ledger.close(first, Status::Success, at(4)), Err(Refused::NotPending));
    let again = ledger.open(Draft { fee, ..payout(ADA, 600, "two") }, at(5)).unwrap();
    ledger.close(again, Status::Success, at(6)).unwrap();
    assert_eq!(naira(&ledger, ADA), (390, 0));
    assert!(ledger.audit().is_sound(), "{:?}", ledger.audit());
}

#[test]
fn a_reference_is_used_once_by_a_person_and_freely_by_another() {
    let mut ledger = Ledger::new(1);
    ledger.open(deposit(ADA, 5, "mine"), at(0)).unwrap();
    assert_eq!(ledger.open(deposit(ADA, 6, "mine"), at(0)), Err(Refused::Reference));
    ledger.open(deposit(BOLA, 7, "mine"), at(0)).unwrap();
    assert_eq!(ledger.find_by_reference(BOLA, "mine").unwrap().amount.units, 7);
    assert!(ledger.find(BOLA, &ledger.find_by_reference(ADA, "mine").unwrap().id).is_none());
}

#[test]
fn several_drafts_are_booked_together_or_not_at_all() {
    let mut ledger = Ledger::new(1);
    let swap = |naira: i128| {
        let sell = Draft::new(
            ADA,
            Nature::CryptoTradeSell,
            Direction::Out,
            Asset::NAIRA.units(naira),
            Account::Exchange,
            format!("sell-{naira}"),
        );
        let bought = Asset::SOL.units(1);
        let buy =
            Draft::new(ADA, Nature::CryptoTradeBuy, Direction::In, bought, Account::Exchange, format!("buy-{naira}"));
        vec![sell, buy]
    };
    ledger.book(vec![deposit(ADA, 10, "in")], at(0)).unwrap();
    assert!(ledger.book(swap(11), at(1)).is_err());
    assert_eq!((naira(&ledger, ADA).0, ledger.balance(ADA, Asset::SOL).units), (10, 0));
    ledger.book(swap(4), at(2)).unwrap();
    assert_eq!((naira(&ledger, ADA).0, ledger.balance(ADA, Asset::SOL).units), (6, 1));
    assert!(ledger.audit().is_sound());
}

#[test]
fn nothing_is_counted_beyond_what_can_be() {
    let mut ledger = Ledger::new(1);
    ledger.book(vec![deposit(ADA, i128::MAX, "all")], at(0)).unwrap();
    assert_eq!(ledger.book(vec![deposit(ADA, 1, "more")], at(1)), Err(Refused::Overflow));
    assert!(ledger.audit().is_sound());
}

fn token() -> Asset {
    Asset::named(Network::Evm(8453), "USDC").unwrap()
}

/// What somebody can spend of the token and of the coin of its chain.
fn crypto(ledger: &Ledger, owner: Owner) -> (i128, i128) {
    (ledger.balance(owner, token()).units, ledger.balance(owner, Asset::BASE_ETHER).units)
}

/// Something that happens to one of three people.
#[derive(Clone, Debug)]
enum Happening {
    Deposit {
        owner: u32,
        units: i128,
        fee: i128,
    },
    Payout {
        owner: u32,
        units: i128,
        fee: i128,
    },
    Transfer {
        from: u32,
        to: u32,
        units: i128,
    },
    /// Tokens and the coin for their gas, from outside.
    Arrival {
        owner: u32,
        tokens: i128,
        coins: i128,
    },
    /// Confirmed and received, or reverted, or pending.
    Send {
        from: u32,
        to: u32,
        units: i128,
        gas: i128,
        ends: Option<Status>,
    },
    /// With gas on the one side and a fee on the other.
    Swap {
        owner: u32,
        sold: i128,
        gas: i128,
        bought: i128,
        fee: i128,
    },
    /// Delivered at once, or not at all, or pending.
    Bill {
        owner: u32,
        units: i128,
        ends: Option<Status>,
    },
    /// Whichever of the pending ones.
    Close {
        which: prop::sample::Index,
        status: Status,
    },
}

fn happening() -> impl Strategy<Value = Happening> {
    let (owner, units) = (0..3u32, 1..10_000i128);
    let status = prop::sample::select(vec![Status::Success, Status::Completed, Status::Failed, Status::Cancelled]);
    prop_oneof![
        (owner.clone(), units.clone(), 0..50i128).prop_map(|(owner, units, fee)| Happening::Deposit {
            owner,
            units,
            fee
        }),
        (owner.clone(), units.clone(), 0..50i128).prop_map(|(owner, units, fee)| Happening::Payout {
            owner,
            units,
            fee
        }),
        (owner.clone(), owner.clone(), units.clone()).prop_map(|(from, to, units)| Happening::Transfer {
            from,
            to,
            units
        }),
        (owner.clone(), units.clone(), prop::option::of(status.clone()))
            .prop_map(|(owner, units, ends)| { Happening::Bill { owner, units, ends } }),
        (owner.clone(), units.clone(), 0..500i128).prop_map(|(owner, tokens, coins)| Happening::Arrival {
            owner,
            tokens,
            coins
        }),
        (owner.clone(), owner.clone(), units.clone(), 1..50i128, prop::option::of(status.clone()))
            .prop_map(|(from, to, units, gas, ends)| Happening::Send { from, to, units, gas, ends }),
        (owner, units.clone(), 1..50i128, units, 0..50i128)
            .prop_map(|(owner, sold, gas, bought, fee)| Happening::Swap { owner, sold, gas, bought, fee }),
        (any::<prop::sample::Index>(), status).prop_map(|(which, status)| Happening::Close { which, status }),
    ]
}

/// Lets it happen; a refusal is an answer as well.
fn apply(ledger: &mut Ledger, pending: &mut Vec<TransactionKey>, happening: &Happening, now: Timestamp) {
    let reference = ledger.reference("ref");
    let fee = |units: i128| (units > 0).then(|| Asset::NAIRA.units(units));
    match *happening {
        Happening::Deposit { owner, units, fee: charged } => {
            pending.extend(ledger.open(Draft { fee: fee(charged), ..deposit(Owner(owner), units, &reference) }, now));
        }
        Happening::Payout { owner, units, fee: charged } => {
            pending.extend(ledger.open(Draft { fee: fee(charged), ..payout(Owner(owner), units, &reference) }, now));
        }
        Happening::Transfer { from, to, units } => {
            let side = |owner, direction, reference| {
                let amount = Asset::NAIRA.units(units);
                Draft::new(Owner(owner), Nature::FiatP2p, direction, amount, Account::Transfers, reference)
            };
            let received = format!("{reference}-in");
            let _ = ledger.book(vec![side(from, Direction::Out, reference), side(to, Direction::In, received)], now);
        }
        Happening::Arrival { owner, tokens, coins } => {
            let arrival = |amount, suffix: &str| {
                let reference = format!("{reference}{suffix}");
                Draft::new(Owner(owner), Nature::CryptoDeposit, Direction::In, amount, Account::Chains, reference)
            };
            let mut arrivals = vec![arrival(token().units(tokens), "t")];
            arrivals.extend((coins > 0).then(|| arrival(Asset::BASE_ETHER.units(coins), "c")));
            ledger.book(arrivals, now).unwrap();
        }
        Happening::Send { from, to, units, gas, ends } => {
            let (from, amount) = (Owner(from), token().units(units));
            let before = crypto(ledger, from);
            let send = Draft {
                fee: Some(Asset::BASE_ETHER.units(gas)),
                ..Draft::new(from, Nature::CryptoP2p, Direction::Out, amount, Account::Chains, reference.clone())
            };
            let Ok(key) = ledger.open(send, now) else {
                assert!(before.0 < units || before.1 < gas, "who has both can send");
                return assert_eq!(crypto(ledger, from), before);
            };
            assert_eq!(crypto(ledger, from), (before.0 - units, before.1 - gas));
            let Some(status) = ends else { return pending.push(key) };
            ledger.close(key, status, now).unwrap();
            if status.is_done() {
                let (to, reference) = (Owner(to), format!("{reference}-in"));
                let arrival = Draft::new(to, Nature::CryptoP2p, Direction::In, amount, Account::Chains, reference);
                ledger.book(vec![arrival], now).unwrap();
            } else {
                assert_eq!(crypto(ledger, from), before, "what is reverted comes back with its gas");
            }
        }
        Happening::Swap { owner, sold, gas, bought, fee } => {
            let before = crypto(ledger, Owner(owner));
            let leg = |nature, direction, amount, fee, suffix: &str| Draft {
                fee: Some(fee),
                ..Draft::new(Owner(owner), nature, direction, amount, Account::Exchange, format!("{reference}{suffix}"))
            };
            let (gas_fee, fee) = (Asset::BASE_ETHER.units(gas), Asset::BASE_ETHER.units(fee));
            let (sold_tokens, bought_coins) = (token().units(sold), Asset::BASE_ETHER.units(bought));
            let sell = leg(Nature::CryptoTradeSell, Direction::Out, sold_tokens, gas_fee, "s");
            let buy = leg(Nature::CryptoTradeBuy, Direction::In, bought_coins, fee, "b");
            let swapped = ledger.book(vec![sell, buy], now).is_ok();
            let after = if swapped { (before.0 - sold, before.1 - gas + bought) } else { before };
            assert_eq!(crypto(ledger, Owner(owner)), after, "both sides or none");
        }
        Happening::Bill { owner, units, ends } => {
            let (owner, before) = (Owner(owner), naira(ledger, Owner(owner)));
            let (amount, account) = (Asset::NAIRA.units(units), Account::Billers);
            let bill = Draft::new(owner, Nature::FiatTransfer, Direction::Out, amount, account, reference);
            let Ok(key) = ledger.open(bill, now) else { return };
            assert_eq!(naira(ledger, owner), (before.0 - units, before.1 + units));
            let Some(status) = ends else { return pending.push(key) };
            ledger.close(key, status, now).unwrap();
            let spent = if status.is_done() { units } else { 0 };
            assert_eq!(naira(ledger, owner), (before.0 - spent, before.1), "what fails comes back");
        }
        Happening::Close { ref which, status } => {
            if !pending.is_empty() {
                let key = pending.swap_remove(which.index(pending.len()));
                ledger.close(key, status, now).unwrap();
            }
        }
    }
}

proptest! {
    #[test]
    fn whatever_happens_everything_adds_up(happenings in prop::collection::vec(happening(), 1..80)) {
        let mut ledger = Ledger::new(1);
        let mut pending = Vec::new();
        for (second, happening) in (0..).zip(happenings) {
            apply(&mut ledger, &mut pending, &happening, at(second));
        }
        let audit = ledger.audit();
        prop_assert!(audit.is_sound(), "{audit:?}");
    }
}
