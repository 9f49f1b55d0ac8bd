//! Values that count as the same: the addresses of a network, the versions of a program, a call with and without the
//! date of its API. Each column value is folded once, not each event.

use std::borrow::Cow;
use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};

use foldhash::fast::RandomState;

use super::ask::Dimension;
use crate::record::address::Address;
use crate::record::call::without_api_date;
use crate::record::field::{Column, Home};
use crate::record::program;
use crate::store::{Event, MISSING, Store};

/// The folded values of a dimension, and which of them each ID has.
#[derive(Debug, Default)]
pub(super) struct Folded {
    /// By the ID of a kind, or of a value of the event's own column; [`MISSING`] if it has none.
    ids: Vec<u32>,
    /// The texts; position 0 is the missing value.
    texts: Vec<String>,
}

impl Folded {
    /// Folds all values of a dimension.
    pub(super) fn of(store: &Store, dimension: Dimension) -> Self {
        let mut fold = Folding::default();
        match dimension {
            Dimension::Call | Dimension::Service | Dimension::Region | Dimension::Error => {
                for kind in store.kinds().iter() {
                    let value = |column| kind_value(store, kind, column);
                    fold.add(of_kind(dimension, &value));
                }
            }
            Dimension::Address => fold.add_all(store, Column::SourceIpAddress, network),
            Dimension::Agent => fold.add_all(store, Column::UserAgent, family),
        }
        fold.folded
    }

    /// Returns the folded value of an ID.
    pub(super) fn id(&self, id: u32) -> u32 {
        self.ids.get(id as usize).copied().unwrap_or(MISSING)
    }

    /// Returns the text of a folded value.
    pub(super) fn text(&self, id: u32) -> &str {
        self.texts.get(id as usize).map_or("", String::as_str)
    }
}

/// Returns the folded value of one event.
pub(super) fn value_of(store: &Store, event: Event, dimension: Dimension) -> Cow<'_, str> {
    let value = |column| store.value(event, column);
    match dimension {
        Dimension::Call | Dimension::Service | Dimension::Region | Dimension::Error => {
            of_kind(dimension, &value)
        }
        Dimension::Address => network(value(Column::SourceIpAddress)),
        Dimension::Agent => family(value(Column::UserAgent)),
    }
}

/// Returns the value that a kind has in one of its columns.
pub(super) fn kind_value<'s>(store: &'s Store, kind: &[u32], column: Column) -> &'s str {
    match column.home() {
        Home::Kind(place) => store.dict(column).get(kind.get(place).copied().unwrap_or(MISSING)),
        Home::Actor(_) | Home::Own(_) | Home::OnDemand(_) => "",
    }
}

fn of_kind<'s>(dimension: Dimension, value: &dyn Fn(Column) -> &'s str) -> Cow<'s, str> {
    let (service, name) = (value(Column::Service), without_api_date(value(Column::EventName)));
    match dimension {
        Dimension::Call if !name.is_empty() => Cow::Owned(format!("{service}:{name}")),
        Dimension::Service => Cow::Borrowed(service),
        Dimension::Region if is_global(service, value(Column::AwsRegion)) => Cow::Borrowed(""),
        Dimension::Region => Cow::Borrowed(value(Column::AwsRegion)),
        Dimension::Error => Cow::Borrowed(value(Column::ErrorCode)),
        Dimension::Call | Dimension::Address | Dimension::Agent => Cow::Borrowed(""),
    }
}

/// Returns whether the Region says nothing, because the calls of a global service are logged there.
fn is_global(service: &str, region: &str) -> bool {
    region == "us-east-1" && matches!(service, "iam" | "sts" | "cloudfront" | "organizations" | "route53")
}

