//! The numbers by which events and their values are named.

/// The number of an event in a store.
pub type Event = u32;

/// The id that stands for "this event has no such value" in every column.
pub const MISSING: u32 = 0;
