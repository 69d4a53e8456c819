//! Where a request comes from: the other end of its connection, or whom a proxy of ours says.

use std::net::{IpAddr, SocketAddr};
use std::str::FromStr;

use http::HeaderMap;

/// The header in which `server.rs` notes the address.
pub const CALLER: &str = "x-anomalia-address";

/// Addresses that begin with the same bits: `10.0.0.0/8`, or one address alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Network {
    first: IpAddr,
    bits: u32,
}

impl FromStr for Network {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let (address, bits) = text.trim().split_once('/').map_or((text.trim(), None), |(it, bits)| (it, Some(bits)));
        let first = address.parse::<IpAddr>().map_err(drop)?.to_canonical();
        let most = if first.is_ipv4() { 32 } else { 128 };
        let bits = bits.map_or(Ok(most), |bits| bits.parse().map_err(drop))?;
        if bits <= most { Ok(Self { first, bits }) } else { Err(()) }
    }
}

impl Network {
    /// Whether an address is one of these.
    pub fn holds(&self, address: IpAddr) -> bool {
        let differ = match (self.first, address) {
            (IpAddr::V4(first), IpAddr::V4(other)) => u128::from(first.to_bits() ^ other.to_bits()) << 96,
            (IpAddr::V6(first), IpAddr::V6(other)) => first.to_bits() ^ other.to_bits(),
            _ => return false,
        };
        differ.leading_zeros() >= self.bits
    }
}

/// The address of whoever sent a request. `X-Forwarded-For` is believed as far as proxies of ours wrote it: from its
/// right end to the first address that isn't one of theirs, and not at all when the connection isn't from one. What
/// stands left of that, anybody may have written.
pub fn of(peer: IpAddr, headers: &HeaderMap, trusted: &[Network]) -> IpAddr {
    let is_ours = |address: IpAddr| trusted.iter().any(|network| network.holds(address));
    let mut from = peer.to_canonical();
    let lines = headers.get_all("x-forwarded-for").iter().rev();
    let mut hops = lines.flat_map(|line| line.to_str().unwrap_or("").rsplit(','));
    while is_ours(from) {
        // What a proxy of ours couldn't name, it is itself answerable for.
        let Some(hop) = hops.next().and_then(parsed) else { break };
        from = hop;
    }
    from
}

/// The address that a request came from, as `server.rs` wrote it into the request; whatever a client sent there is dropped.
pub fn caller(headers: &HeaderMap) -> String {
    headers.get(CALLER).and_then(|value| value.to_str().ok()).unwrap_or("").to_owned()
}

/// Where a request came from, as far as guessing is concerned: an address, of IPv6 the network (/64) that one subscriber has.
pub fn origin(headers: &HeaderMap) -> String {
    let address = caller(headers);
    match address.parse() {
        Ok(IpAddr::V6(ip)) if ip.to_ipv4_mapped().is_none() => {
            let [a, b, c, d, ..] = ip.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
        }
        _ => address,
    }
}

/// One address of the list; some proxies add a port.
fn parsed(hop: &str) -> Option<IpAddr> {
    let hop = hop.trim();
    let address = hop.parse().ok().or_else(|| hop.parse().ok().map(|with_port: SocketAddr| with_port.ip()));
    address.map(|address| address.to_canonical())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn from(peer: &str, lines: &[&'static str], trusted: &[&str]) -> String {
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append("x-forwarded-for", http::HeaderValue::from_static(line));
        }
        let trusted: Vec<Network> = trusted.iter().map(|text| text.parse().expect("a network")).collect();
        of(peer.parse().expect("an address"), &headers, &trusted).to_string()
    }

    #[test]
    fn only_what_our_own_proxies_wrote_is_believed() {
        let ours = ["127.0.0.1", "10.0.0.0/8", "fd00::/8"];
        assert_eq!(from("203.0.113.7", &["198.51.100.1"], &ours), "203.0.113.7", "not by a proxy of ours");
        assert_eq!(from("127.0.0.1", &["198.51.100.1"], &[]), "127.0.0.1", "none is trusted unless it is named");
        assert_eq!(from("127.0.0.1", &["198.51.100.1"], &ours), "198.51.100.1");
        assert_eq!(from("127.0.0.1", &["192.0.2.66, 198.51.100.1"], &ours), "198.51.100.1", "the left end is invented");
        assert_eq!(from("127.0.0.1", &["198.51.100.1, 10.1.2.3"], &ours), "198.51.100.1", "two proxies");
        assert_eq!(from("127.0.0.1", &["192.0.2.66", "198.51.100.1,10.1.2.3"], &ours), "198.51.100.1", "two lines");
        assert_eq!(from("10.1.2.3", &["10.9.9.9"], &ours), "10.9.9.9", "from inside");
        assert_eq!(from("127.0.0.1", &[], &ours), "127.0.0.1");
    }

    #[test]
    fn addresses_are_read_as_proxies_write_them() {
        let ours = ["127.0.0.1", "fd00::/8"];
        assert_eq!(from("::ffff:127.0.0.1", &["198.51.100.1:4711"], &ours), "198.51.100.1");
        assert_eq!(from("fd12::1", &["[2001:db8::7]:4711"], &ours), "2001:db8::7");
        assert_eq!(from("127.0.0.1", &["198.51.100.1, unknown"], &ours), "127.0.0.1");
        assert_eq!(from("127.0.0.1", &["198.51.100.1,"], &ours), "127.0.0.1");
    }

    #[test]
    fn a_network_is_an_address_and_its_first_bits() {
        for wrong in ["", "10.0.0.0/33", "10.0.0/8", "proxy", "::/129", "10.0.0.0/-1", "10.0.0.0/"] {
            assert_eq!(wrong.parse::<Network>(), Err(()), "{wrong}");
        }
        let all: Network = "0.0.0.0/0".parse().expect("a network");
        assert!(all.holds("255.255.255.255".parse().expect("an address")));
        assert!(!all.holds("::1".parse().expect("an address")), "of the other kind");
    }

    #[test]
    fn the_addresses_of_one_subscriber_are_one_origin() {
        let from = |address: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(CALLER, address.parse().expect("a header"));
            origin(&headers)
        };
        assert_eq!(from("2001:db8:1:2::7"), from("2001:db8:1:2:ffff::8"));
        assert_ne!(from("2001:db8:1:2::7"), from("2001:db8:1:3::7"));
        assert_eq!(from("10.0.0.7"), "10.0.0.7");
        assert_ne!(from("::ffff:10.0.0.7"), from("::ffff:10.0.0.8"));
    }
}
