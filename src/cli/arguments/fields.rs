//! Fields and paths as named in arguments: several in one argument, separated by commas.

use std::sync::LazyLock;

use crate::export::list::default_columns;
use crate::json::path::quoted_names;
use crate::record::field::{FIELDS, Field};
use crate::record::on_demand::field_or_path;
use crate::record::read::key::record_keys;

/// The default columns of a list.
pub(in crate::cli) static DEFAULT: LazyLock<String> = LazyLock::new(|| default_columns().join(","));

/// The fields that one argument names.
#[derive(Debug, Clone)]
pub(in crate::cli) struct FieldList(Vec<&'static Field>);

/// Returns the fields of several such arguments.
pub(in crate::cli) fn all(lists: &[FieldList]) -> Vec<&'static Field> {
    lists.iter().flat_map(|list| list.0.iter().copied()).collect()
}

/// Reads the fields that an argument names.
pub(in crate::cli) fn read(argument: &str) -> Result<FieldList, String> {
    let parts = parts(argument);
    let is_one = parts.len() == 1;
    let told = |name: &str| {
        let reason = unknown(name);
        if is_one { reason } else { format!("{name}: {reason}") }
    };
    let fields = parts.into_iter().map(|name| field_or_path(name).ok_or_else(|| told(name)));
    fields.collect::<Result<_, _>>().map(FieldList)
}

/// A field to sort by.
#[derive(Debug, Clone, Copy)]
pub(in crate::cli) struct SortField {
    /// The field.
    pub(in crate::cli) field: &'static Field,
    /// Whether the greatest value comes first.
    pub(in crate::cli) descending: bool,
}

/// Reads a field to sort by: `bytesOut`, `bytesOut:desc`.
pub(in crate::cli) fn read_sort(argument: &str) -> Result<SortField, String> {
    let directions = [(":desc", true), (":asc", false)];
    let named =
        directions.into_iter().find_map(|(end, descending)| Some((argument.strip_suffix(end)?, descending)));
    let (name, descending) = named.unwrap_or((argument, false));
    field_or_path(name).map(|field| SortField { field, descending }).ok_or_else(|| unknown(name))
}

fn unknown(name: &str) -> String {
    let (meant, names) = (did_you_mean(name), FIELDS.iter().map(|field| field.name).collect::<Vec<_>>());
    let names = names.join(", ");
    format!(
        "no such field or path{meant} The fields are {names}; a path looks like requestParameters.bucketName"
    )
}

/// Returns what a misspelled name may have meant: a field, or the beginning of a path.
fn did_you_mean(name: &str) -> String {
    let (first, rest) = name.split_at(name.find(['.', '[']).unwrap_or(name.len()));
    let fields = FIELDS.iter().map(|field| field.name).filter(|known| known.contains('.') || rest.is_empty());
    let whole = nearest(name, fields).map(str::to_owned);
    let path =
        || nearest(first, record_keys()).filter(|_| !rest.is_empty()).map(|key| format!("{key}{rest}"));
    whole.or_else(path).map_or_else(|| ".".to_owned(), |meant| format!("; did you mean {meant}?"))
}

/// Returns the known name nearest to another, if they differ in at most a few letters.
fn nearest(name: &str, known: impl Iterator<Item = &'static str>) -> Option<&'static str> {
    let lower = name.to_lowercase();
    let distance = |known: &&'static str| strsim::osa_distance(&known.to_lowercase(), &lower);
    let near = known
        .map(|known| (distance(&known), known))
        .filter(|(distance, _)| (1..=MOST_LETTERS).contains(distance));
    near.min_by_key(|(distance, _)| *distance).map(|(_, known)| known)
}

/// Names that differ in more letters are different names.
const MOST_LETTERS: usize = 2;

/// Splits an argument at its commas. A comma within a quoted name of a path belongs to the name.
fn parts(argument: &str) -> Vec<&str> {
    let quoted = quoted_names(argument);
    let is_free = |at: &usize| !quoted.iter().any(|name| name.contains(at));
    let mut parts = Vec::new();
    let mut start = 0;
    for (comma, _) in argument.match_indices(',').filter(|(at, _)| is_free(at)) {
        parts.extend(argument.get(start..comma));
        start = comma + 1;
    }
    parts.extend(argument.get(start..));
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commas_separate_fields_except_in_quoted_names() {
        for (argument, expected) in [
            ("a", &["a"][..]),
            ("a,b,c", &["a", "b", "c"]),
            ("a,,b,", &["a", "", "b", ""]),
            (r#"x."a,b""#, &[r#"x."a,b""#]),
            (r#"x."a,b",y,["p,q"].z,w"#, &[r#"x."a,b""#, "y", r#"["p,q"].z"#, "w"]),
            (r#"x."a\",b".c,d"#, &[r#"x."a\",b".c"#, "d"]),
            (r#"x."a,b"#, &[r#"x."a"#, "b"]),
        ] {
            assert_eq!(parts(argument), expected, "{argument}");
        }
    }

    #[test]
    fn a_misspelled_name_is_told_with_the_one_that_was_meant() {
        for (name, meant) in [
            ("eventNam", Some("eventName")),
            ("EVENTNMAE", Some("eventName")),
            ("requestParameter.bucketName", Some("requestParameters.bucketName")),
            ("reqestParameters.x[0].y", Some("requestParameters.x[0].y")),
            ("nosuch", None),
            ("nosuch.x", None),
        ] {
            let reason = read(name).unwrap_err();
            let told = meant.map(|meant| format!("did you mean {meant}?"));
            assert_eq!(reason.contains("did you mean"), told.is_some(), "{name}: {reason}");
            assert!(told.is_none_or(|told| reason.contains(&told)), "{name}: {reason}");
        }
    }

    /// However names are quoted, a list of them is read like each of them alone.
    #[test]
    fn a_list_is_its_parts() {
        let called = |lists: &[FieldList]| all(lists).iter().map(|field| field.name).collect::<Vec<_>>();
        let names =
            ["eventName", "requestParameters.a", r#"requestParameters."a,b""#, r#"["x,y"].z[0]"#, "who"];
        for one in names {
            for two in names {
                let list = read(&format!("{one},{two}")).unwrap();
                let alone = [read(one).unwrap(), read(two).unwrap()];
                assert_eq!(called(&[list]), called(&alone), "{one} {two}");
            }
        }
        let reason = read("eventName,nosuch").unwrap_err();
        assert!(reason.starts_with("nosuch: no such field or path"), "{reason}");
    }
}
