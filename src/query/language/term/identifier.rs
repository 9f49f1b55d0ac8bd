//! A word that is clearly an identifier is searched as one: wherever such a thing occurs in a record, not only
//! in the shown columns. `'x` and `"x"` remain plain texts.

use std::net::IpAddr;
use std::ops::Range;

use ipnet::IpNet;

use crate::query::language::expr::{Expr, Pattern, Target, Test};
use crate::query::language::list::entry::plain;
use crate::query::language::syntax::is_known;
use crate::query::language::term::address_test::{AddressScope, AddressTest};
use crate::query::language::time::range::When;
use crate::query::matcher::fuzzy::Word;
use crate::record::field::Column;

/// The kind of identifier that a word was taken for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Identifier {
    /// `AKIA…`, `ASIA…`
    AccessKey,
    /// `AIDA…`, `AROA…` and similar, with or without a session name.
    PrincipalId,
    /// Five groups of hexadecimal digits.
    Uuid,
    /// `i-…`, `sg-…` and similar.
    ResourceId,
    /// Twelve digits, also in groups of four as the console shows them.
    Account,
    /// An IP address.
    Address,
    /// A network.
    Network,
    /// `2026-03-11`, with or without a time; or a range.
    Time,
    /// `23:14`; or a range.
    TimeOfDay,
    /// `arn:aws:…`
    Arn,
    /// `name@example.org`
    Mail,
    /// An ID in base64, such as the extended request ID of S3, or a token.
    Base64,
}

/// A word of a filter, and what it was taken for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TakenFor {
    /// The word.
    pub word: String,
    /// Its kind.
    pub identifier: Identifier,
    /// Its place in the filter.
    pub place: Range<usize>,
    /// Whether it must not match.
    pub is_negated: bool,
}

/// Prefixes of unique IDs of IAM: users, roles, groups, instance profiles, policies, certificates, keys of
/// other kinds.
const IAM_IDS: [&str; 10] = ["AIDA", "AROA", "AGPA", "AIPA", "ANPA", "ANVA", "ASCA", "APKA", "ABIA", "ACCA"];

/// The resource types whose IDs are recognised from their first digits.
const RESOURCES: [&str; 39] = [
    "acl", "ami", "aki", "cgw", "dopt", "eigw", "eip", "eipalloc", "eipassoc", "eni", "fl", "fleet", "fs",
    "fsmt", "i", "igw", "key", "lt", "mi", "nat", "pcx", "pl", "r", "rtb", "rtbassoc", "sg", "sgr", "sir",
    "snap", "subnet", "tgw", "vgw", "vol", "vpc", "vpce", "vpn", "vpcx", "o", "ou",
];

/// IDs have 8 or 17 digits; this many are enough after a known prefix.
const FEWEST_DIGITS: usize = 3;

impl Identifier {
    /// Returns what a word clearly is, if it is an identifier.
    pub fn of(word: &str) -> Option<Self> {
        let is = |text: &str, allowed: fn(u8) -> bool| text.bytes().all(allowed);
        let is_id = |text: &str| (16..=128).contains(&text.len()) && is(text, is_upper_or_digit);
        if is_arn(word) {
            return Some(Self::Arn);
        }
        if account(word).is_some() {
            return Some(Self::Account);
        }
        let id = word.split_once(':').map_or(word, |(id, _)| id);
        if is_id(id) && IAM_IDS.iter().any(|prefix| id.starts_with(prefix)) {
            return Some(Self::PrincipalId);
        }
        if is_id(word) && (word.starts_with("AKIA") || word.starts_with("ASIA")) {
            return Some(Self::AccessKey);
        }
        if is_uuid(word) {
            return Some(Self::Uuid);
        }
        if address(word).is_some() {
            return Some(Self::Address);
        }
        if word.contains('/') && word.parse::<IpNet>().is_ok() {
            return Some(Self::Network);
        }
        if let Some(identifier) = Self::of_time(word) {
            return Some(identifier);
        }
        if is_resource(word) {
            return Some(Self::ResourceId);
        }
        if is_base64(word) {
            return Some(Self::Base64);
        }
        is_mail(word).then_some(Self::Mail)
    }

