//! What Monei told, kept on disk: one encrypted database per account.
//!
//! The window reads it before the network was asked, and lists are searched and paged in it. Everything in it can be read
//! anew from Monei, so a file that cannot be trusted is set aside and an empty one takes its place.
//!
//! [`seats`] are the connections and their threads, [`files`] and [`database`] make and open the file. [`sections`] are
//! small documents. Transactions come in by [`take_in`] and are seen through [`lists`], [`sums`] and [`export`]; [`words`]
//! is the rule of the search.

mod choice;
mod codes;
mod database;
mod error;
mod export;
mod figure;
mod files;
mod key;
mod lists;
mod place;
mod seats;
mod sections;
mod sums;
mod take_in;
#[cfg(test)]
mod tests;
pub mod words;

use std::path::Path;
use std::sync::Arc;

use tokio::sync::watch;

pub use self::error::CacheError;
pub use self::export::{Export, ExportedRow};
pub use self::key::CacheKey;
pub use self::seats::SetAside;
pub use self::take_in::{Standing, TakenIn, Told};

use self::database::Home;
pub(crate) use self::database::unlock;
use self::files::Files;
use self::lists::Lists;
use self::seats::Seats;
use crate::clock::{NoRandomness, random_text};

/// The cache of one account. Clones are handles of the same one. Methods return when it is done; the work is done on
/// threads of the cache's own.
#[derive(Clone, Debug)]
pub struct Cache {
    seats: Arc<Seats>,
    lists: Arc<Lists>,
}

impl Cache {
    /// Opens the cache of an account, or makes it. What became of a file that could not be read, [`Cache::set_aside`]
    /// tells.
    pub async fn open(folder: &Path, account: &str, key: CacheKey) -> Result<Self, CacheError> {
        let seats = Seats::open(Home::File { files: Files::new(folder, account), key }).await?;
        Ok(Self { seats: Arc::new(seats), lists: Arc::default() })
    }

    /// A cache that ends with the process, for a session that is to leave nothing behind.
    pub(crate) async fn in_memory() -> Result<Self, CacheError> {
        let name = random_text::<16>().map_err(|NoRandomness| CacheError::Failed)?;
        let seats = Seats::open(Home::Memory { name }).await?;
        Ok(Self { seats: Arc::new(seats), lists: Arc::default() })
    }

    /// The last database that was damaged and replaced, now or when it was opened. What it held is to be read anew.
    pub fn set_aside(&self) -> watch::Receiver<Option<SetAside>> {
        self.seats.set_aside()
    }

    /// Another process has removed the file: what is kept in it ends with this one.
    pub(crate) fn was_removed(&self) -> bool {
        self.seats.was_removed()
    }

    /// Ends the cache and removes all files of the account, those that were set aside too.
    pub async fn remove(&self) -> Result<(), CacheError> {
        self.seats.remove().await
    }
}

/// Removes all files of an account whose cache is not open.
pub fn remove(folder: &Path, account: &str) -> Result<(), CacheError> {
    Ok(Files::new(folder, account).remove_all()?)
}
