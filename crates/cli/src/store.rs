//! Where tokens are kept: the keychain, an encrypted file, or nowhere.

use std::fs::File;
use std::io::Read;
use std::path::PathBuf;
use std::sync::Arc;

use monei_core::vault::{FileStore, Keychain, MemoryStore, SecretStore};
use zeroize::Zeroizing;

use crate::arguments::StoreKind;
use crate::configuration::Configuration;
use crate::failure::{Exit, Failure};

/// A store that is opened when it is first needed: its passphrase is asked for before, while the terminal is free.
pub enum Store {
    Keychain { service: &'static str },
    File { path: PathBuf, passphrase: Zeroizing<String> },
    Memory,
}

const VARIABLE: &str = "MONEI_PASSPHRASE";

impl Store {
    pub fn of(configuration: &Configuration) -> Result<Self, Failure> {
        Ok(match configuration.store {
            StoreKind::Keychain => Self::Keychain { service: configuration.identity.keychain_service() },
            StoreKind::File => {
                let path = configuration.folder.join("secrets");
                let passphrase = passphrase(configuration, !path.exists())?;
                Self::File { path, passphrase }
            }
            StoreKind::Memory => Self::Memory,
        })
    }

    pub fn open(&self) -> Result<Arc<dyn SecretStore>, Failure> {
        match self {
            Self::Keychain { service } => match Keychain::connect(service) {
                Ok(store) => Ok(Arc::new(store)),
                Err(error) => Err(Failure::from(monei_core::Problem::from(monei_core::vault::VaultError::from(error)))),
            },
            Self::File { path, passphrase } => match FileStore::open(path, passphrase) {
                Ok(store) => Ok(Arc::new(store)),
                Err(error) => {
                    let what = format!("The encrypted file {} cannot be opened: {error}.", path.display());
                    Err(Failure::new(Exit::Store, what, "Check the passphrase and the file.").because(&error))
                }
            },
            Self::Memory => Ok(Arc::new(MemoryStore::default())),
        }
    }
}

/// From the file descriptor, the environment or the terminal, in this order.
fn passphrase(configuration: &Configuration, is_new: bool) -> Result<Zeroizing<String>, Failure> {
    let given = match configuration.passphrase_fd {
        Some(number) => Some(from_descriptor(number)?),
        None => std::env::var(VARIABLE).ok().map(Zeroizing::new),
    };
    let passphrase = match given {
        Some(given) => given,
        None => from_terminal(is_new)?,
    };
    if passphrase.is_empty() {
        return Err(Failure::new(Exit::Usage, "The passphrase is empty.", "Give one that nobody guesses."));
    }
    Ok(passphrase)
}

/// The first line of what can be read there.
fn from_descriptor(number: u32) -> Result<Zeroizing<String>, Failure> {
    let mut text = Zeroizing::new(String::new());
    let read = File::open(format!("/dev/fd/{number}")).and_then(|file| file.take(4096).read_to_string(&mut text));
    read.map_err(|error| {
        let what = format!("No passphrase can be read from the file descriptor {number}: {error}.");
        Failure::new(Exit::Usage, what, format!("Open it for the command, such as with `{number}< FILE`."))
    })?;
    Ok(Zeroizing::new(text.lines().next().unwrap_or_default().to_owned()))
}

fn from_terminal(is_new: bool) -> Result<Zeroizing<String>, Failure> {
    let ask = |words: &str| rpassword::prompt_password(words).map(Zeroizing::new);
    let no_terminal = |error: std::io::Error| {
        let what = format!("The encrypted file needs its passphrase, and there is no terminal to ask on: {error}.");
        Failure::new(Exit::Usage, what, format!("Give it with --passphrase-fd N or in {VARIABLE}."))
    };
    if !is_new {
        return ask("Passphrase: ").map_err(no_terminal);
    }
    let first = ask("New passphrase for the tokens of this computer: ").map_err(no_terminal)?;
    if *first != *ask("Once more: ").map_err(no_terminal)? {
        return Err(Failure::new(Exit::Usage, "The two passphrases differ.", "Try again."));
    }
    Ok(first)
}
