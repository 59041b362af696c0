//! What a command works with: the command line first, then the environment (clap reads it), then the configuration
//! file, then what the desktop application was set to.

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::Duration;

use monei_core::identity::{DEMONSTRATION, RELEASE};
use monei_core::settings::{OtherEnvironment, SettingsFile};
use monei_core::{Environment, Identity, Wallet};
use serde::Deserialize;

use crate::arguments::{Options, StoreKind};
use crate::failure::{Exit, Failure};

/// Beside the settings of the desktop application.
const FILE: &str = "monei.toml";

#[derive(Clone, Debug)]
pub struct Configuration {
    pub identity: Identity,
    pub environment: Environment,
    pub profile: ProfileName,
    pub store: StoreKind,
    pub passphrase_fd: Option<u32>,
    pub timeout: Option<Duration>,
    pub port: Option<u16>,
    /// Where this set of identifiers has its files.
    pub folder: PathBuf,
}

/// A part of the vault's names: 1 to 32 of a-z, 0-9 and hyphen.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(try_from = "String")]
pub struct ProfileName(String);

impl ProfileName {
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Default for ProfileName {
    fn default() -> Self {
        Self(Wallet::DEFAULT_PROFILE.to_owned())
    }
}

impl fmt::Display for ProfileName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a profile's name is 1 to 32 of a-z, 0-9 and hyphen")]
pub struct BadProfileName;

impl FromStr for ProfileName {
    type Err = BadProfileName;

    fn from_str(name: &str) -> Result<Self, BadProfileName> {
        let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        if name.is_empty() || name.len() > 32 || !name.bytes().all(plain) {
            return Err(BadProfileName);
        }
        Ok(Self(name.to_owned()))
    }
}

impl TryFrom<String> for ProfileName {
    type Error = BadProfileName;

    fn try_from(name: String) -> Result<Self, BadProfileName> {
        name.parse()
    }
}

/// The configuration file. What stands under a profile's name counts for that profile only, and first.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct ConfigurationFile {
    profile: Option<ProfileName>,
    relay: Option<String>,
    environment: Option<String>,
    api: Option<String>,
    store: Option<StoreKind>,
    timeout: Option<u64>,
    port: Option<u16>,
    profiles: BTreeMap<ProfileName, Entries>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Entries {
    relay: Option<String>,
    environment: Option<String>,
    api: Option<String>,
    store: Option<StoreKind>,
    timeout: Option<u64>,
    port: Option<u16>,
}

impl From<ConfigurationFile> for Entries {
    fn from(file: ConfigurationFile) -> Self {
        let ConfigurationFile { relay, environment, api, store, timeout, port, .. } = file;
        Self { relay, environment, api, store, timeout, port }
    }
}

impl Entries {
    fn or(self, other: Self) -> Self {
        // A platform's name and address belong together.
        let (environment, api) = match (self.environment, self.api) {
            (None, None) => (other.environment, other.api),
            theirs => theirs,
        };
        Self {
            relay: self.relay.or(other.relay),
            environment,
            api,
            store: self.store.or(other.store),
            timeout: self.timeout.or(other.timeout),
            port: self.port.or(other.port),
        }
    }
}

impl Configuration {
    pub fn of(options: &Options) -> Result<Self, Failure> {
        let identity = if options.demonstration { DEMONSTRATION } else { RELEASE };
        let folder = identity.config_folder().ok_or_else(|| {
            Failure::new(Exit::Usage, "The system names no folder for your settings.", "Set HOME, and try again.")
        })?;
        let mut file = read(options.config.as_deref(), &folder.join(FILE))?;
        let profile = options.profile.clone().or(file.profile.take()).unwrap_or_default();
        let of_profile = file.profiles.remove(&profile).unwrap_or_default();
        let typed = Entries {
            relay: options.relay.clone(),
            environment: options.environment.clone(),
            api: options.api.clone(),
            store: options.store,
            timeout: options.timeout,
            port: None,
        };
        let entries = typed.or(of_profile).or(file.into());
        Ok(Self {
            environment: environment(identity, &folder, &entries)?,
            identity,
            profile,
            store: entries.store.unwrap_or(StoreKind::Keychain),
            passphrase_fd: options.passphrase_fd,
            timeout: entries.timeout.map(Duration::from_secs),
            port: entries.port,
            folder,
        })
    }
}

fn read(named: Option<&Path>, usual: &Path) -> Result<ConfigurationFile, Failure> {
    let path = named.unwrap_or(usual);
    let text = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if named.is_none() && error.kind() == std::io::ErrorKind::NotFound => {
            return Ok(ConfigurationFile::default());
        }
        Err(error) => {
            let what = format!("The configuration file {} cannot be read: {error}.", path.display());
            return Err(Failure::new(Exit::Usage, what, "Check its name and its permissions."));
        }
    };
    toml::from_str(&text).map_err(|error| {
        let what = format!("The configuration file {} cannot be understood: {}.", path.display(), error.message());
        let line =
            error.span().map_or(1, |span| 1 + text.bytes().take(span.start).filter(|byte| *byte == b'\n').count());
        Failure::new(Exit::Usage, what, format!("Mend line {line}; docs/cli.md lists what may stand in the file."))
    })
}

