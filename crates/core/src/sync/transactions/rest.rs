//! From where the head began down to the oldest row.

use std::pin::Pin;
use std::sync::atomic::Ordering;

use futures_util::StreamExt;
use futures_util::stream::FuturesOrdered;

use super::head::MOST_PAGES;
use super::{Page, ReadError, Reader, Transactions};

/// Pages that are asked for at once.
const AHEAD: usize = 4;
/// How often the note is saved, in pages.
const SAVED_EVERY: u32 = 8;

type Asked<'a> = FuturesOrdered<Pin<Box<dyn Future<Output = Result<(u32, Page), ReadError>> + Send + 'a>>>;

/// The page before the one in hand.
#[derive(Debug, Default)]
struct Before {
    total: Option<u64>,
    first: Option<String>,
}

impl Before {
    /// The page in hand was read before a row came that this one already knew of. That row has pushed another one from
    /// this page to the next, which does not show it.
    fn is_newer_than(&self, page: &Page) -> bool {
        page.total.zip(self.total).is_some_and(|(now, before)| now < before)
    }

    /// A server that gives the same page for every number has no other. As many new rows as a page holds have the same
    /// effect, but for the count.
    fn is_same_as(&self, page: &Page) -> bool {
        self.first.is_some() && self.total == page.total && self.first == page.rows.first().map(|row| row.id.clone())
    }
}

impl Transactions {
    /// Reads everything that was never read, or all of it again where Monei counts more than is known.
    pub async fn read_rest(&self, reader: &Reader) -> Result<(), ReadError> {
        self.tell(|progress| progress.reading = true);
        let result = self.rest(reader).await;
        self.tell_end(&result);
        result
    }

    async fn rest(&self, reader: &Reader) -> Result<(), ReadError> {
        let mut asked = FuturesOrdered::new();
        let result = self.pages(reader, &mut asked).await;
        // A call that is given up half-way could leave a token half renewed.
        while asked.next().await.is_some() {}
        result
    }

    async fn pages<'a>(&'a self, reader: &'a Reader, asked: &mut Asked<'a>) -> Result<(), ReadError> {
        // The last page that was read is read again: a few rows may have gone from the list since, which moves others up.
        let mut next = self.note.lock().await.pages.max(1);
        let mut before = Before::default();
        loop {
            // Without a count nothing tells that a page is older than the one before it.
            let ahead = if before.total.is_some() { AHEAD } else { 1 };
            while asked.len() < ahead && next < MOST_PAGES {
                let number = next;
                asked.push_back(Box::pin(async move { Ok((number, self.page(reader, number).await?)) }));
                next += 1;
            }
            let Some(answer) = asked.next().await else { return Ok(()) };
            let (number, page) = answer?;
            if before.is_newer_than(&page) {
                // What was asked for after it may be older too.
                while asked.next().await.is_some() {}
                (next, before.total) = (number, page.total);
                continue;
            }
            let is_last = page.is_last || before.is_same_as(&page);
            before = Before { total: page.total, first: page.rows.first().map(|row| row.id.clone()) };
            self.read_page(number, page, is_last).await?;
            if is_last {
                return Ok(());
            }
        }
    }

    async fn read_page(&self, number: u32, page: Page, is_last: bool) -> Result<(), ReadError> {
        let Page { rows, total, .. } = page;
        self.take_in(rows).await?;
        let mut note = self.note.lock().await;
        note.pages = note.pages.max(number);
        note.total = total.or(note.total);
        if is_last {
            note.finish();
        }
        self.rest.store(note.has_rest(), Ordering::Release);
        if is_last || number.is_multiple_of(SAVED_EVERY) {
            note.save(&self.cache).await?;
        }
        self.tell(|progress| {
            progress.complete = note.complete;
            progress.total = note.total;
        });
        Ok(())
    }
}
