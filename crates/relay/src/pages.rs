//! The pages that people see: consent, hand-over, done, failure.
//!
//! They need no script and load nothing. All texts are fixed or come from the scope table; nothing that a request
//! carries is shown, except the pairing code that is computed from it and the port of a loopback redirect.

use askama::Template;
use axum::http::header::{CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use monei_api::scope::ScopeText;
use sha2::{Digest, Sha256};

use crate::redirect::RedirectUri;

const STYLE: &str = include_str!("../templates/style.css");
const DEMONSTRATION: &str = "demonstration";

/// What a page of failure says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Failure {
    pub(crate) status: StatusCode,
    /// For tests and support: one word, fixed.
    pub(crate) reason: &'static str,
    pub(crate) title: &'static str,
    pub(crate) text: &'static str,
}

/// How a browser visit ended, as far as the relay can know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// The answer is with the application, which has yet to redeem it.
    Returned,
    Denied,
}

impl Outcome {
    pub(crate) fn parse(text: &str) -> Option<Self> {
        match text {
            "returned" => Some(Self::Returned),
            "denied" => Some(Self::Denied),
            _ => None,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Returned => "returned",
            Self::Denied => "denied",
        }
    }
}

/// What the consent page shows and sends back.
pub(crate) struct Consent<'a> {
    pub(crate) pairing_code: &'a str,
    pub(crate) permissions: Vec<ScopeText>,
    pub(crate) redirect: &'a RedirectUri,
    pub(crate) sealed_request: &'a str,
    pub(crate) form_token: &'a str,
    /// Where the redirects after the form may lead, besides the relay itself: through Monei. They end at a page of the
    /// relay, whose way to the application is no redirect, so the application is not among them.
    pub(crate) form_action: &'a [String],
}

/// Writes pages for one environment.
pub(crate) struct Pages {
    demonstration: bool,
    style_source: String,
}

impl Pages {
    pub(crate) fn new(environment: &str) -> Self {
        let style_source = format!("'sha256-{}'", STANDARD.encode(Sha256::digest(STYLE)));
        Self { demonstration: environment == DEMONSTRATION, style_source }
    }

    pub(crate) fn consent(&self, consent: &Consent<'_>) -> Response {
        let (left, right) = consent.pairing_code.split_at_checked(3).unwrap_or((consent.pairing_code, ""));
        let form_action = format!("'self' {}", consent.form_action.join(" "));
        self.page(StatusCode::OK, &form_action, &ConsentPage { style: STYLE, pages: self, consent, left, right })
    }

    /// The hand-over to an installed application. A browser may block the automatic attempt, so there is a link too.
    pub(crate) fn hand_over(&self, outcome: Outcome, href: &str) -> Response {
        self.page(StatusCode::OK, "'none'", &HandOverPage { style: STYLE, pages: self, outcome, href })
    }

    pub(crate) fn done(&self, outcome: Outcome) -> Response {
        self.page(StatusCode::OK, "'none'", &DonePage { style: STYLE, pages: self, outcome })
    }

    pub(crate) fn failure(&self, failure: Failure) -> Response {
        self.page(failure.status, "'none'", &FailurePage { style: STYLE, pages: self, failure })
    }

    fn page(&self, status: StatusCode, form_action: &str, template: &impl Template) -> Response {
        let policy = format!(
            "default-src 'none'; style-src {}; base-uri 'none'; form-action {form_action}; frame-ancestors 'none'",
            self.style_source
        );
        match (template.render(), HeaderValue::from_str(&policy)) {
            (Ok(html), Ok(policy)) => {
                let html_type = HeaderValue::from_static("text/html; charset=utf-8");
                (status, [(CONTENT_TYPE, html_type), (CONTENT_SECURITY_POLICY, policy)], html).into_response()
            }
            // Neither can fail: the templates only write to memory, and every source is visible ASCII.
            _ => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
        }
    }
}

#[derive(Template)]
#[template(path = "consent.html")]
struct ConsentPage<'a> {
    style: &'static str,
    pages: &'a Pages,
    consent: &'a Consent<'a>,
    left: &'a str,
    right: &'a str,
}

#[derive(Template)]
#[template(path = "hand_over.html")]
struct HandOverPage<'a> {
    style: &'static str,
    pages: &'a Pages,
    outcome: Outcome,
    href: &'a str,
}

#[derive(Template)]
#[template(path = "done.html")]
struct DonePage<'a> {
    style: &'static str,
    pages: &'a Pages,
    outcome: Outcome,
}

#[derive(Template)]
#[template(path = "failure.html")]
struct FailurePage<'a> {
    style: &'static str,
    pages: &'a Pages,
    failure: Failure,
}
