//! The list of transactions, read into the cache.
//!
//! Two readings share one note of how far they are. The **head** reads from the newest row down to where reading was
//! finished before; it is short and is done often. The **rest** reads on from there to the oldest row, several pages at
//! once, and goes on where it was after a restart.
//!
//! Pages shift while they are read: a new row pushes all others one place down. Read from the newest to the oldest, in the
//! order of the pages, that can show a row twice and never hides one. Of pages that are asked for at once, one may be
//! answered with an older state of the list than the page before it; Monei's count tells, and it is read again.
//! In the end Monei's count must be that of the rows that are known, else everything is read once more.

mod head;
mod note;
mod rest;
mod unfinished;

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

use monei_api::transaction::{Transaction, TransactionPage};
use monei_client::calls::{TransactionPath, WalletRead};
use tokio::sync::watch;

use self::note::Note;
use super::gate::Reader;
use super::read::ReadError;
use crate::activity::Progress;
use crate::cache::{Cache, CacheError, TakenIn};
use crate::problem::Problem;

/// As many as Monei gives at once, as far as is known (`monei-api.md` §3.7).
const PAGE: u32 = 100;

/// The transactions of one session.
#[derive(Debug)]
pub struct Transactions {
    cache: Cache,
    note: tokio::sync::Mutex<Note>,
    /// What the note says of a rest.
    rest: AtomicBool,
    progress: watch::Sender<Progress>,
    path: Mutex<TransactionPath>,
}

/// A page as Monei told it.
struct Page {
    rows: Vec<Transaction>,
    /// How many rows there were in all.
    total: Option<u64>,
    is_last: bool,
}

impl Page {
    fn new(page: TransactionPage) -> Self {
        let TransactionPage { transactions: rows, pagination } = page;
        // Without a word about further pages there may be one as long as there are rows.
        let is_last = pagination.has_next_page.map_or(rows.is_empty(), |more| !more) || rows.is_empty();
        Self { total: pagination.total.map(|total| total.0), is_last, rows }
    }
}

impl Transactions {
    /// Goes on from what the cache holds.
    pub async fn open(cache: Cache) -> Result<Self, CacheError> {
        let note = Note::load(&cache).await?;
        let standing = cache.standing().await?;
        let progress = Progress {
            generation: standing.generation,
            known: standing.count,
            total: note.total,
            complete: note.complete,
            ..Progress::default()
        };
        Ok(Self {
            cache,
            rest: AtomicBool::new(note.has_rest()),
            note: tokio::sync::Mutex::new(note),
            progress: watch::Sender::new(progress),
            path: Mutex::default(),
        })
    }

    /// Yields how far reading is, whenever that changes.
    pub fn progress(&self) -> watch::Receiver<Progress> {
        self.progress.subscribe()
    }

    /// There are older rows that were never read, or Monei counts others than are known.
    pub(crate) fn has_rest(&self) -> bool {
        self.rest.load(Ordering::Acquire)
    }

    async fn page(&self, reader: &Reader, number: u32) -> Result<Page, ReadError> {
        let path = *self.path.lock().unwrap_or_else(PoisonError::into_inner);
        let (page, path) = reader.with::<WalletRead>()?.transactions(path, number, PAGE).await?;
        *self.path.lock().unwrap_or_else(PoisonError::into_inner) = path;
        Ok(Page::new(page))
    }

    /// Keeps rows and counts them.
    async fn take_in(&self, rows: Vec<Transaction>) -> Result<TakenIn, ReadError> {
        let taken = self.cache.take_in(rows).await?;
        self.progress.send_if_modified(|progress| {
            let before = progress.clone();
            progress.known += taken.new;
            progress.generation = progress.generation.max(taken.generation);
            *progress != before
        });
        Ok(taken)
    }

    fn tell(&self, change: impl FnOnce(&mut Progress)) {
        self.progress.send_if_modified(|progress| {
            let before = progress.clone();
            change(progress);
            *progress != before
        });
    }

    fn tell_end<T>(&self, result: &Result<T, ReadError>) {
        let problem = result.as_ref().err().map(Problem::from);
        self.tell(|progress| {
            progress.reading = false;
            progress.problem = problem;
        });
    }
}
