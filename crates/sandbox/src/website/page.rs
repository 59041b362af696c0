//! The pages as templates, and the headers that every page carries.

use askama::Template;
use axum::http::header::{self, HeaderName};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{Html, IntoResponse, Response};
use url::{Host, Url};

#[derive(Template)]
#[template(path = "login.html")]
pub(super) struct LoginPage {
    pub(super) app: String,
    pub(super) csrf: String,
    /// The query of the authorization request, to come back to.
    pub(super) request: String,
    pub(super) email: String,
    /// Why the form is shown again.
    pub(super) problem: Option<&'static str>,
    pub(super) people: Vec<LoginHint>,
}

/// Somebody who can sign in here.
pub(super) struct LoginHint {
    pub(super) name: String,
    pub(super) email: String,
    pub(super) pin: String,
}

#[derive(Template)]
#[template(path = "consent.html")]
pub(super) struct ConsentPage {
    pub(super) app: String,
    pub(super) website: Option<String>,
    /// The address of a picture, wherever the application has it.
    pub(super) logo: Option<String>,
    /// Where the browser goes next, as a person can recognise it.
    pub(super) destination: String,
    pub(super) account: String,
    pub(super) email: String,
    pub(super) csrf: String,
    pub(super) request: String,
    /// What is asked for and not yet granted.
    pub(super) asked: Vec<ScopeRow>,
    /// What is asked for and was granted before.
    pub(super) granted: Vec<&'static str>,
}

pub(super) struct ScopeRow {
    /// Of the switch, and the stem of the ids around it.
    pub(super) id: String,
    pub(super) name: &'static str,
    pub(super) label: &'static str,
    pub(super) can: &'static str,
    pub(super) sensitive: bool,
}

#[derive(Template)]
#[template(path = "pay.html")]
pub(super) struct PayPage {
    /// The last part of the page's address.
    pub(super) name: String,
    pub(super) title: String,
    pub(super) payee: String,
    pub(super) reference: String,
    pub(super) narration: String,
    pub(super) amount: String,
    pub(super) total: String,
}

#[derive(Template)]
#[template(path = "message.html")]
pub(super) struct MessagePage {
    pub(super) title: &'static str,
    pub(super) text: String,
    /// An authorization request to start again with.
    pub(super) again: Option<String>,
}

/// What a page needs of other places than its own.
#[derive(Clone, Copy, Default)]
pub(super) struct Reach<'a> {
    /// The redirect URI of the application to which its form leads.
    pub(super) form: Option<&'a str>,
    /// The address of the application's logo.
    pub(super) image: Option<&'a str>,
}

/// A page with its headers. Only a page whose form leads to an application names that application's redirect URI.
pub(super) fn page(status: StatusCode, template: &impl Template, redirect_uri: Option<&str>) -> Response {
    page_reaching(status, template, Reach { form: redirect_uri, image: None })
}

/// A page with its headers, which open what it needs and no more.
pub(super) fn page_reaching(status: StatusCode, template: &impl Template, reach: Reach<'_>) -> Response {
    match template.render() {
        Ok(html) => (status, headers(reach), Html(html)).into_response(),
        Err(error) => {
            tracing::error!(%error, "a page could not be written");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

/// A page that only says something.
pub(super) fn message(status: StatusCode, title: &'static str, text: impl Into<String>) -> Response {
    page(status, &MessagePage { title, text: text.into(), again: None }, None)
}

/// The headers of `security.md` §2 for pages: no scripts, no framing, no referrer, no cache.
pub(super) fn headers(reach: Reach<'_>) -> HeaderMap {
    let opened = |uri: Option<&str>| uri.and_then(source).map(|source| format!(" {source}")).unwrap_or_default();
    // Browsers apply `form-action` to the redirect that answers the form as well, so that it must name where it goes.
    let (form_targets, images) = (opened(reach.form), opened(reach.image));
    let policy = format!(
        "default-src 'none'; style-src 'self'; img-src 'self' data:{images}; base-uri 'none'; frame-ancestors 'none'; \
         form-action 'self'{form_targets}"
    );
    let mut headers = HeaderMap::new();
    if let Ok(policy) = HeaderValue::from_str(&policy) {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    for (name, value) in [
        (header::CACHE_CONTROL, "no-store"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers
}

/// A URI as a source of a content security policy: its origin, or its scheme where it has none.
fn source(uri: &str) -> Option<String> {
    let url = Url::parse(uri).ok()?;
    match (url.scheme(), url.host()) {
        // The grammar of host sources has no IPv6 literals.
        ("http" | "https", Some(Host::Ipv6(_))) => Some(format!("{}:", url.scheme())),
        ("http" | "https", Some(_)) => Some(url.origin().ascii_serialization()),
        (scheme, _) => Some(format!("{scheme}:")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_policy_names_where_the_form_leads() {
        let check = |uri: &str, target: &str| assert_eq!(source(uri).as_deref(), Some(target), "{uri}");
        check("http://localhost:3000/callback", "http://localhost:3000");
        check("https://relay.example/callback?x=1", "https://relay.example");
        check("http://[::1]:4000/callback", "http:");
        check("dev.example.app:/callback", "dev.example.app:");
    }
}
