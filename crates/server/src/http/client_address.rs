//! The address a request comes from, also when there is a proxy in between.

use super::SharedState;
use super::front::Peer;
use axum::extract::FromRequestParts;
use http::HeaderName;
use http::request::Parts;
use ipnet::IpNet;
use std::convert::Infallible;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::sync::Once;

const FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");
/// What one household or phone has of IPv6's addresses, bits.
const IPV6_PREFIX: u8 = 64;

/// It is said once that a proxy is not trusted.
static SAID: Once = Once::new();

/// Where a request comes from: the connection's other end, or, when that is a trusted proxy, what the proxy says. For
/// limits alone, never for rights.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClientAddress(pub IpAddr);

impl ClientAddress {
    /// What limits are counted by: an IPv4 address, or the network of an IPv6 address.
    pub fn network(self) -> String {
        network(self.0).to_string()
    }
}

/// The address that limits are counted by: an IPv4 address itself, or the first one of an IPv6 address's /64 network.
pub(super) fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V4(address) => address.into(),
        IpAddr::V6(address) => {
            Ipv6Addr::from_bits(address.to_bits() >> (128 - IPV6_PREFIX) << (128 - IPV6_PREFIX)).into()
        }
    }
}

/// Tells whether an address is one of the trusted proxies'.
pub(super) fn is_trusted(address: IpAddr, trusted: &[IpNet]) -> bool {
    trusted.iter().any(|net| net.contains(&address.to_canonical()))
}

impl FromRequestParts<SharedState> for ClientAddress {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &SharedState) -> Result<Self, Infallible> {
        let peer = parts.extensions.get::<Peer>().map(|peer| peer.0);
        let peer = peer.unwrap_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED));
        let lines = parts.headers.get_all(&FORWARDED_FOR).iter();
        let said: Vec<&str> = lines.filter_map(|line| line.to_str().ok()).collect();
        let trusted = &state.config.trusted_proxies;
        if trusted.is_empty() && !said.is_empty() {
            SAID.call_once(|| {
                tracing::warn!(
                    "requests come through a proxy, and all count as one client's: name it with --trusted-proxies"
                );
            });
        }
        Ok(Self(client(peer, &said, trusted)))
    }
}

/// The last address in the list that is no trusted proxy's own: what stands before it, anybody could have written.
pub(super) fn client(peer: IpAddr, said: &[&str], trusted: &[IpNet]) -> IpAddr {
    let mut client = peer;
    for text in said.iter().flat_map(|line| line.split(',')).rev() {
        if !is_trusted(client, trusted) {
            break;
        }
        let Some(address) = parse(text.trim()) else { break };
        client = address;
    }
    client
}

/// An address, with or without a port.
fn parse(text: &str) -> Option<IpAddr> {
    let unbracketed = text.strip_prefix('[').and_then(|rest| rest.split(']').next());
    let text = unbracketed.unwrap_or(text);
    text.parse().ok().or_else(|| text.parse::<std::net::SocketAddr>().ok().map(|address| address.ip()))
}

/// Proxies of the option `--trusted-proxies`: addresses and networks between commas.
///
/// # Errors
/// In words, for what is neither.
pub fn parse_proxy(text: &str) -> Result<IpNet, String> {
    let net = text.parse::<IpNet>().ok().or_else(|| text.parse::<IpAddr>().ok().map(IpNet::from));
    net.ok_or_else(|| {
        "write addresses and networks such as 127.0.0.1 or 10.0.0.0/8, with commas in between".to_owned()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_a_trusted_proxy_says_is_believed() {
        let trusted = ["127.0.0.1", "10.0.0.0/8"].map(|text| parse_proxy(text).expect("a net"));
        for (peer, said, expected) in [
            ("192.0.2.1", vec!["203.0.113.9"], "192.0.2.1"),
            ("127.0.0.1", vec![], "127.0.0.1"),
            ("127.0.0.1", vec!["203.0.113.9"], "203.0.113.9"),
            ("127.0.0.1", vec!["1.1.1.1, 203.0.113.9"], "203.0.113.9"),
            ("127.0.0.1", vec!["1.1.1.1", "203.0.113.9, 10.1.2.3"], "203.0.113.9"),
            ("127.0.0.1", vec!["garbage"], "127.0.0.1"),
            ("127.0.0.1", vec!["1.1.1.1, garbage, 10.1.2.3"], "10.1.2.3"),
            ("127.0.0.1", vec!["203.0.113.9:4711"], "203.0.113.9"),
            ("::ffff:127.0.0.1", vec!["[2001:db8::1]:80"], "2001:db8::1"),
        ] {
            let peer = peer.parse().expect("an address");
            assert_eq!(client(peer, &said, &trusted).to_string(), expected, "{said:?}");
        }
    }

    #[test]
    fn a_household_counts_as_one_whichever_of_its_addresses_it_uses() {
        let network = |text: &str| ClientAddress(text.parse().expect("an address")).network();
        assert_eq!(network("2001:db8:1:2::1"), network("2001:db8:1:2:ffff::9"));
        assert_ne!(network("2001:db8:1:2::1"), network("2001:db8:1:3::1"));
        assert_eq!(network("::ffff:192.0.2.1"), "192.0.2.1");
    }
}
