//! How far the list has been read, noted in the cache beside the rows.

use jiff::Timestamp;
use monei_api::transaction::Transaction;
use serde::{Deserialize, Serialize};

use crate::cache::{Cache, CacheError};
use crate::overview::Dated;

const NAME: &str = "transactions/note";

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Note {
    /// The newest row from which on everything older was read, as far down as `pages` says.
    pub(super) from: Option<Mark>,
    /// So many pages were read in their order. New rows push what is on them down, so that more was read than that.
    pub(super) pages: u32,
    /// The oldest row was reached once.
    pub(super) complete: bool,
    /// Monei counted others than are known: everything is read once more.
    pub(super) again: bool,
    /// That was done, and the head has not been compared since.
    pub(super) read_again: bool,
    /// By how many Monei's count was above that of the known rows after everything had been read once more: it counts what
    /// it does not list.
    pub(super) unlisted: i64,
    pub(super) total: Option<u64>,
}

/// Where a row stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Mark {
    id: String,
    at: Option<Timestamp>,
}

impl Mark {
    pub(super) fn of(row: &Transaction) -> Self {
        Self { id: row.id.clone(), at: *row.created_at }
    }

    /// The row is this one or stands below it.
    fn reaches(&self, row: &Transaction) -> bool {
        row.id == self.id || row.created_at.zip(self.at).is_some_and(|(row, mark)| row < mark)
    }
}

impl Note {
    pub(super) async fn load(cache: &Cache) -> Result<Self, CacheError> {
        Ok(cache.section(NAME).await?.map(|dated| dated.value).unwrap_or_default())
    }

    pub(super) async fn save(&self, cache: &Cache) -> Result<(), CacheError> {
        // The time of a note is nobody's concern.
        cache.put_section(NAME, &Dated { value: self, as_of: Timestamp::UNIX_EPOCH }).await
    }

    pub(super) const fn has_rest(&self) -> bool {
        self.from.is_some() && (!self.complete || self.again)
    }

    /// One of the rows was read before, and with it all that are older, as far as reading came.
    pub(super) fn is_met_by(&self, rows: &[Transaction]) -> bool {
        self.from.as_ref().is_some_and(|mark| rows.iter().any(|row| mark.reaches(row)))
    }

    /// The oldest row was reached.
    pub(super) const fn finish(&mut self) {
        self.complete = true;
        self.read_again = self.again;
        self.again = false;
    }

    /// Everything was read that there was when Monei counted. Its count tells whether that is all; rows that came since
    /// make the known ones more, never fewer.
    pub(super) fn compare(&mut self, counted: Option<u64>, known: u64) {
        let read_again = std::mem::take(&mut self.read_again);
        let whole = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
        let Some(more) = counted.map(|counted| whole(counted).saturating_sub(whole(known))).filter(|more| *more > 0)
        else {
            return;
        };
        if read_again {
            self.unlisted = more;
        } else if more != self.unlisted {
            self.again = true;
            self.pages = 0;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(id: &str, second: Option<i64>) -> Transaction {
        let mut row: Transaction = serde_json::from_str(&format!(r#"{{"id":"{id}"}}"#)).unwrap();
        row.created_at = monei_api::Field(second.map(|second| Timestamp::from_second(second).unwrap()));
        row
    }

    #[test]
    fn reading_stops_at_what_was_read_before_even_if_that_row_is_gone() {
        let note = Note { from: Some(Mark::of(&row("m", Some(100)))), ..Note::default() };
        assert!(!note.is_met_by(&[row("new", Some(200)), row("same moment", Some(100)), row("undated", None)]));
        assert!(note.is_met_by(&[row("new", Some(200)), row("m", Some(100))]));
        assert!(note.is_met_by(&[row("new", Some(200)), row("older", Some(99))]));
        assert!(!Note::default().is_met_by(&[row("any", Some(1))]));
    }

    #[test]
    fn everything_is_read_once_more_where_monei_counts_more_and_then_left_alone() {
        let mut note = Note { from: Some(Mark::of(&row("m", None))), complete: true, pages: 7, ..Note::default() };
        note.compare(Some(12), 12);
        note.compare(Some(12), 14);
        note.compare(None, 10);
        assert!(!note.has_rest());
        note.compare(Some(12), 10);
        assert_eq!((note.has_rest(), note.pages), (true, 0));
        // It did not help: Monei counts two that it does not list.
        note.finish();
        note.compare(Some(12), 10);
        note.compare(Some(15), 13);
        assert!(!note.has_rest());
        note.compare(Some(15), 12);
        assert!(note.has_rest());
    }
}
