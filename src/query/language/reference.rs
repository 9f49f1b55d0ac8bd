//! LANGUAGE, the only table of what can be written in a filter. README and manual page are made from it.

use crate::insight::meaning;
use crate::query::language::term::ready::is_names;

/// One row of [`LANGUAGE`].
#[derive(Debug)]
pub struct LanguageRow {
    /// Examples of what to write.
    pub write: &'static [&'static str],
    /// What it means.
    pub means: &'static str,
}

const fn row(write: &'static [&'static str], means: &'static str) -> LanguageRow {
    LanguageRow { write, means }
}

/// Everything except the ready-made tests, most frequently used first.
pub const LANGUAGE: &[LanguageRow] = &[
    row(
        &["delbuck"],
        "a word in one of the shown columns: as written, or abbreviated (`delbuck` finds DeleteBucket)",
    ),
    row(
        &["AKIAQ7LKSPRBDEXAMPLE", "203.0.113.9", "arn:aws:s3:::b", "2026-03-11", "23:14"],
        "an identifier is found anywhere in an event: access keys, principal and resource IDs, event and \
         request IDs, accounts, addresses, networks, ARNs, email addresses; dates and times of day; put it \
         in quotes to search for the plain text",
    ),
    row(&["'bucket"], "this exact text in one of the shown columns"),
    row(&["\"arn:aws:iam::1\""], "this exact text anywhere in the event's JSON"),
    row(&["/Delete(User|Role)/", "/…/i"], "a regular expression anywhere in the JSON; `i` ignores case"),
    row(
        &["eventName:bucket", "eventName:Delete*"],
        "the field contains the text, ignoring case; with `*` or `?` the pattern must match the whole value",
    ),
    row(&["eventName=DeleteUser", "eventName!=DeleteUser"], "the field equals the value, or differs from it"),
    row(
        &["eventName:=consolelogin", "userAgent:=*boto*"],
        "the field equals the value, ignoring case; with `*` or `?` the pattern must match the whole value",
    ),
    row(
        &["raw.requestParameters.bucketName:=\"Logs\"", "raw.requestParameters:\"Suspended\""],
        "any member of the JSON exactly as it is written: names in their own case, an object or array as its text, and \
         an empty text is a value; `raw.a:=raw.b` compares two members",
    ),
    row(
        &[
            "requestParameters.fromPort>=22",
            "additionalEventData.bytesTransferredOut>10M",
            "eventTime<2026-03-10",
        ],
        "the value is larger or smaller than a number, a size (`10k`, `5M`, `1G`) or a time: `>` `>=` `<` `<=`",
    ),
    row(&["userAgent~^aws-cli"], "the field matches a regular expression"),
    row(&["errorCode:*", "!errorCode:*"], "the field is present, or absent"),
    row(&["eventName:CreateUser,CreateRole"], "any of these values"),
    row(
        &["ip:10.0.0.0/8", "ip!=10.0.0.0/8"],
        "an address in this network, or anything else; a service name is not in any network",
    ),
    row(
        &["time:2026-03-10", "time:12:00..12:30", "after:2026-03-10T22:00", "before:2026-03-11"],
        "when it happened, in UTC: on a day, at a time of day, after a time, before a time",
    ),
    row(
        &["hour:22..05", "weekday:sat,sun", "hour:9..17@Europe/Berlin"],
        "the hour of the day or the day of the week when it happened, in UTC or in the time zone after `@`; `22..05` is \
         22:00 to 05:59",
    ),
    row(&["last:24h"], "the last 24 hours before the newest event"),
    row(&["around:2026-03-11T06:12~30m"], "from 30 minutes before this time to 30 minutes after it"),
    row(
        &["requestParameters.bucketName:logs", "requestParameters.instanceIds=i-0abc1234"],
        "any member of the JSON, by its path; in an array, one matching item is enough",
    ),
    row(&["requestParameters.\"team.example/app\"=web"], "quotes around a name in a path"),
    row(&["!is:service", "-alice"], "not"),
    row(&["a b"], "both; a space means AND"),
    row(&["a | b"], "either"),
    row(&["( a | b ) c"], "brackets group terms"),
    row(
        &["rule:…"],
        "found by your own rules (`--rules DIR`): the ID of a rule, or words of its title in quotes; `rule:*` or `is:rule` \
         for any",
    ),
    row(
        &["sourceIPAddress=@iocs.txt"],
        "any value in a file with one per line: addresses, networks, keys, names",
    ),
];

/// Returns the whole language, including ready-made tests: what to write, and what it means.
pub fn rows() -> impl Iterator<Item = (Vec<String>, &'static str)> {
    let rows = LANGUAGE.iter().map(|row| (row.write.iter().map(ToString::to_string).collect(), row.means));
    let meanings = meaning::NAMES.iter().map(|known| (vec![known.example.to_owned()], known.about));
    rows.chain(meanings).chain(is_names().map(|(name, means)| (vec![format!("is:{name}")], means)))
}

/// Returns the language as a Markdown table, for the README.
pub fn markdown() -> String {
    let row = |(write, means): (Vec<String>, &str)| {
        let write: Vec<String> = write.iter().map(|text| format!("`{}`", cell(text))).collect();
        format!("| {} | {} |\n", write.join(" "), cell(means))
    };
    format!("| write | means |\n|---|---|\n{}", rows().map(row).collect::<String>())
}

/// Escapes a text for a cell of a Markdown table.
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
            assert!(parse_with(&text, &|_| Ok(vec!["192.0.2.1".to_owned()].into())).is_ok(), "{text}");
        }
    }
}
