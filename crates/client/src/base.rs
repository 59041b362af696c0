//! Addresses that may be called: https anywhere, plain http on loopback only.

use std::fmt;

use url::{Host, Url};

/// The base of an API or of a relay, without a trailing slash, query or fragment.
#[derive(Clone, PartialEq, Eq)]
pub struct BaseUrl(Url);

/// Why a text is no [`BaseUrl`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadAddress {
    /// It cannot be parsed.
    #[error("the address is not a URL")]
    NotAUrl,
    /// Its scheme is neither https, nor http to loopback.
    #[error("the address must begin with https://; http:// is for this computer only")]
    Insecure,
    /// It has parts that a base has no use for, or that would end up in logs.
    #[error("the address must not hold a user name, a query or a fragment")]
    Extras,
}

impl BaseUrl {
    /// Reads an address; a slash at its end is left away. Loopback is `localhost`, 127.0.0.0/8 and `::1`.
    pub fn parse(text: &str) -> Result<Self, BadAddress> {
        let mut url = Url::parse(text.trim()).map_err(|_| BadAddress::NotAUrl)?;
        if !(url.scheme() == "https" || url.scheme() == "http" && is_loopback(&url)) {
            return Err(BadAddress::Insecure);
        }
        let extras = !url.username().is_empty() || url.password().is_some();
        if extras || url.query().is_some() || url.fragment().is_some() {
            return Err(BadAddress::Extras);
        }
        let path = url.path().trim_end_matches('/').to_owned();
        url.set_path(&path);
        Ok(Self(url))
    }

    /// The base followed by `path`, which begins with a slash and is encoded already.
    pub fn join(&self, path: &str) -> Url {
        let mut url = self.0.clone();
        let joined = format!("{}{path}", self.0.path().trim_end_matches('/'));
        url.set_path(&joined);
        url
    }

    /// It is on this computer, by its name or number.
    pub fn is_loopback(&self) -> bool {
        is_loopback(&self.0)
    }

    /// Scheme, host and port, to show to people.
    pub fn origin(&self) -> String {
        self.0.origin().ascii_serialization()
    }

    /// The whole base, without a slash at its end.
    pub fn as_str(&self) -> &str {
        self.0.as_str().trim_end_matches('/')
    }
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        Some(Host::Domain(name)) => name == "localhost",
        None => false,
    }
}

impl fmt::Debug for BaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_http_is_for_loopback() {
        for good in
            ["https://api.monei.cc/api/v1", "http://127.0.0.1:4010/api/v1/", "http://[::1]:1", "http://localhost"]
        {
            assert!(BaseUrl::parse(good).is_ok(), "{good}");
        }
        for (bad, why) in [
            ("http://api.monei.cc", BadAddress::Insecure),
            ("http://127.0.0.1.example.com", BadAddress::Insecure),
            ("ftp://127.0.0.1", BadAddress::Insecure),
            ("file:///etc/passwd", BadAddress::Insecure),
            ("https://me:pw@relay.example", BadAddress::Extras),
            ("https://relay.example/?a=b", BadAddress::Extras),
            ("relay", BadAddress::NotAUrl),
        ] {
            assert_eq!(BaseUrl::parse(bad).unwrap_err(), why, "{bad}");
        }
    }

    #[test]
    fn paths_are_joined_without_doubled_slashes() {
        let join = |base: &str| BaseUrl::parse(base).unwrap().join("/user/me").to_string();
        assert_eq!(join("https://api.monei.cc/api/v1/"), "https://api.monei.cc/api/v1/user/me");
        assert_eq!(join("http://127.0.0.1:4010"), "http://127.0.0.1:4010/user/me");
    }
}
