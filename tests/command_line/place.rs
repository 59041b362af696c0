//! Where a test happens: running services, a home folder, a person.

use std::path::PathBuf;

use monei_e2e::command_line::Terminal;
use monei_e2e::control::{Control, Person};
use monei_e2e::journey::Answer;
use monei_e2e::services::{ServiceOptions, Services};
use monei_e2e::{Result, evidence};
use tempfile::TempDir;

pub struct Place {
    pub services: Services,
    pub terminal: Terminal,
    pub person: Person,
    folder: TempDir,
}

impl Place {
    /// Nobody is signed in yet.
    pub async fn new(name: &str) -> Result<Self> {
        Self::with(name, &ServiceOptions::default()).await
    }

    pub async fn with(name: &str, options: &ServiceOptions) -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let logs = evidence::folder_for(&format!("command-line-{name}"))?.join("logs");
        let services = Services::start(options, folder.path(), &logs).await?;
        let person = services.monei().make_person(7).await?;
        let home = folder.path().join("home");
        let terminal = Terminal::with_file(&home, &services)?;
        Ok(Self { services, terminal, person, folder })
    }

    /// The person has signed in and granted this.
    pub async fn signed_in(name: &str, login: &str) -> Result<Self> {
        let place = Self::new(name).await?;
        place.terminal.sign_in(login, &place.person, Answer::AllowAll).await?.ended_with(0)?;
        Ok(place)
    }

    pub fn monei(&self) -> &Control {
        self.services.monei()
    }

    pub fn home(&self) -> PathBuf {
        self.folder.path().join("home")
    }

    /// For files beside the home folder.
    pub fn folder(&self) -> PathBuf {
        self.folder.path().to_owned()
    }
}
