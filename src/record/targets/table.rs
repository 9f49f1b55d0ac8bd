//! `assets/targets.tsv`: the members that name what each call touches.

use std::collections::HashMap;
use std::sync::LazyLock;

use foldhash::fast::RandomState;

use super::rule::Rule;

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

/// The rule of a call, by its event source and event name; `None` where the table has none.
pub fn rule_of(source: &str, name: &str) -> Option<Rule> {
    let service = source.strip_suffix(".amazonaws.com").unwrap_or(source);
    let lines = &*LINES;
    let line = lines.get(&(service, name)).or_else(|| lines.get(&(service, without_date(name))));
    line.map(|&(what, with)| Rule::parse(what, with))
}

/// An event name without the date of the API that some services append: `CreateFunction20150331`,
/// `UpdateFunctionCode20150331v2`, `CreateDistribution2014_05_31`.
pub(super) fn without_date(name: &str) -> &str {
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let dated = match name.rsplit_once('v') {
        Some((before, version)) if is_digits(version) => before,
        _ => name,
    };
    let date = |length: usize| dated.len().checked_sub(length).and_then(|at| dated.split_at_checked(at));
    let is_date = |text: &str| {
        let digits: String = text.chars().filter(|char| *char != '_').collect();
        digits.len() == 8 && is_digits(&digits) && matches!(digits.get(..2), Some("19" | "20"))
    };
    for length in [10, 8] {
        if let Some((before, end)) = date(length)
            && is_date(end)
            && (length == 8) != end.contains('_')
            && !before.is_empty()
        {
            return before;
        }
    }
    name
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
            assert_eq!(without_date(columns[1]), columns[1], "{line}");
            let allowed = |char: char| char.is_ascii_alphanumeric() || "._-|/ ".contains(char);
            assert!(columns.iter().all(|text| text.chars().all(allowed)), "{line}");
        }
    }

    #[test]
    fn the_date_of_an_api_is_no_part_of_a_call() {
        for (name, plain) in [
            ("CreateFunction20150331", "CreateFunction"),
            ("UpdateFunctionCode20150331v2", "UpdateFunctionCode"),
            ("CreateDistribution2014_05_31", "CreateDistribution"),
            ("CreateUser", "CreateUser"),
            ("Put20990101", "Put"),
            ("20150331", "20150331"),
            ("Put12345678", "Put12345678"),
            ("Putv2", "Putv2"),
            ("Résumé2015", "Résumé2015"),
        ] {
            assert_eq!(without_date(name), plain);
        }
    }
}
