//! A test for addresses: which ones, and where in a value.

use crate::record::address::{AddressRange, addresses_in};

/// The addresses that match.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AddressTest {
    range: AddressRange,
    scope: AddressScope,
}

/// Where in a value an address may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::query) enum AddressScope {
    /// Anywhere in it, separated from letters and digits.
    Part,
    /// The value is exactly the address, or the same network.
    Whole,
}

impl AddressScope {
    /// Returns whether `test` accepts any address of a value, or its network.
    pub(in crate::query) fn any(self, value: &str, mut test: impl FnMut(AddressRange) -> bool) -> bool {
        match self {
            Self::Part => addresses_in(value).any(|address| test(address.into())),
            Self::Whole => AddressRange::read(value).is_some_and(test),
        }
    }
}

impl AddressTest {
    /// Makes a test for these addresses.
    pub(in crate::query) fn new(range: AddressRange, scope: AddressScope) -> Self {
        Self { range, scope }
    }

    /// Returns the addresses that match.
    pub fn range(&self) -> AddressRange {
        self.range
    }

    /// Returns whether the value must be the address or network and nothing else.
    pub fn is_whole_value(&self) -> bool {
        self.scope == AddressScope::Whole
    }

    /// Returns whether a value has one of the addresses.
    pub(in crate::query) fn passes(&self, value: &str) -> bool {
        self.scope
            .any(value, |found| if found.is_single() { self.range.holds(found) } else { self.range == found })
    }
}
