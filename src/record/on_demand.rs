//! What columns on demand hold: any path into the record, and values computed from other columns. Paths get
//! their numbers here.
//!
//! A path may lead to several values. Their texts are written as one value, in the form in which
//! `targets::list` writes names.

use std::borrow::Cow;
use std::sync::{LazyLock, Mutex, PoisonError};

use super::denial::DeniedPart;
use super::field::{Column, Field, FieldSource, OnDemand, field};
use super::own::{self, OwnColumn};
use super::program;
use super::read::RawRecord;
use super::targets::list;
use super::together::{GivenColumn, Together};
use crate::json::path::{Path, Step, opened};
use crate::json::strings::strings;
use crate::json::text::decode;
use crate::record::read::key::is_record_key;
use crate::record::read::value::{is_present, text_of};

/// Where the values of a column come from.
#[derive(Debug, Clone, PartialEq)]
pub enum ColumnRule {
    /// The time of the event, which the store has.
    Time,
    /// The event ID, which the store has.
    EventId,
    /// From the user agent.
    Program,
    /// From the user agent.
    Os,
    /// A part of the message of a denied call.
    Denied(DeniedPart),
    /// The identities that an Insights event attributes calls to.
    Attributed,
    /// The number of bytes at a path.
    Bytes(Path),
    /// What is at a path.
    Path(Path),
    /// Computed from all events together.
    Together(Together),
    /// The user's own rules that find the event.
    Rules,
    /// Said by people; it comes with the store.
    Given(GivenColumn),
    /// Said by the user's own files.
    Own(OwnColumn),
}

impl ColumnRule {
    /// Returns the column that its values are computed from, if they need no record text.
    pub fn source(&self) -> Option<Column> {
        match self {
            Self::Program | Self::Os => Some(Column::UserAgent),
            Self::Denied(_) => Some(Column::ErrorMessage),
            Self::Own(OwnColumn::AccountName) => Some(Column::Account),
            Self::Own(OwnColumn::Country | OwnColumn::City | OwnColumn::Asn) => Some(Column::SourceIpAddress),
            Self::Time
            | Self::EventId
            | Self::Attributed
            | Self::Bytes(_)
            | Self::Path(_)
            | Self::Together(_)
            | Self::Rules
            | Self::Given(_)
            | Self::Own(OwnColumn::Ioc) => None,
        }
    }

    /// Returns whether its values come from the texts of records.
    pub fn reads_text(&self) -> bool {
        matches!(self, Self::Attributed | Self::Bytes(_) | Self::Path(_) | Self::Own(OwnColumn::Ioc))
    }

    /// Returns whether its values depend on more than one record.
    pub fn is_of_all(&self) -> bool {
        matches!(self, Self::Together(_) | Self::Rules | Self::Given(_))
    }

    /// Returns the value for one value of its [`Self::source`].
    pub fn of_value<'v>(&self, value: &'v str) -> Option<Cow<'v, str>> {
        match self {
            Self::Program => program::program(value).map(Cow::Borrowed),
            Self::Os => program::os(value).map(Cow::Borrowed),
            Self::Denied(part) => part.of(value).map(Cow::Borrowed),
            Self::Own(column) => own::files()?.value(*column, value).map(Cow::Owned),
            Self::Time
            | Self::EventId
            | Self::Attributed
            | Self::Bytes(_)
            | Self::Path(_)
            | Self::Together(_)
            | Self::Rules
            | Self::Given(_) => None,
        }
    }

    /// Appends the record's value to `text`; appends nothing if there is none.
    pub fn write(&self, record: &[u8], text: &mut String) {
        match self {
            Self::Time
            | Self::EventId
            | Self::Program
            | Self::Os
            | Self::Denied(_)
            | Self::Together(_)
            | Self::Rules
            | Self::Given(_)
            | Self::Own(OwnColumn::AccountName | OwnColumn::Country | OwnColumn::City | OwnColumn::Asn) => {}
            Self::Own(OwnColumn::Ioc) => write_indicators(record, text),
            Self::Attributed => {
                RawRecord::read_damaged(record).attributed().iter().for_each(|arn| list::add(arn, text));
            }
            Self::Bytes(path) => write_values(path, record, whole_number, text),
            Self::Path(path) => write_path(path, record, text),
        }
    }
}

/// Appends the lines of lists of indicators that the values of a record have.
fn write_indicators(record: &[u8], text: &mut String) {
    let Some(files) = own::files().filter(|files| files.has(OwnColumn::Ioc)) else { return };
    let mut found = Vec::new();
    for string in strings(record).filter(|string| !string.is_name) {
        files.indicators(&decode(record.get(string.place).unwrap_or_default()), &mut found);
    }
    for line in &found {
        list::add(line, text);
    }
}

