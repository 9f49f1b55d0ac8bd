//! Events counted by the values of a field.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::Serialize;

use super::cell::spreadsheet_cell;
use super::table::{self, EachRow, Unfitted};
use super::{BeforeRow, io_error};
use crate::export::terminal::paint::TableForm;
use crate::plural::{agree, counted};
use crate::query::groups::figures::{Figures, Sums};
use crate::query::groups::group::Group;
use crate::query::groups::items::counts_each;
use crate::query::groups::new_at::NewAt;
use crate::record::field::{Column, Field};
use crate::record::time::Time;
use crate::record::time::zone::Zone;
use crate::store::{Event, MISSING, Store};
use crate::text::paint::Tone;

/// Output formats of groups.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum GroupFormat {
    /// Aligned columns.
    Table,
    /// Columns for a spreadsheet.
    Csv,
    /// A Markdown table.
    Md,
    /// An array of objects.
    Json,
}

/// A column of numbers that is summed up for each group.
#[derive(Debug)]
pub struct Sum {
    field: &'static Field,
    sums: Sums,
    /// How many events were asked.
    events: usize,
}

impl Sum {
    /// Sums a field over groups by these columns.
    pub fn new(store: &Store, events: &[Event], by: &[Column], field: &'static Field) -> Self {
        Self { field, sums: Sums::of(store, events, by, field.column()), events: events.len() }
    }

    /// Returns the figures of all groups.
    pub fn sums(&self) -> &Sums {
        &self.sums
    }

    fn of(&self, group: &Group) -> Figures {
        self.sums.get(&group.path())
    }

    /// What is to be said about events that have no number; nothing when all have one, or none has.
    pub fn remark(&self) -> Option<String> {
        let Self { field, sums, events } = self;
        let have = agree(sums.without, "has", "have");
        (sums.without > 0 && sums.without < *events).then(|| {
            format!(
                "{} of {} {have} no whole number in {}",
                sums.without,
                counted(*events, "event"),
                field.name
            )
        })
    }

    fn headings(&self) -> [String; 3] {
        ["sum", "median", "max"].map(|figure| format!("{figure} of {}", self.field.name))
    }

    fn cells(&self, group: &Group) -> [String; 3] {
        let Figures { sum, median, max, .. } = self.of(group);
        [sum, median, max].map(|figure| figure.map(|figure| figure.to_string()).unwrap_or_default())
    }
}

/// What groups are by, and what is summed.
#[derive(Debug, Clone, Copy)]
pub struct Headings<'h> {
    /// The fields, outermost first.
    pub fields: &'h [&'static Field],
    /// Their columns.
    pub columns: &'h [Column],
    /// Columns of numbers.
    pub sums: &'h [Sum],
    /// When they are first new, if the filter says since when.
    pub new_at: Option<&'h NewAt>,
}

/// The figures of one sum of a group in JSON.
#[derive(Serialize)]
struct SumRow {
    sum: Option<i128>,
    median: Option<i128>,
    max: Option<i128>,
    numbers: usize,
    /// How many events have no number.
    without: usize,
}

/// When a group is first new; nothing if none of its events is.
#[derive(Serialize)]
struct NewAtRow(Option<String>);

#[derive(Serialize)]
struct GroupRow<'a> {
    values: BTreeMap<&'a str, Option<&'a str>>,
    events: usize,
    failed: usize,
    first: Option<String>,
    last: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    new_at: Option<NewAtRow>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    sums: BTreeMap<&'a str, SumRow>,
}

/// Writes the innermost groups in the order given.
pub fn write(
    store: &Store,
    groups: &[Group],
    headings: Headings<'_>,
    format: GroupFormat,
    out: &mut dyn Write,
) -> io::Result<()> {
    write_watched(store, groups, headings, format, &|| Ok(()), out)
}

/// Writes as [`write()`] does, and calls `before` for each row of text; JSON is made at once.
pub fn write_watched(
    store: &Store,
    groups: &[Group],
    headings: Headings<'_>,
    format: GroupFormat,
    before: BeforeRow<'_>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let missing = if format == GroupFormat::Table { "(none)" } else { "" };
    let rows = GroupRows { store, groups, headings, missing, before, zone: &Zone::default() };
    match format {
        GroupFormat::Table => {
            let form = TableForm::default();
            table::write(&headings.texts(), &|each| rows.each(each), form, &|_, _| Tone::Plain, out).map(drop)
        }
        GroupFormat::Md => super::markdown::write(&headings.texts(), &|each| rows.each(each), out),
        GroupFormat::Json => {
            let rows = rows.innermost().map(|group| GroupRow {
                values: headings.fields.iter().map(|field| field.name).zip(rows.values(group)).collect(),
                events: group.events,
                failed: group.failed,
                first: time(group.first),
                last: time(group.last),
                new_at: headings.new_at.map(|new_at| NewAtRow(new_at.get(&group.path()).and_then(time))),
                sums: headings.sums.iter().map(|sum| sum_row(sum, group)).collect(),
            });
            serde_json::to_writer_pretty(&mut *out, &rows.collect::<Vec<_>>())?;
            out.write_all(b"\n")
        }
        GroupFormat::Csv => {
            let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(out);
            writer.write_record(headings.texts()).map_err(io_error)?;
            rows.each(&mut |row| {
                writer.write_record(row.iter().map(|cell| spreadsheet_cell(cell))).map_err(io_error)
            })?;
            writer.flush()
        }
    }
}

