//! Which platform this build speaks to.
//!
//! A release speaks to Monei, or to what it was built for; its relay is a setting of the build or of the person, who may
//! also name another platform in the settings file. Only a demonstration takes addresses from its environment variables,
//! and only such as are on this computer.

use monei_core::environment::BadEnvironment;
use monei_core::settings::{Settings, SettingsFile, WayBack};
use monei_core::{Environment, Identity, ProblemCode};

/// What a release was built for (`build.rs` checks it).
const BUILT_FOR: BuildSettings = BuildSettings {
    relay: option_env!("MONEI_WALLET_RELEASE_RELAY"),
    name: option_env!("MONEI_WALLET_RELEASE_ENVIRONMENT"),
    api: option_env!("MONEI_WALLET_RELEASE_API"),
};

const DEMONSTRATION_API: &str = "http://127.0.0.1:4010/api/v1";
const DEMONSTRATION_RELAY: &str = "http://127.0.0.1:4020";

#[derive(Clone, Copy)]
struct BuildSettings {
    relay: Option<&'static str>,
    name: Option<&'static str>,
    api: Option<&'static str>,
}

/// The platform, and why nobody can sign in to what the settings ask for.
pub fn choose(identity: Identity, file: &SettingsFile) -> Result<(Environment, Option<ProblemCode>), BadEnvironment> {
    if identity.demonstration {
        return Ok((demonstration(file, |name| std::env::var(name).ok())?, None));
    }
    let settings = file.load();
    match release(BUILT_FOR, &settings) {
        Ok(environment) => Ok((environment, None)),
        Err(error) => {
            tracing::error!(%error, "the environment of the settings file cannot be used");
            Ok((Environment::production()?, Some(ProblemCode::EnvironmentUnusable)))
        }
    }
}

/// The relay of a build serves the platform of that build, not one that the person defined.
fn release(built: BuildSettings, settings: &Settings) -> Result<Environment, BadEnvironment> {
    let (environment, fixed) = match (&settings.environment, built.name, built.api) {
        (Some(theirs), ..) => (Environment::other(&theirs.name, &theirs.api)?, None),
        (None, Some(name), Some(api)) => (Environment::other(name, api)?, built.relay),
        (None, ..) => (Environment::production()?, built.relay),
    };
    if let Some(relay) = fixed {
        return environment.with_fixed_relay(relay);
    }
    let Some(relay) = &settings.relay else { return Ok(environment) };
    environment.clone().with_relay(relay).or_else(|error| {
        // It is asked for once more.
        tracing::warn!(%error, "the relay's address in the settings file cannot be used");
        Ok(environment)
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
    use monei_core::settings::OtherEnvironment;

    use super::*;

    const PLAIN: BuildSettings = BuildSettings { relay: None, name: None, api: None };
    const BUILT: BuildSettings = BuildSettings {
        relay: Some("https://relay.example"),
        name: Some("staging"),
        api: Some("https://api.example/api/v1"),
    };

    #[test]
    fn the_persons_relay_counts_where_the_build_names_none() {
        let settings = Settings { relay: Some("https://mine.example".into()), ..Settings::default() };
        let plain = release(PLAIN, &settings).unwrap();
        assert_eq!((plain.name.as_str(), plain.relay_is_fixed), ("production", false));
        assert_eq!(plain.relay.unwrap().as_str(), "https://mine.example");
        let built = release(BUILT, &settings).unwrap();
        assert_eq!((built.name.as_str(), built.relay_is_fixed), ("staging", true));
        assert_eq!(built.relay.unwrap().as_str(), "https://relay.example");
        let only_relay = BuildSettings { name: None, api: None, ..BUILT };
        assert_eq!(release(only_relay, &Settings::default()).unwrap().name, "production");
        let unusable = Settings { relay: Some("http://mine.example".into()), ..Settings::default() };
        assert_eq!(release(PLAIN, &unusable).unwrap().relay, None);
    }

    #[test]
    fn a_platform_of_the_persons_own_never_meets_the_relay_of_the_build() {
        let with = |name: &str, api: &str| Settings {
            environment: Some(OtherEnvironment { name: name.into(), api: api.into() }),
            ..Settings::default()
        };
        let own = release(BUILT, &with("demonstration", "http://127.0.0.1:4010/api/v1")).unwrap();
        assert_eq!((own.name.as_str(), own.relay), ("demonstration", None));
        for (name, api) in [
            ("production", "https://evil.example"),
            ("demonstration", "https://evil.example"),
            ("staging", "http://evil.example"),
        ] {
            assert!(release(BUILT, &with(name, api)).is_err(), "{name} {api}");
        }
    }

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
