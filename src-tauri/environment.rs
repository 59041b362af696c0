//! Which platform this build speaks to.
//!
//! [`Environment::of_release`] says it for a release. Only a demonstration takes addresses from its environment variables,
//! and only such as are on this computer.

use monei_core::environment::BadEnvironment;
use monei_core::settings::{SettingsFile, WayBack};
use monei_core::{Environment, Identity, ProblemCode};

/// The platform, and why nobody can sign in to what the settings ask for.
pub fn choose(identity: Identity, file: &SettingsFile) -> Result<(Environment, Option<ProblemCode>), BadEnvironment> {
    if identity.demonstration {
        return Ok((demonstration(file, |name| std::env::var(name).ok())?, None));
    }
    let settings = file.load();
    match Environment::of_release(&settings) {
        Ok(environment) => Ok((environment, None)),
        Err(error) => {
            tracing::error!(%error, "the environment of the settings file cannot be used");
            Ok((Environment::production()?, Some(ProblemCode::EnvironmentUnusable)))
        }
    }
}

/// The addresses of the running simulation. They are remembered, so that a start by link finds them again.
fn demonstration(
    file: &SettingsFile,
    variable: impl Fn(&str) -> Option<String>,
) -> Result<Environment, BadEnvironment> {
    let mut settings = file.load();
    settings.demonstration_api = variable("MONEI_WALLET_API_URL").or(settings.demonstration_api);
    settings.relay = variable("MONEI_WALLET_RELAY_URL").or(settings.relay);
    let environment = Environment::of_demonstration(&settings)?;
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
