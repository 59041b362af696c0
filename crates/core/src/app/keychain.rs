//! Opening the keychain at start, again on request, or doing without it.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;

use super::Input;
use super::run::{Keychain, Loop};
use crate::problem::{Problem, ProblemCode};
use crate::sign_in::{Attempt, AttemptId, Outcome, SignIn, deadline};
use crate::vault::document::KeptAttempt;
use crate::vault::{DEFAULT_PROFILE, MemoryStore, Reading, StoreError, Vault, VaultError, blocking};

/// What the keychain held.
pub(super) struct Opened {
    vault: Vault,
    /// Damaged grants are left untouched until the person connects again.
    grants: Result<Option<Reading>, VaultError>,
    attempt: Option<KeptAttempt>,
}

impl From<VaultError> for Problem {
    fn from(error: VaultError) -> Self {
        match error {
            VaultError::Store(StoreError::Missing) => ProblemCode::KeychainMissing,
            VaultError::Store(StoreError::Locked) => ProblemCode::KeychainLocked,
            VaultError::Damaged => ProblemCode::KeychainDamaged,
            VaultError::Busy => ProblemCode::VaultBusy,
            VaultError::NoLock => ProblemCode::DataFolderUnwritable,
            VaultError::Store(StoreError::Failed)
            | VaultError::Forgetful
            | VaultError::TooLarge
            | VaultError::Overtaken => ProblemCode::KeychainUnwritable,
        }
        .into()
    }
}

impl Loop {
    pub(super) fn open_keychain(&mut self) {
        self.keychain = Keychain::Checking;
        let (open, environment) = (self.config.keychain.clone(), self.config.environment.key());
        let folder = self.config.settings.folder().to_owned();
        self.spawn(async move {
            let opened = async {
                let store = blocking(move || Ok(open()?)).await?;
                let vault = Vault::open(store, &environment, DEFAULT_PROFILE, Some(&folder)).await?;
                let grants = vault.load_grants().await;
                if let Err(error @ VaultError::Store(_)) = grants {
                    return Err(error);
                }
                let attempt = vault.load_attempt().await.unwrap_or_default();
                Ok(Box::new(Opened { vault, grants, attempt }))
            };
            Input::KeychainOpened(opened.await.map_err(|error| {
                tracing::warn!(%error, "the keychain cannot be used");
                error.into()
            }))
        });
    }

    pub(super) fn keychain_opened(&mut self, result: Result<Box<Opened>, Problem>) {
        if !matches!(self.keychain, Keychain::Checking) {
            return;
        }
        let Opened { vault, grants, attempt } = match result {
            Ok(opened) => *opened,
            Err(problem) => {
                self.keychain = Keychain::Unavailable(problem);
                return;
            }
        };
        let holds_nothing = matches!(grants, Ok(None));
        let grants = grants.unwrap_or_else(|error| {
            let Ok(id) = AttemptId::random() else { return None };
            self.sign_in = SignIn::Ended { id, outcome: Outcome::Failed(error.into()) };
            None
        });
        self.keychain = Keychain::Ready(vault.clone());
        self.session = Some(self.make_session(vault, grants));
        self.resume(attempt, self.config.clock.now());
        if holds_nothing {
            self.remove_leftovers();
        }
        self.finish_revocations();
        self.refresh();
        for link in std::mem::take(&mut self.early_links) {
            self.answer(&link);
        }
    }

    /// Takes up the attempt of an earlier run, if its time is not over.
    fn resume(&mut self, kept: Option<KeptAttempt>, now: Timestamp) {
        let Some(kept) = kept else { return };
        let id = AttemptId::from(kept.id.as_str());
        match Attempt::from_kept(kept) {
            Some(attempt) if deadline(attempt.started_at) > now && attempt.started_at <= now => {
                self.await_browser(Arc::new(attempt), true, None);
            }
            _ => self.forget_attempt(&id),
        }
    }

    pub(super) fn retry_keychain(&mut self) {
        if let Keychain::Unavailable(_) = self.keychain {
            self.open_keychain();
        } else {
            self.try_to_keep();
        }
    }

    /// While the newest grants are in memory only, they are tried again by themselves.
    pub(super) fn watch_keeping(&mut self) {
        if self.keeping || self.session.as_ref().is_none_or(|session| session.is_kept()) {
            return;
        }
        self.keeping = true;
        self.spawn(async {
            tokio::time::sleep(KEEP_AGAIN).await;
            Input::TryToKeep
        });
    }

    pub(super) fn try_to_keep(&mut self) {
        let Some(session) = self.session.clone() else { return };
        self.keeping = true;
        self.spawn(async move {
            session.keep_again().await;
            Input::KeptAgain
        });
    }

    /// Goes on without a keychain: tokens live as long as the process.
    pub(super) fn use_session_only(&mut self) {
        match &self.keychain {
            Keychain::Unavailable(_) => {}
            // The keychain stopped keeping what it is given, and the person does not mind.
            Keychain::Ready(vault) => {
                self.keychain = Keychain::SessionOnly(vault.clone());
                return;
            }
            Keychain::Checking | Keychain::SessionOnly(_) => return,
        }
        let vault = Vault::over(Arc::new(MemoryStore::default()), &self.config.environment.key(), DEFAULT_PROFILE);
        self.keychain = Keychain::SessionOnly(vault.clone());
        self.session = Some(self.make_session(vault, None));
        for link in std::mem::take(&mut self.early_links) {
            self.answer(&link);
        }
    }
}

/// How long after a failure grants that are in memory only are offered to the keychain again.
const KEEP_AGAIN: Duration = Duration::from_secs(15);
