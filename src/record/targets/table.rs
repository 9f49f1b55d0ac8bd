//! `assets/targets.tsv`: the members that name what each call touches.

use std::collections::HashMap;
use std::sync::LazyLock;

use foldhash::fast::RandomState;

use super::rule::TargetRule;
use crate::record::call::without_api_date;

const TABLE: &str = include_str!("../../../assets/targets.tsv");

/// The columns of a line: service, call, what, with.
type Lines = HashMap<(&'static str, &'static str), (&'static str, &'static str), RandomState>;

static LINES: LazyLock<Lines> = LazyLock::new(|| {
    let line = |line: &'static str| {
        let mut columns = line.split('\t');
        let (service, call, what) = (columns.next()?, columns.next()?, columns.next()?);
        Some(((service, call), (what, columns.next().unwrap_or_default())))
    };
    TABLE.lines().filter(|text| !text.starts_with('#')).filter_map(line).collect()
});

/// Returns the rule for a call, by its event source and event name; `None` if the table has none.
pub fn rule_of(source: &str, name: &str) -> Option<TargetRule> {
    let service = source.strip_suffix(".amazonaws.com").unwrap_or(source);
    let lines = &*LINES;
    let line = lines.get(&(service, name)).or_else(|| lines.get(&(service, without_api_date(name))));
    line.map(|&(what, with)| TargetRule::parse(what, with))
}

/// Returns the columns of all lines.
#[cfg(test)]
pub(crate) fn lines() -> impl Iterator<Item = (&'static str, &'static str, &'static str, &'static str)> {
    TABLE.lines().filter_map(|line| {
        let mut columns = line.split('\t');
        let (service, call, what) = (columns.next()?, columns.next()?, columns.next()?);
        Some((service, call, what, columns.next().unwrap_or_default()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted_complete_and_without_repeats() {
        let lines: Vec<&str> = TABLE.lines().filter(|line| !line.starts_with('#')).collect();
        let mut sorted = lines.clone();
        sorted.sort_unstable();
        assert_eq!(lines, sorted, "lines are out of order");
        assert_eq!(LINES.len(), lines.len(), "a call stands twice, or a line has no third column");
        assert!(lines.len() >= 300, "{} calls", lines.len());
        for line in lines {
            let columns: Vec<&str> = line.split('\t').collect();
            assert!(
                (3..=4).contains(&columns.len()) && columns.iter().all(|text| !text.is_empty()),
                "{line}"
            );
            assert_eq!(without_api_date(columns[1]), columns[1], "{line}");
            let allowed = |char: char| char.is_ascii_alphanumeric() || "._-|/ ".contains(char);
            assert!(columns.iter().all(|text| text.chars().all(allowed)), "{line}");
        }
    }
}
