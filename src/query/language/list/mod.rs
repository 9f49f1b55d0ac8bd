//! Lists of indicators in files. `file`: a list, as a term names it; `entry`, `form`, `lines` and `stix`: what a
//! line says; `indicators`: which lines of several lists any text has; `matching`, `glob` and `pieces`: the test.

pub(in crate::query::language) mod entry;
pub mod file;
pub(in crate::query::language) mod form;
mod glob;
pub mod indicators;
mod lines;
mod matching;
mod pieces;
mod stix;
