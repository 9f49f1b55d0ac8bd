//! Lists and groups as they are printed: tables fitted to the terminal, or another form.

use std::io::{self, Write};

use super::output::tell_unfitted;
use crate::export::TableForm;
use crate::export::groups::{self, GroupFormat, Headings};
use crate::export::list::{self, ListFormat};
use crate::query::groups::group::Group;
use crate::record::field::Field;
use crate::record::time::zone::Zone;
use crate::store::{Event, Store};

/// Writes events with the values of a snapshot.
pub(super) fn write_list(
    shown: &Store,
    (events, columns): (&[Event], &[&Field]),
    format: ListFormat,
    (zone, form): (&Zone, TableForm<'_>),
    out: &mut dyn Write,
) -> io::Result<()> {
    if format != ListFormat::Table {
        return list::write(shown, events, columns, format, out);
    }
    let unfitted = list::write_table(shown, events, columns, zone, form, out)?;
    tell_unfitted(&unfitted, out)
}

/// Writes groups with the values of a snapshot.
pub(super) fn write_groups(
    shown: &Store,
    (rows, headings): (&[Group], Headings<'_>),
    format: GroupFormat,
    (zone, form): (&Zone, TableForm<'_>),
    out: &mut dyn Write,
) -> io::Result<()> {
    if format != GroupFormat::Table {
        return groups::write(shown, rows, headings, format, out);
    }
    let unfitted = groups::write_table(shown, rows, headings, zone, form, out)?;
    tell_unfitted(&unfitted, out)
}
