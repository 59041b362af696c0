//! What tells one build of the application from another: its identifier, its link scheme, its keychain service.
//!
//! A demonstration has a set of its own, so that it never takes the installed application's links, tokens or data.
//! Somebody who ships their own build changes [`RELEASE`], and nothing else.

use std::io;
use std::path::PathBuf;

use crate::private_file;

/// A set of identifiers. Everything that the operating system tells applications apart by is derived from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Identity {
    /// Reverse-domain identifier: data folder, single-instance lock, keychain service, and the scheme of the redirect
    /// URI (RFC 8252 §7.1).
    pub identifier: &'static str,
    /// What people call it.
    pub product_name: &'static str,
    /// It belongs to a platform that is nobody's money.
    pub demonstration: bool,
}

/// The application as people install it.
pub const RELEASE: Identity =
    Identity { identifier: "dev.moneiwallet.desktop", product_name: "Monei Wallet", demonstration: false };

/// The application as it is tried and tested.
pub const DEMONSTRATION: Identity = Identity {
    identifier: "dev.moneiwallet.desktop.demo",
    product_name: "Monei Wallet (demonstration)",
    demonstration: true,
};

impl Identity {
    /// Of the links that it is opened by.
    pub const fn scheme(&self) -> &'static str {
        self.identifier
    }

    /// Under which its items stand in the keychain.
    pub const fn keychain_service(&self) -> &'static str {
        self.identifier
    }

    /// Where the settings file is. None where the system names no such folder for the person.
    pub fn config_folder(&self) -> Option<PathBuf> {
        dirs::config_dir().map(|folder| folder.join(self.identifier))
    }

    /// Where the cache is. None where the system names no such folder for the person.
    pub fn data_folder(&self) -> Option<PathBuf> {
        dirs::data_local_dir().map(|folder| folder.join(self.identifier))
    }

    /// Closes both folders to everybody else before anything is written there. Not all of it is written by this crate: the
    /// window's place and the web view's storage are written by libraries.
    pub fn close_folders(&self) -> io::Result<()> {
        [self.config_folder(), self.data_folder()]
            .iter()
            .flatten()
            .try_for_each(|folder| private_file::close_folder(folder))
    }

    /// The redirect URI of the link handler, such as `dev.moneiwallet.desktop:/callback`.
    pub fn redirect_uri(&self) -> String {
        format!("{}:{}", self.scheme(), monei_api::relay::CALLBACK_PATH)
    }
}
