//! Which platform a program is to speak to: what it was built for, and what the person's settings say.
//!
//! A release speaks to Monei, or to what it was built for; its relay is a setting of the build or of the person, who may
//! also name another platform. A demonstration speaks to what is on this computer.

use super::{BadEnvironment, Environment};
use crate::settings::Settings;

/// What a release was built for (the application's `build.rs` checks it).
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

impl Environment {
    /// The platform of a release under these settings.
    pub fn of_release(settings: &Settings) -> Result<Self, BadEnvironment> {
        release(BUILT_FOR, settings)
    }

    /// The simulation that the settings name, or the one where `cargo xtask run` starts it.
    pub fn of_demonstration(settings: &Settings) -> Result<Self, BadEnvironment> {
        let api = settings.demonstration_api.as_deref().unwrap_or(DEMONSTRATION_API);
        Self::demonstration(api, settings.relay.as_deref().unwrap_or(DEMONSTRATION_RELAY))
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

#[cfg(test)]
mod tests {
    use monei_client::BaseUrl;

    use super::*;
    use crate::settings::OtherEnvironment;

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
    fn a_release_for_another_platform_speaks_to_it_through_its_relay() {
        let built = release(BUILT, &Settings::default()).unwrap();
        assert_eq!((built.name.as_str(), built.api.as_str()), ("staging", "https://api.example/api/v1"));
        assert_eq!(
            (built.relay.as_ref().map(BaseUrl::as_str), built.relay_is_fixed),
            (Some("https://relay.example"), true)
        );
        assert_eq!(built.key(), "staging https://api.example/api/v1");
        // A name that stands for Monei itself, and half of the two settings, make no other platform of it.
        assert!(release(BuildSettings { name: Some("production"), ..BUILT }, &Settings::default()).is_err());
        let half = release(BuildSettings { api: None, ..BUILT }, &Settings::default()).unwrap();
        assert_eq!(half, Environment::production().unwrap().with_fixed_relay("https://relay.example").unwrap());
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
}
