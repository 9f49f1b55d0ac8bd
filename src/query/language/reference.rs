//! LANGUAGE, the one table of what can be written in a filter: README and manual page are made from it.

use super::term::IS_NAMES;

/// One row of [`LANGUAGE`].
#[derive(Debug)]
pub struct Row {
    /// Examples of what to write.
    pub write: &'static [&'static str],
    /// What it means.
    pub means: &'static str,
}

const fn row(write: &'static [&'static str], means: &'static str) -> Row {
    Row { write, means }
}

/// Everything that can be written apart from the ready-made tests, from what is typed most to what is typed least.
pub const LANGUAGE: &[Row] = &[
    row(&["delbuck"], "a word: in one of the shown columns, as it stands or spread over beginnings of words"),
    row(&["'bucket"], "in one of the shown columns, exactly as it stands"),
    row(&["\"arn:aws:iam::1\""], "this text anywhere in the event's JSON"),
    row(&["/Delete(User|Role)/", "/…/i"], "a regular expression anywhere in the JSON; `i` ignores case"),
    row(
        &["eventName:bucket", "eventName:Delete*"],
        "the field contains it, ignoring case; with `*` or `?` the pattern is the whole value",
    ),
    row(&["eventName=DeleteUser", "eventName!=DeleteUser"], "the field is exactly this, or anything else"),
    row(&["userAgent~^aws-cli"], "a regular expression on the field"),
    row(&["errorCode:*", "!errorCode:*"], "the field is there, or is not"),
    row(&["eventName:CreateUser,CreateRole"], "any of these"),
    row(
        &["ip:10.0.0.0/8", "ip!=10.0.0.0/8"],
        "an address in this network, or anything else; names of services are in none",
    ),
    row(
        &["time:2026-03-10", "time:12:00..12:30", "after:2026-03-10T22:00", "before:2026-03-11"],
        "when it happened, in UTC: a day, a part of every day, from, until",
    ),
    row(&["last:24h"], "the time before the newest event"),
    row(&["around:2026-03-11T06:12~30m"], "so long before and after"),
    row(&["requestParameters.bucketName:logs"], "any place in the JSON, named by its path"),
    row(&["!is:service", "-alice"], "not"),
    row(&["a b"], "both: blanks mean AND"),
    row(&["a | b"], "either"),
    row(&["( a | b ) c"], "brackets say what belongs together"),
    row(&["sourceIPAddress=@iocs.txt"], "any of the lines of a file: addresses, networks, keys, names"),
];

/// The whole language, ready-made tests included: what to write, and what it means.
pub fn rows() -> impl Iterator<Item = (Vec<String>, &'static str)> {
    let rows = LANGUAGE.iter().map(|row| (row.write.iter().map(ToString::to_string).collect(), row.means));
    rows.chain(IS_NAMES.iter().map(|(name, means)| (vec![format!("is:{name}")], *means)))
}

/// The language as a Markdown table, for the README.
pub fn markdown() -> String {
    let row = |(write, means): (Vec<String>, &str)| {
        let write: Vec<String> = write.iter().map(|text| format!("`{}`", cell(text))).collect();
        format!("| {} | {} |\n", write.join(" "), cell(means))
    };
    format!("| write | means |\n|---|---|\n{}", rows().map(row).collect::<String>())
}

/// A text that may stand in a cell of a Markdown table.
pub(crate) fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::language::parse::parse_with;

    #[test]
    fn every_example_can_be_written() {
        for text in rows().flat_map(|(write, _)| write).filter(|text| !text.contains('…')) {
            assert!(parse_with(&text, &|_| Ok(vec!["192.0.2.1".to_owned()])).is_ok(), "{text}");
        }
    }
}
