//! The allow-list of redirect URIs (RFC 8252 §7.1 and §7.3), byte for byte.
//!
//! A URI is never parsed and compared by parts: it is taken apart, written again, and must come out as the same bytes.
//! So there is no difference between what was checked and where the browser is sent.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use monei_api::relay::CALLBACK_PATH;

const LOWEST_PORT: u16 = 1024;

/// Where an answer may be handed over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RedirectUri {
    /// `{scheme}:/callback`, which the installed application is registered for.
    App { scheme: String },
    /// `http://127.0.0.1:{port}/callback` or `http://[::1]:{port}/callback`.
    Loopback { address: IpAddr, port: u16 },
}

impl RedirectUri {
    /// The redirect URI, if it is on the list made of these application schemes and the loopback addresses.
    pub fn allowed(text: &str, app_schemes: &[String]) -> Option<Self> {
        let uri = Self::take_apart(text)?;
        match &uri {
            Self::App { scheme } if !app_schemes.contains(scheme) => None,
            _ => (uri.to_string() == text).then_some(uri),
        }
    }

    /// A redirect URI that was allowed before it was sealed.
    pub(crate) fn take_apart(text: &str) -> Option<Self> {
        let head = text.strip_suffix(CALLBACK_PATH)?;
        if let Some(port) = head.strip_prefix("http://127.0.0.1:") {
            return Self::loopback(Ipv4Addr::LOCALHOST.into(), port);
        }
        if let Some(port) = head.strip_prefix("http://[::1]:") {
            return Self::loopback(Ipv6Addr::LOCALHOST.into(), port);
        }
        let scheme = head.strip_suffix(':')?;
        is_app_scheme(scheme).then(|| Self::App { scheme: scheme.to_owned() })
    }

    /// The URI with a query of these pairs.
    pub(crate) fn with_query(&self, pairs: &[(&str, &str)]) -> String {
        let query = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
        format!("{self}?{query}")
    }

    fn loopback(address: IpAddr, port: &str) -> Option<Self> {
        if !port.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let port = port.parse().ok().filter(|port| *port >= LOWEST_PORT)?;
        Some(Self::Loopback { address, port })
    }
}

impl fmt::Display for RedirectUri {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::App { scheme } => write!(f, "{scheme}:{CALLBACK_PATH}"),
            Self::Loopback { address: IpAddr::V4(address), port } => {
                write!(f, "http://{address}:{port}{CALLBACK_PATH}")
            }
            Self::Loopback { address: IpAddr::V6(address), port } => {
                write!(f, "http://[{address}]:{port}{CALLBACK_PATH}")
            }
        }
    }
}

/// A reverse-domain scheme: it contains a dot (RFC 8252 §7.1), so it is never one of a browser's own, and it is short
/// enough for a sealed state to stay below 512 characters.
pub(crate) fn is_app_scheme(scheme: &str) -> bool {
    scheme.len() <= 40
        && scheme.contains('.')
        && scheme.starts_with(|first: char| first.is_ascii_lowercase())
        && scheme.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'.' | b'-'))
}
