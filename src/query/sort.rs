//! Sorts events by the values of a column: numbers as numbers, addresses as addresses, everything else as text.
//!
//! Each distinct value is compared once, which gives it a rank; events are sorted by the ranks of their values,
//! which costs the same for long and short texts.

use std::sync::Arc;

use crate::query::engine::stats::count_pass;
use crate::query::text_order::{TextKey, sort_by_text};
use crate::record::address::Address;
use crate::record::field::Column;
use crate::store::scan::cancel::Cancelled;
use crate::store::scan::parallel::{pieces, share_map, threads};
use crate::store::{Event, MISSING, Store};

/// Minimum number of events or values that is worth a thread.
const LEAST_PIECE: usize = 1 << 14;

/// What a list is sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sorting {
    /// The column.
    pub column: Column,
    /// Whether the greatest value comes first. Events without a value come last in either direction.
    pub descending: bool,
}

/// Events sorted by a column; those with the same value by time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SortedEvents {
    /// What they are sorted by.
    pub by: Sorting,
    /// The events, first those with a value.
    pub events: Arc<Vec<Event>>,
    /// How many have no value; these are last.
    pub missing: usize,
}

/// Sorts, and remembers the ranks of the values of the column that was sorted last. It serves one load, in
/// which values keep their IDs.
#[derive(Debug, Default)]
pub struct Sorter {
    known: Option<Ranks>,
}

/// The rank of each value of a column, by ID; 0 for the missing value and for values that were not ranked.
#[derive(Debug)]
struct Ranks {
    column: Column,
    by_id: Vec<u32>,
    /// One more than the highest rank.
    end: u32,
}

/// The forms of values, in the order in which they are sorted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum ValueForm {
    Number,
    Address,
    Text,
}

impl SortedEvents {
    /// Returns the place of an event, if it is among them.
    pub fn place_of(&self, store: &Store, event: Event) -> Option<usize> {
        let key_of = |event| {
            let id = store.value_id(event, self.by.column);
            (id != MISSING).then(|| of_value(store.dict(self.by.column).get(id)))
        };
        let own = key_of(event);
        // Those without a value are last.
        let compare = |other: Event| match (key_of(other), own) {
            (Some(other), Some(own)) if self.by.descending => own.cmp(&other),
            (Some(other), Some(own)) => other.cmp(&own),
            (other, own) => other.is_none().cmp(&own.is_none()),
        };
        let time = store.order_key(event);
        let order = |&other: &Event| compare(other).then_with(|| store.order_key(other).cmp(&time));
        self.events.binary_search_by(order).ok()
    }
}

impl Sorter {
    /// Sorts `events`, which are in time order. `None` if cancelled, or if the column has not been read.
    pub fn sort(
        &mut self,
        store: &Store,
        events: &[Event],
        by: Sorting,
        cancelled: Cancelled<'_>,
    ) -> Option<SortedEvents> {
        count_pass();
        if !store.has(by.column) {
            return None;
        }
        let ids = share_map(pieces(events, LEAST_PIECE), |events| {
            events.iter().map(|&event| store.value_id(event, by.column)).collect::<Vec<u32>>()
        });
        let ids = ids.concat();
        if cancelled() {
            return None;
        }
        let few;
        let ranks = if ids.len() < store.dict(by.column).len() / 4 {
            // For the events of a narrow filter, it is not worth ranking a million values.
            few = Ranks::of(store, by.column, &distinct(&ids), cancelled)?;
            &few
        } else {
            self.ranks(store, by.column, cancelled)?
        };
        let (sorted, missing) = ranks.sort(events, &ids, by.descending);
        Some(SortedEvents { by, events: Arc::new(sorted), missing })
    }

    /// Returns the ranks of all values of a column. `None` if cancelled.
    fn ranks(&mut self, store: &Store, column: Column, cancelled: Cancelled<'_>) -> Option<&Ranks> {
        let values = store.dict(column).len();
        let known = self.known.take().filter(|known| known.column == column && known.by_id.len() == values);
        let ranks = if let Some(ranks) = known {
            ranks
        } else {
            let all: Vec<u32> = (1..u32::try_from(values).unwrap_or(u32::MAX)).collect();
            Ranks::of(store, column, &all, cancelled)?
        };
        Some(self.known.insert(ranks))
    }
}

/// Returns the IDs of values that occur, each once.
fn distinct(ids: &[u32]) -> Vec<u32> {
    let mut distinct: Vec<u32> = ids.iter().copied().filter(|&id| id != MISSING).collect();
    distinct.sort_unstable();
    distinct.dedup();
    distinct
}

