//! From where the head began down to the oldest row.

use std::pin::Pin;
use std::sync::atomic::Ordering;

use futures_util::StreamExt;
use futures_util::stream::FuturesOrdered;
use tokio::sync::mpsc;

use super::head::MOST_PAGES;
use super::{Page, ReadError, Reader, Transactions};

/// Pages that are asked for at once, and as many that wait to be taken in: asking does not wait for the disk.
const AHEAD: usize = 4;
/// How often the note is saved, in pages.
const SAVED_EVERY: u32 = 8;

/// A page with its number.
type Numbered = (u32, Page);
type Asked<'a> = FuturesOrdered<Pin<Box<dyn Future<Output = Result<Numbered, ReadError>> + Send + 'a>>>;

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
        let (hand_over, handed_over) = mpsc::channel(AHEAD);
        let (read, taken_in) =
            tokio::join!(self.read_pages(reader, &mut asked, hand_over), self.take_pages_in(handed_over));
        // A call that is given up half-way could leave a token half renewed.
        while asked.next().await.is_some() {}
        taken_in.and(read)
    }

    /// Asks for the pages and hands them over in their order, to the last one, or until nobody takes them.
    async fn read_pages<'a>(
        &'a self,
        reader: &'a Reader,
        asked: &mut Asked<'a>,
        hand_over: mpsc::Sender<Numbered>,
    ) -> Result<(), ReadError> {
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
            let handed_over = hand_over.send((number, Page { is_last, ..page })).await;
            if is_last || handed_over.is_err() {
                return Ok(());
            }
        }
    }

    async fn take_pages_in(&self, mut handed_over: mpsc::Receiver<Numbered>) -> Result<(), ReadError> {
        while let Some((number, page)) = handed_over.recv().await {
            self.take_page_in(number, page).await?;
        }
        Ok(())
    }

    async fn take_page_in(&self, number: u32, page: Page) -> Result<(), ReadError> {
        let Page { rows, total, is_last } = page;
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
