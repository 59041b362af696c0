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

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use jiff::Timestamp;
use rusqlite::{Connection, ErrorCode, OptionalExtension, TransactionBehavior, named_params};
use tokio::sync::oneshot;

use self::place::{Files, Pair};
use super::intent::{Intent, IntentId};
use super::journal::{Journal, JournalError, NotBegun, Record, Records, Sending, State};
use crate::cache::CacheKey;
use crate::vault::lock::ProcessLock;
use crate::vault::{Locked, Vault, VaultError};

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
        let read = tokio::task::spawn_blocking(move || rows(lock(&pair).reader())).await;
        read.map_err(|_| JournalError::NotRead)?.map_err(|error| not_read(&error))
    }

    /// Another process has disconnected the wallet and removed it.
    pub fn was_removed(&self) -> bool {
        lock(&self.pair).was_removed()
    }

    /// Changes the first file and answers as soon as that is durable; the second follows before anything else is done.
    async fn change<T, E>(
        &self,
        change: impl FnOnce(&mut Pair) -> Result<(T, Option<IntentId>), E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<JournalError> + Send + 'static,
    {
        let (reply, answer) = oneshot::channel();
        let pair = self.pair.clone();
        tokio::task::spawn_blocking(move || {
            let mut pair = lock(&pair);
            let (result, changed) = match change(&mut pair) {
                Ok((value, changed)) => (Ok(value), changed),
                Err(error) => (Err(error), None),
            };
            // Whoever asked may have gone; what is written stays written.
            let _ = reply.send(result);
            if let Some(id) = changed {
                // Whoever waited goes on first: there may be no other processor for it.
                std::thread::yield_now();
                pair.copy_record(&id);
            }
        });
        answer.await.unwrap_or_else(|_| Err(JournalError::NotWritten.into()))
    }

    /// Begins a payment in one go on one thread, because it is what the person waits for. Where another process judges what
    /// was interrupted there is no [`Sending`] and nothing was written: the one who asks waits for it and brings it `held`.
    async fn try_begin(
        &self,
        held: Option<Locked>,
        record: &Record,
        despite: &BTreeSet<IntentId>,
    ) -> Result<Option<Sending>, NotBegun> {
        let (sending, record, despite) = (self.sending.clone(), record.clone(), despite.clone());
        self.change(move |pair| {
            let held = held.map_or_else(|| sending.try_share(), |held| Ok(Some(held)));
            let Some(held) = held.map_err(|_| JournalError::NotWritten)? else { return Ok((None, None)) };
            // Disconnect removes it for good while it has the lock for itself.
            let transaction = pair.main()?.transaction_with_behavior(TransactionBehavior::Immediate);
            let transaction = transaction.map_err(|error| not_written(&error))?;
            let open = rows::not_settled(&transaction).map_err(|error| not_read(&error))?;
            let look_alikes = open.look_alikes(&record.intent);
            if !look_alikes.is_subset(&despite) {
                return Err(NotBegun::LooksAlike(look_alikes));
            }
            rows::insert(&transaction, &record).map_err(|error| match error.sqlite_error_code() {
                Some(ErrorCode::ConstraintViolation) => JournalError::Twice,
                _ => not_written(&error),
            })?;
            transaction.commit().map_err(|error| not_written(&error))?;
            Ok((Some(Sending { _lock: Some(held) }), Some(record.intent.id)))
        })
        .await
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
    async fn begin(&self, intent: &Intent, despite: &BTreeSet<IntentId>, now: Timestamp) -> Result<Sending, NotBegun> {
        let record = Record { intent: intent.clone(), state: State::Journaled, begun_at: now, since: now };
        if let Some(sending) = self.try_begin(None, &record, despite).await? {
            return Ok(sending);
        }
        let held = self.sending.share(FOR_RECOVERY).await.map_err(|_| JournalError::NotWritten)?;
        let begun = self.try_begin(Some(held), &record, despite).await?;
        Ok(begun.ok_or(JournalError::NotWritten)?)
    }

    async fn advance(&self, id: &IntentId, state: &State, now: Timestamp) -> Result<(), JournalError> {
        let (id, state) = (id.clone(), state.clone());
        self.change(move |pair| {
            let failed = |error: rusqlite::Error| not_written(&error);
            let transaction = pair.main()?.transaction_with_behavior(TransactionBehavior::Immediate).map_err(failed)?;
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

fn not_read(error: &rusqlite::Error) -> JournalError {
    tracing::error!(%error, "the journal of payments could not be read");
    JournalError::NotRead
}

fn not_written(error: &rusqlite::Error) -> JournalError {
    tracing::error!(%error, "the journal of payments could not be written");
    JournalError::NotWritten
}
