//! The end of a session that a person asked for: the tokens go here at once; Monei is told now, or as soon as it can be
//! reached.

use std::sync::Arc;
use std::time::Duration;

use monei_client::connect::Connect;
use monei_client::{CallError, TokenPair};

use super::Grants;
use crate::payments::store;
use crate::problem::Problem;
use crate::vault::document::{KeptPair, KeptRevocations};
use crate::vault::{Vault, VaultError};

/// How long the other processes are waited for: what has to be done is done beside them too.
const A_MOMENT: Duration = Duration::from_secs(3);

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

    pub(crate) async fn leave(self, mut pairs: Vec<TokenPair>) -> DisconnectReport {
        let (noted, removed) = {
            let _one_at_a_time = self.revoking.lock().await;
            // Nobody waits long to be disconnected: who is in the midst of a renewal will find the grants gone.
            let _turn = self.vault.turn(A_MOMENT).await;
            self.add_those_in_the_vault(&mut pairs).await;
            let (noted, removed) = (self.note(&pairs).await, self.vault.remove_grants().await);
            // Whatever becomes of its files, the cache cannot be read without its key; and neither can the journal.
            let removed = removed.and(self.vault.remove_cache_key().await);
            let removed = removed.and(store::forget(&self.vault).await);
            // Of a sign-in that has just ended, the attempt may still be there.
            (noted, removed.and(self.vault.remove_any_attempt().await))
        };
        // What could not be noted is revoked all the same, from memory.
        let revoked = self.revoke(if noted.is_ok() { Vec::new() } else { pairs }).await;
        let not_removed = removed.and(noted).err().map(|error| {
            tracing::error!(%error, "the keychain could not be cleared");
            Problem::from(error)
        });
        DisconnectReport { not_revoked: revoked.err(), not_removed }
    }

    /// Another process may have renewed tokens, or been given more.
    async fn add_those_in_the_vault(&self, pairs: &mut Vec<TokenPair>) {
        let found = self.vault.load_grants().await.unwrap_or_else(|error| {
            tracing::warn!(%error, "the grants that are removed could not be read");
            None
        });
        let Some(found) = found else { return };
        let kept = Grants::from_kept(found.grants, self.vault.environment()).into_pairs();
        let more: Vec<TokenPair> = kept.into_iter().filter(|pair| !among(pairs, pair)).collect();
        pairs.extend(more);
    }

    /// Adds pairs to the list, so that a crash before their revocation leaves nothing unrevoked.
    async fn note(&self, pairs: &[TokenPair]) -> Result<(), VaultError> {
        let mut pending = self.vault.load_revocations().await?;
        pending.pairs.extend(pairs.iter().map(KeptPair::from));
        self.vault.save_revocations(&pending).await
    }

    /// Revokes what is on the list and `more`, and leaves on the list what could not be revoked.
    pub(crate) async fn revoke(&self, more: Vec<TokenPair>) -> Result<(), Problem> {
        let _one_at_a_time = self.revoking.lock().await;
        let pending = self.vault.load_revocations().await?;
        let pairs: Vec<TokenPair> = pending.pairs.into_iter().map(TokenPair::from).chain(more).collect();
        if pairs.is_empty() {
            return Ok(());
        }
        let (mut done, mut left) = (Vec::new(), Vec::new());
        let mut failure: Option<CallError> = None;
        for pair in pairs {
            match self.connect.revoke(&pair).await {
                Ok(()) => done.push(pair),
                Err(error) => {
                    tracing::warn!(%error, "a token pair could not be revoked yet");
                    failure = Some(error);
                    left.push(pair);
                }
            }
        }
        if let Err(error) = self.settle(&done, left).await {
            tracing::warn!(%error, "the list of tokens to revoke could not be kept");
        }
        failure.map_or(Ok(()), |error| Err((&error).into()))
    }

    /// Writes down how the revocations went. Another process may have put more on the list meanwhile.
    async fn settle(&self, done: &[TokenPair], left: Vec<TokenPair>) -> Result<(), VaultError> {
        let _turn = self.vault.turn(A_MOMENT).await?;
        let pending = self.vault.load_revocations().await?;
        let mut pairs: Vec<TokenPair> = pending.pairs.into_iter().map(TokenPair::from).collect();
        pairs.retain(|pair| !among(done, pair) && !among(&left, pair));
        pairs.extend(left);
        self.vault.save_revocations(&KeptRevocations { pairs: pairs.iter().map(KeptPair::from).collect() }).await
    }
}

fn among(pairs: &[TokenPair], pair: &TokenPair) -> bool {
    pairs.iter().any(|it| it.is_same(pair))
}