/// Writes groups as a table with times in a zone. Colours say which groups have failed calls.
pub fn write_table(
    store: &Store,
    groups: &[Group],
    headings: Headings<'_>,
    zone: &Zone,
    form: TableForm<'_>,
    out: &mut dyn Write,
) -> io::Result<Unfitted> {
    let rows = GroupRows { store, groups, headings, missing: "(none)", before: &|| Ok(()), zone };
    let inner: Vec<&Group> = rows.innermost().collect();
    let fields = headings.fields.len();
    let tone = |row: usize, column: usize| {
        // The number of failed calls follows that of all.
        let failed = column == fields + 1 && inner.get(row).is_some_and(|group| group.failed > 0);
        if failed { Tone::Failed } else { Tone::Plain }
    };
    table::write(&headings.texts(), &|each| rows.each(each), form, &tone, out)
}

impl Headings<'_> {
    fn texts(&self) -> Vec<String> {
        let counted = ["events", "failed", "addresses", "event names", "first", "last"];
        let counted = self.fields.iter().map(|field| field.name).chain(counted).map(str::to_owned);
        let counted = counted.chain(self.new_at.map(|_| "new at".to_owned()));
        counted.chain(self.sums.iter().flat_map(Sum::headings)).collect()
    }
}

fn sum_row<'s>(sum: &'s Sum, group: &Group) -> (&'s str, SumRow) {
    let Figures { sum: all, median, max, numbers, events } = sum.of(group);
    (sum.field.name, SumRow { sum: all, median, max, numbers, without: group.events - events })
}

/// The innermost groups as rows of text, made one at a time.
struct GroupRows<'r> {
    store: &'r Store,
    groups: &'r [Group],
    headings: Headings<'r>,
    /// What is printed for events without a value.
    missing: &'r str,
    before: BeforeRow<'r>,
    /// The zone of times.
    zone: &'r Zone,
}

impl<'r> GroupRows<'r> {
    fn innermost(&self) -> impl Iterator<Item = &'r Group> {
        let depth = self.headings.columns.len();
        self.groups.iter().filter(move |group| group.within.len() + 1 == depth)
    }

    fn values(&self, group: &Group) -> Vec<Option<&'r str>> {
        let value = |column: Column, id: u32| (id != MISSING).then(|| self.store.dict(column).get(id));
        self.headings.columns.iter().zip(group.path()).map(|(&column, id)| value(column, id)).collect()
    }

    fn each(&self, each: EachRow<'_>) -> io::Result<()> {
        self.innermost().try_for_each(|group| {
            (self.before)()?;
            let names = self.values(group).into_iter().map(|value| value.unwrap_or(self.missing).to_owned());
            let counts =
                [group.events, group.failed, group.addresses, group.calls].map(|count| count.to_string());
            let sums = self.headings.sums.iter().flat_map(|sum| sum.cells(group));
            let new_at = self.headings.new_at.map(|new_at| new_at.get(&group.path()).unwrap_or(Time::NONE));
            let row: Vec<String> = names
                .chain(counts)
                .chain([group.first, group.last].map(|time| self.zone.local(time).to_string()))
                .chain(new_at.map(|time| self.zone.local(time).to_string()))
                .chain(sums)
                .collect();
            each(&row)
        })
    }
}

/// Returns what is to be said about groups besides their figures.
pub fn remarks(
    headings: Headings<'_>,
    groups: &[Group],
    events: usize,
) -> impl Iterator<Item = String> + use<> {
    let each = each_remark(headings.fields, groups, events).into_iter();
    each.chain(headings.sums.iter().filter_map(Sum::remark)).collect::<Vec<_>>().into_iter()
}

/// Says that an event counts in several groups, if the groups add up to more than the events.
fn each_remark(fields: &[&'static Field], groups: &[Group], events: usize) -> Option<String> {
    let several: Vec<&str> =
        fields.iter().filter(|field| counts_each(field.column())).map(|field| field.name).collect();
    let counts: usize = groups.iter().map(|group| group.events).sum();
    (!several.is_empty() && counts > events).then(|| {
        format!(
            "{} in groups that add up to {counts}: an event counts under each {}",
            counted(events, "event"),
            several.join(" and ")
        )
    })
}

/// Returns all innermost groups, largest first, then by value.
pub fn largest_first(store: &Store, columns: &[Column], groups: &mut Vec<Group>) {
    groups.retain(|group| group.within.len() + 1 == columns.len());
    let key = |group: &Group| -> Vec<String> {
        columns.iter().zip(group.path()).map(|(&column, id)| store.dict(column).get(id).to_owned()).collect()
    };
    groups.sort_by_cached_key(|group| (std::cmp::Reverse(group.events), key(group)));
}

fn time(time: Time) -> Option<String> {
    time.millis().map(|_| time.to_string())
}
