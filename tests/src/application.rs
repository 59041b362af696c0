//! The application under test, as the system knows it: which program it is, and the set of identifiers it has.

use std::path::PathBuf;

use anyhow::{Context, Result};

use crate::binaries;
use crate::process::running;
use crate::stage::Stage;

/// A build of the application.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Application {
    /// The build with a demonstration's identifiers, which is told of the services in its environment.
    #[default]
    Demonstration,
    /// The package that is installed in the system, started by its desktop entry.
    Installed,
    /// A program with a release's identifiers, wherever it lies.
    Released(PathBuf),
}

impl Application {
    /// The schemes of all builds, for those who let their links in.
    pub const SCHEMES: [&str; 2] = [Self::Demonstration.scheme(), Self::Installed.scheme()];

    /// For logs and pictures.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Demonstration => "demonstration",
            Self::Installed => "installed",
            Self::Released(_) => "released",
        }
    }

    /// What its folders, its lock and its keychain items are named by.
    pub const fn identifier(&self) -> &'static str {
        match self {
            Self::Demonstration => "dev.moneiwallet.desktop.demo",
            Self::Installed | Self::Released(_) => "dev.moneiwallet.desktop",
        }
    }

    pub const fn scheme(&self) -> &'static str {
        self.identifier()
    }

    pub const fn keychain_service(&self) -> &'static str {
        self.identifier()
    }

    /// A link to its redirect URI with this query.
    pub fn callback(&self, query: &str) -> String {
        format!("{}:/callback?{query}", self.scheme())
    }

    pub fn program(&self) -> Result<PathBuf> {
        let path = match self {
            // Between an upgrade and a purge it may be missing.
            Self::Installed => return Ok(PathBuf::from("/usr/bin/monei-wallet")),
            Self::Demonstration => binaries::built("monei-wallet")?,
            Self::Released(path) => path.clone(),
        };
        path.canonicalize().with_context(|| path.display().to_string())
    }

    /// The entry by which menus and links start the installed application.
    pub fn desktop_entry(&self) -> Result<PathBuf> {
        let mark = format!("x-scheme-handler/{};", self.scheme());
        let entries = std::fs::read_dir("/usr/share/applications")?.flatten().map(|entry| entry.path());
        let ours = |path: &PathBuf| std::fs::read_to_string(path).is_ok_and(|text| text.contains(&mark));
        entries.into_iter().find(ours).with_context(|| format!("no desktop entry in the system has {mark}"))
    }

    /// The ids of its processes on this stage.
    pub fn processes(&self, stage: &Stage) -> Result<Vec<u32>> {
        Ok(running(&stage.mark(), &self.program()?))
    }

    /// Where it and its web view keep what is to stay.
    pub fn data_folder(&self, stage: &Stage) -> PathBuf {
        stage.home().join(".local/share").join(self.identifier())
    }

    /// The plain settings file.
    pub fn settings(&self, stage: &Stage) -> PathBuf {
        stage.home().join(".config").join(self.identifier()).join("settings.json")
    }
}
