//! The list of transactions, one of them, and what the charts are drawn from. These read what is kept here and pass the
//! loop by.

use std::path::PathBuf;

use jiff::Timestamp;
use monei_api::transaction::TransactionDetail;
use monei_client::calls::WalletRead;
use url::Url;

use super::{App, Input};
use crate::activity::{
    Choices, Detail, ExportFormat, History, More, Outline, Query, Rows, Sort, Zone, detail as told_by_detail,
};
use crate::cache::{Cache, Export};
use crate::clock::Clock;
use crate::export::{self, Exported, Record, file_name};
use crate::overview::{Dated, Entry};
use crate::problem::{Problem, ProblemCode};
use crate::sync::gate::Reader;
use crate::sync::read::ReadError;

/// What is kept of the connected wallet, and how to ask for what is not.
#[derive(Clone, Debug)]
pub(super) struct Kept {
    pub(super) cache: Cache,
    pub(super) reader: Reader,
    pub(super) clock: Clock,
}

impl App {
    pub(super) fn kept(&self) -> Result<Kept, Problem> {
        self.kept.borrow().clone().ok_or(ProblemCode::NotNow.into())
    }

    /// A stretch of the list of transactions, as it is kept here.
    pub async fn transaction_rows(&self, query: Query, first: u64, count: u64) -> Result<Rows, Problem> {
        Ok(self.kept()?.cache.rows(query, first, count).await?)
    }

    /// How long that list is, and where its days begin in this time zone.
    pub async fn transaction_outline(&self, query: Query, zone: Zone) -> Result<Outline, Problem> {
        Ok(self.kept()?.cache.outline(query, zone).await?)
    }

    /// Where a transaction stands in that list, counted from 0; none where it is not in it.
    pub async fn transaction_place(&self, query: Query, id: String) -> Result<Option<u64>, Problem> {
        Ok(self.kept()?.cache.position(query, &id).await?)
    }

    /// What can be chosen in a filter.
    pub async fn transaction_choices(&self) -> Result<Choices, Problem> {
        Ok(self.kept()?.cache.choices().await?)
    }

    /// Everything about one transaction. Monei is asked for what is not kept or may have changed.
    pub async fn transaction(&self, id: String) -> Result<Detail, Problem> {
        self.kept()?.detail(&id).await
    }

    /// Opens a transaction in the explorer of its chain, if that is on the allow-list.
    pub async fn open_explorer(&self, id: String) -> Result<(), Problem> {
        let explorer = self.transaction(id).await?.more.and_then(|more| more.explorer);
        let page: Url = explorer.ok_or(Problem::from(ProblemCode::NotAvailable))?.url;
        self.tell(Input::OpenPage(page)).await;
        Ok(())
    }

    /// What a file with these transactions is called until the person calls it something else.
    pub async fn export_name(&self, query: Query, format: ExportFormat, zone: Zone) -> Result<String, Problem> {
        let filter = query.filter.clone();
        let outline = self.transaction_outline(Query { sort: Sort::Newest, ..query }, zone.clone()).await?;
        Ok(file_name(format, &filter, &outline, &zone))
    }

    /// Writes these transactions to a file, all of them as they are at this moment.
    pub async fn export(
        &self,
        query: Query,
        format: ExportFormat,
        target: PathBuf,
        cancelled: impl Fn() -> bool,
        written: impl Fn(u64),
    ) -> Result<Exported, Problem> {
        let mut rows = Kepts(self.kept()?.cache.export(query).await?);
        Ok(export::write(&mut rows, format, target, cancelled, written).await?)
    }

    /// What the charts are drawn from, in this time zone.
    pub async fn history(&self, zone: Zone) -> Result<History, Problem> {
        let cache = self.kept()?.cache;
        Ok(History { flows: cache.monthly_flows(zone).await?, balances: cache.balances_seen().await? })
    }
}

/// The rows of an export with what their details told.
struct Kepts(Export);

impl export::Source for Kepts {
    async fn next(&mut self) -> Result<Option<Vec<Record>>, Problem> {
        let Some(rows) = self.0.next().await? else { return Ok(None) };
        let records = rows.into_iter().map(|row| {
            let told = row.detail.as_deref().and_then(read).map(|detail| More::of(&detail)).unwrap_or_default();
            Record {
                entry: row.entry,
                nature: row.nature,
                wallet: row.wallet,
                fee: told.fee,
                total: told.total,
                counterparty: told.counterparty,
            }
        });
        Ok(Some(records.collect()))
    }
}

/// A detail as it was kept. One that another version wrote may be none.
fn read(body: &str) -> Option<TransactionDetail> {
    serde_json::from_str(body).ok()
}

impl Kept {
    async fn detail(&self, id: &str) -> Result<Detail, Problem> {
        let row = self.cache.transaction(id).await?;
        let kept = self.cache.detail(id).await?.and_then(|kept| Some((read(&kept.value)?, kept.as_of)));
        let status = row.as_ref().and_then(|row| row.status.as_ref());
        if let Some((detail, as_of)) = &kept
            && told_by_detail::is_finished(detail.status.as_ref())
            && status.is_none_or(|status| Some(status) == detail.status.as_ref())
        {
            return Ok(told(detail, *as_of, None));
        }
        match self.ask(id).await {
            Ok(detail) => Ok(told(&detail, self.clock.now(), None)),
            Err(problem) => match (kept, row) {
                (Some((detail, as_of)), _) => Ok(told(&detail, as_of, Some(problem))),
                (None, Some(row)) => {
                    Ok(Detail { entry: Entry::from(row), more: None, problem: Some(problem), as_of: None })
                }
                (None, None) => Err(problem),
            },
        }
    }

    /// Nobody is kept waiting for the time that Monei asked for.
    async fn ask(&self, id: &str) -> Result<TransactionDetail, Problem> {
        if let Some(until) = self.reader.gate().held_until() {
            let left = until.duration_since(self.clock.now()).as_secs();
            let retry_after_seconds = u32::try_from(left).ok();
            return Err(Problem { retry_after_seconds, ..ProblemCode::RateLimited.into() });
        }
        let detail = async { self.reader.with::<WalletRead>()?.transaction(id).await }.await;
        let detail = detail.map_err(|error: ReadError| Problem::from(&error))?;
        let Ok(value) = serde_json::to_string(&detail) else { return Ok(detail) };
        let body = Dated { value, as_of: self.clock.now() };
        if let Err(error) = self.cache.put_detail(id, &body, told_by_detail::told(&detail)).await {
            tracing::warn!(%error, "a detail could not be kept");
        }
        Ok(detail)
    }
}

fn told(detail: &TransactionDetail, as_of: Timestamp, problem: Option<Problem>) -> Detail {
    Detail { entry: told_by_detail::entry(detail), more: Some(More::of(detail)), problem, as_of: Some(as_of) }
}
