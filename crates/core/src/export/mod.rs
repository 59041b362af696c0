//! Transactions as a file that a person takes away: fixed columns, exact amounts, moments in UTC.
//!
//! The file is whole or it is not there: it is written beside its place under another name, and moved at the end.

mod file;
mod form;
mod name;

use std::io;
use std::path::PathBuf;

use monei_api::{Money, transaction::Outcome};

use self::file::Unfinished;
pub use self::form::COLUMNS;
use self::form::Form;
pub use self::name::file_name;
use crate::activity::{Counterparty, ExportFormat};
use crate::overview::{Direction, Entry};
use crate::problem::{Problem, ProblemCode};

/// One transaction as it is taken away. What only its detail tells is there where the detail has been read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    pub entry: Entry,
    pub nature: Option<String>,
    /// The wallet's name, or its id where it has none.
    pub wallet: Option<String>,
    pub fee: Option<Money>,
    /// With the fee.
    pub total: Option<Money>,
    pub counterparty: Option<Counterparty>,
}

/// Where the rows come from: in batches, all of them from one moment.
pub trait Source {
    /// The next rows; none after the last.
    fn next(&mut self) -> impl Future<Output = Result<Option<Vec<Record>>, Problem>> + Send;
}

#[derive(Debug, thiserror::Error)]
pub enum Failure {
    #[error("the disk is full")]
    DiskFull(#[source] io::Error),
    #[error("the folder takes no files")]
    NotWritable(#[source] io::Error),
    #[error("the file could not be written")]
    File(#[source] io::Error),
    #[error("the transactions could not be read")]
    Rows(Problem),
    #[error("a task ended early")]
    Interrupted(#[from] tokio::task::JoinError),
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge => {
                Self::DiskFull(error)
            }
            io::ErrorKind::PermissionDenied
            | io::ErrorKind::ReadOnlyFilesystem
            | io::ErrorKind::NotFound
            | io::ErrorKind::NotADirectory
            | io::ErrorKind::IsADirectory => Self::NotWritable(error),
            _ => Self::File(error),
        }
    }
}

impl From<csv::Error> for Failure {
    fn from(error: csv::Error) -> Self {
        match error.into_kind() {
            csv::ErrorKind::Io(error) => error.into(),
            other => Self::File(io::Error::other(format!("{other:?}"))),
        }
    }
}

impl From<Failure> for Problem {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::DiskFull(_) => ProblemCode::ExportDiskFull.into(),
            Failure::NotWritable(_) => ProblemCode::ExportNotWritable.into(),
            Failure::File(_) | Failure::Interrupted(_) => ProblemCode::ExportFailed.into(),
            Failure::Rows(problem) => problem,
        }
    }
}

/// What an export came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exported {
    Saved {
        rows: u64,
    },
    /// Nothing was left behind.
    Cancelled,
}

/// Writes all rows of the source to the target, which is replaced if it exists. `written` is told how many there are so
/// far; `cancelled` is asked between batches, and no longer once the file is being put into its place.
pub async fn write(
    source: &mut impl Source,
    format: ExportFormat,
    target: PathBuf,
    cancelled: impl Fn() -> bool,
    written: impl Fn(u64),
) -> Result<Exported, Failure> {
    let mut form = off_the_loop(move || Form::begin(format, Unfinished::beside(target)?)).await?;
    let mut rows = 0_u64;
    while let Some(batch) = source.next().await.map_err(Failure::Rows)? {
        if cancelled() {
            return Ok(Exported::Cancelled);
        }
        rows += u64::try_from(batch.len()).unwrap_or(u64::MAX);
        form = off_the_loop(move || {
            for record in &batch {
                form.row(record)?;
            }
            Ok(form)
        })
        .await?;
        written(rows);
    }
    if cancelled() {
        return Ok(Exported::Cancelled);
    }
    off_the_loop(move || Ok(form.end()?.put_in_place()?)).await?;
    Ok(Exported::Saved { rows })
}

async fn off_the_loop<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Failure> + Send + 'static,
) -> Result<T, Failure> {
    tokio::task::spawn_blocking(work).await?
}

const fn direction(direction: Direction) -> &'static str {
    match direction {
        Direction::Incoming => "in",
        Direction::Outgoing => "out",
        Direction::Unknown => "unknown",
    }
}

const fn status(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Done => "done",
        Outcome::InProgress => "in progress",
        Outcome::Failed => "failed",
        Outcome::Cancelled => "cancelled",
        Outcome::Unknown => "unknown",
    }
}
