//! Which platform this build speaks to.
//!
//! A release speaks to Monei; its relay is a setting of the build or of the person. Only a demonstration takes addresses
//! from outside, and only such as are on this computer.

use monei_core::environment::BadEnvironment;
use monei_core::settings::{SettingsFile, WayBack};
use monei_core::{Environment, Identity};

/// The relay of a release, set when it is built.
const RELEASE_RELAY: Option<&str> = option_env!("MONEI_WALLET_RELEASE_RELAY");

const DEMONSTRATION_API: &str = "http://127.0.0.1:4010/api/v1";
const DEMONSTRATION_RELAY: &str = "http://127.0.0.1:4020";

pub fn choose(identity: Identity, file: &SettingsFile) -> Result<Environment, BadEnvironment> {
    if identity.demonstration {
        return demonstration(file, |name| std::env::var(name).ok());
    }
    let relay = RELEASE_RELAY.map(str::to_owned).or(file.load().relay);
    Environment::production(relay.as_deref()).or_else(|error| {
        // The window opens all the same and says that no relay is set.
        tracing::error!(%error, "the relay's address cannot be used");
        Environment::production(None)
    })
}

/// The addresses of the running simulation. They are remembered, so that a start by link finds them again.
fn demonstration(
    file: &SettingsFile,
    variable: impl Fn(&str) -> Option<String>,
) -> Result<Environment, BadEnvironment> {
    let mut settings = file.load();
    let api = variable("MONEI_WALLET_API_URL").or(settings.demonstration_api.take());
    let relay = variable("MONEI_WALLET_RELAY_URL").or(settings.relay.take());
    let (api, relay) =
        (api.unwrap_or_else(|| DEMONSTRATION_API.to_owned()), relay.unwrap_or_else(|| DEMONSTRATION_RELAY.to_owned()));
    let environment = Environment::demonstration(&api, &relay)?;
    settings.demonstration_api = Some(api);
    settings.relay = Some(relay);
    match variable("MONEI_WALLET_RETURN").as_deref() {
        Some("link") => settings.way_back = WayBack::Link,
        Some("loopback") => settings.way_back = WayBack::Loopback,
        _ => {}
    }
    if let Err(error) = file.save(&settings) {
        tracing::warn!(%error, "the addresses of the demonstration could not be remembered");
    }
    Ok(environment)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_demonstration_remembers_its_addresses_and_refuses_foreign_ones() {
        let folder = tempfile::tempdir().unwrap();
        let file = SettingsFile::in_folder(folder.path());
        let given = |name: &str| {
            Some(if name.contains("API") { "http://127.0.0.1:5/api/v1" } else { "http://127.0.0.1:6" }.to_owned())
        };
        let environment = demonstration(&file, given).unwrap();
        assert_eq!(demonstration(&file, |_| None), Ok(environment));
        let foreign = |_: &str| Some("https://evil.example".to_owned());
        assert_eq!(demonstration(&file, foreign), Err(BadEnvironment::NotLoopback));
    }
}
