//! Disconnect: the local tokens and data go at once; Monei is told now, or as soon as it can be reached.

use monei_api::connect::Credential;
use monei_client::connect::Connect;
use monei_client::{AccessToken, CallError, TokenPair};
use tokio::sync::oneshot;

use super::run::Loop;
use crate::overview::Overview;
use crate::problem::{Problem, ProblemCode};
use crate::session::Grants;
use crate::sign_in::SignIn;
use crate::vault::document::{KeptRevocation, KeptRevocations};
use crate::vault::{Vault, VaultError};

/// What was done, step by step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DisconnectReport {
    /// Why Monei could not be told yet; the application goes on trying.
    pub not_revoked: Option<Problem>,
    /// Why the keychain may still hold tokens.
    pub not_removed: Option<Problem>,
}

impl Loop {
    pub(super) fn disconnect(&mut self, reply: oneshot::Sender<DisconnectReport>) {
        let (Some(session), Some(vault)) = (self.session.take(), self.keychain.vault().cloned()) else {
            let problem = Some(ProblemCode::NotNow.into());
            let _ = reply.send(DisconnectReport { not_revoked: problem.clone(), not_removed: problem });
            return;
        };
        if let Some(id) = self.sign_in.current().cloned() {
            self.forget_attempt(&id);
        }
        self.sign_in = SignIn::Idle;
        self.overview = Overview::default();
        self.doubtful.clear();
        self.serial += 1;
        self.session = Some(self.make_session(vault.clone(), Grants::default()));
        let connect = self.make_connect();
        tokio::spawn(async move {
            // Waits for a renewal that is under way: its new pair must be revoked too.
            let pairs = session.close().await;
            let _ = reply.send(part(&vault, &connect, pairs).await);
        });
    }

    /// Revokes what an earlier Disconnect could not.
    pub(super) fn finish_revocations(&self) {
        let Some(vault) = self.keychain.vault().cloned() else { return };
        let connect = self.make_connect();
        tokio::spawn(async move {
            if let Ok(pending) = vault.load_revocations().await {
                let _ = revoke(&vault, &connect, pending).await;
            }
        });
    }
}

async fn part(vault: &Vault, connect: &Connect, pairs: Vec<TokenPair>) -> DisconnectReport {
    let mut pending = vault.load_revocations().await.unwrap_or_default();
    pending.tokens.extend(pairs.iter().map(|pair| KeptRevocation { access: pair.access.to_credential() }));
    // Noted before the grants go, so that a crash in between leaves nothing unrevoked.
    let noted = vault.save_revocations(&pending).await;
    let removed = vault.remove_grants().await;
    let revoked = revoke(vault, connect, pending).await;
    let not_removed = removed.and(noted).err().map(|error: VaultError| {
        tracing::error!(%error, "the keychain could not be cleared");
        Problem::from(error)
    });
    DisconnectReport { not_revoked: revoked.err(), not_removed }
}

/// Revokes each token and keeps what could not be revoked for later.
async fn revoke(vault: &Vault, connect: &Connect, pending: KeptRevocations) -> Result<(), Problem> {
    if pending.is_empty() {
        return Ok(());
    }
    let mut left = KeptRevocations::default();
    let mut failure: Option<CallError> = None;
    for token in pending.tokens {
        let access = AccessToken::new(Credential::new(token.access.expose().to_owned()));
        if let Err(error) = connect.revoke(&access).await {
            tracing::warn!(%error, "a token could not be revoked yet");
            failure = Some(error);
            left.tokens.push(token);
        }
    }
    if let Err(error) = vault.save_revocations(&left).await {
        tracing::warn!(%error, "the list of tokens to revoke could not be kept");
    }
    failure.map_or(Ok(()), |error| Err((&error).into()))
}
