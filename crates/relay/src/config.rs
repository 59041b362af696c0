//! What an operator decides, and the checks on it. A relay does not start with settings that it could not keep safe.

use std::net::SocketAddr;

use monei_api::connect::Credential;
use url::{Host, Url};

use crate::cookie::CookieStyle;
use crate::redirect::is_app_scheme;
use crate::seal::SealingKeys;

/// The settings of one relay process, which serves one environment with its own registration at Monei.
#[derive(Debug)]
pub struct Config {
    /// Where to listen; port 0 takes a free one.
    pub listen: SocketAddr,
    /// The origin under which browsers and applications reach the relay; the listening address by default.
    pub public_url: Option<String>,
    /// The name of the application's environment that this relay serves, such as `production` or `demonstration`.
    pub environment: String,
    /// Monei's authorization page.
    pub monei_authorize_url: String,
    /// The base of Monei's API, below which `connect/token` is.
    pub monei_api_url: String,
    /// The `mc_…` of the relay's registration.
    pub client_id: String,
    /// The `mcs_…` of the relay's registration.
    pub client_secret: Credential,
    /// Random ones by default; pending sign-ins then end with the process. With keys that outlive the process they do not,
    /// but a store in memory forgets what was spent.
    pub sealing_keys: Option<SealingKeys>,
    /// The schemes of installed applications, each allowing `{scheme}:/callback`.
    pub app_schemes: Vec<String>,
    /// How many exchanges Monei sees in a minute at most. It allows ten token requests.
    pub exchanges_per_minute: u32,
    /// How many proxies stand before the relay, each adding an entry to `X-Forwarded-For`.
    pub trusted_hops: usize,
    /// Sends a code challenge to Monei and the verifier with the exchange. Monei is not known to take them.
    pub upstream_pkce: bool,
    /// Further origins that Monei's sign-in redirects through. Browsers follow redirects after the consent form only
    /// to origins that the page names.
    pub sign_in_origins: Vec<String>,
}

impl Config {
    pub const DEFAULT_APP_SCHEME: &'static str = "dev.moneiwallet.desktop";
    pub const DEFAULT_AUTHORIZE_URL: &'static str = "https://monei.cc/connect/authorize";
    pub const DEFAULT_API_URL: &'static str = "https://api.monei.cc/api/v1";
    pub const DEFAULT_EXCHANGES_PER_MINUTE: u32 = 8;

    /// A relay on a free loopback port for a registration at the documented Monei.
    pub fn new(environment: impl Into<String>, client_id: impl Into<String>, client_secret: Credential) -> Self {
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 0)),
            public_url: None,
            environment: environment.into(),
            monei_authorize_url: Self::DEFAULT_AUTHORIZE_URL.to_owned(),
            monei_api_url: Self::DEFAULT_API_URL.to_owned(),
            client_id: client_id.into(),
            client_secret,
            sealing_keys: None,
            app_schemes: vec![Self::DEFAULT_APP_SCHEME.to_owned()],
            exchanges_per_minute: Self::DEFAULT_EXCHANGES_PER_MINUTE,
            trusted_hops: 0,
            upstream_pkce: false,
            sign_in_origins: Vec::new(),
        }
    }
}

/// A setting that a relay does not start with.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ConfigError {
    #[error("{setting} is not an absolute URL without user, query or fragment")]
    Url { setting: &'static str },
    #[error("{setting} must be https, except on loopback")]
    PlainHttp { setting: &'static str },
    #[error("under a plain http public URL, only a loopback address can be listened on")]
    PlainListening,
    #[error("{setting} must be an origin, without a path")]
    Path { setting: &'static str },
    #[error("the environment's name must be 1 to 32 of a-z, 0-9 and hyphen")]
    Environment,
    #[error("the client id must be 1 to 128 visible characters")]
    ClientId,
    #[error("the client secret is missing or has characters that a secret of Monei does not have")]
    ClientSecret,
    #[error("an application scheme must be a reverse domain name of at most 40 characters: {0}")]
    AppScheme(String),
    #[error("at least one exchange a minute must be allowed")]
    ExchangesPerMinute,
}

/// Settings that passed the checks.
pub(crate) struct Settings {
    /// The public origin, as it stands in `iss` (RFC 9207).
    pub(crate) issuer: String,
    /// Where Monei sends the browser back to; it is registered there character for character.
    pub(crate) callback: String,
    pub(crate) https: bool,
    pub(crate) cookie: CookieStyle,
    pub(crate) environment: String,
    pub(crate) authorize_url: Url,
    pub(crate) token_url: Url,
    pub(crate) client_id: String,
    pub(crate) client_secret: Credential,
    pub(crate) app_schemes: Vec<String>,
    pub(crate) exchanges_per_minute: u32,
    pub(crate) trusted_hops: usize,
    pub(crate) upstream_pkce: bool,
    /// What the consent form's redirects may pass through, as `form-action` sources.
    pub(crate) form_action: Vec<String>,
}

impl Settings {
    /// `listening` is the address that was bound, whose port is known.
    pub(crate) fn check(config: Config, listening: SocketAddr) -> Result<Self, ConfigError> {
        let public = config.public_url.unwrap_or_else(|| format!("http://{listening}"));
        let public = origin("the public URL", &public)?;
        // A loopback URL does not keep the address from being reached by others, who would send codes unencrypted.
        if public.scheme() == "http" && !listening.ip().is_loopback() {
            return Err(ConfigError::PlainListening);
        }
        let authorize_url = absolute("Monei's authorize URL", &config.monei_authorize_url)?;
        let api_url = absolute("Monei's API URL", &config.monei_api_url)?;
        let token_url = format!("{}/connect/token", api_url.as_str().trim_end_matches('/'));
        let token_url = Url::parse(&token_url).map_err(|_| ConfigError::Url { setting: "Monei's API URL" })?;

        let mut form_action = vec![form_action_source(&authorize_url)];
        for text in &config.sign_in_origins {
            form_action.push(form_action_source(&origin("a sign-in origin", text)?));
        }

        let name = &config.environment;
        let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        if !(1..=32).contains(&name.len()) || !name.bytes().all(plain) {
            return Err(ConfigError::Environment);
        }
        if !is_visible(&config.client_id) {
            return Err(ConfigError::ClientId);
        }
        // The secret is looked at for its form only.
        if !is_visible(config.client_secret.expose()) {
            return Err(ConfigError::ClientSecret);
        }
        if let Some(wrong) = config.app_schemes.iter().find(|scheme| !is_app_scheme(scheme)) {
            return Err(ConfigError::AppScheme(wrong.clone()));
        }
        if config.exchanges_per_minute == 0 {
            return Err(ConfigError::ExchangesPerMinute);
        }

        let issuer = public.origin().ascii_serialization();
        let https = public.scheme() == "https";
        Ok(Self {
            callback: format!("{issuer}/callback"),
            issuer,
            https,
            cookie: if https { CookieStyle::Secure } else { CookieStyle::Loopback },
            environment: config.environment,
            authorize_url,
            token_url,
            client_id: config.client_id,
            client_secret: config.client_secret,
            app_schemes: config.app_schemes,
            exchanges_per_minute: config.exchanges_per_minute,
            trusted_hops: config.trusted_hops,
            upstream_pkce: config.upstream_pkce,
            form_action,
        })
    }
}

fn origin(setting: &'static str, text: &str) -> Result<Url, ConfigError> {
    let url = absolute(setting, text)?;
    if url.path() == "/" { Ok(url) } else { Err(ConfigError::Path { setting }) }
}

fn absolute(setting: &'static str, text: &str) -> Result<Url, ConfigError> {
    let url = Url::parse(text).map_err(|_| ConfigError::Url { setting })?;
    let bare = url.username().is_empty() && url.password().is_none();
    if !bare || url.query().is_some() || url.fragment().is_some() || url.host().is_none() {
        return Err(ConfigError::Url { setting });
    }
    match url.scheme() {
        "https" => Ok(url),
        "http" if is_loopback(&url) => Ok(url),
        _ => Err(ConfigError::PlainHttp { setting }),
    }
}

pub(crate) fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        Some(Host::Domain(name)) => name == "localhost",
        None => false,
    }
}

