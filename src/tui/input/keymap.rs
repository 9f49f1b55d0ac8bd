//! BINDINGS, the only table of keys, and [`Keymap`], that table with the changes of the configuration. The loop looks
//! keys up in it; footer and help are made from it, README and manual from the table without changes.
//! `look_up` finds keys. `keys` has the keys of panes and those that work anywhere, `action` those of overlays.

use std::borrow::Cow;

pub use super::action::{Binding, Context};
use super::action::{OVERLAY_KEYS, PROGRAM_KEYS};
use super::keys::{
    card, case, columns, compare, detail, general, groups, layout, ledger, list, load, moves, timeline,
    triage, typing,
};

/// The keys that hold.
#[derive(Debug, Clone)]
pub struct Keymap(Cow<'static, [Binding]>);

impl Default for Keymap {
    fn default() -> Self {
        Self(Cow::Borrowed(BINDINGS))
    }
}

impl Keymap {
    /// Makes a table of its rows.
    pub fn new(bindings: Vec<Binding>) -> Self {
        Self(Cow::Owned(bindings))
    }

    /// Returns all rows, in the order of the help.
    pub fn bindings(&self) -> &[Binding] {
        &self.0
    }

    /// Returns whether it is the table without changes.
    pub fn is_default(&self) -> bool {
        matches!(self.0, Cow::Borrowed(_))
    }
}

/// Every key, without the changes of the configuration.
pub const BINDINGS: &[Binding] = &joined();

/// In the order of the help.
const TABLES: [&[Binding]; 17] = [
    list::KEYS,
    groups::KEYS,
    detail::KEYS,
    timeline::KEYS,
    typing::KEYS,
    columns::KEYS,
    OVERLAY_KEYS,
    moves::KEYS,
    general::KEYS,
    load::KEYS,
    layout::KEYS,
    case::KEYS,
    compare::KEYS,
    ledger::KEYS,
    triage::KEYS,
    card::KEYS,
    PROGRAM_KEYS,
];

#[expect(clippy::indexing_slicing, reason = "run by the compiler: what fails does not compile")]
const COUNT: usize = {
    let mut count = 0;
    let mut table = 0;
    while table < TABLES.len() {
        count += TABLES[table].len();
        table += 1;
    }
    count
};

#[expect(clippy::indexing_slicing, reason = "run by the compiler: what fails does not compile")]
#[expect(clippy::large_stack_arrays, reason = "run by the compiler, on no thread's stack")]
const fn joined() -> [Binding; COUNT] {
    let mut all = [TABLES[0][0]; COUNT];
    let (mut at, mut table) = (0, 0);
    while table < TABLES.len() {
        let mut row = 0;
        while row < TABLES[table].len() {
            all[at] = TABLES[table][row];
            (at, row) = (at + 1, row + 1);
        }
        table += 1;
    }
    all
}
