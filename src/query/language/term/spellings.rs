//! The spellings of an IPv6 address, as a regular expression: zeros before a number, long or short forms, an IPv4
//! address at the end.

use std::net::{Ipv4Addr, Ipv6Addr};

/// Returns the regular expression that finds an address in each of its spellings. Case must be ignored. Its
/// groups are plain, because not every engine that it is written for knows others.
pub(super) fn of_v6(address: Ipv6Addr) -> String {
    let groups = address.segments();
    let mut forms = vec![joined(&groups)];
    // Forms with more groups come first: a shorter one would end within them.
    for length in 1..=groups.len() {
        for start in (0..=groups.len() - length).rev() {
            let (before, rest) = groups.split_at(start);
            let (left_out, after) = rest.split_at(length);
            if left_out.iter().all(|group| *group == 0) {
                forms.push(format!("{}::{}", joined(before), joined(after)));
            }
        }
    }
    format!("({})", forms.join("|"))
}

/// Returns the groups with colons between them; the last two may be written as an IPv4 address.
fn joined(groups: &[u16]) -> String {
    let written = |groups: &[u16]| groups.iter().map(|group| spelled(*group)).collect::<Vec<_>>().join(":");
    let Some((before, [high, low])) = groups.split_last_chunk() else { return written(groups) };
    let [[a, b], [c, d]] = [high.to_be_bytes(), low.to_be_bytes()];
    let last = Ipv4Addr::new(a, b, c, d).to_string().replace('.', r"\.");
    let colon = if before.is_empty() { "" } else { ":" };
    format!("{}{colon}({last}|{})", written(before), written(&[*high, *low]))
}

fn spelled(group: u16) -> String {
    let digits = format!("{group:x}");
    match 4 - digits.len() {
        0 => digits,
        zeros => format!("0{{0,{zeros}}}{digits}"),
    }
}

#[cfg(test)]
mod tests {
    use std::net::IpAddr;

    use proptest::prelude::*;

    use crate::query::language::term::pattern::Pattern;
    use crate::record::address::{Address, addresses_in};

    fn finds(address: &str, text: &str) -> bool {
        Pattern::address(address.parse().unwrap()).unwrap().is_match(text.as_bytes())
    }

    #[test]
    fn an_address_is_found_in_each_of_its_spellings() {
        for (address, spellings) in [
            (
                "2001:db8::9",
                &[
                    "2001:DB8::9",
                    "2001:0db8:0:0:0:0:0:9",
                    "2001:db8:0:0::0009",
                    "2001:db8::0:9",
                    "2001:db8::0.0.0.9",
                ][..],
            ),
            ("2001:db8::", &["2001:db8::0", "2001:db8::0:0", "2001:db8:0:0:0:0:0:0", "2001:db8:0::"]),
            ("::1", &["0:0:0:0:0:0:0:1", "::0001", "0::1"]),
            ("::ffff:203.0.113.9", &["203.0.113.9", "::ffff:203.0.113.9"]),
        ] {
            for spelling in spellings {
                for text in
                    [spelling.to_string(), format!("[{spelling}]:443"), format!("({spelling}/128), x")]
                {
                    assert!(finds(address, &text), "{address} in {text}");
                }
            }
        }
        for other in ["2001:db8::90", "2001:db8::9:0", "1:2001:db8::9", "2001:db8:0:0:9", "2001:db8::9a"] {
            assert!(!finds("2001:db8::9", other), "{other}");
        }
    }

    proptest! {
        /// The oracle reads the addresses of the text.
        #[test]
        fn it_finds_what_reads_as_the_address(
            groups in prop::collection::vec(prop::sample::select(vec![0u16, 0, 0, 1, 0xb8, 0x2001]), 8),
            other in prop::collection::vec(prop::sample::select(vec![0u16, 0, 0, 1, 0xb8, 0x2001]), 8),
            (from, length, zeros, upper) in (0usize..8, 0usize..8, 1usize..5, any::<bool>()),
            same: bool,
        ) {
            let address = IpAddr::from(<[u16; 8]>::try_from(groups.as_slice()).unwrap());
            let written = if same { groups } else { other };
            let spell = |group: &u16| if upper { format!("{group:0zeros$X}") } else { format!("{group:0zeros$x}") };
            let join = |groups: &[u16]| groups.iter().map(spell).collect::<Vec<_>>().join(":");
            let to = (from + length).min(8);
            let text = if length > 0 && written[from..to].iter().all(|group| *group == 0) {
                format!("{}::{}", join(&written[..from]), join(&written[to..]))
            } else {
                join(&written)
            };
            let expected = addresses_in(&text).any(|found| found == Address::from(address));
            prop_assert_eq!(finds(&address.to_string(), &text), expected, "{} in {}", address, text);
        }
    }
}
