//! IP addresses as records write them, compared as addresses and not as text. A field may hold an address with
//! a port, a zone or brackets, IPv4 within IPv6, several addresses separated by commas, or an address inside
//! longer text.

use std::net::{IpAddr, Ipv4Addr};

use ipnet::IpNet;

/// An address. All spellings of it are the same value. IPv4 addresses come first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Address {
    is_v6: bool,
    number: u128,
}

/// A range of addresses: a single one, or a network.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AddressRange {
    first: Address,
    last: Address,
}

impl From<IpAddr> for Address {
    fn from(address: IpAddr) -> Self {
        match address.to_canonical() {
            IpAddr::V4(address) => Self { is_v6: false, number: u32::from(address).into() },
            IpAddr::V6(address) => Self { is_v6: true, number: address.into() },
        }
    }
}

impl From<Address> for IpAddr {
    fn from(address: Address) -> Self {
        match u32::try_from(address.number) {
            Ok(number) if !address.is_v6 => Self::V4(number.into()),
            Ok(_) | Err(_) => Self::V6(address.number.into()),
        }
    }
}

impl Address {
    /// Returns a number with the same order.
    pub fn rank(self) -> u128 {
        // No global IPv6 address begins with 96 zero bits.
        if self.is_v6 { self.number.saturating_add(1 << 32) } else { self.number }
    }

    /// Returns whether it is an IPv4 address, also if it was written within IPv6.
    pub fn is_v4(self) -> bool {
        !self.is_v6
    }

    /// Reads a text that consists of one address: `192.0.2.1:443`, `[2001:db8::1]:443`, `fe80::1%eth0`.
    pub fn read(text: &str) -> Option<Self> {
        let text = text.trim();
        if let Ok(address) = text.parse::<IpAddr>() {
            return Some(address.into());
        }
        let is_port = |port: &str| port.parse::<u16>().is_ok();
        if let Some((inside, rest)) = text.strip_prefix('[').and_then(|text| text.split_once(']')) {
            let is_end = rest.is_empty() || rest.strip_prefix(':').is_some_and(is_port);
            return Self::read_v6(inside).filter(|_| is_end);
        }
        if let Some((address, port)) = text.split_once(':')
            && let Ok(address) = address.parse::<Ipv4Addr>()
        {
            return is_port(port).then(|| IpAddr::V4(address).into());
        }
        Self::read_v6(text)
    }

    /// Reads an IPv6 address, with or without a zone.
    fn read_v6(text: &str) -> Option<Self> {
        let address = match text.split_once('%') {
            Some((_, "")) => return None,
            Some((address, _)) => address,
            None => text,
        };
        address.parse::<IpAddr>().ok().filter(IpAddr::is_ipv6).map(Self::from)
    }
}

impl From<Address> for AddressRange {
    fn from(address: Address) -> Self {
        Self { first: address, last: address }
    }
}

impl From<IpNet> for AddressRange {
    fn from(network: IpNet) -> Self {
        let number = |address: IpAddr| match address {
            IpAddr::V4(address) => Address { is_v6: false, number: u32::from(address).into() },
            IpAddr::V6(address) => Address { is_v6: true, number: address.into() },
        };
        // A network of IPv4-mapped IPv6 addresses is an IPv4 network. A wider one is not, and holds no IPv4
        // address.
        match network {
            IpNet::V6(inner) if inner.prefix_len() >= 96 && inner.network().to_ipv4_mapped().is_some() => {
                Self { first: IpAddr::V6(inner.network()).into(), last: IpAddr::V6(inner.broadcast()).into() }
            }
            network => Self { first: number(network.network()), last: number(network.broadcast()) },
        }
    }
}

impl AddressRange {
    /// Reads a text that consists of one address or one network such as `10.0.0.0/8`.
    pub fn read(text: &str) -> Option<Self> {
        Address::read(text).map(Self::from).or_else(|| text.trim().parse::<IpNet>().ok().map(Self::from))
    }

    /// Reads an IPv4 address whose last parts are left open: `203.0.113.*`.
    pub fn read_open(text: &str) -> Option<Self> {
        let given = text.trim().trim_end_matches(".*");
        let count = given.split('.').count();
        let open = (text.trim().len() - given.len()) / 2;
        let network = format!("{given}{}/{}", ".0".repeat(open), count * 8);
        network.parse::<IpNet>().ok().filter(|_| open > 0 && count + open == 4).map(Self::from)
    }

    /// Returns the addresses from one to another of the same kind.
    pub fn between(first: Address, last: Address) -> Option<Self> {
        (first.is_v6 == last.is_v6 && first <= last).then_some(Self { first, last })
    }

    /// Returns the first address.
    pub fn first(&self) -> Address {
        self.first
    }

    /// Returns the last address.
    pub fn last(&self) -> Address {
        self.last
    }

    /// Returns whether it contains all addresses of another range.
    pub fn holds(&self, other: impl Into<Self>) -> bool {
        let other = other.into();
        self.first <= other.first && other.last <= self.last
    }

    /// Returns whether it is one address.
    pub fn is_single(&self) -> bool {
        self.first == self.last
    }
}

