//! Arguments that several commands share: checked, and turned into what the program works with.

pub(in crate::cli) mod fields;
pub(in crate::cli) mod inputs;
pub(in crate::cli) mod keys;
pub(in crate::cli) mod limits;
pub(in crate::cli) mod order;
pub(in crate::cli) mod own;
pub(in crate::cli) mod rule_files;
pub(in crate::cli) mod when;
pub(in crate::cli) mod zone;
