//! Several lines, pasted or passed as one filter, match if any of them does.

use crate::query::language::parse::{form, needed};
use crate::query::language::pivot::exact_text;
use crate::query::language::term::identifier::Identifier;

/// Returns one line that matches any of several lines; `None` if there are not several. A line that is not a
/// valid filter is a text. Identifiers on one line may be separated by commas, semicolons or tabs.
pub fn any_of(text: &str) -> Option<String> {
    let lines: Vec<&str> = text.lines().map(|line| line.trim().trim_end_matches([',', ';'])).collect();
    let mut lines: Vec<&str> = lines.into_iter().filter(|line| !line.is_empty()).collect();
    if let [line] = lines[..] {
        let parts = line.split([',', ';', '\t']).map(str::trim).filter(|part| !part.is_empty());
        let are_identifiers = parts.clone().all(|part| Identifier::pasted(part).is_some());
        lines = parts.filter(|_| are_identifiers).collect();
    }
    // A filter that was wrapped over lines continues while a bracket or a bar is open.
    let is_broken = || lines.iter().any(|line| line.starts_with(['|', ')']) || line.ends_with(['|', '(']));
    if lines.len() < 2 || is_broken() {
        return None;
    }
    Some(format!("({})", lines.into_iter().map(one).collect::<Vec<_>>().join(" | ")))
}

fn one(line: &str) -> String {
    let item = ["- ", "* ", "• "].into_iter().find_map(|mark| line.strip_prefix(mark)).unwrap_or(line);
    if let Some(identifier) = Identifier::pasted(item.trim()) {
        return identifier;
    }
    if form(line).is_err() || line.contains('\t') {
        return exact_text(line);
    }
    let is_one_term = needed(line).is_some_and(|parts| parts.len() == 1) && !line.contains('~');
    if is_one_term { line.to_owned() } else { format!("({line} )") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::language::parse::parse;

    /// Two addresses, pasted on two lines, searched for events with both.
    #[test]
    fn several_lines_mean_any_of_them() {
        for (text, expected) in [
            ("203.0.113.9", None),
            ("203.0.113.9\n\n", None),
            ("203.0.113.9\n203.0.113.10\n", Some("(203.0.113.9 | 203.0.113.10)")),
            ("203.0.113.9,\r\n203.0.113.10", Some("(203.0.113.9 | 203.0.113.10)")),
            ("is:failed del\nname=X", Some("((is:failed del ) | name=X)")),
            ("a(\nb", None),
            ("a |\nb", None),
            ("say \"hi\nb", Some("(\"say \\\"hi\" | b)")),
            ("203.0.113.9,203.0.113.10", Some("(203.0.113.9 | 203.0.113.10)")),
            ("\"203.0.113.9\", \"2001:db8::9\",", Some("(203.0.113.9 | 2001:db8::9)")),
            ("i-0abc1234\t111122223333;", Some("(i-0abc1234 | 111122223333)")),
            ("- 203.0.113.9\n• <kim@example.org>", Some("(203.0.113.9 | kim@example.org)")),
            ("203.0.113.9 203.0.113.10", None),
            ("203.0.113.9, del", None),
            ("ip=203.0.113.9,203.0.113.10", None),
            ("(a)\n!b", Some("((a) | !b)")),
        ] {
            let line = any_of(text);
            assert_eq!(line.as_deref(), expected, "{text:?}");
            assert!(line.is_none_or(|line| parse(&line).is_ok()), "{text:?}");
        }
    }
}