/// Returns the network of an address; nothing for names.
fn network(text: &str) -> Cow<'_, str> {
    let Some(address) = Address::read(text) else { return Cow::Borrowed("") };
    let bare = text.trim_start_matches('[').split([']', '%']).next().unwrap_or(text);
    let plain: Option<IpAddr> = bare.parse().ok().or_else(|| bare.rsplit_once(':')?.0.parse().ok());
    match plain.map(|address| address.to_canonical()) {
        Some(IpAddr::V4(v4)) => {
            let [a, b, c, _] = v4.octets();
            Cow::Owned(format!("{a}.{b}.{c}.0/24"))
        }
        Some(IpAddr::V6(v6)) => {
            let [a, b, c, d, ..] = v6.segments();
            Cow::Owned(format!("{}/64", Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0)))
        }
        // An odd form of an address counts as itself.
        None if address.is_v4() || !address.is_v4() => Cow::Borrowed(text),
        None => Cow::Borrowed(""),
    }
}

/// Returns the program of a user agent without what changes from run to run; browsers with their system.
fn family(agent: &str) -> Cow<'_, str> {
    let Some(name) = program::program(agent) else { return Cow::Borrowed("") };
    let is_browser = agent.trim_start_matches('[').to_ascii_lowercase().starts_with("mozilla/");
    match program::os(agent).filter(|_| is_browser) {
        Some(os) => Cow::Owned(format!("{name} on {os}")),
        None => Cow::Borrowed(without_id(name)),
    }
}

/// Returns a name without the UUID that a tool appends to it.
fn without_id(name: &str) -> &str {
    let Some(before) = name.len().checked_sub(36) else { return name };
    let Some((before, id)) = name.split_at_checked(before) else { return name };
    let is_id = id.bytes().enumerate().all(|(place, byte)| match place {
        8 | 13 | 18 | 23 => byte == b'-',
        _ => byte.is_ascii_hexdigit(),
    });
    if is_id && !before.is_empty() { before.trim_end_matches(['-', '_', '.']) } else { name }
}

#[derive(Default)]
struct Folding {
    folded: Folded,
    known: HashMap<String, u32, RandomState>,
}

impl Folding {
    fn add_all(&mut self, store: &Store, column: Column, fold: fn(&str) -> Cow<'_, str>) {
        self.add(Cow::Borrowed(""));
        store.dict(column).iter().for_each(|value| self.add(fold(value)));
    }

    /// Adds the value of the next ID.
    fn add(&mut self, text: Cow<'_, str>) {
        if self.folded.texts.is_empty() {
            self.folded.texts.push(String::new());
            self.known.insert(String::new(), MISSING);
        }
        let id = self.known.get(&*text).copied().unwrap_or_else(|| {
            let id = u32::try_from(self.folded.texts.len()).unwrap_or(MISSING);
            self.folded.texts.push(text.clone().into_owned());
            self.known.insert(text.into_owned(), id);
            id
        });
        self.folded.ids.push(id);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_and_versions_count_as_the_same() {
        for (address, expected) in [
            ("203.0.113.77", "203.0.113.0/24"),
            ("203.0.113.78", "203.0.113.0/24"),
            ("2001:db8:1:2:3::4", "2001:db8:1:2::/64"),
            ("::ffff:203.0.113.77", "203.0.113.0/24"),
            ("[2001:db8::1]:443", "2001:db8::/64"),
            ("192.0.2.1:443", "192.0.2.0/24"),
            ("s3.amazonaws.com", ""),
            ("AWS Internal", ""),
            ("", ""),
        ] {
            assert_eq!(network(address), expected, "{address}");
        }
        for (agent, expected) in [
            ("aws-cli/2.23.6 os/linux#6.12", "AWS CLI"),
            ("[Boto3/1.36.2 Python/3.11]", "Boto3"),
            ("run-0a1b2c3d-0000-1111-2222-0123456789ab/1.0", "run"),
            ("run-0a1b2c3d-0000-1111-2222-0123456789ab", "run"),
            ("my-tool/3.2 (x)", "my-tool"),
            ("Mozilla/5.0 (Windows NT 10.0) Gecko/20100101 Firefox/128.0", "Firefox on Windows"),
            ("", ""),
        ] {
            assert_eq!(family(agent), expected, "{agent}");
        }
    }
}
