//! Money in and out, a month and currency each.

use std::collections::BTreeMap;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use monei_api::transaction::Outcome;
use monei_api::{Amount, Currency};
use rusqlite::Connection;

use super::seats::Seat;
use super::{Cache, CacheError, codes, figure, place};
use crate::activity::MonthlyFlow;
use crate::overview::Direction;

/// In and out, by the first day of the month and the number of the currency's name.
type Flows = BTreeMap<(Date, i64), [Amount; 2]>;

impl Cache {
    /// The sums of what is done and has a direction, in the person's own months, the oldest first.
    pub async fn monthly_flows(&self, zone: TimeZone) -> Result<Vec<MonthlyFlow>, CacheError> {
        self.seats
            .ask(Seat::Patient, move |connection| {
                let snapshot = connection.transaction()?;
                let currencies = currencies(&snapshot)?;
                let flows = sum(&snapshot, &zone)?;
                let named = flows.into_iter().filter_map(|((month, currency), [incoming, outgoing])| {
                    let currency = currencies.get(&currency)?.clone();
                    Some(MonthlyFlow { month, currency, incoming, outgoing })
                });
                Ok(named.collect())
            })
            .await
    }
}

fn currencies(connection: &Connection) -> Result<BTreeMap<i64, Currency>, CacheError> {
    let mut statement = connection.prepare_cached("SELECT number, value FROM label WHERE kind = ?1")?;
    let rows = statement.query_map([codes::CURRENCY], |row| Ok((row.get(0)?, row.get::<_, String>(1)?)))?;
    let named = rows.map(|row| row.map(|(number, value)| (number, Currency::new(&value))));
    Ok(named.collect::<Result<_, _>>()?)
}

fn sum(connection: &Connection, zone: &TimeZone) -> Result<Flows, CacheError> {
    let mut statement = connection.prepare_cached(
        "SELECT place, currency, direction, amount FROM facet
         WHERE place >= ?1 AND outcome = ?2 AND direction IN (?3, ?4) AND amount IS NOT NULL ORDER BY place",
    )?;
    let (incoming, outgoing) = (codes::direction(Direction::Incoming), codes::direction(Direction::Outgoing));
    let mut rows = statement.query([place::FIRST_WITH_TIME, codes::outcome(Outcome::Done), incoming, outgoing])?;
    let mut flows = Flows::new();
    let mut month = None;
    while let Some(row) = rows.next()? {
        let place: i64 = row.get(0)?;
        let (first, end) = match month {
            Some((first, end)) if place < end => (first, end),
            _ => *month.insert(month_of(place, zone)),
        };
        let amount = figure::from_key(row.get_ref(3)?.as_blob().map_err(|_| CacheError::Damaged)?);
        let amount = amount.ok_or(CacheError::Damaged)?;
        let [into, out] = flows.entry((first, row.get(1)?)).or_default();
        let side = if row.get::<_, i64>(2)? == incoming { into } else { out };
        *side = std::mem::take(side) + amount;
        month = Some((first, end));
    }
    Ok(flows)
}

/// The first day of a place's month, and the first place after the month.
fn month_of(place: i64, zone: &TimeZone) -> (Date, i64) {
    let time = place::time(place).unwrap_or_default().to_zoned(zone.clone());
    let first = time.date().first_of_month();
    let next = time.date().last_of_month().tomorrow().and_then(|next| next.to_zoned(zone.clone()));
    (first, next.map_or(i64::MAX, |next| place::of(Some(next.timestamp()))))
}
