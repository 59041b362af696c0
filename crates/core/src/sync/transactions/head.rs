//! From the newest row down to where reading was finished before.

use std::sync::atomic::Ordering;

use monei_api::Field;
use monei_api::transaction::{PageNumber, Pagination, TransactionPage};

use super::note::Mark;
use super::{ReadError, Reader, Transactions};

/// How many of the newest rows the overview shows.
const LATEST: usize = 10;
/// A list that never ends is not Monei's.
pub(super) const MOST_PAGES: u32 = 50_000;

impl Transactions {
    /// Reads what is new, and asks again for what was under way. The answer is the beginning of the list.
    pub async fn read_head(&self, reader: &Reader) -> Result<TransactionPage, ReadError> {
        let result = self.head(reader).await;
        if let Err(error) = &result {
            let problem = error.into();
            self.tell(|progress| progress.problem = Some(problem));
        }
        result
    }

    async fn head(&self, reader: &Reader) -> Result<TransactionPage, ReadError> {
        let mut latest = None;
        let mut seen = Vec::new();
        let mut newest = None;
        for number in 1..MOST_PAGES {
            let page = self.page(reader, number).await?;
            let taken = self.take_in(page.rows.clone()).await?;
            seen.extend(page.rows.iter().map(|row| row.id.clone()));
            if number == 1 {
                newest = page.rows.first().map(Mark::of);
                latest = Some((page.rows.iter().take(LATEST).cloned().collect::<Vec<_>>(), page.total));
            }
            let mut note = self.note.lock().await;
            let first_time = note.from.is_none();
            if first_time || page.is_last || note.is_met_by(&page.rows) {
                if let Some(newest) = newest {
                    note.from = Some(newest);
                    note.pages = note.pages.max(u32::from(first_time));
                }
                // What was never read before ends with the page on which the list does.
                note.complete |= page.is_last;
                note.total = page.total;
                let known = self.progress.borrow().known;
                if note.complete && !note.again {
                    note.compare(latest.as_ref().and_then(|(_, counted)| *counted), known);
                }
                note.save(&self.cache).await?;
                self.rest.store(note.has_rest(), Ordering::Release);
                self.tell(|progress| {
                    progress.complete = note.complete;
                    progress.total = page.total;
                    progress.problem = None;
                    progress.generation = progress.generation.max(taken.generation);
                });
                break;
            }
        }
        self.ask_for_unfinished(reader, &seen).await?;
        let (transactions, total) = latest.unwrap_or_default();
        let pagination = Pagination { total: Field(total.map(PageNumber)), ..Pagination::default() };
        Ok(TransactionPage { transactions, pagination })
    }
}
