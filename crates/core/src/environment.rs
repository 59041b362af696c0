//! The platforms that the application can be connected to.
//!
//! The address of the API belongs to the environment and never comes from a relay's answer, so that a relay cannot send
//! tokens elsewhere.

mod chosen;

use monei_client::BaseUrl;
use monei_client::base::BadAddress;

pub(crate) const PRODUCTION: &str = "production";
/// What a platform on this computer is called that is nobody's money.
pub const DEMONSTRATION: &str = "demonstration";

const PRODUCTION_API: &str = "https://api.monei.cc/api/v1";

/// A named platform with its API and the relay that signs people in to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Environment {
    /// What the relay's metadata document must name.
    pub name: String,
    /// Where tokens are sent, and nowhere else.
    pub api: BaseUrl,
    /// None until an address is set.
    pub relay: Option<BaseUrl>,
    /// The relay belongs to the build; otherwise it is the person's to set.
    pub relay_is_fixed: bool,
}

/// Why something is no [`Environment`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadEnvironment {
    /// An address that may not be called.
    #[error(transparent)]
    Address(#[from] BadAddress),
    /// A demonstration elsewhere than on this computer.
    #[error("a demonstration runs on this computer only")]
    NotLoopback,
    /// The name would not fit into the names of the vault.
    #[error("the name must be 1 to 32 of a-z, 0-9 and hyphen, and not that of Monei itself")]
    Name,
}

impl Environment {
    /// Monei itself.
    pub fn production() -> Result<Self, BadEnvironment> {
        let api = BaseUrl::parse(PRODUCTION_API)?;
        Ok(Self { name: PRODUCTION.to_owned(), api, relay: None, relay_is_fixed: false })
    }

    /// Another platform with the same contract. One that is called a demonstration must be on this computer.
    pub fn other(name: &str, api: &str) -> Result<Self, BadEnvironment> {
        let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        if name == PRODUCTION || name.is_empty() || name.len() > 32 || !name.bytes().all(plain) {
            return Err(BadEnvironment::Name);
        }
        let api = BaseUrl::parse(api)?;
        if name == DEMONSTRATION && !api.is_loopback() {
            return Err(BadEnvironment::NotLoopback);
        }
        Ok(Self { name: name.to_owned(), api, relay: None, relay_is_fixed: false })
    }

    /// A simulated Monei and its relay, both of which must be on this computer.
    pub fn demonstration(api: &str, relay: &str) -> Result<Self, BadEnvironment> {
        let environment = Self::other(DEMONSTRATION, api)?.with_fixed_relay(relay)?;
        match &environment.relay {
            Some(relay) if relay.is_loopback() => Ok(environment),
            _ => Err(BadEnvironment::NotLoopback),
        }
    }

    /// With the relay that a build is made for.
    pub fn with_fixed_relay(self, relay: &str) -> Result<Self, BadEnvironment> {
        Ok(Self { relay: Some(BaseUrl::parse(relay)?), relay_is_fixed: true, ..self })
    }

    /// With the relay that the person chose earlier.
    pub fn with_relay(self, relay: &str) -> Result<Self, BadEnvironment> {
        Ok(Self { relay: Some(BaseUrl::parse(relay)?), ..self })
    }

    /// What tokens are kept under. Another address under a known name is another platform, which must not be sent the
    /// tokens of the first. A demonstration changes its ports and is this computer's in any case.
    pub fn key(&self) -> String {
        match self.name.as_str() {
            PRODUCTION | DEMONSTRATION => self.name.clone(),
            name => format!("{name} {}", self.api.as_str()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_demonstration_never_leaves_the_computer() {
        assert!(Environment::demonstration("http://127.0.0.1:1/api/v1", "http://127.0.0.1:2").is_ok());
        for (api, relay) in [
            ("https://api.monei.cc/api/v1", "http://127.0.0.1:2"),
            ("http://127.0.0.1:1/api/v1", "https://relay.example"),
        ] {
            assert_eq!(Environment::demonstration(api, relay), Err(BadEnvironment::NotLoopback));
        }
        assert_eq!(Environment::other("demonstration", "https://evil.example"), Err(BadEnvironment::NotLoopback));
    }

    #[test]
    fn nobody_else_is_called_production_and_another_address_is_another_platform() {
        for name in ["production", "", "Staging", "a/b", &"x".repeat(33)] {
            assert_eq!(Environment::other(name, "https://api.example"), Err(BadEnvironment::Name), "{name}");
        }
        let key = |api: &str| Environment::other("staging", api).unwrap().key();
        assert_ne!(key("https://one.example/api"), key("https://two.example/api"));
        assert_eq!(Environment::production().unwrap().key(), "production");
    }
}
