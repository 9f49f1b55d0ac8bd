//! Finds values by how they look: account IDs, keys, principal IDs, addresses, mail addresses, host names.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::sync::LazyLock;

use regex::Regex;

use super::kind::RedactedKind as Kind;
use super::whole::{ends_uuid, is_in_hash, is_whole};

/// A pattern that never compiles would be found by the tests of this file; without it, nothing is found.
pub(super) fn pattern(text: &str) -> Option<Regex> {
    Regex::new(text).ok()
}

static MAIL: LazyLock<Option<Regex>> =
    LazyLock::new(|| pattern(r"[A-Za-z0-9][A-Za-z0-9._%+-]*@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+"));
static ID: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(r"\b(?:ABIA|ACCA|AGPA|AIDA|AIPA|AKIA|ANPA|ANVA|APKA|AROA|ASCA|ASIA)[A-Z0-9]{8,124}\b")
});
static ACCOUNT: LazyLock<Option<Regex>> = LazyLock::new(|| pattern(r"[0-9]{12,}"));
static V4: LazyLock<Option<Regex>> = LazyLock::new(|| pattern(r"[0-9]{1,3}(?:[.-][0-9]{1,3}){3}"));
static V6: LazyLock<Option<Regex>> =
    LazyLock::new(|| pattern(r"[0-9A-Fa-f]*(?::[0-9A-Fa-f]*){2,7}(?:(?:\.[0-9]{1,3}){3})?"));
static HOST: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        r"(?i)\b[a-z0-9][a-z0-9-]*(?:\.[a-z0-9-]+)*\.(?:internal|local|lan|corp|intranet|home|(?:compute|compute-1|elb|rds|cache|redshift|es|efs)(?:\.[a-z0-9-]+)?\.amazonaws\.com)\b",
    )
});

/// Accounts that AWS uses in its documentation.
const EXAMPLE_ACCOUNTS: [&str; 9] = [
    "000000000000",
    "111111111111",
    "111122223333",
    "123456789012",
    "222222222222",
    "333333333333",
    "444455556666",
    "555555555555",
    "777788889999",
];

/// Returns whether a value is one that documentation uses, and that therefore says nothing.
pub(super) fn is_example(value: &str) -> bool {
    EXAMPLE_ACCOUNTS.contains(&value)
        || value.contains("EXAMPLE")
        || value.to_lowercase().contains("example.")
}

/// Calls `each` with every value in a text, whether it is an example or not, and with its place.
pub(super) fn find(text: &str, each: &mut dyn FnMut(Kind, &str)) {
    let all = |pattern: &'static LazyLock<Option<Regex>>| {
        pattern.iter().flat_map(|pattern| pattern.find_iter(text)).map(|found| found.as_str())
    };
    for mail in all(&MAIL).filter(|mail| !is_example(mail)) {
        each(Kind::Mail, mail);
    }
    for id in all(&ID).filter(|id| !is_example(id)) {
        each(Kind::Id, id);
    }
    for account in ACCOUNT.iter().flat_map(|pattern| pattern.find_iter(text)) {
        let digits = account.as_str();
        let is_other = ends_uuid(text, account.start()) || is_in_hash(text, account.range());
        if digits.len() == 12 && !is_example(digits) && !is_other {
            each(Kind::Account, digits);
        }
    }
    for host in all(&HOST).filter(|host| !is_example(host)) {
        each(Kind::Host, host);
    }
    // Behind `%`, the first digits are those of a percent-encoded character.
    let v4s = V4.iter().flat_map(|pattern| pattern.find_iter(text));
    let v4s = v4s.filter(|found| !text.get(..found.start()).is_some_and(|before| before.ends_with('%')));
    for address in v4s.map(|found| found.as_str()) {
        let dotted = address.replace('-', ".");
        if address.contains('.') != address.contains('-')
            && let Ok(parsed) = dotted.parse::<Ipv4Addr>()
            && !stays(IpAddr::V4(parsed))
        {
            each(if address.contains('-') { Kind::DashedV4 } else { Kind::V4 }, address);
        }
    }
    for found in V6.iter().flat_map(|pattern| pattern.find_iter(text)) {
        // A single colon before or behind an address does not belong to it.
        let address = found.as_str();
        let from = usize::from(address.starts_with(':') && !address.starts_with("::"));
        let to = address.len() - usize::from(address.ends_with(':') && !address.ends_with("::"));
        let address = address.get(from..to).unwrap_or_default();
        let place = found.start() + from..found.start() + to;
        if let Ok(parsed) = address.parse::<Ipv6Addr>()
            && !stays(IpAddr::V6(parsed))
            && is_whole(text, place.start, place.end, Kind::V6)
        {
            each(Kind::V6, address);
        }
    }
}

/// Returns whether an address stays: those of documentation, of the machine itself, and networks of all addresses.
fn stays(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => {
            v4.is_documentation() || v4.is_unspecified() || v4.is_loopback() || v4.is_broadcast()
        }
        IpAddr::V6(v6) => {
            let [first, second, ..] = v6.segments();
            (first, second) == (0x2001, 0xdb8) || v6.is_unspecified() || v6.is_loopback()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_found_in_texts_and_examples_are_not() {
        for (text, values) in [
            ("arn:aws:iam::210987654321:user/x", vec!["210987654321"]),
            ("2109876543210 20260311123000123", vec![]),
            ("b9b587cc-9411-4006-9b45-366518649402 my-beef-210987654321", vec!["210987654321"]),
            ("44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e210987654321caaff8", vec![]),
            ("file210987654321cafe", vec!["210987654321"]),
            ("arn:aws:iam::111122223333:user/x AKIAIOSFODNN7EXAMPLE", vec![]),
            (
                concat!("key AKIA", "Q7LKSPRBDABCDEFG, AROAQ7LKSPRBDABCDEFGH:s"),
                vec![concat!("AKIA", "Q7LKSPRBDABCDEFG"), "AROAQ7LKSPRBDABCDEFGH"],
            ),
            ("from 8.8.4.4 and 192.0.2.7, 0.0.0.0/0 127.0.0.1", vec!["8.8.4.4"]),
            ("ip-10-1-2-3.ec2.internal", vec!["ip-10-1-2-3.ec2.internal", "10-1-2-3"]),
            ("a 2a02:8071::1 b 2001:db8::1 ::1 12:30:45", vec!["2a02:8071::1"]),
            ("AWS::S3::Bucket arn:aws:iam::aws:policy/ReadOnly AWS::EC2::Fleet", vec![]),
            ("ip:2a02:8071::1: no route to [2a02:8071::2]:443", vec!["2a02:8071::1", "2a02:8071::2"]),
            ("mail bob.x@corp.test, jo@example.com", vec!["bob.x@corp.test"]),
            ("aws-cli/2.1.0 999.1.2.3 eventVersion 1.08", vec![]),
        ] {
            let mut found = Vec::new();
            find(text, &mut |_, value| found.push(value.to_owned()));
            assert_eq!(found, values, "{text}");
        }
    }
}
