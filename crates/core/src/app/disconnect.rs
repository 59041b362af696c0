//! Disconnect: the local tokens and data go at once; Monei is told now, or as soon as it can be reached.

use tokio::sync::oneshot;

use super::Input;
use super::run::Loop;
use crate::problem::ProblemCode;
use crate::session::parting::{DisconnectReport, Parting};
use crate::sign_in::SignIn;
use crate::vault::Vault;

impl Loop {
    pub(super) fn disconnect(&mut self, reply: oneshot::Sender<DisconnectReport>) {
        let (Some(session), Some(vault)) = (self.session.take(), self.keychain.vault().cloned()) else {
            let problem = Some(ProblemCode::NotNow.into());
            let _ = reply.send(DisconnectReport { not_revoked: problem.clone(), not_removed: problem });
            return;
        };
        // What is kept of an attempt goes with the rest.
        self.sign_in = SignIn::Idle;
        let removal = self.forget_cache();
        let landed = self.forget_payments();
        self.forget_what_was_shown();
        self.session = Some(self.make_session(vault.clone(), None));
        self.disconnecting = true;
        let parting = self.parting(vault);
        self.spawn(async move {
            // A payment that is on its way is let land: given up, nobody could say whether it happened.
            landed.await;
            // From here on nothing that still runs for it writes anything.
            let pairs = session.close();
            // First: a cache that is just being opened must not make its key once the keychain is cleared.
            removal.await;
            Input::Disconnected { report: parting.leave(pairs).await, reply }
        });
    }

    /// Revokes what an earlier Disconnect could not.
    pub(super) fn finish_revocations(&self) {
        let Some(vault) = self.keychain.vault().cloned() else { return };
        let parting = self.parting(vault);
        tokio::spawn(async move {
            if let Err(problem) = parting.revoke(Vec::new()).await {
                tracing::warn!(code = ?problem.code, "tokens of an earlier session could not be revoked yet");
            }
        });
    }

    fn parting(&self, vault: Vault) -> Parting {
        Parting::new(vault, self.make_connect(), self.revoking.clone())
    }
}
