//! The list of transactions, one of them, and what the charts are drawn from. These read what is kept here and pass the
//! loop by.

#![expect(clippy::unused_async, reason = "each will wait for the database that keeps the rows")]

use super::App;
use crate::activity::{Choices, Detail, History, Outline, Query, Rows, Zone};
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

    /// What the charts are drawn from, in this time zone.
    pub async fn history(&self, _zone: Zone) -> Result<History, Problem> {
        Err(ProblemCode::NotNow.into())
    }
}
