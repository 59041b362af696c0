//! The list of transactions, one of them, and what the charts are drawn from. These read what is kept here and pass the
//! loop by.

#![expect(clippy::unused_async, reason = "each will wait for the database that keeps the rows")]

use std::path::PathBuf;

use super::App;
use crate::activity::{Choices, Detail, ExportFormat, History, Outline, Query, Rows, Sort, Zone};
use crate::export::{Exported, file_name};
use crate::problem::{Problem, ProblemCode};

impl App {
    /// A stretch of the list of transactions, as it is kept here.
    pub async fn transaction_rows(&self, _query: Query, _first: u64, _count: u64) -> Result<Rows, Problem> {
        Err(ProblemCode::NotNow.into())
    }

    /// How long that list is, and where its days begin in this time zone.
    pub async fn transaction_outline(&self, _query: Query, _zone: Zone) -> Result<Outline, Problem> {
        Err(ProblemCode::NotNow.into())
    }

    /// Where a transaction stands in that list, counted from 0; none where it is not in it.
    pub async fn transaction_place(&self, _query: Query, _id: String) -> Result<Option<u64>, Problem> {
        Err(ProblemCode::NotNow.into())
    }

    /// What can be chosen in a filter.
    pub async fn transaction_choices(&self) -> Result<Choices, Problem> {
        Err(ProblemCode::NotNow.into())
    }

    /// Everything about one transaction. Monei is asked for what is not kept or may have changed.
    pub async fn transaction(&self, _id: String) -> Result<Detail, Problem> {
        Err(ProblemCode::NotNow.into())
    }

    /// Opens a transaction in the explorer of its chain, if that is on the allow-list.
    pub async fn open_explorer(&self, _id: String) -> Result<(), Problem> {
        Err(ProblemCode::NotNow.into())
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
        _query: Query,
        _format: ExportFormat,
        _target: PathBuf,
        _cancelled: impl Fn() -> bool,
        _written: impl Fn(u64),
    ) -> Result<Exported, Problem> {
        Err(ProblemCode::NotNow.into())
    }

    /// What the charts are drawn from, in this time zone.
    pub async fn history(&self, _zone: Zone) -> Result<History, Problem> {
        Err(ProblemCode::NotNow.into())
    }
}