/// Appends the values at a path of a record, as one value. An array represents its items. An array without
/// items, or with only absent values, is written as an array.
pub fn write_path(path: &Path, record: &[u8], text: &mut String) {
    write_values(path, record, |value| value, text);
}

/// Longer lists may repeat items, because comparing each item with each takes too long.
const MOST_COMPARED: usize = 64;

fn write_values(path: &Path, record: &[u8], form: fn(&str) -> &str, text: &mut String) {
    let values = path.values(record);
    let present = || values.iter().filter(|value| is_present(value));
    let mut items: Vec<Cow<'_, str>> = Vec::new();
    let mut add = |item: Cow<'_, str>| {
        if items.len() >= MOST_COMPARED || !items.contains(&item) {
            items.push(Cow::Owned(item.into_owned()));
        }
    };
    for value in present() {
        opened(value, &mut |item| {
            if is_present(item) {
                add(text_of(item));
            }
        });
    }
    if items.is_empty() {
        items.extend(present().map(|value| text_of(value)));
    }
    for item in &items {
        list::add(form(item), text);
    }
}

/// S3 writes `517.0` for 517 bytes.
pub fn whole_number(number: &str) -> &str {
    let whole = number.trim_end_matches('0').strip_suffix('.');
    whole
        .filter(|whole| !whole.is_empty() && whole.bytes().all(|byte| byte.is_ascii_digit()))
        .unwrap_or(number)
}

/// A known column on demand.
struct KnownColumn {
    rule: ColumnRule,
    /// The field of a path; computed fields are in FIELDS.
    field: Option<Field>,
}

/// All known columns, by number. A requested path is kept forever: there are few, and they are small.
static KNOWN: LazyLock<Mutex<Vec<&'static KnownColumn>>> = LazyLock::new(|| {
    let bytes = |name: &str| {
        let steps = ["additionalEventData", name].map(|name| Step::Name(name.to_owned()));
        ColumnRule::Bytes(Path::of(steps.into()))
    };
    let fixed: [ColumnRule; OnDemand::FIXED] = [
        ColumnRule::Program,
        ColumnRule::Os,
        bytes("bytesTransferredIn"),
        bytes("bytesTransferredOut"),
        ColumnRule::Time,
        ColumnRule::EventId,
        ColumnRule::Attributed,
        ColumnRule::Denied(DeniedPart::Action),
        ColumnRule::Denied(DeniedPart::Policy),
        ColumnRule::Denied(DeniedPart::Effect),
        ColumnRule::Denied(DeniedPart::By),
        ColumnRule::Together(Together::Issued),
        ColumnRule::Given(GivenColumn::Mark),
        ColumnRule::Given(GivenColumn::Label),
        ColumnRule::Given(GivenColumn::Note),
        ColumnRule::Together(Together::Root),
        ColumnRule::Together(Together::Basis),
        ColumnRule::Together(Together::State),
        ColumnRule::Together(Together::New),
        ColumnRule::Together(Together::Opens),
        ColumnRule::Together(Together::Watch),
        ColumnRule::Together(Together::Tactic),
        ColumnRule::Together(Together::Technique),
        ColumnRule::Own(OwnColumn::AccountName),
        ColumnRule::Own(OwnColumn::Country),
        ColumnRule::Own(OwnColumn::City),
        ColumnRule::Own(OwnColumn::Asn),
        ColumnRule::Own(OwnColumn::Ioc),
        ColumnRule::Rules,
    ];
    Mutex::new(fixed.map(|rule| leaked(KnownColumn { rule, field: None })).into())
});

fn leaked(known: KnownColumn) -> &'static KnownColumn {
    Box::leak(Box::new(known))
}

fn with_known<R>(act: impl FnOnce(&mut Vec<&'static KnownColumn>) -> R) -> R {
    act(&mut KNOWN.lock().unwrap_or_else(PoisonError::into_inner))
}

impl OnDemand {
    /// Returns where its values come from.
    pub fn rule(self) -> Option<&'static ColumnRule> {
        with_known(|known| known.get(self.index()).map(|known| &known.rule))
    }

    /// Returns the column of a path, if it was requested before.
    pub fn known(path: &Path) -> Option<Self> {
        with_known(|known| position(known, path)).map(Self::at)
    }

    /// Returns the column of a path.
    pub fn of_path(path: &Path) -> Self {
        let name = path.to_string();
        Self::at(with_known(|known| place(known, path, &name)))
    }
}

