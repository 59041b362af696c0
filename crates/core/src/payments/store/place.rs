//! The two files of a journal: opening them, and what becomes of one that cannot be trusted.

use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::time::Duration;

use jiff::Timestamp;
use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, OpenFlags, TransactionBehavior};

use super::rows::{self, Merge};
use crate::cache::{CacheKey, unlock};
use crate::payments::intent::IntentId;
use crate::payments::journal::JournalError;
use crate::{database_file, private_file};

const PATIENCE: Duration = Duration::from_secs(5);

/// What makes each version of the schema out of the one before it. A version that was released is never changed.
const VERSIONS: [&str; 1] = [include_str!("schema.sql")];

/// `<name>.payments` and `<name>.payments-copy`, with SQLite's own beside them. The name is a hash, so that the folder does
/// not say whose it is.
#[derive(Clone, Debug)]
pub(super) struct Files {
    folder: PathBuf,
    name: String,
}

impl Files {
    pub(super) fn new(folder: &Path, name: &str) -> Self {
        Self { folder: folder.to_owned(), name: database_file::hidden_name("monei-wallet payments", name) }
    }

    pub(super) fn main(&self) -> PathBuf {
        self.folder.join(format!("{}.payments", self.name))
    }

    pub(super) fn copy(&self) -> PathBuf {
        self.folder.join(format!("{}.payments-copy", self.name))
    }

    /// Moves a file out of the way, with its log. Nothing of a journal is removed but by Disconnect.
    fn set_aside(file: &Path) -> io::Result<()> {
        let mut names = (1u32..10_000).map(|number| database_file::suffixed(file, &format!("-set-aside-{number}")));
        let aside = names.find(|it| !it.exists()).ok_or(ErrorKind::AlreadyExists)?;
        tracing::error!("a journal of payments cannot be trusted and is set aside");
        database_file::rename(file, &aside)
    }

    pub(super) fn remove_all(&self) -> io::Result<()> {
        for name in database_file::names(&self.folder, &format!("{}.payments", self.name))? {
            database_file::if_there(std::fs::remove_file(self.folder.join(name)))?;
        }
        Ok(())
    }
}

/// The open files.
#[derive(Debug)]
pub(super) struct Pair {
    main: Connection,
    copy: Connection,
    place: PathBuf,
    inode: Option<u64>,
}

impl Pair {
    /// Another process has disconnected the wallet: what is written here is nowhere.
    pub(super) fn was_removed(&self) -> bool {
        self.inode.is_none() || database_file::inode(&self.place) != self.inode
    }

    /// The first file, to be written.
    pub(super) fn main(&mut self) -> Result<&mut Connection, JournalError> {
        if self.was_removed() { Err(JournalError::Removed) } else { Ok(&mut self.main) }
    }

    /// The first file, to be read: what was removed can be, until it is closed.
    pub(super) const fn reader(&self) -> &Connection {
        &self.main
    }

    /// Brings one record of the copy up to date. Nothing waits for it, and a failure is mended when the journal is opened.
    pub(super) fn copy_record(&mut self, id: &IntentId) {
        if let Err(error) = rows::copy_one(&self.main, &self.copy, id.as_str()) {
            tracing::warn!(%error, "the copy of the journal of payments is behind");
        }
    }
}

/// Why a file cannot be used.
enum Unusable {
    /// It can be set aside.
    Damaged,
    /// It can perhaps be used later, and another one in its place would hide what is in it.
    NotNow(JournalError),
}

impl From<rusqlite::Error> for Unusable {
    fn from(error: rusqlite::Error) -> Self {
        if matches!(error.sqlite_error_code(), Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase)) {
            return Self::Damaged;
        }
        tracing::error!(%error, "the journal of payments cannot be opened");
        Self::NotNow(JournalError::NotRead)
    }
}

impl From<io::Error> for Unusable {
    fn from(error: io::Error) -> Self {
        tracing::error!(%error, "the journal of payments cannot be opened");
        Self::NotNow(JournalError::NotWritten)
    }
}

