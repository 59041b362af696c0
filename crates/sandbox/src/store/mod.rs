//! The state in an SQLite file, for a simulation that is to outlive its process.
//!
//! A record is a thing of the world as JSON, under its kind and its key. Whatever a call changes is written in one
//! transaction before the world is let go of, which is before the call is answered. What has changed is known without
//! looking for it (see [`kept`]), so that a call writes a few records however large the world is.
//!
//! The file survives the end of the process at any moment. It is not flushed to the disk at each call: after a failure
//! of the computer itself the last calls may be missing, but the file is whole.

mod kept;
pub(crate) mod named;

use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use rusqlite::types::{Value, ValueRef};
use rusqlite::{Connection, ErrorCode, params};
use serde::{Deserialize, Serialize};

pub(crate) use kept::{Kept, Noted};

/// Tells the file from those of other programs: `MNSB`.
const APPLICATION: i32 = 0x4d4e_5342;
/// Of the records' form. It changes when an older file can no longer be read.
const FORMAT: i32 = 1;
const SCHEMA: &str = "CREATE TABLE records (
    kind TEXT NOT NULL, key ANY NOT NULL, value TEXT NOT NULL, PRIMARY KEY (kind, key)
) STRICT, WITHOUT ROWID";

/// Why a data file is not used. It is left as it is.
#[derive(Debug, thiserror::Error)]
pub enum Unusable {
    #[error("the data file {0} is in use by another sandbox")]
    InUse(PathBuf),
    #[error("{0} is not a data file of the sandbox; it was left as it is")]
    Foreign(PathBuf),
    #[error("the data file {file} has format {found}, and this version reads {FORMAT}; it was left as it is")]
    Format { file: PathBuf, found: i32 },
    #[error("the data file {file} is damaged: {what}; it was left as it is")]
    Damaged { file: PathBuf, what: String },
    #[error("the data file {file} was made with {option} {kept}, not {given}; leave it out, or use another file")]
    Different { file: PathBuf, option: &'static str, kept: u64, given: u64 },
    #[error("the data file {file} cannot be used: {source}")]
    Failed {
        file: PathBuf,
        #[source]
        source: rusqlite::Error,
    },
}

/// What changes are written to.
pub(crate) trait Journal {
    fn put(&mut self, kind: &'static str, key: &impl Serialize, value: &impl Serialize);

    fn delete(&mut self, kind: &'static str, key: &impl Serialize);
}

/// Nothing is written of a simulation in memory.
impl Journal for () {
    fn put(&mut self, _: &'static str, _: &impl Serialize, _: &impl Serialize) {}

    fn delete(&mut self, _: &'static str, _: &impl Serialize) {}
}

/// The file, which nobody else can use as long as this is there.
pub(crate) struct Store {
    connection: Connection,
    file: PathBuf,
    has_records: bool,
    /// Why the last change is not in the file, once one is not.
    failure: Arc<OnceLock<String>>,
}

impl Store {
    /// Opens or makes a file.
    pub(crate) fn open(file: &Path) -> Result<Self, Unusable> {
        let failed = |source| unusable(file, source);
        let connection = Connection::open(file).map_err(failed)?;
        // Nobody else gets it until the connection ends, which the system sees to when a process is killed.
        connection.pragma_update(None, "locking_mode", "EXCLUSIVE").map_err(failed)?;
        let has_records = recognise(&connection, file)?;
        connection.pragma_update_and_check(None, "journal_mode", "WAL", |_| Ok(())).map_err(failed)?;
        connection.pragma_update(None, "synchronous", "NORMAL").map_err(failed)?;
        connection.execute_batch("BEGIN EXCLUSIVE; COMMIT").map_err(failed)?;
        if has_records {
            let verdict: String =
                connection.query_row("PRAGMA quick_check(1)", [], |row| row.get(0)).map_err(failed)?;
            if verdict != "ok" {
                return Err(Unusable::Damaged { file: file.to_owned(), what: verdict });
            }
        }
        Ok(Self { connection, file: file.to_owned(), has_records, failure: Arc::default() })
    }

    /// What the file holds, unless it is new.
    pub(crate) fn records(&self) -> Option<Records<'_>> {
        self.has_records.then_some(Records { connection: &self.connection, file: &self.file })
    }

    /// Tells why the last change is not in the file, if one is not.
    pub(crate) fn failure(&self) -> Arc<OnceLock<String>> {
        Arc::clone(&self.failure)
    }

    /// Writes down what a start has changed: of a new file everything, its format too, in one transaction.
    pub(crate) fn begin(&self, settle: impl FnOnce(&mut Batch<'_>)) -> Result<(), Unusable> {
        let written = self.transaction(|batch| {
            if !self.has_records {
                batch.attempt(|connection| {
                    connection.execute_batch(SCHEMA)?;
                    connection.pragma_update(None, "application_id", APPLICATION)?;
                    connection.pragma_update(None, "user_version", FORMAT)
                });
            }
            settle(batch);
        });
        written.map_err(|source| unusable(&self.file, source))
    }

    /// Writes down what a call has changed. After a failure nothing is written any more, since the file would miss
    /// something in between.
    pub(crate) fn write(&mut self, settle: impl FnOnce(&mut Batch<'_>)) {
        if self.failure.get().is_some() {
            return;
        }
        if let Err(error) = self.transaction(settle) {
            let sentence = format!("The data file {} cannot be written: {error}", self.file.display());
            tracing::error!("{sentence}");
            self.failure.get_or_init(|| sentence);
        }
    }

    /// One transaction, begun with the first change.
    fn transaction(&self, settle: impl FnOnce(&mut Batch<'_>)) -> rusqlite::Result<()> {
        let mut batch = Batch { connection: &self.connection, is_begun: false, failure: None };
        settle(&mut batch);
        let Batch { is_begun, failure, .. } = batch;
        match failure {
            None if is_begun => self.connection.execute_batch("COMMIT"),
            None => Ok(()),
            Some(error) => {
                // It may have been rolled back already.
                let _ = self.connection.execute_batch("ROLLBACK");
                Err(error)
            }
        }
    }
}

/// Whether a file has records of this format; an empty one has not.
fn recognise(connection: &Connection, file: &Path) -> Result<bool, Unusable> {
    let failed = |source| unusable(file, source);
    let number = |name| connection.pragma_query_value(None, name, |row| row.get::<_, i32>(0)).map_err(failed);
    let tables: i64 =
        connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0)).map_err(failed)?;
    match (number("application_id")?, number("user_version")?) {
        (0, 0) if tables == 0 => Ok(false),
        (APPLICATION, FORMAT) => Ok(true),
        (APPLICATION, found) => Err(Unusable::Format { file: file.to_owned(), found }),
        _ => Err(Unusable::Foreign(file.to_owned())),
    }
}

fn unusable(file: &Path, source: rusqlite::Error) -> Unusable {
    let file = file.to_owned();
    match source.sqlite_error_code() {
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Unusable::InUse(file),
        Some(ErrorCode::NotADatabase) => Unusable::Foreign(file),
        Some(ErrorCode::DatabaseCorrupt) => Unusable::Damaged { file, what: source.to_string() },
        _ => Unusable::Failed { file, source },
    }
}

/// Changes on their way into the file.
pub(crate) struct Batch<'a> {
    connection: &'a Connection,
    is_begun: bool,
    failure: Option<rusqlite::Error>,
}

impl Batch<'_> {
    /// Does it within the transaction, unless something has failed before.
    fn attempt(&mut self, change: impl FnOnce(&Connection) -> rusqlite::Result<()>) {
        if self.failure.is_some() {
            return;
        }
        let begin = || if self.is_begun { Ok(()) } else { self.connection.execute_batch("BEGIN IMMEDIATE") };
        self.failure = begin().and_then(|()| change(self.connection)).err();
        self.is_begun = true;
    }
}

impl Journal for Batch<'_> {
    fn put(&mut self, kind: &'static str, key: &impl Serialize, value: &impl Serialize) {
        self.attempt(|connection| {
            let value = serde_json::to_string(value).map_err(unwritable)?;
            let mut statement = connection.prepare_cached("INSERT OR REPLACE INTO records VALUES (?1, ?2, ?3)")?;
            statement.execute(params![kind, written(key)?, value]).map(|_| ())
        });
    }

    fn delete(&mut self, kind: &'static str, key: &impl Serialize) {
        self.attempt(|connection| {
            let mut statement = connection.prepare_cached("DELETE FROM records WHERE kind = ?1 AND key = ?2")?;
            statement.execute(params![kind, written(key)?]).map(|_| ())
        });
    }
}

fn unwritable(error: serde_json::Error) -> rusqlite::Error {
    rusqlite::Error::ToSqlConversionFailure(error.into())
}

/// A key as JSON, but for whole numbers: those keep their order.
fn written(key: &impl Serialize) -> rusqlite::Result<Value> {
    let text = serde_json::to_string(key).map_err(unwritable)?;
    Ok(text.parse().map_or_else(|_| Value::Text(text), Value::Integer))
}

/// What a file holds.
pub(crate) struct Records<'a> {
    connection: &'a Connection,
    file: &'a Path,
}

impl Records<'_> {
    /// All records of a kind; those with numbers in the order of these.
    pub(crate) fn all<K, V>(&self, kind: &'static str) -> Result<Vec<(K, V)>, Unusable>
    where
        K: for<'de> Deserialize<'de>,
        V: for<'de> Deserialize<'de>,
    {
        let failed = |source| unusable(self.file, source);
        let query = "SELECT key, value FROM records WHERE kind = ?1 ORDER BY key";
        let mut statement = self.connection.prepare_cached(query).map_err(failed)?;
        let mut rows = statement.query([kind]).map_err(failed)?;
        let mut all = Vec::new();
        while let Some(row) = rows.next().map_err(failed)? {
            let read = || -> Result<(K, V), String> {
                let key = match row.get_ref(0).map_err(|error| error.to_string())? {
                    ValueRef::Integer(number) => serde_json::from_value(number.into()),
                    other => serde_json::from_slice(other.as_bytes().map_err(|error| error.to_string())?),
                };
                let value =
                    row.get_ref(1).and_then(|value| Ok(value.as_bytes()?)).map_err(|error| error.to_string())?;
                let value = serde_json::from_slice(value).map_err(|error| error.to_string())?;
                Ok((key.map_err(|error| error.to_string())?, value))
            };
            all.push(read().map_err(|error| self.damage(format!("a record of {kind} cannot be read ({error})")))?);
        }
        Ok(all)
    }

    pub(crate) fn damage(&self, what: String) -> Unusable {
        Unusable::Damaged { file: self.file.to_owned(), what }
    }

    /// The file was made with another value of an option than is given now.
    pub(crate) fn differs(&self, option: &'static str, kept: u64, given: u64) -> Unusable {
        Unusable::Different { file: self.file.to_owned(), option, kept, given }
    }
}
