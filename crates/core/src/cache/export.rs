//! Everything that a query chooses, for a file: in batches, all of them from one moment.

use std::collections::VecDeque;

use rusqlite::{Connection, OptionalExtension};

use super::choice::Choice;
use super::lists::entry;
use super::seats::StillThere;
use super::take_in::standing;
use super::{Cache, CacheError};
use crate::activity::Query;
use crate::overview::Entry;

/// Rows of one batch.
const BATCH: usize = 500;

/// One transaction as it is taken away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExportedRow {
    pub entry: Entry,
    pub nature: Option<String>,
    /// Its wallet's name, or its id where it has none.
    pub wallet: Option<String>,
    /// The detail as Monei sent it, where it has been read.
    pub detail: Option<String>,
}

/// An export that is under way. What happens to the transactions meanwhile does not change it; dropping it ends it.
#[derive(Debug)]
pub struct Export {
    reading: Option<Reading>,
    still_there: StillThere,
    count: u64,
    generation: u64,
}

/// The connection stays within one read transaction from the first batch to the last.
#[derive(Debug)]
struct Reading {
    connection: Connection,
    places: VecDeque<i64>,
    batch: usize,
}

impl Cache {
    /// Begins to take away what a query chooses, in its order.
    pub async fn export(&self, query: Query) -> Result<Export, CacheError> {
        let (connection, still_there) = self.seats.aside().await?;
        // In memory a reader keeps writers waiting: everything is read at once.
        let batch = if self.seats.is_in_memory() { usize::MAX } else { BATCH };
        let begun = blocking(move || {
            connection.execute_batch("BEGIN")?;
            let generation = standing(&connection)?.generation;
            let places = VecDeque::from(Choice::new(&query).all(&connection)?);
            Ok((Reading { connection, places, batch }, generation))
        });
        let (reading, generation) = begun.await.map_err(|error| still_there.report(error))?;
        let count = u64::try_from(reading.places.len()).unwrap_or(u64::MAX);
        Ok(Export { reading: Some(reading), still_there, count, generation })
    }
}

impl Export {
    /// How many rows there are in all.
    pub const fn count(&self) -> u64 {
        self.count
    }

    /// The state of the list that the rows are from.
    pub const fn generation(&self) -> u64 {
        self.generation
    }

    /// The next rows; none after the last. After an error the export is over.
    pub async fn next(&mut self) -> Result<Option<Vec<ExportedRow>>, CacheError> {
        self.still_there.check()?;
        let Some(mut reading) = self.reading.take() else { return Ok(None) };
        let read = blocking(move || {
            let rows = reading.batch()?;
            Ok((rows, reading))
        });
        let (rows, reading) = read.await.map_err(|error| self.still_there.report(error))?;
        if rows.is_empty() {
            return Ok(None);
        }
        self.reading = (!reading.places.is_empty()).then_some(reading);
        Ok(Some(rows))
    }
}

impl Reading {
    fn batch(&mut self) -> Result<Vec<ExportedRow>, CacheError> {
        let end = self.places.len().min(self.batch);
        self.places.drain(..end).map(|place| exported(&self.connection, place)).collect()
    }
}

fn exported(connection: &Connection, place: i64) -> Result<ExportedRow, CacheError> {
    let entry = entry(connection, place)?;
    let (nature, wallet): (Option<String>, Option<String>) = connection
        .prepare_cached(
            "SELECT nature.value, coalesce(wallet.name, wallet.value) FROM facet
             LEFT JOIN label AS nature ON nature.number = facet.nature
             LEFT JOIN label AS wallet ON wallet.number = facet.wallet
             WHERE place = ?1",
        )?
        .query_row([place], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let detail: Option<String> = connection
        .prepare_cached("SELECT body FROM detail WHERE id = ?1")?
        .query_row([&entry.id], |row| row.get(0))
        .optional()?;
    Ok(ExportedRow { entry, nature, wallet, detail })
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, CacheError> + Send + 'static,
) -> Result<T, CacheError> {
    tokio::task::spawn_blocking(work).await.unwrap_or(Err(CacheError::Failed))
}
