//! The person's keychain (Secret Service): a real gnome-keyring, unlocked, locked or missing, and a look inside it.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use tokio::time::Duration;

use crate::process::Process;
use crate::stage::Stage;
use crate::wait;

const PASSWORD: &str = "correct horse";
const PROMPTER: &str = "org.gnome.keyring.SystemPrompter.service";

/// What the application finds when it looks for a keychain.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Keychain {
    #[default]
    Unlocked,
    /// Nobody owns `org.freedesktop.secrets`, and nothing can be started for it.
    Absent,
    /// The collection is locked, and nobody can ask for its password: refused at once.
    Locked,
    /// The collection is locked, and the system asks for its password: the call blocks until that is answered.
    LockedPrompting,
}

impl Keychain {
    /// A system dialog may appear.
    pub fn prompts(self) -> bool {
        self == Self::LockedPrompting
    }
}

/// Starts the daemon that this state needs.
pub(crate) async fn start(stage: &Stage, keychain: Keychain) -> Result<Option<Process>> {
    Ok(match keychain {
        Keychain::Absent => None,
        Keychain::Unlocked => Some(unlocked(stage).await?),
        Keychain::Locked | Keychain::LockedPrompting => {
            // A collection is locked only once it exists.
            unlocked(stage).await?.end().await;
            let daemon = stage.launch("keyring", "gnome-keyring-daemon").args(["--foreground", "--components=secrets"]);
            let daemon = daemon.start()?;
            owned(stage).await?;
            Some(daemon)
        }
    })
}

async fn unlocked(stage: &Stage) -> Result<Process> {
    let daemon = stage
        .launch("keyring", "gnome-keyring-daemon")
        .args(["--foreground", "--unlock", "--components=secrets"])
        .start_with_input(PASSWORD)
        .await?;
    owned(stage).await?;
    let keyring = stage.home().join(".local/share/keyrings/login.keyring");
    wait::until("the login keyring", async || Ok(keyring.is_file().then_some(()))).await?;
    Ok(daemon)
}

/// Waits until somebody answers as the Secret Service.
async fn owned(stage: &Stage) -> Result<()> {
    wait::until_within(Duration::from_secs(15), "the Secret Service", async || {
        let call = stage.launch("gdbus", "gdbus").args([
            "call",
            "--session",
            "--dest=org.freedesktop.DBus",
            "--object-path=/org/freedesktop/DBus",
            "--method=org.freedesktop.DBus.NameHasOwner",
            "org.freedesktop.secrets",
        ]);
        Ok(call.output().await?.contains("true").then_some(()))
    })
    .await
}

/// Lets the bus start the system's password dialog, and nothing else.
pub(crate) fn install_prompter(folder: &Path) -> Result<()> {
    let services = folder.join("services");
    fs::create_dir_all(&services)?;
    let system = Path::new("/usr/share/dbus-1/services").join(PROMPTER);
    fs::copy(&system, services.join(PROMPTER)).with_context(|| format!("{}: the package gcr", system.display()))?;
    Ok(())
}

/// Every item of the keychain that was written for this service name, as `secret-tool` lists it, without its secrets.
pub async fn items_of(stage: &Stage, service: &str) -> Result<Vec<String>> {
    let search = stage.launch("secret-tool", "secret-tool").args(["search", "--all", "service", service]);
    // The secrets stand on standard output too; nothing of them belongs into a test's report.
    let listing = search.output().await?;
    Ok(listing.lines().filter(|line| line.starts_with("[/")).map(str::to_owned).collect())
}
