//! Which pages of payment links may be opened in the person's browser.

use url::Url;

use crate::environment::{DEMONSTRATION, Environment};

/// Monei's website and what is under it, and the pages of the companies that take payments for it (`monei-api.md` §5).
const OWN: &str = "monei.cc";
const PARTNERS: [&str; 2] = ["checkout.flutterwave.com", "checkout.fincra.com"];

/// The page of a link, if it is one that this environment may send a person to. A demonstration has pages of its own, on
/// this computer; everywhere else they are https pages of the list.
pub(crate) fn allowed(environment: &Environment, link: &str) -> Option<Url> {
    let url = Url::parse(link).ok()?;
    let bare = url.username().is_empty() && url.password().is_none();
    let fits = if environment.name == DEMONSTRATION {
        environment.api.is_loopback() && url.origin().ascii_serialization() == environment.api.origin()
    } else {
        url.scheme() == "https" && url.port().is_none() && url.domain().is_some_and(is_listed)
    };
    (bare && fits).then_some(url)
}

/// The host that a link leads to, to be shown.
pub(crate) fn host(link: &str) -> Option<String> {
    Url::parse(link).ok()?.host_str().map(str::to_owned)
}

fn is_listed(host: &str) -> bool {
    let is_own = host == OWN || host.strip_suffix(OWN).is_some_and(|rest| rest.ends_with('.'));
    is_own || PARTNERS.contains(&host)
}
