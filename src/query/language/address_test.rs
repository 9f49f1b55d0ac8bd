//! A test for addresses: where in a value they are looked for, and which.

use crate::record::address::{AddressRange, addresses_in};

/// Addresses that are asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AddressTest {
    range: AddressRange,
    scope: AddressScope,
}

/// Where in a value an address is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::query) enum AddressScope {
    /// Anywhere in it, apart from letters and digits.
    Part,
    /// The value is nothing but the address, or the same network.
    Whole,
}

impl AddressScope {
    /// The addresses of a value, or its network.
    pub(in crate::query) fn any(self, value: &str, mut test: impl FnMut(AddressRange) -> bool) -> bool {
        match self {
            Self::Part => addresses_in(value).any(|address| test(address.into())),
            Self::Whole => AddressRange::read(value).is_some_and(test),
        }
    }
}

impl AddressTest {
    /// A test for these addresses.
    pub(in crate::query) fn new(range: AddressRange, scope: AddressScope) -> Self {
        Self { range, scope }
    }

    /// Whether a value holds one of the addresses.
    pub(in crate::query) fn passes(&self, value: &str) -> bool {
        self.scope
            .any(value, |found| if found.is_single() { self.range.holds(found) } else { self.range == found })
    }
}
