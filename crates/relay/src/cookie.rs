//! The consent cookie: it proves that a consent, and the answer from Monei, come from one browser.
//!
//! There is one for each browser, reused while it lives, so that a second attempt or a reload does not break the first.
//! Its value never leaves the browser and this process; sealed values carry its fingerprint.

use std::fmt;

use axum::http::HeaderMap;
use axum::http::header::COOKIE;

use crate::digest::{self, Fingerprint};
use crate::pkce::is_base64url;
use crate::surroundings::Random;

/// Longer than an attempt may take, and renewed by each consent page.
const LIFETIME_SECONDS: u32 = 3_600;

/// How the cookie is named and marked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CookieStyle {
    /// `__Host-`: the browser takes it over https only, for this host only, for the whole host.
    Secure,
    /// For development on plain-http loopback, where `WebKitGTK` takes neither the prefix nor `Secure`.
    Loopback,
}

impl CookieStyle {
    fn name(self) -> &'static str {
        match self {
            Self::Secure => "__Host-monei-relay",
            Self::Loopback => "monei-relay",
        }
    }
}

/// The value of the cookie: 128 random bits as 22 base64url characters.
pub(crate) struct BrowserCookie(String);

impl BrowserCookie {
    pub(crate) fn new(random: &dyn Random) -> Self {
        Self(digest::random_text(random))
    }

    /// The cookie that the browser sent. Two of one name are none: somebody has planted one of them.
    pub(crate) fn read(headers: &HeaderMap, style: CookieStyle) -> Option<Self> {
        let mut values = headers
            .get_all(COOKIE)
            .iter()
            .filter_map(|header| header.to_str().ok())
            .flat_map(|header| header.split(';'))
            .filter_map(|pair| pair.trim().split_once('='))
            .filter(|(name, _)| *name == style.name())
            .map(|(_, value)| value);
        let value = values.next()?;
        let well_formed = value.len() == 22 && value.bytes().all(is_base64url);
        (well_formed && values.next().is_none()).then(|| Self(value.to_owned()))
    }

    /// The value of `Set-Cookie`.
    pub(crate) fn header(&self, style: CookieStyle) -> String {
        let secure = match style {
            CookieStyle::Secure => "; Secure",
            CookieStyle::Loopback => "",
        };
        let name = style.name();
        format!("{name}={}; Path=/; Max-Age={LIFETIME_SECONDS}; HttpOnly; SameSite=Lax{secure}", self.0)
    }

    /// What sealed values carry.
    pub(crate) fn fingerprint(&self) -> Fingerprint {
        Fingerprint::of("monei-relay cookie v1", &self.0)
    }

    /// The token of the consent form, which only a page of this origin can have put there.
    pub(crate) fn form_token(&self) -> String {
        digest::derive("monei-relay form token v1", &self.0)
    }
}

impl fmt::Debug for BrowserCookie {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("BrowserCookie(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(header: &str) -> Option<String> {
        let headers = HeaderMap::from_iter([(COOKIE, header.parse().unwrap())]);
        BrowserCookie::read(&headers, CookieStyle::Secure).map(|cookie| cookie.0)
    }

    #[test]
    fn r07_only_one_well_formed_cookie_counts() {
        let value = "a".repeat(22);
        let pair = format!("__Host-monei-relay={value}");
        assert_eq!(read(&format!("other=1; {pair}")), Some(value.clone()));
        assert_eq!(read(&format!("{pair}; {pair}")), None);
        assert_eq!(read(&format!("monei-relay={value}")), None);
        assert_eq!(read("__Host-monei-relay="), None);
        assert_eq!(read(&format!("{pair}b")), None);
    }
}
