//! The object that is made of a row of a table, with the places of its members. They are known when it is written, so
//! that it need not be scanned again.

use std::ops::Range;

use crate::record::read::key::Key;

/// What a record has under the name of a member.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MadeMember {
    pub(super) key: Option<Key>,
    /// Whether its value is a string or a word, in which there is nothing to note.
    pub(super) is_plain: bool,
}

impl MadeMember {
    /// Returns what a record has under a name, which is written as between the quotes of a key.
    pub fn new(name: &[u8], is_plain: bool) -> Self {
        Self { key: Key::named(name), is_plain }
    }
}

/// An object, in buffers that serve one object after another.
#[derive(Debug, Default)]
pub struct MadeRecord {
    /// The object without white space, but for that in values that were JSON already.
    pub text: Vec<u8>,
    /// Its members that a record may have and their values, in the order of the text.
    pub places: Vec<(MadeMember, Range<usize>)>,
}

impl MadeRecord {
    /// Forgets the object, but not the memory of the buffers.
    pub fn clear(&mut self) {
        self.text.clear();
        self.places.clear();
    }
}
