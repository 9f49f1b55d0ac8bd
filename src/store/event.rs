//! The numbers that identify events and their values.

/// The number of an event in a store.
pub type Event = u32;

/// The ID that means "this event has no such value" in every column.
pub const MISSING: u32 = 0;
