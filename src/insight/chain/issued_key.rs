//! The access keys that grants issued, in few bytes: nearly all of them are used by events, or are written as AWS writes
//! keys.

use std::borrow::Cow;
use std::num::NonZeroU32;

use crate::record::field::Column;
use crate::store::Store;

/// A key, by one above its number, with the bits of its form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct IssuedKey(NonZeroU32);

/// The texts of keys that no event uses.
#[derive(Debug, Default)]
pub(super) struct UnusedKeys {
    packed: Vec<PackedKey>,
    /// Those that are written in another way.
    odd: Vec<Box<str>>,
}

/// A key of twenty characters: one of [`BEGINNINGS`], and sixteen digits of base 36.
type PackedKey = [u8; 11];

const BEGINNINGS: [&str; 2] = ["ASIA", "AKIA"];
const DIGITS: usize = 16;
const BASE: u128 = 36;
/// Above all digits.
const SECOND_BEGINNING: u128 = 1 << 87;

/// What a number is: one of those below, or the ID of a key in the column of access keys.
const FORM: u32 = 3 << 30;
/// The place among packed keys.
const PACKED: u32 = 1 << 30;
/// The place among odd ones.
const ODD: u32 = 2 << 30;

impl IssuedKey {
    /// `None` if there are too many.
    fn new(form: u32, number: usize) -> Option<Self> {
        let above = u32::try_from(number).ok()?.checked_add(1).filter(|above| above & FORM == 0)?;
        NonZeroU32::new(form | above).map(Self)
    }

    /// Returns a key by its ID in the column of access keys.
    pub(super) fn used(id: usize) -> Option<Self> {
        Self::new(0, id)
    }

    /// Returns its ID in the column of access keys, if any event uses it.
    pub(super) fn id(self) -> Option<u32> {
        (self.0.get() & FORM == 0).then_some(self.number())
    }

    fn number(self) -> u32 {
        (self.0.get() & !FORM) - 1
    }

    /// Returns its text.
    pub(super) fn text<'s>(self, store: &'s Store, unused: &'s UnusedKeys) -> Cow<'s, str> {
        let number = self.number();
        let text = match self.0.get() & FORM {
            PACKED => unused.packed.get(number as usize).map(|packed| Cow::Owned(unpacked(*packed))),
            ODD => unused.odd.get(number as usize).map(|text| Cow::Borrowed(&**text)),
            _ => Some(Cow::Borrowed(store.dict(Column::AccessKey).get(number))),
        };
        text.unwrap_or_default()
    }
}

impl UnusedKeys {
    /// Adds a key.
    pub(super) fn add(&mut self, text: &str) -> Option<IssuedKey> {
        if let Some(packed) = packed(text) {
            self.packed.push(packed);
            return IssuedKey::new(PACKED, self.packed.len() - 1);
        }
        self.odd.push(text.into());
        IssuedKey::new(ODD, self.odd.len() - 1)
    }

    /// Gives back the memory that is not needed.
    pub(super) fn shrink(&mut self) {
        self.packed.shrink_to_fit();
        self.odd.shrink_to_fit();
    }

    pub(super) fn held_bytes(&self) -> usize {
        let odd: usize = self.odd.iter().map(|text| text.len() + size_of::<Box<str>>()).sum();
        size_of_val(self.packed.as_slice()) + odd
    }
}

fn packed(text: &str) -> Option<PackedKey> {
    let (beginning, digits) = text.split_at_checked(text.len().checked_sub(DIGITS)?)?;
    let beginning = BEGINNINGS.iter().position(|known| *known == beginning)?;
    let digit = |char: char| char.to_digit(36).filter(|_| !char.is_ascii_lowercase());
    let digits = digits.chars().try_fold(0, |above, char| Some(above * BASE + u128::from(digit(char)?)))?;
    let number = if beginning == 0 { digits } else { digits | SECOND_BEGINNING };
    let (_, low) = number.to_be_bytes().split_last_chunk().map(|(high, low)| (high.len(), *low))?;
    Some(low)
}

fn unpacked(packed: PackedKey) -> String {
    let number = packed.iter().fold(0, |above, byte| above << 8 | u128::from(*byte));
    let [first, second] = BEGINNINGS;
    let beginning = if number & SECOND_BEGINNING == 0 { first } else { second };
    let mut digits = number & !SECOND_BEGINNING;
    let mut text = Vec::with_capacity(DIGITS);
    for _ in 0..DIGITS {
        let digit = u32::try_from(digits % BASE).ok().and_then(|digit| char::from_digit(digit, 36));
        text.extend(digit.map(|digit| digit.to_ascii_uppercase()));
        digits /= BASE;
    }
    beginning.chars().chain(text.into_iter().rev()).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn unused_keys_come_back(
            texts in proptest::collection::vec("(A[SK]IA[A-Z0-9]{16}|A[SKD]IA[A-Za-z0-9é]{14,18}|[A-Z0]{0,20})", 0..20),
        ) {
            let mut unused = UnusedKeys::default();
            let keys: Vec<IssuedKey> = texts.iter().map(|text| unused.add(text).unwrap()).collect();
            unused.shrink();
            for (text, key) in texts.iter().zip(keys) {
                let store = Store::default();
                prop_assert_eq!(&*key.text(&store, &unused), text.as_str());
                prop_assert_eq!(key.id(), None);
            }
        }
    }

    #[test]
    fn a_key_takes_few_bytes() {
        let mut unused = UnusedKeys::default();
        let (least, greatest) = (format!("ASIA{}", "0".repeat(16)), format!("AKIA{}", "Z".repeat(16)));
        for text in [least, greatest, "ASIAX5VAULTQ7EXAMPLE".to_owned()] {
            let key = unused.add(&text).unwrap();
            assert_eq!(key.text(&Store::default(), &unused), text);
        }
        assert_eq!((unused.held_bytes(), unused.odd.len()), (33, 0));
        assert_eq!(size_of::<Option<IssuedKey>>(), 4);
        assert_eq!(IssuedKey::used(7).unwrap().id(), Some(7));
        assert_eq!(IssuedKey::used(1 << 30), None);
    }
}
