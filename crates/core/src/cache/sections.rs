//! Small documents that are shown before the network was asked, and balances as they were seen, a day and source each.

use jiff::Timestamp;
use jiff::civil::Date;
use monei_api::{Amount, Currency, Money};
use rusqlite::{OptionalExtension, Row, params};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::seats::Seat;
use super::{Cache, CacheError};
use crate::activity::SeenBalance;
use crate::overview::Dated;

impl Cache {
    /// Keeps a document under a name, in the place of an older one.
    pub(crate) async fn put_section<T: Serialize>(&self, name: &str, section: &Dated<T>) -> Result<(), CacheError> {
        let body = to_text(&section.value)?;
        let (name, as_of) = (name.to_owned(), section.as_of.as_millisecond());
        self.seats
            .ask(Seat::Writer, move |connection| {
                connection
                    .prepare_cached(
                        "INSERT INTO section (name, as_of, body) VALUES (?1, ?2, ?3)
                         ON CONFLICT (name) DO UPDATE SET as_of = excluded.as_of, body = excluded.body",
                    )?
                    .execute(params![name, as_of, body])?;
                Ok(())
            })
            .await
    }

    pub(crate) async fn remove_section(&self, name: &str) -> Result<(), CacheError> {
        let name = name.to_owned();
        self.seats
            .ask(Seat::Writer, move |connection| {
                connection.prepare_cached("DELETE FROM section WHERE name = ?1")?.execute([name])?;
                Ok(())
            })
            .await
    }

    /// The document of a name. One that this version cannot read, because another wrote it, is as good as none.
    pub async fn section<T: DeserializeOwned>(&self, name: &str) -> Result<Option<Dated<T>>, CacheError> {
        let wanted = name.to_owned();
        let found = self
            .seats
            .ask(Seat::Quick, move |connection| {
                let mut statement = connection.prepare_cached("SELECT as_of, body FROM section WHERE name = ?1")?;
                let found = statement.query_row([wanted], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?)));
                Ok(found.optional()?)
            })
            .await?;
        Ok(found.and_then(|(as_of, body)| dated(&body, as_of)))
    }

    /// The documents whose names begin alike, by name.
    pub async fn sections<T: DeserializeOwned>(&self, beginning: &str) -> Result<Vec<(String, Dated<T>)>, CacheError> {
        let beginning = beginning.to_owned();
        let found = self
            .seats
            .ask(Seat::Quick, move |connection| {
                let mut statement = connection.prepare_cached(
                    "SELECT name, as_of, body FROM section WHERE substr(name, 1, length(?1)) = ?1 ORDER BY name",
                )?;
                let rows = statement.query_map([beginning], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
                Ok(rows.collect::<Result<Vec<(String, i64, String)>, _>>()?)
            })
            .await?;
        Ok(found.into_iter().filter_map(|(name, as_of, body)| Some((name, dated(&body, as_of)?))).collect())
    }

    /// Notes balances; of one source's balances in one currency, the last of each day is kept.
    pub(crate) async fn see_balances(&self, seen: Vec<SeenBalance>) -> Result<(), CacheError> {
        self.seats
            .ask(Seat::Writer, move |connection| {
                let transaction = connection.transaction()?;
                for SeenBalance { day, source, balance } in &seen {
                    let (currency, amount) = (balance.currency.symbol(), balance.amount.to_string());
                    transaction
                        .prepare_cached(
                            "INSERT INTO balance_seen (source, currency, day, amount) VALUES (?1, ?2, ?3, ?4)
                             ON CONFLICT (source, currency, day) DO UPDATE SET amount = excluded.amount",
                        )?
                        .execute(params![source, currency, day.to_string(), amount])?;
                }
                Ok(transaction.commit()?)
            })
            .await
    }

    /// Every balance that was seen, the oldest first.
    pub(crate) async fn balances_seen(&self) -> Result<Vec<SeenBalance>, CacheError> {
        self.seats
            .ask(Seat::Patient, |connection| {
                let mut statement = connection.prepare_cached(
                    "SELECT day, source, currency, amount FROM balance_seen ORDER BY day, source, currency",
                )?;
                let mut rows = statement.query([])?;
                let mut seen = Vec::new();
                while let Some(row) = rows.next()? {
                    seen.push(seen_balance(row)?);
                }
                Ok(seen)
            })
            .await
    }
}

fn seen_balance(row: &Row<'_>) -> Result<SeenBalance, CacheError> {
    let (day, source): (String, String) = (row.get(0)?, row.get(1)?);
    let (currency, amount): (String, String) = (row.get(2)?, row.get(3)?);
    let day: Date = day.parse().map_err(|_| CacheError::Damaged)?;
    let amount: Amount = amount.parse().map_err(|_| CacheError::Damaged)?;
    Ok(SeenBalance { day, source, balance: Money::new(amount, Currency::new(&currency)) })
}

pub(super) fn to_text<T: Serialize>(value: &T) -> Result<String, CacheError> {
    serde_json::to_string(value).map_err(|error| {
        tracing::error!(%error, "a document cannot be written down");
        CacheError::Failed
    })
}

fn dated<T: DeserializeOwned>(body: &str, as_of: i64) -> Option<Dated<T>> {
    let as_of = Timestamp::from_millisecond(as_of).ok()?;
    match serde_json::from_str(body) {
        Ok(value) => Some(Dated { value, as_of }),
        Err(error) => {
            tracing::warn!(%error, "a document of another version is left alone");
            None
        }
    }
}
