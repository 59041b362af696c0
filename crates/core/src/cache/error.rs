//! What can go wrong with the cache, sorted by what can be done about it.

use rusqlite::ErrorCode;

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CacheError {
    /// The file cannot be trusted any more. It is set aside and a new one stands in its place.
    #[error("the stored data is damaged")]
    Damaged,
    #[error("the disk is full")]
    Full,
    /// The folder or the file may not be written, or is not there.
    #[error("the stored data cannot be written")]
    NotWritable,
    /// Another process has held the file for too long.
    #[error("the stored data is in use")]
    Busy,
    /// Whoever asked went away.
    #[error("the question was given up")]
    GivenUp,
    /// The cache was removed, or could not be replaced after damage.
    #[error("the stored data is closed")]
    Closed,
    #[error("the stored data could not be used")]
    Failed,
}

impl From<rusqlite::Error> for CacheError {
    fn from(error: rusqlite::Error) -> Self {
        let sorted = match error.sqlite_error_code() {
            Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt) => Self::Damaged,
            Some(ErrorCode::DiskFull) => Self::Full,
            Some(ErrorCode::CannotOpen | ErrorCode::PermissionDenied | ErrorCode::ReadOnly) => Self::NotWritable,
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy,
            Some(ErrorCode::OperationInterrupted | ErrorCode::OperationAborted) => Self::GivenUp,
            _ => Self::Failed,
        };
        if sorted == Self::Failed {
            // SQLite's own words name tables and columns, never values. The one statement that holds a secret, the key,
            // does not pass here.
            tracing::error!(%error, "the cache failed");
        }
        sorted
    }
}

impl From<std::io::Error> for CacheError {
    fn from(error: std::io::Error) -> Self {
        tracing::warn!(%error, "the cache's file");
        match error.kind() {
            std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => Self::Full,
            _ => Self::NotWritable,
        }
    }
}
