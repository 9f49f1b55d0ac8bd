//! Networks and ranges of addresses as regular expressions, so that every engine finds the same addresses in the same
//! texts: with a port, in a list, or alone.

use std::net::{Ipv4Addr, Ipv6Addr};

use super::tree::{Check, Network, Regex};
use crate::record::address::AddressRange;

/// Returns the checks of which one finds each address of a range; `is_whole` if it must be the whole value.
pub(super) fn checks(range: &AddressRange, is_whole: bool) -> Vec<Check> {
    let (first, last) = (number(range, true), number(range, false));
    if range.first().is_v4() {
        let (Ok(first), Ok(last)) = (u32::try_from(first), u32::try_from(last)) else { return Vec::new() };
        return vec![v4(first, last, is_whole)];
    }
    blocks(first, last, 128).into_iter().map(|(start, length)| v6(start, length, is_whole)).collect()
}

fn number(range: &AddressRange, first: bool) -> u128 {
    let end = if first { range.first() } else { range.last() };
    if end.is_v4() { end.rank() } else { end.rank().saturating_sub(1 << 32) }
}

/// Returns the networks that a range consists of, as their first address and the length of their prefix.
fn blocks(first: u128, last: u128, bits: u32) -> Vec<(u128, u32)> {
    let mut found = Vec::new();
    let mut at = Some(first);
    while let Some(start) = at.filter(|start| *start <= last) {
        let fits = |size: &u32| {
            let mask = if *size == 128 { u128::MAX } else { (1_u128 << size) - 1 };
            start & mask == 0 && start.checked_add(mask).is_some_and(|end| end <= last)
        };
        let size = (0..=bits).rev().find(fits).unwrap_or(0);
        found.push((start, bits - size));
        at = 1_u128.checked_shl(size).and_then(|step| start.checked_add(step));
    }
    found
}

/// What may stand before and behind an IPv4 address that is not a part of a longer one.
const BEFORE_V4: &str = r"(^\.?|[^0-9A-Za-z_.]|[^0-9]\.)";
const BEHIND_V4: &str = r"([^0-9A-Za-z_.]|\.[^0-9]|\.?$)";

fn v4(first: u32, last: u32, is_whole: bool) -> Check {
    let networks = blocks(first.into(), last.into(), 32);
    let of_block = |(start, length): (u128, u32)| {
        let start = Ipv4Addr::from(u32::try_from(start).unwrap_or_default()).octets();
        let octets = start.iter().zip(0..).map(|(&octet, at)| {
            let fixed = length.saturating_sub(8 * at).min(8);
            let rest = u8::MAX.checked_shr(fixed).unwrap_or(0);
            octets(octet, octet | rest)
        });
        octets.collect::<Vec<_>>().join(r"\.")
    };
    let written = |&(start, length): &(u128, u32)| {
        format!("{}/{length}", Ipv4Addr::from(u32::try_from(start).unwrap_or_default()))
    };
    let written = networks.iter().map(written).collect();
    let parts: Vec<String> = networks.into_iter().map(of_block).collect();
    let any = if let [one] = parts.as_slice() { one.clone() } else { format!("({})", parts.join("|")) };
    if is_whole {
        return Check::Regex(Regex::exact(format!(r"^\s*{any}(:[0-9]+)?\s*$")));
    }
    let regex = Regex::exact(format!("{BEFORE_V4}{any}{BEHIND_V4}"));
    Check::Network(Network { blocks: written, regex, is_wide: false })
}

/// Returns an expression for the numbers from one to another, 0 to 255.
fn octets(from: u8, to: u8) -> String {
    match (from, to) {
        (0, u8::MAX) => "[0-9]{1,3}".to_owned(),
        (from, to) if from == to => from.to_string(),
        (from, to) => {
            let all: Vec<String> = (from..=to).map(|octet| octet.to_string()).collect();
            format!("({})", all.join("|"))
        }
    }
}

fn v6(start: u128, length: u32, is_whole: bool) -> Check {
    let address = Ipv6Addr::from(start);
    if is_whole && length == 128 {
        return Check::Equals(address.to_string());
    }
    let fixed = usize::try_from(length / 16).unwrap_or_default();
    // Zeros may be left out of an address, but not what stands before them.
    let written = address.segments().into_iter().take(fixed).take_while(|part| *part != 0);
    let written: Vec<String> = written.map(|part| format!("0*{part:x}")).collect();
    let begins = if written.is_empty() { "[0-9a-f]*:".to_owned() } else { written.join(":") + ":" };
    let regex = Regex::any_case(format!("(^|[^0-9A-Za-z_:]){begins}"));
    Check::Network(Network { blocks: vec![format!("{address}/{length}")], regex, is_wide: true })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn finds(network: &str, text: &str) -> bool {
        let range = AddressRange::read(network).unwrap();
        checks(&range, false).iter().any(|check| {
            let Check::Network(network) = check else { panic!("{check:?}") };
            regex::Regex::new(&network.regex.flagged()).unwrap().is_match(text)
        })
    }

    #[test]
    fn addresses_are_found_as_the_filter_finds_them() {
        for (network, text, expected) in [
            ("10.0.0.0/8", "10.255.3.4", true),
            ("10.0.0.0/8", "11.0.0.1", false),
            ("10.0.0.0/8", "110.0.0.1", false),
            ("10.0.0.0/8", "from 10.1.2.3:443, then", true),
            ("10.0.0.1", "10.0.0.10", false),
            ("10.0.0.1", "9.10.0.0.1", false),
            ("10.0.0.1", "1.1.1.1, 10.0.0.1", true),
            ("10.0.0.1", "at 10.0.0.1.", true),
            ("203.0.113.64/26", "203.0.113.127", true),
            ("203.0.113.64/26", "203.0.113.128", false),
            ("2001:db8::/32", "2001:0DB8:1::5", true),
            ("2001:db8::/32", "2001:db9::5", false),
        ] {
            assert_eq!(finds(network, text), expected, "{network} {text}");
        }
    }

    proptest! {
        #[test]
        fn a_network_is_found_where_it_is(start: u32, length in 0_u32..=32, other: u32) {
            let network = format!("{}/{length}", Ipv4Addr::from(start));
            let range = AddressRange::read(&network).unwrap();
            for address in [other, start ^ (other & 0xff), start] {
                let text = Ipv4Addr::from(address).to_string();
                let expected = range.holds(AddressRange::read(&text).unwrap());
                prop_assert_eq!(finds(&network, &text), expected, "{} in {}", text, network);
            }
        }

        #[test]
        fn a_range_is_its_networks(first: u32, size in 0_u32..100_000) {
            let last = first.saturating_add(size);
            let blocks = blocks(first.into(), last.into(), 32);
            let mut next = u128::from(first);
            for (start, length) in blocks {
                prop_assert_eq!(start, next);
                next = start + (1_u128 << (32 - length));
            }
            prop_assert_eq!(next, u128::from(last) + 1);
        }
    }
}
