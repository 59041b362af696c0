//! Lists that come in pages, read to their end.

use std::collections::HashSet;

use futures_util::stream::{self, Stream, TryStreamExt};
use monei_api::transaction::{Transaction, TransactionPage};

use crate::calls::{AsCallError, Handle, Session, TransactionPath, WalletRead};

/// The transactions of a wallet, page by page, the newest first.
#[derive(Debug)]
pub struct TransactionPages<'a, S> {
    calls: Handle<'a, WalletRead, S>,
    path: TransactionPath,
    next: u32,
    limit: u32,
    /// The ids of the last page: one that came in meanwhile moves its last rows to the next.
    seen: HashSet<String>,
    ended: bool,
}

impl<'a, S: Session<Error: AsCallError>> TransactionPages<'a, S> {
    /// Pages of `limit` rows; Monei gives at most a hundred.
    pub fn new(calls: Handle<'a, WalletRead, S>, limit: u32) -> Self {
        Self { calls, path: TransactionPath::User, next: 1, limit, seen: HashSet::new(), ended: false }
    }

    /// The next page, without rows that the last one had; `None` after the last. After an error it can be asked again.
    pub async fn next(&mut self) -> Result<Option<TransactionPage>, S::Error> {
        if self.ended {
            return Ok(None);
        }
        let (mut page, path) = self.calls.transactions(self.path, self.next, self.limit).await?;
        self.path = path;
        self.next += 1;
        let came = page.transactions.len();
        let ids: HashSet<String> = page.transactions.iter().map(|row| row.id.clone()).collect();
        page.transactions.retain(|row| !self.seen.contains(&row.id));
        self.seen = ids;
        self.ended = match *page.pagination.has_next_page {
            Some(more) => !more,
            // An early SDK's answer is a plain array.
            None => came < self.limit as usize,
        };
        // Whoever takes no page number answers with the same rows for ever.
        if page.transactions.is_empty() {
            self.ended = true;
            return Ok(None);
        }
        Ok(Some(page))
    }

    /// All of them, one by one. It ends at the first error.
    pub fn into_stream(self) -> impl Stream<Item = Result<Transaction, S::Error>> + use<'a, S> {
        let pages = stream::try_unfold(self, |mut pages| async move {
            let page = pages.next().await?;
            let rows = page.map(|page| (stream::iter(page.transactions.into_iter().map(Ok)), pages));
            Ok::<_, S::Error>(rows)
        });
        pages.try_flatten()
    }
}
