//! The journal on disk: one encrypted database of its own for each wallet, under a key of its own.
//!
//! It is not part of the cache, because the cache may be thrown away and this may not. A record is on the disk before its
//! payment is sent (write-ahead log, `synchronous=FULL`). What the power cuts off in the midst of a write was not sent yet,
//! or is found as it was before, which is unknown. Against a disk that loses what was on it there is a second file, written
//! right after the first and never waited for: where the first cannot be trusted it is set aside and filled anew from the
//! second. Where neither can, the journal says since when it knows nothing of what was before. Files that were set aside are
//! removed by Disconnect only.
//!
//! Without a keychain there is no key, and a journal in memory would forget a payment whose answer is lost with the process:
//! then nothing is paid.
//!
//! [`place`] are the files, [`rows`] and [`state`] are how a record is written down.

mod place;
mod rows;
mod state;
#[cfg(test)]
mod tests;

use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use jiff::Timestamp;
use rusqlite::{Connection, ErrorCode, OptionalExtension, TransactionBehavior, named_params};
use tokio::sync::oneshot;

use self::place::{Files, Pair};
use super::intent::{Intent, IntentId};
use super::journal::{Journal, JournalError, Record, Records, Sending, State};
use crate::cache::CacheKey;
use crate::vault::lock::ProcessLock;
use crate::vault::{Vault, VaultError};

/// Disconnect waits for what another process has on its way: a minute, and a little more.
const FOR_LANDING: Duration = Duration::from_secs(70);
/// Recovery holds off those who want to send, for one write.
const FOR_RECOVERY: Duration = Duration::from_secs(10);
/// How long another process may take to open the same journal.
const FOR_OPENING: Duration = Duration::from_secs(20);

/// The journal of one wallet. Clones are handles of the same one.
#[derive(Clone, Debug)]
pub struct PaymentJournal {
    pair: Arc<Mutex<Pair>>,
    /// Shared by those whose payment is on its way.
    sending: ProcessLock,
}

impl PaymentJournal {
    /// Opens the journal of the wallet of a vault, or makes it. It lies in the folder that the vault's processes share.
    pub async fn of(vault: &Vault, now: Timestamp) -> Result<Self, JournalError> {
        let (folder, name) = vault.place().ok_or(JournalError::Forgetful)?;
        let key = vault.journal_key().await.map_err(|error| {
            tracing::error!(%error, "the key of the journal of payments cannot be had");
            JournalError::NotRead
        })?;
        Self::open(folder, name, key, now).await
    }

    /// Opens the journal of a wallet, or makes it. `name` is the wallet's, such as `production/default`.
    pub async fn open(folder: &Path, name: &str, key: CacheKey, now: Timestamp) -> Result<Self, JournalError> {
        let opening = ProcessLock::in_folder(folder, &format!("{name}/payments/opening"));
        let _one_at_a_time = opening.take(FOR_OPENING).await.map_err(|_| JournalError::NotRead)?;
        let files = Files::new(folder, name);
        let opened = tokio::task::spawn_blocking(move || place::open(&files, &key, now)).await;
        let pair = opened.unwrap_or(Err(JournalError::NotRead))?;
        Ok(Self { pair: Arc::new(Mutex::new(pair)), sending: sending(folder, name) })
    }

    async fn read(&self, rows: fn(&Connection) -> rusqlite::Result<Records>) -> Result<Records, JournalError> {
        let pair = self.pair.clone();
        let read = tokio::task::spawn_blocking(move || rows(&lock(&pair).main)).await;
        read.map_err(|_| JournalError::NotRead)?.map_err(|error| {
            tracing::error!(%error, "the journal of payments could not be read");
            JournalError::NotRead
        })
    }

    /// Another process has disconnected the wallet and removed it.
    pub fn was_removed(&self) -> bool {
        lock(&self.pair).was_removed()
    }

    /// Changes the first file and answers as soon as that is durable; the second follows before anything else is done.
    async fn change<T: Send + 'static>(
        &self,
        change: impl FnOnce(&mut Connection) -> Result<(T, Option<IntentId>), JournalError> + Send + 'static,
    ) -> Result<T, JournalError> {
        let (reply, answer) = oneshot::channel();
        let pair = self.pair.clone();
        tokio::task::spawn_blocking(move || {
            let mut pair = lock(&pair);
            let changed = if pair.was_removed() { Err(JournalError::Removed) } else { change(&mut pair.main) };
            let (result, changed) = match changed {
                Ok((value, changed)) => (Ok(value), changed),
                Err(error) => (Err(error), None),
            };
            // Whoever asked may have gone; what is written stays written.
            let _ = reply.send(result);
            if let Some(id) = changed {
                pair.copy_record(&id);
            }
        });
        answer.await.unwrap_or(Err(JournalError::NotWritten))
    }
}

