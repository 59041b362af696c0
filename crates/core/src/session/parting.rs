//! The end of a session that a person asked for: the tokens go here at once; Monei is told now, or as soon as it can be
//! reached.

use std::sync::Arc;

use monei_client::connect::Connect;
use monei_client::{CallError, TokenPair};

use crate::problem::Problem;
use crate::vault::document::{KeptPair, KeptRevocations};
use crate::vault::{Vault, VaultError};

/// What was done, step by step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DisconnectReport {
    /// Why Monei could not be told yet; the application goes on trying.
    pub not_revoked: Option<Problem>,
    /// Why the keychain may still hold tokens.
    pub not_removed: Option<Problem>,
}

/// What a Disconnect needs once the session is closed.
pub(crate) struct Parting {
    vault: Vault,
    connect: Connect,
    revoking: Arc<tokio::sync::Mutex<()>>,
}

impl Parting {
    pub(crate) const fn new(vault: Vault, connect: Connect, revoking: Arc<tokio::sync::Mutex<()>>) -> Self {
        Self { vault, connect, revoking }
    }

    pub(crate) async fn leave(self, pairs: Vec<TokenPair>) -> DisconnectReport {
        let noted = self.note(&pairs).await;
        let removed = self.vault.remove_grants().await;
        // What could not be noted is revoked all the same, from memory.
        let revoked = self.revoke(if noted.is_ok() { Vec::new() } else { pairs }).await;
        let not_removed = removed.and(noted).err().map(|error| {
            tracing::error!(%error, "the keychain could not be cleared");
            Problem::from(error)
        });
        DisconnectReport { not_revoked: revoked.err(), not_removed }
    }

    /// Adds pairs to the list, so that a crash before their revocation leaves nothing unrevoked.
    async fn note(&self, pairs: &[TokenPair]) -> Result<(), VaultError> {
        let _one_at_a_time = self.revoking.lock().await;
        let mut pending = self.vault.load_revocations().await?;
        pending.pairs.extend(pairs.iter().map(KeptPair::from));
        self.vault.save_revocations(&pending).await
    }

    /// Revokes what is on the list and `more`, and leaves on the list what could not be revoked.
    pub(crate) async fn revoke(&self, more: Vec<TokenPair>) -> Result<(), Problem> {
        let _one_at_a_time = self.revoking.lock().await;
        let pending = self.vault.load_revocations().await?;
        let pairs: Vec<TokenPair> = pending.pairs.into_iter().map(TokenPair::from).chain(more).collect();
        let mut left = KeptRevocations::default();
        let mut failure: Option<CallError> = None;
        let nothing_to_do = pairs.is_empty();
        for pair in pairs {
            if let Err(error) = self.connect.revoke(&pair).await {
                tracing::warn!(%error, "a token pair could not be revoked yet");
                failure = Some(error);
                left.pairs.push(KeptPair::from(&pair));
            }
        }
        if !nothing_to_do && let Err(error) = self.vault.save_revocations(&left).await {
            tracing::warn!(%error, "the list of tokens to revoke could not be kept");
        }
        failure.map_or(Ok(()), |error| Err((&error).into()))
    }
}
