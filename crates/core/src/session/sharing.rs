//! The other processes on the same vault: the command line beside the application.
//!
//! Whoever changes the grants takes a turn, and first reads what others have made of them: a pair that somebody else has
//! renewed is used, not renewed again. What is written replaces only what was read, so that even without a lock (some
//! network folders know none) nobody undoes the work of another unseen.

use std::time::Duration;

use super::{Ending, Grants, Session};
use crate::vault::{Reading, Since, Turn, VaultError};

/// Whoever has the turn may be renewing tokens: two requests that are not answered, and the pause between them.
pub(super) const TURN: Duration = Duration::from_secs(75);

impl Session {
    /// Waits until no other process changes the grants, and takes over what they have done. The caller holds `renewal`.
    pub(super) async fn turn(&self, patience: Duration) -> Result<Turn, VaultError> {
        let turn = self.vault.turn(patience).await.inspect_err(|error| {
            tracing::warn!(%error, "the vault cannot be changed now");
        })?;
        self.catch_up(&turn).await?;
        Ok(turn)
    }

    /// Takes over what another process has made of the grants.
    pub(super) async fn catch_up(&self, _turn: &Turn) -> Result<(), VaultError> {
        let known = self.held().version.clone();
        let since = self.vault.grants_since(known).await?;
        let unwanted = {
            let mut held = self.held();
            match since {
                _ if held.closed => return Ok(()),
                Since::Same => return Ok(()),
                Since::Damaged(version) => {
                    held.version = version;
                    return Ok(());
                }
                Since::Changed(Reading { grants, version }) => {
                    tracing::info!("another process has changed the grants");
                    held.version = Some(version);
                    let theirs = Grants::from_kept(grants, self.vault.environment());
                    if held.not_kept {
                        held.grants.adopt_beside(theirs, self.clock.now())
                    } else {
                        held.grants.adopt(theirs);
                        Vec::new()
                    }
                }
                Since::Removed => {
                    tracing::info!("another process has disconnected the wallet");
                    held.version = None;
                    held.grants.ending = Ending::Disconnected;
                    let unknown_to_them = std::mem::take(&mut held.not_kept);
                    let pairs = held.grants.end_all();
                    if unknown_to_them { pairs } else { Vec::new() }
                }
            }
        };
        self.revoke_unused(unwanted.iter()).await;
        Ok(())
    }

    /// Writes the grants down. Without a turn they stay in memory, to be tried again.
    pub(super) async fn keep_in(&self, turn: Option<&Turn>) {
        match turn {
            Some(turn) => self.keep(turn).await,
            None => self.held().not_kept = true,
        }
    }

    pub(super) async fn keep(&self, turn: &Turn) {
        let mut result = self.save().await;
        if result == Err(VaultError::Overtaken) {
            // Somebody without the lock was faster. What is here is the newer part: it goes beside theirs.
            self.held().not_kept = true;
            result = match self.catch_up(turn).await {
                Ok(()) if self.is_kept() => return,
                Ok(()) => self.save().await,
                Err(error) => Err(error),
            };
        }
        if let Err(error) = &result {
            tracing::error!(%error, "the grants are in memory only");
        }
        self.held().not_kept = result.is_err();
    }

    async fn save(&self) -> Result<(), VaultError> {
        let (kept, known) = {
            let held = self.held();
            if held.closed {
                return Ok(());
            }
            (held.grants.to_kept(), held.version.clone())
        };
        let version = self.vault.save_grants(&kept, known).await?;
        self.held().version = Some(version);
        Ok(())
    }
}