pub(super) fn open(files: &Files, key: &CacheKey, now: Timestamp) -> Result<Pair, JournalError> {
    match try_open(files, key, now) {
        Ok(pair) => Ok(pair),
        Err(Unusable::NotNow(error)) => Err(error),
        // What was new a moment ago cannot be read: this disk keeps nothing.
        Err(Unusable::Damaged) => Err(JournalError::NotWritten),
    }
}

fn try_open(files: &Files, key: &CacheKey, now: Timestamp) -> Result<Pair, Unusable> {
    let (main, copy) = (File::open(&files.main(), key)?, File::open(&files.copy(), key)?);
    // The first file has everything before the second: what both have is as it says. Where both are new there was nothing.
    rows::copy_all(&copy.connection, &main.connection, Merge::Nothing)?;
    rows::copy_all(&main.connection, &copy.connection, Merge::TakesItsState)?;
    let nothing_to_go_by = (main.was_damaged && !copy.was_there) || (copy.was_damaged && !main.was_there);
    if nothing_to_go_by {
        tracing::error!("what was in the journal of payments is not known any more");
        rows::lose(&main.connection, now)?;
        rows::lose(&copy.connection, now)?;
    }
    let place = files.main();
    Ok(Pair { main: main.connection, copy: copy.connection, inode: database_file::inode(&place), place })
}

struct File {
    connection: Connection,
    /// It was there, and could be read.
    was_there: bool,
    was_damaged: bool,
}

impl File {
    fn open(path: &Path, key: &CacheKey) -> Result<Self, Unusable> {
        let existed = path.metadata().is_ok_and(|file| file.len() > 0);
        match connect(path, key) {
            Ok(connection) => Ok(Self { connection, was_there: existed, was_damaged: false }),
            Err(Unusable::Damaged) => {
                Files::set_aside(path)?;
                Ok(Self { connection: connect(path, key)?, was_there: false, was_damaged: true })
            }
            Err(not_now) => Err(not_now),
        }
    }
}

fn connect(path: &Path, key: &CacheKey) -> Result<Connection, Unusable> {
    if !path.exists() {
        database_file::remove_companions(path)?;
    }
    drop(private_file::open_or_create(path)?);
    // A journal whose name is not on the disk is not there after the power fails.
    private_file::sync_folder(path.parent().unwrap_or(Path::new(".")))?;
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut connection = Connection::open_with_flags(path, flags)?;
    unlock(&connection, key).map_err(|_| Unusable::Damaged)?;
    connection.busy_timeout(PATIENCE)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    connection.pragma_update_and_check(None, "journal_mode", "wal", |_| Ok(()))?;
    // The last transaction is on the disk when its commit returns; a barrier that the disk itself ignores is beyond reach.
    connection.execute_batch("PRAGMA synchronous = FULL; PRAGMA fullfsync = ON;")?;
    migrate(&mut connection)?;
    check(&connection)?;
    Ok(connection)
}

/// Brings the schema up to date, all of it or nothing. The file of a newer application is left alone: this one cannot pay.
fn migrate(connection: &mut Connection) -> Result<(), Unusable> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let found: i64 = transaction.pragma_query_value(None, "user_version", |row| row.get(0))?;
    let missing = usize::try_from(found).ok().and_then(|found| VERSIONS.get(found..));
    let Some(missing) = missing else {
        tracing::error!(version = found, "the journal of payments is of a newer application");
        return Err(Unusable::NotNow(JournalError::NotRead));
    };
    for step in missing {
        transaction.execute_batch(step)?;
    }
    if !missing.is_empty() {
        transaction.pragma_update(None, "user_version", VERSIONS.len())?;
    }
    Ok(transaction.commit()?)
}

/// Reads all of it: a page that is damaged is found now, and not when it is needed.
fn check(connection: &Connection) -> Result<(), Unusable> {
    let mut seals = connection.prepare("PRAGMA cipher_integrity_check")?;
    // It has a row for each page whose seal is broken.
    if seals.query([])?.next()?.is_some() {
        return Err(Unusable::Damaged);
    }
    let verdict: String = connection.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    if verdict == "ok" { Ok(()) } else { Err(Unusable::Damaged) }
}