/// The application's own choice, with what this program was told in its place.
fn environment(identity: Identity, folder: &Path, entries: &Entries) -> Result<Environment, Failure> {
    let mut settings = SettingsFile::in_folder(folder).load();
    let unusable = |error: monei_core::environment::BadEnvironment| {
        let what = format!("The platform or the relay cannot be used: {error}.");
        Failure::new(Exit::Usage, what, "Check --environment, --api and --relay, or what stands in their place.")
    };
    if identity.demonstration {
        settings.demonstration_api = entries.api.clone().or(settings.demonstration_api);
        settings.relay = entries.relay.clone().or(settings.relay);
        return Environment::of_demonstration(&settings).map_err(unusable);
    }
    match (&entries.environment, &entries.api) {
        (Some(name), Some(api)) => {
            // The application's relay serves the application's platform.
            settings.relay = None;
            settings.environment = Some(OtherEnvironment { name: name.clone(), api: api.clone() });
        }
        (None, None) => {}
        _ => {
            let what = "A platform of your own needs its name and the address of its API.";
            return Err(Failure::new(Exit::Usage, what, "Give both --environment and --api, or neither."));
        }
    }
    let environment = Environment::of_release(&settings).map_err(unusable)?;
    match &entries.relay {
        Some(relay) => environment.with_relay(relay).map_err(unusable),
        None => Ok(environment),
    }
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;
    use crate::arguments::Arguments;

    fn configured(file: &str, line: &[&str]) -> Result<Configuration, Failure> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("given.toml");
        std::fs::write(&path, file).unwrap();
        let line = [&["monei", "--config", path.to_str().unwrap()], line, &["balance"]].concat();
        Configuration::of(&Arguments::try_parse_from(line).unwrap().options)
    }

    #[test]
    fn the_command_line_comes_before_the_profile_and_the_profile_before_the_rest_of_the_file() {
        let file = "relay = 'https://one.example'\ntimeout = 5\nport = 4000\n\
                    [profiles.work]\nrelay = 'https://two.example'\nstore = 'file'\n";
        let relay = |line: &[&str]| configured(file, line).unwrap().environment.relay.unwrap().origin();
        assert_eq!(relay(&[]), "https://one.example");
        assert_eq!(relay(&["--profile", "work"]), "https://two.example");
        assert_eq!(relay(&["--profile", "work", "--relay", "https://three.example"]), "https://three.example");
        let work = configured(file, &["--profile", "work"]).unwrap();
        assert_eq!((work.store, work.timeout, work.port), (StoreKind::File, Some(Duration::from_secs(5)), Some(4000)));
    }

    #[test]
    fn a_platform_of_ones_own_has_a_name_and_an_address() {
        let own = configured("environment = 'staging'\napi = 'https://api.example/v1'", &[]).unwrap();
        assert_eq!(own.environment.key(), "staging https://api.example/v1");
        for file in ["environment = 'staging'", "api = 'https://api.example'"] {
            assert_eq!(configured(file, &[]).unwrap_err().exit, Exit::Usage, "{file}");
        }
        assert!(configured("", &["--relay", "http://relay.example"]).is_err());
    }

    #[test]
    fn mistakes_in_the_file_are_named_with_their_line() {
        for (file, named) in [
            ("relay = 'https://one.example'\nrelais = 'x'", "relais"),
            ("[profiles.work]\n\ntimeout = 'long'", "timeout"),
            ("relay = ", "line 1"),
            ("[profiles.'My Wallet']", "a-z"),
        ] {
            let failure = configured(file, &[]).unwrap_err();
            let said = format!("{} {}", failure.what, failure.to_do);
            assert!(said.contains(named) || said.contains("line"), "{said}");
            assert_eq!(failure.exit, Exit::Usage);
        }
    }
}
