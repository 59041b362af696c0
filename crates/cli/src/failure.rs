//! How a command fails: one line says what happened, one line what to do, and a number tells scripts.

use std::error::Error;
use std::io;
use std::process::ExitCode;

use monei_client::NotGranted;
use monei_core::Problem;
use monei_core::session::SessionError;

use crate::words;

/// The exit codes. Scripts depend on them: a number is never given another meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    Unexpected = 1,
    /// The command line or the configuration cannot be used; clap ends with the same number.
    Usage = 2,
    NotConnected = 3,
    NotGranted = 4,
    NotSignedIn = 5,
    Unreachable = 6,
    Busy = 7,
    Store = 8,
    Refused = 9,
    Interrupted = 130,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

/// What ended a command. It holds nothing secret.
#[derive(Clone, Debug)]
pub struct Failure {
    pub exit: Exit,
    pub what: String,
    pub to_do: String,
    /// What lies behind it, for --verbose.
    pub causes: Vec<String>,
    /// Nothing is said: the reader of the output has gone.
    pub silent: bool,
}

impl Failure {
    pub fn new(exit: Exit, what: impl Into<String>, to_do: impl Into<String>) -> Self {
        Self { exit, what: what.into(), to_do: to_do.into(), causes: Vec::new(), silent: false }
    }

    #[must_use]
    pub fn because(mut self, error: &(dyn Error + 'static)) -> Self {
        let mut next = Some(error);
        while let Some(error) = next {
            self.causes.push(error.to_string());
            next = error.source();
        }
        self
    }

    pub fn not_connected() -> Self {
        Self::new(Exit::NotConnected, "Nobody is signed in here.", "Sign in with `monei login`.")
    }
}

impl From<Problem> for Failure {
    fn from(problem: Problem) -> Self {
        words::of(&problem)
    }
}

impl From<NotGranted> for Failure {
    fn from(NotGranted(scope): NotGranted) -> Self {
        let to_do = format!("Ask for it with `monei scopes enable {scope}`.");
        Self::new(Exit::NotGranted, format!("The permission {scope} is not granted."), to_do)
    }
}

impl From<SessionError> for Failure {
    fn from(error: SessionError) -> Self {
        match error {
            SessionError::NotGranted(missing) => missing.into(),
            error => Self::from(Problem::from(&error)).because(&error),
        }
    }
}

/// Output that cannot be written.
impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        let silent = error.kind() == io::ErrorKind::BrokenPipe;
        let what = format!("The output could not be written: {error}.");
        Self { silent, ..Self::new(Exit::Unexpected, what, "Check where it goes, such as the space on the disk.") }
    }
}
