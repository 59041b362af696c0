//! Rows that were under way when they were last told, and are too far down for the head to meet them.

use std::collections::HashSet;

use futures_util::future::join_all;
use monei_api::transaction::{Outcome, Transaction};
use monei_client::calls::{AsCallError, WalletRead};

use super::{ReadError, Reader, Transactions};
use crate::activity::{Filter, Query};

/// So many are asked for at a time, the newest.
const AT_A_TIME: usize = 10;
/// So many are looked through for them.
const LOOKED_AT: u64 = 100;

impl Transactions {
    /// Asks again for what is not finished, but for the rows that were `seen` just now.
    pub(super) async fn ask_for_unfinished(&self, reader: &Reader, seen: &[String]) -> Result<(), ReadError> {
        let filter = Filter { outcomes: vec![Outcome::InProgress], ..Filter::default() };
        let unfinished = self.cache.rows(Query { filter, ..Query::default() }, 0, LOOKED_AT).await?;
        let seen: HashSet<&String> = seen.iter().collect();
        let wanted = unfinished.rows.iter().filter(|row| !seen.contains(&row.id)).take(AT_A_TIME);
        let answers = join_all(wanted.map(|row| self.ask_again(reader, &row.id))).await;
        let changed: Vec<Transaction> = answers.into_iter().filter_map(Result::transpose).collect::<Result<_, _>>()?;
        if !changed.is_empty() {
            self.take_in(changed).await?;
        }
        Ok(())
    }

    /// The row with what has changed in it, if something has.
    async fn ask_again(&self, reader: &Reader, id: &str) -> Result<Option<Transaction>, ReadError> {
        let detail = match reader.with::<WalletRead>()?.transaction(id).await {
            Ok(detail) => detail,
            // The list stands above the detail, whose path is not documented for the permission.
            Err(error) if error.is_absent_or_forbidden() => return Ok(None),
            Err(error) => return Err(error),
        };
        let Some(row) = self.cache.transaction(id).await? else { return Ok(None) };
        let told = Transaction { status: detail.status.clone(), updated_at: detail.updated_at, ..row.clone() };
        Ok((told.status.is_some() && told.status != row.status).then_some(told))
    }
}
