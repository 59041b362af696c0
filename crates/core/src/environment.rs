//! The platforms that the application can be connected to.
//!
//! The address of the API belongs to the environment and never comes from a relay's answer, so that a relay cannot send
//! tokens elsewhere.

use monei_client::BaseUrl;
use monei_client::base::BadAddress;

pub const PRODUCTION: &str = "production";
pub const DEMONSTRATION: &str = "demonstration";

const PRODUCTION_API: &str = "https://api.monei.cc/api/v1";

/// A named platform with its API and the relay that signs people in to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Environment {
    /// What the relay's metadata document must name.
    pub name: String,
    pub api: BaseUrl,
    /// None until an address is set.
    pub relay: Option<BaseUrl>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadEnvironment {
    #[error(transparent)]
    Address(#[from] BadAddress),
    #[error("a demonstration runs on this computer only")]
    NotLoopback,
}

impl Environment {
    /// Monei itself.
    pub fn production(relay: Option<&str>) -> Result<Self, BadEnvironment> {
        let relay = relay.map(BaseUrl::parse).transpose()?;
        Ok(Self { name: PRODUCTION.to_owned(), api: BaseUrl::parse(PRODUCTION_API)?, relay })
    }

    /// A simulated Monei and its relay, both of which must be on this computer.
    pub fn demonstration(api: &str, relay: &str) -> Result<Self, BadEnvironment> {
        let (api, relay) = (BaseUrl::parse(api)?, BaseUrl::parse(relay)?);
        if !api.is_loopback() || !relay.is_loopback() {
            return Err(BadEnvironment::NotLoopback);
        }
        Ok(Self { name: DEMONSTRATION.to_owned(), api, relay: Some(relay) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_demonstration_never_leaves_the_computer() {
        assert!(Environment::demonstration("http://127.0.0.1:1/api/v1", "http://127.0.0.1:2").is_ok());
        assert_eq!(
            Environment::demonstration("https://api.monei.cc/api/v1", "http://127.0.0.1:2"),
            Err(BadEnvironment::NotLoopback)
        );
    }
}
