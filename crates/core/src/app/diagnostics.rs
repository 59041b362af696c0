//! Gathers what the checks look at; they run beside the loop, which goes on.

use std::time::Duration;

use tokio::sync::mpsc;

use super::run::{Keychain, Loop};
use super::{Input, KeychainState};
use crate::diagnostics::run::{Around, Keychain as Looked, Within};
use crate::diagnostics::{Check, Surroundings};

/// A keychain that takes longer to open waits for its owner.
const KEYCHAIN_OPENS: Duration = Duration::from_secs(20);

impl Loop {
    pub(super) fn diagnose(&self, surroundings: Surroundings, checks: mpsc::Sender<Check>) {
        let environment = &self.config.environment;
        let around = Around {
            surroundings,
            way_back: self.settings.way_back,
            environment: environment.name.clone(),
            relay: environment.relay.clone(),
            to_relay: self.to_relay.clone(),
            api: environment.api.clone(),
            to_monei: self.reading.clone(),
            clock: self.config.clock.clone(),
        };
        tokio::spawn(around.run(checks.clone()));
        if !matches!(self.keychain, Keychain::Checking) {
            return self.diagnose_session(checks);
        }
        // What is known of the session comes with the keychain's answer.
        let mut snapshots = self.snapshots.subscribe();
        self.spawn(async move {
            let opened = snapshots.wait_for(|shown| shown.keychain != KeychainState::Checking);
            if tokio::time::timeout(KEYCHAIN_OPENS, opened).await.is_err() {
                tracing::info!("the checks go on without the keychain");
            }
            Input::DiagnoseSession(checks)
        });
    }

    pub(super) fn diagnose_session(&self, checks: mpsc::Sender<Check>) {
        let keychain = match &self.keychain {
            Keychain::Checking => Looked::Checking,
            Keychain::Ready(vault) => Looked::Ready(vault.clone()),
            Keychain::SessionOnly(_) => Looked::SessionOnly,
            Keychain::Unavailable(problem) => Looked::Unavailable(problem.clone()),
        };
        let within = Within { keychain, session: self.session.clone() };
        self.spawn(async move {
            Box::pin(within.run(checks)).await;
            Input::Diagnosed
        });
    }
}
