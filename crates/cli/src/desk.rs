//! What a command has at hand: its configuration, the wallet, and where its answer goes.

use std::sync::OnceLock;

use monei_api::{Scope, ScopeSet};
use monei_core::session::Grants;
use monei_core::wallet::WalletConfig;
use monei_core::{Clock, Wallet};
use tokio::sync::{Mutex, MutexGuard};

use crate::arguments::{Browser, StoreKind};
use crate::configuration::Configuration;
use crate::failure::{Exit, Failure};
use crate::output::Output;
use crate::sign_in;
use crate::store::Store;

pub struct Desk {
    pub configuration: Configuration,
    pub output: Output,
    pub clock: Clock,
    store: Store,
    wallet: OnceLock<Wallet>,
    /// Held while something is done that must not end half-way.
    finishing: Mutex<()>,
}

impl Desk {
    pub fn new(configuration: Configuration, output: Output, clock: Clock, store: Store) -> Self {
        Self { configuration, output, clock, store, wallet: OnceLock::new(), finishing: Mutex::new(()) }
    }

    /// While this is held, giving up waits: what is spent or begun is brought to its end first.
    pub async fn finishing(&self) -> MutexGuard<'_, ()> {
        self.finishing.lock().await
    }

    /// The wallet, connected or not, whose session can be read.
    pub async fn wallet(&self) -> Result<&Wallet, Failure> {
        let wallet = self.wallet_to_change().await?;
        match wallet.damage() {
            Some(problem) => Err(problem.clone().into()),
            None => Ok(wallet),
        }
    }

    /// The wallet, even if what is kept of its session is damaged: signing in or out mends it.
    pub async fn wallet_to_change(&self) -> Result<&Wallet, Failure> {
        if let Some(wallet) = self.wallet.get() {
            return Ok(wallet);
        }
        let wallet = Wallet::open(WalletConfig {
            environment: self.configuration.environment.clone(),
            profile: self.configuration.profile.as_str().to_owned(),
            store: self.store.open()?,
            folder: self.configuration.folder.clone(),
            clock: self.clock.clone(),
            timeout: self.configuration.timeout,
        });
        let wallet = wallet.await?;
        Ok(self.wallet.get_or_init(|| wallet))
    }

    /// The wallet, which must be connected and hold this permission. Where nothing is kept, it is asked for now.
    pub async fn wallet_for(&self, scope: Scope) -> Result<&Wallet, Failure> {
        let wallet = self.wallet().await?;
        if self.keeps_nothing() && !granted(wallet).contains(scope) {
            sign_in::through_the_browser(self, ScopeSet::from(scope), &Browser::default()).await?;
        }
        if wallet.session().inspect(Grants::is_empty) {
            return Err(Failure::not_connected());
        }
        // It was granted: whoever is told to ask for it once more would be told so again.
        if wallet.session().inspect(|grants| grants.ended().contains(scope)) {
            return Err(wallet.session().end_problem().into());
        }
        Ok(wallet)
    }

    pub fn keeps_nothing(&self) -> bool {
        self.configuration.store == StoreKind::Memory
    }

    /// For commands whose whole purpose is what is kept.
    pub fn must_keep(&self) -> Result<(), Failure> {
        if !self.keeps_nothing() {
            return Ok(());
        }
        let what = "With the store `memory` nothing is kept, so each command signs in by itself.";
        Err(Failure::new(Exit::Usage, what, "Use a command that reads, or another --store."))
    }

    /// Waits until nothing is under way that must not end half-way: no answer is being taken in, no tokens are being
    /// replaced.
    pub async fn at_rest(&self) {
        drop(self.finishing.lock().await);
        if let Some(wallet) = self.wallet.get() {
            wallet.session().at_rest().await;
        }
    }

    /// The end of a session that nobody keeps.
    pub async fn leave(self) -> Result<(), Failure> {
        let keeps_nothing = self.keeps_nothing();
        let Some(wallet) = self.wallet.into_inner() else { return Ok(()) };
        if !keeps_nothing || wallet.session().inspect(Grants::is_empty) {
            return Ok(());
        }
        match wallet.disconnect().await?.not_revoked {
            None => Ok(()),
            Some(problem) => {
                let failure = Failure::from(problem);
                let what = format!("The tokens of this command could not be revoked. {}", failure.what);
                Err(Failure { what, to_do: "Revoke the application's access in Monei itself.".to_owned(), ..failure })
            }
        }
    }
}

pub fn granted(wallet: &Wallet) -> ScopeSet {
    wallet.session().inspect(Grants::effective)
}
