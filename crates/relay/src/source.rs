//! Where a request comes from: the address behind a known number of proxies, and the network that it counts with.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use axum::http::HeaderMap;

/// The network that requests are counted by: one IPv4 address, or the /56 that one subscriber has in IPv6.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Source(IpAddr);

impl Source {
    pub fn of(address: IpAddr) -> Self {
        Self(match address.to_canonical() {
            IpAddr::V4(address) => address.into(),
            IpAddr::V6(address) => Ipv6Addr::from_bits(address.to_bits() & (u128::MAX << 72)).into(),
        })
    }
}

impl Default for Source {
    fn default() -> Self {
        Self(Ipv4Addr::UNSPECIFIED.into())
    }
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            IpAddr::V4(address) => write!(f, "{address}/32"),
            IpAddr::V6(address) => write!(f, "{address}/56"),
        }
    }
}

/// The client's address: the peer, or behind `trusted_hops` proxies the entry that the outermost of them wrote into
/// `X-Forwarded-For`. Entries further left are the client's own words and count for nothing.
pub fn client_address(headers: &HeaderMap, peer: IpAddr, trusted_hops: usize) -> IpAddr {
    let Some(place) = trusted_hops.checked_sub(1) else { return peer };
    let entries: Vec<&str> = headers
        .get_all("x-forwarded-for")
        .iter()
        .filter_map(|header| header.to_str().ok())
        .flat_map(|header| header.split(','))
        .collect();
    entries.iter().rev().nth(place).and_then(|entry| entry.trim().parse().ok()).unwrap_or(peer)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(header: Option<&str>, hops: usize, expected: &str) {
        let mut headers = HeaderMap::new();
        if let Some(header) = header {
            headers.insert("x-forwarded-for", header.parse().unwrap());
        }
        let peer = "192.0.2.1".parse().unwrap();
        assert_eq!(client_address(&headers, peer, hops), expected.parse::<IpAddr>().unwrap());
    }

    #[test]
    fn r17_only_the_hops_from_the_right_are_believed() {
        check(Some("198.51.100.7"), 0, "192.0.2.1");
        check(Some("203.0.113.5, 198.51.100.7"), 1, "198.51.100.7");
        check(Some("203.0.113.5, 198.51.100.7, 10.0.0.1"), 2, "198.51.100.7");
        check(Some("203.0.113.5"), 3, "192.0.2.1");
        check(Some("unknown"), 1, "192.0.2.1");
        check(None, 1, "192.0.2.1");
    }

    #[test]
    fn r17_sources_are_single_ipv4_addresses_and_56_bit_networks() {
        let source = |text: &str| Source::of(text.parse().unwrap()).to_string();
        assert_eq!(source("198.51.100.7"), "198.51.100.7/32");
        assert_eq!(source("::ffff:198.51.100.7"), "198.51.100.7/32");
        assert_eq!(source("2001:db8:1:22ff:1::9"), "2001:db8:1:2200::/56");
    }
}