/// Something was paid from this vault before.
pub(crate) fn is_there(vault: &Vault) -> bool {
    vault.place().is_some_and(|(folder, name)| Files::new(folder, name).main().exists())
}

/// Removes the journal of the wallet of a vault, its key first: whatever becomes of the files, they cannot be read without
/// it. For Disconnect, which says before what is still unknown. What is on its way in another process is let land.
pub async fn forget(vault: &Vault) -> Result<(), VaultError> {
    let place = vault.place().filter(|_| is_there(vault));
    let _nobody_sends = match place {
        Some((folder, name)) => sending(folder, name).take(FOR_LANDING).await.ok(),
        None => None,
    };
    vault.remove_journal_key().await?;
    let Some((folder, name)) = vault.place() else { return Ok(()) };
    let (folder, name) = (folder.to_owned(), name.to_owned());
    let removed = tokio::task::spawn_blocking(move || remove(&folder, &name)).await;
    if let Err(error) = removed.map_err(std::io::Error::other).and_then(|removed| removed) {
        tracing::warn!(%error, "files of the journal of payments are left, and cannot be read any more");
    }
    Ok(())
}

/// Removes every file of a wallet's journal, those that were set aside too.
fn remove(folder: &Path, name: &str) -> std::io::Result<()> {
    Files::new(folder, name).remove_all()
}

/// Who pays shares it; who judges what was interrupted, or removes it all, has it alone.
fn sending(folder: &Path, name: &str) -> ProcessLock {
    ProcessLock::in_folder(folder, &format!("{name}/payments/sending"))
}

fn lock(pair: &Mutex<Pair>) -> MutexGuard<'_, Pair> {
    pair.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Journal for PaymentJournal {
    async fn begin(&self, intent: &Intent, now: Timestamp) -> Result<Sending, JournalError> {
        let sending = self.sending.share(FOR_RECOVERY).await.map_err(|_| JournalError::NotWritten)?;
        let record = Record { intent: intent.clone(), state: State::Journaled, begun_at: now, since: now };
        let id = intent.id.clone();
        self.change(move |main| {
            rows::insert(main, &record).map_err(|error| match error.sqlite_error_code() {
                Some(ErrorCode::ConstraintViolation) => JournalError::Twice,
                _ => not_written(&error),
            })?;
            Ok(((), Some(id)))
        })
        .await?;
        Ok(Sending { _lock: Some(sending) })
    }

    async fn advance(&self, id: &IntentId, state: &State, now: Timestamp) -> Result<(), JournalError> {
        let (id, state) = (id.clone(), state.clone());
        self.change(move |main| {
            let failed = |error: rusqlite::Error| not_written(&error);
            let transaction = main.transaction_with_behavior(TransactionBehavior::Immediate).map_err(failed)?;
            let before: Option<String> = transaction
                .query_row("SELECT state FROM payment WHERE intent = ?1", [id.as_str()], |row| row.get(0))
                .optional()
                .map_err(failed)?;
            let before = state::read_state(&before.ok_or(JournalError::Missing)?).ok_or(JournalError::NoSuchWay)?;
            if before == state {
                return Ok(((), None));
            }
            if !before.may_become(&state) {
                return Err(JournalError::NoSuchWay);
            }
            transaction
                .execute(
                    "UPDATE payment SET state = :state, since = :since WHERE intent = :intent",
                    named_params! {
                        ":state": state::write_state(&state), ":since": now.to_string(), ":intent": id.as_str(),
                    },
                )
                .map_err(failed)?;
            transaction.commit().map_err(failed)?;
            Ok(((), Some(id)))
        })
        .await
    }

    async fn records(&self) -> Result<Records, JournalError> {
        self.read(rows::all).await
    }

    async fn doubtful(&self) -> Result<Records, JournalError> {
        self.read(rows::not_settled).await
    }

    async fn recover(&self, now: Timestamp) -> Result<(), JournalError> {
        // Somebody's payment is on its way, here or in another process: it is not interrupted.
        let Ok(_nobody_sends) = self.sending.take(Duration::ZERO).await else { return Ok(()) };
        for record in self.records().await?.whole {
            let next = record.state.clone().after_restart();
            if next != record.state {
                self.advance(&record.intent.id, &next, now).await?;
            }
        }
        Ok(())
    }
}

fn not_written(error: &rusqlite::Error) -> JournalError {
    tracing::error!(%error, "the journal of payments could not be written");
    JournalError::NotWritten
}
