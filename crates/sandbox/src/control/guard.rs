//! Who may use the control API: it tells every PIN and changes everything, and asks for no credential.

use std::net::IpAddr;

use axum::extract::{Extension, Request};
use axum::http::header::{HOST, HeaderName, ORIGIN};
use axum::http::uri::Authority;
use axum::http::{HeaderMap, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;

use crate::refusal::Refusal;
use crate::server::Peer;

const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// Lets programs on this computer through, and refuses other computers and other websites' pages in a browser here.
pub(super) async fn admit(Extension(peer): Extension<Peer>, request: Request, next: Next) -> Result<Response, Refusal> {
    if !peer.is_loopback() || !is_addressed_here(request.headers()) {
        return Err(Refusal::Foreign);
    }
    Ok(next.run(request).await)
}

/// Whether a request comes from this computer and asks for it by one of its own names. Another website's page can bring
/// a browser to make one, but can neither read nor show the answer.
pub(crate) fn is_local(peer: Peer, headers: &HeaderMap) -> bool {
    let host = headers.get(HOST).and_then(|host| host.to_str().ok());
    peer.is_loopback() && host.is_some_and(is_loopback)
}

/// Whether the headers are those of a program, or of a page of the simulation itself.
fn is_addressed_here(headers: &HeaderMap) -> bool {
    // A website can let its own name point to this computer; the browser then takes its pages for ours.
    let Some(host) = headers.get(HOST).and_then(|host| host.to_str().ok()).filter(|host| is_loopback(host)) else {
        return false;
    };
    let own = format!("http://{host}");
    let site = headers.get(SEC_FETCH_SITE).map(HeaderValue::as_bytes);
    headers.get_all(ORIGIN).iter().all(|origin| origin.as_bytes() == own.as_bytes())
        && site.is_none_or(|site| site == b"none" || site == b"same-origin")
}

fn is_loopback(host: &str) -> bool {
    let Ok(authority) = host.parse::<Authority>() else { return false };
    let name = authority.host();
    let address = name.strip_prefix('[').and_then(|name| name.strip_suffix(']')).unwrap_or(name);
    name.eq_ignore_ascii_case("localhost") || address.parse().is_ok_and(|address: IpAddr| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_loopback_hosts_are_this_computer() {
        for host in ["127.0.0.1:4010", "localhost:4010", "LOCALHOST", "[::1]:4010", "127.0.0.2"] {
            assert!(is_loopback(host), "{host}");
        }
        for host in
            ["", "evil.example:4010", "127.0.0.1.evil.example", "localhost.evil.example", "192.168.0.2", "[::2]"]
        {
            assert!(!is_loopback(host), "{host}");
        }
    }
}
