//! Connections to the database, and the versions of its schema.

use std::fmt::Write as _;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};
use zeroize::Zeroizing;

use super::CacheError;
use super::files::Files;
use super::key::CacheKey;

/// How long a connection waits for another process.
const PATIENCE: Duration = Duration::from_secs(5);

/// What makes each version of the schema out of the one before it. A version that was released is never changed.
const VERSIONS: [&str; 1] = [include_str!("schema/1.sql")];

/// Where the database is.
#[derive(Debug)]
pub(super) enum Home {
    File {
        files: Files,
        key: CacheKey,
    },
    /// Known to the connections of this process by a name, and gone with the last of them.
    Memory {
        name: String,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Access {
    Write,
    Read,
}

impl Home {
    /// A connection that is ready to be used. The first one of a file makes it, or brings it up to date.
    pub(super) fn connect(&self, access: Access) -> Result<Connection, CacheError> {
        let mut connection = match self {
            Self::File { files, key } => {
                if access == Access::Write {
                    files.prepare()?;
                }
                let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
                let connection = Connection::open_with_flags(files.database(), flags)?;
                unlock(&connection, key)?;
                connection
            }
            Self::Memory { name } => {
                let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
                    | OpenFlags::SQLITE_OPEN_CREATE
                    | OpenFlags::SQLITE_OPEN_NO_MUTEX
                    | OpenFlags::SQLITE_OPEN_URI;
                Connection::open_with_flags(format!("file:/{name}?vfs=memdb"), flags)?
            }
        };
        connection.busy_timeout(PATIENCE)?;
        connection.set_prepared_statement_cache_capacity(64);
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
        match access {
            Access::Read => connection.pragma_update(None, "query_only", true)?,
            Access::Write => {
                if let Self::File { .. } = self {
                    keep_a_log(&connection)?;
                }
                migrate(&mut connection)?;
            }
        }
        Ok(connection)
    }
}

/// Hands the key to the cipher. Raw keys need no derivation, which would take a tenth of a second.
pub(crate) fn unlock(connection: &Connection, key: &CacheKey) -> Result<(), CacheError> {
    let mut statement = Zeroizing::new(String::with_capacity(160));
    // The cipher's own log goes to standard error, and speaks of every page that a wrong key does not open.
    statement.push_str("PRAGMA cipher_log_level = NONE; PRAGMA key = \"x'");
    for byte in key.bytes() {
        let _ = write!(statement, "{byte:02x}");
    }
    statement.push_str("'\";");
    // An error's text could repeat the statement.
    connection.execute_batch(&statement).map_err(|_| CacheError::Failed)
}

/// Readers go on while somebody writes, and a crash leaves a whole number of transactions. The last of them may be lost
/// with the power, but never a part of one.
fn keep_a_log(connection: &Connection) -> Result<(), CacheError> {
    connection.pragma_update_and_check(None, "journal_mode", "wal", |_| Ok(()))?;
    connection.execute_batch("PRAGMA synchronous = NORMAL; PRAGMA journal_size_limit = 8388608;")?;
    Ok(())
}

/// Brings the schema up to date, all of it or nothing. A file of a newer application cannot be read by this one.
fn migrate(connection: &mut Connection) -> Result<(), CacheError> {
    if version(connection)? == VERSIONS.len() {
        return Ok(());
    }
    let transaction = connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
    // Another process may have been faster.
    let found = version(&transaction)?;
    let missing = VERSIONS.get(found..).ok_or(CacheError::Damaged)?;
    for step in missing {
        transaction.execute_batch(step)?;
    }
    transaction.pragma_update(None, "user_version", VERSIONS.len())?;
    Ok(transaction.commit()?)
}

/// The first thing that is read of a file: it fails where the key is another one or the file is none of ours.
fn version(connection: &Connection) -> Result<usize, CacheError> {
    let version: i64 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    usize::try_from(version).map_err(|_| CacheError::Damaged)
}
