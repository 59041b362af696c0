//! The list of transactions as it is scrolled: stretches of rows, the outline of the whole, and what can be chosen.
//!
//! The first rows are found by themselves. For anything further down the places of the whole list are read once, eight
//! bytes a row, and kept for the next questions about the same list.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use jiff::tz::TimeZone;
use monei_api::Currency;
use rusqlite::{Connection, OptionalExtension, Transaction};

use super::choice::Choice;
use super::seats::Seat;
use super::take_in::{parse, standing};
use super::{Cache, CacheError, codes, place};
use crate::activity::{Choices, DayCount, Outline, Query, Rows};
use crate::overview::{Direction, Entry};

/// So many rows from the top are found without the places of all.
const NEAR: u64 = 300;

/// Lists whose places are kept: the one on screen, and the one before it.
const KEPT: usize = 2;

/// The places of lists that were asked about lately.
#[derive(Debug, Default)]
pub(super) struct Lists(Mutex<VecDeque<List>>);

#[derive(Debug)]
struct List {
    query: Query,
    generation: u64,
    places: Arc<[i64]>,
}

impl Cache {
    /// Rows of a list by their position, as many as there are.
    pub async fn rows(&self, query: Query, offset: u64, count: u64) -> Result<Rows, CacheError> {
        let lists = self.lists.clone();
        self.seats
            .ask(Seat::Quick, move |connection| {
                let snapshot = connection.transaction()?;
                let generation = standing(&snapshot)?.generation;
                let places = lists.stretch(&snapshot, &query, generation, offset, count)?;
                let rows = places.into_iter().map(|place| entry(&snapshot, place)).collect::<Result<_, _>>()?;
                Ok(Rows { generation, rows })
            })
            .await
    }

    /// How long a list is, and how many of its rows each day has, in the person's own days.
    pub async fn outline(&self, query: Query, zone: TimeZone) -> Result<Outline, CacheError> {
        let lists = self.lists.clone();
        self.seats
            .ask(Seat::Patient, move |connection| {
                let snapshot = connection.transaction()?;
                let generation = standing(&snapshot)?.generation;
                let places = lists.whole(&snapshot, &query, generation)?;
                let days = if query.sort.is_by_time() { days(&places, &zone) } else { Vec::new() };
                Ok(Outline { generation, count: length(&places), days })
            })
            .await
    }

    /// Where a transaction stands in a list, if it does.
    pub async fn position(&self, query: Query, id: &str) -> Result<Option<u64>, CacheError> {
        let (lists, id) = (self.lists.clone(), id.to_owned());
        self.seats
            .ask(Seat::Quick, move |connection| {
                let snapshot = connection.transaction()?;
                let mut statement = snapshot.prepare_cached("SELECT place FROM sent WHERE id = ?1")?;
                let place: Option<i64> = statement.query_row([id], |row| row.get(0)).optional()?;
                let Some(place) = place else { return Ok(None) };
                let places = lists.whole(&snapshot, &query, standing(&snapshot)?.generation)?;
                Ok(places.iter().zip(0..).find(|(found, _)| **found == place).map(|(_, position)| position))
            })
            .await
    }

    /// The values that a filter can choose among.
    pub async fn choices(&self) -> Result<Choices, CacheError> {
        self.seats
            .ask(Seat::Quick, |connection| {
                let mut statement =
                    connection.prepare_cached("SELECT kind, value, coalesce(name, value) FROM label ORDER BY 3, 2")?;
                let mut labels = statement.query([])?;
                let mut choices = Choices::default();
                while let Some(label) = labels.next()? {
                    let value: String = label.get(1)?;
                    match label.get::<_, String>(0)?.as_str() {
                        codes::CURRENCY => choices.currencies.push(Currency::new(&value)),
                        codes::NATURE => choices.natures.push(value),
                        codes::WALLET => choices.wallets.push((value, label.get(2)?)),
                        _ => {}
                    }
                }
                Ok(choices)
            })
            .await
    }
}

impl Lists {
    fn stretch(
        &self,
        snapshot: &Transaction<'_>,
        query: &Query,
        generation: u64,
        offset: u64,
        count: u64,
    ) -> Result<Vec<i64>, CacheError> {
        let end = offset.saturating_add(count);
        if end <= NEAR && self.kept(query, generation).is_none() {
            return Choice::new(query).some(snapshot, offset, count);
        }
        let places = self.whole(snapshot, query, generation)?;
        let index = |position: u64| usize::try_from(position).unwrap_or(usize::MAX).min(places.len());
        Ok(places.get(index(offset)..index(end)).unwrap_or_default().to_vec())
    }

    fn whole(&self, snapshot: &Transaction<'_>, query: &Query, generation: u64) -> Result<Arc<[i64]>, CacheError> {
        if let Some(places) = self.kept(query, generation) {
            return Ok(places);
        }
        let places: Arc<[i64]> = Choice::new(query).all(snapshot)?.into();
        let mut lists = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        lists.retain(|list| list.query != *query);
        lists.truncate(KEPT - 1);
        lists.push_front(List { query: query.clone(), generation, places: places.clone() });
        Ok(places)
    }

    fn kept(&self, query: &Query, generation: u64) -> Option<Arc<[i64]>> {
        let lists = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let kept = lists.iter().find(|list| list.generation == generation && list.query == *query);
        kept.map(|list| list.places.clone())
    }
}

/// What is shown of the transaction at a place.
pub(super) fn entry(connection: &Connection, place: i64) -> Result<Entry, CacheError> {
    let (body, direction): (String, i64) = connection
        .prepare_cached("SELECT body, direction FROM sent JOIN facet USING (place) WHERE place = ?1")?
        .query_row([place], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let entry = Entry::from(parse(&body)?);
    // Of some the row does not say it, but the detail did.
    let direction = match entry.direction {
        Direction::Unknown => codes::to_direction(direction),
        known => known,
    };
    Ok(Entry { direction, ..entry })
}

/// How many places in a row are of the same day.
fn days(places: &[i64], zone: &TimeZone) -> Vec<DayCount> {
    let mut days: Vec<DayCount> = Vec::new();
    // The places of the day in hand: a calendar is asked once a day, not once a row.
    let mut same_day = 0..0;
    for place in places {
        match days.last_mut() {
            Some(last) if same_day.contains(place) => last.count += 1,
            _ => {
                let (day, all_of_it) = day(*place, zone);
                same_day = all_of_it;
                match days.last_mut() {
                    Some(last) if last.day == day => last.count += 1,
                    _ => days.push(DayCount { day, count: 1 }),
                }
            }
        }
    }
    days
}

/// The day of a place, and all places of that day; at the ends of time at least this one.
fn day(place: i64, zone: &TimeZone) -> (Option<jiff::civil::Date>, std::ops::Range<i64>) {
    let Some(time) = place::time(place) else { return (None, 0..place::FIRST_WITH_TIME) };
    let time = time.to_zoned(zone.clone());
    let midnight = |time: jiff::Zoned| place::of(Some(time.timestamp()));
    let start = time.start_of_day().map_or(place, midnight);
    let end = time.tomorrow().and_then(|next| next.start_of_day()).map_or(place, midnight);
    (Some(time.date()), start..end.max(place + 1))
}

fn length(places: &[i64]) -> u64 {
    u64::try_from(places.len()).unwrap_or(u64::MAX)
}