    /// Returns the identifier in a pasted word, without the marks around it: `<kim@example.org>`, `"i-0abc",`,
    /// `{4b1d1f3c-…}`, the zone of an IPv6 address, or the URL of an address.
    pub(in crate::query) fn pasted(word: &str) -> Option<String> {
        let word = word.trim_end_matches([',', ';']);
        if Self::of(word).is_some() {
            return Some(word.to_owned());
        }
        let text = plain(word);
        let bare = text.trim_matches(|char: char| "<>{}[]“”‘’`'\"".contains(char));
        // A quote within is that of a path: `["arn:aws:…"]=true`.
        if Self::of(bare).is_some() && !bare.contains('"') {
            return Some(bare.to_owned());
        }
        let is_address = |text: &&str| address(text).is_some();
        let url = text.split_once("://").map(|(_, rest)| rest.split(['/', '?', '#']).next().unwrap_or(rest));
        let zone = bare.split_once('%').map(|(address, _)| address);
        url.into_iter().chain(zone).find(is_address).map(str::to_owned)
    }

    fn of_time(word: &str) -> Option<Self> {
        let begins =
            |places: &[(usize, u8)]| places.iter().all(|&(at, byte)| word.as_bytes().get(at) == Some(&byte));
        let is_number = word.starts_with(|char: char| char.is_ascii_digit());
        let identifier = match () {
            () if begins(&[(4, b'-'), (7, b'-')]) => Self::Time,
            () if begins(&[(2, b':')]) => Self::TimeOfDay,
            () => return None,
        };
        When::time(word).filter(|_| is_number).map(|_| identifier)
    }

    /// Returns its name on the screen, and where it is searched.
    pub fn about(self) -> &'static str {
        match self {
            Self::AccessKey => "access key (anywhere in the event)",
            Self::PrincipalId => "principal ID (anywhere in the event)",
            Self::Uuid => "event, request or shared event ID",
            Self::ResourceId => "resource ID (anywhere in the event)",
            Self::Account => "account (anywhere in the event)",
            Self::Address => "address (anywhere in the event)",
            Self::Network => "network (of the caller, or this text anywhere)",
            Self::Time => "time, UTC",
            Self::TimeOfDay => "time of day, UTC",
            Self::Arn => "ARN (anywhere in the event)",
            Self::Mail => "email address (anywhere in the event)",
            Self::Base64 => "base64 (anywhere in the event)",
        }
    }

    /// Returns the expression that finds every event with it. Columns are tested first, so that many events are
    /// shown before texts have been read.
    pub(in crate::query) fn expr(self, word: &str) -> Result<Expr, String> {
        let columns = |columns: &[Column]| -> Vec<Expr> {
            let equals =
                |column: &Column| Expr::Value(Target::Column(*column), Test::Equals(word.to_owned()));
            columns.iter().map(equals).collect()
        };
        let within = |network: IpNet| {
            let test = AddressTest::new(network.into(), AddressScope::Part);
            vec![Expr::Value(Target::Column(Column::SourceIpAddress), Test::Address(test))]
        };
        let shown = || vec![Expr::Exact(Word::new(word))];
        let (mut parts, pattern) = match self {
            Self::Time | Self::TimeOfDay => {
                return When::time(word).map(Expr::Time).ok_or_else(|| format!("{word} is not a time"));
            }
            Self::AccessKey => (columns(&[Column::AccessKey]), Pattern::whole(word, false)),
            Self::PrincipalId => (columns(&[Column::PrincipalId]), Pattern::whole(word, false)),
            Self::Account => {
                let digits = account(word).ok_or_else(|| format!("{word} is not an account"))?;
                let equals = |column| Expr::Value(Target::Column(column), Test::Equals(digits.clone()));
                let columns = [Column::Account, Column::IdentityAccount, Column::RecipientAccountId];
                let mut parts: Vec<Expr> = columns.map(equals).into();
                if digits != word {
                    parts.push(Expr::Anywhere(Pattern::whole(word, false)?));
                }
                (parts, Pattern::whole(&digits, false))
            }
            Self::Uuid => (
                vec![Expr::Value(Target::EventId, Test::Equals(word.to_ascii_lowercase()))],
                Pattern::whole(word, true),
            ),
            Self::ResourceId | Self::Arn | Self::Base64 => (shown(), Pattern::literal(word, false)),
            Self::Mail => (shown(), Pattern::literal(word, true)),
            Self::Address => {
                let address = address(word).ok_or_else(|| format!("{word} is not an address"))?;
                (within(IpNet::from(address)), Pattern::address(address))
            }
            Self::Network => {
                let network = word.parse().map_err(|_| format!("{word} is not a network"))?;
                (within(network), Pattern::whole(word, true))
            }
        };
        parts.push(Expr::Anywhere(pattern?));
        Ok(Expr::Or(parts))
    }
}

