//! The text of a list of indicators → its values, in the forms that people use: with remarks, quotes or ports,
//! defanged, as rows of CSV, as a JSON array or as a STIX bundle. `list` decides which of them fit a field.

use super::entry::{ListEntry, Unit, plain};
use super::stix;

/// Reads all entries of a text. The error is a sentence.
pub(in crate::query::language) fn entries(text: &str) -> Result<(Unit, Vec<ListEntry>), String> {
    let json = text.trim_start();
    if json.starts_with('{') || json.starts_with('[') {
        // A defanged or quoted line may also begin with a bracket.
        match serde_json::from_str(json) {
            Ok(value) => return stix::entries(&value).map(|entries| (Unit::Object, entries)),
            Err(error) if json.starts_with('{') => return Err(format!("it is not valid JSON: {error}")),
            Err(_) => {}
        }
    }
    let lines = text.lines().zip(1_u32..);
    let entries: Vec<ListEntry> = lines
        .map(|(line, number)| (line.trim(), number))
        .filter(|(line, _)| !line.is_empty() && !is_remark(line))
        .map(|(line, number)| ListEntry { line: number, text: plain(without_remark(line)), fault: None })
        .filter(|entry| !entry.text.is_empty())
        .collect();
    Ok((Unit::Line, entries))
}

fn is_remark(line: &str) -> bool {
    line.starts_with('#') || line.starts_with("//")
}

/// Removes a remark, which begins with `#` after a blank: user agents contain `Botocore#1.40.0`.
fn without_remark(line: &str) -> &str {
    let begins = line
        .match_indices('#')
        .map(|(at, _)| at)
        .find(|at| line.get(..*at).is_some_and(|before| before.ends_with(char::is_whitespace)));
    begins.and_then(|at| line.get(..at)).unwrap_or(line).trim_end()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn holds(text: &str, expected: &[(u32, &str)]) {
        let (_, entries) = entries(text).unwrap();
        let found: Vec<_> = entries.iter().map(|entry| (entry.line, entry.text.as_str())).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn remarks_quotes_and_defanging_are_undone() {
        holds(
            "# a list\n\n203.0.113.9 # c2\n\"198.51.100.4\"\r\n  '192[.]0[.]2[.]1' \t# x # y\n// end\n",
            &[(3, "203.0.113.9"), (4, "198.51.100.4"), (5, "192.0.2.1")],
        );
        holds(
            "hxxps[://]evil(.)example[.]com/a\n2001[:]db8[:][:]1\nmallory[@]example[dot]com\nBoto3 Botocore#1.40\n",
            &[
                (1, "https://evil.example.com/a"),
                (2, "2001:db8::1"),
                (3, "mallory@example.com"),
                (4, "Boto3 Botocore#1.40"),
            ],
        );
        holds("[2001:db8::1]:443\n", &[(1, "[2001:db8::1]:443")]);
    }

    #[test]
    fn json_is_read_as_a_list() {
        holds("[\"203.0.113.9\", \"198.51.100.4\"]", &[(1, "203.0.113.9"), (2, "198.51.100.4")]);
        assert!(entries("{\"a\":").is_err());
    }
}
