//! Fields and paths as arguments name them: several in one argument, separated by commas.

use std::sync::LazyLock;

use crate::export::list::default_columns;
use crate::json::path::quoted_names;
use crate::record::field::{FIELDS, Field};
use crate::record::on_demand::field_or_path;

/// The columns of a list unless others are named.
pub(super) static DEFAULT: LazyLock<String> = LazyLock::new(|| default_columns().join(","));

/// The fields that one argument names.
#[derive(Debug, Clone)]
pub(super) struct FieldList(Vec<&'static Field>);

/// The fields of several such arguments.
pub(super) fn all(lists: &[FieldList]) -> Vec<&'static Field> {
    lists.iter().flat_map(|list| list.0.iter().copied()).collect()
}

/// Reads the fields that an argument names.
pub(super) fn read(argument: &str) -> Result<FieldList, String> {
    let parts = parts(argument);
    let is_one = parts.len() == 1;
    let told = |name: &str| {
        let reason = unknown();
        if is_one { reason } else { format!("{name}: {reason}") }
    };
    let fields = parts.into_iter().map(|name| field_or_path(name).ok_or_else(|| told(name)));
    fields.collect::<Result<_, _>>().map(FieldList)
}

fn unknown() -> String {
    let names: Vec<&str> = FIELDS.iter().map(|field| field.name).collect();
    format!(
        "no such field or path, such as requestParameters.bucketName; the fields are {}",
        names.join(", ")
    )
}

/// The parts of an argument between its commas. A comma within a quoted name of a path belongs to the name.
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

    /// However names are quoted, the list of them is read as each alone.
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