/// Returns the digits of an account, if a word is one: `111122223333`, `1111-2222-3333`.
fn account(word: &str) -> Option<String> {
    let are_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let is_grouped = word.split('-').map(str::len).eq([4, 4, 4]) && word.split('-').all(are_digits);
    let is_account = is_grouped || (word.len() == 12 && are_digits(word));
    is_account.then(|| word.replace('-', ""))
}

fn is_upper_or_digit(byte: u8) -> bool {
    byte.is_ascii_uppercase() || byte.is_ascii_digit()
}

fn is_lower_hex(byte: u8) -> bool {
    matches!(byte, b'0'..=b'9' | b'a'..=b'f')
}

/// Matches `arn:aws:` or `arn:aws-cn:` and at least the service.
fn is_arn(word: &str) -> bool {
    let mut parts = word.split(':');
    parts.next() == Some("arn")
        && parts.next().is_some_and(|partition| partition == "aws" || partition.starts_with("aws-"))
        && parts.next().is_some_and(|service| !service.is_empty())
}

fn is_uuid(word: &str) -> bool {
    let lengths = word.split('-').map(str::len);
    lengths.eq([8, 4, 4, 4, 12]) && word.bytes().all(|byte| byte == b'-' || byte.is_ascii_hexdigit())
}

fn is_resource(word: &str) -> bool {
    let Some((kind, digits)) = word.split_once('-') else { return false };
    let is_kind = (1..=10).contains(&kind.len()) && kind.bytes().all(|byte| byte.is_ascii_lowercase());
    let is_enough = matches!(digits.len(), 8 | 17)
        || (RESOURCES.contains(&kind) && (FEWEST_DIGITS..=17).contains(&digits.len()));
    is_kind && is_enough && digits.bytes().all(is_lower_hex)
}

fn is_mail(word: &str) -> bool {
    let is_name = |char: char| char.is_alphanumeric() || "._%+-".contains(char);
    let Some((name, host)) = word.split_once('@') else { return false };
    let ends_well = host.rsplit_once('.').is_some_and(|(before, last)| {
        !before.is_empty() && last.len() >= 2 && last.chars().all(char::is_alphabetic)
    });
    !name.is_empty()
        && name.chars().all(is_name)
        && ends_well
        && host.chars().all(|char| char.is_alphanumeric() || matches!(char, '.' | '-'))
}

/// Matches base64 with its padding, or a long one without. A field and the beginning of a test of it are none.
fn is_base64(word: &str) -> bool {
    let body = word.strip_suffix("==").or_else(|| word.strip_suffix('=')).unwrap_or(word);
    let has = |kind: fn(&u8) -> bool| body.bytes().any(|byte| kind(&byte));
    let is_mixed = has(u8::is_ascii_uppercase) && has(u8::is_ascii_lowercase);
    let is_no_name = has(u8::is_ascii_digit) || body.contains(['+', '/']);
    let is_enough = match word.len() - body.len() {
        2 => word.len() >= 8,
        1 => word.len() >= 16 && is_no_name,
        _ => word.len() >= 40 && is_mixed && has(u8::is_ascii_digit),
    };
    let are_allowed = || body.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/'));
    word.len().is_multiple_of(4) && is_enough && are_allowed() && !is_known(body)
}

/// Returns the address in a word, with or without a port, also if it was defanged.
fn address(word: &str) -> Option<IpAddr> {
    let plain = word.replace("[.]", ".").replace("[:]", ":");
    if let Ok(address) = plain.parse() {
        // Nobody writes a single number or a colon as an address.
        return Some(address).filter(|_| plain.len() > 2);
    }
    let (address, port) = plain.rsplit_once(':')?;
    let address = address.strip_prefix('[').and_then(|inside| inside.strip_suffix(']')).unwrap_or(address);
    let address: IpAddr = address.parse().ok()?;
    let is_port = port.parse::<u16>().is_ok() && (address.is_ipv4() || plain.starts_with('['));
    is_port.then_some(address)
}

#[cfg(test)]
#[path = "identifier_tests.rs"]
mod tests;