fn position(known: &[&'static KnownColumn], path: &Path) -> Option<usize> {
    known.iter().position(|known| matches!(&known.rule, ColumnRule::Path(other) if other == path))
}

fn place(known: &mut Vec<&'static KnownColumn>, path: &Path, name: &str) -> usize {
    position(known, path).unwrap_or_else(|| {
        let number = known.len();
        let name: &'static str = Box::leak(name.into());
        let source = FieldSource::Column(Column::OnDemand(OnDemand::at(number)));
        let about = "what is at this path of the record";
        let field = Field { name, aliases: &[], title: name, source, about };
        known.push(leaked(KnownColumn { rule: ColumnRule::Path(path.clone()), field: Some(field) }));
        number
    })
}

/// Parses a name as a path, unless it is the name of a field. A path begins with a member of records, or with a
/// bracket.
pub fn path_named(name: &str) -> Option<Path> {
    let path = Path::parse(name).filter(|_| field(name).is_none())?;
    let is_path = match path.steps() {
        [Step::Name(first), ..] => is_record_key(first) || name.starts_with('['),
        _ => false,
    };
    is_path.then_some(path)
}

/// Returns the field with that name or alias, in any case, or makes a path into a column and returns its field.
pub fn field_or_path(name: &str) -> Option<&'static Field> {
    field(name).or_else(|| {
        let path = path_named(name)?;
        with_known(|known| {
            let place = place(known, &path, name);
            known.get(place).and_then(|known| known.field.as_ref())
        })
    })
}

/// Returns the field with that name or alias, or of a path that was requested before.
pub fn known_field(name: &str) -> Option<&'static Field> {
    field(name).or_else(|| {
        let path = path_named(name)?;
        with_known(|known| known.get(position(known, &path)?).and_then(|known| known.field.as_ref()))
    })
}

/// Returns the field that names a column.
pub fn field_of(column: Column) -> Option<&'static Field> {
    let named = super::field::FIELDS.iter().find(|field| field.column() == column);
    named.or_else(|| {
        with_known(|known| known.get(column.on_demand()?.index()).and_then(|known| known.field.as_ref()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn value(name: &str, record: &str, expected: &str) {
        let rule = field_or_path(name).unwrap().column().on_demand().unwrap().rule().unwrap();
        let mut text = String::new();
        rule.write(record.as_bytes(), &mut text);
        assert_eq!(text, expected, "{name} of {record}");
    }

    #[test]
    fn several_values_stand_in_one() {
        value("requestParameters.a", r#"{"requestParameters":{"a":"x"}}"#, "x");
        value(
            "requestParameters.a",
            r#"{"requestParameters":{"a":["x",2,null,"","x",[true]]}}"#,
            "x, 2, true",
        );
        value(
            "requestParameters.a.b",
            r#"{"requestParameters":{"a":[{"b":1},{"b":"p, q"}]}}"#,
            "1, p,\u{fe0e} q",
        );
        value("requestParameters.a", r#"{"requestParameters":{"a":[]}}"#, "[]");
        value("requestParameters.a", r#"{"requestParameters":{"a":null}}"#, "");
        value("requestParameters.\"a:b\"", r#"{"requestParameters":{"a:b":{"c":1}}}"#, r#"{"c":1}"#);
    }

    #[test]
    fn bytes_are_whole_numbers() {
        let record = |bytes: &str| format!(r#"{{"additionalEventData":{{"bytesTransferredOut":{bytes}}}}}"#);
        for (written, expected) in
            [("517.0", "517"), ("500", "500"), ("0.0", "0"), ("0.5", "0.5"), ("\"x\"", "x")]
        {
            value("bytesOut", &record(written), expected);
        }
        value("bytesIn", &record("1"), "");
    }

    #[test]
    fn a_path_keeps_its_number_and_only_paths_into_records_have_one() {
        let name = "requestParameters.kept[0].\"its:number\"";
        assert!(known_field(name).is_none());
        let one = field_or_path(name).unwrap();
        assert_eq!((one.name, field_or_path(name).unwrap().column()), (name, one.column()));
        assert_eq!(known_field(name).unwrap().column(), one.column());
        assert_eq!(field_of(one.column()).unwrap().name, name);
        for unknown in ["", "nosuch", "nosuch.x", "requestParameters..x", "requestParameters."] {
            assert!(field_or_path(unknown).is_none(), "{unknown}");
        }
        assert_eq!(field_or_path("WHO").unwrap().name, "principal");
        assert!(field_or_path("[\"newMember\"].x").is_some());
    }
}