fn form_action_source(url: &Url) -> String {
    match url.host() {
        // The grammar of content security policies has no IPv6 address, so only the scheme can be named.
        Some(Host::Ipv6(_)) => format!("{}:", url.scheme()),
        _ => url.origin().ascii_serialization(),
    }
}

fn is_visible(text: &str) -> bool {
    (1..=128).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(change: impl FnOnce(&mut Config)) -> Result<Settings, ConfigError> {
        let mut config = Config::new("demonstration", "mc_1", Credential::new("mcs_1".to_owned()));
        change(&mut config);
        Settings::check(config, SocketAddr::from(([127, 0, 0, 1], 4020)))
    }

    #[test]
    fn the_public_url_is_the_listening_address_by_default() {
        let settings = check(|_| ()).ok().unwrap();
        assert_eq!(settings.issuer, "http://127.0.0.1:4020");
        assert_eq!(settings.callback, "http://127.0.0.1:4020/callback");
        assert_eq!(settings.token_url.as_str(), "https://api.monei.cc/api/v1/connect/token");
        assert_eq!(settings.cookie, CookieStyle::Loopback);
    }

    #[test]
    fn plain_http_is_for_loopback_only() {
        let refused = |change: fn(&mut Config)| matches!(check(change), Err(ConfigError::PlainHttp { .. }));
        assert!(refused(|config| config.public_url = Some("http://relay.example".into())));
        assert!(refused(|config| config.monei_api_url = "http://api.monei.cc/api/v1".into()));
        assert!(refused(|config| config.monei_authorize_url = "http://127.0.0.1.example/authorize".into()));
        assert!(check(|config| config.monei_api_url = "http://[::1]:4010/api/v1".into()).is_ok());
    }

    #[test]
    fn plain_http_is_not_served_to_other_computers() {
        let listening_on = |address: [u8; 4], public: &str| {
            let mut config = Config::new("demonstration", "mc_1", Credential::new("mcs_1".to_owned()));
            config.public_url = Some(public.to_owned());
            Settings::check(config, SocketAddr::from((address, 4020))).err()
        };
        let refused = Some(ConfigError::PlainListening);
        assert_eq!(listening_on([0, 0, 0, 0], "http://127.0.0.1:4020"), refused);
        assert_eq!(listening_on([192, 168, 0, 2], "http://localhost:4020"), refused);
        assert_eq!(listening_on([0, 0, 0, 0], "https://relay.example"), None);
        assert_eq!(listening_on([127, 0, 0, 1], "http://127.0.0.1:4020"), None);
    }

    #[test]
    fn settings_that_cannot_be_kept_safe_are_refused() {
        assert!(check(|config| config.public_url = Some("https://relay.example/path".into())).is_err());
        assert!(check(|config| config.public_url = Some("https://user@relay.example".into())).is_err());
        assert!(check(|config| config.environment = "Live environment".into()).is_err());
        assert!(check(|config| config.app_schemes = vec!["https".into()]).is_err());
        assert!(check(|config| config.app_schemes = vec!["javascript".into()]).is_err());
        assert!(check(|config| config.exchanges_per_minute = 0).is_err());
        assert!(check(|config| config.client_secret = Credential::new("mcs_1\n".into())).is_err());
    }
}
