//! One row of the table of fields: its names, where its value comes from, and what it holds.

use crate::record::column::{Column, OnDemand};

/// Where the value of a field comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldSource {
    /// The time column.
    Time,
    /// The event ID.
    EventId,
    /// An interned column.
    Column(Column),
}

impl FieldSource {
    /// Returns the column that holds the value; `None` for the time and the event ID, which are stored
    /// differently.
    pub const fn column(self) -> Option<Column> {
        match self {
            Self::Column(column) => Some(column),
            Self::Time | Self::EventId => None,
        }
    }
}

/// One row of [`FIELDS`](super::table::FIELDS).
#[derive(Debug)]
pub struct Field {
    /// AWS's name, or our own if the value is computed.
    pub name: &'static str,
    /// Shorter names for typing.
    pub aliases: &'static [&'static str],
    /// Heading of the column on screen.
    pub title: &'static str,
    /// Where the value comes from.
    pub source: FieldSource,
    /// What it holds, for the README and the pickers.
    pub about: &'static str,
}

impl Field {
    /// The description without the marks of code that Markdown needs.
    pub fn plain_about(&self) -> String {
        self.about.replace('`', "")
    }

    /// Returns the column for groups and sums. The time and the event ID become columns only when needed.
    pub fn column(&self) -> Column {
        match self.source {
            FieldSource::Column(column) => column,
            FieldSource::Time => Column::OnDemand(OnDemand::EVENT_TIME),
            FieldSource::EventId => Column::OnDemand(OnDemand::EVENT_ID),
        }
    }
}

pub(in crate::record) const fn column(
    name: &'static str,
    aliases: &'static [&'static str],
    title: &'static str,
    column: Column,
    about: &'static str,
) -> Field {
    Field { name, aliases, title, source: FieldSource::Column(column), about }
}

/// Makes a row of a column of the user's own files.
pub(in crate::record) const fn own(
    name: &'static str,
    aliases: &'static [&'static str],
    source: OnDemand,
    about: &'static str,
) -> Field {
    column(name, aliases, name, Column::OnDemand(source), about)
}
