//! Payments in flight, and renewals that wait for them.
//!
//! A renewal kills the old pair at once. If a payment's request was on its way with it, nobody could say whether it was
//! refused for that or done. So a payment holds the tokens as they are, here and in every process on the vault: it is a
//! reader of them, and a renewal a writer.

use std::time::Duration;

use super::sharing::TURN;
use super::{Session, SessionError};
use crate::vault::{Turn, VaultError};

/// No token is renewed while this is held. It is taken with a token that is good for minutes, and given up with the
/// answer, before a renewal that the answer asks for.
#[derive(Debug)]
pub struct InFlight<'a> {
    _here: tokio::sync::RwLockReadGuard<'a, ()>,
    _elsewhere: Turn,
}

impl Session {
    /// Waits for a renewal that is under way, and lets none begin.
    pub async fn payment(&self) -> Result<InFlight<'_>, VaultError> {
        let here = tokio::time::timeout(TURN, self.payments.read()).await.map_err(|_| VaultError::Busy)?;
        Ok(InFlight { _here: here, _elsewhere: self.vault.shared_turn(TURN).await? })
    }

    /// Waits for the payments of this process; those of others hold the vault.
    pub(super) async fn no_payment(
        &self,
        patience: Duration,
    ) -> Result<tokio::sync::RwLockWriteGuard<'_, ()>, SessionError> {
        tokio::time::timeout(patience, self.payments.write()).await.map_err(|_| SessionError::PaymentInFlight)
    }
}
