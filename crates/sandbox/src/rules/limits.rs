//! What a tier may move and hold, in naira (`monei-api.md` §5). The figures of tier 1 are documented; those of the
//! higher tiers are invented. Days and months are those of Lagos, which is an hour ahead of UTC all year.

use jiff::civil::Date;
use jiff::tz::{Offset, TimeZone};
use jiff::{Timestamp, ToSpan};
use monei_api::kyc::Tier;

use crate::ledger::{Asset, Direction, Ledger, Owner, Quantity};
use crate::market;
use crate::people::Person;
use crate::refusal::Refusal;
use crate::world::World;

/// The limits of a tier in whole naira.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct TierLimits {
    pub(crate) single: u32,
    pub(crate) daily: u32,
    pub(crate) monthly: u32,
    pub(crate) balance: u32,
    /// What crypto is worth that may leave in a day.
    pub(crate) crypto_daily: u32,
}

/// What a deposit of somebody may be whose identity is not verified (§5, seen once).
const UNVERIFIED_DEPOSIT: u32 = 50_000;

pub(crate) const fn of(tier: &Tier) -> TierLimits {
    let (single, daily, monthly, balance) = match tier {
        Tier::Two => (1_000_000, 2_000_000, 20_000_000, 10_000_000),
        Tier::Three => (5_000_000, 25_000_000, 250_000_000, 500_000_000),
        Tier::Four => (50_000_000, 100_000_000, 1_000_000_000, 4_000_000_000),
        Tier::One | Tier::Other(_) => (200_000, 200_000, 2_000_000, 2_000_000),
    };
    TierLimits { single, daily, monthly, balance, crypto_daily: daily }
}

/// Which of the limits would be exceeded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Limit {
    Single,
    Daily,
    Monthly,
    Balance,
    UnverifiedDeposit,
    CryptoDaily,
}

impl Limit {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Single => "Single transaction limit",
            Self::Daily => "Daily transaction limit",
            Self::Monthly => "Monthly transaction limit",
            Self::Balance => "Maximum wallet balance",
            Self::UnverifiedDeposit => "Deposit limit of unverified accounts",
            Self::CryptoDaily => "Daily crypto limit",
        }
    }
}

const fn kobo(naira: u32) -> i128 {
    naira as i128 * 100
}

impl World {
    /// Whether a person may move so many kobo now, given what they have moved today and this month.
    pub(crate) fn may_move(&self, owner: Owner, amount: i128) -> Result<(), Refusal> {
        self.may_move_at(owner, amount, self.now())
    }

    /// The same for a moment that is caught up with.
    pub(crate) fn may_move_at(&self, owner: Owner, amount: i128, now: Timestamp) -> Result<(), Refusal> {
        let person = self.people.of(owner).ok_or(Refusal::Token)?;
        let limits = of(&person.tier);
        let (day, month) = beginnings(now);
        for (limit, most, before) in [
            (Limit::Single, limits.single, 0),
            (Limit::Daily, limits.daily, moved(&self.ledger, owner, day)),
            (Limit::Monthly, limits.monthly, moved(&self.ledger, owner, month)),
        ] {
            if amount + before > kobo(most) {
                return Err(exceeded(limit, most, person));
            }
        }
        Ok(())
    }

    /// Whether a person may send or sell so much crypto now, given what it was worth that has left today.
    pub(crate) fn may_move_crypto(&self, owner: Owner, amount: Quantity) -> Result<(), Refusal> {
        let person = self.people.of(owner).ok_or(Refusal::Token)?;
        if !crypto_allowed(person) {
            return Err(Refusal::Forbidden("Crypto is not allowed before the account is verified"));
        }
        let now = self.now();
        let before = moved_crypto(&self.ledger, owner, beginnings(now).0);
        let most = of(&person.tier).crypto_daily;
        if market::kobo(amount, now).saturating_add(before) > kobo(most) {
            return Err(exceeded(Limit::CryptoDaily, most, person));
        }
        Ok(())
    }

    /// Whether a person may take in so many kobo.
    pub(crate) fn may_receive(&self, owner: Owner, amount: i128) -> Result<(), Refusal> {
        let person = self.people.of(owner).ok_or(Refusal::Token)?;
        if !person.is_verified() && amount > kobo(UNVERIFIED_DEPOSIT) {
            return Err(exceeded(Limit::UnverifiedDeposit, UNVERIFIED_DEPOSIT, person));
        }
        if self.can_hold(owner, amount) {
            return Ok(());
        }
        Err(exceeded(Limit::Balance, of(&person.tier).balance, person))
    }

    /// Whether so many kobo more are within what a person's tier may hold.
    pub(crate) fn can_hold(&self, owner: Owner, amount: i128) -> bool {
        let most = self.people.of(owner).map(|person| kobo(of(&person.tier).balance));
        most.is_some_and(|most| self.ledger.balance(owner, Asset::NAIRA).units.saturating_add(amount) <= most)
    }
}

fn exceeded(limit: Limit, naira: u32, person: &Person) -> Refusal {
    Refusal::Limit { limit, naira, tier: person.tier.as_str().to_owned() }
}

/// The kobo that have left a wallet since then, or are about to.
fn moved(ledger: &Ledger, owner: Owner, since: Timestamp) -> i128 {
    let recent = ledger.history(owner).rev().take_while(|transaction| transaction.created_at >= since);
    let out = recent.filter(|transaction| transaction.direction == Direction::Out);
    out.filter_map(|transaction| transaction.effect().next())
        .filter(|effect| effect.asset == Asset::NAIRA)
        .map(|effect| -effect.units)
        .sum()
}

/// What the crypto was worth in kobo that has left a wallet since then, or is about to. Gas is not counted.
fn moved_crypto(ledger: &Ledger, owner: Owner, since: Timestamp) -> i128 {
    let recent = ledger.history(owner).rev().take_while(|transaction| transaction.created_at >= since);
    let out = recent.filter(|transaction| transaction.direction == Direction::Out);
    out.filter_map(|transaction| Some((transaction.effect().next()?, transaction.created_at)))
        .filter(|(effect, _)| effect.asset != Asset::NAIRA)
        .map(|(effect, at)| market::kobo(effect.asset.units(-effect.units), at))
        .fold(0, i128::saturating_add)
}

/// Nobody has crypto before they have proven who they are as far as the lowest tier wants it (§5).
pub(crate) fn crypto_allowed(person: &Person) -> bool {
    person.is_verified()
}

/// When the day and the month of a moment began in Lagos.
fn beginnings(now: Timestamp) -> (Timestamp, Timestamp) {
    let lagos = TimeZone::fixed(Offset::constant(1));
    let today = now.to_zoned(lagos.clone()).date();
    let start = |day: Date| day.to_zoned(lagos.clone()).map_or(Timestamp::MIN, |midnight| midnight.timestamp());
    let first = today.checked_sub(i64::from(today.day() - 1).days()).unwrap_or(today);
    (start(today), start(first))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_months_begin_in_lagos() {
        let check = |now: &str, day: &str, month: &str| {
            let (today, this_month) = beginnings(now.parse().unwrap());
            assert_eq!((today.to_string(), this_month.to_string()), (day.to_owned(), month.to_owned()), "{now}");
        };
        check("2026-01-15T12:00:00Z", "2026-01-14T23:00:00Z", "2025-12-31T23:00:00Z");
        check("2026-01-31T23:30:00Z", "2026-01-31T23:00:00Z", "2026-01-31T23:00:00Z");
    }
}