/// Finds the addresses in a text. Each must be separate from letters and digits: nothing is found in
/// `1192.0.2.10`.
pub fn addresses_in(text: &str) -> impl Iterator<Item = Address> {
    let is_part = |char: char| char.is_alphanumeric() || matches!(char, '.' | ':' | '%' | '_');
    let parts = text.split(move |char| !is_part(char)).filter(|part| part.len() > 1);
    parts.filter_map(|part| {
        // A full stop or a colon may end the sentence, and `%20` may follow the address in a URL.
        let trimmed = || part.strip_suffix(['.', ':']).and_then(Address::read);
        let before = || part.split_once('%').and_then(|(part, _)| Address::read(part));
        Address::read(part).or_else(trimmed).or_else(before)
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn reads(text: &str, expected: Option<&str>) {
        assert_eq!(
            Address::read(text),
            expected.map(|text| text.parse::<IpAddr>().unwrap().into()),
            "{text}"
        );
    }

    #[test]
    fn spellings_of_one_address() {
        for text in [
            "192.0.2.7",
            " 192.0.2.7 ",
            "192.0.2.7:443",
            "::ffff:192.0.2.7",
            "::ffff:c000:207",
            "[::ffff:192.0.2.7]:1",
        ] {
            reads(text, Some("192.0.2.7"));
        }
        for text in [
            "2001:db8::1",
            "2001:DB8:0:0:0:0:0:1",
            "2001:0db8::0001%eth0",
            "[2001:db8::1]",
            "[2001:db8::1]:65535",
        ] {
            reads(text, Some("2001:db8::1"));
        }
        for text in [
            "",
            "192.0.2",
            "192.0.2.256",
            "192.0.2.7:",
            "192.0.2.7:65536",
            "192.0.2.7:443:1",
            "192.0.2.07",
            "[192.0.2.7]",
            "[2001:db8::1",
            "[2001:db8::1]x",
            "2001:db8::1%",
            "AWS Internal",
            "12:34:56",
            "192.0.2.7/24",
        ] {
            reads(text, None);
        }
    }

    #[test]
    fn networks_hold_addresses_of_their_kind() {
        let holds = |network: &str, address: &str| {
            AddressRange::read(network).unwrap().holds(Address::read(address).unwrap())
        };
        for (network, address) in [
            ("203.0.113.0/24", "::ffff:203.0.113.9"),
            ("::ffff:203.0.113.0/120", "203.0.113.9"),
            ("203.0.113.77/24", "203.0.113.1:80"),
            ("2001:db8::/32", "2001:DB8:ffff::1"),
            ("0.0.0.0/0", "255.255.255.255"),
            ("192.0.2.1", "192.0.2.1"),
        ] {
            assert!(holds(network, address), "{network} {address}");
        }
        for (network, address) in [
            ("::/0", "192.0.2.1"),
            ("0.0.0.0/0", "::1"),
            ("192.0.2.0/25", "192.0.2.128"),
            ("192.0.2.2", "192.0.2.20"),
        ] {
            assert!(!holds(network, address), "{network} {address}");
        }
        assert_eq!(AddressRange::read("192.0.2.0/33"), None);
        for (open, network) in [("203.0.113.*", "203.0.113.0/24"), ("10.*.*.*", "10.0.0.0/8")] {
            assert_eq!(AddressRange::read_open(open), AddressRange::read(network), "{open}");
        }
        for text in ["203.0.113.9", "203.0.*", "203.*.113.*", "*.*.*.*", "203.0.113.*.*", "x.*"] {
            assert_eq!(AddressRange::read_open(text), None, "{text}");
        }
    }

    #[track_caller]
    fn finds(text: &str, expected: &[&str]) {
        let expected: Vec<Address> = expected.iter().map(|text| Address::read(text).unwrap()).collect();
        assert_eq!(addresses_in(text).collect::<Vec<_>>(), expected, "{text}");
    }

    #[test]
    fn addresses_are_found_apart_from_letters_and_digits() {
        finds("203.0.113.9, 198.51.100.4", &["203.0.113.9", "198.51.100.4"]);
        finds("72.21.198.64-", &["72.21.198.64"]);
        finds("https://[2001:db8::1]:443/a?from=192.0.2.1%20", &["2001:db8::1", "192.0.2.1"]);
        finds("http://192.0.2.1:8080/x", &["192.0.2.1"]);
        finds("from fe80::1%eth0, not 10.0.0.0/8.", &["fe80::1", "10.0.0.0"]);
        finds("It is 192.0.2.1. Or 2001:db8::1: both.", &["192.0.2.1", "2001:db8::1"]);
        finds("{\"a\":[\"192.0.2.1\"]}", &["192.0.2.1"]);
        finds("arn:aws:iam::123456789012:user/x 1192.0.2.10x v1.2.3.4 a_1.2.3.4 é1.2.3.4", &[]);
    }

    proptest! {
        #[test]
        fn every_spelling_is_the_same_address(number: u128, v4: bool, port: u16) {
            let address = if v4 {
                IpAddr::V4(Ipv4Addr::from(u32::try_from(number >> 96).unwrap()))
            } else {
                IpAddr::V6(number.into())
            };
            let spellings = match address {
                IpAddr::V4(v4) => vec![v4.to_ipv6_mapped().to_string(), format!("{v4}:{port}")],
                IpAddr::V6(v6) => {
                    let groups: Vec<String> = v6.segments().iter().map(|group| format!("{group:04X}")).collect();
                    vec![groups.join(":"), format!("[{v6}]:{port}"), format!("{v6}%en0")]
                }
            };
            for spelling in spellings {
                prop_assert_eq!(Address::read(&spelling), Some(address.into()), "{}", spelling);
                let within: Vec<Address> = addresses_in(&format!("({spelling}); x")).collect();
                prop_assert_eq!(within, vec![Address::from(address)], "{}", spelling);
            }
        }
    }
}