impl Ranks {
    /// Ranks the values with these IDs. `None` if cancelled.
    fn of(store: &Store, column: Column, ids: &[u32], cancelled: Cancelled<'_>) -> Option<Self> {
        let dict = store.dict(column);
        let length = ids.len().div_ceil(threads()).max(LEAST_PIECE);
        let keys = share_map(ids.chunks(length).collect(), |ids: &[u32]| {
            let key = |&id: &u32| {
                let (rank, text) = of_value(dict.get(id));
                TextKey::new(rank, text, id)
            };
            ids.iter().map(key).collect::<Vec<_>>()
        });
        let mut keys = keys.concat();
        sort_by_text(&mut keys, cancelled);
        if cancelled() {
            return None;
        }
        let mut ranks = vec![0; dict.len()];
        let mut end = 1;
        for key in keys {
            if let Some(rank) = ranks.get_mut(key.item as usize) {
                (*rank, end) = (end, end + 1);
            }
        }
        Some(Self { column, by_id: ranks, end })
    }

    /// Returns `events`, whose values have these IDs, by rank and otherwise in the same order; and how many of
    /// them have no value.
    fn sort(&self, events: &[Event], ids: &[u32], descending: bool) -> (Vec<Event>, usize) {
        // The missing value has rank 0 and comes last.
        let place = |id: u32| match self.by_id.get(id as usize).copied().unwrap_or(0) {
            0 => self.end.saturating_sub(1) as usize,
            rank if descending => self.end.saturating_sub(rank + 1) as usize,
            rank => rank.saturating_sub(1) as usize,
        };
        let mut starts = vec![0_usize; self.end as usize + 1];
        for &id in ids {
            if let Some(count) = starts.get_mut(place(id) + 1) {
                *count += 1;
            }
        }
        let missing = starts.last().copied().unwrap_or(0);
        let mut sum = 0;
        for start in &mut starts {
            sum += *start;
            *start = sum;
        }
        let mut sorted = vec![Event::default(); events.len()];
        for (&event, &id) in events.iter().zip(ids) {
            let Some(start) = starts.get_mut(place(id)) else { continue };
            if let Some(slot) = sorted.get_mut(*start) {
                *slot = event;
            }
            *start += 1;
        }
        (sorted, missing)
    }
}

/// Where a value stands among others: its form, the number or the address, and its text. Different texts are
/// never equal: of two spellings of a number or an address, one comes first.
type ValueOrder<'t> = ((ValueForm, u128), &'t str);

fn of_value(text: &str) -> ValueOrder<'_> {
    let rank = match (number(text), address(text)) {
        (Some(number), _) => (ValueForm::Number, number.into()),
        (None, Some(address)) => (ValueForm::Address, address),
        (None, None) => (ValueForm::Text, 0),
    };
    (rank, text)
}

/// Returns a decimal number in a form with the same order.
fn number(text: &str) -> Option<u64> {
    let is_decimal = |byte: u8| byte.is_ascii_digit() || matches!(byte, b'.' | b'-' | b'+' | b'e' | b'E');
    if !text.starts_with(|first: char| first.is_ascii_digit() || first == '-')
        || !text.bytes().all(is_decimal)
    {
        return None;
    }
    let number: f64 = text.parse().ok()?;
    // Zero has two signs.
    let bits = (number + 0.0).to_bits();
    Some(if bits >> 63 == 1 { !bits } else { bits | 1 << 63 })
}

/// Returns an address in a form with the same order: IPv4 first.
fn address(text: &str) -> Option<u128> {
    let may_be = |byte: u8| byte.is_ascii_hexdigit() || matches!(byte, b':' | b'[');
    // Most values are something else, and parsing takes longer than a look.
    if !text.bytes().next().is_some_and(may_be) || !text.contains(['.', ':']) {
        return None;
    }
    Address::read(text).map(Address::rank)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sorted(texts: &[&'static str]) -> Vec<&'static str> {
        let mut keys: Vec<_> = texts.iter().map(|text| TextKey::new(of_value(text).0, text, *text)).collect();
        sort_by_text(&mut keys, &|| false);
        keys.iter().map(|key| key.item).collect()
    }

    #[test]
    fn numbers_are_sorted_as_numbers_and_addresses_as_addresses() {
        for expected in [
            &["-3", "0", "2.5", "9", "10", "80", "443", "1e3", "18446744073709551616"][..],
            &[
                "9.9.9.9",
                "10.0.0.9",
                "10.0.0.10",
                "192.0.2.1",
                "203.0.113.9:443",
                "2001:db8::2",
                "2001:db8::10",
            ],
            &["arn:aws:iam::1:role/a", "arn:aws:iam::1:role/a-long-name-of-a-role", "arn:aws:iam::1:role/b"],
            &["7", "10", "198.51.100.1", "AWS Internal", "cloudtrail.amazonaws.com", "é"],
            &["1", "1.0", "01x", "1-2", "inf", "nan"],
        ] {
            let mut turned = expected.to_vec();
            turned.reverse();
            assert_eq!(sorted(&turned), expected);
        }
    }
}
