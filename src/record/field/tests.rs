//! Every column has one row among the fields, and no name is taken twice.

use std::collections::HashSet;

use super::*;

#[test]
fn every_column_has_one_field_and_no_name_is_taken_twice() {
    let columns: Vec<_> = FIELDS.iter().map(|field| field.column().index()).collect();
    let kept = columns.iter().filter(|&&column| column < COLUMNS).count();
    let distinct: HashSet<_> = columns.iter().collect();
    assert_eq!(distinct.len(), columns.len());
    // The label of a principal is how `principal` is shown, not a separate field.
    assert_eq!(kept, COLUMNS - 1);
    assert!(!distinct.contains(&Column::PrincipalLabel.index()));
    let names: Vec<_> = FIELDS.iter().flat_map(|field| field.aliases.iter().chain([&field.name])).collect();
    let lower: HashSet<_> = names.iter().map(|name| name.to_ascii_lowercase()).collect();
    assert_eq!(lower.len(), names.len());
}

#[test]
fn names_and_aliases_are_found_in_any_case() {
    assert_eq!(field("EVENTNAME").map(|field| field.name), Some("eventName"));
    assert_eq!(field("ip").map(|field| field.name), Some("sourceIPAddress"));
    assert!(field("nosuch").is_none());
}
